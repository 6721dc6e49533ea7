"""Light across the borders of charts, as the baker left it: a round shaft or a long wall has no seam where one ends.

The baker makes both sides of such a border agree. What evens light afterwards knows one chart at a time: where light
rises across a border, each side is drawn towards its own middle, and a shaft in four charts has four edges, a tenth
brighter or darker. Here what parted them is taken back, half on either side, and less and less further within.
Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.charts import Charts
from campus.bake.seams import seams_of
from campus.client.view.charts import AROUND
from campus.mesh import Mesh

REACH = 8
"""Texels: so far from a border its light is told anew; a step that is spread over fewer is an edge still."""
ROUNDS = 3
"""A texel at a border is of several points along it."""
ALIKE = 0.5
"""By how much light may differ across a joint (its logarithm) and still be the light of one wall."""
LEAST = 1e-6

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Borders = tuple[Doubles, Doubles]


def borders_of(mesh: Mesh, uvs: Floats, size: tuple[int, int]) -> Borders:
    """Points (n, 2) beside which charts end and the surface goes on, and (n, 2) the same points on the other chart.

    Args:
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1; nothing where it has no texels.
        size: of the lightmap, height and width in texels.

    Returns:
        Texels from the lightmap's first, whole numbers between them.
    """
    tall, wide = size
    charted = np.asarray((uvs[mesh.triangles] > 0).any(axis=(1, 2)), np.bool_)
    places = uvs.astype(np.float64) * (wide, tall)
    vertex = np.arange(len(uvs), dtype=np.int32)
    one, other = seams_of(mesh, Charts(vertex, mesh.triangles, places, charted, (wide, tall), 1.0, 0, 0.0))
    return np.asarray(one, np.float64), np.asarray(other, np.float64)


def agreeing(light: Floats, before: Floats, borders: Borders, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3), whose sides differ along borders of charts by no more than they did before.

    Args:
        light: of one layer, any unit; it has been evened, a chart at a time.
        before: (h, w, 3) the same before that.
        borders: as `borders_of` gives them.
        faces: (h, w) on or beside which large face each texel lies, 0 for none; what is of none stays.
    """
    if not len(borders[0]):
        return light
    both = [_read(points, faces.shape) for points in borders]
    known = [np.log(np.maximum(before.reshape(-1, 3)[texels], LEAST)) for texels, _ in both]
    usual = _apart(known, both)
    told = np.log(np.maximum(light.reshape(-1, 3), LEAST)).astype(np.float64)
    for _ in range(ROUNDS):
        # Each side goes half of the way to the other.
        by = (_apart([told[texels] for texels, _ in both], both) - usual) / 2
        told += _spread(both, (by, -by), faces)
    share = np.exp(told - np.log(np.maximum(light.reshape(-1, 3), LEAST)))
    return (light.reshape(-1, 3) * share).astype(np.float32).reshape(light.shape)


def level(light: Floats, joints: Borders, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3), the same on both sides of joints; where it differs a lot, something else is there.

    Args:
        light: of one layer, any unit.
        joints: as `coplanar.joints_of` gives them.
        faces: (h, w) on or beside which large face each texel lies, 0 for none; what is of none stays.
    """
    if not len(joints[0]):
        return light
    both = [_read(points, faces.shape) for points in joints]
    before = np.log(np.maximum(light.reshape(-1, 3), LEAST)).astype(np.float64)
    steps = _apart([before[texels] for texels, _ in both], both).mean(axis=1)
    same = np.abs(steps) < ALIKE
    both = [(texels[same], shares[same]) for texels, shares in both]
    told = before.copy()
    for _ in range(ROUNDS):
        by = _apart([told[texels] for texels, _ in both], both) / 2
        told += _spread(both, (by, -by), faces)
    return (light.reshape(-1, 3) * np.exp(told - before)).astype(np.float32).reshape(light.shape)


def _read(points: Doubles, size: tuple[int, ...]) -> tuple[NDArray[np.int64], Doubles]:
    """(n, 4) texels that a graphics card reads at points (n, 2), and (n, 4) how much it takes of each."""
    low = np.floor(points - 0.5)
    right, up = (points - 0.5 - low).T
    column, row = low.astype(np.int64).T
    texels, shares = [], []
    for down, beside in ((0, 0), (0, 1), (1, 0), (1, 1)):
        rows, columns = np.clip(row + down, 0, size[0] - 1), np.clip(column + beside, 0, size[1] - 1)
        texels.append(rows * size[1] + columns)
        shares.append((up if down else 1 - up) * (right if beside else 1 - right))
    return np.stack(texels, axis=1), np.stack(shares, axis=1)


def _apart(tones: list[Doubles], both: list[tuple[NDArray[np.int64], Doubles]]) -> Doubles:
    """(n, 3) by how much the other side is brighter at each point, of the tones (n, 4, 3) that are read there."""
    one, other = (np.einsum("nkc,nk->nc", tone, shares) for tone, (_, shares) in zip(tones, both, strict=True))
    return np.asarray(other - one)


def _spread(
    both: list[tuple[NDArray[np.int64], Doubles]], changes: tuple[Doubles, Doubles], faces: NDArray[np.int32]
) -> Doubles:
    """(h * w, 3) what changes (n, 3) at the points of either side are to texels beside them, and further within."""
    of, wide = faces.ravel(), faces.shape[1]
    texels = np.concatenate([each.ravel() for each, _ in both])
    weights = np.concatenate([shares.ravel() for _, shares in both])
    values = np.concatenate([np.repeat(by, 4, axis=0) for by in changes])
    total = np.bincount(texels, weights, len(of))
    found = np.stack([np.bincount(texels, weights * each, len(of)) for each in values.T], axis=1)
    known = (total > LEAST) & (of > 0)
    found = np.where(known[:, None], found / np.maximum(total, LEAST)[:, None], 0)
    front, result = np.flatnonzero(known), found.copy()
    for far in range(1, REACH):
        beside = np.concatenate([front + down * wide + right for down, right in AROUND])
        from_ = np.tile(front, len(AROUND))
        good = (beside >= 0) & (beside < len(of))
        beside, from_ = beside[good], from_[good]
        good = (of[beside] == of[from_]) & ~known[beside]
        front, number = np.unique(beside[good], return_inverse=True)
        if not len(front):
            break
        count = np.bincount(number)
        sums = [np.bincount(number, found[from_[good], channel]) for channel in range(3)]
        found[front], known[front] = np.stack(sums, axis=1) / count[:, None], True
        share = far / REACH
        result[front] = found[front] * (1 - share * share * (3 - 2 * share))
    return np.asarray(result)
