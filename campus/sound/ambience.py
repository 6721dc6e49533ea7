"""The beds that a space lies in: seamless, stereo, quiet. Synthesised: nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE
from campus.sound.loudness import at_loudness
from campus.sound.noise import band, lay, noise, swell

Samples = NDArray[np.float64]

AMBIENCE_LUFS = -40.0
LOOP_S = 16.0
"""Long enough that nobody hears it come round again."""
_LENGTH = round(LOOP_S * RATE)


def ambience(name: str) -> Samples:
    """(n, 2) the bed of that name at `AMBIENCE_LUFS`, to be played round and round.

    Raises:
        KeyError: when the library has no such bed; `AMBIENCES` has the names.
    """
    random = np.random.default_rng([71, *name.encode()])
    sides = AMBIENCES[name](random)
    return at_loudness(sides - sides.mean(0), AMBIENCE_LUFS)


def _sides(colour: Callable[[Samples], Samples], random: np.random.Generator, common: float = 0.4) -> Samples:
    """(n, 2) noise that is wide: the two ears share only the part `common` of its power."""
    both = noise(_LENGTH, colour, random) * np.sqrt(common)
    own = np.sqrt(1 - common)
    return np.stack([both + own * noise(_LENGTH, colour, random) for _ in range(2)], axis=1)


def _swelling(sides: Samples, period_s: float, depth: float, random: np.random.Generator) -> Samples:
    return sides * np.stack([swell(_LENGTH, period_s, depth, random) for _ in range(2)], axis=1)


def _quiet_room(random: np.random.Generator) -> Samples:
    """Air that is let in slowly, and the faint breadth of a furnished room."""
    air = _sides(band(70, 190, 1.5), random)
    hiss = _sides(band(1500, 4500, 1.0), random)
    return _swelling(air, 6.0, 0.12, random) + 0.09 * hiss


def _stone_hall(random: np.random.Generator) -> Samples:
    """The murmur of air in a high stone room: broad, breathing slowly, with the room's own low tones."""
    air = _swelling(_sides(band(260, 760, 1.5), random, 0.25), 7.0, 0.22, random)
    for hertz in (71.0, 107.0, 164.0, 233.0):
        air += 0.22 * _swelling(_sides(band(hertz * 0.97, hertz * 1.03, 3.0), random, 0.5), 5.0, 0.35, random)
    return air + 0.10 * _swelling(_sides(band(1200, 3800, 1.2), random, 0.2), 5.0, 0.3, random)


def _amphitheatre(random: np.random.Generator) -> Samples:
    """A great dead room: air that seeps from under three hundred seats, all round, and far below it the fans."""
    seeping = _swelling(_sides(band(1100, 2600, 1.2), random, 0.05), 8.0, 0.10, random)
    depth = _swelling(_sides(band(48, 105, 2.5), random, 0.3), 9.0, 0.3, random)
    return 0.55 * seeping + 1.6 * depth


def _clinic(random: np.random.Generator) -> Samples:
    """A ward: clean air blown in evenly, a machine's even tone, and a pump that breathes every four seconds."""
    air = _sides(band(480, 900, 3.5), random, 0.3) + 0.34 * _sides(band(5200, 9000, 3.0), random, 0.3)
    t = np.arange(_LENGTH) / RATE
    tone = np.zeros(_LENGTH)
    for hertz, gain in ((150, 0.10), (300, 0.16), (450, 0.08)):
        tone += gain * np.sin(2 * np.pi * hertz * t)
    breath = np.clip(np.sin(2 * np.pi * t * 4 / LOOP_S), 0, 1) ** 3
    pump = noise(_LENGTH, band(260, 520, 2.0), random) * breath
    return np.asarray(air + (tone + 0.7 * pump)[:, None] * np.array([0.8, 1.0]))


def _library(random: np.random.Generator) -> Samples:
    """The hush of paper and cloth: hardly any treble, and air that one only notices when it stops."""
    hush = _swelling(_sides(band(200, 400, 2.2), random, 0.25), 7.0, 0.14, random)
    return hush + 0.25 * _swelling(_sides(band(90, 150, 2.0), random, 0.5), 9.0, 0.2, random)


def _office(random: np.random.Generator) -> Samples:
    """Two machines under desks: each fan's narrow whir, not quite the other's, and the mains in the lamps."""
    made = 0.55 * _sides(band(500, 1300, 1.2), random, 0.4)
    for channel, blades in enumerate((212.0, 226.0)):
        for multiple, gain in ((1, 0.9), (2, 0.5), (4, 0.28)):
            whir = noise(_LENGTH, band(blades * multiple - 2, blades * multiple + 2, 6.0), random)
            made[:, channel] += gain * whir
            made[:, 1 - channel] += 0.5 * gain * whir
    t = np.arange(_LENGTH) / RATE
    return made + (0.25 * np.sin(2 * np.pi * 100 * t))[:, None]


def _garden(random: np.random.Generator) -> Samples:
    """Leaves all round in a light wind. Water, swifts and cicadas are heard from where they are, not in here."""
    leaves = _swelling(_sides(band(1400, 4200, 1.3), random, 0.15), 5.5, 0.45, random)
    wind = _swelling(_sides(band(80, 260, 1.2), random, 0.5), 7.0, 0.3, random)
    return 0.8 * leaves + 0.7 * wind


def _arcade(random: np.random.Generator) -> Samples:
    """The garden from under a vault: its leaves without their gloss, and the stone that holds the air."""
    leaves = _swelling(_sides(band(1600, 2700, 3.5), random, 0.3), 5.5, 0.4, random)
    air = _swelling(_sides(band(160, 320, 3.0), random, 0.5), 7.0, 0.25, random)
    return 0.5 * leaves + 1.2 * air


def water(random: np.random.Generator) -> Samples:
    """A jet into a basin: hundreds of small bubbles, each a short tone that rises, over a soft wash."""
    made = 0.35 * _sides(band(500, 2400, 1.2), random, 0.6)
    for _ in range(900):
        hertz = 450 * 2 ** random.uniform(0, 2.6)
        decay = 14.0 / hertz + 0.012
        t = np.arange(round(decay * 1.2 * RATE)) / RATE
        rise = 2 * np.pi * hertz * (t + random.uniform(0.2, 1.6) * t**2)
        drop = np.sin(rise) * np.exp(-6.9 * t / decay) * np.minimum(t / 0.001, 1)
        gain, side, at = random.uniform(0.2, 1.0) ** 2 * 1.8, random.uniform(0.35, 0.65), random.uniform(0, LOOP_S)
        for channel, share in enumerate((1 - side, side)):
            lay(made[:, channel], drop, at, gain * share, around=True)
    return made


def swift(random: np.random.Generator) -> Samples:
    """(n,) a swift high over the roofs: a thin trilled cry that falls and fades as it passes."""
    seconds = random.uniform(0.5, 0.8)
    t = np.arange(round(seconds * RATE)) / RATE
    hertz = 5600 - 900 * t / seconds + 180 * np.sin(2 * np.pi * 34 * t)
    return np.asarray(np.sin(2 * np.pi * np.cumsum(hertz) / RATE) * np.sin(np.pi * t / seconds) ** 2)


def cicada(random: np.random.Generator) -> Samples:
    """(n, 2) one cicada in the pines: bands of treble in quick pulses, in bouts, round and round."""
    t = np.arange(_LENGTH) / RATE
    pulses = (0.5 + 0.5 * np.sin(2 * np.pi * 62 * t)) ** 4  # 62 in a second: a whole number in the loop
    bouts = np.clip(np.sin(2 * np.pi * t * 2 / LOOP_S - 1.0) * 3, 0, 1)
    return np.asarray(_sides(band(4300, 6200, 3.0), random, 0.7) * (pulses * bouts)[:, None])


def _projector(random: np.random.Generator) -> Samples:
    """A projector overhead: mains and its overtones, and the breath of a fan."""
    t = np.arange(_LENGTH) / RATE
    hum = np.zeros(_LENGTH)
    for hertz, gain in ((100, 0.5), (200, 0.3), (300, 0.2), (400, 0.1), (1187, 0.02)):
        hum += gain * np.sin(2 * np.pi * hertz * t)
    return np.stack([hum, hum], axis=1) + 0.16 * _sides(band(600, 1600, 1.6), random, 0.8)


AMBIENCES: Mapping[str, Callable[[np.random.Generator], Samples]] = {
    "quiet-room": _quiet_room,
    "office": _office,
    "library": _library,
    "clinic": _clinic,
    "amphitheatre": _amphitheatre,
    "stone-hall": _stone_hall,
    "garden": _garden,
    "arcade": _arcade,
    "projector": _projector,
}
"""The library: names as in a scene's `sound: {ambience: …}`."""
