"""Where to look: points that fill a square evenly, directions over a hemisphere. Seeded, so that a bake repeats.

The points are the first two dimensions of Sobol's sequence, a (0, 2)-sequence in base 2: any power of two of them,
taken in order, has one point in each elementary cell. Every site scrambles it with bits of its own (Kollig and Keller
2002), so that neighbours differ and yet each is even in itself.
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


def points(index: Words, scramble: Words, samples: int) -> tuple[Floats, Floats]:
    """Two numbers in [0, 1) for each of n sites.

    Args:
        index: (n,) which sample, below `samples`.
        scramble: (n, 3) words of the site for this pair of numbers.
        samples: how many each site takes: a power of two, or the last ones are less even.
    """
    shuffled = index ^ (scramble[:, 2] & np.uint32(_next_power(samples) - 1))
    first, second = _reversed(shuffled) ^ scramble[:, 0], _second(shuffled) ^ scramble[:, 1]
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


def _next_power(count: int) -> int:
    return 1 << max(count - 1, 0).bit_length()


def _reversed(word: Words) -> Words:
    """The bits in the other order: van der Corput's sequence."""
    word = (word << np.uint32(16)) | (word >> np.uint32(16))
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        s, m = np.uint32(shift), np.uint32(mask)
        word = ((word & m) << s) | ((word >> s) & m)
    return word


def _second(word: Words) -> Words:
    """Sobol's second dimension: direction numbers v ^ v >> 1."""
    out = np.zeros_like(word)
    direction = np.uint32(1 << 31)
    rest = word.copy()
    while rest.any():
        out ^= np.where(rest & np.uint32(1), direction, np.uint32(0))
        rest >>= np.uint32(1)
        direction ^= direction >> np.uint32(1)
    return out
