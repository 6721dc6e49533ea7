"""Whether two states of a space are drawn alike, so that what somebody did not change stays on the graphics card."""

from __future__ import annotations

import numpy as np

from campus.mesh import Mesh
from campus.space.model import Space


def same_mesh(one: Mesh, other: Mesh) -> bool:
    """Whether two meshes are drawn alike."""
    return one.materials == other.materials and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("positions", "normals", "uvs", "triangles", "material")
    )


def same_looks(one: Space, other: Space) -> bool:
    """Whether surfaces of two spaces look alike wherever they are alike."""
    return one.materials == other.materials and one.sun == other.sun


def same_copies(one: Space, other: Space) -> bool:
    """Whether the same prototypes stand at the same places; a prototype that is made again counts as another."""
    return len(one.copies) == len(other.copies) and all(
        a.mesh is b.mesh and a.role == b.role and a.seats == b.seats and np.array_equal(a.placements, b.placements)
        for a, b in zip(one.copies, other.copies, strict=True)
    )


def same_moving(one: Space, other: Space) -> bool:
    """Whether the same parts move at the same places."""
    return [(m.node, m.name, id(m.part), m.at, m.heading) for m in one.moving] == [
        (m.node, m.name, id(m.part), m.at, m.heading) for m in other.moving
    ]
