"""What a processor that draws is spared: triangles that are too small to be missed, and the sun where it never falls.

Pure numpy; but for `seen_from`, which takes nothing from any picture, the tiers above the low one use nothing of it.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import Baked
from campus.client.view.rings import fewer_rings
from campus.client.view.sheets import OWN_LEAVES_IN_ONE, thinned
from campus.mesh import Mesh
from campus.mesh.welding import extents, pieces, welded

TEXELS_ASIDE = 2
"""A shadow's edge on the map of the sun may lie so far from where the lightmap has it."""

BESIDE_M = 0.8
"""Arms and all, nobody is wider."""
PACE_M = 1.0
FAINT = 25
"""A tenth of the sun's disc: in less of it, nobody's shadow is noticed."""

Points = NDArray[np.float32]
Corners = NDArray[np.integer[Any]]

AFAR_M = 0.08
"""What is smaller than this has no shape of its own on the far side of an opening."""
NEAR_M = 0.03
"""And where one stands oneself."""
MANY = 5000
BOARD_M = 0.035
"""What is thinner may stand as near to another, or to what carries it, as vertices are moved."""
BOARD_HAS_AT_MOST = 160
"""Triangles."""
LONG_M = 0.3
"""Shorter boards, as labels and cups, are not missed."""
FLAT = 0.5
"""What would hold less of its volume stays as it is, if it is no shorter than a board."""
SAME_M = 1e-3
FOLDS, BENDS = 0.6, 0.97
"""Cosines: by more than the first no face of what was gathered may turn, unless it is a sliver; and by more than the
second no face of a piece that has such a one: half of a ring of a base would be round, and half of it ragged."""
FOLDS_AFAR = 0.6
"""On the far side of an opening, the one for all."""
STONE_HAS_AT_MOST, STONE_FOLDS = 96, 0.3
"""Triangles; and the cosine for so plain a piece: an edge of a stone may lean."""
SLIVER = 0.22
"""Twice the area of a triangle, in faces of a cell."""
LEVEL = 0.999
APART_M = 0.002
WIDE_M2 = 0.5
"""Twice the area of a triangle of a floor or a path."""
LEAVES = "leaves"
"""The pattern of what leaves are made of."""
STEPS_OUT_M = 1.0
"""Nobody's eye is further out of a space than this."""
OFF = 0.28
"""Of a cell, how far the profile of a baluster may be off: it has no more triangles than one that is gathered then."""
FINEST_SHARE = 0.0025
"""Of its distance, the size of what has no shape of its own in far land: two pixels of what the low tier computes."""
NEAREST_LAND_M = 8.0


def sunlit(baked: Baked) -> NDArray[np.bool_]:
    """(m,) which triangles of a baked space the sun may fall on; on the others nobody has to look for it.

    Args:
        baked: the light of the space, at the hour for which it was worked out.
    """
    lit = _LitTexels(baked.sun.texels > 0)
    by_corners = np.asarray((baked.sun.vertices[baked.triangles] > 0).any(axis=1))
    return by_corners | lit.within(baked.uvs[baked.triangles])


class _LitTexels:
    """Which parts of a lightmap have a sunlit texel, or one within `TEXELS_ASIDE`."""

    def __init__(self, seen: NDArray[np.bool_]) -> None:
        # How many lie below and left of each: any rectangle's count is then four of these.
        self._counted = np.zeros((seen.shape[0] + 1, seen.shape[1] + 1), np.int32)
        self._counted[1:, 1:] = seen.cumsum(0, dtype=np.int32).cumsum(1, dtype=np.int32)
        self._size = (seen.shape[1], seen.shape[0])

    def within(self, corners: Points) -> NDArray[np.bool_]:
        """(m,) for triangles (m, 3, 2) on the map, 0 to 1: their upright boxes are looked at."""
        texels = corners * np.array(self._size, np.float32)
        low = np.clip(np.floor(texels.min(axis=1)).astype(int) - TEXELS_ASIDE, 0, self._size)
        high = np.clip(np.ceil(texels.max(axis=1)).astype(int) + TEXELS_ASIDE, 0, self._size)
        (left, below), (right, above) = low.T, high.T
        counted = self._counted
        lit = counted[above, right] - counted[below, right] - counted[above, left] + counted[below, left]
        return np.asarray(lit > 0)


def before_sun(baked: Baked, corners: Points, places: Points, away: tuple[float, float]) -> frozenset[tuple[int, int]]:
    """The squares of the floor, a metre wide, whence a person's shadow may fall on what is sunlit and seen by people.

    Args:
        baked: the light of the space, at the hour for which it was worked out.
        corners: (m, 3, 3) of its triangles.
        places: (n, 3) eyes, metres; the outside of a wall is seen by none of them.
        away: from a shadow to whose it is, over the floor, at most: towards the sun.
    """
    which = np.flatnonzero(sunlit(baked))
    shone_on = corners[which]
    a, b, c = np.moveaxis(shone_on, 1, 0)
    facing = np.cross(b - a, c - a)
    seen = (facing @ places.T > (facing * a).sum(axis=1, keepdims=True) + 1e-6).any(axis=1)
    if not seen.any():
        return frozenset()
    flat = _shone_on(baked, shone_on[seen], which[seen])
    flat = np.concatenate([flat, flat + np.array(away, np.float32)], axis=1)
    low, high = (np.floor(edge).astype(int) for edge in (flat.min(axis=1) - BESIDE_M, flat.max(axis=1) + BESIDE_M))
    boxes = {(x, y, to_x, to_y) for (x, y), (to_x, to_y) in zip(low.tolist(), high.tolist(), strict=True)}
    return frozenset(
        (column, row) for x, y, to_x, to_y in boxes for column in range(x, to_x + 1) for row in range(y, to_y + 1)
    )


def _shone_on(baked: Baked, corners: Points, which: Corners) -> Points:
    """(n, 3, 2) over the floor: pieces of triangles, a pace wide, that have a sunlit texel; few floors are all sunny.

    Args:
        baked: the light of the space.
        corners: (m, 3, 3) of triangles the sun may fall on.
        which: (m,) their numbers.
    """
    lit = _LitTexels(baked.sun.texels > FAINT)
    whole = (baked.sun.vertices[baked.triangles[which]] > FAINT).any(axis=1)  # by corners: no texel says where
    found = [corners[whole][..., :2]]
    pieces = np.concatenate([corners[~whole][..., :2], baked.uvs[baked.triangles[which[~whole]]]], axis=2)
    while len(pieces):
        pieces = pieces[lit.within(pieces[..., 2:])]
        small = np.ptp(pieces[..., :2], axis=1).max(axis=1) <= PACE_M
        found.append(pieces[small, :, :2])
        a, b, c = np.moveaxis(pieces[~small], 1, 0)
        ab, bc, ca = (a + b) / 2, (b + c) / 2, (c + a) / 2
        parts = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
        pieces = np.concatenate([np.stack(part, axis=1) for part in parts])
    return np.concatenate(found)


def coarser(mesh: Mesh, cell_m: float) -> Mesh:
    """The mesh without what is smaller than a cell of a grid: bevels and mouldings go, faces stay where they were.

    Args:
        mesh: any.
        cell_m: side of a cell, metres.

    Returns:
        A mesh with the same vertices in the same order, and fewer triangles.
    """
    positions, turned = fewer_rings(mesh.positions, mesh.triangles, cell_m * OFF)
    others = mesh.triangles[~turned]
    used = np.unique(others)
    positions[used] = gathered(mesh.positions, others, cell_m)[used]
    return _left(mesh, positions, standing(positions, mesh.triangles))


def seen_from(mesh: Mesh, bounds: Points) -> Mesh:
    """The mesh without triangles that turn their back on every place of a box: nobody in it ever sees them.

    Args:
        mesh: of what lies outside the box.
        bounds: (2, 3) the box, metres.
    """
    return mesh.only(facing(mesh.corners(), bounds)) if len(mesh.triangles) else mesh


def facing(corners: Points, bounds: Points) -> NDArray[np.bool_]:
    """(m,) which triangles (m, 3, 3) are seen from any place of a box (2, 3), or a step out of it."""
    a, across = corners[:, 0], _across(corners)
    low, high = bounds[0] - STEPS_OUT_M, bounds[1] + STEPS_OUT_M
    # The corner of the box that is furthest along a triangle's normal sees it, if any place does.
    furthest = np.where(across > 0, high, low)
    seen: NDArray[np.bool_] = ((furthest - a) * across).sum(axis=1) > 0
    return seen


def afar(mesh: Mesh, bounds: Points) -> Mesh:
    """The mesh without what is too small to be told apart from within a box, the further the larger.

    Args:
        mesh: of what lies outside the box.
        bounds: (2, 3) the box, metres.
    """
    beside = np.maximum(np.maximum(bounds[0] - mesh.positions, mesh.positions - bounds[1]), 0)
    away = np.maximum(np.linalg.norm(beside, axis=1), NEAREST_LAND_M)
    # By doublings, so that places beside one another lie in cells of one size.
    cells = np.exp2(np.floor(np.log2(away))) * FINEST_SHARE
    positions = gathered(mesh.positions, mesh.triangles, cells.astype(np.float32))
    moved = replace(mesh, positions=positions)
    return moved.only(standing(positions, mesh.triangles))


def lighter(mesh: Mesh, leaves: Set[str]) -> tuple[Mesh, NDArray[np.bool_]]:
    """What stands still in a space, where one stands oneself: fewer leaves, and mouldings of fewer facets.

    Only materials that have thousands of triangles are touched: a lamp's cord and a frame stay. So do boards and pads,
    beside which another one may be as near as they are thick, or what carries them.

    Args:
        mesh: of the space.
        leaves: the materials that leaves are made of.

    Returns:
        A mesh with the same vertices in the same order, some moved; and (m,) which of its triangles are left.
    """
    positions, left = mesh.positions, np.ones(len(mesh.triangles), np.bool_)
    for index, name in enumerate(mesh.materials):
        of = np.flatnonzero(mesh.material == index)
        if len(of) < MANY:
            continue
        if name in leaves:
            positions, left[of] = thinned(positions, mesh.triangles[of], OWN_LEAVES_IN_ONE)
        else:
            # What had no extent before, a bevel that was closed, has corners of its own that would stay behind.
            left[of] = standing(positions, mesh.triangles[of])
            of = of[left[of]]
            positions = gathered_but_boards(positions, mesh.triangles[of], NEAR_M)
            left[of] = standing(positions, mesh.triangles[of])
    return _left(mesh, positions, left), left


def gathered(points: Points, triangles: Corners, cell_m: float | Points) -> Points:
    """Vertices moved together in the cells of a grid.

    Of all in a cell, the one at a corner of the largest triangle stays, and the others move there. Each keeps its
    normal, so that what was round looks round.

    Args:
        points: (n, 3) metres.
        triangles: (m, 3) into the vertices.
        cell_m: side of a cell, metres; or (n,) of the cell that each vertex is in, alike for those side by side.
    """
    weight = np.zeros(len(points), np.float32)
    np.maximum.at(weight, triangles.ravel(), np.repeat(_extents(points, triangles), 3))
    used = np.flatnonzero(weight)
    if not len(used):
        return points  # nothing there, or streaks that have no width until they are drawn
    side = np.broadcast_to(np.asarray(cell_m, np.float32), len(points))[used, None]
    low = points.min(axis=0) - side / 3  # round numbers lie within cells and not between them
    x, y, z = np.floor((points[used] - low) / side).astype(np.int64).T
    key = (z << 42) | (y << 21) | x
    order = np.lexsort((-weight[used], key, side[:, 0]))
    key, side = key[order], side[order, 0]
    first = np.concatenate([[True], (key[1:] != key[:-1]) | (side[1:] != side[:-1])])
    moved = points.copy()
    moved[used[order]] = points[used[order[first][np.cumsum(first) - 1]]]
    return moved


def standing(points: Points, triangles: Corners) -> NDArray[np.bool_]:
    """(m,) which triangles have any extent."""
    wide: NDArray[np.bool_] = _extents(points, triangles) > 1e-7
    return wide


def gathered_but_boards(
    points: Points, triangles: Corners, cell_m: float, folds: float = FOLDS, bends: float = BENDS
) -> Points:
    """As `gathered`, but boards and bars stay, of a gate else some stumps would be left, and so do torn mouldings.

    Args:
        points: (n, 3) metres.
        triangles: (m, 3) into the vertices.
        cell_m: side of a cell, metres.
        folds: cosine, as `FOLDS`.
        bends: cosine, as `BENDS`.
    """
    some = triangles[~_boards(points[triangles])]
    return _unfolded(gathered(points, some, cell_m), points, some, cell_m, folds, bends)


def _unfolded(moved: Points, points: Points, triangles: Corners, cell_m: float, folds: float, bends: float) -> Points:
    """Gathered vertices, but where faces would fold over one another they stay where they were.

    A ring of a base crosses cells of the grid as it likes, and where its neighbour went the other way, a moulding is
    torn. What lies in one place moves, or stays, together: what was closed stays closed.
    """
    used, corners = np.unique(triangles, return_inverse=True)
    if not len(used):
        return moved
    corners = corners.reshape(-1, 3)
    place, was, now = welded(points[used] / SAME_M), points[used], moved[used]
    piece = pieces(place[corners], int(place.max()) + 1)
    before = _across(was[corners])
    extent = np.linalg.norm(before, axis=1)
    stone = (np.bincount(piece) <= STONE_HAS_AT_MOST)[piece]
    torn = np.zeros(int(piece.max()) + 1, np.bool_)
    # A bench's seat would be a sheet of paper.
    low, high = extents(was[corners].astype(np.float64), piece)
    held, holds = (_volumes(places[corners] - low[piece][:, None], piece) for places in (was, now))
    flat = (holds < FLAT * held) & ((high - low).max(axis=1) > LONG_M)
    whole = np.isin(place, place[corners[flat[piece]]])
    now[whole] = was[whole]
    # Each round puts some back, so that it ends.
    while True:
        after = _across(now[corners])
        left = np.linalg.norm(after, axis=1)
        most = np.where(stone, STONE_FOLDS, np.where(torn[piece], bends, folds)) * extent * left
        turned = (left > SLIVER * cell_m**2) & ((before * after).sum(axis=1) < most)
        torn[piece[turned]] = True
        back = np.isin(place, place[corners[turned]]) & (now != was).any(axis=1)
        if not back.any():
            break
        now[back] = was[back]
    found = moved.copy()
    found[used] = now
    return found


def kept_below(moved: Points, points: Points, triangles: Corners) -> Points:
    """Gathered vertices, but what lies below another floor stays below it: where paths cross, one is never seen.

    Args:
        moved: (n, 3) as `gathered`.
        points: (n, 3) what they were before, metres.
        triangles: (m, 3) into the vertices.
    """
    a, b, c = (points[triangles[:, corner]] for corner in range(3))
    across = np.cross(b - a, c - a)
    extents = np.linalg.norm(across, axis=1)
    floors = triangles[(across[:, 2] > LEVEL * extents) & (extents > WIDE_M2)]
    low, high = points[floors].min(axis=1), points[floors].max(axis=1)
    over = low[:, 2] - high[:, None, 2]
    covered = (over > 0) & (over < AFAR_M)
    for axis in (0, 1):
        covered &= (
            np.minimum(high[:, axis], high[:, None, axis]) - np.maximum(low[:, axis], low[:, None, axis]) > SAME_M
        )
    upper = np.where(covered, moved[floors, 2].min(axis=1), np.inf).min(axis=1, initial=np.inf) - APART_M
    found = moved.copy()
    below = np.flatnonzero(covered.any(axis=1))
    np.minimum.at(found[:, 2], floors[below].ravel(), np.repeat(np.minimum(low[below, 2], upper[below]), 3))
    return found


def _boards(corners: Points) -> NDArray[np.bool_]:
    """(m,) which triangles (m, 3, 3) belong to a thin simple piece: a slat, a bar, a board, the back of a chair."""
    if not len(corners):
        return np.zeros(0, np.bool_)
    corner = welded(corners.reshape(-1, 3) / SAME_M)
    piece = pieces(corner.reshape(-1, 3), int(corner.max()) + 1)
    low, high = extents(corners.astype(np.float64), piece)
    area = np.bincount(piece, np.linalg.norm(_across(corners), axis=1) / 2)
    volume = _volumes(corners - low[piece][:, None], piece)
    thin = 2 * volume < BOARD_M * area
    simple = np.bincount(piece) <= BOARD_HAS_AT_MOST
    return np.asarray((simple & thin & ((high - low).max(axis=1) > LONG_M))[piece])


def _left(mesh: Mesh, positions: Points, left: NDArray[np.bool_]) -> Mesh:
    """Some of its triangles, over all its vertices, moved."""
    triangles, material, collides = mesh.triangles[left], mesh.material[left], mesh.collides[left]
    return replace(mesh, positions=positions, triangles=triangles, material=material, collides=collides)


def _extents(points: Points, triangles: Corners) -> Points:
    """(m,) twice the area of each triangle."""
    extents: Points = np.linalg.norm(_across(points[triangles]), axis=1)
    return extents


def _volumes(corners: NDArray[np.floating[Any]], piece: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
    """(k,) what each piece holds, cubic metres, of triangles (m, 3, 3) and the piece that each is of."""
    return np.abs(np.bincount(piece, (corners[:, 0] * _across(corners)).sum(axis=1) / 6))


def _across(corners: NDArray[np.floating[Any]]) -> NDArray[Any]:
    """(m, 3) the normals of triangles (m, 3, 3), as long as twice their area."""
    a, b, c = np.moveaxis(corners, 1, 0)
    return np.cross(b - a, c - a)
