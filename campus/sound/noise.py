"""Noise of any colour that closes on itself, struck bodies that ring, and laying one sound into another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE

Samples = NDArray[np.float64]


def noise(length: int, colour: Callable[[Samples], Samples], random: np.random.Generator) -> Samples:
    """(length,) noise of root mean square 1, whose end leads into its beginning.

    Args:
        length: samples.
        colour: amplitude over frequency (Hz).
        random: where its phases come from.
    """
    hertz = np.fft.rfftfreq(length, 1 / RATE).astype(np.float64)
    shape = np.zeros(len(hertz))
    shape[1:] = colour(hertz[1:])
    # Made as a spectrum of random phases, it is periodic by construction: a loop has no seam to hide.
    spectrum = shape * (random.standard_normal(len(hertz)) + 1j * random.standard_normal(len(hertz)))
    made = np.fft.irfft(spectrum, length)
    return np.asarray(made / max(float(np.sqrt((made**2).mean())), 1e-12))


def band(low: float, high: float, slope: float = 2.0) -> Callable[[Samples], Samples]:
    """A colour: flat from `low` to `high` Hz, falling on both sides by 6 dB an octave times `slope`."""

    def colour(hertz: Samples) -> Samples:
        return np.asarray(1 / (np.sqrt(1 + (low / hertz) ** (2 * slope)) * np.sqrt(1 + (hertz / high) ** (2 * slope))))

    return colour


def swell(length: int, period_s: float, depth: float, random: np.random.Generator) -> Samples:
    """(length,) a slow rise and fall about 1, never below 0, that closes on itself like the noise it is laid upon."""
    slow = noise(length, band(0.3 / period_s, 1 / period_s, 4.0), random)
    return np.asarray(np.maximum(1 + depth * slow, 0.0))


def ringing(
    modes: Sequence[tuple[float, float, float]], seconds: float, random: np.random.Generator | None = None
) -> Samples:
    """A struck body: each mode (Hz, amplitude, seconds to a thousandth) a decaying tone.

    Args:
        modes: the tones.
        seconds: how long the sound is.
        random: gives the phases; None starts each at zero, a clean strike.
    """
    t = np.arange(round(seconds * RATE)) / RATE
    made = np.zeros(len(t))
    for hertz, amplitude, decay in modes:
        phase = random.uniform(0, 2 * np.pi) if random is not None else 0.0
        made += amplitude * np.sin(2 * np.pi * hertz * t + phase) * np.exp(-6.9 * t / decay)
    return np.asarray(made * np.minimum(t / 0.0008, 1.0))


def burst(
    seconds: float, colour: Callable[[Samples], Samples], attack_s: float, decay_s: float, random: np.random.Generator
) -> Samples:
    """A short noise that rises in `attack_s` and falls to a thousandth in `decay_s`."""
    length = round(seconds * RATE)
    t = np.arange(length) / RATE
    envelope = np.minimum(t / attack_s, 1.0) * np.exp(-6.9 * np.maximum(t - attack_s, 0) / decay_s)
    return np.asarray(noise(length, colour, random) * envelope)


def lay(into: Samples, what: Samples, at_s: float, gain: float = 1.0, *, around: bool = False) -> None:
    """Add a sound to another in place, from `at_s` on; past the end it is cut off, or goes round."""
    start = round(at_s * RATE)
    if around:
        places = (start + np.arange(len(what))) % len(into)
        np.add.at(into, places, gain * what)
        return
    end = min(start + len(what), len(into))
    if end > start:
        into[start:end] += gain * what[: end - start]


def faded(sound: Samples, seconds: float = 0.02) -> Samples:
    """The same sound, its last moments drawn down to nothing."""
    count = min(round(seconds * RATE), len(sound))
    made = sound.copy()
    down = np.linspace(1, 0, count)
    made[len(sound) - count :] *= down if sound.ndim == 1 else down[:, None]
    return made
