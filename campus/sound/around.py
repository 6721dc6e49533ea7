"""Where a sound comes from, and what stands between: two ears, distance, a closed door."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE
from campus.sound.response import in_bands

Samples = NDArray[np.float64]
Point3 = tuple[float, float, float]

HEAD_M = 0.0875
SOUND_M_S = 343.0
DOOR_LOSS_DB = (18.0, 21.0, 24.0, 26.0, 28.0, 30.0)
"""What a shut leaf of 40 mm of oak without seals keeps back, by octave band from 125 to 4000 Hz: a weighted reduction
of about 26 dB, as such doors are specified."""
CLOSED_DB = 26.0
"""The same in one number, for what is only made softer."""
FAR_EAR = 0.32
"""What reaches the far ear of a sound from straight beside: 10 dB less, its treble most."""


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


def behind_closed_door(sound: Samples) -> Samples:
    """A mono sound as it comes through a door that is shut."""
    gains = 10 ** (-np.array(DOOR_LOSS_DB) / 20)
    return np.asarray((in_bands(sound) * gains[:, None]).sum(0))
