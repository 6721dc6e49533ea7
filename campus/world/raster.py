"""Triangles over a fine grid: which cells they cover, at which height, through which slices. Plain geometry in numpy.

Everything goes by strips: the part of a triangle over one row of cells has an extent in x, and so the cells of the row
that it covers follow each other. Nothing here knows what a floor or a body is for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int32]
Words = NDArray[np.uint64]

CELL_M = 0.05
"""Fine enough that the 0.65 m between two rows of seats keeps a lane once a body's radius is taken off both sides."""
SLICE_M = 0.05
_PAIRS_AT_ONCE = 1_500_000
_SEAM = 1e-4
"""In cells: a middle that lies on the seam of two triangles belongs to both rather than to none."""
_TOUCH = -1e-6
"""In cells: a triangle that ends on the edge of a cell does not reach into it."""
_STEEP = 0.8
"""A triangle whose normal rises less than this is bounded by its edges in each cell, and not by its plane."""


def floors(triangles: Floats, shape: tuple[int, int], slope_deg: float, headroom: float) -> tuple[Ints, Floats]:
    """Every nearly level surface over the middle of a cell.

    Args:
        triangles: (m, 3, 3) corners, metres from the grid's corner; either winding.
        shape: the grid's columns and rows.
        slope_deg: a surface that is steeper is none.
        headroom: of two surfaces that are nearer to each other than this, only the upper counts: a rug on the floor,
            the floor inside a block, the seat under a table.

    Returns:
        (n,) cell and (n,) height in metres of each, sorted by cell, then by height.
    """
    corners = triangles.astype(np.float64)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(normal, axis=1)
    level = np.abs(normal[:, 2]) >= math.cos(math.radians(slope_deg)) * np.maximum(length, 1e-12)
    corners, normal = corners[level], normal[level]
    slope = -normal[:, :2] / normal[:, 2:]
    height_at_origin = corners[:, 0, 2] - (slope * corners[:, 0, :2]).sum(1)
    # Where the middle of cell (column, row) is: one multiplication each in place of three.
    along, across = slope[:, 0] * CELL_M, slope[:, 1] * CELL_M
    height_at_origin += (along + across) / 2
    cells, heights = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
    for triangle, column, row in _covered(corners[:, :, :2], shape, 0.0, _SEAM):
        z = height_at_origin[triangle] + along[triangle] * column + across[triangle] * row
        cells.append(row * np.int32(shape[0]) + column)
        heights.append(z.astype(np.float32))
    cell, height = np.concatenate(cells), np.concatenate(heights)
    order = np.lexsort((height, cell))
    cell, height = cell[order], height[order]
    upper = np.ones(len(cell), np.bool_)
    upper[:-1] = (cell[1:] != cell[:-1]) | (height[1:] - height[:-1] > headroom)
    return cell[upper], height[upper]


def filled_slices(triangles: Floats, shape: tuple[int, int], bottom: float, slices: int) -> Words:
    """Which slices of each cell some triangle passes through.

    Conservative: a cell is marked as soon as a triangle touches its square, over the heights it has there.

    Args:
        triangles: (m, 3, 3) corners, metres from the grid's corner.
        shape: the grid's columns and rows.
        bottom: height of the lowest slice, metres.
        slices: how many there are; what is above them is left out.

    Returns:
        (words, rows, columns): bit k of word w is slice 64 w + k.
    """
    columns, rows = shape
    words = (slices + 63) // 64
    corners: Doubles = triangles[triangles[:, :, 2].min(1) < bottom + slices * SLICE_M].astype(np.float64)
    flat, z = corners[:, :, :2], corners[:, :, 2]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    steep = np.abs(normal[:, 2]) < _STEEP * np.linalg.norm(normal, axis=1) + 1e-12
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(steep[:, None], 0.0, -normal[:, :2] / normal[:, 2:])
    swing = np.abs(slope).sum(1) * (CELL_M / 2)
    z_low, z_high = z.min(1), z.max(1)
    filled = np.zeros((words, rows * columns), np.uint64)
    for triangle, column, row in _covered(flat, shape, 0.5, _TOUCH):
        x, y = _middles(column), _middles(row)
        middle = z[triangle, 0] + slope[triangle, 0] * (x - flat[triangle, 0, 0])
        middle += slope[triangle, 1] * (y - flat[triangle, 0, 1])
        under, over = middle - swing[triangle], middle + swing[triangle]
        upright = np.flatnonzero(steep[triangle])
        under[upright], over[upright] = _heights_in_cell(
            flat[triangle[upright]], z[triangle[upright]], x[upright], y[upright]
        )
        np.clip(under, z_low[triangle], z_high[triangle], out=under)
        np.clip(over, z_low[triangle], z_high[triangle], out=over)
        first = np.floor((under - bottom) / SLICE_M + 1e-3).astype(np.int64)
        last = np.maximum(np.ceil((over - bottom) / SLICE_M - 1e-3).astype(np.int64) - 1, first)
        cell = row.astype(np.int64) * columns + column
        for word in range(words):
            a, b = np.maximum(first - 64 * word, 0), np.minimum(last - 64 * word, 63)
            some = np.flatnonzero(a <= b)
            _or_at(filled[word], cell[some], bits(a[some], b[some]))
    return filled.reshape(words, rows, columns)


def _covered(
    flat: Doubles, shape: tuple[int, int], half: float, slack: float
) -> Iterator[tuple[NDArray[np.intp], Ints, Ints]]:
    """Every (triangle, column, row) where a triangle covers a cell, a chunk at a time.

    Args:
        flat: (m, 3, 2) corners on the plan, metres from the grid's corner.
        shape: the grid's columns and rows.
        half: how much of a cell counts, from its middle to both sides: 0 for the middle alone, 0.5 for all of it.
        slack: how much further a triangle reaches, in cells.
    """
    columns, rows = shape
    low, high = flat[:, :, 1].min(1) / CELL_M, flat[:, :, 1].max(1) / CELL_M
    first, number = _cells_between(low, high, half, slack, rows)
    triangle, row = _repeated(first, number)
    middle = _middles(row)
    least, most = _extent(flat[triangle, :, 1], flat[triangle, :, 0], middle - half * CELL_M, middle + half * CELL_M)
    first, number = _cells_between(least / CELL_M, most / CELL_M, half, slack, columns)
    ends = np.cumsum(number)
    begin = 0
    while begin < len(number):
        done = int(ends[begin - 1]) if begin else 0
        stop = max(begin + 1, int(np.searchsorted(ends, done + _PAIRS_AT_ONCE, side="right")))
        strip, column = _repeated(first[begin:stop], number[begin:stop])
        yield triangle[begin + strip], column, row[begin + strip]
        begin = stop


def _middles(cell: Ints) -> Doubles:
    """Where the middles of columns or rows are, metres from the grid's corner."""
    middles: Doubles = (cell.astype(np.float64) + 0.5) * CELL_M
    return middles


def _cells_between(low: Doubles, high: Doubles, half: float, slack: float, most: int) -> tuple[Ints, Ints]:
    """The first cell that reaches into `low`..`high` (in cells), and how many do; an empty extent has none."""
    with np.errstate(invalid="ignore"):
        first = np.clip(np.ceil(np.nan_to_num(low) - 0.5 - half - slack), 0, most).astype(np.int32)
        last = np.clip(np.floor(np.nan_to_num(high) - 0.5 + half + slack), -1, most - 1).astype(np.int32)
    if half:
        last = np.maximum(
            last, np.minimum(first, most - 1)
        )  # a line along the edge of two cells belongs to one of them
    return first, np.where(low <= high, np.maximum(last - first + 1, 0), 0).astype(np.int32)


def _repeated(first: Ints, number: Ints) -> tuple[NDArray[np.intp], Ints]:
    """For each i `number[i]` pairs (i, first[i]), (i, first[i] + 1), ..."""
    index = np.repeat(np.arange(len(number)), number)
    starts = np.cumsum(number) - number
    return index, (np.arange(len(index)) - np.repeat(starts - first, number)).astype(np.int32)


def _extent(along: Doubles, value: Doubles, low: Doubles, high: Doubles) -> tuple[Doubles, Doubles]:
    """Least and most `value` over the part of each triangle whose `along` lies in `low`..`high`.

    Args:
        along: (n, 3) one coordinate of the corners.
        value: (n, 3) another.
        low: (n,) where the part begins.
        high: (n,) where it ends.

    Returns:
        (n,) each; infinity and minus infinity where the triangle has no such part.
    """
    least, most = np.full(len(along), np.inf), np.full(len(along), -np.inf)
    for k in range(3):
        start, end = along[:, k], along[:, (k + 1) % 3]
        run = end - start
        level = np.abs(run) < 1e-9
        safe = np.where(level, 1.0, run)
        s, t = (low - start) / safe, (high - start) / safe
        s, t = np.minimum(s, t), np.maximum(s, t)
        s, t = np.where(level, 0.0, np.clip(s, 0, 1)), np.where(level, 1.0, np.clip(t, 0, 1))
        outside = (np.minimum(start, end) > high + 1e-9) | (np.maximum(start, end) < low - 1e-9)
        rise = value[:, (k + 1) % 3] - value[:, k]
        one, other = value[:, k] + s * rise, value[:, k] + t * rise
        np.minimum(least, np.where(outside, np.inf, np.minimum(one, other)), out=least)
        np.maximum(most, np.where(outside, -np.inf, np.maximum(one, other)), out=most)
    return least, most


def _heights_in_cell(flat: Doubles, z: Doubles, x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
    """Lowest and highest point of each triangle over its cell's strip in x and its strip in y, whichever says less.

    An arch is cut out of a wall by long slivers: the whole height of a sliver would fill the arch again.
    """
    half = CELL_M / 2
    x_low, x_high = _extent(flat[:, :, 0], z, x - half, x + half)
    y_low, y_high = _extent(flat[:, :, 1], z, y - half, y + half)
    low, high = np.maximum(x_low, y_low), np.minimum(x_high, y_high)
    return np.minimum(low, high), np.maximum(low, high)


def bits(first: NDArray[np.int64], last: NDArray[np.int64]) -> Words:
    """Words with the bits `first`..`last` set, both ends included, each in 0..63."""
    ones = np.uint64(0xFFFFFFFFFFFFFFFF)
    return (ones >> (63 - (last - first)).astype(np.uint64)) << first.astype(np.uint64)


def _or_at(words: Words, index: NDArray[np.int64], bits: Words) -> None:
    """`words[index] |= bits`, also where an index occurs more than once."""
    if not len(index):
        return
    order = np.argsort(index, kind="stable")
    index, bits = index[order], bits[order]
    first = np.flatnonzero(np.concatenate([[True], index[1:] != index[:-1]]))
    words[index[first]] |= np.bitwise_or.reduceat(bits, first)


def dilated(filled: Words, radii: Sequence[float]) -> list[Words]:
    """What a body of each radius would touch: the filled cells, each grown to a disc (metres, middle to middle)."""
    longest = max(math.floor(r / CELL_M + 1e-6) for r in radii)
    rows = [filled]  # rows[w]: grown by w cells to both sides along x
    for width in range(1, longest + 1):
        grown = rows[-1].copy()
        grown[:, :, width:] |= filled[:, :, :-width]
        grown[:, :, :-width] |= filled[:, :, width:]
        rows.append(grown)
    discs = []
    for radius in radii:
        tall = math.floor(radius / CELL_M + 1e-6)
        disc = rows[tall].copy()
        for dy in range(1, tall + 1):
            row = rows[math.floor(math.sqrt(max((radius / CELL_M) ** 2 - dy * dy, 0.0)) + 1e-6)]
            disc[:, dy:] |= row[:, :-dy]
            disc[:, :-dy] |= row[:, dy:]
        discs.append(disc)
    return discs
