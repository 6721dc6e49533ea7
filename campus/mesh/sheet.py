"""Sheets: rows of quadrilaterals and flat caps, the two pieces that every shape is put together from."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campus.mesh.model import EMPTY, Mesh

Array = NDArray[np.float64]


def assembled(
    positions: ArrayLike, normals: ArrayLike, uvs: ArrayLike, triangles: ArrayLike, material: str, collides: bool
) -> Mesh:
    """A mesh of plain arrays, with equal vertices shared and triangles without area left out."""
    place = np.asarray(positions, np.float32).reshape(-1, 3)
    normal = np.asarray(normals, np.float64).reshape(-1, 3)
    normal = normal / np.maximum(np.linalg.norm(normal, axis=1), 1e-12)[:, None]
    index = np.asarray(triangles, np.int64).reshape(-1, 3)
    corner = place[index]
    area = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1)
    same = np.any(np.all(corner == np.roll(corner, 1, 1), axis=2), axis=1)
    index = index[~(same & (area < 1e-9))]
    if not len(index):
        return EMPTY
    vertices = np.concatenate(
        [place, normal.astype(np.float32), np.asarray(uvs, np.float32).reshape(-1, 2)], axis=1, dtype=np.float32
    )
    vertices = np.ascontiguousarray(vertices + 0.0)  # minus zero and zero are one vertex
    keys = vertices.view(np.dtype((np.void, vertices.dtype.itemsize * 8))).ravel()
    used, inverse = np.unique(index, return_inverse=True)
    _, first, shared = np.unique(keys[used], return_index=True, return_inverse=True)
    kept = vertices[used][first]
    faces = shared.ravel()[inverse.reshape(-1, 3)].astype(np.int32)
    return Mesh(
        np.ascontiguousarray(kept[:, :3]),
        np.ascontiguousarray(kept[:, 3:6]),
        np.ascontiguousarray(kept[:, 6:]),
        faces,
        (material,),
        np.zeros(len(faces), np.int32),
        np.full(len(faces), collides, np.bool_),
    )


def quads(corners: Array, normals: Array, uvs: Array, material: str, collides: bool) -> Mesh:
    """Quadrilaterals.

    Args:
        corners: (..., 4, 3), each quadrilateral's corners counter-clockwise seen from outside.
        normals: (..., 4, 3).
        uvs: (..., 4, 2).
        material: of all of them.
        collides: all of them, or none.
    """
    count = int(np.prod(corners.shape[:-2]))
    first = np.arange(count)[:, None] * 4
    index = np.concatenate([first + np.array((0, 1, 2)), first + np.array((0, 2, 3))], axis=1)
    return assembled(corners, normals, uvs, index, material, collides)


def flat(corners: ArrayLike, material: str = "lime-plaster", collides: bool = False) -> Mesh:
    """Flat quadrilaterals (..., 4, 3), counter-clockwise seen from outside; the uv runs along each one's first side."""
    corner = np.asarray(corners, np.float64).reshape(-1, 4, 3)
    along = corner[:, 1] - corner[:, 0]
    across = corner[:, 3] - corner[:, 0]
    normal = np.cross(along, corner[:, 2] - corner[:, 0])
    weak = np.linalg.norm(normal, axis=1) < 1e-12
    normal[weak] = np.cross(along, across)[weak]
    normal /= np.maximum(np.linalg.norm(normal, axis=1), 1e-12)[:, None]
    along /= np.maximum(np.linalg.norm(along, axis=1), 1e-12)[:, None]
    across = np.cross(normal, along)
    uv = np.stack([np.einsum("nkc,nc->nk", corner, along), np.einsum("nkc,nc->nk", corner, across)], 2)
    return quads(corner, np.repeat(normal[:, None], 4, 1), uv, material, collides)


def loft(places: Array, normals: Array, uvs: Array, material: str, collides: bool, *, flip: bool = False) -> Mesh:
    """A sheet drawn along a path: path pieces times line pieces.

    Args:
        places: (m, 2, k, 2, 3): for each of m path pieces its beginning and end, for each of k pieces of the line
            that is drawn its beginning and end.
        normals: the same shape.
        uvs: (m, 2, k, 2, 2).
        material: of all of it.
        collides: all of it, or none.
        flip: by default the outside is where line x path points; True turns the sheet inside out.
    """

    def around(values: Array) -> Array:
        turn = [values[:, 0, :, 0], values[:, 0, :, 1], values[:, 1, :, 1], values[:, 1, :, 0]]
        return np.stack(turn[::-1] if flip else turn, axis=2)

    return quads(around(places), around(normals), around(uvs), material, collides)


def cap(
    places: Array, triangles: NDArray[np.int32], normal: ArrayLike, uvs: Array, material: str, collides: bool
) -> Mesh:
    """A flat face of triangles (m, 3) into `places` (n, 3), all with one normal."""
    normals = np.broadcast_to(np.asarray(normal, np.float64), places.shape)
    return assembled(places, normals, uvs, triangles, material, collides)
