"""A file of another rate sounds the same, and nothing is folded down."""

import numpy as np
import pytest

from campus.sound import RATE
from campus.sound.rates import at_rate


def tone(hertz: float, rate: int) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(rate // 2) / rate)


@pytest.mark.parametrize("rate", [22_050, 44_100, 96_000])
def test_a_tone_stays_that_tone(rate: int) -> None:
    made = at_rate(tone(1000.0, rate), rate)
    assert len(made) == RATE // 2
    assert np.abs(made - tone(1000.0, RATE))[2000:-2000].max() < 1e-3


def test_what_is_too_high_for_the_new_rate_is_left_out() -> None:
    assert np.abs(at_rate(tone(30_000.0, 96_000), 96_000))[500:-500].max() < 1e-3


def test_the_same_rate_is_left_alone() -> None:
    sound = tone(440.0, RATE)
    assert at_rate(sound, RATE) is sound
    assert not len(at_rate(np.zeros(0), 44_100))
