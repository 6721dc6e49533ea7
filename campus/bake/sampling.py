"""Where to look: points that fill a square evenly, directions over a hemisphere. Seeded, so that a bake repeats.

The points are the first two dimensions of Sobol's sequence, a (0, 2)-sequence in base 2: any power of two of them,
taken in order, has one point in each elementary cell. Digits and order are scrambled as Owen does it (1995), by hashes
in which each bit hangs on those before it alone (Laine and Karras 2011): what is even stays so, and pairs of numbers
have nothing to do with each other. Which sample of which sequence a site takes, `ordering` tells.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Words = NDArray[np.uint32]

_UNIT = np.float32(2.0**-32)
_BELOW_ONE = np.float32(1 - 2**-24)


def scrambles(count: int, pairs: int, random: np.random.Generator) -> Words:
    """(count, pairs, 3) random words: two to scramble a point's digits, one to shuffle the order of points."""
    return random.integers(0, 2**32, (count, pairs, 3), np.uint32)


def points(index: Words, scramble: Words) -> tuple[Floats, Floats]:
    """Two numbers in [0, 1) for each of n samples.

    Args:
        index: (n,) which sample of its sequence each is; any power of two of them, from a multiple of it on, is even.
        scramble: (n, 3) words of the sequence for this pair of numbers.
    """
    turned = _nested(_reversed(index), scramble[:, 2])
    # The order's own bits, in the other order, are the first dimension; both are scrambled from their highest bit down.
    order = _reversed(turned)
    first = _reversed(_nested(order, scramble[:, 0]))
    second = _reversed(_nested(_reversed(_second(order)), scramble[:, 1]))
    return (
        np.minimum(first.astype(np.float32) * _UNIT, _BELOW_ONE),
        np.minimum(second.astype(np.float32) * _UNIT, _BELOW_ONE),
    )


def over_hemisphere(normals: Floats, u: Floats, v: Floats) -> Floats:
    """(n, 3) unit vectors around normals (n, 3), as often as their cosine, from numbers u, v in [0, 1)."""
    radius, turn = np.sqrt(u), np.float32(2 * np.pi) * v
    x, y = radius * np.cos(turn), radius * np.sin(turn)
    z = np.sqrt(np.maximum(1 - u, 0))
    return framed(normals, x, y, z)


def framed(normals: Floats, x: Floats, y: Floats, z: Floats) -> Floats:
    """(n, 3) vectors with the coordinates x, y (n,) across normals (n, 3) and z along them.

    Duff and others, Building an Orthonormal Basis, Revisited (2017): no branch, no square root.
    """
    nx, ny, nz = normals[:, 0], normals[:, 1], normals[:, 2]
    sign = np.where(nz >= 0, np.float32(1), np.float32(-1))
    a = -1 / (sign + nz)
    b = nx * ny * a
    out = np.empty((len(normals), 3), np.float32)
    out[:, 0] = x * (1 + sign * nx * nx * a) + y * b + z * nx
    out[:, 1] = x * sign * b + y * (sign + ny * ny * a) + z * ny
    out[:, 2] = -x * sign * nx - y * ny + z * nz
    return out


def _nested(word: Words, seed: Words) -> Words:
    """Words of which each bit is turned or left by a hash of the bits below it."""
    word = word + seed
    for factor in _EVEN:
        word = word ^ (word * factor)
    return word


_EVEN = tuple(np.uint32(factor) for factor in (0x3A5F21C4, 0x9D0E6B72, 0x5C83F9AE, 0xE1472D58))
"""A product with an even number carries each bit upwards only."""


def _reversed(word: Words) -> Words:
    """The bits in the other order: van der Corput's sequence."""
    low, high = _TURNED[word & np.uint32(0xFFFF)].astype(np.uint32), _TURNED[word >> np.uint32(16)]
    return np.asarray((low << np.uint32(16)) | high, np.uint32)


def _second(word: Words) -> Words:
    """Sobol's second dimension: direction numbers v ^ v >> 1."""
    return np.asarray(_LOW[word & np.uint32(0xFFFF)] ^ _HIGH[word >> np.uint32(16)], np.uint32)


def _tables() -> tuple[NDArray[np.uint16], Words, Words]:
    """For 16 bits at a time: those bits in the other order; the second dimension of the lower and of the upper ones."""
    word = np.arange(1 << 16, dtype=np.uint32)
    turned = np.zeros(1 << 16, np.uint32)
    both = [np.zeros(1 << 16, np.uint32), np.zeros(1 << 16, np.uint32)]
    direction = 1 << 31
    for bit in range(32):
        there = (word >> np.uint32(bit % 16)) & np.uint32(1)
        if bit < 16:
            turned |= there << np.uint32(15 - bit)
        both[bit // 16] ^= there * np.uint32(direction)
        direction ^= direction >> 1
    return turned.astype(np.uint16), both[0], both[1]


_TURNED, _LOW, _HIGH = _tables()
