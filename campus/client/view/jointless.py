"""Stones without bevels and joints, for a processor that draws.

A joint is five millimetres wide and a bevel not much more: in a picture of few pixels without smoothed edges they are
there in one row of them and not in the next, black strokes and dots on every third stone. So an edge becomes sharp
again, and the two sides of a joint meet; that stones differ in tone tells the courses. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh
from campus.mesh.welding import pieces, welded

STONES = frozenset({"dressed", "courses"})
"""The patterns of what stones are made of."""
BEVEL_M = 0.014
"""What lies deeper behind the face of a stone is no bevel of its edge."""
BEVEL_WIDE_M = 0.03
"""Nor is a face that is wider."""
ANOTHER_WAY = 0.5
"""Cosine between two faces that meet in an edge, at most; the facets of an arch's curve look more alike."""
WIDEST_M = 0.008
"""A wider gap is no joint."""
LEAST_M = 1e-4
LAPS_M = 1e-4
"""So far the sides of a joint go into one another: no ray slips through."""
BESIDE_M = 0.01
"""Faces lap at least so much that they are the sides of one joint."""
ALIKE = 0.01
"""Normals that differ less look one way."""
_GRID_M = 2e-4
_OF_ONE_CORNER = 4
"""Wide faces at most that are looked at."""

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]


def jointless(mesh: Mesh, stones: Set[str]) -> Mesh:
    """The mesh with its stones squared and moved together.

    Args:
        mesh: of a space.
        stones: the materials that stones are made of.

    Returns:
        The same vertices and triangles in the same order, some vertices moved by a bevel and half a joint; what was a
        bevel has no extent any more.
    """
    of = np.flatnonzero(np.isin(np.array(mesh.materials), list(stones))[mesh.material])
    if not len(of):
        return mesh
    used, local = np.unique(mesh.triangles[of], return_inverse=True)
    points = mesh.positions[used].astype(np.float64)
    place = welded(points / _GRID_M)
    at = np.zeros((int(place.max()) + 1, 3))
    at[place] = points
    corners = place[local.reshape(-1, 3)]
    piece = pieces(corners, len(at))
    squared = at + _squaring(_Faces(at, corners, piece))
    by = squared - at + _closing(_Faces(squared, corners, piece))
    positions = mesh.positions.copy()
    positions[used] += by[place].astype(np.float32)
    return replace(mesh, positions=positions)


@dataclass(frozen=True, eq=False)
class _Faces:
    """The plane faces of stones, and the triangles they are made of.

    Attributes:
        at: (n, 3) where corners are, metres.
        corners, piece: (m, 3) of triangles, and (m,) of which stone they are.
    """

    at: Floats
    corners: Ints
    piece: Ints

    @cached_property
    def _standing(self) -> NDArray[np.bool_]:
        across = self._across(self.corners)
        return np.asarray(np.linalg.norm(across, axis=1) > 1e-9)

    @cached_property
    def of(self) -> tuple[Ints, Ints, Ints]:
        """(k, 3) corners of the triangles that have any extent, (k,) their faces, (k,) their stones."""
        corners, piece = self.corners[self._standing], self.piece[self._standing]
        way = self._ways(corners)
        depth = (self.at[corners[:, 0]] * way).sum(axis=1)
        return corners, welded(np.concatenate([way / ALIKE, depth[:, None] / 1e-3], axis=1), piece), piece

    @cached_property
    def normal(self) -> Floats:
        """(f, 3) of each face."""
        corners, face, _ = self.of
        found = np.zeros((self.count, 3))
        found[face] = self._ways(corners)
        return found

    @cached_property
    def depth(self) -> Floats:
        """(f,) how far along its normal each face lies."""
        corners, face, _ = self.of
        found = np.zeros(self.count)
        found[face] = (self.at[corners[:, 0]] * self.normal[face]).sum(axis=1)
        return found

    @cached_property
    def box(self) -> tuple[Floats, Floats]:
        """(f, 3) the lowest and the highest corner of each face."""
        corners, face, _ = self.of
        low, high = np.full((self.count, 3), np.inf), np.full((self.count, 3), -np.inf)
        np.minimum.at(low, face, self.at[corners].min(axis=1))
        np.maximum.at(high, face, self.at[corners].max(axis=1))
        return low, high

    @property
    def count(self) -> int:
        return int(self.of[1].max(initial=-1)) + 1

    @cached_property
    def wide(self) -> NDArray[np.bool_]:
        """(f,) which are no bevels."""
        corners, face, _ = self.of
        area = np.bincount(face, np.linalg.norm(self._across(corners), axis=1) / 2, self.count)
        low, high = self.box
        return np.asarray(area > BEVEL_WIDE_M * np.linalg.norm(high - low, axis=1))

    def _across(self, corners: Ints) -> Floats:
        a, b, c = np.moveaxis(self.at[corners], 1, 0)
        return np.asarray(np.cross(b - a, c - a))

    def _ways(self, corners: Ints) -> Floats:
        across = self._across(corners)
        return np.asarray(across / np.linalg.norm(across, axis=1, keepdims=True))


def _squaring(faces: _Faces) -> Floats:
    """(n, 3) by what each corner moves, metres: those of a bevel to the edge that it was cut off."""
    corners, face, piece = faces.of
    by = np.zeros_like(faces.at)
    if not faces.count:
        return by
    of_corner = np.full(len(by), -1)
    of_corner[corners] = piece[:, None]
    of_face = np.zeros(faces.count, np.int64)
    of_face[face] = piece
    # Each wide face beside each corner of its stone.
    order = np.argsort(of_corner, kind="stable")
    starts, ends = (np.searchsorted(of_corner[order], of_face, side=side) for side in ("left", "right"))
    which = np.flatnonzero(faces.wide)
    counts = (ends - starts)[which]
    on = np.repeat(which, counts)
    corner = order[np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + starts[on]]
    low, high = faces.box
    beside = (faces.at[corner] > low[on] - BEVEL_M).all(axis=1) & (faces.at[corner] < high[on] + BEVEL_M).all(axis=1)
    on, corner = on[beside], corner[beside]
    ways = _looks(faces, len(by))[corner]
    square = (np.abs(ways @ faces.normal[on][..., None])[..., 0] < ANOTHER_WAY).all(axis=1)
    on, corner = on[square], corner[square]
    for _ in range(3):  # a stone's corner lies behind three faces, and one face may be in the list more than once
        deep = faces.depth[on] - ((faces.at + by)[corner] * faces.normal[on]).sum(axis=1)
        near = np.flatnonzero((deep > 1e-5) & (deep <= BEVEL_M))
        deepest = near[np.argsort(-deep[near], kind="stable")]
        _, first = np.unique(corner[deepest], return_index=True)
        one = deepest[first]
        by[corner[one]] += faces.normal[on[one]] * deep[one, None]
    return by


def _looks(faces: _Faces, count: int) -> Floats:
    """(n, `_OF_ONE_CORNER`, 3) the ways of the wide faces that each corner is of; zero where it is of fewer."""
    corners, face, _ = faces.of
    wide = faces.wide[face]
    pairs = np.unique(np.stack([corners[wide].ravel(), np.repeat(face[wide], 3)], axis=1), axis=0)
    first = np.searchsorted(pairs[:, 0], pairs[:, 0])
    number = np.arange(len(pairs)) - first
    kept = number < _OF_ONE_CORNER
    ways = np.zeros((count, _OF_ONE_CORNER, 3))
    ways[pairs[kept, 0], number[kept]] = faces.normal[pairs[kept, 1]]
    return ways


def _closing(faces: _Faces) -> Floats:
    """(n, 3) by what each corner moves, metres: with each of its faces, half of the joint before that."""
    corners, face, _ = faces.of
    low, high = faces.box
    normal, depth = faces.normal, faces.depth
    # Faces that look one way or the other along one line, in the order in which they lie on it.
    sense = np.where((normal * (4.0, 2.0, 1.0)).sum(axis=1) >= 0, 1.0, -1.0)
    line = welded(normal * sense[:, None] / ALIKE)
    order = np.lexsort((sense * depth, line))
    on, where, sense = line[order], (sense * depth)[order], sense[order]
    wide = np.zeros(faces.count)
    for step in range(1, faces.count):
        gap = where[step:] - where[:-step]
        near = (on[step:] == on[:-step]) & (gap <= WIDEST_M)
        if not near.any():
            break
        joint = near & (gap > LEAST_M) & (sense[:-step] > 0) & (sense[step:] < 0)
        one, other = order[:-step][joint], order[step:][joint]
        lap = np.minimum(high[one], high[other]) - np.maximum(low[one], low[other])
        across = np.abs(normal[one]) > 0.7
        meet = (lap + np.where(across, 2 * WIDEST_M, 0) > np.where(across, 0, BESIDE_M)).all(axis=1)
        for which in (one[meet], other[meet]):
            np.maximum.at(wide, which, gap[joint][meet] / 2 + LAPS_M)
    # A corner is of several faces of its stone, which look three ways: each moves it along its own.
    pairs = np.unique(np.stack([corners.ravel(), np.repeat(face, 3)], axis=1), axis=0)
    by = np.zeros_like(faces.at)
    np.add.at(by, pairs[:, 0], (normal * wide[:, None])[pairs[:, 1]])
    return by
