from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.components import Placed
from campus.errors import Refused
from campus.space.model import Portal, Seat
from campus.text import Text
from campus.world import Pose
from campus.world.doors import OPEN_S, Doors
from campus.world.reach import REACH_M
from campus.world.seats import Seating

SEATS = {f"row.{n}": Seat(f"row.{n}", (0.6 * n, 5.0, 0.4), 370.0, 0.45, "seat", "row", None) for n in range(4)}
NEAR = Pose(1.0, 4.5, 0.4, 0.0)
NAMES = {"ana": "Ana", "bo": "Bo", "cy": "Cy"}


def a_portal(id_: str, *, built: bool = True, door: bool = True) -> Portal:
    name = Text(fr=id_, en=id_)
    return Portal(id_, (0.0, 8.0, 0.0), 1.0, "annex", "door", built, Placed((0.0, 6.5, 0.0), 180.0), door, name)


PORTALS = {p.id: p for p in (a_portal("door"), a_portal("planned", built=False), a_portal("lift", door=False))}
AT_THE_DOOR = Pose(0.0, 7.0, 0.0, 0.0)


def seating(**sitting: str) -> Seating:
    made = Seating(SEATS)
    for person, seat in sitting.items():
        made.take(person, seat, None, NAMES.__getitem__)
    return made


def refused(code: str, seats: Seating, person: str, seat: str, pose: Pose | None) -> Refused:
    before = dict(seats.sitting)
    with pytest.raises(Refused) as problem:
        seats.take(person, seat, pose, NAMES.__getitem__)
    assert problem.value.code == code
    assert seats.sitting == before
    return problem.value


def test_who_takes_a_seat_sits_before_it_and_looks_its_way() -> None:
    seats = seating()
    assert seats.take("ana", "row.1", NEAR, NAMES.__getitem__) == Pose(0.6, 5.0, 0.4, 10.0, seated=True)
    assert seats.seat_of("ana") == "row.1"
    assert not seats.is_free("row.1")
    assert seats.is_free("row.2")
    assert not seats.is_free("throne")


def test_a_taken_seat_is_refused_with_the_name_of_who_sits_there_in_both_languages() -> None:
    problem = refused("taken", seating(ana="row.1"), "bo", "row.1", NEAR)
    assert "Ana" in problem.text.fr
    assert "Ana" in problem.text.en


def test_a_seat_that_is_not_there_or_too_far_is_refused() -> None:
    refused("no_such_seat", seating(), "bo", "throne", NEAR)
    refused("too_far", seating(), "bo", "row.1", NEAR._replace(y=5.0 - REACH_M - 0.5))
    refused("too_far", seating(), "bo", "row.1", NEAR._replace(z=4.0))


def test_taking_ones_own_seat_again_changes_nothing() -> None:
    seats = seating(ana="row.1")
    seats.take("ana", "row.1", NEAR, NAMES.__getitem__)
    assert seats.sitting == {"row.1": "ana"}


def test_who_has_no_seat_leaves_none() -> None:
    seats = seating(ana="row.1")
    assert seats.leave("bo") is None
    assert seats.leave("ana") == "row.1"
    assert seats.leave("ana") is None
    assert seats.sitting == {}


@given(
    st.lists(
        st.tuples(st.sampled_from(["take", "leave"]), st.sampled_from(list(NAMES)), st.sampled_from([*SEATS, "throne"]))
    )
)
def test_whatever_people_do_a_seat_holds_one_person_and_a_person_one_seat(
    deeds: list[tuple[Literal["take", "leave"], str, str]],
) -> None:
    seats = seating()
    for deed, person, seat in deeds:
        before = dict(seats.sitting)
        if deed == "leave":
            seats.leave(person)
            assert seats.seat_of(person) is None
            continue
        try:
            seats.take(person, seat, NEAR, NAMES.__getitem__)
        except Refused:
            assert seats.sitting == before
        else:
            assert seats.seat_of(person) == seat
        assert len(set(seats.sitting.values())) == len(seats.sitting)
        assert set(seats.sitting) <= set(SEATS)


def test_a_door_opens_for_who_is_near_and_closes_by_itself_once() -> None:
    doors = Doors(PORTALS)
    assert doors.use(AT_THE_DOOR, "door", "open", now=10.0) == 1.0
    assert doors.is_open("door")
    assert doors.closing(10.0 + OPEN_S - 0.1) == ()
    assert doors.closing(10.0 + OPEN_S) == ("door",)
    assert doors.closing(10.0 + OPEN_S) == ()
    assert not doors.is_open("door")


def test_who_opens_an_open_door_keeps_it_open_and_who_closes_it_closes_it() -> None:
    doors = Doors(PORTALS)
    doors.use(AT_THE_DOOR, "door", "open", now=10.0)
    doors.use(AT_THE_DOOR, "door", "open", now=14.0)
    assert doors.closing(16.5) == ()
    assert doors.use(AT_THE_DOOR, "door", "close", now=17.0) == 0.0
    assert doors.closing(99.0) == ()


@pytest.mark.parametrize(
    ("pose", "node", "verb", "code"),
    [
        (AT_THE_DOOR, "planned", "open", "not_built"),
        (AT_THE_DOOR, "lift", "open", "no_such_thing"),
        (AT_THE_DOOR, "window", "open", "no_such_thing"),
        (AT_THE_DOOR, "door", "burn", "no_such_thing"),
        (AT_THE_DOOR._replace(y=1.0), "door", "open", "too_far"),
    ],
)
def test_what_cannot_be_opened_is_refused_and_changes_nothing(pose: Pose, node: str, verb: str, code: str) -> None:
    doors = Doors(PORTALS)
    with pytest.raises(Refused) as problem:
        doors.use(pose, node, verb, now=1.0)
    assert problem.value.code == code
    assert not doors.is_open(node)
