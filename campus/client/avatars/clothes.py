"""Trunk and limbs in their clothes, which stand off the body and have hems, collars and cuffs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from campus.client.avatars.lofts import Maker, Ring, Tone
from campus.client.avatars.skeleton import Bone

Array = NDArray[np.float32]


def trunk(make: Maker, cut: str, wide: float, deep: float, legs: str) -> None:
    """Hips, what is worn over them, collar, and a skirt if it is one.

    Args:
        make: takes the lofts.
        cut: `sweater`, `tunic`, or `jacket`, `coat`, which are open over a shirt.
        wide: of this build, times the figure's own.
        deep: likewise, from front to back.
        legs: `trousers` or `skirt`.
    """
    belly = max(deep - 1.05, 0.0)

    def body(z: float, rx: float, ry: float, cy: float = 0.0, off: float = 0.0) -> Ring:
        bulge = belly * np.exp(-(((z - 1.05) / 0.12) ** 2))
        chest = min(max((z - 0.98) / 0.16, 0.0), 1.0)
        return Ring(
            (0, cy + 0.06 * bulge, z), rx * wide + off, ry * (deep + 0.3 * bulge) + off, Bone.CHEST, Bone.HIPS, chest
        )

    def shell(off: float, hem: float) -> list[Ring]:
        lower = [
            body(hem - 0.001, 0.148, 0.100, 0, off * 0.4),
            body(hem, 0.160, 0.112, 0, off),
            body(hem + 0.012, 0.161, 0.113, 0, off),
        ]
        upper = [
            body(0.96, 0.158, 0.112, 0, off),
            body(1.05, 0.147, 0.104, 0, off),
            body(1.14, 0.153, 0.108, 0.002, off),
            body(1.23, 0.167, 0.115, 0.004, off),
            body(1.31, 0.177, 0.114, 0.000, off),
            body(1.365, 0.176, 0.104, -0.006, off),
            body(1.405, 0.150, 0.090, -0.010, off),
            body(1.432, 0.112, 0.078, -0.012, off * 0.8),
            body(1.450, 0.078, 0.068, -0.010, off * 0.6),
        ]
        return lower + [r for r in upper if r.at[2] > hem + 0.03]

    hips = [
        Ring((0, 0, 0.80), 0.135 * wide, 0.098 * deep, Bone.HIPS),
        Ring((0, -0.004, 0.88), 0.168 * wide, 0.120 * deep, Bone.HIPS),
        Ring((0, -0.002, 0.95), 0.163 * wide, 0.115 * deep, Bone.HIPS),
        Ring((0, 0, 1.03), 0.148 * wide, 0.104 * deep, Bone.HIPS),
    ]
    make.loft(hips, Tone.LEGS, 18, square=2.3, ends=(True, False))
    if cut in ("sweater", "tunic"):
        make.loft(shell(0.024, 0.845 if cut == "sweater" else 0.80), Tone.TOP, 20, square=2.35)
        collar = Tone.SHIRT
    else:
        make.loft(shell(0.012, 0.90), Tone.SHIRT, 18, square=2.35)
        _open_front(make, shell(0.034, 0.80 if cut == "jacket" else 0.56), wide)
        collar = Tone.SHIRT
    neck = [
        Ring((0, -0.008, 1.432), 0.080, 0.078, Bone.CHEST),
        Ring((0, -0.008, 1.446), 0.068, 0.070, Bone.CHEST),
        Ring((0, -0.010, 1.470), 0.060, 0.063, Bone.CHEST, Bone.HEAD, 0.85),
        Ring((0, -0.010, 1.472), 0.050, 0.053, Bone.CHEST, Bone.HEAD, 0.85),
    ]
    make.loft(neck, collar, 16)
    if legs == "skirt":
        skirt = [
            Ring((0, 0, 0.500), 0.140 * wide, 0.080 * deep, Bone.HIPS),
            Ring((0, 0, 0.502), 0.152 * wide, 0.094 * deep, Bone.HIPS),
            Ring((0, 0, 0.620), 0.160 * wide, 0.102 * deep, Bone.HIPS),
            Ring((0, 0, 0.715), 0.168 * wide, 0.108 * deep, Bone.HIPS),
            Ring((0, -0.004, 0.800), 0.176 * wide, 0.120 * deep, Bone.HIPS),
            Ring((0, -0.004, 0.880), 0.176 * wide, 0.126 * deep, Bone.HIPS),
            Ring((0, 0, 1.000), 0.158 * wide, 0.112 * deep, Bone.HIPS),
        ]
        _hanging(make, skirt, Tone.LEGS, 22)


def _hanging(make: Maker, rings: Sequence[Ring], tone: Tone, sides: int) -> None:
    """A loft that hangs from the hips and goes with the thighs below."""
    turn = np.linspace(0, 2 * np.pi, make.sides(sides), endpoint=False)
    grid = np.array(
        [[(r.rx * np.cos(t), r.ry * np.sin(t) + r.at[1], r.at[2]) for t in turn] for r in rings], np.float32
    )
    make.add(grid, tone, *_hung(grid))


def _hung(grid: Array) -> tuple[Array, Array]:
    """Bones and weights of cloth (..., 3) below the hips: above it is theirs, then a thigh's, then between the two."""
    x, z = grid[..., 0], grid[..., 2]
    right = np.clip(0.5 + x / 0.16, 0, 1)
    bones = np.zeros((*x.shape, 2), int)
    bones[..., 0] = np.where(z < 0.72, int(Bone.THIGH_R), int(Bone.HIPS))
    bones[..., 1] = np.where(z < 0.72, int(Bone.THIGH_L), np.where(x >= 0, int(Bone.THIGH_R), int(Bone.THIGH_L)))
    weights = np.where(z < 0.72, right, np.clip((z - 0.74) / 0.16, 0, 1))
    return bones, weights.astype(np.float32)


def _open_front(make: Maker, rings: Sequence[Ring], wide: float) -> None:
    """A jacket or coat: the shell left open in front, narrow at the waist, wide at the lapels, with a thickness."""
    sides = make.sides(24)
    outer, bones, weights = [], [], []
    for ring in rings:
        z = ring.at[2]
        gap = 0.10 + 0.62 * np.clip((z - 1.12) / 0.30, 0, 1) ** 1.2 + 0.30 * np.clip((1.0 - z) / 0.5, 0, 1)
        turn = np.linspace(np.pi / 2 + gap, np.pi / 2 + 2 * np.pi - gap, sides)
        u = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** (2 / 2.35)
        v = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** (2 / 2.35)
        outer.append(np.stack([ring.rx * u, ring.ry * v + ring.at[1], np.full(sides, z)], -1))
        row = np.zeros((sides, 2), int)
        row[:, 0], row[:, 1] = int(ring.bone), int(ring.other if ring.other is not None else ring.bone)
        weight = np.full(sides, ring.weight)
        if z < 0.88:
            row, weight = _hung(outer[-1])
        bones.append(row)
        weights.append(weight)
    grid = np.array(outer)
    centre = np.array([(0.0, r.at[1], r.at[2]) for r in rings])[:, None]
    inner = centre + (grid - centre) * np.array([0.93, 0.91, 1.0])
    edge = np.concatenate([inner[:, :1], grid, inner[:, -1:]], axis=1)
    bone = np.array(bones)
    weight_ = np.array(weights)
    wrap = np.concatenate([bone[:, :1], bone, bone[:, -1:]], axis=1)
    wrapped = np.concatenate([weight_[:, :1], weight_, weight_[:, -1:]], axis=1)
    make.add(edge.astype(np.float32), Tone.TOP, wrap, wrapped, closed=False)
    make.add(inner.astype(np.float32), Tone.TOP, bone, weight_, closed=False, flip=True)


def arm(make: Maker, side: int, cut: str, wide: float) -> None:
    """One arm with its sleeve and hand; `side` is 1 for the right one, -1 for the left."""
    upper, fore, hand = (
        (Bone.UPPER_ARM_R, Bone.FOREARM_R, Bone.HAND_R) if side > 0 else (Bone.UPPER_ARM_L, Bone.FOREARM_L, Bone.HAND_L)
    )
    out = 0.012 * (wide - 1) * 10

    def ring(
        x: float, y: float, z: float, r: float, a: Bone, b: Bone | None = None, w: float = 1.0, flat: float = 1.0
    ) -> Ring:
        return Ring((side * (x + out), y, z), r * flat, r, a, b, w)

    short = cut == "tunic"
    loose = 0.010 if cut in ("jacket", "coat") else 0.006
    skin = [
        ring(0.246, 0.004, 0.875, 0.0245, hand, fore, 0.7),
        ring(0.244, 0.002, 0.92, 0.0275, fore),
        ring(0.236, -0.006, 1.02, 0.037, fore),
        ring(0.226, -0.013, 1.09, 0.0385, fore),
        ring(0.222, -0.014, 1.125, 0.039, fore, upper, 0.5),
        ring(0.216, -0.012, 1.17, 0.042, upper),
        ring(0.200, -0.008, 1.30, 0.046, upper),
    ]
    make.loft(skin if short else skin[:2], Tone.SKIN, 12)
    top = [
        ring(0.200, -0.008, 1.30, 0.054 + loose, upper),
        ring(0.190, -0.006, 1.355, 0.058 + loose, upper),
        ring(0.178, -0.006, 1.395, 0.056 + loose, upper, Bone.CHEST, 0.65),
        ring(0.158, -0.008, 1.425, 0.044 + loose, upper, Bone.CHEST, 0.4),
        ring(0.138, -0.010, 1.438, 0.020, Bone.CHEST),
    ]
    if short:
        sleeve = [ring(0.209, -0.010, 1.225, 0.044, upper), ring(0.209, -0.010, 1.226, 0.060, upper), *top]
    else:
        sleeve = [
            ring(0.2445, 0.002, 0.905, 0.029, fore),
            ring(0.2445, 0.002, 0.904, 0.036 + loose, fore),
            ring(0.243, 0.001, 0.93, 0.0365 + loose, fore),
            ring(0.236, -0.006, 1.02, 0.042 + loose, fore),
            ring(0.227, -0.013, 1.085, 0.045 + loose, fore, upper, 0.85),
            ring(0.222, -0.015, 1.125, 0.046 + loose, fore, upper, 0.5),
            ring(0.217, -0.013, 1.165, 0.048 + loose, upper, fore, 0.85),
            *top,
        ]
    make.loft(sleeve, Tone.TOP, 14, ends=(False, True))
    palm = [
        ring(0.250, 0.016, 0.775, 0.030, hand, flat=0.36),
        ring(0.251, 0.012, 0.800, 0.038, hand, flat=0.38),
        ring(0.250, 0.008, 0.835, 0.037, hand, flat=0.42),
        ring(0.248, 0.005, 0.865, 0.028, hand, flat=0.62),
        ring(0.246, 0.004, 0.885, 0.024, hand, fore, 0.7, flat=0.9),
    ]
    make.loft(palm, Tone.SKIN, 10, ends=(True, False))
    if not make.fine:
        make.ball((side * (0.249 + out), 0.016, 0.755), (0.011, 0.030, 0.045), Tone.SKIN, hand, 6)
        return
    for number, (y, length) in enumerate(((0.040, 0.070), (0.022, 0.080), (0.004, 0.076), (-0.013, 0.062))):
        curl = 0.012 + 0.004 * number
        finger = [
            ring(0.248 - curl, y, 0.790 - length, 0.0068, hand),
            ring(0.250 - curl * 0.4, y, 0.790 - length * 0.55, 0.0084, hand),
            ring(0.251, y, 0.790, 0.0090, hand),
        ]
        make.loft(finger, Tone.SKIN, 7, ends=(True, False))
    thumb = [
        ring(0.236, 0.060, 0.785, 0.0085, hand),
        ring(0.240, 0.052, 0.812, 0.0105, hand),
        ring(0.246, 0.030, 0.850, 0.0140, hand),
    ]
    make.loft(thumb, Tone.SKIN, 8, ends=(True, False))


def leg(make: Maker, side: int, legs: str, wide: float) -> None:
    """One leg and its shoe; `side` is 1 for the right one, -1 for the left."""
    thigh, shin, foot = (
        (Bone.THIGH_R, Bone.SHIN_R, Bone.FOOT_R) if side > 0 else (Bone.THIGH_L, Bone.SHIN_L, Bone.FOOT_L)
    )
    thick = 0.6 + 0.4 * wide

    def ring(x: float, y: float, z: float, r: float, a: Bone, b: Bone | None = None, w: float = 1.0) -> Ring:
        return Ring((side * x, y, z), r * thick, r * 1.06 * thick, a, b, w)

    slim = 0.80 if legs == "skirt" else 1.0
    tone = Tone.SKIN if legs == "skirt" else Tone.LEGS
    tube = [
        ring(0.095, -0.012, 0.060 if slim == 1 else 0.10, 0.046 * slim, shin),
        ring(0.095, -0.012, 0.058 if slim == 1 else 0.09, 0.060 * slim, shin),
        ring(0.095, -0.012, 0.085 if slim == 1 else 0.12, 0.060 * slim, shin),
        ring(0.094, -0.010, 0.26, 0.060 * slim, shin),
        ring(0.093, -0.004, 0.36, 0.064 * slim, shin),
        ring(0.092, 0.002, 0.44, 0.064 * slim, shin, thigh, 0.88),
        ring(0.092, 0.005, 0.50, 0.066 * slim, shin, thigh, 0.5),
        ring(0.092, 0.005, 0.56, 0.069 * slim, thigh, shin, 0.88),
        ring(0.090, 0.003, 0.68, 0.077 * slim, thigh),
        ring(0.086, 0.000, 0.80, 0.084 * slim, thigh),
        ring(0.080, -0.002, 0.89, 0.084 * slim, thigh, Bone.HIPS, 0.55),
        ring(0.075, -0.002, 0.95, 0.070 * slim, Bone.HIPS),
    ]
    make.loft(tube, tone, 14, ends=(False, True))
    x = side * 0.095

    def shoe(y: float, rx: float, low: float, high: float) -> Ring:
        return Ring((x, y, (low + high) / 2), rx, (high - low) / 2, foot)

    upper = [
        shoe(-0.072, 0.012, 0.022, 0.050),
        shoe(-0.068, 0.030, 0.014, 0.075),
        shoe(-0.045, 0.038, 0.012, 0.098),
        shoe(0.000, 0.040, 0.012, 0.100),
        shoe(0.045, 0.041, 0.012, 0.078),
        shoe(0.100, 0.044, 0.012, 0.058),
        shoe(0.145, 0.038, 0.013, 0.046),
        shoe(0.170, 0.020, 0.016, 0.034),
    ]
    make.loft(upper, Tone.SHOES, 12, square=2.6, ends=(True, True), plane="xz")
    sole = [
        shoe(-0.078, 0.014, 0.001, 0.020),
        shoe(-0.070, 0.036, 0.000, 0.022),
        shoe(0.000, 0.043, 0.000, 0.022),
        shoe(0.100, 0.048, 0.000, 0.022),
        shoe(0.150, 0.040, 0.000, 0.022),
        shoe(0.177, 0.020, 0.002, 0.020),
    ]
    if not make.fine:
        return
    make.loft(sole, Tone.SOLE, 10, square=3.5, ends=(True, True), plane="xz")
