"""What the client repeats of the room, and the one thing it decides: the server's clock."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from campus.client.here import Here, ServerClock
from campus.learning.panel import Countdown, Panel
from campus.protocol.messages import (
    Came,
    Done,
    Entered,
    Figure,
    Panels,
    Person,
    Refusal,
    Said,
    Shows,
    Welcome,
    Went,
)
from campus.protocol.poses import PoseFrame, Seen
from campus.text import Text
from campus.world.pose import Pose


def a_person(id_: str, slot: int, seat: str | None = None) -> Person:
    return Person(id=id_, slot=slot, name=id_.title(), role="student", figure=Figure(), seat=seat)


def a_room(*people: Person, you: int = 0) -> Entered:
    return Entered(room="hall", space="hall", you=you, at=(0, 0, 0, 0), people=people, state={}, tick=1, time=10.0)


def test_a_late_frame_does_not_move_the_servers_clock() -> None:
    clock = ServerClock()
    clock.heard(100.0, 1.02)
    clock.heard(100.1, 1.62)  # half a second late
    assert abs(clock.at(2.0) - (2.0 + 98.98)) < 1e-9


@given(st.lists(st.floats(0, 2), min_size=1, max_size=50))
def test_the_servers_clock_is_never_ahead_of_the_server(delays: list[float]) -> None:
    clock = ServerClock()
    for number, delay in enumerate(delays):
        clock.heard(float(number), number + delay)
    assert clock.at(100.0) <= 100.0 + 1e-9


def test_who_leaves_is_not_drawn_any_more() -> None:
    here = Here()
    here.receive(a_room(a_person("me", 0), a_person("ana", 1)), 0.0)
    here.receive(PoseFrame(1, 10.0, True, (Seen(1, 10.0, Pose(1, 2, 0, 0)),)), 0.1)
    assert set(here.poses(0.3)) == {1}
    here.receive(Went(person="ana"), 0.4)
    assert here.poses(0.5) == {}


def test_my_own_pose_is_mine_and_not_the_servers_echo() -> None:
    here = Here()
    here.receive(a_room(a_person("me", 0)), 0.0)
    here.receive(PoseFrame(1, 10.0, True, (Seen(0, 10.0, Pose(1, 2, 0, 0)),)), 0.1)
    assert here.poses(0.3) == {}


def test_somebody_new_in_a_row_does_not_walk_from_where_the_last_one_stood() -> None:
    here = Here()
    here.receive(a_room(a_person("me", 0), a_person("ana", 1)), 0.0)
    here.receive(PoseFrame(1, 10.0, True, (Seen(1, 10.0, Pose(1, 2, 0, 0)),)), 0.1)
    here.receive(Came(person=a_person("bo", 1)), 0.2)
    assert here.poses(0.3) == {}


def test_taken_seats_are_those_that_somebody_sits_on() -> None:
    here = Here()
    here.receive(a_room(a_person("me", 0), a_person("ana", 1, seat="row-1.3")), 0.0)
    assert here.taken_seats == {"row-1.3"}


def test_only_what_others_say_is_unread() -> None:
    here = Here(me="me")
    here.receive(Said(person="me", name="Me", words="a", time=1.0), 0.0)
    here.receive(Said(person="ana", name="Ana", words="b", time=1.0), 0.0)
    assert here.unread == 1
    assert [line.words for line in here.log] == ["a", "b"]


def test_what_was_sent_is_unconfirmed_until_it_is_committed_or_refused() -> None:
    here = Here(unconfirmed={"one", "two"})
    here.receive(Done(client_message_id="one"), 0.0)
    assert here.unconfirmed == {"two"}
    here.receive(Refusal(of="two", code="not_now", text=Text(fr="non", en="no")), 0.0)
    assert here.unconfirmed == set()
    assert [notice.text.en for notice in here.take_notices()] == ["no"]
    assert here.take_notices() == []


def test_time_that_runs_out_is_told_by_the_server_s_clock_from_its_welcome_on() -> None:
    here = Here()
    welcome = Welcome(
        version=1,
        person="me",
        role="student",
        connection="c",
        resume="r",
        time=5.0,
        entry="hall",
        content=(),
        spaces={},
        wall=1_700_000_000.0,
    )
    here.receive(welcome, now=50.0)
    time = Countdown(whole_s=60, left_s=60, since=1_700_000_010.0)
    panel = Panel(id="p", title=Text(fr="t", en="t"), items=(time,))
    here.receive(Panels(panels=(panel,)), now=55.0)
    here.receive(Shows(screen="main", panel=msgspec.structs.replace(panel, side="screen")), now=55.0)
    (shown,) = here.ticking_panels(now=70.0)
    assert "50 s left" in str(shown)
    assert "0:50" in str(here.ticking_screens(now=70.0)["main"])
    assert here.ticking_screens(now=70.2) == here.ticking_screens(now=70.4), "drawn anew once a second, not in a frame"
