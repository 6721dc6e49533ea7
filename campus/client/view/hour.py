"""What another hour does to light that was worked out for the painted one.

The painted hour is the campus's own (`sun` in `campus.yaml`): every bake is made for it. For another hour the beam
comes from where the sun then stands, by a shadow map; what the sky and the walls give back, which was baked, is taken
by its strength and colour. That is approximate: which wall the sun's patch warms is still that of the painted hour.
Pure numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import msgspec
import numpy as np

from campus.scene.model import Sun
from campus.space.daytime import Daytime
from campus.space.sky import LUMINANCE, Floats, Sky, beam, diffuse_lux

Colour = tuple[float, float, float]

THROWN_BACK = 0.3
"""How much of the beam on level ground comes back into the shade, beside the sky's own light: the share of a pale
court."""
OPENS_FOR_HOURS = 0.85
"""How far an eye follows the hour: the power of what is missing that it makes good. Evening still looks like it."""
OPENS_MOST = 12.0
LINGERS = 0.45
"""How far eyes follow the twilight: the power of what is missing since sunset that they make good."""
NIGHT: Colour = (0.0055, 0.0095, 0.0200)
"""What is left of the day's light at night, as a picture has it: far more than there is, and blue (eyes see no colour
by then; pictures of the night are blue by convention)."""
MOON: Colour = (0.0060, 0.0085, 0.0120)
"""The full moon's beam beside the painted sun's, as a picture has it. It stands where the sun will in twelve hours."""


@dataclass(frozen=True)
class HourLight:
    """An hour beside the painted one.

    Attributes:
        azimuth, elevation: where the sun stands, degrees.
        shining: azimuth and elevation of what casts shadows: the sun, or at night the moon.
        beam: what the painted beam is multiplied with, red, green and blue.
        fill: the same for what comes from the sky and is thrown back.
        moment: of which this is the light; None for the painted one.
    """

    azimuth: float
    elevation: float
    shining: tuple[float, float]
    beam: Colour = (1.0, 1.0, 1.0)
    fill: Colour = (1.0, 1.0, 1.0)
    moment: Daytime | None = None

    @property
    def painted(self) -> bool:
        """Whether it is the painted hour itself."""
        return self.moment is None

    @property
    def night(self) -> float:
        """0 by day, 1 in the dark."""
        return float(np.clip(-self.elevation / 8, 0, 1))


PAINTED = HourLight(235.0, 31.0, (235.0, 31.0))
"""The painted hour of every shipped bake, for whoever asks for no other."""


@lru_cache(maxsize=64)
def hour_light(sun: Sun, moment: Daytime | None) -> HourLight:
    """What an hour does to the light of a campus; None is the painted hour."""
    if moment is None:
        return HourLight(sun.azimuth, sun.elevation, (sun.azimuth, sun.elevation))
    azimuth, elevation = moment.sun()
    then, painted = _sky_and_beam(elevation), _sky_and_beam(sun.elevation)
    fill = (then[0] * lingering(elevation) + THROWN_BACK * then[1]) / (painted[0] + THROWN_BACK * painted[1]) + NIGHT
    by_sun = beam(elevation) / beam(sun.elevation)
    risen = float(np.clip((-elevation - 4) / 6, 0, 1))
    by_moon = np.array(MOON) * risen
    shining = (azimuth, elevation) if elevation > -4 else ((azimuth + 180) % 360, -elevation)
    return HourLight(azimuth, elevation, shining, _colour(by_sun + by_moon), _colour(fill), moment)


def opened(painted: float, now: float) -> float:
    """How much wider an eye is open than at the painted hour, by how bright a space is at that hour and now."""
    return float(min((painted / max(now, 1e-6)) ** OPENS_FOR_HOURS, OPENS_MOST))


def lingering(elevation: float) -> float:
    """How much brighter the twilight of a sun so many degrees low is shown than it is: eyes follow it far down."""
    return 1.0 if elevation >= 0 else (diffuse_lux(0.0) / diffuse_lux(elevation)) ** LINGERS


def turned(sun: Sun, at: tuple[float, float]) -> Sun:
    """The campus's sun, standing elsewhere: azimuth and elevation in degrees."""
    return msgspec.structs.replace(sun, azimuth=at[0], elevation=at[1])


def brightness(colour: Colour) -> float:
    """Luminance of a colour."""
    return float(np.array(colour) @ LUMINANCE)


def _sky_and_beam(elevation: float) -> tuple[Floats, Floats]:
    """(3,) illuminance of level ground by sky, and (3,) by the beam."""
    height = np.deg2rad(elevation)
    up = float(np.sin(height))
    return Sky(np.array((np.cos(height), 0.0, up))).lux(), beam(elevation) * max(up, 0.0)


def _colour(values: Floats) -> Colour:
    red, green, blue = (float(v) for v in values)
    return red, green, blue
