"""What hangs together: corners that lie in one place, and the pieces that triangles make by sharing them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Doubles = NDArray[np.float64]

_SPREAD = np.array((1, 1_000_003, 998_244_353, 754_974_721, 167_772_161, 469_762_049, 1_224_736_769), np.int64)
_OFF_THE_TIE = 0.4863
"""What is drawn to round numbers lies within a cell, and not between two."""


def welded(values: NDArray[np.floating], *also: NDArray[np.floating] | NDArray[np.integer]) -> NDArray[np.int64]:
    """(n,) a number, from 0 on, that rows share which fall into one cell of a grid.

    Args:
        values: (n, k) such as places, in cells.
        also: more columns, (n, l) or (n,), in cells of theirs: ways that corners look, or materials; seven in all.

    Example:
        welded(positions / 1e-3, normals / 0.04)  # within a millimetre, and two degrees
    """
    more = (each[:, None] if each.ndim == 1 else each for each in also)
    columns = np.concatenate([values, *more], axis=1, dtype=np.float64)
    key = np.floor(columns + _OFF_THE_TIE).astype(np.int64)
    # Overflow only mixes the words further.
    _, number = np.unique(key @ _SPREAD[: key.shape[1]], return_inverse=True)
    return np.asarray(number.ravel(), np.int64)


def pieces(corners: NDArray[np.integer], count: int) -> Ints:
    """(m,) number of the piece that each triangle (m, 3) of `count` vertices is part of, from 0 on."""
    least = _least(corners, count)
    return np.unique(least[corners[:, 0]], return_inverse=True)[1].ravel().astype(np.int32)


def together(pairs: NDArray[np.integer], count: int) -> Ints:
    """(count,) number of the group that each is in, from 0 on, of pairs (m, 2) that belong together."""
    return np.unique(_least(pairs, count), return_inverse=True)[1].ravel().astype(np.int32)


def extents(places: Doubles, piece: NDArray[np.integer]) -> tuple[Doubles, Doubles]:
    """(k, 3) the lowest and the highest corner of each piece, of triangles (m, 3, 3) and their pieces (m,)."""
    count = int(piece.max(initial=-1)) + 1
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    np.minimum.at(low, piece, places.min(axis=1))
    np.maximum.at(high, piece, places.max(axis=1))
    return low, high


def _least(rows: NDArray[np.integer], count: int) -> NDArray[np.int64]:
    """(count,) the least number of all that each hangs together with, by rows (m, k) of numbers."""
    least = np.arange(count)
    while True:
        before = least.copy()
        of_row = least[rows].min(axis=1) if len(rows) else np.zeros(0, np.int64)
        for column in range(rows.shape[1]):
            np.minimum.at(least, rows[:, column], of_row)
        least = least[least]
        if np.array_equal(least, before):
            return least
