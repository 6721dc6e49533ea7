"""The standard's own test signals, and what must not count."""

import math

import numpy as np
import pytest

from campus.sound import RATE
from campus.sound.loudness import at_loudness, loudness


def a_tone(dbfs: float, hertz: float = 997.0, seconds: float = 5.0) -> np.ndarray:
    return 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def test_a_full_scale_tone_in_one_channel_reads_minus_three() -> None:
    """BS.1770-4: 0 dBFS at 997 Hz in one channel is -3.01 LKFS."""
    assert loudness(a_tone(0.0)) == pytest.approx(-3.01, abs=0.02)


def test_the_same_tone_in_both_channels_is_three_louder() -> None:
    """EBU Tech 3341, case 1: a stereo tone of -23 dBFS reads -23 LUFS."""
    tone = a_tone(-23.0, 1000.0)
    assert loudness(np.stack([tone, tone], axis=1)) == pytest.approx(-23.0, abs=0.1)


def test_silence_and_what_is_far_quieter_do_not_count() -> None:
    """EBU Tech 3341, case 3: -36, -23 and -36 dBFS read -23 LUFS, for the quiet parts fall under the gate."""
    tones = np.concatenate([a_tone(-36.0, 1000.0, 4), a_tone(-23.0, 1000.0, 24), a_tone(-36.0, 1000.0, 4)])
    assert loudness(np.stack([tones, tones], axis=1)) == pytest.approx(-23.0, abs=0.15)
    assert loudness(np.zeros(RATE)) == -math.inf


def test_bass_counts_less_than_speech_and_treble_more() -> None:
    assert loudness(a_tone(-20.0, 40.0)) < loudness(a_tone(-20.0, 500.0)) - 3
    assert loudness(a_tone(-20.0, 4000.0)) > loudness(a_tone(-20.0, 500.0)) + 2


def test_a_sound_is_brought_to_the_loudness_that_is_asked_for() -> None:
    assert loudness(at_loudness(a_tone(-7.0), -28.0)) == pytest.approx(-28.0, abs=0.01)
