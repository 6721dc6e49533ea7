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
NEAR_M = 0.12
"""A facet's end so far from a fleck may be under the same leaves."""
SAME_M = 0.001
MOST_PAIRS = 4_000_000
"""Compared at a time."""
GOES_ON = 0.9
"""Cosine between the normals of two faces that are one surface, shaded as a curve."""

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


def at_corners(split: Mesh, baked: Baked, shown: Floats) -> Floats:
    """(n,) how much of the sun falls on corners with a light of their own where it falls in flecks; 0 elsewhere.

    A narrow facet has no texels, and beside some that show flecks it would end them in a straight line. Where a face
    with texels goes on round an edge, both have the same; away from it, what was baked there.

    Args:
        split: the space's mesh, its vertices split where charts end.
        baked: its light.
        shown: (h, w) the flecks, as `flecks` gives them.
    """
    found = np.zeros(len(baked.uvs), np.float32)
    charted = np.any(baked.uvs > 0, axis=1)
    at = (baked.uvs * shown.shape[::-1]).astype(np.intp)
    told = np.where(charted, shown[tuple(np.minimum(at, np.array(shown.shape[::-1]) - 1).T[::-1])], 0)
    told = told.astype(np.float32)
    flecked = np.flatnonzero(told > 0)
    if not len(flecked):
        return found
    own = np.flatnonzero(~charted & (baked.sun.vertices < WHOLE) & _near(split.positions, flecked))
    for some in np.array_split(own, 1 + len(own) * len(flecked) // MOST_PAIRS):
        off = split.positions[some][:, None] - split.positions[flecked]
        off = np.where(split.normals[some] @ split.normals[flecked].T > GOES_ON, np.abs(off).max(axis=2), NEAR_M)
        like = off.argmin(axis=1, keepdims=True)
        goes_on = np.take_along_axis(off, like, 1) < SAME_M
        found[some] = np.where(goes_on, told[flecked[like]], baked.sun.vertices[some][:, None] / np.float32(255))[:, 0]
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


def _near(places: Floats, some: NDArray[np.intp]) -> Bools:
    """(n,) which of all places are about as near as `NEAR_M` to some of them."""
    cells = np.floor(places / NEAR_M).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    size = cells.max(axis=0) + 2
    taken = np.zeros(len(places), np.bool_)
    held = np.unique(np.ravel_multi_index(tuple(cells[some].T), tuple(size)))
    for aside in np.ndindex(3, 3, 3):
        taken |= np.isin(np.ravel_multi_index(tuple((cells + aside - 1).T), tuple(size)), held)
    return taken


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
