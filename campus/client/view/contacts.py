"""The shade where something meets the floor, finer than any lightmap: under soles and legs, along plinths and walls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from panda3d.core import GeomNode, NodePath, OmniBoundingVolume, PTA_LVecBase4f, TransparencyAttrib

from campus.client.view.geometry import triangles, vertices
from campus.client.view.panes import SHOWS_PEOPLE
from campus.client.view.shading import shader
from campus.client.view.sunlight import SunMap
from campus.client.view.sunny_floor import SunnyFloor
from campus.mesh import Mesh
from campus.mesh.welding import extents, together, welded
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
RISES_M = 0.018
"""What is lower at its foot has no shade along it."""
ALONG_M = 0.11
"""How far the shade along a plinth or a wall reaches over the floor."""
ALONG_DARK = 0.34
LIP = 0.27
"""How far it goes on inwards under a bevel, as a share of `ALONG_M`."""
CLAD_M = 0.004
"""What has something before it so close is not seen."""
IN_SUN = 0.85
"""What the sun takes off such a shade: it is one of the light from all around."""
PIECE_M = 0.4
"""So long is what is told of the sun by its ends."""
SAME_SUN = 0.15
GAMMA = 2.2
"""Of a screen, about."""
_UPRIGHT = 0.2
_BENDS = 0.1
"""Sine of the angle at a corner from which on the shade goes round it."""
_QUAD = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)

Array = NDArray[np.float32]
Doubles = NDArray[np.float64]


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

    What is drawn as one piece down there is one foot, so a desk that lies flat and a wall have none. Nor has what
    stands within a stone, as the end of a plinth in a pier: its shade came out at that pier's face.

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
    sides = np.concatenate([corners[:, [a, (a + 1) % 3]] for a in range(3)])
    sides = which[sides[low[sides].all(1)]]
    piece = np.arange(len(places))
    while True:
        before = piece.copy()
        np.minimum.at(piece, sides[:, 0], piece[sides[:, 1]])
        np.minimum.at(piece, sides[:, 1], piece[sides[:, 0]])
        piece = piece[piece]
        if np.array_equal(before, piece):
            break
    used = np.unique(sides)
    _, index = np.unique(piece[used], return_inverse=True)
    count = int(index.max()) + 1
    smallest, largest = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.minimum.at(smallest, index, places[used] / 1000)
    np.maximum.at(largest, index, places[used] / 1000)
    wide = largest - smallest
    good = (wide.max(1) <= WIDEST_M) & (wide.min(1) > THINNEST_M)
    middle, half = (smallest + largest)[good] / 2, wide[good] / 2
    edges = _lower_edges(mesh, mesh.triangles, floor) if good.any() else None
    feet = np.concatenate([middle, half + GROWN_M], axis=1)
    if edges is not None:
        start, end, corner, number = edges
        ends = [middle + half * way for way in _QUAD.astype(np.float64)]
        start, end = start[:, :2], end[:, :2]
        feet = feet[~np.logical_and.reduce([_within(at, start, end, corner, number) for at in ends])]
    return np.asarray(feet, np.float32)


def along_feet(mesh: Mesh, solid: NDArray[np.bool_], floor: float = 0.0) -> Array:
    """Where what is too wide for a foot meets a floor: plinths, walls, desks; a band along each of their lower edges.

    Args:
        mesh: of a whole space.
        solid: (materials,) which of its materials let no light through.
        floor: its height, metres.

    Returns:
        (n, 4, 5) for the corners of each band: x, y; 0 to 1 over the spot that it is cut out of, both ways; how dark.
    """
    edges = _lower_edges(mesh, mesh.triangles[solid[mesh.material]], floor)
    if edges is None:
        return np.zeros((0, 4, 5), np.float32)
    start, end, corner, piece = edges
    over = np.maximum(start[:, 2], end[:, 2]) > floor + 1e-3
    start, end = start[:, :2], end[:, :2]
    along = (end - start) / np.linalg.norm(end - start, axis=1)[:, None]
    out = np.stack([along[:, 1], -along[:, 0]], axis=1)
    # The faces of two stones that touch, and a wall behind its cladding.
    places = [start + share * (end - start) + CLAD_M * out for share in (0.1, 0.5, 0.9)]
    seen = ~np.logical_and.reduce([_within(place, start, end, corner, piece) for place in places])
    none = np.zeros_like(out)
    bands = [_band(start[seen], ((none, 0.0), (out, 0.0), (out, 1.0), (none, 1.0)), end - start, seen)]
    over &= seen & (np.linalg.norm(end - start, axis=1) > 2 * THINNEST_M * np.sqrt(2))  # no bevel of a corner
    lips = _band(start[over], ((-LIP * out, 0.0), (none, 0.0), (none, 1.0), (-LIP * out, 1.0)), end - start, over)
    lips[..., 2:4] = 0.5
    bands.append(lips)
    # Round what sticks out: where one edge alone ends and another one begins, turned to the left.
    begins = np.bincount(corner[:, 0], minlength=int(corner.max(initial=0)) + 1)
    next_ = np.zeros(len(begins), np.int64)
    next_[corner[:, 0]] = np.arange(len(corner))
    after = next_[corner[:, 1]]
    bend = along[:, 0] * along[after, 1] - along[:, 1] * along[after, 0]
    turns = (begins[corner[:, 1]] == 1) & (bend > _BENDS) & seen & seen[after]
    other = out[after]
    between = out + other
    between /= np.maximum(np.linalg.norm(between, axis=1), 1e-9)[:, None]
    bands.append(_band(end[turns], ((none, 0.0), (out, 0.0), (between, 0.0), (other, 0.0)), none, turns))
    return np.concatenate(bands).astype(np.float32)


def _lower_edges(
    mesh: Mesh, of: NDArray[np.int32], floor: float
) -> tuple[Doubles, Doubles, NDArray[np.int64], NDArray[np.int32]] | None:
    """The lower edges of what stands on a floor and is too wide for a foot; None where nothing is.

    Args:
        mesh: of a whole space.
        of: (m, 3) the triangles that are looked at.
        floor: its height, metres.

    Returns:
        (n, 3) where each begins and where it ends, its upright face to the right; (n, 2) numbers of those corners; and
        (n,) whose edge it is.
    """
    low = np.abs(mesh.positions[:, 2] - floor) < TOUCHES_M
    of = of[low[of].sum(axis=1) == 2]
    # Turned so that the third corner is the one that is up.
    first = (low[of].argmin(axis=1) + 1) % 3
    rows = np.arange(len(of))
    start, end, top = (mesh.positions[of[rows, (first + i) % 3]].astype(np.float64) for i in range(3))
    across = np.cross(end - start, top - start)
    across /= np.maximum(np.linalg.norm(across, axis=1), 1e-12)[:, None]
    long = np.linalg.norm((end - start)[:, :2], axis=1)
    good = (top[:, 2] > floor + RISES_M) & (np.abs(across[:, 2]) < _UPRIGHT) & (long > THINNEST_M)
    start, end = start[good], end[good]
    if not len(start):
        return None
    corner = welded(np.concatenate([start[:, :2], end[:, :2]]) / 1e-3).reshape(2, -1).T
    piece = together(corner, int(corner.max()) + 1)[corner[:, 0]]
    lowest, highest = extents(np.stack([start, end, end], axis=1), piece)
    wide = (highest - lowest).max(axis=1)[piece] > WIDEST_M
    return (start[wide], end[wide], corner[wide], piece[wide]) if wide.any() else None


def _within(
    places: Doubles, start: Doubles, end: Doubles, corner: NDArray[np.int64], piece: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """(n,) whether places (n, 2) lie within the outline of a piece.

    Args:
        places: metres.
        start: (m, 2) of each edge.
        end: (m, 2) of each edge.
        corner: (m, 2) numbers of those; an outline that does not close has no inside.
        piece: (m,) whose edge each is.
    """
    order = np.argsort(piece, kind="stable")
    count = int(piece.max(initial=-1)) + 1
    ends = int(corner.max(initial=0)) + 1
    net = np.bincount(corner[:, 0], minlength=ends) - np.bincount(corner[:, 1], minlength=ends)
    open_ = np.bincount(piece, np.abs(net[corner]).sum(axis=1), count) > 0
    (x, y), (x0, y0), (x1, y1) = places.T[..., None], start[order].T, end[order].T
    rises = np.where(np.abs(y1 - y0) > 1e-9, y1 - y0, 1.0)
    crossed = ((y0 > y) != (y1 > y)) & (x < x0 + (y - y0) / rises * (x1 - x0))
    firsts = np.searchsorted(piece[order], np.unique(piece))
    odd = np.add.reduceat(crossed, firsts, axis=1, dtype=np.int32) % 2 == 1
    return np.asarray((odd & ~open_[np.unique(piece)]).any(axis=1))


def _band(at: Doubles, corners: Sequence[tuple[Doubles, float]], along: Doubles, which: NDArray[np.bool_]) -> Doubles:
    """(n, 4, 5) bands from places (n, 2): of each corner, how far out (m, 2) it is, and its share of `along` (m, 2).

    Args:
        at: where they begin.
        corners: of all edges, as `along` is.
        along: from an edge's start to its end.
        which: (m,) the n edges that have a band.
    """
    rows = np.zeros((len(at), 4, 5))
    for number, (out, share) in enumerate(corners):
        rows[:, number, :2] = at + (ALONG_M * out + share * along)[which]
        rows[:, number, 2:4] = (0.5 + 0.5 * out)[which]
    rows[..., 4] = ALONG_DARK
    return rows


def still_spots(
    feet: Array,
    copies: Sequence[Copies],
    along: Array | None = None,
    sunny: SunnyFloor | None = None,
    *,
    plain: bool = False,
) -> NodePath | None:
    """The spots under the feet of all that stands on the ground, in one draw call; None where nothing does.

    Args:
        feet: of what stands still on the ground at 0, as `feet_of` gives them.
        copies: what stands many times, each on its own ground.
        along: of what stands still on the ground, as `along_feet` gives it.
        sunny: where the sun falls on the ground.
        plain: whether what is drawn is light as a screen has it already, of which a band takes less to look the same.
    """
    spots = [_quads(feet, np.zeros((1, 4), np.float32))]
    spots += [_quads(feet_of(one.mesh), one.placements) for one in copies if one.role != "seat-taken"]
    every = _less_in_sun(np.concatenate(spots), sunny)
    if along is not None:
        along = along if sunny is None else in_pieces(along, sunny)
        bands, dark = np.zeros((len(along), 4, 8), np.float32), along[..., 4]
        dark = 1 - (1 - dark) ** (1 / GAMMA) if plain else dark
        bands[..., :2], bands[..., 2], bands[..., 5], bands[..., 6:] = (
            along[..., :2], LIFTED_M, dark, along[..., 2:4],
        )  # fmt: skip
        every = np.concatenate([every, _less_in_sun(bands.reshape(-1, 8), sunny, by_ends=True)])
    if not len(every):
        return None
    first = 4 * np.arange(len(every) // 4)[:, None, None]
    node = GeomNode("spots")
    node.add_geom(triangles(vertices(every), (first + np.array([[0, 1, 2], [0, 2, 3]])).reshape(-1, 3)))
    return _soft(NodePath(node))


def in_pieces(bands: Array, sunny: SunnyFloor) -> Array:
    """(m, 4, 5) the same bands, as `along_feet` gives them, none with sun and shade on it longer than `PIECE_M`."""
    long = np.linalg.norm(bands[:, 3, :2] - bands[:, 0, :2], axis=1)
    most = max(2, int(np.ceil(long.max(initial=0) / PIECE_M)))
    share = np.linspace(0, 1, 2 * most, dtype=np.float32)[:, None, None]
    changing = np.ptp(sunny.at((1 - share) * bands[:, 1, :2] + share * bands[:, 2, :2]), axis=0)
    count = np.where(changing > SAME_SUN, np.maximum(np.ceil(long / PIECE_M), 1), 1).astype(np.int64)
    of = np.repeat(np.arange(len(bands)), count)
    number = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    start, end = (((number + more) / count[of]).astype(np.float32)[:, None] for more in (0, 1))
    first, second, third, last = np.moveaxis(bands[of], 1, 0)
    # A wedge round a corner is no band along anything, and stays one piece.
    inner, outer = last - first, third - second
    ends = (first + start * inner, second + start * outer, second + end * outer, first + end * inner)
    return np.asarray(np.stack(ends, axis=1), np.float32)


def _less_in_sun(rows: Array, sunny: SunnyFloor | None, *, by_ends: bool = False) -> Array:
    """(4 n, 8) corners of spots, less dark where the sun falls on the ground: of a band, by what falls at its ends."""
    if sunny is None:
        return rows
    quads = rows.reshape(-1, 4, 8)
    # The inner side of a band runs along what stands there, and lies in it.
    sun = sunny.at(quads[:, (1, 1, 2, 2), :2] if by_ends else quads[:, :1, :2] / 2 + quads[:, 2:3, :2] / 2)
    on_ground = quads[..., 2] < 2 * LIFTED_M
    found = quads.copy()
    found[..., 5] *= 1 - IN_SUN * sun * on_ground
    return found.reshape(-1, 8)


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
    return laid_on(path)


def laid_on(path: NodePath) -> NodePath:
    """Draws a node over the ground that it lies on, for an eye only: no sun map and no mirror of people sees it."""
    path.set_transparency(TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    path.set_depth_offset(2)
    path.set_bin("fixed", 0)
    for mask in (SunMap.SEES, SunMap.SEES_PEOPLE, SHOWS_PEOPLE):
        path.hide(mask)
    return path
