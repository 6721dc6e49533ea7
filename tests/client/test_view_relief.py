"""Relief: what is carved turns to the light that there is, and is as deep on one wall as on the next."""

import numpy as np
import pytest

from campus.client.view import Stage, prepare
from campus.space.model import Space


def test_the_grain_of_a_wall_is_no_coarser_where_the_air_is_lit_from_behind_it(
    stage: Stage, make_space, a_bake, lit_as
) -> None:
    """Beside a window no light comes through the wall: what falls along it is all that its relief has to turn to."""
    room: Space = make_space(scene=lit_as())

    def grain(from_behind: float) -> float:
        bake = a_bake(room)
        for layer in bake.layers.values():
            light = layer.probes[..., 0, :]
            layer.probes[..., 1, :], layer.probes[..., 3, :] = from_behind * light, 0.5 * light  # from the east, above
        view = stage.build(room, "fr", prepare(room, baked=bake))
        stage.present(view)
        stage.look_at((4.4, 2.0, 2.6), (6.0, 2.0, 2.6), 60)  # the plastered wall to the east
        stage.draw()
        pixels = stage.pixels().astype(float)[60:300, 100:540].mean(axis=2)
        stage.present(None)
        view.destroy()
        return float(np.abs(np.diff(pixels, axis=0)).mean() / pixels.mean())

    assert grain(0.7) == pytest.approx(grain(0.0), rel=0.1)
