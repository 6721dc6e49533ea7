"""Somebody in a room: where they stand and sit, and what the others see of them. Knows no rule of presence."""

from __future__ import annotations

from dataclasses import dataclass

from campus.protocol.messages import Figure, Person, Role
from campus.world import Pose
from campus.world.referee import BREATH_M

TALK_PER_S, TALK_BURST = 5.0, 10.0
At = tuple[float, float, float, float]
"""x, y, z, heading."""


@dataclass
class Resident:
    """Somebody in the room.

    Attributes:
        pose: the last one that the referee let pass, as the others see it.
        posed_at: when it came in.
        pending: the newest one, which waits for the tick; earlier ones are worth nothing by then.
        breath: how far they may still come at once; see `campus.world.Move`.
        away_since: when their connection was lost, while their place is held.
    """

    id: str
    name: str
    role: Role
    figure: Figure
    slot: int
    pose: Pose
    posed_at: float
    pending: tuple[Pose, float] | None = None
    breath: float = BREATH_M
    hand: bool = False
    seat: str | None = None
    away_since: float | None = None
    talk: float = TALK_BURST
    talked_at: float = 0.0

    @property
    def at(self) -> At:
        """Where they stand."""
        return (self.pose.x, self.pose.y, self.pose.z, self.pose.heading)

    def shown(self) -> Person:
        """What the others know of them."""
        return Person(
            id=self.id,
            slot=self.slot,
            name=self.name,
            role=self.role,
            figure=self.figure,
            hand=self.hand,
            seat=self.seat,
            away=self.away_since is not None,
        )

    def may_talk(self, now: float) -> bool:
        """Whether they may say one thing more, which counts then: five a second, ten at once."""
        self.talk = min(TALK_BURST, self.talk + (now - self.talked_at) * TALK_PER_S)
        self.talked_at = now
        if self.talk < 1.0:
            return False
        self.talk -= 1.0
        return True
