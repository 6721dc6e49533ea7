from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.mesh import Mesh, box, merge, moved, wall
from campus.world import Ground
from campus.world.ground import STEP_DOWN_M, STEP_UP_M
from campus.world.raster import CELL_M


def block(low: tuple[float, float, float], high: tuple[float, float, float]) -> Mesh:
    size = (high[0] - low[0], high[1] - low[1], high[2] - low[2])
    return box(size, at=((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]))


FLOOR = block((0, 0, -0.2), (6, 4, 0))


def ground_with(*things: Mesh, spawn: tuple[float, float, float] = (0.6, 0.6, 0.0)) -> Ground:
    return Ground.of(merge(FLOOR, *things).corners(), [spawn])


def fits(ground: Ground, x: float, y: float, z: float) -> bool:
    return bool(ground.walkable(x, y, z)[0])


def test_one_stands_on_the_floor_up_to_a_body_s_radius_from_a_wall(hall: Ground) -> None:
    assert fits(hall, 5.0, 5.0, 0.0)
    assert fits(hall, 0.30, 5.0, 0.0)
    assert not fits(hall, 0.18, 5.0, 0.0)
    assert not fits(hall, -0.15, 5.0, 0.0)


def test_a_hall_with_a_gallery_has_two_floors_at_one_place(hall: Ground) -> None:
    assert hall.height_near(8.0, 7.2, 1.8) == pytest.approx(1.8)
    assert hall.height_near(2.5, 7.2, 0.3) == pytest.approx(0.3)
    assert hall.height_near(5.0, 5.0, 1.8) is None


def test_no_one_stands_under_a_gallery_that_is_too_low(hall: Ground) -> None:
    assert hall.height_near(8.5, 3.0, 0.0) is None
    assert hall.height_near(8.5, 3.0, 1.8) == pytest.approx(1.8)


def test_the_top_of_a_desk_and_of_a_wall_are_no_floor(hall: Ground) -> None:
    assert hall.height_near(4.0, 3.0, 0.75) is None
    assert hall.height_near(-0.15, 4.0, 5.0, reach=9.0) is None


def test_inside_a_block_there_is_no_floor_even_where_the_floor_goes_on_beneath() -> None:
    ground = ground_with(block((2, 1, 0), (5, 3, 1.2)))
    assert ground.height_near(3.5, 2.0, 0.0, reach=0.1) is None


@pytest.mark.parametrize(("height", "is_climbed"), [(STEP_UP_M - 0.02, True), (STEP_UP_M + 0.10, False)])
def test_a_step_is_climbed_only_up_to_a_step_s_height(height: float, is_climbed: bool) -> None:
    ground = ground_with(block((3, 0, 0), (6, 4, height)))
    assert fits(ground, 4.5, 2.0, height) == is_climbed


@pytest.mark.parametrize(("drop", "is_reached"), [(STEP_DOWN_M - 0.02, True), (STEP_DOWN_M + 0.15, False)])
def test_nobody_goes_off_an_edge_that_they_could_not_come_back_up(drop: float, is_reached: bool) -> None:
    ground = ground_with(block((0, 0, 0), (3, 4, drop)), spawn=(0.6, 0.6, drop))
    assert fits(ground, 1.0, 2.0, drop)
    assert fits(ground, 4.5, 2.0, 0.0) == is_reached


@pytest.mark.parametrize(("degrees", "is_floor"), [(30.0, True), (50.0, False)])
def test_a_ramp_is_floor_up_to_forty_degrees(degrees: float, is_floor: bool) -> None:
    rise = 1.5 * math.tan(math.radians(degrees))
    slope = np.array(
        [[[3, 0, 0], [4.5, 0, rise], [4.5, 4, rise]], [[3, 0, 0], [4.5, 4, rise], [3, 4, 0]]],
        np.float32,
    )
    top = block((4.5, 0, 0), (6, 4, rise)).corners()
    ground = Ground.of(np.concatenate([FLOOR.corners(), slope, top]), [(0.6, 0.6, 0.0)])
    assert fits(ground, 5.2, 2.0, rise) == is_floor


def test_a_door_cut_out_of_a_wall_is_a_way_through_and_the_wall_is_not() -> None:
    """The wall's face is triangulated into slivers as high as the wall; none of them may fill the door."""
    door = [(2.0, 0.0), (3.0, 0.0), (3.0, 2.1), (2.0, 2.1)]
    across = wall(6.0, 3.0, 0.2, holes=[door])
    ground = Ground.of(np.concatenate([FLOOR.corners(), moved(across, (0, 2.0, 0)).corners()]), [(0.6, 0.6, 0.0)])
    assert fits(ground, 2.5, 2.1, 0.0)
    assert fits(ground, 4.5, 3.4, 0.0)
    assert not fits(ground, 1.0, 2.1, 0.0)


def test_a_thin_rail_keeps_one_from_the_edge() -> None:
    rail = block((3.0, 0, 0.9), (3.02, 4, 1.0))
    ground = ground_with(rail)
    assert fits(ground, 1.0, 2.0, 0.0)
    assert not fits(ground, 4.5, 2.0, 0.0)


def test_which_way_round_a_triangle_is_wound_makes_no_difference() -> None:
    solids = merge(FLOOR, block((2, 1, 0), (5, 3, 0.2))).corners()
    one, other = (Ground.of(s, [(0.6, 0.6, 0.0)]) for s in (solids, solids[:, ::-1]))
    assert np.array_equal(one.cell, other.cell)
    assert np.allclose(one.height, other.height, atol=1e-5)


def test_a_gap_of_a_body_and_a_half_between_two_rows_is_a_lane() -> None:
    """0.65 m: what two rows of tip-up seats leave."""
    rows = [block((1.5, 1, 0), (6, 1.6, 0.9)), block((1.5, 2.25, 0), (6, 2.8, 0.9))]
    ground = ground_with(*rows)
    assert fits(ground, 4.0, 1.925, 0.0)
    assert ground.reachable((0.6, 0.6, 0.0), (5.5, 1.925, 0.0))


def test_without_a_spawn_on_anything_there_is_no_ground() -> None:
    for ground in (
        Ground.of(FLOOR.corners(), [(50, 50, 0)]),
        Ground.of(np.zeros((0, 3, 3)), [(0, 0, 0)]),
        Ground.of(FLOOR.corners(), []),
    ):
        assert not ground.within(1.0, 1.0, 0.0)[0]
        assert ground.height_near(1.0, 1.0, 0.0) is None
        assert ground.path((1, 1, 0), (2, 2, 0)) is None
        assert not ground.reachable((1, 1, 0), (2, 2, 0))


def test_what_is_no_number_or_kilometres_off_is_nowhere(hall: Ground) -> None:
    strange = [math.nan, math.inf, -math.inf, 1e30, -1e30]
    for bad in strange:
        for place in ((bad, 1.0, 0.0), (1.0, bad, 0.0), (1.0, 1.0, bad)):
            assert not hall.within(*place)[0]
            assert not hall.walkable(*place)[0]


def test_feet_rise_evenly_on_a_stair(hall: Ground) -> None:
    xs = np.arange(1.6, 6.2, 0.02)
    z, heights = 0.0, []
    for x in xs:
        z = float(hall.foot_heights(x, 7.3, z)[0])
        heights.append(z)
    assert heights[-1] == pytest.approx(1.8, abs=0.01)
    assert np.diff(heights).max() < 0.08  # a riser is 0.15


def test_whoever_is_put_between_things_finds_the_nearest_place_to_stand(hall: Ground) -> None:
    found = hall.nearest(4.0, 2.7, 0.0)
    assert found is not None
    assert fits(hall, *found)
    assert math.dist(found[:2], (4.0, 2.7)) < 0.6
    assert hall.nearest(40.0, 40.0, 0.0) is None


@settings(max_examples=40, deadline=None)
@given(
    boxes=st.lists(
        st.tuples(st.floats(0, 5), st.floats(0, 3.5), st.floats(0.1, 2), st.floats(0.1, 2), st.floats(0.05, 2.5)),
        max_size=6,
    ),
    places=st.lists(st.tuples(st.floats(-1, 7), st.floats(-1, 5), st.floats(-0.5, 3)), min_size=1, max_size=30),
)
def test_where_a_body_fits_the_referee_always_lets_it_stand(
    boxes: list[tuple[float, float, float, float, float]], places: list[tuple[float, float, float]]
) -> None:
    ground = ground_with(*(block((x, y, 0), (x + w, y + d, h)) for x, y, w, d, h in boxes))
    x, y, z = np.array(places).T
    assert not (ground.walkable(x, y, z, reach=0.25) & ~ground.within(x, y, z)).any()
    for place in places:
        near = ground.nearest(*place)
        if near is not None:
            assert fits(ground, *near)
            assert math.dist(near[:2], place[:2]) <= 1.5 + CELL_M
