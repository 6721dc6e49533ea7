"""What is under a foot: the highest upward face there, and what its material sounds like."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh
from campus.space.model import Space

_UP, _DOWN = 0.30, 0.45
"""A foot is taken to stand on what lies no further above or below it, metres."""


def stood_on(mesh: Mesh) -> NDArray[np.bool_]:
    """(m,) which triangles of a mesh one could stand on: the others are too steep, or too small."""
    corners = mesh.corners().astype(np.float64)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(across, axis=1)
    flat: NDArray[np.bool_] = (across[:, 2] > 0.6 * area) & (area > 1e-4)
    return flat


class Floor:
    """Every face of a space that one could stand on.

    Args:
        space: compiled.
    """

    def __init__(self, space: Space) -> None:
        mesh = space.mesh
        flat = np.flatnonzero(stood_on(mesh))
        self._corners: NDArray[np.float64] = mesh.corners()[flat].astype(np.float64)
        self._material = mesh.material[flat]
        self._sounds = [space.materials[name].footstep for name in mesh.materials]

    def surface(self, x: float, y: float, z: float) -> str:
        """The `footstep` of what lies under a foot at a point; `none` where nothing does."""
        a, b, c = self._corners[:, 0], self._corners[:, 1], self._corners[:, 2]
        d = (b[:, 1] - c[:, 1]) * (a[:, 0] - c[:, 0]) + (c[:, 0] - b[:, 0]) * (a[:, 1] - c[:, 1])
        d = np.where(np.abs(d) < 1e-12, 1e-12, d)
        u = ((b[:, 1] - c[:, 1]) * (x - c[:, 0]) + (c[:, 0] - b[:, 0]) * (y - c[:, 1])) / d
        v = ((c[:, 1] - a[:, 1]) * (x - c[:, 0]) + (a[:, 0] - c[:, 0]) * (y - c[:, 1])) / d
        height = u * a[:, 2] + v * b[:, 2] + (1 - u - v) * c[:, 2]
        under = (u >= -1e-6) & (v >= -1e-6) & (u + v <= 1 + 1e-6) & (height < z + _UP) & (height > z - _DOWN)
        found = np.flatnonzero(under)
        if not len(found):
            return "none"
        return self._sounds[int(self._material[found[np.argmax(height[found])]])]
