"""The mesh itself, and the few operations that every shape needs: placing, merging, choosing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle mesh whose triangles each know their material and whether a body bumps into them.

    Attributes:
        positions: (n, 3) float32, metres.
        normals: (n, 3) float32, unit length; a hard edge has its vertices twice.
        uvs: (n, 2) float32, in metres along the surface, so that a texture has one scale everywhere.
        triangles: (m, 3) int32 into the vertices, counter-clockwise seen from outside.
        materials: the material ids that occur, each once.
        material: (m,) int32 into `materials`.
        collides: (m,) bool.
    """

    positions: Floats = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    normals: Floats = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    uvs: Floats = field(default_factory=lambda: np.zeros((0, 2), np.float32))
    triangles: Ints = field(default_factory=lambda: np.zeros((0, 3), np.int32))
    materials: tuple[str, ...] = ()
    material: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    collides: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))

    def corners(self) -> Floats:
        """(m, 3, 3): each triangle's three corners."""
        return self.positions[self.triangles]

    def bounds(self) -> Floats:
        """(2, 3): lowest and highest corner; zeros for an empty mesh."""
        if not len(self.positions):
            return np.zeros((2, 3), np.float32)
        return np.stack([self.positions.min(0), self.positions.max(0)])

    def made_of(self, material: str) -> Mesh:
        """The same shape, all of one material."""
        return replace(self, materials=(material,), material=np.zeros(len(self.triangles), np.int32))

    def solid(self, collides: bool = True) -> Mesh:
        """The same shape, whose triangles all collide, or none."""
        return replace(self, collides=np.full(len(self.triangles), collides, np.bool_))

    def only(self, keep: Bools) -> Mesh:
        """The triangles that `keep` (m,) names, without the vertices that nothing uses any more."""
        triangles = self.triangles[keep]
        used, index = np.unique(triangles, return_inverse=True)
        names, material = np.unique(self.material[keep], return_inverse=True)
        return Mesh(
            self.positions[used],
            self.normals[used],
            self.uvs[used],
            index.reshape(-1, 3).astype(np.int32),
            tuple(self.materials[i] for i in names),
            material.astype(np.int32),
            self.collides[keep],
        )

    def of(self, material: str) -> Mesh:
        """The part that is made of one material."""
        if material not in self.materials:
            return EMPTY
        return self.only(self.material == self.materials.index(material))


EMPTY = Mesh()


def merge(*meshes: Mesh, material: str | None = None, collides: bool | None = None) -> Mesh:
    """One mesh of many.

    Args:
        meshes: any number, empty ones included.
        material: makes everything of this material; None keeps each triangle's own.
        collides: makes everything collide or not; None keeps each triangle's own.
    """
    filled = [m for m in meshes if len(m.triangles)]
    if not filled:
        return EMPTY
    names = tuple(dict.fromkeys(name for m in filled for name in m.materials))
    starts = np.cumsum([0, *(len(m.positions) for m in filled[:-1])])
    merged = Mesh(
        np.concatenate([m.positions for m in filled]),
        np.concatenate([m.normals for m in filled]),
        np.concatenate([m.uvs for m in filled]),
        np.concatenate([m.triangles + start for m, start in zip(filled, starts, strict=True)]).astype(np.int32),
        names,
        np.concatenate([np.array([names.index(n) for n in m.materials], np.int32)[m.material] for m in filled]),
        np.concatenate([m.collides for m in filled]),
    )
    if material is not None:
        merged = merged.made_of(material)
    return merged if collides is None else merged.solid(collides)


def moved(mesh: Mesh, by: Sequence[float]) -> Mesh:
    """The mesh shifted by (x, y, z) metres."""
    return replace(mesh, positions=mesh.positions + np.asarray(by, np.float32))


def place(mesh: Mesh, at: Sequence[float], heading: float = 0.0) -> Mesh:
    """The mesh turned about Z by `heading` degrees counter-clockwise, then moved to `at` (x, y, z) metres."""
    turn = rotation(heading)
    return replace(
        mesh,
        positions=(mesh.positions @ turn.T + np.asarray(at, np.float32)).astype(np.float32),
        normals=(mesh.normals @ turn.T).astype(np.float32),
    )


def turned(mesh: Mesh, matrix: NDArray[np.floating], at: Sequence[float] = (0.0, 0.0, 0.0)) -> Mesh:
    """The mesh turned by a (3, 3) rotation, then moved to `at`; for what does not turn about Z."""
    turn = np.asarray(matrix, np.float32)
    return replace(
        mesh,
        positions=(mesh.positions @ turn.T + np.asarray(at, np.float32)).astype(np.float32),
        normals=(mesh.normals @ turn.T).astype(np.float32),
    )


def rotation(heading: float) -> Floats:
    """(3, 3) rotation about Z, counter-clockwise by `heading` degrees; multiples of 90 are exact."""
    angle = np.deg2rad(heading)
    cos, sin = np.round(np.cos(angle), 12), np.round(np.sin(angle), 12)
    return np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]], np.float32)
