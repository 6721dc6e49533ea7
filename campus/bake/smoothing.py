"""Takes the grain out of light: by picture where surfaces are flat and wide, by place where they are not.

A filter of pictures needs neighbours that are neighbours: so surfaces are laid out plane by plane (see `facets`), each
as bright as every other, for it to work on. What is narrow or round is evened out with what lies near by and looks the
same way, as far as it differs by no more than its own grain.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.denoising import denoised
from campus.bake.encoding import luminance
from campus.bake.facets import Facets
from campus.bake.rays import Bools, Floats

WAYS = np.array(
    [(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if (x, y, z) != (0, 0, 0)], np.float32
)
"""26 ways to look: 45 degrees from one to the next."""


NARROW = 2
"""A face that is no more than twice so many texels wide is narrow."""
FREE = 0.3
"""A site of whose points fewer lie free takes its neighbours' light: a crack may look into the inside of a wall."""
CELL_TEXELS = 1.5
LEAST_CELL_M = 0.08
RINGS = 3
"""Gaps in a plane (joints, what is buried) are bridged so far, texels."""


class Grain:
    """Takes the grain out of the layers of one space's light.

    Args:
        places: (n, 3) where sites are, metres.
        normals: (n, 3) how they look.
        good: (n,) which lie free; the others take their neighbours' light.
        texel: metres.
        chart: (n,) number of the chart that each lies on, -1 for none.
        at: (n, 2) where in the picture of charts, texels.
    """

    def __init__(
        self, places: Floats, normals: Floats, good: Bools, texel: float, chart: NDArray[np.integer], at: Floats
    ) -> None:
        self._good = good
        others = np.ones(len(places), np.bool_)
        planes = _Pictured(Facets.of_planes(places, normals, texel), good)
        others[planes.site] = False
        # Whatever is round lies flat on its chart at least.
        round_ = np.bincount(chart + 1, others) > 0.5 * np.bincount(chart + 1)
        round_[0] = False
        charts = _Pictured(Facets(np.where(round_[chart + 1], chart, -1), at), good)
        others[charts.site] = False
        self._others = np.flatnonzero(others)
        cell = max(CELL_TEXELS * texel, LEAST_CELL_M)
        self._near = Neighbours(places[others], normals[others], cell) if len(self._others) else None
        self._pictures = [pictured for pictured in (planes, charts) if len(pictured.site)]

    def without(self, light: Floats, spread: Floats) -> Floats:
        """(n, 3) the light of the sites, lux, without its grain.

        Args:
            light: (n, 3) lux.
            spread: (n,) the standard error of its luminance.
        """
        if not light.any():
            return light
        clean = light.copy()
        for pictured in self._pictures:
            clean[pictured.site] = pictured.without(light)
        if self._near is None:
            return clean
        mine, good = light[self._others], self._good[self._others]
        bright = luminance(mine)
        told = np.concatenate([mine, (bright**2)[:, None], (spread[self._others] ** 2)[:, None]], axis=1)
        near = self._near.smoothed(told, good)
        # Of what a site differs from its neighbours by, so much is grain.
        differs = near[:, 3] - luminance(near[:, :3]) ** 2
        grain = np.clip(near[:, 4] / np.maximum(differs, 1e-9), 0, 1)
        grain[~good] = 1
        clean[self._others] = mine + grain[:, None] * (near[:, :3] - mine)
        return clean


class _Pictured:
    """The wide ones of surfaces that are laid out flat.

    Attributes:
        site: (k,) the sites that the picture serves.
    """

    def __init__(self, facets: Facets, good: Bools) -> None:
        self._facets, self._good = facets, good
        _, known = facets.drawn(np.ones((len(good), 1), np.float32), good)
        wide, bridged = _wide(known), _grown(known, RINGS)
        x, y = np.round(facets.place).astype(int).T
        self._served = np.flatnonzero(np.where(good[facets.site], wide[y, x], bridged[y, x]))
        self.site = facets.site[self._served]

    def without(self, light: Floats) -> Floats:
        """(k, 3) the light of `site` without grain, of the light of all sites."""
        facets = self._facets
        mine = np.flatnonzero(self._good[facets.site])
        # Each surface as bright as any other: what differs by a thousand times takes away the small differences.
        sums = np.bincount(facets.facet[mine], luminance(light[facets.site[mine]]), facets.count)
        mean = sums / np.maximum(np.bincount(facets.facet[mine], minlength=facets.count), 1)
        scale = np.maximum(mean, 1e-3).astype(np.float32)[facets.facet, None]
        level = np.zeros_like(light)
        level[facets.site] = light[facets.site] / scale
        picture, known = facets.drawn(level, self._good)
        return np.asarray((facets.read(denoised(picture, known)) * scale)[self._served], np.float32)


def _grown(known: Bools, rings: int) -> Bools:
    """(h, w) what is known, and what lies so near to it."""
    out = known
    for _ in range(rings):
        out = out | _beside(out, np.logical_or)
    return out


def _wide(known: Bools) -> Bools:
    """(h, w) what a square of known texels covers, joints bridged."""
    out = _grown(known, 1)
    for _ in range(NARROW + 1):
        out = out & _beside(out, np.logical_and)
    return _grown(out, NARROW + 2) & known


def _beside(known: Bools, joined: np.ufunc) -> Bools:
    """(h, w) the four neighbours of each, joined."""
    moved = [np.roll(known, by, axis) for axis, by in ((0, 1), (0, -1), (1, 1), (1, -1))]
    return np.asarray(joined.reduce(moved))


class Neighbours:
    """Who lies beside whom: a grid of cells, one for each way that surfaces look.

    Args:
        places: (n, 3) metres.
        normals: (n, 3) unit vectors.
        cell: metres.
    """

    def __init__(self, places: Floats, normals: Floats, cell: float) -> None:
        ways = WAYS / np.linalg.norm(WAYS, axis=1, keepdims=True)
        # Each site belongs to the ways near its own, so that a round column has no steps.
        near = np.maximum(normals @ ways.T.astype(np.float32) - np.float32(0.72), 0) ** 2
        near /= np.maximum(near.sum(1, keepdims=True), 1e-9)
        which = np.argsort(-near, axis=1)[:, :3]
        share = np.take_along_axis(near, which, axis=1)
        at = (places - (places.min(0) - cell)) / cell
        self._shape = (at.max(0) + 3).astype(int)
        corner = np.floor(at).astype(int)
        part = (at - corner).astype(np.float32)
        keys, weights = [], []
        for dx, dy, dz in np.ndindex(2, 2, 2):
            index = ((corner[:, 2] + dz) * self._shape[1] + corner[:, 1] + dy) * self._shape[0] + corner[:, 0] + dx
            weight = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1]) * np.abs(1 - dz - part[:, 2])
            for k in range(which.shape[1]):
                keys.append(index * len(WAYS) + which[:, k])
                weights.append(weight * share[:, k])
        key = np.stack(keys, axis=1)
        self._weight = np.stack(weights, axis=1).astype(np.float64)
        self._cells, slot = np.unique(key, return_inverse=True)
        self._slot: NDArray[np.int64] = slot.reshape(key.shape)

    def smoothed(self, light: Floats, good: Bools) -> Floats:
        """Light without grain, and without what is finer than a cell.

        Args:
            light: (n, c) of n sites.
            good: (n,) which sites are worth something; the others only take.
        """
        slot, weight, count = self._slot, self._weight, len(self._cells)
        given = (weight * good[:, None]).ravel()
        columns = [
            np.bincount(slot.ravel(), given * np.repeat(light[:, c], slot.shape[1]), count)
            for c in range(light.shape[1])
        ]
        total: NDArray[np.float64] = np.stack(columns, axis=1)
        mass: NDArray[np.float64] = np.bincount(slot.ravel(), given, count).astype(np.float64)
        for step in (1, self._shape[0], self._shape[0] * self._shape[1]):
            total, mass = spread(self._cells, step * len(WAYS), total, mass)
        value = total / np.maximum(mass, 1e-9)[:, None]
        there = weight * (mass > 1e-6)[slot]
        out = np.einsum("nk,nkc->nc", there, value[slot])
        return np.asarray(out / np.maximum(there.sum(1), 1e-9)[:, None], np.float32)


def spread(
    cells: NDArray[np.int64], step: int, total: NDArray[np.float64], mass: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each cell keeps what it has and takes half of what each of the two beside it has, along one axis.

    Args:
        cells: (k,) their numbers, ascending; others do not exist.
        step: from one number to that of the next cell along the axis.
        total: (k, c) light by weight.
        mass: (k,) weight.

    Returns:
        The new totals and weights.
    """
    more, heavier = total.copy(), mass.copy()
    for by in (step, -step):
        found = np.searchsorted(cells, cells + by)
        found = np.minimum(found, len(cells) - 1)
        there = cells[found] == cells + by
        more[there] += 0.5 * total[found[there]]
        heavier[there] += 0.5 * mass[found[there]]
    return more, heavier
