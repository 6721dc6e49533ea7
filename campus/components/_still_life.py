"""Small things that stand on other things: jars, books, cups, a laptop. Knows no component.

All drawn over the origin, their front towards -Y as on a shelf that hangs on a wall.
"""

from __future__ import annotations

import numpy as np

from campus.components._shaping import leaning, slab
from campus.mesh import Mesh, box, cylinder, lathe, merge, moved, tube

BOOKS = ("cobalt", "limestone-smooth", "terracotta", "leather", "paper", "walnut", "ink")


def jar(height: float = 0.28, *, blue: bool = False) -> Mesh:
    """An apothecary jar: a waisted albarello in white faience with two cobalt bands, or all cobalt; 390 triangles."""
    h, r = height, height * 0.30
    glaze, band = ("cobalt", "ceramic") if blue else ("ceramic", "cobalt")
    body = [(0.82, 0.0), (1.0, 0.12), (1.0, 0.18), (0.84, 0.42), (1.0, 0.70), (0.98, 0.76)]
    neck = [(0.66, 0.82), (0.70, 0.86)]
    lid = [(0.76, 0.86), (0.72, 0.90), (0.14, 0.95), (0.16, 0.98), (0.0, 1.0)]
    vessel = lathe([(a * r, b * h) for a, b in (*body, *neck)], sides=12, material=glaze)
    cover = lathe([(a * r, b * h) for a, b in lid], sides=12, material=glaze)
    bands = [
        cylinder(r * 1.012, h * 0.022, at=(0, 0, h * z), sides=12, material=band)
        for z in (0.14, 0.71)
    ]  # fmt: skip
    wide, tall = label_of(height)
    label = box((wide, 0.006, tall), at=(0, -r * 0.86, h * 0.365), material="paper")
    return merge(vessel, cover, *bands, label)


def label_of(height: float) -> tuple[float, float]:
    """Width and height of the label on a jar so high, metres."""
    return height * 0.30 * 0.95, height * 0.15


def label_face(height: float) -> tuple[float, float, float]:
    """Where the middle of the paper on a jar so high is, a millimetre before it."""
    return 0.0, -height * 0.30 * 0.86 - 0.004, height * (0.365 + 0.15 / 2)


def books(width: float, height: float, depth: float, seed: int = 0) -> Mesh:
    """A row of books, the last ones leaning; sizes and colours follow from `seed` alone."""
    random = np.random.default_rng(seed)
    made: list[Mesh] = []
    x = -width / 2
    while x < width / 2 - 0.05:
        thick = float(random.uniform(0.018, 0.048))
        tall = height * float(random.uniform(0.72, 1.0))
        deep = depth * float(random.uniform(0.8, 1.0))
        cover = BOOKS[int(random.integers(len(BOOKS)))]
        made.append(box((thick - 0.002, deep, tall), at=(x + thick / 2, (depth - deep) / 2, 0), material=cover))
        x += thick
        if random.random() < 0.06:
            x += 0.07
    return merge(*made)


def stack(count: int = 3, seed: int = 1) -> Mesh:
    """A few books lying on each other, each a little askew."""
    random = np.random.default_rng(seed)
    z, made = 0.0, []
    for number in range(count):
        thick = float(random.uniform(0.02, 0.04))
        size = (0.24 - 0.015 * number, 0.17 - 0.01 * number)
        cover = BOOKS[int(random.integers(len(BOOKS)))]
        shift = (float(random.uniform(-0.012, 0.012)), float(random.uniform(-0.012, 0.012)), z)
        made.append(moved(slab(size, thick, radius=0.004, bevel=0.002, steps=1, material=cover), shift))
        z += thick
    return merge(*made)


def cup() -> Mesh:
    """A coffee cup on its saucer."""
    saucer = lathe([(0.03, 0), (0.07, 0.012), (0.072, 0.016), (0.03, 0.008), (0, 0.008)], sides=18, material="ceramic")
    profile = [(0.022, 0.008), (0.036, 0.03), (0.040, 0.062), (0.037, 0.062), (0.034, 0.052), (0, 0.052)]
    bowl = lathe(profile, sides=18, material="ceramic")
    coffee = cylinder(0.033, 0.002, at=(0, 0, 0.0525), sides=18, material="walnut")
    handle = tube(
        [(0.038, 0, 0.050), (0.058, 0, 0.046), (0.058, 0, 0.028), (0.036, 0, 0.024)], 0.004, sides=6, material="ceramic"
    )
    return merge(saucer, bowl, coffee, handle)


def carafe() -> Mesh:
    """A carafe of water and a glass beside it."""
    profile = [(0.045, 0), (0.052, 0.01), (0.055, 0.12), (0.022, 0.19), (0.020, 0.25), (0.026, 0.265)]
    bottle = lathe(profile, sides=18, material="glass")
    water = lathe([(0.046, 0.006), (0.049, 0.11), (0.0, 0.11)], sides=18, material="water")
    glass = lathe([(0.026, 0), (0.032, 0.10)], at=(0.12, -0.03, 0), sides=16, material="glass")
    return merge(bottle, water, glass)


def laptop() -> Mesh:
    """An open laptop, its screen towards -Y."""
    base = slab((0.32, 0.22), 0.014, radius=0.012, bevel=0.004, material="steel")
    keys = box((0.28, 0.10, 0.001), at=(0, 0.02, 0.014), material="ink")
    lid = moved(slab((0.32, 0.21), 0.008, radius=0.012, bevel=0.003, material="steel"), (0, 0, 0))
    face = box((0.30, 0.19, 0.001), at=(0, 0, 0.008), material="cobalt")
    back = moved(leaning(merge(lid, face), 72.0), (0, 0.14, 0.112))
    return merge(base, keys, back)


def vase() -> Mesh:
    """A blue vase."""
    profile = [
        (0.05, 0),
        (0.085, 0.05),
        (0.09, 0.11),
        (0.045, 0.20),
        (0.042, 0.23),
        (0.055, 0.25),
        (0.048, 0.25),
        (0, 0.2),
    ]
    return lathe(profile, sides=20, material="cobalt")


def globe() -> Mesh:
    """A globe on a brass foot."""
    angle = np.linspace(-90, 90, 11)
    ball = [(0.15 * np.cos(np.deg2rad(a)), 0.34 + 0.15 * np.sin(np.deg2rad(a))) for a in angle]
    sphere = lathe(ball, sides=22, material="faience-blue")
    foot = lathe([(0, 0), (0.11, 0), (0.11, 0.012), (0.02, 0.03), (0.014, 0.19), (0, 0.19)], sides=18, material="brass")
    around = np.deg2rad(np.linspace(-95, 95, 15))
    ring = [(0.168 * np.cos(a), 0.0, 0.34 + 0.168 * np.sin(a)) for a in around]
    return merge(sphere, foot, tube(ring, 0.006, sides=6, material="brass"))


def coat_stand() -> Mesh:
    """A coat stand of oak with brass pegs, 1.75 m; its stem collides."""
    stem = cylinder(0.026, 1.70, at=(0, 0, 0.02), sides=12, top_radius=0.018, material="oak", collides=True)
    foot = cylinder(0.20, 0.03, sides=24, bevel=0.01, material="oak")
    knob = lathe([(0.02, 1.70), (0.03, 1.73), (0.02, 1.76), (0.0, 1.765)], sides=12, material="oak")
    pegs = []
    for number in range(6):
        turn = np.deg2rad(60 * number)
        height = 1.64 - 0.09 * (number % 2)
        out = np.array([np.cos(turn), np.sin(turn)])
        line = [(*(out * 0.015), height), (*(out * 0.10), height + 0.05), (*(out * 0.12), height + 0.10)]
        pegs.append(tube(line, 0.008, sides=6, material="brass"))
    return merge(stem, foot, knob, *pegs)


def waste_bin() -> Mesh:
    """A felt-lined bin of oak staves."""
    profile = [(0.13, 0), (0.16, 0.36), (0.145, 0.36), (0.12, 0.03), (0, 0.03)]
    return lathe(profile, sides=18, material="oak").solid()


def clock() -> Mesh:
    """A round wall clock, standing on its rim at the origin: white face, ink hands at ten past ten, brass rim."""
    rim = cylinder(0.20, 0.04, sides=36, bevel=0.01, material="brass")
    face = cylinder(0.182, 0.004, at=(0, 0, 0.039), sides=36, material="ceramic")
    marks = []
    for number in range(12):
        turn = np.deg2rad(30 * number)
        at = (0.155 * np.sin(turn), 0.155 * np.cos(turn), 0.043)
        marks.append(box((0.012, 0.012, 0.002), at=at, material="ink"))
    hour = tube([(0, 0, 0.046), (-0.075, 0.043, 0.046)], 0.005, sides=4, material="ink")
    minute = tube([(0, 0, 0.048), (0.065, 0.11, 0.048)], 0.004, sides=4, material="ink")
    lying = merge(rim, face, *marks, hour, minute)
    return moved(leaning(lying, 90.0), (0, 0, 0.20))


def monitor() -> Mesh:
    """A flat monitor on its foot, 24 inches, dark glass towards -Y."""
    foot = slab((0.24, 0.18), 0.012, (0, 0.02, 0), radius=0.02, bevel=0.004, material="steel")
    neck = box((0.05, 0.02, 0.20), at=(0, 0.06, 0.01), bevel=0.004, material="steel")
    back = box((0.56, 0.028, 0.34), at=(0, 0.035, 0.14), bevel=0.006, material="ink")
    face = box((0.535, 0.002, 0.31), at=(0, 0.020, 0.155), material="cobalt")
    return merge(foot, neck, back, face)


def camera() -> Mesh:
    """A camera for teleconsultation, its lens towards -Y: a round body that turns in a fork, on a foot."""
    foot = cylinder(0.055, 0.018, sides=24, bevel=0.005, material="ink")
    fork = [box((0.012, 0.05, 0.09), at=(x, 0, 0.015), bevel=0.003, material="steel") for x in (-0.05, 0.05)]
    body = moved(leaning(cylinder(0.042, 0.085, sides=24, bevel=0.01, material="ceramic"), 90.0), (0, 0.04, 0.075))
    lens = moved(leaning(cylinder(0.026, 0.02, sides=20, bevel=0.004, material="ink"), 90.0), (0, -0.043, 0.075))
    return merge(foot, *fork, body, lens)
