"""At which lamp, screen or opening to aim: a coarse grid knows how much of each arrives where, walls included.

Which is aimed at is drawn from a table of each cell; a bad table costs grain, never light.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.rays import Bools, Floats, Ints, Rays, dot
from campus.bake.sources import Emitters, Portals

CELL_M = 1.0
MOST_CELLS = 6000
ENTRIES = 512
"""A cell's table of lamps: each stands in it as often as it is worth aiming at."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Which of several sources to aim at, by cell.

    Attributes:
        table: (cells, ENTRIES) index of a source.
        often: (cells, sources) how often each stands in it, 0 to 1.
    """

    table: NDArray[np.uint16]
    often: Floats

    def drawn(self, cell: Ints, u: Floats) -> tuple[Ints, Floats]:
        """A source for each of n cells by numbers in [0, 1), and how often it is drawn there."""
        source = self.table[cell, (u * ENTRIES).astype(np.int32)].astype(np.int32)
        return source, self.often[cell, source]


class Cells:
    """A grid of cells over a space.

    Args:
        bounds: (2, 3) of the space, metres.
        solid: what stands in the way.
    """

    def __init__(self, bounds: Floats, solid: Rays) -> None:
        size = np.maximum(bounds[1] - bounds[0], 0.1)
        cell = max(CELL_M, float((np.prod(size) / MOST_CELLS) ** (1 / 3)))
        self._low, self._cell = bounds[0].astype(np.float32), np.float32(cell)
        self._shape = np.maximum(np.ceil(size / cell), 1).astype(np.int32)
        self._solid = solid

    def cell_of(self, at: Floats, flat: Floats) -> Ints:
        """(n,) the cell that places (n, 3) on surfaces look into, by their normals."""
        index = ((at + flat * np.float32(0.15) - self._low) / self._cell).astype(np.int32)
        index = np.clip(index, 0, self._shape - 1)
        return np.asarray((index[:, 2] * self._shape[1] + index[:, 1]) * self._shape[0] + index[:, 0], np.int32)

    def _in_cells(self, each: int, random: np.random.Generator) -> Floats:
        """(cells * each, 3) points, some in each cell."""
        z, y, x = np.meshgrid(*(np.arange(n) for n in self._shape[::-1]), indexing="ij")
        corner = np.stack([x.ravel(), y.ravel(), z.ravel()], -1).repeat(each, axis=0)
        return np.asarray(self._low + (corner + random.random(corner.shape, np.float32)) * self._cell, np.float32)

    def _clear(self, at: Floats, to: Floats, ways: Floats, asked: Bools) -> Floats:
        """(n,) 1 where nothing stands between a point and what lies `to` (n, 3) from it; only where `asked`, else 0."""
        ask = np.flatnonzero(asked)
        clear = np.zeros(len(at), np.float32)
        reach = np.maximum(np.sqrt(dot(to[ask], to[ask])) - np.float32(3e-3), 0).astype(np.float32)
        clear[ask] = ~self._solid.blocked(at[ask], ways[ask], reach)
        return clear

    def of_emitters(self, emitters: Emitters, group: int, random: np.random.Generator) -> Choice | None:
        """Which emitter of a group to aim at; None where there is none."""
        mine = np.flatnonzero(emitters.group == group)
        if not len(mine):
            return None
        cells = int(np.prod(self._shape))
        each = int(np.clip(1_500_000 // (cells * len(mine)), 2, 8))
        worth = np.zeros((cells, len(emitters.group)), np.float32)
        at = self._in_cells(each, random)
        for one in mine:
            owner = np.full(len(at), one, np.int32)
            triangle, target = emitters.aimed(owner, *random.random((3, len(at)), np.float32))
            to = target - at
            squared = np.maximum(dot(to, to), np.float32(0.1))
            ways = (to / np.maximum(np.sqrt(dot(to, to)), 1e-6)[:, None]).astype(np.float32)
            leaving = np.maximum(-dot(ways, emitters.normal[triangle]), 0)
            light = emitters.radiance[triangle].mean(1) * leaving / squared
            light *= emitters.area[triangle] / np.maximum(emitters.share[triangle], 1e-9)
            clear = self._clear(at, to, ways, light > 0)
            # What no ray found free in this cell may still shine into a corner of it.
            worth[:, one] = (light * (0.08 + 0.92 * clear)).reshape(cells, each).mean(1)
        return _choice(worth, mine)

    def of_portals(self, portals: Portals, random: np.random.Generator) -> Choice | None:
        """Which opening to aim through; None where there is none."""
        count = len(portals.centre)
        if not count:
            return None
        cells = int(np.prod(self._shape))
        each = 8
        at = self._in_cells(each, random)
        worth = np.zeros((cells, count), np.float32)
        for one in range(count):
            x, y = ((2 * random.random((2, len(at)), np.float32) - 1).T * portals.half[one]).T
            to = portals.centre[one] + x[:, None] * portals.right[one] + y[:, None] * portals.up[one] - at
            squared = np.maximum(dot(to, to), np.float32(0.1))
            ways = (to / np.maximum(np.sqrt(dot(to, to)), 1e-6)[:, None]).astype(np.float32)
            leaving = np.maximum(ways @ portals.out[one], 0)
            clear = self._clear(at, to, ways, leaving > 0)
            area = 4 * portals.half[one, 0] * portals.half[one, 1]
            worth[:, one] = (area * leaving / squared * (0.05 + 0.95 * clear)).reshape(cells, each).mean(1)
        return _choice(worth, np.arange(count))


def _choice(worth: Floats, which: NDArray[np.integer]) -> Choice:
    """Tables from what each source (columns) is worth in each cell (rows); only `which` may be drawn."""
    mine = worth[:, which].astype(np.float64) + 1e-12
    # The root keeps what is strong from crowding out what is near, where the cell knows it badly.
    mine = mine**0.8
    share = np.cumsum(mine / mine.sum(1, keepdims=True), axis=1)
    ends = np.round(share * ENTRIES).astype(np.int64)
    ends[:, -1] = ENTRIES
    counts = np.diff(ends, axis=1, prepend=0)
    table = np.repeat(np.tile(which, len(worth)), counts.ravel()).reshape(len(worth), ENTRIES)
    often = np.zeros(worth.shape, np.float32)
    often[:, which] = counts / ENTRIES
    return Choice(table.astype(np.uint16), often)
