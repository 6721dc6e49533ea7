"""Pictures in all directions on the six faces of a cube, as graphics cards lay them out. Pure numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def cube(size: int, several: int = 1) -> Floats:
    """(6, size, size, several, 3) unit vectors through the pixels of a cube map's faces, as OpenGL lays them out.

    Row 0 is the first in memory (t = 0); where `several` is a square, so many a pixel.
    """
    side = round(several**0.5)
    sub = (np.arange(side) + 0.5) / side
    step = (np.arange(size)[:, None] + sub).ravel() / size * 2 - 1
    t, s = np.meshgrid(step, step, indexing="ij")
    one = np.ones_like(s)
    # Table 8.19 of the OpenGL 4.6 specification, solved for the direction.
    faces = [(one, -t, -s), (-one, -t, s), (s, one, t), (s, -one, -t), (s, -t, one), (-s, -t, -one)]
    ways = np.stack([np.stack(face, -1) for face in faces])
    ways /= np.linalg.norm(ways, axis=-1, keepdims=True)
    grouped = ways.reshape(6, size, side, size, side, 3).transpose(0, 1, 3, 2, 4, 5)
    return grouped.reshape(6, size, size, side * side, 3).astype(np.float32)


def looked_up(faces: Floats, ways: Floats) -> Floats:
    """(n, 3) the pixels of a cube (6, n, n, 3) that directions (n, 3) point at."""
    size = faces.shape[1]
    axis = np.abs(ways).argmax(1)
    rows = np.arange(len(ways))
    main = ways[rows, axis]
    face = 2 * axis + (main < 0)
    x, y, z = ways.T
    s = np.choose(face, [-z, z, x, x, x, -x])
    t = np.choose(face, [-y, -y, z, -z, -y, -y])
    with np.errstate(divide="ignore", invalid="ignore"):
        column, row = ((np.nan_to_num(v / np.abs(main)) + 1) / 2 * size for v in (s, t))
    index = (np.clip(row, 0, size - 1e-3).astype(int), np.clip(column, 0, size - 1e-3).astype(int))
    return np.asarray(faces[face, index[0], index[1]])


def solid_angles(size: int) -> Floats:
    """(6, size, size) steradians of each pixel of a cube map, about; all of them together are a ball."""
    step = (np.arange(size) + 0.5) / size * 2 - 1
    t, s = np.meshgrid(step, step, indexing="ij")
    share = (1 + s * s + t * t) ** -1.5
    return np.asarray(np.tile(share * (4 * np.pi / 6 / share.sum()), (6, 1, 1)), np.float32)
