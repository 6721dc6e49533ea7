"""Sounds that come from a place: as loud as they are said to be, and without a seam."""

import numpy as np
import pytest

from campus.sound import RATE
from campus.sound.calls import CALLS
from campus.sound.loudness import loudness
from campus.sound.sources import CALLED, EMITTED, SOURCES, calls_of, source


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_source_is_for_one_ear_as_loud_as_it_says_and_never_clips(name: str) -> None:
    made = source(name)
    assert made.ndim == 1
    assert np.abs(made).max() < 0.9
    assert loudness(made) == pytest.approx(SOURCES[name][1], abs=0.5)


@pytest.mark.parametrize("name", sorted(set(EMITTED) - set(CALLS)))
def test_what_goes_on_for_ever_has_no_seam(name: str) -> None:
    made = source(name)
    rough = np.abs(np.diff(np.concatenate([made, made[:1]]), 3))
    seam = np.abs(np.diff(np.concatenate([made[-16:], made[:16]]), 3)).max()
    assert seam <= np.quantile(rough, 0.9999)


def test_a_bell_rings_out() -> None:
    bell = source("bell")
    struck, last = bell[: RATE // 2], bell[-RATE // 4 :]
    assert (last**2).mean() < 1e-4 * (struck**2).mean()


def test_what_an_emitter_may_say_is_in_the_library() -> None:
    assert {name for sound in EMITTED for name in calls_of(sound) or (sound,)} <= set(SOURCES)


@pytest.mark.parametrize("name", sorted(CALLED))
def test_a_call_begins_and_ends_in_silence_and_in_time(name: str) -> None:
    made = source(name)
    most = np.abs(made).max()
    assert np.abs(made[:48]).max() < 0.05 * most
    assert np.abs(made[-48:]).max() < 0.05 * most
    assert len(made) / RATE < CALLS[name.partition("-")[0]].seconds
