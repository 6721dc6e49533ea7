"""What is fired: tomettes, glazed tiles, faience, canal tiles."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from campus.client.view.patterns import _apothecary as apothecary
from campus.client.view.patterns._base import Pattern, cloud, lines, softened, tinted


def hexagons(random: np.random.Generator) -> Pattern:
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
    value = tones[which].astype(np.float32) * (1 + 0.04 * cloud(27, pixels, 0.8))
    tint = tinted(value, 0.02 * cloud(28, pixels, 1.2)) * (1 - joint[..., None])
    tint = tint + joint[..., None] * np.array([0.9, 1.25, 1.5], np.float32)
    # Hand-made: each lies a little askew, its face a little hollow.
    relief = 0.0007 * cloud(28, pixels, 1.2) - 0.002 * joint
    return Pattern(tint, 1 + 0.3 * joint, (wide, tall), relief=relief.astype(np.float32))


def tiles(random: np.random.Generator) -> Pattern:
    """Glazed squares of 0.15 m, each fired a little differently."""
    pixels, tiles = 512, 8
    tone = np.kron(random.uniform(0.84, 1.14, (tiles, tiles)), np.ones((pixels // tiles,) * 2)).astype(np.float32)
    joint = lines(pixels, tiles, 2)
    value = tone * (1 + 0.05 * cloud(29, pixels, 1.0))
    tint = tinted(value) * (1 - joint[..., None]) + joint[..., None] * 1.7
    relief = 0.0003 * cloud(29, pixels, 1.4) - 0.0012 * softened(joint, 1)
    return Pattern(tint, 1 + 2.5 * joint, (1.2, 1.2), relief=relief)


def faience(random: np.random.Generator) -> Pattern:
    """Cobalt drawn on white glaze, on tiles of 0.15 m: rosettes, and among them four medallions.

    A jar, a mortar, a sprig and the cup of Hygieia, each over four rosettes' room; 12 tiles each way are one repeat.
    """
    pixels, over, across = 1024, 2, 6
    cobalt, wash, white = (24, 62, 128), (104, 140, 190), (243, 240, 230)
    picture = Image.new("RGB", (pixels * over, pixels * over), white)
    draw = ImageDraw.Draw(picture)
    unit = pixels * over / across  # one rosette of 0.30 m
    things = (apothecary.jar, apothecary.mortar, apothecary.sprig, apothecary.cup)
    places = ((1, 1), (4, 1), (4, 4), (1, 4))  # upper left corners would tear a medallion at the seam: these do not
    taken = {(x + dx, y + dy) for x, y in places for dx in (0, -1) for dy in (0, -1)}
    for row in range(-1, across + 1):
        for column in range(-1, across + 1):
            if (column % across, row % across) not in taken:
                _rosette(draw, (column + 0.5) * unit, (row + 0.5) * unit, unit, cobalt, wash, white)
            if (column % across, row % across) not in {(x % across, y % across) for x, y in places}:
                _sprig(draw, column * unit, row * unit, unit, cobalt, wash)
    for (x, y), thing in zip(places, things, strict=True):
        apothecary.medallion(draw, (x * unit, y * unit), unit, (cobalt, wash, white), thing)
    picture = picture.resize((pixels, pixels), Image.Resampling.LANCZOS)
    srgb = np.asarray(picture, np.float32)[::-1] / 255
    colour = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    tiles = 2 * across
    edges = np.arange(pixels) * tiles // pixels
    glaze = random.uniform(0.93, 1.05, (tiles, tiles))[edges[:, None], edges[None, :]]
    colour = colour * (glaze * (1 + 0.02 * cloud(30, pixels, 1.0)))[..., None]
    joint = lines(pixels, tiles, 2)[..., None]
    colour = colour * (1 - joint) + joint * 0.55
    relief = 0.0003 * cloud(30, pixels, 1.4) - 0.0012 * softened(joint[..., 0], 1)
    size = 0.15 * tiles
    return Pattern(colour.astype(np.float32), 1 + 2.5 * joint[..., 0], (size, size), own_colour=True, relief=relief)


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


def roof_tiles(random: np.random.Generator) -> Pattern:
    """Canal tiles: rows of them run down the slope, covers over channels, 0.2 m apart; 0.35 m of each shows.

    A roof is seen from below and far off, so aslant that a pixel is ten times as high on it as wide. A card then looks
    up a smaller picture, as small as the pixel is high, and had lost what runs down the slope long before what runs
    across. So this one has few pixels up the slope to begin with, and no tile differs much from the one above it.
    """
    wide, tall, covers, rows = 512, 64, 8, 6
    y, x = np.meshgrid((np.arange(tall) + 0.5) / tall, (np.arange(wide) + 0.5) / wide, indexing="ij")
    which = (x * covers).astype(int)
    aside = np.abs(x * covers - which - 0.5) * 2  # 0 on a cover's back, 1 in the middle of a channel
    cover = np.clip((0.68 - aside) / 0.08, 0, 1)
    # They are laid by hand: no row ends in one straight line, and those below end half a tile lower.
    off = random.uniform(-0.12, 0.12, covers)[which] + 0.5 * (1 - (cover > 0.5))
    up = y * rows + off
    fired = random.uniform(0.93, 1.07, (rows, covers)) * random.uniform(0.92, 1.08, covers)
    tone = fired[np.floor(up).astype(int) % rows, which]
    row = up % 1
    shade = cover * (1.18 - 0.38 * aside**2) + (1 - cover) * (0.5 + 0.12 * aside)
    worn, warm = (0.04 * cloud(seed, wide, 0.8).reshape(tall, -1, wide).mean(1) for seed in (31, 32))
    value = tone * shade * (1 - 0.3 * np.clip(1 - row * 5, 0, 1)) * (1 + worn)
    relief = 0.05 * np.cos(aside * np.pi / 2) + 0.012 * row
    tint, gloss = tinted(value.astype(np.float32), warm), np.ones((tall, wide), np.float32)
    return Pattern(tint, gloss, (0.2 * covers, 0.35 * rows), relief=relief.astype(np.float32))
