"""Polygons cut into triangles, and their edges read as smooth or hard. Plane geometry only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campus.errors import Impossible
from campus.mesh.outlines import Outline, counter_clockwise
from campus.text import bilingual

CREASE_COS = float(np.cos(np.deg2rad(50)))
"""Edges that turn by less than 50 degrees shade as one curve: a chamfer of 45 on a right angle does, the angle not."""


@dataclass(frozen=True)
class Segments:
    """A line of straight pieces, each with the unit normals of its two ends; the outside is to the right.

    Attributes:
        start, end: (k, 2) metres.
        start_normal, end_normal: (k, 2) unit length.
        along: (k, 2) metres from the line's beginning to the piece's start and end.
    """

    start: Outline
    end: Outline
    start_normal: Outline
    end_normal: Outline
    along: NDArray[np.float64]


def segments(points: Outline, *, closed: bool = True) -> Segments:
    """The pieces of a line of points, with normals that are smooth along curves and hard at corners.

    A long piece outweighs its short neighbour (weights are squared lengths), so that a flat stays flat beside its
    bevel and a jamb beside its arch.
    """
    start = points if closed else points[:-1]
    end = np.roll(points, -1, 0) if closed else points[1:]
    edge = end - start
    length = np.linalg.norm(edge, axis=1)
    normal = np.stack([edge[:, 1], -edge[:, 0]], 1) / np.maximum(length, 1e-12)[:, None]
    weighed = normal * (length**2)[:, None]
    smooth = (normal * np.roll(normal, 1, 0)).sum(1) > CREASE_COS
    if not closed:
        smooth[0] = False
    joint = weighed + np.roll(weighed, 1, 0)
    joint /= np.maximum(np.linalg.norm(joint, axis=1), 1e-12)[:, None]
    start_normal = np.where(smooth[:, None], joint, normal)
    end_normal = np.where(np.roll(smooth, -1)[:, None], np.roll(joint, -1, 0), normal)
    along = np.concatenate([[0.0], np.cumsum(length)])
    return Segments(start, end, start_normal, end_normal, np.stack([along[:-1], along[1:]], 1))


def inset(points: Outline, by: float) -> Outline:
    """(k, 2) a closed outline drawn in by `by` metres to its left (inwards when it runs counter-clockwise)."""
    edge = np.roll(points, -1, 0) - points
    normal = np.stack([edge[:, 1], -edge[:, 0]], 1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1), 1e-12)[:, None]
    before = np.roll(normal, 1, 0)
    # 1 + cos of the turn; a spike would shoot off without the floor.
    mitre = np.maximum(1 + (normal * before).sum(1), 0.2)
    drawn_in: Outline = points - (normal + before) / mitre[:, None] * by
    return drawn_in


def bevelled(rings: Sequence[Outline], bevel: float) -> tuple[list[Outline], list[Outline], float]:
    """Rings with their corners cut, the same drawn in, and the bevel: less than asked where there is no room."""
    while bevel > 1e-4:
        cut = [chamfered(ring, bevel) for ring in rings]
        drawn_in = [inset(ring, bevel) for ring in cut]
        edges = [np.roll(ring, -1, 0) - ring for ring in (*cut, *drawn_in)]
        pairs = zip(edges[: len(rings)], edges[len(rings) :], strict=True)
        if all(bool(((a * b).sum(1) > 0).all()) for a, b in pairs):
            return cut, drawn_in, bevel
        bevel /= 2
    return list(rings), list(rings), 0.0


def chamfered(points: Outline, by: float) -> Outline:
    """A closed outline whose convex corners are cut off, `by` metres along each of their sides; curves stay."""
    if by <= 0:
        return points
    before, after = np.roll(points, 1, 0) - points, np.roll(points, -1, 0) - points
    to_before, to_after = np.linalg.norm(before, axis=1), np.linalg.norm(after, axis=1)
    turn = -(before * after).sum(1) / np.maximum(to_before * to_after, 1e-12)
    convex = before[:, 1] * after[:, 0] - before[:, 0] * after[:, 1] > 0
    # Half of half the turn: a sharp corner is cut off further, so that drawing the outline in leaves its cut a length.
    quarter = np.arccos(np.clip(turn, -1, 1)) / 2
    cut = by * np.maximum(1.0, 1.4 * np.tan(quarter / 2) / np.maximum(np.cos(quarter), 0.1))
    result: list[NDArray[np.float64]] = []
    for i, point in enumerate(points):
        if turn[i] < CREASE_COS and convex[i]:
            result.append(point + before[i] / to_before[i] * min(cut[i], 0.4 * to_before[i]))
            result.append(point + after[i] / to_after[i] * min(cut[i], 0.4 * to_after[i]))
        else:
            result.append(point)
    return np.array(result)


def triangulate(outline: ArrayLike, holes: Sequence[ArrayLike] = ()) -> tuple[Outline, NDArray[np.int32]]:
    """A polygon with holes as triangles, by ear clipping; the roundest ear is cut first.

    Args:
        outline: (k, 2), simple, either way round; may be concave.
        holes: outlines inside it that touch neither it nor one another.

    Returns:
        The points (the outline's counter-clockwise, then each hole's clockwise), and (m, 3) indices into them,
        counter-clockwise. Every point is used, so that neighbours along an edge stay neighbours.

    Raises:
        Impossible: when the outline crosses itself or a hole lies outside it.
    """
    rings = [counter_clockwise(outline), *(counter_clockwise(hole)[::-1] for hole in holes)]
    points = np.concatenate(rings)
    if len(rings) == 1 and not _reflex(points, list(range(len(points)))).any():
        return points, _zigzag(len(points))
    starts = np.cumsum([0, *(len(ring) for ring in rings)])
    ring = list(range(starts[1]))
    loops = [list(range(a, b)) for a, b in pairwise(starts[1:])]
    # From the right: a bridge to the right then never crosses a hole that is not yet part of the ring.
    for loop in sorted(loops, key=lambda loop: -points[loop, 0].max()):
        ring = _bridged(points, ring, loop)
    return points, np.array(_clipped(points, ring), np.int32).reshape(-1, 3)


def _zigzag(count: int) -> NDArray[np.int32]:
    """(count - 2, 3) a convex ring cut from side to side, which leaves fewer needles than a fan."""
    low, high, faces = 0, count - 1, []
    while high - low > 1:
        faces.append((low, low + 1, high))
        low += 1
        if high - low > 1:
            faces.append((low, high - 1, high))
            high -= 1
    return np.array(faces, np.int32)


def _cross(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> NDArray[np.float64]:
    """Twice the signed area of a triangle, or of many."""
    result: NDArray[np.float64] = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
        c[..., 0] - a[..., 0]
    )
    return result


def _bridged(points: Outline, ring: list[int], loop: list[int]) -> list[int]:
    """The ring with a hole's loop cut into it along a bridge that crosses nothing (D. Eberly, 2002)."""
    inner = max(range(len(loop)), key=lambda i: (points[loop[i], 0], points[loop[i], 1]))
    eye = points[loop[inner]]
    a, b = points[ring], points[np.roll(ring, -1)]
    # Edges of the ring that run upward to the right of the eye: those face it.
    facing = (a[:, 1] <= eye[1]) & (b[:, 1] >= eye[1]) & (a[:, 1] < b[:, 1])
    rise = np.where(facing, b[:, 1] - a[:, 1], 1.0)
    hit = np.where(facing, a[:, 0] + (eye[1] - a[:, 1]) / rise * (b[:, 0] - a[:, 0]), np.inf)
    hit[hit < eye[0] - 1e-12] = np.inf
    edge = int(np.argmin(hit))
    if not np.isfinite(hit[edge]):
        raise Impossible(bilingual("a hole lies outside its outline", "un trou est hors de son contour"))
    target = np.array([hit[edge], eye[1]])
    nearest = edge if a[edge, 0] > b[edge, 0] else (edge + 1) % len(ring)
    corner = points[ring[nearest]]
    triangle = (eye, target, corner) if corner[1] > eye[1] else (eye, corner, target)
    inside = np.all([_cross(p, q, a) >= -1e-12 for p, q in zip(triangle, np.roll(triangle, -1, 0), strict=True)], 0)
    inside &= np.any(np.abs(a - corner) > 1e-12, 1) & (a[:, 0] >= eye[0])
    order = np.nonzero(inside & _reflex(points, ring))[0]
    if len(order) and np.any(np.abs(target - corner) > 1e-12):
        offset = a[order] - eye
        angle = np.abs(np.arctan2(offset[:, 1], offset[:, 0]))
        nearest = int(order[np.lexsort((np.linalg.norm(offset, axis=1), angle))[0]])
    nearest = _open_twin(points, ring, nearest, eye)
    return [*ring[: nearest + 1], *loop[inner:], *loop[: inner + 1], *ring[nearest:]]


def _open_twin(points: Outline, ring: list[int], found: int, eye: NDArray[np.float64]) -> int:
    """Of the places where the ring passes through the same point (older bridges), the one that opens to the eye."""
    here = points[ring[found]]
    twins = [i for i, index in enumerate(ring) if np.all(np.abs(points[index] - here) < 1e-12)]
    for i in twins:
        before, after = points[ring[i - 1]], points[ring[(i + 1) % len(ring)]]
        sees_after, sees_before = _cross(here, after, eye) > 0, _cross(before, here, eye) > 0
        wide = _cross(before, here, after) <= 0
        if (sees_after or sees_before) if wide else (sees_after and sees_before):
            return i
    return found


def _reflex(points: Outline, ring: list[int]) -> NDArray[np.bool_]:
    """(n,) which corners of the ring turn the wrong way, straight ones included."""
    index = np.array(ring)
    return _cross(points[np.roll(index, 1)], points[index], points[np.roll(index, -1)]) <= 1e-12


def _clipped(points: Outline, ring: list[int]) -> list[tuple[int, int, int]]:
    """The triangles of a simple ring (bridges allowed), the roundest ear first."""
    count = len(ring)
    before, after = np.roll(np.arange(count), 1), np.roll(np.arange(count), -1)
    index = np.array(ring)
    place = points[index]
    alive = np.ones(count, np.bool_)
    quality = np.array([_ear(place, alive, int(before[i]), i, int(after[i])) for i in range(count)])
    triangles: list[tuple[int, int, int]] = []
    for _ in range(count - 2):
        tip = int(np.argmax(quality))
        if quality[tip] == -np.inf:
            raise Impossible(
                bilingual(
                    "an outline crosses itself or touches one of its holes",
                    "un contour se croise ou touche l'un de ses trous",
                )
            )
        left, right = int(before[tip]), int(after[tip])
        triangles.append((int(index[left]), int(index[tip]), int(index[right])))
        alive[tip] = False
        quality[tip] = -np.inf
        after[left], before[right] = right, left
        if alive.sum() < 3:
            break
        for i in (left, right):
            quality[i] = _ear(place, alive, int(before[i]), i, int(after[i]))
    return triangles


def _ear(place: Outline, alive: NDArray[np.bool_], i: int, j: int, k: int) -> float:
    """How round the ear i-j-k is (its area by its longest side squared), or -inf where it is none."""
    a, b, c = place[i], place[j], place[k]
    area = float(_cross(a, b, c))
    longest = max(((b - a) ** 2).sum(), ((c - b) ** 2).sum(), ((a - c) ** 2).sum())
    if area <= 1e-10 * max(1.0, float(longest)):
        return -np.inf
    tolerance = -1e-12
    low, high = np.minimum(np.minimum(a, b), c), np.maximum(np.maximum(a, b), c)
    near = alive & np.all(place >= low + tolerance, 1) & np.all(place <= high - tolerance, 1)
    near[[i, j, k]] = False
    others = place[near]
    if len(others):
        # A twin of a corner, left by a bridge, blocks nothing by itself.
        twin = np.zeros(len(others), np.bool_)
        for corner in (a, b, c):
            twin |= np.all(np.abs(others - corner) < 1e-12, 1)
        others = others[~twin]
        inside = (
            (_cross(a, b, others) >= tolerance)
            & (_cross(b, c, others) >= tolerance)
            & (_cross(c, a, others) >= tolerance)
        )
        if inside.any():
            return -np.inf
    return area / float(longest)
