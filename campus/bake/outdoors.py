"""What is outside, as rays from within see it: the sun's disc, the sky, and walls that stand in their light."""

from __future__ import annotations

import numpy as np

from campus.bake.daylight import SUN_RADIUS
from campus.bake.rays import SKIN_M, Bools, Floats, Ints, Rays, dot, normals_of
from campus.bake.sampling import framed
from campus.bake.world import Meshes

GLASS_LETS = 0.78
"""Of the light, two panes of clear glass."""
_EDGE_M = 5e-3


class Outdoors:
    """The day, seen through the openings of a space or, where it lies open, all around.

    Args:
        meshes: the space.
        solid: its triangles, for rays.

    Attributes:
        glass: panes, for rays.
        towards: unit vector to the sun.
        sunny: whether the sun shines at all.
    """

    def __init__(self, meshes: Meshes, solid: Rays) -> None:
        self.meshes, self._solid = meshes, solid
        self.glass = Rays(meshes.glass)
        self.towards = meshes.daylight.towards
        self.sunny = bool(meshes.daylight.sun.any())
        self._normals, _ = normals_of(meshes.corners)
        one, zero, s = np.ones(1, np.float32), np.zeros(1, np.float32), self.towards[None]
        self._across = framed(s, one, zero, zero)[0], framed(s, zero, one, zero)[0]

    def seen(self, at: Floats, ways: Floats, triangle: Ints, *, passed: bool = False) -> Floats:
        """(n, 3) radiance of what is outside along rays that met `triangle` first; nothing where that is within.

        Args:
            at: (n, 3) metres.
            ways: (n, 3) unit vectors.
            triangle: (n,) -1 for none.
            passed: whether it is known that all of them leave by an opening.
        """
        meshes = self.meshes
        light = np.zeros((len(at), 3), np.float32)
        free = triangle < 0
        free_or_far = free | (meshes.roof[triangle] >= 0)
        if meshes.hull is not None and not passed:
            free_or_far &= self._gets_out(at, ways)
        ask = np.flatnonzero(free_or_far)
        if not len(ask):
            return light
        sky = free[ask]
        light[ask[sky]] = meshes.daylight.seen(ways[ask[sky]])
        stone = ask[~sky]
        if len(stone):
            light[stone] = self._walls(at[stone], ways[stone], triangle[stone])
        light[ask] *= self.through(at[ask], ways[ask])[:, None]
        return light

    def sun(self, at: Floats, ask: Bools, numbers: tuple[Floats, Floats]) -> Floats:
        """(n,) how much of a point of the sun's disc comes through; 0 where it is not asked for (n,)."""
        out = np.zeros(len(at), np.float32)
        if not self.sunny:
            return out
        asked = np.flatnonzero(ask)
        right, up = self._across
        radius, turn = np.sqrt(numbers[0][asked]) * np.float32(SUN_RADIUS), np.float32(2 * np.pi) * numbers[1][asked]
        ways = self.towards + (radius * np.cos(turn))[:, None] * right + (radius * np.sin(turn))[:, None] * up
        ways = (ways / np.linalg.norm(ways, axis=1)[:, None]).astype(np.float32)
        if self.meshes.hull is not None and len(asked):
            way_out = self._gets_out(at[asked], ways)
            asked, ways = asked[way_out], ways[way_out]
        if not len(asked):
            return out
        clear = ~self._solid.blocked(at[asked], ways)
        asked, ways = asked[clear], ways[clear]
        out[asked] = self.through(at[asked], ways)
        return out

    def through(self, at: Floats, ways: Floats) -> Floats:
        """(n,) share of the light that panes let through."""
        if not len(self.meshes.glass) or not len(at):
            return np.ones(len(at), np.float32)
        return np.where(self.glass.blocked(at, ways), np.float32(GLASS_LETS), np.float32(1))

    def _walls(self, at: Floats, ways: Floats, triangle: Ints) -> Floats:
        """(n, 3) radiance of what stands outside: in the sun or not, under its share of sky, over pale ground."""
        meshes, day = self.meshes, self.meshes.daylight
        normal = self._normals[triangle]
        normal = np.where((dot(normal, ways) > 0)[:, None], -normal, normal)
        corners = meshes.corners[triangle]
        # Where the ray meets the triangle's plane.
        far = dot(corners[:, 0] - at, normal) / np.minimum(dot(ways, normal), -1e-6)
        place = at + ways * far[:, None] + normal * np.float32(10 * SKIN_M)
        facing = normal @ self.towards
        lit = np.flatnonzero(facing > 0)
        light = (meshes.roof[triangle] * (0.5 + 0.5 * normal[:, 2]))[:, None] * day.sky_lux
        light += (meshes.roof[triangle] * (0.5 - 0.5 * normal[:, 2]))[:, None] * (day.ground * np.float32(np.pi))
        if len(lit):
            towards = np.tile(self.towards, (len(lit), 1))
            clear = ~self._solid.blocked(place[lit], towards)
            light[lit] += (facing[lit] * clear)[:, None] * day.sun
        return np.asarray(meshes.albedo[triangle] * light / np.float32(np.pi), np.float32)

    def _gets_out(self, at: Floats, ways: Floats) -> Bools:
        """(n,) whether a ray leaves the walls by an opening, or starts outside of them."""
        assert self.meshes.hull is not None
        low, high = self.meshes.hull
        edge = np.float32(_EDGE_M)
        outdoors = ((at < low + edge) | (at > high - edge)).any(1)
        return np.asarray(outdoors | self.meshes.portals.crossed(at, ways).any(1))
