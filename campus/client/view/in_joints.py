"""Light on bevels of stones: in a joint that of the face that is seen, and along an edge that of the dimmer face.

A bevel is finer than a texel, and the baker lays it on the chart of either of its faces. That of a stone's front goes
on from the front; that of its bed is of the inside of a joint, where one end has the light of the open and the other
none. So a joint was a white line and a dark one, up to where the next stone began, whose bevels lay on the other chart.
Along a pier's edge one stone's bevel was as bright as its side and the next one's as dim as its front, which made teeth
of them; what a brighter face has more than a bevel is added to it afterwards (between.py). Pure numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.client.view.between import EDGE, IN_JOINT, along
from campus.client.view.charts import PLACE_M, WAY
from campus.client.view.covered import bevels_of, covered, just_inside
from campus.mesh import Mesh, facing
from campus.mesh.welding import pieces, welded

JOINT_M = 0.015
"""A face that has another so near before it is within a joint."""
MOVED_M = (1e-4, 8e-3)
"""By so much a stone's side is moved that is drawn without its joint."""
SMALL_M = 0.03
"""No longer is the piece of a bevel that goes round a stone's corner."""
BOTTOM = 0.6
"""Of the light on a face, what comes to the bottom of a joint: each bevel hides half, and gives some back."""
EDGE_OF_SUN = 2.0
"""As lightmapped.py has it."""
ALIKE = 0.99
"""Cosine between two faces that look at each other across a joint, at least."""
AT_ONCE = 4_000_000

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Numbers = NDArray[np.integer]


def as_their_fronts(
    split: Mesh,
    drawn: Mesh,
    rows: Floats,
    texels: Mapping[int, NDArray[np.float16]],
    sun: NDArray[np.floating],
    stones: Set[str],
) -> tuple[Mesh, Mesh, Floats, NDArray[np.int8]]:
    """A mesh whose stones' bevels have the light of the face that is seen; of two, that of the dimmer one.

    Args:
        split: the mesh as it was baked, its vertices split where charts end.
        drawn: the same with joints shut.
        rows: (n, 9) what each of its vertices has besides, as `Lightmap.rows`.
        texels: (h, w, 3) light of the lightmap, by the first column of its layer.
        sun: (h, w) where the sun may fall, as in `Lightmap.day`.
        stones: the materials that stones are made of.

    Returns:
        Both with the same triangles in the same order, and no vertex that none of them has; (l, 9); and (m,) which of
        them are bevels `IN_JOINT`, or of an `EDGE` of a stone.
    """
    kinds = np.zeros(len(split.triangles), np.int8)
    corners = split.corners().astype(np.float64)
    bevels, faces = bevels_of(corners, split)
    # Between boards it is dark: what is a hairline of the light at its bottom there is a row of specks in other light.
    of_stone = np.isin(np.array(split.materials), list(stones))[split.material[bevels[:, 0]]]
    bevels, faces = bevels[of_stone], faces[of_stone]
    if not len(bevels):
        return split, drawn, rows, kinds
    shut = np.stack([covered(corners, faces[:, way], JOINT_M) for way in (0, 1)], axis=1)
    open_ = ~shut.any(axis=1)
    shut[open_] = _closed(split, drawn, faces[open_])
    kinds[bevels[shut.any(axis=1)]] = IN_JOINT
    edge = np.asarray(~shut.any(axis=1))
    kinds[bevels[edge]] = EDGE
    shut[edge] = _bright(split, rows, faces[edge], texels[2])
    told = np.flatnonzero(shut[:, 0] != shut[:, 1])
    if not len(told):
        return split, drawn, rows, kinds
    side = _ends(split, faces[told, shut[told, 0].astype(int)])  # of the one that is not shut
    ends = np.repeat(side, 2, axis=0)
    which = bevels[told].ravel()
    apart = np.linalg.norm(corners[which][:, :, None] - split.positions[ends][:, None], axis=3)
    like = np.take_along_axis(ends, apart.argmin(axis=2), axis=1)
    # Flecks of sun go on through a joint; texels alone tell of those.
    deep = np.repeat(~edge[told] & (_sun_along(rows, side, sun).min(axis=1) >= 0), 2)
    used, number = np.unique(like[deep], return_inverse=True)
    at_face = np.linalg.norm(split.normals[split.triangles[which]] - split.normals[like], axis=2) < WAY
    its_own = at_face[deep] & ~(rows[like[deep], :2] > 0).any(axis=2)
    like[deep] = np.where(its_own, like[deep], len(rows) + 2 * number.reshape(-1, 3) + ~at_face[deep])
    rows = np.concatenate([rows, _deep(rows[used], texels, sun)])
    more, theirs = _round_corners(split, rows, which, like, np.repeat(edge[told], 2))
    which, like = np.concatenate([which, more]), np.concatenate([like, theirs])
    return *_told(split, drawn, rows, which, like, _unseen(split, bevels, faces, shut & ~edge[:, None])), kinds


def _deep(rows: Floats, texels: Mapping[int, NDArray[np.float16]], sun: NDArray[np.floating]) -> Floats:
    """(2n, 9) what corners have of their own, of rows (n, 9) of a face: at its rim, and at the bottom of a joint."""
    found = np.repeat(rows, 2, axis=0)
    ends = np.arange(len(rows))[:, None].repeat(2, axis=1)
    for column, image in texels.items():
        rim = along(rows, ends, image.astype(np.float32), column)[:, 0]
        found[0::2, column : column + 3], found[1::2, column : column + 3] = rim, rim * BOTTOM
    found[:, 8] = _sun_along(rows, ends, sun)[:, 0].repeat(2)
    found[:, :2] = 0
    return found


def _sun_along(rows: Floats, ends: Numbers, sun: NDArray[np.floating]) -> Floats:
    """(n, k) where the sun may fall along edges whose ends (n, 2) are vertices; negative where it falls in flecks."""
    told = np.where(sun >= EDGE_OF_SUN, sun - EDGE_OF_SUN, sun).astype(np.float32)
    own = np.zeros((len(rows), 5), np.float32)
    own[:, :2], own[:, 2] = rows[:, :2], rows[:, 8] * ~(rows[:, :2] > 0).any(axis=1)
    return along(own, ends, told[..., None].repeat(3, axis=2), 2)[..., 0]


def _ends(mesh: Mesh, faces: Ints) -> Numbers:
    """(…, 2) the two vertices at the sides of faces (…, 2)."""
    of, side = faces[..., 0], faces[..., 1]
    return np.stack([mesh.triangles[of, side], mesh.triangles[of, (side + 1) % 3]], axis=-1)


def _closed(split: Mesh, drawn: Mesh, faces: Ints) -> Bools:
    """(n, 2) which sides of faces (n, 2, 2) are drawn further forward, up to another: joints of arches are wedges."""
    ends = _ends(split, faces)
    by = np.einsum("nkec,nkec->nke", drawn.positions[ends] - split.positions[ends], split.normals[ends])
    found = np.asarray(((by > MOVED_M[0]) & (by < MOVED_M[1])).all(axis=2))
    found[found] = _behind(split.corners().astype(np.float64), faces[found])
    return found


def _behind(corners: Doubles, faces: Ints) -> Bools:
    """(n,) whether each of some faces (n, 2) has another of them before it, at that side: a keystone stands out."""
    others = np.unique(faces[:, 0])
    ways, apart, _ = facing(corners[others])
    middle = corners[others].mean(axis=1)
    reach = np.linalg.norm(corners[others] - middle[:, None], axis=2).max(axis=1) + JOINT_M
    normals, _, _ = facing(corners[faces[:, 0]])
    found = np.ones(len(faces), np.bool_)
    for spots in just_inside(corners, faces).transpose(1, 0, 2):
        before = np.zeros(len(faces), np.bool_)
        for some in np.array_split(np.arange(len(faces)), 1 + len(faces) * len(others) // AT_ONCE):
            squares = (spots[some] ** 2).sum(axis=1)[:, None] + (middle**2).sum(axis=1) - 2 * spots[some] @ middle.T
            one, other = np.nonzero((squares < reach**2) & (normals[some] @ ways.T < -ALIKE))
            one = some[one]
            off = apart[other] - (spots[one] * ways[other]).sum(axis=1)
            near = np.abs(off) < JOINT_M
            one, other, off = one[near], other[near], off[near]
            flat = spots[one] + off[:, None] * ways[other]
            triangle = corners[others[other]]
            sides = np.roll(triangle, -1, axis=1) - triangle
            within = np.einsum("nkc,nc->nk", np.cross(sides, flat[:, None] - triangle), ways[other])
            before[one[(within > -1e-6).all(axis=1)]] = True
        found &= before
    return found


def _bright(mesh: Mesh, rows: Floats, faces: Ints, texels: NDArray[np.float16]) -> Bools:
    """(n, 2) which of two faces (n, 2, 2) is the brighter."""
    ends, image = _ends(mesh, faces), texels.astype(np.float32)
    one, other = (along(rows, ends[:, way], image, 2).mean(axis=(1, 2)) for way in (0, 1))
    return np.stack([one > other, one <= other], axis=1)


def _round_corners(mesh: Mesh, rows: Floats, which: Ints, like: Numbers, edges: Bools) -> tuple[Ints, Numbers]:
    """(m,) the pieces round corners between bevels (n,), and (m, 3) what they are lit as: as an edge, or as a joint.

    Args:
        mesh: split where charts end.
        rows: (k, 9) of its vertices, and further ones, that lie on no chart.
        which: (n,) triangles of bevels.
        like: (n, 3) vertices that their corners are lit as.
        edges: (n,) which are no joint's.
    """
    spot = welded(mesh.positions / PLACE_M, mesh.normals / WAY)[mesh.triangles]
    chart = pieces(mesh.triangles, len(mesh.positions))
    of_vertex = np.full(len(rows), -1)
    of_vertex[mesh.triangles] = chart[:, None]
    of_vertex[~(rows[:, :2] > 0).any(axis=1)] = -1
    order = np.argsort(edges, kind="stable")[::-1]  # an edge's word comes first
    known: dict[int, dict[int, int]] = {}
    for place, vertex in zip(spot[which[order]].ravel().tolist(), like[order].ravel().tolist(), strict=True):
        known.setdefault(place, {}).setdefault(int(of_vertex[vertex]), vertex)
    corners = mesh.corners()
    small = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2).max(axis=1) < SMALL_M
    small[which] = False
    small &= np.isin(spot, np.array(list(known))).all(axis=1)
    found, theirs = [], []
    for number in np.flatnonzero(small).tolist():
        words = [known[place] for place in spot[number].tolist()]
        both = next((name for name in words[0] if all(name in word for word in words)), None)
        if both is not None:
            found.append(number)
            theirs.append([word[both] for word in words])
    return np.array(found, np.int64), np.array(theirs, np.int64).reshape(-1, 3)


def _unseen(mesh: Mesh, bevels: Ints, faces: Ints, shut: Bools) -> Ints:
    """(k,) the bevels (n, 2) between two faces that are shut (n, 2), and the faces (n, 2, 2) that are so all round."""
    spot = welded(mesh.positions / PLACE_M, mesh.normals / WAY)[mesh.triangles]
    wide, of = np.unique(faces[..., 0], return_inverse=True)
    face = pieces(spot[wide], int(spot.max()) + 1)
    seen = np.zeros(int(face.max()) + 1, np.bool_)
    seen[face[of.reshape(shut.shape)][~shut]] = True
    return np.concatenate([bevels[shut.all(axis=1)].ravel(), wide[~seen[face]]])


def _told(
    split: Mesh, drawn: Mesh, rows: Floats, which: Ints, like: Numbers, unseen: Ints
) -> tuple[Mesh, Mesh, Floats]:
    """The same, triangles (n,) with the rows `like` (n, 3); what none has any more is left out.

    Those that are `unseen` (k,) have whatever vertices lie where theirs do.
    """
    count, own = len(split.positions), split.triangles[which]
    pairs, number = np.unique(np.stack([own.ravel(), like.ravel()], axis=1), axis=0, return_inverse=True)
    is_it = pairs[:, 1] < count
    one, other = pairs[is_it].T
    same = np.ones(len(one), np.bool_)
    for values in (split.positions, drawn.positions, split.normals, split.uvs):
        same &= (np.abs(values[one] - values[other]) < 1e-5).all(axis=1)
    is_it[is_it] = same
    new = np.where(is_it, pairs[:, 1], count + np.arange(len(pairs)))
    triangles = split.triangles.copy()
    triangles[which] = new[number.ravel()].reshape(-1, 3)
    spot = welded(split.positions / PLACE_M, split.normals / WAY)[split.triangles]
    at = np.full(int(spot.max()) + 1, -1, np.int64)
    at[spot[unseen]] = triangles[unseen]
    at[spot[which]] = triangles[which]
    triangles[unseen] = at[spot[unseen]]
    left, index = np.unique(triangles, return_inverse=True)
    source = np.concatenate([np.arange(count), pairs[:, 0]])[left]
    lit = np.concatenate([np.arange(count), pairs[:, 1]])[left]
    triangles = index.reshape(-1, 3).astype(split.triangles.dtype)
    told, seen = (
        replace(
            mesh,
            positions=mesh.positions[source],
            normals=mesh.normals[source],
            uvs=mesh.uvs[source],
            triangles=triangles,
        )
        for mesh in (split, drawn)
    )
    return told, seen, rows[lit]
