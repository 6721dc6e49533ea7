"""The triangles that one space borrows of another: what is shown, and less of it for a processor that draws."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from panda3d.core import GeomNode, GeomVertexData, NodePath

from campus.client.view.beyond import BAR, Neighbour
from campus.client.view.coarse import (
    AFAR_M,
    FOLDS_AFAR,
    facing,
    gathered_but_boards,
    kept_below,
    standing,
)
from campus.client.view.drawn import IN_SHADE, PART_HAS
from campus.client.view.geometry import corners_of, like, node_of, parted, points_in, rows_of, triangles
from campus.client.view.sheets import LEAVES_IN_ONE, thinned

FEW = 400
"""Triangles."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Some triangles of a node: (m, 3) `corners` into `data`, whose places are `points`.

    Those of the `back` of a wall have the face of another space before them, in the same plane.
    """

    path: NodePath
    data: GeomVertexData
    points: NDArray[np.float32]
    corners: NDArray[np.integer[Any]]
    back: bool = False


def pieces_of(still: NodePath, neighbour: Neighbour) -> list[Piece]:
    """What is shown of all that stands still, but for panes and what belongs to who is there."""
    points: dict[int, NDArray[np.float32]] = {}
    found = []
    for path in still.find_all_matches("**/+GeomNode"):
        if path.name in BAR:
            continue
        for geom in cast("GeomNode", path.node()).get_geoms():
            data: Any = geom.get_vertex_data()
            if data.this not in points:
                points[data.this] = points_in(rows_of(data))
            corners = corners_of(geom)
            places = points[data.this]
            corners = corners[neighbour.shown(places[corners])]
            back = neighbour.back(places[corners])
            for part, is_back in ((corners[~back], False), (corners[back], True)):
                if len(part):
                    found.append(Piece(path, data, places, part, is_back))
    return found


def nodes_of(pieces: Sequence[Piece], coarse: bool) -> Iterator[tuple[NodePath, bool, GeomNode]]:
    """What is hung: the path whose looks it has, whether it is the back of a wall, and the node."""
    for (path, back), alike in itertools.groupby(pieces, lambda piece: (piece.path, piece.back)):
        several = [triangles(piece.data, piece.corners) for piece in alike]
        if coarse:
            for geom in several:
                for part in parted(geom, PART_HAS):
                    yield path, back, node_of(path.name, [part])
        else:
            yield path, back, node_of(path.name, several)


def coarser_pieces(pieces: Sequence[Piece], leaves: Set[str], neighbour: Neighbour) -> list[Piece]:
    """The same with fewer triangles, over vertices of their own, and of each material few pieces.

    What turns its back on all of the space from which one looks is left out. It casts no shadow there that another
    side of the same thing would not: the sun comes out of a thing on the side that it shines on to.

    Args:
        pieces: as `pieces_of` gave them.
        leaves: the materials that leaves are made of.
        neighbour: how they lie.
    """
    seen_from = neighbour.own - np.array(neighbour.at, np.float32)
    found: dict[tuple[str, bool, bool], list[tuple[Piece, NDArray[np.uint8], NDArray[np.integer[Any]]]]] = {}
    by_buffer: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_buffer.setdefault(id(piece.points), []).append(piece)
    for alike in by_buffer.values():
        solid = [piece.corners for piece in alike if piece.path.name not in leaves]
        moved = alike[0].points
        if solid:
            corners = np.concatenate(solid)
            moved = kept_below(gathered_but_boards(moved, corners, AFAR_M, FOLDS_AFAR, FOLDS_AFAR), moved, corners)
        for piece in alike:
            if piece.path.name in leaves:
                points, kept = thinned(piece.points, piece.corners, LEAVES_IN_ONE)
            else:
                points, kept = moved, standing(moved, piece.corners)
            if not _is_sheet(piece.path):
                kept &= facing(points[piece.corners], seen_from)
            if kept.any():
                key = (piece.path.name, piece.back, piece.path.has_tag(IN_SHADE))
                found.setdefault(key, []).append((piece, *used(piece.data, points, piece.corners[kept])))
    for name, back, shaded in list(found):
        other = (name, back, not shaded)
        # A call of its own costs more than to look for the sun on so few triangles.
        if shaded and other in found and sum(len(one[2]) for one in found[name, back, shaded]) < FEW:
            found[other] += found.pop((name, back, shaded))
    return [_one(some) for some in found.values()]


def _is_sheet(path: NodePath) -> bool:
    """Whether it is drawn from both sides."""
    return path.has_two_sided() and path.get_two_sided()


def _one(several: Sequence[tuple[Piece, NDArray[np.uint8], NDArray[np.integer[Any]]]]) -> Piece:
    """Pieces that look alike, of rows and corners of their own, as one."""
    first = several[0][0]
    rows = np.concatenate([one[1] for one in several])
    starts = np.cumsum([0, *(len(one[1]) for one in several)])
    corners = np.concatenate([one[2] + start for one, start in zip(several, starts[:-1].tolist(), strict=True)])
    return Piece(first.path, like(first.data, rows), points_in(rows), corners, first.back)


def used(
    data: GeomVertexData, points: NDArray[np.float32], corners: NDArray[np.integer[Any]]
) -> tuple[NDArray[np.uint8], NDArray[np.integer[Any]]]:
    """The rows of the vertices that triangles use, moved to `points`, and the triangles over them."""
    used, kept = np.unique(corners, return_inverse=True)
    rows = rows_of(data)[used]
    rows[:, :12] = np.ascontiguousarray(points[used]).view(np.uint8)
    return rows, kept.reshape(-1, 3)
