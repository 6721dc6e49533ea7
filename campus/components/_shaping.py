"""Shapes that furniture shares: leaning, rounding, thinning. Knows no component."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from campus.mesh import Mesh, extrude, rounded_rectangle


def leaning(mesh: Mesh, degrees: float, about: tuple[float, float] = (0.0, 0.0)) -> Mesh:
    """The mesh turned about an axis along X, its top going towards -Y (backwards) as `degrees` grow.

    Args:
        mesh: any.
        degrees: how far.
        about: y and z of the axis, metres.
    """
    angle = np.deg2rad(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])
    middle = np.array([0.0, *about])
    return replace(
        mesh,
        positions=((mesh.positions - middle) @ turn.T + middle).astype(np.float32),
        normals=(mesh.normals @ turn.T).astype(np.float32),
    )


def slab(
    size: tuple[float, float],
    thickness: float,
    at: Sequence[float] = (0.0, 0.0, 0.0),
    *,
    radius: float = 0.03,
    bevel: float = 0.008,
    steps: int = 3,
    material: str = "oak",
    collides: bool = False,
) -> Mesh:
    """A board or a cushion with rounded corners and a bevelled rim, lying on `at` (the centre of its base)."""
    outline = rounded_rectangle(size, radius, steps)
    return extrude(outline, thickness, at=at, bevel=bevel, material=material, collides=collides)


def leg(
    foot: Sequence[float], top: Sequence[float], width: float, narrow: float | None = None, *, material: str = "oak"
) -> Mesh:
    """A square leg from `foot` to `top` that narrows towards the floor; 12 triangles.

    Args:
        foot: (x, y, z) of the middle of its foot, metres.
        top: of the middle of its head.
        width: of its head.
        narrow: of its foot; by default six tenths of the head.
        material: of all faces.
    """
    thin = (width * 0.6 if narrow is None else narrow) / 2
    thick = width / 2
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float64)
    low = np.concatenate([square * thin, np.zeros((4, 1))], 1) + np.asarray(foot, np.float64)
    high = np.concatenate([square * thick, np.zeros((4, 1))], 1) + np.asarray(top, np.float64)
    positions, normals, uvs, triangles = [], [], [], []
    faces = [(low[i], low[(i + 1) % 4], high[(i + 1) % 4], high[i]) for i in range(4)]
    faces += [(low[3], low[2], low[1], low[0]), (high[0], high[1], high[2], high[3])]
    for number, (a, b, c, d) in enumerate(faces):
        normal = np.cross(b - a, d - a)
        positions += [a, b, c, d]
        normals += [normal / np.linalg.norm(normal)] * 4
        across, up = float(np.linalg.norm(b - a)), float(np.linalg.norm(d - a))
        uvs += [(0, 0), (across, 0), (across, up), (0, up)]
        first = 4 * number
        triangles += [(first, first + 1, first + 2), (first, first + 2, first + 3)]
    count = len(triangles)
    return Mesh(
        np.array(positions, np.float32),
        np.array(normals, np.float32),
        np.array(uvs, np.float32),
        np.array(triangles, np.int32),
        (material,),
        np.zeros(count, np.int32),
        np.zeros(count, np.bool_),
    )
