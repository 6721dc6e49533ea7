"""Light that was found before, by place: what a wall gives back need not be followed again.

Every site's light is evened out with what lies beside it and looks the same way, so that it has no grain left and no
small print either; it is only ever seen from afar, by a ray, as one of many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.charts import Charts
from campus.bake.rays import Bools, Floats, Ints
from campus.bake.smoothing import WAYS, spread
from campus.bake.world import Meshes

_UNIT = (WAYS / np.linalg.norm(WAYS, axis=1, keepdims=True)).T.astype(np.float32)


@dataclass(frozen=True, eq=False)
class Whereabouts:
    """Which site a place on a triangle belongs to.

    Attributes:
        corner: (m, 3) site at each corner of the triangles that light meets; -1 where texels tell, or nothing does.
        chart: (m, 3, 2) where the corners of triangles that have texels lie in the picture.
        charted: (m,) which have.
        texel: (h * w,) site of each texel, -1 for none.
        width: of the picture.
    """

    corner: Ints
    chart: Floats
    charted: Bools
    texel: Ints
    width: int

    def site(self, triangle: Ints, share: Floats) -> Ints:
        """(n,) site, -1 where none is known, of places on triangles (n,) at `share` (n, 2) of the later corners."""
        weight = np.stack([1 - share[:, 0] - share[:, 1], share[:, 0], share[:, 1]], axis=1)
        site = self.corner[triangle, weight.argmax(1)]
        mine = np.flatnonzero(self.charted[triangle])
        place = np.einsum("nkc,nk->nc", self.chart[triangle[mine]], weight[mine]).astype(np.int32)
        site[mine] = self.texel[place[:, 1] * self.width + place[:, 0]]
        return np.asarray(site, np.int32)


def whereabouts(meshes: Meshes, charts: Charts, texel: Ints, vertex: Ints) -> tuple[Whereabouts, Ints]:
    """Where sites lie on the triangles that light meets, and which of those triangles want sites of their own.

    Args:
        meshes: the space.
        charts: of its still mesh.
        texel: (n,) of the sites, as in `Sites`; the sites of further triangles are to follow these.
        vertex: (n,) of the sites.

    Returns:
        The table; and the (k,) triangles of `meshes` whose light no texel and no vertex tells, which are the sites
        n, n + 1, …: things that stand many times, or move.
    """
    count, still = len(meshes.corners), len(charts.triangles)
    width, height = charts.size
    of_texel = np.full(width * height, -1, np.int32)
    of_vertex = np.full(len(charts.vertex) + 1, -1, np.int32)
    sites = np.arange(len(texel), dtype=np.int32)
    of_texel[texel[texel >= 0]] = sites[texel >= 0]
    of_vertex[vertex[vertex >= 0]] = sites[vertex >= 0]
    source = meshes.source
    mine = np.flatnonzero((source >= 0) & (source < still))
    more = np.flatnonzero(source >= still)
    corner, chart = np.full((count, 3), -1, np.int32), np.zeros((count, 3, 2), np.float32)
    charted = np.zeros(count, np.bool_)
    charted[mine] = charts.charted[source[mine]]
    corner[mine] = of_vertex[charts.triangles[source[mine]]]
    corner[charted] = -1
    chart[charted] = charts.places[charts.triangles[source[charted]]]
    corner[more] = (len(texel) + np.arange(len(more)))[:, None]
    return Whereabouts(corner, chart, charted, of_texel, width), more.astype(np.int32)


@dataclass(frozen=True, eq=False)
class Remembered:
    """Light by site.

    Attributes:
        where: which site a place belongs to.
        light: (n, LIGHTS, 3) lux without the sun's own disc.
    """

    where: Whereabouts
    light: Floats

    def site(self, triangle: Ints, share: Floats) -> Ints:
        """As `Whereabouts.site`."""
        return self.where.site(triangle, share)


def evened(places: Floats, normals: Floats, light: Floats, good: Floats, cell: float, rounds: int) -> Floats:
    """(n, …) light of sites, each with what lies within a few cells of it and looks the same way.

    Args:
        places: (n, 3) metres.
        normals: (n, 3) unit vectors.
        light: (n, …).
        good: (n,) how much each counts; those that count nothing only take.
        cell: metres.
        rounds: how often cells share with those beside them: each adds about half a cell to how far light spreads.
    """
    at = np.floor((places - (places.min(0) - 2 * cell)) / cell).astype(np.int64)
    shape = at.max(0) + 3
    way = (normals @ _UNIT).argmax(1)
    key = ((at[:, 2] * shape[1] + at[:, 1]) * shape[0] + at[:, 0]) * len(WAYS) + way
    cells, slot = np.unique(key, return_inverse=True)
    slot = slot.ravel()
    flat = light.reshape(len(light), -1)
    total: NDArray[np.float64] = np.stack(
        [np.bincount(slot, good * flat[:, c], len(cells)) for c in range(flat.shape[1])], axis=1
    )
    mass: NDArray[np.float64] = np.bincount(slot, good, len(cells)).astype(np.float64)
    for _ in range(rounds):
        for step in (1, int(shape[0]), int(shape[0] * shape[1])):
            total, mass = spread(cells, step * len(WAYS), total, mass)
    value = (total / np.maximum(mass, 1e-9)[:, None]).astype(np.float32)
    return value[slot].reshape(light.shape)
