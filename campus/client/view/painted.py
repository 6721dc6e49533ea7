"""Small and plain things of many materials, drawn in one call: each corner carries its colour, as if it were painted.

A door handle, a pot, a cable and a picture frame are four materials and would be four draw calls; nobody sees a
pattern on what is smaller than a door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Geom

from campus.client.view.geometry import FOLDED, Column, folded, shares, triangles, vertices
from campus.client.view.shading import linear
from campus.mesh import Mesh
from campus.scene.model import Material
from campus.space.painting import paintable as paintable

FILLS_LITTLE_SR = 0.5
"""A material beyond an opening that fills less of what one sees than this shows no pattern: steradians."""

_COLUMNS: tuple[Column, ...] = (
    *FOLDED,
    ("paint", 4, Geom.NT_uint16, Geom.C_other),  # `shares`
)


def far_away(mesh: Mesh, materials: Mapping[str, Material], bounds: NDArray[np.float32]) -> tuple[str, ...]:
    """The opaque materials that are so far from a space, or so little of what is seen from it, that paint does.

    Args:
        mesh: of what lies outside.
        materials: by id.
        bounds: (2, 3) the box of the space from which one looks, metres.
    """
    corners = mesh.corners()
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    beside = np.maximum(np.maximum(bounds[0] - corners, corners - bounds[1]), 0)
    away = np.maximum(np.linalg.norm(beside, axis=-1).min(axis=1), 1.0)
    fills = np.bincount(mesh.material, weights=area / away**2, minlength=len(mesh.materials))
    return tuple(
        name
        for name, share in zip(mesh.materials, fills, strict=True)
        if share < FILLS_LITTLE_SR and materials[name].opacity >= 1
    )


def painted(
    mesh: Mesh,
    names: tuple[str, ...],
    materials: Mapping[str, Material],
    rows: NDArray[np.float32] | None = None,
    columns: tuple[Column, ...] = (),
) -> tuple[Mesh, Geom | None]:
    """What is left of a mesh without the materials `names`, and those as one Geom, or None where there are none.

    The Geom's corners carry position, normal, metalness and emission (as texture coordinates), linear albedo and
    roughness. What is left keeps all its vertices, so that what is known of each by its number still holds.

    Args:
        mesh: what is drawn.
        names: of the materials that are painted.
        materials: by id.
        rows: (n, k) more of each vertex of the mesh, if any.
        columns: what those rows hold.
    """
    wanted = np.isin(np.array(mesh.materials), names)[mesh.material] if len(mesh.materials) else np.zeros(0, np.bool_)
    if not wanted.any():
        return mesh, None
    faces, kind = mesh.triangles[wanted], mesh.material[wanted]
    looks = np.zeros((len(mesh.materials), 6), np.float32)
    for index, name in enumerate(mesh.materials):
        if name in names:
            look = materials[name]
            looks[index] = (look.metalness, look.emission, *linear(look.colour), look.roughness)
    # A corner that two materials share is doubled, since it can carry one of them only.
    pairs, inverse = np.unique(np.stack([faces.ravel(), np.repeat(kind, 3)], axis=1), axis=0, return_inverse=True)
    corner, coats = pairs[:, 0], looks[pairs[:, 1]]
    coats = np.concatenate([coats[:, :2], shares(coats[:, 2:])], axis=1)
    more = () if rows is None else (rows[corner],)
    data = np.concatenate(
        [mesh.positions[corner], folded(mesh.normals[corner]), coats, *more], axis=1, dtype=np.float32
    )
    left = replace(
        mesh, triangles=mesh.triangles[~wanted], material=mesh.material[~wanted], collides=mesh.collides[~wanted]
    )
    return left, triangles(vertices(data, (*_COLUMNS, *columns)), inverse.reshape(-1, 3))
