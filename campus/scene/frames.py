"""Where a frame of reference lies in the space: walls, prefab instances, nodes. Pure geometry, no files."""

from __future__ import annotations

import math
from typing import NamedTuple

from campus.components._base import Wall


class Frame(NamedTuple):
    """A frame in the space: where its origin is, metres, and its heading, degrees counter-clockwise from north."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    heading: float = 0.0

    def point(self, at: tuple[float, float, float]) -> tuple[float, float, float]:
        """A point of this frame in the space."""
        angle = math.radians(self.heading)
        cos, sin = round(math.cos(angle), 12), round(math.sin(angle), 12)
        x, y, z = at
        return (self.x + cos * x - sin * y, self.y + sin * x + cos * y, self.z + z)

    def inner(self, at: tuple[float, float, float], heading: float = 0.0) -> Frame:
        """A frame that is given in this one, as a frame in the space; its heading in [0, 360)."""
        return Frame(*self.point(at), (self.heading + heading) % 360.0)


SPACE = Frame()
"""The space's own frame."""


def heading_towards(start: tuple[float, float, float], goal: tuple[float, float, float]) -> float:
    """The heading at which somebody at `start` looks at `goal`; 0 where the two stand on one spot."""
    east, north = goal[0] - start[0], goal[1] - start[1]
    return math.degrees(math.atan2(-east, north)) % 360.0 if east or north else 0.0


def wall_length(size: tuple[float, float, float], wall: Wall) -> float:
    """The length of a wall of a room `size` (x, y, z)."""
    return size[0] if wall in ("north", "south") else size[1]


def wall_frame(size: tuple[float, float, float], wall: Wall, along: float) -> Frame:
    """The frame of something on a wall: x to the right as one reads it, y into the wall, z from the floor.

    Args:
        size: of the room, x, y and z, its origin at the floor's south-west corner.
        wall: which one.
        along: metres from its west or south end to the thing's centre.
    """
    width, depth, _ = size
    match wall:
        case "north":
            return Frame(along, depth, 0.0, 0.0)
        case "south":
            return Frame(along, 0.0, 0.0, 180.0)
        case "east":
            return Frame(width, along, 0.0, 270.0)
        case "west":
            return Frame(0.0, along, 0.0, 90.0)
