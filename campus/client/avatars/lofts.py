"""Rings joined to tubes, balls and strokes: what figures are made of. Plain numpy, each vertex with its bones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from campus.client.avatars.skeleton import Bone

Array = NDArray[np.float32]


class Tone(IntEnum):
    """A place in a person's palette."""

    SKIN = 0
    LIP = 1
    HAIR = 2
    EYE = 3
    LIGHT = 4
    TOP = 5
    SHIRT = 6
    LEGS = 7
    SHOES = 8
    SOLE = 9
    CHAIR = 10
    TYRE = 11
    BROW = 12


@dataclass(frozen=True, eq=False)
class Skin:
    """A mesh to be carried by bones.

    Attributes:
        positions, normals: (n, 3) float32 at rest.
        tones: (n,) uint8 into `Tone`.
        bones: (n, 2) uint8.
        weight: (n,) float32 of the first bone; the second has the rest.
        triangles: (m, 3) int32.
    """

    positions: Array
    normals: Array
    tones: NDArray[np.uint8]
    bones: NDArray[np.uint8]
    weight: Array
    triangles: NDArray[np.int32]


@dataclass
class Ring:
    """One ring of a loft: its centre, its half widths along the loft's two cross axes, and what carries it."""

    at: tuple[float, float, float]
    rx: float
    ry: float
    bone: Bone
    other: Bone | None = None
    weight: float = 1.0


@dataclass
class Maker:
    """Collects lofts into one mesh."""

    level: int
    positions: list[Array] = field(default_factory=list)
    normals: list[Array] = field(default_factory=list)
    tones: list[Array] = field(default_factory=list)
    bones: list[Array] = field(default_factory=list)
    weights: list[Array] = field(default_factory=list)
    triangles: list[Array] = field(default_factory=list)
    count: int = 0

    @property
    def fine(self) -> bool:
        """Whether what is smaller than a finger is worth a triangle."""
        return self.level == 0

    def sides(self, wanted: int) -> int:
        """How many sides something round gets at this level."""
        return (wanted, max(6, wanted // 2), max(5, wanted * 3 // 10))[self.level]

    def add(
        self, grid: Array, tone: Tone, bones: Array, weights: Array, closed: bool = True, flip: bool = False
    ) -> None:
        """A grid (rings, sides, 3), smooth; closed around, or open like a cape.

        Args:
            grid: points; counter-clockwise around the loft's direction, unless `flip`.
            tone: its colour.
            bones: (rings, sides, 2).
            weights: (rings, sides) of the first bone.
            closed: whether the last side meets the first.
            flip: turns it inside out.
        """
        rings, sides = grid.shape[:2]
        around = (np.roll(grid, -1, 1) - np.roll(grid, 1, 1)) if closed else np.gradient(grid, axis=1)
        along = np.gradient(grid, axis=0)
        normal = np.cross(around, along)
        # A pole has no width: it takes the mean of its neighbours.
        length = np.linalg.norm(normal, axis=2, keepdims=True)
        for ring, near in ((0, 1), (-1, -2)):
            if length[ring].max() < 1e-7 or np.ptp(grid[ring], axis=0).max() < 1e-5:
                tip = np.mean(grid[ring] - grid[near], axis=0)
                normal[ring] = tip if np.linalg.norm(tip) > 1e-9 else (0, 0, 1)
        if flip:
            normal = np.where(length > 1e-7, -normal, normal)
        normal = normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
        index = np.arange(rings * sides).reshape(rings, sides) + self.count
        here, right = index[:, : None if closed else -1], np.roll(index, -1, 1)[:, : None if closed else -1]
        a, b, c, d = here[:-1], right[:-1], right[1:], here[1:]
        faces = np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)], 2).reshape(-1, 3)
        self.triangles.append(faces[:, ::-1] if flip else faces)
        self.positions.append(grid.reshape(-1, 3))
        self.normals.append(normal.reshape(-1, 3))
        self.tones.append(np.full(rings * sides, int(tone)))
        self.bones.append(bones.reshape(-1, 2))
        self.weights.append(weights.reshape(-1))
        self.count += rings * sides

    def loft(
        self,
        rings: Sequence[Ring],
        tone: Tone,
        sides: int = 14,
        square: float = 2.0,
        ends: tuple[bool, bool] = (False, False),
        plane: str = "xy",
    ) -> None:
        """Rings joined to a tube, listed from low to high (plane xy) or from back to front (plane xz).

        Args:
            rings: where it goes.
            tone: its colour.
            sides: around; fewer when the figure is far.
            square: exponent of the cross-section: 2 is an ellipse, 3 nearly a rounded box.
            ends: which ends are closed to a point.
            plane: in which the rings lie.
        """
        sides = self.sides(sides)
        listed = list(rings)
        if self.level and len(listed) > 5:
            # Every other ring; the ends stay, where hems and cuffs are.
            listed = [listed[0], *listed[1:-1][:: self.level + 1], listed[-1]]
        if ends[0]:
            first = listed[0]
            listed.insert(0, Ring(first.at, 0, 0, first.bone, first.other, first.weight))
        if ends[1]:
            last = listed[-1]
            listed.append(Ring(last.at, 0, 0, last.bone, last.other, last.weight))
        turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
        cos, sin = np.cos(turn), np.sin(turn)
        u = np.sign(cos) * np.abs(cos) ** (2 / square)
        v = np.sign(sin) * np.abs(sin) ** (2 / square)
        at = np.array([r.at for r in listed])[:, None]
        rx = np.array([r.rx for r in listed])[:, None]
        ry = np.array([r.ry for r in listed])[:, None]
        zero = np.zeros((len(listed), sides))
        # In xz the rings go on along +Y; x then runs the other way round, to stay counter-clockwise.
        offset = np.stack([rx * u, ry * v, zero], -1) if plane == "xy" else np.stack([-rx * u, zero, ry * v], -1)
        bones = np.array([(r.bone, r.bone if r.other is None else r.other) for r in listed])
        weights = np.array([r.weight for r in listed])
        self.add(
            (at + offset).astype(np.float32),
            tone,
            np.repeat(bones[:, None], sides, 1),
            np.repeat(weights[:, None], sides, 1),
        )

    def ball(
        self, at: tuple[float, float, float], size: tuple[float, float, float], tone: Tone, bone: Bone, sides: int = 10
    ) -> None:
        """An ellipsoid of half sizes `size`."""
        steps = np.linspace(-np.pi / 2, np.pi / 2, 7 if self.fine else 4)[1:-1]
        x, y, z = at
        rings = [Ring((x, y, z - size[2]), 0, 0, bone)]
        rings += [Ring((x, y, z + size[2] * np.sin(s)), size[0] * np.cos(s), size[1] * np.cos(s), bone) for s in steps]
        rings.append(Ring((x, y, z + size[2]), 0, 0, bone))
        self.loft(rings, tone, sides)

    def skin(self) -> Skin:
        """Everything that was added."""
        return Skin(
            np.concatenate(self.positions).astype(np.float32),
            np.concatenate(self.normals).astype(np.float32),
            np.concatenate(self.tones).astype(np.uint8),
            np.concatenate(self.bones).astype(np.uint8),
            np.concatenate(self.weights).astype(np.float32),
            np.concatenate(self.triangles).astype(np.int32),
        )
