"""A moving part: a door's leaf, a blind. Owns its node and how it eases; what opens it is told."""

from __future__ import annotations

from dataclasses import dataclass

from panda3d.core import NodePath

from campus.space.model import Moving

MOVES_IN_S = 0.7
"""A door opens in this time: unhurried, and out of the way before one reaches it."""


@dataclass(eq=False)
class Leaf:
    """One moving part: its node, and the ease that it is in."""

    node: NodePath
    moving: Moving
    start: float = 0.0
    goal: float = 0.0
    began: float = -1e9

    def at(self, now: float) -> float:
        """Its state at a time, 0 to 1, smoothly between."""
        t = min(max((now - self.began) / MOVES_IN_S, 0.0), 1.0)
        return self.start + (self.goal - self.start) * t * t * (3 - 2 * t)

    def move(self, now: float) -> bool:
        """Puts the node where it is at a time; tells whether it has arrived."""
        state = self.at(now) * self.moving.part.amount
        if self.moving.part.motion == "turn":
            self.node.set_h(state)
        elif self.moving.part.motion == "tilt":
            self.node.set_p(state)
        else:
            x, y, z = self.moving.part.pivot
            self.node.set_pos(x + state, y, z)
        return now - self.began >= MOVES_IN_S
