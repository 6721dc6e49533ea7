"""The sky as textures: its light in every direction, and where clouds may stand. Pure numpy, a few milliseconds."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import ADAPTED
from campus.client.view.hour import NIGHT, HourLight, lingering
from campus.space.sky import LUMINANCE, Floats, Sky, beam

SIZE = 128
"""Pixels of the sky's picture each way: a little over a degree each, and nothing in a clear sky is finer."""
CLOUDS = 256
LOW = 14.0
"""Degrees over or under the horizon within which a sun is low."""
TOO_GREEN = (-0.05, 0.11, 0.02)
"""What is taken off the sky of a sun on the horizon, red, green and blue."""
UPWARD = 1.04
"""The picture reaches a little below the horizon, so that filters meet no edge there."""


def sky_picture(towards: tuple[float, float, float], painted_elevation: float) -> NDArray[np.float16]:
    """The light of the sky in every direction, seen from below as by a fish's eye (a paraboloid of directions).

    Args:
        towards: unit vector to the sun; below the horizon at night.
        painted_elevation: of the sun at the campus's own hour, whose sky has the mean luminance 1, degrees.

    Returns:
        (h, w, 3) linear light; direction (x, y, z) is at (x, y) / (1 + z) / `UPWARD` / 2 + 1/2.
    """
    at = ((np.arange(SIZE) + 0.5) / SIZE * 2 - 1) * UPWARD
    x, y = np.meshgrid(at, at)
    ways = np.stack([2 * x, 2 * y, np.maximum(1 - x * x - y * y, 0.0)], axis=-1)
    ways /= np.linalg.norm(ways, axis=-1, keepdims=True)
    sky = Sky(np.array(towards))
    light = sky.radiance(ways) / _mean(painted_elevation) / _white(painted_elevation)
    # The fit is too green where the sun is low (Zotti, Wilkie and Purgathofer, 2007), and eyes follow twilight down.
    low = float(np.clip(1 - abs(sky.elevation) / LOW, 0, 1))
    light *= lingering(sky.elevation) * (1 - low * np.array(TOO_GREEN))
    # Night is lighter at the horizon, as above a town.
    dark = np.array(NIGHT) * (1.0 + 1.4 * (1 - ways[..., 2:]) ** 3)
    picture: NDArray[np.float16] = (light + dark).astype(np.float16)
    return picture


@cache
def _mean(elevation: float) -> float:
    height = np.deg2rad(elevation)
    return float(Sky(np.array((np.cos(height), 0.0, np.sin(height)))).lux() @ LUMINANCE / np.pi)


@cache
def _white(elevation: float) -> Floats:
    """(3,) what an eye takes for white under the painted sun: its own colour, for the most part (`ADAPTED`)."""
    colour = beam(elevation)
    return np.asarray((colour / (colour @ LUMINANCE)) ** ADAPTED)


def cloud_light(hour: HourLight) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Of a cloud's sunny side, and of its shade, beside the mean painted sky."""
    height = np.deg2rad(max(hour.elevation, 0.0))
    around = Sky(np.array((np.cos(height), 0.0, np.sin(height)))).lux() / np.pi / _mean(31.0)
    grey = 0.55 * float(around @ LUMINANCE) + 0.45 * around
    sunny = 2.7 * np.array(hour.beam) * (1.0, 0.955, 0.88) + 0.45 * grey
    fade = 1 - hour.night
    shade = grey * 0.95 * fade
    night = np.array(NIGHT) * 2
    return _three(sunny + night), _three(shade + night)


@cache
def clouds() -> NDArray[np.uint8]:
    """(h, w) how much cloud there is, 0 to 255, in a plane that goes on without an end: mean 127, the same each time.

    Noise that is weaker the finer it is, about as turbulence has it; made of waves, so it repeats without a seam.
    """
    random = np.random.default_rng(1220)  # the year of the faculty of medicine's first statutes
    wave = np.hypot(np.fft.fftfreq(CLOUDS)[:, None], np.fft.fftfreq(CLOUDS)[None, :]) * CLOUDS
    strength = np.where(wave > 0, np.maximum(wave, 1.0) ** (-5 / 3 - 0.15), 0.0) * (wave >= 2)
    field = np.fft.ifft2(np.fft.fft2(random.normal(size=(CLOUDS, CLOUDS))) * strength).real
    cover: NDArray[np.uint8] = np.clip(127.5 + 48 * field / field.std(), 0, 255).astype(np.uint8)
    return cover


def _three(values: Floats) -> tuple[float, float, float]:
    red, green, blue = (float(v) for v in values)
    return red, green, blue
