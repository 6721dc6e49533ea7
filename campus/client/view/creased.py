"""Edges of what has wide faces are sharp, though these turn little from one to the next.

Meshes shade edges of less than 50 degrees as one curve, which makes columns round. The sides of an octagonal basin turn
by 45: each was lit as if it turned by that from one end to the other, gilt along one edge by a sun that does not reach
it, and the sun's own shadow, looked up as on another plane, frayed. An eye that sees a side longer than a metre sees
that it is flat. Pure numpy.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.client.view.charts import planes
from campus.mesh import Mesh, facing
from campus.mesh.welding import welded

BENT = 20.0
"""Degrees by which a face's corners look another way than it does, at least: less is a column's facet."""
LONG_M = 1.0
"""And so far it goes that way: a bough is in shorter pieces."""
THICK_M = 0.05
"""What is thinner is a bar, or a bevel."""
NEARLY = 0.3
"""Cosine between such a face and the bevel that goes on from it, at least."""
_PLACE_M, _TURNED = 2e-4, 0.01

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def creased(mesh: Mesh, rows: Floats) -> tuple[Mesh, Floats]:
    """A mesh as it is drawn, whose long flat faces look one way all over, and so do their bevels where they begin.

    Args:
        mesh: whose vertices are split where charts end.
        rows: (n, k) what each of its vertices has besides.

    Returns:
        The same triangles in the same order; what of their vertices had to be split comes last; and (n + l, k).
    """
    corners, normals = mesh.corners().astype(np.float64), mesh.normals[mesh.triangles].astype(np.float64)
    ways, apart, area = facing(corners)
    long = _long(corners, normals, ways, area)
    which = np.flatnonzero(long.any(axis=1))
    # A face is a rectangle: a lone triangle is part of something that bends.
    plane = planes(ways[which], apart[which])
    _, of, many = np.unique(plane, return_inverse=True, return_counts=True)
    which = which[many[of.ravel()] > 1]
    if not len(which):
        return mesh, rows
    turned = normals.copy()
    turned[which] = ways[which, None]
    _with_neighbours(turned, corners, normals, ways, _thick(corners, area), which, long[which])
    changed = np.flatnonzero((np.abs(turned - normals).max(axis=2) > 1e-4).any(axis=1))
    return _told(mesh, rows, changed, turned[changed])


def _long(corners: Doubles, normals: Doubles, ways: Doubles, area: Doubles) -> Bools:
    """(m, 3) which corners look another way than their triangle does, along which it is long."""
    cosine = np.einsum("tic,tc->ti", normals, ways)
    aside = normals - cosine[..., None] * ways[:, None]
    aside /= np.maximum(np.linalg.norm(aside, axis=2, keepdims=True), 1e-9)
    reach = np.ptp(np.einsum("tic,tkc->tik", aside, corners), axis=2)
    bent = (cosine < np.cos(np.deg2rad(BENT))) & (cosine > NEARLY)
    return np.asarray(bent & (reach > LONG_M) & _thick(corners, area)[:, None])


def _thick(corners: Doubles, area: Doubles) -> Bools:
    """(m,) which triangles are neither of a bar nor of a bevel."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2).max(axis=1)
    return np.asarray(2 * area > THICK_M * sides)


def _with_neighbours(
    turned: Doubles, corners: Doubles, normals: Doubles, ways: Doubles, thick: Bools, which: Ints, bent: Bools
) -> None:
    """Turns corners that looked as those of long faces `which` did: a bevel's to the face that it goes on from."""
    spot = welded(corners.reshape(-1, 3) / _PLACE_M, normals.reshape(-1, 3) / _TURNED)
    of_face, theirs = spot.reshape(-1, 3)[which][bent], np.broadcast_to(ways[which, None], (len(which), 3, 3))[bent]
    own = np.zeros(len(corners), np.bool_)
    own[which] = True
    for corner in np.flatnonzero(np.isin(spot, of_face) & ~np.repeat(own, 3)):
        triangle = corner // 3
        faces = ways[triangle, None] if thick[triangle] else theirs[of_face == spot[corner]]
        alike = faces @ ways[triangle]
        if alike.max() > NEARLY:
            turned[triangle, corner % 3] = faces[alike.argmax()]


def _told(mesh: Mesh, rows: Floats, changed: Ints, turned: Doubles) -> tuple[Mesh, Floats]:
    """The same, triangles `changed` (k,) with normals (k, 3, 3): a vertex that others share is split."""
    was = mesh.triangles[changed].ravel()
    count = len(mesh.positions)
    word = welded(was[:, None].astype(np.float64), turned.reshape(-1, 3) / _TURNED)
    _, first, number = np.unique(word, return_index=True, return_inverse=True)
    triangles = mesh.triangles.copy()
    triangles[changed] = (count + number.reshape(-1, 3)).astype(triangles.dtype)
    like = was[first]
    made = replace(
        mesh,
        positions=np.concatenate([mesh.positions, mesh.positions[like]]),
        normals=np.concatenate([mesh.normals, turned.reshape(-1, 3)[first].astype(mesh.normals.dtype)]),
        uvs=np.concatenate([mesh.uvs, mesh.uvs[like]]),
        triangles=triangles,
    )
    return made, np.concatenate([rows, rows[like]])
