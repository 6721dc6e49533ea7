"""Where the eye is: first person, over the shoulder, or focused on a screen. Pure arithmetic; the stage applies it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from campus.space.model import Screen
from campus.world.pose import turn_between

SHOULDER_RIGHT_M = 0.38
FAR_MOST_M = 4.5
PITCH_MOST = 75.0
FOCUS_S = 0.45
"""How long the camera takes into and out of focus view (motion is brief; a longer way than a panel's)."""
FOCUS_FILLS = 0.85
"""Of the free width that the screen fills in focus view."""


BEFORE_SCREEN_M = 0.3
EYE_ROOM_M = 0.5
"""How far the eye of focus view stays off what stands behind it."""
NEAREST_EYE_M = 1.5
LOWEST_EYE_M = 0.4
FACING_M, FACING_LEAST_M, FACING_LOWER_M = 2.6, 1.2, 0.55
"""Whoever chooses how they look stands so far before themselves, at least so far, and looks so far below their eyes."""

Clear = Callable[[tuple[float, float, float], tuple[float, float, float], float], float]
"""How far along a ray (start, unit vector, reach in metres) the way is clear."""


class Eye(NamedTuple):
    """A camera: where it is, where it looks (heading counter-clockwise from north, pitch up), its horizontal view."""

    x: float
    y: float
    z: float
    heading: float
    pitch: float
    fov: float


@dataclass(frozen=True)
class Camera:
    """How the person looks around.

    Attributes:
        pitch: degrees up.
        behind: metres behind the head; 0 is first person.
        focus: 0 in the room, 1 in focus view, between them while it eases.
        focused: where it is going.
    """

    pitch: float = 0.0
    behind: float = 0.0
    focus: float = 0.0
    focused: bool = False

    def looked(self, pitch: float) -> Camera:
        """After looking up by `pitch` degrees."""
        if not pitch:
            return self
        return replace(self, pitch=max(-PITCH_MOST, min(PITCH_MOST, self.pitch + pitch)))

    def zoomed(self, steps: int) -> Camera:
        """After `steps` of the wheel; positive comes closer, down to first person."""
        if not steps:
            return self
        behind = self.behind - 0.5 * steps
        if self.behind == 0.0 and steps < 0:
            behind = 1.6
        return replace(self, behind=0.0 if behind < 1.1 else min(behind, FAR_MOST_M))

    def seen_by(self, first_person: bool) -> Camera:
        """Through one's own eyes, or over the shoulder."""
        return replace(self, behind=0.0 if first_person else self.behind or 1.9)

    def focusing(self, focused: bool) -> Camera:
        """On the way into focus view, or out of it."""
        return replace(self, focused=focused)

    def eased(self, dt: float, *, at_once: bool = False) -> Camera:
        """A frame later on the way into or out of focus."""
        goal = 1.0 if self.focused else 0.0
        step = 1.0 if at_once else dt / FOCUS_S
        focus = min(goal, self.focus + step) if goal > self.focus else max(goal, self.focus - step)
        return replace(self, focus=focus)


def eye_of(eyes: tuple[float, float, float], heading: float, camera: Camera, fov: float, *, clear: float) -> Eye:
    """The camera of a person whose eyes are at `eyes`.

    Args:
        eyes: metres.
        heading: where they look, degrees.
        camera: how they look around.
        fov: horizontal field of view, degrees.
        clear: how far behind the head is free of walls, metres; the camera never goes through one.
    """
    x, y, z = eyes
    angle = math.radians(heading)
    behind = min(camera.behind, clear)
    if behind < 0.5:
        return Eye(x, y, z, heading, camera.pitch, fov)
    pitch = math.radians(camera.pitch)
    level = behind * math.cos(pitch)
    aside = min(SHOULDER_RIGHT_M, behind * 0.25)
    return Eye(
        x + math.sin(angle) * level + math.cos(angle) * aside,
        y - math.cos(angle) * level + math.sin(angle) * aside,
        z + 0.12 - behind * math.sin(pitch),
        heading,
        camera.pitch,
        fov,
    )


def eye_facing(
    eyes: tuple[float, float, float], heading: float, fov: float, clear: float, middle: float = 0.5
) -> Eye | None:
    """The camera before somebody who chooses how they look: as in a mirror, from head to foot.

    Args:
        eyes: theirs, metres.
        heading: where they look, degrees.
        fov: horizontal field of view, degrees.
        clear: how far before them nothing stands, metres.
        middle: of what panels leave free, a fraction of the window from its left: they are seen there.

    Returns:
        `None` where a wall is too near to see anything but a face.
    """
    away = min(FACING_M, clear)
    if away < FACING_LEAST_M:
        return None
    angle = math.radians(heading)
    x, y, z = eyes
    down = math.degrees(math.atan2(FACING_LOWER_M, away))
    beside = math.degrees(math.atan((2 * middle - 1) * math.tan(math.radians(fov) / 2)))
    turned = (heading + 180.0 + beside) % 360.0
    return Eye(x - math.sin(angle) * away, y + math.cos(angle) * away, z, turned, -down, fov)


def eye_before(
    screen: Screen, free: tuple[float, float, float, float], aspect: float, fov: float, clear: Clear | None = None
) -> Eye:
    """The camera of focus view: square before the screen, which fills 85 % of the free part of the window.

    A screen that is seen squarely has no perspective, however wide the lens: so where seats, a wall or the back of the
    room stand in the way, the eye stays nearer and sees wider, and the screen looks the same.

    Args:
        screen: what to look at.
        free: left, top, right, bottom of the window's free part, as fractions.
        aspect: width of the window over its height.
        fov: horizontal field of view at 16:9, degrees; wider where the eye has to stay nearer.
        clear: how far a ray goes before it meets something; None where nothing stands anywhere.
    """
    left, top, right, bottom = free
    width, height = screen.size
    # What the whole window shows at the screen's distance, metres; the screen must fit the free part both ways.
    seen = max(
        width / (FOCUS_FILLS * max(right - left, 0.05)), height * aspect / (FOCUS_FILLS * max(bottom - top, 0.05))
    )
    # The eye moves aside so that the screen's middle falls in the middle of what is free.
    aside = -((left + right) / 2 - 0.5) * seen
    lift = ((top + bottom) / 2 - 0.5) * seen / aspect
    facing = math.radians(screen.heading)
    look_x, look_y = math.sin(facing), -math.cos(facing)
    right_x, right_y = look_y, -look_x
    # `fov` is the width of a 16:9 picture; another shape keeps its height (see `Stage`).
    distance = seen / (2 * math.tan(math.radians(fov) / 2) * 9 / 16 * aspect)
    foot = (screen.at[0] + right_x * aside, screen.at[1] + right_y * aside, max(screen.at[2] + lift, LOWEST_EYE_M))
    if clear is not None:
        # From a little before the screen's plane, which itself would stop the ray.
        start = (foot[0] - look_x * BEFORE_SCREEN_M, foot[1] - look_y * BEFORE_SCREEN_M, foot[2])
        free_m = BEFORE_SCREEN_M + clear(start, (-look_x, -look_y, 0.0), distance) - EYE_ROOM_M
        distance = max(min(distance, free_m), NEAREST_EYE_M)
    wide = 2 * math.degrees(math.atan(seen / (2 * distance) / aspect * 16 / 9))
    return Eye(
        foot[0] - look_x * distance,
        foot[1] - look_y * distance,
        foot[2],
        (screen.heading + 180.0) % 360.0,
        0.0,
        wide,
    )


def between(start: Eye, end: Eye, fraction: float) -> Eye:
    """The camera on its way, eased at both ends."""
    t = fraction * fraction * (3 - 2 * fraction)
    mixed = [a + (b - a) * t for a, b in zip(start, end, strict=True)]
    mixed[3] = (start.heading + turn_between(start.heading, end.heading) * t) % 360.0
    return Eye(*mixed)
