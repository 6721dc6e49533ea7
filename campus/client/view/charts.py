"""Triangles as they lie on a lightmap, and those of one plane: what the mends of its light begin with. No Panda3D."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from campus.mesh import Mesh

FLAT_M = 0.02
TURNED = 64
"""Normals are the same to one part in so many."""
PLACE_M, WAY = 2e-4, 0.04
"""Corners that come so near to one another, and look so nearly the same way, are one: cells for `welded`."""
AROUND = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""Rows and columns from a texel to those around it: across its sides, then across its corners."""

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]


def laid(mesh: Mesh, uvs: Floats, size: tuple[int, int]) -> tuple[Doubles, Doubles]:
    """Where a mesh lies on its lightmap: (m, 3, 2) corners of its triangles, and (m,) how much each covers, in texels.

    Args:
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1.
        size: of the lightmap, height and width in texels.
    """
    at = uvs[mesh.triangles].astype(np.float64) * (size[1], size[0])
    return at, np.abs(turn(at[:, 1] - at[:, 0], at[:, 2] - at[:, 0])) / 2


def turn(one: Doubles, other: Doubles) -> Doubles:
    """(n,) twice the areas between vectors (n, 2), positive where the other lies to the left."""
    across: Doubles = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return across


def planes(normals: Doubles, apart: Doubles) -> Ints:
    """(m,) a word that triangles share which lie in one plane.

    Args:
        normals: (m, 3) theirs.
        apart: (m,) how far along those they are, metres.
    """
    key = np.concatenate([normals * TURNED, apart[:, None] / FLAT_M], axis=1).round().astype(np.int64)
    return np.asarray(key @ (1, 131, 17_161, 2_248_091), np.int64)


def owners(at: Doubles, numbers: NDArray[np.integer], size: tuple[int, int], nobody: int) -> NDArray[np.int32]:
    """(h, w) the number of the triangle that lies on each texel.

    Args:
        at: (n, 3, 2) where the corners of triangles lie, texels.
        numbers: (n,) theirs.
        size: of the lightmap, height and width in texels.
        nobody: what stands where none is.
    """
    picture = Image.new("I", (size[1], size[0]), nobody)
    draw: Any = ImageDraw.Draw(picture)
    for outline, number in zip((at - 0.5).reshape(-1, 6).tolist(), numbers.tolist(), strict=True):
        draw.polygon(outline, fill=number, outline=number)
    return np.asarray(picture, np.int32)
