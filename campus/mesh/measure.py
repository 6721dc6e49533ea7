"""What one can say of a mesh: whether it is closed, how much it holds, how large its surface is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.mesh.model import Mesh

Doubles = NDArray[np.float64]


def volume(mesh: Mesh) -> float:
    """Cubic metres that a closed mesh holds; negative where it is inside out."""
    a, b, c = np.moveaxis(mesh.corners().astype(np.float64), 1, 0)
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def area(mesh: Mesh) -> float:
    """Square metres of surface."""
    a, b, c = np.moveaxis(mesh.corners().astype(np.float64), 1, 0)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def facing(corners: NDArray[np.floating]) -> tuple[Doubles, Doubles, Doubles]:
    """The planes of triangles (m, 3, 3): (m, 3) which way each faces, (m,) how far it is along that, (m,) its area.

    Metres and square metres; what has no area faces nowhere.
    """
    a, b, c = np.moveaxis(corners.astype(np.float64), 1, 0)
    across = np.cross(b - a, c - a)
    double = np.linalg.norm(across, axis=1)
    ways = across / np.maximum(double, 1e-12)[:, None]
    return ways, np.asarray((ways * a).sum(axis=1)), double / 2


def is_closed(mesh: Mesh, grain: float = 1e-4) -> bool:
    """Whether every edge is run through as often one way as the other, places within `grain` metres being one."""
    _, weld = np.unique(np.round(mesh.positions / grain).astype(np.int64), axis=0, return_inverse=True)
    corners = weld.ravel()[mesh.triangles].astype(np.int64)
    edges = np.stack([corners, np.roll(corners, -1, 1)], 2).reshape(-1, 2)
    edges = edges[edges[:, 0] != edges[:, 1]]
    count = int(weld.max(initial=0)) + 1
    there = np.bincount(
        np.unique(edges.min(1) * count + edges.max(1), return_inverse=True)[1], (edges[:, 0] < edges[:, 1]) * 2.0 - 1
    )
    return bool(np.all(np.abs(there) < 0.5))
