"""Boxes with real bevels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from campus.mesh.model import Mesh
from campus.mesh.sheet import Array, assembled

FACES = {"left": (0, -1), "right": (0, 1), "front": (1, 1), "back": (1, -1), "bottom": (2, -1), "top": (2, 1)}
"""Each face's axis and side; the front looks to +Y."""


def box(
    size: Sequence[float],
    at: Sequence[float] = (0.0, 0.0, 0.0),
    bevel: float = 0.0,
    hidden: Sequence[str] = (),
    *,
    material: str = "lime-plaster",
    collides: bool = False,
) -> Mesh:
    """A box standing on `at`.

    Args:
        size: x, y, z in metres.
        at: the centre of its base.
        bevel: metres cut off its edges; light runs round a bevelled edge as over a rounded one, while the faces
            stay flat. Limited to 45 % of the smallest side.
        hidden: faces to leave out: `left` -X, `right` +X, `front` +Y, `back` -Y, `bottom`, `top`. Edges beside a
            hidden face are not bevelled.
        material: of all faces.
        collides: whether a body bumps into it.

    Returns:
        12 triangles, or 44 with a bevel; closed unless a face is hidden.
    """
    half = np.asarray(size, np.float64) / 2
    bevel = min(bevel, 0.9 * float(half.min()))
    left_out = {FACES[name] for name in hidden}
    places: list[Array] = []
    normals: list[Array] = []
    uvs: list[Array] = []
    triangles: list[tuple[int, int, int]] = []

    def corner(face: tuple[int, int], signs: tuple[int, int, int]) -> Array:
        """Where the face's corner nearest to the box's corner `signs` lies: drawn in by the bevel of its sides."""
        place = half * signs
        for axis in range(3):
            if axis != face[0] and (axis, signs[axis]) not in left_out:
                place[axis] -= bevel * signs[axis]
        return place

    def add(face: tuple[int, int], corners: Sequence[tuple[tuple[int, int], tuple[int, int, int]]]) -> None:
        """A polygon of corners, with each corner's own face's normal, and `face`'s plane for its uv."""
        first = len(places)
        for own, signs in corners:
            place = corner(own, signs)
            normal = np.zeros(3)
            normal[own[0]] = own[1]
            places.append(place)
            normals.append(normal)
            axes = [axis for axis in range(3) if axis != face[0]]
            uvs.append(place[axes])
        a, b, c = places[first : first + 3]
        outward = np.cross(b - a, c - a) @ (a + b + c) > 0
        for i in range(1, len(corners) - 1):
            triangles.append((first, first + i, first + i + 1) if outward else (first, first + i + 1, first + i))

    for face in FACES.values():
        if face not in left_out:
            others = [axis for axis in range(3) if axis != face[0]]
            ring = []
            for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                signs = [0, 0, 0]
                signs[face[0]], signs[others[0]], signs[others[1]] = face[1], s, t
                ring.append((face, (signs[0], signs[1], signs[2])))
            add(face, ring)
    if bevel > 0:
        for (a, b), sa, sb in product(((0, 1), (0, 2), (1, 2)), (-1, 1), (-1, 1)):
            if (a, sa) in left_out or (b, sb) in left_out:
                continue
            c = 3 - a - b
            ring = []
            for face, end in (((a, sa), -1), ((a, sa), 1), ((b, sb), 1), ((b, sb), -1)):
                signs = [0, 0, 0]
                signs[a], signs[b], signs[c] = sa, sb, end
                ring.append((face, (signs[0], signs[1], signs[2])))
            add((a, sa), ring)
        for signs3 in product((-1, 1), repeat=3):
            faces = [(axis, signs3[axis]) for axis in range(3)]
            if not left_out.intersection(faces):
                add(faces[2], [(face, (signs3[0], signs3[1], signs3[2])) for face in faces])
    offset = np.asarray(at, np.float64) + np.array((0, 0, half[2]))
    return assembled(np.array(places) + offset, np.array(normals), np.array(uvs), triangles, material, collides)
