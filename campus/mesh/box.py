"""Boxes with real bevels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from campus.mesh.model import Mesh
from campus.mesh.sheet import Array

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
    plan = _plan(bevel > 0, frozenset(FACES[name] for name in hidden))
    places = half * plan.signs - bevel * plan.drawn_in
    uvs = np.take_along_axis(places, plan.uv_axes, 1)
    offset = np.asarray(at, np.float64) + np.array((0, 0, half[2]))
    count = len(plan.triangles)
    return Mesh(
        (places + offset).astype(np.float32),
        plan.normals,
        uvs.astype(np.float32),
        plan.triangles,
        (material,),
        np.zeros(count, np.int32),
        np.full(count, collides, np.bool_),
    )


Face = tuple[int, int]
"""An axis, and which side of it."""


class _Plan(NamedTuple):
    """Everything about a box but its size: made once for each choice of bevel and hidden faces.

    Attributes:
        signs: (n, 3) on which side of the middle each vertex lies.
        drawn_in: (n, 3) by how many bevels, and whither, it is drawn in.
        normals: (n, 3).
        uv_axes: (n, 2) which of its coordinates are its texture's.
        triangles: (m, 3).
    """

    signs: Array
    drawn_in: Array
    normals: NDArray[np.float32]
    uv_axes: NDArray[np.int64]
    triangles: NDArray[np.int32]


@cache
def _plan(bevelled: bool, left_out: frozenset[Face]) -> _Plan:
    """The vertices and triangles of a box with these faces left out."""
    vertices: dict[tuple[Face, tuple[int, int, int], int], int] = {}
    triangles: list[tuple[int, int, int]] = []

    def add(face: Face, corners: Sequence[tuple[Face, tuple[int, int, int]]]) -> None:
        """A polygon of corners, each with its own face's normal; `face` gives the plane of the texture."""
        index = [vertices.setdefault((own, signs, face[0]), len(vertices)) for own, signs in corners]
        # Drawn in by an eighth, the corners of bevels come apart, and one sees which way round they go.
        a, b, c = (_drawn_in(own, signs, left_out, 0.125) for own, signs in corners[:3])
        outward = float(np.cross(b - a, c - a) @ (a + b + c)) > 0
        for i in range(1, len(corners) - 1):
            first, second = (i, i + 1) if outward else (i + 1, i)
            triangles.append((index[0], index[first], index[second]))

    for face in FACES.values():
        if face not in left_out:
            others = [axis for axis in range(3) if axis != face[0]]
            ring = [(face, _signs({face[0]: face[1], others[0]: s, others[1]: t})) for s, t in _ROUND]
            add(face, ring)
    if bevelled:
        for (a, b), sa, sb in product(((0, 1), (0, 2), (1, 2)), (-1, 1), (-1, 1)):
            if (a, sa) not in left_out and (b, sb) not in left_out:
                ends = [((a, sa), -1), ((a, sa), 1), ((b, sb), 1), ((b, sb), -1)]
                add((a, sa), [(face, _signs({a: sa, b: sb, 3 - a - b: end})) for face, end in ends])
        for x, y, z in product((-1, 1), repeat=3):
            faces = [(0, x), (1, y), (2, z)]
            if not left_out.intersection(faces):
                add(faces[2], [(face, (x, y, z)) for face in faces])
    signs = np.array([signs for _, signs, _ in vertices], np.float64)
    normals = np.zeros((len(vertices), 3), np.float32)
    for i, (own, _, _) in enumerate(vertices):
        normals[i, own[0]] = own[1]
    drawn_in = signs - np.array([_drawn_in(own, s, left_out, 1.0) for own, s, _ in vertices])
    uv_axes = np.array([[axis for axis in range(3) if axis != plane] for _, _, plane in vertices])
    return _Plan(signs, drawn_in, normals, uv_axes, np.array(triangles, np.int32))


_ROUND = ((-1, -1), (1, -1), (1, 1), (-1, 1))


def _signs(by_axis: Mapping[int, int]) -> tuple[int, int, int]:
    return (by_axis[0], by_axis[1], by_axis[2])


def _drawn_in(own: Face, signs: tuple[int, int, int], left_out: frozenset[Face], bevel: float) -> Array:
    """A corner of the cube from -1 to 1 as its face `own` has it: drawn in from the edges that are bevelled."""
    place = np.array(signs, np.float64)
    for axis in range(3):
        if axis != own[0] and (axis, signs[axis]) not in left_out:
            place[axis] -= bevel * signs[axis]
    return place
