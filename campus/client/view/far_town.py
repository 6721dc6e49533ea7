"""What stands in far land: houses under canal tiles, towers, the aqueduct, an arcade, a gate; roofs over a court."""

from __future__ import annotations

import numpy as np

from campus.client.view.far_parts import sheet
from campus.client.view.far_plants import clump
from campus.mesh import Mesh, box, lathe, merge, moved, place, round_arch, wall


def arcade(length: float) -> Mesh:
    """A vaulted arcade seen from the court, 4.1 m a bay, along X, its face at y = 0; shade behind, tiles over it."""
    bays = int(length // 4.1)
    total = bays * 4.1
    holes = [round_arch(3.2, 3.0, 4.6) + np.array([4.1 * (i + 0.5), 0]) for i in range(bays)]
    front = wall(total, 5.6, 0.6, holes, material="far-stone")
    back = box((total, 0.2, 5.6), at=(total / 2, 3.6, 0), material="far-plaster")
    floor = box((total, 3.6, 0.06), at=(total / 2, 1.8, 0), material="far-stone")
    vault = box((total, 3.6, 0.3), at=(total / 2, 1.8, 5.0), material="far-plaster")
    roof = sheet([(-0.3, -0.4, 5.5), (total + 0.3, -0.4, 5.5), (total + 0.3, 4.2, 6.9), (-0.3, 4.2, 6.9)], "far-tile")
    upper = box((total, 0.4, 3.6), at=(total / 2, 4.0, 5.6), material="far-plaster")
    shutters = [box((1.1, 0.08, 1.7), at=(4.1 * (i + 0.5), 3.79, 7.1), material="far-shutter") for i in range(bays)]
    return moved(merge(front, back, floor, vault, roof, upper, *shutters), (-total / 2, 0, 0))


def gate_wall(half: float, y: float) -> Mesh:
    """The far wall, 3.2 m, with two piers and an iron gate in the middle."""
    parts = []
    for side in (1, -1):
        length = half - 1.7
        parts.append(box((length, 0.45, 3.2), at=(side * (1.7 + length / 2), y, 0), material="far-plaster"))
        parts.append(box((length, 0.62, 0.14), at=(side * (1.7 + length / 2), y, 3.2), material="far-stone"))
        parts.append(box((0.7, 0.7, 3.7), at=(side * 1.55, y, 0), material="far-stone"))
        parts.append(box((0.9, 0.9, 0.2), at=(side * 1.55, y, 3.7), material="far-stone"))
        parts.append(clump(side * 1.55, y, 4.15, (0.28, 0.28, 0.30), "far-stone", 3))
    bars = [box((0.03, 0.03, 2.9), at=(x, y, 0.1), material="far-iron") for x in np.linspace(-1.15, 1.15, 19)]
    rails = [box((2.4, 0.05, 0.05), at=(0, y, z), material="far-iron") for z in (0.2, 1.1, 2.6)]
    return merge(*parts, *bars, *rails)


ARCHES = 25
"""So many that from nowhere in a court is its end seen over a wall."""


def aqueduct(y: float) -> Mesh:
    """Saint-Clément: small round arches over large ones, far off."""
    large = [round_arch(6.0, 5.0, 8.0, steps=10) + np.array([8.0 * (i + 0.5), 0]) for i in range(ARCHES)]
    small = [
        round_arch(2.4, 12.2, 13.4, sill=10.5, steps=8) + np.array([4.0 * (i + 0.5), 0]) for i in range(2 * ARCHES)
    ]
    return moved(wall(8.0 * ARCHES, 15.0, 2.0, [*large, *small], material="far-stone"), (-92, y, -1.5))


_SKINS = ("far-plaster", "far-rose", "far-ochre", "far-sand", "far-plaster")
_SHUTTERS = ("far-shutter", "far-shutter-green", "far-shutter", "far-bark")
_TILES = ("far-tile", "far-tile", "far-tile-old")


def gable(width: float, depth: float, top: float, rise: float, tile: str, over: float = 0.35) -> Mesh:
    """A roof of canal tiles over a house at the origin, its ridge along X: two slopes, and the eaves' edges."""
    w, d, low = width / 2 + over, depth / 2 + over, top - 0.02 - over * rise / (depth / 2)
    high = top + rise
    front = sheet([(-w, -d, low), (w, -d, low), (w, 0, high), (-w, 0, high)], tile)
    back = sheet([(w, d, low), (-w, d, low), (-w, 0, high), (w, 0, high)], tile)
    eaves = box((2 * w, 0.10, 0.14), at=(0, -d + 0.05, low - 0.12), material="far-coping")
    ridge = box((2 * w, 0.26, 0.12), at=(0, 0, high - 0.03), material="far-pot")
    return merge(front, back, eaves, ridge)


def house(size: tuple[float, float, float], seed: int, across: bool = False) -> Mesh:
    """A house of the old town at the origin: warm walls, shutters, a low roof of canal tiles, a chimney.

    Args:
        size: width, depth, height to the eaves, metres.
        seed: of its colours.
        across: whether its ridge runs away from who looks, so that they see the gable.
    """
    random = np.random.default_rng(seed)
    width, depth, height = size
    skin = str(random.choice(_SKINS))
    shutter = str(random.choice(_SHUTTERS))
    tile = str(random.choice(_TILES))
    rise = (width if across else depth) * 0.17
    body = box((width, depth, height), material=skin)
    if across:
        roof = place(gable(depth, width, height, rise, tile), (0, 0, 0), 90)
        peak = sheet(
            [(-width / 2, -depth / 2, height), (width / 2, -depth / 2, height), (0, -depth / 2, height + rise)] * 1
            + [(0, -depth / 2, height + rise)],
            skin,
        )
    else:
        roof = gable(width, depth, height, rise, tile)
        peak = box((0.02, 0.02, 0.02), at=(0, 0, 0), material=skin)
    side = random.uniform(-0.3, 0.3) * width
    chimney = merge(
        box((0.6, 0.8, 1.5), at=(side, 0.12 * depth, height + rise * 0.4), material=skin),
        box((0.72, 0.92, 0.1), at=(side, 0.12 * depth, height + rise * 0.4 + 1.5), material="far-pot"),
    )
    cornice = box((width + 0.16, 0.1, 0.16), at=(0, -depth / 2 - 0.05, height - 0.34), material="far-coping")
    windows = []
    count = max(int(width // 2.6), 1)
    for floor in range(int(height // 3.2)):
        for i in range(count):
            at = -width / 2 + (i + 0.5) * width / count
            z = height - 2.7 - floor * 3.2
            windows.append(box((0.95, 0.06, 1.6), at=(at, -depth / 2 - 0.02, z), material="far-shade"))
            windows.append(box((1.15, 0.12, 0.1), at=(at, -depth / 2 - 0.05, z - 0.1), material="far-coping"))
            closed = random.random() < 0.25
            for turn in (1, -1):
                reach = 0.24 if closed else 0.73
                windows.append(box((0.47, 0.07, 1.6), at=(at + turn * reach, -depth / 2 - 0.06, z), material=shutter))
    return merge(body, roof, peak, chimney, cornice, *windows)


def bell_tower(height: float) -> Mesh:
    """A square tower of pale stone at the origin, its belfry open on all sides, under a low pyramid of tiles."""
    shaft = box((4.2, 4.2, height - 4.2), material="far-stone")
    bands = [box((4.6, 4.6, 0.3), at=(0, 0, z), material="far-coping") for z in (height - 4.4, height - 0.3)]
    corners = [
        box((0.9, 0.9, 3.9), at=(x * 1.65, y * 1.65, height - 4.2), material="far-stone")
        for x in (-1, 1)
        for y in (-1, 1)
    ]
    posts = [
        box((0.45, 0.45, 3.9), at=(x * 1.85, y * 1.85, height - 4.2), material="far-stone")
        for x, y in ((0, 1), (0, -1), (1, 0), (-1, 0))
    ]
    bell = lathe(
        [(0.62, 0.0), (0.5, 0.25), (0.36, 0.7), (0.1, 0.95)], at=(0, 0, height - 2.9), sides=12, material="far-iron"
    )
    roof = lathe([(3.5, height), (0.0, height + 2.4)], sides=4, material="far-tile")
    return merge(shaft, *bands, *corners, *posts, bell, place(roof, (0, 0, 0), 45))


def town(rows: tuple[tuple[float, float], ...], half: float, seed: int) -> Mesh:
    """Rows of houses, one behind the other up the next hill.

    Args:
        rows: how far away each row is, and how high its eaves are, metres.
        half: how far it reaches to each side, metres.
        seed: of all that differs.
    """
    random = np.random.default_rng(seed)
    houses: list[Mesh] = []
    for away, eaves in rows:
        x = -half + random.uniform(-4, 0)
        while x < half:
            width, depth, height = random.uniform(6, 11), random.uniform(8, 10), random.uniform(7, 9.5)
            top = eaves + random.uniform(-0.9, 0.9)
            one = house((width, depth, height), seed * 100 + len(houses), across=bool(random.random() < 0.28))
            houses.append(moved(one, (x + width / 2, away + random.uniform(-1.5, 1.5), top - height)))
            x += width + (random.uniform(0.0, 0.6) if random.random() < 0.8 else random.uniform(2.5, 4.0))
    return merge(*houses)


def eaves(length: float, height: float, *, run: float = 6.5, rise: float = 0.46) -> Mesh:
    """A roof over the wall of a court, as seen from the court: two rows of tiles stepping out, and the slope.

    The wall's face is at y = 0, the court at y < 0, X along it from 0 to `length`; the wall is `height` metres high.
    """
    out = 0.42
    steps = [
        box(
            (length, 0.45 + 0.14 * i, 0.13), at=(length / 2, 0.225 - 0.07 * i, height + 0.13 * i), material="far-coping"
        )
        for i in (1, 2)
    ]
    low, high = height + 0.40, height + 0.40 + (run + out) * rise
    slope = sheet([(0, -out, low), (length, -out, low), (length, run, high), (0, run, high)], "far-tile")
    edge = box((length, 0.05, 0.10), at=(length / 2, -out + 0.025, low - 0.10), material="far-pot")
    below = sheet(
        [(length, -out, low - 0.1), (0, -out, low - 0.1), (0, 0.1, low - 0.02), (length, 0.1, low - 0.02)], "far-coping"
    )
    ridge = box((length, 0.3, 0.14), at=(length / 2, run, high - 0.04), material="far-pot")
    # Each cover of the pattern ends in a little arch: what tells canal tiles from afar. Its back is under the slope.
    ends = [
        box(
            (0.11, 0.12, 0.07),
            at=(float(x), -out + 0.02, low - 0.02),
            bevel=0.03,
            material="far-pot",
            hidden=("front",),
        )
        for x in np.arange(0.1, length, 0.2)
    ]
    return merge(*steps, slope, edge, below, ridge, *ends)
