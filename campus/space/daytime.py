"""Where the sun stands over Montpellier, by day of the year and hour. Pure: whoever asks brings the time.

Hours are solar: at 12 the sun stands due south. `solar_hour` turns a clock's time into one.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

LATITUDE = 43.6
LONGITUDE = 3.88
"""Of Montpellier, degrees north and east."""
EQUINOX, PAINTED_HOUR = 80, 15.0
"""The moment that the shipped campus is painted at."""


@dataclass(frozen=True)
class Daytime:
    """A moment of the year.

    Attributes:
        day: of the year, 1 to 366.
        hour: solar, 0 to 24.
    """

    day: int
    hour: float

    @classmethod
    def at(cls, moment: datetime.datetime) -> Daytime:
        """What a clock's time is by the sun of Montpellier.

        Args:
            moment: with its time zone.
        """
        utc = moment.astimezone(datetime.UTC)
        day = utc.timetuple().tm_yday
        return cls(day, solar_hour(day, utc.hour + utc.minute / 60 + utc.second / 3600))

    def sun(self) -> tuple[float, float]:
        """Azimuth (compass bearing) and elevation of the sun, degrees."""
        return sun_at(self.day, self.hour)


def declination(day: int) -> float:
    """The sun's declination on a day of the year, degrees; within 0.04° (Spencer, Search 2, 1971)."""
    a = math.tau * (day - 1) / 365
    return math.degrees(
        0.006918
        - 0.399912 * math.cos(a)
        + 0.070257 * math.sin(a)
        - 0.006758 * math.cos(2 * a)
        + 0.000907 * math.sin(2 * a)
        - 0.002697 * math.cos(3 * a)
        + 0.00148 * math.sin(3 * a)
    )


def equation_of_time(day: int) -> float:
    """How many minutes a sundial is ahead of an even clock; within half a minute (Spencer, 1971)."""
    a = math.tau * (day - 1) / 365
    return 229.18 * (
        0.000075
        + 0.001868 * math.cos(a)
        - 0.032077 * math.sin(a)
        - 0.014615 * math.cos(2 * a)
        - 0.040849 * math.sin(2 * a)
    )


def solar_hour(day: int, utc: float, longitude: float = LONGITUDE) -> float:
    """The hour by the sun, 0 to 24, at `utc` hours of universal time; `longitude` in degrees east."""
    return (utc + longitude / 15 + equation_of_time(day) / 60) % 24


def sun_at(day: int, hour: float, latitude: float = LATITUDE) -> tuple[float, float]:
    """Where the sun stands.

    Args:
        day: of the year, 1 to 366.
        hour: solar, 0 to 24.
        latitude: degrees north.

    Returns:
        Azimuth, degrees clockwise from north, and elevation, degrees; refraction left out.
    """
    turn = math.radians(15 * (hour - 12))
    tilt, lat = math.radians(declination(day)), math.radians(latitude)
    up = math.sin(lat) * math.sin(tilt) + math.cos(lat) * math.cos(tilt) * math.cos(turn)
    west = math.cos(tilt) * math.sin(turn)
    south = math.sin(lat) * math.cos(tilt) * math.cos(turn) - math.cos(lat) * math.sin(tilt)
    return math.degrees(math.atan2(-west, -south)) % 360, math.degrees(math.asin(max(-1.0, min(1.0, up))))
