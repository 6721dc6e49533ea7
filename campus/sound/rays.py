"""Rays against triangles in plain numpy: a grid of cells, walked by all rays at once. Judges nothing.

Every client traces its own rooms, once; it must not need more than numpy for that. Embree is ten times quicker and
serves the designer's proofs (`campus/proofs/rays.py`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FAR_M = 1e6
_FINEST_M, _COARSEST_M = 0.2, 1.5
_CELLS_A_TRIANGLE = 2.0


class Grid:
    """Triangles sorted into the cells of a grid.

    Args:
        corners: (m, 3, 3) metres, m > 0.
    """

    def __init__(self, corners: Floats) -> None:
        corners = np.asarray(corners, np.float32)
        self._a = corners[:, 0]
        self._u = corners[:, 1] - corners[:, 0]
        self._v = corners[:, 2] - corners[:, 0]
        self.low = corners.min((0, 1)) - 0.01
        self.high = corners.max((0, 1)) + 0.01
        size = self.high - self.low
        cell = float(np.cbrt(size.prod() / (_CELLS_A_TRIANGLE * len(corners))))
        self.cell = min(max(cell, _FINEST_M), _COARSEST_M)
        self._count = np.maximum(np.ceil(size / self.cell), 1).astype(np.int64)
        first = self._cells_of(corners.min(1))
        spans = self._cells_of(corners.max(1)) - first + 1
        each = spans.prod(1)
        triangle = np.repeat(np.arange(len(corners)), each)
        nth = _within(each)
        span = spans[triangle]
        x = nth % span[:, 0]
        y = nth // span[:, 0] % span[:, 1]
        z = nth // (span[:, 0] * span[:, 1])
        cells = self._flat(first[triangle] + np.stack([x, y, z], axis=1))
        order = np.argsort(cells, kind="stable")
        self._members = triangle[order]
        self._starts = np.searchsorted(cells[order], np.arange(int(self._count.prod()) + 1))

    def first(self, origins: Floats, ways: Floats) -> tuple[Floats, Ints]:
        """What each of n rays meets first.

        Args:
            origins: (n, 3) metres.
            ways: (n, 3) unit vectors.

        Returns:
            (n,) distance, `FAR_M` where nothing is met; (n,) index of the triangle, -1 there.
        """
        origins, ways = np.asarray(origins, np.float32), np.asarray(ways, np.float32)
        distance = np.full(len(origins), FAR_M, np.float32)
        met = np.full(len(origins), -1, np.int64)
        safe = np.where(np.abs(ways) < 1e-9, np.float32(1e-9), ways)
        enters, leaves = self._crossing(origins, safe)
        ray = np.flatnonzero(leaves > enters)
        at = origins[ray] + ways[ray] * enters[ray, None]
        cell = self._cells_of(at)
        forward = np.where(safe[ray] > 0, 1, -1)
        # How far along each ray the next boundary lies on each axis, and how far apart they are.
        edge = self.low + (cell + (forward > 0)) * np.float32(self.cell)
        following = (edge - origins[ray]) / safe[ray]
        spacing = np.abs(np.float32(self.cell) / safe[ray])
        while len(ray):
            flat = self._flat(cell)
            count = self._starts[flat + 1] - self._starts[flat]
            if count.any():
                pair = np.repeat(np.arange(len(ray)), count)
                triangle = self._members[np.repeat(self._starts[flat], count) + _within(count)]
                t = self._meet(origins[ray[pair]], ways[ray[pair]], triangle)
                hit = np.flatnonzero(t < distance[ray[pair]])
                hit = hit[np.argsort(-t[hit], kind="stable")]  # the nearest is written last, and stays
                distance[ray[pair[hit]]] = t[hit]
                met[ray[pair[hit]]] = triangle[hit]
            axis = np.argmin(following, axis=1)
            rows = np.arange(len(ray))
            reached = following[rows, axis]
            cell[rows, axis] += forward[rows, axis]
            following[rows, axis] += spacing[rows, axis]
            inside = (cell[rows, axis] >= 0) & (cell[rows, axis] < self._count[axis])
            on = np.flatnonzero(inside & (distance[ray] > reached))
            ray, cell, forward, following, spacing = ray[on], cell[on], forward[on], following[on], spacing[on]
        return distance, met

    def _meet(self, origins: Floats, ways: Floats, triangle: Ints) -> Floats:
        """(k,) distance along each ray to its triangle (Möller and Trumbore 1997), `FAR_M` where it misses."""
        u, v = self._u[triangle], self._v[triangle]
        p = _cross(ways, v)
        det = (u * p).sum(1)
        inverse = 1 / np.where(np.abs(det) < 1e-12, np.float32(1e-12), det)
        s = origins - self._a[triangle]
        b = (s * p).sum(1) * inverse
        q = _cross(s, u)
        c = (ways * q).sum(1) * inverse
        t = (v * q).sum(1) * inverse
        missed = (np.abs(det) < 1e-12) | (b < -1e-5) | (c < -1e-5) | (b + c > 1 + 1e-5) | (t <= 1e-4)
        return np.asarray(np.where(missed, np.float32(FAR_M), t), np.float32)

    def _crossing(self, origins: Floats, safe: Floats) -> tuple[Floats, Floats]:
        one, two = (self.low - origins) / safe, (self.high - origins) / safe
        return np.maximum(np.minimum(one, two).max(1), 0), np.maximum(one, two).min(1)

    def _cells_of(self, points: Floats) -> Ints:
        cells = np.floor((points - self.low) / self.cell).astype(np.int64)
        return np.asarray(np.clip(cells, 0, self._count - 1))

    def _flat(self, cells: Ints) -> Ints:
        return np.asarray((cells[:, 2] * self._count[1] + cells[:, 1]) * self._count[0] + cells[:, 0])


def _within(counts: Ints) -> Ints:
    """0, 1, … for each of groups of these sizes, one after the other."""
    ends = np.cumsum(counts)
    return np.asarray(np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts))


def _cross(a: Floats, b: Floats) -> Floats:
    """np.cross, without what makes it slow on many short rows."""
    return np.stack(
        [
            a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1],
            a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2],
            a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0],
        ],
        axis=1,
    )
