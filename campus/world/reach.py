"""How near one must be to use a thing. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from campus.world.pose import Pose

REACH_M = 3.0
"""How near one must be to a door or a seat to use it."""
SAME_FLOOR_M = 2.0


def is_near(pose: Pose, point: Sequence[float], within: float) -> bool:
    """Whether a person is within so many metres of a point (x, y, z), on the same floor."""
    x, y, z = point
    return (pose.x - x) ** 2 + (pose.y - y) ** 2 <= within**2 and abs(pose.z - z) <= SAME_FLOOR_M
