"""A canopy: curved rafts of wood under the ceiling of an amphitheatre. Owns rafts and coves; knows no acoustics."""

from __future__ import annotations

from math import asin, degrees

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Anchors, Component, LampAnchor, Placed
from campus.ids import MaterialId
from campus.mesh import Mesh, merge, ribbon
from campus.quantities import Count, Kelvins, Length, Lumens, Metres


class Canopy(Component, frozen=True, kw_only=True):
    """Concentric rafts that hang over the rows and step up to the rear, with a warm cove in each gap between them.

    Its frame is that of the `tiers` below: its origin the middle of row 1's front edge, its front the stage.

    Example:
        {type: canopy, id: canopy, at: [9, 13], facing: north, radius: 16.5, rafts: 6, depth: 2.2, low: 6.2, high: 6.7}

    Attributes:
        centre: from the origin to the arcs' common centre, metres: the radius of row 1.
        radius: of the first raft's front edge, metres.
        rafts: how many.
        depth: of a raft, metres.
        gap: between two rafts, where the cove is, metres.
        width: from side to side, metres.
        low, high: height of the first and of the last raft's underside over the floor, metres.
        thickness: of a raft, metres.
        lumens: of all coves together.
        kelvins: colour of their light.
        material: of the rafts.
    """

    centre: Length = 20.0
    radius: Length = 16.0
    rafts: Count = 6
    depth: Length = 2.0
    gap: Length = 0.35
    width: Length = 16.0
    low: Metres = 6.2
    high: Metres = 6.7
    thickness: Length = 0.10
    lumens: Lumens = 24_000.0
    kelvins: Kelvins = 3500.0
    material: MaterialId = "walnut"

    def mesh(self) -> Mesh:
        """Rafts of about 300 triangles each, and a glowing strip over each gap; nothing collides."""
        rafts = []
        for number in range(self.rafts):
            near, far = self._edges(number)
            base = self._underside(number)
            rafts.append(
                ribbon(
                    self._arc(near),
                    self._arc(far),
                    self.thickness,
                    at=(0, 0, base),
                    bevel=0.012,
                    material=self.material,
                )
            )
        glows = []
        for number in range(self.rafts - 1):
            start, end = self._edges(number)[1] - 0.02, self._edges(number + 1)[0] + 0.02
            base = self._underside(number + 1) + self.thickness + 0.02
            glows.append(ribbon(self._arc(start), self._arc(end), 0.02, at=(0, 0, base), material="lamp-glow"))
        return merge(*rafts, *glows)

    def anchors(self) -> Anchors:
        """A place in every two metres of each cove, looking down."""
        places = []
        for number in range(self.rafts - 1):
            radius = self._edges(number)[1] + self.gap / 2
            points = self._arc(radius)[1:-1:2]
            places += [(float(x), float(y), self._underside(number + 1) + self.thickness / 2) for x, y in points]
        each = self.lumens / max(1, len(places))
        return Anchors(lamps=tuple(LampAnchor(Placed(at), each, self.kelvins, (1.0, self.gap)) for at in places))

    def _edges(self, number: int) -> tuple[float, float]:
        """Radii of a raft's front and rear edges, metres."""
        near = self.radius + number * (self.depth + self.gap)
        return near, near + self.depth

    def _underside(self, number: int) -> float:
        return self.low + (self.high - self.low) * number / max(1, self.rafts - 1)

    def _arc(self, radius: float) -> NDArray[np.float64]:
        """(25, 2) an arc from the left side to the right one, as seen by who looks at the stage."""
        reach = degrees(asin(min(1.0, self.width / 2 / radius)))
        angle = np.radians(np.linspace(-reach, reach, 25))
        return np.stack([radius * np.sin(angle), self.centre - radius * np.cos(angle)], 1)
