"""Light on what is round and finely faceted, as a vault: of its corners, not of texels.

A vault is baked in charts of a few texels each, and what falls between them by its vertices: every piece has its own
grain and its own rim, and smooth plaster looks like crumpled paper. Facets of a few texels say no more of the light
than their corners can, so its corners get it here, evened out along the surface, and what is drawn between them has no
seam. A crease stays one, since corners that look another way share nothing. Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import Baked
from campus.bake.seams import sampled
from campus.client.view.charts import PLACE_M, WAY
from campus.mesh import Mesh
from campus.mesh.welding import pieces, welded

LONGEST = 5.0
"""A facet with a longer edge, in texels, has light of its own that its corners do not know."""
LEAST_FACETS = 48
LEAST_TEXELS = 150.0
"""What is smaller has no room for stains."""
BENT = 0.03
"""By how much normals differ between the corners of a facet that is part of something round."""
ALIKE = (0.40, 0.30, 0.22, 0.16, 0.12)
"""For each round, by how much the light of a facet and of its corner may differ (its logarithm) and still be alike:
the shade under an arch stays, and what lies hidden in a wall tells nothing."""
_INSIDE = np.array([(1, 1, 1), (4, 1, 1), (1, 4, 1), (1, 1, 4)], np.float32) / np.array(
    [[3], [6], [6], [6]], np.float32
)
"""Where on a facet its texels are looked at, as shares of its corners."""

Floats = NDArray[np.float32]


def by_corners(mesh: Mesh, baked: Baked) -> Baked:
    """The same light, in which corners light what is round and finely faceted, and texels the rest.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the triangles in the same order, and other vertices.
    """
    split = baked.split(mesh)
    round_ = _round(split, baked)
    if not len(round_):
        return baked
    vertex, index = np.unique(baked.vertex[baked.triangles[round_]], return_inverse=True)
    corners = index.reshape(-1, 3)
    surface = Mesh(
        mesh.positions[vertex], mesh.normals[vertex], mesh.uvs[vertex], corners.astype(np.int32), mesh.materials,
        mesh.material[round_], mesh.collides[round_],
    )  # fmt: skip
    at = baked.uvs[baked.triangles[round_]]
    light = {
        name: _along(surface, _of_facets(layer.texels, at) + layer.vertices[baked.triangles[round_]].mean(axis=1))
        for name, layer in baked.layers.items()
    }
    sun = baked.sun
    falls = np.maximum(_most(sun.texels, at), sun.vertices[baked.triangles[round_]].max(axis=1))
    own = np.zeros(len(vertex), np.uint8)
    np.maximum.at(own, corners.ravel(), np.repeat(falls, 3))
    return baked.with_corners(round_, corners, vertex, light, own)


def _round(split: Mesh, baked: Baked) -> NDArray[np.int64]:
    """The numbers of the triangles that are part of what is round and finely faceted."""
    texel = baked.manifest.texel
    ways = split.normals[split.triangles]
    bent: NDArray[np.int64] = np.flatnonzero((np.abs(ways - np.roll(ways, -1, axis=1)) > BENT).any(axis=(1, 2)))
    corners = split.positions[split.triangles[bent]]
    edges = corners - np.roll(corners, -1, axis=1)
    fine = (edges**2).sum(axis=2).max(axis=1) <= (LONGEST * texel) ** 2
    bent, edges = np.asarray(bent[fine], np.int64), edges[fine]
    if not len(bent):
        return bent
    # Materials meet in an edge: the rim of an arch is no part of its vault.
    which = split.triangles[bent].ravel()
    places, ways = split.positions[which] / PLACE_M, split.normals[which] / WAY
    corner = welded(places, ways, np.repeat(split.material[bent], 3))
    side = pieces(corner.reshape(-1, 3), int(corner.max()) + 1)
    area = np.linalg.norm(np.cross(edges[:, 0], edges[:, 1]), axis=1) / 2
    whole = np.bincount(side, area)
    large = (np.bincount(side) >= LEAST_FACETS) & (whole >= LEAST_TEXELS * texel**2)
    charted = np.bincount(side, area * (baked.uvs[baked.triangles[bent]] > 0).any(axis=(1, 2))) > 0.5 * whole
    return np.asarray(bent[(large & charted)[side]], np.int64)


def _of_facets(texels: Floats, at: Floats) -> Floats:
    """(m, 3) the light on facets whose corners lie at (m, 3, 2) on a lightmap, 0 to 1."""
    spots = np.einsum("kc,mcd->mkd", _INSIDE, at) * np.array(texels.shape[1::-1], np.float32)
    return np.asarray(sampled(texels, spots.reshape(-1, 2)).reshape(len(at), len(_INSIDE), -1).mean(axis=1))


def _most(texels: NDArray[np.uint8], at: Floats) -> NDArray[np.uint8]:
    """(m,) the most of the sun that is seen from any of the places looked at on each facet."""
    spots = np.concatenate([np.einsum("kc,mcd->mkd", _INSIDE, at), at], axis=1)
    size = np.array(texels.shape[::-1])
    column, row = np.moveaxis(np.clip((spots * size).astype(int), 0, size - 1), -1, 0)
    return np.asarray(texels[row, column].max(axis=1), np.uint8)


def _along(surface: Mesh, light: Floats) -> Floats:
    """(n, 3) the light of a surface's vertices, of that of its facets (m, 3), evened out along it."""
    corner = welded(surface.positions / PLACE_M, surface.normals / WAY)
    of = corner[surface.triangles]
    count = int(corner.max()) + 1
    places = surface.corners().astype(np.float64)
    area = np.linalg.norm(np.cross(places[:, 1] - places[:, 0], places[:, 2] - places[:, 0]), axis=1)
    facets = np.log(np.maximum(light.astype(np.float64), 1e-3))
    corners = _mean(of, facets, np.repeat(area[:, None], 3, axis=1), count)
    for alike in ALIKE:
        apart = (facets[:, None] - corners[of]).mean(axis=-1)
        weight = area[:, None] / (1 + (apart / alike) ** 2) ** 2
        corners = _mean(of, facets, weight, count)
        facets = (corners[of] * weight[..., None]).sum(axis=1) / weight.sum(axis=1)[:, None]
    return np.asarray(np.exp(_mean(of, facets, weight, count))[corner], np.float32)


def _mean(
    of: NDArray[np.int64], facets: NDArray[np.float64], weight: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """(count, 3) of corners, what the facets around them say, weighed (m, 3)."""
    total = np.maximum(np.bincount(of.ravel(), weight.ravel(), count), 1e-12)
    sums = [np.bincount(of.ravel(), (weight * facets[:, None, c]).ravel(), count) for c in range(facets.shape[1])]
    return np.stack(sums, axis=1) / total[:, None]
