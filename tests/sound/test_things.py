"""Steps, doors, seats and notes: their loudness, and that one hears which is which."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from campus.sound import RATE
from campus.sound.loudness import loudness
from campus.sound.things import SEATS, STEPS_LUFS, SURFACES, THINGS, VARIANTS, step, thing, walking


def centre(sound: np.ndarray) -> float:
    """The middle of its spectrum, Hz: how bright it is."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    return float((np.fft.rfftfreq(len(sound), 1 / RATE) * power).sum() / power.sum())


def length(sound: np.ndarray) -> float:
    """Seconds until all but a hundredth of its energy has come."""
    gone = np.cumsum(sound**2)
    return float(np.searchsorted(gone, 0.99 * gone[-1]) / RATE)


@pytest.mark.parametrize("surface", sorted(SURFACES))
def test_a_walk_on_every_surface_is_equally_loud(surface: str) -> None:
    walk = walking(surface)
    assert loudness(walk) == pytest.approx(STEPS_LUFS, abs=0.3)
    assert np.abs(walk).max() < 0.9


def test_one_hears_what_one_walks_on() -> None:
    bright = {surface: centre(walking(surface)) for surface in SURFACES}
    assert bright["carpet"] < bright["wood"] < bright["stone"] < bright["gravel"]
    assert bright["soft"] < bright["stone"]
    assert length(step("metal")) > length(step("stone")) + 0.03, "metal rings on"


def test_no_two_steps_are_the_same_and_none_is_cut_off() -> None:
    for surface in SURFACES:
        steps = [step(surface, variant) for variant in range(VARIANTS)]
        assert all(np.abs(s[-8:]).max() < 1e-4 for s in steps)
        for one, two in pairwise(steps):
            assert abs(np.corrcoef(one, two)[0, 1]) < 0.7


@pytest.mark.parametrize("name", THINGS)
def test_a_thing_is_soft_and_ends_in_silence(name: str) -> None:
    sound = thing(name)
    assert -36 < loudness(sound) < -25
    assert np.abs(sound).max() < 0.9
    assert abs(sound[-1]) < 1e-6


def test_with_closed_eyes_one_hears_what_somebody_sits_down_on() -> None:
    """No two seats have the same colour: by octave from 63 Hz, apart by 6 dB where one of them is loud."""
    colours = {}
    for seat in SEATS:
        sound = thing(f"{seat}-down")
        power = np.abs(np.fft.rfft(sound, 2 * RATE)) ** 2
        octaves = np.array([power[round(2 * low) : round(4 * low)].sum() for low in 44 * 2.0 ** np.arange(7)])
        colours[seat] = np.maximum(10 * np.log10(octaves / octaves.max()), -15)
    for one, two in combinations(SEATS, 2):
        assert np.abs(colours[one] - colours[two]).max() > 6, f"{one} sounds like {two}"
    assert centre(thing("armchair-down")) < centre(thing("chair-down"))
    assert centre(thing("stone-down")) > centre(thing("wood-down"))


def test_the_two_notes_are_two_and_wooden() -> None:
    """Short, without treble: nothing that rings on."""
    hand, saved = thing("hand"), thing("saved")
    assert centre(hand) > 1.2 * centre(saved)
    assert max(length(hand), length(saved)) < 0.4
    assert max(centre(hand), centre(saved)) < 800
