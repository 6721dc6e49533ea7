"""What of land is left to who sees it through a room's far windows: the wedge that these open, and nothing beside it.

Land reaches far to both sides of where it was built for. From another space, none of that may come up over a wall.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh
from campus.space.model import View

Points = NDArray[np.float32]
Plan = NDArray[np.float64]

BEFORE_M = 1.0
"""Who is not so far before a window sees nothing through it."""
STEEPEST = 50.0
ASIDE_M = 0.2


def is_looked_through(window: View, eyes: Points) -> bool:
    """Whether anybody in a box stands before a window.

    Args:
        window: in the frame of the box.
        eyes: (2, 3) the box, metres.
    """
    _, out = _ways(window)
    return bool(((np.array(window.at[:2]) - _corners(eyes)) @ out > BEFORE_M).any())


def narrowed(land: Mesh, windows: Sequence[View], eyes: Points) -> Mesh:
    """What may be seen of land from a box through windows of one heading.

    Args:
        land: behind the windows.
        windows: at least one, in the frame of the land.
        eyes: (2, 3) where eyes may be, metres.
    """
    right, out = _ways(windows[0])
    corners = _corners(eyes)
    for side in (right, -right):
        edges = [np.array(window.at[:2]) + side * (window.size[0] / 2 + ASIDE_M) for window in windows]
        ways = np.concatenate([edge - corners for edge in edges])
        deep = np.maximum(ways @ out, BEFORE_M)
        widest = min(float((ways @ side / deep).max()), STEEPEST)
        land = before(land, widest * out - side, max(edges, key=lambda edge: float(edge @ side)))
    return before(land, out, np.array(windows[0].at[:2]))


def before(mesh: Mesh, way: Plan, at: Plan) -> Mesh:
    """The part of a mesh that lies on one side of an upright plane, cut along it.

    Args:
        mesh: any.
        way: (2,) from the plane towards what is kept, any length.
        at: (2,) a place on it, metres.
    """
    if not len(mesh.triangles):
        return mesh
    deep = ((mesh.positions[:, :2] - at) @ way)[mesh.triangles]
    count = (deep >= 0).sum(axis=1)
    rows = np.concatenate([mesh.positions, mesh.normals, mesh.uvs], axis=1)
    found, of = [rows[mesh.triangles[count == 3]]], [np.flatnonzero(count == 3)]
    for inside in (1, 2):
        which = np.flatnonzero(count == inside)
        odd = ((deep[which] >= 0) == (inside == 1)).argmax(axis=1)
        order = (odd[:, None] + np.arange(3)) % 3
        corner = rows[np.take_along_axis(mesh.triangles[which], order, axis=1)]
        far = np.take_along_axis(deep[which], order, axis=1)
        share = (far[:, :1] / (far[:, :1] - far[:, 1:]))[..., None]
        cut = (corner[:, :1] + share * (corner[:, 1:] - corner[:, :1])).astype(np.float32)
        if inside == 1:
            found.append(np.concatenate([corner[:, :1], cut], axis=1))
            of.append(which)
        else:
            found.append(np.concatenate([cut[:, :1], corner[:, 1:]], axis=1))
            found.append(np.stack([cut[:, 0], corner[:, 2], cut[:, 1]], axis=1))
            of += [which, which]
    rows, places = np.unique(np.concatenate(found).reshape(-1, 8), axis=0, return_inverse=True)
    which = np.concatenate(of)
    left = Mesh(
        rows[:, :3],
        rows[:, 3:6],
        rows[:, 6:],
        places.reshape(-1, 3).astype(np.int32),
        mesh.materials,
        mesh.material[which],
        mesh.collides[which],
    )
    return left.only(np.ones(len(which), np.bool_))


def _ways(view: View) -> tuple[Plan, Plan]:
    """To the right and out, in plan."""
    turn = np.deg2rad(view.heading)
    return np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])


def _corners(box: Points) -> Plan:
    """(4, 2) of a box, in plan."""
    return np.array([(x, y) for x in box[:, 0] for y in box[:, 1]], np.float64)
