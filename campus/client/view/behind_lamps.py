"""Light on a ceiling without what shines behind a lamp's panel: its texels reach out from under it.

A lamp that lies on a ceiling lights what it hides a hundred times more than what is beside it. A texel that is half
under it glows then, and the ceiling has a white frame of stairs, shifted to where texels happen to lie. What is behind
a lamp, and a texel around it, is told what lies around that.

On a wall a sconce has a halo, which is to be seen; but in texels as wide as the lamp it is a square with steps. There
each texel is told what those have that are as far from the lamp. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import LAMPS, Baked
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
OFF_WALL_M = 0.2
"""A sconce hangs so near to its wall."""
HALO_TEXELS = (5.0, 9.0)
"""So far from a sconce its halo is round; from the first to the second it goes over into what was baked."""
RINGS_A_TEXEL = 2
EVENLY = 4
"""Rings each way over which light falls evenly."""
PLACE_M = 1e-3
"""Corners within it are one."""
LEVEL = 0.999
"""How far up or down a face of a ceiling or a floor looks."""

WALL_M2 = 1.0

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


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
    _round_halos(lamps, corners, np.asarray(at, np.float64), across, layers.get(LAMPS))
    return replace(baked, layers={name: replace(layer, texels=layers[name]) for name, layer in baked.layers.items()})


def _round_halos(lamps: Doubles, corners: Doubles, at: Doubles, across: Doubles, light: Floats | None) -> None:
    """Makes the light around lamps on walls round.

    Args:
        lamps: (n, 2, 3) their boxes.
        corners: (m, 3, 3) of all triangles.
        at: (m, 3, 2) where they lie on the lightmap, texels.
        across: (m, 3) their normals, twice as long as they are large.
        light: (h, w, 3) of the lamps, which is changed.
    """
    double = np.maximum(np.linalg.norm(across, axis=1), 1e-12)
    normals = across / double[:, None]
    walls = np.flatnonzero((double > 2 * WALL_M2) & (np.abs(normals[:, 2]) < 1 - LEVEL) & (at > 0).any(axis=(1, 2)))
    if light is None or not len(walls):
        return
    for lamp in lamps:
        middle, tall = lamp.mean(axis=0), np.ptp(lamp[:, 2])
        off = ((middle - corners[walls, 0]) * normals[walls]).sum(axis=1)
        for wall in walls[(off > 0) & (off < OFF_WALL_M)]:
            known = np.column_stack([at[wall], np.ones(3)])
            if abs(np.linalg.det(known)) < 1:
                continue
            way = np.linalg.solve(known, corners[wall])  # from texels, and 1, to places
            foot = middle - normals[wall] * ((middle - corners[wall, 0]) @ normals[wall])
            share = np.linalg.lstsq(np.vstack([corners[wall].T, np.ones(3)]), np.append(foot, 1), rcond=None)[0]
            if share.min() < 0:
                continue
            spot, texel = share @ at[wall], float(np.linalg.norm(way[0]))
            # A wall is of many triangles; those that lie on the lightmap beside one another are one.
            told = np.concatenate([at[walls], np.ones((len(walls), 3, 1))], axis=2)
            same = (np.abs(told @ way - corners[walls]) < texel / 10).all(axis=(1, 2))
            _round(light, spot, way, foot, tall / 2, texel, told[same])
            break


def _round(light: Floats, spot: Doubles, way: Doubles, foot: Doubles, tall: float, texel: float, wall: Doubles) -> None:
    """Tells texels around `spot` what those have that are as far from a lamp.

    Args:
        light: (h, w, 3), which is changed.
        spot: (2,) where the lamp's middle lies on it.
        way: (3, 3) from a column, a row, and 1 to a place.
        foot: (3,) the place of that middle.
        tall: half of the lamp's height, metres.
        texel: how wide one is, metres.
        wall: (n, 3, 3) corners of the wall's triangles as columns, rows, and 1: beyond them is something else.
    """
    reach = int(np.ceil(HALO_TEXELS[1] + tall / texel))
    column, row = (np.arange(int(middle) - reach, int(middle) + reach + 1) for middle in spot)
    column, row = (each.ravel() for each in np.meshgrid(column, row))
    inside = (column >= 0) & (row >= 0) & (column < light.shape[1]) & (row < light.shape[0])
    places = np.column_stack([column + 0.5, row + 0.5, np.ones(len(column))])
    inside &= (places @ np.linalg.inv(wall) > -1e-6).all(axis=2).any(axis=0)
    away = places @ way - foot
    away[:, 2] -= np.clip(away[:, 2], -tall, tall)
    far = np.linalg.norm(away, axis=1) / texel
    inside &= far < HALO_TEXELS[1]
    column, row, far = column[inside], row[inside], far[inside]
    before = light[row, column].astype(np.float64)
    bright = before.mean(axis=1)
    if not len(far) or bright[far < 2].max(initial=0) < TIMES * _usual(bright[far > HALO_TEXELS[0]]):
        return
    rings = np.round(far * RINGS_A_TEXEL).astype(int)
    count = np.maximum(np.bincount(rings), 1e-9)
    mean = np.stack([np.bincount(rings, before[:, i]) / count for i in range(3)], axis=1)
    has = np.flatnonzero(count > 0.5)
    every = np.arange(len(count))
    fall = np.stack([np.interp(every, has, np.log(np.maximum(mean[has, i], 1e-6))) for i in range(3)], axis=1)
    # What falls by half from one texel to the next is seen as steps.
    padded = np.pad(fall, [(EVENLY, EVENLY), (0, 0)], mode="edge")
    fall = np.mean([padded[i : i + len(fall)] for i in range(2 * EVENLY + 1)], axis=0)
    told = np.exp(np.stack([np.interp(far * RINGS_A_TEXEL, every, fall[:, i]) for i in range(3)], axis=1))
    part = np.clip((HALO_TEXELS[1] - far) / (HALO_TEXELS[1] - HALO_TEXELS[0]), 0, 1)[:, None]
    light[row, column] = part * told + (1 - part) * before


def _usual(bright: Doubles) -> float:
    return float(np.median(bright)) if len(bright) else np.inf


def _lamps(split: Mesh, shining: Set[str]) -> Doubles:
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
