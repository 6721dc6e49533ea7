"""A room without sockets: who is where, seats, hands, talk, doors; time is an argument."""

from __future__ import annotations

import contextlib
import math
from collections import defaultdict
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campus.errors import Refused
from campus.mesh import box
from campus.protocol.messages import Arranged, Came, Changed, Entered, Figure, PutBack, Said, Went
from campus.protocol.poses import decode_room
from campus.world import Ground, Pose, Referee, Zones
from server.rearranging import MAKES_WAY_S
from server.room import HELD_S, Room

FRONT_OF_ROW = (15.0, 9.0, 0.0, 0.0)
MIDDLE = (10.0, 10.0, 0.0, 0.0)
LAWN = [[[0, 0, 0], [20, 0, 0], [20, 20, 0]], [[0, 0, 0], [20, 20, 0], [0, 20, 0]]]


@cache
def the_referee() -> Referee:
    return Referee(Ground.of(LAWN, [MIDDLE]), Zones.of(()))


class TheRoom:
    """A room with people, and what each of them was told."""

    def __init__(self, space, people) -> None:
        self.told = defaultdict(list)
        self.now = 100.0
        self.room = Room("hall", space, the_referee(), self._post)
        for name in people:
            self.room.enter(name, name.title(), "student", Figure(), MIDDLE, self.now)
        self.told.clear()

    def _post(self, people, message) -> None:
        for person in people:
            self.told[person].append(message)

    def tick(self, seconds: float = 0.1):
        self.now += seconds
        return self.room.tick(self.now)

    def walk(self, person: str, *at: float, **pose: float) -> None:
        self.room.pose(person, Pose(*at, **pose), self.now)

    def heard(self, person: str, kind: type) -> list:
        return [m for m in self.told[person] if isinstance(m, kind)]

    def facts(self):
        return (
            {id_: (r.shown(), r.at) for id_, r in self.room.people.items()},
            dict(self.room.sitting),
            {node: dict(state) for node, state in self.room.state.items()},
        )


@pytest.fixture
def a_room(hall):
    return lambda *people: TheRoom(hall, people)


@contextlib.contextmanager
def refused(room: TheRoom, code: str):
    """Inside, something is refused with that code, and nothing changes."""
    before = room.facts()
    room.told.clear()
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code
    assert refusal.value.text.fr != refusal.value.text.en
    assert room.facts() == before
    assert not room.told


def test_whoever_enters_gets_everything_and_the_others_get_them(a_room) -> None:
    room = a_room("ana")
    room.room.enter("bo", "Bo", "teacher", Figure(), MIDDLE, room.now)
    (entered,) = room.heard("bo", Entered)
    assert {p.id for p in entered.people} == {"ana", "bo"}
    (came,) = room.heard("ana", Came)
    assert (came.person.name, came.person.role) == ("Bo", "teacher")
    assert not room.heard("bo", Came)


def test_whoever_leaves_is_gone_with_seat_and_slot(a_room) -> None:
    room = a_room("ana", "bo")
    room.room.sit("bo", "row.1", room.now, from_anywhere=True)
    slot = room.room.people["bo"].slot
    room.room.leave("bo")
    assert room.heard("ana", Went) == [Went(person="bo")]
    room.room.sit("ana", "row.1", room.now, from_anywhere=True)
    assert room.room.enter("cy", "Cy", "student", Figure(), MIDDLE, room.now).slot == slot


def test_a_walk_is_in_the_next_frame_once(a_room) -> None:
    room = a_room("ana", "bo")
    room.tick()
    room.walk("ana", 10.2, 10.0, 0.0, 90.0, vx=1.4)
    room.tick()
    frame = decode_room(room.room.table.frame(room.room.tick_number, room.now, room.room.tick_number - 1))
    assert [(s.slot, s.pose.x) for s in frame.seen] == [(room.room.people["ana"].slot, 10.2)]
    room.tick()
    assert room.room.table.frame(room.room.tick_number, room.now, room.room.tick_number - 1) is None


def test_somebody_who_enters_between_two_ticks_is_in_the_next_frame(a_room) -> None:
    room = a_room("ana")
    room.tick()
    since = room.room.tick_number
    bo = room.room.enter("bo", "Bo", "student", Figure(), MIDDLE, room.now)
    room.tick()
    frame = decode_room(room.room.table.frame(room.room.tick_number, room.now, since))
    assert bo.slot in [s.slot for s in frame.seen]


@pytest.mark.parametrize(
    "pose",
    [Pose(30.0, 10.0, 0.0, 0.0), Pose(10.1, 10.0, 2.0, 0.0), Pose(10.1, 10.0, -1.5, 0.0), Pose(300, 300, 300, 0.0)],
    ids=["beyond the wall", "in the air", "under the floor", "far away"],
)
def test_a_pose_off_the_ground_is_refused_and_the_person_put_back(a_room, pose) -> None:
    room = a_room("ana", "bo")
    room.room.pose("ana", pose, room.now)
    room.tick()
    (back,) = room.heard("ana", PutBack)
    assert back.at == pytest.approx(MIDDLE)
    assert room.room.people["ana"].at == pytest.approx(MIDDLE)
    assert not room.told["bo"]


def test_somebody_faster_than_a_person_is_put_back_each_time(a_room) -> None:
    room = a_room("ana")
    for _ in range(20):
        room.walk("ana", 2.0, 10.0, 0.0, 0.0)
        room.tick()
        room.walk("ana", 18.0, 10.0, 0.0, 0.0)
        room.tick()
    assert len(room.heard("ana", PutBack)) == 20
    assert room.room.people["ana"].pose.x == pytest.approx(2.0)


def test_a_walk_at_walking_speed_is_never_refused(a_room) -> None:
    room = a_room("ana")
    for step in range(1, 60):
        room.walk("ana", 10.0 + step * 0.14, 10.0, 0.0, 270.0, vx=1.4)
        room.tick()
    assert not room.heard("ana", PutBack)
    assert room.room.people["ana"].pose.x == pytest.approx(18.26, abs=0.01)


def test_only_the_newest_pose_of_a_tick_counts(a_room) -> None:
    room = a_room("ana")
    for step in range(50):
        room.walk("ana", 10.0 + step * 0.002, 10.0, 0.0, 0.0)
    room.tick()
    assert room.room.people["ana"].pose.x == pytest.approx(10.098, abs=0.01)


def test_a_seat_is_taken_by_one_person_and_the_other_is_told_who_sits_there(a_room) -> None:
    room = a_room("ana", "bo")
    for person in ("ana", "bo"):
        room.walk(person, *FRONT_OF_ROW)
    room.tick(2.0)
    room.room.sit("ana", "row.0", room.now)
    assert room.heard("bo", Came)[-1].person.seat == "row.0"
    with refused(room, "taken"):
        room.room.sit("bo", "row.0", room.now)
    room.room.stand("ana", room.now)
    room.room.sit("bo", "row.0", room.now)
    assert room.room.sitting == {"row.0": "bo"}


def test_a_sitter_is_where_the_seat_is_whatever_their_poses_say(a_room) -> None:
    room = a_room("ana")
    room.room.sit("ana", "row.2", room.now, from_anywhere=True)
    room.walk("ana", 3.0, 3.0, 0.0, 0.0, head=30.0, gesture=1)
    room.tick()
    pose = room.room.people["ana"].pose
    assert pose[:3] == pytest.approx((16.2, 10.0, 0.0))
    assert (pose.head, pose.gesture, pose.seated) == (30.0, 1, True)
    assert not room.heard("ana", PutBack)


def test_a_walker_is_not_seated_by_saying_so(a_room) -> None:
    room = a_room("ana")
    room.walk("ana", 10.1, 10.0, 0.0, 0.0, seated=True)
    room.tick()
    assert not room.room.people["ana"].pose.seated


def test_from_one_seat_to_the_next_the_first_is_free_again(a_room) -> None:
    room = a_room("ana")
    room.room.sit("ana", "row.0", room.now, from_anywhere=True)
    room.room.sit("ana", "row.1", room.now)
    assert room.room.sitting == {"row.1": "ana"}


def test_a_seat_far_away_or_unknown_is_refused(a_room) -> None:
    room = a_room("ana")
    with refused(room, "too_far"):
        room.room.sit("ana", "row.0", room.now)
    with refused(room, "no_such_seat"):
        room.room.sit("ana", "throne", room.now)


def test_a_hand_goes_up_once(a_room) -> None:
    room = a_room("ana", "bo")
    room.room.raise_hand("ana", up=True)
    room.room.raise_hand("ana", up=True)
    assert [m.person.hand for m in room.heard("bo", Came)] == [True]


def test_talk_reaches_everybody_and_ten_at_once_are_the_most(a_room) -> None:
    room = a_room("ana", "bo")
    for number in range(10):
        room.room.may_say("ana", room.now)
        room.room.say("ana", str(number), room.now)
    assert [m.words for m in room.heard("bo", Said)] == [str(n) for n in range(10)]
    with refused(room, "too_fast"):
        room.room.may_say("ana", room.now)
    room.room.may_say("bo", room.now)
    room.room.may_say("ana", room.now + 0.2)


def test_a_door_opens_for_who_is_near_and_closes_by_itself(a_room) -> None:
    room = a_room("ana", "bo")
    with refused(room, "too_far"):
        room.room.use("ana", "door", "open", room.now)
    room.walk("ana", 10.0, 18.0, 0.0, 0.0)
    room.tick(10.0)
    room.room.use("ana", "door", "open", room.now)
    assert room.heard("bo", Changed) == [Changed(node="door", state={"open": 1.0})]
    room.tick(5.0)
    assert room.room.state["door"] == {"open": 1.0}
    room.tick(2.0)
    assert room.heard("bo", Changed)[-1] == Changed(node="door", state={"open": 0.0})


@pytest.mark.parametrize(("node", "verb"), [("window", "open"), ("door", "paint"), ("row", "open")])
def test_nothing_else_can_be_used(a_room, node, verb) -> None:
    room = a_room("ana")
    with refused(room, "no_such_thing"):
        room.room.use("ana", node, verb, room.now)


def test_a_place_is_held_for_two_minutes_and_then_given_up(a_room) -> None:
    room = a_room("ana", "bo")
    room.room.sit("ana", "row.0", room.now, from_anywhere=True)
    room.room.away("ana", room.now)
    assert room.heard("bo", Came)[-1].person.away
    assert room.tick(HELD_S - 1) == []
    assert room.room.sitting == {"row.0": "ana"}
    assert [r.id for r in room.tick(2.0)] == ["ana"]
    assert room.room.sitting == {}
    assert room.heard("bo", Went) == [Went(person="ana")]


def test_whoever_comes_back_in_time_is_where_they_were(a_room) -> None:
    room = a_room("ana", "bo")
    room.room.sit("ana", "row.0", room.now, from_anywhere=True)
    room.room.away("ana", room.now)
    room.tick(60.0)
    room.room.back("ana", room.now)
    room.tick(HELD_S)
    shown = room.room.people["ana"].shown()
    assert (shown.seat, shown.away) == ("row.0", False)


def test_a_walker_whose_connection_is_lost_stands_still_for_the_others(a_room) -> None:
    room = a_room("ana")
    room.walk("ana", 10.2, 10.0, 0.0, 270.0, vx=1.4)
    room.tick()
    room.room.away("ana", room.now)
    room.tick()
    frame = decode_room(room.room.table.frame(room.room.tick_number, room.now, None))
    assert [s.pose.speed for s in frame.seen] == [0.0]


def test_nobody_appears_inside_somebody_else(a_room) -> None:
    room = a_room()
    places = []
    for number in range(12):
        at = room.room.arrival(MIDDLE)
        room.room.enter(str(number), str(number), "student", Figure(), at, room.now)
        places.append(at[:2])
    assert len(set(places)) == 12


def test_a_room_of_three_hundred_ticks_with_all_of_them_walking(a_room) -> None:
    names = [f"p{n}" for n in range(300)]
    room = a_room(*names)
    for step in range(1, 5):
        for name in names:
            room.walk(name, 10.0 + step * 0.1, 10.0, 0.0, 0.0, vx=1.0)
        room.tick()
    assert not any(room.heard(name, PutBack) for name in names)
    frame = decode_room(room.room.table.frame(room.room.tick_number, room.now, room.room.tick_number - 1))
    assert len(frame.seen) == 300


PEOPLE = ("ana", "bo", "cy")
events = st.lists(
    st.tuples(
        st.sampled_from(["enter", "leave", "sit", "stand", "pose", "away", "back", "hand", "use", "tick"]),
        st.sampled_from(PEOPLE),
        st.sampled_from(["row.0", "row.1", "door", "nothing"]),
        st.tuples(st.floats(-5, 25), st.floats(-5, 25)),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events)
def test_whatever_happens_seats_slots_and_places_agree(hall, happened) -> None:
    """Any events in any order: each is done or refused, and the room never contradicts itself."""
    the = TheRoom(hall, ())
    room = the.room
    for verb, who, what, (x, y) in happened:
        inside = who in room.people
        with contextlib.suppress(Refused):
            if verb == "tick":
                the.tick(30.0 if what == "nothing" else 0.1)
            elif verb == "enter" and not inside:
                room.enter(who, who, "student", Figure(), room.arrival(MIDDLE), the.now)
            elif inside and verb == "leave":
                room.leave(who)
            elif inside and verb == "sit":
                room.sit(who, what, the.now, from_anywhere=x > 10)
            elif inside and verb == "stand":
                room.stand(who, the.now)
            elif inside and verb == "pose":
                the.walk(who, x, y, 0.0, 0.0)
            elif inside and verb == "away":
                room.away(who, the.now)
            elif inside and verb == "back":
                room.back(who, the.now)
            elif inside and verb == "hand":
                room.raise_hand(who, up=x > 10)
            elif inside and verb == "use":
                room.use(who, what, "open", the.now)
        people = room.people.values()
        assert room.sitting == {r.seat: r.id for r in people if r.seat is not None}
        assert len({r.slot for r in people}) == len(people)
        for resident in people:
            assert room.table.pose(resident.slot) == pytest.approx(resident.pose, abs=0.021)
            assert 0.0 <= resident.pose.x <= 20.3
            assert resident.pose.seated == (resident.seat is not None)
        seen = decode_room(room.table.frame(room.tick_number, the.now, None) or b"").seen
        assert {s.slot for s in seen} == {r.slot for r in people}


# --- the furniture is moved ------------------------------------------------------------------------------------------

TABLE_ROUND_THE_MIDDLE = (9.0, 9.0, 11.0, 11.0)


def with_a_table(space, low_x, low_y, high_x, high_y, **changes):
    """The same space with a table on the floor, and its referee."""
    table = box((high_x - low_x, high_y - low_y, 0.75), at=((low_x + high_x) / 2, (low_y + high_y) / 2, 0.0))
    solids = np.concatenate([np.array(LAWN, np.float32), table.corners()])
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
