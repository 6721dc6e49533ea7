"""Light on the bevel of a face whose rim something stands on: it has that of the other face that it borders.

A bevel is finer than a texel and lies on those of the face that it goes on from. Where an upstand stands on that
face's rim, the face lies behind it: the trough of a cove glares there, and the bevel, which looks into the room before
the upstand, drew a white and jagged line along the whole of the cove. Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.encoding import LUMINANCE
from campus.bake.model import Baked
from campus.bake.seams import sampled
from campus.client.view.charts import FLAT_M, PLACE_M, planes
from campus.mesh import Mesh, facing
from campus.mesh.welding import welded

NARROW_M, LONG_M = 0.02, 0.1
"""What is no wider, and no shorter, is a bevel."""
ALIKE = 0.999
"""Cosine between the two triangles of one bevel."""
TURNS = 0.3
"""And between a bevel and a face that it borders, at least."""
SHARED = 4
INSIDE_M = 0.01
"""So far from a bevel's edge a face is looked at: light there is its own, and what covers it covers its rim."""
BRIGHTER = 2.0
"""A leak is so much brighter than the face on the bevel's other side."""
TOUCHES_M = 0.003
"""What stands on a face is so near to it."""
ALONG = (0.2, 0.5, 0.8)
"""Where along an edge a face is looked at."""
LEAST_M2 = 1e-6
SIDES = np.array([(0, 1), (1, 2), (2, 0)])

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def with_light_of_their_other_face(mesh: Mesh, baked: Baked) -> Baked:
    """The same light, in which no bevel shines with what is shut off from it.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the triangles in the same order, and more vertices.
    """
    corners = mesh.corners().astype(np.float64)
    bevels, faces = bevels_of(corners, mesh)
    if not len(bevels):
        return baked
    # One row a bevel and a way round: the face that it goes on from, and the other one.
    of, other = (np.concatenate([faces[:, way], faces[:, 1 - way]]) for way in (0, 1))
    bevels = np.concatenate([bevels, bevels])
    own, beside = (bright(baked, each) for each in (bevels[:, 0], other[:, 0]))
    leaking = own > BRIGHTER * beside
    of, other, bevels = of[leaking], other[leaking], bevels[leaking]
    shut = covered(corners, of)
    shut[shut] &= ~covered(corners, other[shut])  # of both, nobody sees anything
    return _told(mesh, baked, bevels[shut], other[shut, 0])


def bevels_of(corners: Doubles, mesh: Mesh, narrow_m: float = NARROW_M) -> tuple[Ints, Ints]:
    """(n, 2) the two triangles of each bevel, and (n, 2, 2) the face before each of them, and which side of that.

    Args:
        corners: (m, 3, 3) of the mesh, metres.
        mesh: whose they are.
        narrow_m: what is no wider is a bevel.
    """
    normals, _, area = facing(corners)
    edges = corners[:, SIDES[:, 1]] - corners[:, SIDES[:, 0]]
    length = np.linalg.norm(edges, axis=2)
    longest = length.max(axis=1)
    narrow = (2 * area < narrow_m * longest) & (longest > LONG_M)
    spot = welded(mesh.positions / PLACE_M)[mesh.triangles]
    ends = np.sort(spot[:, SIDES], axis=2).reshape(-1, 2)
    word = ends[:, 0] * (int(spot.max(initial=0)) + 1) + ends[:, 1]
    order = np.flatnonzero(length.ravel() > LONG_M)
    order = order[np.argsort(word[order], kind="stable")]
    # What stands on a face may have its edge where the bevel has: up to four triangles share it.
    found = []
    for step in range(1, SHARED):
        same = word[order[:-step]] == word[order[step:]]
        found += [(order[:-step][same], order[step:][same]), (order[step:][same], order[:-step][same])]
    pair = np.concatenate([np.stack(each, axis=1) for each in found])
    left, right = pair // 3, pair % 3
    turns = (normals[left[:, 0]] * normals[left[:, 1]]).sum(axis=1)
    wide = narrow[left[:, 0]] & ~narrow[left[:, 1]] & (turns > TURNS)
    # Of each narrow triangle, the face on its outer side.
    before = np.full((len(corners), 2), -1, np.int64)
    before[left[wide, 0]] = np.stack([left[wide, 1], right[wide, 1]], axis=1)
    flat = narrow[left].all(axis=1) & (turns > ALIKE)
    bevels = left[flat & (left[:, 0] < left[:, 1])]
    bevels = bevels[(before[bevels, 0] >= 0).all(axis=1)]
    return bevels, before[bevels]


def just_inside(corners: Doubles, faces: Ints) -> Doubles:
    """(n, k, 3) places a little inside of faces (n, 2) along one of their sides, metres.

    Args:
        corners: (m, 3, 3) of the mesh, metres.
        faces: (n, 2) triangles, and which of their sides.
    """
    start, end, top = (corners[faces[:, 0], (faces[:, 1] + each) % 3][:, None] for each in range(3))
    along = end - start
    foot = ((top - start) * along).sum(axis=2, keepdims=True) / (along * along).sum(axis=2, keepdims=True)
    up = top - start - foot * along
    part = np.minimum(INSIDE_M / np.maximum(np.linalg.norm(up, axis=2, keepdims=True), 1e-9), 0.5)
    # The nearer to the top, the nearer do the other two sides come.
    return np.asarray(start + (1 - part) * np.array(ALONG)[:, None] * along + part * (top - start))


def bright(baked: Baked, which: Ints) -> Floats:
    """(n,) how bright triangles are in their middles, all layers together as the bake weighs them, in its unit.

    Args:
        baked: the light of the mesh.
        which: (n,) their numbers.
    """
    found = np.zeros(len(which), np.float32)
    triangles = baked.triangles[which]
    charted = np.asarray((baked.uvs[triangles] > 0).any(axis=(1, 2)), np.bool_)
    middles = baked.uvs[triangles].mean(axis=1)
    for name, layer in baked.layers.items():
        size = np.array(layer.texels.shape[1::-1], np.float32)
        light = np.where(
            charted[:, None], sampled(layer.texels, middles * size), layer.vertices[triangles].mean(axis=1)
        )
        found += np.asarray(light @ LUMINANCE, np.float32) * np.float32(baked.manifest.weights.get(name, 0.0))
    return found


def covered(corners: Doubles, faces: Ints, within_m: float = TOUCHES_M) -> Bools:
    """(n,) whether something stands on the rim of each face (n, 2) at that side, or so near before it.

    Args:
        corners: (m, 3, 3) of the mesh, metres.
        faces: (n, 2) triangles, and which of their sides.
        within_m: so near.
    """
    found = np.zeros(len(faces), np.bool_)
    if not len(faces):
        return found
    normals, apart, area = facing(corners)
    against = planes(-normals, -apart)  # what stands on a face lies in its plane, and looks the other way
    order = np.argsort(against, kind="stable")
    low, high = corners.min(axis=1) - within_m, corners.max(axis=1) + within_m
    spots = just_inside(corners, faces)
    for further in (0.0,) if within_m <= TOUCHES_M else (0.0, FLAT_M):
        wanted = planes(normals[faces[:, 0]], apart[faces[:, 0]] + further)
        starts, stops = (np.searchsorted(against[order], wanted, side=side) for side in ("left", "right"))
        for number in np.flatnonzero((stops > starts) & ~found):
            face = faces[number, 0]
            near = order[starts[number] : stops[number]]
            begin, end = spots[number].min(axis=0), spots[number].max(axis=0)
            near = near[(low[near] < end).all(axis=1) & (high[near] > begin).all(axis=1)]
            near = near[(np.abs(apart[near] + apart[face]) < within_m) & (area[near] > LEAST_M2)]
            if len(near):
                flat = np.abs(normals[face]).argmax()
                axes = [axis for axis in range(3) if axis != flat]
                inside = np.linalg.inv(np.concatenate([corners[near][..., axes], np.ones((len(near), 3, 1))], axis=2))
                shares = np.concatenate([spots[number][:, axes], np.ones((len(ALONG), 1))], axis=1) @ inside
                found[number] = (shares > -1e-6).all(axis=2).any(axis=0).all()
    return found


def _told(mesh: Mesh, baked: Baked, bevels: Ints, faces: Ints) -> Baked:
    """The same, bevels (n, 2) lit as the faces (n,) that they border: each corner as the nearest of that face."""
    if not len(bevels):
        return baked
    which, of = bevels.ravel(), np.repeat(faces, 2)
    theirs, there = baked.triangles[of], mesh.positions[baked.vertex[baked.triangles[of]]].astype(np.float64)
    here = mesh.positions[baked.vertex[baked.triangles[which]]].astype(np.float64)
    nearest = np.linalg.norm(here[:, :, None] - there[:, None], axis=3).argmin(axis=2)
    like = np.take_along_axis(theirs, nearest, axis=1).ravel()
    own = baked.vertex[baked.triangles[which].ravel()]
    light = {name: layer.vertices[like] for name, layer in baked.layers.items()}
    corners = np.arange(len(own)).reshape(-1, 3)
    return baked.with_corners(which, corners, own, light, baked.sun.vertices[like], baked.uvs[like])
