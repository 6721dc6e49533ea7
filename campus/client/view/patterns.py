"""How surfaces vary: stone courses, planks, chips, tiles. Pictures of numbers, in metres, that tile without a seam.

A pattern multiplies a material's colour (and its roughness), so limestone may be pale or dark and keeps its courses.
Mean 1 nearly everywhere: the palette stays the palette.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Pattern:
    """One pattern.

    Attributes:
        tint: (h, w, 3) by which the albedo is multiplied, 0 to 2; rows from the bottom up.
        gloss: (h, w) by which the roughness is multiplied, 0 to 2.
        size: width and height in metres that one repeat covers.
        own_colour: whether the tint is the colour itself, painted on white, whatever the material's.
    """

    tint: Array
    gloss: Array
    size: tuple[float, float]
    own_colour: bool = False


def pattern(name: str) -> Pattern:
    """The pattern of that name; unknown names are plain, so that a new material is never an error of drawing."""
    return _made(name if name in _PATTERNS else "plain")


@cache
def _made(name: str) -> Pattern:
    return _PATTERNS[name](np.random.default_rng(sum(map(ord, name))))


def _plain(_: np.random.Generator) -> Pattern:
    return Pattern(np.ones((1, 1, 3), np.float32), np.ones((1, 1), np.float32), (1.0, 1.0))


@cache
def _cloud(seed: int, size: int, steepness: float, stretch: float = 1.0) -> Array:
    """(size, size) tileable noise of mean 0 and deviation 1.

    Args:
        seed: another one, another cloud.
        size: pixels.
        steepness: amplitude falls with frequency to this power: 0 is sand, 1 is clouds of all sizes, 2 is weather.
        stretch: how much longer its features are along x than along y.
    """
    white = np.random.default_rng(seed).standard_normal((size, size))
    fy = np.fft.fftfreq(size)[:, None] * size
    fx = np.fft.rfftfreq(size)[None, :] * size * stretch
    scale = np.hypot(fx, fy)
    scale[0, 0] = 1
    spectrum = np.fft.rfft2(white) * scale**-steepness
    spectrum[0, 0] = 0
    noise = np.fft.irfft2(spectrum, (size, size))
    scaled: Array = (noise / noise.std()).astype(np.float32)
    return scaled


def _tinted(value: Array, warm: Array | float = 0.0) -> Array:
    """(h, w, 3) of a brightness (h, w); `warm` moves it from blue to red."""
    shift = np.asarray(warm, np.float32)
    return np.stack([value * (1 + shift), value * (1 + 0.1 * shift), value * (1 - shift)], -1).astype(np.float32)


def _plaster(_: np.random.Generator) -> Pattern:
    # Trowelled lime: large soft clouds and a little grain, four per cent in all.
    value = 1 + 0.022 * _cloud(1, 512, 1.6) + 0.012 * _cloud(2, 512, 0.3)
    return Pattern(_tinted(value, 0.006 * _cloud(3, 512, 1.6)), 1 + 0.06 * _cloud(2, 512, 0.8), (3.0, 3.0))


def _courses(random: np.random.Generator) -> Pattern:
    """Ashlar: courses of 0.33 m, blocks of 0.6 to 0.9 m, joints of 5 mm."""
    wide, tall, pixels = 3.75, 2.64, 1024
    value = 1 + 0.018 * _cloud(4, pixels, 1.2) + 0.016 * _cloud(5, pixels, 0.35)
    warm = 0.006 * _cloud(6, pixels, 1.4)
    joint = np.zeros((pixels, pixels), np.float32)
    per_x, per_y = pixels / wide, pixels / tall
    for row in range(8):
        low, high = round(row * 0.33 * per_y), round((row + 1) * 0.33 * per_y)
        lengths = random.uniform(0.62, 0.88, 5)
        ends = np.cumsum(lengths / lengths.sum() * wide) + random.uniform(0, wide)
        for i in range(5):
            start = round(float(ends[i]) * per_x)
            columns = np.arange(start, round((float(ends[i]) + float(lengths[i] / lengths.sum() * wide)) * per_x))
            block = (slice(low, high), columns % pixels)
            value[block] *= 1 + random.uniform(-0.045, 0.04)
            warm[block] += random.uniform(-0.012, 0.012)
            joint[low:high, (start + np.arange(-1, 1)) % pixels] = 1
        joint[np.arange(low - 1, low + 1) % pixels] = 1
    # Recessed mortar, and the arris beside it a little worn.
    edge = np.maximum(np.maximum(np.roll(joint, 2, 0), np.roll(joint, -2, 0)), joint)
    value = value * (1 - 0.26 * joint) * (1 - 0.05 * edge)
    return Pattern(_tinted(value, warm), 1 + 0.05 * _cloud(5, pixels, 0.8) + 0.1 * joint, (wide, tall))


def _terrazzo(random: np.random.Generator) -> Pattern:
    """Slabs of 1.2 m, chips of 4 to 22 mm in five stones."""
    metres, pixels = 2.4, 1024
    ground = 1 + 0.015 * _cloud(7, pixels, 0.6)
    picture = Image.fromarray(np.uint8(np.clip(_tinted(ground), 0, 2) / 2 * 255))
    draw = ImageDraw.Draw(picture)
    stones = np.array(
        [(1.12, 1.12, 1.1), (0.86, 0.82, 0.74), (0.66, 0.60, 0.52), (1.02, 0.90, 0.74), (0.74, 0.76, 0.76)]
    )
    count = 6000
    at = random.uniform(0, pixels, (count, 2))
    radius = (0.0025 + 0.0115 * random.uniform(0, 1, (count, 1)) ** 2) / metres * pixels
    radius = radius * random.uniform(0.7, 1.25, (count, 9))
    turns = np.linspace(0, 2 * np.pi, 9, endpoint=False)
    outline = np.stack([np.cos(turns), np.sin(turns)], -1)[None] * radius[..., None]
    which = random.choice(5, count, p=[0.34, 0.26, 0.14, 0.16, 0.10])
    tone = np.uint8(np.clip(stones[which] * random.uniform(0.95, 1.05, (count, 1)) / 2 * 255, 0, 255))
    inks: list[tuple[int, ...]] = [tuple(int(c) for c in ink) for ink in tone.reshape(count, 3)]
    for chip in range(count):
        x0, y0 = at[chip]
        for dx in (0, -pixels, pixels) if min(x0, pixels - x0) < 12 else (0,):
            draw.polygon([(x + x0 + dx, y + y0) for x, y in outline[chip]], fill=inks[chip])
    tint = np.asarray(picture, np.float32) / 255 * 2
    tint = tint / tint.mean(axis=(0, 1))
    line = np.zeros((pixels, pixels), np.float32)
    for start in (0, pixels // 2):
        line[start : start + 2] = line[:, start : start + 2] = 1
    tint = tint * (1 - 0.3 * line[..., None])
    gloss = 1 + 0.06 * _cloud(8, pixels, 1.0) + 0.8 * line
    return Pattern(tint.astype(np.float32), gloss, (metres, metres))


def _wood(random: np.random.Generator, count: int, contrast: float) -> tuple[Array, Array]:
    """Value and warmth of `count` boards lying along x, stacked along y, 512 pixels square."""
    fibre = _cloud(10, 512, 0.75, 14.0)
    figure = _cloud(11, 512, 1.3, 7.0)
    value = 1 + contrast * (0.5 * fibre + 0.6 * figure)
    warm = 0.02 * _cloud(12, 512, 1.2, 8.0)
    rows = np.arange(512) * count // 512
    shift = random.integers(0, 512, count)
    for board in range(count):
        mine = rows == board
        value[mine] = np.roll(value[mine], shift[board], axis=1) * (1 + random.uniform(-0.07, 0.07))
        warm[mine] += random.uniform(-0.02, 0.02)
    return value.astype(np.float32), warm.astype(np.float32)


def _planks(random: np.random.Generator) -> Pattern:
    """A floor of boards 0.14 m wide, some 1.6 m long, their ends staggered."""
    value, warm = _wood(random, 8, 0.06)
    gap = np.zeros((512, 512), np.float32)
    for board in range(8):
        row = board * 64
        gap[row : row + 2] = 1
        for end in (random.integers(0, 200), random.integers(280, 480)):
            gap[row : row + 64, end : end + 1] = 1
            value[row : row + 64, end : end + 230] *= 1 + random.uniform(-0.05, 0.05)
    value = value * (1 - 0.4 * gap)
    return Pattern(_tinted(value, warm), 1 + 0.08 * _cloud(10, 512, 0.8, 10.0) + 0.3 * gap, (3.2, 1.12))


def _grain(random: np.random.Generator) -> Pattern:
    """Joinery: broad boards glued edge to edge, hardly a line between them."""
    value, warm = _wood(random, 4, 0.055)
    return Pattern(_tinted(value, warm), 1 + 0.08 * _cloud(10, 512, 0.8, 10.0), (2.4, 0.9))


def _slats(random: np.random.Generator) -> Pattern:
    """Upright slats 30 mm wide, 12 mm of shade between them."""
    value, warm = (a.T.copy() for a in _wood(random, 8, 0.05))
    across = (np.arange(512) % 64) / 64 * 42
    profile = np.where(across < 30, 1.0, 0.22)
    rounded = 1 - 0.22 * np.clip(1 - np.minimum(across, 30 - across) / 4, 0, 1) * (across < 30)
    value = value * (profile * rounded)[None, :].astype(np.float32)
    return Pattern(_tinted(value / 0.82, warm), np.ones((512, 512), np.float32), (0.336, 2.4))


def _weave(_: np.random.Generator) -> Pattern:
    y, x = np.mgrid[0:256, 0:256]
    thread = np.sin(x * np.pi / 4) * np.sin(y * np.pi / 4)
    value = 1 + 0.07 * thread + 0.05 * _cloud(13, 256, 0.4) + 0.02 * _cloud(14, 256, 1.4)
    return Pattern(_tinted(value.astype(np.float32)), np.ones((256, 256), np.float32), (0.25, 0.25))


def _gravel(random: np.random.Generator) -> Pattern:
    picture = Image.new("L", (512, 512), 74)
    draw = ImageDraw.Draw(picture)
    for x, y, r, tone in zip(
        random.uniform(0, 512, 9000),
        random.uniform(0, 512, 9000),
        random.uniform(2.0, 4.6, 9000),
        random.uniform(92, 170, 9000),
        strict=True,
    ):
        for dx in (0, 512) if x < 6 else (0, -512) if x > 506 else (0,):
            for dy in (0, 512) if y < 6 else (0, -512) if y > 506 else (0,):
                draw.ellipse((x - r + dx, y - r * 0.8 + dy, x + r + dx, y + r * 0.8 + dy), fill=int(tone))
    value = np.asarray(picture, np.float32)
    value = value / value.mean() * (1 + 0.05 * _cloud(15, 512, 1.6))
    return Pattern(_tinted(value, 0.03 * _cloud(16, 512, 0.4)), np.ones((512, 512), np.float32), (1.5, 1.5))


def _grass(_: np.random.Generator) -> Pattern:
    value = 1 + 0.18 * _cloud(17, 512, 0.3) + 0.10 * _cloud(18, 512, 1.3)
    return Pattern(
        _tinted(np.clip(value, 0.3, 1.8), 0.08 * _cloud(19, 512, 1.0)), np.ones((512, 512), np.float32), (2, 2)
    )


def _leaves(_: np.random.Generator) -> Pattern:
    value = 1 + 0.30 * _cloud(20, 256, 0.7) + 0.12 * _cloud(21, 256, 0.1)
    return Pattern(
        _tinted(np.clip(value, 0.25, 1.9), 0.07 * _cloud(22, 256, 0.7)), np.ones((256, 256), np.float32), (1, 1)
    )


def _bark(_: np.random.Generator) -> Pattern:
    value = 1 + 0.22 * _cloud(23, 256, 0.8, 0.2) + 0.06 * _cloud(24, 256, 0.2)
    return Pattern(_tinted(np.clip(value, 0.3, 1.8)), np.ones((256, 256), np.float32), (0.6, 1.2))


def _brushed(_: np.random.Generator) -> Pattern:
    value = 1 + 0.03 * _cloud(25, 256, 0.4, 30.0)
    return Pattern(_tinted(value), 1 + 0.12 * _cloud(25, 256, 0.4, 30.0), (0.4, 0.4))


def _water(_: np.random.Generator) -> Pattern:
    value = 1 + 0.06 * _cloud(26, 256, 1.3)
    return Pattern(_tinted(value), np.ones((256, 256), np.float32), (2.5, 2.5))


def _hexagons(random: np.random.Generator) -> Pattern:
    """Tomettes: hexagons of 0.17 m across flats, pale joints."""
    flat, pixels = 0.17, 512
    columns, rows = 6, 4
    wide, tall = columns * flat, rows * flat * 3**0.5
    y, x = np.mgrid[0:pixels, 0:pixels].astype(np.float32)
    x, y = (x + 0.5) / pixels * wide, (y + 0.5) / pixels * tall
    best = np.full((2, pixels, pixels), 9.0, np.float32)
    which = np.zeros((pixels, pixels), int)
    tones = random.uniform(0.88, 1.10, columns * rows * 2)
    for j in range(-1, rows * 2 + 1):
        for i in range(-1, columns + 1):
            cx, cy = (i + (j % 2) / 2) * flat, j * flat * 3**0.5 / 2
            distance = np.hypot(x - cx, y - cy)
            nearer = distance < best[0]
            best[1] = np.where(nearer, best[0], np.minimum(best[1], distance))
            best[0] = np.where(nearer, distance, best[0])
            which[nearer] = (j % (rows * 2)) * columns + i % columns
    joint = np.clip(1.3 - (best[1] - best[0]) / 0.006, 0, 1)
    value = tones[which].astype(np.float32) * (1 + 0.04 * _cloud(27, pixels, 0.8))
    tint = _tinted(value, 0.02 * _cloud(28, pixels, 1.2)) * (1 - joint[..., None])
    tint = tint + joint[..., None] * np.array([0.9, 1.25, 1.5], np.float32)
    return Pattern(tint, 1 + 0.3 * joint, (wide, tall))


def _joints(pixels: int, tiles: int, wide: int) -> Array:
    line = np.zeros((pixels, pixels), np.float32)
    for i in range(tiles):
        at = (i * pixels // tiles + np.arange(-(wide // 2), wide - wide // 2)) % pixels
        line[at] = line[:, at] = 1
    return line


def _tiles(random: np.random.Generator) -> Pattern:
    """Glazed squares of 0.15 m, each fired a little differently."""
    pixels, tiles = 512, 8
    tone = np.kron(random.uniform(0.84, 1.14, (tiles, tiles)), np.ones((pixels // tiles,) * 2)).astype(np.float32)
    joint = _joints(pixels, tiles, 2)
    value = tone * (1 + 0.05 * _cloud(29, pixels, 1.0))
    tint = _tinted(value) * (1 - joint[..., None]) + joint[..., None] * 1.7
    return Pattern(tint, 1 + 2.5 * joint, (1.2, 1.2))


def _faience(random: np.random.Generator) -> Pattern:
    """Cobalt drawn on white glaze: rosettes over four tiles of 0.15 m, and sprigs between them, by hand."""
    pixels, over = 1024, 2
    cobalt, wash, white = (24, 62, 128), (104, 140, 190), (243, 240, 230)
    picture = Image.new("RGB", (pixels * over, pixels * over), white)
    draw = ImageDraw.Draw(picture)
    unit = pixels * over / 4  # one rosette of 0.30 m
    for row in range(-1, 5):
        for column in range(-1, 5):
            _rosette(draw, (column + 0.5) * unit, (row + 0.5) * unit, unit, cobalt, wash, white)
            _sprig(draw, column * unit, row * unit, unit, cobalt, wash)
    picture = picture.resize((pixels, pixels), Image.Resampling.LANCZOS)
    srgb = np.asarray(picture, np.float32)[::-1] / 255
    colour = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    glaze = np.kron(random.uniform(0.93, 1.05, (8, 8)), np.ones((pixels // 8,) * 2))
    colour = colour * (glaze * (1 + 0.02 * _cloud(30, pixels, 1.0)))[..., None]
    joint = _joints(pixels, 8, 3)[..., None]
    colour = colour * (1 - joint) + joint * 0.55
    return Pattern(colour.astype(np.float32), 1 + 2.5 * joint[..., 0], (1.2, 1.2), own_colour=True)


Ink = tuple[int, int, int]


def _rosette(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, cobalt: Ink, wash: Ink, white: Ink) -> None:
    def petal(turn: float, inner: float, outer: float, half: float, ink: Ink) -> None:
        along = np.linspace(0, 1, 12)
        radius = inner + (outer - inner) * along
        half_width = half * np.sin(np.pi * along) ** 0.8
        forth = [(r, w) for r, w in zip(radius, half_width, strict=True)]
        back = [(r, -w) for r, w in reversed(forth)]
        cos, sin = np.cos(turn), np.sin(turn)
        draw.polygon(
            [(x + unit * (r * cos - w * sin), y + unit * (r * sin + w * cos)) for r, w in forth + back], fill=ink
        )

    def ring(radius: float, ink: Ink, width: float = 0.0) -> None:
        box = (x - radius * unit, y - radius * unit, x + radius * unit, y + radius * unit)
        if width:
            draw.ellipse(box, outline=ink, width=max(round(width * unit), 1))
        else:
            draw.ellipse(box, fill=ink)

    ring(0.46, cobalt, 0.012)
    ring(0.43, wash, 0.022)
    for i in range(8):
        turn = i * np.pi / 4
        petal(turn + np.pi / 8, 0.13, 0.40, 0.045, wash)
        petal(turn, 0.10, 0.39, 0.085, cobalt)
        petal(turn, 0.16, 0.33, 0.038, white)
    ring(0.12, cobalt)
    ring(0.085, white)
    ring(0.05, cobalt)


def _sprig(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, cobalt: Ink, wash: Ink) -> None:
    for i in range(4):
        turn = np.pi / 4 + i * np.pi / 2
        cos, sin = np.cos(turn), np.sin(turn)

        def at(r: float, w: float, cos: float = cos, sin: float = sin) -> tuple[float, float]:
            return x + unit * (r * cos - w * sin), y + unit * (r * sin + w * cos)

        draw.line([at(0.03, 0), at(0.20, 0)], fill=cobalt, width=max(round(0.012 * unit), 1))
        draw.polygon([at(0.16, 0), at(0.19, 0.035), at(0.25, 0), at(0.19, -0.035)], fill=cobalt)
        for side in (1, -1):
            draw.polygon([at(0.08, 0), at(0.11, side * 0.06), at(0.17, side * 0.065), at(0.13, side * 0.02)], fill=wash)
    r = 0.035 * unit
    draw.ellipse((x - r, y - r, x + r, y + r), fill=cobalt)


def _roof_tiles(random: np.random.Generator) -> Pattern:
    """Canal tiles in rows: 0.2 m apart, 0.35 m showing."""
    y, x = np.mgrid[0:512, 0:512].astype(np.float32) / 512
    barrel = np.abs(np.sin(x * np.pi * 8)) ** 0.7
    row = (y * 6) % 1
    tone = np.kron(random.uniform(0.82, 1.16, (6, 8)), np.ones((86, 64)))[:512]
    value = tone * (0.55 + 0.5 * barrel) * (1 - 0.35 * np.clip(1 - row * 8, 0, 1)) * (1 + 0.06 * _cloud(31, 512, 0.8))
    return Pattern(
        _tinted(value.astype(np.float32), 0.03 * _cloud(32, 512, 0.8)), np.ones((512, 512), np.float32), (1.6, 2.1)
    )


_PATTERNS: dict[str, Callable[[np.random.Generator], Pattern]] = {
    "bark": _bark,
    "brushed": _brushed,
    "courses": _courses,
    "faience": _faience,
    "grain": _grain,
    "grass": _grass,
    "gravel": _gravel,
    "hexagons": _hexagons,
    "leaves": _leaves,
    "mirror": _plain,
    "plain": _plain,
    "planks": _planks,
    "plaster": _plaster,
    "roof-tiles": _roof_tiles,
    "slats": _slats,
    "terrazzo": _terrazzo,
    "tiles": _tiles,
    "water": _water,
    "weave": _weave,
}
