"""The shade where something meets the floor: under soles, and under the feet of chairs, finer than any lightmap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from panda3d.core import GeomNode, NodePath, OmniBoundingVolume, PTA_LVecBase4f, TransparencyAttrib

from campus.client.view.geometry import triangles, vertices
from campus.client.view.panes import SHOWS_PEOPLE
from campus.client.view.shading import shader
from campus.client.view.sunlight import SunMap
from campus.mesh import Mesh
from campus.space.model import Copies

MOST = 128
"""Spots of one call: two rows of four numbers each, 4 KB, which every driver of OpenGL 3.2 has."""
LIFTED_M = 0.004
TOUCHES_M = 0.012
"""What is no higher stands on the floor."""
WIDEST_M = 0.3
THINNEST_M = 0.006
"""Less is the bevel of a stone."""
GROWN_M = 0.06
DARK = 0.6
_QUAD = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)

Array = NDArray[np.float32]


class Spots:
    """Spots that move, all in one draw call.

    Attributes:
        path: the node; hang it where they are.
        rows: two of each spot, as the shader has them.
    """

    def __init__(self, name: str) -> None:
        rows = np.zeros((4, 8), np.float32)
        rows[:, :2], rows[:, 5], rows[:, 6:] = _QUAD, 1, (_QUAD + 1) / 2
        node = GeomNode(name)
        node.add_geom(triangles(vertices(rows), np.array([[0, 1, 2], [0, 2, 3]])))
        node.set_bounds(OmniBoundingVolume())
        node.set_final(True)
        self.path = _soft(NodePath(node), "ROWS")
        self.rows = PTA_LVecBase4f.empty_array(2 * MOST)
        self.path.set_shader_input("spots", self.rows)
        self.path.hide()
        self._rows = np.zeros((MOST, 2, 4), np.float32)
        self._shown = 0

    def show(self, spots: Array) -> None:
        """Draws these, the first `MOST` of them.

        Args:
            spots: (n, 7) x, y, z, heading in degrees; half width and half length in metres; how dark.
        """
        spots = spots[:MOST]
        if len(spots):
            rows = self._rows[: len(spots)]
            rows[:, 0] = spots[:, :4]
            rows[:, 0, 3] *= np.float32(np.pi / 180)
            rows[:, 1, :3] = spots[:, 4:]
            self.rows.set_data(self._rows.tobytes())
        if len(spots) == self._shown:
            return
        self._shown = len(spots)
        if self._shown:
            self.path.set_instance_count(self._shown)
            self.path.show()
        else:
            self.path.hide()


def feet_of(mesh: Mesh, floor: float = 0.0) -> Array:
    """Where things of a mesh stand on a floor, each on a foot no wider than `WIDEST_M`: legs, castors, pots.

    What is drawn as one piece down there is one foot, so a desk that lies flat and a wall have none.

    Args:
        mesh: of a thing, or of a whole space.
        floor: its height, metres.

    Returns:
        (n, 4) x, y, half width, half length of each foot's shade, metres.
    """
    low = np.abs(mesh.positions[:, 2] - floor) < TOUCHES_M
    corners = mesh.triangles[low[mesh.triangles].sum(1) >= 2]
    if not len(corners):
        return np.zeros((0, 4), np.float32)
    down = np.flatnonzero(low)
    millimetres = np.round(mesh.positions[down, :2] * 1000).astype(np.int64)
    _, first, met = np.unique(millimetres[:, 0] * 2**32 + millimetres[:, 1], return_index=True, return_inverse=True)
    places = millimetres[first]
    which = np.zeros(len(low), np.int64)
    which[down] = met.ravel()
    edges = np.concatenate([corners[:, [a, (a + 1) % 3]] for a in range(3)])
    edges = which[edges[low[edges].all(1)]]
    piece = np.arange(len(places))
    while True:
        before = piece.copy()
        np.minimum.at(piece, edges[:, 0], piece[edges[:, 1]])
        np.minimum.at(piece, edges[:, 1], piece[edges[:, 0]])
        piece = piece[piece]
        if np.array_equal(before, piece):
            break
    used = np.unique(edges)
    _, index = np.unique(piece[used], return_inverse=True)
    count = int(index.max()) + 1
    smallest, largest = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.minimum.at(smallest, index, places[used] / 1000)
    np.maximum.at(largest, index, places[used] / 1000)
    wide = largest - smallest
    feet = np.concatenate([(smallest + largest) / 2, wide / 2 + GROWN_M], axis=1)
    return np.asarray(feet[(wide.max(1) <= WIDEST_M) & (wide.min(1) > THINNEST_M)], np.float32)


def still_spots(feet: Array, copies: Sequence[Copies]) -> NodePath | None:
    """The spots under the feet of all that stands on the ground, in one draw call; None where nothing does.

    Args:
        feet: of what stands still on the ground at 0, as `feet_of` gives them.
        copies: what stands many times, each on its own ground.
    """
    rows = [_quads(feet, np.zeros((1, 4), np.float32))]
    rows += [_quads(feet_of(one.mesh), one.placements) for one in copies if one.role != "seat-taken"]
    every = np.concatenate(rows)
    if not len(every):
        return None
    first = 4 * np.arange(len(every) // 4)[:, None, None]
    node = GeomNode("spots")
    node.add_geom(triangles(vertices(every), (first + np.array([[0, 1, 2], [0, 2, 3]])).reshape(-1, 3)))
    return _soft(NodePath(node))


def _quads(feet: Array, placements: Array) -> Array:
    """(4 n, 8) the corners of a spot under each foot of each thing."""
    corners = feet[:, None, :2] + _QUAD[None] * feet[:, None, 2:]
    turn = np.deg2rad(placements[:, 3])
    c, s = np.cos(turn)[:, None, None], np.sin(turn)[:, None, None]
    x, y = corners[None, ..., 0], corners[None, ..., 1]
    spot = np.zeros((len(placements), len(feet), 4, 8), np.float32)
    spot[..., 0] = placements[:, 0, None, None] + c * x - s * y
    spot[..., 1] = placements[:, 1, None, None] + s * x + c * y
    spot[..., 2] = placements[:, 2, None, None] + LIFTED_M
    spot[..., 5], spot[..., 6:] = DARK, (_QUAD + 1) / 2
    return spot.reshape(-1, 8)


def _soft(path: NodePath, *defines: str) -> NodePath:
    path.set_shader(shader("contact", "contact", *defines), 1)
    path.set_transparency(TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    path.set_depth_offset(2)
    path.set_bin("fixed", 0)
    for mask in (SunMap.SEES, SunMap.SEES_PEOPLE, SHOWS_PEOPLE):
        path.hide(mask)
    return path
