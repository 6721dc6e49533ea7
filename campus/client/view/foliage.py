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
CLOTHED = 1.7
"""How often the leaves on a crown's inside would cover it, lay they flat."""
SHRUNK = 0.8
"""What is left of a crown's inside behind them, each way: leaves are before it, not printed on it."""

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
        mesh, rows = _clothed(mesh, rows, np.array([pattern == LEAVES for pattern in patterns]))
        mesh = _with_cards(mesh, np.array([pattern == LEAVES for pattern in patterns]))
    if LAWN in patterns and rows is not None:
        mesh, rows = _with_tufts(mesh, rows, patterns.index(LAWN))
    return mesh, rows


def _clothed(mesh: Mesh, rows: Rows | None, leafy: NDArray[np.bool_]) -> tuple[Mesh, Rows | None]:
    """A mesh with leaves on the insides of its crowns, as those that stand around them: no smooth ball shows there.

    A crown's inside is a closed hull that a scene has in place of its many inner leaves; here it is what is dark behind
    them.
    """
    first = _leaves(mesh.triangles)
    inside = leafy[mesh.material]
    inside[(first[:, None] + np.arange(4)).ravel()] = False
    random = np.random.default_rng(11)
    for material in np.unique(mesh.material[inside]):
        own = first[(mesh.material[first] == material) & ~_slim(mesh, first)]
        hulls = np.flatnonzero(inside & (mesh.material == material))
        if len(own):
            mesh, rows = _with_leaves_on(mesh, rows, hulls, mesh.triangles[own], random)
            mesh = _shrunk(mesh, mesh.triangles[hulls])
    return mesh, rows


def _slim(mesh: Mesh, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(k,) which leaves are slim as blades of grass are, by the first triangle of each."""
    start, right, tip = mesh.corners()[first].swapaxes(0, 1)
    left = mesh.corners()[first + 1, 2]
    slim: NDArray[np.bool_] = np.linalg.norm(right - left, axis=1) < NARROW * np.linalg.norm(tip - start, axis=1)
    return slim


def _shrunk(mesh: Mesh, hulls: NDArray[np.int32]) -> Mesh:
    """A mesh in which each of some hulls (k, 3), whose triangles share vertices, has shrunk towards its middle."""
    hull = np.arange(len(mesh.positions))
    while True:
        least = hull[hulls].min(axis=1)
        before = hull.copy()
        for corner in hulls.T:
            np.minimum.at(hull, corner, least)
        if np.array_equal(hull, before):
            break
    positions = mesh.positions.copy()
    of = np.unique(hulls)
    for one in np.unique(hull[of]):
        own = of[hull[of] == one]
        middle = positions[own].mean(axis=0)
        positions[own] = middle + (positions[own] - middle) * np.float32(SHRUNK)
    return replace(mesh, positions=positions)


def _with_leaves_on(
    mesh: Mesh, rows: Rows | None, hulls: NDArray[np.int64], like: NDArray[np.int32], random: np.random.Generator
) -> tuple[Mesh, Rows | None]:
    """Leaves on some triangles, each as long and as wide as one whose first triangle is among `like` (k, 3)."""
    start, right, tip = (mesh.positions[like[:, i]].astype(np.float64) for i in range(3))
    along = tip - start
    long = np.linalg.norm(along, axis=1)
    ahead = along / np.maximum(long, 1e-6)[:, None]
    half = np.linalg.norm((right - start) - ((right - start) * ahead).sum(axis=1, keepdims=True) * ahead, axis=1)
    corners = mesh.positions[mesh.triangles[hulls]].astype(np.float64)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    count = round(CLOTHED * float(area.sum()) / max(float(np.mean(long * long * TWIG_WIDE)), 1e-9))
    which, weight = _strewn(area, count, random)
    faces = mesh.triangles[hulls[which]]
    feet = (corners[which] * weight[..., None]).sum(axis=1)
    out = (mesh.normals[faces] * weight[..., None]).sum(axis=1)
    way = out * 0.8 + random.normal(0, 0.65, (count, 3)) + (0.0, 0.0, 0.25)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    side = np.cross(way, random.normal(size=(count, 3)))
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    one = random.integers(0, len(like), count)
    size, wide = long[one, None], half[one, None]
    middle = feet + 0.45 * size * way
    places = np.stack([feet, middle + wide * side, feet + size * way, middle - wide * side], axis=1)
    both = np.array([(0, 1, 2), (0, 2, 3), (0, 2, 1), (0, 3, 2)])  # as a scene's leaf is: see `_leaves`
    added = both[None] + len(mesh.positions) + 4 * np.arange(count)[:, None, None]
    material = mesh.material[hulls[0]]
    whole = replace(
        mesh,
        positions=np.concatenate([mesh.positions, places.reshape(-1, 3).astype(np.float32)]),
        normals=np.concatenate([mesh.normals, np.repeat(out, 4, axis=0).astype(np.float32)]),
        uvs=np.concatenate([mesh.uvs, np.repeat(random.uniform(0, 1, (count, 2)), 4, axis=0).astype(np.float32)]),
        triangles=np.concatenate([mesh.triangles, added.reshape(-1, 3).astype(np.int32)]),
        material=np.concatenate([mesh.material, np.full(4 * count, material, np.int32)]),
        collides=np.concatenate([mesh.collides, np.zeros(4 * count, np.bool_)]),
    )
    if rows is None:
        return whole, None
    light = (rows[faces] * weight[..., None]).sum(axis=1).astype(np.float32)
    return whole, np.concatenate([rows, np.repeat(light, 4, axis=0)])


def _strewn(
    area: NDArray[np.float64], count: int, random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Places on triangles, evenly by their area (m,): in which triangle each is, (count,), and where, (count, 3)."""
    which = np.searchsorted(np.cumsum(area), random.uniform(0, area.sum(), count), side="right").clip(0, len(area) - 1)
    part = np.sort(random.uniform(0, 1, (count, 2)), axis=1)
    return which, np.stack([part[:, 0], part[:, 1] - part[:, 0], 1 - part[:, 1]], axis=1)


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
    which, weight = _strewn(area, count, random)
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
