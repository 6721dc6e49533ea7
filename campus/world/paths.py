"""Ways over the ground: A* over as few cells as lead there, pulled straight. For click-to-move, bots, proofs of reach.

The search runs in waves: all places whose estimate is about as good as the best go on at once, as arrays, and a place
that was reached too dearly is simply taken again. That is A* with the loop over single nodes taken out of Python.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from campus.world.ground import Ground

Point = tuple[float, float, float]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

SNAPPED_M = 1.5
"""Who asks for the way to a seat means the nearest place to stand."""
DEAR = (1.8, 1.4, 1.15, 1.0)
"""What a metre costs by how many cells of room there are to the edge of the clear floor: people keep off walls."""
STRIDES = (4, 2, 1)
"""Every fourth cell is enough for a hall; between rows of seats it takes every one."""
LENGTHS = (math.sqrt(2), 1.0, math.sqrt(2), 1.0, 1.0, math.sqrt(2), 1.0, math.sqrt(2))
"""Of a step in each of the ground's eight directions, in cells."""
WAVE_M = 0.5
"""Places whose estimates differ by no more than this go on in one wave."""


@dataclass(frozen=True, eq=False)
class _Graph:
    """Places to walk over, and the steps between them.

    Attributes:
        pitch: how far they are apart, metres.
        at: (k, 3) metres.
        steps: (k, 8) the place that a step leads to, or -1.
        cost: (k, 8) of that step, in metres of good floor.
        part: (k,) equal for places between which there is a way.
    """

    pitch: float
    at: Floats
    steps: Ints
    cost: Floats
    part: Ints


class Paths:
    """The ways of one ground; what a search needs is made when the first one is asked for.

    Args:
        ground: where a body can stand.
        cell: the size of its cells, metres.
        steps: (n, 8) the ground's links, without those that our body cannot take.
    """

    def __init__(self, ground: Ground, cell: float, steps: Ints) -> None:
        self._ground, self._cell, self._steps = ground, cell, steps
        self._graphs: dict[int, _Graph] = {}

    def find(self, start: Sequence[float], goal: Sequence[float]) -> list[Point] | None:
        """The way from one place to another.

        Args:
            start: x, y, z, metres; the nearest place to stand is taken.
            goal: likewise.

        Returns:
            The corners of the way, its end last, its start left out; None where no way leads there.
        """
        begin = self._ground.nearest(start[0], start[1], start[2], SNAPPED_M)
        end = self._ground.nearest(goal[0], goal[1], goal[2], SNAPPED_M)
        if begin is None or end is None:
            return None
        for stride in STRIDES:
            graph = self._graph(stride)
            first, last = _node_near(graph, begin), _node_near(graph, end)
            if first is not None and last is not None and graph.part[first] == graph.part[last]:
                nodes = _search(graph, first, last)
                places = np.concatenate([[begin], graph.at[nodes], [self._last(goal, end)]])
                return self._pulled(places)
        return None

    def reached_from(self, place: Sequence[float]) -> NDArray[np.bool_]:
        """(n,) which of the ground's spans a body can walk to from a place; none where nobody can stand there."""
        reached = np.zeros(len(self._steps), np.bool_)
        begin = self._ground.nearest(place[0], place[1], place[2], SNAPPED_M)
        span = None if begin is None else self._ground.span_near(*begin, reach=0.01)
        front = np.array([] if span is None else [span], np.int32)
        while len(front):
            reached[front] = True
            following = self._steps[front].ravel()
            following = following[following >= 0]
            front = np.unique(following[~reached[following]])
        return reached

    def unreached(
        self, start: Sequence[float], goals: Mapping[str, Sequence[float]], within: float = 0.6
    ) -> tuple[str, ...]:
        """The goals (x, y, z) that have no floor within that many metres to which one can walk from `start`."""
        places = self._ground.places(np.flatnonzero(self.reached_from(start)))
        missing = []
        for name, goal in goals.items():
            away = np.abs(places - np.asarray(goal[:3]))
            near = (np.hypot(away[:, 0], away[:, 1]) <= within) & (away[:, 2] <= within)
            if not near.any():
                missing.append(name)
        return tuple(missing)

    # --- what a search needs ---------------------------------------------------------------------------------------

    @cached_property
    def _room(self) -> NDArray[np.int8]:
        """(n,) how many cells of clear floor there are around each span, 0 to 3."""
        inner = self._ground.clear.copy()
        room = np.zeros(len(inner), np.int8)
        for _ in range(3):
            inner = inner & ((self._steps >= 0) & inner[self._steps]).all(1)
            room += inner
        return room

    def _graph(self, stride: int) -> _Graph:
        """Every `stride`-th cell both ways, joined where every cell between lets a body pass."""
        if stride not in self._graphs:
            row, column = np.divmod(self._ground.cell, max(self._ground.shape[0], 1))
            spans = np.flatnonzero(self._ground.clear & (row % stride == 0) & (column % stride == 0))
            steps = self._steps[spans]
            for _ in range(stride - 1):
                steps = np.where(steps >= 0, self._steps[steps, np.arange(8)], -1)  # on in the same direction
            number = np.full(len(self._steps) + 1, -1, np.int32)  # the last is for -1
            number[spans] = np.arange(len(spans), dtype=np.int32)
            own = number[steps]
            cost = np.array(LENGTHS) * stride * self._cell * np.array(DEAR)[self._room[spans]][:, None]
            self._graphs[stride] = _Graph(stride * self._cell, self._ground.places(spans), own, cost, _parts(own))
        return self._graphs[stride]

    # --- pulling straight ------------------------------------------------------------------------------------------

    def _last(self, goal: Sequence[float], end: Point) -> Point:
        """The goal itself where a body fits there, or else the middle of the nearest cell."""
        height = self._ground.height_near(goal[0], goal[1], goal[2])
        if height is not None and bool(self._ground.walkable(goal[0], goal[1], height)[0]):
            return (float(goal[0]), float(goal[1]), height)
        return end

    def _pulled(self, places: Floats) -> list[Point]:
        """The corners that remain when every stretch that can be walked straight is."""
        corners: list[Point] = []
        at, last = 0, len(places) - 1
        while at < last:
            # The furthest place in sight: by doubling, then by halving what is between.
            seen, step = at + 1, 2
            while seen < last and self._is_straight(places, at, min(at + step, last)):
                seen, step = min(at + step, last), step * 2
            beyond = min(at + step, last + 1)
            while beyond - seen > 1:
                middle = (seen + beyond) // 2
                if self._is_straight(places, at, middle):
                    seen = middle
                else:
                    beyond = middle
            x, y, z = places[seen].tolist()
            corners.append((x, y, z))
            at = seen
        return corners

    def _is_straight(self, places: Floats, start: int, end: int) -> bool:
        """Whether a body can walk straight from one place of a way to a later one, no nearer to a wall than the way."""
        ground = self._ground
        begin, stop = places[start], places[end]
        number = max(2, math.ceil(math.dist(begin[:2], stop[:2]) / self._cell))
        line = begin + (stop - begin) * np.linspace(0, 1, number + 1)[:, None]
        spans = ground.spans_near(line[:, 0], line[:, 1], line[:, 2], 0.3)
        if (spans < 0).any() or not ground.clear[spans].all():
            return False
        way = ground.spans_near(places[start : end + 1, 0], places[start : end + 1, 1], places[start : end + 1, 2], 0.3)
        way = way[way >= 0]
        if len(way) and self._room[spans].min() < min(2, int(self._room[way].min())):
            return False
        return bool(np.abs(np.diff(ground.height[spans])).max(initial=0.0) <= 0.26)


def _parts(steps: Ints) -> Ints:
    """(k,) a number for each place, equal where steps lead from the one to the other; there and back are alike here."""
    part = np.arange(len(steps), dtype=np.int32)
    while True:
        around = np.where(steps >= 0, part[steps], part[:, None]).min(1, initial=len(steps))
        lower = np.minimum(part, around)
        np.minimum.at(lower, part, lower)  # what one place learns, the place that it is named after learns
        lower = lower[lower]
        if np.array_equal(lower, part):
            return part
        part = lower


def _node_near(graph: _Graph, place: Point) -> int | None:
    """The place of the graph that is nearest, a metre of height counting as three; None where none is about here."""
    if not len(graph.at):
        return None
    away = (((graph.at - place) * (1, 1, 3)) ** 2).sum(1)
    nearest = int(np.argmin(away))
    return nearest if away[nearest] <= (1.5 * graph.pitch + 0.15) ** 2 else None


def _search(graph: _Graph, start: int, goal: int) -> NDArray[np.int32]:
    """The places of the cheapest way from `start` to `goal`, both included; there is one."""
    left = np.linalg.norm(graph.at[:, :2] - graph.at[goal, :2], axis=1)
    best = np.full(len(graph.at), np.inf)
    came = np.full(len(graph.at), -1, np.int32)
    waits = np.zeros(len(graph.at), np.bool_)
    best[start] = 0.0
    front = np.array([start], np.int32)
    while len(front):
        estimate = best[front] + left[front]
        least = float(estimate.min())
        if best[goal] <= least:
            break
        now = estimate <= least + WAVE_M
        going, front = front[now], front[~now]
        waits[going] = False
        steps = graph.steps[going]
        cost = best[going][:, None] + graph.cost[going]
        better = (steps >= 0) & (cost < best[steps] - 1e-9)
        to, cost, source = steps[better], cost[better], np.repeat(going, better.sum(1))
        if not len(to):
            continue
        # Where several of the wave lead to one place, the cheapest is written last and stays.
        order = np.argsort(-cost, kind="stable")
        to, cost, source = to[order], cost[order], source[order]
        best[to], came[to] = cost, source
        fresh = np.unique(to)
        fresh = fresh[~waits[fresh]]
        waits[fresh] = True
        front = np.concatenate([front, fresh])
    way = [goal]
    while way[-1] != start:
        way.append(int(came[way[-1]]))
    return np.array(way[::-1], np.int32)
