"""What a pattern is, and the noise that patterns are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

Array = NDArray[np.float32]

STEEPEST = 2.0
"""The steepest slope that a picture of slopes can hold; 2 is 63 degrees."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """One pattern.

    Attributes:
        tint: (h, w, 3) by which the albedo is multiplied, 0 to 2; rows from the bottom up.
        gloss: (h, w) by which the roughness is multiplied, 0 to 2.
        size: width and height in metres that one repeat covers.
        own_colour: whether the tint is the colour itself, painted on white, whatever the material's.
        relief: (h, w) metres out of the surface; None is flat.
        rows: of how many that are side by side along u, as slats are, a repeat is made: where they are as close as the
            pixels, they become what they are on an average. 0 of none.
    """

    tint: Array
    gloss: Array
    size: tuple[float, float]
    own_colour: bool = False
    relief: Array | None = None
    rows: int = 0

    def slopes(self) -> Array:
        """(h, w, 2): how far the surface rises a metre along u and along v, at most `STEEPEST` each way."""
        if self.relief is None:
            return np.zeros((1, 1, 2), np.float32)
        tall, wide = self.relief.shape
        along = (np.roll(self.relief, -1, 1) - np.roll(self.relief, 1, 1)) * (wide / (2 * self.size[0]))
        up = (np.roll(self.relief, -1, 0) - np.roll(self.relief, 1, 0)) * (tall / (2 * self.size[1]))
        slopes: Array = np.clip(np.stack([along, up], -1), -STEEPEST, STEEPEST).astype(np.float32)
        return slopes


@lru_cache(4)  # for as long as one pattern is made
def cloud(seed: int, size: int, steepness: float, stretch: float = 1.0) -> Array:
    """(size, size) tileable noise of mean 0 and deviation 1.

    Args:
        seed: another one, another cloud.
        size: pixels.
        steepness: amplitude falls with frequency to this power: 0 is sand, 1 is clouds of all sizes, 2 is weather.
        stretch: how much longer its features are along x than along y.
    """
    white = np.random.default_rng(seed).standard_normal((size, size))
    fy = np.fft.fftfreq(size)[:, None] * size
    fx = np.fft.rfftfreq(size)[None, :] * size * stretch
    scale = np.hypot(fx, fy)
    scale[0, 0] = 1
    spectrum = np.fft.rfft2(white) * scale**-steepness
    spectrum[0, 0] = 0
    noise = np.fft.irfft2(spectrum, (size, size))
    scaled: Array = (noise / noise.std()).astype(np.float32)
    return scaled


def tinted(value: Array, warm: Array | float = 0.0) -> Array:
    """(h, w, 3) of a brightness (h, w); `warm` moves it from blue to red."""
    shift = np.asarray(warm, np.float32)
    return np.stack([value * (1 + shift), value * (1 + 0.1 * shift), value * (1 - shift)], -1).astype(np.float32)


def level(size: int) -> Array:
    """(size, size) of ones: a gloss that does not vary."""
    return np.ones((size, size), np.float32)


def lines(pixels: int, tiles: int, wide: int) -> Array:
    """(pixels, pixels): 1 on the joints of `tiles` × `tiles` squares, `wide` pixels each, else 0."""
    line = np.zeros((pixels, pixels), np.float32)
    for i in range(tiles):
        at = (i * pixels // tiles + np.arange(-(wide // 2), wide - wide // 2)) % pixels
        line[at] = line[:, at] = 1
    return line


def cells(random: np.random.Generator, across: int, pixels: int) -> tuple[Array, Array, NDArray[np.intp]]:
    """Cells around `across` × `across` scattered points, around the edges of the repeat too.

    Returns:
        (pixels, pixels) each: distance to the nearest point and to the next, of a repeat's width; which is nearest.
    """
    y, x = np.mgrid[0:pixels, 0:pixels].astype(np.float32) / pixels
    first = np.full((pixels, pixels), 9.0, np.float32)
    second, which = first.copy(), np.zeros((pixels, pixels), np.intp)
    far = 2.2 / across
    for i in range(across * across):
        cx, cy = (i % across + random.uniform(0.05, 0.95)) / across, (i // across + random.uniform(0.05, 0.95)) / across
        # Only around the point: elsewhere others are nearer.
        rows = np.arange(int((cy - far) * pixels), int((cy + far) * pixels)) % pixels
        columns = np.arange(int((cx - far) * pixels), int((cx + far) * pixels)) % pixels
        patch = np.ix_(rows, columns)
        dx, dy = np.abs(x[patch] - cx), np.abs(y[patch] - cy)
        distance = np.hypot(np.minimum(dx, 1 - dx), np.minimum(dy, 1 - dy)).astype(np.float32)
        nearer = distance < first[patch]
        second[patch] = np.where(nearer, first[patch], np.minimum(second[patch], distance))
        first[patch] = np.where(nearer, distance, first[patch])
        which[patch] = np.where(nearer, i, which[patch])
    return first, second, which


def softened(values: Array, pixels: int) -> Array:
    """`values` with every step spread over some `pixels` each way, around the edges of the repeat too."""
    for axis in (0, 1):
        shifted = np.stack([np.roll(values, shift, axis) for shift in range(-pixels, pixels + 1)])
        values = shifted.mean(axis=0, dtype=np.float32)
    return values


def strewn(
    pixels: int,
    places: ArrayLike,
    outlines: Sequence[ArrayLike],
    colours: Sequence[ArrayLike],
    ground: tuple[float, float, float],
) -> Array:
    """(pixels, pixels, 3), 0 to 2: things strewn over a ground, each over those before it, around the edges too.

    Args:
        pixels: of the picture, each way.
        places: (n, 2) where each lies, in pixels.
        outlines: layers of a thing from the lowest up: (n, k, 2) corners in pixels from its place.
        colours: of each layer, (n, 3).
        ground: colour between them.
    """
    over = 2
    picture = Image.new("RGB", (pixels * over, pixels * over), _ink(ground))
    draw = ImageDraw.Draw(picture)
    at = np.asarray(places, np.float64)
    shapes = [(np.asarray(o, np.float64) + at[:, None]) * over for o in outlines]
    inks = [np.clip(np.asarray(c, np.float64) * 127.5, 0, 255).astype(int).tolist() for c in colours]
    far = pixels * over
    every = np.concatenate(shapes, axis=1)
    low, high = every.min(1), every.max(1)
    for i in range(len(at)):
        shifts = [
            (dx, dy)
            for dx in (0, far, -far)
            for dy in (0, far, -far)
            if low[i, 0] + dx < far and high[i, 0] + dx > 0 and low[i, 1] + dy < far and high[i, 1] + dy > 0
        ]
        for shift in shifts:
            for shape, ink in zip(shapes, inks, strict=True):
                draw.polygon((shape[i] + shift).ravel().tolist(), fill=tuple(ink[i]))
    small = picture.resize((pixels, pixels), Image.Resampling.BOX)
    return (np.asarray(small, np.float32) / 127.5).astype(np.float32)


def _ink(colour: tuple[float, float, float]) -> tuple[int, int, int]:
    red, green, blue = (round(min(max(c * 127.5, 0), 255)) for c in colour)
    return red, green, blue
