"""Shapes turned on a lathe: columns, balusters, jars, lamps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from campus.mesh.model import Mesh
from campus.mesh.polygon import segments
from campus.mesh.sheet import Array, loft


def lathe(
    profile: ArrayLike,
    at: Sequence[float] = (0.0, 0.0, 0.0),
    sides: int = 32,
    *,
    material: str = "lime-plaster",
    collides: bool = False,
) -> Mesh:
    """A shape turned about the vertical through `at`.

    Args:
        profile: (k, 2) radius and height in metres, from bottom to top; ends off the axis are closed by a disc.
            Corners under 50 degrees are smooth, others hard.
        at: the foot of its axis.
        sides: straight pieces around; 32 makes a column round, 10 a baluster.
        material: of all of it.
        collides: whether a body bumps into it.
    """
    line = np.asarray(profile, np.float64).reshape(-1, 2)
    ends = [np.array([[0.0, z]]) if r > 1e-9 else np.zeros((0, 2)) for r, z in (line[0], line[-1])]
    line = np.concatenate([ends[0], line, ends[1]])
    pieces = segments(line, closed=False)
    angle = np.deg2rad(np.arange(sides) * 360 / sides)
    # The last station is the first again, to the bit, so that the surface closes.
    turn = np.stack([np.cos(angle), np.sin(angle)], 1)
    turns = np.stack([turn, np.roll(turn, -1, 0)], 1)  # (m, 2, 2): path piece, its end, cos and sin

    radius_height = np.stack([pieces.start, pieces.end], 1)  # (k, 2, 2)
    normal = np.stack([pieces.start_normal, pieces.end_normal], 1)

    def turned(values: Array) -> Array:
        flat = turns[:, :, None, None, :] * values[None, None, :, :, :1]
        up = np.broadcast_to(values[None, None, :, :, 1:], (*flat.shape[:-1], 1))
        return np.concatenate([flat, up], -1)

    places = turned(radius_height) + np.asarray(at, np.float64)
    around = float(line[:, 0].max()) * 2 * np.pi / sides * np.stack([np.arange(sides), np.arange(sides) + 1], 1)
    uvs = np.empty((*places.shape[:-1], 2))
    uvs[..., 0] = around[:, :, None, None]
    uvs[..., 1] = pieces.along[None, None]
    return loft(places, turned(normal), uvs, material, collides, flip=True)


def cylinder(
    radius: float,
    height: float,
    at: Sequence[float] = (0.0, 0.0, 0.0),
    sides: int = 24,
    top_radius: float | None = None,
    bevel: float = 0.0,
    *,
    material: str = "lime-plaster",
    collides: bool = False,
) -> Mesh:
    """A cylinder standing on `at`, or a cone where `top_radius` differs; metres. A `top_radius` of 0 makes a point."""
    top = radius if top_radius is None else top_radius
    bevel = min(bevel, 0.45 * height, 0.9 * radius)
    profile = [(radius, 0.0), (top, height)]
    if bevel > 0 and top > bevel:
        profile = [(radius - bevel, 0.0), (radius, bevel), (top, height - bevel), (top - bevel, height)]
    return lathe(profile, at, sides, material=material, collides=collides)
