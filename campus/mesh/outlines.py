"""Outlines: the plane curves that shapes are cut from. Plain (k, 2) arrays, counter-clockwise, metres."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Outline = NDArray[np.float64]


def both(x: float) -> tuple[float, float]:
    """`x` on either side of the middle: (-x, x)."""
    return (-x, x)


def spread(count: int, length: float) -> tuple[float, ...]:
    """The centres of `count` equal pieces of a `length` whose middle is 0, from left to right, in metres."""
    return tuple((i + 0.5) * length / count - length / 2 for i in range(count))


def as_outline(points: ArrayLike) -> Outline:
    """(k, 2) float64 of anything that holds points, without a last point that repeats the first."""
    outline = np.asarray(points, np.float64).reshape(-1, 2)
    if len(outline) > 1 and np.allclose(outline[0], outline[-1], atol=1e-9):
        return outline[:-1]
    return outline


def signed_area(outline: ArrayLike) -> float:
    """Square metres inside a closed outline; negative when it runs clockwise."""
    x, y = np.asarray(outline, np.float64).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def counter_clockwise(outline: ArrayLike) -> Outline:
    """The same outline, running counter-clockwise."""
    points = as_outline(outline)
    return points if signed_area(points) > 0 else points[::-1].copy()


def rectangle(low: tuple[float, float], high: tuple[float, float]) -> Outline:
    """(4, 2) the rectangle between two opposite corners, beginning at `low`."""
    return np.array([low, (high[0], low[1]), high, (low[0], high[1])], np.float64)


def arc_points(
    radius: float, start_deg: float, end_deg: float, steps: int = 16, centre: tuple[float, float] = (0.0, 0.0)
) -> Outline:
    """(steps + 1, 2) points of an arc, both ends included; angles in degrees counter-clockwise from +x."""
    angles = np.deg2rad(np.linspace(start_deg, end_deg, steps + 1))
    points: Outline = np.stack([centre[0] + radius * np.cos(angles), centre[1] + radius * np.sin(angles)], 1)
    return points


def quarter_round(radius: float, steps: int = 6) -> Outline:
    """(steps + 1, 2) a hollow quarter of a circle, from (0, radius) to (radius, 0), its centre at (radius, radius)."""
    return arc_points(radius, 180, 270, steps, (radius, radius))


def circle(radius: float, sides: int = 24, centre: tuple[float, float] = (0.0, 0.0)) -> Outline:
    """(sides, 2) a regular polygon on a circle, beginning on +x."""
    return arc_points(radius, 0, 360, sides, centre)[:-1]


def rounded_rectangle(size: tuple[float, float], radius: float, steps: int = 4) -> Outline:
    """(4 * (steps + 1), 2) a rectangle about the origin, its corners rounded to `radius` (at most half the size)."""
    width, depth = size[0] / 2, size[1] / 2
    radius = min(radius, width, depth)
    if radius <= 0:
        return rectangle((-width, -depth), (width, depth))
    corners = [(width, -depth, -90), (width, depth, 0), (-width, depth, 90), (-width, -depth, 180)]
    arcs = [
        arc_points(radius, start, start + 90, steps, (x - np.sign(x) * radius, y - np.sign(y) * radius))
        for x, y, start in corners
    ]
    points = np.concatenate(arcs)
    # Where the radius is half a side, neighbouring arcs meet in one point.
    keep = np.linalg.norm(points - np.roll(points, 1, 0), axis=1) > 1e-9
    outline: Outline = points[keep]
    return outline


def arch_curve(span: float, springing: float, crown: float, steps: int = 20) -> Outline:
    """(steps + 1, 2) an arch's intrados from its right springing over the crown to its left, x = 0 at its middle.

    A circle's arc where the rise is at most half the span (a round arch where it is just that); a half ellipse where
    it is more.
    """
    rise = crown - springing
    half = span / 2
    if rise > half:
        unit = arc_points(1.0, 0, 180, steps)
        return np.stack([unit[:, 0] * half, unit[:, 1] * rise + springing], 1)
    radius = (half * half + rise * rise) / (2 * rise)
    reach = float(np.rad2deg(np.arcsin(min(1.0, half / radius))))
    return arc_points(radius, 90 - reach, 90 + reach, steps, (0.0, crown - radius))


def round_arch(span: float, springing: float, crown: float, *, sill: float = 0.0, steps: int = 20) -> Outline:
    """(steps + 3, 2) an arched opening: a straight sill, jambs up to the springing, the arch above them.

    Args:
        span: clear width, metres; x = 0 at its middle.
        springing: height over the floor at which the arch begins.
        crown: height of its highest point.
        sill: height of its lower edge.
        steps: straight pieces of the arch.
    """
    curve = arch_curve(span, springing, crown, steps)
    if springing - sill < 1e-9:
        return curve
    return np.concatenate([[(-span / 2, sill), (span / 2, sill)], curve])
