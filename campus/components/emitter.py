"""An emitter: a place that sounds by itself (water, leaves, a machine's hum). Owns what and how loud; plays nothing."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from campus.components._base import Anchors, Component, EmitterSound, Placed, SoundAnchor
from campus.quantities import Length, Metres

Decibels = Annotated[float, Meta(ge=-40, le=12, extra_json_schema={"unit": "dB"})]


class Emitter(Component, frozen=True, kw_only=True):
    """A sound that comes from a place and never ends: a basin's water, a tree's leaves, the hum of a machine.

    Whoever is nearer than `near` hears it as loud as it was made; farther off it falls as sound does in the open, and a
    wall between takes 12 dB more. It has no shape: put it in what it belongs to.

    Example:
        {type: emitter, id: basin-sound, at: [10.2, 14, 0.4], plays: water, near: 1.5}

    Attributes:
        plays: a sound of the library.
        height: over the floor, metres; added to the third number of `at`.
        gain: louder or softer than it was made, decibels.
        near: nearer than this it does not grow louder, metres: about the size of what sounds.
    """

    plays: EmitterSound
    height: Metres = 0.0
    gain: Decibels = 0.0
    near: Length = 1.0

    def anchors(self) -> Anchors:
        """Where it sounds."""
        place = Placed((0.0, 0.0, self.height))
        return Anchors(sounds=(SoundAnchor(place, self.plays, self.gain, self.near, starts=True, loops=True),))
