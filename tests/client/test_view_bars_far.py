"""The shadow of a gate from across a court, where its stripes are as close as the rows of pixels."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from campus.client.view import Stage
from campus.client.view.sunlight import towards_sun
from campus.mesh import box, merge
from campus.space.model import Space

NOTHING_ELSE: dict[str, Any] = {"copies": (), "moving": (), "labels": (), "lamps": (), "views": (), "screens": {}}


@pytest.mark.parametrize("eye", [(2.0, 15.5, 1.62), (9.0, 12.0, 1.2)], ids=["standing", "seated"])
def test_the_shadow_of_a_gate_s_bars_from_across_a_court_is_an_even_shade_and_no_mesh(
    fine_stage: Stage, make_space: Callable[..., Space], eye: tuple[float, float, float]
) -> None:
    """18 mm wide, 0.12 m apart; of the shadow, a pixel is a hand and more long."""
    bars = [box((0.018, 0.018, 2.6), at=(float(x), 0, 0), material="oak") for x in np.arange(-4, 4, 0.12)]
    beam = box((8.0, 0.5, 0.4), at=(0, 0, 2.6), material="oak")
    shell = merge(box((44, 40, 0.3), at=(0, 0, -0.3), material="lime-plaster"), *bars, beam)
    bounds = np.array([[-14, -14, 0], [14, 14, 8]], np.float32)
    view = fine_stage.build(make_space(mesh=shell, solids=shell.corners(), bounds=bounds, **NOTHING_ELSE), "fr")
    fine_stage.present(view)
    fine_stage.look_at(eye, (0.0, 1.0, 0.0), 40)
    fine_stage.draw()
    seen = fine_stage.pixels().astype(float).mean(axis=2)
    fine_stage.present(None)
    view.destroy()

    def at(x: float, y: float) -> float:
        across, down = (fine_stage.project((x, y, 0.0)) or (0, 0))[:2]
        return float(seen[int(down), int(across)])

    def in_shadow(along_gate: float, away: float) -> float:
        return at(along_gate + away * sun_x / sun_y, away)

    sun_x, sun_y, _ = towards_sun(view.space.sun, view.space.north)
    places = np.linspace(-1, 1, 60)
    striped = [in_shadow(x, y) for x in places for y in np.linspace(0.4, 2.0, 25)]
    shade, sunny = np.median([in_shadow(x, 2.8) for x in places]), np.median([at(x, 5.0) for x in places])
    assert shade + 0.5 * (sunny - shade) < np.mean(striped) < sunny - 0.15 * (sunny - shade), "the bars shade a part"
    assert np.std(striped) < 0.09 * (sunny - shade)
