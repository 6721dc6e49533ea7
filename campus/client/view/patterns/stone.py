"""Stone and what is cast or trowelled: plaster, ashlar, terrazzo, concrete, gravel."""

from __future__ import annotations

import itertools

import numpy as np
from PIL import Image, ImageDraw

from campus.client.view.patterns._base import Pattern, cloud, level, softened, strewn, tinted


def plaster(_: np.random.Generator) -> Pattern:
    """Trowelled lime: large soft clouds and a little grain, four per cent in all."""
    value = 1 + 0.022 * cloud(1, 512, 1.6) + 0.012 * cloud(2, 512, 0.3)
    # The trowel leaves shallow waves of a millimetre and the line where it was lifted, the sand a grain one feels.
    swing = cloud(92, 512, 1.3, 2.6) + 0.6 * cloud(93, 512, 1.3, 2.6).T
    lifted = np.exp(-((swing / 0.10) ** 2)) * np.clip(cloud(94, 512, 1.2), 0, 1.5)
    relief = 0.0010 * cloud(1, 512, 1.6) + 0.00022 * cloud(2, 512, 0.3) + (0.0016 * lifted).astype(np.float32)
    return Pattern(tinted(value, 0.006 * cloud(3, 512, 1.6)), 1 + 0.06 * cloud(2, 512, 0.8), (3.0, 3.0), relief=relief)


def dressed(_: np.random.Generator) -> Pattern:
    """Stone without joints, sawn and rubbed: beds of another warmth, pits of shells, the last strokes of the comb."""
    pixels = 512
    bed = cloud(99, pixels, 1.7, 1.6)
    pits = np.clip(cloud(100, pixels, 0.3) - 2.0, 0, 1.2)
    comb = cloud(101, pixels, 0.4, 5.0)
    value = 1 + 0.030 * bed + 0.014 * cloud(102, pixels, 0.4) - 0.20 * pits
    relief = 0.0007 * cloud(103, pixels, 1.3) + 0.00018 * comb - 0.0022 * pits
    gloss = 1 + 0.06 * cloud(104, pixels, 0.9)
    return Pattern(tinted(value.astype(np.float32), 0.010 * bed), gloss, (2.4, 2.4), relief=relief.astype(np.float32))


def courses(random: np.random.Generator) -> Pattern:
    """Ashlar: courses of 0.33 m, blocks of 0.6 to 0.9 m, joints of 5 mm."""
    wide, tall, pixels = 3.75, 2.64, 1024
    value = 1 + 0.018 * cloud(4, pixels, 1.2) + 0.016 * cloud(5, pixels, 0.35)
    warm = 0.006 * cloud(6, pixels, 1.4)
    joint = np.zeros((pixels, pixels), np.float32)
    relief = 0.0006 * cloud(5, pixels, 0.6) + 0.0011 * cloud(33, pixels, 1.2)
    per_x, per_y = pixels / wide, pixels / tall
    for row in range(8):
        low, high = round(row * 0.33 * per_y), round((row + 1) * 0.33 * per_y)
        lengths = random.uniform(0.62, 0.88, 5)
        ends = np.cumsum(np.append(0, lengths / lengths.sum() * wide)) + random.uniform(0, wide)
        for start, end in itertools.pairwise(np.round(ends * per_x).astype(int)):
            block = (slice(low, high), np.arange(start, end) % pixels)
            value[block] *= 1 + random.uniform(-0.075, 0.055)
            relief[block] += random.uniform(-0.0015, 0.0015)
            warm[block] += random.uniform(-0.022, 0.022)
            joint[low:high, (start + np.arange(-1, 1)) % pixels] = 1
        joint[np.arange(low - 1, low + 1) % pixels] = 1
    # Recessed mortar, and the arris beside it a little worn.
    edge = np.maximum(np.maximum(np.roll(joint, 2, 0), np.roll(joint, -2, 0)), joint)
    value = value * (1 - 0.26 * joint) * (1 - 0.05 * edge)
    # Shells left pits in it, and the mason's comb its slanting strokes, faint by now.
    pits = np.clip(cloud(83, pixels, 0.35) - 2.1, 0, 1)
    comb = cloud(84, pixels, 0.4, 7.0)
    value = value * (1 - 0.30 * pits) + 0.008 * comb
    # The mortar lies 5 mm back; a saw and two centuries rounded the arrises.
    relief = relief - 0.005 * softened(joint, 1) - 0.0016 * pits + 0.00012 * comb
    gloss = 1 + 0.05 * cloud(5, pixels, 0.8) + 0.1 * joint
    return Pattern(tinted(value, warm), gloss, (wide, tall), relief=relief)


def terrazzo(random: np.random.Generator) -> Pattern:
    """Slabs of 1.2 m, chips of 4 to 22 mm in five stones."""
    metres, pixels = 2.4, 1024
    ground = 1 + 0.015 * cloud(7, pixels, 0.6)
    picture = Image.fromarray(np.uint8(np.clip(tinted(ground), 0, 2) / 2 * 255))
    draw = ImageDraw.Draw(picture)
    stones = np.array(
        [(1.16, 1.16, 1.13), (0.80, 0.74, 0.64), (0.52, 0.46, 0.40), (0.98, 0.80, 0.60), (0.60, 0.64, 0.66)]
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
    gloss = 1 + 0.06 * cloud(8, pixels, 1.0) + 0.8 * line
    return Pattern(tint.astype(np.float32), gloss, (metres, metres), relief=-0.0008 * softened(line, 1))


def gravel(random: np.random.Generator) -> Pattern:
    """Crushed stones of 6 to 22 mm in five colours, lying over one another, dark between."""
    metres, pixels, count = 0.9, 1024, 11000
    per_m = pixels / metres
    radius = (0.0034 + 0.0085 * random.uniform(0, 1, count) ** 2.0) * per_m
    corners = 8
    around = np.sort(
        random.uniform(0, 2 * np.pi / corners * 0.8, (count, corners)) + np.arange(corners) * 2 * np.pi / corners, 1
    )
    squeezed = random.uniform(0.62, 1.0, (count, 1))
    turn = random.uniform(0, 2 * np.pi, (count, 1))
    reach = radius[:, None] * random.uniform(0.82, 1.12, (count, corners))
    x, y = reach * np.cos(around), reach * np.sin(around) * squeezed
    outline = np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], -1)
    rise = np.linspace(0, 1, count)
    kinds = np.array(
        [(1.12, 1.10, 1.06), (1.26, 1.24, 1.20), (0.92, 0.84, 0.72), (0.74, 0.74, 0.76), (1.10, 0.98, 0.80)]
    )
    stone = kinds[random.choice(5, count, p=[0.34, 0.22, 0.2, 0.12, 0.12])]
    colour = stone * (random.uniform(0.86, 1.12, count) * (0.62 + 0.38 * rise**0.5))[:, None]
    lean = np.array((1.2, -1.2))
    places = random.uniform(0, pixels, (count, 2))
    picture = strewn(
        pixels, places, [outline * 1.14 + lean, outline, outline * 0.72 - lean * 0.5],
        [colour * 0.36, colour * 0.9, colour * 1.08], ground=(0.36, 0.34, 0.30),
    )  # fmt: skip
    lifts = [np.repeat((0.25 + 0.45 * rise + up)[:, None], 3, 1) for up in (0.0, 0.22, 0.38, 0.46)]
    height = strewn(
        pixels, places, [outline * shrunk for shrunk in (1.0, 0.84, 0.6, 0.34)], lifts, ground=(0.0, 0.0, 0.0)
    )[..., 0]
    tint = picture / picture.mean() * (1 + 0.05 * random.standard_normal((pixels, pixels, 1)))
    relief = 0.006 * softened(height, 2)
    return Pattern(np.clip(tint, 0.05, 1.95).astype(np.float32), level(pixels), (metres, metres), relief=relief)


def concrete(random: np.random.Generator) -> Pattern:
    """Cast against boards of 0.25 m: their edges, their ties, bubbles of 1 to 6 mm."""
    metres, pixels = 2.0, 1024
    value = 1 + 0.045 * cloud(34, pixels, 1.5) + 0.02 * cloud(35, pixels, 0.4)
    board = np.arange(pixels) * 8 // pixels
    value = value * (1 + random.uniform(-0.09, 0.07, 8)[board])[:, None]
    step = random.uniform(-0.0018, 0.0018, 8)[board][:, None]
    edge = np.zeros((pixels, pixels), np.float32)
    edge[(np.arange(8) * pixels // 8)] = 1
    holes = Image.new("L", (pixels, pixels), 0)
    draw = ImageDraw.Draw(holes)
    for x, y, r in zip(
        random.uniform(8, pixels - 8, 900),
        random.uniform(8, pixels - 8, 900),
        0.25 + 1.4 * random.uniform(0, 1, 900) ** 4,
        strict=True,
    ):
        draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
    for x in (0.25, 0.75):
        for y in (0.19, 0.69):
            cx, cy, r = x * pixels, y * pixels, 0.016 / metres * pixels
            draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=255)
    hole = (np.asarray(holes, np.float32) / 255).astype(np.float32)
    # The boards' own grain is cast with them; a joint lets a fin of cement through.
    print_ = cloud(95, pixels, 0.7, 14.0)
    stain = np.clip(cloud(96, pixels, 1.2, 0.3) - 0.9, 0, 1.5)
    value = value * (1 + 0.035 * print_ - 0.06 * stain) * (1 - 0.6 * hole) * (1 - 0.24 * edge)
    relief = (
        0.0004 * cloud(35, pixels, 0.8)
        + 0.00035 * print_
        + step
        - 0.003 * softened(hole, 1)
        + 0.0008 * softened(edge, 1)
    )
    gloss = 1 + 0.08 * cloud(34, pixels, 1.2)
    return Pattern(tinted(value.astype(np.float32)), gloss, (metres, metres), relief=relief.astype(np.float32))


def soil(_: np.random.Generator) -> Pattern:
    """Dug earth: crumbs and clods."""
    clods = cloud(36, 512, 1.0)
    value = np.clip(1 + 0.16 * clods + 0.10 * cloud(37, 512, 0.2), 0.4, 1.7)
    return Pattern(tinted(value, 0.03 * cloud(38, 512, 0.9)), level(512), (1.0, 1.0), relief=0.003 * clods)
