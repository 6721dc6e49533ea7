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
AT_ONCE = 8192
"""Blocks that are worked on together: a few megabytes."""


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
    texels = data.reshape(-1, 4).astype(np.float32) / np.float32(255)
    mean = texels[:, :3].mean(axis=0)
    _, found = np.linalg.eigh(np.cov(texels[:, :3] - mean, rowvar=False) if len(texels) > 1 else np.zeros((3, 3)))
    axes = found[:, ::-1].T.astype(np.float32)  # the largest first
    along = (texels[:, :3] - mean) @ axes.T
    along[np.abs(along) < 1e-5] = 0  # of what is grey, nothing is left along the others
    values = np.stack([along[:, 1], texels[:, 3], along[:, 2], along[:, 0]], axis=1)
    ways = np.zeros((4, 4), np.float32)
    ways[[0, 2, 3], :3], ways[1, 3] = axes[[1, 2, 0]], 1.0
    low, span = values.min(axis=0), np.ptp(values, axis=0)
    base = np.append(mean, np.float32(0)) + low @ ways
    steps = np.round((values - low) / np.maximum(span, 1e-6) * 255).astype(np.uint8)
    return Turned(steps.reshape(data.shape), (ways * span[:, None]).astype(np.float32), base.astype(np.float32))


def levels(data: Bytes) -> list[Bytes]:
    """A picture (h, w, channels) and all its smaller ones, down to one pixel."""
    found = [data]
    while max(data.shape[:2]) > 1:
        tall, wide = (max(size // 2, 1) for size in data.shape[:2])
        down, across = data.shape[0] // tall, data.shape[1] // wide
        parts = data[: tall * down, : wide * across].reshape(tall, down, wide, across, -1)
        data = np.round(parts.mean(axis=(1, 3), dtype=np.float32)).astype(np.uint8)
        found.append(data)
    return found


def bc3(data: Bytes, weigh: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Bytes:
    """(h, w, 4) as BC3: 16 bytes a block; a picture that is no whole number of blocks ends in its edge again.

    Args:
        data: the picture.
        weigh: how bad a step is in each of the first three channels, which share two bits a pixel.
    """
    parts, steps = _parts(data), np.maximum(np.array(weigh, np.float32), np.float32(1e-3))
    return _in_turns(lambda some: np.concatenate([_one(some[..., 3]), _three(some[..., :3], steps)], axis=1), parts)


def bc5(data: Bytes) -> Bytes:
    """(h, w, 2) as BC5: 16 bytes a block; a picture that is no whole number of blocks ends in its edge again."""
    parts = _parts(data)
    return _in_turns(lambda some: np.concatenate([_one(some[..., 0]), _one(some[..., 1])], axis=1), parts)


def _parts(data: Bytes) -> Bytes:
    """(blocks, 16, channels), row by row."""
    tall, wide, channels = data.shape
    data = np.pad(data, ((0, -tall % 4), (0, -wide % 4), (0, 0)), mode="edge")
    down, across = data.shape[0] // 4, data.shape[1] // 4
    return data.reshape(down, 4, across, 4, channels).swapaxes(1, 2).reshape(-1, 16, channels)


def _in_turns(encode: Callable[[Bytes], Bytes], parts: Bytes) -> Bytes:
    turns = [encode(parts[start : start + AT_ONCE]) for start in range(0, len(parts), AT_ONCE)]
    return np.concatenate(turns).reshape(-1)


def _one(values: Bytes) -> Bytes:
    """(n, 8): a channel as the most and the least of each block, and six steps between."""
    most, least = values.max(axis=1), values.min(axis=1)
    span = np.maximum(most.astype(np.int32) - least, 1)[:, None]
    below = (2 * 7 * (most.astype(np.int32)[:, None] - values) + span) // (2 * span)
    code = np.where(below == 0, 0, np.where(below == 7, 1, below + 1))
    code[most == least] = 0
    packed = (code.astype(np.uint64) << (3 * np.arange(16, dtype=np.uint64))).sum(axis=1, dtype=np.uint64)
    return np.concatenate([most[:, None], least[:, None], _low_bytes(packed, 6)], axis=1)


def _three(values: Bytes, weigh: Floats) -> Bytes:
    """(n, 8): three channels as two colours of 5, 6 and 5 bits, and two between, on a line through the block's."""
    steps = np.repeat(np.round(values[:, :1] * (_MOST / 255)).astype(np.float32), 2, axis=1)
    code = np.zeros(values.shape[:2], np.uint8)
    varied = np.flatnonzero((values != values[:, :1]).any(axis=(1, 2)))
    if len(varied):
        steps[varied], code[varied] = _fitted(values[varied] * weigh, weigh)
    first, second = (_packed_565(steps[:, which]) for which in (0, 1))
    turn = first < second  # a card that takes it for BC1 reads a first that is less as something else
    first, second = np.where(turn, second, first), np.where(turn, first, second)
    code = np.where(turn[:, None], code ^ 1, code).astype(np.uint32)
    packed = (code << (2 * np.arange(16, dtype=np.uint32))).sum(axis=1, dtype=np.uint32)
    return np.concatenate([_low_bytes(part, count) for part, count in ((first, 2), (second, 2), (packed, 4))], axis=1)


_SHARES = np.array([1, 0, 2 / 3, 1 / 3], np.float32)
"""Of the first colour, by code."""
_CODES = np.array([1, 3, 2, 0], np.uint8)
"""By thirds of the first colour."""
_MOST = np.array([31, 63, 31], np.float32)


def _fitted(texels: Floats, weigh: Floats) -> tuple[Floats, Bytes]:
    """Two colours of each block, in steps that can be kept (n, 2, 3), and the code of each texel (n, 16)."""
    mean = texels.mean(axis=1, keepdims=True)
    away = texels - mean
    spread = away.swapaxes(1, 2) @ away
    line = spread[np.arange(len(spread)), np.argmax(np.einsum("nkk->nk", spread), axis=1)][..., None]
    for _ in range(4):
        line = spread @ line
        line = line / np.maximum(np.linalg.norm(line, axis=1, keepdims=True), 1e-9)
    along = (away @ line)[..., 0]
    ends = mean + np.stack([along.max(axis=1), along.min(axis=1)], axis=1)[..., None] * line.swapaxes(1, 2)
    steps, code, error = _coded(ends, texels, weigh)
    # The two colours that fit these codes best, by least squares.
    share = _SHARES[code]
    a, b, c = (share**2).sum(1), (share * (1 - share)).sum(1), ((1 - share) ** 2).sum(1)
    one, other = ((part[:, None] @ texels)[:, 0] for part in (share, 1 - share))
    better_ends = np.stack([c[:, None] * one - b[:, None] * other, a[:, None] * other - b[:, None] * one], axis=1)
    new_steps, new_code, new_error = _coded(better_ends / np.maximum(a * c - b * b, 1e-6)[:, None, None], texels, weigh)
    better = new_error < error
    steps[better], code[better] = new_steps[better], new_code[better]
    return steps, code


def _coded(ends: Floats, texels: Floats, weigh: Floats) -> tuple[Floats, Bytes, Floats]:
    """The ends as they can be kept, in steps; the code of each texel; and the error of each block."""
    steps = np.round(np.clip(ends / weigh, 0, 255) * (_MOST / 255)).astype(np.float32)
    kept = steps * (255 / _MOST) * weigh
    way = kept[:, 0] - kept[:, 1]
    from_second = texels - kept[:, 1:]
    share = (from_second @ way[..., None])[..., 0] / np.maximum((way * way).sum(axis=1), 1e-9)[:, None]
    thirds = np.clip(np.round(share * 3), 0, 3).astype(np.uint8)
    error = ((from_second - (thirds / np.float32(3))[..., None] * way[:, None]) ** 2).sum(axis=(1, 2))
    return steps, _CODES[thirds], error


def _packed_565(steps: Floats) -> NDArray[np.uint32]:
    red, green, blue = np.moveaxis(steps.astype(np.uint32), -1, 0)
    packed: NDArray[np.uint32] = (red << np.uint32(11)) | (green << np.uint32(5)) | blue
    return packed


def _low_bytes(values: NDArray[np.unsignedinteger[Any]], count: int) -> Bytes:
    return values.astype("<u8")[:, None].view(np.uint8)[:, :count]
