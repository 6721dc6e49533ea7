"""What far land is made of: its materials, flat ground, fields, hills, and the mountain. Knows no scene.

Everything is built looking out along +Y from the wall's face at the origin, +X to the right.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh, box, merge
from campus.scene.model import Material
from campus.text import same

_DULL = (0.1, 0.1, 0.1, 0.1, 0.1, 0.1)


def _material(id_: str, colour: str, pattern: str = "plain", roughness: float = 0.9, emission: float = 0.0) -> Material:
    return Material(
        material=id_,
        title=same(id_),
        colour=colour,
        roughness=roughness,
        pattern=pattern,
        emission=emission,
        absorption=_DULL,
        source="seen from afar only",
    )


MATERIALS: Mapping[str, Material] = {
    m.material: m
    for m in (
        _material("far-gravel", "#CDBFA3", "gravel"),
        _material("far-stone", "#E0CDA6", "courses"),
        _material("far-coping", "#E8D9B8"),
        _material("far-plaster", "#E9DBBF"),
        _material("far-rose", "#DDB290"),
        _material("far-ochre", "#DDB777"),
        _material("far-sand", "#D8C49A"),
        _material("far-shade", "#4A4438"),
        _material("far-cypress", "#34513F", "leaves"),
        _material("far-pine", "#64824A", "leaves"),
        _material("far-leaf", "#5E7A48", "leaves"),
        _material("far-olive", "#7F8A68", "leaves"),
        _material("far-lavender", "#857AA8", "leaves"),
        _material("far-flower", "#C9657C"),
        _material("far-bark", "#7B6A58"),
        _material("far-grass", "#8B9468", "grass"),
        _material("far-vine", "#7E9A45"),
        _material("far-wheat", "#CDB46F"),
        _material("far-earth", "#A8825C"),
        _material("far-water", "#6F9AA4", "water", 0.1),
        _material("far-jet", "#EAF2F4"),
        _material("far-iron", "#2C3236"),
        _material("far-tile", "#C07C58", "roof-tiles"),
        _material("far-tile-old", "#AD6E50", "roof-tiles"),
        _material("far-pot", "#B0714F"),
        _material("far-shutter", "#6E8494"),
        _material("far-shutter-green", "#6F8A6C"),
        _material("far-hill", "#7C8A5C"),
        _material("far-wood", "#56693F"),
        _material("far-scrub", "#8F8F70"),
        _material("far-garrigue", "#7E8160"),
        _material("far-ledge", "#979475"),
        _material("far-rock", "#A8A088"),
        _material("far-peak", "#B6AD97"),
    )
}
"""Only of what is drawn beyond openings; a space's own materials are files. The plain ones are one call together."""


def sheet(corners: list[tuple[float, float, float]], material: str) -> Mesh:
    """A flat quadrilateral, counter-clockwise seen from where it is looked at."""
    points = np.array(corners, np.float32)
    one, two = points[1] - points[0], points[3] - points[0]
    normal = np.cross(one, two)
    u = one / np.linalg.norm(one)
    v = np.cross(normal / np.linalg.norm(normal), u)
    away = points - points[0]
    return Mesh(
        points,
        np.tile((normal / np.linalg.norm(normal)).astype(np.float32), (4, 1)),
        np.stack([away @ u, away @ v], -1).astype(np.float32),
        np.array([[0, 1, 2], [0, 2, 3]], np.int32),
        (material,),
        np.zeros(2, np.int32),
        np.zeros(2, np.bool_),
    )


def ground(material: str, near: float, far: float, half: float, z: float) -> Mesh:
    """Level ground, `half` metres to each side."""
    return sheet([(-half, near, z), (half, near, z), (half, far, z), (-half, far, z)], material)


def rows(
    material: str, low: tuple[float, float], high: tuple[float, float], step: float, size: tuple[float, float], z: float
) -> Mesh:
    """What grows in rows that run away from who looks: vines, lavender.

    Args:
        material: of the plants.
        low: the field's nearest left corner, x and y.
        high: the corner across.
        step: from row to row, metres.
        size: width and height of a row.
        z: of the ground.
    """
    length = high[1] - low[1]
    return merge(
        *(
            box((size[0], length, size[1]), at=(float(x), low[1] + length / 2, z), bevel=size[1] * 0.35)
            for x in np.arange(low[0], high[0], step)
        ),
        material=material,
    )


def rolling(count: int, mean: float, swing: float, seed: int) -> NDArray[np.float64]:
    """Heights that rise and fall, as hills do: long waves and short ones."""
    random = np.random.default_rng(seed)
    at = np.linspace(0, 1, count)
    rise = sum(np.sin(at * k * np.pi * 2 + random.uniform(0, 6.3)) / k for k in (1, 2, 3, 5, 8, 13, 21))
    return np.asarray(mean + swing * rise / 1.6)


REACH = 100.0
"""Ranges of hills go so far around to either side of straight out, degrees."""
WOODED = 141
"""Columns of a wooded range."""


def bearings(at: float) -> NDArray[np.float64]:
    """Degrees to the right of straight out, of each column of the mountain: close together where its peak is."""
    low, high = max(at - 32.0, 1 - REACH), min(at + 24.0, REACH - 1)
    sides = np.linspace(-REACH, low, 16)[:-1], np.linspace(high, REACH, 16)[1:]
    return np.concatenate([sides[0], np.linspace(low, high, 180), sides[1]])


def hills(
    away: float,
    heights: NDArray[np.float64],
    below: str,
    above: str,
    *,
    over: float = 0.5,
    seed: int = 1,
) -> Mesh:
    """A range of hills around the view, with spurs and gullies that the sun finds.

    Args:
        away: of its foot, metres.
        heights: of its crest, one a column.
        below: material of its lower slopes.
        above: material of what is higher; the two meet in patches.
        over: at which share of the height.
        seed: of the gullies and the patches.
    """
    low, columns, steps = -40.0, len(heights), 8
    random = np.random.default_rng(seed)
    up = np.linspace(0, 1, steps)[:, None]
    bearing = np.linspace(-REACH, REACH, columns)
    turn = np.deg2rad(90 - bearing)
    # Spurs run down and forward, and lean, the smaller the more, and the flatter: broad ones with crags on them.
    wave = sum(
        np.sin(bearing[None] * k / 2.3 + random.uniform(0, 6.3) + up * random.uniform(-3, 3) * k**0.8) / k**1.4
        for k in (1, 2.3, 4.1, 7.7)
    )
    out = away * (1 + 0.06 * up + 0.011 * np.asarray(wave) * np.sin(np.pi * up) ** 0.7)
    height = low + (heights[None] - low) * up**0.92
    grid = np.stack([out * np.cos(turn), out * np.sin(turn), height], -1)
    along, rise = np.gradient(grid, axis=1), np.gradient(grid, axis=0)
    normals = np.cross(rise, along)
    # They look at who looks, wherever the gullies turn.
    inward = -(normals[..., :2] * grid[..., :2]).sum(-1, keepdims=True)
    normals = np.where(inward < 0, -normals, normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-9)
    index = np.arange(steps * columns).reshape(steps, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    faces = np.stack([np.stack([a, b, d], -1), np.stack([b, c, d], -1)], 2).reshape(-1, 3)
    middle = (np.arange(steps - 1)[:, None] + 0.5) / (steps - 1)
    patch = middle + 0.11 * np.asarray(wave)[:-1, :-1]
    material = np.repeat((patch > over).reshape(-1), 2).astype(np.int32)
    positions = grid.reshape(-1, 3).astype(np.float32)
    return Mesh(
        positions,
        normals.reshape(-1, 3).astype(np.float32),
        (positions[:, :2] * 0.02).astype(np.float32),
        faces.astype(np.int32),
        (below, above),
        material,
        np.zeros(len(faces), np.bool_),
    )


STRATA = ("far-garrigue", "far-ledge", "far-rock", "far-peak")
"""What a mountain of limestone is made of, from the garrigue at its foot to its bare walls."""
_STRATUM_M, _AT_M = 15.0, 340.0
"""How high the ledges of a mountain lie one over another, that is so far away; elsewhere it is as large to the eye."""


def mountain(away: float, heights: NDArray[np.float64], bearing: NDArray[np.float64], *, rows: int = 20) -> Mesh:
    """A mountain of limestone: walls, ledges that lie nearly level all along it, gullies that lean this way and that.

    Nothing in it is a function of the bearing alone: that would be a smear that hangs from its crest to its foot.

    Args:
        away: of its face, metres.
        heights: of its crest, one a column, metres.
        bearing: of its columns, degrees to the right of straight out.
        rows: of points, from its foot to its crest; hills hide its foot, so that most of them lie above.
    """
    low, columns = -40.0, len(heights)
    share = np.concatenate([[0.0], 1 - 0.7 * (1 - np.linspace(0, 1, rows - 1)) ** 1.25])[:, None]
    height = low + (heights[None] - low) * share
    turn = np.deg2rad(90 - bearing)
    # As if it stood where the mountain of a garden stands, in metres along it and up.
    along = np.broadcast_to(np.deg2rad(bearing)[None] * _AT_M, height.shape)
    up = height * (_AT_M / away)
    bed = (up + 0.07 * along + 1.5 * np.sin(along / 13)) / _STRATUM_M
    ledges = bed - 0.85 * np.sin(2 * np.pi * bed) / (2 * np.pi)  # a wall, a ledge, a wall
    # Gullies are sharp, what is between them is round; each range of them leans another way, and wanders.
    broad = 9.0 * np.abs(np.sin(along / 14 + up / 30 + 0.8 * np.sin(up / 15 + along / 37)))
    broad += 4.5 * np.abs(np.sin(along / 5.6 - up / 6.2 + 0.9 * np.sin(up / 8 + along / 19)))
    spurs = broad + 1.8 * np.abs(np.sin(along / 2.6 + up / 3.0 + 1.1 * np.sin(along / 9 - up / 6)))
    worn = np.clip((1 - share) / 0.05, 0.25, 1)
    out = away * (0.93 + 0.10 * share) + (5.0 * (ledges - bed) - worn * spurs + 6.0) * (away / _AT_M)
    grid = np.stack([out * np.cos(turn), out * np.sin(turn), height], -1)
    across, rise = np.gradient(grid, axis=1), np.gradient(grid, axis=0)
    normals = np.cross(across, rise)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-9)
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    faces = np.stack([np.stack([a, b, d], -1), np.stack([b, c, d], -1)], 2).reshape(-1, 3)
    # Garrigue climbs on what is flat enough, and up gullies that are wider than a face: walls and spurs are bare.
    bare = 1.7 * (share - 0.68) - 0.3 * np.sin(2 * np.pi * bed + 2.6) + 0.055 * (broad - 8.9)
    kind = np.digitize(bare.reshape(-1)[faces].mean(axis=1), (-0.2, 0.0, 0.25))
    positions = grid.reshape(-1, 3).astype(np.float32)
    return Mesh(
        positions,
        normals.reshape(-1, 3).astype(np.float32),
        (positions[:, :2] * 0.02).astype(np.float32),
        faces.astype(np.int32),
        STRATA,
        kind.astype(np.int32),
        np.zeros(len(faces), np.bool_),
    )


def far_land(right: bool = True, bearing_of_peak: float | None = None, rise: float = 1.0, near: float = 1.0) -> Mesh:
    """Garrigue, a second range, and Pic Saint-Loup to the north-west, eight degrees high; the plain between.

    Args:
        right: whether the peak is drawn to the right of straight out, or to the left.
        bearing_of_peak: degrees to the right of straight out, where it is not the usual place.
        rise: the peak is so many times higher, for a wall that hides its foot.
        near: all of it so many times nearer and smaller, which looks the same, in clearer air; the mountain is nearer
            still where it can be, just behind the hills: of bare limestone, it is what one is to look at.
    """
    usual = 34.0 if right else -30.0
    to_peak = usual if bearing_of_peak is None else bearing_of_peak
    bearing = bearings(to_peak)
    first = rolling(WOODED, 9, 6, 4)
    middle = rolling(WOODED, 34, 16, 5)
    # The peak: a long back that rises from the left, a cliff on the right; the Hortus answers it across a gap.
    at = bearing - to_peak
    back = np.clip(1 + at / 26, 0, 1) ** 1.3 * (at <= 0) + np.clip(1 - at / 5.5, 0, 1) ** 0.62 * (at > 0)
    hortus = 0.42 * np.clip(1 - np.abs(at - 13) / 7, 0, 1) ** 0.35
    # Steps of the strata on the back, crags on the cliff's crest.
    jags = (
        0.030 * np.sin(at * 0.9 + 1.0) + 0.018 * np.sin(at * 2.3) + 0.012 * np.sin(at * 5.1) + 0.007 * np.sin(at * 9.7)
    )
    peak = 26 + 185 * rise * np.maximum(back, hortus) * (1 + jags) + rolling(len(at), 4, 3, 6)
    return merge(
        ground("far-grass", 60, 1600, 1500, -2.0),
        hills(420 * near, first * near, "far-wood", "far-hill", over=0.75, seed=2),
        hills(800 * near, middle * near, "far-scrub", "far-wood", over=0.7, seed=3),
        mountain(960 * near, peak * near * 960 / 1450, bearing),
    )
