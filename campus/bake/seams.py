"""Where charts end and the surface goes on: both sides are made to agree, so that no seam is seen.

Points along every such edge are sampled on both charts as a graphics card would, and the texels that they are made of
move towards the mean of the two, a little at a time (Kaczmarz's method); other texels stay as they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake.bends import SHARP
from campus.bake.charts import Charts
from campus.bake.rays import dot, normals_of
from campus.mesh import Mesh

Floats = NDArray[np.floating[Any]]

SMOOTH = 0.9
"""Normals on both sides whose product is under this make an edge, not a seam."""
_GRID_M = 2e-4
_ROUNDS = 24


def seams_of(mesh: Mesh, charts: Charts) -> tuple[Floats, Floats]:
    """Points (n, 2) on one chart and the same points on another, in texels from the lower left, half a texel apart."""
    mine = np.flatnonzero(charts.charted)
    if not len(mine):
        none = np.zeros((0, 2))
        return none, none
    corners = mesh.triangles[mine]
    split = charts.triangles[mine]
    ends = np.stack([corners, np.roll(corners, -1, axis=1)], -1).reshape(-1, 2)
    own = np.stack([split, np.roll(split, -1, axis=1)], -1).reshape(-1, 2)
    grid = np.round(mesh.positions / _GRID_M).astype(np.int64)
    _, point = np.unique(grid, axis=0, return_inverse=True)
    key = point.ravel()[ends]
    turned = key[:, 0] > key[:, 1]
    key[turned], own[turned], ends[turned] = key[turned][:, ::-1], own[turned][:, ::-1], ends[turned][:, ::-1]
    order = np.lexsort((key[:, 1], key[:, 0]))
    same = (key[order][1:] == key[order][:-1]).all(1)
    first, second = order[:-1][same], order[1:][same]
    # Two sides of one chart share their texels already.
    apart = (np.abs(charts.places[own[first]] - charts.places[own[second]]) > 1e-3).any((1, 2))
    agree = (mesh.normals[ends[first]] * mesh.normals[ends[second]]).sum(-1).min(1) > SMOOTH
    # Where a bevel has the normals of a round edge, its sides are two all the same.
    flat, _ = normals_of(mesh.corners()[mine])
    level = dot(flat[first // 3], flat[second // 3]) > SHARP
    first, second = first[apart & agree & level], second[apart & agree & level]
    a, b = charts.places[own[first]], charts.places[own[second]]
    length = np.maximum(np.linalg.norm(a[:, 1] - a[:, 0], axis=1), np.linalg.norm(b[:, 1] - b[:, 0], axis=1))
    count = np.maximum(np.ceil(2 * length), 1).astype(int)
    which = np.repeat(np.arange(len(first)), count)
    index = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    along = ((index + 0.5) / count[which])[:, None]
    return (1 - along) * a[which, 0] + along * a[which, 1], (1 - along) * b[which, 0] + along * b[which, 1]


def stitched(image: Floats, seams: tuple[Floats, Floats]) -> Floats:
    """A picture (h, w, 3) whose two sides agree along `seams`."""
    one, other = seams
    if not len(one):
        return image
    height, width = image.shape[:2]
    flat = image.reshape(height * width, -1).astype(np.float64)
    texels, weights = zip(*(_bilinear(points, width, height) for points in (one, other)), strict=True)
    index = np.concatenate(texels, axis=1)
    # What is left when both sides are subtracted: one has positive weights, the other negative ones.
    weight = np.concatenate([weights[0], -weights[1]], axis=1)
    size = (weight**2).sum(1, keepdims=True)
    touched = np.bincount(index.ravel(), np.abs(weight).ravel(), len(flat))
    for _ in range(_ROUNDS):
        left = np.einsum("nkc,nk->nc", flat[index], weight)
        step = weight[..., None] * (left / size)[:, None]
        for channel in range(flat.shape[1]):
            moved = np.bincount(index.ravel(), step[..., channel].ravel() * np.abs(weight).ravel(), len(flat))
            flat[:, channel] -= moved / np.maximum(touched, 1e-9)
    return np.maximum(flat, 0).reshape(image.shape).astype(np.float32)


def _bilinear(points: Floats, width: int, height: int) -> tuple[NDArray[np.int64], Floats]:
    """(n, 4) texels and their weights that a graphics card reads at points."""
    low = np.floor(points - 0.5)
    share = points - 0.5 - low
    x, y = low.astype(np.int64).T
    columns = [np.clip(y + dy, 0, height - 1) * width + np.clip(x + dx, 0, width - 1) for dy in (0, 1) for dx in (0, 1)]
    parts = [(share[:, 1] if dy else 1 - share[:, 1]) * (share[:, 0] if dx else 1 - share[:, 0])
             for dy in (0, 1) for dx in (0, 1)]  # fmt: skip
    return np.stack(columns, axis=1), np.stack(parts, axis=1)


def sampled(image: Floats, points: Floats) -> Floats:
    """(n, c) what a graphics card reads of a picture (h, w, c) at points (n, 2), in texels from the lower left."""
    height, width = image.shape[:2]
    index, weight = _bilinear(points, width, height)
    return np.asarray(np.einsum("nkc,nk->nc", image.reshape(height * width, -1)[index], weight), np.float32)
