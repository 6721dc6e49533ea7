"""A clear sky and its sun, by how high the sun stands: how strong, of what colour, and how bright in each direction.

How bright and of what colour the sky is from zenith to horizon follows Preetham, Shirley and Smits, A Practical
Analytic Model for Daylight (SIGGRAPH 1999): the five-parameter distribution of Perez, fitted for luminance and
chromaticity. How much light it is in all follows CIE 110-1994 (Krochmann's clear sky), as the baker has it, and after
sunset the twilight as it is measured. The beam is what Rayleigh's and Angstrom's scattering leave of it on its way
through the air (same paper, appendix A.1), whose length is that of Kasten and Young (1989).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.scene.model import Sun

Floats = NDArray[np.floating[Any]]

TURBIDITY = 2.4
"""How hazy the air is: 2 is a very clear day, 3 a usual one; Montpellier after the mistral."""
LUMINANCE = np.array((0.2126, 0.7152, 0.0722))
"""Of linear red, green and blue (Rec. 709)."""
OUTSIDE_THE_AIR_LUX = 128_000.0
EXTINCTION = 0.21
"""Luminous, at the zenith."""
_WAVES = np.array((0.610, 0.550, 0.465))
"""Micrometres that stand for red, green and blue."""
_TWILIGHT = ((-18.0, 6e-4), (-12.0, 8e-3), (-6.0, 3.4), (-3.0, 60.0), (0.0, 800.0))
"""Elevation of the sun, and lux on level ground under a clear sky (after Seidelmann, Explanatory Supplement, 1992; its
upper end is where the formula for the day begins)."""
_TO_RGB = np.array(
    ((3.2404542, -1.5371385, -0.4985314), (-0.9692660, 1.8760108, 0.0415560), (0.0556434, -0.2040259, 1.0572252))
)
"""XYZ to linear Rec. 709, white D65 (IEC 61966-2-1)."""
_NIGHT = (0.247, 0.252)
"""Chromaticity of the sky late in twilight: what ozone leaves (Hulburt, 1953)."""

# Perez's five parameters as turbidity has them: a * turbidity + b, of luminance and of chromaticity x and y.
_PEREZ = (
    ((0.1787, -1.4630), (-0.3554, 0.4275), (-0.0227, 5.3251), (0.1206, -2.5771), (-0.0670, 0.3703)),
    ((-0.0193, -0.2592), (-0.0665, 0.0008), (-0.0004, 0.2125), (-0.0641, -0.8989), (-0.0033, 0.0452)),
    ((-0.0167, -0.2608), (-0.0950, 0.0092), (-0.0079, 0.2102), (-0.0441, -1.6537), (-0.0109, 0.0529)),
)
# Chromaticity of the zenith: turbidity squared, turbidity, 1; by the sun's distance from it cubed, squared, once, 1.
_ZENITH_X = ((0.00166, -0.00375, 0.00209, 0.0), (-0.02903, 0.06377, -0.03202, 0.00394), (0.11693, -0.21196, 0.06052, 0.25886))  # fmt: skip  # noqa: E501
_ZENITH_Y = ((0.00275, -0.00610, 0.00317, 0.0), (-0.04214, 0.08970, -0.04153, 0.00516), (0.15346, -0.26756, 0.06670, 0.26688))  # fmt: skip  # noqa: E501


def towards_sun(sun: Sun, north: float) -> tuple[float, float, float]:
    """Unit vector to the sun in a space's frame.

    Args:
        sun: azimuth as a compass bearing, clockwise from true north.
        north: heading of true north in the space's frame, degrees counter-clockwise from +Y.
    """
    heading, height = math.radians(north - sun.azimuth), math.radians(sun.elevation)
    return -math.sin(heading) * math.cos(height), math.cos(heading) * math.cos(height), math.sin(height)


def air_mass(elevation: float) -> float:
    """How much air lies before the sun, 1 at the zenith (Kasten and Young, Applied Optics 28, 1989); degrees."""
    height = max(elevation, 0.0)
    return 1 / (math.sin(math.radians(height)) + 0.50572 * math.pow(height + 6.07995, -1.6364))


def beam(elevation: float, turbidity: float = TURBIDITY) -> Floats:
    """(3,) lux by the sun's beam on what faces it, red, green and blue; white outside the air.

    The disc sinks into the horizon from half a degree above it to half a degree below; `elevation` in degrees.
    """
    mass = air_mass(elevation)
    rayleigh = np.exp(-0.008735 * _WAVES**-4.08 * mass)
    haze = np.exp(-(0.04608 * turbidity - 0.04586) * _WAVES**-1.3 * mass)
    through = rayleigh * haze
    colour = through / max(float(through @ LUMINANCE), 1e-9)
    seen = min(max((elevation + 0.5) / 1.0, 0.0), 1.0)
    return np.asarray(OUTSIDE_THE_AIR_LUX * math.exp(-EXTINCTION * mass) * seen * colour)


def diffuse_lux(elevation: float) -> float:
    """Illuminance of level ground by the sky alone, lux, the sun standing so many degrees high, or low."""
    if elevation > 0:
        return 800 + 15_500 * math.sqrt(math.sin(math.radians(elevation)))
    heights, lux = zip(*_TWILIGHT, strict=True)
    return float(np.exp(np.interp(elevation, heights, np.log(lux))))


@dataclass(frozen=True, eq=False)
class Sky:
    """The sky under a sun.

    Attributes:
        towards: (3,) unit vector to the sun, +Z up; below the horizon it may point down.
        turbidity: of the air.

    Example:
        Sky(np.array((0.0, 0.0, 1.0))).radiance(np.array([(1.0, 0.0, 0.2)]))
    """

    towards: Floats
    turbidity: float = TURBIDITY

    @property
    def elevation(self) -> float:
        """Of the sun, degrees."""
        return math.degrees(math.asin(float(np.clip(self.towards[2], -1, 1))))

    def radiance(self, ways: Floats) -> Floats:
        """What is seen along unit vectors, the sun's disc left out; below the horizon the horizon goes on.

        Args:
            ways: (..., 3).

        Returns:
            (..., 3) cd/m², linear Rec. 709; never below zero.
        """
        return np.asarray(self._shape(np.asarray(ways, np.float64)) * (diffuse_lux(self.elevation) / self._level()))

    def lux(self) -> Floats:
        """(3,) illuminance of level ground by this sky."""
        ways, weight = _half_ball()
        return np.asarray((self.radiance(ways) * weight[:, None]).sum(0))

    def _level(self) -> float:
        ways, weight = _half_ball()
        return float((self._shape(ways) @ LUMINANCE * weight).sum())

    def _shape(self, ways: Floats) -> Floats:
        """Radiance in some unit."""
        # The fit is of suns above the horizon; one below lights the sky as one that touches it does.
        high = max(self.elevation, 0.5)
        flat = np.hypot(self.towards[0], self.towards[1])
        aside = self.towards[:2] / flat if flat > 1e-9 else np.zeros(2)
        sun = np.array((*(aside * math.cos(math.radians(high))), math.sin(math.radians(high))))
        away = math.radians(90 - high)
        up = np.maximum(ways[..., 2], 0.01)
        angle = np.arccos(np.clip(ways @ sun, -1, 1))
        powers = np.array((away**3, away**2, away, 1.0))
        squares = np.array((self.turbidity**2, self.turbidity, 1.0))
        x, y = (float(squares @ np.array(m) @ powers) for m in (_ZENITH_X, _ZENITH_Y))
        bright, x_seen, y_seen = (
            zenith * _perez(one, self.turbidity, up, angle) / _perez(one, self.turbidity, np.array(1.0), np.array(away))
            for one, zenith in zip(_PEREZ, (1.0, x, y), strict=True)
        )
        late = float(np.clip(-self.elevation / 9, 0, 1))
        x_seen, y_seen = (late * night + (1 - late) * day for day, night in ((x_seen, _NIGHT[0]), (y_seen, _NIGHT[1])))
        xyz = np.stack([x_seen / y_seen, np.ones_like(bright), (1 - x_seen - y_seen) / y_seen], axis=-1)
        return np.asarray(np.maximum(xyz @ _TO_RGB.T, 0.0) * np.maximum(bright, 0.0)[..., None])


def _perez(parameters: tuple[tuple[float, float], ...], turbidity: float, up: Floats, angle: Floats) -> Floats:
    a, b, c, d, e = (slope * turbidity + start for slope, start in parameters)
    return np.asarray((1 + a * np.exp(b / up)) * (1 + c * np.exp(d * angle) + e * np.cos(angle) ** 2))


def _half_ball(steps: int = 24) -> tuple[Floats, Floats]:
    """(n, 3) directions over the upper half of the ball, and (n,) what light from each is worth on level ground."""
    up = (np.arange(steps) + 0.5) / steps  # rings of equal solid angle
    turn = (np.arange(4 * steps) + 0.5) / (4 * steps) * math.tau
    z, phi = (grid.ravel() for grid in np.meshgrid(up, turn, indexing="ij"))
    flat = np.sqrt(1 - z * z)
    return np.stack([flat * np.cos(phi), flat * np.sin(phi), z], axis=-1), z * (math.tau / len(z))
