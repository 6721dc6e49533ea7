"""Props for the house: corridors, the door, the coffee corner. Each over the origin, its front towards -Y."""

from __future__ import annotations

import numpy as np
from shapes import ball, bent, box, cylinder, lathe, leaning, merge, moved, place, ring, scaled, slab, upright_plate

from campus.mesh import Mesh, extrude


def white_coats() -> Mesh:
    """Three white coats on the hooks of an oak board, to hang on a wall; the longest one's hem at the origin."""
    board = upright_plate((0.95, 0.10), 0.022, (0, 0, 1.12), radius=0.015, bevel=0.005, material="oak")
    parts = [board]
    for number, x in enumerate((-0.32, -0.02, 0.31)):
        parts.append(
            bent(
                [(x, -0.02, 1.185), (x, -0.055, 1.175), (x, -0.075, 1.185), (x, -0.078, 1.205)],
                0.006,
                sides=5,
                steps=2,
                material="brass",
            )
        )
        parts.append(ball(0.009, (x, -0.078, 1.208), sides=6, material="brass"))
        parts.append(moved(_coat(number), (x, -0.055, 0.0)))
    parts.append(
        bent(
            [(0.16, -0.02, 1.185), (0.16, -0.055, 1.175), (0.16, -0.075, 1.185), (0.16, -0.078, 1.205)],
            0.006,
            sides=8,
            material="brass",
        )
    )
    parts.append(ball(0.009, (0.16, -0.078, 1.208), sides=6, material="brass"))
    return moved(merge(*parts), (0, 0, -0.12))


def _coat(seed: int) -> Mesh:
    """A coat as it hangs from its loop: gathered at the collar, falling in folds, sleeves at its sides."""
    random = np.random.default_rng(seed)
    around = 24
    turn = np.linspace(0, 2 * np.pi, around, endpoint=False)
    shift = random.uniform(0, 6)
    rings = []
    levels = (
        (1.155, 0.020, 0.018),
        (1.13, 0.050, 0.030),
        (1.10, 0.105, 0.042),
        (1.02, 0.130, 0.050),
        (0.85, 0.125, 0.054),
        (0.60, 0.130, 0.058),
        (0.35, 0.142, 0.062),
        (0.12 + 0.03 * seed, 0.150, 0.064),
    )
    for z, wide, deep in levels:
        fold = 1 + (0.10 + 0.16 * (1.15 - z)) * 0.55 * np.sin(turn * 7 + shift) * np.clip((1.1 - z) * 4, 0, 1)
        rings.append(
            np.stack([wide * np.cos(turn) * fold, np.minimum(deep * np.sin(turn) * fold, 0.042), np.full(around, z)], 1)
        )
    body = _skin(np.array(rings), "paper")
    parts = [body]
    for side in (1, -1):
        sleeve = bent(
            [
                (side * 0.10, 0.0, 1.09),
                (side * 0.135, -0.012, 0.98),
                (side * 0.150, -0.020, 0.75),
                (side * 0.148, -0.035, 0.56),
            ],
            0.036,
            sides=7,
            steps=2,
            material="paper",
        )
        parts.append(sleeve)
        lapel = extrude(
            [(0, 0), (side * 0.052, 0.03), (side * 0.035, 0.085), (side * 0.012, 0.105)],
            0.008,
            bevel=0.002,
            material="paper",
        )
        parts.append(moved(leaning(lapel, 84.0), (side * 0.004, -0.047, 1.015)))
    parts.append(
        moved(
            leaning(slab((0.07, 0.075), 0.005, radius=0.008, bevel=0.001, material="paper"), 90.0),
            (0.062, -0.059, 0.86),
        )
    )
    parts.append(box((0.008, 0.004, 0.05), at=(0.05, -0.066, 0.885), material="cobalt"))
    parts += [
        moved(leaning(cylinder(0.007, 0.004, sides=6, material="linen"), 90.0), (0.008, -0.060, z))
        for z in (0.95, 0.80, 0.65)
    ]
    return merge(*parts)


def _skin(rings: np.ndarray, material: str) -> Mesh:
    """A smooth closed skin over rings of points that rise or sink; ends closed flat."""
    count, around, _ = rings.shape
    flat = rings.reshape(-1, 3)
    i, j = np.meshgrid(np.arange(count - 1), np.arange(around), indexing="ij")
    a, b = i * around + j, i * around + (j + 1) % around
    c, d = b + around, a + around
    sides = np.stack([np.stack([a, d, b], -1), np.stack([b, d, c], -1)], 2).reshape(-1, 3)
    caps = []
    centres = [rings[0].mean(0), rings[-1].mean(0)]
    step = np.arange(around)
    caps.append(np.stack([np.full(around, len(flat)), step, (step + 1) % around], 1))
    last = (count - 1) * around
    caps.append(np.stack([np.full(around, len(flat) + 1), last + (step + 1) % around, last + step], 1))
    places = np.concatenate([flat, centres])
    triangles = np.concatenate([sides, *caps])
    normal = np.zeros_like(places)
    face = np.cross(
        places[triangles[:, 1]] - places[triangles[:, 0]], places[triangles[:, 2]] - places[triangles[:, 0]]
    )
    for corner in range(3):
        np.add.at(normal, triangles[:, corner], face)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    return Mesh(
        places.astype(np.float32),
        normal.astype(np.float32),
        np.zeros((len(places), 2), np.float32),
        triangles.astype(np.int32),
        (material,),
        np.zeros(len(triangles), np.int32),
        np.zeros(len(triangles), np.bool_),
    )


def pigeonholes() -> Mesh:
    """Oak pigeon-holes for letters, four by five, some with post in them; to stand against a wall or hang on it."""
    wide, high, deep = 1.10, 1.00, 0.30
    back = box((wide, 0.012, high), at=(0, -0.006, 0), material="oak")
    across = [
        box((wide, deep, 0.018), at=(0, -deep / 2, z), bevel=0.003, material="oak")
        for z in np.linspace(0, high - 0.018, 6)
    ]
    up = [
        box((0.018, deep, high), at=(x, -deep / 2, 0), bevel=0.003, material="oak")
        for x in np.linspace(-wide / 2 + 0.009, wide / 2 - 0.009, 5)
    ]
    random = np.random.default_rng(5)
    post = []
    for row in range(5):
        for column in range(4):
            x, z = -wide / 2 + (column + 0.5) * wide / 4, row * (high - 0.018) / 5 + 0.018
            post.append(box((0.05, 0.002, 0.016), at=(x, -deep - 0.0005, z - 0.0165), material="brass"))
            letters = int(random.integers(0, 4))
            for k in range(letters):
                kind = ("paper", "linen", "faience-blue", "leather")[int(random.integers(0, 4))]
                post.append(
                    box(
                        (0.20 - 0.02 * k, 0.22, 0.006),
                        at=(x + float(random.uniform(-0.01, 0.01)), -deep / 2 - 0.01, z + 0.0075 * k),
                        material=kind,
                    )
                )
    return merge(back, *across, *up, *post)


def bag() -> Mesh:
    """A canvas bag with leather handles, as somebody left it beside a chair."""
    turn = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    rings = []
    for z, wide, deep in (
        (0.0, 0.165, 0.060),
        (0.012, 0.180, 0.072),
        (0.10, 0.190, 0.080),
        (0.22, 0.186, 0.070),
        (0.30, 0.178, 0.045),
        (0.31, 0.170, 0.036),
    ):
        square = (
            np.abs(np.cos(turn)) ** 0.45 * np.sign(np.cos(turn)),
            np.abs(np.sin(turn)) ** 0.45 * np.sign(np.sin(turn)),
        )
        rings.append(np.stack([wide * square[0], deep * square[1], np.full(len(turn), z)], 1))
    skin = _skin(np.array(rings)[::-1], "blue-fabric")
    handles = [
        bent(
            [
                (-0.075, y, 0.24),
                (-0.072, y * 1.0, 0.33),
                (-0.045, y * 0.8, 0.42),
                (0.045, y * 0.8, 0.42),
                (0.072, y, 0.33),
                (0.075, y, 0.24),
            ],
            0.007,
            sides=8,
            material="leather",
        )
        for y in (-0.062, 0.062)
    ]
    patch = moved(
        leaning(slab((0.15, 0.11), 0.006, radius=0.012, bevel=0.002, material="leather"), 90.0), (0, -0.0745, 0.12)
    )
    return merge(skin, *handles, patch)


def recycling_bins() -> Mesh:
    """Three bins in one oak frame: paper, packaging, the rest; their mouths differ."""
    parts = [
        box((1.14, 0.40, 0.05), at=(0, 0, 0.0), bevel=0.006, material="ink"),
        box((1.20, 0.44, 0.04), at=(0, 0, 0.86), bevel=0.01, material="oak"),
        *[
            box((0.03, 0.42, 0.82), at=(x, 0, 0.05), bevel=0.004, material="oak")
            for x in (-0.585, -0.195, 0.195, 0.585)
        ],
        box((1.16, 0.02, 0.82), at=(0, 0.20, 0.05), material="oak"),
    ]
    for x, material in ((-0.39, "cobalt"), (0.0, "saffron"), (0.39, "ink")):
        parts.append(box((0.35, 0.38, 0.78), at=(x, -0.01, 0.06), bevel=0.012, material="paint-white"))
        parts.append(upright_plate((0.26, 0.10), 0.006, (x, -0.2, 0.66), radius=0.012, bevel=0.002, material=material))
        parts.append(box((0.11, 0.012, 0.016), at=(x, -0.205, 0.10), bevel=0.003, material="steel"))
    parts.append(box((0.24, 0.035, 0.004), at=(-0.39, -0.02, 0.899), material="ink"))
    parts.append(cylinder(0.075, 0.004, at=(0, -0.02, 0.899), sides=24, material="ink"))
    parts.append(box((0.20, 0.14, 0.004), at=(0.39, -0.02, 0.899), material="ink"))
    parts += [ring(0.078, 0.006, (0, -0.02, 0.9), sides=6, steps=24, material="saffron")]
    return merge(*parts)


def umbrella_stand() -> Mesh:
    """A faience umbrella stand with two umbrellas and a stick."""
    pot = lathe(
        [
            (0.10, 0),
            (0.105, 0.01),
            (0.108, 0.40),
            (0.125, 0.46),
            (0.127, 0.475),
            (0.115, 0.475),
            (0.10, 0.42),
            (0.095, 0.06),
            (0, 0.06),
        ],
        sides=26,
        material="ceramic",
    )
    bands = [ring(0.1075, 0.004, (0, 0, z), sides=6, steps=26, material="cobalt") for z in (0.06, 0.38)]
    things = []
    for turn, lean, material in ((20, 7, "cobalt"), (150, 6, "terracotta")):
        one = merge(
            lathe(
                [(0.004, 0.0), (0.012, 0.06), (0.030, 0.36), (0.024, 0.52), (0.012, 0.56), (0, 0.57)],
                sides=12,
                material=material,
            ),
            cylinder(0.0065, 0.16, at=(0, 0, 0.55), sides=8, material="walnut"),
            bent(
                [(0, 0, 0.70), (0, 0, 0.75), (0, -0.03, 0.79), (0, -0.065, 0.775), (0, -0.07, 0.74)],
                0.009,
                sides=8,
                material="walnut",
            ),
        )
        things.append(moved(place(leaning(one, float(lean)), (0, 0, 0), turn), (0.0, 0.0, 0.065)))
    stick = merge(
        cylinder(0.010, 0.80, sides=10, material="oak"), ball(0.022, (0, 0, 0.81), sides=12, material="brass")
    )
    things.append(moved(place(leaning(stick, 6.0), (0, 0, 0), 265), (0, 0, 0.065)))
    return merge(pot, *bands, *things)


def fruit_bowl() -> Mesh:
    """A faience bowl of oranges and lemons."""
    bowl = lathe(
        [
            (0.055, 0),
            (0.06, 0.012),
            (0.05, 0.02),
            (0.11, 0.06),
            (0.15, 0.105),
            (0.145, 0.108),
            (0.10, 0.066),
            (0.04, 0.03),
            (0, 0.028),
        ],
        sides=30,
        material="ceramic",
    )
    rim = ring(0.148, 0.004, (0, 0, 0.106), sides=6, steps=30, material="cobalt")
    fruit = []
    for k, (x, y, z) in enumerate(
        ((-0.055, 0.02, 0.10), (0.04, 0.055, 0.10), (0.05, -0.035, 0.10), (-0.03, -0.06, 0.10), (0.0, 0.005, 0.155))
    ):
        if k in (2, 4):
            fruit.append(
                moved(
                    place(scaled(ball(1.0, sides=16, material="saffron"), (0.046, 0.034, 0.034)), (0, 0, 0), 40.0 * k),
                    (x, y, z),
                )
            )
        else:
            fruit.append(ball(0.041, (x, y, z), sides=16, material="terracotta"))
            fruit.append(cylinder(0.005, 0.003, at=(x, y, z + 0.039), sides=8, material="leaf"))
    return merge(bowl, rim, *fruit)


def tea_set() -> Mesh:
    """A tray with a teapot and two cups."""
    tray = merge(
        slab((0.42, 0.28), 0.012, radius=0.06, bevel=0.004, steps=5, material="walnut"),
        moved(scaled(ring(1.0, 0.02, sides=5, steps=32, material="walnut"), (0.205, 0.135, 0.35)), (0, 0, 0.016)),
    )
    pot = lathe([(0.04, 0), (0.065, 0.02), (0.072, 0.05), (0.06, 0.085), (0.036, 0.10)], sides=24, material="cobalt")
    lid = lathe(
        [(0.040, 0.10), (0.036, 0.108), (0.012, 0.118), (0.008, 0.124), (0.013, 0.134), (0, 0.14)],
        sides=20,
        material="cobalt",
    )
    spout = bent(
        [(0.058, 0, 0.045), (0.09, 0, 0.06), (0.10, 0, 0.085), (0.118, 0, 0.10)], 0.010, sides=10, material="cobalt"
    )
    grip = bent(
        [(-0.058, 0, 0.082), (-0.095, 0, 0.085), (-0.105, 0, 0.055), (-0.068, 0, 0.03)],
        0.007,
        sides=8,
        material="cobalt",
    )
    parts = [moved(merge(pot, lid, spout, grip), (-0.06, 0.03, 0.012))]
    for x, y in ((0.10, -0.06), (0.13, 0.05)):
        parts.append(
            lathe(
                [(0.018, 0), (0.030, 0.02), (0.034, 0.05), (0.031, 0.05), (0.026, 0.02), (0, 0.008)],
                at=(x, y, 0.012),
                sides=20,
                material="ceramic",
            )
        )
        parts.append(cylinder(0.029, 0.002, at=(x, y, 0.050), sides=18, material="leather"))
    return merge(tray, *parts)


PROPS = {
    "white-coats": white_coats,
    "pigeonholes": pigeonholes,
    "bag": bag,
    "recycling-bins": recycling_bins,
    "umbrella-stand": umbrella_stand,
    "fruit-bowl": fruit_bowl,
    "tea-set": tea_set,
}
