"""Somebody else's poses as they came in, and where to draw that person at any moment. Pure: time is an argument.

Senders dead-reckon: a pose goes out only when the prediction from the last one has become wrong. So between two records
the truth is the prediction from the earlier one, corrected to the later one over the last moments before it; a straight
line between the two would begin every turn long before it happened.
"""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

from campus.world.ground import RUN_MPS, WALK_MPS
from campus.world.pose import PLAYOUT_S, PREDICTED_AT_MOST_S, Pose, predict, turn_between

BLENDED_S = PLAYOUT_S
"""A correction is spread over this long before its record: what is drawn behind is known by then."""
STRIDE_AT_MOST = 1.5
"""No drawn step is longer than this many times what the person could walk meanwhile."""
TURN_AT_MOST_DEG_S = 540.0
LEAP_M = 1.5
"""Records further apart than a run could explain, by more than this, are no walk: the person was put elsewhere."""
LOST_M = 20.0
"""Further behind than this, after a stall of many seconds, nobody would see the catching up for what it is."""
KEPT = 64


class Record(NamedTuple):
    """A pose and when it was true, on the server's clock, seconds."""

    time: float
    pose: Pose


class SnapshotBuffer:
    """The last poses of one person, and the smooth figure that is drawn from them.

    Example:
        buffer.add(seen.time, seen.pose)                # as frames come in
        drawn = buffer.at(server_now - PLAYOUT_S)       # once a frame, with a moment that does not go back
    """

    def __init__(self) -> None:
        self._records: deque[Record] = deque(maxlen=KEPT)
        self._drawn: Record | None = None

    def add(self, time: float, pose: Pose) -> None:
        """Take in that the person was at `pose` at `time`; what is older than the newest is of no use any more."""
        if self._records and time < self._records[-1].time:
            return
        if self._records and time == self._records[-1].time:
            self._records.pop()
        self._records.append(Record(time, pose))

    def jump(self) -> None:
        """Draw the person where they are next, however far that is: they went through a door, or came anew."""
        self._drawn = None

    def silent_for(self, moment: float) -> float:
        """Seconds between the newest record and `moment`; 0 while records are ahead."""
        return max(moment - self._records[-1].time, 0.0) if self._records else math.inf

    def at(self, moment: float) -> Pose:
        """Where to draw the person.

        Args:
            moment: on the server's clock, seconds; the caller stays `PLAYOUT_S` behind the newest that can be known.

        Returns:
            Beyond the last record the prediction for 1.5 s, then that place, standing. Never further from what was
            drawn before than the person could have walked one and a half times over, save where they did not walk.

        Raises:
            LookupError: nothing was ever added.
        """
        newest = self._records[0] if len(self._records) == 1 else None
        if newest is not None and self._drawn is not None and self._drawn.pose is newest.pose and not newest.pose.speed:
            # Somebody who stands, drawn where they stand: nothing to work out. Most people do, most of the time.
            self._drawn = Record(max(moment, self._drawn.time), newest.pose)
            return newest.pose
        target, pace = self._target(moment)
        if self._drawn is None:
            self._drawn = Record(moment, target)
            return target
        passed = moment - self._drawn.time
        if passed <= 0.0:
            return self._drawn.pose
        pose = _towards(self._drawn.pose, target, STRIDE_AT_MOST * pace * passed, TURN_AT_MOST_DEG_S * passed)
        self._drawn = Record(moment, pose)
        return pose

    def _target(self, moment: float) -> tuple[Pose, float]:
        """Where the records say that the person was, and how fast they may have moved, metres a second."""
        records = self._records
        if not records:
            raise LookupError("Nothing is known of this person yet.")
        while len(records) > 1 and records[1].time <= moment:
            before, after = records[0], records[1]
            if _is_leap(before, after):
                self._drawn = None
            records.popleft()
        last = records[0]
        age = moment - last.time
        pace = max(WALK_MPS, last.pose.speed)
        if age < 0.0:
            return last.pose._replace(vx=0.0, vy=0.0), pace
        base = predict(last.pose, age)
        if len(records) == 1 and not last.pose.speed:
            return last.pose, pace
        if len(records) == 1:
            return (base if age < PREDICTED_AT_MOST_S else base._replace(vx=0.0, vy=0.0)), pace
        following = records[1]
        pace = max(pace, following.pose.speed)
        span = following.time - last.time
        blended = min(BLENDED_S, span)
        part = 1.0 - (following.time - moment) / blended
        if part <= 0.0 or _is_leap(last, following):
            return base, pace
        expected, there = predict(last.pose, span), following.pose
        x, y, z, heading, vx, vy, head, gesture, seated = base
        return Pose(
            x + (there.x - expected.x) * part,
            y + (there.y - expected.y) * part,
            z + (there.z - expected.z) * part,
            (heading + turn_between(expected.heading, there.heading) * part) % 360.0,
            vx,
            vy,
            head + (there.head - expected.head) * part,
            gesture,
            seated,
        ), pace


def _is_leap(before: Record, after: Record) -> bool:
    """Whether nobody could have walked from the one to the other."""
    away = math.dist(before.pose[:3], after.pose[:3])
    return away > RUN_MPS * STRIDE_AT_MOST * (after.time - before.time) + LEAP_M


def _towards(drawn: Pose, target: Pose, step: float, turn: float) -> Pose:
    """`target`, or as near to it as one step (metres) and one turn (degrees) from `drawn` lead."""
    x, y, z, heading, vx, vy, head, gesture, seated = target
    dx, dy, dz = x - drawn.x, y - drawn.y, z - drawn.z
    away = math.sqrt(dx * dx + dy * dy + dz * dz)
    turned = turn_between(drawn.heading, heading)
    if abs(turned) > turn:
        heading = (drawn.heading + math.copysign(turn, turned)) % 360.0
    elif away <= step or away > LOST_M:
        return target
    if step < away <= LOST_M:
        part = step / away
        x, y, z = drawn.x + dx * part, drawn.y + dy * part, drawn.z + dz * part
    return Pose(x, y, z, heading, vx, vy, head, gesture, seated)
