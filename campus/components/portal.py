"""A portal: a place that leads elsewhere without a door. Owns where it leads; knows nothing of travel."""

from __future__ import annotations

from campus.components._base import Anchors, Component, Placed
from campus.quantities import Length


class Portal(Component, frozen=True, kw_only=True):
    """A place that leads to another node, of another space or of this one (a lift from floor to gallery).

    It stands at the edge of a walk, its front towards the person who comes: one walks into it, or uses it, and
    arrives `arrive` metres in front of the portal or door that it leads to, looking away from it. That one must
    lead back.

    Example:
        {type: portal, id: lift-up, at: [14, 1], facing: north, to: hall/lift-down, radius: 0.6}

    Attributes:
        to: `space/node` that it leads to.
        radius: whoever comes this near its middle is in it, metres.
        arrive: how far in front of it one who comes out stands, metres; more than `radius`.
    """

    to: str
    radius: Length = 0.6
    arrive: Length = 1.2

    def anchors(self) -> Anchors:
        """A place in front of it, from which it is used."""
        return Anchors(reach=(Placed((0.0, self.arrive, 0.0), 180.0),))

    def verbs(self) -> tuple[str, ...]:
        """One uses it."""
        return ("use",)
