"""The work of a bake, in portions that processes share out.

Each portion follows from its number alone, so that the light is the same however many work on it, in whatever order.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.rays import SKIN_M, Floats, dot
from campus.bake.sampling import over_hemisphere
from campus.bake.sites import POINTS, Ground, Sites
from campus.bake.tracing import LIGHTS, Tracer, fresh
from campus.bake.world import Meshes

PORTION = 4096
"""Sites of one portion: their arrays stay in a core's cache."""
AT_ONCE = 4
"""Samples that are followed together."""
FEELERS = 3
"""Rays that tell whether a point lies inside of something."""
Told = Callable[[int, int], None]
"""Hears how many of how many portions are done."""


@dataclass(frozen=True, eq=False)
class Task:
    """What every worker knows.

    Attributes:
        meshes: what light meets.
        bounds: (2, 3) of the space, metres.
        ground: where sites lie.
        seed: of everything random.
    """

    meshes: Meshes
    bounds: Floats
    ground: Ground
    seed: int


@dataclass(frozen=True, eq=False)
class Portion:
    """One portion of sites, and how many samples each takes."""

    number: int
    sites: Sites
    samples: int


@dataclass(frozen=True, eq=False)
class Free:
    """One portion of places in the air, each with the direction that light is wanted from."""

    number: int
    at: Floats
    normals: Floats
    samples: int


@dataclass(frozen=True, eq=False)
class Lit:
    """What a portion amounts to.

    Attributes:
        light: (n, LIGHTS, 3) lux.
        spread: (n,) standard error of the mean of the luminance of everything, lux.
        sun: (n,) share of the sun's disc.
        good: (n,) share of the site's points that lie free.
        rays: how many were cast.
    """

    light: Floats
    spread: Floats
    sun: Floats
    good: Floats
    rays: int


class Worker:
    """One process's tracer."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.tracer = Tracer(task.meshes, task.bounds, seed=task.seed)

    def lit(self, portion: Portion) -> Lit:
        """The light of a portion of sites."""
        before = self.tracer.rays
        sites, count = portion.sites, len(portion.sites.triangle)
        scramble, random = fresh(count, (self.task.seed, 1, portion.number))
        good = self._free(sites, random)
        sun = self._sun(sites, good, random)
        number = good.sum(1)
        live = np.flatnonzero(number > 0)
        # The good points of each site first, in order.
        order = np.argsort(~good, axis=1, kind="stable").astype(np.int32)
        light = np.zeros((count, LIGHTS, 3), np.float32)
        squares = np.zeros(count, np.float32)
        offset = random.integers(0, POINTS, count)
        for start in range(0, portion.samples, AT_ONCE):
            several = min(AT_ONCE, portion.samples - start)
            row = np.repeat(live, several)
            sample = np.tile(np.arange(start, start + several), len(live))
            point = order[row, (sample + offset[row]) % number[row]]
            place, normal, flat = self.task.ground.at(sites.triangle[row, point], sites.share[row, point])
            behind = sites.both[row] & (sample % 8 >= 5)
            normal, flat = (np.where(behind[:, None], -v, v) for v in (normal, flat))
            found = self.tracer.gathered(
                place, normal, flat, sample.astype(np.uint32), scramble[row], portion.samples, random
            )
            grouped = found.reshape(len(live), several, LIGHTS, 3)
            light[live] += grouped.sum(1)
            squares[live] += (grouped.mean(-1).sum(-1) ** 2).sum(1)
        mean = light / portion.samples
        variance = np.maximum(squares / portion.samples - mean.mean(-1).sum(-1) ** 2, 0)
        spread = np.sqrt(variance / max(portion.samples - 1, 1))
        return Lit(mean, spread, sun, good.mean(1, dtype=np.float32), self.tracer.rays - before)

    def around(self, free: Free) -> Lit:
        """The light that a portion of places in the air takes from one side each."""
        before = self.tracer.rays
        count = len(free.at)
        scramble, random = fresh(count, (self.task.seed, 2, free.number))
        light = np.zeros((count, LIGHTS, 3), np.float32)
        for sample in range(free.samples):
            index = np.full(count, sample, np.uint32)
            light += self.tracer.gathered(free.at, free.normals, free.normals, index, scramble, free.samples, random)
        towards = np.tile(self.task.meshes.daylight.towards, (count, 1))
        u, v = random.random((2, count), np.float32)
        sun = self.tracer.sun_seen(free.at, towards, towards, (u, v))
        ways = over_hemisphere(free.normals, *random.random((2, count), np.float32))
        good = 1 - self._within(free.at, ways)
        return Lit(light / free.samples, np.zeros(count, np.float32), sun, good, self.tracer.rays - before)

    def _free(self, sites: Sites, random: np.random.Generator) -> NDArray[np.bool_]:
        """(n, POINTS) whether each point lies free: most rays from it come upon fronts."""
        triangle, share = sites.triangle.ravel(), sites.share.reshape(-1, 2)
        place, _, flat = self.task.ground.at(triangle, share)
        bad = np.zeros(len(place), np.int32)
        for _ in range(FEELERS):
            ways = over_hemisphere(flat, *random.random((2, len(place)), np.float32))
            bad += self._within(place + flat * np.float32(SKIN_M), ways) > 0
        good = (bad * 2 <= FEELERS).reshape(-1, POINTS)
        good[sites.both] = True  # leaves have no inside
        return np.asarray(good)

    def _within(self, at: Floats, ways: Floats) -> Floats:
        """(n,) 1 where a ray comes upon something from behind."""
        triangle, _ = self.tracer.solid.first(at, ways)
        back = dot(self.tracer.normals[triangle], ways) > 0
        return (back & (triangle >= 0) & ~self.task.meshes.thin[triangle]).astype(np.float32)

    def _sun(self, sites: Sites, good: NDArray[np.bool_], random: np.random.Generator) -> Floats:
        """(n,) share of the sun's disc that the good points of each site see."""
        row, point = np.nonzero(good)
        place, normal, flat = self.task.ground.at(sites.triangle[row, point], sites.share[row, point])
        away = sites.both[row] & (flat @ self.task.meshes.daylight.towards < 0)
        normal, flat = (np.where(away[:, None], -v, v) for v in (normal, flat))
        seen = self.tracer.sun_seen(place, normal, flat, tuple(random.random((2, len(row)), np.float32)))
        total = np.bincount(row, seen, len(good))
        return np.asarray(total / np.maximum(good.sum(1), 1), np.float32)


_worker: Worker | None = None


def _begin(task: Task) -> None:
    global _worker
    # The one who asked for the work stops it; its workers must not print a stack each.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Worker(task)


def _done(portion: Portion | Free) -> Lit:
    assert _worker is not None
    return _worker.lit(portion) if isinstance(portion, Portion) else _worker.around(portion)


class Team:
    """Processes that share out portions; with one, the work is done here.

    Attributes:
        rays: cast so far.
    """

    def __init__(self, task: Task, executor: ProcessPoolExecutor | None) -> None:
        self.task = task
        self.rays = 0
        self._executor = executor
        self._own = Worker(task) if executor is None else None

    def done(self, portions: Sequence[Portion | Free], told: Told | None = None) -> Lit:
        """The portions' light, one after the other in their order."""
        if not portions:
            return _joined([])
        parts = []
        for part in self._parts(portions):
            parts.append(part)
            if told is not None:
                told(len(parts), len(portions))
        joined = _joined(parts)
        self.rays += joined.rays
        return joined

    def _parts(self, portions: Sequence[Portion | Free]) -> Iterator[Lit]:
        if self._executor is not None:
            yield from self._executor.map(_done, portions)
            return
        assert self._own is not None
        for portion in portions:
            yield self._own.lit(portion) if isinstance(portion, Portion) else self._own.around(portion)


@contextmanager
def team(task: Task, processes: int | None = None) -> Iterator[Team]:
    """Start the workers, and see that none is left when the work ends, well or not.

    Args:
        task: what they know.
        processes: how many; None for one each core.
    """
    wanted = processes if processes is not None else max(os.cpu_count() or 1, 1)
    if wanted <= 1:
        yield Team(task, None)
        return
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(wanted, mp_context=context, initializer=_begin, initargs=(task,))
    try:
        yield Team(task, executor)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def portions_of(sites: Sites, samples: int, *, first: int = 0) -> list[Portion]:
    """Sites in portions, numbered from `first`."""
    count = len(sites.triangle)
    return [
        Portion(first + number, sites.part(start, start + PORTION), samples)
        for number, start in enumerate(range(0, count, PORTION))
    ]


def free_portions(at: Floats, normals: Floats, samples: int) -> list[Free]:
    """Places in the air in portions."""
    return [
        Free(number, at[start : start + PORTION], normals[start : start + PORTION], samples)
        for number, start in enumerate(range(0, len(at), PORTION))
    ]


def _joined(parts: list[Lit]) -> Lit:
    if not parts:
        none: Floats = np.zeros(0, np.float32)
        return Lit(np.zeros((0, LIGHTS, 3), np.float32), none, none, none, 0)
    return Lit(
        np.concatenate([part.light for part in parts]),
        np.concatenate([part.spread for part in parts]),
        np.concatenate([part.sun for part in parts]),
        np.concatenate([part.good for part in parts]),
        sum(part.rays for part in parts),
    )
