"""Sides that hardly stand out of the ground, for a processor that draws: in nearly the light of what lies above them.

The side of a kerb that looks away from the sun is six times as dark as its top, and from across a court either is
lower than a pixel: where the kerb runs a little aslant, the line is dashed. So the side is lit as the edge above it is,
a little less where it looks away from the sun, a little more where it faces it. Pure numpy.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.client.view.low_edges import INSIDE_M, low_edges
from campus.mesh import Mesh

LOWER_M = 0.13
"""Sides that are higher, with what of them is in the ground, are walls."""
SHOWS_M = 0.045
"""So much of a side is seen at most."""
BESIDE_M = 0.02
"""So far before a side one looks for the ground."""
ALONG = (0.05, 0.5, 0.95)
"""Where along a side, from one end to the other."""
LEANS = 0.2
"""Tangent of the angle between the way that such a side is said to look and straight up."""
_LEVEL = 0.96
_ABOVE_M = 1e-3
_AT_A_TIME = 64

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def with_low_sides(mesh: Mesh, rows: Floats, sunlit: NDArray[np.bool_]) -> tuple[Mesh, Floats, NDArray[np.bool_]]:
    """A baked mesh whose lowest sides have the light of what they are the edge of.

    Args:
        mesh: whose vertices are split where charts end.
        rows: (n, 9) where each of its vertices is lit, as `Lightmap.rows`.
        sunlit: (m,) on which of its triangles the sun may fall.

    Returns:
        The same triangles in the same order, those sides with vertices of their own, which come last; (n + k, 9) where
        its vertices are lit; and (m,) on which of its triangles the sun may fall.
    """
    low, ends, over = low_edges(mesh, LOWER_M)
    out = _out(mesh, low)
    shows = _shows(mesh, low, ends, over, out)
    low, ends, over, out = low[shows], ends[shows], over[shows], out[shows]
    if not len(low):
        return mesh, rows, sunlit
    shares = _within(mesh, low, ends, over)
    corners = mesh.triangles[low].ravel()
    lit = np.einsum("kcj,kjr->kcr", shares, rows[mesh.triangles[over]], dtype=np.float32)
    # Only above: at the foot it looks as it does, so that its own shade has nothing to fall on. That foot is in the
    # ground just so far that the light is lost on the way there.
    leaning = np.concatenate([LEANS * out[:, :2], np.ones((len(low), 1))], axis=1) / np.hypot(1, LEANS)
    places = mesh.positions[mesh.triangles[low]]
    top = mesh.positions[mesh.triangles[over]][..., 2].max(axis=1)[:, None]
    above = (places[..., 2] > top - _ABOVE_M).reshape(-1, 1)
    normals = np.where(above, np.repeat(leaning, 3, axis=0), mesh.normals[corners]).astype(np.float32)
    places[..., 2] = np.maximum(places[..., 2], top - SHOWS_M)
    count = len(mesh.positions)
    triangles = mesh.triangles.copy()
    triangles[low] = np.arange(count, count + len(corners), dtype=triangles.dtype).reshape(-1, 3)
    made = replace(
        mesh,
        positions=np.concatenate([mesh.positions, places.reshape(-1, 3)]),
        normals=np.concatenate([mesh.normals, normals]),
        uvs=np.concatenate([mesh.uvs, mesh.uvs[corners]]),
        triangles=triangles,
    )
    sunlit = sunlit.copy()
    sunlit[low] = sunlit[over]
    return made, np.concatenate([rows, lit.reshape(len(corners), -1)]), sunlit


def _out(mesh: Mesh, low: Ints) -> NDArray[np.float64]:
    """(k, 3) the way that sides look."""
    a, b, c = np.moveaxis(mesh.positions[mesh.triangles[low]].astype(np.float64), 1, 0)
    across = np.cross(b - a, c - a)
    return np.asarray(across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12))


def _shows(mesh: Mesh, low: Ints, ends: Ints, over: Ints, out: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(k,) which sides have ground before them, hardly lower than their upper edge."""
    found = np.zeros(len(low), np.bool_)
    if not len(low):
        return found
    edge = mesh.positions[np.take_along_axis(mesh.triangles[over], ends, axis=1)].astype(np.float64)
    # All along it, or it hangs over something that one sees from there.
    places = [edge[:, 0] * (1 - part) + edge[:, 1] * part + BESIDE_M * out for part in ALONG]
    level = mesh.triangles[(mesh.normals[mesh.triangles][..., 2] > _LEVEL).all(axis=1)]
    height = mesh.positions[level][..., 2].mean(axis=1)
    near = (height < edge[..., 2].max() + SHOWS_M) & (height > edge[..., 2].min() - SHOWS_M)
    corners, height = mesh.positions[level[near]].astype(np.float64), height[near]
    for begin in range(0, len(low), _AT_A_TIME):
        some = slice(begin, begin + _AT_A_TIME)
        deep = edge[some, :, 2].mean(axis=1)[:, None] - height
        which, ground = np.nonzero((deep > -1e-3) & (deep <= SHOWS_M))
        found[some] = True
        for place in places:
            to = corners[ground, :, :2] - place[some][which, None, :2]
            turn = [to[:, i, 0] * to[:, j, 1] - to[:, i, 1] * to[:, j, 0] for i, j in ((0, 1), (1, 2), (2, 0))]
            here = np.zeros(len(deep), np.bool_)
            here[which[(np.stack(turn) >= 0).all(axis=0)]] = True
            found[some] &= here
    return found


def _within(mesh: Mesh, low: Ints, ends: Ints, over: Ints) -> Floats:
    """(k, 3, 3) for each corner of sides a place of the triangle above, a little within, as shares of its corners."""
    rows = np.arange(len(low))
    corners = mesh.positions[mesh.triangles[over]].astype(np.float64)
    apex = 3 - ends.sum(axis=1)
    start, end = corners[rows, ends[:, 0]], corners[rows, ends[:, 1]]
    along = end - start
    long = np.maximum((along * along).sum(axis=1), 1e-12)
    tall = np.linalg.norm(np.cross(along, corners[rows, apex] - start), axis=1) / np.sqrt(long)
    within = np.minimum(INSIDE_M / 2 / np.maximum(tall, 1e-6), 0.3)[:, None]
    places = mesh.positions[mesh.triangles[low]].astype(np.float64)
    part = np.clip(((places - start[:, None]) * along[:, None]).sum(axis=-1) / long[:, None], 0, 1)
    shares = np.zeros((len(low), 3, 3), np.float32)
    each = rows[:, None], np.arange(3)[None]
    shares[(*each, ends[:, :1])] = (1 - within) * (1 - part)
    shares[(*each, ends[:, 1:])] = (1 - within) * part
    shares[(*each, apex[:, None])] = within
    return shares
