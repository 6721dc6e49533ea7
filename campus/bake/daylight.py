"""Sun and sky in lux and candela, in colour, in a space's frame; and the ground that lies all around."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake.encoding import LUMINANCE
from campus.scene.colours import linear
from campus.scene.model import Sun
from campus.space.sky import EXTINCTION, OUTSIDE_THE_AIR_LUX, diffuse_lux, towards_sun

Floats = NDArray[np.floating[Any]]

SUN_RADIUS = math.radians(0.2665)
"""Of the disc as one sees it."""
GROUND_ALBEDO = np.array((0.30, 0.25, 0.18), np.float32)
"""Pale gravel and dry grass, far around."""
# CIE S 011 (ISO 15469), type 12: a clear sky of low turbidity.
_A, _B, _C, _D, _E = -1.0, -0.32, 10.0, -3.0, 0.45


def colour_of(written: str) -> Floats:
    """(3,) linear light of an sRGB `#RRGGBB`."""
    return np.array(linear(written), np.float32)


def unit(colour: Floats) -> Floats:
    """(3,) the same colour with a luminance of 1."""
    return np.asarray(colour / max(float(colour @ LUMINANCE), 1e-6), np.float32)


def kelvin(kelvins: float) -> Floats:
    """(3,) colour of a lamp with a luminance of 1, as eyes see it that are half used to it.

    The black body after Kim, Cho, Kang and Hong's cubic spline of the Planckian locus (US patent 7024034, 2006), from
    there to Rec. 709; against a white of 4,500 K, since a room that is lit warm looks white before long.
    """
    colour = _black_body(kelvins) / _black_body(4500.0)
    return unit(np.maximum(colour, 0.0))


def _black_body(kelvins: float) -> Floats:
    t = 1e3 / min(max(kelvins, 1667.0), 25000.0)
    if kelvins <= 4000:
        x = -0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910
    else:
        x = -3.0258469 * t**3 + 2.1070379 * t**2 + 0.2226347 * t + 0.240390
    if kelvins <= 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif kelvins <= 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    xyz = np.array((x / y, 1.0, (1 - x - y) / y))
    matrix = np.array(((3.2404542, -1.5371385, -0.4985314), (-0.9692660, 1.8760108, 0.0415560),
                       (0.0556434, -0.2040259, 1.0572252)))  # fmt: skip
    return np.asarray(np.maximum(matrix @ xyz, 1e-3), np.float32)


class Daylight:
    """The light of day over a space.

    Attributes:
        towards: (3,) unit vector to the sun in the space's frame.
        sun: (3,) lux on what faces it.
        ground: (3,) radiance of the ground, cd/m².
        sky_lux: (3,) illuminance of level ground by the sky alone.
    """

    def __init__(self, sun: Sun, north: float = 0.0) -> None:
        """Works out what the sun is at the hour of `sun`; `north` as `Space.north`."""
        self.towards = np.array(towards_sun(sun, north), np.float32)
        rise = max(math.sin(math.radians(sun.elevation)), 0.0)
        # The beam after Meinel's air mass; the sky's share after Krochmann (CIE 110).
        beam = OUTSIDE_THE_AIR_LUX * math.exp(-EXTINCTION / rise) if rise > 0 else 0.0
        diffuse = diffuse_lux(sun.elevation) if rise > 0 else 3.0
        self.sun = np.asarray(beam * unit(colour_of(sun.colour)), np.float32)
        self._tint = unit(colour_of(sun.sky))
        self._scale = 1.0
        level = self._level()
        self._scale = diffuse / level
        self.sky_lux = np.asarray(diffuse * self._tint, np.float32)
        self.ground = np.asarray(GROUND_ALBEDO * (self.sun * rise + self.sky_lux) / math.pi, np.float32)

    def seen(self, ways: Floats) -> Floats:
        """(n, 3) radiance of sky and ground along unit vectors, cd/m²; the sun's disc is not among it."""
        up = np.maximum(ways[:, 2], 0.02)
        angle = np.arccos(np.clip(ways @ self.towards, -1, 1))
        gradation = 1 + _A * np.exp(_B / up)
        around = 1 + _C * (np.exp(_D * angle) - math.exp(_D * math.pi / 2)) + _E * np.cos(angle) ** 2
        sky = (self._scale * gradation * around)[:, None] * self._tint
        return np.where(ways[:, 2:] > 0, sky, self.ground if hasattr(self, "ground") else 0.0).astype(np.float32)

    def _level(self) -> float:
        """Illuminance of level ground under the sky as it is scaled, by quadrature."""
        steps = 96
        rise = (np.arange(steps) + 0.5) / steps  # sine of the height: rings of equal solid angle
        turn = (np.arange(2 * steps) + 0.5) / steps * math.pi
        z, phi = (grid.ravel() for grid in np.meshgrid(rise, turn, indexing="ij"))
        flat = np.sqrt(1 - z * z)
        ways = np.stack([flat * np.cos(phi), flat * np.sin(phi), z], axis=-1).astype(np.float32)
        return float((self.seen(ways) @ LUMINANCE * z).mean() * 2 * math.pi)
