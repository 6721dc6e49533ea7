"""Texels whose middle lies on what they are of: at a chart's edge, half of a texel is of nothing. No Panda3D."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from campus.client.view.charts import laid
from campus.mesh import Mesh

MIDDLE = 5
"""Parts of a texel, of which its middle is one."""

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


def middles_within(mesh: Mesh, uvs: Floats, size: tuple[int, int]) -> Bools:
    """(h, w) the texels of a lightmap whose middles lie on what they are of, and not over its edge.

    Args:
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1.
        size: of the lightmap, height and width in texels.
    """
    at, texels = laid(mesh, uvs, size)
    picture = Image.new("1", (MIDDLE * size[1], MIDDLE * size[0]), 0)
    draw: Any = ImageDraw.Draw(picture)
    for outline in (MIDDLE * at[texels > 0] - 0.5).reshape(-1, 6).tolist():
        draw.polygon(outline, fill=1, outline=1)
    drawn, sides = np.asarray(picture, np.bool_), range(MIDDLE // 2 - 1, MIDDLE // 2 + 2)
    # Charts end in the middle of texels, give or take a rounding.
    near = [drawn[down::MIDDLE, right::MIDDLE] for down in sides for right in sides]
    return np.asarray(np.any(near, axis=0), np.bool_)
