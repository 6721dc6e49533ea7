"""Props for consultations: what one examines with. Each over the origin, its front towards -Y."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from shapes import (
    along_x,
    ball,
    bent,
    box,
    castors,
    cylinder,
    lathe,
    leaning,
    merge,
    moved,
    place,
    ring,
    scaled,
    slab,
    tube,
    upright_plate,
)

from campus.mesh import Mesh, both, ribbon
from campus.mesh.sheet import flat


def ultrasound() -> Mesh:
    """An ultrasound machine: a column on wheels, a desk of keys, two probes at its side, a screen on an arm."""
    base = slab((0.48, 0.62), 0.10, (0, 0, 0.09), radius=0.12, bevel=0.03, material="paint-white")
    wheels = [
        moved(along_x(cylinder(0.06, 0.04, at=(0, 0, -0.02), sides=14, bevel=0.008, material="rubber")), (x, y, 0.06))
        for x in both(0.19)
        for y in both(0.24)
    ]
    column = slab((0.30, 0.34), 0.58, (0, 0.06, 0.17), radius=0.06, bevel=0.02, material="paint-white")
    front = upright_plate((0.22, 0.40), 0.012, (0, -0.108, 0.26), radius=0.02, material="linen")
    slots = [box((0.14, 0.008, 0.012), at=(0, -0.122, 0.32 + 0.035 * k), material="ink") for k in range(3)]
    desk = moved(
        leaning(slab((0.46, 0.38), 0.05, radius=0.06, bevel=0.014, material="paint-white"), 8.0), (0, -0.08, 0.79)
    )
    top = moved(leaning(slab((0.40, 0.31), 0.006, radius=0.05, bevel=0.002, material="ink"), 8.0), (0, -0.087, 0.841))
    keys = []
    for row in range(3):
        for column_ in range(9):
            keys.append(
                box(
                    (0.026, 0.018, 0.006),
                    at=(-0.152 + 0.038 * column_, -0.01 - 0.028 * row, 0.0),
                    hidden=("bottom",),
                    material="linen",
                )
            )
    keys += [
        cylinder(0.024, 0.012, at=(0, -0.125, 0), sides=20, bevel=0.004, material="cobalt"),
        ring(0.034, 0.004, (0, -0.125, 0.004), sides=5, steps=20, material="steel"),
        *[
            cylinder(0.012, 0.016, at=(x, -0.125, 0), sides=12, bevel=0.003, material="steel")
            for x in (-0.14, -0.09, 0.09, 0.14)
        ],
    ]
    keys_up = moved(leaning(merge(*keys), 8.0), (0, -0.08, 0.8425))
    arm = bent([(0, 0.14, 0.74), (0, 0.16, 0.98), (0, 0.10, 1.06), (0, 0.06, 1.12)], 0.024, sides=10, material="steel")
    screen = merge(
        moved(leaning(box((0.44, 0.04, 0.32), bevel=0.012, material="paint-white"), -8.0), (0, 0.03, 1.06)),
        moved(leaning(box((0.405, 0.004, 0.275), at=(0, -0.021, 0.025), material="screen"), -8.0), (0, 0.03, 1.06)),
        moved(leaning(_fan(), -8.0), (0, 0.03, 1.06)),
    )
    probes = []
    for number, (x, colour) in enumerate(((0.245, "cobalt"), (-0.245, "linen"))):
        holder = cylinder(0.030, 0.06, at=(x, -0.05, 0.80), sides=16, bevel=0.006, material="ink")
        grip = lathe(
            [(0.012, 0.80), (0.017, 0.86), (0.015, 0.92), (0.026, 0.955), (0.026, 0.97), (0, 0.975)],
            at=(x, -0.05, 0),
            sides=14,
            material="linen",
        )
        tip = cylinder(0.0265, 0.012, at=(x, -0.05, 0.962), sides=14, bevel=0.004, material=colour)
        cable = bent(
            [(x, -0.05, 0.80), (x * 1.04, -0.05, 0.55), (x * 1.0, -0.02, 0.38), (x * 0.7, 0.04, 0.36 + 0.02 * number)],
            0.006,
            sides=5,
            steps=4,
            material="rubber",
        )
        probes += [holder, grip, tip, cable]
    return merge(base, *wheels, column, front, *slots, desk, top, keys_up, arm, screen, *probes)


def _fan() -> Mesh:
    """The sector that an ultrasound picture is, grey on black, over its screen."""
    rows = []
    for k, (inner, outer, material) in enumerate(
        ((0.03, 0.10, "iron"), (0.10, 0.125, "linen"), (0.125, 0.19, "steel"), (0.19, 0.215, "iron"))
    ):
        angle = np.deg2rad(np.linspace(-38, 38, 13))
        a = np.stack([np.sin(angle) * inner, -np.cos(angle) * inner], 1)
        b = np.stack([np.sin(angle) * outer, -np.cos(angle) * outer], 1)

        flat = ribbon(a, b, 0.0012 + 0.0002 * k, material=material)
        rows.append(moved(leaning(flat, 90.0), (0.0, -0.0235, 0.285)))
    return merge(*rows)


def instrument_trolley() -> Mesh:
    """A steel trolley of two shelves on wheels, with bowls, a box of gloves and a bottle."""
    posts = [cylinder(0.011, 0.78, at=(x, y, 0.09), sides=10, material="steel") for x in both(0.33) for y in both(0.20)]
    wheels = [
        merge(
            moved(
                along_x(cylinder(0.04, 0.022, at=(0, 0, -0.011), sides=16, bevel=0.005, material="rubber")),
                (x, y, 0.04),
            ),
            cylinder(0.012, 0.03, at=(x, y, 0.07), sides=8, material="ink"),
        )
        for x in both(0.33)
        for y in both(0.20)
    ]
    trays = []
    for z in (0.24, 0.82):
        trays.append(slab((0.68, 0.42), 0.014, (0, 0, z), radius=0.03, bevel=0.004, material="steel"))
        trays += [
            tube([(-0.33, y, z + 0.05), (0.33, y, z + 0.05)], 0.006, sides=8, material="steel") for y in both(0.20)
        ]
        trays += [
            tube([(x, -0.20, z + 0.05), (x, 0.20, z + 0.05)], 0.006, sides=8, material="steel") for x in both(0.33)
        ]
    handle = bent(
        [(0.33, -0.19, 0.87), (0.40, -0.17, 0.93), (0.40, 0.17, 0.93), (0.33, 0.19, 0.87)], 0.010, material="steel"
    )
    bowl = lathe(
        [(0.05, 0), (0.085, 0.03), (0.10, 0.06), (0.095, 0.06), (0.08, 0.035), (0, 0.008)],
        at=(-0.2, 0.05, 0.834),
        sides=20,
        material="steel",
    )
    kidney = lathe([(0.06, 0), (0.085, 0.035), (0.08, 0.035), (0.055, 0.006), (0, 0.006)], sides=20, material="steel")
    kidney = moved(scaled(kidney, (1.4, 0.8, 1.0)), (0.02, -0.06, 0.834))
    gloves = merge(
        box((0.22, 0.11, 0.075), at=(0.17, 0.09, 0.834), bevel=0.004, material="faience-blue"),
        moved(scaled(ball(1.0, sides=12, material="linen"), (0.055, 0.02, 0.018)), (0.17, 0.09, 0.910)),
    )
    bottle = lathe(
        [(0.03, 0), (0.032, 0.01), (0.032, 0.10), (0.012, 0.125), (0.012, 0.15), (0, 0.152)],
        at=(-0.05, 0.12, 0.834),
        sides=16,
        material="terracotta",
    )
    tools = [
        tube(
            [(-0.06 + 0.03 * k, -0.13, 0.845), (0.05 + 0.03 * k, -0.06 - 0.01 * k, 0.845)],
            0.004,
            sides=6,
            material="iron",
        )
        for k in range(3)
    ]
    linens = [
        slab((0.28, 0.20), 0.035, (-0.12, 0.02, 0.254 + 0.037 * k), radius=0.02, bevel=0.012, material="linen")
        for k in range(3)
    ]
    drum = cylinder(0.09, 0.13, at=(0.19, 0, 0.254), sides=20, bevel=0.01, material="steel")
    return merge(*posts, *wheels, *trays, handle, bowl, kidney, gloves, bottle, *tools, *linens, drum)


def column_scales() -> Mesh:
    """Medical scales with a column, a dial and a measuring rod, 1.6 m folded."""
    base = slab((0.34, 0.48), 0.05, (0, -0.02, 0.008), radius=0.04, bevel=0.014, material="paint-white")
    mat = slab((0.29, 0.34), 0.006, (0, -0.06, 0.057), radius=0.03, bevel=0.002, material="rubber")
    ribs = [box((0.25, 0.008, 0.004), at=(0, -0.18 + 0.04 * k, 0.062), material="ink") for k in range(7)]
    feet = [
        cylinder(0.02, 0.01, at=(x, y - 0.02, 0), sides=10, material="rubber") for x in both(0.13) for y in both(0.20)
    ]
    column = slab((0.09, 0.06), 1.06, (0, 0.18, 0.05), radius=0.025, bevel=0.01, material="paint-white")
    dial = moved(leaning(cylinder(0.13, 0.06, sides=32, bevel=0.015, material="paint-white"), 78.0), (0, 0.19, 1.19))
    face = moved(leaning(cylinder(0.112, 0.003, at=(0, 0, 0.059), sides=32, material="ceramic"), 78.0), (0, 0.19, 1.19))
    marks = []
    for k in range(24):
        turn = np.deg2rad(15 * k)
        tick = place(
            box((0.003 if k % 2 else 0.006, 0.016, 0.002), at=(0, 0.096, 0.062), material="ink"),
            (0, 0, 0),
            float(np.rad2deg(turn)),
        )
        marks.append(tick)
    marks.append(place(box((0.005, 0.09, 0.002), at=(0, 0.035, 0.064), material="signal-red"), (0, 0, 0), -40))
    needle = moved(leaning(merge(*marks), 78.0), (0, 0.19, 1.19))
    rod = box((0.022, 0.012, 0.62), at=(0, 0.235, 1.0), material="steel")
    head = box((0.03, 0.20, 0.012), at=(0, 0.15, 1.61), bevel=0.003, material="steel")
    return merge(base, mat, *ribs, *feet, column, dial, face, needle, rod, head)


def blood_pressure() -> Mesh:
    """A blood-pressure meter for a table: a body with its display, a cuff beside it, a tube between."""
    body = slab((0.13, 0.16), 0.06, (-0.08, 0, 0.0), radius=0.03, bevel=0.012, material="paint-white")
    glass = box((0.092, 0.085, 0.003), at=(-0.08, 0.025, 0.061), material="ink")
    digits = [
        box((0.006, 0.022, 0.0015), at=(-0.108 + 0.02 * k, 0.03 - 0.032 * r + 0.016, 0.0635), material="linen")
        for r in range(2)
        for k in range(3)
    ]
    button = cylinder(0.017, 0.006, at=(-0.08, -0.05, 0.060), sides=18, bevel=0.002, material="cobalt")
    profile = [(0.052, 0), (0.056, 0.005), (0.056, 0.135), (0.052, 0.14), (0.048, 0.135), (0.048, 0.005)]
    cuff = moved(along_x(_hollow(profile, 24, "cobalt")), (0.03, 0.02, 0.057))
    patch = moved(slab((0.07, 0.04), 0.004, radius=0.008, bevel=0.001, material="linen"), (0.10, 0.02, 0.112))
    hose = bent(
        [(-0.05, 0.075, 0.03), (-0.02, 0.12, 0.02), (0.06, 0.12, 0.015), (0.10, 0.078, 0.05)],
        0.004,
        sides=6,
        steps=6,
        material="rubber",
    )
    return merge(body, glass, *digits, button, cuff, patch, hose)


def _hollow(profile: list[tuple[float, float]], sides: int, material: str) -> Mesh:
    """A pipe with walls: the closed profile turned about the vertical."""
    closed = [*profile, profile[0]]
    made = []
    for (r0, z0), (r1, z1) in pairwise(closed):
        made.append(_band(r0, z0, r1, z1, sides, material))
    return merge(*made)


def _band(r0: float, z0: float, r1: float, z1: float, sides: int, material: str) -> Mesh:
    """One cone of a turned profile, without caps; it looks to the right of its direction."""

    a = np.deg2rad(np.arange(sides) * 360 / sides)
    b = np.roll(a, -1)

    def at(r: float, z: float, t: np.ndarray) -> np.ndarray:
        return np.stack([r * np.cos(t), r * np.sin(t), np.full(len(t), z)], 1)

    corners = np.stack([at(r0, z0, a), at(r0, z0, b), at(r1, z1, b), at(r1, z1, a)], 1)
    return flat(corners, material)


def stethoscope() -> Mesh:
    """A stethoscope as it lies on a table: a loop of tube, the two branches, the chest piece."""
    loop = bent(
        [
            (0.0, -0.03, 0.006),
            (0.06, -0.10, 0.006),
            (0.14, -0.07, 0.006),
            (0.13, 0.03, 0.006),
            (0.05, 0.07, 0.006),
            (-0.02, 0.10, 0.006),
            (-0.09, 0.06, 0.008),
        ],
        0.0055,
        sides=8,
        steps=6,
        material="cobalt",
    )
    branches = []
    for x in both(0.05):
        branches.append(
            bent(
                [
                    (0.0, -0.03, 0.006),
                    (x * 0.5, -0.09, 0.008),
                    (x * 1.2, -0.16, 0.012),
                    (x * 0.9, -0.23, 0.012),
                    (x * 0.55, -0.255, 0.012),
                ],
                0.0035,
                sides=7,
                steps=5,
                material="steel",
            )
        )
        branches.append(ball(0.008, (x * 0.5, -0.258, 0.012), sides=10, material="ink"))
    joint = ball((0.010, 0.016, 0.008), (0, -0.035, 0.008), sides=10, material="ink")
    piece = moved(
        lathe(
            [
                (0.010, 0),
                (0.022, 0.002),
                (0.024, 0.008),
                (0.016, 0.012),
                (0.008, 0.016),
                (0.008, 0.022),
                (0.014, 0.026),
                (0.014, 0.03),
                (0, 0.031),
            ],
            sides=20,
            material="steel",
        ),
        (-0.112, 0.05, 0),
    )
    return merge(loop, *branches, joint, piece)


def examination_lamp() -> Mesh:
    """An examination lamp on a wheeled foot, its arm bent over."""
    pole = cylinder(0.014, 0.85, at=(0, 0, 0.10), sides=12, material="steel")
    arm = bent(
        [(0, 0, 0.94), (0, 0.02, 1.15), (0, -0.02, 1.42), (0, -0.18, 1.55), (0, -0.34, 1.50)],
        0.009,
        sides=8,
        steps=6,
        material="steel",
    )
    joint = ball(0.022, (0, 0, 0.95), sides=12, material="ink")
    shade = lathe(
        [(0.025, 0.10), (0.05, 0.085), (0.095, 0.02), (0.10, 0.0), (0.092, 0.002), (0.05, 0.07), (0.0, 0.078)][::-1],
        sides=24,
        material="paint-white",
    )
    bulb = cylinder(0.078, 0.004, at=(0, 0, 0.018), sides=24, material="ceramic")
    head = moved(leaning(merge(shade, bulb), -32.0), (0, -0.36, 1.41))
    return merge(castors(0.26, wheel=0.03), pole, arm, joint, head)


def sharps_bin() -> Mesh:
    """A bin for needles: saffron, its lid with a slot."""
    tub = lathe([(0.07, 0), (0.076, 0.006), (0.088, 0.19), (0.088, 0.2)], sides=24, material="saffron")
    lid = lathe([(0.092, 0.2), (0.094, 0.212), (0.085, 0.225), (0.0, 0.232)], sides=24, material="ink")
    slot = cylinder(0.034, 0.012, at=(0, 0.015, 0.226), sides=20, bevel=0.003, material="signal-red")
    label = lathe([(0.0802, 0.06), (0.0852, 0.145)], sides=24, material="paper")
    return merge(tub, lid, slot, label)


PROPS = {
    "ultrasound": ultrasound,
    "instrument-trolley": instrument_trolley,
    "column-scales": column_scales,
    "blood-pressure": blood_pressure,
    "stethoscope": stethoscope,
    "examination-lamp": examination_lamp,
    "sharps-bin": sharps_bin,
}
