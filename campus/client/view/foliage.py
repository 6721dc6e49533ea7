"""Leaves and lawns as they are seen from near: what a scene says in few triangles is drawn as twigs and blades.

A scene's leaf is a diamond, larger than life, so that few make a crown; light is worked out for that. Where a graphics
card draws, each becomes a card that shows a twig of small leaves or part of a flower, and a lawn gets tufts. No light
changes by it: a card has its leaf's, a tuft that of the ground on which it stands. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.client.view.patterns.twigs import CELLS, LEAVES_ALONE, PETAL, ROWS, UMBEL
from campus.mesh import Mesh
from campus.scene.model import Material

GROWN = " grown"
"""What a material's name ends with where it is drawn as cards."""
LEAVES, LAWN = "leaves", "grass"
"""Patterns of what grows."""
TWIG_FROM_M = 0.15
"""A longer leaf stands for a twig of them."""
BROAD, NARROW = 0.3, 0.2
"""Width over length of a leaf: a blade of grass is slimmer than both and stays as it is."""
TWIG_WIDE = 0.56
"""Of a card, over its length."""
SINGLE_WIDE = 1.06
UMBEL_FROM_M = 0.0425
"""A flower's diamond that is longer is part of an umbel, a shorter one a petal; no leaf is as short."""
UMBEL_WIDE = 1.3
"""Of a card of an umbel, over its diamond's width: together they close a ring."""
TUFTS_PER_M2 = 55.0
MOST_TRIED = 60_000
"""Places for tufts; those that something lies over stay bare."""
TUFT_M = (0.12, 0.036)
"""Of a tuft of mown grass: width and height."""
SUNK_M = 0.004
COVERED_M = 0.3
"""What lies so little over a lawn covers it: nothing grows there."""

Rows = NDArray[np.float32]


def grown(mesh: Mesh, materials: Mapping[str, Material], rows: Rows | None) -> tuple[Mesh, Rows | None]:
    """A mesh with cards for its leaves and tufts on its lawns, both of materials whose name ends with `GROWN`.

    Args:
        mesh: of what stands still.
        materials: by the names that the mesh has.
        rows: (n, k) what else each vertex carries: its light, which tufts take from their ground.
    """
    patterns = [known.pattern if (known := materials.get(name)) else "" for name in mesh.materials]
    if LEAVES in patterns:
        mesh = _with_cards(mesh, np.array([pattern == LEAVES for pattern in patterns]))
    if LAWN in patterns and rows is not None:
        mesh, rows = _with_tufts(mesh, rows, patterns.index(LAWN))
    return mesh, rows


def _with_cards(mesh: Mesh, leafy: NDArray[np.bool_]) -> Mesh:
    first = _leaves(mesh.triangles)
    corners = mesh.triangles[first]
    start, right = corners[:, 0], corners[:, 1]
    tip, left = mesh.triangles[first + 1, 1], mesh.triangles[first + 1, 2]
    at = mesh.positions
    long = np.linalg.norm(at[tip] - at[start], axis=1)
    wide = np.linalg.norm(at[right] - at[left], axis=1)
    slim = wide / np.maximum(long, 1e-6)
    flower = ~leafy[mesh.material[first]] | (long < UMBEL_FROM_M)
    umbel = flower & (long >= UMBEL_FROM_M)
    row = np.where(slim >= BROAD, np.where((long >= TWIG_FROM_M) & ~flower, 0, 1), 2)
    # A flower's blade that is slim is a spike of them.
    keep = np.where(flower, slim >= BROAD, slim >= NARROW)
    if not keep.any():
        return mesh
    first, start, right, tip, left, long, wide, row, flower, umbel = (
        values[keep] for values in (first, start, right, tip, left, long, wide, row, flower, umbel)
    )
    side = (at[right] - at[left]) / np.maximum(wide, 1e-6)[:, None]
    full = np.where(row == 1, wide * np.where(umbel, UMBEL_WIDE, SINGLE_WIDE), long * TWIG_WIDE)
    half = full[:, None] / 2
    positions, uvs = mesh.positions.copy(), mesh.uvs.copy()
    # Any but the leaf's own place in the list would do: neighbours are to differ.
    chance = np.modf(mesh.uvs[start, 0].astype(np.float64) * 7.31)[0] % 1.0
    cell = np.floor(chance * np.where(row == 1, LEAVES_ALONE, CELLS))
    cell = np.where(flower, np.where(umbel, UMBEL, PETAL), cell)
    for corner, foot, across in ((start, start, -1), (right, start, 1), (tip, tip, 1), (left, tip, -1)):
        positions[corner] = at[foot] + across * half * side
        uvs[corner, 0] = (cell + 0.5 + 0.485 * across) / CELLS
        uvs[corner, 1] = (row + np.where(foot is tip, 0.99, 0.01)) / ROWS
    chosen = np.zeros(len(mesh.triangles), np.bool_)
    chosen[(first[:, None] + np.arange(4)).ravel()] = True
    return _renamed(replace(mesh, positions=positions, uvs=uvs), chosen)


def _leaves(triangles: NDArray[np.int32]) -> NDArray[np.int64]:
    """(k,) the first of each four triangles that are a folded diamond, seen from both sides."""
    if len(triangles) < 4:
        return np.zeros(0, np.int64)
    one, two, three, four = (triangles[i : len(triangles) - 3 + i] for i in range(4))
    same = (one[:, 0] == two[:, 0]) & (one[:, 2] == two[:, 1])
    same &= (three[:, 0] == one[:, 0]) & (three[:, 1] == one[:, 2]) & (three[:, 2] == one[:, 1])
    same &= (four[:, 0] == one[:, 0]) & (four[:, 1] == two[:, 2]) & (four[:, 2] == one[:, 2])
    return np.flatnonzero(same)


def _renamed(mesh: Mesh, chosen: NDArray[np.bool_]) -> Mesh:
    """The triangles that are chosen are of the same materials, grown."""
    count = len(mesh.materials)
    material = (mesh.material + np.where(chosen, count, 0)).astype(np.int32)
    used, index = np.unique(material, return_inverse=True)
    names = tuple(mesh.materials[i % count] + (GROWN if i >= count else "") for i in used)
    return replace(mesh, materials=names, material=index.astype(np.int32))


def _with_tufts(mesh: Mesh, rows: Rows, lawn: int) -> tuple[Mesh, Rows]:
    up = np.asarray((mesh.normals[mesh.triangles][:, :, 2] > 0.97).all(axis=1), np.bool_)
    ground = np.flatnonzero((mesh.material == lawn) & up)
    corners = mesh.positions[mesh.triangles[ground]].astype(np.float64)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(across, axis=1) / 2
    count = min(round(float(area.sum()) * TUFTS_PER_M2), MOST_TRIED)
    if count < 1:
        return mesh, rows
    random = np.random.default_rng(7)
    which = np.searchsorted(np.cumsum(area), random.uniform(0, area.sum(), count), side="right").clip(0, len(area) - 1)
    part = np.sort(random.uniform(0, 1, (count, 2)), axis=1)
    weight = np.stack([part[:, 0], part[:, 1] - part[:, 0], 1 - part[:, 1]], axis=1)
    feet = (corners[which] * weight[..., None]).sum(axis=1)
    free = ~_covered(feet, mesh, up)
    which, weight, feet = which[free], weight[free], feet[free]
    if not len(feet):
        return mesh, rows
    own = (rows[mesh.triangles[ground[which]]] * weight[..., None]).sum(axis=1).astype(np.float32)
    turn = random.uniform(0, np.pi, len(feet))
    size = random.uniform(0.75, 1.25, (len(feet), 1))
    way = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], axis=1) * size * TUFT_M[0] / 2
    lean = random.normal(0, 0.012, (len(feet), 3)) * (1, 1, 0)
    rise = np.array((0, 0, TUFT_M[1])) * size * random.uniform(0.7, 1.15, (len(feet), 1)) + lean
    feet = feet - (0, 0, SUNK_M)
    quads = np.stack([feet - way, feet + way, feet + way + rise, feet - way + rise], axis=1)
    cell = random.integers(0, CELLS, len(feet))
    u = (cell[:, None] + 0.5 + 0.485 * np.array((-1, 1, 1, -1))) / CELLS
    v = (3 + np.array((0.01, 0.01, 0.99, 0.99)))[None].repeat(len(feet), 0) / ROWS
    begin = len(mesh.positions)
    both = np.array([(0, 1, 2), (0, 2, 3)])
    faces = (both[None] + begin + 4 * np.arange(len(feet))[:, None, None]).reshape(-1, 3).astype(np.int32)
    upward = np.tile(np.array((0, 0, 1), np.float32), (len(quads) * 4, 1))
    name = mesh.materials[lawn] + GROWN
    whole = replace(
        mesh,
        positions=np.concatenate([mesh.positions, quads.reshape(-1, 3).astype(np.float32)]),
        normals=np.concatenate([mesh.normals, upward]),
        uvs=np.concatenate([mesh.uvs, np.stack([u, v], -1).reshape(-1, 2).astype(np.float32)]),
        triangles=np.concatenate([mesh.triangles, faces]),
        materials=(*mesh.materials, name),
        material=np.concatenate([mesh.material, np.full(len(faces), len(mesh.materials), np.int32)]),
        collides=np.concatenate([mesh.collides, np.zeros(len(faces), np.bool_)]),
    )
    return whole, np.concatenate([rows, np.repeat(own, 4, axis=0)])


def _covered(feet: NDArray[np.float64], mesh: Mesh, of: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n,) which of these places lie closely under one of the triangles `of`."""
    corners = mesh.positions[mesh.triangles[of]].astype(np.float64)
    low, high = feet.min(axis=0), feet.max(axis=0)
    near = (corners[..., :2].max(1) >= low[:2]).all(1) & (corners[..., :2].min(1) <= high[:2]).all(1)
    near &= (corners[..., 2].max(1) > low[2]) & (corners[..., 2].min(1) < high[2] + COVERED_M)
    covered = np.zeros(len(feet), np.bool_)
    order = np.argsort(feet[:, 0])  # a triangle is over few of them: those are found at once
    along = feet[order, 0]
    for a, b, c in corners[near]:
        edges = ((a, b), (b, c), (c, a))
        (west, south), (east, north) = np.minimum(np.minimum(a, b), c)[:2], np.maximum(np.maximum(a, b), c)[:2]
        some = order[np.searchsorted(along, west) : np.searchsorted(along, east, side="right")]
        some = some[(feet[some, 1] >= south) & (feet[some, 1] <= north)]
        if not len(some):
            continue
        p = feet[some]
        sides = [(q[0] - s[0]) * (p[:, 1] - s[1]) - (q[1] - s[1]) * (p[:, 0] - s[0]) for s, q in edges]
        inside = np.all([one >= 0 for one in sides], axis=0) | np.all([one <= 0 for one in sides], axis=0)
        height = (a[2] + b[2] + c[2]) / 3 - p[:, 2]
        covered[some[inside & (height > 0.004) & (height < COVERED_M)]] = True
    return covered
