"""Gaps of a finger's width between what hangs on a wall: in there it is dark.

A wall goes on behind its cladding. Between a pilaster and the felt beside it a centimetre of it is seen, and what its
texels hold there spread from a lit cove above: a white line down the joint. Light gets into such a gap as little as
behind the cladding, so texels that nothing but a gap shows are told to be dark. Pure numpy, and Pillow for outlines.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from campus.mesh import Mesh, facing

LEAST_M2 = 3.0
"""What is smaller is no wall with cladding on it."""
LEAST_CLADDING_M2 = 0.01
GLARES = 20.0
"""How many times brighter than the same wall a little further on is what spreads."""
SPREADS = 4
"""So many texels far."""
WIDE_M = 0.03
"""A gap is so wide at most."""
CELL_M = 0.005
BEFORE_M = (0.003, 0.3)
"""How far cladding stands before the wall."""
WITHIN_TEXELS = 0.6
"""So far around its middle a texel that is told has nothing but cladding and gaps."""
DARK = 0.1
"""Of what lies that much further on."""
UPRIGHT = 0.3
ALIKE, FLAT_M = 0.999, 0.002

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def dark_in_gaps(light: Floats, mesh: Mesh, uvs: Floats, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3), dark where nothing but a gap shows what spread.

    Args:
        light: of one layer, any unit.
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1.
        faces: (h, w) on which large face each texel lies, 0 for none.
    """
    spread, further = _spread(light.mean(axis=-1), faces)
    if not spread.any():
        return light
    corners, at = mesh.corners().astype(np.float64), uvs[mesh.triangles].astype(np.float64) * faces.shape[::-1]
    normals, apart, area = facing(corners)
    upright = (np.abs(normals[:, 2]) < UPRIGHT) & (area > LEAST_CLADDING_M2)
    corners, at, normals, apart, area = (each[upright] for each in (corners, at, normals, apart, area))
    found = light.copy()
    for wall in np.flatnonzero(area > LEAST_M2):
        texels, places, metres = _texels(spread, corners[wall], at[wall])
        if not len(texels):
            continue
        low, high = places.min(axis=0) - BEFORE_M[1], places.max(axis=0) + BEFORE_M[1]
        off = apart - apart[wall]
        hung = (off > BEFORE_M[0]) & (off < BEFORE_M[1]) & (normals @ normals[wall] > ALIKE)
        hung &= (corners.min(axis=1) < high).all(axis=1) & (corners.max(axis=1) > low).all(axis=1)
        told = _clad(places, corners[hung], normals[wall], WITHIN_TEXELS * metres)
        row, column = texels[told].T
        found[row, column] = np.minimum(found[row, column], DARK * light.reshape(-1, 3)[further[row, column]])
    return found


def _spread(bright: Floats, faces: NDArray[np.int32]) -> tuple[Bools, Ints]:
    """(h, w) the texels beside what glares, and the number of one that lies `SPREADS` further on."""
    count, wide = faces.size, faces.shape[1]
    bright, faces, here = bright.ravel(), faces.ravel(), np.arange(count)
    found, further = np.zeros(count, np.bool_), here.copy()
    for step in (1, -1, wide, -wide):
        there = np.clip(here + SPREADS * step, 0, count - 1)
        same = (faces > 0) & (faces[there] == faces) & (there == here + SPREADS * step)
        glaring = np.flatnonzero(same & (bright > GLARES * bright[there]))
        for far in range(SPREADS):
            found[glaring + far * step] = True
            further[glaring + far * step] = there[glaring]
    return found.reshape(-1, wide), further.reshape(-1, wide)


def _texels(which: Bools, corners: Doubles, at: Doubles) -> tuple[Ints, Doubles, float]:
    """Of texels that lie on a triangle: (n, 2) row and column, (n, 3) places, and how wide one is, metres."""
    low, high = np.floor(at.min(axis=0)).astype(int), np.ceil(at.max(axis=0)).astype(int)
    row, column = np.nonzero(which[max(low[1], 0) : high[1], max(low[0], 0) : high[0]])
    texels = np.stack([row + max(low[1], 0), column + max(low[0], 0)], axis=1)
    known = np.column_stack([at, np.ones(3)])
    if not len(texels) or abs(np.linalg.det(known)) < 1:
        return np.zeros((0, 2), np.int64), np.zeros((0, 3)), 0.0
    share = np.column_stack([texels[:, ::-1] + 0.5, np.ones(len(texels))]) @ np.linalg.inv(known)
    on = (share > -1e-3).all(axis=1)
    way = np.linalg.solve(known, corners)
    return texels[on], share[on] @ corners, float(np.linalg.norm(way[0]))


def _clad(places: Doubles, cladding: Doubles, normal: Doubles, reach: float) -> Bools:
    """(n,) whether so far around places (n, 3) of a wall there is nothing but cladding, or a gap in it."""
    if not len(cladding) or not len(places):
        return np.zeros(len(places), np.bool_)
    along = np.array((-normal[1], normal[0], 0.0)) / np.hypot(*normal[:2])
    axes = np.stack([along, np.cross(normal, along)], axis=1)
    where, hung = places @ axes, cladding @ axes
    low = where.min(axis=0) - reach - 2 * WIDE_M
    wide, tall = np.ceil((where.max(axis=0) + reach + 2 * WIDE_M - low) / CELL_M).astype(int)
    picture = Image.new("1", (int(wide), int(tall)), 0)
    draw: Any = ImageDraw.Draw(picture)
    for outline in ((hung - low) / CELL_M - 0.5).reshape(-1, 6).tolist():
        draw.polygon(outline, fill=1)
    gap = round(WIDE_M / CELL_M / 2)
    # Beyond the picture nothing is known: its rim is twice as wide as what this takes from there.
    closed = ~_wider(~_wider(np.asarray(picture, np.bool_), gap), gap)
    total = np.zeros((tall + 1, wide + 1), np.int32)
    total[1:, 1:] = closed.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    (left, bottom), (right, top) = (((where + side * reach - low) / CELL_M).astype(int).T for side in (-1, 1))
    count = total[top, right] - total[bottom, right] - total[top, left] + total[bottom, left]
    return np.asarray(count == (right - left) * (top - bottom), np.bool_)


def _wider(cells: Bools, reach: int) -> Bools:
    """The same and all that is so near to any of them."""
    found = cells.copy()
    for axis in (0, 1):
        ahead, behind = [slice(None)] * 2, [slice(None)] * 2
        left, step = reach, 1
        while left:
            step = min(step, left)
            ahead[axis], behind[axis] = slice(step, None), slice(None, -step)
            before = found.copy()
            found[tuple(ahead)] |= before[tuple(behind)]
            found[tuple(behind)] |= before[tuple(ahead)]
            left, step = left - step, 2 * step
    return found
