"""Where a person is and how they move: the one value that client, server and bots speak of.

Metres and degrees in the space's frame; headings counter-clockwise from north (+Y). A pose carries what it takes to
predict the next half second, so that sender, server and receiver agree on when a new one is worth sending.
"""

from __future__ import annotations

import math
from typing import NamedTuple

GESTURES = ("none", "wave", "nod", "clap", "type")
"""What a gesture's number means."""

SENT_BEYOND_M = 0.05
SENT_BEYOND_DEG = 4.0
"""A new pose goes out when the prediction from the last one would be wrong by more than this."""

PLAYOUT_S = 0.150
"""How far behind the newest a receiver draws, so that there is mostly something to interpolate to."""

PREDICTED_AT_MOST_S = 1.5
"""Beyond the last record a receiver goes on for this long, then holds."""


class Pose(NamedTuple):
    """A person at one moment.

    Attributes:
        x, y, z: of the feet, metres (seated: of the floor in front of the seat).
        heading: where the body looks, degrees counter-clockwise from north, in [0, 360).
        vx, vy: metres a second over the floor.
        head: how far the head is turned from the body, degrees, positive to the left, within ±90.
        gesture: an index into `GESTURES`.
        seated: whether the person sits.
    """

    x: float
    y: float
    z: float
    heading: float
    vx: float = 0.0
    vy: float = 0.0
    head: float = 0.0
    gesture: int = 0
    seated: bool = False

    @property
    def speed(self) -> float:
        """Metres a second over the floor."""
        return math.hypot(self.vx, self.vy)


def predict(pose: Pose, age: float) -> Pose:
    """Where that person is `age` seconds later if nothing changes: straight on, at most `PREDICTED_AT_MOST_S`."""
    ahead = min(max(age, 0.0), PREDICTED_AT_MOST_S)
    x, y, z, heading, vx, vy, head, gesture, seated = pose
    # Spelt out, because `_replace` takes four times as long, and this runs for everybody in every frame.
    return Pose(x + vx * ahead, y + vy * ahead, z, heading, vx, vy, head, gesture, seated)


def turn_between(start: float, end: float) -> float:
    """The shortest turn from heading `start` to `end`, degrees in [-180, 180), positive counter-clockwise."""
    return (end - start + 180.0) % 360.0 - 180.0


def is_worth_sending(last: Pose, age: float, now: Pose) -> bool:
    """Whether others, who predict from `last` sent `age` seconds ago, would see `now` wrongly."""
    expected = predict(last, age)
    return (
        math.dist((expected.x, expected.y, expected.z), (now.x, now.y, now.z)) > SENT_BEYOND_M
        or abs(turn_between(expected.heading, now.heading)) > SENT_BEYOND_DEG
        or abs(now.head - expected.head) > 3 * SENT_BEYOND_DEG
        or (now.gesture, now.seated) != (last.gesture, last.seated)
        or (now.speed == 0.0) != (last.speed == 0.0)
    )
