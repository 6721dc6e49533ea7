"""Flecks of sun under leaves that are far away: soft, since the sun is half a degree wide.

A map of what the sun reaches draws a shadow's edge as if the sun were a point. Of a bar across the room that is right
to a centimetre or two; of leaves ten metres away it leaves shards with hard edges, where an eye knows round, faint
flecks. The baker looked at the whole of the sun. So where it saw nothing but parts of it, and its texels are as fine
as such a fleck is soft, it is shown as it was baked, and the map is not asked. Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import Baked
from campus.mesh import Mesh

WHOLE = 165
"""Of 255: what has so much of the sun, as all around it has, has all of it, be it through a pane."""
FINE_M = 0.06
"""Texels of which a fleck is not made of squares: the sun's breadth at seven metres."""
REACH = 24
"""So many texels from where the sun is whole, what hangs together with that is the edge of a patch."""

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


def dappled(sun: NDArray[np.uint8]) -> Bools:
    """(h, w) the texels that the sun finds in part, far from any that it finds whole."""
    some = sun > 0
    near = ~_beside(sun < WHOLE)
    for _ in range(REACH):
        wider = _beside(near) & some
        if np.array_equal(wider, near):
            break
        near = wider
    return some & ~near


def flecks(sun: NDArray[np.uint8], which: Bools) -> Floats:
    """(h, w) how much of the sun falls on each texel, 0 to 1, without the grain of the few rays that asked.

    Args:
        sun: of 255, as baked.
        which: as `dappled` gives it; the sun elsewhere is left out.
    """
    found = np.where(which, sun, 0).astype(np.float32) / np.float32(255)
    for axis in (0, 1):
        found = found / 2 + (np.roll(found, 1, axis) + np.roll(found, -1, axis)) / 4
    return found


def fine(split: Mesh, baked: Baked) -> bool:
    """Whether a lightmap's texels are fine enough for flecks.

    Args:
        split: the space's mesh, its vertices split where charts end.
        baked: its light.
    """
    corners, at = split.corners().astype(np.float64), baked.uvs[split.triangles] * baked.sun.texels.shape[::-1]
    (x0, y0), (x1, y1) = ((at[:, corner] - at[:, 0]).T for corner in (1, 2))
    texels = np.abs(x0 * y1 - x1 * y0)
    metres = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    charted = texels > 0
    return bool(charted.any()) and float(metres[charted].sum()) <= FINE_M**2 * float(texels[charted].sum())


def _beside(which: Bools) -> Bools:
    """(h, w) these, and the eight around each."""
    found = which
    for axis in (0, 1):
        wider = found.copy()
        ahead, behind = [slice(None)] * 2, [slice(None)] * 2
        ahead[axis], behind[axis] = slice(1, None), slice(None, -1)
        wider[tuple(ahead)] |= found[tuple(behind)]
        wider[tuple(behind)] |= found[tuple(ahead)]
        found = wider
    return found
