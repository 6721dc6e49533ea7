"""Light on a ceiling without what shines behind a lamp's panel: its texels reach out from under it.

A lamp that lies on a ceiling lights what it hides a hundred times more than what is beside it. A texel that is half
under it glows then, and the ceiling has a white frame of stairs, shifted to where texels happen to lie. What is behind
a lamp, and a texel around it, is told what lies around that. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import Baked
from campus.mesh import Mesh
from campus.mesh.welding import extents, pieces, welded

BEFORE_M = 0.12
"""A lamp whose middle is so near to a face lies on it."""
RIM_TEXELS = 2.1
"""So far around it texels are told anew: a frame of oak, and a texel that it has a part of."""
TIMES = 3.0
"""Glows is what is so many times brighter than all that lies around."""
ROUNDS = 80
"""Of telling each texel the mean of its four neighbours, until light runs evenly across."""
LARGEST_M = 1.5
"""What shines and is longer is a cove or a screen."""
PLACE_M = 1e-3
"""Corners within it are one."""
LEVEL = 0.999
"""How far up or down a face of a ceiling or a floor looks."""

Floats = NDArray[np.float32]


def without_glow(split: Mesh, baked: Baked, shining: Set[str]) -> Baked:
    """The same light without the glow behind lamps.

    Args:
        split: the space's mesh, its vertices split where charts end.
        baked: its light.
        shining: the materials that shine.
    """
    lamps = _lamps(split, shining)
    size = np.array(baked.sun.texels.shape[::-1])
    corners, at = split.corners().astype(np.float64), baked.uvs[split.triangles] * size.astype(np.float64)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    texels = np.linalg.det(np.stack([at[:, 1] - at[:, 0], at[:, 2] - at[:, 0]], axis=1))
    level = (np.abs(across[:, 2]) > LEVEL * np.linalg.norm(across, axis=1)) & (np.abs(texels) > 1)
    layers: Mapping[str, Floats] = {name: layer.texels.copy() for name, layer in baked.layers.items()}
    low, high = corners.min(axis=1), corners.max(axis=1)
    for lamp in lamps:
        middle = lamp.mean(axis=0)
        on = level & (low[:, :2] < lamp[1, :2]).all(axis=1) & (high[:, :2] > lamp[0, :2]).all(axis=1)
        on &= (np.abs(low[:, 2] - middle[2]) < BEFORE_M) & ((low[:, 2] > lamp[1, 2]) | (low[:, 2] < lamp[0, 2]))
        on &= (high - low)[:, :2].min(axis=1) > 2 * (lamp[1] - lamp[0])[:2].max()
        for triangle in np.flatnonzero(on)[:1]:
            places = np.column_stack([corners[triangle, :, :2], np.ones(3)])
            way = np.linalg.solve(places, at[triangle])
            box = np.array([(x, y, 1.0) for x in lamp[:, 0] for y in lamp[:, 1]]) @ way
            for light in layers.values():
                if light.shape[1::-1] == tuple(size):
                    _fill(light, box.min(axis=0) - RIM_TEXELS, box.max(axis=0) + RIM_TEXELS)
    return replace(baked, layers={name: replace(layer, texels=layers[name]) for name, layer in baked.layers.items()})


def _lamps(split: Mesh, shining: Set[str]) -> NDArray[np.float64]:
    """(n, 2, 3) the boxes of what shines, each piece by itself."""
    of = split.triangles[np.isin(np.array(split.materials)[split.material], list(shining))]
    if not len(of):
        return np.zeros((0, 2, 3))
    corners = split.positions[of].astype(np.float64)
    corner = welded(corners.reshape(-1, 3) / PLACE_M)
    low, high = extents(corners, pieces(corner.reshape(-1, 3), int(corner.max()) + 1))
    boxes = np.stack([low, high], axis=1)
    return np.asarray(boxes[np.ptp(boxes, axis=1).max(axis=1) < LARGEST_M])


def _fill(light: Floats, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
    """Tells the texels between two corners what lies around them, if they glow."""
    (left, top), (right, bottom) = np.floor(low).astype(int), np.ceil(high).astype(int)
    if left < 1 or top < 1 or right >= light.shape[1] or bottom >= light.shape[0]:
        return
    patch = light[top - 1 : bottom + 1, left - 1 : right + 1].astype(np.float32)
    around = np.concatenate([patch[0], patch[-1], patch[1:-1, 0], patch[1:-1, -1]])
    if patch[1:-1, 1:-1].mean(axis=-1).max() < TIMES * around.mean(axis=-1).max():
        return
    patch[1:-1, 1:-1] = around.mean(axis=0)
    for _ in range(ROUNDS):
        patch[1:-1, 1:-1] = (patch[:-2, 1:-1] + patch[2:, 1:-1] + patch[1:-1, :-2] + patch[1:-1, 2:]) / 4
    light[top:bottom, left:right] = patch[1:-1, 1:-1]
