"""Which parts of joins lie within something else: the side of a transverse arch goes on above the vaults, unseen.

A wall beside such a side counts as seen, where nothing is nearer. Where the side itself is out of sight, it says
nothing. All of it on the plane of that wall. Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TOUCHES_M = 0.012
"""Two that end so near to each other do not cross, and two in a row with so little between them are one."""
BESIDE_M = 0.05
"""A vault may end so far before the wall that it meets."""
LINES_M, TURNED = 0.005, 100
"""Joins are in a row if their lines are so near to each other, and turned by less than one in so many."""
AT_ONCE = 64
"""Joins that are compared with all others at a time: there may be thousands."""

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def out_of_sight(
    ends: Doubles, ways: Doubles, things: Ints, wider: Doubles, least: tuple[float, float], most: float, step: float
) -> tuple[Bools, Ints]:
    """Joins in pieces: (p,) which of them are within what crosses their join, and (k + 1,) where those of each begin.

    Args:
        ends: (k, 2, 2) of each join.
        ways: (k, 2) unit vectors, which way is before it.
        things: (k,) to what it belongs: of vaults, many facets are one.
        wider: (k,) how far beyond its ends a join hides.
        least: how far behind a join a place is hidden at least, and before it seen.
        most: how far behind it at most, or before it.
        step: length of a piece at most.
    """
    along = ends[:, 1] - ends[:, 0]
    long = np.linalg.norm(along, axis=1)
    along /= np.maximum(long, 1e-9)[:, None]
    many = np.ceil(long / step).astype(np.int64).clip(1)
    begins = np.concatenate([[0], np.cumsum(many)])
    crossed = _crossed(_rows(ends, ways), ends, ways, along, long)
    _, thing = np.unique(things, return_inverse=True)
    whole = np.zeros((len(ends), len(ends)), np.bool_)
    join, other = np.nonzero(crossed)
    whole[join, thing[other]] = True
    crossed = whole[:, thing] & (thing[:, None] != thing)
    low, high = ends.min(axis=1) - (most + wider)[:, None] / 2, ends.max(axis=1) + (most + wider)[:, None] / 2
    crossed &= ((low[:, None] < high) & (low < high[:, None])).all(axis=2)
    of, by = np.nonzero(crossed)
    # Only pieces beside the other are asked.
    over = ((ends[by] - ends[of, :1]) * along[of, None]).sum(axis=2)
    first = ((over.min(axis=1) - most - wider[by]) / long[of] * many[of]).astype(np.int64).clip(0, many[of])
    end = ((over.max(axis=1) + most + wider[by]) / long[of] * many[of] + 1).astype(np.int64).clip(first, many[of])
    pair = np.repeat(np.arange(len(of)), end - first)
    number = np.arange(len(pair)) - (np.cumsum(end - first) - end)[pair]
    of, by = of[pair], by[pair]
    share = ((number + 0.5) / many[of])[:, None]
    off = (1 - share) * ends[of, 0] + share * ends[of, 1] - ends[by, 0]
    before, beside = (off * ways[by]).sum(axis=1), (off * along[by]).sum(axis=1)
    good = (np.abs(before) < most) & (np.abs(beside - long[by] / 2) <= long[by] / 2 + wider[by])
    piece = begins[of] + number
    deep, ahead = np.full((2, begins[-1]), np.inf)
    for nearest, off_it, at_least in ((deep, -before, least[0]), (ahead, before, least[1])):
        there = good & (off_it > at_least)
        np.minimum.at(nearest, piece[there], off_it[there])
    return deep < ahead, begins


def _crossed(rows: Doubles, ends: Doubles, ways: Doubles, along: Doubles, long: Doubles) -> Bools:
    """(k, k) whether the row of each join crosses, or ends in the middle of it, each other."""
    found = np.zeros((len(rows), len(ends)), np.bool_)
    for begin in range(0, len(rows), AT_ONCE):
        some = slice(begin, begin + AT_ONCE)
        found[some] = _some_crossed(rows[some], ends, ways, along, long)
    return found


def _some_crossed(rows: Doubles, ends: Doubles, ways: Doubles, along: Doubles, long: Doubles) -> Bools:
    off = rows[:, :, None] - ends[None, None, :, 0]
    start, end = np.moveaxis((off * ways).sum(axis=3), 1, 0)
    cut = (start * end < 0) & (np.minimum(np.abs(start), np.abs(end)) > TOUCHES_M)
    share = (start / np.where(cut, start - end, 1))[..., None]
    met = ((1 - share) * off[:, 0] + share * off[:, 1]) * along
    there = np.abs(met.sum(axis=2) - long / 2) <= long / 2 + BESIDE_M
    return np.asarray(cut & there, np.bool_)


def _rows(ends: Doubles, ways: Doubles) -> Doubles:
    """(k, 2, 2) the ends of the row in which each join stands: a face has as many joins as it has triangles there."""
    along = np.stack([ways[:, 1], -ways[:, 0]], axis=1)
    places = np.sort((ends * along[:, None]).sum(axis=2), axis=1)
    off = (ends[:, 0] * ways).sum(axis=1)
    line = np.concatenate([ways * TURNED, off[:, None] / LINES_M], axis=1).round().astype(np.int64)
    _, line = np.unique(line, axis=0, return_inverse=True)
    line = line.ravel()
    order = np.lexsort([places[:, 0], line])
    found = places.copy()
    group: list[int] = []
    for number in order.tolist():
        last = group[-1] if group else number
        if group and (line[number] != line[last] or places[number, 0] > found[group, 1].max() + TOUCHES_M):
            found[group] = found[group, 0].min(), found[group, 1].max()
            group = []
        group.append(number)
    if group:
        found[group] = found[group, 0].min(), found[group, 1].max()
    return np.asarray(found[..., None] * along[:, None] + (off[:, None] * ways)[:, None])
