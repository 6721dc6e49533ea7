"""Pictures in blocks of 4 x 4 pixels that graphics cards read as they are: a byte a pixel instead of two or four.

The encoders are of BC3 (S3TC's DXT5) and BC5 (RGTC2). A picture of a pattern is turned first, so that what differs most
from pixel to pixel, how light it is, lies along the channel that BC3 keeps best; the card turns it back. Knows no
graphics card.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

GLOSS_IS_SEEN = 0.5
"""So much as its colour is."""
AT_ONCE = 2048
"""Blocks that are worked on together: what a processor keeps close by."""
TURNED_AT_ONCE = 1 << 15
"""Pixels, likewise."""


@dataclass(frozen=True, eq=False)
class Turned:
    """A picture whose channels are a sum each, along axes of its own.

    Attributes:
        data: (h, w, 4): second axis, gloss, third axis, and in the last channel the first axis.
        axes: (4, 4) float32, what a whole step of each channel adds to red, green, blue and gloss.
        base: (4,) float32, what they are at zero.
    """

    data: Bytes
    axes: Floats
    base: Floats

    @property
    def weigh(self) -> tuple[float, float, float]:
        """How much a step of each of the first three channels is seen, as `bc3` asks."""
        span = np.abs(self.axes).max(axis=1) * (1.0, GLOSS_IS_SEEN, 1.0, 1.0)
        red, green, blue = (span[:3] / max(float(span[:3].max()), 1e-6)).tolist()
        return red, green, blue


def turned(data: Bytes) -> Turned:
    """A picture along the axes of its own colours.

    Args:
        data: (h, w, 4) red, green, blue and gloss.
    """
    pixels = data.reshape(-1, 4)
    mean, spread = _mean_and_spread(pixels[:, :3])
    _, found = np.linalg.eigh(spread)
    axes = found[:, ::-1].T.astype(np.float32)  # the largest first
    along = axes[[1, 2, 0]]
    values = np.empty((4, len(pixels)), np.float32)
    for start in range(0, len(pixels), TURNED_AT_ONCE):
        some = np.ascontiguousarray(pixels[start : start + TURNED_AT_ONCE].T).astype(np.float32) * np.float32(1 / 255)
        into = values[:, start : start + TURNED_AT_ONCE]
        into[1] = some[3]
        away = some[:3] - mean[:, None]
        for row, axis in zip((0, 2, 3), along, strict=True):
            into[row] = away[0] * axis[0] + away[1] * axis[1] + away[2] * axis[2]
            into[row][np.abs(into[row]) < 1e-5] = 0  # of what is grey, nothing is left along the others
    ways = np.zeros((4, 4), np.float32)
    ways[[0, 2, 3], :3], ways[1, 3] = along, 1.0
    low, span = values.min(axis=1), np.ptp(values, axis=1)
    base = np.append(mean, np.float32(0)) + low @ ways
    steps = np.empty(pixels.shape, np.uint8)
    for start in range(0, len(pixels), TURNED_AT_ONCE):
        some = values[:, start : start + TURNED_AT_ONCE]
        some -= low[:, None]
        some *= (np.float32(255) / np.maximum(span, np.float32(1e-6)))[:, None]
        steps[start : start + TURNED_AT_ONCE] = np.rint(some, out=some).astype(np.uint8).T
    return Turned(steps.reshape(data.shape), (ways * span[:, None]).astype(np.float32), base.astype(np.float32))


def _mean_and_spread(colours: Bytes) -> tuple[Floats, NDArray[np.float64]]:
    """Of (n, 3) colours from 0 to 255, as shares of that: their mean, and how they vary together, but for a factor.

    Whole numbers are summed, so that grey is grey to the last bit.
    """
    total, products = np.zeros(3), np.zeros((3, 3))
    for start in range(0, len(colours), TURNED_AT_ONCE):
        some = colours[start : start + TURNED_AT_ONCE].T.astype(np.float64)
        total += some.sum(axis=1)
        products += some @ some.T
    count = len(colours)
    return (total / (count * 255)).astype(np.float32), products * count - np.outer(total, total)


def levels(data: Bytes) -> list[Bytes]:
    """A picture (h, w, channels) and all its smaller ones, down to one pixel."""
    found = [data]
    while max(data.shape[:2]) > 1:
        tall, wide = (max(size // 2, 1) for size in data.shape[:2])
        down, across = data.shape[0] // tall, data.shape[1] // wide
        data = data[: tall * down, : wide * across]
        if (down, across) == (2, 2):
            data = _mean_of_four(data)
        else:
            parts = data.reshape(tall, down, wide, across, -1)
            data = np.round(parts.mean(axis=(1, 3), dtype=np.float32)).astype(np.uint8)
        found.append(data)
    return found


def _mean_of_four(data: Bytes) -> Bytes:
    """A picture of half as many pixels each way; what lies in the middle between two steps goes to the even one."""
    rows = data[0::2].astype(np.uint16)
    rows += data[1::2]
    total = rows[:, 0::2] + rows[:, 1::2]
    total += 1 + ((total >> 2) & 1)
    mean: Bytes = (total >> 2).astype(np.uint8)
    return mean


def bc3(data: Bytes, weigh: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Bytes:
    """(h, w, 4) as BC3: 16 bytes a block; a picture that is no whole number of blocks ends in its edge again.

    Args:
        data: the picture.
        weigh: how bad a step is in each of the first three channels, which share two bits a pixel.
    """
    steps = np.maximum(np.array(weigh, np.float32), np.float32(1e-3))
    return _in_turns(lambda some: (_one(some[3]), _three(some[:3], steps)), data)


def bc5(data: Bytes) -> Bytes:
    """(h, w, 2) as BC5: 16 bytes a block; a picture that is no whole number of blocks ends in its edge again."""
    return _in_turns(lambda some: (_one(some[0]), _one(some[1])), data)


# Below, a pixel's place in its block comes before its block: sums over a block are then sums of long rows, which is
# what numpy does fast.


def _in_turns(encode: Callable[[Bytes], tuple[Bytes, Bytes]], data: Bytes) -> Bytes:
    """Halves of 8 bytes for each block, from some blocks at a time: (channels, 16, n)."""
    tall, wide, channels = data.shape
    if tall % 4 or wide % 4:
        data = np.pad(data, ((0, -tall % 4), (0, -wide % 4), (0, 0)), mode="edge")
    down, across = data.shape[0] // 4, data.shape[1] // 4
    rows = data.reshape(down, 4, across, 4, channels)
    found = np.empty((down, across, 2, 8), np.uint8)
    at_once = max(AT_ONCE // across, 1)
    for start in range(0, down, at_once):
        some = rows[start : start + at_once].transpose(4, 1, 3, 0, 2).reshape(channels, 16, -1)
        into = found[start : start + at_once].reshape(-1, 2, 8)
        into[:, 0], into[:, 1] = encode(some)
    return found.reshape(-1)


def _one(values: Bytes) -> Bytes:
    """(n, 8): a channel (16, n) as the most and the least of each block, and six steps between."""
    most, least = values.max(axis=0), values.min(axis=0)
    span = np.maximum(most - least, 1).astype(np.float32)
    # A little more than a half is added: what lies halfway between two steps goes to the lower, however it is rounded.
    share = (most - values).astype(np.float32)
    share *= np.float32(7) / span
    share += np.float32(0.5 + 1e-4)
    below = share.astype(np.uint8)
    code = below + (below > 0)
    code[below == 7] = 1
    pairs = code[0::2] | (code[1::2] << 3)
    fours = pairs[0::2] | (pairs[1::2].astype(np.uint16) << 6)
    eights = fours[0::2] | (fours[1::2].astype(np.uint32) << 12)
    found = np.empty((len(most), 8), np.uint8)
    found[:, 0], found[:, 1] = most, least
    found[:, 2:5], found[:, 5:8] = (_low_bytes(part, 3) for part in eights)
    return found


def _three(values: Bytes, weigh: Floats) -> Bytes:
    """(n, 8): channels (3, 16, n) as two colours of 5, 6 and 5 bits, and two between, on a line through the block's."""
    steps = np.repeat(np.round(values[:, :1] * (_MOST[:, None, None] / 255)).astype(np.float32), 2, axis=1)
    code = np.zeros(values.shape[1:], np.uint8)
    varied = np.flatnonzero((values.max(axis=1) != values.min(axis=1)).any(axis=0))
    if len(varied) == values.shape[2]:
        steps, code = _fitted(values * weigh[:, None, None], weigh)
    elif len(varied):
        steps[..., varied], code[:, varied] = _fitted(values[..., varied] * weigh[:, None, None], weigh)
    red, green, blue = steps.astype(np.uint16)
    first, second = (red << 11) | (green << 5) | blue
    turn = first < second  # a card that takes it for BC1 reads a first that is less as something else
    code ^= turn
    fours = code[0::4] | (code[1::4] << 2) | (code[2::4] << 4) | (code[3::4] << 6)
    found = np.empty((len(turn), 8), np.uint8)
    found[:, 0:2] = _low_bytes(np.maximum(first, second), 2)
    found[:, 2:4] = _low_bytes(np.minimum(first, second), 2)
    found[:, 4:] = fours.T
    return found


_CODES = np.array([1, 3, 2, 0], np.uint8)
"""By thirds of the first colour."""
_MOST = np.array([31, 63, 31], np.float32)


@dataclass(frozen=True, eq=False)
class _Blocks:
    """Blocks of three channels, weighed.

    Attributes:
        mean: (3, n) of each block.
        away: (3, 16, n) from there.
        squares: (n,) how far a block's are from its mean, squared and summed.
        weigh: (3,) by how much the channels are weighed.
    """

    mean: Floats
    away: Floats
    squares: Floats
    weigh: Floats


def _fitted(texels: Floats, weigh: Floats) -> tuple[Floats, Bytes]:
    """Two colours of each block, in steps that can be kept (3, 2, n), and the code of each texel (16, n)."""
    mean = texels.mean(axis=1)
    away = texels - mean[:, None]
    spread = np.empty((3, 3, texels.shape[2]), np.float32)
    for one in range(3):
        for other in range(one + 1):
            spread[one, other] = spread[other, one] = np.einsum("pn,pn->n", away[one], away[other])
    varies = np.einsum("kkn->kn", spread)
    line = np.take_along_axis(spread, np.argmax(varies, axis=0)[None, None], axis=0)[0]
    for _ in range(4):
        line = spread[0] * line[0] + spread[1] * line[1] + spread[2] * line[2]
        line = line / np.maximum(np.sqrt((line * line).sum(axis=0)), np.float32(1e-9))
    along = _dot(away, line)
    ends = mean[:, None] + line[:, None] * np.stack([along.max(axis=0), along.min(axis=0)])
    blocks = _Blocks(mean, away, varies.sum(axis=0), weigh)
    steps, thirds, error = _coded(ends, blocks)
    # The two colours that fit these codes best, by least squares.
    share = thirds * np.float32(1 / 3)
    total, a = share.sum(axis=0), np.einsum("pn,pn->n", share, share)
    b, c = total - a, 16 - 2 * total + a
    first = np.einsum("pn,kpn->kn", share, away)  # the second's is the same below the mean
    better_ends = np.stack([c + b, -b - a], axis=0) * first[:, None]
    better_ends /= np.maximum(a * c - b * b, np.float32(1e-6))
    new_steps, new_thirds, new_error = _coded(better_ends + mean[:, None], blocks)
    better = new_error < error
    return np.where(better, new_steps, steps), _CODES[np.where(better, new_thirds, thirds).astype(np.uint8)]


def _coded(ends: Floats, blocks: _Blocks) -> tuple[Floats, Floats, Floats]:
    """The ends (3, 2, n) as they can be kept, in steps; each texel's thirds of the first; each block's error."""
    weigh, most = blocks.weigh[:, None, None], _MOST[:, None, None]
    steps = np.rint(np.clip(ends * (1 / weigh), 0, 255) * (most / 255))
    kept = steps * (255 / most * weigh)
    way, from_second = kept[:, 0] - kept[:, 1], blocks.mean - kept[:, 1]
    long = np.maximum((way * way).sum(axis=0), np.float32(1e-9))
    share = _dot(blocks.away, way * (3 / long))
    share += (from_second * way).sum(axis=0) * (3 / long)
    thirds = np.clip(np.rint(share), 0, 3)
    # What is left of each texel, squared: its square, less what it has along the way, and what that is off its third.
    share *= -2
    share += thirds
    share *= thirds
    error = blocks.squares + 16 * (from_second * from_second).sum(axis=0) + share.sum(axis=0) * (long / 9)
    return steps, thirds, error


def _dot(away: Floats, line: Floats) -> Floats:
    """(16, n), how far each is along its block's line (3, n)."""
    found: Floats = away[0] * line[0]
    found += away[1] * line[1]
    found += away[2] * line[2]
    return found


def _low_bytes(values: NDArray[np.unsignedinteger[Any]], count: int) -> Bytes:
    return values.astype("<u4")[:, None].view(np.uint8)[:, :count]
