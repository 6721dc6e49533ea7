"""What there is to hear: steps with the feet, doors, seats, notes; and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace as changed

from campus.client.audio.cues import Cue, Happenings, Moment, Stride, bed_at, beds_at, things_of
from campus.client.avatars.motion import Gait, stride
from campus.client.here import Here
from campus.components import Placed
from campus.protocol.messages import Done, Refusal
from campus.space.model import Portal, Seat, Space, Zone
from campus.text import Text
from campus.world.pose import Pose

MakeSpace = Callable[..., Space]


def a_room(make_space: MakeSpace, **more: Any) -> Space:
    space = make_space()
    materials = {id_: changed(m, footstep="wood" if id_ == "oak" else "stone") for id_, m in space.materials.items()}
    door = Portal("door", (5.0, 7.9, 0.0), 0.6, "hall", "x", True, Placed((5, 7, 0), 180.0), True, None)
    seat = Seat("row.1", (2.0, 2.4, 0.0), 0.0, 0.45, "seat", "row", Text(fr="a", en="a"), "tip-up")
    return make_space(materials=materials, portals={"door": door}, seats={"row.1": seat}, **more)


def heard(happenings: Happenings, *moments: Moment) -> list[Cue]:
    return [cue for moment in moments for cue in happenings.since(moment)]


def walking(space: Space, metres: float, speed: float = 1.4, fps: float = 60.0, you: bool = False) -> list[Moment]:
    """Somebody walks north, drawn by the gait of the figures."""
    gait = Gait()
    moments = []
    frames = int(metres / speed * fps)
    for frame in range(frames + 1):
        y = 1.0 + speed * frame / fps
        gait.advance(Pose(3.0, y, 0.0, 0.0, 0.0, speed, 0.0, 0, False), False, False, 1 / fps if frame else 0.0)
        there = Stride((3.0, y, 0.0), gait.phase, gait.going, gait.speed, you)
        moments.append(Moment(space, (3.0, 1.0, 1.6), 0.0, {4: there}))
    return moments


@pytest.mark.parametrize("fps", [20.0, 144.0])
def test_a_step_falls_with_every_half_of_the_stride_whatever_the_frame_rate(make_space: MakeSpace, fps: float) -> None:
    cues = heard(Happenings(), *walking(a_room(make_space), 5.6, fps=fps))
    assert {cue.kind for cue in cues} == {"steps"}
    assert len(cues) == pytest.approx(5.6 / stride(1.4) * 2, abs=1.6)
    for before, after in pairwise(cues):
        assert before.sound != after.sound, "never the same step twice running"


def test_who_stands_or_only_turns_makes_no_step(make_space: MakeSpace) -> None:
    space = a_room(make_space)
    still = [Moment(space, (0, 0, 1.6), 0.0, {1: Stride((3, 3, 0), 0.4 + 0.02 * n, 0.1)}) for n in range(20)]
    assert heard(Happenings(), *still) == []


def test_one_hears_what_is_underfoot(make_space: MakeSpace) -> None:
    space = a_room(make_space)
    on_bench = [Moment(space, (0, 0, 1.6), 0.0, {1: Stride((4.4, 5.6, 0.45), phase, 1.0)}) for phase in (0.4, 0.6)]
    on_floor = [Moment(space, (0, 0, 1.6), 0.0, {1: Stride((3.0, 3.0, 0.0), phase, 1.0)}) for phase in (0.4, 0.6)]
    in_air = [Moment(space, (0, 0, 1.6), 0.0, {1: Stride((3.0, 3.0, 2.0), phase, 1.0)}) for phase in (0.4, 0.6)]
    assert [c.sound[:4] for c in heard(Happenings(), *on_bench)] == ["wood"]
    assert [c.sound[:5] for c in heard(Happenings(), *on_floor)] == ["stone"]
    assert heard(Happenings(), *in_air) == []


def test_own_steps_are_in_the_middle_and_others_where_they_are(make_space: MakeSpace) -> None:
    space = a_room(make_space)
    own = heard(Happenings(), *walking(space, 2.0, you=True))
    others = heard(Happenings(), *walking(space, 2.0))
    assert all(cue.at is None for cue in own)
    assert all(cue.at is not None for cue in others)


def test_doors_and_seats_sound_once_when_they_move(make_space: MakeSpace) -> None:
    space = a_room(make_space)
    ear = (3.0, 3.0, 1.6)
    moments = [
        Moment(space, ear, 0.0),
        Moment(space, ear, 0.0, doors={"door": 1.0}, taken={"row.1"}),
        Moment(space, ear, 0.0, doors={"door": 1.0}, taken={"row.1"}),
        Moment(space, ear, 0.0, doors={"door": 0.0}),
    ]
    cues = heard(Happenings(), *moments)
    assert [cue.sound for cue in cues] == ["door-open", "tip-up-down", "door-close", "tip-up-up"]
    assert cues[0].at == pytest.approx((5.0, 7.9, 1.1))


@pytest.mark.parametrize(
    ("sounds", "at", "heard_as"),
    [
        ("chair", (2.0, 2.4, 0.0), "chair"),
        ("armchair", (2.0, 2.4, 0.0), "armchair"),
        ("bench", (4.4, 5.6, 0.0), "wood"),
        ("bench", (3.0, 3.0, -0.45), "stone"),
        ("none", (2.0, 2.4, 0.0), None),
    ],
)
def test_each_seat_sounds_as_what_it_is_and_a_bench_as_what_it_is_made_of(
    make_space: MakeSpace, sounds: Any, at: Any, heard_as: str | None
) -> None:
    """The oak bench of the room is at 4.4, 5.6, its floor is stone."""
    seat = Seat("s", at, 0.0, 0.45, "seat", "s", None, sounds)
    space = replace(a_room(make_space), seats={"s": seat})
    moments = [Moment(space, (3, 3, 1.6), 0.0, taken=taken) for taken in ((), {"s"}, ())]
    expected = [] if heard_as is None else [f"{heard_as}-down", f"{heard_as}-up"]
    assert [cue.sound for cue in heard(Happenings(), *moments)] == expected
    assert set(expected) <= set(things_of(space))


def test_a_hand_and_a_kept_answer_are_a_note_each(make_space: MakeSpace) -> None:
    space = a_room(make_space)
    moments = [Moment(space, (0, 0, 1), 0.0, hand=n > 0, saved=int(n > 1)) for n in range(4)]
    assert [(cue.sound, cue.at, cue.echoes) for cue in heard(Happenings(), *moments)] == [
        ("hand", None, False),
        ("saved", None, False),
    ]


def test_coming_into_a_space_is_silent(make_space: MakeSpace) -> None:
    one, two = a_room(make_space), a_room(make_space)
    moments = [Moment(one, (0, 0, 1), 0.0), Moment(two, (0, 0, 1), 0.0, doors={"door": 1.0}, taken={"row.1"})]
    assert heard(Happenings(), *moments) == []


def test_the_smallest_zone_s_bed_wins(make_space: MakeSpace) -> None:
    wide = Zone("wide", (0, 0, 0), (6, 8, 4), {"audio": {"ambience": "garden"}})
    small = Zone("small", (0, 0, 0), (2, 2, 4), {"audio": {"ambience": "quiet-room"}})
    silent = Zone("silent", (0, 0, 0), (1, 1, 4), {"audio": {"ambience": None}})
    space = a_room(make_space, zones=(wide, small, silent))
    assert bed_at(space, (0.5, 0.5, 1)) == "quiet-room"
    assert bed_at(space, (5, 5, 1)) == "garden"
    assert bed_at(space, (9, 9, 1)) is None


def test_a_zone_against_the_walls_has_no_border_there(make_space: MakeSpace) -> None:
    space = a_room(make_space)
    low, high = space.bounds.tolist()
    zone = Zone("all", tuple(low), tuple(high), {"audio": {"ambience": "library"}})
    space = replace(space, zones=(zone,))
    middle = (low[0] + high[0]) / 2
    assert beds_at(space, (middle, low[1] + 0.05, low[2] + 1.6)) == {"library": 1.0}


def test_only_what_the_server_keeps_counts_as_saved() -> None:
    here = Here()
    here.unconfirmed = {"a", "b"}
    here.receive(Done(client_message_id="a"), 0.0)
    here.receive(Done(client_message_id="a"), 0.0)
    here.receive(Refusal(of="b", code="not_now", text=Text(fr="Non.", en="No.")), 0.0)
    assert here.saved == 1
    assert here.unconfirmed == set()
