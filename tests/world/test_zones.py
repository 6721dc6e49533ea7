from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from campus.space.model import Zone
from campus.world import Zones
from campus.world.zones import is_full

ROOM = Zone("room", (0, 0, 0), (10, 10, 4), {"audio": {"reverb": 1.2}, "capacity": 300})
PODIUM = Zone("podium", (2, 8, 0), (8, 10, 4), {"role": "podium", "movement": {"enter": ("teacher", "co-teacher")}})
LECTERN = Zone("lectern", (6, 8, 0), (7, 9, 2), {"audio": {"gain": 6.0}, "movement": {"enter": None, "run": True}})


def test_the_smallest_zone_wins_facet_by_facet() -> None:
    zones = Zones.of([ROOM, LECTERN, PODIUM])
    at = (6.5, 8.5, 0.0)
    assert zones.of_place(at) is LECTERN
    assert [z.id for z in zones.around(at)] == ["lectern", "podium", "room"]
    assert zones.facet(at, "audio") == {"gain": 6.0}
    assert zones.facet(at, "role") == "podium"
    assert zones.facet(at, "capacity") == 300
    assert zones.facet(at, "permission") is None


def test_outside_every_zone_nothing_holds() -> None:
    zones = Zones.of([PODIUM])
    assert zones.of_place((1.0, 1.0, 0.0)) is None
    assert zones.facet((1.0, 1.0, 0.0), "role") is None
    assert Zones.of([]).may_enter([(0, 0, 0)], "guest").all()


def test_feet_on_the_floor_of_a_box_are_inside_it() -> None:
    assert Zones.of([PODIUM]).of_place((3.0, 9.0, -0.01)) is PODIUM


def test_only_those_whom_a_zone_names_may_enter_and_an_administrator() -> None:
    zones = Zones.of([ROOM, PODIUM, LECTERN])
    places = [(1.0, 1.0, 0.0), (3.0, 9.0, 0.0), (6.5, 8.5, 0.0)]
    assert zones.may_enter(places, "student").tolist() == [True, False, False]
    assert zones.may_enter(places, "teacher").tolist() == [True, True, True]
    assert zones.may_enter(places, "admin").all()


def test_a_zone_is_full_at_its_capacity_and_never_without_one() -> None:
    corner = Zone("corner", (0, 0, 0), (1, 1, 1), {"capacity": 4})
    assert [is_full(corner, n) for n in (3, 4, 5)] == [False, True, True]
    assert not is_full(PODIUM, 10_000)


@given(st.tuples(st.floats(-1, 11), st.floats(-1, 11), st.floats(-1, 5)))
def test_the_order_in_the_file_makes_no_difference(at: tuple[float, float, float]) -> None:
    answers = {
        (z.id if (z := Zones.of(order).of_place(at)) else None, bool(Zones.of(order).may_enter([at], "student")[0]))
        for order in itertools.permutations([ROOM, PODIUM, LECTERN])
    }
    assert len(answers) == 1
    assert np.isfinite(at).all()
