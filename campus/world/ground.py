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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campus.space.model import Space
from campus.world.paths import Paths
from campus.world.raster import CELL_M, SLICE_M, bits, dilated, filled_slices, floors

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]

BODY_RADIUS_M = 0.25
BODY_HEIGHT_M = 1.75
WALK_MPS = 1.4
RUN_MPS = 3.0
STEP_UP_M = 0.25
STEP_DOWN_M = STEP_UP_M
"""An edge higher than this stops a body as a wall does: nobody falls, and wherever one came one can go back."""
SLOPE_AT_MOST_DEG = 40.0
HEADROOM_M = 1.9

_FOOT = (
    *((0.0, 0.0), (0.15, 0.0), (-0.15, 0.0), (0.0, 0.15), (0.0, -0.15)),
    *((0.106, 0.106), (0.106, -0.106), (-0.106, 0.106), (-0.106, -0.106)),
)
"""Where a foot's reach is felt: the middle and a ring of 0.15 m."""
_AROUND = tuple((dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dx, dy) != (0, 0))


@dataclass(frozen=True)
class Body:
    """How thick, tall and nimble a body is that the floor is judged for."""

    radius: float
    headroom: float
    step_up: float
    step_down: float


_OPEN = Body(BODY_RADIUS_M - 0.10, BODY_HEIGHT_M - 0.20, STEP_UP_M + 0.06, STEP_DOWN_M + 0.06)
_CLEAR = Body(BODY_RADIUS_M, HEADROOM_M, STEP_UP_M + 0.01, STEP_DOWN_M + 0.01)


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
        body: whose floor the clear one is.
    """

    origin: tuple[float, float]
    shape: tuple[int, int]
    cell: Ints
    height: Floats
    clear: Bools
    start: Ints
    links: Ints
    body: Body = _CLEAR

    @classmethod
    def of_space(cls, space: Space) -> Ground:
        """The ground of a compiled space: all that can be reached from where people start or come out of a portal."""
        starts = [placed.at for placed in space.spawns.values()]
        return cls.of(space.solids, starts + [p.arrive.at for p in space.portals.values() if p.built])

    @classmethod
    def of(cls, solids: ArrayLike, spawns: Iterable[Sequence[float]], *, body: Body = _CLEAR) -> Ground:
        """The ground of a space.

        Args:
            solids: (m, 3, 3) corners of the colliding triangles, metres; either winding.
            spawns: x, y, z (and whatever else) of the places from which people start.
            body: whose floor the clear one is: our own, or a wider one, or a wheelchair's.

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

        cell, height = floors(shifted, shape, SLOPE_AT_MOST_DEG, _OPEN.headroom)
        if not len(cell):
            return _nothing()
        bottom = float(low[2])
        top = min(float(high[2]), float(height.max()) + HEADROOM_M + SLICE_M)
        slices = math.ceil((top - bottom) / SLICE_M) + 1
        filled = filled_slices(shifted, shape, bottom, slices)
        thick, thin = dilated(filled, (body.radius, _OPEN.radius))
        is_open = _is_free(thin, cell, height, bottom, _OPEN)
        cell, height = cell[is_open], height[is_open]
        is_clear = _is_free(thick, cell, height, bottom, body)

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
        nimble = _within_step(nimble, height, body)
        clear = _flood(nimble, np.array([s for s in seeds if is_clear[s]], np.int32))

        kept = np.cumsum(reached, dtype=np.int32) - 1
        links = links[reached]
        links = np.where((links >= 0) & reached[links], kept[links], -1).astype(np.int32)
        cell = cell[reached]
        return cls(everything.origin, shape, cell, height[reached], clear[reached], _starts(cell, shape), links, body)

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
        return Paths(self, CELL_M, _within_step(np.where(both, self.links, -1), self.height, self.body))

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


def _is_free(grown: Words, cell: Ints, height: Floats, bottom: float, body: Body) -> Bools:
    """(n,) whether nothing that the body would touch stands between its step's height and its headroom."""
    words = len(grown)
    flat = grown.reshape(words, -1)
    first = np.ceil((height - bottom + body.step_up) / SLICE_M - 1e-3).astype(np.int64)
    last = np.floor((height - bottom + body.headroom) / SLICE_M - 1e-3).astype(np.int64)
    free = np.ones(len(cell), np.bool_)
    for word in range(words):
        a, b = np.maximum(first - 64 * word, 0), np.minimum(last - 64 * word, 63)
        some = np.flatnonzero(a <= b)
        free[some] &= (flat[word, cell[some]] & bits(a[some], b[some])) == 0
    return free


def _starts(cell: Ints, shape: tuple[int, int]) -> Ints:
    """(cells + 1,) where each cell's spans begin."""
    return np.searchsorted(cell, np.arange(shape[0] * shape[1] + 1)).astype(np.int32)


def _links(ground: Ground, body: Body) -> Ints:
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


def _within_step(links: Ints, height: Floats, body: Body) -> Ints:
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
