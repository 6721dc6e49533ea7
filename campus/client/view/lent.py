"""A space as another one sees it: what is on the graphics card for whoever stands in it, drawn once more elsewhere.

Vertices, textures, the sun's map and the reflections are those of the space itself; only the list of triangles is
another, since a wall that two spaces share is drawn by whoever is inside it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from panda3d.core import BoundingBox, GeomNode, GeomVertexData, LMatrix4f, LPoint3f, NodePath

from campus.client.view.beyond import BAR, Neighbour
from campus.client.view.coarse import AFAR_M, LEAVES, LEAVES_IN_ONE, gathered, standing, thinned
from campus.client.view.geometry import like, triangles
from campus.client.view.sunlight import SunMap
from campus.scene.model import Material

Shown = Callable[[NDArray[np.float32]], NDArray[np.bool_]]
"""Which of so many triangles (n, 3, 3) are drawn."""

PLACES = ("field_low", "mirror_low", "mirror_high", "mirror_at")
"""Inputs that are places in the frame of the space."""
AMOUNTS = ("sun_light", "field_scale", "map_shares", "glow", "mirror_on")
"""Inputs that are amounts of light."""
SUN_SHARES, SHADE_SHARES = (0.6, 1.6), (0.6, 2.5)
"""Less is a hole in the wall, more is white."""


@dataclass(frozen=True)
class Shares:
    """How much brighter a space is shown than to whoever stands in it: what is in the sun, and all else."""

    sun: float = 1.0
    shade: float = 1.0

    def times(self, share: float) -> Shares:
        """So much of both."""
        return Shares(self.sun * share, self.shade * share)


@dataclass(frozen=True, eq=False)
class Lent:
    """What a space lets others draw of it.

    Attributes:
        still: its walls and all that stands still, one node for each material.
        others: what stands many times, moves, or is written: drawn as it is there.
        inputs: its light, as its shaders have it, in its own frame.
        materials: of its surfaces.
        white: what one lux is shown as to whoever stands there; None where no light was baked.
    """

    still: NodePath
    others: tuple[NodePath, ...]
    inputs: Mapping[str, Any]
    materials: Mapping[str, Material]
    white: float | None


def borrow(lent: Lent, neighbour: Neighbour, parent: NodePath, *, coarse: bool = False) -> NodePath:
    """Hangs a space under the node of another, in the light that it has itself; `relight` says how bright.

    Args:
        lent: the space beyond.
        neighbour: where it lies and what of it is drawn.
        parent: a node in the frame of the space that it is seen from.
        coarse: whether what is small is left out, for a processor that draws; the vertices are others then.
    """
    found = parent.attach_new_node(neighbour.space)
    found.hide(SunMap.SEES)
    low, high = (LPoint3f(*corner.tolist()) for corner in neighbour.openings)
    found.node().set_bounds(BoundingBox(low, high))  # where no opening is in the picture, nothing behind it is
    found.set_depth_offset(-1)  # a wall that two spaces share is drawn by whoever is inside it
    place = found.attach_new_node("place")
    place.set_pos(*neighbour.at)
    still = place.attach_new_node("still")
    still.set_state(lent.still.get_state())
    pieces = _pieces(lent.still, neighbour.shown)
    if coarse:
        leaves = {name for name, material in lent.materials.items() if material.pattern == LEAVES}
        pieces = _coarse(pieces, leaves)
    for path, drawn in itertools.groupby(pieces, lambda piece: piece.path):
        node = GeomNode(path.name)
        for piece in drawn:
            node.add_geom(triangles(piece.data, piece.corners))
        hung = still.attach_new_node(node)
        hung.set_state(path.get_state())
        material = lent.materials.get(path.name)
        if material is None or material.opacity >= 1:
            hung.set_bin("far", 0)  # after the room, which hides most of it
    for other in lent.others:
        other.instance_to(place)
    return found


def relight(found: NodePath, lent: Lent, neighbour: Neighbour, shares: Shares) -> None:
    """Lights a space that was borrowed.

    Args:
        found: as `borrow` gave it.
        lent: whose light it is.
        neighbour: where it lies.
        shares: how much brighter it is shown than to whoever stands in it.
    """
    at = np.array(neighbour.at)
    inputs = dict(lent.inputs)
    if "sun_matrix" in inputs:
        inputs["sun_matrix"] = LMatrix4f.translate_mat(*(-at).tolist()) * inputs["sun_matrix"]
    for name in PLACES:
        if name in inputs:
            inputs[name] = tuple((np.array(inputs[name]) + at).tolist())
    for name in AMOUNTS:
        if name in inputs:
            value, share = inputs[name], shares.sun if name == "sun_light" else shares.shade
            inputs[name] = tuple(share * v for v in value) if isinstance(value, tuple) else share * value
    if "mirror_shade" in inputs:
        *slope, usual = inputs["mirror_shade"]
        inputs["mirror_shade"] = (*slope, usual * shares.shade)
    found.set_shader_inputs(**inputs)


def shares_of(here: Lent, there: Lent) -> Shares:
    """How much brighter a space is shown from here than to whoever stands in it.

    The eye is used to the light of where one stands: a court is brighter seen out of a room than in it, and a room
    seen from the court is dim. A picture has no room for all of that, nor has an eye: some of it is left.
    """
    if here.white is None or there.white is None:
        return Shares()
    sun = (max(here.inputs["sun_light"]) / max(max(there.inputs["sun_light"]), 1e-6)) ** 0.5
    shade = (here.white / there.white) ** 0.35
    return Shares(float(np.clip(sun, *SUN_SHARES)), float(np.clip(shade, *SHADE_SHARES)))


@dataclass(frozen=True, eq=False)
class _Piece:
    """Some triangles of a node: (m, 3) `corners` into `data`, whose places are `points`."""

    path: NodePath
    data: GeomVertexData
    points: NDArray[np.float32]
    corners: NDArray[np.integer[Any]]


def _pieces(still: NodePath, shown: Shown) -> list[_Piece]:
    """What is shown of all that stands still, but for panes and what belongs to who is there."""
    points: dict[int, NDArray[np.float32]] = {}
    found = []
    for path in still.find_all_matches("**/+GeomNode"):
        if path.name in BAR:
            continue
        for geom in cast("GeomNode", path.node()).get_geoms():
            data: Any = geom.get_vertex_data()
            if data.this not in points:
                points[data.this] = _rows(data)[:, :12].copy().view(np.float32)
            corners = np.concatenate([_indices(primitive) for primitive in geom.get_primitives()]).reshape(-1, 3)
            corners = corners[shown(points[data.this][corners])]
            if len(corners):
                found.append(_Piece(path, data, points[data.this], corners))
    return found


def _coarse(pieces: Sequence[_Piece], leaves: Set[str]) -> list[_Piece]:
    """The same with fewer triangles, over vertices of their own; those of one buffer stay together where they meet."""
    found = []
    by_buffer: dict[int, list[_Piece]] = {}
    for piece in pieces:
        by_buffer.setdefault(id(piece.points), []).append(piece)
    for alike in by_buffer.values():
        solid = [piece.corners for piece in alike if piece.path.name not in leaves]
        moved = gathered(alike[0].points, np.concatenate(solid), AFAR_M) if solid else alike[0].points
        for piece in alike:
            if piece.path.name in leaves:
                points, kept = thinned(piece.points, piece.corners, LEAVES_IN_ONE)
            else:
                points, kept = moved, standing(moved, piece.corners)
            used, corners = np.unique(piece.corners[kept], return_inverse=True)
            if not len(used):
                continue
            rows = _rows(piece.data)[used]
            rows[:, :12] = np.ascontiguousarray(points[used]).view(np.uint8)
            buffer = like(piece.data, rows)
            found.append(_Piece(piece.path, buffer, points[used], corners.reshape(-1, 3)))
    return sorted(found, key=lambda piece: [other.path for other in pieces].index(piece.path))


def _rows(data: GeomVertexData) -> NDArray[np.uint8]:
    """(n, stride) the bytes of vertices; every layout of ours begins with a place."""
    array: Any = data.get_array(0)
    return np.frombuffer(array.get_handle().get_data(), np.uint8).reshape(-1, array.get_array_format().get_stride())


def _indices(primitive: Any) -> NDArray[np.uint32]:
    if not primitive.is_indexed():
        return np.arange(primitive.get_first_vertex(), primitive.get_first_vertex() + primitive.get_num_vertices())
    array = primitive.get_vertices()
    wide = array.get_array_format().get_stride()
    kind = {1: np.uint8, 2: np.uint16, 4: np.uint32}[wide]
    return np.frombuffer(bytes(array.get_handle().get_data()), kind).astype(np.uint32)
