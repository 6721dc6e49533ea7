"""Light on bevels: it goes over from that of the face on one side to that of the face on the other.

A bevel is finer than a texel, and lies on those of the face that it goes on from. What the top of a parapet has is the
blue of the sky; its front, which looks at sunny ground, is warm, and brighter. Between the two, bevels drew a hairline
of another hue along rims, string courses and imposts, which broke into dashes from afar. The corners of a bevel have
light of their own besides its texels: what the face beside them has more, they get there. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from campus.bake.seams import sampled
from campus.client.view.covered import bevels_of, covered
from campus.mesh import Mesh, facing

NARROW_M = 0.03
"""What is wider has a light of its own."""
MOST = 2.0
"""A face that is more often as bright as its bevel is lit by what the bevel does not see."""
MOST_AT_EDGE = (2.2, 2.9)
"""And one that is known to be seen from where its bevel is, as the side of a pier that sunny ground lights: from the
first to the second, less and less, and so at each place along it, since the next stone's edge goes on from there. The
underside of a lintel is brighter still, and its edge goes on over the jambs."""
IN_JOINT, EDGE = 1, 2
SAME_M = 1e-3
JOINT_M = 0.015
"""A face that has another so near before it is within a joint: nobody sees what falls there."""
LEAST = 0.02
"""What a face has more is told from so much on: of its bevel's light."""
ALONG = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Where along a bevel's edge the two are compared: light that changes from one end to the other by more than evenly
is no line's."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def lit_between(
    mesh: Mesh, rows: Floats, texels: Mapping[int, NDArray[np.float16]], kinds: NDArray[np.int8] | None = None
) -> Floats:
    """(n, k) what the vertices of a mesh have besides, their bevels lit as the faces that they border.

    Args:
        mesh: its vertices split where charts end.
        rows: (n, k) where each vertex lies on the lightmap, 0 to 1, and three columns a layer of light of its own.
        texels: (h, w, 3) light of the lightmap, by the first column of its layer.
        kinds: (m,) which triangles are bevels `IN_JOINT`, and stay, or of an `EDGE`, both of whose faces are seen.
    """
    corners = mesh.corners().astype(np.float64)
    bevels, faces = bevels_of(corners, mesh, NARROW_M)
    kinds = np.zeros(len(corners), np.int8) if kinds is None else kinds
    bevels, faces = (each[kinds[bevels[:, 0]] != IN_JOINT] for each in (bevels, faces))
    if not len(bevels):
        return rows
    bevel, face, side = bevels.ravel(), faces[..., 0].ravel(), faces[..., 1].ravel()
    of_face = np.stack([mesh.triangles[face, side], mesh.triangles[face, (side + 1) % 3]], axis=1)
    of_bevel, _ = _nearest(mesh, of_face, bevel)
    # A bevel's other half has one of the two ends, too; where that is a vertex of its own, it is lit as this one.
    also, apart = _nearest(mesh, of_face, bevels[:, ::-1].ravel())
    also = np.where(apart < SAME_M, also, of_bevel)
    # What a wide face shares is lit as that is.
    _, _, area = facing(corners)
    longest = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2).max(axis=1)
    shared = np.zeros(len(rows), np.bool_)
    shared[mesh.triangles[2 * area >= NARROW_M * longest]] = True
    edge = kinds[bevel] == EDGE
    more = {column: _more(rows, of_face, of_bevel, image, column, edge) for column, image in texels.items()}
    told = np.flatnonzero(np.any([each.any(axis=(1, 2)) for each in more.values()], axis=0))
    told = told[~covered(corners, np.stack([face, side], axis=1)[told], JOINT_M)]
    lit = rows.copy()
    for column, ends in more.items():
        sums, many = np.zeros((len(rows), 3), np.float32), np.zeros(len(rows), np.int64)
        for each in (of_bevel[told], also[told]):
            np.add.at(sums, each.ravel(), ends[told].reshape(-1, 3))
            many += np.bincount(each.ravel(), minlength=len(rows))
        lit[:, column : column + 3] += np.where(shared[:, None], 0, sums / np.maximum(many, 1)[:, None])
    return lit


def _more(
    rows: Floats,
    of_face: NDArray[np.integer],
    of_bevel: NDArray[np.integer],
    image: NDArray[np.float16],
    column: int,
    edge: NDArray[np.bool_],
) -> Floats:
    """(n, 2, 3) by how much the light of faces is more than that of their bevels, at both ends of their edges."""
    theirs, mine = (along(rows, each, image.astype(np.float32), column) for each in (of_face, of_bevel))
    bright, dim = theirs.sum(axis=2), mine.sum(axis=2)
    by = bright / np.maximum(dim, 1e-6)
    first, last = MOST_AT_EDGE
    share = np.where(edge[:, None], np.clip((last - by) / (last - first), 0, 1), (by <= MOST).all(axis=1)[:, None])
    more = share[..., None] * np.maximum(theirs - mine, 0)
    more[(more.sum(axis=2) < LEAST * dim).all(axis=1)] = 0
    return np.asarray(more[:, [0, -1]] * _evenly(more)[:, None, None], np.float32)


def _nearest(mesh: Mesh, ends: NDArray[np.integer], triangles: Ints) -> tuple[NDArray[np.integer], Floats]:
    """(n, 2) the corner of each triangle (n,) that is nearest to either of two vertices (n, 2); and how far, metres."""
    own = mesh.triangles[triangles]
    apart = np.linalg.norm(mesh.positions[ends][:, :, None] - mesh.positions[own][:, None], axis=3)
    return np.take_along_axis(own, apart.argmin(axis=2), axis=1), apart.min(axis=2)


def along(rows: Floats, ends: NDArray[np.integer], image: Floats, column: int) -> Floats:
    """(n, k, 3) the light of a layer along edges whose ends (n, 2) are vertices.

    Args:
        rows: as `lit_between` has them.
        ends: (n, 2) vertices.
        image: (h, w, 3) light of the lightmap.
        column: the first of the layer's in `rows`.
    """
    part = np.array(ALONG, np.float32)[:, None]
    between = rows[ends[:, :1]] * (1 - part) + rows[ends[:, 1:]] * part
    charted = (rows[ends][..., :2] > 0).any(axis=(1, 2))
    size = np.array(image.shape[1::-1], np.float32)
    found = between[..., column : column + 3].copy()
    at = between[charted, :, :2]
    found[charted] += sampled(image, at.reshape(-1, 2) * size).reshape(*at.shape[:2], 3)
    return np.asarray(found, np.float32)


def _evenly(more: Floats) -> Floats:
    """(n,) how much of what there is more (n, k, 3) at the ends there is between them, 0 to 1."""
    part = np.array(ALONG, np.float32)[:, None]
    told = (more[:, :1] * (1 - part) + more[:, -1:] * part).sum(axis=2)
    return np.asarray(np.clip(more.sum(axis=2) / np.maximum(told, 1e-4), 0, 1).min(axis=1), np.float32)
