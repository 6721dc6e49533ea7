"""Where a surface bends so sharply that it is two: light on one side of a corner says nothing of the other.

A chart that goes round the corner of a stone would have the graphics card blend both sides over a texel or two, and
every stone would look like a pillow. A bevel, narrower than a texel, goes with the larger face beside it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.rays import Floats, Ints, dot, normals_of
from campus.mesh.welding import together

SHARP = 0.82
"""Cosine between faces (35 degrees): the sides of a round column bend by 15, a bevel by 45."""
NARROW = 0.6
"""A face of less than so many texels is no side of its own."""
_GRID_M = 2e-4


def sides(corners: Floats, texel: float) -> Ints:
    """(n,) number of the side that each triangle (n, 3, 3) is part of: nothing in it bends sharply, bevels apart.

    Args:
        corners: metres.
        texel: metres.
    """
    count = len(corners)
    normal, area = normals_of(corners)
    one, other = _beside(corners)
    level = dot(normal[one], normal[other]) > SHARP
    side = together(np.stack([one, other], -1)[level], count)
    edge = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2).max(1)
    whole = np.bincount(side, area)
    narrow = np.bincount(side, area / np.maximum(edge, 1e-9)) < NARROW * texel * np.bincount(side)
    # Each narrow side goes with the largest wide one that it lies along.
    ends = np.concatenate([np.stack([one, other], -1), np.stack([other, one], -1)])[np.tile(~level, 2)]
    mine, host = side[ends].T
    good = narrow[mine] & ~narrow[host]
    mine, host = mine[good], host[good]
    order = np.lexsort((host, whole[host]))
    taken = np.arange(len(whole))
    taken[mine[order]] = host[order]
    return np.unique(taken[side], return_inverse=True)[1].ravel().astype(np.int32)


def _beside(corners: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of triangles that share an edge."""
    grid = np.round(corners.reshape(-1, 3) / _GRID_M).astype(np.int64)
    _, point = np.unique(grid, axis=0, return_inverse=True)
    index = point.reshape(-1, 3)
    ends = np.sort(np.stack([index, np.roll(index, -1, axis=1)], -1).reshape(-1, 2), axis=1)
    owner = np.repeat(np.arange(len(corners)), 3)
    order = np.lexsort((owner, ends[:, 1], ends[:, 0]))
    same = (ends[order][1:] == ends[order][:-1]).all(1)
    return owner[order][:-1][same], owner[order][1:][same]
