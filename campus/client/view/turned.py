"""Light on mouldings that are finer than a texel: of corners that lie in one place and look the same way.

A torus round the foot of a pillar is lit by its vertices, and each was lit by its own few paths: where the ring closes
there are two, and one is bright and the other dark. Here they share their light, and it is evened out along the surface
like that of a vault (rounded.py), whose charts were larger. Pure numpy.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import Baked, Layer
from campus.client.view.charts import PLACE_M, WAY
from campus.mesh import Mesh
from campus.mesh.welding import pieces, welded

LEAST_FACETS = 48
"""What has fewer is no ring of rings."""
BENT = 0.03
"""By how much normals differ between the corners of a facet that is part of something round."""
LEAST_TEXELS = 8.0
"""What is smaller, as a baluster, is never seen so close that it has stains."""
ALIKE = (0.8, 0.7, 0.6, 0.5, 0.4, 0.35, 0.3, 0.25)
"""For each round, by how much light may differ (its logarithm) and still be grain: between one vertex and the next it
differs by a third."""
TURNS_AWAY = 12
"""How soon what looks another way tells nothing, as a power of the cosine: the hollow under a torus stays dark."""

Floats = NDArray[np.float32]


def evened_rings(mesh: Mesh, baked: Baked) -> Baked:
    """The same light, in which vertices of mouldings agree with those beside them.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the same triangles and vertices.
    """
    positions, normals = mesh.positions[baked.vertex], mesh.normals[baked.vertex]
    ways = normals[baked.triangles]
    bent = (np.abs(ways - np.roll(ways, -1, axis=1)) > BENT).any(axis=(1, 2))
    round_ = np.flatnonzero(baked.by_corners & bent)
    if not len(round_):
        return baked
    vertex, index = np.unique(baked.triangles[round_], return_inverse=True)
    corner = welded(positions[vertex] / PLACE_M, normals[vertex] / WAY)
    of = corner[index.reshape(-1, 3)]
    side = pieces(of, int(corner.max()) + 1)
    at = positions[baked.triangles[round_]].astype(np.float64)
    area = np.linalg.norm(np.cross(at[:, 1] - at[:, 0], at[:, 2] - at[:, 0]), axis=1) / 2
    large = np.bincount(side) >= LEAST_FACETS
    large &= np.bincount(side, area) >= LEAST_TEXELS * baked.manifest.texel**2
    kept = large[side]
    if not kept.any():
        return baked
    of, area = of[kept], area[kept]
    touched = np.zeros(int(corner.max()) + 1, np.bool_)
    touched[of.ravel()] = True
    mine = touched[corner]
    looks = np.zeros((len(touched), 3))
    looks[corner] = normals[vertex]
    cosines = np.einsum("mic,mjc->mij", looks[of], looks[of])
    shares = area[:, None, None] * np.clip(cosines, 0, 1) ** TURNS_AWAY
    layers: dict[str, Layer] = {}
    for name, layer in baked.layers.items():
        light = layer.vertices.copy()
        light[vertex[mine]] = _along(of, shares, corner, layer.vertices[vertex])[mine]
        layers[name] = replace(layer, vertices=light)
    return replace(baked, layers=layers)


def _along(of: NDArray[np.int64], shares: NDArray[np.float64], corner: NDArray[np.int64], light: Floats) -> Floats:
    """(n, 3) light of vertices, evened out along the facets.

    Args:
        of: (m, 3) the corners of each facet.
        shares: (m, 3, 3) how much each corner of a facet hears of each.
        corner: (n,) which corner each vertex is.
        light: (n, 3) of the vertices.
    """
    count = int(corner.max()) + 1
    tone = np.log(np.maximum(light.astype(np.float64), 1e-3))
    many = np.maximum(np.bincount(corner, minlength=count), 1)[:, None]
    corners = np.stack([np.bincount(corner, tone[:, c], count) for c in range(3)], axis=1) / many
    for alike in ALIKE:
        level = corners.mean(axis=1)
        # A facet says what its corners say, each the less, the less it is like the one that listens.
        sums, weights = corners * 1e-9, np.full(count, 1e-9)
        for me in range(3):
            for other in range(3):
                listens, says = of[:, me], of[:, other]
                weight = shares[:, me, other] / (1 + ((level[says] - level[listens]) / alike) ** 2) ** 2
                weights += np.bincount(listens, weight, count)
                for c in range(3):
                    sums[:, c] += np.bincount(listens, weight * corners[says, c], count)
        corners = sums / weights[:, None]
    return np.asarray(np.exp(corners)[corner], np.float32)
