"""An eye gets used to the colour of a shade, the more the stronger it is."""

from __future__ import annotations

import numpy as np
import pytest

from campus.bake.encoding import luminance
from campus.client.view.hues import HELD_FROM, accustomed, held


def test_white_light_stays_as_it_is_and_darkness_dark() -> None:
    light = np.array([(0.2, 0.2, 0.2), (900.0, 900.0, 900.0), (0.0, 0.0, 0.0)])
    np.testing.assert_allclose(accustomed(light), light, rtol=1e-5)


def test_the_shade_of_an_arcade_is_as_bright_as_it_was_and_its_ochre_is_warm_white() -> None:
    ochre = np.array([(3687.0, 2373.0, 1221.0)])
    found = accustomed(ochre)
    assert luminance(found) == pytest.approx(luminance(ochre), rel=1e-4)
    red, green, blue = found[0].tolist()
    assert red > green > blue, "it is warm still"
    assert red / blue < 1.8, "but no longer three times as red as blue"


def test_what_is_weakly_coloured_keeps_most_of_its_colour() -> None:
    weak = accustomed(np.array([1.05, 1.0, 0.95]))
    assert weak[0] / weak[2] > 1 + 0.8 * (1.05 / 0.95 - 1)


def test_of_two_colours_the_stronger_stays_the_stronger() -> None:
    one, other = accustomed(np.array([(2.0, 1.0, 0.7), (4.0, 1.0, 0.4)]))
    assert other[0] / other[2] > one[0] / one[2]


def test_what_is_a_little_brighter_than_the_shade_is_shown_as_it_is_and_a_reveal_in_daylight_keeps_room_above_it() -> (
    None
):
    shade, reveal, brighter = held(np.array([(1.4, 1.4, 1.4), (8.0, 8.0, 6.0), (9.0, 9.0, 6.75)]))
    assert shade == pytest.approx(1.4)
    assert HELD_FROM < reveal[0] < 5.0
    assert reveal[0] / reveal[2] == pytest.approx(8 / 6), "of the same colour"
    assert brighter[0] > reveal[0]
