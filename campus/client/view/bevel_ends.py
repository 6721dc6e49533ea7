"""Light on the corners of a plate's bevel: they go with the face that its straight parts go with.

A bevel is finer than a texel. Where it is long, it has the texels of the face that it runs along; round a corner it is
in pieces too small for any, lit by the baker at their corners. On the top of a table the one is as bright as the top,
the other as dark as the side below: at each of its four corners a table was stained. Here such pieces get the texels
of the same face. Those that run along two other faces are no corner of it, and keep their own light. Pure numpy.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import Baked
from campus.client.view.charts import PLACE_M, WAY
from campus.mesh import Mesh
from campus.mesh.welding import extents, pieces, welded

BENT = 0.5
"""Most cosine between two corners of a bevel's triangle: one looks as the face does, one as the side."""
NARROW_M = 0.03
"""A bevel is no wider."""
SMALL_M = 0.1
"""What goes further round, as the rim of a chair's back, has a light of its own on each side."""
MOSTLY = 0.5
"""So many of a piece's corners at least lie beside the face that it goes with."""
_PARTS = 8
"""Of a texel, that tell two places on a lightmap apart."""

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]


def as_their_strips(mesh: Mesh, baked: Baked) -> Baked:
    """The same light, in which a bevel's pieces round corners have the texels of the face that its strips have.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the triangles in the same order, and other vertices.
    """
    of_mesh, by_corners = baked.vertex[baked.triangles], baked.by_corners
    bevels = _bevels(mesh, of_mesh)
    ends, strips = np.flatnonzero(bevels & by_corners), bevels & ~by_corners
    if not len(ends) or not strips.any():
        return baked
    places, ways = mesh.positions[baked.vertex].astype(np.float64), mesh.normals[baked.vertex].astype(np.float64)
    spot = welded(places / PLACE_M, ways / WAY)
    count = int(spot.max()) + 1
    piece = pieces(spot[baked.triangles[ends]], count)
    low, high = extents(places[baked.triangles[ends]], piece)
    small = (np.linalg.norm(high - low, axis=1) < SMALL_M)[piece]
    ends, piece = ends[small], piece[small]
    if not len(ends):
        return baked
    # Where each corner of a piece lies on a chart of which a strip that goes on from it is.
    charted = np.flatnonzero(~by_corners)
    # What touches on the surface and on the lightmap is one, though a crease parts its corners.
    size = np.array(baked.sun.texels.shape[::-1])
    on_chart = welded(baked.uvs * size * _PARTS, spot)
    chart = np.full(len(baked.vertex), -1, np.int64)
    chart[baked.triangles[charted]] = pieces(on_chart[baked.triangles[charted]], int(on_chart.max()) + 1)[:, None]
    of_spot = np.full(count, -1, np.int64)
    of_spot[spot[baked.triangles[ends]]] = piece[:, None]
    there = np.unique(baked.triangles[charted][(of_spot[spot[baked.triangles[charted]]] >= 0)])
    with_strips = np.zeros(int(chart.max()) + 1, np.bool_)
    with_strips[chart[baked.triangles[strips][(of_spot[spot[baked.triangles[strips]]] >= 0)]]] = True
    there = there[with_strips[chart[there]]]
    there = there[_on_their_chart(of_spot[spot[there]], chart[there])]
    if not len(there):
        return baked
    known = np.full(count, -1, np.int64)
    known[spot[there]] = there
    every = of_spot[np.unique(spot[baked.triangles[ends]])]
    beside = np.bincount(of_spot[known >= 0], minlength=int(piece.max()) + 1)
    ends = ends[(beside >= MOSTLY * np.bincount(every, minlength=len(beside)))[piece]]
    # What has no corner on that face runs along others: between a quoin's bed and its side, in the shade of a reveal,
    # joints were as pale as its front.
    chart_of = np.full(len(beside), -1, np.int64)
    chart_of[of_spot[spot[there]]] = chart[there]
    rim = np.unique(baked.triangles[~bevels & ~by_corners])
    rim = rim[of_spot[spot[rim]] >= 0]
    at_face = np.zeros(count, np.bool_)
    at_face[spot[rim[chart[rim] == chart_of[of_spot[spot[rim]]]]]] = True
    ends = ends[at_face[spot[baked.triangles[ends]]].any(axis=1)]
    if not len(ends):
        return baked
    spots = np.unique(spot[baked.triangles[ends]])
    from_ = _nearest(spots, known, of_spot, _places_of(spots, spot, places))
    own, corners = np.unique(baked.triangles[ends], return_inverse=True)
    source = from_[np.searchsorted(spots, spot[own])]
    light = {name: layer.vertices[source] for name, layer in baked.layers.items()}
    sun, uvs = baked.sun.vertices[source], baked.uvs[source]
    return used(baked.with_corners(ends, corners.reshape(-1, 3), baked.vertex[own], light, sun, uvs))


def used(baked: Baked) -> Baked:
    """The same without vertices that no triangle has any more."""
    left, index = np.unique(baked.triangles, return_inverse=True)
    return replace(
        baked,
        vertex=baked.vertex[left],
        triangles=index.reshape(-1, 3).astype(baked.triangles.dtype),
        uvs=baked.uvs[left],
        layers={name: replace(layer, vertices=layer.vertices[left]) for name, layer in baked.layers.items()},
        sun=replace(baked.sun, vertices=baked.sun.vertices[left]),
    )


def _bevels(mesh: Mesh, of_mesh: NDArray[np.integer]) -> NDArray[np.bool_]:
    """(m,) which triangles are of a bevel."""
    corners, ways = mesh.positions[of_mesh], mesh.normals[of_mesh]
    sides = corners - np.roll(corners, 1, axis=1)
    long = np.linalg.norm(sides, axis=2).max(axis=1)
    wide = np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1) / np.maximum(long, 1e-9)
    bent = (ways * np.roll(ways, 1, axis=1)).sum(axis=2).min(axis=1) < BENT
    return np.asarray(bent & (wide < NARROW_M), np.bool_)


def _on_their_chart(piece: Ints, chart: Ints) -> NDArray[np.bool_]:
    """(n,) which of places on charts lie on the one that most of those of the same piece lie on."""
    pairs, which, many = np.unique(np.stack([piece, chart], axis=1), axis=0, return_inverse=True, return_counts=True)
    order = np.lexsort((-many, pairs[:, 0]))
    first = order[np.unique(pairs[order, 0], return_index=True)[1]]
    return np.isin(which.ravel(), first)


def _nearest(spots: Ints, known: Ints, of_spot: Ints, places: Doubles) -> Ints:
    """(n,) the vertex with texels that each of the spots is told by: that in its place, or the nearest of its piece."""
    found = known[spots].copy()
    has = found >= 0
    for number in np.flatnonzero(~has):
        same = np.flatnonzero(has & (of_spot[spots] == of_spot[spots[number]]))
        away = ((places[same] - places[number]) ** 2).sum(axis=1)
        found[number] = known[spots[same[away.argmin()]]]
    return found


def _places_of(spots: Ints, spot: Ints, places: Doubles) -> Doubles:
    """(n, 3) where the spots lie, metres."""
    _, first = np.unique(spot, return_index=True)
    return np.asarray(places[first[spots]])
