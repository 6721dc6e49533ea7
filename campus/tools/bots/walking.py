"""Bodies that walk by themselves, and where they have been. Knows nothing of the network."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from campus.world import Ground, Pose
from campus.world.ground import WALK_MPS
from campus.world.pose import turn_between

TURN_DEG_S = 270.0
ARRIVED_M = 0.05


class Walker:
    """A body that walks by itself: along a way over the ground, turning as people turn.

    Args:
        ground: what it walks on.
        at: x, y, z, heading.
    """

    def __init__(self, ground: Ground, at: tuple[float, float, float, float]) -> None:
        self.ground = ground
        self.place(at)

    def place(self, at: tuple[float, float, float, float], *, seated: bool = False) -> None:
        """Be somewhere else at once."""
        self.pose = Pose(at[0], at[1], at[2], at[3] % 360.0, seated=seated)
        self.way: deque[tuple[float, float, float]] = deque()

    def go(self, goal: Sequence[float]) -> bool:
        """Set out for a place (x, y, z); False where no way leads there."""
        self.way = deque(self.ground.path(self.pose[:3], goal) or ())
        return bool(self.way)

    def step(self, dt: float) -> None:
        """Walk for `dt` seconds; `set_down` then puts the feet on the floor."""
        while self.way and math.dist(self.pose[:2], self.way[0][:2]) < ARRIVED_M:
            self.way.popleft()
        if not self.way:
            self.pose = self.pose._replace(vx=0.0, vy=0.0)
            return
        x, y, z, heading = self.pose[:4]
        dx, dy = self.way[0][0] - x, self.way[0][1] - y
        distance = math.hypot(dx, dy)
        wanted = math.degrees(math.atan2(-dx, dy)) % 360.0
        turn = turn_between(heading, wanted)
        heading = (heading + math.copysign(min(abs(turn), TURN_DEG_S * dt), turn)) % 360.0
        # Whoever has to turn round does so before walking off.
        pace = WALK_MPS * max(0.0, math.cos(math.radians(min(abs(turn), 90.0))))
        length = min(pace * dt, distance)
        x, y = x + dx / distance * length, y + dy / distance * length
        z += (self.way[0][2] - z) * (length / distance)
        self.pose = Pose(x, y, z, heading, dx / distance * length / dt, dy / distance * length / dt)


def set_down(walkers: Sequence[Walker]) -> None:
    """Put the feet of walkers on one ground on its floor: all at once, which costs what it costs for one."""
    moving = [walker for walker in walkers if walker.way]
    if moving:
        x, y, z = np.array([walker.pose[:3] for walker in moving]).T
        for walker, height in zip(moving, moving[0].ground.foot_heights(x, y, z).tolist(), strict=True):
            walker.pose = walker.pose._replace(z=height)


@dataclass
class Truth:
    """Where one bot has been of late, so that others can be asked what they saw."""

    times: deque[float] = field(default_factory=lambda: deque(maxlen=64))
    places: deque[tuple[float, float, float]] = field(default_factory=lambda: deque(maxlen=64))

    def add(self, time: float, pose: Pose) -> None:
        """Note a moment."""
        self.times.append(time)
        self.places.append(pose[:3])

    def at(self, time: float) -> tuple[float, float, float] | None:
        """Where it was then, or None where that is too long ago."""
        if not self.times or time < self.times[0]:
            return None
        after = next((i for i, t in enumerate(self.times) if t >= time), len(self.times) - 1)
        if after == 0:
            return self.places[0]
        t0, t1 = self.times[after - 1], self.times[after]
        part = min(max((time - t0) / (t1 - t0), 0.0), 1.0) if t1 > t0 else 1.0
        a, b = self.places[after - 1], self.places[after]
        return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part)
