"""Surfaces laid out flat: what lies in one plane becomes one picture, whatever charts it was cut into.

A wall of stones is a hundred charts, whose neighbours in the lightmap are strangers. Here they lie beside each other
as they do in the wall, so that a filter of pictures sees the wall.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.rays import Bools, Floats, dot

LEAST = 24
"""Sites of a facet; less is no picture."""
DEEP_M = 0.025
"""So far apart, two faces that look the same way may lie and still be one plane."""
_TURNS = 24
"""Steps of a unit vector's coordinates that tell one way to look from another."""
_OFF_THE_TIE = 0.3183
_GAP = 4
_SPARSE = 40
"""A facet whose rectangle has more texels than so many times its sites is no picture either."""


class Facets:
    """Sites in a picture of surfaces, each laid out flat.

    Args:
        surface: (n,) number of the surface that each site lies on; negative for none.
        at: (n, 2) where on it, in texels.

    Attributes:
        size: height and width of the picture.
        site: (k,) the sites that are in the picture.
        place: (k, 2) where each is, x and y; whole numbers are the middles of texels.
        facet: (k,) number of the surface, from 0.
        count: how many surfaces there are.
    """

    def __init__(self, surface: NDArray[np.integer], at: Floats) -> None:
        asked = np.flatnonzero(surface >= 0)
        _, facet, count = np.unique(surface[asked], return_inverse=True, return_counts=True)
        facet = facet.ravel()
        order = np.argsort(facet, kind="stable")
        start = np.cumsum(count) - count
        at = at[asked]
        # Texels of the first chart fall on texels here, and on no edge between two.
        low = np.minimum.reduceat(at[order], start) if len(asked) else np.zeros((0, 2))
        high = np.maximum.reduceat(at[order], start) if len(asked) else np.zeros((0, 2))
        size = (np.ceil(high - low) + 1).astype(int)
        drawn = (count >= LEAST) & (size.prod(1) < _SPARSE * count + 2000)
        corner, self.size = _packed(size, np.flatnonzero(drawn))
        mine = np.flatnonzero(drawn[facet])
        self.site = asked[mine]
        self.place: Floats = (at[mine] - low[facet[mine]] + corner[facet[mine]]).astype(np.float32)
        self.count = int(drawn.sum())
        self.facet: NDArray[np.int64] = (np.cumsum(drawn) - 1)[facet[mine]]

    @classmethod
    def of_planes(cls, places: Floats, normals: Floats, texel: float) -> Facets:
        """What lies in one plane and looks the same way is one surface.

        Args:
            places: (n, 3) metres.
            normals: (n, 3) unit vectors.
            texel: metres.
        """
        plane, at = planes_of(places, normals)
        return cls(plane, at / texel)

    def drawn(self, values: Floats, counts: Bools) -> tuple[Floats, Bools]:
        """(h, w, c) picture of values (n, c), sites that fall together at their mean, and (h, w) where it is known.

        Args:
            values: of all sites.
            counts: (n,) which of them are worth something.
        """
        height, width = self.size
        mine = np.flatnonzero(counts[self.site])
        x, y = np.round(self.place[mine]).astype(np.int64).T
        at = y * width + x
        total = np.bincount(at, minlength=height * width)
        known = total > 0
        mean: NDArray[np.float64] = np.zeros((height * width, values.shape[1]))
        for column in range(values.shape[1]):
            mean[:, column] = np.bincount(at, values[self.site[mine], column], height * width)
        mean /= np.maximum(total, 1)[:, None]
        return mean.reshape(height, width, -1).astype(np.float32), np.asarray(known).reshape(height, width)

    def read(self, picture: Floats) -> Floats:
        """(k, c) what a picture (h, w, c) shows where `site` are, between texels."""
        height, width = self.size
        low = np.floor(self.place).astype(np.int64)
        share = (self.place - low).astype(np.float32)
        flat = picture.reshape(height * width, -1)
        out = np.zeros((len(low), flat.shape[1]), np.float32)
        for dy in (0, 1):
            for dx in (0, 1):
                weight = np.abs(1 - dx - share[:, 0]) * np.abs(1 - dy - share[:, 1])
                x, y = np.minimum(low[:, 0] + dx, width - 1), np.minimum(low[:, 1] + dy, height - 1)
                out += weight[:, None] * flat[y * width + x]
        return out


def planes_of(places: Floats, normals: Floats) -> tuple[NDArray[np.int64], Floats]:
    """(n,) number of the plane that each place lies in, and (n, 2) where in it, metres: level, then upright.

    Args:
        places: (n, 3) metres.
        normals: (n, 3) unit vectors.
    """
    turned = np.floor(normals * _TURNS + _OFF_THE_TIE).astype(np.int64) + _TURNS + 1
    deep = np.floor(dot(places, normals) / DEEP_M + _OFF_THE_TIE).astype(np.int64)
    side = 2 * _TURNS + 3
    key = ((deep - deep.min()) * side + turned[:, 0]) * side**2 + turned[:, 1] * side + turned[:, 2]
    _, first, plane = np.unique(key, return_index=True, return_inverse=True)
    right, up = (axis[plane.ravel()] for axis in _axes(normals[first]))
    return plane.ravel(), np.stack([dot(places, right), dot(places, up)], -1)


def _axes(normals: Floats) -> tuple[Floats, Floats]:
    """(n, 3) level and (n, 3) upright unit vectors in the planes that normals stand on."""
    level = np.abs(normals[:, 2]) > 0.9
    other = np.where(level[:, None], np.array((0, 1, 0), np.float32), np.array((0, 0, 1), np.float32))
    right = np.cross(other, normals)
    right /= np.linalg.norm(right, axis=1)[:, None]
    return right.astype(np.float32), np.cross(normals, right).astype(np.float32)


def _packed(size: NDArray[np.int64], which: NDArray[np.int64]) -> tuple[NDArray[np.int64], tuple[int, int]]:
    """(n, 2) lower left corners of rectangles (n, 2), x and y, in rows; and height and width of everything."""
    corner = np.zeros_like(size)
    if not len(which):
        return corner, (1, 1)
    area = float((size[which] + _GAP).prod(1).sum())
    width = int(max(area**0.5 * 1.1, size[which, 0].max() + 2 * _GAP))
    x, y, tall = _GAP, _GAP, 0
    for one in which[np.argsort(-size[which, 1], kind="stable")]:
        if x + size[one, 0] + _GAP > width:
            x, y, tall = _GAP, y + tall + _GAP, 0
        corner[one] = x, y
        x, tall = x + int(size[one, 0]) + _GAP, max(tall, int(size[one, 1]))
    return corner, (y + tall + _GAP, width)
