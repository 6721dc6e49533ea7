"""Beds are quiet, wide, different from each other, and have no seam."""

from itertools import pairwise
from typing import get_args

import numpy as np
import pytest

from campus.components.zone import Ambience
from campus.sound import RATE
from campus.sound.ambience import AMBIENCE_LUFS, AMBIENCES, ambience
from campus.sound.loudness import loudness

NAMES = sorted(AMBIENCES)


@pytest.fixture(scope="module")
def beds() -> dict[str, np.ndarray]:
    return {name: ambience(name) for name in NAMES}


def octaves(sound: np.ndarray) -> np.ndarray:
    power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    edges = 88.0 * 2.0 ** np.arange(8)
    levels = np.array([power[(hertz >= a) & (hertz < b)].sum() for a, b in pairwise(edges)])
    return np.asarray(10 * np.log10(levels / levels.sum()))


@pytest.mark.parametrize("name", NAMES)
def test_a_bed_is_at_the_loudness_of_beds_and_never_clips(beds: dict[str, np.ndarray], name: str) -> None:
    assert loudness(beds[name]) == pytest.approx(AMBIENCE_LUFS, abs=0.1)
    assert np.abs(beds[name]).max() < 0.5


@pytest.mark.parametrize("name", NAMES)
def test_a_bed_goes_round_without_a_seam(beds: dict[str, np.ndarray], name: str) -> None:
    """Where it closes it is no rougher than anywhere else: neither in its samples nor in what is high above them."""
    bed = beds[name][:, 0]
    rough = np.abs(np.diff(np.concatenate([bed, bed[:1]]), 3))
    seam = np.abs(np.diff(np.concatenate([bed[-16:], bed[:16]]), 3)).max()
    assert seam <= np.quantile(rough, 0.9999)
    before, after = bed[-RATE // 4 :], bed[: RATE // 4]
    assert abs(10 * np.log10((before**2).mean() / (after**2).mean())) < 6


def test_with_closed_eyes_no_two_beds_are_the_same(beds: dict[str, np.ndarray]) -> None:
    """Apart by 6 dB in an octave that one of the two is really heard in: none that is 15 dB under its loudest."""
    weight = np.array([-16.1, -8.6, -3.2, 0.0, 1.2, 1.0, -1.1])  # A-weighting by octave from 125 Hz
    colours = {name: octaves(bed) + weight for name, bed in beds.items()}
    for one in NAMES:
        for two in NAMES:
            if one < two:
                a, b = (np.maximum(colours[name] - colours[name].max(), -15) for name in (one, two))
                assert np.abs(a - b).max() > 6, f"{one} sounds like {two}"


def test_a_bed_is_the_same_on_every_machine_and_wide(beds: dict[str, np.ndarray]) -> None:
    again = ambience("garden")
    assert np.array_equal(again, beds["garden"])
    for name in set(NAMES) - {"projector"}:
        left, right = beds[name].T
        assert np.corrcoef(left, right)[0, 1] < 0.8


def test_scenes_may_name_every_bed_and_no_other() -> None:
    assert sorted(get_args(Ambience)) == NAMES
