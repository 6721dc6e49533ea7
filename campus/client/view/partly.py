"""Light on faces of which one part has texels and another has none: the keystone of an arch that goes on into a vault.

What the baker takes for unseen, or for too fine, is lit at its corners, and such a corner may lie inside of something,
or above a roof in the open sky. From there light runs down to where the face is seen, in a triangle as bright as day.
Here corners that both parts share have the light of the texels, and the others on a flat face are held near to them.
Pure numpy.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.bake.encoding import LUMINANCE
from campus.bake.model import Baked
from campus.bake.seams import sampled
from campus.client.view.charts import PLACE_M, WAY
from campus.mesh import Mesh
from campus.mesh.welding import welded

BESIDE = 1.2
"""A corner without texels is at most so much brighter, or darker, than the lightest, or darkest, of its triangle's."""
WITHIN, WITHIN_TEXELS = 0.7, 1.5
"""How far within a triangle its light is looked at: a share of the way to its middle, and texels at most."""
SLIVER_M = 0.03
"""A flat triangle that is thinner tells of the light beside it no more than a corner without texels does."""
ROUNDS = 3
"""So many triangles deep."""
FLAT = 0.999
"""Cosine between the normals of a flat triangle's corners."""

Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def as_their_texels(mesh: Mesh, baked: Baked) -> Baked:
    """The same light, in which parts of faces without texels go on from those that have some.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the same triangles and vertices.
    """
    charted = np.asarray((baked.uvs > 0).any(axis=1), np.bool_)
    # A flat face shares its corners among its own triangles alone, since another has other normals.
    of_mesh = baked.vertex[baked.triangles[baked.by_corners]]
    with_texels = np.zeros(int(baked.vertex.max(initial=-1)) + 1, np.bool_)
    with_texels[baked.vertex[charted]] = True
    rows = _hanging_on(of_mesh, with_texels)
    if not len(rows):
        return baked
    ids, index = np.unique(of_mesh[rows], return_inverse=True)
    corner = index.reshape(-1, 3)
    at_corner, within, triangle = _within(baked, charted, ids)
    own = np.flatnonzero(~charted & np.isin(baked.vertex, ids))
    of_own = np.searchsorted(ids, baked.vertex[own])
    # Of slivers, what is beside them is told, above a roof the sky: they are asked where nothing else is.
    thin = _slivers(mesh, baked)
    sure = ~thin[triangle]
    has = np.bincount(at_corner[sure], minlength=len(ids)) > 0
    slivers = (np.bincount(at_corner, minlength=len(ids)) > 0) & ~has
    sure |= slivers[at_corner]
    before, known = {}, {}
    for name, layer in baked.layers.items():
        known[name] = _means(at_corner[sure], sampled(layer.texels, within[sure]), len(ids))
        before[name] = np.where(slivers[:, None], known[name], _means(of_own, layer.vertices[own], len(ids)))
    beside = np.full(len(ids), np.nan, np.float32)
    beside[~has] = _beside(mesh, baked, charted, thin, ids[~has])
    flat = _flat(mesh.normals[of_mesh[rows]])
    share = _held(corner, _tones(baked, before), _tones(baked, known), has, flat, beside)
    return replace(
        baked,
        layers={
            name: replace(
                layer,
                vertices=_told(
                    layer.vertices, own, np.where(has[:, None], known[name], before[name] * share[:, None])[of_own]
                ),
            )
            for name, layer in baked.layers.items()
        },
    )


def _hanging_on(triangles: Ints | NDArray[np.int32], with_texels: NDArray[np.bool_]) -> Ints:
    """Numbers of the triangles (m, 3) that hang together with corners `with_texels` (n,), so many rounds deep."""
    reached = with_texels.copy()
    for _ in range(ROUNDS):
        found = reached[triangles].any(axis=1)
        reached[triangles[found]] = True
    return np.asarray(np.flatnonzero(found), np.int64)


def _slivers(mesh: Mesh, baked: Baked) -> NDArray[np.bool_]:
    """(m,) which triangles are flat and so thin that their texels are of what lies beside them: above a roof, the sky.

    A bevel is thin, too, and no sliver: what it shows is its own.
    """
    of_mesh = baked.vertex[baked.triangles]
    a, b, c = np.moveaxis(mesh.positions[of_mesh].astype(np.float64), 1, 0)
    longest = np.max([((one - other) ** 2).sum(axis=1) for one, other in ((a, b), (b, c), (c, a))], axis=0)
    thick = np.linalg.norm(np.cross(b - a, c - a), axis=1) / np.sqrt(np.maximum(longest, 1e-12))
    return np.asarray((thick < SLIVER_M) & _flat(mesh.normals[of_mesh]), np.bool_)


def _within(baked: Baked, charted: NDArray[np.bool_], ids: Ints | NDArray[np.int32]) -> tuple[Ints, Floats, Ints]:
    """For corners of what has texels: (k,) which of the mesh's vertices `ids` each is, and (k, 2) where to ask for it.

    That is in texels of the lightmap, a little within: the corner may lie as deep in something as one without texels.
    And (k,) the triangle that each is of.
    """
    wanted = np.zeros(len(charted), np.bool_)
    wanted[charted] = np.isin(baked.vertex[charted], ids)
    triangle, side = np.nonzero(wanted[baked.triangles])
    size = np.array(next(iter(baked.layers.values())).texels.shape[1::-1], np.float32)
    at = baked.uvs[baked.triangles[triangle]] * size
    corner = at[np.arange(len(at)), side]
    inwards = at.mean(axis=1) - corner
    far = np.linalg.norm(inwards, axis=1, keepdims=True)
    step = np.minimum(WITHIN, WITHIN_TEXELS / np.maximum(far, 1e-6))
    vertex = baked.triangles[triangle, side]
    return np.searchsorted(ids, baked.vertex[vertex]), np.asarray(corner + inwards * step, np.float32), triangle


def _beside(mesh: Mesh, baked: Baked, charted: Bools, thin: Bools, ids: Ints | NDArray[np.int32]) -> Floats:
    """(n,) how bright the texels are, its logarithm, of what touches vertices of the mesh `ids` and looks the same way.

    It is of another part, as the other half of an impost; where there is none, not a number.
    """
    of_spot = np.full(len(mesh.positions), -1, np.int64)
    some = np.unique(np.concatenate([ids, baked.vertex[charted]]))
    of_spot[some] = welded(mesh.positions[some] / PLACE_M, mesh.normals[some] / WAY)
    spots, of = np.unique(of_spot[ids], return_inverse=True)
    by_spot = replace(baked, vertex=of_spot[baked.vertex].astype(np.int32))
    which, within, triangle = _within(by_spot, charted, spots)
    which, within = which[~thin[triangle]], within[~thin[triangle]]
    light = {name: _means(which, sampled(layer.texels, within), len(spots)) for name, layer in baked.layers.items()}
    return np.where(np.bincount(which, minlength=len(spots)) > 0, _tones(baked, light), np.float32(np.nan))[of]


def _held(corner: Ints, own: Floats, known: Floats, has: Bools, flat: Bools, beside: Floats) -> Floats:
    """(n,) what the light of corners is multiplied with, to be near that of those whose light is known.

    Args:
        corner: (m, 3) those of each triangle.
        own: (n,) how bright they are (its logarithm).
        known: (n,) how bright their texels are.
        has: (n,) which have texels.
        flat: (m,) which triangles are.
        beside: (n,) how bright what touches them is, not a number where nothing does: nobody is held further off.
    """
    tone, sure = np.where(has, known, own), has.copy()
    corner = corner[flat]
    for _ in range(ROUNDS):
        some = sure[corner].any(axis=1) & ~sure[corner].all(axis=1)
        of = corner[some]
        if not len(of):
            break
        low = np.where(sure[of], tone[of], np.inf).min(axis=1) - np.log(BESIDE)
        high = np.where(sure[of], tone[of], -np.inf).max(axis=1) + np.log(BESIDE)
        least, most = np.full(len(tone), np.inf), np.full(len(tone), -np.inf)
        for side in range(3):
            np.minimum.at(least, of[:, side], low)
            np.maximum.at(most, of[:, side], high)
        told = ~sure & np.isfinite(least)
        least, most = np.fmin(least, beside), np.fmax(most, beside)
        tone[told] = np.clip(tone[told], least[told], most[told])
        sure |= told
    return np.asarray(np.exp(np.where(has, 0, tone - own)), np.float32)


def _flat(normals: Floats) -> NDArray[np.bool_]:
    """(m,) whether the corners (m, 3, 3) of triangles look the same way."""
    cosines = np.einsum("mic,mic->mi", normals, np.roll(normals, -1, axis=1))
    return np.asarray(cosines.min(axis=1) > FLAT)


def _tones(baked: Baked, light: dict[str, Floats]) -> Floats:
    """(n,) the logarithm of how bright all layers are together."""
    weights = baked.manifest.weights
    total = np.sum([light[name] @ LUMINANCE * np.float32(weights.get(name, 0.0)) for name in light], axis=0)
    return np.asarray(np.log(np.maximum(total, 1e-3)), np.float32)


def _means(of: Ints, values: Floats, count: int) -> Floats:
    """(count, 3) the mean of values (n, 3) by the number `of` (n,) each; 0 where there are none."""
    many = np.maximum(np.bincount(of, minlength=count), 1)
    return np.asarray(np.stack([np.bincount(of, v, count) for v in values.T], axis=1) / many[:, None], np.float32)


def _told(vertices: Floats, which: Ints, light: Floats) -> Floats:
    changed = vertices.copy()
    changed[which] = light
    return changed
