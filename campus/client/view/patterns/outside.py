"""What grows, and water."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.patterns._base import Pattern, cells, cloud, level, softened, strewn, tinted

Floats = NDArray[np.float64]


def grass(random: np.random.Generator) -> Pattern:
    """A lawn a week after it was mown: blades of 25 to 70 mm, the deep ones in the shade of those over them."""
    metres, pixels, count = 1.2, 1024, 20000
    per_m = pixels / metres
    along = random.uniform(0.025, 0.070, count) * per_m
    turn = random.normal(0.6, 1.1, count)
    rise = np.linspace(0, 1, count)
    bend = random.normal(0, 0.22, (count, 1))
    way = np.stack([np.cos(turn), np.sin(turn)], 1)
    side = np.stack([-way[:, 1], way[:, 0]], 1)
    half = random.uniform(1.1, 2.1, (count, 1))
    middle = way * along[:, None] * 0.55 + side * bend * along[:, None] * 0.5
    tip = way * along[:, None] + side * bend * along[:, None]
    outlines = np.stack([side * half, middle + side * half * 0.8, tip, middle - side * half * 0.8, -side * half], 1)
    # Blades that died last month are straw; clover and moss are bluer.
    straw = (random.uniform(0, 1, count) < 0.06)[:, None]
    tone = (0.50 + 0.62 * rise**0.8) * random.uniform(0.86, 1.16, count)
    hue = random.normal(0, 0.07, count)
    colour = tone[:, None] * np.stack([1 + hue * 1.6, 1 + hue * 0.3, 1 - hue * 1.2], 1)
    colour = np.where(straw, tone[:, None] * (1.45, 1.22, 1.25), colour)
    places = random.uniform(0, pixels, (count, 2))
    picture = strewn(pixels, places, [outlines], [colour], ground=(0.42, 0.40, 0.34))
    height = strewn(pixels, places, [outlines], [np.repeat((0.1 + 0.9 * rise)[:, None], 3, 1)], ground=(0.0, 0.0, 0.0))
    # The mower went up and down, 0.6 m at a time: blades that lean away are paler.
    lane = 0.06 * np.tanh(5 * np.sin(2 * np.pi * np.arange(pixels) / pixels))[None, :]
    tint = picture / picture.mean() * ((1 + 0.04 * cloud(18, pixels, 1.4)) * (1 + lane))[..., None]
    relief = 0.004 * softened(height[..., 0], 1) + 0.0015 * cloud(18, pixels, 1.6)
    return Pattern(np.clip(tint, 0.1, 1.95).astype(np.float32), level(pixels), (metres, metres), relief=relief)


def leaves(random: np.random.Generator) -> Pattern:
    """Foliage: leaves of a hand's breadth, each with its rib, lying over one another."""
    metres, pixels, count = 0.6, 512, 670
    per_m = pixels / metres
    along = random.uniform(0.06, 0.115, count) * per_m
    turn = random.uniform(0, 2 * np.pi, count)
    rise = np.linspace(0, 1, count)
    t = np.linspace(0, 1, 9)
    half = np.sin(np.pi * t**0.8) ** 0.85 * 0.23
    shape = np.concatenate([np.stack([t, half], 1), np.stack([t, -half], 1)[::-1]])
    rib = np.array([(0.0, 0.010), (1.0, 0.002), (1.0, -0.002), (0.0, -0.010)])
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]

    def laid(outline: Floats) -> Floats:
        x, y = outline[None, :, 0] * along[:, None], outline[None, :, 1] * along[:, None]
        return np.stack([x * cos - y * sin, x * sin + y * cos], -1)

    lower = np.concatenate([np.stack([t, half], 1), np.stack([t, t * 0], 1)[::-1]])
    tone = (0.56 + 0.5 * rise) * random.uniform(0.82, 1.2, count)
    hue = random.normal(0, 0.045, count)
    colour = tone[:, None] * np.stack([1 + hue * 1.5, 1 + hue * 0.3, 1 - hue], 1)
    places = random.uniform(0, pixels, (count, 2))
    layers = [
        (laid(shape * (1.06, 1.12)), colour * 0.45),  # the shade that a leaf throws on the next
        (laid(shape), colour * 0.94),
        (laid(lower), colour * 1.10),
        (laid(rib), colour * 1.34),
        *((laid(_vein(at, hand)), colour * 1.16) for at in (0.25, 0.42, 0.60) for hand in (1, -1)),
    ]
    picture = strewn(pixels, places, [o for o, _ in layers], [c for _, c in layers], ground=(0.25, 0.28, 0.22))
    lift = np.repeat((0.2 + 0.8 * rise)[:, None], 3, 1)
    height = strewn(pixels, places, [laid(shape)], [lift], ground=(0.0, 0.0, 0.0))[..., 0]
    relief = 0.006 * softened(height, 2) + 0.0006 * cloud(20, pixels, 1.2)
    tint = picture / picture.mean()
    gloss = 0.85 + 0.1 * cloud(21, pixels, 1.0)
    return Pattern(np.clip(tint, 0.08, 1.95).astype(np.float32), gloss, (metres, metres), relief=relief)


def _vein(at: float, hand: int) -> Floats:
    """The outline of a side vein of a leaf one long, `at` where it leaves the rib."""
    out = 0.20 * np.sin(np.pi * (at + 0.12) ** 0.8)
    end = (at + 0.16, hand * out)
    return np.array([(at, 0.005), end, (at, -0.005)])


def water(random: np.random.Generator) -> Pattern:
    """The surface of a basin with a jet in it: ripples that cross, and the net of light that they throw."""
    metres, pixels = 2.4, 512
    y, x = np.mgrid[0:pixels, 0:pixels].astype(np.float32) / pixels * (2 * np.pi)
    height = np.zeros((pixels, pixels), np.float32)
    for _ in range(46):
        # Whole waves to a repeat: 80 mm to 0.4 m long, every way, the short ones low.
        long, turn = random.uniform(6, 30), random.uniform(0, 2 * np.pi)
        kx, ky = round(long * np.cos(turn)), round(long * np.sin(turn))
        wave = np.sin(kx * x + ky * y + random.uniform(0, 2 * np.pi))
        height += wave.astype(np.float32) * np.float32(1 / max(np.hypot(kx, ky), 5.0) ** 1.25)
    height = height / height.std()
    # Light gathers along the edges of cells that the waves bend.
    bend = (7 * softened(height, 3)).round().astype(int)
    rows, columns = (np.arange(pixels)[:, None] + bend) % pixels, (np.arange(pixels)[None, :] + bend.T) % pixels
    net = np.zeros((pixels, pixels), np.float32)
    for across, strength in ((7, 1.0), (13, 0.55)):
        first, second, _ = cells(random, across, pixels)
        edge = np.clip(1 - (second - first) * across / 0.34, 0, 1) ** 2.2
        net = np.maximum(net, strength * softened(edge[rows, columns], 1))
    value = 0.84 + 0.55 * net + 0.03 * height
    return Pattern(tinted(value.astype(np.float32)), level(pixels), (metres, metres), relief=0.0024 * height)


def bark(random: np.random.Generator) -> Pattern:
    """Ridges along the trunk that part and meet again, the furrows between them deep and dark, cracks across."""
    pixels, wide, tall = 512, 0.5, 0.9
    wander = 0.05 * cloud(23, pixels, 1.9, 0.35)
    x = np.arange(pixels)[None, :] / pixels + wander
    phase = x * 6 + 0.75 * cloud(24, pixels, 1.9, 0.25)
    ridge = np.abs(((phase % 1) - 0.5) * 2) ** 0.8  # 0 in the furrow
    plate = np.abs(cloud(68, pixels, 1.0, 1.8))
    crack = np.exp(-((plate / 0.07) ** 2)) * (ridge > 0.3)
    fibre = cloud(69, pixels, 0.5, 0.12)
    height = np.clip(ridge * 1.5, 0, 1) - 0.55 * crack
    value = 0.42 + 0.72 * height + 0.07 * fibre + 0.05 * cloud(70, pixels, 0.6)
    value = np.clip(value / value.mean(), 0.2, 1.8)
    lichen = np.clip(cloud(71, pixels, 1.3) - 1.1, 0, 1)
    tint = tinted(value.astype(np.float32), 0.03 * cloud(72, pixels, 1.3)) * (1 - 0.25 * lichen[..., None])
    tint = tint + lichen[..., None] * np.array((0.30, 0.36, 0.30), np.float32)
    relief = 0.009 * softened(height.astype(np.float32), 3) + 0.0006 * fibre
    return Pattern(np.clip(tint, 0, 1.95).astype(np.float32), level(pixels), (wide, tall), relief=relief)


def plane_bark(random: np.random.Generator) -> Pattern:
    """Camouflage: grey plates fall off, olive is under them, cream under that."""
    pixels = 512
    one, two, three = (cloud(seed, pixels, 1.35, 0.75) + 0.10 * cloud(seed + 3, pixels, 0.5) for seed in (73, 74, 75))
    tint = np.ones((pixels, pixels, 3), np.float32) * np.array((0.98, 0.94, 0.86), np.float32)
    relief = np.zeros((pixels, pixels), np.float32)
    for where, colour, depth in (
        (one > 0.35, (0.76, 0.80, 0.62), 0.0010),
        (two > 0.75, (1.42, 1.42, 1.34), 0.0018),
        (three > 1.25, (0.60, 0.56, 0.52), -0.0006),
    ):
        tint[where] = colour
        relief[where] -= depth
    rim = np.clip(np.abs(relief - softened(relief, 3)) / 0.0007, 0, 1)
    value = 1 + 0.05 * cloud(76, pixels, 0.9) + 0.03 * random.standard_normal((pixels, pixels))
    tint = tint * (value * (1 - 0.22 * rim))[..., None]
    relief = softened(relief, 1) + 0.00025 * cloud(77, pixels, 0.8)
    return Pattern((tint / tint.mean()).astype(np.float32), level(pixels), (0.8, 0.8), relief=relief)
