"""Where people are, packed: the pose table is the wire format. Owns the two binary pose frames; knows no sockets.

All numbers are little-endian. A pose is 12 bytes:

    x, y, z   i16 each   centimetres in the space's frame (within 327 m of its origin)
    heading   u16        65536ths of a turn, counter-clockwise from north
    vx, vy    i8 each    steps of 4 cm/s (within 5.08 m/s)
    head      i8         degrees, positive to the left
    flags     u8         bits 0-3 gesture, bit 4 seated

A record of a room is 16: the person's slot (u16), their pose, and the moment it came in (u16: the server's clock in
milliseconds modulo 65536), so that a receiver interpolates between true moments and not between ticks.
"""

from __future__ import annotations

import math
import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from campus.errors import ProtocolError
from campus.world.pose import GESTURES, Pose

POSE_KIND = 1
"""First byte of a client's pose frame."""
ROOM_KIND = 2
"""First byte of a room frame."""

_POSE = struct.Struct("<hhhHbbbB")
_CLIENT = struct.Struct("<BB")
_HEADER = struct.Struct("<BBIdH")
_SLOT = struct.Struct("<H")
POSE_SIZE = _POSE.size
RECORD_SIZE = 16
MOST_PEOPLE = 65_535
"""A slot is 16 bits wide."""
SEATED = 16
SPEED_STEP = 0.04
"""Metres a second: what one step of vx and vy is worth. Half a step over 1.5 s of prediction is 3 cm."""


class SentPose(NamedTuple):
    """A client's pose frame.

    Attributes:
        placed: how often (modulo 256) the server had put this client somewhere when it sent the pose: one for each
            `Entered` and each `PutBack` of this connection. A pose from before the last one is about another place.
        pose: where the person is.
    """

    placed: int
    pose: Pose


class Seen(NamedTuple):
    """One record of a room frame: who, when (the server's clock, seconds), and their pose then."""

    slot: int
    time: float
    pose: Pose


class PoseFrame(NamedTuple):
    """Where the people of a room are.

    Attributes:
        tick: the room's tick.
        time: the server's clock, seconds, when the frame was made.
        key: whether everybody is in it; otherwise only those whose pose changed.
        seen: the records, by slot.
    """

    tick: int
    time: float
    key: bool
    seen: tuple[Seen, ...]


def pack_pose(pose: Pose) -> bytes:
    """The 12 bytes of a pose; what is beyond the range of the wire is held at its end."""
    return _POSE.pack(
        _held(pose.x * 100.0, -32768, 32767),
        _held(pose.y * 100.0, -32768, 32767),
        _held(pose.z * 100.0, -32768, 32767),
        round(pose.heading % 360.0 * (65536.0 / 360.0)) % 65536,
        _held(pose.vx / SPEED_STEP, -127, 127),
        _held(pose.vy / SPEED_STEP, -127, 127),
        _held(pose.head, -90, 90),
        (pose.gesture & 15) | (SEATED if pose.seated else 0),
    )


def unpack_pose(data: bytes | bytearray | memoryview, offset: int = 0) -> Pose:
    """The pose whose 12 bytes begin at `offset`.

    Raises:
        ProtocolError: `bad_frame`, where the bytes are too few or say what no pose can be.
    """
    try:
        x, y, z, heading, vx, vy, head, flags = _POSE.unpack_from(data, offset)
    except struct.error:
        raise ProtocolError("bad_frame", "A pose of 12 bytes was expected.") from None
    gesture = flags & 15
    if gesture >= len(GESTURES) or flags & ~(15 | SEATED) or not -90 <= head <= 90:
        raise ProtocolError("bad_frame", f"No pose has gesture {gesture}, flags {flags} and head {head}.")
    return Pose(
        x / 100.0,
        y / 100.0,
        z / 100.0,
        heading * (360.0 / 65536.0),
        vx * SPEED_STEP,
        vy * SPEED_STEP,
        float(head),
        gesture,
        bool(flags & SEATED),
    )


def quantised(pose: Pose) -> Pose:
    """The pose as others receive it: senders predict from this one, so that both sides predict alike."""
    return unpack_pose(pack_pose(pose))


def encode_pose(placed: int, pose: Pose) -> bytes:
    """A client's pose frame, 14 bytes; `placed` as in `SentPose`."""
    return _CLIENT.pack(POSE_KIND, placed % 256) + pack_pose(pose)


def decode_pose(data: bytes) -> SentPose:
    """A client's pose frame.

    Raises:
        ProtocolError: `bad_frame`, where the bytes are none.
    """
    if len(data) != _CLIENT.size + POSE_SIZE or data[0] != POSE_KIND:
        raise ProtocolError("bad_frame", f"A pose frame has 14 bytes and begins with 1; these are {len(data)}.")
    return SentPose(data[1], unpack_pose(data, _CLIENT.size))


def decode_room(data: bytes) -> PoseFrame:
    """A room frame, with its stamps turned back into moments of the server's clock.

    Raises:
        ProtocolError: `bad_frame`, where the bytes are none.
    """
    if len(data) < _HEADER.size or data[0] != ROOM_KIND:
        raise ProtocolError("bad_frame", "A room frame has a header of 16 bytes and begins with 2.")
    _, flags, tick, time, count = _HEADER.unpack_from(data)
    if not math.isfinite(time) or flags > 1 or len(data) != _HEADER.size + count * RECORD_SIZE:
        raise ProtocolError("bad_frame", f"A room frame of {count} records cannot have {len(data)} bytes.")
    now = milliseconds(time)
    seen = []
    for offset in range(_HEADER.size, len(data), RECORD_SIZE):
        (slot,) = _SLOT.unpack_from(data, offset)
        (stamp,) = _SLOT.unpack_from(data, offset + 14)
        seen.append(Seen(slot, time - ((now - stamp) % 65536) / 1000.0, unpack_pose(data, offset + 2)))
    return PoseFrame(tick, time, bool(flags), tuple(seen))


def milliseconds(time: float) -> int:
    """A moment as the stamp of a record: milliseconds modulo 65536."""
    return int(time * 1000.0) % 65536


class PoseTable:
    """The poses of one room, in the bytes that go on the wire.

    A slot is a row. Taking a pose in is a slice assignment; a frame is a header and the rows that changed. The same
    bytes object goes to everybody who is equally up to date.
    """

    def __init__(self, capacity: int = 64) -> None:
        self._bytes = bytearray(capacity * RECORD_SIZE)
        self._changed: NDArray[np.int64] = np.full(capacity, -1, np.int64)
        self._free = list(range(capacity - 1, -1, -1))

    @property
    def _rows(self) -> NDArray[np.uint8]:
        return np.frombuffer(self._bytes, np.uint8).reshape(-1, RECORD_SIZE)

    def claim(self) -> int:
        """A free slot, now taken. Raises ValueError when 65,535 people are in the room."""
        if not self._free:
            held = len(self._changed)
            if held >= MOST_PEOPLE:
                raise ValueError("The pose table is full.")
            grown = min(held * 2, MOST_PEOPLE)
            self._bytes = self._bytes + bytes((grown - held) * RECORD_SIZE)
            self._changed = np.concatenate([self._changed, np.full(grown - held, -1, np.int64)])
            self._free.extend(range(grown - 1, held - 1, -1))
        return self._free.pop()

    def release(self, slot: int) -> None:
        """Give a slot back; the next to claim one gets it."""
        self._changed[slot] = -1
        self._free.append(slot)

    def put(self, slot: int, pose: Pose, tick: int, time: float) -> None:
        """Take in where the person of that slot is, as of `time`."""
        start = slot * RECORD_SIZE
        self._bytes[start : start + RECORD_SIZE] = _SLOT.pack(slot) + pack_pose(pose) + _SLOT.pack(milliseconds(time))
        self._changed[slot] = tick

    def pose(self, slot: int) -> Pose:
        """Where the person of that slot is, as the others see them."""
        return unpack_pose(self._bytes, slot * RECORD_SIZE + 2)

    def frame(self, tick: int, time: float, since: int | None) -> bytes | None:
        """The records that changed after tick `since`, or everybody's (a key frame) when that is None.

        Returns:
            None when nothing changed.
        """
        which = np.flatnonzero(self._changed > (-1 if since is None else max(since, -1)))
        if since is not None and not len(which):
            return None
        header = _HEADER.pack(ROOM_KIND, since is None, tick % 2**32, time, len(which))
        return header + self._rows[which].tobytes()


def _held(value: float, low: int, high: int) -> int:
    if not math.isfinite(value):
        raise ValueError(f"A pose has finite numbers, not {value}.")
    return round(min(max(value, low), high))
