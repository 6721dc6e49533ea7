"""Gaps of a finger's width between what hangs on a wall: in there it is dark.

A wall goes on behind its cladding. Between a pilaster and the felt beside it a centimetre of it is seen, and what its
texels hold there is that of the open wall beside, or of a lit cove above: a pale line down the joint. A texel is ten
times as wide as such a gap, and knows nothing of it. Light gets in there as little as behind the cladding, so texels
of which nothing but a gap is seen are told to be dark. Pure numpy, and Pillow for outlines.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from campus.client.view.charts import laid, turn
from campus.mesh import Mesh, facing
from campus.mesh.welding import together

LEAST_M2 = 3.0
"""What is smaller is no wall with cladding on it."""
LEAST_CLADDING_M2 = 0.01
WIDE_M = 0.03
WIDE_TEXELS = 0.35
"""A gap is so wide at most: of what is wider, the baker knows how dark it is."""
FRAMED_M = (WIDE_M, 0.04)
"""And from front to front of framed boards: two bevels, and as much between them."""
CELL_M = 0.005
BEFORE_M = (0.003, 0.3)
"""How far cladding stands before the wall."""
WITHIN_TEXELS = 0.6
"""So far around its middle a texel that is told has nothing but cladding and gaps."""
SHUT_TEXELS = 0.4
"""And so far around, one of which nothing is seen."""
DARK = 0.1
"""Of what those texels hold for the most part."""
STAINED = 0.5
"""What is darker than so much of what its gap is by day, was found there by a texel that met its bottom."""
GLARES = 3.0
"""How many times brighter than the next texel is what draws a line beside cladding."""
LEAST = 1e-6
BESIDE = ((0, 1), (1, 0), (0, -1), (-1, 0))
UPRIGHT = 0.3
ALIKE, FLAT_M = 0.999, 0.002
"""Triangles of one wall look so much the same way, and lie so near to one plane."""

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def dark_in(gaps: Bools, light: Floats) -> Floats:
    """The same light (h, w, 3), dark in gaps.

    Args:
        gaps: (h, w) as `in_gaps` gives them.
        light: of one layer, any unit.
    """
    found = light.copy()
    if gaps.any():
        there = light[gaps]
        # Where a cove glares, the half of them that it does not reach says what is dark.
        found[gaps] = np.float32(DARK) * np.minimum(there, np.median(there, axis=0))
    return found


def alike_in(gaps: Bools, light: Floats) -> Floats:
    """The same light (h, w, 3), in which a gap is no darker in one place than it is for the most part.

    Behind what hangs on a wall nothing is seen, and the baker fills that with the light around. Of many gaps between
    boards one texel met the bottom, where it is a fifth as light, and a third of that gap was a dark bar.

    Args:
        gaps: (h, w) as `hidden` gives them.
        light: of one layer, any unit.
    """
    row, column = np.nonzero(gaps)
    if not len(row):
        return light
    number = np.full(gaps.shape, -1, np.int64)
    number[row, column] = np.arange(len(row))
    beside = [number[_stepped(row, column, step, 1, gaps.shape)] for step in BESIDE[:2]]
    pairs = np.concatenate([np.stack([number[row, column], each], axis=1)[each >= 0] for each in beside])
    of = together(pairs, len(row))
    found, there = light.copy(), light[row, column]
    bright, order = there.mean(axis=1), np.argsort(of, kind="stable")
    for one in np.split(order, np.flatnonzero(np.diff(of[order])) + 1):
        dark = bright[one] < STAINED * np.median(bright[one])
        if dark.any():
            found[row[one[dark]], column[one[dark]]] = np.median(there[one[~dark]], axis=0)
    return found


def glaring(light: Floats, faces: NDArray[np.int32]) -> Bools:
    """(h, w) the texels that are far brighter than one beside them on their face, as `hidden` wants them.

    Args:
        light: (h, w, 3) of one layer, any unit.
        faces: (h, w) on which large face each texel lies, 0 for none.
    """
    bright = light.mean(axis=-1)
    found = np.zeros(faces.shape, np.bool_)
    for step in BESIDE:
        there = np.roll(bright, step, (0, 1))  # charts keep away from the edge
        found |= (faces > 0) & (np.roll(faces, step, (0, 1)) == faces) & (bright > GLARES * there)
    return found


def without_glare(shut: Bools, light: Floats, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3); what nobody sees is no brighter than the dimmest that is seen beside it.

    The denoiser has spread its glare to that: it, in turn, is no brighter than the next, away from the glare.

    Args:
        shut: (h, w) what nobody sees, as `hidden` gives it.
        light: of one layer, any unit.
        faces: (h, w) on which large face each texel lies, 0 for none.
    """
    row, column = np.nonzero(shut)
    found, bright = light.copy(), light.mean(axis=-1)
    for step in BESIDE:
        there, beyond = (_stepped(row, column, step, far, faces.shape) for far in (1, 2))
        spread = ~shut[there] & ~shut[beyond] & (GLARES * bright[there] < bright[row, column])
        for each in (there, beyond):
            spread &= faces[each] == faces[row, column]
        held, by = ((rows[spread], columns[spread]) for rows, columns in (there, beyond))
        # One that is beside two of them is held back once.
        found[held] = light[held] * np.minimum(bright[by] / np.maximum(bright[held], LEAST), 1)[:, None]
    least = light[row, column]
    for step in BESIDE:
        there = _stepped(row, column, step, 1, faces.shape)
        seen = (faces[there] == faces[row, column]) & ~shut[there] & (found[there].mean(axis=1) < least.mean(axis=1))
        least = np.where(seen[:, None], found[there], least)
    found[row, column] = least
    return found


def _stepped(row: Ints, column: Ints, step: tuple[int, int], far: int, size: tuple[int, ...]) -> tuple[Ints, Ints]:
    """The rows and columns (n,) so many steps away; charts keep away from the edge."""
    return (row + far * step[0]) % size[0], (column + far * step[1]) % size[1]


def hidden(mesh: Mesh, uvs: Floats, glare: Bools, wide: tuple[float, float] = (0.0, WIDE_M)) -> tuple[Bools, Bools]:
    """(h, w) the texels of walls of which nothing is seen but what lies in a gap, and those that are seen nowhere.

    Args:
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1.
        glare: (h, w) the texels of which the second is asked.
        wide: more than the first, and the second at most, a gap is, metres.
    """
    found, shut = np.zeros((2, *glare.shape), np.bool_)
    size = glare.shape
    corners = mesh.corners().astype(np.float64)
    normals, apart, area = facing(corners)
    upright = (np.abs(normals[:, 2]) < UPRIGHT) & (area > LEAST_CLADDING_M2)
    at = laid(mesh, uvs, size)[0][upright]
    corners, normals, apart, area = (each[upright] for each in (corners, normals, apart, area))
    low, high = corners.min(axis=1), corners.max(axis=1)
    waiting = area > LEAST_M2
    while waiting.any():
        one = waiting.argmax()
        normal, depth, waiting[one] = normals[one], apart[one], False
        same, off = normals @ normal > ALIKE, apart - depth
        wall = same & (np.abs(off) < FLAT_M)
        waiting &= ~wall
        hung = same & (off > BEFORE_M[0]) & (off < BEFORE_M[1])
        hung &= (low < high[wall].max(axis=0) + BEFORE_M[1]).all(axis=1)
        hung &= (high > low[wall].min(axis=0) - BEFORE_M[1]).all(axis=1)
        if hung.any():
            axes = _axes(normal)
            _tell((found, shut), corners[wall] @ axes, at[wall], corners[hung] @ axes, glare, wide)
    return found, shut


def _axes(normal: Doubles) -> Doubles:
    """(3, 2) along a wall, and up it."""
    along = np.array((-normal[1], normal[0], 0.0)) / np.hypot(*normal[:2])
    return np.stack([along, np.cross(normal, along)], axis=1)


def _tell(
    found: tuple[Bools, Bools], wall: Doubles, at: Doubles, hung: Doubles, glare: Bools, wide: tuple[float, float]
) -> None:
    """Marks the texels of one wall.

    Args:
        found: (h, w) gaps, and what is seen nowhere; they are changed.
        wall: (n, 3, 2) corners of its triangles on it, metres.
        at: (n, 3, 2) where they lie, texels.
        hung: (m, 3, 2) corners of what hangs before it.
        glare: (h, w) the texels of which one asks whether they are seen.
        wide: more than the first, and the second at most, a gap is, metres.
    """
    margin = 4 * WIDE_M
    low = np.maximum(wall.min(axis=(0, 1)), hung.min(axis=(0, 1))) - margin
    high = np.minimum(wall.max(axis=(0, 1)), hung.max(axis=(0, 1))) + margin
    texel = _texel(wall, at)
    least, most = (int(min(each, WIDE_TEXELS * texel) / CELL_M) for each in wide)
    if (high - low < 2 * margin).any() or most <= least:
        return
    covered, there = (_drawn((each - low) / CELL_M, (high - low) / CELL_M) for each in (hung, wall))
    within = _short(covered, most) | _short(covered.T, most).T
    narrower = _short(covered, least) | _short(covered.T, least).T if least else np.False_
    row, column = np.nonzero(within & there & ~narrower)
    if not len(row) and not glare.any():
        return
    seen = np.zeros((len(there) + 1, there.shape[1] + 1), np.int32)
    seen[1:, 1:] = (there & ~covered & ~within).cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    few = (row + column) % 4 == 0  # texels are ten times as wide as cells
    cells = np.stack([column[few] + 0.5, row[few] + 0.5], axis=1) * CELL_M + low
    for corners, spots in zip(wall, at, strict=True):
        places, texels = (np.column_stack([each, np.ones(3)]) for each in (corners, spots))
        if abs(np.linalg.det(texels)) < 1:
            continue
        into, back = np.linalg.solve(places, spots), np.linalg.solve(texels, corners)
        on = (np.column_stack([cells, np.ones(len(cells))]) @ np.linalg.inv(places) > -1e-3).all(axis=1)
        first = np.floor(cells[on] @ into[:2] + into[2] - 0.5).astype(np.int64)
        # A graphics card mixes the four around.
        four = np.unique((first[:, None] + [(0, 0), (1, 0), (0, 1), (1, 1)]).reshape(-1, 2), axis=0)
        four = four[((four >= 0) & (four < glare.shape[::-1])).all(axis=1)]
        for told, which, part in zip(found, (four, _within(glare, spots)), (WITHIN_TEXELS, SHUT_TEXELS), strict=True):
            middles, reach = (which + 0.5) @ back[:2] + back[2], part * texel
            # Beyond what hangs there, nothing is covered.
            known = (middles - reach > low).all(axis=1) & (middles + reach < high).all(axis=1)
            ends = ((middles + way * reach - low) / CELL_M for way in (-1, 1))
            clad = known & (_count(seen, *ends) == 0)
            told[which[clad, 1], which[clad, 0]] = True


def _within(which: Bools, spots: Doubles) -> Ints:
    """(n, 2) columns and rows of texels that lie on a triangle (3, 2)."""
    (left, low), (right, high) = np.maximum(np.floor(spots.min(axis=0)), 0), np.ceil(spots.max(axis=0))
    row, column = np.nonzero(which[int(low) : int(high), int(left) : int(right)])
    texels = np.stack([column + int(left), row + int(low)], axis=1)
    shares = np.column_stack([texels + 0.5, np.ones(len(texels))]) @ np.linalg.inv(np.column_stack([spots, np.ones(3)]))
    return np.asarray(texels[(shares > -1e-3).all(axis=1)], np.int64)


def _drawn(outlines: Doubles, size: Doubles) -> Bools:
    """The cells (rows, columns) that triangles (n, 3, 2) lie on, of so many columns and rows."""
    wide, tall = np.ceil(size).astype(int).tolist()
    picture = Image.new("1", (wide, tall), 0)
    draw: Any = ImageDraw.Draw(picture)
    for outline in (outlines - 0.5).reshape(-1, 6).tolist():
        draw.polygon(outline, fill=1)
    return np.asarray(picture, np.bool_)


def _count(total: NDArray[np.int32], low: Doubles, high: Doubles) -> NDArray[np.int32]:
    """(n,) how many cells there are between corners (n, 2), columns and rows, of what `total` is the sum of."""
    most = np.array(total.shape[::-1]) - 1
    (left, bottom), (right, top) = (np.clip(each.astype(np.int64), 0, most).T for each in (low, high))
    return np.asarray(total[top, right] - total[bottom, right] - total[top, left] + total[bottom, left], np.int32)


def _short(covered: Bools, most: int) -> Bools:
    """The cells that lie, in their row, between two covered ones which are so far from each other at most."""
    tall, wide = covered.shape
    ends = np.diff(covered.astype(np.int8), axis=1).ravel()
    where = np.flatnonzero(ends)
    start = np.flatnonzero(ends[where[:-1]] < 0)  # covered ends here, and begins again at the next of them
    first, last = where[start], where[start + 1]
    short = (last - first <= most) & (first // (wide - 1) == last // (wide - 1))
    first, length = first[short], (last - first)[short]
    found = np.zeros((tall, wide), np.bool_)
    for step in range(most):
        row, column = np.divmod(first[length > step] + step, wide - 1)
        found[row, column + 1] = True
    return found


def _texel(wall: Doubles, at: Doubles) -> float:
    """How wide a texel is on the largest triangle, metres; nothing where none lies on the lightmap."""
    (across, along), (left, up) = ((each[:, 1:] - each[:, :1]).transpose(1, 0, 2) for each in (wall, at))
    texels = np.abs(turn(left, up))
    largest = texels.argmax()
    return float(np.sqrt(np.abs(turn(across, along))[largest] / texels[largest])) if texels[largest] > 1 else 0.0
