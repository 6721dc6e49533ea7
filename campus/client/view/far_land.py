"""Land that is seen through openings: a garden, roofs, the horizon. Modelled, in real depth; owns its own materials.

Each is built looking out along +Y from the wall's face at the origin, +X to the right. Plain and honest: no more than
one sees from inside. Knows no space.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh, box, cylinder, lathe, merge, moved, place, round_arch, wall
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
        _material("far-plaster", "#E4D6BC", "plaster"),
        _material("far-rose", "#D9BFA2", "plaster"),
        _material("far-shade", "#4A4438"),
        _material("far-cypress", "#34513F", "leaves"),
        _material("far-leaf", "#5E7A48", "leaves"),
        _material("far-olive", "#7F8A68", "leaves"),
        _material("far-lavender", "#857AA8", "leaves"),
        _material("far-bark", "#7B6A58", "bark"),
        _material("far-grass", "#8B9468", "grass"),
        _material("far-water", "#6F9AA4", "water", 0.1),
        _material("far-jet", "#EAF2F4"),
        _material("far-iron", "#2C3236"),
        _material("far-tile", "#BC7A56", "roof-tiles"),
        _material("far-shutter", "#6E8494"),
        _material("far-hill", "#6F7F6A"),
        _material("far-peak", "#8494A0"),
    )
}
"""Only of what is drawn beyond openings; a space's own materials are files."""


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


def _ground(material: str, near: float, far: float, half: float, z: float) -> Mesh:
    return sheet([(-half, near, z), (half, near, z), (half, far, z), (-half, far, z)], material)


def _hills(material: str, away: float, heights: NDArray[np.float64], low: float = -40.0) -> Mesh:
    """A range of hills around the view, `heights` metres from left to right over 200 degrees."""
    count = len(heights)
    turn = np.deg2rad(np.linspace(190, -10, count))
    foot = np.stack([away * np.cos(turn), away * np.sin(turn), np.full(count, low)], -1)
    top = foot * (1.06, 1.06, 0) + np.stack([0 * turn, 0 * turn, heights], -1)
    positions = np.concatenate([foot, top]).astype(np.float32)
    inward = np.concatenate([-foot, -foot]) * (1, 1, 0) / away
    normals = (inward + np.array([0, 0, 0.7])).astype(np.float32)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    index = np.arange(count - 1)
    faces = np.concatenate(
        [
            np.stack([index, index + 1, index + count], -1),
            np.stack([index + 1, index + 1 + count, index + count], -1),
        ]
    )
    return Mesh(
        positions,
        normals,
        (positions[:, :2] * 0.02).astype(np.float32),
        faces.astype(np.int32),
        (material,),
        np.zeros(len(faces), np.int32),
        np.zeros(len(faces), np.bool_),
    )


def _rolling(count: int, mean: float, swing: float, seed: int) -> NDArray[np.float64]:
    random = np.random.default_rng(seed)
    at = np.linspace(0, 1, count)
    rise = sum(np.sin(at * k * np.pi * 2 + random.uniform(0, 6.3)) / k for k in (1, 2, 3, 5, 8, 13, 21))
    return np.asarray(mean + swing * rise / 1.6)


def _far_land(right: bool = True, bearing_of_peak: float | None = None, rise: float = 1.0, near: float = 1.0) -> Mesh:
    """Garrigue, a second range, and Pic Saint-Loup to the north-west, eight degrees high; the plain between.

    Args:
        right: whether the peak is drawn to the right of straight out, or to the left.
        bearing_of_peak: degrees to the right of straight out, where it is not the usual place.
        rise: the peak is so many times higher, for a wall that hides its foot.
        near: all of it so many times nearer and smaller, which looks the same, in clearer air.
    """
    count = 121
    bearing = np.linspace(-100, 100, count)  # degrees to the right of straight out
    first = _rolling(count, 9, 6, 4)
    middle = _rolling(count, 34, 16, 5)
    # The peak: a long back that rises from the left, a cliff on the right; the Hortus answers it across a gap.
    usual = 34.0 if right else -30.0
    at = bearing - (usual if bearing_of_peak is None else bearing_of_peak)
    back = np.clip(1 + at / 26, 0, 1) ** 1.3 * (at <= 0) + np.clip(1 - at / 4.5, 0, 1) ** 0.8 * (at > 0)
    hortus = 0.42 * np.clip(1 - np.abs(at - 13) / 7, 0, 1) ** 0.35
    jags = 0.03 * np.sin(bearing * 2.1) + 0.02 * np.sin(bearing * 5.3)
    peak = 26 + 185 * rise * np.maximum(back, hortus) * (1 + jags) + _rolling(count, 4, 5, 6)
    return merge(
        _ground("far-grass", 60, 1600, 1500, -2.0),
        _hills("far-hill", 420 * near, first * near),
        _hills("far-hill", 800 * near, middle * near),
        _hills("far-peak", 1450 * near, peak * near),
    )


def _cypress(x: float, y: float, height: float, seed: int) -> Mesh:
    random = np.random.default_rng(seed)
    at = np.linspace(0, 1, 9)
    radius = height * 0.105 * np.sin(np.pi * at**0.62) ** 0.75 * (1 + random.uniform(-0.08, 0.08, 9))
    radius[0], radius[-1] = height * 0.03, 0.0
    spindle = lathe(np.stack([radius, 0.35 + at * (height - 0.35)], -1), sides=11, material="far-cypress")
    trunk = cylinder(0.10, 0.6, sides=8, material="far-bark")
    return moved(merge(spindle, trunk), (x, y, 0))


def _clump(x: float, y: float, z: float, size: tuple[float, float, float], material: str, seed: int) -> Mesh:
    """A rounded mass of leaves: a ball with dents."""
    random = np.random.default_rng(seed)
    at = np.linspace(0, np.pi, 8)
    profile = np.stack([np.sin(at) * (1 + random.uniform(-0.07, 0.07, 8)), -np.cos(at)], -1)
    profile[[0, -1], 0] = 0
    ball = lathe(profile, sides=12, material=material)
    dents = 1 + 0.06 * np.sin(ball.positions @ random.uniform(-5, 5, (3, 1)) + random.uniform(0, 6))
    scaled = ball.positions * dents * np.array(size) + (x, y, z)
    normals = ball.normals / np.array(size)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return Mesh(
        scaled.astype(np.float32),
        normals.astype(np.float32),
        ball.uvs * float(np.mean(size)),
        ball.triangles,
        ball.materials,
        ball.material,
        ball.collides,
    )


def _tree(x: float, y: float, height: float, seed: int, leaf: str = "far-leaf") -> Mesh:
    random = np.random.default_rng(seed)
    trunk = cylinder(
        height * 0.030, height * 0.5, at=(x, y, 0), sides=9, top_radius=height * 0.018, material="far-bark"
    )
    crowns = [
        _clump(
            x + random.uniform(-0.17, 0.17) * height,
            y + random.uniform(-0.17, 0.17) * height,
            height * random.uniform(0.50, 0.80),
            (
                height * random.uniform(0.17, 0.24),
                height * random.uniform(0.17, 0.24),
                height * random.uniform(0.13, 0.18),
            ),
            leaf,
            seed + i,
        )
        for i in range(7)
    ]
    return merge(trunk, *crowns)


def _bed(x: float, y: float, planted: tuple[str, ...], seed: int) -> Mesh:
    """A bed of simples, 4.4 by 3 metres, in a kerb that one can sit on."""
    random = np.random.default_rng(seed)
    kerb = [box((4.4, 0.35, 0.45), at=(x, y + side * 1.325, 0), material="far-stone") for side in (1, -1)]
    kerb += [box((0.35, 2.3, 0.45), at=(x + side * 2.025, y, 0), material="far-stone") for side in (1, -1)]
    plants = [
        _clump(
            x + i * 0.72 + random.uniform(-0.1, 0.1),
            y + j * 0.75 + random.uniform(-0.1, 0.1),
            0.50,
            (0.36, 0.36, random.uniform(0.28, 0.5)),
            planted[(i + j) % len(planted)],
            seed * 50 + i * 5 + j,
        )
        for i in (-2, -1, 0, 1, 2)
        for j in (-1, 0, 1)
    ]
    return merge(*kerb, *plants)


def _arcade(length: float) -> Mesh:
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


def _gate_wall(half: float, y: float) -> Mesh:
    """The far wall, 3.2 m, with two piers and an iron gate in the middle."""
    parts = []
    for side in (1, -1):
        length = half - 1.7
        parts.append(box((length, 0.45, 3.2), at=(side * (1.7 + length / 2), y, 0), material="far-plaster"))
        parts.append(box((length, 0.62, 0.14), at=(side * (1.7 + length / 2), y, 3.2), material="far-stone"))
        parts.append(box((0.7, 0.7, 3.7), at=(side * 1.55, y, 0), material="far-stone"))
        parts.append(box((0.9, 0.9, 0.2), at=(side * 1.55, y, 3.7), material="far-stone"))
        parts.append(_clump(side * 1.55, y, 4.15, (0.28, 0.28, 0.30), "far-stone", 3))
    bars = [box((0.03, 0.03, 2.9), at=(x, y, 0.1), material="far-iron") for x in np.linspace(-1.15, 1.15, 19)]
    rails = [box((2.4, 0.05, 0.05), at=(0, y, z), material="far-iron") for z in (0.2, 1.1, 2.6)]
    return merge(*parts, *bars, *rails)


def _aqueduct(y: float) -> Mesh:
    """Saint-Clément: small round arches over large ones, far off."""
    large = [round_arch(6.0, 5.0, 8.0, steps=10) + np.array([8.0 * (i + 0.5), 0]) for i in range(14)]
    small = [round_arch(2.4, 12.2, 13.4, sill=10.5, steps=8) + np.array([4.0 * (i + 0.5), 0]) for i in range(28)]
    return moved(wall(112, 15.0, 2.0, [*large, *small], material="far-stone"), (-92, y, -1.5))


def _garden() -> Mesh:
    """The physic garden: gravel, four beds, an octagonal basin with its jet, arcades, a gate, cypresses, the peak."""
    cx, cy = 4.1, 12.0  # the basin, as the plan of the campus has it seen from the hall
    rim = cylinder(2.1 / np.cos(np.pi / 8), 0.45, at=(cx, cy, 0), sides=8, material="far-stone")
    basin = cylinder(1.75 / np.cos(np.pi / 8), 0.02, at=(cx, cy, 0.45), sides=8, material="far-water")
    jet = lathe([(0.05, 0.45), (0.035, 0.9), (0.06, 1.05), (0.0, 1.14)], at=(cx, cy, 0), sides=8, material="far-jet")
    ripple = lathe([(0.42, 0.472), (0.30, 0.485), (0.05, 0.475)], at=(cx, cy, 0), sides=14, material="far-jet")
    plants = (("far-lavender", "far-olive"), ("far-leaf", "far-lavender"), ("far-olive", "far-leaf"), ("far-lavender",))
    beds = [
        _bed(cx + sx * 5.6, cy + sy * 4.6, plants[i], 11 + i)
        for i, (sx, sy) in enumerate(((1, 1), (-1, 1), (1, -1), (-1, -1)))
    ]
    side = _arcade(23)
    cypresses = [
        _cypress(x, 26.4 + (i % 3) * 1.1, 8.2 + (i * 37 % 5) * 0.7, i) for i, x in enumerate(range(-22, 34, 4))
    ]
    return merge(
        _ground("far-gravel", 0.05, 24, 34, -0.015),
        _ground("far-grass", 24, 70, 70, -0.05),
        rim,
        basin,
        jet,
        ripple,
        *beds,
        place(side, (cx + 14, 12.0, 0), -90),
        place(side, (cx - 14, 12.0, 0), 90),
        moved(_gate_wall(15, 24), (cx, 0, 0)),
        *cypresses,
        _tree(cx + 9.6, 5.2, 11, 21),
        _tree(cx - 12.5, 30, 9, 22, "far-olive"),
        _tree(cx + 18, 33, 10, 23),
        _tree(cx - 24, 36, 11, 24),
        moved(_aqueduct(86), (0, 0, 0)),
        _far_land(),
    )


def _horizon() -> Mesh:
    """Open land behind a wall: cypresses close by, the aqueduct's two tiers, garrigue, and the peak over all of it."""
    near = (
        (-11.5, 4.2, 9.5),
        (-9.6, 5.0, 8.4),
        (-7.9, 4.4, 9.0),
        (-15.5, 7.0, 10.0),
        (13.5, 6.0, 8.6),
        (15.2, 5.2, 9.6),
    )
    cypresses = [_cypress(x, y, height, 40 + i) for i, (x, y, height) in enumerate(near)]
    cypresses += [_cypress(x, 34 + (i % 4) * 4.0, 8 + i % 3, 50 + i) for i, x in enumerate(range(-44, 48, 9))]
    return merge(
        _ground("far-grass", 0.3, 70, 90, -0.3),
        *cypresses,
        _tree(-20, 24, 10, 61, "far-olive"),
        _tree(21, 27, 12, 62),
        _aqueduct(86),
        _far_land(bearing_of_peak=15.0, rise=1.75, near=0.34),
    )


def _house(x: float, y: float, size: tuple[float, float, float], low: float, seed: int) -> Mesh:
    """A house of the old town: pale walls, shutters, a low roof of canal tiles, a chimney."""
    random = np.random.default_rng(seed)
    width, depth, height = size
    skin = "far-plaster" if random.random() < 0.6 else "far-rose"
    top = low + height
    body = box((width, depth, height), at=(x, y, low), material=skin)
    over, rise = 0.35, depth * 0.17
    w, d = width / 2 + over, depth / 2 + over
    front = sheet(
        [(x - w, y - d, top - 0.02), (x + w, y - d, top - 0.02), (x + w, y, top + rise), (x - w, y, top + rise)],
        "far-tile",
    )
    back = sheet(
        [(x + w, y + d, top - 0.02), (x - w, y + d, top - 0.02), (x - w, y, top + rise), (x + w, y, top + rise)],
        "far-tile",
    )
    chimney = box(
        (0.6, 0.9, 1.4), at=(x + random.uniform(-0.3, 0.3) * width, y + 0.15 * depth, top + rise * 0.5), material=skin
    )
    windows = []
    for floor in range(int(height // 3.2)):
        for i in range(max(int(width // 2.6), 1)):
            at = x - width / 2 + (i + 0.5) * width / max(int(width // 2.6), 1)
            z = top - 2.6 - floor * 3.2
            windows.append(box((0.95, 0.06, 1.6), at=(at, y - depth / 2 - 0.02, z), material="far-shade"))
            for side in (1, -1):
                windows.append(
                    box((0.45, 0.09, 1.6), at=(at + side * 0.71, y - depth / 2 - 0.03, z), material="far-shutter")
                )
    return merge(body, front, back, chimney, *windows)


def _roofs() -> Mesh:
    """From the hill: a terrace with a low wall, tiled roofs going down, a bell tower, cypresses, far hills."""
    random = np.random.default_rng(8)
    houses: list[Mesh] = []
    for row, away in enumerate((17.0, 27.0, 38.0, 51.0, 66.0)):
        x = -60.0 + random.uniform(-4, 0)
        while x < 60:
            width = random.uniform(6, 12)
            houses.append(
                _house(
                    x + width / 2,
                    away + random.uniform(-1.5, 1.5),
                    (width, random.uniform(8, 11), random.uniform(7.5, 9.5)),
                    -9.2 - row * 0.35 + random.uniform(-0.9, 0.9),
                    100 + len(houses),
                )
            )
            x += width + random.uniform(0.0, 1.2)
    tower = merge(
        box((4.2, 4.2, 16), at=(-15, 58, -9), material="far-stone"),
        box((4.8, 4.8, 0.5), at=(-15, 58, 7), material="far-stone"),
        *(box((0.9, 4.3, 2.4), at=(-15 + x, 58, 3.6), material="far-shade") for x in (-0.9, 0.9)),
        lathe([(3.2, 7.5), (0.0, 11.5)], at=(-15, 58, 0), sides=8, material="far-tile"),
    )
    parapet = merge(
        box((90, 0.45, 0.85), at=(0, 6.5, 0), material="far-stone"),
        box((90, 0.6, 0.12), at=(0, 6.5, 0.85), material="far-stone"),
    )
    return merge(
        _ground("far-gravel", 0.05, 6.5, 45, -0.015),
        parapet,
        _ground("far-grass", 6.5, 90, 90, -10.0),
        *houses,
        tower,
        *(
            _cypress(x, y, h, 70 + i)
            for i, (x, y, h) in enumerate(((-7.5, 9.5, 4.6), (11.5, 9.2, 5.2), (19, 9.4, 4.2)))
        ),
        _tree(24, 40, 9, 81),
        _tree(-34, 45, 9, 82),
        _far_land(right=False),
    )


SCENES = {"garden": _garden, "roofs": _roofs, "horizon": _horizon}
"""What `view:` may name besides a space, the nearest first where one side shows several."""
