from __future__ import annotations

import itertools

import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st

from campus.space.model import Zone
from campus.world import Zones
from campus.world.zones import Limits, is_full

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


# --- limits: what a person can know themselves -----------------------------------------------------------------------

QUIET = Zone("quiet", (2.0, 2.0, 0.0), (5.0, 5.0, 3.0), {"capacity": 2, "movement": {"run": False}})
BACKSTAGE = Zone("backstage", (6.0, 0.0, 0.0), (9.0, 4.0, 3.0), {"movement": {"enter": ("teacher",)}})
HATCH = Zone("hatch", (7.0, 3.0, 0.0), (8.0, 4.0, 3.0), {"movement": {"enter": ("teacher", "student")}})
ALL = Zones.of([QUIET, BACKSTAGE, HATCH])


def test_one_may_run_where_the_smallest_zone_with_a_say_lets_one() -> None:
    assert ALL.may_run([(3, 3, 0), (7, 1, 0), (0, 0, 0)]).tolist() == [False, True, True]


def test_whoever_may_not_go_in_stops_before_the_border_and_slides_along_it() -> None:
    limits = Limits(ALL, "student")
    assert limits.kept((5.9, 1.0, 0.0), (6.1, 1.2, 0.0)) == ((5.9, 1.2, 0.0), "not_allowed")
    assert limits.kept((5.9, 1.0, 0.0), (5.95, 1.0, 0.0)) == ((5.95, 1.0, 0.0), "")
    assert limits.kept((7.5, 3.5, 0.0), (7.5, 3.6, 0.0)) == ((7.5, 3.6, 0.0), ""), "the smallest zone decides"
    assert Limits(ALL, "teacher").kept((5.9, 1.0, 0.0), (6.1, 1.2, 0.0)) == ((6.1, 1.2, 0.0), "")


def test_a_zone_within_one_that_is_barred_leads_no_further() -> None:
    limits = Limits(ALL, "student")
    assert limits.kept((7.5, 3.02, 0.0), (7.5, 2.95, 0.0)) == ((7.5, 3.02, 0.0), "not_allowed")
    assert limits.kept((7.5, 3.98, 0.0), (7.5, 4.05, 0.0)) == ((7.5, 4.05, 0.0), ""), "where one came from"


def test_a_full_zone_lets_nobody_in_and_everybody_out() -> None:
    full = Limits(ALL, "student", frozenset({"quiet"}))
    assert full.kept((1.9, 3.0, 0.0), (2.1, 3.0, 0.0)) == ((1.9, 3.0, 0.0), "full")
    assert full.kept((2.5, 3.0, 0.0), (2.4, 3.0, 0.0))[1] == "", "whoever is in goes about"
    assert full.kept((2.1, 3.0, 0.0), (1.9, 3.0, 0.0))[1] == ""


def test_permission_and_dwell_are_of_the_smallest_zone_that_says_so() -> None:
    zones = Zones.of(
        [
            Zone("stage", (0, 0, 0), (9, 9, 3), {"permission": ("teacher",), "movement": {"dwell": 30.0}}),
            Zone("table", (1, 1, 0), (2, 2, 3), {"permission": ("teacher", "student", "staff")}),
        ]
    )
    assert [zones.permits(at, "student") for at in ((5, 5, 0), (1.5, 1.5, 0), (20, 0, 0))] == [False, True, True]
    assert zones.permits((1.5, 1.5, 0), "designer")
    assert zones.dwell((1.5, 1.5, 0)) == ("stage", 30.0)
    assert zones.dwell((20, 0, 0)) is None


steps = st.lists(st.tuples(st.floats(-0.08, 0.08), st.floats(-0.08, 0.08)), max_size=60)


@example((5.01171875, 2.0), [(-0.0078125, 0.0)], "student", True)
@example((7.0, 3.0), [(0.0, -0.0625)], "student", False)
@given(st.tuples(st.floats(0, 10), st.floats(0, 6)), steps, st.sampled_from(("student", "teacher")), st.booleans())
def test_no_step_that_limits_let_pass_is_refused_by_the_zones(start, steps, role, quiet_is_full) -> None:
    """The server judges what is left of a pose on the wire: whole centimetres."""
    limits = Limits(ALL, role, frozenset({"quiet"} if quiet_is_full else ()))
    at = (*start, 0.0)

    def sent(place):
        return tuple(round(v, 2) for v in place)

    assume(ALL.may_enter([sent(at)], role)[0])
    for dx, dy in steps:
        before = at
        at, _ = limits.kept(at, (at[0] + dx, at[1] + dy, 0.0))
        assert ALL.may_enter([sent(at)], role)[0]
        if quiet_is_full:
            counted = ALL.counted_in([sent(before), sent(at)])
            assert counted[1] is None or counted[0] is counted[1], "nobody comes into what is full"
