"""Neighbours share out one even sequence of numbers: what is too bright in one is too dark in the next.

Sites that each scatter their paths evenly, but without regard to one another, leave grain of every size: the fine grain
a filter takes away, and wide soft stains that it takes for light. So 16 by 16 neighbours in a plane take one stretch
each of the same sequence, in the order of a Z: any four beside each other, any sixteen, are together as even as one
that took all their paths (Ahmed and Wonka, Screen-Space Blue-Noise Diffusion of Monte Carlo Sampling Error via
Hierarchical Ordering of Pixels, 2020).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.facets import planes_of
from campus.bake.rays import Bools, Floats

Words = NDArray[np.uint32]
Long = NDArray[np.uint64]

_BITS = 4
"""Of each coordinate within a tile."""


@dataclass(frozen=True, eq=False)
class Order:
    """Of n sites.

    Attributes:
        tile: (n,) a word that the sites of one tile have in common, and no others.
        stretch: (n,) which stretch of the tile's sequence is each site's.
    """

    tile: Long
    stretch: Words

    def words(self, which: NDArray[np.integer], pairs: int, seed: tuple[int, int]) -> Words:
        """(k, pairs, 3) random words for sites (k,), the same within a tile; `seed` tells one pass from another."""
        start = mixed(np.array([(seed[0] << 32) + seed[1]], np.uint64))[0]
        step = np.arange(1, pairs * 3 + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        words = mixed(mixed(self.tile[which] ^ start)[:, None] + step)
        return (words >> np.uint64(32)).astype(np.uint32).reshape(len(which), pairs, 3)


def order_of(places: Floats, normals: Floats, textured: Bools, texel: float) -> Order:
    """The order of sites.

    Args:
        places: (n, 3) metres.
        normals: (n, 3) unit vectors of their triangles.
        textured: (n,) which are texels; each of the others is a tile of its own.
        texel: metres.
    """
    count = len(places)
    tile, stretch = mixed(np.arange(count, dtype=np.uint64)), np.zeros(count, np.uint32)
    mine = np.flatnonzero(textured)
    if not len(mine):
        return Order(tile, stretch)
    plane, at = planes_of(places[mine], normals[mine])
    x, y = np.floor(at / texel).astype(np.int64).T
    for bit in range(_BITS):
        both = ((x >> bit) & 1) | (((y >> bit) & 1) << 1)
        stretch[mine] |= (both << (2 * bit)).astype(np.uint32)
    key = ((plane + 1) << 40) + (((x >> _BITS) + (1 << 19)) << 20) + (y >> _BITS) + (1 << 19)
    # Texels over the rim of a face are drawn into it, upon others: they must not repeat what those do.
    again = mixed(_before(key, stretch[mine]))
    tile[mine] = mixed(key.astype(np.uint64) ^ again)
    return Order(tile, stretch)


def _before(key: NDArray[np.int64], stretch: Words) -> Long:
    """(n,) how many sites of lower number have the same tile and stretch."""
    order = np.lexsort((stretch, key))
    first = np.ones(len(key), np.bool_)
    first[1:] = (key[order][1:] != key[order][:-1]) | (stretch[order][1:] != stretch[order][:-1])
    start = np.maximum.accumulate(np.where(first, np.arange(len(key)), 0))
    out = np.zeros(len(key), np.uint64)
    out[order] = (np.arange(len(key)) - start).astype(np.uint64)
    return out


def mixed(words: Long) -> Long:
    """Words that say nothing of those that they come from (the finaliser of SplitMix64, Steele and others 2014)."""
    with np.errstate(over="ignore"):
        words = np.asarray(words, np.uint64)
        words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(words ^ (words >> np.uint64(31)))
