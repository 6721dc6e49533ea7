"""Light on large flat faces without the clouds that a denoiser leaves there.

What is left of a path tracer's grain on a wall in the shade is a scribble of a few texels, a tenth brighter or darker:
nobody finds it on stone with courses, and everybody on plaster. Here texels of one face are averaged with those around
them that are about as bright, three times over twice the distance (Dammertz and others, Edge-Avoiding À-Trous Wavelet
Transform, 2010). A shadow's edge is no cloud: what differs by a third stays. Pure numpy, and Pillow for the outlines.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from campus.mesh import Mesh

ALIKE = (0.30, 0.22, 0.15)
"""For each round, by how much light may differ (its logarithm) and still be about as bright."""
LEAST_TEXELS = 24.0
"""A face that has fewer is too small for clouds."""
FLAT_M = 0.02
TURNED = 64
"""Normals are the same to one part in so many."""

Floats = NDArray[np.float32]
Slices = tuple[slice, slice]


def evened(light: Floats, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3) without clouds; texels of no large face stay.

    Args:
        light: of one layer, any unit.
        faces: (h, w) on which large face each texel lies, 0 for none.
    """
    found = light.astype(np.float32)
    known = faces > 0
    for round_, alike in enumerate(ALIKE):
        step = 1 << round_
        tone = np.log(np.maximum(found.mean(axis=-1), np.float32(1e-6)))
        total, weight = found * np.float32(0.25), np.full(faces.shape, 0.25, np.float32)
        # Each pair of texels once: what one gives the other, it takes from it.
        for down, right, share in ((0, 1, 0.125), (1, 0, 0.125), (1, 1, 0.0625), (1, -1, 0.0625)):
            here, there = _apart(down * step, right * step)
            part = 1 / (1 + ((tone[here] - tone[there]) / np.float32(alike)) ** 2) ** 2
            part *= np.float32(share) * (known[here] & (faces[here] == faces[there]))
            total[here] += part[..., None] * found[there]
            total[there] += part[..., None] * found[here]
            weight[here] += part
            weight[there] += part
        found = total / weight[..., None]
    return np.where(known[..., None], found, light).astype(np.float32)


def large_faces(mesh: Mesh, uvs: Floats, size: tuple[int, int]) -> NDArray[np.int32]:
    """(h, w) on which large flat face each texel of a lightmap lies, counted from 1; 0 for none.

    Args:
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1.
        size: of the lightmap, height and width in texels.
    """
    at = uvs[mesh.triangles].astype(np.float64) * (size[1], size[0])
    texels = np.abs(_cross(at[:, 1] - at[:, 0], at[:, 2] - at[:, 0])) / 2
    corners = mesh.corners().astype(np.float64)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    apart = (normal * corners[:, 0]).sum(axis=1)
    key = np.concatenate([normal * TURNED, apart[:, None] / FLAT_M], axis=1).round().astype(np.int64)
    key[texels <= 0] = np.iinfo(np.int64).min
    _, plane = np.unique(key @ (1, 131, 17_161, 2_248_091), return_inverse=True)
    large = (np.bincount(plane, texels)[plane] >= LEAST_TEXELS) & (texels > 0)
    face = _joined(mesh.triangles[large], plane[large])
    wide = np.bincount(face, texels[large])[face] >= LEAST_TEXELS
    outlines = (at[large][wide] - 0.5).reshape(-1, 6)
    picture = Image.new("I", (size[1], size[0]), 0)
    draw: Any = ImageDraw.Draw(picture)
    for outline, number in zip(outlines.tolist(), face[wide].tolist(), strict=True):
        draw.polygon(outline, fill=number, outline=number)
    return np.asarray(picture, np.int32)


def _joined(triangles: NDArray[np.int32], plane: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) a number, from 1 on, that triangles share which hang together by their vertices and lie in one plane."""
    if not len(triangles):
        return np.zeros(0, np.int64)
    # A vertex belongs to one plane: on a corner that two share, each has its own.
    pairs = np.stack([triangles.ravel(), np.repeat(plane, 3)], axis=1)
    _, corner = np.unique(pairs @ (1, len(plane) + int(triangles.max()) + 1), return_inverse=True)
    corner = corner.reshape(-1, 3)
    first = np.arange(int(corner.max()) + 1)
    while True:
        before = first.copy()
        least = first[corner].min(axis=1)
        for side in range(3):
            np.minimum.at(first, corner[:, side], least)
        first = first[first]
        if np.array_equal(before, first):
            return np.asarray(first[corner[:, 0]] + 1, np.int64)


def _apart(down: int, right: int) -> tuple[Slices, Slices]:
    """All texels that have another so far down and right of them, and those others."""
    rows, others = slice(None, -down or None), slice(down, None)
    if right >= 0:
        return (rows, slice(None, -right or None)), (others, slice(right, None))
    return (rows, slice(-right, None)), (others, slice(None, right))


def _cross(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    across: NDArray[np.float64] = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return across
