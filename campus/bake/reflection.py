"""What shiny things reflect: the space from its middle, from sharp to blunt, as a cube of six pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.cubes import Floats, cube, looked_up
from campus.bake.shown import Shown

LEAST = 8
"""Width of the bluntest level, pixels."""
EYES = 4
"""Rays through each pixel of the sharpest level."""
LOBE = 96
"""Directions that a rough surface gathers from."""


def levels_of(shown: Shown, at: tuple[float, float, float], size: int) -> tuple[NDArray[np.float32], ...]:
    """(6, n, n, 3) cd/m² for n = size, size / 2, … : faces as in `Baked.reflection`.

    Args:
        shown: the space.
        at: from where, metres.
        size: of the sharpest level, pixels.
    """
    ways = cube(size, EYES).reshape(-1, 3)
    eye = np.tile(np.asarray(at, np.float32), (len(ways), 1))
    light = np.concatenate(
        [shown.radiance(eye[i : i + 65536], ways[i : i + 65536]) for i in range(0, len(ways), 65536)]
    )
    sharp = light.reshape(6, size, size, EYES, 3).mean(3)
    sizes = [size]
    while sizes[-1] > LEAST:
        sizes.append(sizes[-1] // 2)
    levels = [sharp.astype(np.float32)]
    pyramid = [sharp]
    while len(pyramid[-1][0]) > 4:
        last = pyramid[-1]
        half = len(last[0]) // 2
        pyramid.append(last.reshape(6, half, 2, half, 2, 3).mean((2, 4)))
    for index, width in enumerate(sizes[1:], 1):
        levels.append(_blunt(pyramid, width, index / (len(sizes) - 1)))
    return tuple(levels)


def _blunt(pyramid: list[Floats], width: int, roughness: float) -> NDArray[np.float32]:
    """(6, width, width, 3) what a surface of some roughness reflects, seen straight on.

    Directions are those of GGX's lobe (Walter and others 2007), weighed by their cosine as Karis does (2013); each is
    read from a level whose pixels are about as wide as the gap to the next.
    """
    alpha = roughness * roughness
    index = (np.arange(LOBE) + 0.5) / LOBE
    turn = 2 * np.pi * np.arange(LOBE) * 0.6180339887
    cosine = np.sqrt((1 - index) / (1 + (alpha * alpha - 1) * index))
    sine = np.sqrt(np.maximum(1 - cosine * cosine, 0))
    # The half vector's reflection of the view, which is the normal.
    x, y, z = 2 * cosine * sine * np.cos(turn), 2 * cosine * sine * np.sin(turn), 2 * cosine * cosine - 1
    keep = z > 0.01
    x, y, z = x[keep], y[keep], z[keep]
    normals = cube(width).reshape(-1, 3).astype(np.float64)
    up = np.where(np.abs(normals[:, 2:]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    right = np.cross(up, normals)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    ahead = np.cross(normals, right)
    gap = np.degrees(np.sqrt(2 * np.pi * max(1 - float(z.min()), 1e-4) / len(z)))
    wanted = int(np.clip(np.floor(np.log2(max(gap, 1e-3) / (90 / pyramid[0].shape[1]))), 0, len(pyramid) - 1))
    faces = pyramid[wanted]
    total, weight = np.zeros((len(normals), 3)), 0.0
    for a, b, c in zip(x, y, z, strict=True):
        total += c * looked_up(faces, a * right + b * ahead + c * normals)
        weight += float(c)
    return (total / weight).reshape(6, width, width, 3).astype(np.float32)
