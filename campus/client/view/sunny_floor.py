"""Where the sun falls on a baked space's floor: what shades only the sky's light is not to be seen there.

The shade where something meets the floor is of the light that comes from all around. In the sun, that light is the
smaller part, and shade as dark as elsewhere is a smudge. Pure numpy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import Baked
from campus.mesh import Mesh

CELL_M = 0.1
NEAR_M = 0.04
"""What is so near to the floor's height is the floor, or a path on it."""
LEVEL = 0.99
LEAST_M2 = 0.005
"""A smaller triangle is an edge of something."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class SunnyFloor:
    """How much of the sun each cell of a floor has, or one beside it.

    Attributes:
        low: (2,) where the first cell begins, metres.
        cells: (rows along y, columns along x) 0 to 1.
    """

    low: NDArray[np.float64]
    cells: Floats

    def at(self, places: NDArray[np.floating]) -> Floats:
        """(…,) how much of it falls at places (…, 2)."""
        column, row = np.moveaxis(((places - self.low) / CELL_M).astype(np.int64), -1, 0)
        tall, wide = self.cells.shape
        inside = (row >= 0) & (row < tall) & (column >= 0) & (column < wide)
        return np.where(inside, self.cells[np.clip(row, 0, tall - 1), np.clip(column, 0, wide - 1)], np.float32(0))


def sunny_floor(split: Mesh, baked: Baked, floor: float = 0.0) -> SunnyFloor | None:
    """Where the sun falls on a floor, as baked; None where it falls nowhere on it.

    Args:
        split: the space's mesh, its vertices split where charts end.
        baked: its light.
        floor: its height, metres.
    """
    corners, at = split.corners().astype(np.float64), baked.uvs[baked.triangles].astype(np.float64)
    one, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    rise = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    found = (np.abs(corners[..., 2] - floor) < NEAR_M).all(axis=1) & (rise > 2 * LEAST_M2) & (at > 0).any(axis=(1, 2))
    sun = baked.sun.texels
    # Most of a floor lies in the shade: what has no sun near its corner of the lightmap is not walked over.
    places = at * (sun.shape[1], sun.shape[0])
    low, high = np.floor(places.min(axis=1)).astype(int), np.ceil(places.max(axis=1)).astype(int)
    kept = [t for t in np.flatnonzero(found) if sun[low[t, 1] : high[t, 1] + 1, low[t, 0] : high[t, 0] + 1].any()]
    if not kept:
        return None
    begins = corners[kept, :, :2].min(axis=(0, 1)) - 2 * CELL_M
    wide, tall = np.ceil((corners[kept, :, :2].max(axis=(0, 1)) - begins) / CELL_M).astype(int) + 2
    cells = np.zeros((tall, wide), np.float32)
    for t in kept:
        first = ((corners[t, :, :2].min(axis=0) - begins) / CELL_M).astype(int)
        last = ((corners[t, :, :2].max(axis=0) - begins) / CELL_M).astype(int) + 1
        column, row = np.meshgrid(np.arange(first[0], last[0]), np.arange(first[1], last[1]))
        x, y = (begins[:, None, None] + (np.stack([column, row]) + 0.5) * CELL_M) - corners[t, 0, :2, None, None]
        u = (x * other[t, 1] - y * other[t, 0]) / rise[t]
        v = (one[t, 0] * y - one[t, 1] * x) / rise[t]
        within = (u >= 0) & (v >= 0) & (u + v <= 1)
        spot = places[t, 0] + u[within, None] * (places[t, 1] - places[t, 0])
        spot += v[within, None] * (places[t, 2] - places[t, 0])
        c, r = np.clip(spot.astype(int), 0, np.array(sun.shape[::-1]) - 1).T
        here = row[within], column[within]
        cells[here] = np.maximum(cells[here], sun[r, c] / np.float32(255))
    # A foot stands in a cell of its own, and a plinth's edge runs between two.
    for axis in (0, 1):
        cells = np.max([cells, np.roll(cells, 1, axis), np.roll(cells, -1, axis)], axis=0)
    return SunnyFloor(begins, cells) if cells.any() else None
