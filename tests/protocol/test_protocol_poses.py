"""The pose table is the wire format: what goes in comes out, within a centimetre, and only what changed."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import ProtocolError
from campus.protocol.poses import (
    RECORD_SIZE,
    PoseTable,
    decode_pose,
    decode_room,
    encode_pose,
    pack_pose,
    quantised,
    unpack_pose,
)
from campus.world.pose import GESTURES, Pose, turn_between

metres = st.floats(-300, 300)
poses = st.builds(
    Pose,
    x=metres,
    y=metres,
    z=metres,
    heading=st.floats(-720, 720),
    vx=st.floats(-5, 5),
    vy=st.floats(-5, 5),
    head=st.floats(-90, 90),
    gesture=st.integers(0, len(GESTURES) - 1),
    seated=st.booleans(),
)


@given(poses)
def test_a_pose_arrives_within_a_centimetre_and_a_hundredth_of_a_degree(pose: Pose) -> None:
    arrived = quantised(pose)
    assert math.dist(pose[:3], arrived[:3]) <= 0.01
    assert abs(turn_between(pose.heading, arrived.heading)) <= 0.01
    assert abs(pose.vx - arrived.vx) <= 0.0201
    assert abs(pose.head - arrived.head) <= 0.5
    assert (pose.gesture, pose.seated) == (arrived.gesture, arrived.seated)
    assert 0.0 <= arrived.heading < 360.0


@given(poses)
def test_what_was_quantised_once_arrives_as_it_is(pose: Pose) -> None:
    """Senders predict from the quantised pose, so it must not drift when it is sent again."""
    assert quantised(quantised(pose)) == quantised(pose)


@given(st.integers(0, 1000), poses)
def test_a_client_frame_carries_the_pose_and_how_often_the_client_was_placed(placed: int, pose: Pose) -> None:
    sent = decode_pose(encode_pose(placed, pose))
    assert (sent.placed, sent.pose) == (placed % 256, quantised(pose))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_pose_that_is_no_number_cannot_be_sent(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        pack_pose(Pose(number, 0, 0, 0))


def test_what_is_beyond_the_wire_is_held_at_its_end() -> None:
    assert quantised(Pose(1e9, -1e9, 0, 0, vx=99)) == Pose(327.67, -327.68, 0, 0, vx=pytest.approx(5.08))


@given(st.binary(max_size=64))
def test_arbitrary_bytes_never_escape_protocol_error(data: bytes) -> None:
    for decode in (decode_pose, decode_room, unpack_pose):
        with contextlib.suppress(ProtocolError):
            decode(data)


@given(st.data())
def test_a_damaged_room_frame_is_read_or_refused_and_nothing_else(data) -> None:
    table = PoseTable(4)
    for number in range(3):
        table.put(table.claim(), Pose(number, 1, 0, 90), tick=1, time=5.0)
    frame = bytearray(table.frame(1, 5.0, None) or b"")
    place = data.draw(st.integers(0, len(frame) - 1))
    frame[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ProtocolError):
        decode_room(bytes(frame))


def test_a_frame_has_those_who_changed_since_and_a_key_frame_has_everybody() -> None:
    table = PoseTable()
    ana, bo = table.claim(), table.claim()
    table.put(ana, Pose(1, 2, 0, 0), tick=1, time=10.0)
    table.put(bo, Pose(3, 4, 0, 0), tick=2, time=10.1)
    assert [s.slot for s in decode_room(table.frame(2, 10.1, None)).seen] == [ana, bo]
    assert [s.slot for s in decode_room(table.frame(2, 10.1, 1)).seen] == [bo]
    assert table.frame(2, 10.1, 2) is None


def test_whoever_skipped_frames_gets_every_record_changed_since() -> None:
    """Nobody walks on for ever because the frame with their stop was dropped."""
    table = PoseTable()
    ana = table.claim()
    table.put(ana, Pose(1, 0, 0, 0, vx=1.4), tick=1, time=1.0)
    table.put(ana, Pose(2, 0, 0, 0), tick=2, time=1.7)
    (seen,) = decode_room(table.frame(5, 2.0, 1)).seen
    assert seen.pose.speed == 0.0


def test_a_record_tells_the_moment_it_came_in_also_across_the_wrap_of_its_stamp() -> None:
    table = PoseTable()
    slot = table.claim()
    table.put(slot, Pose(0, 0, 0, 0), tick=1, time=65.5)
    (seen,) = decode_room(table.frame(2, 65.6, None)).seen
    assert seen.time == pytest.approx(65.5, abs=0.002)


def test_slots_are_given_again_and_the_table_grows_with_its_people() -> None:
    table = PoseTable(2)
    slots = [table.claim() for _ in range(5)]
    assert len(set(slots)) == 5
    for slot in slots:
        table.put(slot, Pose(slot, 0, 0, 0), tick=1, time=0.0)
    table.release(slots[1])
    assert [s.slot for s in decode_room(table.frame(1, 0.0, None)).seen] == sorted(set(slots) - {slots[1]})
    assert table.claim() == slots[1]
    assert table.pose(slots[4]) == Pose(slots[4], 0, 0, 0)


def test_a_frame_of_three_hundred_is_a_header_and_sixteen_bytes_each() -> None:
    table = PoseTable()
    for _ in range(300):
        table.put(table.claim(), Pose(0, 0, 0, 0), tick=1, time=0.0)
    assert len(table.frame(1, 0.0, None) or b"") == 16 + 300 * RECORD_SIZE
