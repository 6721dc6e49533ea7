"""A spawn: where people appear in a space. Owns the place and its width; knows nothing of who appears there."""

from __future__ import annotations

from campus.components._base import Component
from campus.quantities import Length


class Spawn(Component, frozen=True, kw_only=True):
    """Where people appear, and which way they look. The first of a space is its entry.

    Example:
        {type: spawn, id: entry, at: [1.2, 1.0], facing: north}

    Attributes:
        radius: people who appear together are spread over a disc of this radius, metres.
    """

    radius: Length = 0.8
