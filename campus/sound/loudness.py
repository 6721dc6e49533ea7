"""Loudness as a listener perceives it: ITU-R BS.1770-4, in LUFS, and bringing a sound to a loudness."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE

Samples = NDArray[np.float64]

SILENCE_LUFS = -70.0
"""The standard's absolute gate: what is quieter does not count."""
_BLOCK_S, _HOP_S = 0.4, 0.1
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""The standard's two filters at 48 kHz: what a head does to treble, and how little bass counts."""


def loudness(sound: Samples) -> float:
    """Integrated loudness in LUFS; minus infinity for silence.

    Args:
        sound: (n,) or (n, 2); a mono sound counts as one channel. Shorter than a block of 0.4 s, it is padded.
    """
    channels = sound.reshape(len(sound), -1)
    block, hop = round(_BLOCK_S * RATE), round(_HOP_S * RATE)
    if len(channels) < block:
        channels = np.concatenate([channels, np.zeros((block - len(channels), channels.shape[1]))])
    power = np.zeros(len(channels))
    for channel in channels.T:
        power += _weighted(channel) ** 2
    summed = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, len(power) - block + 1, hop)
    blocks = np.maximum((summed[starts + block] - summed[starts]) / block, 0.0)
    blocks = blocks[blocks > _power(SILENCE_LUFS)]
    if not len(blocks):
        return -math.inf
    blocks = blocks[blocks > float(blocks.mean()) * 0.1]  # the relative gate: 10 LU under the mean
    return _lufs(float(blocks.mean()))


def at_loudness(sound: Samples, lufs: float) -> Samples:
    """The same sound at another loudness; silence stays silence."""
    now = loudness(sound)
    return sound if math.isinf(now) else sound * decibels(lufs - now)


def decibels(value: float) -> float:
    """The factor on amplitudes that so many decibels are."""
    return float(10 ** (value / 20))


def _weighted(channel: Samples) -> Samples:
    """The K-weighted signal. Filtered as a spectrum, padded by a quarter second in which the high-pass has died out."""
    length = _good_length(len(channel) + RATE // 4)
    turn = np.exp(-2j * np.pi * np.arange(length // 2 + 1) / length)
    response = np.ones(len(turn), complex)
    for (b0, b1, b2), (a0, a1, a2) in (_SHELF, _HIGH_PASS):
        response *= (b0 + b1 * turn + b2 * turn**2) / (a0 + a1 * turn + a2 * turn**2)
    return np.asarray(np.fft.irfft(np.fft.rfft(channel, length) * response, length)[: len(channel)])


def _good_length(at_least: int) -> int:
    """A power of two, or three quarters of one: quick to transform."""
    power = 1 << (at_least - 1).bit_length()
    return power * 3 // 4 if power * 3 // 4 >= at_least else power


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(power)
