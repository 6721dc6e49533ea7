"""Leaves, trunks and crowns. Everything follows from a seed; knows no component."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campus.mesh import Mesh, merge, tube

Array = NDArray[np.float64]


def leaves(
    places: ArrayLike,
    ahead: ArrayLike,
    length: float,
    width: float,
    *,
    material: str,
    random: np.random.Generator,
    sizes: ArrayLike = 1.0,
    differ: float = 0.2,
    middle_of_crown: ArrayLike | None = None,
) -> Mesh:
    """Leaves: each a diamond folded along its midrib, seen from both sides; 4 triangles each.

    Args:
        places: (n, 3) where each begins, metres.
        ahead: (n, 3) which way each points, any length.
        length: of a leaf, metres.
        width: of a leaf, metres.
        material: of all.
        random: where chance comes from.
        sizes: (n,) how much larger than that each is.
        differ: by what share of its length each is longer or shorter, by chance.
        middle_of_crown: (3,) from where they turn outward to the light; None for the middle of themselves.
    """
    start = np.asarray(places, np.float64).reshape(-1, 3)
    count = len(start)
    axis = np.asarray(ahead, np.float64).reshape(-1, 3)
    axis = axis / np.maximum(np.linalg.norm(axis, axis=1, keepdims=True), 1e-9)
    side = np.cross(axis, random.normal(size=(count, 3)))
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    normal = np.cross(side, axis)
    size = np.broadcast_to(np.asarray(sizes, np.float64), (count,))[:, None]
    long, width_of_each = length * size * random.uniform(1 - differ, 1 + differ, (count, 1)), width * size
    middle = start + axis * long * 0.45
    tip = start + axis * long
    fold = normal * width_of_each * 0.15
    left, right = middle - side * width_of_each / 2 + fold, middle + side * width_of_each / 2 + fold
    # A leaf takes the light of its crown's surface, not of its own small plane: what one sees of a tree is its volume.
    outward = start - (start.mean(0) if middle_of_crown is None else np.asarray(middle_of_crown, np.float64))
    outward /= np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-9)
    shade = outward * 0.75 + np.array([0, 0, 0.35])
    shade /= np.linalg.norm(shade, axis=1, keepdims=True)
    corners = np.stack([start, right, tip, left], 1)  # (n, 4, 3)
    positions = corners.reshape(-1, 3)
    normals = np.repeat(shade, 4, 0)
    uvs = np.tile(np.array([(0, 0), (width / 2, length / 2), (0, length), (-width / 2, length / 2)]), (count, 1))
    # Each lies elsewhere on the pattern: no two neighbours have one green.
    uvs = uvs + np.repeat(np.random.default_rng(count).uniform(0, 1, (count, 2)), 4, 0)
    both = np.array([(0, 1, 2), (0, 2, 3), (0, 2, 1), (0, 3, 2)])
    triangles = (both[None] + 4 * np.arange(count)[:, None, None]).reshape(-1, 3)
    return Mesh(
        positions.astype(np.float32),
        normals.astype(np.float32),
        uvs.astype(np.float32),
        triangles.astype(np.int32),
        (material,),
        np.zeros(len(triangles), np.int32),
        np.zeros(len(triangles), np.bool_),
    )


def lumpy(
    radii: Sequence[float],
    at: Sequence[float],
    lumps: float,
    *,
    material: str,
    random: np.random.Generator,
    rings: int = 8,
) -> Mesh:
    """A crown's dark inside: an ellipsoid with bumps, closed, smooth; about 4 × `rings`² triangles."""
    sides = 2 * rings
    theta = np.linspace(0, np.pi, rings + 1)[1:-1]
    phi = np.arange(sides) * 2 * np.pi / sides
    grid = np.stack(
        [
            np.sin(theta)[:, None] * np.cos(phi),
            np.sin(theta)[:, None] * np.sin(phi),
            np.broadcast_to(np.cos(theta)[:, None], (rings - 1, sides)),
        ],
        -1,
    ).reshape(-1, 3)
    unit = np.concatenate([[(0.0, 0.0, 1.0)], grid, [(0.0, 0.0, -1.0)]])
    waves = random.normal(size=(5, 3)) * 3
    bump = sum(np.sin(unit @ wave + random.uniform(0, 6.28)) for wave in waves) / 5
    points = unit * np.asarray(radii) * (1 + lumps * bump[:, None]) + np.asarray(at)
    faces: list[tuple[int, int, int]] = []
    last = len(unit) - 1
    for j in range(sides):
        k = (j + 1) % sides
        faces.append((0, 1 + j, 1 + k))
        base = 1 + (rings - 2) * sides
        faces.append((last, base + k, base + j))
        for i in range(rings - 2):
            a, b = 1 + i * sides, 1 + (i + 1) * sides
            faces += [(a + j, b + j, b + k), (a + j, b + k, a + k)]
    normal = unit / np.asarray(radii)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    uvs = np.stack([np.arctan2(unit[:, 1], unit[:, 0]) * radii[0], points[:, 2]], 1)
    count = len(faces)
    return Mesh(
        points.astype(np.float32),
        normal.astype(np.float32),
        uvs.astype(np.float32),
        np.array(faces, np.int32),
        (material,),
        np.zeros(count, np.int32),
        np.zeros(count, np.bool_),
    )


def trunk(line: Sequence[Sequence[float]], radius: float, *, sides: int = 8) -> Mesh:
    """A trunk or a branch along a line; a body bumps into it."""
    return tube(line, radius, sides=sides, material="bark", collides=True)


def limb(
    line: ArrayLike, radii: ArrayLike, *, sides: int = 8, material: str = "bark", around: float | None = None
) -> Mesh:
    """A bough that tapers along a line, open at its ends, its bark running along it; a body bumps into it.

    Args:
        line: (n, 3) its middle, from its foot, metres.
        radii: (n,) metres.
        sides: of its section.
        material: of its bark.
        around: how much of its bark's pattern goes around it, metres, counted as a lathe counts, from +x to +y; None
            for what does by its mean radius, from wherever it begins.
    """
    middle, radius = np.asarray(line, np.float64), np.asarray(radii, np.float64)
    ahead = np.gradient(middle, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    across = np.cross(ahead, (0.31, 0.94, 0.13))
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    up = np.cross(ahead, across)
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    outward = np.cos(turn)[None, :, None] * across[:, None] + np.sin(turn)[None, :, None] * up[:, None]
    places = middle[:, None] + outward * radius[:, None, None]
    long = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(middle, axis=0), axis=1))])
    girth = turn * float(radius.mean())
    if around is not None:
        girth = (turn + np.arctan2(across[0, 1], across[0, 0])) / (2 * np.pi) * around
    uvs = np.stack(np.broadcast_arrays(girth[None, :], long[:, None]), -1)
    return _through_stations(places, outward, uvs, material)


def gnarled(line: ArrayLike, radii: ArrayLike, *, random: np.random.Generator, sides: int = 16) -> Mesh:
    """A stem of old wood: strands that wind about each other, with hollows between them; a body bumps into it.

    Args:
        line: (n, 3) its middle, from its foot, metres.
        radii: (n,) metres, as if it were round.
        random: where chance comes from.
        sides: of its section.
    """
    middle, radius = np.asarray(line, np.float64), np.asarray(radii, np.float64)
    t = np.linspace(0, 1, len(middle))[:, None]
    turn = np.linspace(0, 2 * np.pi, sides + 1)[None, :]
    phase = random.uniform(0, 6.28, 3)
    strands = 0.20 * np.sin(3 * turn + phase[0] + 3.4 * t) + 0.10 * np.sin(5 * turn + phase[1] - 2.1 * t)
    knots = 0.09 * np.sin(2 * turn + phase[2]) * np.sin(9.0 * t + phase[1])
    reach = radius[:, None] * (1 + strands + knots)
    places = middle[:, None] + np.stack([np.cos(turn) * reach, np.sin(turn) * reach, 0 * reach], 2)
    along, round_ = np.gradient(places, axis=0), np.empty_like(places)
    round_[:, 1:-1] = places[:, 2:] - places[:, :-2]
    round_[:, 0] = round_[:, -1] = places[:, 1] - places[:, -2]  # the last station is the first again
    normals = np.cross(round_, along)
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    long = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(middle, axis=0), axis=1))])
    uvs = np.stack(np.broadcast_arrays(turn * float(radius.mean()), long[:, None]), -1)
    return _through_stations(places, normals, uvs, "bark")


def on_ellipsoid(
    count: int, radii: Sequence[float], at: Sequence[float], random: np.random.Generator, *, inner: float = 0.75
) -> tuple[Array, Array]:
    """Places in the outer shell of an ellipsoid, and the directions outward; each (count, 3)."""
    direction = random.normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    depth = random.uniform(inner, 1.0, (count, 1))
    return direction * np.asarray(radii) * depth + np.asarray(at), direction


def crown(
    radii: Sequence[float],
    at: Sequence[float],
    count: int,
    leaf: tuple[float, float],
    *,
    material: str,
    inside: str,
    random: np.random.Generator,
    core: float = 0.82,
) -> Mesh:
    """A crown: a dark inside, `core` times as large, and `count` leaves that stand out of it."""
    places, outward = on_ellipsoid(count, radii, at, random, inner=min(core + 0.02, 0.75))
    ahead = outward + random.normal(size=outward.shape) * 0.55 + np.array([0, 0, 0.25])
    body = lumpy([r * core for r in radii], at, 0.10, material=inside, random=random)
    return merge(body, leaves(places, ahead, *leaf, material=material, random=random))


def _through_stations(places: NDArray[Any], normals: NDArray[Any], uvs: NDArray[Any], material: str) -> Mesh:
    """A hull through rings: places and normals (n, sides + 1, 3), uvs (…, 2); the last of a ring is its first again."""
    rings, row = places.shape[:2]
    i, j = (a.ravel() for a in np.meshgrid(np.arange(rings - 1), np.arange(row - 1), indexing="ij"))
    a, b, c, d = i * row + j, i * row + j + 1, (i + 1) * row + j + 1, (i + 1) * row + j
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)
    return Mesh(
        places.reshape(-1, 3).astype(np.float32),
        normals.reshape(-1, 3).astype(np.float32),
        uvs.reshape(-1, 2).astype(np.float32),
        faces,
        (material,),
        np.zeros(len(faces), np.int32),
        np.ones(len(faces), np.bool_),
    )
