"""Stones of one wall, side by side: light goes on from each to the next, as it would if there were no joint.

Each stone has a chart of its own, and of a handful of texels the baker's grain leaves each a light of its own: on a
pier beside a patch of sun, one stone's corner is a fifth darker than the stone that it meets, a stain. What is two
centimetres apart in one plane is lit alike. Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.borders import Borders
from campus.client.view.charts import laid
from campus.mesh import Mesh, facing
from campus.mesh.welding import welded

APART_M = 0.026
"""The joint between two stones is no wider, with its bevels."""
FINE_M = 0.05
"""From point to point along an edge."""
FLAT_M = 0.002
ALIKE = 0.9995
ACROSS = -0.95
"""Cosine between the ways in which two edges that meet look, at most."""
LEAST_M = 0.12
"""A shorter edge has less than a texel."""
PLACE_M = 2e-4
COARSE = 8
"""Ways that edges look are sorted by so many parts of one."""

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]


def joints_of(mesh: Mesh, uvs: Floats, size: tuple[int, int]) -> Borders:
    """Points (n, 2) at the edges of stones, and (n, 2) those across the joint on the next one, in texels.

    Args:
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1; nothing where it has no texels.
        size: of the lightmap, height and width in texels.
    """
    corners = mesh.corners().astype(np.float64)
    at, texels = laid(mesh, uvs, size)
    normals, _, _ = facing(corners)
    on = np.flatnonzero(texels > 0)
    which, side = _outline(welded(mesh.positions / PLACE_M)[mesh.triangles], normals, on)
    ends = np.stack([corners[which, side], corners[which, (side + 1) % 3]], axis=1)
    texel = np.stack([at[which, side], at[which, (side + 1) % 3]], axis=1)
    along = ends[:, 1] - ends[:, 0]
    length = np.linalg.norm(along, axis=1)
    long = length > LEAST_M
    which, ends, texel, along, length = (each[long] for each in (which, ends, texel, along, length))
    out = np.cross(along / length[:, None], normals[which])
    count = np.ceil(length / FINE_M).astype(np.int64)
    edge = np.repeat(np.arange(len(which)), count)
    share = (np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + 0.5) / count[edge]
    points, places = ((1 - share)[:, None] * each[edge, 0] + share[:, None] * each[edge, 1] for each in (ends, texel))
    rows = [
        np.column_stack([normals[which] * COARSE, way * COARSE, mesh.material[which]]).round() for way in (out, -out)
    ]
    _, kind = np.unique(np.concatenate(rows) + 0.0, axis=0, return_inverse=True)  # a zero has no sign
    mine, facing_me = kind.ravel().reshape(2, -1)
    one, other = _pairs(points, FINE_M + APART_M, mine[edge], facing_me[edge])
    first, second = which[edge[one]], which[edge[other]]
    between = points[other] - points[one]
    ahead = np.einsum("nk,nk->n", between, out[edge[one]])
    good = np.einsum("nk,nk->n", normals[first], normals[second]) > ALIKE
    good &= np.einsum("nk,nk->n", out[edge[one]], out[edge[other]]) < ACROSS
    good &= (ahead > 0) & (ahead < APART_M) & (np.abs(np.einsum("nk,nk->n", between, normals[first])) < FLAT_M)
    good &= np.linalg.norm(between - ahead[:, None] * out[edge[one]], axis=1) < FINE_M
    return places[one[good]], places[other[good]]


def _outline(of: NDArray[np.integer], normals: Doubles, on: Ints) -> tuple[Ints, Ints]:
    """Which of the triangles, and which of their sides, have nothing flat on the other side."""
    ends = np.sort(np.stack([of[on], np.roll(of[on], -1, axis=1)], axis=-1), axis=-1).reshape(-1, 2).astype(np.int64)
    key = ends[:, 0] * (int(of.max(initial=0)) + 1) + ends[:, 1]
    way = np.repeat(normals[on], 3, axis=0)
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(np.diff(key[order]) == 0)
    flat = np.einsum("nk,nk->n", way[order[same]], way[order[same + 1]]) > ALIKE
    inner = np.zeros(len(key), np.bool_)
    inner[order[same[flat]]] = inner[order[same[flat] + 1]] = True
    left = np.flatnonzero(~inner)
    return on[left // 3], left % 3


def _pairs(points: Doubles, reach: float, kind: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """(n,) and (n,) points that are so near to each other, the second of the kind that the first wants."""
    cell = np.floor(points / reach).astype(np.int64)
    cell -= cell.min(axis=0, initial=0) - 1
    wide = cell.max(axis=0, initial=0) + 2
    steps = np.array((wide[1] * wide[2], wide[2], 1))
    key, whole = cell @ steps, int(wide.prod())
    order = np.argsort(kind * whole + key, kind="stable")
    sorted_ = (kind * whole + key)[order]
    there_is = np.bincount(kind, minlength=int(wanted.max(initial=0)) + 1) > 0
    asked = np.flatnonzero(there_is[wanted])
    # What is asked in order is found a good deal sooner.
    asked = asked[np.argsort((wanted * whole + key)[asked], kind="stable")]
    ones, others = [], []
    for step in np.ndindex(3, 3, 3):
        there = (wanted * whole + key)[asked] + (np.array(step) - 1) @ steps
        low, high = np.searchsorted(sorted_, there), np.searchsorted(sorted_, there, side="right")
        count = high - low
        one = np.repeat(asked, count)
        other = order[np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)]
        near = (one < other) & (np.linalg.norm(points[one] - points[other], axis=1) < reach)
        ones.append(one[near])
        others.append(other[near])
    return np.concatenate(ones), np.concatenate(others)
