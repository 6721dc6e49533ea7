"""Left is left, near is loud, and a closed door keeps out."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from campus.sound import RATE
from campus.sound.around import bearing, behind_a_wall, behind_closed_door, loss_by_distance, to_ears
from campus.sound.loudness import loudness
from campus.sound.response import in_bands
from campus.sound.things import SURFACES, thing, walking


def test_a_source_at_the_left_is_left_by_six_decibels_and_earlier() -> None:
    step = walking("stone", 2.0)
    left, right = to_ears(step, math.pi / 2).T
    assert 10 * np.log10((left**2).sum() / (right**2).sum()) > 6
    assert np.argmax(np.abs(left) > 0.01) < np.argmax(np.abs(right) > 0.01)


def test_the_other_side_mirrors_it_and_ahead_is_the_middle() -> None:
    step = walking("wood", 1.0)
    assert np.allclose(to_ears(step, 1.1), to_ears(step, -1.1)[:, ::-1])
    middle = to_ears(step, 0.0)
    assert np.allclose(middle[:, 0], middle[:, 1], atol=1e-9)


def test_bearings_are_counted_to_the_left_from_where_one_looks() -> None:
    assert bearing((0, 0, 0), 0.0, (-3, 0, 0)) == pytest.approx(math.pi / 2)
    assert bearing((0, 0, 0), 90.0, (-3, 0, 0)) == pytest.approx(0)
    assert bearing((1, 1, 0), 180.0, (-3, 1, 0)) == pytest.approx(-math.pi / 2)
    assert bearing((1, 1, 0), 30.0, (1, 1, 4)) == 0.0


@pytest.mark.parametrize("sound", [*sorted(SURFACES), "door-close"])
def test_behind_a_closed_door_everything_is_fifteen_decibels_softer(sound: str) -> None:
    dry = thing("door-close") if sound == "door-close" else walking(sound)
    assert loudness(behind_closed_door(dry)) < loudness(dry) - 15


def test_sound_falls_by_six_decibels_when_the_distance_doubles() -> None:
    assert loss_by_distance(8.0) == pytest.approx(loss_by_distance(4.0) / 2)
    assert loss_by_distance(0.2) == 1.0


def test_round_a_wall_comes_the_bass_and_less_of_the_treble() -> None:
    noise = np.random.default_rng(1).standard_normal(RATE)
    lost = 10 * np.log10((in_bands(noise) ** 2).sum(1) / (in_bands(behind_a_wall(noise)) ** 2).sum(1))
    assert 7 < lost[0] < 12
    assert lost[5] > 18
    assert (np.diff(lost) > 0).all()


@pytest.mark.parametrize("behind", [behind_a_wall, behind_closed_door])
def test_what_goes_round_does_so_behind_walls_and_doors_too(behind: Callable[..., np.ndarray]) -> None:
    length = 12_000
    t = np.arange(length)
    loop = sum(np.sin(2 * np.pi * n * t / length) for n in (30, 61, 190))
    twice = behind(np.tile(loop, 2), around=True)
    assert np.allclose(twice, np.tile(behind(loop, around=True), 2), atol=1e-9)
