"""Where light is wanted: texels and vertices, each with some points that stand for it.

A point that lies inside of something (a floor goes on under the wall) is no part of what one sees and is left out; a
site without any good point takes its neighbours' light.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.charts import Charts, chart_of, owners
from campus.bake.rays import Bools, Floats, Ints, dot, normals_of
from campus.mesh import Mesh

POINTS = 8
"""Of each site."""
LATTICE = (np.stack([np.arange(POINTS), np.arange(POINTS) * 3 % POINTS], -1) + 0.5) / POINTS - 0.5
"""Eight points of a square, one in each of eight rows and columns (a lattice), from its middle."""
_INSET = 2e-3
"""Points keep away from edges by so much of the triangle: on an edge one stands in two walls at once."""


@dataclass(frozen=True, eq=False)
class Sites:
    """n places where light is wanted.

    Attributes:
        triangle: (n, POINTS) of the still mesh.
        share: (n, POINTS, 2) of the triangle's second and third corner.
        texel: (n,) index into the picture's texels, row by row; -1 for vertices.
        vertex: (n,) index of the split vertex; -1 for texels.
        both: (n,) whether light comes through from behind, too: leaves.
    """

    triangle: Ints
    share: Floats
    texel: Ints
    vertex: Ints
    both: Bools

    def part(self, which: NDArray[np.integer] | slice) -> Sites:
        """Some of them."""
        return Sites(*(getattr(self, name)[which] for name in _COLUMNS))

    def with_more(self, triangles: Ints, both: Bools) -> Sites:
        """These, and then one for each of `triangles` (k,), which is neither texel nor vertex."""
        count = len(triangles)
        # Points all over a triangle: a square's lattice folded at its diagonal.
        u, v = (LATTICE + 0.5).T
        share = np.where((u + v > 1)[:, None], np.stack([1 - u, 1 - v], -1), np.stack([u, v], -1))
        none = np.full(count, -1, np.int32)
        more = (
            np.repeat(triangles[:, None], POINTS, axis=1).astype(np.int32),
            np.tile(share, (count, 1, 1)).astype(np.float32), none, none, both,
        )  # fmt: skip
        return Sites(*(np.concatenate([getattr(self, n), new]) for n, new in zip(_COLUMNS, more, strict=True)))


_COLUMNS = ("triangle", "share", "texel", "vertex", "both")


def sites_of(charts: Charts, leaf: Bools) -> Sites:
    """All sites of a split mesh; `leaf` (m,) tells the triangles that let light through."""
    owner, where = owners(charts)
    texel = np.flatnonzero(owner.ravel() >= 0)
    triangle = owner.ravel()[texel]
    share = spread(charts, triangle, where.reshape(-1, 2)[texel])
    vertices = _vertices(charts)
    count, several = len(texel), len(vertices[0])
    both = leaf[vertices[1][:, 0]] if several else np.zeros(0, np.bool_)
    return Sites(
        np.concatenate([np.repeat(triangle[:, None], POINTS, axis=1), vertices[1]]).astype(np.int32),
        np.concatenate([share, vertices[2]]).astype(np.float32),
        np.concatenate([texel, np.full(several, -1)]).astype(np.int32),
        np.concatenate([np.full(count, -1), vertices[0]]).astype(np.int32),
        np.concatenate([np.zeros(count, np.bool_), both]),
    )


def on_charts(sites: Sites, charts: Charts) -> tuple[Ints, Floats]:
    """(n,) number of the chart that each site lies on, -1 for vertices; and (n, 2) its texel there, x and y."""
    texel = np.maximum(sites.texel, 0)
    at = np.stack([texel % charts.size[0], texel // charts.size[0]], -1).astype(np.float32)
    return np.where(sites.texel >= 0, chart_of(charts)[sites.triangle[:, 0]], -1).astype(np.int32), at


def spread(charts: Charts, triangle: Ints, middle: Floats) -> Floats:
    """(n, POINTS, 2) points over each texel, drawn into its triangle where they would leave it."""
    corners = charts.places[charts.triangles[triangle]].astype(np.float64)
    ab, ac = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    size = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    dx, dy = LATTICE.T
    second = (dx * ac[:, 1:] - dy * ac[:, :1]) / size[:, None]
    third = (ab[:, :1] * dy - ab[:, 1:] * dx) / size[:, None]
    second, third = middle[:, :1] + second, middle[:, 1:] + third
    first = np.maximum(1 - second - third, 0)
    second, third = np.maximum(second, 0), np.maximum(third, 0)
    total = first + second + third
    return inset(np.stack([second / total, third / total], axis=-1))


def inset(share: Floats) -> Floats:
    """Shares (…, 2) of triangles' second and third corners, a little off their edges."""
    return np.asarray(share * (1 - _INSET) + _INSET / 3, np.float32)


def _vertices(charts: Charts) -> tuple[Ints, Ints, Floats]:
    """The vertices that have light of their own; (n, POINTS) a triangle around each, and points on it near by."""
    mine = np.flatnonzero(~charts.charted)
    if not len(mine):
        return np.zeros(0, np.int32), np.zeros((0, POINTS), np.int32), np.zeros((0, POINTS, 2), np.float32)
    corner = charts.triangles[mine].ravel()
    order = np.argsort(corner, kind="stable")
    vertex, start, count = np.unique(corner[order], return_index=True, return_counts=True)
    step = np.arange(POINTS)
    chosen = order[start[:, None] + step[None] * count[:, None] // POINTS % count[:, None]]
    triangle, which = mine[chosen // 3], chosen % 3
    # Near the vertex, and round about it.
    near = np.array((0.94, 0.80, 0.88, 0.72, 0.94, 0.80, 0.88, 0.72))
    aside = np.array((0.5, 0.2, 0.8, 0.35, 0.65, 0.1, 0.9, 0.5))
    shares = np.empty((*chosen.shape, 3))
    rows = np.arange(len(chosen))[:, None]
    columns = step[None]
    shares[rows, columns, which] = near
    shares[rows, columns, (which + 1) % 3] = (1 - near) * aside
    shares[rows, columns, (which + 2) % 3] = (1 - near) * (1 - aside)
    return vertex.astype(np.int32), triangle.astype(np.int32), shares[..., 1:].astype(np.float32)


@dataclass(frozen=True, eq=False)
class Ground:
    """The still mesh as sites need it: corners and their normals."""

    corners: Floats
    normals: Floats
    flat: Floats

    @staticmethod
    def of(mesh: Mesh) -> Ground:
        """Of a mesh."""
        corners = mesh.corners()
        flat, _ = normals_of(corners)
        return Ground(corners, mesh.normals[mesh.triangles], flat)

    def with_more(self, corners: Floats) -> Ground:
        """This, and then further triangles (k, 3, 3), each as flat as it is."""
        flat, _ = normals_of(corners)
        normals = np.repeat(flat[:, None], 3, axis=1)
        return Ground(
            np.concatenate([self.corners, corners]), np.concatenate([self.normals, normals]),
            np.concatenate([self.flat, flat]),
        )  # fmt: skip

    def at(self, triangle: Ints, share: Floats) -> tuple[Floats, Floats, Floats]:
        """Places (n, 3), shading normals (n, 3), flat normals (n, 3) of points of triangles."""
        weights = np.empty((len(share), 3), np.float32)
        weights[:, 1:] = share
        weights[:, 0] = 1 - share[:, 0] - share[:, 1]
        flat = self.flat[triangle]
        normal = np.einsum("nkc,nk->nc", self.normals[triangle], weights)
        length = np.sqrt(dot(normal, normal))[:, None]
        normal = normal / np.maximum(length, 1e-6)
        # A normal that looks away from its own triangle is a mistake of the model, or of an edge.
        odd = (length[:, 0] < 0.2) | (dot(normal, flat) < 0.2)
        normal = np.where(odd[:, None], flat, normal)
        place = np.einsum("nkc,nk->nc", self.corners[triangle], weights)
        return place.astype(np.float32), normal.astype(np.float32), flat


def filled(values: NDArray[np.floating], known: Bools, *, black: int, rings: int = 4) -> Floats:
    """A picture whose unknown texels take the mean of their known neighbours, ring after ring.

    Args:
        values: (h, w, c).
        known: (h, w).
        black: so many texels of the lower left corner, each way, are made zero.
        rings: how far out; what is further from any known texel stays zero.
    """
    _, width, several = values.shape
    have = np.pad(known, 1)
    out = np.pad(np.where(known[..., None], values, 0).astype(np.float32), ((1, 1), (1, 1), (0, 0)))
    flat, wide = out.reshape(-1, several), width + 2
    steps = np.array([dy * wide + dx for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0)])
    for _ in range(rings):
        beside = np.zeros_like(have)
        for step in steps:
            beside |= np.roll(have.ravel(), step).reshape(have.shape)
        beside[[0, -1]], beside[:, [0, -1]] = False, False
        new = np.flatnonzero(beside & ~have)
        if not len(new):
            break
        around = new[:, None] + steps
        there = have.ravel()[around]
        # What is not there yet is zero.
        flat[new] = flat[around].sum(1) / there.sum(1, dtype=np.float32)[:, None]
        have.ravel()[new] = True
    out = np.ascontiguousarray(out[1:-1, 1:-1])
    out[:black, :black] = 0
    return out
