"""Leaves and petals for a processor that draws: fewer and larger ones, of one side. Pure numpy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh

Points = NDArray[np.float32]
Corners = NDArray[np.integer[Any]]

OWN_LEAVES_IN_ONE = 3
LEAF_HAS_AT_MOST = 64
"""Triangles."""
SHEETS = 0.3
"""Of a material's triangles, how many are the other side of one at least, where all of it is drawn from both sides."""
LEAVES_IN_ONE = 2
"""Of a tree on the far side of an opening."""
BLADE = 0.25
"""Width over length of a blade of grass: of those, more are left, so that none is a sword."""
FULL = 0.4
"""Width over length of a leaf that stands for several: as long as they are together, it would be a thorn."""


def thinned(points: Points, leaves: Corners, one_in: int) -> tuple[Points, NDArray[np.bool_]]:
    """One in so many leaves, each so much larger that as much is covered: a slim one grows in width before in length.

    Args:
        points: (n, 3) metres.
        leaves: (m, 3) triangles; those that hang together by their vertices are one leaf.
        one_in: how many leaves become one; of blades two thirds as many.

    Returns:
        The vertices, those of the leaves that are left moved; and (m,) which triangles are left.
    """
    if not len(leaves):
        return points, np.ones(0, np.bool_)
    first = np.arange(len(points))
    before = first[leaves] - 1
    while not np.array_equal(before, first[leaves]):
        before = first[leaves]
        for corner in range(3):
            np.minimum.at(first, leaves[:, corner], before.min(axis=1))
    _, leaf = np.unique(first[leaves[:, 0]], return_inverse=True)
    small = np.bincount(leaf)[leaf] <= LEAF_HAS_AT_MOST  # a clipped bush is a ball in its leaves: that stays
    corners, whose = leaves.ravel(), np.repeat(leaf, 3)
    count = np.bincount(whose)[:, None]
    middle = np.stack([np.bincount(whose, points[corners, axis]) for axis in range(3)], axis=1) / count
    away = points[corners] - middle[whose]
    spread = np.stack([np.bincount(whose, away[:, i] * away[:, j]) for i in range(3) for j in range(3)], axis=1)
    size, ways = np.linalg.eigh(spread.reshape(-1, 3, 3))
    slim = np.sqrt(np.maximum(size[:, 1], 0) / np.maximum(size[:, 2], 1e-12))
    into = np.where(slim < BLADE, -(-2 * one_in // 3), one_in)
    left = (leaf % into[leaf] == 0) | ~small
    longer = np.sqrt(into * np.clip(slim / FULL, 1 / into, 1.0))
    wider = into / longer
    grown = np.repeat(left & small, 3)
    corners, whose, away = corners[grown], whose[grown], away[grown]
    along = (away * ways[whose, :, 2]).sum(axis=1, keepdims=True) * ways[whose, :, 2]
    moved = points.copy()
    moved[corners] = middle[whose] + along * longer[whose, None] + (away - along) * wider[whose, None]
    return moved, left


def once(mesh: Mesh) -> tuple[Mesh, NDArray[np.bool_], frozenset[str]]:
    """A mesh whose leaves and petals have one side instead of two, which is to be drawn from both.

    The two sides of a leaf share their corners, with all that these know of light: nothing else is seen so.

    Args:
        mesh: any.

    Returns:
        What is left of it; (m,) which of its triangles; and the materials that are to be drawn from both sides.
    """
    order = np.sort(mesh.triangles, axis=1).astype(np.int64)
    count = len(mesh.positions)
    key = (order[:, 0] * count + order[:, 1]) * count + order[:, 2]
    # Two sides have the same corners, but go round them in opposite ways.
    first, second, _ = mesh.triangles.T
    forth = (first == order[:, 0]) & (second == order[:, 1])
    forth |= (first == order[:, 1]) & (second == order[:, 2])
    forth |= (first == order[:, 2]) & (second == order[:, 0])
    back = ~forth & np.isin(key, key[forth])
    kinds = len(mesh.materials)
    doubled = np.bincount(mesh.material[back], minlength=kinds) > SHEETS * np.bincount(mesh.material, minlength=kinds)
    kept = ~(back & doubled[mesh.material])
    names = frozenset(name for name, thin in zip(mesh.materials, doubled, strict=True) if thin)
    triangles, material, collides = mesh.triangles[kept], mesh.material[kept], mesh.collides[kept]
    return replace(mesh, triangles=triangles, material=material, collides=collides), kept, names
