"""Where a path looks on purpose: at lamps, at screens, out by openings, at spots that the sun shines on.

What is found so and what a ray chances upon are shared by the balance heuristic (Veach 1997): each way of finding
counts by how densely it looks there. Which lamp is aimed at is read from a coarse grid; see `aiming`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.aiming import Cells
from campus.bake.outdoors import Outdoors
from campus.bake.rays import SKIN_M, Bools, Floats, Ints, Rays, dot, normals_of
from campus.bake.sources import LAMP, SCREEN
from campus.bake.world import Meshes

DAY_LIGHT, LAMP_LIGHT, SCREEN_LIGHT = 0, 1, 2
"""Columns of what is gathered."""
LIGHTS = 3
SPOTS = 60_000
"""Of the sun's beam through the openings."""
NEAREST_M = 0.02
"""Nearer to a lamp than this, its light is taken as from here: no sample may outweigh all others together."""
_OFTEN = np.array((2, 2, 1), np.float32)
"""How often each light is aimed at where a path aims at one only."""
_PI = np.float32(np.pi)

Numbers = tuple[Floats, Floats, Floats, Floats]
"""Four numbers in [0, 1) for each of n paths: two to choose by, two for a place on what is chosen."""


@dataclass(frozen=True, eq=False)
class Stops:
    """Where n paths have come to.

    Attributes:
        at: (n, 3) metres, a little off the surface.
        normals: (n, 3) that the surface is shaded by.
        flat: (n, 3) of its triangles.
        cell: (n,) of the grid that knows the lamps.
        weight: (n, 3) what light from here counts at the path's beginning.
        alive: (n,) which path each is.
    """

    at: Floats
    normals: Floats
    flat: Floats
    cell: Ints
    weight: Floats
    alive: NDArray[np.int64]

    def part(self, which: NDArray[np.integer] | Bools) -> Stops:
        """Some of them."""
        return Stops(*(getattr(self, name)[which] for name in ("at", "normals", "flat", "cell", "weight", "alive")))


@dataclass(frozen=True, eq=False)
class Beam:
    """Spots that the sun shines on through the openings, evenly over the beam as it comes in.

    Attributes:
        places, normals: (n, 3) of the spots, metres.
        rise: (n,) cosine between normal and sun.
        radiance: (n, 3) what each throws back, cd/m².
        lit: (n,) whether there is such a spot: some of the beam is held up outside.
        area: of the beam across, metres².
    """

    places: Floats
    normals: Floats
    rise: Floats
    radiance: Floats
    lit: Bools
    area: float


class Aims:
    """Everything in a space that a path can aim at.

    Args:
        meshes: the space.
        cells: the grid of who is worth aiming at from where.
        solid: the space's triangles, for rays.
        outdoors: the day.
        random: for the tables.
    """

    def __init__(
        self, meshes: Meshes, cells: Cells, solid: Rays, outdoors: Outdoors, random: np.random.Generator
    ) -> None:
        self.meshes, self._solid, self._outdoors = meshes, solid, outdoors
        enclosed = meshes.hull is not None
        self.lamps = cells.of_emitters(meshes.emitters, LAMP, random)
        self.screens = cells.of_emitters(meshes.emitters, SCREEN, random)
        self.portals = cells.of_portals(meshes.portals, random) if enclosed else None
        self.beam = self._sunbeam(random) if enclosed else None

    def at_lamp(self, light: int, stops: Stops, found: Floats, share: float, numbers: Numbers) -> None:
        """Aims at a lamp or a screen from each stop, and adds what arrives.

        Args:
            light: `LAMP_LIGHT` or `SCREEN_LIGHT`.
            stops: where paths are.
            found: (n, LIGHTS, 3) by path, lux; takes what arrives.
            share: how often a stop aims at this light, 0 to 1.
            numbers: (k,) each, in [0, 1): which one, which of its triangles, and where on that.
        """
        choice = self.lamps if light == LAMP_LIGHT else self.screens
        if choice is None or not len(stops.at):
            return
        emitters = self.meshes.emitters
        emitter, often = choice.drawn(stops.cell, numbers[0])
        triangle, target = emitters.aimed(emitter, *numbers[1:])
        per_area = np.float32(share) * often * emitters.share[triangle] / np.maximum(emitters.area[triangle], 1e-12)

        def clear(ask: NDArray[np.int64], ways: Floats, far: Floats) -> tuple[NDArray[np.int64], Floats]:
            free = ~self._solid.blocked(stops.at[ask], ways[ask], np.maximum(far[ask] - np.float32(2 * SKIN_M), 0))
            return ask[free], emitters.radiance[triangle[ask[free]]]

        seen = emitters.seen[emitter].astype(np.float32)
        _add(light, stops, found, target, emitters.normal[triangle], per_area, clear, seen)

    def out(self, stops: Stops, found: Floats, share: float, numbers: Numbers) -> None:
        """Aims through one opening from each stop at whatever is outside; the arguments are those of `at_lamp`."""
        if self.portals is None or not len(stops.at):
            return
        portals = self.meshes.portals
        portal, often = self.portals.drawn(stops.cell, numbers[0])
        half = portals.half[portal]
        x, y = (2 * numbers[2] - 1) * half[:, 0], (2 * numbers[3] - 1) * half[:, 1]
        target = portals.centre[portal] + portals.right[portal] * x[:, None] + portals.up[portal] * y[:, None]

        def clear(ask: NDArray[np.int64], ways: Floats, _far: Floats) -> tuple[NDArray[np.int64], Floats]:
            triangle, _ = self._solid.first(stops.at[ask], ways[ask])
            return ask, self._outdoors.seen(stops.at[ask], ways[ask], triangle, passed=True)

        per_area = np.float32(share) * often / (4 * half[:, 0] * half[:, 1])
        _add(DAY_LIGHT, stops, found, target, -portals.out[portal], per_area, clear)

    def at_sunlit(self, stops: Stops, found: Floats, share: float, number: Floats) -> None:
        """Aims from each stop at a spot that the sun shines on, and adds what that spot throws back.

        Args:
            stops: where paths are.
            found: (n, LIGHTS, 3) by path, lux; takes what arrives.
            share: how often a stop aims so, 0 to 1.
            number: (k,) in [0, 1): which spot.
        """
        beam = self.beam
        if beam is None or not len(stops.at):
            return
        spot = (number * len(beam.places)).astype(np.int64)
        lit = np.flatnonzero(beam.lit[spot])
        stops, spot = stops.part(lit), spot[lit]

        def clear(ask: NDArray[np.int64], ways: Floats, far: Floats) -> tuple[NDArray[np.int64], Floats]:
            free = ~self._solid.blocked(stops.at[ask], ways[ask], np.maximum(far[ask] - np.float32(3 * SKIN_M), 0))
            return ask[free], beam.radiance[spot[ask[free]]]

        per_area = np.float32(share / beam.area) * beam.rise[spot]
        _add(DAY_LIGHT, stops, found, beam.places[spot], beam.normals[spot], per_area, clear)

    def at_one(self, stops: Stops, found: Floats, random: np.random.Generator) -> Floats:
        """Aims from each stop at a sunlit spot, and at one light only, drawn; returns (LIGHTS,) how often each is."""
        self.at_sunlit(stops, found, 1.0, random.random(len(stops.at), np.float32))
        there = np.array([choice is not None for choice in (self.portals, self.lamps, self.screens)], np.float32)
        if not there.any():
            return np.zeros(LIGHTS, np.float32)
        share = np.asarray(there * _OFTEN / (there * _OFTEN).sum(), np.float32)
        drawn = np.searchsorted(np.cumsum(share)[:-1], random.random(len(stops.at), np.float32), side="right")
        for light in range(LIGHTS):
            mine = np.flatnonzero(drawn == light)
            if len(mine):
                u, v, w, x = random.random((4, len(mine)), np.float32)
                if light == DAY_LIGHT:
                    self.out(stops.part(mine), found, float(share[light]), (u, v, w, x))
                else:
                    self.at_lamp(light, stops.part(mine), found, float(share[light]), (u, v, w, x))
        return share

    def lamp_density(self, cell: Ints, triangle: Ints, far: Floats, leaving: Floats) -> Floats:
        """(n,) how densely, per steradian, stops aim along a ray that came upon shining triangles.

        Args:
            cell: (n,) of the stops.
            triangle: (n,) that was come upon.
            far: (n,) metres.
            leaving: (n,) cosine between its normal and the way back.
        """
        assert self.lamps is not None
        often = self.lamps.often[cell, self.meshes.emitter[triangle]]
        return np.asarray(often * self.meshes.pdf[triangle] * far**2 / np.maximum(leaving, 1e-4), np.float32)

    def out_density(self, cell: Ints, at: Floats, ways: Floats) -> Floats:
        """(n,) how densely, per steradian, stops aim along rays that leave by an opening."""
        if self.portals is None:
            return np.zeros(len(at), np.float32)
        portals = self.meshes.portals
        leaving = np.maximum(ways @ portals.out.T, 1e-6)
        reach = (dot(portals.centre, portals.out) - at @ portals.out.T) / leaving
        each = self.portals.often[cell] * reach**2 / (leaving * 4 * portals.half[:, 0] * portals.half[:, 1])
        return np.asarray(np.where(portals.crossed(at, ways), each, np.float32(0)).sum(1), np.float32)

    def sunlit_density(self, rise: Floats, far: Floats, leaving: Floats) -> Floats:
        """(n,) how densely, per steradian, stops aim along rays that came upon sunlit spots."""
        if self.beam is None:
            return np.zeros(len(far), np.float32)
        return rise * far**2 / (np.float32(self.beam.area) * np.maximum(leaving, np.float32(1e-4)))

    def _sunbeam(self, random: np.random.Generator) -> Beam | None:
        """Where the sun's beam through the openings falls; None where it falls nowhere."""
        portals, sun = self.meshes.portals, self._outdoors.towards
        across = np.maximum(portals.out @ sun, 0) * 4 * portals.half[:, 0] * portals.half[:, 1]
        area = float(across.sum())
        if area <= 0 or not self._outdoors.sunny:
            return None
        portal = np.repeat(np.arange(len(across)), np.round(SPOTS * across / area).astype(int))
        x, y = 2 * random.random((2, len(portal), 1), np.float32) - 1
        half = portals.half[portal]
        at = portals.centre[portal] + portals.right[portal] * half[:, :1] * x + portals.up[portal] * half[:, 1:] * y
        inwards = np.tile(-sun, (len(at), 1))
        free = ~self._solid.blocked(at - inwards * np.float32(SKIN_M), -inwards)
        triangle, far = self._solid.first(at, inwards)
        lit = free & (triangle >= 0) & (self.meshes.roof[triangle] < 0)
        if not lit.any():
            return None
        place = at + inwards * np.where(lit, far, np.float32(0))[:, None]
        normal = normals_of(self.meshes.corners[triangle])[0]
        normal = np.where((normal @ sun < 0)[:, None], -normal, normal)
        rise = np.maximum(normal @ sun, np.float32(1e-6))
        place = place + normal * np.float32(SKIN_M)
        through = self._outdoors.through(place, -inwards)
        radiance = self.meshes.albedo[triangle] * (rise * through)[:, None] * self.meshes.daylight.sun / _PI
        return Beam(place, normal, rise, radiance.astype(np.float32), lit, area)


def _add(
    light: int,
    stops: Stops,
    found: Floats,
    target: Floats,
    normal: Floats,
    per_area: Floats,
    clear: Callable[[NDArray[np.int64], Floats, Floats], tuple[NDArray[np.int64], Floats]],
    chanced: Floats | None = None,
) -> None:
    """Adds what arrives at stops from the targets that they aim at.

    Args:
        light: which column of `found` it is added to.
        stops: n of them.
        found: what every path has found.
        target: (n, 3) a place on what shines.
        normal: (n, 3) to where it shines.
        per_area: (n,) how densely it is aimed at, per m² of it.
        clear: told which stops face their target, and every way and distance; gives those that see it, and what they
            see: (k, 3) cd/m².
        chanced: (n,) 1 for what a ray can come upon without aiming, too; None for all.
    """
    to = target - stops.at
    squared = np.maximum(dot(to, to), np.float32(NEAREST_M**2))
    far = np.sqrt(squared)
    ways = to / far[:, None]
    facing, leaving = dot(ways, stops.normals), -dot(ways, normal)
    ask = np.flatnonzero((facing > 0) & (leaving > 1e-4) & (dot(ways, stops.flat) > 0))
    if not len(ask):
        return
    ask, shines = clear(ask, ways, far)
    density = per_area[ask] * squared[ask] / leaving[ask]
    other = facing[ask] / _PI if chanced is None else chanced[ask] * facing[ask] / _PI
    arrives = shines * (facing[ask] / (density + other))[:, None]
    found[stops.alive[ask], light] += stops.weight[ask] * arrives / _PI
