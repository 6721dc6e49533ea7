"""What sounds from one place: water, leaves, machines, animals, a bell. Made by code for one ear, never recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from campus.components._base import EmitterSound
from campus.sound import RATE
from campus.sound.ambience import LOOP_S, cicada, swift, water
from campus.sound.calls import CALLS
from campus.sound.loudness import at_loudness
from campus.sound.noise import band, burst, faded, lay, noise, ringing, swell

Samples = NDArray[np.float64]

_LENGTH = round(LOOP_S * RATE)


def source(name: str) -> Samples:
    """(n,) the sound as heard one metre from it; all but the bell and single calls go round without a seam.

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


def _ventilation(random: np.random.Generator) -> Samples:
    """Air that leaves a grille: broad, even, a little of the fan far behind it."""
    air = noise(_LENGTH, band(500, 2600, 1.3), random) * swell(_LENGTH, 6.0, 0.06, random)
    return np.asarray(air + 0.35 * noise(_LENGTH, band(86, 98, 5.0), random))


def _clock(random: np.random.Generator) -> Samples:
    """A pendulum clock: tick and tock, a second apart, no two quite alike."""
    made = np.zeros(_LENGTH)
    for second in range(round(LOOP_S)):
        tone = 1.0 if second % 2 else 0.84
        modes = ((1430 * tone, 0.5, 0.03), (2710 * tone, 0.35, 0.02), (420 * tone, 0.5, 0.05))
        gain = random.uniform(0.85, 1.0)
        lay(made, ringing(modes, 0.12, random), second + 0.4, gain, around=True)
        lay(made, burst(0.05, band(1500, 5000), 0.0008, 0.012, random), second + 0.4, 0.5 * gain, around=True)
    return made


def _monitor(random: np.random.Generator) -> Samples:
    """A patient's monitor, its alarm silenced: a soft round tone for each beat, 75 a minute, and its small fan."""
    made = 0.05 * noise(_LENGTH, band(700, 2000, 1.5), random)
    t = np.arange(round(0.11 * RATE)) / RATE
    beat = np.sin(2 * np.pi * 880 * t) * np.sin(np.pi * t / t[-1]) ** 2
    for n in range(20):  # in 16 seconds
        lay(made, beat, n * LOOP_S / 20 + 0.2, 0.5, around=True)
    return made


def _swifts(random: np.random.Generator) -> Samples:
    """A small party that passes: three to five cries, one over the other."""
    made = np.zeros(round(4.2 * RATE))
    for _ in range(int(random.integers(3, 6))):
        lay(made, swift(random), random.uniform(0.1, 3.2), random.uniform(0.4, 1.0))
    return made


def _bout(random: np.random.Generator) -> Samples:
    """A cicada that winds itself up, sings for some seconds, and stops."""
    seconds = random.uniform(5.5, 8.0)
    t = np.arange(round(seconds * RATE)) / RATE
    pulses = (0.5 + 0.5 * np.sin(2 * np.pi * random.uniform(56, 68) * t)) ** 4
    bout = np.clip(t / 1.4, 0, 1) ** 2 * np.clip((seconds - t) / 0.5, 0, 1)
    return np.asarray(noise(len(t), band(4300, 6200, 3.0), random) * pulses * bout)


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
    "ventilation": (_ventilation, -40.0),
    "clock": (_clock, -40.0),
    "monitor": (_monitor, -40.0),
    "cicada": (_cicada, -38.0),
    "bell": (_bell, -24.0),
    **{f"swifts-{n}": (_swifts, -34.0) for n in range(CALLS["swifts"].variants)},
    **{f"cicada-{n}": (_bout, -38.0) for n in range(CALLS["cicada"].variants)},
}
"""By name: how it is made, and its loudness at one metre; single calls are numbered."""
EMITTED: tuple[str, ...] = get_args(EmitterSound)


def calls_of(sound: str) -> tuple[str, ...]:
    """The names of the single calls of what calls now and then; nothing of what never pauses."""
    calls = CALLS.get(sound)
    return tuple(f"{sound}-{n}" for n in range(calls.variants)) if calls is not None else ()


CALLED = frozenset(name for sound in CALLS for name in calls_of(sound))
