"""Light on small flat faces that a bake has in parts: one light, that goes on over the whole of each.

The face of an arch's stone is half a metre wide and bent on two sides, so it is many triangles. The baker lays some of
them on one chart and some on another, and lights slivers by their corners: on every stone there was a wedge, a tenth
brighter or darker, with an edge as straight as a ruler's. A face of so few texels tells no more of the light than which
way it rises. That is what all of its parts have here. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from campus.bake.seams import sampled
from campus.client.view.charts import laid, owners
from campus.mesh import Mesh, facing
from campus.mesh.welding import pieces

MOST_TEXELS = 40.0
"""What is larger has light of its own here and there, and the baker had many paths for it."""
BENDS = 0.1
"""Where light differs by more from what rises evenly (its logarithm), something shades it, and it stays."""
FLAT = 0.9995
"""Cosine between a flat triangle and the ways that its corners look, at least."""
LEAST_M2, LEAST = 1e-7, 1e-4
BEYOND = 1.2
"""Texels: so far beyond its edges a graphics card looks for the light of a triangle."""
INSIDE = np.array([(4, 4, 4), (8, 2, 2), (2, 8, 2), (2, 2, 8), (5, 5, 2), (2, 5, 5), (5, 2, 5)]) / 12
"""Where on a triangle its light is looked at, as shares of its corners."""

Floats = NDArray[np.float32]
Halfs = NDArray[np.float16]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
Numbers = NDArray[np.integer]


def with_whole_faces(
    mesh: Mesh, vertex: NDArray[np.integer], rows: Floats, texels: Mapping[int, Halfs], texel_m: float
) -> tuple[Floats, dict[int, Halfs]]:
    """What the vertices of a mesh have besides, and its lightmap, without steps within small flat faces.

    Args:
        mesh: its vertices split where charts end.
        vertex: (n,) which vertex each was before that.
        rows: (n, k) where each vertex lies on the lightmap, 0 to 1, and three columns a layer of light of its own.
        texels: (h, w, 3) light of the lightmap, by the first column of its layer.
        texel_m: how wide a texel is, metres.
    """
    size = next(iter(texels.values())).shape[:2]
    corners = mesh.corners().astype(np.float64)
    ways, _, area = facing(corners)
    alike = np.einsum("tic,tc->ti", mesh.normals[mesh.triangles], ways).min(axis=1)
    flat = np.flatnonzero((alike > FLAT) & (area > LEAST_M2))
    charted = np.asarray((rows[mesh.triangles, :2] > 0).any(axis=(1, 2)))
    part = np.where(charted, pieces(mesh.triangles, len(rows)), -1)
    face: Numbers = pieces(vertex[mesh.triangles[flat]], int(vertex.max(initial=-1)) + 1)
    count = int(face.max(initial=-1)) + 1
    first = np.zeros(count, part.dtype)
    first[face] = part[flat]
    parted = np.bincount(face, part[flat] != first[face], count) > 0
    small = np.bincount(face, area[flat], count) < MOST_TEXELS * texel_m**2
    some = (parted & small & (np.bincount(face, charted[flat], count) > 0))[face]
    flat, face = flat[some], np.unique(face[some], return_inverse=True)[1].ravel()
    if not len(flat):
        return rows, dict(texels)
    rises = _Rises(corners[flat], area[flat], face)
    at, _ = laid(mesh, rows[:, :2], size)
    texel, of, places = _texels(at, corners, flat, charted, size, owner_of=_owners(mesh, at, charted, alike, size))
    own = np.repeat(~charted[flat], 3)
    new_rows, new_texels = rows.copy(), {}
    for column, image in texels.items():
        if image.shape[:2] != size:  # nothing shines there
            new_texels[column] = image
            continue
        light = _light(rows[mesh.triangles[flat]], image, column)
        known, fits = rises.of(np.log(np.maximum(light, LEAST)))
        told, values = image.copy().reshape(-1, 3), np.exp(rises.at(known, places, face[of]))
        good = fits[face[of]]
        told[texel[good]] = values[good]
        new_texels[column] = told.reshape(image.shape)
        good = own & np.repeat(fits[face], 3)
        values = np.exp(rises.at(known, corners[flat].reshape(-1, 3)[good], np.repeat(face, 3)[good]))
        new_rows[mesh.triangles[flat].ravel()[good], column : column + 3] = values
    return new_rows, new_texels


class _Rises:
    """What rises evenly over flat faces: of each the even rise that is nearest to what is seen there."""

    def __init__(self, corners: Doubles, area: Doubles, face: Numbers) -> None:
        """Of triangles (m, 3, 3), metres, their areas (m,) and which face each is of (m,)."""
        self._face, self._weight = np.repeat(face, len(INSIDE)), np.repeat(area, len(INSIDE))
        count = int(face.max()) + 1
        points = np.einsum("sk,mkd->msd", INSIDE, corners).reshape(-1, 3)
        self._whole = np.bincount(self._face, self._weight, count)
        self._middle = self._mean(points)
        off = points - self._middle[self._face]
        squares = self._mean((off[:, :, None] * off[:, None]).reshape(-1, 9)).reshape(-1, 3, 3)
        self._off, self._inverse = off, np.linalg.pinv(squares, rcond=1e-4, hermitian=True)

    def of(self, tones: Doubles) -> tuple[tuple[Doubles, Doubles], NDArray[np.bool_]]:
        """Of what is seen (m, s, 3): its means (f, 3) and how it rises (f, 3, 3); and (f,) where that is all of it."""
        seen = tones.reshape(-1, 3)
        mean = self._mean(seen)
        away = seen - mean[self._face]
        slope = self._inverse @ self._mean((self._off[:, :, None] * away[:, None]).reshape(-1, 9)).reshape(-1, 3, 3)
        left = away - np.einsum("nd,ndc->nc", self._off, slope[self._face])
        return (mean, slope), self._mean((left**2).mean(axis=1, keepdims=True))[:, 0] < BENDS**2

    def at(self, known: tuple[Doubles, Doubles], places: Doubles, face: Numbers) -> Doubles:
        """(n, 3) what that is at places (n, 3), metres, of faces (n,)."""
        mean, slope = known
        return np.asarray(mean[face] + np.einsum("nd,ndc->nc", places - self._middle[face], slope[face]))

    def _mean(self, values: Doubles) -> Doubles:
        """(f, k) over each face, of (n, k)."""
        sums = [np.bincount(self._face, self._weight * each, len(self._whole)) for each in values.T]
        return np.stack(sums, axis=1) / self._whole[:, None]


def _light(rows: Floats, image: Halfs, column: int) -> Doubles:
    """(m, s, 3) the light of a layer on triangles, of what their corners have besides (m, 3, k)."""
    there = np.einsum("sk,mkd->msd", INSIDE, rows).reshape(-1, rows.shape[2])
    light, on = there[:, column : column + 3].copy(), (rows[..., :2] > 0).any(axis=(1, 2)).repeat(len(INSIDE))
    size = np.array(image.shape[1::-1], np.float32)
    light[on] += sampled(image.astype(np.float32), there[on, :2] * size)
    return np.asarray(light.reshape(len(rows), -1, 3), np.float64)


def _owners(
    mesh: Mesh, at: Doubles, charted: NDArray[np.bool_], alike: Doubles, size: tuple[int, int]
) -> NDArray[np.int32]:
    """(h, w) the flat triangle that lies on each texel, -1 for none."""
    which = np.flatnonzero(charted & (alike > FLAT))
    return owners(at[which], which, size, nobody=-1)


def _texels(
    at: Doubles,
    corners: Doubles,
    flat: Ints,
    charted: NDArray[np.bool_],
    size: tuple[int, int],
    owner_of: NDArray[np.int32],
) -> tuple[Ints, Ints, Doubles]:
    """(n,) the texels that are read on triangles `flat`, (n,) for which of those, and (n, 3) where they lie, metres."""
    mine = np.zeros(len(corners) + 1, np.bool_)
    mine[flat] = mine[-1] = True
    found, of, places = [], [], []
    for number in np.flatnonzero(charted[flat]):
        where, there = at[flat[number]], corners[flat[number]]
        low = np.maximum(np.floor(where.min(axis=0) - BEYOND), 0).astype(int)
        high = np.minimum(np.ceil(where.max(axis=0) + BEYOND), np.array(size[::-1])).astype(int)
        column, row = (
            each.ravel() for each in np.meshgrid(*(np.arange(*ends) for ends in zip(low, high, strict=True)))
        )
        edges = np.stack([where[1] - where[0], where[2] - where[0]])
        turn = np.linalg.det(edges)
        if abs(turn) < 1e-6:
            continue
        shares = (np.stack([column, row], axis=1) + 0.5 - where[0]) @ np.linalg.inv(edges)
        shares = np.column_stack([1 - shares.sum(axis=1), shares])
        # How high over each side a corner lies tells how far beyond it a texel is.
        heights = abs(turn) / np.linalg.norm(np.roll(where, -1, axis=0) - np.roll(where, -2, axis=0), axis=1)
        near = (shares * heights > -BEYOND).all(axis=1)
        texel = row[near] * size[1] + column[near]
        free = mine[owner_of.ravel()[texel]]
        found.append(texel[free])
        of.append(np.full(int(free.sum()), number))
        places.append(shares[near][free] @ there)
    if not found:
        none = np.zeros(0, np.int64)
        return none, none, np.zeros((0, 3))
    return np.concatenate(found), np.concatenate(of), np.concatenate(places)
