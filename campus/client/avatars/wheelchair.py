"""A wheelchair, sculpted to the same finish as the person in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from campus.client.avatars.lofts import Maker, Ring, Tone
from campus.client.avatars.skeleton import Bone


def wheelchair_under(make: Maker) -> None:
    """A light active chair: two large wheels, two castors, a slung seat and back; the hips are over the axle."""

    def bar(
        start: tuple[float, float, float], end: tuple[float, float, float], r: float, bone: Bone = Bone.CHAIR
    ) -> None:
        _tube(make, [start, end], r, Tone.CHAIR, bone)

    for side in (1, -1):
        x = side * 0.285
        _wheel(make, (x, -0.06, 0.30), 0.29, 0.016, Tone.TYRE, Bone.WHEELS)
        _wheel(make, (x + side * 0.028, -0.06, 0.30), 0.25, 0.008, Tone.CHAIR, Bone.WHEELS)
        for spoke in range(8 if make.fine else 4):
            angle = spoke * 2 * np.pi / (8 if make.fine else 4)
            rim = (x, -0.06 + 0.28 * np.sin(angle), 0.30 + 0.28 * np.cos(angle))
            _tube(make, [(x - side * 0.015, -0.06, 0.30), rim], 0.003, Tone.CHAIR, Bone.WHEELS, 4)
        _wheel(make, (side * 0.19, 0.36, 0.065), 0.055, 0.012, Tone.TYRE, Bone.CHAIR)
        bar((side * 0.20, -0.24, 0.30), (side * 0.20, -0.26, 0.92), 0.011)
        bar((side * 0.20, -0.24, 0.46), (side * 0.19, 0.26, 0.49), 0.011)
        bar((side * 0.19, 0.26, 0.49), (side * 0.15, 0.44, 0.14), 0.011)
        bar((side * 0.19, 0.36, 0.12), (side * 0.19, 0.24, 0.44), 0.009)
        bar((side * 0.20, -0.06, 0.30), (side * 0.20, -0.06, 0.47), 0.011)
    bar((-0.28, -0.06, 0.30), (0.28, -0.06, 0.30), 0.012)
    bar((-0.15, 0.46, 0.13), (0.15, 0.46, 0.13), 0.014)
    seat = [Ring((0, y, z), 0.20, 0.022, Bone.CHAIR) for y, z in ((-0.25, 0.465), (0.0, 0.475), (0.25, 0.495))]
    make.loft(seat, Tone.TYRE, 10, square=5, ends=(True, True), plane="xz")
    back = [Ring((0, y, z), 0.20, 0.020, Bone.CHAIR) for y, z in ((-0.25, 0.50), (-0.26, 0.68), (-0.262, 0.82))]
    make.loft(back, Tone.TYRE, 10, square=5, ends=(True, True))


def _wheel(make: Maker, at: tuple[float, float, float], radius: float, thick: float, tone: Tone, bone: Bone) -> None:
    around = np.linspace(0, 2 * np.pi, 24 if make.fine else 12)
    path = [(at[0], at[1] + radius * np.sin(a), at[2] + radius * np.cos(a)) for a in around]
    _tube(make, path, thick, tone, bone, 6)


def _tube(
    make: Maker, path: Sequence[tuple[float, float, float]], radius: float, tone: Tone, bone: Bone, sides: int = 6
) -> None:
    sides = max(3, sides - 2 * make.level)
    points = np.array(path, np.float64)
    along = np.gradient(points, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    aside = np.where(np.abs(along[:, :1]) < 0.9, [[1.0, 0, 0]], [[0, 0, 1.0]])
    u = np.cross(along, aside)
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    v = np.cross(along, u)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    grid = points[:, None] + radius * (
        u[:, None] * np.cos(turn)[None, :, None] + v[:, None] * np.sin(turn)[None, :, None]
    )
    bones = np.full((*grid.shape[:2], 2), int(bone))
    make.add(grid.astype(np.float32), tone, bones, np.ones(grid.shape[:2]))
