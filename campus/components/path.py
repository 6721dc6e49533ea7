"""A path: a strip of gravel or stone along a line. Owns its surface and its edge; knows nothing of where it leads."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from msgspec import Meta

from campus.components._base import Component
from campus.ids import MaterialId
from campus.mesh import Mesh, extrude, merge, rectangle, sweep
from campus.quantities import Length, Point2

Line = Annotated[tuple[Point2, ...], Meta(min_length=2, max_length=500)]


class Path(Component, frozen=True, kw_only=True):
    """A strip to walk on along a line of points, with a stone edge or without.

    Example:
        {type: path, id: long-path, points: [[2, 14], [20, 14]], width: 2.4, material: gravel}

    Attributes:
        points: its middle line, metres, from where the path is placed.
        width: metres.
        closed: whether the end joins the beginning, as round a basin.
        filled: whether what a closed path goes round is covered too: a square, not a ring.
        thickness: how high it lies over the ground, metres; where two paths cross, give one of them a little more.
        material: of its surface.
        edge: material of the edging stones; none leaves it as it is.
    """

    points: Line
    width: Length = 2.4
    closed: bool = False
    filled: bool = False
    thickness: Length = 0.012
    material: MaterialId = "gravel"
    edge: MaterialId | None = None

    def mesh(self) -> Mesh:
        """The strip and its edging stones; they collide: one walks on them."""
        line = np.array([(x, y, 0.0) for x, y in self.points], np.float64)
        half, low, top = self.width / 2, -0.05, self.thickness
        if self.filled:
            strip = extrude(line[:, :2], top - low, at=(0, 0, low), hidden=("bottom",), material=self.material)
            line, half = line, 0.0
        else:
            strip = sweep(rectangle((-half, low), (half, top)), line, closed=self.closed, material=self.material)
        if self.edge is None:
            return strip.solid()
        stones = [
            sweep(
                rectangle((side * (half + 0.05) - 0.05, low), (side * (half + 0.05) + 0.05, top + 0.02)),
                line,
                closed=self.closed or self.filled,
                material=self.edge,
            )
            for side in ((1,) if self.filled else (-1, 1))
        ]
        return merge(strip, *stones).solid()
