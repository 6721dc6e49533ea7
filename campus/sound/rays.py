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
_CELLS_A_TRIANGLE = 0.5


class Grid:
    """Triangles sorted into the cells of a grid.

    Args:
        corners: (m, 3, 3) metres, m > 0.
    """

    def __init__(self, corners: Floats) -> None:
        corners = np.asarray(corners, np.float32)
        u, v = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        # One row for each coordinate: numpy is quick along long rows.
        self._triangles = np.ascontiguousarray(np.concatenate([corners[:, 0], u, v], axis=1).T)
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
        cells = self._cells_of(at)
        forward = np.where(safe[ray] > 0, 1, -1)
        # How far along each ray the next boundary lies on each axis, and how far apart they are.
        edge = self.low + (cells + (forward > 0)) * np.float32(self.cell)
        following = ((edge - origins[ray]) / safe[ray]).T.copy()
        spacing = np.abs(np.float32(self.cell) / safe[ray]).T.copy()
        lines = np.concatenate([origins, ways], axis=1).T.copy()
        # The way through the flat list of cells, and how many more there are on each axis until the grid ends.
        stride = np.array([1, self._count[0], self._count[0] * self._count[1]])
        step = (forward * stride).T.copy()
        left = np.where(forward > 0, self._count - 1 - cells, cells).T.copy()
        cell = self._flat(cells)
        while len(ray):
            start = self._starts[cell]
            count = self._starts[cell + 1] - start
            full = np.flatnonzero(count)
            if len(full):
                count = count[full]
                met_by = np.repeat(ray[full], count)
                triangle = self._members[np.repeat(start[full], count) + _within(count)]
                t = self._meet(lines.take(met_by, axis=1), self._triangles.take(triangle, axis=1))
                hit = np.flatnonzero(t < distance[met_by])
                if len(hit):
                    hit = hit[np.argsort(-t[hit], kind="stable")]  # the nearest is written last, and stays
                    distance[met_by[hit]] = t[hit]
                    met[met_by[hit]] = triangle[hit]
            x, y, z = following
            axis = np.where(x <= y, np.where(x <= z, 0, 2), np.where(y <= z, 1, 2))
            rows = np.arange(len(ray))
            reached = following[axis, rows]
            on = (left[axis, rows] > 0) & (distance[ray] > reached)
            cell += step[axis, rows]
            left[axis, rows] -= 1
            following[axis, rows] += spacing[axis, rows]
            if not on.all():
                go = np.flatnonzero(on)
                ray, cell = ray[go], cell[go]
                following, spacing = following.take(go, axis=1), spacing.take(go, axis=1)
                step, left = step.take(go, axis=1), left.take(go, axis=1)
        return distance, met

    def _meet(self, lines: Floats, triangles: Floats) -> Floats:
        """(k,) distance along each ray to its triangle (Möller and Trumbore 1997), `FAR_M` where it misses.

        Args:
            lines: (6, k) where each begins, and its way.
            triangles: (9, k) a corner, and the ways from there to the others.
        """
        begins, way, corner, u, v = lines[:3], lines[3:], triangles[:3], triangles[3:6], triangles[6:]
        p = _cross(way, v)
        det = _dot(u, p)
        flat = np.abs(det) < 1e-12
        inverse = 1 / np.where(flat, np.float32(1e-12), det)
        s = begins - corner
        b = _dot(s, p) * inverse
        q = _cross(s, u)
        c = _dot(way, q) * inverse
        t = np.asarray(_dot(v, q) * inverse, np.float32)
        missed = flat | (b < -1e-5) | (c < -1e-5) | (b + c > 1 + 1e-5) | (t <= 1e-4)
        t[missed] = FAR_M
        return t

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


def _dot(a: Floats, b: Floats) -> Floats:
    """(k,) of two (3, k)."""
    found: Floats = a[0] * b[0]
    found += a[1] * b[1]
    found += a[2] * b[2]
    return found


def _cross(a: Floats, b: Floats) -> Floats:
    """(3, k) of two (3, k)."""
    found = np.empty_like(a)
    for axis, (one, two) in enumerate(((1, 2), (2, 0), (0, 1))):
        np.subtract(a[one] * b[two], a[two] * b[one], out=found[axis])
    return found
