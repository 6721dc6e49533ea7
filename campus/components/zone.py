"""A zone: a box of a space with properties of its own. Owns the facets; knows nothing of who is inside."""

from __future__ import annotations

from typing import Literal

import msgspec

from campus.components._base import Component
from campus.errors import Impossible
from campus.quantities import Count, Metres, Point3, Seconds
from campus.text import bilingual

Ambience = Literal[
    "quiet-room", "office", "library", "clinic", "amphitheatre", "stone-hall", "garden", "arcade", "projector"
]
"""The beds of the sound library, `campus.sound.ambience.AMBIENCES`; held equal by a test."""
TeachingRole = Literal["podium", "audience", "table"]
Role = Literal["student", "teacher", "co-teacher", "staff"]


class ZoneAudio(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a zone sounds.

    Attributes:
        isolate: voices neither leave nor enter it.
        reverb: reverberation time at middle frequencies, seconds, where it differs from the space's own.
        ambience: the sound bed inside it, a name of the sound library.
        gain: voices spoken in it reach the whole space by so many decibels more (a lectern's microphone).
    """

    isolate: bool = False
    reverb: Seconds | None = None
    ambience: Ambience | None = None
    gain: float = 0.0


class ZoneMovement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How one may move in a zone.

    Attributes:
        enter: who may enter; None for everybody.
        run: whether one may run.
        dwell: who has no business here is asked to move on after so many seconds; None for never.
    """

    enter: tuple[Role, ...] | None = None
    run: bool = True
    dwell: Seconds | None = None


class Zone(Component, frozen=True, kw_only=True):
    """A box with properties; where several hold a person, the smallest wins.

    Example:
        {type: zone, id: corner, box: [[7, 0, 0], [9, 2.2, 3.2]], audio: {isolate: true}, capacity: 4}

    Attributes:
        box: its lowest and its highest corner, metres in the space's frame.
        role: what it is in teaching: who stands on the podium is heard and seen by all.
        capacity: how many people it holds; None for as many as fit.
        permission: who may use what stands in it; None for everybody.
        audio: how it sounds.
        movement: how one may move in it.
        floor: height of the floor that it belongs to, where it differs from the box's lower side, metres.
    """

    box: tuple[Point3, Point3]
    role: TeachingRole | None = None
    capacity: Count | None = None
    permission: tuple[Role, ...] | None = None
    audio: ZoneAudio | None = None
    movement: ZoneMovement | None = None
    floor: Metres | None = None

    def __post_init__(self) -> None:
        """A box has its lowest corner first, and room between.

        Raises:
            Impossible: when it has none.
        """
        if any(low >= high for low, high in zip(*self.box, strict=True)):
            raise Impossible(
                bilingual(
                    "its box needs its lowest corner first, then its highest, as in [[0, 0, 0], [3, 2, 2.5]]",
                    "sa box demande d'abord le coin le plus bas, puis le plus haut, comme [[0, 0, 0], [3, 2, 2.5]]",
                )
            )
