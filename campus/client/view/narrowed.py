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


def in_broad(land: Mesh, eyes: Points, least_sr: float) -> Mesh:
    """Land in broad strokes: the triangles that fill something of what is seen from a box.

    Args:
        land: any.
        eyes: (2, 3) where eyes may be, metres.
        least_sr: what fills less of it, from the middle of the box, is left out; steradians.
    """
    corners = land.corners()
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    away = corners.mean(axis=1) - eyes.mean(axis=0)
    return land.only(np.linalg.norm(across, axis=1) / 2 > least_sr * (away * away).sum(axis=1))


def before(mesh: Mesh, way: Plan, at: Plan) -> Mesh:
    """The part of a mesh that lies on one side of an upright plane, cut along it.

    Args:
        mesh: any.
        way: (2,) from the plane towards what is kept, any length.
        at: (2,) a place on it, metres.
    """
    if not len(mesh.triangles):
        return mesh
    deep = (mesh.positions[:, :2] - at) @ way
    count = (deep >= 0)[mesh.triangles].sum(axis=1)
    rows = [np.concatenate([mesh.positions, mesh.normals, mesh.uvs], axis=1)]
    found, of, made = [mesh.triangles[count == 3]], [np.flatnonzero(count == 3)], len(deep)
    for inside in (1, 2):
        which = np.flatnonzero(count == inside)
        corners = mesh.triangles[which]
        odd = ((deep[corners] >= 0) == (inside == 1)).argmax(axis=1)
        first, second, third = np.take_along_axis(corners, (odd[:, None] + np.arange(3)) % 3, axis=1).T
        for other in (second, third):
            share = (deep[first] / (deep[first] - deep[other]))[:, None]
            rows.append((rows[0][first] + share * (rows[0][other] - rows[0][first])).astype(np.float32))
        one, two = made + np.arange(len(which)), made + len(which) + np.arange(len(which))
        made += 2 * len(which)
        left = [(first, one, two)] if inside == 1 else [(one, second, third), (one, third, two)]
        found += [np.stack(part, axis=1) for part in left]
        of += [which] * len(left)
    points, which = np.concatenate(rows), np.concatenate(of)
    cut = Mesh(
        points[:, :3],
        points[:, 3:6],
        points[:, 6:],
        np.concatenate(found).astype(np.int32),
        mesh.materials,
        mesh.material[which],
        mesh.collides[which],
    )
    return cut.only(np.ones(len(which), np.bool_))


def _ways(view: View) -> tuple[Plan, Plan]:
    """To the right and out, in plan."""
    turn = np.deg2rad(view.heading)
    return np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])


def _corners(box: Points) -> Plan:
    """(4, 2) of a box, in plan."""
    return np.array([(x, y) for x in box[:, 0] for y in box[:, 1]], np.float64)
