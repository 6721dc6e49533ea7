"""`on:` rules in a room without sockets: who is told, what changes, where people are put; time is an argument."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from campus.components import Placed, component_named
from campus.errors import Refused
from campus.protocol.messages import Changed, Entered, Figure, Notice, PutBack
from campus.scene.model import Node, Source
from campus.space.model import Zone
from campus.text import Text
from campus.world import Ground, Pose, Referee, Zones
from campus.world.doors import OPEN_S
from campus.world.rules import Furnished, Started
from server.room import Room

LAWN = np.array([[[0, 0, 0], [20, 0, 0], [20, 20, 0]], [[0, 0, 0], [20, 20, 0], [0, 20, 0]]], np.float32)
QUIET = Text(fr="Espace calme", en="Quiet corner")
CORNER = Zone("corner", (0.0, 0.0, 0.0), (4.0, 4.0, 3.0), {})
STAGE = Placed((6.0, 16.0, 0.0), 180.0)


def rule(when, *do, **more):
    return {"when": when, "do": do, **more}


class TheRoom:
    """A room with rules and people, and what each of them was told."""

    def __init__(self, space, *rules, people=("ana", "bo"), before=None) -> None:
        self.told, self.now = defaultdict(list), 100.0
        scene = msgspec.structs.replace(space.scene, rules=rules)
        space = replace(
            space,
            scene=scene,
            zones=(CORNER,),
            waypoints={"stage": STAGE},
            names={"stage": Text(fr="L’estrade", en="The stage")},
            where={"desk": (10.0, 11.0, 0.0, 0.0), "bell": (1.0, 19.0, 0.0, 0.0)},
        )
        referee = Referee(Ground.of(LAWN, [(10.0, 10.0, 0.0)]), Zones.of(space.zones))
        self.room = Room("hall", space, referee, self._post, before=before or {})
        for name in people:
            self.room.enter(name, name.title(), "student", Figure(), (10.0, 10.0, 0.0, 0.0), self.now)
        self.told.clear()

    def _post(self, people, message) -> None:
        for person in people:
            self.told[person].append(message)

    def tick(self, seconds: float = 0.1) -> None:
        self.now += seconds
        self.room.tick(self.now)

    def walk(self, person: str, x: float, y: float) -> None:
        for _ in range(3):  # by a run that nobody refuses
            here = self.room.people[person].pose
            step = Pose(here.x + (x - here.x), here.y + (y - here.y), 0.0, 0.0)
            self.room.pose(person, step, self.now)
            self.tick(4.0)

    def heard(self, person: str, kind: type) -> list:
        return [m for m in self.told[person] if isinstance(m, kind)]


def test_a_caption_is_told_to_whoever_comes_into_the_corner_in_both_languages_and_to_nobody_else(hall) -> None:
    room = TheRoom(hall, rule({"enter": "corner"}, {"caption": QUIET}))
    room.walk("ana", 3.0, 3.0)
    assert [n.text for n in room.heard("ana", Notice)] == [QUIET]
    assert not room.heard("bo", Notice)


def test_what_is_used_changes_for_everybody_and_whoever_comes_later(hall) -> None:
    room = TheRoom(hall, rule({"use": "desk"}, {"hide": "cup"}, {"set": {"desk": {"armed": True}}}))
    room.room.use("ana", "desk", "use", room.now)
    assert [(c.node, dict(c.state)) for c in room.heard("bo", Changed)] == [
        ("cup", {"shown": False}),
        ("desk", {"armed": True}),
    ]
    room.room.use("ana", "desk", "use", room.now)
    assert len(room.heard("bo", Changed)) == 2, "what is so already is not told again"
    room.room.enter("cy", "Cy", "student", Figure(), (10.0, 10.0, 0.0, 0.0), room.now)
    (entered,) = room.heard("cy", Entered)
    assert entered.state == {"cup": {"shown": False}, "desk": {"armed": True}}


def test_what_is_too_far_or_does_nothing_is_refused(hall) -> None:
    room = TheRoom(hall, rule({"use": "bell"}, {"play": "bell"}))
    for node, code in (("bell", "too_far"), ("desk", "no_such_thing"), ("nothing", "no_such_thing")):
        with pytest.raises(Refused) as refused:
            room.room.use("ana", node, "use", room.now)
        assert refused.value.code == code
    assert not room.room.state


def test_a_door_that_a_rule_opens_stays_open_until_a_rule_closes_it(hall) -> None:
    room = TheRoom(hall, rule({"enter": "corner"}, {"open": "door"}), rule({"leave": "corner"}, {"close": "door"}))
    room.walk("ana", 3.0, 3.0)
    room.tick(3 * OPEN_S)
    assert room.room.state["door"] == {"open": 1.0}
    room.walk("ana", 10.0, 10.0)
    assert room.room.state["door"] == {"open": 0.0}


def test_a_door_that_a_person_opens_can_be_waited_for_and_so_can_its_closing(hall) -> None:
    shut = Text(fr="Fermée", en="Shut")
    room = TheRoom(
        hall,
        rule({"state": {"door": {"open": True}}}, {"caption": QUIET}),
        rule({"state": {"door": {"open": False}}}, {"caption": shut}),
    )
    room.walk("ana", 10.0, 18.5)
    room.told.clear()
    room.room.use("ana", "door", "open", room.now)
    assert [n.text for n in room.heard("ana", Notice)] == [QUIET]
    assert not room.heard("bo", Notice)
    room.tick(OPEN_S + 1)
    assert [n.text for n in room.heard("bo", Notice)] == [shut], "nobody closed it: everybody is told"


def test_whoever_is_brought_somewhere_is_told_where_and_stands_up_for_it(hall) -> None:
    room = TheRoom(hall, rule({"use": "desk"}, {"move-to": "stage"}, **{"for": "room"}))
    room.room.sit("bo", "row.0", room.now, from_anywhere=True)
    room.room.use("ana", "desk", "use", room.now)
    ana, bo = room.room.people["ana"], room.room.people["bo"]
    assert ana.at == (6.0, 16.0, 0.0, 180.0)
    assert bo.seat is None
    assert 0.5 < np.hypot(bo.pose.x - ana.pose.x, bo.pose.y - ana.pose.y) < 2.0, "beside, and not inside each other"
    (put,) = room.heard("ana", PutBack)
    assert (put.at, put.tone, put.why.en) == (ana.at, "plain", "You are here: The stage.")


def test_a_timer_tells_everybody_again_and_again(hall) -> None:
    room = TheRoom(hall, rule({"timer": 30.0}, {"caption": QUIET}))
    for _ in range(70):
        room.tick(1.0)
    assert len(room.heard("ana", Notice)) == len(room.heard("bo", Notice)) == 2


def test_what_the_room_cannot_do_by_itself_is_wished_for_once(hall) -> None:
    room = TheRoom(hall, rule({"use": "desk"}, {"layout": "circle"}, {"start": "vote"}))
    room.room.use("ana", "desk", "use", room.now)
    assert room.room.ruled.take_wishes() == (Furnished(layout="circle"), Started("vote", "ana"))
    assert room.room.ruled.take_wishes() == ()


def with_a_desk(hall):
    """The hall with a door's node and a desk that has variables."""
    desk = component_named("table")(id="desk", state={"armed": False, "mood": ("calm", "busy")})
    door = component_named("door")(wall="north", at=10.0, size=(1.0, 2.1))
    nodes = (
        Node("desk", "table", desk, (0, 0, 0, 0), Source("", 1, 1)),
        Node("door", "door", door, (0, 0, 0, 0), Source("", 2, 1)),
    )
    return replace(hall, scene=msgspec.structs.replace(hall.scene, nodes=nodes))


def test_a_room_opens_with_what_its_nodes_declare(hall) -> None:
    assert TheRoom(with_a_desk(hall)).room.state == {"desk": {"armed": False, "mood": "calm"}}


def test_a_room_opens_with_what_rules_had_set_and_without_what_its_space_no_longer_has(hall) -> None:
    before = {"desk": {"armed": True, "mood": "asleep", "old": 3.0}, "door": {"open": True}, "gone": {"shown": False}}
    room = TheRoom(with_a_desk(hall), before=before)
    assert room.room.state == {"desk": {"armed": True, "mood": "calm"}, "door": {"open": 1.0}}
    room.tick(3 * OPEN_S)
    assert room.room.state["door"] == {"open": 1.0}, "a rule opened it, and no rule has closed it"


def test_what_rules_have_set_is_known_apart_from_what_people_do(hall) -> None:
    room = TheRoom(with_a_desk(hall), rule({"use": "desk"}, {"set": {"desk": {"armed": True}}}, {"open": "door"}))
    room.walk("ana", 10.0, 18.5)
    for verb in ("open", "close"):
        room.room.use("ana", "door", verb, room.now)
    assert not room.room.ruled.news
    room.room.put("ana", Pose(10.0, 11.0, 0.0, 0.0), room.now)
    room.room.use("ana", "desk", "use", room.now)
    assert room.room.ruled.news
    assert room.room.ruled.has_set == {"desk": {"armed": True}, "door": {"open": True}}
    room.room.put("ana", Pose(10.0, 18.5, 0.0, 0.0), room.now)
    room.room.use("ana", "door", "close", room.now)
    assert room.room.ruled.has_set["door"] == {"open": False}, "who closes by hand what a rule opened has closed it"
