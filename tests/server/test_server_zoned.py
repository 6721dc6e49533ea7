"""Zones in a room without sockets: full ones, reserved ones, and those where nobody should stand for long."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from campus.errors import Refused
from campus.protocol.messages import Changed, Figure, Notice, PutBack
from campus.space.model import Zone
from campus.world import Ground, Pose, Referee, Zones
from server.room import Room

LAWN = np.array([[[0, 0, 0], [20, 0, 0], [20, 20, 0]], [[0, 0, 0], [20, 20, 0], [0, 20, 0]]], np.float32)
BOOTH = Zone("booth", (10.5, 9.0, 0.0), (12.5, 11.0, 3.0), {"capacity": 1})
STAFF = Zone("staff", (14.5, 9.0, 0.0), (18.0, 12.0, 3.0), {"permission": ("teacher",)})
PASSAGE = Zone("passage", (9.0, 8.0, 0.0), (10.4, 12.0, 3.0), {"movement": {"dwell": 30.0}})


class TheRoom:
    """A room with zones and people, and what each of them was told."""

    def __init__(self, space, people=("ana", "bo"), role: str = "student") -> None:
        self.told, self.now = defaultdict(list), 100.0
        zones = (BOOTH, STAFF, PASSAGE)
        space = replace(space, zones=zones, where={"row": (15.0, 10.0, 0.0, 0.0)})
        self.room = Room("hall", space, Referee(Ground.of(LAWN, [(10.0, 10.0, 0.0)]), Zones.of(zones)), self._post)
        for name in people:
            self.room.enter(name, name.title(), role, Figure(), (10.0, 10.0, 0.0, 0.0), self.now)
        self.told.clear()

    def _post(self, people, message) -> None:
        for person in people:
            self.told[person].append(message)

    def step(self, person: str, x: float, seconds: float = 1.0) -> None:
        self.room.pose(person, Pose(x, 10.0, 0.0, 0.0), self.now)
        self.now += seconds
        self.room.tick(self.now)

    def heard(self, person: str, kind: type) -> list:
        return [m for m in self.told[person] if isinstance(m, kind)]


def test_a_full_zone_refuses_the_next_in_a_plain_sentence_and_everybody_knows_it(hall) -> None:
    room = TheRoom(hall)
    room.step("ana", 11.0)
    assert [(c.node, dict(c.state)) for c in room.heard("bo", Changed)] == [("booth", {"full": True})]
    room.step("bo", 11.5)
    (put,) = room.heard("bo", PutBack)
    assert put.at[0] == 10.0
    assert put.why.en == "It is full in here. Wait until somebody leaves."
    assert put.why.fr == "C’est complet ici. Attendez que quelqu’un en sorte."
    room.step("ana", 10.0)
    assert dict(room.heard("bo", Changed)[-1].state) == {"full": False}
    room.step("bo", 11.5)
    assert room.room.people["bo"].pose.x == 11.5
    room.room.leave("bo")
    room.step("ana", 10.0)
    assert room.room.state["booth"] == {"full": False}, "whoever goes makes room"


def test_what_is_reserved_is_used_by_whom_it_is_for(hall) -> None:
    student, teacher = TheRoom(hall, people=("ana",)), TheRoom(hall, people=("hayot",), role="teacher")
    for room, who in ((student, "ana"), (teacher, "hayot")):
        room.room.put(who, Pose(14.0, 10.0, 0.0, 0.0), room.now)
    with pytest.raises(Refused) as refused:
        student.room.sit("ana", "row.0", student.now)
    assert refused.value.code == "not_allowed"
    assert student.room.people["ana"].seat is None
    with pytest.raises(Refused) as refused:
        student.room.use("ana", "row", "use", student.now)
    assert refused.value.code == "not_allowed"
    teacher.room.sit("hayot", "row.0", teacher.now)
    assert teacher.room.people["hayot"].seat == "row.0"


def test_whoever_stands_where_others_pass_is_asked_once_to_make_room(hall) -> None:
    room = TheRoom(hall)
    room.step("bo", 13.0)
    for _ in range(50):
        room.step("ana", 10.0)
    assert len(room.heard("ana", Notice)) == 1
    assert not room.heard("bo", Notice)
    room.step("ana", 13.0)
    for _ in range(50):
        room.step("ana", 10.0)
    assert len(room.heard("ana", Notice)) == 2, "and again when they come back"


def test_whoever_teaches_is_asked_nothing(hall) -> None:
    room = TheRoom(hall, people=("hayot",), role="teacher")
    for _ in range(50):
        room.step("hayot", 10.0)
    assert not room.heard("hayot", Notice)
