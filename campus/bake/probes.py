"""Light in the air of a space: a grid of probes, and what is asked of each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake.passes import in_the_air
from campus.bake.rays import Floats
from campus.bake.work import Team
from campus.space.model import Space

MOST_PROBES = 3500
PROBE_M = 0.75
"""From one probe to the next, where that does not make too many of them."""
SIDES = np.array([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)], np.float32)
HEAD_ROOM_M = 4.5
"""Of probes in the open: nobody flies."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Where the probes of a space are.

    Attributes:
        low: (3,) metres, the first probe.
        step: (3,) metres from one to the next.
        shape: how many there are along x, y and z.
    """

    low: Floats
    step: Floats
    shape: tuple[int, int, int]

    def places(self) -> Floats:
        """(z * y * x, 3) metres, x fastest."""
        z, y, x = np.meshgrid(*(np.arange(n) for n in self.shape[::-1]), indexing="ij")
        return np.asarray(self.low + np.stack([x.ravel(), y.ravel(), z.ravel()], -1) * self.step, np.float32)


def extent_of(space: Space) -> Floats:
    """(2, 3) metres: where people and things are."""
    shell = space.scene.shell
    if shell is not None and shell.type == "room":
        return np.array([(0, 0, 0), shell.spec.size], np.float32)  # type: ignore[attr-defined]
    low, high = space.bounds.astype(np.float32)
    low, high = np.maximum(low, (-np.inf, -np.inf, 0)), np.minimum(high, (np.inf, np.inf, HEAD_ROOM_M))
    return np.stack([low, np.maximum(high, low + 0.5)]).astype(np.float32)


def grid_of(space: Space) -> Grid:
    """A grid over all of a space, as fine as `PROBE_M` and `MOST_PROBES` let it be."""
    low, high = extent_of(space)
    size = high - low
    step = max(PROBE_M, float((np.prod(size) / MOST_PROBES) ** (1 / 3)))
    shape = np.maximum(np.ceil(size / step).astype(int), 1)
    each = size / shape
    return Grid(low + each / 2, each, (int(shape[0]), int(shape[1]), int(shape[2])))


def probes_of(
    workers: Team, grid: Grid, samples: int, memory: str, told: Callable[[int, int], None]
) -> tuple[Floats, NDArray[np.uint8]]:
    """(z, y, x, LIGHTS, 4, 3) harmonics of the irradiance, and (z, y, x) the sun.

    Irradiance is asked for towards six sides; the plane through those six values is the one nearest to it.

    Args:
        workers: who know the task.
        grid: where the probes are.
        samples: paths from each probe to each of the six sides; a power of two.
        memory: of the light that was found before, as `worked_out` gave it.
        told: hears how many of how many portions are done.
    """
    places = grid.places()
    at, normals = np.repeat(places, 6, axis=0), np.tile(SIDES, (len(places), 1))
    lit = in_the_air(workers, at, normals, samples, memory, told)
    side = lit.light.reshape(len(places), 6, -1, 3)
    c = np.stack([side.mean(1), *((side[:, 2 * i] - side[:, 2 * i + 1]) / 2 for i in range(3))], axis=2)
    free = lit.good.reshape(-1, 6).mean(1) > 0.6
    sun = lit.sun.reshape(-1, 6).mean(1)
    shape = grid.shape[::-1]
    values = np.concatenate([c.reshape(len(places), -1), sun[:, None]], axis=1).reshape(*shape, -1)
    values[..., :-1] = softened(values[..., :-1], free.reshape(shape))
    values = spread(values, free.reshape(shape))
    probes = values[..., :-1].reshape(*shape, side.shape[2], 4, 3)
    return probes.astype(np.float32), np.round(255 * np.clip(values[..., -1], 0, 1)).astype(np.uint8)


def softened(values: Floats, known: NDArray[np.bool_]) -> Floats:
    """(z, y, x, c) where each known cell takes a little of its known neighbours': light in the air has no edges."""
    total, mass = np.where(known[..., None], values, 0).astype(np.float64), known.astype(np.float64)
    for axis in range(3):
        sums, masses = 2 * total, 2 * mass
        for by in (1, -1):
            edge: list[Any] = [slice(None)] * 3
            edge[axis] = 0 if by == 1 else -1
            near, weight = np.roll(total, by, axis), np.roll(mass, by, axis)
            near[tuple(edge)], weight[tuple(edge)] = 0, 0
            sums, masses = sums + near, masses + weight
        total, mass = sums, masses
    return np.asarray(np.where(known[..., None], total / np.maximum(mass, 1e-9)[..., None], values), np.float32)


def spread(values: Floats, known: NDArray[np.bool_]) -> Floats:
    """(z, y, x, c) whose unknown cells take the mean of their known neighbours, shell after shell."""
    out = np.where(known[..., None], values, 0).astype(np.float64)
    have = known.astype(np.float64)
    for _ in range(max(known.shape)):
        if have.all() or not have.any():
            break
        total, count = np.zeros_like(out), np.zeros_like(have)
        for axis in range(3):
            for by in (1, -1):
                rolled, there = np.roll(out * have[..., None], by, axis), np.roll(have, by, axis)
                edge: list[Any] = [slice(None)] * 3
                edge[axis] = 0 if by == 1 else -1
                rolled[tuple(edge)], there[tuple(edge)] = 0, 0
                total, count = total + rolled, count + there
        new = (have == 0) & (count > 0)
        out[new] = total[new] / count[new, None]
        have[new] = 1
    return out
