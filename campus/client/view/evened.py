"""Light on flat faces without the clouds that a denoiser leaves there.

What is left of a path tracer's grain on a wall in the shade is a scribble of a few texels, a tenth brighter or darker:
on stone with courses it takes a second look, on plaster none. Here texels of one face are averaged with those around
them that are about as bright, five times over twice the distance (Dammertz and others, Edge-Avoiding À-Trous Wavelet
Transform, 2010), and their hues with those of about the same hue, since a stain of colour lies where none of
brightness does. A shadow's edge is no cloud: what differs by a third stays, and from far away, what differs by a
tenth. Nor is light that runs evenly from here to there, however steeply: averaged with the side that is more like it,
it becomes a plateau and a step, and the pool of light under a lamp a square; so what lies across counts, too. Pure
numpy, and Pillow for the outlines.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.charts import laid, owners, planes
from campus.mesh import Mesh, facing

ALIKE = (0.30, 0.22, 0.15, 0.10, 0.07)
"""For each round, by how much light may differ (its logarithm) and still be about as bright."""
ALIKE_IN_HUE = (0.30, 0.22, 0.16, 0.12, 0.09)
"""The same of its red and its blue, beside its brightness."""
LEAST_TEXELS = 6.0
"""A face that has fewer is too small for clouds; a keystone over a door is not."""
FLAT = 0.9995
"""Least cosine between the corners of a flat triangle."""
LONE = 2
"""Texels of eight around one that may stand out as it does, before it is one of an edge or of a line."""
PARTS = 8
"""Of a texel, that tell two places apart."""

Floats = NDArray[np.float32]


def evened(light: Floats, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3) without clouds; texels of no large face stay.

    Args:
        light: of one layer, any unit.
        faces: (h, w) on which large face each texel lies, 0 for none.
    """
    of, wide = faces.ravel(), faces.shape[1]
    at = np.flatnonzero(of).astype(np.int32)
    number = np.full(len(of), -1, np.int32)
    number[at] = np.arange(len(at), dtype=np.int32)
    before = np.maximum(light.reshape(-1, 3)[at].astype(np.float32), np.float32(1e-6))
    before *= _among(before.mean(axis=-1), at, of, number, wide)[:, None]
    bright = before.mean(axis=-1)
    told = [np.zeros(faces.shape, np.float32) for _ in range(3)]
    for part, of_part in zip(told, (bright, before[:, 0] / bright, before[:, 2] / bright), strict=True):
        part.ravel()[at] = np.log(of_part)
    for round_, tolerances in enumerate(zip(ALIKE, ALIKE_IN_HUE, strict=True)):
        told = _once(told, faces, 1 << round_, *tolerances)
    tone, *hues = (part.ravel()[at] for part in told)
    shares = np.exp(np.stack(hues, axis=-1))
    green = np.maximum(3 - shares.sum(axis=-1), np.float32(1e-3))
    found = light.astype(np.float32).reshape(-1, 3).copy()
    found[at] = np.exp(tone)[:, None] * np.stack([shares[:, 0], green, shares[:, 1]], axis=-1)
    return found.reshape(light.shape)


def _once(told: list[Floats], faces: NDArray[np.int32], far: int, alike: float, alike_in_hue: float) -> list[Floats]:
    """The tone, the red and the blue of texels (h, w), averaged once with those so many texels away.

    Args:
        told: the three, as logarithms.
        faces: (h, w) on which large face each texel lies.
        far: texels.
        alike: by how much tones may differ.
        alike_in_hue: the same of red and of blue.
    """
    height, wide = faces.shape
    of_faces, padded = np.pad(faces, far), [np.pad(part, far) for part in told]
    change = [np.zeros_like(part) for part in told]
    whole = [np.full(faces.shape, 0.25, np.float32) for _ in range(2)]
    for down, right, share in ((0, far, 0.125), (far, 0, 0.125), (far, far, 0.0625), (far, -far, 0.0625)):
        # Two texels that lie across from each other: on light that runs evenly from one to the other, they say nothing.
        sides = [
            (slice(far + way * down, far + way * down + height), slice(far + way * right, far + way * right + wide))
            for way in (1, -1)
        ]
        same = [of_faces[side] == faces for side in sides]
        count = same[0].astype(np.float32) + same[1]
        both, apart = [], []
        for part, wider in zip(told, padded, strict=True):
            one, other = ((wider[side] - part) * here for side, here in zip(sides, same, strict=True))
            both.append(one + other)
            apart.append(np.minimum(np.abs(both[-1]), np.maximum(np.abs(one), np.abs(other))))
        shares = (
            np.float32(share) * _alikeness(apart[0] / np.float32(alike)),
            np.float32(share) * _alikeness(np.maximum(apart[1], apart[2]) / np.float32(alike_in_hue)),
        )
        for number, by in enumerate(both):
            change[number] += shares[min(number, 1)] * by
        for total, weight in zip(whole, shares, strict=True):
            total += weight * count
    return [part + by / whole[min(number, 1)] for number, (part, by) in enumerate(zip(told, change, strict=True))]


def _among(
    bright: Floats, at: NDArray[np.int32], of: NDArray[np.int32], number: NDArray[np.int32], wide: int
) -> Floats:
    """(n,) what the brightness of texels is multiplied with, so that none stands alone among those around it.

    Args:
        bright: (n,) theirs.
        at: (n,) which texels.
        of: (h * w,) on which face each texel lies.
        number: (h * w,) which of the n each is.
        wide: texels in a row.
    """
    most, least = np.full((2, LONE, len(at)), -np.inf, np.float32)
    least *= -1
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            if down or right:
                there = np.clip(at + (down * wide + right), 0, len(of) - 1)
                same = of[there] == of[at]
                level = bright[np.where(same, number[there], 0)]
                # Kept sorted as they come: the brightest first, and the dimmest first.
                up, low = np.where(same, level, -np.inf), np.where(same, level, np.inf)
                for rank in range(LONE):
                    most[rank], up = np.maximum(most[rank], up), np.minimum(most[rank], up)
                    least[rank], low = np.minimum(least[rank], low), np.maximum(least[rank], low)
    known = np.isfinite(most[-1])
    among = np.clip(bright, np.where(known, least[-1], bright), np.where(known, most[-1], bright))
    return np.asarray(among / bright, np.float32)


def _alikeness(apart: Floats) -> Floats:
    """How alike texels are that are so far apart: 1 where they are the same."""
    return np.asarray(1 / (1 + apart**2) ** 2, np.float32)


def large_faces(mesh: Mesh, uvs: Floats, size: tuple[int, int], least: float = LEAST_TEXELS) -> NDArray[np.int32]:
    """(h, w) on which large flat face each texel of a lightmap lies, counted from 1; 0 for none.

    Args:
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1.
        size: of the lightmap, height and width in texels.
        least: texels that a large one has.
    """
    at, texels = laid(mesh, uvs, size)
    normals, apart, _ = facing(mesh.corners())
    key = planes(normals, apart)
    ways = mesh.normals[mesh.triangles]
    bent = (ways * np.roll(ways, 1, axis=1)).sum(axis=2).min(axis=1) < FLAT
    key[bent] = 0  # a round face lies in no plane: what hangs together on the lightmap is one
    _, plane = np.unique(key, return_inverse=True)
    large = (np.bincount(plane, texels)[plane] >= least) & (texels > 0)
    face = _joined(at[large], plane[large])
    wide = np.bincount(face, texels[large])[face] >= least
    return owners(at[large][wide], face[wide], size, nobody=0)


def with_rims(faces: NDArray[np.int32]) -> NDArray[np.int32]:
    """(h, w) the same faces, each a texel wider where no other is: what a graphics card reads at an edge, and a bevel.

    A bevel has the texels of the face that it goes with, and their middles lie outside of that.
    """
    found = faces
    for axis in (0, 1):
        before = found
        for step in (1, -1):
            # What comes in from the other side is nobody's: charts keep away from the edge.
            found = np.where(found == 0, np.roll(before, step, axis), found)
    return found


def _joined(at: NDArray[np.float64], plane: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) a number, from 1 on, that triangles share which lie in one plane and hang together on the lightmap.

    Args:
        at: (n, 3, 2) where their corners lie, texels.
        plane: (n,) in which plane they lie.
    """
    if not len(at):
        return np.zeros(0, np.int64)
    # A place belongs to one plane: on a corner that two share, each has its own. Whether triangles share a vertex says
    # nothing: where a wall's edge is cut, each piece has vertices of its own.
    places = np.round(at.reshape(-1, 2) * PARTS).astype(np.int64)
    key = (places[:, 0] * (int(places[:, 1].max()) + 1) + places[:, 1]) * (int(plane.max()) + 1) + np.repeat(plane, 3)
    _, corner = np.unique(key, return_inverse=True)
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
