from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.world import Ground

Point = tuple[float, float, float]
SPAWN = (2.0, 2.0, 0.0)


def length(start: Point, way: list[Point]) -> float:
    return sum(math.dist(a, b) for a, b in zip([start, *way], way, strict=False))


def walk_along(ground: Ground, start: Point, way: list[Point]) -> None:
    """Follow a way in steps of 2 cm; every one must be on clear floor."""
    x, y, z = start
    for corner in way:
        while (away := math.dist((x, y), corner[:2])) > 0.02:
            x, y = x + (corner[0] - x) / away * 0.02, y + (corner[1] - y) / away * 0.02
            z = float(ground.foot_heights(x, y, z)[0])
            assert ground.within(x, y, z, 0.2)[0], (x, y, z)
    assert math.dist((x, y, z), way[-1]) < 0.2


def test_in_the_open_the_way_is_the_straight_line(hall: Ground) -> None:
    assert hall.path((1.0, 1.0, 0.0), (6.0, 1.5, 0.0)) == [pytest.approx((6.0, 1.5, 0.0))]


def test_the_way_goes_round_the_desk(hall: Ground) -> None:
    way = hall.path((4.0, 1.5, 0.0), (4.0, 4.5, 0.0))
    assert way is not None
    assert len(way) >= 2
    walk_along(hall, (4.0, 1.5, 0.0), way)
    assert length((4.0, 1.5, 0.0), way) < 5.6


def test_the_way_to_the_gallery_takes_the_stair(hall: Ground) -> None:
    way = hall.path(SPAWN, (9.0, 1.0, 1.8))
    assert way is not None
    assert any(2.0 < x < 6.0 and y > 6.6 for x, y, _ in way)
    assert way[-1] == pytest.approx((9.0, 1.0, 1.8))
    walk_along(hall, SPAWN, way)


def test_the_way_to_a_place_where_nobody_fits_ends_beside_it(hall: Ground) -> None:
    way = hall.path(SPAWN, (4.0, 3.0, 0.0))
    assert way is not None
    assert hall.walkable(*way[-1])[0]
    assert math.dist(way[-1][:2], (4.0, 3.0)) < 1.0


def test_no_way_leads_out_of_the_world_or_onto_what_cannot_be_climbed(hall: Ground) -> None:
    assert hall.path(SPAWN, (30.0, 2.0, 0.0)) is None
    assert hall.path(SPAWN, (2.0, 2.0, 4.0)) is None
    assert hall.path((30.0, 2.0, 0.0), SPAWN) is None


def test_a_way_to_where_one_stands_is_that_place(hall: Ground) -> None:
    assert hall.path(SPAWN, SPAWN) == [pytest.approx(SPAWN)]


def test_what_cannot_be_reached_is_named(hall: Ground) -> None:
    goals = {"gallery": (9.0, 3.0, 1.8), "desk": (4.0, 2.4, 0.0), "roof": (5.0, 5.0, 5.0), "moon": (99.0, 0.0, 0.0)}
    assert hall.paths.unreached(SPAWN, goals) == ("roof", "moon")
    assert hall.reachable(SPAWN, goals["gallery"])
    assert not hall.reachable(SPAWN, goals["roof"])


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_every_way_between_two_floors_can_be_walked_and_is_no_detour(hall: Ground, seed: int) -> None:
    rng = np.random.default_rng(seed)
    clear = np.flatnonzero(hall.clear)
    start, goal = (tuple(p) for p in hall.places(rng.choice(clear, 2)).tolist())
    way = hall.path(start, goal)
    assert way is not None
    walk_along(hall, start, way)
    back = hall.path(goal, start)
    assert back is not None
    assert length(start, way) >= math.dist(start[:2], goal[:2]) - 0.1
    assert length(start, way) <= 1.25 * length(goal, back) + 0.5
