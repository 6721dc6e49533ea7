"""How bright each layer of a bake is shown: a picture holds less than an eye does, and an eye gets used to a place."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from campus.bake.aims import DAY_LIGHT, LAMP_LIGHT, SCREEN_LIGHT
from campus.bake.daylight import unit
from campus.bake.encoding import luminance
from campus.bake.model import DAY, LAMPS, SCREENS
from campus.bake.probes import extent_of
from campus.bake.rays import Floats
from campus.bake.sites import Ground, Sites
from campus.bake.smoothing import FREE
from campus.bake.work import Lit
from campus.bake.world import Meshes
from campus.space.model import Space

LAYERS = {DAY: DAY_LIGHT, LAMPS: LAMP_LIGHT, SCREENS: SCREEN_LIGHT}
"""Which column of the light that was gathered each layer is."""
SUNLIT_TO_SHADED = (4.0, 5.0, 6.0)
"""How many times brighter a floor in the sun is shown than one in the shade: at least, as a rule, at most."""
LAMPS_TO_DAY = 0.3
"""A lamp that is lit by day is seen to be lit: so much of the day's light, in the middle of the floor."""
OUTSIDE_TO_WHITE = 2.5
"""What is seen outside of a room, at most, over white paper within."""
MOST_LAMPS = 8.0


@dataclass(frozen=True, eq=False)
class Weighed:
    """How a bake is shown.

    Attributes:
        weights: of each layer, of the `sun` and of the `outside`.
        exposure: one over the lux that an eye is used to.
        white: (3,) the colour of the space's own light.
        figures: what a designer wants to know, in lux and in shares.
    """

    weights: dict[str, float]
    exposure: float
    white: Floats
    figures: dict[str, float]


def weigh(space: Space, sites: Sites, lit: Lit, meshes: Meshes, layers: Collection[str]) -> Weighed:
    """What the median of the shaded floor asks for, of each layer.

    Args:
        space: as compiled.
        sites: where light was worked out.
        lit: what arrives there.
        meshes: what the light fell on.
        layers: the names of those that there are.
    """
    ground = Ground.of(space.mesh)
    low, high = extent_of(space)
    place, normal, _ = ground.at(sites.triangle[:, 0], sites.share[:, 0])
    inside = ((place > low - 0.05) & (place < high + 0.05)).all(1)
    floor = (normal[:, 2] > 0.95) & (lit.good > 0.9) & (sites.texel >= 0) & inside
    day, lamps = (luminance(lit.light[:, light]) for light in (DAY_LIGHT, LAMP_LIGHT))
    shaded = floor & (lit.sun < 0.05) & (day + lamps > 1)
    if not shaded.any():
        shaded = (sites.texel >= 0) & (lit.good > 0.9)
    by_day, by_lamps = (float(np.median(v[shaded])) if shaded.any() else 1.0 for v in (day, lamps))
    weights = dict.fromkeys(layers, 1.0)
    if LAMPS in layers and by_lamps > 0:
        weights[LAMPS] = float(np.clip(LAMPS_TO_DAY * by_day / by_lamps, 1.0, MOST_LAMPS))
    shade = by_day + weights.get(LAMPS, 0.0) * by_lamps
    beam = float(luminance(meshes.daylight.sun)) * max(float(meshes.daylight.towards[2]), 0.05)
    ratio = 1 + beam / max(shade, 1e-6)
    least, rule, most = SUNLIT_TO_SHADED
    wanted = ratio if least <= ratio <= most else (rule if ratio > most else ratio)
    weights["sun"] = float((wanted - 1) * shade / beam) if beam > 0 else 0.0
    grain = np.hypot(lit.spread[shaded, DAY_LIGHT], lit.spread[shaded, LAMP_LIGHT])
    figures = {
        "lux_day": round(by_day, 1), "lux_lamps": round(by_lamps, 1), "lux_sun": round(beam, 0),
        "sunlit_share": round(float((lit.sun[floor] > 0.5).mean()) if floor.any() else 0.0, 4),
        "hidden_texels": float(((sites.texel >= 0) & (lit.good <= FREE)).sum()),
        "grain": round(float(np.median(grain / np.maximum((day + lamps)[shaded], 1e-3))), 4),
    }  # fmt: skip
    # What is outside shines no more than OUTSIDE_TO_WHITE times as bright as white paper does here.
    bright = float(luminance(meshes.daylight.sky_lux + meshes.daylight.sun * meshes.daylight.towards[2])) / math.pi
    weights["outside"] = min(1.0, OUTSIDE_TO_WHITE * shade / math.pi / max(0.4 * bright, 1e-6))
    mixed = sum(
        (weights[name] * lit.light[shaded, LAYERS[name]].mean(0) for name in layers if name != SCREENS), np.zeros(3)
    )
    # An eye opens for the shade of a room, and closes for a court that lies half in the sun.
    adapted = shade * (1 + (wanted - 1) * figures["sunlit_share"])
    weights = {name: round(value, 4) for name, value in weights.items()}
    return Weighed(weights, 1 / max(adapted, 1e-6), unit(mixed + 1e-6), figures)
