"""Where a sound comes from, and what stands between: two ears, distance, a closed door."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE
from campus.sound.response import BANDS, SOUND_M_S

Samples = NDArray[np.float64]
Point3 = tuple[float, float, float]

HEAD_M = 0.0875
DOOR_LOSS_DB = (18.0, 21.0, 24.0, 26.0, 28.0, 30.0)
"""What a shut leaf of 40 mm of oak without seals keeps back, by octave band from 125 to 4000 Hz: a weighted reduction
of about 26 dB, as such doors are specified."""
HIDDEN_LOSS_DB = (8.7, 10.7, 13.1, 15.8, 18.6, 21.6)
"""What a wall or a column between keeps back of the direct sound, by the same bands: 10 lg (3 + 20 N) after Maekawa
(Applied Acoustics 1, 1968), N counting half waves in a detour of 0.3 m. Low sounds come round it, treble does not."""
FAR_EAR = 0.32
"""What reaches the far ear of a sound from straight beside: 10 dB less, its treble most."""


HIDDEN_ANSWER = 0.5
"""Of a room's answer to what is behind a wall in it: it has filled that part of the room more than this one. Half, as
between two rooms whose common opening is a quarter of what absorbs in the nearer one (Kuttruff, coupled rooms)."""


def loss_by_distance(distance: float, reference: float = 1.0) -> float:
    """The factor on amplitudes at a distance in metres, over that at `reference`; nearer than that it does not grow."""
    return reference / max(distance, reference)


def bearing(ear: Point3, heading: float, source: Point3) -> float:
    """Radians from where one looks to a source, to the left positive.

    Args:
        ear: metres.
        heading: degrees counter-clockwise from north.
        source: metres.
    """
    dx, dy = source[0] - ear[0], source[1] - ear[1]
    if math.hypot(dx, dy) < 0.05:
        return 0.0
    turn = math.atan2(-dx, dy) - math.radians(heading)
    return math.atan2(math.sin(turn), math.cos(turn))


def to_ears(sound: Samples, turn: float) -> Samples:
    """(n, 2) a mono sound from a direction as a round head hears it: later, softer and duller on its far side.

    Args:
        sound: (n,).
        turn: radians to the left.
    """
    aside = math.sin(turn)
    angle = math.asin(abs(aside))
    delay = round(HEAD_M / SOUND_M_S * (angle + math.sin(angle)) * RATE)  # Woodworth
    share = abs(aside)
    # The head's shadow begins where its girth is a wave: a first-order fall from 700 Hz, as deep as the sound is aside.
    size = 1 << (len(sound) + delay + RATE // 20 - 1).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    shadow = (1 + (1 - 0.75 * share) * 1j * hertz / 700) / (1 + 1j * hertz / 700)
    far = np.fft.irfft(np.fft.rfft(sound, size) * shadow, size)[: len(sound)] * (1 - share * (1 - FAR_EAR))
    far = np.concatenate([np.zeros(delay), far])[: len(sound)]
    near = sound * (1 + 0.2 * share)
    return np.stack([near, far] if aside >= 0 else [far, near], axis=1)


def damped(sound: Samples, loss_db: Sequence[float], *, around: bool = False) -> Samples:
    """A sound as it comes through, or round, what keeps some of it back.

    Args:
        sound: (n,).
        loss_db: by octave band of `BANDS`; between two bands it goes over evenly, and above the last it goes on as
            between the last two.
        around: the sound goes round and round, and must do so without a seam.
    """
    size = len(sound) if around else 1 << (len(sound) + RATE // 20 - 1).bit_length()
    octave = np.log2(np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1.0) / BANDS[0])
    last = len(loss_db) - 1
    beyond = np.maximum(octave - last, 0) * (loss_db[-1] - loss_db[-2])
    gains = 10 ** (-(np.interp(octave, np.arange(last + 1), loss_db) + beyond) / 20)
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, size) * gains, size)[: len(sound)])


def behind_closed_door(sound: Samples, *, around: bool = False) -> Samples:
    """A mono sound as it comes through a door that is shut."""
    return damped(sound, DOOR_LOSS_DB, around=around)


def behind_a_wall(sound: Samples, *, around: bool = False) -> Samples:
    """A mono sound as it comes round a wall or a column that stands between."""
    return damped(sound, HIDDEN_LOSS_DB, around=around)
