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
        The same triangles in the same order, those sides with vertices of their own, and after them what of sides is in
        the ground; vertices that are made come last, too; (n + k, 9) where its vertices are lit; and (m + l,) on which
        of its triangles the sun may fall.
    """
    low, ends, over = low_edges(mesh, LOWER_M)
    out = _out(mesh, low)
    shows = _shows(mesh, low, ends, over, out)
    low, ends, over, out = low[shows], ends[shows], over[shows], out[shows]
    if not len(low):
        return mesh, rows, sunlit
    corners = mesh.triangles[low]
    shares = _within(mesh, low, ends, over)
    lit = np.einsum("kcj,kjr->kcr", shares, rows[mesh.triangles[over]])
    leaning = np.concatenate([LEANS * out[:, :2], np.ones((len(low), 1))], axis=1) / np.hypot(1, LEANS)
    foot = mesh.positions[mesh.triangles[over]][..., 2].max(axis=1) - SHOWS_M
    above = mesh.positions[corners][..., 2] > (foot + SHOWS_M - _ABOVE_M)[:, None]
    # At its foot it looks as it does, so that its own shade has nothing to fall on; and so does what is in the ground.
    normals = np.where(above[..., None], leaning[:, None], mesh.normals[corners])
    parts = [mesh.positions[corners], normals, mesh.uvs[corners], lit]
    made, of = _cut(np.concatenate(parts, axis=2), foot)
    which = low[of]
    count, more = len(mesh.positions), made.reshape(-1, made.shape[2]).astype(np.float32)
    drawn = np.arange(count, count + len(more), dtype=mesh.triangles.dtype).reshape(-1, 3)
    triangles = np.concatenate([mesh.triangles, drawn[len(low) :]])
    triangles[low] = drawn[: len(low)]
    also = which[len(low) :]
    sunlit = sunlit.copy()
    sunlit[low] = sunlit[over]
    mesh = replace(
        mesh,
        positions=np.concatenate([mesh.positions, more[:, :3]]),
        normals=np.concatenate([mesh.normals, more[:, 3:6]]),
        uvs=np.concatenate([mesh.uvs, more[:, 6:8]]),
        triangles=triangles,
        material=np.concatenate([mesh.material, mesh.material[also]]),
        collides=np.concatenate([mesh.collides, mesh.collides[also]]),
    )
    return mesh, np.concatenate([rows, more[:, 8:]]), np.concatenate([sunlit, sunlit[also]])


def _cut(corners: NDArray[np.float64], foot: NDArray[np.float64]) -> tuple[NDArray[np.float64], Ints]:
    """Triangles cut in two at a height.

    Args:
        corners: (k, 3, c) where each corner is and looks, and more that changes evenly along a triangle.
        foot: (k,) the height, metres; what is made there looks as the corner below it.

    Returns:
        (k + n, 3, c) one part of each, in the same order, and what else there is of them; (k + n,) whose part each is.
    """
    over = corners[..., 2] > foot[:, None]
    count = over.sum(axis=1)
    cut = np.flatnonzero((count == 1) | (count == 2))
    # The corner that is alone on its side of the height, and the two others as they follow.
    odd = (over[cut] == (count[cut] == 1)[:, None]).argmax(axis=1)
    order = (odd[:, None] + np.arange(3)) % 3
    alone, second, third = np.moveaxis(corners[cut[:, None], order], 1, 0)
    ends = []
    for other in (second, third):
        share = ((foot[cut] - alone[:, 2]) / (other[:, 2] - alone[:, 2]))[:, None]
        end = alone + share * (other - alone)
        end[:, 3:6] = np.where((count[cut] == 1)[:, None], other[:, 3:6], alone[:, 3:6])
        ends.append(end)
    first = corners.copy()
    first[cut] = np.stack([alone, *ends], axis=1)
    rest = [np.stack([ends[0], second, third], axis=1), np.stack([ends[0], third, ends[1]], axis=1)]
    return np.concatenate([first, *rest]), np.concatenate([np.arange(len(corners)), cut, cut])


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
