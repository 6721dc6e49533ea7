"""Grain as joinery has it: along each piece of wood, and no two pieces out of one board.

Owns the texture coordinates of wood: which way they run and where they begin. Places, normals and triangles stay.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.mesh.model import Mesh
from campus.mesh.welding import extents, pieces, together, welded

Indices = NDArray[np.integer]
Floats = NDArray[np.float64]

LONGER = 1.44
"""By so much the square of a piece's extent along v has to be greater than along u, for its grain to be turned."""
LONG = 4.0
"""A face whose own extents differ by so much, squared, follows its own length: beams that cross are one piece."""
GRID_M = 1e-4
"""Corners nearer than this are one: the sides of a box share none of their vertices."""
MIDDLE_M = 1e-3
"""Middles nearer than this are one."""
FLAT = 0.99
"""Cosine from which on a face of a leaf looks forward or back."""
PIERCED = 0.9
"""A face that fills less of the rectangle around it is a frame with panels in it."""
LYING = 2.0
"""A triangle of a frame that is so much wider than it is high belongs to a rail."""
LEAST_OF_RING = 6
"""Triangles at least of a face with a hole: two for each of three sides."""
RIM_LEADS = 2.0
"""So much longer than its rim another side of a triangle has to be, to tell which way it runs."""
ALIKE = 0.04
"""Ways that differ by less are one."""
APART_M = (0.7549, 0.2471)
"""Of a board, along and across it, between one piece and the next: no low multiple of it is a repeat of a pattern."""
ROUND_M = 13.0
"""After so much of a board another one begins; single floats tell a tenth of a millimetre of it."""


def along_grain(mesh: Mesh, wooden: Collection[str], *, as_one: bool = False) -> Mesh:
    """The same mesh, its wood grained along each piece's length, each piece out of another place of the board.

    A piece is what hangs together by edges of two triangles: two boxes that touch are two. Each of its faces keeps its
    texture's scale, and a bend its run; it is turned by a quarter where the piece is longer along v, or a long face
    itself. Pieces about one middle are cut from one board, as a panel and its raised field.

    Args:
        mesh: any; texture coordinates in metres.
        wooden: the materials whose pattern has its grain along u.
        as_one: whether all pieces follow the length of the whole, as the panels of a door's leaf do its stiles.
    """
    which = [number for number, name in enumerate(mesh.materials) if name in wooden]
    wood = np.isin(mesh.material, which)
    # A corner that two materials share belongs to no piece of wood.
    shared = np.zeros(len(mesh.positions), np.bool_)
    shared[mesh.triangles[~wood]] = True
    wood &= ~shared[mesh.triangles].any(1)
    if not wood.any():
        return mesh
    triangles, material = mesh.triangles[wood].astype(np.int64), mesh.material[wood]
    used, index = np.unique(triangles, return_inverse=True)
    corners, count = index.reshape(-1, 3), len(used)
    sides = np.concatenate([corners[:, :2], corners[:, 1:]])
    face = together(sides, count)
    piece = together(np.concatenate([sides, _joined(mesh.positions[used], corners, material)]), count)
    of_face, of_piece = face[corners[:, 0]], piece[corners[:, 0]]
    if as_one:
        far_v, far_u = _reach(mesh, triangles, of_face, np.zeros_like(of_piece))
    else:
        far_v, far_u = _reach(mesh, triangles, of_face, of_piece)
        own_v, own_u = _reach(mesh, triangles, of_face, of_face)
        long = np.maximum(own_v, own_u) > LONG * np.minimum(own_v, own_u)
        far_v, far_u = np.where(long, own_v, far_v), np.where(long, own_u, far_u)
    turned = (far_v > LONGER * far_u)[face]
    uvs = mesh.uvs[used].astype(np.float64)
    uvs[turned] = np.stack([uvs[turned, 1], -uvs[turned, 0]], 1)
    boards = _boards(mesh.positions[triangles].astype(np.float64), of_piece)
    begins = (boards[piece][:, None] * np.array(APART_M)) % ROUND_M
    changed = mesh.uvs.copy()
    changed[used] = uvs + begins
    return replace(mesh, uvs=changed)


def with_rails(leaf: Mesh, wooden: Collection[str]) -> Mesh:
    """A door's leaf whose rails are grained along themselves, each out of a board of its own, its stiles upright.

    A frame is one piece as far as light is concerned, and its rails share their corners with its stiles: here they get
    corners of their own, behind all others.

    Args:
        leaf: in its own frame, its faces to -Y and +Y; grained as one.
        wooden: the materials whose pattern has its grain along u.
    """
    corners, normals = leaf.corners().astype(np.float64), leaf.normals[leaf.triangles]
    wood = np.isin(leaf.material, [number for number, name in enumerate(leaf.materials) if name in wooden])
    facing = np.flatnonzero(wood & (np.abs(normals[:, :, 1]).min(1) > FLAT))
    if not len(facing):
        return leaf
    face = pieces(leaf.triangles[facing], len(leaf.positions))
    low, high = extents(corners[facing], face)
    sides = corners[facing, 1:] - corners[facing, :1]
    area = np.bincount(face, np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1) / 2)
    frame = area < PIERCED * (high - low)[:, 0] * (high - low)[:, 2]
    wide, _, tall = np.ptp(corners[facing], axis=1).T
    rails = facing[frame[face] & (wide > LYING * tall)]
    if not len(rails):
        return leaf
    return _across(leaf, rails)[0]


def with_stiles(mesh: Mesh, wooden: Collection[str]) -> tuple[Mesh, Indices]:
    """A mesh in which the face of a wooden frame is grained along each of its four sides, and round an arch's bow.

    Such a face is one piece round a hole, as that of a window's frame; what runs upright in it and what runs level
    share their corners. Here the sides that are shorter than the frame's grain is long get corners of their own.

    Args:
        mesh: any, its wood grained along each piece.
        wooden: the materials whose pattern has its grain along u.

    Returns:
        The mesh, with its triangles in the same order and corners added behind all others; and (n,) which of the
        corners it had each of its corners is.
    """
    every = np.arange(len(mesh.positions))
    wood = np.isin(mesh.material, [number for number, name in enumerate(mesh.materials) if name in wooden])
    normals = mesh.normals[mesh.triangles]
    level = (normals * np.roll(normals, 1, axis=1)).sum(axis=2).min(axis=1) > FLAT
    flat = np.flatnonzero(wood & level)
    if not len(flat):
        return mesh, every
    used, index = np.unique(mesh.triangles[flat], return_inverse=True)
    ends = mesh.triangles[flat]
    ends = np.stack([ends, np.roll(ends, -1, axis=1)], axis=2)
    # Light may have parted what is one face, where its charts end.
    places = mesh.positions[used].astype(np.float64) / GRID_M
    spot = welded(places, mesh.normals[used] / ALIKE)[index].reshape(-1, 3)
    known = np.sort(np.stack([spot, np.roll(spot, -1, axis=1)], axis=2), axis=2) @ (len(every), 1)
    edge, which, shared = np.unique(known, return_inverse=True, return_counts=True)
    which = which.reshape(-1, 3)
    # What is round a hole has as many corners and triangles as it has edges (Euler); a whole face has one more.
    face = pieces(spot, len(used))
    many = np.bincount(face)
    of_corner, of_edge = np.zeros(int(spot.max()) + 1, np.int64), np.zeros(len(edge), np.int64)
    of_corner[spot], of_edge[which] = face[:, None], face[:, None]
    euler = np.bincount(of_corner, minlength=len(many)) - np.bincount(of_edge, minlength=len(many)) + many
    ring = (euler == 0) & (many >= LEAST_OF_RING)
    uvs = mesh.uvs[ends].astype(np.float64)
    along = uvs[:, :, 1] - uvs[:, :, 0]
    # A triangle runs as the rim that it has a side of, if that is no corner's bevel; or as its longest side.
    long = np.linalg.norm(along, axis=2) * np.where(shared[which] == 1, RIM_LEADS, 1.0)
    longest = along[np.arange(len(along)), long.argmax(axis=1)]
    stiles = flat[ring[face] & (np.abs(longest[:, 1]) > np.abs(longest[:, 0]))]
    if not len(stiles):
        return mesh, every
    return _across(mesh, stiles)


def _across(mesh: Mesh, which: Indices) -> tuple[Mesh, Indices]:
    """The mesh with the grain of some of its triangles turned, each piece of them out of a board of its own.

    Returns:
        The mesh, and (n,) which of the corners it had each of its corners is; new ones are behind all others.
    """
    used, index = np.unique(mesh.triangles[which], return_inverse=True)
    index = index.reshape(-1, 3)
    spot = welded(mesh.positions[used].astype(np.float64) / GRID_M)
    piece = together(np.concatenate([spot[index[:, :2]], spot[index[:, 1:]]]), len(used))[spot]
    uvs = np.stack([mesh.uvs[used, 1], -mesh.uvs[used, 0]], 1) + ((piece[:, None] + 1) * np.array(APART_M)) % ROUND_M
    triangles = mesh.triangles.copy()
    triangles[which] = index + len(mesh.positions)
    turned = replace(
        mesh,
        positions=np.concatenate([mesh.positions, mesh.positions[used]]),
        normals=np.concatenate([mesh.normals, mesh.normals[used]]),
        uvs=np.concatenate([mesh.uvs, uvs.astype(np.float32)]),
        triangles=triangles,
    )
    return turned, np.concatenate([np.arange(len(mesh.positions)), used])


def _joined(places: NDArray[np.float32], corners: Indices, material: NDArray[np.int32]) -> Indices:
    """(k, 2) vertices that belong together since their triangles have an edge in common that no third one has."""
    edges = np.stack([corners, np.roll(corners, -1, 1)], 2).reshape(-1, 2)
    ends = np.sort(welded(places.astype(np.float64) / GRID_M)[edges], axis=1)
    known = (ends[:, 0] * len(places) + ends[:, 1]) * (int(material.max()) + 1) + np.repeat(material, 3)
    order = np.argsort(known, kind="stable")
    first = np.flatnonzero(np.diff(known[order], prepend=-1))
    pairs = first[np.diff(first, append=len(order)) == 2]
    return np.stack([edges[order[pairs], 0], edges[order[pairs + 1], 0]], 1)


def _boards(places: Floats, piece: Indices) -> Indices:
    """(k,) of which board each piece is, of triangles (m, 3, 3) and their pieces (m,): one middle is one board."""
    low, high = extents(places, piece)
    _, first, board = np.unique(welded((low + high) / 2 / MIDDLE_M), return_index=True, return_inverse=True)
    return np.asarray(first[board.ravel()])


def _reach(mesh: Mesh, triangles: Indices, face: Indices, piece: Indices) -> tuple[Floats, Floats]:
    """(faces,) each: how far the piece that a face is of reaches along the face's v, and along its u; squares."""
    places, uvs = mesh.positions[triangles].astype(np.float64), mesh.uvs[triangles].astype(np.float64)
    one, other = places[:, 1] - places[:, 0], places[:, 2] - places[:, 0]
    area = np.linalg.norm(np.cross(one, other), axis=1)
    total = np.maximum(np.bincount(piece, area), 1e-12)

    def per_piece(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack([np.bincount(piece, area * column) for column in values.T], 1) / total[:, None]

    middle = per_piece(places.mean(1))
    away = places - middle[piece][:, None]
    # The mean of x² over a triangle, exactly: of its corners and of their sum.
    spread = (np.einsum("tki,tkj->tij", away, away) + np.einsum("ti,tj->tij", away.sum(1), away.sum(1))) / 12
    reach = per_piece(spread.reshape(-1, 9)).reshape(-1, 3, 3)[piece]
    (u1, v1), (u2, v2) = (uvs[:, 1] - uvs[:, 0]).T, (uvs[:, 2] - uvs[:, 0]).T
    det = u1 * v2 - u2 * v1
    sound = np.abs(det) > 1e-12
    scale = np.where(sound, 1 / np.where(sound, det, 1), 0)[:, None]
    along_u, along_v = (
        (one * v2[:, None] - other * v1[:, None]) * scale,
        (other * u1[:, None] - one * u2[:, None]) * scale,
    )
    far_u, far_v = [
        np.bincount(face, area * np.einsum("ti,tij,tj->t", along, reach, along)) for along in (along_u, along_v)
    ]
    return np.asarray(far_v, np.float64), np.asarray(far_u, np.float64)
