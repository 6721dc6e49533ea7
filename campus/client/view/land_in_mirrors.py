"""What a space's own picture of itself shows through its openings: the land that is drawn there, and shade.

The baker knows no such land: behind a porch it sees bare ground and sky, and a looking-glass that shows that porch
would be a plate of one colour. Of another space's shade it knows the sky's part alone: an arcade seen through an arch
would be blue, where sunlit walls and paving warm it. Owns nothing but that; floors are too blunt to show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.cubes import cube
from campus.bake.encoding import luminance
from campus.client.view.backdrop import OUTSIDE_SKY, OUTSIDE_SUN, OVER_ONES_HEAD_M, SKY, Backdrop
from campus.client.view.far_land import SCENES
from campus.client.view.kept import kept, source_of
from campus.client.view.light import MID_TONE
from campus.client.view.shading import linear
from campus.scene.model import Material
from campus.space.model import Space, View

Floats = NDArray[np.float32]

RAYS = 4
"""Through each pixel; a square."""
AT_ONCE = 128
"""Rays that are asked together: a few megabytes."""
DEEP_M = 0.8
"""A window's frame and bars lie so near its wall's face."""
SUNNY = 0.7
"""Of what turns to the sun, so much lies in it."""
GROUND, ABOVE = (0.50, 0.44, 0.36), (0.80, 0.92, 1.05)
"""The light of the sky on what looks down and up, as `surface.frag` has it."""
AIR = (0.0009, 0.00102, 0.0013)
"""A metre of air hides so much; as `surface.frag` has it."""
HAZE = (0.75, 0.85, 1.0)
SHADE, SKY_FROM = 1.2, 1.8
"""Light in the renderer's units: what is darker than the first is no sky, what is brighter than the second may be."""
WARMED = 0.8
"""Of a bluish shade's hue, so much becomes that of the space itself."""


@dataclass(frozen=True, eq=False)
class Land:
    """What of the sharpest picture is land.

    Attributes:
        share: (6, n, n, 1) of each pixel.
        light: (6, n, n, 3) times that share, by day, in the renderer's units.
        beyond: (6, n, n, 1) of each pixel, what is seen through openings to other spaces.
    """

    share: Floats
    light: Floats
    beyond: Floats

    def on(self, day: Floats) -> Floats:
        """The sharpest picture (6, n, n, 3) by day, in the renderer's units, with land and warmer shade."""
        hue = np.median(day, axis=(0, 1, 2))
        lights = luminance(day)[..., None]
        bluish = np.clip(4 * day[..., 2:] / np.maximum(day[..., :1], 1e-4) - 3, 0, 1)
        dark = np.clip((SKY_FROM - lights) / (SKY_FROM - SHADE), 0, 1)
        warm = lights * (hue / max(float(luminance(hue[None])[0]), 1e-4))
        shown = day + (WARMED * self.beyond * bluish * dark) * (warm - day)
        return np.asarray(shown * (1 - self.share) + self.light, np.float32)


def land_in_mirrors(
    space: Space, outside: Sequence[Backdrop], towards_sun: tuple[float, float, float], at: Sequence[float], size: int
) -> Land | None:
    """What a cube of pictures shows through openings; None where all are over one's head or have doors.

    Args:
        space: as compiled.
        outside: the land that is drawn outside its openings.
        towards_sun: at the hour that the campus is painted at.
        at: from where the cube was seen, metres.
        size: of one picture, pixels.
    """
    lands = SCENES.keys() - {"garden"}  # which is a space of its own, and the baker saw it
    doors = {portal.id for portal in space.portals.values() if portal.door}
    low = [v for v in space.views if v.at[2] - v.size[1] / 2 < OVER_ONES_HEAD_M and v.node not in doors]
    windows = [view for view in low if view.shows in lands]
    if not low:
        return None

    def make() -> Mapping[str, NDArray[np.generic]]:
        ways = cube(size, RAYS).reshape(-1, 3)
        met, light = np.zeros(len(ways), np.bool_), np.zeros((len(ways), 3), np.float32)
        for window in windows:
            which = _through(window, np.asarray(at), ways)
            if not len(which):
                continue
            bars = np.array(
                [space.materials[n].opacity >= 1 if n in space.materials else True for n in space.mesh.materials]
            )
            frame = space.mesh.corners()[_about(window, space.mesh.corners()) & bars[space.mesh.material]]
            near, _ = _nearest(frame - at, ways[which], window)
            for land in outside:
                far, triangle = _nearest(land.mesh.corners() - at, ways[which], window)
                seen = (far < near) & (far < np.inf)
                near = np.where(seen, far, near)
                met[which] |= seen
                light[which[seen]] = _lit(land, triangle[seen], far[seen], ways[which[seen]], towards_sun, space)
        beyond = np.zeros(len(ways), np.bool_)
        for opening in low:
            if opening not in windows:
                beyond[_through(opening, np.asarray(at), ways)] = True
        share, behind = (a.reshape(6, size, size, RAYS, 1).mean(3, dtype=np.float32) for a in (met, beyond))
        return {
            "share": share,
            "beyond": behind,
            "light": light.reshape(6, size, size, RAYS, 3).mean(3, dtype=np.float32),
        }

    shapes = [space.mesh.positions, *(land.mesh.positions for land in outside)]
    told = repr((size, tuple(at), towards_sun, space.sun.colour, low))
    found = kept(f"land-{space.id}", (source_of(__file__), told, *(shape.tobytes() for shape in shapes)), make)
    return Land(found["share"], found["light"], found["beyond"])


def _axes(window: View) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    turn = np.deg2rad(window.heading)
    return np.array([np.cos(turn), np.sin(turn), 0.0]), np.array([-np.sin(turn), np.cos(turn), 0.0])


def _through(window: View, at: NDArray[np.floating], ways: Floats) -> NDArray[np.intp]:
    """Which of the rays from a place go out through a window."""
    right, out = _axes(window)
    ahead = ways @ out
    reach = (np.array(window.at) - at) @ out / np.where(ahead > 0.05, ahead, np.inf)
    aside = ways * reach[:, None] + at - np.array(window.at)
    inside = (np.abs(aside @ right) < window.size[0] / 2) & (np.abs(aside[:, 2]) < window.size[1] / 2)
    return np.flatnonzero((reach > 0) & inside)


def _about(window: View, corners: Floats) -> NDArray[np.bool_]:
    """(m,) which triangles may stand in a window."""
    right, out = _axes(window)
    half = np.abs(right) * window.size[0] / 2 + np.abs(out) * DEEP_M + np.array([0, 0, window.size[1] / 2])
    low, high = np.array(window.at) - half, np.array(window.at) + half
    return np.asarray(((corners.min(1) <= high) & (corners.max(1) >= low)).all(1))


def _nearest(corners: Floats, ways: Floats, window: View) -> tuple[Floats, NDArray[np.intp]]:
    """(n,) how far along each ray from the origin it meets the first of some triangles (m, 3, 3), and which.

    Looked at in the window's plane, where both are flat: a triangle's depth there is one over something linear.
    """
    right, out = _axes(window)
    deep = corners @ out
    ahead = ways @ out
    u, v = ways @ right / ahead, ways[:, 2] / ahead
    before = np.flatnonzero(deep.min(1, initial=np.inf) > 0.1)
    x, y = corners[before] @ right / deep[before], corners[before, :, 2] / deep[before]
    may = (x.min(1) < u.max()) & (x.max(1) > u.min()) & (y.min(1) < v.max()) & (y.max(1) > v.min())
    before, x, y = before[may], x[may].astype(np.float32), y[may].astype(np.float32)
    nearer = (1 / deep[before]).astype(np.float32)
    area = (x[:, 1] - x[:, 0]) * (y[:, 2] - y[:, 0]) - (x[:, 2] - x[:, 0]) * (y[:, 1] - y[:, 0])
    area = np.where(np.abs(area) < 1e-12, np.inf, area)
    found, which = np.full(len(ways), np.inf, np.float32), np.zeros(len(ways), np.intp)
    for first in range(0, len(ways) if len(before) else 0, AT_ONCE):
        some = slice(first, first + AT_ONCE)
        dx, dy = x - u[some, None, None].astype(np.float32), y - v[some, None, None].astype(np.float32)
        weights = [(dx[..., b] * dy[..., c] - dx[..., c] * dy[..., b]) / area for b, c in ((1, 2), (2, 0), (0, 1))]
        inside = np.minimum(np.minimum(weights[0], weights[1]), weights[2]) >= 0
        depth = np.where(inside, sum(w * nearer[:, k] for k, w in enumerate(weights)), 0)
        best = depth.argmax(axis=1)
        most = depth[np.arange(len(best)), best]
        found[some] = np.where(most > 0, 1 / np.maximum(most, 1e-9) / ahead[some], np.inf)
        which[some] = before[best]
    return found, which


def _lit(
    land: Backdrop,
    triangle: NDArray[np.intp],
    far: Floats,
    ways: Floats,
    towards_sun: tuple[float, float, float],
    space: Space,
) -> Floats:
    """(n, 3) the light of land where rays meet it, in the renderer's units."""
    corners = land.mesh.corners()[triangle]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    normal *= -np.sign((normal * ways).sum(1, keepdims=True))
    albedo = np.array([_colour(land.materials.get(name)) for name in land.mesh.materials])[land.mesh.material[triangle]]
    above = (0.5 + 0.5 * normal[:, 2:]).astype(np.float32)
    sky = OUTSIDE_SKY * (np.array(GROUND) * (1 - above) + np.array(ABOVE) * above)
    facing = np.maximum(normal @ np.array(towards_sun), 0)[:, None]
    light = albedo * (sky + OUTSIDE_SUN * SUNNY * np.array(linear(space.sun.colour)) * facing)
    clear = np.exp(-far[:, None] * np.array(AIR))
    return np.asarray((light * clear + SKY * np.array(HAZE) * (1 - clear)) / MID_TONE, np.float32)


def _colour(material: Material | None) -> tuple[float, float, float]:
    return linear(material.colour if material else "#808080")
