"""Rays among triangles. Owns the baker's only use of Embree, and the few lines of geometry that everything needs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.errors import CampusError
from campus.proofs.rays import INSTALL
from campus.text import bilingual

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

SKIN_M = 1e-3
"""Rays start so far off their surface."""


class BakerMissing(CampusError):
    """What the baker needs is not installed; the message says how to get it."""

    def __init__(self, what: str) -> None:
        """`what`: the name of the library."""
        super().__init__(
            bilingual(f"A bake needs {what}, which is not installed.", f"Il manque {what} pour calculer la lumière."),
            bilingual(f"Install it with: {INSTALL}.", f"Installez-le avec « {INSTALL} »."),
        )


class Rays:
    """Rays among triangles (m, 3, 3), by Embree.

    Raises:
        BakerMissing: where Embree is not installed.
    """

    def __init__(self, corners: Floats) -> None:
        try:
            from embreex.mesh_construction import TriangleMesh
            from embreex.rtcore_scene import EmbreeScene
        except ImportError:
            raise BakerMissing("Embree") from None
        self.cast = 0
        self._scene: Any = EmbreeScene(robust=True) if len(corners) else None
        if self._scene is not None:
            TriangleMesh(self._scene, np.ascontiguousarray(corners, np.float32))

    def first(self, at: Floats, ways: Floats) -> tuple[Ints, Floats]:
        """(n,) triangle that each ray meets first, -1 for none, and how far away, infinity for none."""
        triangle, far, _ = self.met(at, ways)
        return triangle, far

    def met(self, at: Floats, ways: Floats) -> tuple[Ints, Floats, Floats]:
        """As `first`, and (n, 2) where on the triangle: the shares of its second and third corner."""
        self.cast += len(at)
        if self._scene is None or not len(at):
            return np.full(len(at), -1, np.int32), np.full(len(at), np.inf, np.float32), np.zeros((len(at), 2))
        found = self._scene.run(np.ascontiguousarray(at, np.float32), np.ascontiguousarray(ways, np.float32), output=1)
        triangle = found["primID"]
        far = np.where(triangle >= 0, found["tfar"], np.float32(np.inf))
        return triangle, far, np.stack([found["u"], found["v"]], axis=1)

    def blocked(self, at: Floats, ways: Floats, reach: Floats | None = None) -> Bools:
        """(n,) whether anything stands within `reach` (n,) metres, or at all."""
        self.cast += len(at)
        if self._scene is None or not len(at):
            return np.zeros(len(at), np.bool_)
        found = self._scene.run(
            np.ascontiguousarray(at, np.float32), np.ascontiguousarray(ways, np.float32), dists=reach, query="OCCLUDED"
        )
        return np.asarray(found >= 0)


def dot(a: NDArray[np.floating], b: NDArray[np.floating]) -> Floats:
    """(n,) scalar products of vectors (n, 3): what `(a * b).sum(1)` is, in a third of the time."""
    return np.asarray(np.einsum("ij,ij->i", a, b), np.float32)


def normals_of(corners: Floats) -> tuple[Floats, Floats]:
    """(m, 3) unit normals and (m,) areas of triangles; a normal of one without area points up."""
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    double = np.linalg.norm(across, axis=1)
    normal = across / np.maximum(double, 1e-12)[:, None]
    normal[double < 1e-12] = (0, 0, 1)
    return normal.astype(np.float32), (double / 2).astype(np.float32)
