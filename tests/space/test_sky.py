"""The clear sky: as much light as the illuminating engineers measured, deep above, pale at the horizon."""

import math

import numpy as np
import pytest

from campus.space.sky import LUMINANCE, Sky, air_mass, beam, diffuse_lux


def towards(elevation: float) -> np.ndarray:
    height = math.radians(elevation)
    return np.array((math.cos(height), 0.0, math.sin(height)))


def way(x: float, y: float, z: float) -> np.ndarray:
    return np.array((x, y, z)) / math.sqrt(x * x + y * y + z * z)


def seen(elevation: float, x: float, y: float, z: float) -> np.ndarray:
    return Sky(towards(elevation)).radiance(way(x, y, z))


def test_the_air_is_as_thick_as_kasten_and_young_have_it() -> None:
    assert [air_mass(e) for e in (90, 30, 0)] == pytest.approx([1.0, 1.994, 37.9], rel=0.01)


def test_the_beam_is_strong_at_noon_and_red_and_weak_before_it_is_gone() -> None:
    assert float(beam(60) @ LUMINANCE) == pytest.approx(100_400, rel=0.01)
    low = beam(4)
    assert low[0] > 1.5 * low[1] > 3 * low[2]
    strengths = [float(beam(e) @ LUMINANCE) for e in (60, 31, 15, 8, 4, 1, -0.5)]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[-1] == 0.0


@pytest.mark.parametrize("elevation", [60, 31, 10, 2, -3, -10])
def test_level_ground_gets_what_the_standard_says(elevation: float) -> None:
    assert float(Sky(towards(elevation)).lux() @ LUMINANCE) == pytest.approx(diffuse_lux(elevation), rel=1e-6)


def test_light_falls_without_a_step_from_noon_to_the_end_of_twilight() -> None:
    heights = np.arange(70.0, -18.0, -0.1)
    lux = np.array([diffuse_lux(e) for e in heights])
    assert (np.diff(lux) < 0).all()
    assert (lux[1:] / lux[:-1] > 0.5).all()


def test_a_clear_afternoon_is_deep_blue_above_pale_at_the_horizon_and_bright_around_the_sun() -> None:
    zenith, horizon, beside = seen(31, 0, 0, 1), seen(31, -1, 0, 0.05), seen(31, 1, 0.1, 0.6)
    assert zenith[2] > 1.8 * zenith[1] > 2.4 * zenith[0]
    assert horizon[2] < 1.3 * horizon[1]
    assert float(horizon @ LUMINANCE) > 1.8 * float(zenith @ LUMINANCE)
    assert float(beside @ LUMINANCE) > 4 * float(zenith @ LUMINANCE)


def test_the_evening_is_warm_where_the_sun_goes_down() -> None:
    west, east = seen(2, 1, 0, 0.05), seen(2, -1, 0, 0.4)
    assert west[0] > 2 * west[2]
    assert west[0] / west[2] > 1.5 * east[0] / east[2]


def test_it_is_nowhere_below_nothing_and_below_the_horizon_it_goes_on() -> None:
    random = np.random.default_rng(3)
    ways = random.normal(size=(500, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    for elevation in (70, 30, 5, -1, -15):
        light = Sky(towards(elevation)).radiance(ways)
        assert np.isfinite(light).all()
        assert (light >= 0).all()
    level = Sky(towards(20)).radiance(np.array([way(0.3, 1, 0.0), way(0.3, 1, -0.0001)]))
    assert level[0] == pytest.approx(level[1], rel=1e-3)
