"""Which seats see a screen: one ray from each sitter's eye, against whatever stands in the way. Pure geometry."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.space import Screen, Seat, Space

EYE_OVER_SEAT = 0.75
"""Metres: eyes 1.2 m over the floor on a seat of 0.45 m."""
WHEELCHAIR_SEAT = 0.48
RAYS_AT_ONCE = 64
CLEAR = 0.02
"""What is nearer than this to the eye or to the screen does not stand between them, metres."""

Point3 = tuple[float, float, float]


@dataclass(frozen=True)
class SightLine:
    """One seat's line to the screen that it sees, or to the nearest where it sees none.

    Attributes:
        eye, target: its ends, metres.
        stopped: where it meets something, for one that does not arrive.
    """

    seat: str
    screen: str
    eye: Point3
    target: Point3
    sees: bool
    stopped: Point3 | None = None


def eye_of(seat: Seat) -> Point3:
    """Where a sitter's eyes are, metres: over the middle of the seat, behind its front edge."""
    angle = math.radians(seat.heading)
    x, y, z = seat.at
    height = (seat.height or WHEELCHAIR_SEAT) + EYE_OVER_SEAT
    return (x + math.sin(angle) * 0.22, y - math.cos(angle) * 0.22, z + height)


def sight_lines(space: Space) -> tuple[SightLine, ...]:
    """The line of every seat of a space; none where it has no screen. Screens of a session go before others."""
    screens = [s for s in space.screens.values() if s.shows == "session"] or list(space.screens.values())
    if not screens or not space.seats:
        return ()
    triangles = space.solids.astype(np.float64)
    lines: dict[str, SightLine] = {}
    for screen in sorted(screens, key=lambda s: s.id):
        seats = [s for s in space.seats.values() if s.id not in lines or not lines[s.id].sees]
        for line in _towards(seats, screen, triangles):
            known = lines.get(line.seat)
            if known is None or line.sees or (not known.sees and _length(line) < _length(known)):
                lines[line.seat] = line
    return tuple(lines.values())


def _towards(seats: list[Seat], screen: Screen, triangles: NDArray[np.float64]) -> list[SightLine]:
    eyes = np.array([eye_of(seat) for seat in seats])
    target = np.array(screen.at)
    shares = first_hits(eyes, np.broadcast_to(target, eyes.shape), triangles)
    angle = math.radians(screen.heading)
    front = np.array([-math.sin(angle), math.cos(angle), 0.0])
    lines = []
    for seat, eye, share in zip(seats, eyes, shares, strict=True):
        behind = float((eye - target) @ front) <= 0.0
        stopped = eye + (target - eye) * share if math.isfinite(share) else None
        sees = stopped is None and not behind
        lines.append(
            SightLine(
                seat.id, screen.id, _point(eye), _point(target), sees, None if stopped is None else _point(stopped)
            )
        )
    return lines


def first_hits(
    starts: NDArray[np.float64], ends: NDArray[np.float64], triangles: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where segments first meet triangles (Möller and Trumbore, 1997).

    Args:
        starts: (n, 3) metres.
        ends: (n, 3) metres.
        triangles: (m, 3, 3) metres.

    Returns:
        (n,) the share of the way from start to end at the first hit; infinity where nothing stands between.
    """
    shares = np.full(len(starts), np.inf)
    if not len(triangles):
        return shares
    a, ab, ac = triangles[:, 0], triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    for first in range(0, len(starts), RAYS_AT_ONCE):
        part = slice(first, first + RAYS_AT_ONCE)
        along = (ends[part] - starts[part])[:, None, :]
        length = np.linalg.norm(along, axis=2)
        p = np.cross(along, ac[None])
        determinant = np.einsum("mk,nmk->nm", ab, p)
        with np.errstate(divide="ignore", invalid="ignore"):
            inverse = 1.0 / determinant
            s = starts[part][:, None, :] - a[None]
            u = np.einsum("nmk,nmk->nm", s, p) * inverse
            q = np.cross(s, ab[None])
            v = np.einsum("nok,nmk->nm", along, q) * inverse
            t = np.einsum("mk,nmk->nm", ac, q) * inverse
            clear = CLEAR / np.maximum(length, 1e-9)
            hit = (np.abs(determinant) > 1e-12) & (u >= 0) & (v >= 0) & (u + v <= 1) & (t > clear) & (t < 1 - clear)
        shares[part] = np.where(hit, t, np.inf).min(axis=1)
    return shares


def _length(line: SightLine) -> float:
    return math.dist(line.eye, line.target)


def _point(values: NDArray[np.float64]) -> Point3:
    return float(values[0]), float(values[1]), float(values[2])
