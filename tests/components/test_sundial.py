"""A sundial that works: whoever stands on the date has their shadow on the hour."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.components.sundial import Sundial

DIAL = Sundial(size=(4.0, 2.6), latitude=43.6)


def shadow(latitude: float, declination: float, hour: float) -> tuple[float, float] | None:
    """Unit vector east, north of a post's shadow, from the sun's place in the sky; None by night."""
    phi, delta, angle = (math.radians(a) for a in (latitude, declination, 15 * (hour - 12)))
    up = math.sin(phi) * math.sin(delta) + math.cos(phi) * math.cos(delta) * math.cos(angle)
    east = -math.cos(delta) * math.sin(angle)
    north = math.cos(phi) * math.sin(delta) - math.sin(phi) * math.cos(delta) * math.cos(angle)
    if up < 0.05:
        return None
    length = math.hypot(east, north)
    return -east / length, -north / length


@settings(max_examples=60, deadline=None)
@given(hour=st.floats(7, 17), declination=st.floats(-23, 23), latitude=st.floats(30, 60))
def test_a_persons_shadow_falls_on_the_hour_on_any_day(hour: float, declination: float, latitude: float) -> None:
    dial = Sundial(size=(4.0, 2.6), latitude=latitude)
    falls = shadow(latitude, declination, hour)
    if falls is None:
        return
    way = np.subtract(dial.hour_point(hour), dial.standing_point(declination))
    if np.linalg.norm(way) < 0.2:
        return
    assert way / np.linalg.norm(way) == pytest.approx(falls, abs=1e-6)


def test_the_hours_fit_on_the_slab() -> None:
    low, high = DIAL.mesh().bounds()
    assert high[:2] - low[:2] == pytest.approx([4.0, 2.6])
    for hour in range(6, 19):
        x, y = DIAL.hour_point(hour)
        assert abs(x) <= 1.9
        assert abs(y) <= 1.25
    assert DIAL.hour_point(12)[0] == pytest.approx(0)
    assert DIAL.hour_point(15)[0] > 0  # in the afternoon shadows fall to the east


def test_one_walks_over_it() -> None:
    mesh = DIAL.mesh()
    assert mesh.bounds()[1][2] < 0.05
    assert mesh.of("limestone-smooth").collides.all()
