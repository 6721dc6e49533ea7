"""Where a body can stand: the colliding triangles of a space as layered floors over a fine grid.

Owns what is walkable and how high it is; knows nobody who walks. The server's referee, the bots and click-to-move all
ask the same `Ground`, and Bullet's capsule in the client keeps within it (a property test holds that).

Two degrees of strictness, because a referee must never be stricter than the body that it judges, and a path must never
be laxer than the body that follows it:

- *open* floor: where a body somewhat thinner, shorter and nimbler than ours could come. The referee's.
- *clear* floor: where ours fits with a little room. The paths'.

Both are flooded from the spawns, so that the top of a desk, the ceiling and the inside of a wall are no floor at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campus.space.model import Space
from campus.world.paths import Paths

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]

BODY_RADIUS_M = 0.25
BODY_HEIGHT_M = 1.75
EYE_HEIGHT_M = 1.62
WALK_MPS = 1.4
RUN_MPS = 3.0
STEP_UP_M = 0.25
STEP_DOWN_M = STEP_UP_M
"""An edge higher than this stops a body as a wall does: nobody falls, and wherever one came one can go back."""
SLOPE_AT_MOST_DEG = 40.0
HEADROOM_M = 1.9

CELL_M = 0.05
"""Fine enough that the 0.65 m between two rows of seats keeps a lane once a body's radius is taken off both sides."""
_SLICE_M = 0.05
_PAIRS_AT_ONCE = 1_500_000
_FOOT = (
    *((0.0, 0.0), (0.15, 0.0), (-0.15, 0.0), (0.0, 0.15), (0.0, -0.15)),
    *((0.106, 0.106), (0.106, -0.106), (-0.106, 0.106), (-0.106, -0.106)),
)
"""Where a foot's reach is felt: the middle and a ring of 0.15 m."""
_AROUND = tuple((dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dx, dy) != (0, 0))


@dataclass(frozen=True)
class _Body:
    """How thick, tall and nimble a body is that the floor is judged for."""

    radius: float
    headroom: float
    step_up: float
    step_down: float


_OPEN = _Body(BODY_RADIUS_M - 0.10, BODY_HEIGHT_M - 0.20, STEP_UP_M + 0.06, STEP_DOWN_M + 0.06)
_CLEAR = _Body(BODY_RADIUS_M, HEADROOM_M, STEP_UP_M + 0.01, STEP_DOWN_M + 0.01)


@dataclass(frozen=True, eq=False)
class Ground:
    """The floors of one space that can be reached from its spawns.

    A *span* is one floor in one cell of the grid. Spans are sorted by cell, then by height.

    Attributes:
        origin: (x, y) of the grid's corner, metres.
        shape: (columns along x, rows along y).
        cell: (n,) index of each span's cell, `row * columns + column`.
        height: (n,) z of each span, metres.
        clear: (n,) whether our own body fits there and could walk there from a spawn.
        start: (cells + 1,) the first span of each cell.
        links: (n, 8) the span that one step leads to in each direction, or -1; directions as in `_AROUND`.
    """

    origin: tuple[float, float]
    shape: tuple[int, int]
    cell: Ints
    height: Floats
    clear: Bools
    start: Ints
    links: Ints

    @classmethod
    def of_space(cls, space: Space) -> Ground:
        """The ground of a compiled space: all that can be reached from where people start or come out of a portal."""
        starts = [placed.at for placed in space.spawns.values()]
        return cls.of(space.solids, starts + [p.arrive.at for p in space.portals.values() if p.built])

    @classmethod
    def of(cls, solids: ArrayLike, spawns: Iterable[Sequence[float]]) -> Ground:
        """The ground of a space.

        Args:
            solids: (m, 3, 3) corners of the colliding triangles, metres; either winding.
            spawns: x, y, z (and whatever else) of the places from which people start.

        Returns:
            The floors that are reached from there; none when no spawn stands on anything.
        """
        triangles = np.asarray(solids, np.float32).reshape(-1, 3, 3)
        starts = [(float(s[0]), float(s[1]), float(s[2])) for s in spawns]
        if not len(triangles) or not starts:
            return _nothing()
        # A margin all round, so that no dilation and no neighbour ever leaves the grid.
        low = triangles.min((0, 1)) - 8 * CELL_M
        high = triangles.max((0, 1)) + 8 * CELL_M
        shape = (math.ceil((high[0] - low[0]) / CELL_M), math.ceil((high[1] - low[1]) / CELL_M))
        shifted = triangles - np.array([low[0], low[1], 0], np.float32)

        cell, height = _floors(shifted, shape)
        if not len(cell):
            return _nothing()
        bottom = float(low[2])
        top = min(float(high[2]), float(height.max()) + HEADROOM_M + _SLICE_M)
        slices = math.ceil((top - bottom) / _SLICE_M) + 1
        filled = _filled(shifted, shape, bottom, slices)
        thick, thin = _dilated(filled, (_CLEAR.radius, _OPEN.radius))
        is_open = _is_free(thin, cell, height, bottom, _OPEN)
        cell, height = cell[is_open], height[is_open]
        is_clear = _is_free(thick, cell, height, bottom, _CLEAR)

        everything = cls(
            (float(low[0]), float(low[1])),
            shape,
            cell,
            height,
            is_clear,
            _starts(cell, shape),
            np.zeros((0, 8), np.int32),
        )
        links = _links(everything, _OPEN)
        seeds = [s for s in (everything._seed(p) for p in starts) if s is not None]
        reached = _flood(links, np.array(seeds, np.int32))
        nimble = np.where(is_clear[:, None] & (links >= 0) & is_clear[links], links, -1)
        nimble = _within_step(nimble, height, _CLEAR)
        clear = _flood(nimble, np.array([s for s in seeds if is_clear[s]], np.int32))

        kept = np.cumsum(reached, dtype=np.int32) - 1
        links = links[reached]
        links = np.where((links >= 0) & reached[links], kept[links], -1).astype(np.int32)
        cell = cell[reached]
        return cls(everything.origin, shape, cell, height[reached], clear[reached], _starts(cell, shape), links)

    def height_near(self, x: float, y: float, z: float, reach: float = 0.6) -> float | None:
        """The height of the floor at (x, y) that is nearest to `z`.

        Args:
            x: metres.
            y: metres.
            z: metres.
            reach: how far above or below `z` the floor may lie, metres.

        Returns:
            Metres; None where there is no floor within reach.
        """
        span = self.span_near(x, y, z, reach)
        return None if span is None else float(self.height[span])

    def foot_heights(self, x: ArrayLike, y: ArrayLike, z: ArrayLike) -> NDArray[np.float64]:
        """(n,) the height at which feet rest near z: the mean of the floor around them, so that a stair lifts evenly.

        Where there is no floor at all, z itself.
        """
        xs, ys, zs = (np.atleast_1d(np.asarray(v, np.float64)) for v in (x, y, z))
        dx = np.array([o[0] for o in _FOOT])[:, None]
        dy = np.array([o[1] for o in _FOOT])[:, None]
        spans = self.spans_near((xs + dx).ravel(), (ys + dy).ravel(), np.tile(zs, len(_FOOT)), STEP_DOWN_M)
        found = (spans >= 0).reshape(len(_FOOT), -1)
        heights = np.where(found, self.height[spans].reshape(len(_FOOT), -1), 0.0)
        number = found.sum(0)
        return np.where(number > 0, heights.sum(0) / np.maximum(number, 1), zs)

    def span_near(self, x: float, y: float, z: float, reach: float = 0.6) -> int | None:
        """The span under (x, y) whose floor is nearest to `z`, or None where none is within `reach` metres."""
        column, row = math.floor((x - self.origin[0]) / CELL_M), math.floor((y - self.origin[1]) / CELL_M)
        if not (0 <= column < self.shape[0] and 0 <= row < self.shape[1]):
            return None
        cell = row * self.shape[0] + column
        first, last = int(self.start[cell]), int(self.start[cell + 1])
        best = min(range(first, last), key=lambda s: abs(float(self.height[s]) - z), default=None)
        return best if best is not None and abs(float(self.height[best]) - z) <= reach else None

    def walkable(self, x: ArrayLike, y: ArrayLike, z: ArrayLike, reach: float = 0.3) -> Bools:
        """Whether our body fits there, at each of n places.

        Args:
            x: (n,) metres.
            y: (n,) metres.
            z: (n,) metres.
            reach: how far the floor may lie above or below `z`, metres.

        Returns:
            (n,) bool.
        """
        span = self.spans_near(np.atleast_1d(np.asarray(x)), np.atleast_1d(np.asarray(y)), np.atleast_1d(z), reach)
        return (span >= 0) & self._clear_or_not(span)

    def within(self, x: ArrayLike, y: ArrayLike, z: ArrayLike, tolerance: float = 0.25) -> Bools:
        """Whether each of n places is within `tolerance` of open floor: the referee's question.

        Args:
            x: (n,) metres.
            y: (n,) metres.
            z: (n,) metres.
            tolerance: metres, over the plan and in height alike.

        Returns:
            (n,) bool.
        """
        xs, ys, zs = (np.atleast_1d(np.asarray(v, np.float64)) for v in (x, y, z))
        found = np.asarray(self.spans_near(xs, ys, zs, tolerance) >= 0)
        # Most stand on the floor itself; only for the others is it worth looking around.
        missing = np.flatnonzero(~found)
        for dx, dy in _disc(tolerance):
            if not len(missing):
                break
            near = self.spans_near(xs[missing] + dx, ys[missing] + dy, zs[missing], tolerance) >= 0
            found[missing[near]] = True
            missing = missing[~near]
        return found

    def nearest(
        self, x: float, y: float, z: float, within: float = 1.5, *, clear: bool = True
    ) -> tuple[float, float, float] | None:
        """The nearest place to stand: the middle of a cell, at most `within` metres away; None where there is none.

        A metre of height counts as three, so that someone by the stair is not put on the gallery.
        """
        reach = math.ceil(within / CELL_M)
        column, row = math.floor((x - self.origin[0]) / CELL_M), math.floor((y - self.origin[1]) / CELL_M)
        columns = np.arange(max(0, column - reach), min(self.shape[0], column + reach + 1))
        rows = np.arange(max(0, row - reach), min(self.shape[1], row + reach + 1))
        if not len(columns) or not len(rows):
            return None
        first, last = self.start[rows * self.shape[0] + columns[0]], self.start[rows * self.shape[0] + columns[-1] + 1]
        spans = np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)])
        if clear:
            spans = spans[self.clear[spans]]
        if not len(spans):
            return None
        places = self.places(spans)
        away = np.linalg.norm((places - (x, y, z)) * (1, 1, 3), axis=1)
        best = int(np.argmin(away))
        px, py, pz = places[best].tolist()
        return (px, py, pz) if away[best] <= within else None

    @cached_property
    def paths(self) -> Paths:
        """The ways over the clear floor."""
        both = self.clear[:, None] & (self.links >= 0) & self.clear[self.links]
        return Paths(self, CELL_M, _within_step(np.where(both, self.links, -1), self.height, _CLEAR))

    def path(self, start: Sequence[float], goal: Sequence[float]) -> list[tuple[float, float, float]] | None:
        """The way for a body from `start` to `goal` (x, y, z): its corners, the end last; None where none leads."""
        return self.paths.find(start, goal) if len(self.cell) else None

    def reachable(self, start: Sequence[float], goal: Sequence[float]) -> bool:
        """Whether a body can walk from `start` to within 0.6 m of `goal` (x, y, z)."""
        return bool(len(self.cell)) and not self.paths.unreached(start, {"goal": goal})

    def places(self, spans: ArrayLike) -> NDArray[np.float64]:
        """(k, 3) the middle of each span's cell and its height, metres."""
        chosen = np.asarray(spans, np.int64)
        row, column = np.divmod(self.cell[chosen], self.shape[0])
        x = self.origin[0] + (column + 0.5) * CELL_M
        y = self.origin[1] + (row + 0.5) * CELL_M
        return np.stack([x, y, self.height[chosen].astype(np.float64)], axis=-1)

    def spans_near(self, x: NDArray[np.float64], y: NDArray[np.float64], z: ArrayLike, reach: float) -> Ints:
        """(n,) the span under each of n places whose floor is nearest to z and within `reach` metres of it, or -1."""
        z = np.asarray(z, np.float64)
        nearest = np.full(len(x), -1, np.int32)
        best = np.full(len(x), reach + 1e-6)
        # Whatever is not a number, or lies kilometres off, must not overflow an index: it is nowhere.
        fx, fy = (x - self.origin[0]) / CELL_M, (y - self.origin[1]) / CELL_M
        with np.errstate(invalid="ignore"):
            inside = (fx >= 0) & (fx < self.shape[0]) & (fy >= 0) & (fy < self.shape[1]) & np.isfinite(z)
        at = np.flatnonzero(inside)
        cell = fy[at].astype(np.int64) * self.shape[0] + fx[at].astype(np.int64)
        first, last = self.start[cell], self.start[cell + 1]
        for rank in range(int((last - first).max(initial=0))):
            has = first + rank < last
            who, span = at[has], first[has] + rank
            away = np.abs(self.height[span] - z[who])
            closer = away <= best[who]
            nearest[who[closer]] = span[closer]
            best[who[closer]] = away[closer]
        return nearest

    def _clear_or_not(self, spans: Ints) -> Bools:
        """`clear` of each span, False for -1."""
        return self.clear[spans] if len(self.clear) else np.zeros(len(spans), np.bool_)

    def _seed(self, place: tuple[float, float, float]) -> int | None:
        """The span on which a spawn stands, or the nearest within half a metre."""
        found = self.nearest(*place, within=0.5) or self.nearest(*place, within=0.5, clear=False)
        return None if found is None else self.span_near(*found, reach=0.01)


def _nothing() -> Ground:
    """A ground without any floor."""
    none = np.zeros(0, np.int32)
    return Ground(
        (0.0, 0.0), (0, 0), none, none.astype(np.float32), none.astype(np.bool_), np.zeros(1, np.int32),
        np.zeros((0, 8), np.int32),
    )  # fmt: skip


def _disc(radius: float) -> list[tuple[float, float]]:
    """Offsets in metres, nearest first, that reach every cell within `radius`, the middle left out."""
    reach = math.floor(radius / CELL_M)
    offsets = [(i * CELL_M, j * CELL_M) for i in range(-reach, reach + 1) for j in range(-reach, reach + 1)]
    return sorted((o for o in offsets if 0 < math.hypot(*o) <= radius + 1e-9), key=lambda o: math.hypot(*o))


def _covered(
    low: Ints, high: Ints, shape: tuple[int, int]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.int32], NDArray[np.int32]]]:
    """Every (triangle, column, row) of the rectangles `low`..`high` (m, 2), both ends included, a chunk at a time."""
    low = np.maximum(low, 0)
    high = np.minimum(high, np.array(shape, np.int32) - 1)
    extent = np.maximum(high - low + 1, 0).astype(np.int64)
    count = extent[:, 0] * extent[:, 1]
    ends = np.cumsum(count)
    begin = 0
    while begin < len(count):
        done = int(ends[begin - 1]) if begin else 0
        stop = max(begin + 1, int(np.searchsorted(ends, done + _PAIRS_AT_ONCE, side="right")))
        number = count[begin:stop]
        triangle = np.repeat(np.arange(begin, stop), number)
        inner = np.arange(len(triangle)) - np.repeat(np.cumsum(number) - number, number)
        row, column = np.divmod(inner, np.repeat(np.maximum(extent[begin:stop, 0], 1), number))
        yield triangle, (column + low[triangle, 0]).astype(np.int32), (row + low[triangle, 1]).astype(np.int32)
        begin = stop


def _floors(triangles: Floats, shape: tuple[int, int]) -> tuple[Ints, Floats]:
    """Cell and height of every nearly level surface over the middle of a cell, sorted; near-equal heights are one."""
    corners = triangles.astype(np.float64)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(normal, axis=1)
    level = np.abs(normal[:, 2]) >= math.cos(math.radians(SLOPE_AT_MOST_DEG)) * np.maximum(length, 1e-12)
    corners, normal = corners[level], normal[level]
    flat = corners[:, :, :2]
    low = np.ceil(flat.min(1) / CELL_M - 0.5 - 1e-4).astype(np.int32)
    high = np.floor(flat.max(1) / CELL_M - 0.5 + 1e-4).astype(np.int32)
    turn = np.sign(normal[:, 2])
    edge = (flat[:, (1, 2, 0)] - flat) * turn[:, None, None]
    slope = normal[:, :2] / normal[:, 2:]
    cells, heights = [], []
    for triangle, column, row in _covered(low, high, shape):
        x, y = (column + 0.5) * CELL_M, (row + 0.5) * CELL_M
        inside = np.ones(len(triangle), np.bool_)
        for k in range(3):
            # 1e-5: a middle that lies on the seam of two triangles belongs to both rather than to none.
            inside &= (
                edge[triangle, k, 0] * (y - flat[triangle, k, 1]) - edge[triangle, k, 1] * (x - flat[triangle, k, 0])
            ) >= -1e-5
        triangle, column, row, x, y = triangle[inside], column[inside], row[inside], x[inside], y[inside]
        over = x - flat[triangle, 0, 0], y - flat[triangle, 0, 1]
        z = corners[triangle, 0, 2] - slope[triangle, 0] * over[0] - slope[triangle, 1] * over[1]
        cells.append(row * np.int32(shape[0]) + column)
        heights.append(z.astype(np.float32))
    if not cells:
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    cell, height = np.concatenate(cells), np.concatenate(heights)
    order = np.lexsort((height, cell))
    cell, height = cell[order], height[order]
    # Of surfaces that touch (a rug on the floor, two triangles' seam) one stands on the upper, and between two surfaces
    # (the floor beneath a step, the seat beneath a table) on the lower only where a body fits.
    upper = np.ones(len(cell), np.bool_)
    upper[:-1] = (cell[1:] != cell[:-1]) | (height[1:] - height[:-1] > _OPEN.headroom)
    return cell[upper].astype(np.int32), height[upper]


def _filled(triangles: Floats, shape: tuple[int, int], bottom: float, slices: int) -> Words:
    """(words, rows, columns) bit k of a cell's word: some triangle passes through the k-th slice above `bottom`.

    Conservative: a cell is marked as soon as a triangle touches its square, over the heights it has there.
    """
    columns, rows = shape
    words = (slices + 63) // 64
    triangles = triangles[triangles[:, :, 2].min(1) < bottom + slices * _SLICE_M]
    flat, z = triangles[:, :, :2].astype(np.float64), triangles[:, :, 2].astype(np.float64)
    low = np.floor(flat.min(1) / CELL_M + 1e-6).astype(np.int32)
    high = np.maximum(np.ceil(flat.max(1) / CELL_M - 1e-6).astype(np.int32) - 1, low)
    edge = flat[:, (1, 2, 0)] - flat
    across = np.stack([-edge[:, :, 1], edge[:, :, 0]], axis=-1)  # (m, 3, 2) each edge's normal on the plan
    along = np.einsum("mkd,mvd->mkv", across, flat)
    reach = np.abs(across).sum(2) * (CELL_M / 2) + 1e-9
    least, most = along.min(2) - reach, along.max(2) + reach
    normal = np.cross(np.diff(triangles[:, :2], axis=1)[:, 0], triangles[:, 2] - triangles[:, 0]).astype(np.float64)
    steep = np.abs(normal[:, 2]) < 0.8 * np.linalg.norm(normal, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(steep[:, None], 0.0, -normal[:, :2] / normal[:, 2:])
    swing = np.abs(slope).sum(1) * (CELL_M / 2)
    z_low, z_high = z.min(1), z.max(1)
    filled = np.zeros((words, rows * columns), np.uint64)
    for triangle, column, row in _covered(low, high, shape):
        x: NDArray[np.float64] = (column.astype(np.float64) + 0.5) * CELL_M
        y: NDArray[np.float64] = (row.astype(np.float64) + 0.5) * CELL_M
        touches = np.ones(len(triangle), np.bool_)
        for k in range(3):
            at = across[triangle, k, 0] * x + across[triangle, k, 1] * y
            touches &= (at >= least[triangle, k]) & (at <= most[triangle, k])
        triangle, column, row, x, y = triangle[touches], column[touches], row[touches], x[touches], y[touches]
        middle = z[triangle, 0] + slope[triangle, 0] * (x - flat[triangle, 0, 0])
        middle += slope[triangle, 1] * (y - flat[triangle, 0, 1])
        under, over = middle - swing[triangle], middle + swing[triangle]
        upright = np.flatnonzero(steep[triangle])
        bounds = _heights_in_cell(flat[triangle[upright]], z[triangle[upright]], x[upright], y[upright])
        under[upright], over[upright] = bounds
        np.clip(under, z_low[triangle], z_high[triangle], out=under)
        np.clip(over, z_low[triangle], z_high[triangle], out=over)
        first = np.floor((under - bottom) / _SLICE_M + 1e-3).astype(np.int64)
        last = np.maximum(np.ceil((over - bottom) / _SLICE_M - 1e-3).astype(np.int64) - 1, first)
        cell = row.astype(np.int64) * columns + column
        for word in range(words):
            a, b = np.maximum(first - 64 * word, 0), np.minimum(last - 64 * word, 63)
            some = np.flatnonzero(a <= b)
            _or_at(filled[word], cell[some], _bits(a[some], b[some]))
    return filled.reshape(words, rows, columns)


def _heights_in_cell(
    flat: NDArray[np.float64], z: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest point of each triangle over its cell's strip in x and its strip in y, whichever says less.

    An arch is cut out of a wall by long slivers: the whole height of a sliver would fill the arch again.
    """
    lowest, highest = np.full(len(x), -np.inf), np.full(len(x), np.inf)
    for axis, middle in ((0, x), (1, y)):
        least, most = np.full(len(x), np.inf), np.full(len(x), -np.inf)
        for k in range(3):
            start, end = flat[:, k, axis], flat[:, (k + 1) % 3, axis]
            run = end - start
            safe = np.where(np.abs(run) < 1e-9, 1.0, run)
            s = (middle - CELL_M / 2 - start) / safe
            t = (middle + CELL_M / 2 - start) / safe
            s, t = np.minimum(s, t), np.maximum(s, t)
            parallel = np.abs(run) < 1e-9
            s, t = np.where(parallel, 0.0, np.clip(s, 0, 1)), np.where(parallel, 1.0, np.clip(t, 0, 1))
            rise = z[:, (k + 1) % 3] - z[:, k]
            in_strip = np.minimum(start, end) <= middle + CELL_M / 2
            in_strip &= np.maximum(start, end) >= middle - CELL_M / 2
            for part in (s, t):
                height = z[:, k] + part * rise
                least = np.where(in_strip, np.minimum(least, height), least)
                most = np.where(in_strip, np.maximum(most, height), most)
        lowest, highest = np.maximum(lowest, least), np.minimum(highest, most)
    return np.minimum(lowest, highest), np.maximum(lowest, highest)


def _bits(first: NDArray[np.int64], last: NDArray[np.int64]) -> Words:
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


def _dilated(filled: Words, radii: Sequence[float]) -> list[Words]:
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


def _is_free(grown: Words, cell: Ints, height: Floats, bottom: float, body: _Body) -> Bools:
    """(n,) whether nothing that the body would touch stands between its step's height and its headroom."""
    words = len(grown)
    flat = grown.reshape(words, -1)
    first = np.ceil((height - bottom + body.step_up) / _SLICE_M - 1e-3).astype(np.int64)
    last = np.floor((height - bottom + body.headroom) / _SLICE_M - 1e-3).astype(np.int64)
    free = np.ones(len(cell), np.bool_)
    for word in range(words):
        a, b = np.maximum(first - 64 * word, 0), np.minimum(last - 64 * word, 63)
        some = np.flatnonzero(a <= b)
        free[some] &= (flat[word, cell[some]] & _bits(a[some], b[some])) == 0
    return free


def _starts(cell: Ints, shape: tuple[int, int]) -> Ints:
    """(cells + 1,) where each cell's spans begin."""
    return np.searchsorted(cell, np.arange(shape[0] * shape[1] + 1)).astype(np.int32)


def _links(ground: Ground, body: _Body) -> Ints:
    """(n, 8) the span one step away in each direction whose height is nearest, or -1 where the step is too high."""
    cell, height, start = ground.cell, ground.height, ground.start
    links = np.full((8, len(cell)), -1, np.int32)
    number = np.diff(start)
    only = np.where(number > 0, start[:-1], -1).astype(np.int32)
    layered = number > 1
    for direction, (dx, dy) in enumerate(_AROUND):
        there = cell + np.int32(dy * ground.shape[0] + dx)  # the margin keeps this inside the grid
        links[direction] = only[there]
        # Most cells have one floor; only for the others is there anything to choose.
        who = np.flatnonzero(layered[there])
        best = np.abs(height[links[direction, who]] - height[who])
        for rank in range(1, int(number.max(initial=0))):
            has = rank < number[there[who]]
            who, best = who[has], best[has]
            span = start[there[who]] + rank
            away = np.abs(height[span] - height[who])
            closer = away < best
            links[direction, who[closer]] = span[closer]
            best[closer] = away[closer]
    return _within_step(np.ascontiguousarray(links.T), height, body)


def _within_step(links: Ints, height: Floats, body: _Body) -> Ints:
    """The links without those that go higher up or down than the body can."""
    rise = height[links] - height[:, None] if len(height) else np.zeros(links.shape, np.float32)
    return np.where((links >= 0) & (rise <= body.step_up) & (rise >= -body.step_down), links, -1).astype(np.int32)


def _flood(links: Ints, seeds: Ints) -> Bools:
    """(n,) which spans the links reach from the seeds."""
    reached = np.zeros(len(links), np.bool_)
    front = np.unique(seeds)
    while len(front):
        reached[front] = True
        following = links[front].ravel()
        following = following[following >= 0]
        front = np.unique(following[~reached[following]])
    return reached
