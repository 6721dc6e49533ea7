"""Glass in an outer wall, and what it gives back of the room before the day."""

from dataclasses import replace

import numpy as np
import pytest

from campus.bake import DAY, LAMPS
from campus.client.view import Stage, prepare
from campus.mesh import box, merge
from campus.scene.model import Material
from campus.space.daytime import Daytime
from campus.text import Text

GLASS = Material(
    material="glass",
    title=Text(fr="verre", en="glass"),
    colour="#DDE3E3",
    roughness=0.05,
    pattern="plain",
    opacity=0.18,
    absorption=(0.1,) * 6,
    source="made for a test",
)
IN_THE_WALL, IN_THE_ROOM = -0.2, 0.3
EVENING = 22.0


@pytest.fixture
def brighter_with_a_lamp(stage: Stage, make_space, a_bake, lit_as):
    def brighter(x: float, hour: float = 15.0) -> float:
        """How much brighter a pane at `x` is, of 255, before a lamp that is fifty times as bright as a lit wall."""
        room = make_space(scene=lit_as())
        pane = box((0.01, 2.6, 2.0), at=(x, 4.0, 1.0), material="glass")
        room = replace(room, mesh=merge(room.mesh, pane), materials={**room.materials, "glass": GLASS}, copies=())
        seen = []
        for lux in (0.0, 20000.0):
            low, high = (tuple(float(v) for v in corner) for corner in room.bounds)
            bake = a_bake(room, reflection_at=(3.0, 4.0, 1.6), reflection_low=low, reflection_high=high)
            by_day, by_lamps = np.full((6, 16, 16, 3), 40.0, np.float32), np.zeros((6, 16, 16, 3), np.float32)
            by_lamps[0] = lux  # to the east, before the pane
            levels = {name: (cube, cube[:, ::2, ::2]) for name, cube in ((DAY, by_day), (LAMPS, by_lamps))}
            moment = Daytime(80, hour)
            prepared = prepare(room, baked=replace(bake, reflection=levels), moment=moment)
            view = stage.build(room, "fr", prepared)
            stage.present(view)
            stage.look_at((3.0, 4.0, 1.8), (0.0, 4.0, 2.0), 60)
            stage.draw()
            seen.append(stage.pixels().astype(float)[140:200, 280:360].mean())
            stage.present(None)
            view.destroy()
        return float(seen[1] - seen[0])

    return brighter


def test_by_day_lamps_are_no_pale_clouds_in_a_window(brighter_with_a_lamp) -> None:
    in_the_room = brighter_with_a_lamp(IN_THE_ROOM)
    assert in_the_room > 60, "a pane that has no day behind it gives them back"
    assert 5 < brighter_with_a_lamp(IN_THE_WALL) < in_the_room / 4


def test_in_the_evening_windows_show_their_lamps(brighter_with_a_lamp) -> None:
    assert brighter_with_a_lamp(IN_THE_WALL, EVENING) > 4 * brighter_with_a_lamp(IN_THE_WALL)
