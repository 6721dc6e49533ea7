"""What is rolled, brushed, painted or wiped."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from campus.client.view.patterns._base import Array, Pattern, cells, cloud, level, softened, tinted


def plain(_: np.random.Generator) -> Pattern:
    """Nothing varies."""
    return Pattern(np.ones((1, 1, 3), np.float32), np.ones((1, 1), np.float32), (1.0, 1.0))


def pane(_: np.random.Generator) -> Pattern:
    """Drawn glass: nearly even, so that what it mirrors wavers a little."""
    return Pattern(np.ones((64, 64, 3), np.float32), level(64), (1.2, 1.2), relief=0.0009 * cloud(91, 64, 2.2))


def brushed(_: np.random.Generator) -> Pattern:
    """Metal with the strokes of the belt that polished it: long hairs, light and dark, along u."""
    pixels = 512
    hairs = cloud(25, pixels, 0.15, 60.0)
    broad = cloud(85, pixels, 0.9, 60.0)
    value = 1 + 0.085 * hairs + 0.05 * broad
    # So fine that they turn what is mirrored into a streak across them.
    relief = 0.000018 * hairs
    return Pattern(tinted(value), np.clip(1 + 0.20 * hairs, 0.4, 1.8), (0.25, 0.25), relief=relief)


def paint(_: np.random.Generator) -> Pattern:
    """Rolled paint: the roller's orange peel, dimples some 3 mm across, and the ridges where its ends passed."""
    pixels = 512
    white = cloud(42, pixels, 0.0)
    peel = softened(white, 2) - softened(white, 6)
    peel = (peel / peel.std()).astype(np.float32)
    at = np.arange(pixels)[None, :] / pixels + 0.004 * cloud(86, pixels, 1.8)
    ridge = np.exp(-((((at * 2) % 1 - 0.5) / 0.006) ** 2))
    value = 1 + 0.010 * peel + 0.006 * cloud(87, pixels, 1.4) - 0.015 * ridge
    relief = (0.00022 * peel + 0.0005 * ridge).astype(np.float32)
    return Pattern(tinted(value.astype(np.float32)), 1 + 0.06 * peel, (0.4, 0.4), relief=relief)


def enamel(random: np.random.Generator) -> Pattern:
    """A whiteboard: a hard shine, and the ghosts of what was wiped off."""
    pixels = 512
    wiped = np.clip(cloud(43, pixels, 1.5, 3.0), 0, 2.5)
    tint = tinted((1 - 0.016 * wiped).astype(np.float32))
    for ink, seed in (((0.55, 0.25, 0.06), 1), ((0.08, 0.40, 0.42), 2), ((0.4, 0.4, 0.4), 3)):
        ghost = softened(_writing(random, pixels, 22), 1) * np.clip(0.55 + 0.3 * cloud(65 + seed, pixels, 1.4), 0.1, 1)
        tint = tint * (1 - 0.5 * ghost[..., None] * np.array(ink, np.float32))
    # Enamel on steel is hardly ever flat.
    relief = 0.0012 * cloud(89, pixels, 2.2)
    return Pattern(tint.astype(np.float32), 1 + 0.4 * wiped, (2.0, 2.0), relief=relief)


def _writing(random: np.random.Generator, pixels: int, words: int = 9) -> Array:
    """(pixels, pixels): 1 where a hand wrote: some words of loops, an arrow, a box."""
    sheet = Image.new("L", (pixels, pixels), 0)
    draw = ImageDraw.Draw(sheet)
    for _ in range(words):
        x, y = random.uniform(30, pixels - 190), random.uniform(30, pixels - 40)
        turns = np.linspace(0, random.uniform(22, 40), 160)
        wide = turns * 3.4 + 4.2 * np.cos(turns)
        tall = 6.5 * np.sin(turns) * (1 + 0.5 * np.sin(turns * 0.37 + random.uniform(0, 6)))
        points = [(float(x + a), float(y + b)) for a, b in zip(wide, tall, strict=True)]
        draw.line(points, fill=255, width=2)
    x, y = random.uniform(60, pixels - 140, 2)
    draw.rectangle((x, y, x + 90, y + 46), outline=255, width=2)
    tip = (x + 132, y + 23)
    draw.line([(x + 90, y + 23), tip, (x + 122, y + 16), tip, (x + 122, y + 30)], fill=255, width=2)
    return (np.asarray(sheet, np.float32) / 255).astype(np.float32)


def slate(random: np.random.Generator) -> Pattern:
    """A blackboard: chalk dust in arcs where the duster went."""
    pixels = 512
    dust = np.clip(0.6 * cloud(45, pixels, 1.3, 2.5) + 0.4 * cloud(46, pixels, 0.9, 8.0), 0, None)
    value = (
        0.84
        + 0.30 * dust
        + 3.4 * softened(_writing(random, pixels, 22), 1) * np.clip(0.5 + 0.5 * cloud(66, pixels, 1.0), 0, 1)
    )
    grain = cloud(47, pixels, 0.2)
    return Pattern(
        tinted((value * (1 + 0.03 * grain)).astype(np.float32)), level(pixels), (1.6, 1.6), relief=0.00006 * grain
    )


def glaze(random: np.random.Generator) -> Pattern:
    """Ceramic: a glaze a little thick here and thin there, crazed since it cooled."""
    pixels = 512
    pool = cloud(48, pixels, 1.6)
    first, second, which = cells(random, 13, pixels)
    crack = np.clip(1 - (second - first) / 0.006, 0, 1) * np.clip(1.3 + 0.8 * cloud(49, pixels, 1.3), 0, 1)
    # Later and finer ones run inside the first.
    near, next_, _ = cells(random, 31, pixels)
    crack = np.maximum(crack, 0.5 * np.clip(1 - (next_ - near) / 0.004, 0, 1) * np.clip(cloud(88, pixels, 1.3), 0, 1))
    tone = random.uniform(-0.012, 0.012, 169)[which]
    value = ((1 + 0.02 * pool + tone) * (1 - 0.26 * crack)).astype(np.float32)
    return Pattern(tinted(value, 0.008 * pool), 1 + 0.15 * pool, (0.15, 0.15), relief=0.00004 * pool)


def marbled(random: np.random.Generator) -> Pattern:
    """Linoleum: three tones drawn through each other lengthways, never a joint in sight."""
    pixels = 512
    warp = cloud(50, pixels, 1.5)
    streaks = cloud(51, pixels, 1.1, 4.0)
    rows = (np.arange(pixels)[:, None] + np.round(9 * warp).astype(int)) % pixels
    drawn = np.take_along_axis(streaks, rows, axis=0)
    vein = np.exp(-((drawn / 0.16) ** 2))
    value = 1 + 0.12 * np.tanh(drawn) + 0.17 * vein - 0.03
    value = value * (1 + 0.02 * random.standard_normal((pixels, pixels)))
    gloss = 1 + 0.06 * cloud(52, pixels, 1.0)
    return Pattern(
        tinted((value / value.mean()).astype(np.float32), (0.025 * np.tanh(drawn)).astype(np.float32)),
        gloss,
        (1.6, 1.6),
        relief=0.00009 * cloud(90, pixels, 0.5),
    )
