"""Props for teaching health: bones and a microscope. Each over the origin, its front towards -Y."""

from __future__ import annotations

import numpy as np
from shapes import (
    along_x,
    ball,
    bent,
    box,
    cylinder,
    lathe,
    leaning,
    merge,
    moved,
    place,
    ring,
    scaled,
    scaled_at,
    slab,
    tube,
)

from campus.mesh import Mesh, both


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


PROPS = {
    "microscope": microscope,
    "skeleton": skeleton,
    "spine-model": spine_model,
}
