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
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from campus.bake.aims import LIGHTS
from campus.bake.encoding import luminance
from campus.bake.ordering import Order
from campus.bake.rays import SKIN_M, Bools, Floats, dot
from campus.bake.remembered import Remembered, Whereabouts
from campus.bake.sampling import over_hemisphere
from campus.bake.sites import POINTS, Ground, Sites
from campus.bake.tracing import PAIRS, Tracer, fresh
from campus.bake.world import Meshes

PORTION = 4096
"""Sites of one portion: their arrays stay in a core's cache."""
AT_ONCE = 8
"""Samples that are followed together."""
FEELERS = 2
"""Rays that tell whether a point lies inside of something; where they disagree, one more."""
CRACK_M = 0.012
"""Between a board and its wall nobody looks: what is so near to something all around is as good as inside of it."""
Told = Callable[[int, int], None]
"""Hears how many of how many portions are done."""


@dataclass(frozen=True, eq=False)
class Task:
    """What every worker knows.

    Attributes:
        meshes: what light meets.
        bounds: (2, 3) of the space, metres.
        ground: where sites lie.
        sites: all of them.
        order: which of a long sequence's numbers each takes.
        where: which of them a place on a triangle belongs to.
        seed: of everything random.
        crack: metres; what has something so near to it all around is as good as inside of it.
    """

    meshes: Meshes
    bounds: Floats
    ground: Ground
    sites: Sites
    order: Order
    where: Whereabouts
    seed: int
    crack: float = CRACK_M


@dataclass(frozen=True, eq=False)
class Portion:
    """One portion of sites.

    Attributes:
        seed: that no other portion has.
        which: (n,) of the task's sites.
        samples: how many paths each takes; a power of two.
        every: only every so many of them aim at what shines.
        free: (n, POINTS) which points of each lie free; None where that is to be found out.
        memory: where the light lies that was found before; None for none.
    """

    seed: tuple[int, int]
    which: NDArray[np.int64]
    samples: int
    every: int = 1
    free: Bools | None = None
    memory: str | None = None


@dataclass(frozen=True, eq=False)
class Free:
    """One portion of places in the air, each with the direction that light is wanted from."""

    seed: tuple[int, int]
    at: Floats
    normals: Floats
    samples: int
    every: int = 1
    memory: str | None = None


@dataclass(frozen=True, eq=False)
class Lit:
    """What a portion amounts to.

    Attributes:
        light: (n, LIGHTS, 3) lux.
        spread: (n, LIGHTS) standard error of the mean of the luminance, lux.
        sun: (n,) share of the sun's disc; only where it was found out what lies free.
        free: (n, POINTS) which points of each site lie free.
        rays: how many were cast.
    """

    light: Floats
    spread: Floats
    sun: Floats
    free: Bools
    rays: int

    @property
    def good(self) -> Floats:
        """(n,) share of the site's points that lie free."""
        return np.asarray(self.free.mean(1), np.float32)


class Worker:
    """One process's tracer."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.tracer = Tracer(task.meshes, task.bounds, seed=task.seed)
        self.known: Remembered | None = None
        self._memory: str | None = None

    def recall(self, memory: str | None) -> None:
        """Light that was found before is read once."""
        if memory is not None and memory != self._memory:
            self.known, self._memory = Remembered(self.task.where, np.load(memory)), memory

    def lit(self, portion: Portion) -> Lit:
        """The light of a portion of sites."""
        before = self.tracer.rays
        sites, count = self.task.sites.part(portion.which), len(portion.which)
        random = np.random.default_rng((self.task.seed, *portion.seed))
        scramble = self.task.order.words(portion.which, PAIRS, (self.task.seed, portion.seed[0]))
        stretch = self.task.order.stretch[portion.which] * np.uint32(portion.samples)
        free, sun = portion.free, np.zeros(0, np.float32)
        if free is None:
            free = self._free(sites, random)
            sun = self._sun(sites, free, random)
        number = free.sum(1)
        live = np.flatnonzero(number > 0)
        # The free points of each site first, in order.
        order = np.argsort(~free, axis=1, kind="stable").astype(np.int32)
        light = np.zeros((count, LIGHTS, 3), np.float32)
        squares = np.zeros((count, LIGHTS), np.float32)
        offset = random.integers(0, POINTS, count)
        groups = 0
        for start in range(0, portion.samples, AT_ONCE):
            several = min(AT_ONCE, portion.samples - start)
            row = np.repeat(live, several)
            sample = np.tile(np.arange(start, start + several), len(live))
            point = order[row, (sample + offset[row]) % number[row]]
            place, normal, flat = self.task.ground.at(sites.triangle[row, point], sites.share[row, point])
            behind = sites.both[row] & (sample % 8 >= 5)
            normal, flat = (np.where(behind[:, None], -v, v) for v in (normal, flat))
            found = self.tracer.gathered(
                place, normal, flat, stretch[row] + sample.astype(np.uint32), scramble[row], random,
                known=self.known if portion.memory is not None else None, every=portion.every,
            )  # fmt: skip
            grouped = found.reshape(len(live), several, LIGHTS, 3).sum(1)
            light[live] += grouped
            squares[live] += luminance(grouped / several) ** 2
            groups += 1
        mean = light / portion.samples
        variance = np.maximum(squares / max(groups, 1) - luminance(mean) ** 2, 0)
        spread = np.sqrt(variance / max(groups - 1, 1))
        return Lit(mean, spread, sun, free, self.tracer.rays - before)

    def around(self, free: Free) -> Lit:
        """The light that a portion of places in the air takes from one side each."""
        before = self.tracer.rays
        count = len(free.at)
        scramble, random = fresh(count, (self.task.seed, *free.seed))
        light = np.zeros((count, LIGHTS, 3), np.float32)
        known = self.known if free.memory is not None else None
        for sample in range(free.samples):
            index = np.full(count, sample, np.uint32)
            light += self.tracer.gathered(
                free.at, free.normals, free.normals, index, scramble, random, known=known, every=free.every
            )
        towards = np.tile(self.task.meshes.daylight.towards, (count, 1))
        u, v = random.random((2, count), np.float32)
        sun = self.tracer.sun_seen(free.at, towards, towards, (u, v))
        within = self._within(free.at, over_hemisphere(free.normals, *random.random((2, count), np.float32)))
        spread = np.zeros((count, LIGHTS), np.float32)
        return Lit(light / free.samples, spread, sun, ~within[:, None], self.tracer.rays - before)

    def _free(self, sites: Sites, random: np.random.Generator) -> Bools:
        """(n, POINTS) whether each point lies free: most rays from it come upon fronts, and not at once."""
        triangle, share = sites.triangle.ravel(), sites.share.reshape(-1, 2)
        place, _, flat = self.task.ground.at(triangle, share)
        place = place + flat * np.float32(SKIN_M)
        first, second = (
            self._within(place, over_hemisphere(flat, *random.random((2, len(place)), np.float32)), self.task.crack)
            for _ in range(FEELERS)
        )
        unsure = np.flatnonzero(first != second)
        ways = over_hemisphere(flat[unsure], *random.random((2, len(unsure)), np.float32))
        bad = first & second
        bad[unsure] = self._within(place[unsure], ways, self.task.crack)
        good = (~bad).reshape(-1, POINTS)
        good[sites.both] = True  # leaves have no inside
        return np.asarray(good)

    def _within(self, at: Floats, ways: Floats, crack: float = 0.0) -> Bools:
        """(n,) whether a ray comes upon something from behind, or upon anything within `crack` metres."""
        triangle, far = self.tracer.solid.first(at, ways)
        back = dot(self.tracer.normals[triangle], ways) > 0
        return np.asarray((back & (triangle >= 0) & ~self.task.meshes.thin[triangle]) | (far < crack))

    def _sun(self, sites: Sites, good: Bools, random: np.random.Generator) -> Floats:
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
    return _by(_worker, portion)


def _by(worker: Worker, portion: Portion | Free) -> Lit:
    worker.recall(portion.memory)
    return worker.lit(portion) if isinstance(portion, Portion) else worker.around(portion)


class Team:
    """Processes that share out portions; with one, the work is done here.

    Attributes:
        task: what they know.
        rays: cast so far.
    """

    def __init__(self, task: Task, executor: ProcessPoolExecutor | None, folder: Path) -> None:
        self.task = task
        self.rays = 0
        self._executor = executor
        self._folder = folder
        self._own = Worker(task) if executor is None else None

    def remember(self, light: Floats) -> str:
        """Keep light (sites, LIGHTS, 3) for the portions that are given the word which this returns."""
        path = self._folder / f"light-{len(list(self._folder.iterdir()))}.npy"
        np.save(path, light)
        return str(path)

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
            yield _by(self._own, portion)


@contextmanager
def team(task: Task, processes: int | None = None) -> Iterator[Team]:
    """Start the workers, and see that none is left when the work ends, well or not.

    Args:
        task: what they know.
        processes: how many; None for one each core.
    """
    wanted = processes if processes is not None else max(os.cpu_count() or 1, 1)
    with TemporaryDirectory(prefix="campus-bake-") as folder:
        if wanted <= 1:
            yield Team(task, None, Path(folder))
            return
        context = multiprocessing.get_context("spawn")
        executor = ProcessPoolExecutor(wanted, mp_context=context, initializer=_begin, initargs=(task,))
        try:
            yield Team(task, executor, Path(folder))
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def portions_of(which: NDArray[np.int64], stage: int, like: Portion) -> list[Portion]:
    """Sites in portions like another.

    Args:
        which: (n,) of the task's sites.
        stage: a number that no other call is given.
        like: tells samples, memory and, for every site of the task, what lies free.
    """
    return [
        replace(like, seed=(stage, number), which=mine, free=None if like.free is None else like.free[mine])
        for number, mine in enumerate(which[i : i + PORTION] for i in range(0, len(which), PORTION))
    ]


def free_portions(at: Floats, normals: Floats, stage: int, like: Free) -> list[Free]:
    """Places in the air in portions like another.

    Args:
        at: (n, 3) metres.
        normals: (n, 3) unit vectors towards where light is wanted from.
        stage: a number that no other call is given.
        like: tells samples and memory.
    """
    return [
        replace(like, seed=(stage, number), at=at[start : start + PORTION], normals=normals[start : start + PORTION])
        for number, start in enumerate(range(0, len(at), PORTION))
    ]


def _joined(parts: list[Lit]) -> Lit:
    if not parts:
        none, nothing = np.zeros(0, np.float32), np.zeros((0, LIGHTS), np.float32)
        return Lit(np.zeros((0, LIGHTS, 3), np.float32), nothing, none, np.zeros((0, POINTS), np.bool_), 0)
    light, spread, sun, free = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("light", "spread", "sun", "free")
    )
    return Lit(light, spread, sun, free, sum(part.rays for part in parts))
