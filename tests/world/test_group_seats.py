"""Which group sits where: tables first, then seats near one another; who sits well stays, and nobody is sent twice."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.space.model import Space
from campus.world.group_seats import NEAR_M, seat_beside, seat_everybody, seat_groups, tables_of


@pytest.fixture(scope="module")
def seminar_room(shipped: Callable[[str], Space]) -> Space:
    return shipped("seminar-room")


@pytest.fixture(scope="module")
def amphitheatre(shipped: Callable[[str], Space]) -> Space:
    return shipped("amphitheatre")


def some_groups(*sizes: int) -> list[list[str]]:
    return [[f"p{number}-{i}" for i in range(size)] for number, size in enumerate(sizes)]


def test_each_group_gets_a_table_and_its_name(seminar_room: Space) -> None:
    groups = some_groups(4, 4, 3)
    plan = seat_groups(seminar_room, groups, {})
    assert plan.tables == ("table-1", "table-2", "table-3")
    assert [place.fr for place in plan.places] == ["table 1", "table 2", "table 3"]
    tables = tables_of(seminar_room)
    for group, table in zip(groups, plan.tables, strict=True):
        assert {plan.seats[who] for who in group} <= set(tables[table])


def test_who_sits_at_their_table_keeps_that_very_seat_and_a_stranger_keeps_theirs(seminar_room: Space) -> None:
    plan = seat_groups(seminar_room, [["ana", "bo", "cy"]], {"table-1.seat-3": "bo", "table-1.seat-1": "the teacher"})
    assert plan.seats["bo"] == "table-1.seat-3"
    assert "table-1.seat-1" not in plan.seats.values()


def test_a_table_that_strangers_have_taken_is_passed_over(seminar_room: Space) -> None:
    taken = {f"table-1.seat-{n}": f"visitor-{n}" for n in range(1, 5)}
    assert seat_groups(seminar_room, [["ana", "bo"]], taken).tables == ("table-2",)


def test_a_group_too_large_for_its_table_has_the_rest_beside_it(seminar_room: Space) -> None:
    taken = {"table-1.seat-1": "a visitor", "table-1.seat-2": "another"}
    plan = seat_groups(seminar_room, [["a", "b", "c", "d"]], taken)
    assert len(set(plan.seats.values())) == 4
    assert not set(plan.seats.values()) & set(taken)


def test_in_rows_a_group_sits_together_and_its_place_is_told_by_row_and_seat(amphitheatre: Space) -> None:
    plan = seat_groups(amphitheatre, some_groups(*[4] * 12), {})
    assert len(set(plan.seats.values())) == 48
    assert plan.places[0].en.startswith("row 1, seat")
    assert all(place.fr.startswith("rang ") for place in plan.places)
    for number in range(12):
        at = [amphitheatre.seats[plan.seats[f"p{number}-{i}"]].at for i in range(4)]
        assert max(math.dist(a, b) for a, b in combinations(at, 2)) < NEAR_M


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 5), max_size=7), st.data())
def test_nobody_is_sent_to_a_taken_seat_nor_two_to_one(
    seminar_room: Space, sizes: list[int], data: st.DataObject
) -> None:
    space = seminar_room
    groups = some_groups(*sizes)
    everybody = [who for group in groups for who in group] + ["visitor-1", "visitor-2", "visitor-3"]
    seats = data.draw(st.lists(st.sampled_from(sorted(space.seats)), unique=True, max_size=min(len(everybody), 18)))
    sitters = data.draw(st.permutations(everybody))
    sitting = dict(zip(seats, sitters, strict=False))
    plan = seat_groups(space, groups, sitting)
    assert len(set(plan.seats.values())) == len(plan.seats)
    assert set(plan.seats) <= {who for group in groups for who in group}
    for seat in plan.seats.values():
        assert not sitting.get(seat, "").startswith("visitor")
    assert plan == seat_groups(space, groups, sitting)
    assert len(plan.places) == len(groups)


def test_a_latecomer_sits_beside_their_group_or_nowhere(seminar_room: Space) -> None:
    companions = ["table-2.seat-1", "table-2.seat-2"]
    sitting = {"table-2.seat-1": "ana", "table-2.seat-2": "bo"}
    assert (seat_beside(seminar_room, companions, sitting) or "").startswith("table-2.")
    assert seat_beside(seminar_room, [], sitting) is None
    assert seat_beside(seminar_room, companions, dict.fromkeys(seminar_room.seats, "somebody")) is None


def test_everybody_is_seated_from_the_front_and_goes_back_to_where_they_sat(amphitheatre: Space) -> None:
    given_ = seat_everybody(amphitheatre, ["ana", "bo"], {}, before={"bo": "rows.row-9.4"})
    assert given_["bo"] == "rows.row-9.4"
    assert given_["ana"].startswith("rows.row-1.")
    places = {id_ for id_, seat in amphitheatre.seats.items() if seat.kind == "wheelchair"}
    wheels = seat_everybody(amphitheatre, ["ana", "bo"], {}, on_wheels={"bo"})
    assert wheels["bo"] in places
    assert wheels["ana"] not in places
    taken = seat_everybody(amphitheatre, ["bo"], {"rows.row-9.4": "cy"}, before={"bo": "rows.row-9.4"})
    assert taken["bo"] != "rows.row-9.4"


def test_more_people_than_seats_leaves_the_last_standing(seminar_room: Space) -> None:
    people = [f"p{n}" for n in range(len(seminar_room.seats) + 3)]
    given_ = seat_everybody(seminar_room, people, {})
    assert len(set(given_.values())) == len(seminar_room.seats)


def test_a_space_without_seats_seats_nobody(seminar_room: Space) -> None:
    bare = msgspec.structs.replace(seminar_room.scene, groups={})
    import dataclasses

    empty = dataclasses.replace(seminar_room, seats={}, scene=bare)
    plan = seat_groups(empty, [["ana", "bo"]], {})
    assert plan.seats == {}
    assert plan.places[0].en == ""
