"""A skylight: a hole in a flat ceiling, and a closed lantern of glass over it."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.room import Coffers, Room
from campus.components.skylight import Skylight
from campus.mesh import Mesh, is_closed, volume

PLACE = (2.0, 3.0, 0.0)


def over(mesh: Mesh, x: float, y: float) -> list[float]:
    """Heights of the faces that an upright line through (x, y) meets."""
    heights = []
    for a, b, c in mesh.corners().astype(np.float64):
        (ux, uy), (vx, vy) = (b - a)[:2], (c - a)[:2]
        area = ux * vy - uy * vx
        if abs(area) < 1e-12:
            continue
        s = ((x - a[0]) * vy - (y - a[1]) * vx) / area
        t = (ux * (y - a[1]) - uy * (x - a[0])) / area
        if s >= 0 and t >= 0 and s + t <= 1:
            heights.append(float(a[2] + s * (b - a)[2] + t * (c - a)[2]))
    return heights


def test_only_glass_is_over_the_hole_and_the_ceiling_is_everywhere_else() -> None:
    room = Room(size=(6, 6, 3)).shell({}, [(PLACE, Skylight(size=(1.2, 0.8), panes=(2, 1)))])
    glass = room.of("glass")
    solid = [room.of(name) for name in room.materials if name != "glass"]
    assert over(glass, 2.3, 3.1)
    assert not [z for mesh in solid for z in over(mesh, 2.3, 3.1) if z > 2.9]
    assert [z for mesh in solid for z in over(mesh, 4.0, 3.1) if z > 2.9] == pytest.approx([3.0, 3.25])


def test_the_pierced_shell_and_the_lantern_are_closed() -> None:
    skylight = Skylight(size=(2.4, 1.2), kerb=0.4)
    assert is_closed(skylight.lantern())
    assert volume(skylight.lantern()) > 0
    assert is_closed(Room(size=(6, 6, 3)).shell({}, [(PLACE, skylight), ((4.5, 3.0, 90.0), skylight)]))


def test_a_turned_skylight_opens_a_turned_hole() -> None:
    room = Room(size=(6, 6, 3), ceiling="oak").shell({}, [((3.0, 3.0, 90.0), Skylight(size=(2.4, 0.8), frame="iron"))])
    ceiling = room.of("oak")
    assert not over(ceiling, 3.0, 4.1)
    assert over(ceiling, 4.1, 3.0)


@pytest.mark.parametrize(
    ("skylights", "why"),
    [
        ([((0.5, 3.0, 0.0), Skylight())], "leaves the ceiling of 6 × 6 m"),
        ([(PLACE, Skylight()), ((3.0, 3.0, 0.0), Skylight())], "meets another one"),
    ],
)
def test_an_impossible_skylight_is_refused(
    skylights: list[tuple[tuple[float, float, float], Skylight]], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Room(size=(6, 6, 3)).shell({}, skylights)


def test_a_coffered_ceiling_takes_none() -> None:
    with pytest.raises(ValueError, match="coffered"):
        Room(size=(6, 6, 3), coffers=Coffers(grid=(3, 3))).shell({}, [(PLACE, Skylight())])
