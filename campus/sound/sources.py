"""What sounds from one place: water, leaves, a hum, a cicada, a bell. Made by code for one ear; nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from campus.components._base import EmitterSound
from campus.sound import RATE
from campus.sound.ambience import LOOP_S, cicada, water
from campus.sound.loudness import at_loudness
from campus.sound.noise import band, faded, noise, ringing, swell

Samples = NDArray[np.float64]

_LENGTH = round(LOOP_S * RATE)


def source(name: str) -> Samples:
    """(n,) the sound as heard one metre from it; all but the bell go round without a seam.

    Raises:
        KeyError: when there is no such sound; `SOURCES` has the names.
    """
    make, lufs = SOURCES[name]
    made = make(np.random.default_rng([43, *name.encode()]))
    return at_loudness(made - made.mean(), lufs)


def _water(random: np.random.Generator) -> Samples:
    """A jet that falls into its basin."""
    return np.asarray(water(random).mean(1))


def _leaves(random: np.random.Generator) -> Samples:
    """A crown of leaves in a light wind: rustling that comes and goes, and a little of the wind itself."""
    rustle = noise(_LENGTH, band(1800, 5200, 1.4), random) * swell(_LENGTH, 4.0, 0.5, random)
    return np.asarray(rustle + 0.5 * noise(_LENGTH, band(150, 500, 1.2), random) * swell(_LENGTH, 6.0, 0.4, random))


def _hum(random: np.random.Generator) -> Samples:
    """A machine at rest: the mains' overtones, not quite steady, and the breath of a fan."""
    t = np.arange(_LENGTH) / RATE
    tones = sum(gain * np.sin(2 * np.pi * hertz * t) for hertz, gain in ((100, 0.6), (200, 0.3), (300, 0.12)))
    return np.asarray(tones * swell(_LENGTH, 5.0, 0.08, random) + 0.25 * noise(_LENGTH, band(350, 1300, 1.4), random))


def _cicada(random: np.random.Generator) -> Samples:
    """One cicada on its branch, in bouts."""
    return np.asarray(cicada(random).mean(1))


def _bell(random: np.random.Generator) -> Samples:
    """A small bronze bell, struck twice: its partials at 0.5, 1, 1.19, 1.5 and 2 of the note."""
    del random  # a bell is a bell
    note = 587.3
    partials = (
        (0.5, 0.35, 2.4),
        (1.0, 0.6, 1.9),
        (1.19, 0.45, 1.5),
        (1.5, 0.3, 1.1),
        (2.0, 0.5, 0.9),
        (2.67, 0.2, 0.5),
    )
    struck = ringing([(note * ratio, gain, decay) for ratio, gain, decay in partials], 2.6)
    made = np.zeros(round(3.4 * RATE))
    for at, gain in ((0.0, 1.0), (0.75, 0.8)):
        start = round(at * RATE)
        made[start : start + len(struck)] += gain * struck[: len(made) - start]
    return faded(made, 0.3)


SOURCES: Mapping[str, tuple[Callable[[np.random.Generator], Samples], float]] = {
    "water": (_water, -32.0),
    "leaves": (_leaves, -38.0),
    "hum": (_hum, -42.0),
    "cicada": (_cicada, -38.0),
    "bell": (_bell, -24.0),
}
"""By name: how it is made, and its loudness at one metre."""
EMITTED: tuple[str, ...] = get_args(EmitterSound)
