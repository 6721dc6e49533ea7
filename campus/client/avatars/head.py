"""A head: smooth planes, dark oval eyes with one highlight, expressive brows, a closed slight smile, and hair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from campus.client.avatars.lofts import Maker, Ring, Tone
from campus.client.avatars.skeleton import Bone

Array = NDArray[np.float32]

CHIN = 1.495
"""Height of the chin; the head is a seventh of the figure over it."""
_HEAD = np.array(
    # over the chin, half width, half depth, centre forward
    [
        (0.000, 0.018, 0.018, 0.060),
        (0.008, 0.034, 0.034, 0.052),
        (0.026, 0.047, 0.054, 0.036),
        (0.055, 0.058, 0.071, 0.020),
        (0.085, 0.064, 0.082, 0.010),
        (0.115, 0.069, 0.089, 0.004),
        (0.145, 0.072, 0.094, 0.000),
        (0.175, 0.0725, 0.094, -0.002),
        (0.200, 0.068, 0.088, -0.004),
        (0.222, 0.057, 0.074, -0.006),
        (0.240, 0.036, 0.048, -0.007),
        (0.248, 0.014, 0.018, -0.007),
    ]
)


def _profile(height: Array) -> tuple[Array, Array, Array]:
    """Half width, half depth and centre of the head at heights over the chin; under the chin it hangs straight."""
    rx = np.interp(height, _HEAD[:, 0], _HEAD[:, 1])
    ry = np.interp(height, _HEAD[:, 0], _HEAD[:, 2])
    cy = np.interp(height, _HEAD[:, 0], _HEAD[:, 3])
    low = np.clip((0.09 - height) / 0.09, 0, 1)
    return rx + low * (0.066 - rx), ry + low * (0.080 - ry), cy + low * (-0.004 - cy)


def head(make: Maker) -> None:
    """Skull, neck and face."""
    rings = [Ring((0, 0.050, CHIN - 0.004), 0.0, 0.0, Bone.HEAD)]
    rings += [Ring((0, cy, CHIN + z), rx, ry, Bone.HEAD) for z, rx, ry, cy in _HEAD]
    rings.append(Ring((0, -0.007, CHIN + 0.251), 0.0, 0.0, Bone.HEAD))
    make.loft(rings, Tone.SKIN, 22, square=2.15)
    neck = [
        Ring((0, -0.012, 1.38), 0.058, 0.060, Bone.CHEST),
        Ring((0, -0.010, 1.45), 0.050, 0.052, Bone.CHEST, Bone.HEAD, 0.7),
        Ring((0, -0.004, 1.50), 0.048, 0.051, Bone.HEAD),
        Ring((0, 0.002, 1.545), 0.050, 0.054, Bone.HEAD),
    ]
    make.loft(neck, Tone.SKIN, 14)
    if make.level == 2:
        return
    eye = 0.124
    for side in (1, -1):
        x = side * 0.0295
        make.ball((x, _face(x, eye) - 0.0015, CHIN + eye), (0.0105, 0.0060, 0.0150), Tone.EYE, Bone.EYES, 10)
        make.ball((side * 0.070, -0.004, CHIN + 0.112), (0.011, 0.020, 0.030), Tone.SKIN, Bone.HEAD, 8)
        if make.fine:
            spark = (x + 0.0035, _face(x, eye) + 0.0036, CHIN + eye + 0.0055)
            make.ball(spark, (0.0027, 0.0022, 0.0032), Tone.LIGHT, Bone.EYES, 6)
            # A brow: thick inside, thin outside, a calm arch: attentive, never stern.
            brow = []
            for t in np.linspace(0, 1, 6):
                bx, bz = side * (0.0150 + 0.0330 * t), 0.1520 + 0.0060 * np.sin(np.pi * (0.28 + 0.58 * t))
                at = (bx, _face(bx, bz) + 0.0005, CHIN + bz)
                brow.append(Ring(at, 0.0030, 0.0042 * (1 - 0.6 * t * t), Bone.HEAD))
            make.add(*_stroke(brow, Tone.BROW))
    make.ball((0, _face(0, 0.092) + 0.002, CHIN + 0.092), (0.0100, 0.0120, 0.0165), Tone.SKIN, Bone.HEAD, 10)
    if make.fine:
        mouth = []
        for t in np.linspace(-1, 1, 11):
            mx, mz = 0.0240 * t, 0.0525 + 0.0052 * t * t
            at = (mx, _face(mx, mz) + 0.0002, CHIN + mz)
            mouth.append(Ring(at, 0.0026, 0.0030 * (1.2 - 0.75 * t * t), Bone.HEAD))
        make.add(*_stroke(mouth, Tone.LIP))


def _face(x: float, height: float) -> float:
    """How far forward the face is at `x` to its side and a height over the chin."""
    rx, ry, cy = (float(np.interp(height, _HEAD[:, 0], _HEAD[:, i])) for i in (1, 2, 3))
    return float(cy + ry * max(1 - abs(x / rx) ** 2.15, 0.0) ** (1 / 2.15))


def _stroke(rings: Sequence[Ring], tone: Tone) -> tuple[Array, Tone, Array, Array]:
    """A thin band drawn across the face along X: rings of depth `rx` and half height `ry`."""
    turn = np.linspace(0, 2 * np.pi, 6, endpoint=False)
    at = np.array([r.at for r in rings])[:, None]
    depth = np.array([r.rx for r in rings])[:, None]
    tall = np.array([r.ry for r in rings])[:, None]
    way = 1.0 if rings[-1].at[0] > rings[0].at[0] else -1.0
    grid = at + np.stack([0 * depth * turn, way * depth * np.cos(turn), tall * np.sin(turn)], -1)
    bones = np.full((len(rings), 6, 2), int(Bone.HEAD))
    return grid.astype(np.float32), tone, bones, np.ones((len(rings), 6), np.float32)


def hair_of(make: Maker, style: str) -> None:
    """A cap over the skull down to a hairline that each style draws for itself, with a rolled edge."""
    sides = make.sides(26)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)  # 90 degrees is the face
    front = np.clip(np.sin(turn), -1, 1)
    face = np.clip((front - 0.15) / 0.5, 0, 1)  # 0 at the ears, 1 at the brow
    back = np.clip(-front, 0, 1)
    thick, low, flare = {
        "short": (0.016, 0.075 - 0.055 * back + 0.115 * face, 0.0),
        "swept": (0.024, 0.085 - 0.060 * back + 0.108 * face - 0.018 * face * np.cos(turn), 0.0),
        "bob": (0.026, -0.012 - 0.03 * back + 0.200 * face, 0.012),
        "long": (0.024, -0.14 - 0.06 * back + 0.328 * face, 0.008),
        "bun": (0.014, 0.070 - 0.045 * back + 0.120 * face, 0.0),
        "curls": (0.046, 0.050 - 0.060 * back + 0.135 * face, 0.010),
        "scarf": (0.020, -0.03 - 0.05 * back + 0.218 * face, 0.010),
        "shaved": (0.004, 0.080 - 0.055 * back + 0.118 * face, 0.0),
    }[style]
    steps = (9, 5, 4)[make.level]
    # From the hairline to the crown, closer where it curves.
    along = np.sin(np.linspace(0, np.pi / 2, steps))[:, None]
    height = low[None] + (0.249 - low[None]) * along
    rx, ry, cy = _profile(height)
    lift = thick * (0.55 + 0.45 * np.minimum(along * 3, 1)) + flare * (1 - along) ** 2
    crown = np.where(along > 0.999, 0.0, 1.0)
    x = (rx * crown + lift * np.sqrt(np.clip(1 - along**4, 0, 1))) * np.cos(turn)
    y = (ry * crown + lift * np.sqrt(np.clip(1 - along**4, 0, 1))) * np.sin(turn) + cy
    z = CHIN + height + lift * along**2
    if style == "curls":
        bumps = 0.006 * np.sin(turn * 9) * np.sin(along * 14)
        x, y = x + bumps * np.cos(turn), y + bumps * np.sin(turn)
    grid = np.stack([x, y, z], -1)
    grid[-1] = grid[-1].mean(axis=0)
    inner = grid[0] * (0.90, 0.90, 1.0) + np.array([0, 0.0, 0.004])
    grid = np.concatenate([inner[None], grid])
    bones = np.full((*grid.shape[:2], 2), int(Bone.HEAD))
    weights = np.ones(grid.shape[:2])
    # What hangs below the chin follows the shoulders.
    hangs = np.clip((CHIN - 0.02 - grid[..., 2]) / 0.12, 0, 1)
    bones[..., 1] = int(Bone.CHEST)
    make.add(grid.astype(np.float32), Tone.HAIR, bones, (weights - 0.85 * hangs).astype(np.float32))
    if style == "bun":
        make.ball((0, -0.108, CHIN + 0.205), (0.043, 0.040, 0.040), Tone.HAIR, Bone.HEAD, 12)
    if style == "scarf":
        wrap = [
            Ring((0, -0.008, 1.405), 0.120, 0.098, Bone.CHEST),
            Ring((0, 0.000, 1.440), 0.092, 0.088, Bone.CHEST, Bone.HEAD, 0.7),
            Ring((0, 0.008, 1.475), 0.074, 0.080, Bone.HEAD),
            Ring((0, 0.012, 1.505), 0.066, 0.082, Bone.HEAD),
            Ring((0, 0.010, 1.525), 0.060, 0.076, Bone.HEAD),
        ]
        make.loft(wrap, Tone.HAIR, 18)
