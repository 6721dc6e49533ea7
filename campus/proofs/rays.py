"""Rays against everything that stands in a space, by Embree. Owns the proofs' only use of `embreex`; judges nothing.

`embreex` comes with the extra `[design]`. Without it nothing here can be computed, and `NotComputable` says how to get
it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campus.proofs._base import NotComputable
from campus.space.model import Space
from campus.space.triangles import triangles_of
from campus.text import bilingual

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

INSTALL = "python -m pip install 'campus[design]'"
"""What a designer types where Embree is missing."""
SKIN_M = 1e-3
"""A ray that starts on a surface starts so far off it."""
FAR_M = 1e4


@dataclass(frozen=True, eq=False)
class Surfaces:
    """Every triangle that stands in a space: doors closed, seats free.

    Attributes:
        corners: (m, 3, 3) metres.
        material: (m,) index into `names`.
        names: of the materials.
    """

    corners: Floats
    material: Ints
    names: tuple[str, ...]

    @cached_property
    def normals(self) -> Floats:
        """(m, 3) unit vectors out of the solid; zeros for triangles without area."""
        across = np.cross(self.corners[:, 1] - self.corners[:, 0], self.corners[:, 2] - self.corners[:, 0])
        length = np.linalg.norm(across, axis=1, keepdims=True)
        return np.asarray(across / np.maximum(length, 1e-12), np.float32)

    def only(self, keep: Bools) -> Surfaces:
        """The triangles that `keep` (m,) names."""
        return Surfaces(self.corners[keep], self.material[keep], self.names)


def surfaces_of(space: Space, *, seats: bool = True) -> Surfaces:
    """Everything that stands in a space; without the rows of seats where `seats` is False."""
    return Surfaces(*triangles_of(space, seats=seats))


@dataclass(frozen=True, eq=False)
class Hits:
    """Where rays end.

    Attributes:
        distance: (n,) metres; infinity where nothing is met.
        triangle: (n,) index, -1 where nothing is met.
    """

    distance: Floats
    triangle: Ints

    @property
    def met(self) -> Bools:
        """(n,) whether anything is met."""
        return np.asarray(self.triangle >= 0)


class Rays:
    """What rays meet among some triangles.

    Args:
        surfaces: the triangles.

    Raises:
        NotComputable: when Embree is not installed.
    """

    def __init__(self, surfaces: Surfaces) -> None:
        try:
            from embreex.mesh_construction import TriangleMesh
            from embreex.rtcore_scene import EmbreeScene
        except ImportError:
            raise NotComputable(
                bilingual(
                    f"it needs rays, and Embree is not installed. Install it with: {INSTALL}.",
                    f"il faut des rayons, et Embree n'est pas installé. Installez-le avec « {INSTALL} ».",
                )
            ) from None
        self.surfaces = surfaces
        self._scene: Any = EmbreeScene(robust=True) if len(surfaces.corners) else None
        if self._scene is not None:
            TriangleMesh(self._scene, np.ascontiguousarray(surfaces.corners, np.float32))

    def first(self, origins: ArrayLike, directions: ArrayLike) -> Hits:
        """What each of n rays meets first.

        Args:
            origins: (n, 3) metres.
            directions: (n, 3) unit vectors.
        """
        start = np.ascontiguousarray(origins, np.float32).reshape(-1, 3)
        way = np.ascontiguousarray(directions, np.float32).reshape(-1, 3)
        if self._scene is None or not len(start):
            return Hits(np.full(len(start), np.inf, np.float32), np.full(len(start), -1, np.int32))
        found = self._scene.run(start, way, output=1)
        triangle = np.asarray(found["primID"], np.int32)
        return Hits(np.where(triangle >= 0, found["tfar"], np.inf).astype(np.float32), triangle)

    def clear(self, starts: ArrayLike, ends: ArrayLike, short: float = 0.01) -> Bools:
        """(n,) whether nothing stands between each start and the place `short` metres before its end."""
        start = np.asarray(starts, np.float32).reshape(-1, 3)
        along = np.asarray(ends, np.float32).reshape(-1, 3) - start
        length = np.linalg.norm(along, axis=1)
        hits = self.first(start, along / np.maximum(length, 1e-9)[:, None])
        return np.asarray(hits.distance >= length - short)


def directions(count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """(count, 3) unit vectors, every direction alike."""
    z = random.uniform(-1, 1, count)
    turn = random.uniform(0, 2 * math.pi, count)
    flat = np.sqrt(1 - z**2)
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), z], axis=1)


def thrown_back(normals: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """(n, 3) directions from surfaces, as rough ones scatter: by the cosine to the normal (Lambert)."""
    ways = normals + directions(len(normals), random) * 0.999
    return np.asarray(ways / np.linalg.norm(ways, axis=1, keepdims=True))
