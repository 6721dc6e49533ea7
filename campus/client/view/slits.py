"""No slit into the dark is drawn: what leaves one open is wider by as much.

A panel between two cheeks of stone may end a finger's width before them, and behind it is a shaft that no lamp lights.
From afar that is a black line of dashes, thinner than a pixel; from near by one looks in, at what is not meant to be
seen: a cornice that goes on in there, in the light of the room. What is drawn of such a panel reaches its cheeks. A gap
before a wall, or between battens, is no such slit: there is something behind it, and it is lit. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import Baked
from campus.client.view.covered import bright
from campus.mesh import Mesh, facing
from campus.mesh.welding import pieces, welded

WIDE_M = (0.008, 0.03)
"""What is narrower is a joint; of what is wider one may see what is within."""
DEEP_M = (0.015, 0.15)
LONG_M = 0.25
SHARE = 5.0
"""A panel is so many times as wide as its slit: what is narrower is a batten, and is meant to have a gap."""
DARK = 0.15
"""Of the light before a panel, the light behind it where nothing lights that."""
INSET = 0.1
"""Of the way to its middle, where a side's corners are looked at."""
ALIKE = -0.9999
"""Cosine between the two sides of a slit, at most."""
LEVEL = 0.1
"""And between a side and what borders it."""
PLACE_M = 2e-4

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
_Cheeks = tuple[Doubles, Doubles, Doubles, NDArray[np.int32]]


def without_slits(mesh: Mesh, baked: Baked) -> Mesh:
    """The mesh as it is drawn: the same vertices and triangles in the same order, some moved by a slit's width.

    Args:
        mesh: of a space, split where charts end.
        baked: its light, of the same triangles.
    """
    corners = mesh.corners().astype(np.float64)
    normals, apart, _ = facing(corners)
    place = welded(mesh.positions / PLACE_M)
    of = place[mesh.triangles]
    lengths = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2).max(axis=1)
    long = np.flatnonzero(lengths >= LONG_M)
    cheeks = corners[long], normals[long], apart[long], mesh.material[long]
    positions, piece = mesh.positions.astype(np.float64), None
    for side in _sides(corners, normals, of):
        way = normals[side[0]]
        wide = _open(corners[side], way, apart[side[0]], cheeks, mesh.material[side[0]])
        if not wide or not _dark_behind(side, of, normals, mesh, baked):
            continue
        if piece is None:
            piece = pieces(of, int(place.max()) + 1)
        mine = piece == piece[side[0]]
        off = corners[mine] @ way - apart[side[0]]
        # Of a panel it is the end: nothing of it stands out further.
        if off.max() < PLACE_M and -off.min() >= SHARE * wide:
            ends = mesh.triangles[mine][np.abs(off) < PLACE_M]
            positions[np.unique(ends)] += wide * way
    return mesh if piece is None else replace(mesh, positions=positions.astype(np.float32))


def _sides(corners: Doubles, normals: Doubles, of: NDArray[np.integer]) -> Iterator[Ints]:
    """The two triangles (2,) of each flat and narrow rectangle, such as the end of a panel."""
    lengths = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2)
    order = np.sort(lengths, axis=1)
    found = np.flatnonzero(
        (order[:, 1] >= LONG_M)
        & (order[:, 0] >= DEEP_M[0])
        & (order[:, 0] <= DEEP_M[1])
        & (np.abs(order[:, 0] ** 2 + order[:, 1] ** 2 - order[:, 2] ** 2) < 1e-3 * order[:, 2] ** 2)
    )
    # They share the longest edge of both.
    longest = lengths[found].argmax(axis=1)
    rows = np.arange(len(found))
    shared = np.sort(np.stack([of[found][rows, longest], of[found][rows, (longest + 1) % 3]], axis=1), axis=1)
    key = shared[:, 0] * (int(of.max(initial=0)) + 1) + shared[:, 1]
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(np.diff(key[order]) == 0)
    for one, other in zip(found[order[same]].tolist(), found[order[same + 1]].tolist(), strict=True):
        if normals[one] @ normals[other] > -ALIKE:
            yield np.array((one, other))


def _open(side: Doubles, way: Doubles, end: float, cheeks: _Cheeks, material: int) -> float:
    """How wide the slit is before a rectangle, metres; nothing where none is.

    Args:
        side: (2, 3, 3) its corners.
        way: it looks.
        end: how far it is along that way.
        cheeks: what may stand before it: corners of triangles, their normals, how far they are, and their materials.
        material: its own; a slit between stone and wood is a joint that one sees.
    """
    corners, normals, apart, materials = cheeks
    wide = -apart - end
    across = np.flatnonzero((wide >= WIDE_M[0]) & (wide <= WIDE_M[1]) & (materials == material))
    beside = across[normals[across] @ way < ALIKE]
    points = side.reshape(-1, 3)
    points = points + INSET * (points.mean(axis=0) - points)
    seen = np.zeros(len(points), np.bool_)
    least = np.inf
    for each in beside:
        on = _within(points, corners[each], way)
        seen |= on
        least = min(least, wide[each]) if on.any() else least
    return float(least) if seen.all() else 0.0


def _within(points: Doubles, triangle: Doubles, way: Doubles) -> NDArray[np.bool_]:
    """(n,) which points lie before a triangle (3, 3), seen along a way."""
    turns = [np.cross(triangle[(k + 1) % 3] - triangle[k], points - triangle[k]) @ way for k in range(3)]
    return np.asarray((np.max(turns, axis=0) <= 1e-9) | (np.min(turns, axis=0) >= -1e-9), np.bool_)


def _dark_behind(side: Ints, of: NDArray[np.integer], normals: Doubles, mesh: Mesh, baked: Baked) -> bool:
    """Whether of the two faces that a rectangle borders with its long edges one is lit and the other in the dark."""
    lit = []
    for one in side:
        points = mesh.positions[mesh.triangles[one]].astype(np.float64)
        lengths = np.linalg.norm(points - np.roll(points, -1, axis=0), axis=1)
        second = int(np.argsort(lengths)[1])
        ends = of[one][[second, (second + 1) % 3]]
        borders = np.isin(of, ends).sum(axis=1) == 2
        borders &= np.abs(normals @ normals[one]) < LEVEL
        if not borders.any():
            return False
        lit.append(float(bright(baked, np.flatnonzero(borders)).mean()))
    return min(lit) < DARK * max(lit)
