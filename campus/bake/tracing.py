"""Paths of light, many at once: from where light is wanted, backwards, to lamps, screens, sun and sky.

At every stop a lamp (or a screen, or an opening to the sky) is aimed at, the sun's disc too, and the path goes on in a
direction chosen by the cosine; what both ways can find is shared between them by the balance heuristic (Veach 1997).
Which lamp is aimed at is read from a coarse grid that knows how much of each lamp arrives where, walls included.
Everything is matt, as lightmaps are; panes of glass take their share; a path ends by Russian roulette.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.aiming import Cells, Choice
from campus.bake.daylight import SUN_RADIUS
from campus.bake.rays import SKIN_M, Bools, Floats, Ints, Rays, dot, normals_of
from campus.bake.sampling import framed, over_hemisphere, points, scrambles
from campus.bake.sources import LAMP, SCREEN
from campus.bake.world import Meshes

DAY_LIGHT, LAMP_LIGHT, SCREEN_LIGHT = 0, 1, 2
"""Columns of what is gathered."""
LIGHTS = 3
SPOTS = 60_000
"""Of the sun's beam through the openings."""
GLASS_LETS = 0.78
"""Of the light, two panes of clear glass."""
MOST_STOPS = 48
"""A path is cut after so many; in a room all of the whitest paint 0.6 % of the light is left by then."""
ROULETTE_FROM = 2
"""From this stop on a path goes on only as often as it still matters."""
NEAREST_M = 0.02
"""Nearer to a lamp than this, its light is taken as from here: no sample may outweigh all others together."""


@dataclass(frozen=True, eq=False)
class _Beam:
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


class Tracer:
    """Follows paths among meshes.

    Attributes:
        rays: how many were cast so far.
    """

    def __init__(self, meshes: Meshes, bounds: Floats, *, seed: int = 0) -> None:
        """Builds the accelerating structures and the tables of what arrives where, within `bounds` (2, 3)."""
        self.meshes = meshes
        self.solid = Rays(meshes.corners)
        self.glass = Rays(meshes.glass)
        self.normals, _ = normals_of(meshes.corners)
        self.enclosed = meshes.hull is not None
        self._cells = Cells(bounds, self.solid)
        random = np.random.default_rng((seed, 12))
        self._lamps = self._cells.of_emitters(meshes.emitters, LAMP, random)
        self._screens = self._cells.of_emitters(meshes.emitters, SCREEN, random)
        self._portals = self._cells.of_portals(meshes.portals, random) if self.enclosed else None
        self._sun_frame = self._around_sun()
        self._beam = self._sunbeam(random) if self.enclosed else None

    @property
    def rays(self) -> int:
        """How many were cast so far."""
        return self.solid.cast + self.glass.cast

    # What is wanted

    def gathered(
        self,
        at: Floats,
        normals: Floats,
        flat: Floats,
        index: NDArray[np.uint32],
        scramble: NDArray[np.uint32],
        samples: int,
        random: np.random.Generator,
    ) -> Floats:
        """One sample each of the irradiance of n places, the sun's own disc left out.

        Args:
            at: (n, 3) metres.
            normals: (n, 3) unit vectors that the surface is shaded by.
            flat: (n, 3) unit vectors of its triangles.
            index: (n,) which of its samples this is for each place.
            scramble: (n, 3, 3) words for three pairs of numbers; see `sampling.points`.
            samples: how many each place takes.
            random: for everything after the first stop.

        Returns:
            (n, LIGHTS, 3) lux.
        """
        count = len(at)
        found = np.zeros((count, LIGHTS, 3), np.float32)
        alive = np.arange(count)
        weight: Floats = np.full((count, 3), np.pi, np.float32)
        place = at + flat * np.float32(SKIN_M)
        cell = self._cells.cell_of(place, flat)
        # The first stop: all sources are aimed at, evenly.
        numbers = [points(index, scramble[:, pair], samples) for pair in range(3)]
        self._aim(LAMP_LIGHT, place, normals, flat, cell, weight, alive, found, 1.0, numbers[1], random)
        self._aim(SCREEN_LIGHT, place, normals, flat, cell, weight, alive, found, 1.0, numbers[2], random)
        self._aim(DAY_LIGHT, place, normals, flat, cell, weight, alive, found, 1.0, numbers[2][::-1], random)
        self._aim_at_sun_patch(place, normals, flat, weight, alive, found, random)
        share = np.ones(LIGHTS, np.float32)
        ways = over_hemisphere(normals, *numbers[0])
        for stop in range(1, MOST_STOPS + 1):
            # A shading normal may send a ray into its own triangle: nothing comes from there.
            below = dot(ways, flat) <= 0
            density = np.maximum(dot(ways, normals), 0) / np.float32(np.pi)
            if below.any():
                good = ~below
                place, ways, flat, cell, density = place[good], ways[good], flat[good], cell[good], density[good]
                weight, alive = weight[good], alive[good]
            if not len(alive):
                break
            triangle, far = self.solid.first(place, ways)
            self._strayed(place, ways, triangle, cell, density, weight, alive, found, share)
            inside = (triangle >= 0) & (self.meshes.roof[triangle] < 0)
            if not inside.any():
                break
            place, ways, far, triangle = place[inside], ways[inside], far[inside], triangle[inside]
            weight, alive, cell, density = weight[inside], alive[inside], cell[inside], density[inside]
            flat = self.normals[triangle]
            back = dot(flat, ways) > 0
            self._shone(triangle, ~back, far, ways, flat, cell, density, weight, alive, found, share)
            flat = np.where(back[:, None], -flat, flat)
            weight = weight * self.meshes.albedo[triangle]
            place = place + ways * far[:, None] + flat * np.float32(SKIN_M)
            self._sunlit(place, flat, ways, far, density, weight, alive, found, random)
            if stop >= ROULETTE_FROM:
                going = np.minimum(weight.max(1) / np.float32(np.pi), np.float32(0.95))
                on = random.random(len(going), np.float32) < going
                weight = weight[on] / going[on, None]
                place, flat, alive = place[on], flat[on], alive[on]
                if not len(alive):
                    break
            normals = flat
            cell = self._cells.cell_of(place, flat)
            self._aim_at_sun_patch(place, flat, flat, weight, alive, found, random)
            share = self._aim_one(place, flat, cell, weight, alive, found, random)
            u, v = random.random((2, len(place)), np.float32)
            ways = over_hemisphere(flat, u, v)
        return found

    def sun_seen(self, at: Floats, normals: Floats, flat: Floats, numbers: tuple[Floats, Floats]) -> Floats:
        """(n,) whether a point of the sun's disc is seen, glass taken off; 0 for what looks away from it."""
        return self._sun(at + flat * np.float32(SKIN_M), np.minimum(normals @ self._s, flat @ self._s) > 0, numbers)

    def seen(self, at: Floats, ways: Floats) -> tuple[Ints, Floats, Floats]:
        """What rays see: (n,) triangle of the space or -1, (n,) distance, (n, 3) what shines there or from outside."""
        triangle, far = self.solid.first(at, ways)
        light = self._day(at, ways, triangle)
        inside = (triangle >= 0) & (self.meshes.roof[triangle] < 0)
        facing = dot(self.normals[triangle], ways) < 0
        light = np.where((inside & facing)[:, None], self.meshes.glow[triangle], light)
        return np.where(inside, triangle, -1).astype(np.int32), far, light.astype(np.float32)

    # Sources

    def _aim(
        self,
        light: int,
        at: Floats,
        normals: Floats,
        flat: Floats,
        cell: Ints,
        weight: Floats,
        alive: NDArray[np.int64],
        found: Floats,
        share: float,
        numbers: tuple[Floats, Floats],
        random: np.random.Generator,
    ) -> None:
        """Aims at one source of a light from each place, and adds what arrives."""
        if light == DAY_LIGHT:
            if self._portals is not None:
                self._aim_out(self._portals, at, normals, flat, cell, weight, alive, found, share, numbers, random)
            return
        choice = self._lamps if light == LAMP_LIGHT else self._screens
        if choice is None or not len(at):
            return
        emitters = self.meshes.emitters
        u = random.random(len(at), np.float32)
        emitter, often = choice.drawn(cell, u)
        triangle, target = emitters.aimed(emitter, random.random(len(at), np.float32), *numbers)
        to = target - at
        squared = np.maximum(dot(to, to), np.float32(NEAREST_M**2))
        far = np.sqrt(squared)
        ways = to / far[:, None]
        facing = dot(ways, normals)
        leaving = -dot(ways, emitters.normal[triangle])
        ask = np.flatnonzero((facing > 0) & (leaving > 1e-4) & (dot(ways, flat) > 0))
        if not len(ask):
            return
        clear = ~self.solid.blocked(at[ask], ways[ask], np.maximum(far[ask] - np.float32(2 * SKIN_M), 0))
        ask = ask[clear]
        per_area = often[ask] * emitters.share[triangle[ask]] / np.maximum(emitters.area[triangle[ask]], 1e-12)
        density = share * per_area * squared[ask] / leaving[ask]
        other = np.where(emitters.seen[emitter[ask]], facing[ask] / np.float32(np.pi), np.float32(0))
        arrives = emitters.radiance[triangle[ask]] * (facing[ask] / (density + other))[:, None]
        found[alive[ask], light] += weight[ask] * arrives / np.float32(np.pi)

    def _aim_out(
        self,
        choice: Choice,
        at: Floats,
        normals: Floats,
        flat: Floats,
        cell: Ints,
        weight: Floats,
        alive: NDArray[np.int64],
        found: Floats,
        share: float,
        numbers: tuple[Floats, Floats],
        random: np.random.Generator,
    ) -> None:
        """Aims through one opening from each place at whatever is outside."""
        if not len(at):
            return
        portals = self.meshes.portals
        portal, often = choice.drawn(cell, random.random(len(at), np.float32))
        half = portals.half[portal]
        x, y = (2 * numbers[0] - 1) * half[:, 0], (2 * numbers[1] - 1) * half[:, 1]
        to = portals.centre[portal] + portals.right[portal] * x[:, None] + portals.up[portal] * y[:, None] - at
        squared = np.maximum(dot(to, to), np.float32(NEAREST_M**2))
        ways = to / np.sqrt(squared)[:, None]
        facing, leaving = dot(ways, normals), dot(ways, portals.out[portal])
        ask = np.flatnonzero((facing > 0) & (leaving > 1e-4) & (dot(ways, flat) > 0))
        if not len(ask):
            return
        triangle, _ = self.solid.first(at[ask], ways[ask])
        light = self._day(at[ask], ways[ask], triangle, passed=True)
        density = share * often[ask] * squared[ask] / (leaving[ask] * 4 * half[ask, 0] * half[ask, 1])
        arrives = light * (facing[ask] / (density + facing[ask] / np.float32(np.pi)))[:, None]
        found[alive[ask], DAY_LIGHT] += weight[ask] * arrives / np.float32(np.pi)

    def _aim_one(
        self,
        at: Floats,
        normals: Floats,
        cell: Ints,
        weight: Floats,
        alive: NDArray[np.int64],
        found: Floats,
        random: np.random.Generator,
    ) -> Floats:
        """After the first stop: each place aims at one light only, drawn; returns how often each is."""
        there = np.array(
            [self._portals is not None, self._lamps is not None, self._screens is not None], np.float32
        ) * np.array((2, 2, 1), np.float32)
        if not there.any():
            return np.zeros(LIGHTS, np.float32)
        share = there / there.sum()
        drawn = np.searchsorted(np.cumsum(share)[:-1], random.random(len(at), np.float32), side="right")
        for light in range(LIGHTS):
            mine = np.flatnonzero(drawn == light)
            if len(mine):
                u, v = random.random((2, len(mine)), np.float32)
                self._aim(
                    light, at[mine], normals[mine], normals[mine], cell[mine], weight[mine], alive[mine], found,
                    float(share[light]), (u, v), random,
                )  # fmt: skip
        return np.asarray(share, np.float32)

    def _shone(
        self,
        triangle: Ints,
        front: Bools,
        far: Floats,
        ways: Floats,
        flat: Floats,
        cell: Ints,
        density: Floats,
        weight: Floats,
        alive: NDArray[np.int64],
        found: Floats,
        share: Floats,
    ) -> None:
        """A path has come upon something that shines."""
        emitter = self.meshes.emitter[triangle]
        met = np.flatnonzero((emitter >= 0) & front)
        if not len(met) or self._lamps is None:
            return
        leaving = np.maximum(-dot(ways[met], flat[met]), 1e-4)
        often = self._lamps.often[cell[met], emitter[met]] * share[LAMP_LIGHT]
        aimed = often * self.meshes.pdf[triangle[met]] * far[met] ** 2 / leaving
        part = density[met] / (density[met] + aimed)
        found[alive[met], LAMP_LIGHT] += weight[met] * self.meshes.glow[triangle[met]] * part[:, None]

    def _strayed(
        self,
        at: Floats,
        ways: Floats,
        triangle: Ints,
        cell: Ints,
        density: Floats,
        weight: Floats,
        alive: NDArray[np.int64],
        found: Floats,
        share: Floats,
    ) -> None:
        """A path has left the space: by an opening it sees the day; by a crack in the walls it sees nothing."""
        gone = np.flatnonzero((triangle < 0) | (self.meshes.roof[triangle] >= 0))
        if not len(gone):
            return
        at, ways = at[gone], ways[gone]
        part = np.ones(len(gone), np.float32)
        light = self._day(at, ways, triangle[gone])
        if self._portals is not None:
            portals = self.meshes.portals
            crossed = portals.crossed(at, ways)
            leaving = np.maximum(ways @ portals.out.T, 1e-6)
            reach = (dot(portals.centre, portals.out) - at @ portals.out.T) / leaving
            often = self._portals.often[cell[gone]] * share[DAY_LIGHT]
            each = often * reach**2 / (leaving * 4 * portals.half[:, 0] * portals.half[:, 1])
            aimed = np.where(crossed, each, np.float32(0)).sum(1)
            part = density[gone] / (density[gone] + aimed)
        found[alive[gone], DAY_LIGHT] += weight[gone] * light * part[:, None]

    def _day(self, at: Floats, ways: Floats, triangle: Ints, *, passed: bool = False) -> Floats:
        """(n, 3) radiance of what is outside along rays that met `triangle` first; nothing where that is within."""
        meshes = self.meshes
        light = np.zeros((len(at), 3), np.float32)
        free = triangle < 0
        free_or_far = free | (meshes.roof[triangle] >= 0)
        if self.enclosed and not passed:
            free_or_far &= self._gets_out(at, ways)
        ask = np.flatnonzero(free_or_far)
        if not len(ask):
            return light
        sky = free[ask]
        light[ask[sky]] = meshes.daylight.seen(ways[ask[sky]])
        stone = ask[~sky]
        if len(stone):
            light[stone] = self._walls(at[stone], ways[stone], triangle[stone])
        if len(meshes.glass):
            light[ask] *= np.where(self.glass.blocked(at[ask], ways[ask]), np.float32(GLASS_LETS), 1)[:, None]
        return light

    def _walls(self, at: Floats, ways: Floats, triangle: Ints) -> Floats:
        """(n, 3) radiance of what stands outside: in the sun or not, under its share of sky, over pale ground."""
        meshes, day = self.meshes, self.meshes.daylight
        normal = self.normals[triangle]
        normal = np.where((dot(normal, ways) > 0)[:, None], -normal, normal)
        corners = meshes.corners[triangle]
        # Where the ray meets the triangle's plane.
        far = dot(corners[:, 0] - at, normal) / np.minimum(dot(ways, normal), -1e-6)
        place = at + ways * far[:, None] + normal * np.float32(10 * SKIN_M)
        facing = normal @ self._s
        lit = np.flatnonzero(facing > 0)
        light = (meshes.roof[triangle] * (0.5 + 0.5 * normal[:, 2]))[:, None] * day.sky_lux
        light += (meshes.roof[triangle] * (0.5 - 0.5 * normal[:, 2]))[:, None] * (day.ground * np.float32(np.pi))
        if len(lit):
            towards = np.tile(self._s, (len(lit), 1))
            clear = ~self.solid.blocked(place[lit], towards)
            light[lit] += (facing[lit] * clear)[:, None] * day.sun
        return np.asarray(meshes.albedo[triangle] * light / np.float32(np.pi), np.float32)

    def _sunlit(
        self,
        at: Floats,
        normals: Floats,
        ways: Floats,
        far: Floats,
        density: Floats,
        weight: Floats,
        alive: NDArray[np.int64],
        found: Floats,
        random: np.random.Generator,
    ) -> None:
        """Adds the sun's own light at a stop, which was come upon along `ways`."""
        facing = normals @ self._s
        u, v = random.random((2, len(at)), np.float32)
        seen = self._sun(at, facing > 0, (u, v)) * np.maximum(facing, 0)
        lit = np.flatnonzero(seen > 0)
        if len(lit):
            sun = self.meshes.daylight.sun / np.float32(np.pi)
            part: Floats = np.ones(len(lit), np.float32)
            if self._beam is not None:
                leaving = np.maximum(-dot(ways[lit], normals[lit]), np.float32(1e-4))
                aimed = facing[lit] * far[lit] ** 2 / (np.float32(self._beam.area) * leaving)
                part = density[lit] / (density[lit] + aimed)
            found[alive[lit], DAY_LIGHT] += weight[lit] * sun * (seen[lit] * part)[:, None]

    def _aim_at_sun_patch(
        self,
        at: Floats,
        normals: Floats,
        flat: Floats,
        weight: Floats,
        alive: NDArray[np.int64],
        found: Floats,
        random: np.random.Generator,
    ) -> None:
        """Aims from each place at a spot that the sun shines on, and adds what that spot throws back."""
        beam = self._beam
        if beam is None or not len(at):
            return
        spot = random.integers(0, len(beam.places), len(at))
        to = beam.places[spot] - at
        squared = np.maximum(dot(to, to), np.float32(NEAREST_M**2))
        far = np.sqrt(squared)
        ways = to / far[:, None]
        facing, leaving = dot(ways, normals), -dot(ways, beam.normals[spot])
        ask = np.flatnonzero((facing > 0) & (leaving > 1e-4) & (dot(ways, flat) > 0) & beam.lit[spot])
        if not len(ask):
            return
        ask = ask[~self.solid.blocked(at[ask], ways[ask], np.maximum(far[ask] - np.float32(3 * SKIN_M), 0))]
        spot = spot[ask]
        density = beam.rise[spot] * squared[ask] / (np.float32(beam.area) * leaving[ask])
        arrives = beam.radiance[spot] * (facing[ask] / (density + facing[ask] / np.float32(np.pi)))[:, None]
        found[alive[ask], DAY_LIGHT] += weight[ask] * arrives / np.float32(np.pi)

    def _sunbeam(self, random: np.random.Generator) -> _Beam | None:
        """Where the sun's beam through the openings falls; None where it falls nowhere."""
        portals = self.meshes.portals
        across = np.maximum(portals.out @ self._s, 0) * 4 * portals.half[:, 0] * portals.half[:, 1]
        area = float(across.sum())
        if area <= 0 or not self.meshes.daylight.sun.any():
            return None
        portal = np.repeat(np.arange(len(across)), np.round(SPOTS * across / area).astype(int))
        x, y = 2 * random.random((2, len(portal), 1), np.float32) - 1
        half = portals.half[portal]
        at = portals.centre[portal] + portals.right[portal] * half[:, :1] * x + portals.up[portal] * half[:, 1:] * y
        inwards = np.tile(-self._s, (len(at), 1))
        free = ~self.solid.blocked(at - inwards * np.float32(SKIN_M), -inwards)
        triangle, far = self.solid.first(at, inwards)
        lit = free & (triangle >= 0) & (self.meshes.roof[triangle] < 0)
        place = at + inwards * np.where(lit, far, np.float32(0))[:, None]
        normal = self.normals[triangle]
        normal = np.where((normal @ self._s < 0)[:, None], -normal, normal)
        rise = np.maximum(normal @ self._s, np.float32(1e-6))
        through: Floats = np.ones(len(at), np.float32)
        if len(self.meshes.glass):
            behind = self.glass.blocked(place + normal * np.float32(SKIN_M), -inwards)
            through = np.where(behind, np.float32(GLASS_LETS), through)
        radiance = (
            self.meshes.albedo[triangle] * (rise * through)[:, None] * self.meshes.daylight.sun / np.float32(np.pi)
        )
        if not lit.any():
            return None
        return _Beam(place + normal * np.float32(SKIN_M), normal, rise, radiance.astype(np.float32), lit, area)

    def _sun(self, at: Floats, ask: Bools, numbers: tuple[Floats, Floats]) -> Floats:
        """(n,) how much of a point of the sun's disc comes through."""
        out = np.zeros(len(at), np.float32)
        if not self.meshes.daylight.sun.any():
            return out
        asked = np.flatnonzero(ask)
        right, up = self._sun_frame
        radius, turn = np.sqrt(numbers[0][asked]) * np.float32(SUN_RADIUS), np.float32(2 * np.pi) * numbers[1][asked]
        ways = self._s + (radius * np.cos(turn))[:, None] * right + (radius * np.sin(turn))[:, None] * up
        ways = (ways / np.linalg.norm(ways, axis=1)[:, None]).astype(np.float32)
        if self.enclosed and len(asked):
            way_out = self._gets_out(at[asked], ways)
            asked, ways = asked[way_out], ways[way_out]
        if not len(asked):
            return out
        clear = ~self.solid.blocked(at[asked], ways)
        asked, ways = asked[clear], ways[clear]
        through = np.ones(len(asked), np.float32)
        if len(self.meshes.glass) and len(asked):
            through = np.where(self.glass.blocked(at[asked], ways), np.float32(GLASS_LETS), np.float32(1))
        out[asked] = through
        return out

    @property
    def _s(self) -> Floats:
        return self.meshes.daylight.towards

    def _gets_out(self, at: Floats, ways: Floats) -> Bools:
        """(n,) whether a ray leaves the walls by an opening, or starts outside of them."""
        assert self.meshes.hull is not None
        low, high = self.meshes.hull
        edge = np.float32(5e-3)
        outdoors = ((at < low + edge) | (at > high - edge)).any(1)
        return np.asarray(outdoors | self.meshes.portals.crossed(at, ways).any(1))

    def _around_sun(self) -> tuple[Floats, Floats]:
        one, zero = np.ones(1, np.float32), np.zeros(1, np.float32)
        s = self._s[None]
        return framed(s, one, zero, zero)[0], framed(s, zero, one, zero)[0]


def fresh(count: int, seed: tuple[int, ...]) -> tuple[NDArray[np.uint32], np.random.Generator]:
    """Words to scramble three pairs of numbers for `count` places, and a generator; both follow from `seed` alone."""
    random = np.random.default_rng(seed)
    return scrambles(count, 3, random), random
