"""A figure's shape: smooth planes turned on a lathe, clothes that stand off the body with hems and collars.

Colours are places in a palette, so that people of one build and cut share one mesh. Plain numpy; see `skeleton.py` for
the frame. Three levels of detail, about 5,000, 1,400 and 500 triangles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from campus.client.avatars.skeleton import Bone
from campus.protocol.messages import Figure

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


SKIN = ("#F3D7C2", "#EBC4A6", "#DFAE8A", "#D19B72", "#BE855B", "#A66F48", "#8C5A3A", "#734630", "#593526", "#42271D")
HAIR = ("#1E1A19", "#33241C", "#4E3524", "#6E4A2E", "#94693F", "#B98F56", "#7A3B24", "#8B8B8A", "#CFCBC3", "#3A2A4A")
TOPS = (
    # cut, cloth, shirt: muted, one saturated piece
    ("sweater", "#3C5A73", "#EDE7DA"),
    ("jacket", "#4A4F57", "#E2A72E"),
    ("coat", "#F0EDE6", "#1F4E8C"),
    ("tunic", "#1E6F78", "#16565E"),
    ("sweater", "#7F8A68", "#F3EEE2"),
    ("jacket", "#7A5B45", "#2F6D8C"),
    ("sweater", "#A6512F", "#EDE7DA"),
    ("jacket", "#2B3A4A", "#D9C9AE"),
    ("coat", "#F0EDE6", "#7A8C5C"),
    ("tunic", "#6B4E93", "#543C75"),
    ("sweater", "#C9BBA2", "#8C3F33"),
    ("jacket", "#596B57", "#EDE3D0"),
)
LEGS = (
    ("trousers", "#2B3038"),
    ("trousers", "#454A55"),
    ("trousers", "#6B5B4A"),
    ("trousers", "#8A7B66"),
    ("trousers", "#34475C"),
    ("trousers", "#23282A"),
    ("skirt", "#3A3F4A"),
    ("skirt", "#6A4038"),
)
HAIR_STYLES = ("short", "swept", "bob", "long", "bun", "curls", "scarf", "shaved")
BUILDS = ((0.90, 0.90), (1.0, 1.0), (1.12, 1.08), (1.16, 1.28))
"""Width and depth of the trunk of each build."""


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


def palette(figure: Figure) -> tuple[str, ...]:
    """The `#RRGGBB` of each `Tone`."""
    _, top, shirt = TOPS[figure.top]
    skin = SKIN[figure.skin]
    lip = _mixed(skin, "#8C3A34", 0.42)
    # Brows keep the hair's colour under a scarf, and stay seen on every skin.
    brow = _mixed(HAIR[figure.hair], "#2A1D18", 0.45)
    hair = TOPS[(figure.top + 3) % 12][1] if HAIR_STYLES[figure.hair_style] == "scarf" else HAIR[figure.hair]
    return (
        skin,
        lip,
        hair,
        "#241A17",
        "#FFFFFF",
        top,
        shirt,
        LEGS[figure.legs][1],
        "#3B2C24",
        "#D8CFBF",
        "#3A4046",
        "#202326",
        brow,
    )


def skin_of(figure: Figure, level: int = 0) -> Skin:
    """The mesh of everybody who has this build, cut and hair; made once.

    Args:
        figure: how they look.
        level: of detail: 0 for close by, 1 across a room, 2 far off.
    """
    cut = TOPS[figure.top][0]
    return _shape(figure.build, cut, LEGS[figure.legs][0], HAIR_STYLES[figure.hair_style], figure.wheelchair, level)


@cache
def _shape(build: int, cut: str, legs: str, hair: str, wheelchair: bool, level: int) -> Skin:
    make = _Maker(level)
    wide, deep = BUILDS[build]
    _head(make)
    _hair(make, hair)
    _trunk(make, cut, wide, deep, legs)
    for side in (1, -1):
        _arm(make, side, cut, wide)
        _leg(make, side, legs, wide)
    if wheelchair:
        _wheelchair(make)
    return make.skin()


@dataclass
class _Ring:
    """One ring of a loft: its centre, its half widths along the loft's two cross axes, and what carries it."""

    at: tuple[float, float, float]
    rx: float
    ry: float
    bone: Bone
    other: Bone | None = None
    weight: float = 1.0


@dataclass
class _Maker:
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
        rings: Sequence[_Ring],
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
            listed.insert(0, _Ring(first.at, 0, 0, first.bone, first.other, first.weight))
        if ends[1]:
            last = listed[-1]
            listed.append(_Ring(last.at, 0, 0, last.bone, last.other, last.weight))
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
        rings = [_Ring((x, y, z - size[2]), 0, 0, bone)]
        rings += [_Ring((x, y, z + size[2] * np.sin(s)), size[0] * np.cos(s), size[1] * np.cos(s), bone) for s in steps]
        rings.append(_Ring((x, y, z + size[2]), 0, 0, bone))
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


def _head(make: _Maker) -> None:
    rings = [_Ring((0, 0.050, CHIN - 0.004), 0.0, 0.0, Bone.HEAD)]
    rings += [_Ring((0, cy, CHIN + z), rx, ry, Bone.HEAD) for z, rx, ry, cy in _HEAD]
    rings.append(_Ring((0, -0.007, CHIN + 0.251), 0.0, 0.0, Bone.HEAD))
    make.loft(rings, Tone.SKIN, 22, square=2.15)
    neck = [
        _Ring((0, -0.012, 1.38), 0.058, 0.060, Bone.CHEST),
        _Ring((0, -0.010, 1.45), 0.050, 0.052, Bone.CHEST, Bone.HEAD, 0.7),
        _Ring((0, -0.004, 1.50), 0.048, 0.051, Bone.HEAD),
        _Ring((0, 0.002, 1.545), 0.050, 0.054, Bone.HEAD),
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
                brow.append(_Ring(at, 0.0030, 0.0042 * (1 - 0.6 * t * t), Bone.HEAD))
            make.add(*_stroke(brow, Tone.BROW))
    make.ball((0, _face(0, 0.092) + 0.002, CHIN + 0.092), (0.0100, 0.0120, 0.0165), Tone.SKIN, Bone.HEAD, 10)
    if make.fine:
        mouth = []
        for t in np.linspace(-1, 1, 11):
            mx, mz = 0.0240 * t, 0.0525 + 0.0052 * t * t
            at = (mx, _face(mx, mz) + 0.0002, CHIN + mz)
            mouth.append(_Ring(at, 0.0026, 0.0030 * (1.2 - 0.75 * t * t), Bone.HEAD))
        make.add(*_stroke(mouth, Tone.LIP))


def _face(x: float, height: float) -> float:
    """How far forward the face is at `x` to its side and a height over the chin."""
    rx, ry, cy = (float(np.interp(height, _HEAD[:, 0], _HEAD[:, i])) for i in (1, 2, 3))
    return float(cy + ry * max(1 - abs(x / rx) ** 2.15, 0.0) ** (1 / 2.15))


def _stroke(rings: Sequence[_Ring], tone: Tone) -> tuple[Array, Tone, Array, Array]:
    """A thin band drawn across the face along X: rings of depth `rx` and half height `ry`."""
    turn = np.linspace(0, 2 * np.pi, 6, endpoint=False)
    at = np.array([r.at for r in rings])[:, None]
    depth = np.array([r.rx for r in rings])[:, None]
    tall = np.array([r.ry for r in rings])[:, None]
    way = 1.0 if rings[-1].at[0] > rings[0].at[0] else -1.0
    grid = at + np.stack([0 * depth * turn, way * depth * np.cos(turn), tall * np.sin(turn)], -1)
    bones = np.full((len(rings), 6, 2), int(Bone.HEAD))
    return grid.astype(np.float32), tone, bones, np.ones((len(rings), 6), np.float32)


def _hair(make: _Maker, style: str) -> None:
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
            _Ring((0, -0.008, 1.405), 0.120, 0.098, Bone.CHEST),
            _Ring((0, 0.000, 1.440), 0.092, 0.088, Bone.CHEST, Bone.HEAD, 0.7),
            _Ring((0, 0.008, 1.475), 0.074, 0.080, Bone.HEAD),
            _Ring((0, 0.012, 1.505), 0.066, 0.082, Bone.HEAD),
            _Ring((0, 0.010, 1.525), 0.060, 0.076, Bone.HEAD),
        ]
        make.loft(wrap, Tone.HAIR, 18)


def _trunk(make: _Maker, cut: str, wide: float, deep: float, legs: str) -> None:
    belly = max(deep - 1.05, 0.0)

    def body(z: float, rx: float, ry: float, cy: float = 0.0, off: float = 0.0) -> _Ring:
        bulge = belly * np.exp(-(((z - 1.05) / 0.12) ** 2))
        chest = min(max((z - 0.98) / 0.16, 0.0), 1.0)
        return _Ring(
            (0, cy + 0.06 * bulge, z), rx * wide + off, ry * (deep + 0.3 * bulge) + off, Bone.CHEST, Bone.HIPS, chest
        )

    def shell(off: float, hem: float) -> list[_Ring]:
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
        _Ring((0, 0, 0.80), 0.135 * wide, 0.098 * deep, Bone.HIPS),
        _Ring((0, -0.004, 0.88), 0.168 * wide, 0.120 * deep, Bone.HIPS),
        _Ring((0, -0.002, 0.95), 0.163 * wide, 0.115 * deep, Bone.HIPS),
        _Ring((0, 0, 1.03), 0.148 * wide, 0.104 * deep, Bone.HIPS),
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
        _Ring((0, -0.008, 1.432), 0.080, 0.078, Bone.CHEST),
        _Ring((0, -0.008, 1.446), 0.068, 0.070, Bone.CHEST),
        _Ring((0, -0.010, 1.470), 0.060, 0.063, Bone.CHEST, Bone.HEAD, 0.85),
        _Ring((0, -0.010, 1.472), 0.050, 0.053, Bone.CHEST, Bone.HEAD, 0.85),
    ]
    make.loft(neck, collar, 16)
    if legs == "skirt":
        skirt = [
            _Ring((0, 0, 0.500), 0.140 * wide, 0.080 * deep, Bone.HIPS),
            _Ring((0, 0, 0.502), 0.152 * wide, 0.094 * deep, Bone.HIPS),
            _Ring((0, 0, 0.620), 0.160 * wide, 0.102 * deep, Bone.HIPS),
            _Ring((0, 0, 0.715), 0.168 * wide, 0.108 * deep, Bone.HIPS),
            _Ring((0, -0.004, 0.800), 0.176 * wide, 0.120 * deep, Bone.HIPS),
            _Ring((0, -0.004, 0.880), 0.176 * wide, 0.126 * deep, Bone.HIPS),
            _Ring((0, 0, 1.000), 0.158 * wide, 0.112 * deep, Bone.HIPS),
        ]
        _hanging(make, skirt, Tone.LEGS, 22)


def _hanging(make: _Maker, rings: Sequence[_Ring], tone: Tone, sides: int) -> None:
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


def _open_front(make: _Maker, rings: Sequence[_Ring], wide: float) -> None:
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


def _arm(make: _Maker, side: int, cut: str, wide: float) -> None:
    upper, fore, hand = (
        (Bone.UPPER_ARM_R, Bone.FOREARM_R, Bone.HAND_R) if side > 0 else (Bone.UPPER_ARM_L, Bone.FOREARM_L, Bone.HAND_L)
    )
    out = 0.012 * (wide - 1) * 10

    def ring(
        x: float, y: float, z: float, r: float, a: Bone, b: Bone | None = None, w: float = 1.0, flat: float = 1.0
    ) -> _Ring:
        return _Ring((side * (x + out), y, z), r * flat, r, a, b, w)

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


def _leg(make: _Maker, side: int, legs: str, wide: float) -> None:
    thigh, shin, foot = (
        (Bone.THIGH_R, Bone.SHIN_R, Bone.FOOT_R) if side > 0 else (Bone.THIGH_L, Bone.SHIN_L, Bone.FOOT_L)
    )
    thick = 0.6 + 0.4 * wide

    def ring(x: float, y: float, z: float, r: float, a: Bone, b: Bone | None = None, w: float = 1.0) -> _Ring:
        return _Ring((side * x, y, z), r * thick, r * 1.06 * thick, a, b, w)

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

    def shoe(y: float, rx: float, low: float, high: float) -> _Ring:
        return _Ring((x, y, (low + high) / 2), rx, (high - low) / 2, foot)

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


def _wheelchair(make: _Maker) -> None:
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
    seat = [_Ring((0, y, z), 0.20, 0.022, Bone.CHAIR) for y, z in ((-0.25, 0.465), (0.0, 0.475), (0.25, 0.495))]
    make.loft(seat, Tone.TYRE, 10, square=5, ends=(True, True), plane="xz")
    back = [_Ring((0, y, z), 0.20, 0.020, Bone.CHAIR) for y, z in ((-0.25, 0.50), (-0.26, 0.68), (-0.262, 0.82))]
    make.loft(back, Tone.TYRE, 10, square=5, ends=(True, True))


def _wheel(make: _Maker, at: tuple[float, float, float], radius: float, thick: float, tone: Tone, bone: Bone) -> None:
    around = np.linspace(0, 2 * np.pi, 24 if make.fine else 12)
    path = [(at[0], at[1] + radius * np.sin(a), at[2] + radius * np.cos(a)) for a in around]
    _tube(make, path, thick, tone, bone, 6)


def _tube(
    make: _Maker, path: Sequence[tuple[float, float, float]], radius: float, tone: Tone, bone: Bone, sides: int = 6
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


def _mixed(one: str, two: str, share: float) -> str:
    parts = [round(int(one[i : i + 2], 16) * (1 - share) + int(two[i : i + 2], 16) * share) for i in (1, 3, 5)]
    return "#{:02X}{:02X}{:02X}".format(*parts)
