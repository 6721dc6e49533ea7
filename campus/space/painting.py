"""Which materials of a mesh are so small or so plain that one draw call serves them all. Pure: the proofs count by it.

How they are drawn is the client's (`campus.client.view.painted`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from campus.mesh import Mesh
from campus.scene.model import Material

SMALL_M2 = 1.5
"""A material that covers less than this of a whole space shows no pattern."""


def paintable(mesh: Mesh, materials: Mapping[str, Material], small_m2: float = SMALL_M2) -> tuple[str, ...]:
    """The materials of a mesh that one call may draw together: opaque, and plain or of little extent.

    Args:
        mesh: of a space, or of what is beyond it.
        materials: by id; one that is missing stays as it is, to be seen.
        small_m2: square metres below which a pattern is let go.
    """
    corners = mesh.corners()
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    covered = np.bincount(mesh.material, weights=area, minlength=len(mesh.materials))
    found = []
    for name, extent in zip(mesh.materials, covered, strict=True):
        known = materials.get(name)
        if known is None or known.opacity < 1 or known.pattern == "mirror":
            continue
        if known.pattern == "plain" or (extent < small_m2 and known.pattern != "faience"):
            found.append(name)
    # One alone is a call either way, and keeps its pattern.
    return tuple(found) if len(found) > 1 else ()
