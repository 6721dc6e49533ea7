"""The rims of paths that lie on other paths: a millimetre of each is seen, and it has the light of what it bounds.

A path is a slab that is sunk into the ground. Its sides are baked as what they are, mostly buried and black, so that
where one path crosses another a dark line is drawn, or dashes of one. Here they take the light of their upper edge.
Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import Baked
from campus.mesh import Mesh

UP_TO_M = 0.02
"""So far over the ground, a slab's side is its rim; what is higher is a kerb, with a side of its own."""
UPRIGHT, LEVEL = 0.2, 0.99
_PLACE_M = 1e-3


def as_their_tops(mesh: Mesh, baked: Baked) -> Baked:
    """The same light, in which rims have that of the tops that they bound.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the triangles in the same order, and more vertices.
    """
    corners = mesh.corners().astype(np.float64)
    low, high = corners[..., 2].min(axis=1), corners[..., 2].max(axis=1)
    near = np.flatnonzero((high > 0) & (high <= UP_TO_M))
    turned = np.cross(corners[near, 1] - corners[near, 0], corners[near, 2] - corners[near, 0])
    rise = turned[:, 2] / np.maximum(np.linalg.norm(turned, axis=1), 1e-12)
    rims, tops = near[(np.abs(rise) < UPRIGHT) & (low[near] < 0)], near[(rise > LEVEL) & (low[near] > 0)]
    if not len(rims) or not len(tops):
        return baked
    whole, top = _edges(_spots(corners[rims], mesh.material[rims]), _spots(corners[tops], mesh.material[tops]))
    rims = rims[whole]
    top = baked.triangles[tops].ravel()[top].ravel()
    # The upper corners of a rim look up, as their top does; the lower ones are buried, and only carry its light.
    upper = corners[rims, :, 2].ravel() > 0
    own = np.where(upper, baked.vertex[top], baked.vertex[baked.triangles[rims].ravel()])
    light = {name: layer.vertices[top] for name, layer in baked.layers.items()}
    own_corners = np.arange(len(own)).reshape(-1, 3)
    return baked.with_corners(rims, own_corners, own, light, baked.sun.vertices[top], baked.uvs[top])


def _edges(rims: NDArray[np.int64], tops: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """(n,) which rims run along one side of one top, and (k, 3) which corner of all tops is over each of theirs.

    Both ends are of one triangle: another might lie elsewhere on the lightmap, and between the two lies anything.

    Args:
        rims: (n, 3) the spots of their corners; two of the three are one.
        tops: (m, 3) those of theirs.
    """
    sides = np.array([(0, 1), (1, 2), (2, 0)])
    names, of = np.unique(np.concatenate([rims.ravel(), tops.ravel()]), return_inverse=True)
    of_rims, of_tops = of[: rims.size].reshape(-1, 3), of[rims.size :].reshape(-1, 3)
    key, first = np.unique(np.sort(of_tops[:, sides], axis=-1).reshape(-1, 2) @ (len(names), 1), return_index=True)
    wanted = np.stack([of_rims.min(axis=1), of_rims.max(axis=1)], axis=1) @ (len(names), 1)
    found = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    whole = (key[found] == wanted) & (of_rims.min(axis=1) < of_rims.max(axis=1))
    side = first[found[whole]]
    ends = 3 * (side // 3)[:, None] + sides[side % 3]
    at_second = of_rims[whole] == of_tops.ravel()[ends[:, 1]][:, None]
    return whole, np.where(at_second, ends[:, 1:], ends[:, :1])


def _spots(corners: NDArray[np.float64], material: NDArray[np.int32]) -> NDArray[np.int64]:
    """(m, 3) a number for where in plan each corner lies and what it is made of, over or under the ground alike."""
    x, y = np.floor(corners[..., :2].reshape(-1, 2) / _PLACE_M + 0.4863).astype(np.int64).T
    spots = (np.repeat(material.astype(np.int64), 3) << 48) + ((x + (1 << 22)) << 24) + (y + (1 << 22))
    return np.asarray(spots.reshape(-1, 3), np.int64)
