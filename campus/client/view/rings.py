"""What is turned on a lathe with fewer rings, for a processor that draws: a baluster stays round. Pure numpy.

Vertices that move together in the cells of a grid go another way in each ring: what was turned is wrung.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.mesh.welding import pieces, welded

SAME_M = 1e-3
COLUMNS = 8
"""What has fewer of them is no turned piece, but a box with bevels."""
RINGS = 4
_APART = 0.05

Points = NDArray[np.float32]
Corners = NDArray[np.integer[Any]]
Profile = NDArray[np.float64]


def fewer_rings(points: Points, triangles: Corners, within_m: float) -> tuple[Points, NDArray[np.bool_]]:
    """Vertices of upright turned pieces moved along their columns, from rings that are hardly missed to others.

    Args:
        points: (n, 3) metres.
        triangles: (m, 3) into the vertices.
        within_m: a profile is off by no more.

    Returns:
        (n, 3) the vertices; and (m,) which triangles are of turned pieces.
    """
    moved, turned = points.copy(), np.zeros(len(triangles), np.bool_)
    if not len(triangles):
        return moved, turned
    place = welded(points / SAME_M)
    piece = pieces(place[triangles], int(place.max()) + 1)
    for number in range(int(piece.max()) + 1):
        of = piece == number
        vertices = np.unique(triangles[of])
        found = _turned(points[vertices].astype(np.float64), within_m)
        if found is not None:
            moved[vertices], turned[of] = found, True
    return moved, turned


def _turned(points: Profile, within_m: float) -> Profile | None:
    """(k, 3) the vertices of a piece with fewer rings; None where it is not turned about an upright axis."""
    middle = (points[:, :2].min(axis=0) + points[:, :2].max(axis=0)) / 2
    rim = np.hypot(*(points[:, :2] - middle).T) > SAME_M  # in the middle of its ends nothing is turned
    aside = points[rim, :2] - middle
    radius = np.hypot(*aside.T)
    ring = welded(points[rim, 2:] / SAME_M)
    count = np.bincount(ring)
    profile = np.stack([np.bincount(ring, radius), np.bincount(ring, points[rim, 2])], axis=1) / count[:, None]
    ways = aside / radius[:, None]
    column = welded(ways / _APART)
    columns = int(column.max(initial=-1)) + 1
    # Each ring has a vertex in each column, and all of a ring are as far from the axis.
    whole = len(np.unique(ring * columns + column)) == len(profile) * columns
    if len(profile) < RINGS or columns < COLUMNS or not whole or np.abs(radius - profile[ring, 0]).max() > SAME_M:
        return None
    order = np.argsort(profile[:, 1])
    kept = order[_kept(profile[order], within_m)]
    away = np.linalg.norm(profile[:, None] - profile[None, kept], axis=2)
    to = profile[kept[away.argmin(axis=1)]]
    moved = points.copy()
    moved[rim] = np.concatenate([middle + ways * to[ring, :1], to[ring, 1:]], axis=1)
    return moved


def _kept(profile: Profile, within_m: float) -> list[int]:
    """Numbers of those of places (k, 2) that a line through them is drawn by (after Douglas and Peucker, 1973)."""
    along = profile[-1] - profile[0]
    length = max(float(np.hypot(*along)), 1e-9)
    off = np.abs(along[0] * (profile[:, 1] - profile[0, 1]) - along[1] * (profile[:, 0] - profile[0, 0])) / length
    if len(profile) < 3 or off[1:-1].max() <= within_m:
        return [0, len(profile) - 1]
    at = 1 + int(off[1:-1].argmax())
    return [*_kept(profile[: at + 1], within_m)[:-1], *(at + each for each in _kept(profile[at:], within_m))]
