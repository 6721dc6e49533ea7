"""Props for work: what stands on desks and in a machine room. Each over the origin, its front towards -Y."""

from __future__ import annotations

from dataclasses import replace

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
    upright_plate,
)

from campus.mesh import Mesh, both, extrude


def server_rack() -> Mesh:
    """A server rack, 2.0 m: its door of bars open to the sight, servers behind it with their lights, a patch panel."""
    back = box((0.60, 0.86, 1.90), at=(0, 0.04, 0.06), bevel=0.006, material="ink")
    feet = [cylinder(0.025, 0.06, at=(x, y, 0), sides=12, material="steel") for x in both(0.24) for y in both(0.36)]
    posts = [box((0.045, 0.05, 1.90), at=(x, -0.405, 0.06), bevel=0.006, material="iron") for x in both(0.2775)]
    beams = [box((0.51, 0.05, 0.06), at=(0, -0.405, z), bevel=0.006, material="iron") for z in (0.06, 1.90)]
    units: list[Mesh] = []
    z = 0.14
    for kind in (2, 2, 2, 1, 1, 4, 2, 2, 1, 1, 3, 2, 2, 0, 0, 2, 2):
        tall = 0.0445 * max(kind, 1)
        if kind:
            units.append(
                box(
                    (0.482, 0.03, tall - 0.006),
                    at=(0, -0.400, z),
                    bevel=0.003,
                    material="steel" if kind != 1 else "ink",
                )
            )
            if kind == 1:  # a patch panel
                units += [
                    box(
                        (0.013, 0.004, 0.013),
                        at=(-0.19 + 0.024 * k, -0.416, z + 0.012),
                        material="blue-glow" if k % 5 == 1 else "steel",
                    )
                    for k in range(16)
                ]
            else:
                bays = 6 if kind < 4 else 12
                units += [
                    box(
                        (0.052, 0.006, (tall - 0.022) / (1 if kind < 4 else 2) - 0.004),
                        at=(-0.20 + 0.058 * (k % 6), -0.417, z + 0.008 + (k // 6) * (tall - 0.022) / 2),
                        hidden=("back",),
                        material="iron",
                    )
                    for k in range(bays)
                ]
                units += [
                    box(
                        (0.007, 0.004, 0.007),
                        at=(0.175 + 0.018 * k, -0.4165, z + tall * 0.45),
                        material=("blue-glow", "signal-green", "saffron")[k],
                    )
                    for k in range(2 if kind < 4 else 3)
                ]
        z += tall + 0.004
    blank = box((0.482, 0.02, 1.88 - z), at=(0, -0.400, z), bevel=0.003, material="iron")
    cables = [
        bent(
            [
                (-0.19 + 0.048 * k, -0.418, 0.51),
                (-0.21 + 0.04 * k, -0.44, 0.55 + 0.02 * (k % 3)),
                (-0.15 + 0.03 * k, -0.43, 0.62),
            ],
            0.004,
            sides=5,
            material=("cobalt", "saffron", "cobalt")[k % 3],
        )
        for k in range(6)
    ]
    handle = box((0.012, 0.02, 0.14), at=(0.272, -0.437, 0.95), bevel=0.004, material="steel")
    return merge(back, *feet, *posts, *beams, *units, blank, *cables, handle)


def keyboard() -> Mesh:
    """A keyboard and a mouse."""
    body = moved(
        leaning(slab((0.40, 0.125), 0.014, (-0.05, 0, 0), radius=0.012, bevel=0.004, material="paint-white"), -3.0),
        (0, 0, 0.004),
    )
    keys = []
    for row in range(5):
        wide = (15, 14, 13, 12, 7)[row]
        for k in range(wide):
            x = -0.05 + (k - (wide - 1) / 2) * (0.37 / wide)
            size = 0.37 / wide - 0.004
            keys.append(
                box(
                    (size, 0.019, 0.006),
                    at=(x, 0.046 - 0.023 * row, 0.0165 + 0.0012 * (2 - row)),
                    hidden=("bottom",),
                    material="linen" if row and 0 < k < wide - 1 else "ceramic",
                )
            )
    mouse = moved(scaled(ball(1.0, sides=16, material="paint-white"), (0.032, 0.055, 0.022)), (0.235, 0, 0.010))
    wheel = along_x(cylinder(0.008, 0.006, at=(0, 0, -0.003), sides=12, material="ink"), (0.235, -0.0 + 0.028, 0.025))
    low = mouse.positions.copy()
    low[:, 2] = np.maximum(low[:, 2], 0.0)
    return merge(body, *keys, replace(mouse, positions=low), wheel)


def workstation() -> Mesh:
    """A workplace for a table: two screens on one foot, a keyboard, a mouse, a small computer."""
    foot = slab((0.28, 0.20), 0.012, (0, 0.10, 0), radius=0.03, bevel=0.004, material="steel")
    pole = cylinder(0.018, 0.40, at=(0, 0.12, 0.01), sides=14, material="steel")
    screens = []
    for side in (1, -1):
        one = merge(
            box((0.54, 0.022, 0.32), at=(0, 0, 0), bevel=0.006, material="ink"),
            box((0.52, 0.003, 0.295), at=(0, -0.012, 0.014), material="screen"),
            _window_of_work(side),
        )
        screens.append(moved(place(one, (0, 0, 0), side * -11), (side * 0.272, 0.04, 0.20)))
    arm = tube([(-0.26, 0.075, 0.36), (0, 0.12, 0.36), (0.26, 0.075, 0.36)], 0.014, sides=10, material="steel")
    keys = moved(keyboard(), (0.02, -0.22, 0))
    unit = slab((0.17, 0.17), 0.045, (0.46, 0.02, 0), radius=0.03, bevel=0.006, material="steel")
    return merge(foot, pole, arm, *screens, keys, unit)


def _window_of_work(side: int) -> Mesh:
    """What is on a screen: a chart on one, a page on the other."""
    parts = []
    y = -0.0145
    if side > 0:
        parts += [
            box(
                (0.028, 0.001, 0.03 + 0.016 * ((k * 5) % 8)),
                at=(-0.16 + 0.045 * k, y, 0.06),
                material="faience-blue" if k % 3 else "saffron",
            )
            for k in range(8)
        ]
        parts.append(box((0.38, 0.001, 0.003), at=(0, y, 0.056), material="linen"))
    else:
        parts.append(box((0.20, 0.001, 0.25), at=(0.0, y, 0.035), material="paper"))
        parts += [
            box(
                (0.15 - 0.03 * (k % 3), 0.001, 0.006),
                at=(-0.015 * (k % 3), y - 0.001, 0.24 - 0.022 * k),
                material="ink",
            )
            for k in range(8)
        ]
    return merge(*parts)


def tablet() -> Mesh:
    """A tablet on an oak stand, its pages lit."""
    stand = merge(
        box((0.16, 0.09, 0.014), at=(0, 0.02, 0), bevel=0.004, material="oak"),
        box((0.16, 0.012, 0.012), at=(0, -0.022, 0.014), bevel=0.003, material="oak"),
    )
    rest = moved(leaning(box((0.10, 0.010, 0.12), bevel=0.003, material="oak"), -18.0), (0, 0.022, 0.012))
    plate = upright_plate((0.25, 0.18), 0.008, (0, 0, 0), radius=0.012, bevel=0.003, material="ink")
    face = box((0.226, 0.001, 0.156), at=(0, -0.0085, 0.012), material="paper")
    marks = [box((0.09, 0.001, 0.010), at=(-0.05, -0.0093, 0.135), material="faience-blue")]
    marks += [
        box((0.19 - 0.02 * (k % 2), 0.001, 0.005), at=(-0.01 * (k % 2), -0.0093, 0.115 - 0.015 * k), material="ink")
        for k in range(3)
    ]
    marks += [
        box(
            (0.055, 0.001, 0.04),
            at=(-0.07 + 0.07 * k, -0.0093, 0.025),
            material=("saffron", "signal-green", "cobalt")[k],
        )
        for k in range(3)
    ]
    screen = moved(leaning(merge(plate, face, *marks), -18.0), (0, -0.010, 0.016))
    return merge(stand, rest, screen)


def headset() -> Mesh:
    """A headset with its microphone, hanging on a small stand."""
    foot = cylinder(0.065, 0.012, sides=26, bevel=0.004, material="oak")
    pole = cylinder(0.008, 0.235, at=(0, 0, 0.010), sides=12, material="steel")
    rest = along_x(cylinder(0.018, 0.05, at=(0, 0, -0.025), sides=14, bevel=0.006, material="oak"), (0, 0, 0.245))
    a = np.deg2rad(np.linspace(-5, 185, 21))
    line = np.stack([0.086 * np.cos(a), np.zeros(21), 0.17 + 0.102 * np.sin(a)], 1)
    band = tube(line, 0.007, sides=8, material="ink")
    soft = tube(line[6:15] - (0, 0, 0.008), 0.009, sides=8, material="leather")
    cups = []
    for side in both(0.083):
        cups.append(
            scaled_at(
                along_x(cylinder(1.0, 1.0, at=(0, 0, -0.5), sides=22, bevel=0.2, material="paint-white")),
                (0.024, 0.036, 0.042),
                (side * 1.06, 0, 0.15),
            )
        )
        cups.append(
            scaled_at(
                along_x(ring(0.75, 0.26, sides=8, steps=22, material="rubber")),
                (0.024, 0.036, 0.042),
                (side * 0.90, 0, 0.15),
            )
        )
    boom = bent(
        [(-0.098, -0.02, 0.14), (-0.096, -0.07, 0.10), (-0.07, -0.115, 0.075), (-0.045, -0.125, 0.07)],
        0.0035,
        sides=7,
        steps=5,
        material="steel",
    )
    tip = ball((0.013, 0.010, 0.009), (-0.042, -0.126, 0.07), sides=12, material="rubber")
    return merge(foot, pole, rest, band, soft, *cups, boom, tip)


def printer() -> Mesh:
    """An office printer with a scanner on it, paper in its tray and a sheet coming out."""
    body = box((0.46, 0.40, 0.22), at=(0, 0, 0), bevel=0.018, material="paint-white")
    mouth = box((0.34, 0.06, 0.07), at=(0, -0.176, 0.12), material="ink")
    top = slab((0.46, 0.40), 0.05, (0, 0, 0.222), radius=0.03, bevel=0.014, material="steel")
    lid = slab((0.44, 0.36), 0.03, (0, 0.01, 0.272), radius=0.03, bevel=0.01, material="paint-white")
    sheet = moved(leaning(box((0.21, 0.17, 0.002), material="paper"), 6.0), (0, -0.235, 0.135))
    tray = moved(leaning(slab((0.25, 0.15), 0.008, radius=0.02, bevel=0.002, material="iron"), 6.0), (0, -0.235, 0.118))
    drawer = box((0.40, 0.008, 0.075), at=(0, -0.202, 0.016), bevel=0.003, material="linen")
    grip = box((0.12, 0.012, 0.014), at=(0, -0.206, 0.046), bevel=0.004, material="ink")
    panel = moved(
        leaning(slab((0.15, 0.07), 0.012, radius=0.012, bevel=0.003, material="ink"), 25.0), (0.13, -0.205, 0.235)
    )
    face = moved(
        leaning(box((0.08, 0.045, 0.002), at=(-0.02, 0, 0.012), material="faience-blue"), 25.0), (0.13, -0.205, 0.235)
    )
    key = moved(
        leaning(cylinder(0.011, 0.004, at=(0.05, 0, 0.012), sides=14, bevel=0.001, material="signal-green"), 25.0),
        (0.13, -0.205, 0.235),
    )
    feet = [
        cylinder(0.018, 0.008, at=(x, y, -0.008), sides=10, material="rubber") for x in both(0.18) for y in both(0.15)
    ]
    return moved(merge(body, mouth, top, lid, sheet, tray, drawer, grip, panel, face, key, *feet), (0, 0, 0.008))


def projector() -> Mesh:
    """A projector, for a table or a shelf."""
    body = slab((0.34, 0.26), 0.10, (0, 0, 0.012), radius=0.04, bevel=0.018, material="paint-white")
    barrel = moved(leaning(cylinder(0.044, 0.05, sides=26, bevel=0.006, material="ink"), 90.0), (0.08, -0.115, 0.062))
    rim = ring(0.038, 0.006, (0.08, -0.166, 0.062), axis="y", sides=8, steps=26, material="steel")
    glass = moved(
        leaning(scaled(ball(1.0, sides=18, material="cobalt"), (0.034, 0.034, 0.010)), 90.0), (0.08, -0.160, 0.062)
    )
    vents = [box((0.11, 0.004, 0.006), at=(-0.085, -0.1295, 0.035 + 0.014 * k), material="ink") for k in range(5)]
    keys = [
        cylinder(0.009, 0.004, at=(-0.10 + 0.032 * k, 0.05, 0.112), sides=14, bevel=0.001, material="steel")
        for k in range(4)
    ]
    lamp = box((0.014, 0.006, 0.003), at=(0.05, 0.05, 0.112), material="signal-green")
    feet = [cylinder(0.016, 0.014, at=(x, y, 0), sides=12, material="rubber") for x in both(0.13) for y in both(0.09)]
    return merge(body, barrel, rim, glass, *vents, *keys, lamp, *feet)


def desk_phone() -> Mesh:
    """A desk telephone, its receiver in its cradle."""
    body = moved(leaning(slab((0.20, 0.19), 0.035, radius=0.025, bevel=0.008, material="ink"), -12.0), (0, 0, 0.022))
    rest = slab((0.18, 0.11), 0.03, (0, 0.035, 0), radius=0.02, bevel=0.006, material="ink")
    face = []
    for row in range(4):
        face += [
            box(
                (0.018, 0.014, 0.005), at=(0.012 + 0.026 * k, 0.015 - 0.022 * row, 0.035), bevel=0.001, material="linen"
            )
            for k in range(3)
        ]
    face.append(box((0.085, 0.04, 0.002), at=(0.04, 0.060, 0.0352), material="screen"))
    face += [
        cylinder(
            0.005,
            0.003,
            at=(0.09, 0.01 - 0.02 * k, 0.035),
            sides=10,
            material=("saffron", "signal-green", "signal-red")[k],
        )
        for k in range(3)
    ]
    keys = moved(leaning(merge(*face), -12.0), (0, 0, 0.022))
    grip = bent(
        [(-0.062, -0.085, 0.075), (-0.062, -0.05, 0.088), (-0.062, 0.04, 0.108), (-0.062, 0.075, 0.104)],
        0.014,
        sides=10,
        material="ink",
    )
    ends = [
        ball((0.024, 0.024, 0.018), (-0.062, y, z), sides=14, material="ink")
        for y, z in ((-0.078, 0.062), (0.072, 0.092))
    ]
    cord = bent(
        [(-0.062, -0.09, 0.058), (-0.10, -0.12, 0.012), (-0.13, -0.06, 0.008), (-0.105, 0.0, 0.018)],
        0.004,
        sides=6,
        steps=6,
        material="rubber",
    )
    return merge(rest, body, keys, grip, *ends, cord)


def open_book() -> Mesh:
    """A book that lies open, a figure on its left page, a ribbon between them."""
    half = np.linspace(0, 1, 9)
    lift = 0.016 * np.sin(np.pi * np.clip(half * 1.15, 0, 1)) * (1 - half * 0.45) + 0.010
    parts = [slab((0.35, 0.25), 0.004, radius=0.006, bevel=0.0015, material="cobalt")]
    for side in (1, -1):
        x = side * 0.165 * half
        outline = np.concatenate([np.stack([x, lift], 1), [(side * 0.165, 0.0), (0, 0.0)]])
        parts.append(moved(leaning(extrude(outline, 0.23, material="paper"), 90.0), (0, 0.115, 0.004)))
    for k in range(9):
        parts.append(
            box(
                (0.105 - 0.02 * (k % 4 == 3), 0.004, 0.0006),
                at=(0.088 - 0.01 * (k % 4 == 3), 0.082 - 0.02 * k, 0.0232),
                material="ink",
            )
        )
    parts.append(box((0.11, 0.09, 0.0006), at=(-0.088, 0.045, 0.0234), material="linen"))
    parts.append(
        moved(
            scaled(cylinder(1.0, 1.0, sides=20, material="terracotta"), (0.030, 0.036, 0.0012)), (-0.088, 0.045, 0.0234)
        )
    )
    for k in range(4):
        parts.append(box((0.105, 0.004, 0.0006), at=(-0.088, -0.022 - 0.02 * k, 0.0232), material="ink"))
    parts.append(box((0.006, 0.27, 0.001), at=(0.004, -0.02, 0.0155), material="signal-red"))
    return merge(*parts)


def pen_pot() -> Mesh:
    """A ceramic pot of pencils, a ruler and scissors' rings among them."""
    pot = lathe(
        [(0.036, 0), (0.040, 0.006), (0.040, 0.10), (0.036, 0.10), (0.034, 0.008), (0, 0.008)],
        sides=22,
        material="faience-blue",
    )
    parts = [pot]
    for k, material in enumerate(("saffron", "signal-red", "ink", "cobalt", "oak", "signal-green")):
        turn = np.deg2rad(60 * k + 12)
        foot_at = np.array((-0.018 * np.cos(turn), -0.018 * np.sin(turn), 0.012))
        top = np.array((0.034 * np.cos(turn), 0.034 * np.sin(turn), 0.155 + 0.012 * (k % 3)))
        parts.append(tube([foot_at, top], 0.0036, sides=6, material=material))
        parts.append(tube([top, top + (top - foot_at) * 0.07], 0.0022, sides=6, material="oak" if k % 2 else "ink"))
    parts += [
        ring(0.016, 0.0035, (x, 0.008, 0.165), axis="y", sides=6, steps=16, material="rubber") for x in both(0.019)
    ]
    return merge(*parts)


def notebook() -> Mesh:
    """A closed notebook with its elastic band and a pen on it."""
    cover = slab((0.15, 0.21), 0.018, radius=0.010, bevel=0.003, material="leather")
    pages = box((0.146, 0.206, 0.012), at=(0.004, 0, 0.003), material="paper")
    band = box((0.006, 0.212, 0.0206), at=(0.052, 0, -0.001), material="signal-red")
    pen = tube([(-0.055, -0.06, 0.0225), (0.025, 0.055, 0.0225)], 0.0045, sides=10, material="cobalt")
    nib = tube([(-0.055, -0.06, 0.0225), (-0.062, -0.070, 0.0225)], 0.0025, sides=8, material="brass")
    clip = tube([(0.012, 0.032, 0.0275), (0.026, 0.052, 0.0275)], 0.0015, sides=6, material="brass")
    return moved(merge(cover, pages, band, pen, nib, clip), (0, 0, 0.001))


PROPS = {
    "server-rack": server_rack,
    "keyboard": keyboard,
    "workstation": workstation,
    "tablet": tablet,
    "headset": headset,
    "printer": printer,
    "projector": projector,
    "desk-phone": desk_phone,
    "open-book": open_book,
    "pen-pot": pen_pot,
    "notebook": notebook,
}
