"""A ramp: a slope that wheels can take. Owns its body, kerbs and railing."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Component, Instances
from campus.components._railing import Railing, iron_railing
from campus.ids import MaterialId
from campus.mesh import Mesh, extrude, merge, rectangle, sweep, turned
from campus.quantities import Length, Metres


class Ramp(Component, frozen=True, kw_only=True):
    """A straight ramp with kerbs and, on its open sides, an iron railing.

    Its origin is the middle of its foot; it climbs towards its front. A slope of 1 in 20 suits every wheelchair.

    Example:
        {type: ramp, id: to-stage, at: [2, 1], facing: north, length: 4, rise: 0.2, width: 1.4}

    Attributes:
        length: in plan, metres.
        rise: metres.
        width: metres.
        open: the sides that stand free, as one climbs.
        kerb: height of the kerbs on open sides, metres.
        rail: height of the railings, metres; 0 for none.
        material: of the body.
        kerb_material: of the kerbs.
    """

    length: Length = 4.0
    rise: Length = 0.2
    width: Length = 1.4
    open: Literal["left", "right", "both", "none"] = "both"
    kerb: Metres = 0.08
    rail: Metres = 0.9
    material: MaterialId = "limestone"
    kerb_material: MaterialId = "limestone-smooth"

    def mesh(self) -> Mesh:
        """Body, kerbs and rails; they collide."""
        section = np.array([(0.0, 0.0), (self.length, 0.0), (self.length, self.rise)])
        drawn = extrude(section, self.width, material=self.material)
        body = turned(drawn, np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]]), (-self.width / 2, 0, 0))
        kerbs = [
            sweep(rectangle((-0.05, -0.02), (0.05, self.kerb)), self._line(side), material=self.kerb_material)
            for side in self._sides()
            if self.kerb > 0
        ]
        return merge(body, *kerbs, *(r.mesh for r in self._railings()), collides=True)

    def instances(self) -> tuple[Instances, ...]:
        """The railing's bars."""
        return tuple(r.balusters for r in self._railings())

    def _sides(self) -> tuple[int, ...]:
        return {"left": (-1,), "right": (1,), "both": (-1, 1), "none": ()}[self.open]

    def _line(self, side: int) -> NDArray[np.float64]:
        x = side * (self.width / 2 - 0.05)
        return np.array([(x, 0.0, 0.0), (x, self.length, self.rise)], np.float64)

    def _railings(self) -> list[Railing]:
        return [iron_railing(self._line(side), height=self.rail) for side in self._sides()] if self.rail > 0 else []
