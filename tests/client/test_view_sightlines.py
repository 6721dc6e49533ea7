"""What of a space beyond lies behind an opening for an eye, and what is therefore drawn."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from panda3d.core import Geom, NodePath, PerspectiveLens, TransparencyAttrib

from campus.client.view.beyond import Neighbour
from campus.client.view.copies import BOX, STAYS
from campus.client.view.drawn import hang
from campus.client.view.geometry import corners_of, geoms, parted, points_in, rows_of
from campus.client.view.glimpse import Glimpses, land_through, space_through
from campus.client.view.lent import FAR_LAND, FAR_LAST, Lent, borrow
from campus.client.view.panes import Sight
from campus.client.view.sharp import EYE_SEES
from campus.client.view.sightlines import IN_IT_M, behind, openings, over_walls, walls_of
from campus.client.view.sunlight import SunMap
from campus.mesh import box, lathe, merge
from campus.space.model import View

ARCH = View("arch", (4.0, 0.0, 1.5), -90.0, (2.0, 3.0), "court")
"""In a wall at x = 4; one looks out along x."""
EYE = (0.0, 0.0, 1.6)


def a_box(*middle: float) -> NDArray[np.float32]:
    return np.array([middle, middle], np.float32) + np.array([[-0.2], [0.2]], np.float32)


def seen(eye: tuple[float, float, float], *boxes: NDArray[np.float32]) -> list[bool]:
    through = openings([ARCH])
    assert through is not None
    found: list[bool] = behind(eye, through, np.array(boxes)).tolist()
    return found


def test_a_thing_is_seen_where_the_line_to_it_goes_through_the_opening() -> None:
    straight, aside, above = a_box(12, 0, 1), a_box(12, 8, 1), a_box(12, 0, 7)
    assert seen(EYE, straight, aside, above) == [True, False, False]
    assert seen((0.0, -6.0, 1.6), straight, a_box(12, 10, 1)) == [False, True], "from aside, what is on the other side"
    assert seen((3.2, 0.0, 1.6), aside, above) == [True, True], "the nearer, the more"


def test_whoever_stands_in_the_opening_or_beyond_it_sees_everything() -> None:
    assert seen((4.0 - IN_IT_M / 2, 5.0, 1.6), a_box(5, -30, 9)) == [True]
    assert seen((9.0, 0.0, 1.6), a_box(5, -30, 9)) == [True]


def test_what_reaches_into_the_wall_is_seen_in_the_opening() -> None:
    assert seen(EYE, a_box(4.0, 1.0, 0.1), a_box(4.0, 3.0, 1.0)) == [True, False]


def a_court(east_m: float) -> NDArray[np.float32]:
    """Walls 5 m high in the north and the south and along half of the east, whose other half is as high as told."""
    walls = (
        box((8, 0.2, 5), at=(0, 4, 0)),
        box((8, 0.2, 5), at=(0, -4, 0)),
        box((0.2, 4, 5), at=(4, 2, 0)),
        box((0.2, 4, east_m), at=(4, -2, 0)),
    )
    return np.concatenate([wall.corners() for wall in walls])


def test_over_the_walls_of_a_court_one_sees_what_stands_higher() -> None:
    through = openings([ARCH])
    assert through is not None
    bounds = np.array([(-4, -4, 0), (4, 4, 5)], np.float32)
    high, pines = over_walls(through, bounds, a_court(5)), np.array([a_box(12, 8, 40), a_box(12, 8, 6)])
    east = [one for one in high if (one.axis, one.out) == (0, 1)]
    assert behind(EYE, east, pines).tolist() == [True, False]
    lower = [one for one in over_walls(through, bounds, a_court(3)) if (one.axis, one.out) == (0, 1)]
    assert behind(EYE, lower, pines).tolist() == [True, True], "over the lower stretch of a wall"
    north, west = ([one for one in high if (one.axis, one.out) == side] for side in ((1, 1), (0, -1)))
    assert len(north) == len(west) == 1, "each side of it, with openings or without"
    assert north[0].low[1] > 4 > 0 >= west[0].low[1], "where no wall stands, all is seen"
    nothing = a_court(5)[:0]
    assert over_walls(through, bounds, nothing, (*through, *high)) == high, "what is known is not worked out again"
    assert over_walls(through, bounds, nothing, through) != high


def test_of_walls_that_stand_askew_nothing_is_said() -> None:
    askew = View("arch", (4.0, 0.0, 1.5), -80.0, (2.0, 3.0), "court")
    assert openings([ARCH, askew]) is None


def lent() -> Lent:
    still = NodePath("still")
    for name, at in (("near the axis", (12.0, 0.0, 1.0)), ("far aside", (12.0, 8.0, 1.0))):
        hang(still, name, next(geom for _, geom in geoms(box((0.4, 0.4, 0.4), at=at))))
    return Lent(still, (), {}, {}, None)


def looking(at: tuple[float, float, float], heading: float) -> Sight:
    eye, lens = NodePath("eye"), PerspectiveLens()
    lens.set_fov(70, 43)
    eye.set_pos_hpr(*at, heading, 0, 0)
    return Sight(eye, lens)


def test_what_no_opening_shows_is_hidden_from_the_eye_alone_until_one_does() -> None:
    far = np.array([(-9, -9, -9), (-8, -8, -8)], np.float32)
    court = Neighbour("court", (0.0, 0.0, 0.0), far, far, far, (), through=openings([ARCH]))
    room = NodePath("room")
    found = borrow(lent(), court, room)
    glimpses = Glimpses()
    glimpses.add("court", space_through(found, court))

    def drawn() -> set[str]:
        return {path.name for path in found.find_all_matches("**/+GeomNode") if not path.is_hidden(EYE_SEES)}

    glimpses.look(looking(EYE, -90))
    assert drawn() == {"near the axis"}
    glimpses.look(looking((3.2, 0.0, 1.6), -90))
    assert drawn() == {"near the axis", "far aside"}
    glimpses.look(looking(EYE, 90))
    assert drawn() == set(), "the opening is behind the eye"
    found.show_through(SunMap.SEES)
    assert len([p for p in found.find_all_matches("**/+GeomNode") if not p.is_hidden(SunMap.SEES)]) == 2


def test_land_that_no_opening_shows_is_hidden_part_by_part() -> None:
    land = NodePath("land")
    for name, at in (("near the axis", (40.0, 0.0, 1.0)), ("far aside", (12.0, 8.0, 1.0))):
        hang(land, name, next(geom for _, geom in geoms(box((0.4, 0.4, 0.4), at=at))))
    glimpses = Glimpses()
    glimpses.add("land", land_through(land, walls_of(openings([ARCH]) or ())))
    glimpses.look(looking(EYE, -90))
    assert [part.name for part in land.get_children() if not part.is_hidden(EYE_SEES)] == ["near the axis"]


def test_a_processor_draws_what_is_near_first_and_what_is_seen_through_after_land_and_sky() -> None:
    far = np.array([(-9, -9, -9), (-8, -8, -8)], np.float32)
    court = lent()
    court.still.find("near the axis").set_transparency(TransparencyAttrib.M_alpha)
    hang(court.still, "further", next(geom for _, geom in geoms(box((0.4, 0.4, 0.4), at=(20.0, 0.0, 1.0)))))
    found = borrow(court, Neighbour("court", (0.0, 0.0, 0.0), far, far, far, ()), NodePath("room"), coarse=True)
    order = {path.name: path.get_bin_draw_order() for path in found.find_all_matches("**/+GeomNode")}
    assert order["far aside"] < order["further"] < FAR_LAND < FAR_LAST == order["near the axis"]


def test_where_nobody_can_say_what_is_seen_all_of_it_is_drawn() -> None:
    far = np.array([(-9, -9, -9), (-8, -8, -8)], np.float32)
    court = Neighbour("court", (0.0, 0.0, 0.0), far, far, far, ())
    found = borrow(lent(), court, NodePath("room"))
    glimpses = Glimpses()
    glimpses.add("court", space_through(found, court))
    glimpses.look(looking(EYE, 90))
    assert not any(path.is_hidden(EYE_SEES) for path in found.find_all_matches("**/+GeomNode"))


def corners(geom: Geom) -> NDArray[np.float32]:
    found: NDArray[np.float32] = points_in(rows_of(geom.get_vertex_data()))[corners_of(geom)]
    return found


@pytest.mark.parametrize("most", [12, 60])
def test_a_geometry_in_parts_has_the_same_triangles_each_part_in_a_smaller_box(most: int) -> None:
    many = merge(*(box((0.2, 0.2, 0.2), at=(float(x), float(y), 0.0)) for x in range(8) for y in range(4)))
    whole = next(geom for _, geom in geoms(many))
    parts = [corners(part) for part in parted(whole, most)]
    assert max(len(part) for part in parts) <= most
    every = np.concatenate(parts).reshape(-1, 9)
    assert np.array_equal(np.unique(every, axis=0), np.unique(corners(whole).reshape(-1, 9), axis=0))
    assert len(every) == len(many.triangles)
    widest = max(float(np.ptp(part.reshape(-1, 3), axis=0)[0]) for part in parts)
    assert widest < 7.2 * 0.6, "long things are cut across"
    assert parted(whole, len(many.triangles)) == [whole]


def test_what_stands_many_times_has_fewer_triangles_beyond_an_opening_of_a_processor_and_stands_where_it_stood() -> (
    None
):
    turned = lathe(np.array([(0.05, 0), (0.09, 0.2), (0.04, 0.5), (0.07, 0.8)], np.float32), sides=24)
    copies = NodePath("copies")
    group = copies.attach_new_node("rail x2")
    group.set_tag(STAYS, "")
    group.set_python_tag(BOX, np.array([(1, 1, 0), (3, 1, 1)], np.float32))
    hang(group, "stone", next(geom for _, geom in geoms(turned)))
    far = np.array([(-9, -9, -9), (-8, -8, -8)], np.float32)
    court = Neighbour("court", (10.0, 0.0, 0.0), far, far, far, ())

    def drawn(coarse: bool) -> tuple[int, tuple[float, ...]]:
        found = borrow(
            Lent(NodePath("still"), (), {}, {}, None, None, (copies,)), court, NodePath("room"), coarse=coarse
        )
        hung = found.find("**/stone")
        bounds = hung.get_tight_bounds(found.find("place"))
        assert bounds is not None
        low, high = bounds
        return len(corners(hung.node().get_geom(0))), (*low, *high)  # type: ignore[attr-defined]

    (all_of_it, there), (few, here) = drawn(False), drawn(True)
    assert few < all_of_it / 2
    assert np.abs(np.subtract(there, here)).max() < 0.06
