"""Meshes as a plan shows them: level surfaces from above, cuts by a level plane, hulls. Pure geometry."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh
from campus.scene.frames import Frame

MOST_OUTLINES = 60
"""A thing of more surfaces than this (a plant, a still life) is drawn as its outline."""


def outlines_of(mesh: Mesh, frame: Frame, every: bool = False) -> list[tuple[float, list[NDArray[np.float64]]]]:
    """The level surfaces of a mesh seen from above.

    Args:
        mesh: in the frame of its node.
        frame: of the node, in the space.
        every: also where there are many, as of a stair; otherwise a thing of many surfaces is its outline.

    Returns:
        For each level, lowest first: its height in metres, and its edges as closed loops (k, 2) in the space.
    """
    corners = _placed(mesh.positions, frame)[mesh.triangles]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(across, axis=1)
    level = (across[:, 2] > 0.95 * np.maximum(length, 1e-12)) & (length > 1e-9)
    heights = np.round(corners[:, :, 2].mean(axis=1) / 0.02).astype(int)
    found = []
    for height in np.unique(heights[level]):
        there = level & (heights == height)
        chosen, area = corners[there], float(across[there, 2].sum()) / 2
        if area > 0.004 and (loops := _boundary(chosen[:, :, :2])):
            found.append((float(height) * 0.02, loops))
    count = sum(len(loops) for _, loops in found)
    if every or 0 < count <= MOST_OUTLINES:
        return found
    flat = corners.reshape(-1, 3)
    return [(float(flat[:, 2].max()), [_hull(flat[:, :2])])] if len(flat) else []


def sections_at(mesh: Mesh, frame: Frame, z: float) -> list[NDArray[np.float64]]:
    """Closed loops (k, 2) where a level plane cuts a mesh."""
    corners = _placed(mesh.positions, frame)[mesh.triangles]
    z = z + 1.7e-4  # never exactly through a vertex
    above = corners[:, :, 2] > z
    segments = []
    for triangle, over in zip(corners[above.any(1) & ~above.all(1)], above[above.any(1) & ~above.all(1)], strict=True):
        ends = []
        for i, j in ((0, 1), (1, 2), (2, 0)):
            if over[i] != over[j]:
                share = (z - triangle[i, 2]) / (triangle[j, 2] - triangle[i, 2])
                ends.append((triangle[i, :2] + share * (triangle[j, :2] - triangle[i, :2]), bool(over[j])))
        rising = next(e for e, up in ends if up), next(e for e, up in ends if not up)
        segments.append(rising)
    return _chained(np.array(segments)) if segments else []


def hulls_at(mesh: Mesh, frame: Frame, z: float) -> list[NDArray[np.float64]]:
    """The outline of what a mesh carries at a height, as the loops of that level; its hull where there is none."""
    near = [max(loops, key=area_of) for height, loops in outlines_of(mesh, frame, True) if abs(height - z) < 0.03]
    return [max(near, key=area_of)] if near else [_hull(_placed(mesh.positions, frame)[:, :2])]


def _boundary(triangles: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The loops around triangles (n, 3, 2): the edges that have a triangle on one side only."""
    keys = np.round(triangles / 1e-3).astype(np.int64)
    edges: dict[tuple[tuple[int, int], tuple[int, int]], None] = {}
    for a, b, c in keys.tolist():
        for start, end in ((a, b), (b, c), (c, a)):
            edge, back = (tuple(start), tuple(end)), (tuple(end), tuple(start))
            if back in edges:
                del edges[back]
            elif start != end:
                edges[edge] = None
    return _chained(np.array(list(edges), np.float64) * 1e-3) if edges else []


def _chained(segments: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Segments (n, 2, 2), each from its start to its end, as loops; what does not close is left as it is."""
    following: dict[tuple[int, int], list[int]] = {}
    keys = np.round(segments / 2e-3).astype(np.int64)
    for index, key in enumerate(keys[:, 0].tolist()):
        following.setdefault((key[0], key[1]), []).append(index)
    used = np.zeros(len(segments), bool)
    loops = []
    for first in range(len(segments)):
        if used[first]:
            continue
        loop, here = [], first
        while True:
            used[here] = True
            loop.append(segments[here, 0])
            x, y = keys[here, 1].tolist()
            ahead = next((i for i in following.get((x, y), ()) if not used[i]), None)
            if ahead is None:
                break
            here = ahead
        if len(loop) > 2:
            loops.append(np.array(loop))
    return loops


def area_of(loop: NDArray[np.float64]) -> float:
    """The area within a loop (k, 2), square metres."""
    x, y = loop.T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def _hull(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The convex hull of points (n, 2), counter-clockwise (Andrew's monotone chain, 1979)."""
    ordered = sorted({(round(x, 3), round(y, 3)) for x, y in points.tolist()})
    halves = []
    for sequence in (ordered, ordered[::-1]):
        half: list[tuple[float, float]] = []
        for p in sequence:
            while (
                len(half) > 1
                and (
                    (half[-1][0] - half[-2][0]) * (p[1] - half[-2][1])
                    - (half[-1][1] - half[-2][1]) * (p[0] - half[-2][0])
                )
                <= 0
            ):
                half.pop()
            half.append(p)
        halves += half[:-1]
    return np.array(halves or ordered, np.float64)


def _placed(positions: NDArray[np.float32], frame: Frame) -> NDArray[np.float64]:
    angle = math.radians(frame.heading)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y, z = positions.astype(np.float64).T
    return np.stack([frame.x + cos * x - sin * y, frame.y + sin * x + cos * y, frame.z + z], -1)
