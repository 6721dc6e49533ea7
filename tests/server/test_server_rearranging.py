"""Furniture that is moved while people are in the room: nobody ends inside it, and everybody learns of it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from campus.mesh import box
from campus.protocol.messages import Arranged, Entered, Figure, PutBack
from campus.world import Ground, Referee, Zones
from server.rearranging import MAKES_WAY_S

MIDDLE = (10.0, 10.0, 0.0, 0.0)
TABLE_ROUND_THE_MIDDLE = (9.0, 9.0, 11.0, 11.0)


def with_a_table(space, low_x, low_y, high_x, high_y, **changes):
    """The same space with a table on the floor, and its referee."""
    table = box((high_x - low_x, high_y - low_y, 0.75), at=((low_x + high_x) / 2, (low_y + high_y) / 2, 0.0))
    solids = np.concatenate([space.solids, table.corners()])
    furnished = replace(space, solids=solids, **changes)
    return furnished, Referee(Ground.of(solids, [(1.0, 1.0, 0.0)]), Zones.of(()))


def moved_seats(space, dx: float):
    return {id_: replace(s, at=(s.at[0] + dx, *s.at[1:])) for id_, s in space.seats.items() if id_ != "row.0"} | {
        "row.0": space.seats["row.0"]
    }


def test_whoever_sits_on_what_is_moved_stands_up_on_free_floor(a_room, hall) -> None:
    room = a_room("ana", "bo")
    room.room.sit("ana", "row.1", room.now, from_anywhere=True)
    room.room.sit("bo", "row.0", room.now, from_anywhere=True)
    room.told.clear()
    seats = moved_seats(hall, -5.0)
    room.room.arrange(*with_a_table(hall, 15.0, 9.0, 17.0, 11.0, seats=seats), "circle", room.now)
    ana, bo = room.room.people["ana"], room.room.people["bo"]
    assert (ana.seat, bo.seat, room.room.sitting) == (None, "row.0", {"row.0": "bo"}), "what did not move is kept"
    assert room.room.referee.ground.walkable([ana.pose.x], [ana.pose.y], [ana.pose.z])[0]
    assert not ana.pose.seated
    assert [m.at for m in room.heard("ana", PutBack)] == [ana.at]
    assert not room.heard("bo", PutBack)
    assert [(m.layout, m.light) for m in room.heard("bo", Arranged)] == [("circle", None)]
    room.room.sit("ana", "row.2", room.now, from_anywhere=True)
    assert ana.at[:2] == seats["row.2"].at[:2], "one sits where the chair stands now"


def test_nobody_ends_inside_furniture_and_they_do_not_stand_inside_each_other(a_room, hall) -> None:
    room = a_room("ana", "bo", "cy")
    room.room.arrange(*with_a_table(hall, *TABLE_ROUND_THE_MIDDLE), "circle", room.now)
    places = [room.room.people[who].pose[:2] for who in ("ana", "bo", "cy")]
    for x, y in places:
        assert room.room.referee.ground.walkable([x], [y], [0.0])[0]
    assert min(math.dist(a, b) for i, a in enumerate(places) for b in places[:i]) > 0.5


def test_whoever_stands_free_stays_and_hears_it_once(a_room, hall) -> None:
    room = a_room("ana")
    room.walk("ana", 10.3, 10.0, 0.0, 0.0)
    room.tick()
    at = room.room.people["ana"].at
    room.room.arrange(*with_a_table(hall, 2.0, 2.0, 4.0, 4.0), "rows", room.now)
    assert room.room.people["ana"].at == at
    assert not room.heard("ana", PutBack)
    assert len(room.heard("ana", Arranged)) == 1


def test_for_a_moment_the_floor_counts_as_others_still_see_it_and_then_they_are_put_beside(a_room, hall) -> None:
    room = a_room("ana")
    room.room.arrange(*with_a_table(hall, 10.9, 9.0, 13.0, 11.0), "circle", room.now)
    for n in range(1, 6):
        room.walk("ana", 10.0 + 0.3 * n, 10.0, 0.0, 0.0)
        room.tick(0.2)
    assert room.room.people["ana"].pose.x == pytest.approx(11.5), "their own picture shows free floor there"
    assert not room.heard("ana", PutBack)
    room.tick(MAKES_WAY_S)
    x, y, z, _ = room.room.people["ana"].at
    assert room.room.referee.ground.walkable([x], [y], [z])[0]
    assert [m.at for m in room.heard("ana", PutBack)] == [room.room.people["ana"].at]
    room.walk("ana", 11.9, 10.0, 0.0, 0.0)
    room.tick()
    assert len(room.heard("ana", PutBack)) == 2, "from then on the table is in the way"


def test_whoever_comes_later_learns_how_the_room_is_furnished_and_lit(a_room, hall) -> None:
    room = a_room("ana")
    room.room.arrange(*with_a_table(hall, 2.0, 2.0, 4.0, 4.0), "rows", room.now)
    room.room.lit("lecture")
    room.room.enter("bo", "Bo", "student", Figure(), MIDDLE, room.now)
    (entered,) = room.heard("bo", Entered)
    assert (entered.layout, entered.light) == ("rows", "lecture")
