"""A loudspeaker: plays a file or the bell from where it hangs, when a rule says so. Owns its box and what it plays."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from campus.components._base import Anchors, Component, Placed, SoundAnchor
from campus.components._mounting import mounted, mounted_place
from campus.components.emitter import Decibels
from campus.ids import MaterialId
from campus.mesh import Mesh, box, cylinder, merge, place, upright
from campus.quantities import Length, Metres

Played = Annotated[
    str, Meta(pattern=r"^(bell|hum|water|leaves|cicada|\w[\w.@-]*(/\w[\w.@-]*)*\.(ogg|wav))$", max_length=200)
]
"""A sound of the library, or a file under `assets/`."""


class Speaker(Component, frozen=True, kw_only=True):
    """A small loudspeaker, on a wall or on a stand. Rules play and pause it (`do: [{play: bell}]`).

    A file is under `assets/`, of one channel so that it comes from the loudspeaker and not from everywhere, and has its
    line in `assets/LICENSES.md`.

    Example:
        {type: speaker, id: bell, wall: north, at: 4, height: 2.6, plays: bell}

    Attributes:
        plays: `bell`, another sound of the library, or a file under `assets/`: `sounds/welcome.ogg`.
        height: of its middle over the floor, metres.
        gain: louder or softer than it was made, decibels.
        near: nearer than this it does not grow louder, metres.
        starts: whether it plays before any rule says so.
        loops: whether it begins again when it ends.
        material: of its box.
    """

    plays: Played = "bell"
    height: Metres = 2.4
    gain: Decibels = 0.0
    near: Length = 1.0
    starts: bool = False
    loops: bool = False
    material: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """An oak box with a front of felt, a steel bracket or a stand; about 150 triangles."""
        wide, deep, tall = 0.20, 0.17, 0.30
        low = self.height - tall / 2
        gap = 0.05 if self.wall is not None else 0.0
        body = box((wide, deep, tall), at=(0, -gap - deep / 2, low), bevel=0.008, material=self.material)
        front = box(
            (wide - 0.03, 0.008, tall - 0.03), at=(0, -gap - deep - 0.003, low + 0.015), bevel=0.003, material="felt"
        )
        cone = upright(cylinder(0.055, 0.006, sides=20, bevel=0.002, material="iron"))
        cone = place(cone, (0, -gap - deep - 0.007, low + 0.11))
        if self.wall is not None:
            bracket = box((0.05, gap + 0.01, 0.10), at=(0, -gap / 2, self.height - 0.05), material="steel")
            return mounted(self, merge(body, front, cone, bracket))
        stem = cylinder(0.016, low, at=(0, -deep / 2, 0), sides=12, material="steel", collides=True)
        foot = cylinder(0.15, 0.02, at=(0, -deep / 2, 0), sides=24, bevel=0.006, material="steel", collides=True)
        return mounted(self, merge(body, front, cone, stem, foot))

    def anchors(self) -> Anchors:
        """Where it sounds."""
        placed = mounted_place(self, (0.0, -0.22, self.height))
        anchor = SoundAnchor(
            Placed(placed.at, placed.heading), self.plays, self.gain, self.near, self.starts, self.loops
        )
        return Anchors(sounds=(anchor,))
