"""Points spread over the surfaces of a space, each standing for some of them: what light meets on its way.

Owns how dense they lie and what colour each gives back; knows nothing of how light travels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.client.view.shading import linear
from campus.mesh import Mesh
from campus.mesh.model import place
from campus.space.model import Copies, Space

Array = NDArray[np.float32]
NEAR_CELL_M = 0.2
SPREAD_M = NEAR_CELL_M / 2
"""Between the points that stand for a surface: four to a cell, so that cells of one wall are alike."""


@dataclass(frozen=True, eq=False)
class Surfels:
    """Points spread over surfaces, each standing for some area; foliage, `dense` under 1, lets light through."""

    at: Array
    normal: Array
    area: Array
    colour: Array
    dense: Array


def surfels_of(space: Space) -> Surfels:
    """The points of everything that stands in a space, its seats free."""
    parts = [_spread(space.mesh, space)]
    parts += [_spread_copies(copies, space) for copies in space.copies if copies.role != "seat-taken"]
    parts += [_spread(place(m.part.mesh, m.part.pivot), space, m.at, m.heading) for m in space.moving]
    return Surfels(
        *(np.concatenate([getattr(p, name) for p in parts]) for name in ("at", "normal", "area", "colour", "dense"))
    )


def _spread_copies(copies: Copies, space: Space) -> Surfels:
    one = _spread(copies.mesh, space)
    turn = np.deg2rad(copies.placements[:, 3])
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]

    def turned(v: Array) -> Array:
        return np.stack([cos * v[:, 0] - sin * v[:, 1], sin * v[:, 0] + cos * v[:, 1], v[:, 2] + 0 * cos], axis=-1)

    count = len(copies.placements)
    at = turned(one.at) + copies.placements[:, None, :3]
    return Surfels(
        at.reshape(-1, 3).astype(np.float32),
        turned(one.normal).reshape(-1, 3).astype(np.float32),
        np.tile(one.area, count),
        np.tile(one.colour, (count, 1)),
        np.tile(one.dense, count),
    )


def _spread(
    mesh: Mesh, space: Space, at: tuple[float, float, float] = (0.0, 0.0, 0.0), heading: float = 0.0
) -> Surfels:
    """Points on a mesh no further apart than the fine cells, rows along each triangle's longest edge."""
    mesh = place(mesh, at, heading)
    seen = np.array([_opacity(space, name) >= 1 for name in mesh.materials] or [True], bool)
    keep = seen[mesh.material]
    corners = mesh.corners()[keep]
    colours = np.array([_albedo(space.materials, name) for name in mesh.materials] or [(0.5, 0.5, 0.5)], np.float32)
    dense = np.array([_density(space, name) for name in mesh.materials] or [1.0], np.float32)
    edges = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2)
    first = edges.argmax(axis=1)
    rows = np.arange(len(corners))
    a, b, c = (corners[rows, (first + i) % 3] for i in range(3))
    across = np.cross(b - a, c - a)
    double = np.linalg.norm(across, axis=1)
    longest = edges.max(axis=1, initial=1e-9)
    count_u = np.maximum(np.ceil(longest / SPREAD_M), 1).astype(int)
    count_v = np.maximum(np.ceil(double / longest / SPREAD_M), 1).astype(int)
    count = count_u * count_v
    which = np.repeat(rows, count)
    index = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    u = ((index % count_u[which] + 0.5) / count_u[which])[:, None]
    v = ((index // count_u[which] + 0.5) / count_v[which])[:, None]
    points = (1 - v) * ((1 - u) * a[which] + u * b[which]) + v * c[which]
    # Rows nearer the apex are shorter, so their points stand for less.
    area = double[which] / count[which] * (1 - v[:, 0])
    unit = across / np.maximum(double, 1e-12)[:, None]
    material = mesh.material[keep]
    return Surfels(
        points.astype(np.float32),
        unit[which].astype(np.float32),
        area.astype(np.float32),
        colours[material][which],
        dense[material][which],
    )


def _opacity(space: Space, name: str) -> float:
    material = space.materials.get(name)
    return material.opacity if material else 1.0


def _density(space: Space, name: str) -> float:
    material = space.materials.get(name)
    return 0.2 if material and material.pattern == "leaves" else 1.0


def _albedo(materials: Mapping[str, object], name: str) -> tuple[float, float, float]:
    material = materials.get(name)
    return linear(getattr(material, "colour", "#808080"))
