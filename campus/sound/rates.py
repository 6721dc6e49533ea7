"""A sound of another rate, at ours."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE

Samples = NDArray[np.float64]

_REACH = 24
"""Samples on each side that a new one is made of; treble is kept to nine tenths of what the slower rate can hold."""
_AT_ONCE = 32_768


def at_rate(sound: Samples, rate: int) -> Samples:
    """(m,) a sound of `rate` samples a second at `RATE`: what neither can hold is left out, not folded down.

    Args:
        sound: (n,).
        rate: its samples a second.
    """
    if rate == RATE or not len(sound):
        return sound
    slower = 0.95 * min(1.0, RATE / rate)  # of its own rate, where the filter has fallen to a half
    reach = math.ceil(_REACH / slower)
    padded = np.concatenate([np.zeros(reach), sound, np.zeros(reach + 1)])
    made = np.empty(round(len(sound) * RATE / rate))
    taps = np.arange(-reach + 1, reach + 1)
    for start in range(0, len(made), _AT_ONCE):
        moment = np.arange(start, min(start + _AT_ONCE, len(made))) * (rate / RATE)
        first = np.floor(moment).astype(np.int64)
        away = taps[None] - (moment - first)[:, None]
        weight = slower * np.sinc(slower * away) * (0.5 + 0.5 * np.cos(np.pi * np.clip(away / reach, -1, 1)))
        index = np.clip(first[:, None] + taps[None] + reach, 0, len(padded) - 1)
        made[start : start + len(moment)] = (padded[index] * weight).sum(1)
    return made
