"""In what order a processor draws what stands still, so that few pixels are computed twice. No picture follows from it.

What is hidden behind what was drawn before costs next to nothing. Small faces stand before large ones, a moulding
before its wall, so what has small faces comes first. Whatever stands on a floor hides some of it, so floors come last,
and of these the upper ones first: under a path goes on the lawn. Pure numpy.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.client.view.coarse import LEVEL, WIDE_M2
from campus.mesh import Mesh

FLOOR = " floor"
"""What a material is called where it lies level."""
FLOORS_CM = 5000
"""Places in the order of drawing: faces of walls are less wide than this, and floors follow."""
DEEPEST_CM = 4000
"""Floors that lie further from the ground, up or down, are drawn with the last, or the first, of them."""


def floors_apart(mesh: Mesh) -> Mesh:
    """The same mesh, its floors as materials of their own, under the name of the material and `FLOOR`; upper first.

    Args:
        mesh: any.

    Returns:
        A mesh with the same vertices and triangles, those of floors at the end.
    """
    places = mesh.corners()
    across = np.cross(places[:, 1] - places[:, 0], places[:, 2] - places[:, 0])
    extents = np.linalg.norm(across, axis=1)
    level = (across[:, 2] > LEVEL * extents) & (extents > WIDE_M2)
    floors = np.flatnonzero(level)
    height = places[floors][..., 2].mean(axis=1)
    order = np.concatenate([np.flatnonzero(~level), floors[np.argsort(-height, kind="stable")]])
    material = mesh.material + np.where(level, len(mesh.materials), 0)
    return replace(
        mesh,
        triangles=mesh.triangles[order],
        materials=(*mesh.materials, *(name + FLOOR for name in mesh.materials)),
        material=material[order].astype(np.int32),
        collides=mesh.collides[order],
    )


def place_of(corners: NDArray[np.floating[Any]], *, floor: bool) -> int:
    """A place in the order of drawing, the first first.

    Args:
        corners: (m, 3, 3) of triangles that are drawn in one call, at least one.
        floor: whether they are a floor.
    """
    a, b, c = np.moveaxis(corners, 1, 0)
    extents = np.maximum(np.linalg.norm(np.cross(b - a, c - a), axis=1), 1e-9)
    if floor:
        height = float(np.average(corners[..., 2].mean(axis=1), weights=extents))
        return FLOORS_CM + DEEPEST_CM - round(100 * min(max(height, -DEEPEST_CM / 100), DEEPEST_CM / 100))
    # What most of a picture is filled with counts: of each place on these faces, how wide the face is.
    return min(round(100 * float(np.sqrt(np.average(extents / 2, weights=extents)))), FLOORS_CM - 1)
