"""Props for care: what stands in a ward, a consulting room, a pharmacy. Each over the origin, its front towards -Y."""

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

from campus.components._still_life import jar
from campus.mesh import Mesh, both, extrude, ribbon
from campus.mesh.sheet import flat


def drip_stand() -> Mesh:
    """A drip stand with two bags, 1.9 m."""
    pole = cylinder(0.0125, 1.75, at=(0, 0, 0.10), sides=12, material="steel")
    collar = cylinder(0.022, 0.05, at=(0, 0, 1.02), sides=12, bevel=0.006, material="ink")
    hooks = [
        bent([(0, 0, 1.84), (x * 0.5, 0, 1.86), (x, 0, 1.85), (x * 1.12, 0, 1.87)], 0.006, sides=6, material="steel")
        for x in both(0.13)
    ]
    bags = [_bag(0.13, "water", 0.80), _bag(-0.13, "linen", 0.55)]
    pump = merge(
        box((0.14, 0.10, 0.20), at=(0, -0.055, 1.15), bevel=0.012, material="paint-white"),
        box((0.10, 0.004, 0.07), at=(0, -0.107, 1.25), material="screen"),
        *[cylinder_front(0.009, (x, -0.105, 1.19), "cobalt") for x in (-0.035, 0, 0.035)],
    )
    line = bent(
        [(0.13, 0, 1.57), (0.14, -0.02, 1.45), (0.05, -0.06, 1.36), (0.0, -0.06, 1.35)],
        0.003,
        sides=5,
        material="linen",
    )
    below = bent(
        [(0, -0.06, 1.15), (0.06, -0.08, 0.9), (0.16, -0.06, 0.85), (0.17, 0, 1.0)], 0.003, sides=5, material="linen"
    )
    return merge(castors(0.29), pole, collar, *hooks, *bags, pump, line, below)


def _bag(x: float, content: str, full: float) -> Mesh:
    skin = scaled(ball(1.0, sides=14, material="linen"), (0.052, 0.022, 0.11))
    liquid = scaled(ball(1.0, sides=14, material=content), (0.054, 0.024, 0.11 * full))
    loop = ring(0.012, 0.003, (x, 0, 1.838), axis="y", sides=5, steps=12, material="steel")
    neck = cylinder(0.008, 0.03, at=(x, 0, 1.58), sides=8, material="saffron")
    return merge(moved(skin, (x, 0, 1.71)), moved(liquid, (x, 0, 1.70 - 0.11 * (1 - full) * 0.6)), loop, neck)


def cylinder_front(radius: float, at: tuple[float, float, float], material: str, deep: float = 0.006) -> Mesh:
    """A button or a knob on an upright face: its axis towards -Y."""
    return moved(leaning(cylinder(radius, deep, sides=14, bevel=deep / 4, material=material), 90.0), at)


def patient_monitor() -> Mesh:
    """A monitor of vital signs on a wheeled stand, with its basket; three traces and two numbers on its face."""
    pole = cylinder(0.018, 1.08, at=(0, 0, 0.10), sides=14, material="steel")
    body = moved(box((0.36, 0.13, 0.29), bevel=0.02, material="paint-white"), (0, 0, 1.17))
    face = box((0.31, 0.004, 0.22), at=(0, -0.066, 1.22), material="screen")
    traces = []
    for row, (material, kind) in enumerate((("signal-green", 0), ("saffron", 1), ("blue-glow", 2))):
        x = np.linspace(-0.145, 0.055, 41)
        t = np.linspace(0, 3, 41) % 1
        y = (
            np.where(np.abs(t - 0.5) < 0.06, 0.035, 0) - np.where(np.abs(t - 0.62) < 0.05, 0.010, 0),
            0.012 * np.sin(2 * np.pi * t) + 0.006,
            np.maximum(0.022 * np.sin(np.pi * t), 0.0),
        )[kind]
        z = 1.385 - row * 0.062 + y
        traces.append(tube(np.stack([x, np.full(41, -0.0695), z], 1), 0.0016, sides=4, material=material))
        for digit in range(2):
            traces.append(
                box((0.022, 0.002, 0.032), at=(0.088 + 0.03 * digit, -0.069, 1.385 - row * 0.062), material=material)
            )
    knob = cylinder_front(0.016, (0.13, -0.066, 1.196), "ink", 0.014)
    keys = [box((0.022, 0.004, 0.010), at=(-0.13 + 0.03 * k, -0.066, 1.19), material="linen") for k in range(6)]
    handle = bent([(-0.12, 0, 1.455), (-0.11, 0, 1.495), (0.11, 0, 1.495), (0.12, 0, 1.455)], 0.010, material="ink")
    wires = [
        bent(
            [(-0.175, 0.0, z), (-0.24, -0.03, z - 0.08), (-0.20, -0.05, 0.82), (-0.08, -0.06, 0.76)],
            0.004,
            sides=5,
            material=m,
        )
        for z, m in ((1.30, "cobalt"), (1.25, "ink"), (1.20, "linen"))
    ]
    basket = merge(
        *[ring(0.115, 0.004, (0, -0.13, z), sides=5, steps=20, material="steel") for z in (0.70, 0.76, 0.82)],
        *[
            tube(
                [
                    (0.115 * np.cos(a), -0.13 + 0.115 * np.sin(a), 0.70),
                    (0.115 * np.cos(a), -0.13 + 0.115 * np.sin(a), 0.82),
                ],
                0.003,
                sides=5,
                material="steel",
            )
            for a in np.deg2rad(np.arange(0, 360, 30))
        ],
        cylinder(0.115, 0.006, at=(0, -0.13, 0.695), sides=20, material="steel"),
    )
    cuff = merge(
        moved(
            along_x(cylinder(0.05, 0.13, at=(0, 0, -0.065), sides=18, bevel=0.01, material="cobalt")),
            (0.0, -0.13, 0.755),
        )
    )
    return merge(castors(0.28, wheel=0.04), pole, body, face, *traces, knob, *keys, handle, *wires, basket, cuff)


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


def defibrillator() -> Mesh:
    """An automated defibrillator in its cabinet, to hang on a wall; the cabinet's foot at the origin."""
    case = box((0.38, 0.17, 0.42), at=(0, -0.085, 0), bevel=0.014, material="paint-white")
    frame = upright_plate((0.34, 0.38), 0.008, (0, -0.171, 0.02), radius=0.03, material="signal-green")
    window = upright_plate((0.25, 0.25), 0.004, (0, -0.180, 0.05), radius=0.02, bevel=0.001, material="linen")
    machine = upright_plate((0.19, 0.19), 0.012, (0, -0.185, 0.08), radius=0.03, bevel=0.004, material="signal-green")
    heart = _heart(0.055)
    bolt = [(0.006, 0.026), (-0.016, -0.004), (-0.002, -0.004), (-0.007, -0.028), (0.016, 0.006), (0.002, 0.006)]

    flash = extrude(bolt, 0.003, material="signal-green")
    cross = [
        box((0.05, 0.004, 0.016), at=(-0.11, -0.179, 0.347), material="ceramic"),
        box((0.016, 0.004, 0.05), at=(-0.11, -0.179, 0.330), material="ceramic"),
    ]
    marks = [
        box((0.10, 0.003, 0.014), at=(0.03 + 0.0, -0.179, 0.36), material="ceramic"),
        box((0.15, 0.003, 0.009), at=(0.055, -0.179, 0.34), material="ceramic"),
    ]
    lamp = moved(scaled(ball(1.0, sides=12, material="signal-red"), (0.022, 0.022, 0.016)), (0, -0.085, 0.425))
    foot = cylinder(0.026, 0.008, at=(0, -0.085, 0.418), sides=14, material="ink")
    handle = bent(
        [(0.15, -0.18, 0.16), (0.15, -0.205, 0.17), (0.15, -0.205, 0.25), (0.15, -0.18, 0.26)], 0.006, material="steel"
    )
    return merge(
        case,
        frame,
        window,
        machine,
        moved(leaning(heart, 90.0), (0, -0.196, 0.175)),
        moved(leaning(flash, 90.0), (0, -0.2, 0.175)),
        *cross,
        *marks,
        lamp,
        foot,
        handle,
    )


def _heart(size: float) -> Mesh:
    """A heart lying flat, its point towards -Y of the plane, 4 mm thick."""

    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return extrude(np.stack([x, y], 1) * size / 17, 0.004, material="ceramic")


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


def microscope() -> Mesh:
    """A binocular microscope, 0.4 m; the eyepieces look to +Y, where nobody has to reach over the stage."""
    foot = slab((0.18, 0.24), 0.045, radius=0.05, bevel=0.014, material="paint-white")
    arm = bent(
        [(0, 0.085, 0.04), (0, 0.10, 0.14), (0, 0.09, 0.24), (0, 0.03, 0.30)],
        0.028,
        sides=12,
        steps=5,
        material="paint-white",
    )
    stage = box((0.14, 0.13, 0.012), at=(0, -0.02, 0.135), bevel=0.003, material="ink")
    carrier = box((0.05, 0.10, 0.02), at=(0, 0.045, 0.115), bevel=0.004, material="paint-white")
    slide = box((0.075, 0.025, 0.0015), at=(0, -0.025, 0.147), material="faience")
    condenser = cylinder(0.020, 0.035, at=(0, -0.025, 0.10), sides=16, material="iron")
    lamp = cylinder(0.026, 0.014, at=(0, -0.025, 0.045), sides=18, bevel=0.003, material="ink")
    light = cylinder(0.018, 0.002, at=(0, -0.025, 0.0585), sides=18, material="ceramic")
    head = moved(box((0.07, 0.09, 0.05), bevel=0.014, material="paint-white"), (0, -0.02, 0.285))
    nose = cylinder(0.034, 0.016, at=(0, -0.025, 0.262), sides=18, bevel=0.004, material="iron")
    lenses = []
    for k in range(3):
        turn = np.deg2rad(120 * k - 90)
        foot_at = np.array((0.018 * np.cos(turn), -0.025 + 0.018 * np.sin(turn), 0.265))
        tip_at = np.array((0.028 * np.cos(turn), -0.025 + 0.028 * np.sin(turn), 0.265 - 0.07 - 0.012 * (k == 0)))
        lenses.append(tube([foot_at, tip_at], 0.010, sides=10, material="steel"))
        lenses.append(
            tube(
                [foot_at * 0.5 + tip_at * 0.5, foot_at * 0.42 + tip_at * 0.58],
                0.0108,
                sides=10,
                material=("saffron", "cobalt", "signal-red")[k],
            )
        )
    eyes = []
    for x in both(0.029):
        eyes.append(tube([(x, 0.01, 0.315), (x, -0.075, 0.365)], 0.015, sides=14, material="ink"))
        eyes.append(tube([(x, -0.065, 0.359), (x, -0.088, 0.3725)], 0.0175, sides=14, material="rubber"))
    knobs = [
        merge(
            along_x(
                cylinder(0.024, 0.014, at=(0, 0, 0.030 if s > 0 else -0.044), sides=18, bevel=0.003, material="ink"),
                (0, 0.088, 0.09),
            ),
            along_x(
                cylinder(0.013, 0.012, at=(0, 0, 0.044 if s > 0 else -0.056), sides=14, bevel=0.003, material="steel"),
                (0, 0.088, 0.09),
            ),
        )
        for s in (1, -1)
    ]
    return merge(foot, arm, stage, carrier, slide, condenser, lamp, light, head, nose, *lenses, *eyes, *knobs)


def hand_gel() -> Mesh:
    """A dispenser of hand gel on its stand, 1.3 m."""
    foot = cylinder(0.17, 0.016, sides=28, bevel=0.005, material="steel")
    pole = cylinder(0.018, 1.15, at=(0, 0.03, 0.012), sides=12, material="steel")
    body = box((0.11, 0.09, 0.25), at=(0, -0.02, 1.02), bevel=0.022, material="paint-white")
    window = box((0.05, 0.004, 0.11), at=(0, -0.066, 1.11), bevel=0.001, material="faience-blue")
    spout = box((0.05, 0.05, 0.03), at=(0, -0.055, 1.005), bevel=0.008, material="ink")
    tray = slab((0.14, 0.13), 0.012, (0, -0.06, 0.90), radius=0.03, bevel=0.004, material="ink")
    arm = box((0.03, 0.08, 0.012), at=(0, 0.0, 0.90), material="steel")
    sign = merge(
        upright_plate((0.15, 0.15), 0.006, (0, 0.034, 1.285), radius=0.02, bevel=0.002, material="cobalt"), _drop(0.045)
    )
    stem = cylinder(0.010, 0.06, at=(0, 0.035, 1.25), sides=8, material="steel")
    return merge(foot, pole, body, window, spout, tray, arm, stem, sign)


def _drop(size: float) -> Mesh:

    t = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    r = np.stack([np.sin(t) * np.sin(t / 2) ** 1.6, np.cos(t)], 1)
    return moved(leaning(extrude(r * size, 0.003, material="ceramic"), 90.0), (0, 0.0285, 1.36))


def first_aid_cabinet() -> Mesh:
    """A first-aid cabinet to hang on a wall; its foot at the origin."""
    case = box((0.36, 0.15, 0.44), at=(0, -0.075, 0), bevel=0.012, material="paint-white")
    door = upright_plate((0.34, 0.42), 0.014, (0, -0.149, 0.01), radius=0.015, bevel=0.004, material="paint-white")
    field = upright_plate((0.19, 0.19), 0.003, (0, -0.1625, 0.15), radius=0.012, bevel=0.001, material="signal-green")
    cross = [
        box((0.12, 0.005, 0.042), at=(0, -0.167, 0.224), material="ceramic"),
        box((0.042, 0.005, 0.12), at=(0, -0.167, 0.185), material="ceramic"),
    ]
    lock = cylinder_front(0.012, (0.14, -0.162, 0.10), "steel", 0.012)
    hinges = [cylinder(0.007, 0.05, at=(-0.176, -0.155, z), sides=10, material="steel") for z in (0.06, 0.33)]
    return merge(case, door, field, *cross, lock, *hinges)


def curtain() -> Mesh:
    """A bed curtain half drawn on its rail, 2.0 m wide and 2.3 m high, from posts at its ends; it hangs in folds."""

    posts = [cylinder(0.016, 2.28, at=(x, 0, 0.015), sides=12, material="steel") for x in both(1.0)]
    feet = [cylinder(0.14, 0.016, at=(x, 0, 0), sides=24, bevel=0.005, material="steel") for x in both(1.0)]
    rail = tube([(-1.02, 0, 2.29), (1.02, 0, 2.29)], 0.014, sides=10, material="steel")
    x = np.linspace(-0.94, 0.42, 109)
    fold = 0.050 * np.sin(x * 2 * np.pi / 0.165) + 0.012 * np.sin(x * 11.0)
    near, far = np.stack([x, fold - 0.002], 1), np.stack([x, fold + 0.002], 1)
    cloth = ribbon(far, near, 1.98, at=(0, 0, 0.24), material="linen")
    hem = ribbon(
        near - np.array((0, 0.0015)), far + np.array((0, 0.0015)), 0.10, at=(0, 0, 0.24), material="faience-blue"
    )
    hooks = [
        tube([(a, float(b), 2.22), (a, 0, 2.285)], 0.003, sides=5, material="steel")
        for a, b in zip(x[4::9], fold[4::9], strict=True)
    ]
    return merge(*posts, *feet, rail, cloth, hem, *hooks)


def skeleton() -> Mesh:
    """A teaching skeleton on its stand, life-size and simplified: every great bone, no sutures."""
    bone = "bone"
    parts = [
        cylinder(0.20, 0.03, sides=24, bevel=0.008, material="oak"),
        cylinder(0.012, 1.62, at=(0, 0.09, 0.09), sides=8, material="steel"),
    ]
    parts.append(
        bent([(0, 0.09, 1.70), (0, 0.09, 1.76), (0, 0.04, 1.775), (0, 0.0, 1.76)], 0.007, sides=6, material="steel")
    )
    parts.append(_skull((0, -0.005, 1.645)))
    for k in range(24):  # vertebrae from the sacrum to the skull, along the spine's double curve
        t = k / 23
        z, y = 1.00 + 0.56 * t, _spine(t)
        size = 0.026 - 0.012 * t
        parts.append(
            scaled_at(cylinder(1.0, 0.8, at=(0, 0, -0.4), sides=6, material=bone), (size, size * 0.8, 0.022), (0, y, z))
        )
        parts.append(
            tube([(0, y + size * 0.5, z), (0, y + size * 1.6 + 0.006, z - 0.012)], 0.005, sides=3, material=bone)
        )
    for k in range(10):  # ribs
        t = 0.50 + 0.036 * k
        z, y = 1.00 + 0.56 * t, _spine(t)
        wide = (0.125, 0.136, 0.142, 0.142, 0.138, 0.130, 0.120, 0.106, 0.088, 0.064)[k]
        drop = 0.085 - 0.006 * k
        front = k > 1
        for side in (1, -1):
            a = np.deg2rad(np.linspace(8, 168 if front else 120, 7))
            line = np.stack(
                [
                    side * wide * np.sin(a),
                    y - 0.055 + 0.075 * np.cos(a),
                    z - drop * (1 - np.cos(a)) / 2 + (0.05 * np.clip((a - 2.2), 0, 1)),
                ],
                1,
            )
            line[0] = (side * 0.012, y + 0.004, z)
            parts.append(tube(line, 0.0058, sides=4, material=bone))
    parts.append(
        moved(leaning(slab((0.034, 0.17), 0.010, radius=0.012, bevel=0.003, material=bone), 80.0), (0, -0.118, 1.335))
    )
    for side in (1, -1):
        parts.append(
            bent(
                [
                    (side * 0.012, -0.105, 1.425),
                    (side * 0.07, -0.085, 1.450),
                    (side * 0.13, -0.02, 1.452),
                    (side * 0.175, 0.0, 1.455),
                ],
                0.0075,
                sides=4,
                steps=2,
                material=bone,
            )
        )
        blade = slab((0.085, 0.13), 0.007, radius=0.03, bevel=0.0, steps=2, material=bone)
        parts.append(moved(place(leaning(blade, 84.0), (0, 0, 0), side * 22), (side * 0.105, 0.075, 1.365)))
        # arm, forearm, hand
        shoulder, elbow, wrist = (
            (side * 0.182, -0.005, 1.435),
            (side * 0.205, 0.015, 1.115),
            (side * 0.225, -0.045, 0.870),
        )
        parts.append(_long(shoulder, elbow, 0.0105, 0.021))
        for offset in (-0.012, 0.012):
            parts.append(
                _long(
                    (elbow[0] + offset, elbow[1] - 0.008, elbow[2] - 0.025),
                    (wrist[0] + offset * 0.8, wrist[1], wrist[2]),
                    0.0062,
                    0.010,
                )
            )
        parts.append(
            ball((0.024, 0.012, 0.018), (wrist[0], wrist[1] - 0.004, wrist[2] - 0.022), sides=6, material=bone)
        )
        for finger in range(5):
            x = wrist[0] + side * (-0.026 + 0.013 * finger)
            reach = (0.075, 0.135, 0.145, 0.138, 0.115)[4 - finger if side < 0 else finger]
            top = np.array((x, wrist[1] - 0.008, wrist[2] - 0.035))
            tip = top + np.array(((finger - 2) * 0.006 * side, -0.018, -reach))
            for start, end in ((0.0, 1.0),):
                parts.append(tube([top + (tip - top) * start, top + (tip - top) * end], 0.0046, sides=4, material=bone))
        # hip, leg, foot
        wing = scaled(ball(1.0, sides=10, material=bone), (0.075, 0.035, 0.075))
        parts.append(moved(place(wing, (0, 0, 0), side * -38), (side * 0.085, 0.015, 0.985)))
        parts.append(ring(0.030, 0.011, (side * 0.048, -0.028, 0.885), axis="y", sides=6, steps=14, material=bone))
        hip, knee, ankle = (side * 0.100, -0.005, 0.900), (side * 0.082, -0.02, 0.490), (side * 0.080, 0.01, 0.115)
        parts.append(ball(0.026, (side * 0.090, -0.005, 0.905), sides=6, material=bone))
        parts.append(_long((hip[0] + side * 0.03, hip[1], hip[2] - 0.02), knee, 0.014, 0.030))
        parts.append(tube([hip, (hip[0] + side * 0.034, hip[1], hip[2] - 0.02)], 0.012, sides=6, material=bone))
        parts.append(ball((0.020, 0.012, 0.022), (knee[0], knee[1] - 0.034, knee[2] - 0.005), sides=6, material=bone))
        parts.append(_long((knee[0] - side * 0.006, knee[1], knee[2] - 0.03), ankle, 0.012, 0.024))
        parts.append(
            _long(
                (knee[0] + side * 0.026, knee[1] + 0.01, knee[2] - 0.055),
                (ankle[0] + side * 0.02, ankle[1] + 0.006, ankle[2]),
                0.006,
                0.009,
            )
        )
        parts.append(ball((0.024, 0.042, 0.022), (ankle[0], 0.035, 0.080), sides=6, material=bone))
        parts.append(ball((0.028, 0.045, 0.018), (ankle[0], -0.035, 0.082), sides=6, material=bone))
        for toe in range(5):
            x = ankle[0] + side * (-0.028 + 0.014 * toe)
            parts.append(
                tube([(x * 0.6 + ankle[0] * 0.4, -0.06, 0.078), (x, -0.125, 0.064)], 0.0062, sides=4, material=bone)
            )
            parts.append(
                tube(
                    [(x, -0.13, 0.063), (x + side * 0.002, -0.175 + 0.008 * toe, 0.060)], 0.0058, sides=4, material=bone
                )
            )
    sacrum = lathe([(0.008, 0.0), (0.032, 0.05), (0.045, 0.10), (0.04, 0.115), (0, 0.12)], sides=6, material=bone)
    parts.append(moved(scaled(sacrum, (1.0, 0.45, 1.0)), (0, 0.048, 0.89)))
    return merge(*parts)


def scaled_at(mesh: Mesh, by: tuple[float, float, float], at: tuple[float, float, float]) -> Mesh:
    """Stretched, then put somewhere."""
    return moved(scaled(mesh, by), at)


def _spine(t: float) -> float:
    """How far back the spine lies at a share of its height: in at the loins and the neck, out at the chest."""
    return 0.035 + 0.028 * float(np.sin((t - 0.28) * 2 * np.pi * 0.95)) * (1 - 0.3 * t)


def _long(a: tuple[float, float, float], b: tuple[float, float, float], radius: float, end: float) -> Mesh:
    """A long bone: a shaft that widens to a knuckle at either end."""
    p, q = np.array(a), np.array(b)
    return merge(
        tube([p, q], radius, sides=6, material="bone"),
        *[ball((end, end * 0.85, end * 0.8), tuple(x), sides=6, material="bone") for x in (p, q)],
    )


def _skull(at: tuple[float, float, float], size: float = 1.0) -> Mesh:
    """A skull of eggs: the vault, the face, the sockets in shade, the jaw with its teeth."""
    parts = [
        ball((0.070, 0.088, 0.072), (0, 0.012, 0.022), sides=14, material="bone"),
        ball((0.052, 0.045, 0.050), (0, -0.048, -0.028), sides=10, material="bone"),
        ball((0.060, 0.022, 0.014), (0, -0.060, 0.012), sides=8, material="bone"),
        *[ball((0.0165, 0.012, 0.0155), (x, -0.083, -0.010), sides=8, material="iron") for x in both(0.025)],
        ball((0.008, 0.008, 0.012), (0, -0.094, -0.036), sides=6, material="iron"),
        *[ball((0.010, 0.030, 0.010), (x, -0.042, -0.028), sides=6, material="bone") for x in both(0.056)],
        bent(
            [
                (-0.050, 0.0, -0.045),
                (-0.047, -0.022, -0.090),
                (-0.030, -0.070, -0.103),
                (0, -0.086, -0.106),
                (0.030, -0.070, -0.103),
                (0.047, -0.022, -0.090),
                (0.050, 0.0, -0.045),
            ],
            0.0105,
            sides=6,
            steps=2,
            material="bone",
        ),
    ]
    for z in (-0.068, -0.084):
        parts.append(
            bent(
                [(-0.029, -0.068, z), (-0.016, -0.085, z), (0.016, -0.085, z), (0.029, -0.068, z)],
                0.0065,
                sides=5,
                steps=2,
                material="ceramic",
            )
        )
    return moved(scaled(merge(*parts), (size, size, size)), at)


def apothecary_jars() -> Mesh:
    """Five apothecary jars of three sizes in a row, white and cobalt."""
    row = [(-0.27, 0.30, False), (-0.115, 0.22, True), (0.025, 0.33, False), (0.165, 0.20, False), (0.29, 0.26, True)]
    return merge(*(moved(jar(height, blue=blue), (x, 0, 0)) for x, height, blue in row))


def mortar() -> Mesh:
    """A pharmacist's mortar of bronze with its pestle."""
    bowl = lathe(
        [
            (0.062, 0),
            (0.070, 0.008),
            (0.058, 0.025),
            (0.052, 0.04),
            (0.075, 0.10),
            (0.098, 0.15),
            (0.104, 0.165),
            (0.098, 0.168),
            (0.086, 0.15),
            (0.05, 0.06),
            (0, 0.05),
        ],
        sides=28,
        material="bronze",
    )
    bead = ring(0.0665, 0.005, (0, 0, 0.075), sides=6, steps=28, material="bronze")
    ears = [ball((0.014, 0.012, 0.016), (x, 0, 0.11), sides=10, material="bronze") for x in both(0.085)]
    pestle = lathe(
        [
            (0, 0),
            (0.018, 0.008),
            (0.022, 0.025),
            (0.012, 0.05),
            (0.009, 0.12),
            (0.013, 0.17),
            (0.016, 0.185),
            (0, 0.20),
        ],
        sides=14,
        material="brass",
    )
    return merge(bowl, bead, *ears, moved(place(leaning(pestle, -28.0), (0, 0, 0), 50), (0.012, -0.012, 0.056)))


def apothecary_balance() -> Mesh:
    """A brass balance with two pans, as on an apothecary's counter."""
    foot = slab((0.30, 0.15), 0.03, radius=0.01, bevel=0.006, material="walnut")
    pillar = lathe(
        [
            (0.04, 0),
            (0.042, 0.01),
            (0.016, 0.025),
            (0.011, 0.06),
            (0.015, 0.075),
            (0.009, 0.09),
            (0.008, 0.32),
            (0.014, 0.335),
            (0.006, 0.35),
            (0.01, 0.365),
            (0, 0.38),
        ],
        at=(0, 0, 0.03),
        sides=18,
        material="brass",
    )
    beam = bent(
        [(-0.20, 0, 0.360), (-0.10, 0, 0.352), (0, 0, 0.368), (0.10, 0, 0.352), (0.20, 0, 0.360)],
        0.006,
        material="brass",
    )
    pans = []
    for x in both(0.20):
        pans.append(
            lathe(
                [(0.02, 0), (0.055, 0.006), (0.066, 0.018), (0.063, 0.019), (0.05, 0.010), (0, 0.006)],
                at=(x, 0, 0.09),
                sides=22,
                material="brass",
            )
        )
        pans += [
            tube([(x, 0, 0.358), (x + 0.062 * np.cos(t), 0.062 * np.sin(t), 0.107)], 0.0016, sides=4, material="brass")
            for t in np.deg2rad((90, 210, 330))
        ]
    weights = [
        cylinder(
            0.012 - 0.002 * k,
            0.026 - 0.005 * k,
            at=(-0.09 + 0.032 * k, -0.05, 0.03),
            sides=14,
            bevel=0.003,
            material="brass",
        )
        for k in range(3)
    ]
    return merge(foot, pillar, beam, *pans, *weights)


def medicines() -> Mesh:
    """Boxes and bottles of medicines as they stand in a pharmacy."""
    boxes = [
        ((-0.15, 0.03), (0.10, 0.045, 0.075), "ceramic", "cobalt"),
        ((-0.05, 0.035), (0.085, 0.04, 0.11), "ceramic", "signal-green"),
        ((0.045, 0.03), (0.09, 0.05, 0.06), "saffron", "ceramic"),
        ((-0.14, -0.045), (0.07, 0.035, 0.05), "faience-blue", "ceramic"),
    ]
    parts = []
    for (x, y), (w, d, h), body, band in boxes:
        parts.append(box((w, d, h), at=(x, y, 0), bevel=0.002, material=body))
        parts.append(box((w * 0.9, 0.002, h * 0.28), at=(x, y - d / 2 - 0.0005, h * 0.2), material=band))
    for x, y, h, r, glass_, cap in (
        (0.14, 0.02, 0.11, 0.028, "leather", "ceramic"),
        (0.10, -0.05, 0.075, 0.02, "leather", "ink"),
        (-0.02, -0.045, 0.06, 0.022, "ceramic", "signal-green"),
    ):
        parts.append(
            lathe(
                [(r * 0.95, 0), (r, 0.004), (r, h * 0.62), (r * 0.55, h * 0.78), (r * 0.55, h * 0.84)],
                at=(x, y, 0),
                sides=18,
                material=glass_,
            )
        )
        parts.append(cylinder(r * 0.62, h * 0.18, at=(x, y, h * 0.82), sides=18, bevel=0.002, material=cap))
        parts.append(_band_label(r * 1.015, h * 0.15, h * 0.5, (x, y)))
    return merge(*parts)


def _band_label(radius: float, low: float, high: float, at: tuple[float, float]) -> Mesh:
    return cylinder(radius, high - low, at=(*at, low), sides=18, material="paper")


def sharps_bin() -> Mesh:
    """A bin for needles: saffron, its lid with a slot."""
    tub = lathe([(0.07, 0), (0.076, 0.006), (0.088, 0.19), (0.088, 0.2)], sides=24, material="saffron")
    lid = lathe([(0.092, 0.2), (0.094, 0.212), (0.085, 0.225), (0.0, 0.232)], sides=24, material="ink")
    slot = cylinder(0.034, 0.012, at=(0, 0.015, 0.226), sides=20, bevel=0.003, material="signal-red")
    label = lathe([(0.0802, 0.06), (0.0852, 0.145)], sides=24, material="paper")
    return merge(tub, lid, slot, label)


def walking_frame() -> Mesh:
    """A walking frame, 0.85 m."""
    parts = []
    for x in both(0.26):
        parts.append(
            bent(
                [
                    (x * 1.04, -0.24, 0.02),
                    (x, -0.20, 0.5),
                    (x, -0.17, 0.80),
                    (x, -0.10, 0.85),
                    (x, 0.12, 0.85),
                    (x, 0.18, 0.80),
                    (x, 0.21, 0.5),
                    (x * 1.04, 0.24, 0.02),
                ],
                0.0125,
                sides=8,
                material="steel",
            )
        )
        parts.append(tube([(x, -0.06, 0.85), (x, 0.11, 0.85)], 0.019, sides=12, material="rubber"))
        parts.append(tube([(x * 1.02, -0.205, 0.45), (x * 1.02, 0.215, 0.45)], 0.010, sides=8, material="steel"))
        parts += [
            cylinder(0.021, 0.045, at=(x * 1.04, y, 0), sides=12, bevel=0.005, material="rubber") for y in both(0.24)
        ]
    for z in (0.45, 0.70):
        parts.append(tube([(-0.26, 0.205, z), (0.26, 0.205, z)], 0.0125, sides=8, material="steel"))
    return merge(*parts)


def folding_screen() -> Mesh:
    """A folding screen of three linen panels in steel frames, 1.7 m."""
    panel = merge(
        box((0.56, 0.006, 1.42), at=(0, 0, 0.20), material="linen"),
        *[cylinder(0.012, 1.66, at=(x, 0, 0.05), sides=10, material="steel") for x in both(0.29)],
        *[tube([(-0.29, 0, z), (0.29, 0, z)], 0.010, sides=8, material="steel") for z in (0.19, 1.63, 1.70)],
        *[
            merge(
                ball(0.022, (x, 0, 0.022), sides=10, material="rubber"),
                cylinder(0.010, 0.04, at=(x, 0, 0.03), sides=8, material="ink"),
            )
            for x in both(0.29)
        ],
    )
    left = place(moved(panel, (-0.30, 0, 0)), (-0.30, 0, 0), -32)
    right = place(moved(panel, (0.30, 0, 0)), (0.30, 0, 0), 32)
    return merge(panel, left, right)


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


def overbed_table() -> Mesh:
    """A table on one side's wheels that reaches over a bed."""
    legs = [box((0.62, 0.045, 0.03), at=(0, y, 0.055), bevel=0.008, material="paint-white") for y in both(0.14)]
    cross = box((0.045, 0.30, 0.03), at=(-0.28, 0, 0.055), bevel=0.008, material="paint-white")
    wheels = [
        moved(along_x(cylinder(0.026, 0.02, at=(0, 0, -0.01), sides=14, bevel=0.004, material="rubber")), (x, y, 0.026))
        for x in both(0.28)
        for y in both(0.14)
    ]
    pole = box((0.06, 0.06, 0.76), at=(-0.28, 0, 0.08), bevel=0.01, material="steel")
    top = slab((0.80, 0.40), 0.024, (0.02, 0, 0.84), radius=0.04, bevel=0.008, material="oak")
    rim = [box((0.012, 0.30, 0.018), at=(x + 0.02, 0, 0.864), bevel=0.004, material="oak") for x in both(0.385)]
    brace = box((0.12, 0.16, 0.02), at=(-0.25, 0, 0.825), bevel=0.004, material="steel")
    lever = tube([(-0.22, -0.10, 0.82), (-0.12, -0.16, 0.815)], 0.007, sides=8, material="ink")
    return merge(*legs, cross, *wheels, pole, top, *rim, brace, lever)


def spine_model() -> Mesh:
    """A model of the spine with its pelvis' root on a stand, 0.75 m."""
    parts = [
        cylinder(0.11, 0.018, sides=26, bevel=0.005, material="walnut"),
        cylinder(0.007, 0.70, at=(0, 0.075, 0.015), sides=8, material="steel"),
    ]
    for k in range(24):
        t = k / 23
        z, y = 0.17 + 0.52 * t, _spine(t) - 0.035
        size = 0.028 - 0.012 * t
        parts.append(
            scaled_at(
                cylinder(1.0, 0.75, at=(0, 0, -0.37), sides=10, material="bone"), (size, size * 0.8, 0.022), (0, y, z)
            )
        )
        parts.append(
            scaled_at(
                cylinder(0.96, 0.3, at=(0, 0, 0), sides=10, material="cobalt"),
                (size, size * 0.8, 0.018),
                (0, y, z + 0.009),
            )
        )
        parts.append(
            tube([(0, y + size * 0.5, z), (0, y + size * 1.6 + 0.008, z - 0.014)], 0.0055, sides=4, material="bone")
        )
        for side in (1, -1):
            parts.append(
                tube(
                    [(side * size * 0.4, y + size * 0.6, z), (side * (size * 1.2 + 0.008), y + size * 0.9, z + 0.003)],
                    0.0045,
                    sides=4,
                    material="bone",
                )
            )
    sacrum = lathe([(0.008, 0.0), (0.032, 0.05), (0.046, 0.10), (0.04, 0.115), (0, 0.12)], sides=14, material="bone")
    parts.append(moved(scaled(sacrum, (1.0, 0.5, 1.0)), (0, 0.01, 0.05)))
    parts.append(tube([(0, 0.02, 0.06), (0, 0.075, 0.10)], 0.006, sides=8, material="steel"))
    parts.append(tube([(0, _spine(1.0) - 0.035, 0.70), (0, 0.075, 0.71)], 0.005, sides=8, material="steel"))
    return merge(*parts)


PROPS = {
    "drip-stand": drip_stand,
    "patient-monitor": patient_monitor,
    "ultrasound": ultrasound,
    "defibrillator": defibrillator,
    "instrument-trolley": instrument_trolley,
    "column-scales": column_scales,
    "blood-pressure": blood_pressure,
    "stethoscope": stethoscope,
    "microscope": microscope,
    "hand-gel": hand_gel,
    "first-aid-cabinet": first_aid_cabinet,
    "curtain": curtain,
    "skeleton": skeleton,
    "apothecary-jars": apothecary_jars,
    "mortar": mortar,
    "apothecary-balance": apothecary_balance,
    "medicines": medicines,
    "sharps-bin": sharps_bin,
    "walking-frame": walking_frame,
    "folding-screen": folding_screen,
    "examination-lamp": examination_lamp,
    "overbed-table": overbed_table,
    "spine-model": spine_model,
}
