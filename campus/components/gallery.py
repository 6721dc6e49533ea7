"""A gallery: a floor above the floor, with an edge to lean on. Owns slab, mouldings and balustrades."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.components._base import Component, Instances
from campus.components._railing import Railing, railing
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge, sweep
from campus.quantities import Length, Metres, Size2

Side = Literal["west", "east", "south", "north"]


class Rail(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A balustrade along a piece of one edge.

    Attributes:
        edge: which edge, as the gallery lies when it faces north.
        start: where it begins, metres from the edge's west or south end.
        end: where it ends.
    """

    edge: Side
    start: Metres = 0.0
    end: Metres


class Gallery(Component, frozen=True, kw_only=True):
    """A raised floor: a slab with a moulded edge, a soffit, and balustrades where one could fall.

    Its origin is the middle of its plan, on the floor below.

    Example:
        {type: gallery, id: east-gallery, at: [13.5, 12], facing: north, size: [3, 24], height: 3.6,
        rails: [{edge: west, start: 0, end: 21.6}]}

    Attributes:
        size: width (x) and depth (y), metres.
        height: of its floor over the floor below, metres.
        slab: thickness, metres.
        rails: its balustrades.
        mouldings: the edges that show: an edge beam under the slab, with a moulding.
        rail: height of the handrail, metres.
        floor: material of the floor.
        material: of the slab's edges and soffit.
        stone: of mouldings and balustrades.
    """

    size: Size2 = (3.0, 12.0)
    height: Length = 3.6
    slab: Length = 0.35
    rails: tuple[Rail, ...] = ()
    mouldings: tuple[Side, ...] = ("west",)
    rail: Length = 1.0
    floor: MaterialId = "terrazzo"
    material: MaterialId = "lime-plaster"
    stone: MaterialId = "limestone-smooth"

    def mesh(self) -> Mesh:
        """Floor and slab, which collide, mouldings, rails and pedestals."""
        width, depth = self.size
        plate = 0.03
        parts = [
            box((width, depth, plate), at=(0, 0, self.height - plate), material=self.floor, collides=True),
            box(
                (width, depth, self.slab - plate),
                at=(0, 0, self.height - self.slab),
                material=self.material,
                collides=True,
            ),
        ]
        parts += [self._moulding(side) for side in self.mouldings]
        return merge(*parts, *(r.mesh for r in self._railings()))

    def instances(self) -> tuple[Instances, ...]:
        """The balusters."""
        return tuple(r.balusters for r in self._railings())

    def _edge(self, side: Side, start: float, end: float, inset: float, z: float) -> NDArray[np.float64]:
        """(2, 3) a piece of an edge, `inset` metres inside it; the outside is to the right of its direction."""
        half_x, half_y = self.size[0] / 2, self.size[1] / 2
        line = {
            "west": [(-half_x + inset, -half_y + end, z), (-half_x + inset, -half_y + start, z)],
            "east": [(half_x - inset, -half_y + start, z), (half_x - inset, -half_y + end, z)],
            "south": [(-half_x + start, -half_y + inset, z), (-half_x + end, -half_y + inset, z)],
            "north": [(-half_x + end, half_y - inset, z), (-half_x + start, half_y - inset, z)],
        }[side]
        return np.array(line, np.float64)

    def _length(self, side: Side) -> float:
        return self.size[0] if side in ("north", "south") else self.size[1]

    def _moulding(self, side: Side) -> Mesh:
        """A fascia of stone with a fillet, a bead and a drip, and the beam under the edge."""
        top = self.height
        fascia = np.array(
            [
                (-0.10, -self.slab - 0.12),
                (0.004, -self.slab - 0.12),  # before the slab's edge, not in one plane with it
                (0.004, -self.slab + 0.02),
                (0.025, -self.slab + 0.03),
                (0.025, -0.16),
                (0.05, -0.13),
                (0.07, -0.10),
                (0.08, -0.07),
                (0.09, -0.07),
                (0.09, -0.012),
                (0.08, 0.0),
                (-0.10, 0.0),
            ]
        )
        # A hair under the floor, so that the two never shimmer through one another.
        path = self._edge(side, 0.0, self._length(side), 0.0, top - 0.002)
        return sweep(fascia, path, material=self.stone)

    def _railings(self) -> list[Railing]:
        result = []
        for rail in self.rails:
            path = self._edge(rail.edge, rail.start, rail.end, 0.12, self.height)
            count = max(1, round((rail.end - rail.start) / 4.1))
            steps = np.linspace(0, 1, count + 1)[:, None]
            line = path[0] + (path[1] - path[0]) * steps
            result.append(railing(line, height=self.rail, posts=range(count + 1), material=self.stone))
        return result
