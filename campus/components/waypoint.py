"""A waypoint: a named place that one can be led to. Owns its name and place; knows nothing of walking."""

from __future__ import annotations

from campus.components._base import Component
from campus.quantities import Length


class Waypoint(Component, frozen=True, kw_only=True):
    """A named place on the floor that a person can choose to go to ("Go to: the stair").

    Example:
        {type: waypoint, id: stair, name: {fr: Le grand escalier, en: The great stair}, at: [8, 18], facing: north}

    Attributes:
        radius: one has arrived when this near, metres.
    """

    radius: Length = 1.0
