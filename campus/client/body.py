"""One's own body: where it stands, where it is going, what it sits on. Knows no keys and no drawing."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from campus.client.input.capsule import Capsule
from campus.client.input.intents import Intent
from campus.space.model import Seat
from campus.world.pose import GESTURES, Pose, turn_between
from campus.world.zones import Barred, Limits

WALK_M_S = 1.4
RUN_M_S = 3.0
WAVE_S = 2.4
ARRIVED_M = 0.18
EYE_STANDING_M = 1.62
EYE_OVER_SEAT_M = 0.75
"""Of a sitter's eyes over the seat: 1.20 m over the floor on a seat of 0.45 m."""
WHEELCHAIR_SEAT_M = 0.48
SITTING_LOOK_DEG = 110.0
"""How far a sitter can look aside."""
HEAD_MOST_DEG = 40.0
"""Heads turn by at most this: further, shoulders go along."""
GLIDE_S = 0.35
"""How long the eye takes from standing to sitting and back."""
TURN_ALONG_DEG_S = 160.0
"""How fast the view follows the way when one walks by a click."""

Point3 = tuple[float, float, float]


@dataclass
class Body:
    """Where I am.

    Attributes:
        at: feet, metres (seated: the floor before the seat).
        heading: where I look, degrees.
        velocity: over the floor, metres a second, as it turned out.
        seat: what I sit on.
        path: points still to walk to, after a click.
        aside: seated, how far I look to the side of the seat's front.
        walked_m: how far I have walked so far.
    """

    at: Point3 = (0.0, 0.0, 0.0)
    heading: float = 0.0
    velocity: tuple[float, float] = (0.0, 0.0)
    seat: Seat | None = None
    path: deque[Point3] = field(default_factory=deque)
    aside: float = 0.0
    gesture: str = "none"
    walked_m: float = 0.0
    _gesture_ends: float = 0.0
    _glide_from: Point3 = (0.0, 0.0, 0.0)
    _glide: float = 0.0
    _stuck_s: float = 0.0

    # --- being put somewhere -------------------------------------------------------------------------------------

    def put(self, at: Point3, heading: float) -> None:
        """Be there at once: a door, a server's word."""
        self.at, self.heading, self.velocity = at, heading % 360.0, (0.0, 0.0)
        self.path.clear()
        self._glide = 0.0

    def sit(self, seat: Seat) -> None:
        """Take a seat that the server gave."""
        self._glide_from = self.eyes
        self.seat, self.at, self.heading = seat, seat.at, seat.heading % 360.0
        self.velocity, self.aside, self._glide = (0.0, 0.0), 0.0, 1.0
        self.path.clear()

    def stand(self) -> None:
        """Leave the seat, looking where one looked."""
        if self.seat is None:
            return
        self._glide_from = self.eyes
        self.heading = (self.seat.heading + self.aside) % 360.0
        self.seat, self.aside, self._glide = None, 0.0, 1.0

    # --- moving -------------------------------------------------------------------------------------------------

    def follow(self, path: Sequence[Point3]) -> None:
        """Set out along points on the ground."""
        self.path = deque(path)
        self._stuck_s = 0.0

    def move(self, intent: Intent, capsule: Capsule, dt: float, limits: Limits | None = None) -> Barred:
        """One frame of walking, turning or looking around.

        Returns:
            What barred the way into a zone, or nothing.
        """
        self._glide = max(0.0, self._glide - dt / GLIDE_S)
        if self.seat is not None:
            self.aside = max(-SITTING_LOOK_DEG, min(SITTING_LOOK_DEG, self.aside + intent.turn))
            self.velocity = (0.0, 0.0)
            return ""
        self.heading = (self.heading + intent.turn) % 360.0
        if intent.run and limits is not None and not limits.may_run(self.at):
            intent = replace(intent, run=False)
        wish = self._wish(intent, dt)
        if wish == (0.0, 0.0) or dt <= 0.0:
            self.velocity = (0.0, 0.0)
            return ""
        before = self.at
        barred: Barred = ""
        self.at = capsule.walk(self.at, wish, dt)
        if limits is not None:
            self.at, barred = limits.kept(before, self.at)
        self.velocity = ((self.at[0] - before[0]) / dt, (self.at[1] - before[1]) / dt)
        self.walked_m += math.dist(self.at[:2], before[:2])
        # Somebody who walks by a click and gets nowhere for a second has met what the way did not know: stop there.
        slow = math.hypot(*self.velocity) < 0.3 * WALK_M_S
        self._stuck_s = self._stuck_s + dt if self.path and slow else 0.0
        if self._stuck_s > 1.0:
            self.path.clear()
        return barred

    def wave(self, now: float) -> None:
        """Greet for a moment."""
        self.gesture, self._gesture_ends = "wave", now + WAVE_S

    def pose(self, now: float) -> Pose:
        """What the others see of me."""
        if self.gesture != "none" and now > self._gesture_ends:
            self.gesture = "none"
        head = max(-HEAD_MOST_DEG, min(HEAD_MOST_DEG, self.aside)) if self.seat else 0.0
        # A crawl against a wall is not walking: without this the others would see feet move on the spot.
        vx, vy = self.velocity if math.hypot(*self.velocity) > 0.1 else (0.0, 0.0)
        return Pose(*self.at, self.heading % 360.0, vx, vy, head, GESTURES.index(self.gesture), self.seat is not None)

    @property
    def looks_to(self) -> float:
        """Heading of the eyes, degrees."""
        return (self.heading + self.aside) % 360.0

    @property
    def eyes(self) -> Point3:
        """Where the eyes are, metres; while one sits down or stands up they glide rather than jump."""
        x, y, z = self.at
        if self.seat is None:
            target = (x, y, z + EYE_STANDING_M)
        else:
            # A sitter's eyes are over the middle of the seat, behind its front edge.
            angle = math.radians(self.seat.heading)
            height = (self.seat.height or WHEELCHAIR_SEAT_M) + EYE_OVER_SEAT_M
            target = (x + math.sin(angle) * 0.22, y - math.cos(angle) * 0.22, z + height)
        if self._glide <= 0.0:
            return target
        t = self._glide * self._glide * (3 - 2 * self._glide)
        mixed = [goal + (start - goal) * t for goal, start in zip(target, self._glide_from, strict=True)]
        return mixed[0], mixed[1], mixed[2]

    def _wish(self, intent: Intent, dt: float) -> tuple[float, float]:
        speed = RUN_M_S if intent.run else WALK_M_S
        if intent.walks:
            self.path.clear()
            angle = math.radians(self.heading)
            ahead, right = (-math.sin(angle), math.cos(angle)), (math.cos(angle), math.sin(angle))
            return (
                (ahead[0] * intent.forward + right[0] * intent.right) * speed,
                (ahead[1] * intent.forward + right[1] * intent.right) * speed,
            )
        while self.path and math.dist(self.path[0][:2], self.at[:2]) < ARRIVED_M:
            self.path.popleft()
        if not self.path:
            return (0.0, 0.0)
        dx, dy = self.path[0][0] - self.at[0], self.path[0][1] - self.at[1]
        distance = math.hypot(dx, dy)
        # The view follows the way, unless the person looks elsewhere with the mouse.
        if not intent.turn and distance > 2 * ARRIVED_M:
            turn = turn_between(self.heading, math.degrees(math.atan2(-dx, dy)))
            most = TURN_ALONG_DEG_S * dt
            self.heading = (self.heading + max(-most, min(most, turn))) % 360.0
        pace = min(speed, distance / dt) if len(self.path) == 1 else speed
        return dx / distance * pace, dy / distance * pace
