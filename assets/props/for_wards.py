"""Props for wards and emergencies. Each over the origin, its front towards -Y."""

from __future__ import annotations

import numpy as np
from shapes import (
    along_x,
    ball,
    bent,
    box,
    castors,
    cylinder,
    cylinder_front,
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

from campus.mesh import Mesh, both, extrude, ribbon


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


PROPS = {
    "drip-stand": drip_stand,
    "patient-monitor": patient_monitor,
    "hand-gel": hand_gel,
    "curtain": curtain,
    "walking-frame": walking_frame,
    "folding-screen": folding_screen,
    "overbed-table": overbed_table,
    "defibrillator": defibrillator,
    "first-aid-cabinet": first_aid_cabinet,
}
