"""Shapes drawn along a path: mouldings, handrails, tubes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from campus.mesh.model import Mesh, merge
from campus.mesh.outlines import circle, counter_clockwise
from campus.mesh.polygon import CREASE_COS, segments, triangulate
from campus.mesh.sheet import Array, cap, loft


def sweep(
    outline: ArrayLike,
    path: ArrayLike,
    *,
    up: Sequence[float] = (0.0, 0.0, 1.0),
    closed: bool = False,
    material: str = "lime-plaster",
    collides: bool = False,
) -> Mesh:
    """An outline drawn along a path, mitred at its corners: a cornice, a handrail, the moulding of an arch.

    The outline's x points to the right of the path's direction, its y along `up`. It never leans: on a slope it
    stays plumb, as a handrail's does. No piece of the path may run along `up` itself.

    Args:
        outline: (k, 2) metres, about the path.
        path: (n, 3) metres.
        up: unit vector that the outline's y follows.
        closed: whether the path's end joins its beginning; otherwise both ends are capped.
        material: of all of it.
        collides: whether a body bumps into it.
    """
    line = np.asarray(path, np.float64).reshape(-1, 3)
    rise = np.asarray(up, np.float64)
    start, end = (line, np.roll(line, -1, 0)) if closed else (line[:-1], line[1:])
    level = (end - start) - ((end - start) @ rise)[:, None] * rise
    ahead = level / np.linalg.norm(level, axis=1)[:, None]
    right = np.cross(ahead, rise)
    slope = (end - start) / np.linalg.norm(end - start, axis=1)[:, None]
    before = np.roll(right, 1, 0)
    cosine = (right * before).sum(1)
    smooth = (slope * np.roll(slope, 1, 0)).sum(1) > CREASE_COS
    if not closed:
        cosine[0], before[0], smooth[0] = 1.0, right[0], False
    # The mitre's ray at each piece's beginning, as long as keeps the outline's width; the end's is the next one's.
    mitre = (right + before) / np.maximum(1 + cosine, 0.2)[:, None]
    mitre_end = np.roll(mitre, -1, 0)
    smooth_end = np.roll(smooth, -1)
    if not closed:
        mitre_end[-1] = right[-1]
    blend = (right + before) / np.maximum(np.linalg.norm(right + before, axis=1), 1e-12)[:, None]
    right_start = np.where(smooth[:, None], blend, right)
    right_end = np.where(smooth_end[:, None], np.roll(blend, -1, 0), right)

    ring = counter_clockwise(outline)
    side = segments(ring)
    ends = np.stack([side.start, side.end], 1)  # (k, 2, 2)
    normal = np.stack([side.start_normal, side.end_normal], 1)

    def drawn(rays: Array, values: Array) -> Array:
        """(m, 2, k, 2, 3): values' x along each path piece's ray, values' y along `up`."""
        return values[None, None, :, :, :1] * rays[:, :, None, None, :] + values[None, None, :, :, 1:] * rise

    places = drawn(np.stack([mitre, mitre_end], 1), ends) + np.stack([start, end], 1)[:, :, None, None, :]
    normals = drawn(np.stack([right_start, right_end], 1), normal)
    # On a slope a plumb outline's faces lean with the path: take out what lies along it.
    normals -= (normals * slope[:, None, None, None, :]).sum(-1, keepdims=True) * slope[:, None, None, None, :]
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(end - start, axis=1))])
    uvs = np.empty((*places.shape[:-1], 2))
    uvs[..., 0] = np.stack([length[:-1], length[1:]], 1)[:, :, None, None]
    uvs[..., 1] = side.along[None, None]
    sheet = loft(places, normals, uvs, material, collides, flip=True)
    if closed:
        return sheet
    points, index = triangulate(ring)
    caps = []
    for ray, place, direction, faces in (
        (mitre[0], start[0], -ahead[0], index),
        (mitre_end[-1], end[-1], ahead[-1], index[:, ::-1]),
    ):
        caps.append(
            cap(points[:, :1] * ray + points[:, 1:] * rise + place, faces, direction, points, material, collides)
        )
    return merge(sheet, *caps)


def tube(
    path: ArrayLike,
    radius: float,
    sides: int = 8,
    *,
    material: str = "lime-plaster",
    collides: bool = False,
) -> Mesh:
    """A round bar along any path (n, 3), its ends flat; bends are smooth under 50 degrees and mitred above; metres."""
    line = np.asarray(path, np.float64).reshape(-1, 3)
    edge = line[1:] - line[:-1]
    ahead = edge / np.linalg.norm(edge, axis=1)[:, None]
    turn = circle(1.0, sides)
    across = np.cross(ahead[0], (0.0, 0.0, 1.0) if abs(ahead[0, 2]) < 0.9 else (1.0, 0.0, 0.0))
    across /= np.linalg.norm(across)
    frames: list[tuple[Array, Array]] = []
    for i, direction in enumerate(ahead):
        if i:
            # The least turn that takes the piece before's direction to this one's: no twist builds up.
            before = ahead[i - 1]
            across = across - (across @ direction) / max(1 + before @ direction, 1e-3) * (before + direction)
            across -= (across @ direction) * direction
            across /= np.linalg.norm(across)
        frames.append((across, np.cross(direction, across)))
    around = np.array([turn[:, :1] * a + turn[:, 1:] * b for a, b in frames])  # (m, sides, 3)
    rings = np.empty((len(line), sides, 3))
    rings[0], rings[-1] = line[0] + radius * around[0], line[-1] + radius * around[-1]
    for i in range(1, len(line) - 1):
        # Where the bar of the piece before meets the plane that halves the bend.
        plane = ahead[i - 1] + ahead[i]
        plane /= np.linalg.norm(plane)
        ring = radius * around[i - 1]
        lean = (ring @ plane) / max(float(ahead[i - 1] @ plane), 0.2)
        rings[i] = line[i] + ring - lean[:, None] * ahead[i - 1]
    normals = np.empty((len(ahead), 2, sides, 3))
    for i in range(len(ahead)):
        for j, other in ((0, i - 1), (1, i + 1)):
            inside = 0 <= other < len(ahead) and float(ahead[i] @ ahead[other]) > CREASE_COS
            normals[i, j] = around[i] + around[other] if inside else around[i]
    places = np.stack([rings[:-1], rings[1:]], 1)  # (m, 2, sides, 3)
    places = np.stack([places, np.roll(places, -1, 2)], 3)
    normals = np.stack([normals, np.roll(normals, -1, 2)], 3)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(edge, axis=1))])
    uvs = np.empty((*places.shape[:-1], 2))
    uvs[..., 0] = np.stack([length[:-1], length[1:]], 1)[:, :, None, None]
    step = 2 * np.pi * radius / sides
    uvs[..., 1] = (np.stack([np.arange(sides), np.arange(sides) + 1], 1) * step)[None, None]
    sheet = loft(places, normals, uvs, material, collides, flip=False)
    fan = np.array([(0, i, i + 1) for i in range(1, sides - 1)], np.int32)
    first = cap(rings[0], fan[:, ::-1], -ahead[0], turn * radius, material, collides)
    last = cap(rings[-1], fan, ahead[-1], turn * radius, material, collides)
    return merge(sheet, first, last)
