"""Paths of light, many at once: from where light is wanted, backwards, to lamps, screens, sun and sky.

At every stop something that shines is aimed at (see `aims`), and the path goes on in a direction chosen by the cosine.
Where light was found before (see `remembered`), a path ends at its first wall: what that wall gives back is known.
Everything is matt, as lightmaps are; panes of glass take their share; a path ends by Russian roulette.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.aiming import Cells
from campus.bake.aims import DAY_LIGHT, LAMP_LIGHT, LIGHTS, SCREEN_LIGHT, Aims, Stops
from campus.bake.outdoors import Outdoors
from campus.bake.rays import SKIN_M, Bools, Floats, Ints, Rays, dot, normals_of
from campus.bake.remembered import Remembered
from campus.bake.sampling import over_hemisphere, points, scrambles
from campus.bake.world import Meshes

MOST_STOPS = 48
"""A path is cut after so many; in a room all of the whitest paint 0.6 % of the light is left by then."""
ROULETTE_FROM = 2
"""From this stop on a path goes on only as often as it still matters."""
NEAR_M = 0.3
"""What is nearer than this is not read from memory, which is coarse: the path goes on by one stop more."""
MOST_NEAR = 5
"""Stops of a path where light is remembered: what is in no memory is inside of something, where none comes to."""
PAIRS = 6
"""Of even numbers: for the way on, two for lamps, for an opening, for which opening and sunlit spot, for screens."""


class Tracer:
    """Follows paths among meshes.

    Attributes:
        rays: how many were cast so far.
    """

    def __init__(self, meshes: Meshes, bounds: Floats, *, seed: int = 0) -> None:
        """Builds the accelerating structures and the tables of what arrives where, within `bounds` (2, 3)."""
        self.meshes = meshes
        self.solid = Rays(meshes.corners)
        self.normals, _ = normals_of(meshes.corners)
        self._outdoors = Outdoors(meshes, self.solid)
        self._cells = Cells(bounds, self.solid)
        self._aims = Aims(meshes, self._cells, self.solid, self._outdoors, np.random.default_rng((seed, 12)))

    @property
    def rays(self) -> int:
        """How many were cast so far."""
        return self.solid.cast + self._outdoors.glass.cast

    def gathered(
        self,
        at: Floats,
        normals: Floats,
        flat: Floats,
        index: NDArray[np.uint32],
        scramble: NDArray[np.uint32],
        random: np.random.Generator,
        *,
        known: Remembered | None = None,
        every: int = 1,
    ) -> Floats:
        """One sample each of the irradiance of n places, the sun's own disc left out.

        Args:
            at: (n, 3) metres.
            normals: (n, 3) unit vectors that the surface is shaded by.
            flat: (n, 3) unit vectors of its triangles.
            index: (n,) which sample of its sequence this is for each place.
            scramble: (n, PAIRS, 3) words for pairs of numbers; see `sampling.points`.
            random: for everything after the first stop.
            known: what light was found before.
            every: only every so many samples aim at what shines; a power of two.

        Returns:
            (n, LIGHTS, 3) lux.
        """
        count = len(at)
        found = np.zeros((count, LIGHTS, 3), np.float32)
        place = at + flat * np.float32(SKIN_M)
        weight: Floats = np.full((count, 3), np.pi, np.float32)
        stops = Stops(place, normals, flat, self._cells.cell_of(place, flat), weight, np.arange(count))
        share = self._aim_first(stops, found, index, scramble, every)
        sunlit = 1 / every
        ways = over_hemisphere(normals, *points(index, scramble[:, 0]))
        for stop in range(1, (MOST_STOPS if known is None else MOST_NEAR) + 1):
            # A shading normal may send a ray into its own triangle: nothing comes from there.
            above = dot(ways, stops.flat) > 0
            if not above.all():
                stops, ways = stops.part(above), ways[above]
            if not len(ways):
                break
            density = np.maximum(dot(ways, stops.normals), 0) / np.float32(np.pi)
            triangle, far, corner = self.solid.met(stops.at, ways)
            self._strayed(stops, ways, triangle, density, found, share)
            inside = (triangle >= 0) & (self.meshes.roof[triangle] < 0)
            if not inside.all():
                stops, ways, density = stops.part(inside), ways[inside], density[inside]
                triangle, far, corner = triangle[inside], far[inside], corner[inside]
            if not len(ways):
                break
            stops, back = self._arrived(stops, ways, triangle, far, density, found, share)
            self._sunlit(stops, ways, far, density, found, sunlit, random)
            going = np.ones(len(ways), np.bool_)
            if known is not None:
                site = known.site(triangle, corner)
                read = (site >= 0) & ~back & ((far > NEAR_M) | (stop > 1))
                mine, going = np.flatnonzero(read), ~read
                light = known.light[site[mine]] * (stops.weight[mine] / np.float32(np.pi))[:, None]
                found[stops.alive[mine]] += light
            if stop >= ROULETTE_FROM:
                chance = np.minimum(stops.weight.max(1) / np.float32(np.pi), np.float32(0.95))
                going &= random.random(len(going), np.float32) < chance
                stops.weight[going] /= chance[going, None]
            if not going.all():
                stops = stops.part(going)
            if not len(stops.at):
                break
            share, sunlit = self._aims.at_one(stops, found, random), 1.0
            ways = over_hemisphere(stops.flat, *random.random((2, len(stops.at)), np.float32))
        return found

    def sun_seen(self, at: Floats, normals: Floats, flat: Floats, numbers: tuple[Floats, Floats]) -> Floats:
        """(n,) whether a point of the sun's disc is seen, glass taken off; 0 for what looks away from it.

        Args:
            at: (n, 3) metres.
            normals: (n, 3) unit vectors that surfaces are shaded by.
            flat: (n, 3) unit vectors of their triangles.
            numbers: (n,) and (n,) in [0, 1): which point of the disc.
        """
        sun = self._outdoors.towards
        return self._outdoors.sun(at + flat * np.float32(SKIN_M), np.minimum(normals @ sun, flat @ sun) > 0, numbers)

    def seen(self, at: Floats, ways: Floats) -> tuple[Ints, Floats, Floats]:
        """What rays see: (n,) triangle of the space or -1, (n,) distance, (n, 3) what shines there or from outside."""
        triangle, far = self.solid.first(at, ways)
        light = self._outdoors.seen(at, ways, triangle)
        inside = (triangle >= 0) & (self.meshes.roof[triangle] < 0)
        facing = dot(self.normals[triangle], ways) < 0
        light = np.where((inside & facing)[:, None], self.meshes.glow[triangle], light)
        return np.where(inside, triangle, -1).astype(np.int32), far, light.astype(np.float32)

    def _aim_first(
        self,
        stops: Stops,
        found: Floats,
        index: NDArray[np.uint32],
        scramble: NDArray[np.uint32],
        every: int,
    ) -> Floats:
        """The first stop aims at all lights, evenly; returns (LIGHTS,) how often it aims at each."""
        if every > 1:
            mine = np.flatnonzero(index % np.uint32(every) == 0)
            stops, index, scramble = stops.part(mine), index[mine] // np.uint32(every), scramble[mine]
        if not len(stops.at):
            return np.full(LIGHTS, 1 / every, np.float32)
        a, b, c, d, e = (points(index, scramble[:, pair]) for pair in range(1, PAIRS))
        share = 1 / every
        self._aims.at_lamp(LAMP_LIGHT, stops, found, share, (*a, *b))
        self._aims.out(stops, found, share, (d[0], d[1], *c))
        self._aims.at_sunlit(stops, found, share, d[1])
        self._aims.at_lamp(SCREEN_LIGHT, stops, found, share, (a[1], b[0], *e))
        return np.full(LIGHTS, share, np.float32)

    def _arrived(
        self, stops: Stops, ways: Floats, triangle: Ints, far: Floats, density: Floats, found: Floats, share: Floats
    ) -> tuple[Stops, Bools]:
        """Paths have come upon something: adds what shines there; returns where they are now, and who came behind."""
        flat = self.normals[triangle]
        back = dot(flat, ways) > 0
        met = np.flatnonzero((self.meshes.emitter[triangle] >= 0) & ~back)
        if len(met) and self._aims.lamps is not None:
            leaving = -dot(ways[met], flat[met])
            aimed = share[LAMP_LIGHT] * self._aims.lamp_density(stops.cell[met], triangle[met], far[met], leaving)
            part = density[met] / (density[met] + aimed)
            found[stops.alive[met], LAMP_LIGHT] += stops.weight[met] * self.meshes.glow[triangle[met]] * part[:, None]
        flat = np.where(back[:, None], -flat, flat)
        place = stops.at + ways * far[:, None] + flat * np.float32(SKIN_M)
        weight = stops.weight * self.meshes.albedo[triangle]
        return Stops(place, flat, flat, self._cells.cell_of(place, flat), weight, stops.alive), back

    def _strayed(
        self, stops: Stops, ways: Floats, triangle: Ints, density: Floats, found: Floats, share: Floats
    ) -> None:
        """Paths have left the space: by an opening they see the day; by a crack in the walls they see nothing."""
        gone = np.flatnonzero((triangle < 0) | (self.meshes.roof[triangle] >= 0))
        if not len(gone):
            return
        at, ways = stops.at[gone], ways[gone]
        light = self._outdoors.seen(at, ways, triangle[gone])
        aimed = share[DAY_LIGHT] * self._aims.out_density(stops.cell[gone], at, ways)
        part = density[gone] / (density[gone] + aimed)
        found[stops.alive[gone], DAY_LIGHT] += stops.weight[gone] * light * part[:, None]

    def _sunlit(
        self,
        stops: Stops,
        ways: Floats,
        far: Floats,
        density: Floats,
        found: Floats,
        share: float,
        random: np.random.Generator,
    ) -> None:
        """Adds the sun's own light where paths have come along `ways`, aimed at such spots as often as `share`."""
        facing = stops.normals @ self._outdoors.towards
        u, v = random.random((2, len(facing)), np.float32)
        seen = self._outdoors.sun(stops.at, facing > 0, (u, v)) * np.maximum(facing, 0)
        lit = np.flatnonzero(seen > 0)
        if len(lit):
            sun = self.meshes.daylight.sun / np.float32(np.pi)
            leaving = -dot(ways[lit], stops.normals[lit])
            aimed = np.float32(share) * self._aims.sunlit_density(facing[lit], far[lit], leaving)
            part = density[lit] / (density[lit] + aimed)
            found[stops.alive[lit], DAY_LIGHT] += stops.weight[lit] * sun * (seen[lit] * part)[:, None]


def fresh(count: int, seed: tuple[int, ...]) -> tuple[NDArray[np.uint32], np.random.Generator]:
    """Words to scramble pairs of numbers for `count` places, and a generator; both follow from `seed` alone."""
    random = np.random.default_rng(seed)
    return scrambles(count, PAIRS, random), random
