"""What one ray meets first among triangles. For a ray or two; many go faster by Embree (`campus.proofs.rays`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_EDGE = 1e-6
"""A ray along an edge meets the triangle."""


def first_met(
    corners: NDArray[np.floating], start: NDArray[np.float64], way: NDArray[np.float64], far: float
) -> tuple[int, float] | None:
    """The triangle that a ray meets first (Möller and Trumbore, 1997).

    Args:
        corners: (m, 3, 3) metres.
        start: (3,) metres.
        way: (3,) a unit vector.
        far: how far along it one looks, metres.

    Returns:
        Its index and its distance in metres; None where it meets none.
    """
    if not len(corners):
        return None
    at = corners.astype(np.float64)
    a, ab, ac = at[:, 0], at[:, 1] - at[:, 0], at[:, 2] - at[:, 0]
    p = np.cross(way, ac)
    determinant = (ab * p).sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = 1 / determinant
        s = start - a
        u = (s * p).sum(1) * inverse
        q = np.cross(s, ab)
        v = (q @ way) * inverse
        t = (ac * q).sum(1) * inverse
        hit = (
            (np.abs(determinant) > 1e-12) & (u >= -_EDGE) & (v >= -_EDGE) & (u + v <= 1 + _EDGE) & (t >= 0) & (t <= far)
        )
    if not hit.any():
        return None
    index = int(np.argmin(np.where(hit, t, np.inf)))
    return index, float(t[index])
