"""The sun over Montpellier, against what almanacs say."""

import datetime

import pytest

from campus.scene.model import Sun
from campus.space.daytime import Daytime, declination, equation_of_time, solar_hour, sun_at


@pytest.mark.parametrize(("day", "elevation"), [(172, 69.84), (355, 22.96), (80, 46.4)])
def test_the_sun_of_noon_stands_as_high_as_the_solstices_and_the_equinox_have_it(day: int, elevation: float) -> None:
    azimuth, height = sun_at(day, 12)
    assert azimuth == pytest.approx(180, abs=1e-6)
    assert height == pytest.approx(elevation, abs=0.5)


def test_the_painted_sun_is_that_of_the_equinox_at_three() -> None:
    azimuth, elevation = sun_at(80, 15)
    assert azimuth == pytest.approx(Sun().azimuth, abs=1)
    assert elevation == pytest.approx(Sun().elevation, abs=1)


@pytest.mark.parametrize(("day", "hours"), [(172, 15 + 26 / 60), (355, 8 + 56 / 60), (80, 12 + 9 / 60)])
def test_days_are_as_long_as_an_almanac_has_them(day: int, hours: float) -> None:
    # The sun's upper edge is seen while its middle stands 0.833 degrees low: refraction and half its disc.
    risen = [minute for minute in range(24 * 60) if sun_at(day, minute / 60)[1] > -0.833]
    assert len(risen) / 60 == pytest.approx(hours, abs=0.07)
    assert sun_at(day, risen[0] / 60)[0] < 180 < sun_at(day, risen[-1] / 60)[0]


def test_in_the_far_north_the_sun_does_not_set_in_june() -> None:
    assert sun_at(172, 0, latitude=70)[1] > 0


def test_declination_and_sundial_go_through_the_year() -> None:
    assert declination(172) == pytest.approx(23.44, abs=0.05)
    assert declination(355) == pytest.approx(-23.44, abs=0.05)
    assert equation_of_time(42) == pytest.approx(-14.2, abs=0.5)
    assert equation_of_time(307) == pytest.approx(16.4, abs=0.5)


def test_a_clock_is_read_by_the_sun() -> None:
    assert solar_hour(80, 12) == pytest.approx(12.13, abs=0.02)
    summer = datetime.timezone(datetime.timedelta(hours=2))
    late = Daytime.at(datetime.datetime(2026, 6, 21, 18, 30, tzinfo=summer))
    assert late.day == 172
    assert late.hour == pytest.approx(16.73, abs=0.02)
    assert Daytime(80, 15).sun() == sun_at(80, 15)
