"""Stones without joints, and without bevels for a processor that draws.

A joint is five millimetres wide and a bevel not much more: in a picture of few pixels without smoothed edges they are
there in one row of them and not in the next, black strokes and dots on every third stone. So an edge becomes sharp
again, and the two sides of a joint meet; that stones differ in tone tells the courses. On a graphics card they meet,
too, since nothing lights a joint as it is lit, and a groove between two bevels is left. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.client.view.charts import PLACE_M, WAY
from campus.mesh import Mesh, facing
from campus.mesh.welding import extents, pieces, together, welded

STONES = frozenset({"dressed", "courses"})
"""The patterns of what stones are made of."""
BEVEL_M = 0.021
"""What lies deeper behind the face of a stone is no bevel of its edge: copings have some of two centimetres, in the sun
where all else of a string course is in the shade, or the other way round."""
BEVEL_WIDE_M = 0.03
"""Nor is a face that is wider."""
ANOTHER_WAY = 0.5
"""Cosine between two faces that meet in an edge, at most; the facets of an arch's curve look more alike."""
WIDEST_M = 0.008
"""A wider gap is no joint."""
LEAST_M = 1e-4
LAPS_M = 1e-4
"""So far the sides of a joint go into one another: no ray slips through."""
SHUT_LAPS_M = 3e-4
"""And where bevels stay: so far that their corners do not become one, or stones that meet would be squared as one."""
BESIDE_M = 0.01
"""Faces lap at least so much that they are the sides of one joint."""
ALIKE = 0.01
"""Normals that differ less look one way: the joints of an arch are wider without than within."""
ONE_PLACE_M = 2e-3
"""Corners of bevels come so near to one another where the sides of a stone meet aslant."""
LEAST_M2 = 5e-10
"""A triangle that is smaller faces nowhere."""
_OF_ONE_CORNER = 4
"""Wide faces at most that are looked at."""

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
_Numbering = Callable[[Floats, Floats, Ints], Ints]
_Placing = Callable[[Floats, Ints, Ints], Floats]


def jointless(mesh: Mesh, stones: Set[str]) -> Mesh:
    """The mesh with its stones squared and moved together.

    Args:
        mesh: of a space.
        stones: the materials that stones are made of.

    Returns:
        The same vertices and triangles in the same order, some vertices moved by a bevel and half a joint; what was a
        bevel has no extent any more.
    """
    return _moved(mesh, stones, _where, _squared_and_met)


def with_shut_joints(mesh: Mesh, stones: Set[str]) -> Mesh:
    """The mesh with its stones moved together, their bevels left: a joint is a groove, with nothing to look into.

    At the bottom of a joint of millimetres one sees what a bake cannot light: sides of stones whose texels, as wide as
    ten joints, have the light of the open, and the wall's plaster behind them. Each course was parted from the next by
    a line that was white along one stone and dark along the other, with a dot where three of them meet.

    Args:
        mesh: of a space.
        stones: the materials that stones are made of.

    Returns:
        The same vertices and triangles in the same order, some vertices moved by half a joint; and bevels between two
        sides that are moved have no extent any more.
    """
    return _moved(mesh, stones, _of_its_stone, _met)


def _moved(mesh: Mesh, stones: Set[str], of_corner: _Numbering, places: _Placing) -> Mesh:
    """The mesh, its stones' corners where `places` says: of those (n, 3), triangles (m, 3), and their stones (m,).

    Args:
        mesh: of a space.
        stones: the materials that stones are made of.
        of_corner: the number (n,) of the corner that vertices (n, 3) with normals (n, 3) of triangles (m, 3) are.
        places: says it.
    """
    of = np.flatnonzero(np.isin(np.array(mesh.materials), list(stones))[mesh.material])
    if not len(of):
        return mesh
    used, local = np.unique(mesh.triangles[of], return_inverse=True)
    points, local = mesh.positions[used].astype(np.float64), local.reshape(-1, 3)
    place = of_corner(points, mesh.normals[used].astype(np.float64), local)
    at = np.zeros((int(place.max()) + 1, 3))
    at[place] = points
    corners = place[local]
    positions = mesh.positions.copy()
    positions[used] += (places(at, corners, pieces(corners, len(at))) - at)[place].astype(np.float32)
    return replace(mesh, positions=positions)


def _where(points: Floats, normals: Floats, triangles: Ints) -> Ints:
    """(n,) a number that vertices share which lie in one place."""
    return welded(points / PLACE_M)


def _of_its_stone(points: Floats, normals: Floats, triangles: Ints) -> Ints:
    """(n,) a number that vertices share which lie in one place of one stone, where a bevel tells whose they are.

    Stones that touch, as those of a course may, have corners in one place; bevels hold a stone's own faces together.
    """
    number = welded(points / PLACE_M, normals / WAY)
    of_triangle = pieces(number[triangles], int(number.max()) + 1)
    low, high = extents(normals[triangles], of_triangle)
    flat = (high - low).max(axis=1) < WAY
    of = np.full(len(points), -1, np.int64)
    of[triangles] = np.where(flat, -1, np.arange(len(flat)))[of_triangle][:, None]
    return welded(points / PLACE_M, of)


def _squared_and_met(at: Floats, corners: Ints, piece: Ints) -> Floats:
    """(n, 3) where corners of stones are that are squared, and meet."""
    return _meeting(at, corners, piece, _squaring(_Faces(at, corners, piece)), LAPS_M)


def _met(at: Floats, corners: Ints, piece: Ints) -> Floats:
    """(n, 3) where corners of stones are that meet: of their bevels, those deep in joints are squared."""
    faces = _Faces(at, corners, piece)
    pairs, gap = _gaps(faces)
    shut = np.zeros(faces.count, np.bool_)
    shut[pairs[gap > -LEAST_M, 0]] = True
    by = _squaring(faces, shut)
    moved = np.any(by, axis=1)
    # What has been cut off an edge comes back from both of its sides, or stays where it is: stones may overlap.
    one = _in_one_place(at + by, moved, corners, piece)
    by[np.bincount(one)[one] < 2] = 0
    return _meeting(at, corners, piece, by, SHUT_LAPS_M)


def _meeting(at: Floats, corners: Ints, piece: Ints, by: Floats, laps: float) -> Floats:
    """(n, 3) where corners are that were at (n, 3) and moved by so much, and whose stones meet."""
    squared = at + by
    # The corners of a bevel lie in one place by now: what moves one of them moves all, or it stood open again.
    one = _in_one_place(squared, np.any(by, axis=1), corners, piece)
    moved = np.zeros((int(one.max()) + 1, 3))
    moved[one] = squared
    moved += _closing(_Faces(moved, one[corners], piece), laps)
    return moved[one]


def _in_one_place(at: Floats, which: NDArray[np.bool_], corners: Ints, piece: Ints) -> Ints:
    """(n,) a number that those corners of a stone share, of `which` (n,), that lie in one place."""
    if not which.any():
        return np.arange(len(at))
    stone = np.zeros(len(at), np.int64)
    stone[corners] = piece[:, None]
    # In two grids: what lies on the border of a cell in one of them is well within a cell of the other.
    some, other = (welded(at[which] / ONE_PLACE_M + shift, stone[which]) for shift in (0.0, 0.5))
    number = np.arange(len(at))
    count = int(some.max()) + 1
    number[which] = len(at) + together(np.stack([some, other + count], axis=1), 2 * len(at))[some]
    return np.asarray(np.unique(number, return_inverse=True)[1], np.int64)


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
    def _facing(self) -> tuple[Ints, Floats, Floats, Floats]:
        """(k,) the triangles that have any extent: which they are, which way each faces, how far off, its area."""
        ways, apart, area = facing(self.at[self.corners])
        which = np.flatnonzero(area > LEAST_M2)
        return which, ways[which], apart[which], area[which]

    @cached_property
    def of(self) -> tuple[Ints, Ints, Ints]:
        """(k, 3) corners of the triangles that have any extent, (k,) their faces, (k,) their stones."""
        which, ways, apart, _ = self._facing
        piece = self.piece[which]
        return self.corners[which], welded(ways / ALIKE, apart / 1e-3, piece), piece

    @cached_property
    def normal(self) -> Floats:
        """(f, 3) of each face."""
        return self._of_faces(self._facing[1])

    @cached_property
    def stone(self) -> Ints:
        """(f,) of which stone each face is."""
        return self._of_faces(self.of[2])

    @cached_property
    def depth(self) -> Floats:
        """(f,) how far along its normal each face lies."""
        return self._of_faces(self._facing[2])

    @cached_property
    def box(self) -> tuple[Floats, Floats]:
        """(f, 3) the lowest and the highest corner of each face."""
        corners, face, _ = self.of
        return extents(self.at[corners], face)

    @property
    def count(self) -> int:
        return int(self.of[1].max(initial=-1)) + 1

    @cached_property
    def wide(self) -> NDArray[np.bool_]:
        """(f,) which are no bevels."""
        area = np.bincount(self.of[1], self._facing[3], self.count)
        low, high = self.box
        return np.asarray(area > BEVEL_WIDE_M * np.linalg.norm(high - low, axis=1))

    def _of_faces(self, values: NDArray[Any]) -> NDArray[Any]:
        """What each triangle (k, …) says of its face, by face (f, …)."""
        found = np.zeros((self.count, *values.shape[1:]), values.dtype)
        found[self.of[1]] = values
        return found


def _squaring(faces: _Faces, among: NDArray[np.bool_] | None = None) -> Floats:
    """(n, 3) by what each corner moves, metres: those of a bevel to the edge that it was cut off.

    Args:
        faces: of the stones.
        among: (f,) between which of them edges are squared, if not between all wide ones.
    """
    corners, face, piece = faces.of
    by = np.zeros_like(faces.at)
    if not faces.count:
        return by
    of_corner = np.full(len(by), -1)
    mine = np.ones(len(corners), np.bool_) if among is None else among[face]
    of_corner[corners[mine]] = piece[mine, None]
    # Each wide face beside each corner of its stone.
    order = np.argsort(of_corner, kind="stable")
    wide = np.flatnonzero(faces.wide if among is None else among)
    which, at = _equal(of_corner[order], faces.stone[wide])
    on, corner = wide[which], order[at]
    low, high = faces.box
    reach = BEVEL_M * 3**0.5  # across all three bevels of a corner, whichever way the stone is turned
    beside = (faces.at[corner] > low[on] - reach).all(axis=1) & (faces.at[corner] < high[on] + reach).all(axis=1)
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
        # Boxes that overlap have ends behind one another: a corner goes to one of them, and not to and fro.
        gone = np.zeros_like(by)
        gone[corner[one]] = faces.normal[on[one]]
        left = np.abs((gone[corner] * faces.normal[on]).sum(axis=1)) < ANOTHER_WAY
        on, corner = on[left], corner[left]
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


def _closing(faces: _Faces, laps: float) -> Floats:
    """(n, 3) by what each corner moves, metres: with each of its faces, half of the joint before that, and `laps`."""
    by = np.zeros_like(faces.at)
    if faces.count:
        pairs, gap = _gaps(faces)
        wide = np.where(gap > LEAST_M, gap / 2 + laps, 0)
        np.add.at(by, pairs[:, 1], faces.normal[pairs[:, 0]] * wide[:, None])
    return by


def _gaps(faces: _Faces) -> tuple[Ints, Floats]:
    """(k, 2) faces and each of their corners, and (k,) how wide the joint is before it, metres; -1 where none is."""
    corners, face, _ = faces.of
    normal, depth = faces.normal, faces.depth
    one, other = _before(faces)
    # Each corner of a face, once: it is of several faces of its stone, and each moves it along its own normal.
    pairs = np.unique(np.stack([np.repeat(face, 3), corners.ravel()], axis=1), axis=0)
    joint, which = _equal(pairs[:, 0], one)
    over = other[joint]
    # A joint may be a wedge, so that is asked of each corner.
    gap = (faces.at[pairs[which, 1]] * normal[over]).sum(axis=1) - depth[over]
    widest = np.full(len(pairs), -1.0)
    np.maximum.at(widest, which, np.where((gap > -LEAST_M) & (gap <= WIDEST_M), gap, -1.0))
    return pairs, widest


def _before(faces: _Faces) -> tuple[Ints, Ints]:
    """(j,) faces and (j,) the one that looks back at each, as far from it as a joint is wide at most."""
    low, high = faces.box
    normal = faces.normal
    one, other = _pairs_of(faces.stone, *_side_by_side(low, high, faces.stone))
    lap = np.minimum(high[one], high[other]) - np.maximum(low[one], low[other])
    across = np.abs(normal[one]) > 0.7
    meet = (lap + np.where(across, 2 * WIDEST_M, 0) > np.where(across, 0, BESIDE_M)).all(axis=1)
    meet &= np.linalg.norm(normal[one] + normal[other], axis=1) < ALIKE
    one, other = one[meet], other[meet]
    return np.concatenate([one, other]), np.concatenate([other, one])


def _side_by_side(low: Floats, high: Floats, stone: Ints) -> tuple[Ints, Ints]:
    """(k,) and (k,) stones whose boxes, of those of their faces, come as near to each other as a joint is wide."""
    count = int(stone.max(initial=-1)) + 1
    lowest, highest = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    np.minimum.at(lowest, stone, low - WIDEST_M)
    np.maximum.at(highest, stone, high)
    axis = int(np.ptp(low, axis=0).argmax())
    order = np.argsort(lowest[:, axis], kind="stable")
    ends = np.searchsorted(lowest[order, axis], highest[order, axis], side="right")
    which, at = _ranges(np.arange(count) + 1, ends)
    one, other = order[which], order[at]
    near = ((lowest[one] <= highest[other]) & (lowest[other] <= highest[one])).all(axis=1)
    return one[near], other[near]


def _pairs_of(stone: Ints, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """(m,) faces of stones `one` and (m,) of stones `other`, each with each, where (f,) tells whose each face is."""
    order = np.argsort(stone, kind="stable")
    pair, first = _equal(stone[order], one)
    which, second = _equal(stone[order], other[pair])
    return order[first[which]], order[second]


def _equal(values: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """(m,) which of what is wanted, and (m,) where it is among values in their order; every place of each."""
    return _ranges(np.searchsorted(values, wanted, side="left"), np.searchsorted(values, wanted, side="right"))


def _ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """(m,) which of ranges, and (m,) every number in it, of ranges from `starts` (n,) up to `ends` (n,)."""
    counts = np.maximum(ends - starts, 0)
    which = np.repeat(np.arange(len(starts)), counts)
    return which, np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + starts[which]
