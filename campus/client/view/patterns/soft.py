"""What is woven, tufted, pressed or tanned."""

from __future__ import annotations

import numpy as np

from campus.client.view.patterns._base import Pattern, cells, cloud, level, lines, softened, tinted


def weave(_: np.random.Generator) -> Pattern:
    """Upholstery: a basket weave of threads 8 mm apart."""
    y, x = np.mgrid[0:256, 0:256]
    thread = np.sin(x * np.pi / 4) * np.sin(y * np.pi / 4)
    value = 1 + 0.07 * thread + 0.05 * cloud(13, 256, 0.4) + 0.02 * cloud(14, 256, 1.4)
    relief = (0.0004 * thread).astype(np.float32)
    return Pattern(tinted(value.astype(np.float32)), level(256), (0.25, 0.25), relief=relief)


def linen(random: np.random.Generator) -> Pattern:
    """Plain weave of uneven yarn, slubs and all, eight threads to the centimetre."""
    pixels, threads = 512, 96
    y, x = np.mgrid[0:pixels, 0:pixels].astype(np.float32) / pixels * threads
    over = (np.floor(x) + np.floor(y)) % 2
    weft, warp = np.abs(np.sin(np.pi * y)), np.abs(np.sin(np.pi * x))
    height = np.where(over > 0, weft, warp)
    yarn = np.kron(random.uniform(0.86, 1.12, (threads, 1)), np.ones((pixels // threads + 1, 1)))[:pixels]
    slub = 1 + 0.06 * cloud(53, pixels, 0.9, 9.0) + 0.05 * cloud(53, pixels, 0.9, 9.0).T
    value = (0.80 + 0.24 * height) * slub * (yarn + yarn.T) / 2
    value = (value / value.mean()).astype(np.float32)
    return Pattern(tinted(value, 0.012 * cloud(54, pixels, 1.0)), level(pixels), (0.12, 0.12), relief=0.0003 * height)


def tufts(_: np.random.Generator) -> Pattern:
    """Carpet: loops 4 mm apart, heather-mixed, lying a little this way and that."""
    pixels, loops = 512, 128
    y, x = np.mgrid[0:pixels, 0:pixels].astype(np.float32) / pixels
    x = x + 0.0025 * cloud(55, pixels, 1.0)
    y = y + 0.0025 * cloud(56, pixels, 1.0)
    loop = np.abs(np.sin(np.pi * loops * x)) * np.abs(np.sin(np.pi * loops * y))
    mixed = cloud(57, pixels, 0.1)
    value = (0.58 + 0.62 * loop) * (1 + 0.13 * mixed) * (1 + 0.03 * cloud(58, pixels, 1.5))
    value = np.clip(value / value.mean(), 0.3, 1.9).astype(np.float32)
    relief = (0.0016 * loop).astype(np.float32)
    return Pattern(tinted(value, 0.05 * mixed), level(pixels), (0.5, 0.5), relief=relief)


def leather(random: np.random.Generator) -> Pattern:
    """Grain: creases between pebbles of 1 to 3 mm."""
    pixels = 512
    first, second, _ = cells(random, 42, pixels)
    crease = np.clip(1 - (second - first) / 0.009, 0, 1)
    value = (1 - 0.30 * crease) * (1 + 0.05 * cloud(59, pixels, 1.4))
    value = (value / value.mean()).astype(np.float32)
    relief = (-0.0005 * crease + 0.0004 * cloud(59, pixels, 1.4)).astype(np.float32)
    return Pattern(tinted(value, 0.02 * cloud(60, pixels, 1.2)), 1 + 0.35 * crease, (0.1, 0.1), relief=relief)


def felt(_: np.random.Generator) -> Pattern:
    """Pressed fibres every way: a wall panel that swallows sound, a pinboard, the top of a chair."""
    pixels = 512
    fibres = cloud(61, pixels, 0.5, 6.0) + cloud(62, pixels, 0.5, 6.0).T + 0.7 * cloud(63, pixels, 0.4)
    fibres = fibres / fibres.std()
    value = np.clip(1 + 0.085 * fibres + 0.02 * cloud(64, pixels, 1.5), 0.4, 1.7).astype(np.float32)
    return Pattern(tinted(value), level(pixels), (0.4, 0.4), relief=0.0004 * fibres)


def perforated(_: np.random.Generator) -> Pattern:
    """An acoustic ceiling: boards of 0.6 m, round holes of 8 mm every 20 mm, a border left whole."""
    metres, pixels = 0.6, 768
    y, x = (np.mgrid[0:pixels, 0:pixels].astype(np.float32) + 0.5) / pixels * metres
    hole = np.clip(1.2 - np.hypot((x % 0.02) - 0.01, (y % 0.02) - 0.01) / 0.0034, 0, 1)
    hole = np.clip(hole * 4, 0, 1) * (np.minimum(np.minimum(x, metres - x), np.minimum(y, metres - y)) > 0.04)
    seam = lines(pixels, 1, 4)
    value = (1 - 0.62 * hole) * (1 - 0.25 * seam) * (1 + 0.01 * cloud(65, 256, 0.8).repeat(3, 0).repeat(3, 1))
    value = (value / value.mean()).astype(np.float32)
    relief = (-0.003 * softened(hole.astype(np.float32), 1) - 0.002 * softened(seam, 1)).astype(np.float32)
    return Pattern(tinted(value), level(pixels), (metres, metres), relief=relief)
