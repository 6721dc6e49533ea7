"""Every triangle that stands in a space, with its material, for whoever sends rays through it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh, place
from campus.space.model import Space


def triangles_of(space: Space, *, seats: bool = True) -> tuple[NDArray[np.float32], NDArray[np.int32], tuple[str, ...]]:
    """Everything that stands in a space, doors closed and seats free.

    Args:
        space: as compiled.
        seats: whether the rows of seats are among it.

    Returns:
        (m, 3, 3) corners in metres; (m,) index of each one's material; the materials' names.
    """
    meshes: list[Mesh] = [space.mesh]
    meshes += [place(place(m.part.mesh, m.part.pivot), m.at, m.heading) for m in space.moving]
    names: dict[str, int] = {}
    corners, materials = [np.zeros((0, 3, 3), np.float32)], [np.zeros(0, np.int32)]

    def indices(mesh: Mesh) -> NDArray[np.int32]:
        table = np.array([names.setdefault(name, len(names)) for name in mesh.materials] or [0], np.int32)
        return np.asarray(table[mesh.material], np.int32)

    for mesh in meshes:
        corners.append(mesh.corners())
        materials.append(indices(mesh))
    for copies in space.copies:
        if copies.role == "seat-taken" or (copies.role == "seat-free" and not seats):
            continue
        one = copies.mesh.corners()
        turn = np.deg2rad(copies.placements[:, 3].astype(np.float64))
        cos, sin = np.cos(turn)[:, None, None], np.sin(turn)[:, None, None]
        x, y, z = one[None, ..., 0], one[None, ..., 1], one[None, ..., 2]
        turned = np.stack([cos * x - sin * y, sin * x + cos * y, z + 0 * cos], axis=-1)
        corners.append((turned + copies.placements[:, None, None, :3]).reshape(-1, 3, 3).astype(np.float32))
        materials.append(np.tile(indices(copies.mesh), len(copies.placements)))
    return np.concatenate(corners), np.concatenate(materials), tuple(names)
