"""Props for a pharmacy, old and new. Each over the origin, its front towards -Y."""

from __future__ import annotations

import numpy as np
from shapes import ball, bent, box, cylinder, lathe, leaning, merge, moved, place, ring, slab, tube

from campus.components._still_life import jar
from campus.mesh import Mesh, both


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


PROPS = {
    "apothecary-jars": apothecary_jars,
    "mortar": mortar,
    "apothecary-balance": apothecary_balance,
    "medicines": medicines,
}
