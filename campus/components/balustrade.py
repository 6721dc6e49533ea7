"""A balustrade: what one leans on at an edge. Owns its run; its stones are `_railing`'s."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Component, Instances
from campus.components._railing import Railing, iron_railing, railing
from campus.ids import MaterialId
from campus.mesh import Mesh
from campus.quantities import Length, Point


class Balustrade(Component, frozen=True, kw_only=True):
    """A balustrade of turned stone balusters, or a wrought-iron railing, straight or along a path.

    Example:
        {type: balustrade, id: parapet, at: [4, 2], facing: north, length: 3}

    Attributes:
        length: metres, when it is straight: centred on its place, across its front.
        path: points of its run instead, metres in its own frame; heights may differ (a ramp's railing).
        height: of the handrail's top, metres.
        style: `stone` or `iron`.
        material: of the stone.
    """

    length: Length = 2.0
    path: tuple[Point, ...] = ()
    height: Length = 1.0
    style: Literal["stone", "iron"] = "stone"
    material: MaterialId = "limestone-smooth"

    def run(self) -> NDArray[np.float64]:
        """(n, 3) the feet's path in its own frame, metres."""
        if self.path:
            return np.array([(*point, 0.0)[:3] for point in self.path], np.float64)
        return np.array([(-self.length / 2, 0, 0), (self.length / 2, 0, 0)], np.float64)

    def mesh(self) -> Mesh:
        """Rails and pedestals; they collide."""
        return self._railing().mesh

    def instances(self) -> tuple[Instances, ...]:
        """The balusters."""
        return (self._railing().balusters,)

    def _railing(self) -> Railing:
        if self.style == "iron":
            return iron_railing(self.run(), height=self.height)
        return railing(self.run(), height=self.height, material=self.material)
