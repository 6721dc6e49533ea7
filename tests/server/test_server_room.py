"""A room without sockets: who is where, seats, hands, talk, doors; time is an argument."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campus.errors import Refused
from campus.protocol.messages import Came, Changed, Entered, Figure, PutBack, Said, Went
from campus.protocol.poses import decode_room
from campus.world import Pose
from server.room import HELD_S

FRONT_OF_ROW = (15.0, 9.0, 0.0, 0.0)
MIDDLE = (10.0, 10.0, 0.0, 0.0)


@contextlib.contextmanager
def refused(room, code: str):
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
def test_whatever_happens_seats_slots_and_places_agree(a_room, happened) -> None:
    """Any events in any order: each is done or refused, and the room never contradicts itself."""
    the = a_room()
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
