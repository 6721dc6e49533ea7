"""How much of a thing is in its own shade: for what stands many times, or moves, and takes its light from probes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.rays import SKIN_M, Rays
from campus.bake.sampling import over_hemisphere
from campus.mesh import Mesh

WITHIN_M = 0.9
"""What is further away dims nothing here: the probes know of it."""
RAYS = 64
_FLOOR_M = 3.0


def occlusion(mesh: Mesh, *, floor: bool, seed: int = 0) -> NDArray[np.uint8]:
    """(n,) for the vertices of a mesh: how much of the hemisphere is free of it, 255 for all.

    Args:
        mesh: a prototype in its own frame.
        floor: whether it stands on a floor at its lowest point.
        seed: of the directions.
    """
    if not len(mesh.triangles):
        return np.full(len(mesh.positions), 255, np.uint8)
    corners = mesh.corners()
    if floor:
        low, high = mesh.bounds()
        (x0, y0), (x1, y1), z = low[:2] - _FLOOR_M, high[:2] + _FLOOR_M, float(low[2]) - 2 * SKIN_M
        square = np.array([((x0, y0, z), (x1, y0, z), (x1, y1, z)), ((x0, y0, z), (x1, y1, z), (x0, y1, z))])
        corners = np.concatenate([corners, square.astype(np.float32)])
    rays = Rays(corners.astype(np.float32))
    random = np.random.default_rng((seed, 14))
    at = mesh.positions + mesh.normals * np.float32(4 * SKIN_M)
    free = np.zeros(len(at), np.float32)
    reach = np.full(len(at), WITHIN_M, np.float32)
    for _ in range(RAYS):
        ways = over_hemisphere(mesh.normals, *random.random((2, len(at)), np.float32))
        free += ~rays.blocked(at, ways, reach)
    # A wall that is far does not darken a thing as a near one does; some light always finds its way.
    return np.round(255 * np.clip(0.06 + 0.94 * free / RAYS, 0, 1)).astype(np.uint8)
