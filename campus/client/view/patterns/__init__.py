"""How surfaces vary: stone courses, planks, chips, tiles. Pictures of numbers, in metres, that tile without a seam.

A pattern multiplies a material's colour (and its roughness), so limestone may be pale or dark and keeps its courses.
Mean 1 nearly everywhere: the palette stays the palette. Its relief, in metres, is what raking light finds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from campus.client.view.patterns import outside, smooth, soft, stone, tiles, wood
from campus.client.view.patterns._base import STEEPEST, Pattern, cloud

__all__ = ["PATTERNS", "STEEPEST", "Pattern", "pattern", "source"]

PATTERNS: Mapping[str, Callable[[np.random.Generator], Pattern]] = {
    "bark": outside.bark,
    "brushed": smooth.brushed,
    "concrete": stone.concrete,
    "cork": wood.cork,
    "courses": stone.courses,
    "dressed": stone.dressed,
    "enamel": smooth.enamel,
    "faience": tiles.faience,
    "felt": soft.felt,
    "figure": wood.figure,
    "glaze": smooth.glaze,
    "grain": wood.grain,
    "grass": outside.grass,
    "gravel": stone.gravel,
    "hexagons": tiles.hexagons,
    "leather": soft.leather,
    "leaves": outside.leaves,
    "linen": soft.linen,
    "marbled": smooth.marbled,
    "mirror": smooth.plain,
    "paint": smooth.paint,
    "pane": smooth.pane,
    "perforated": soft.perforated,
    "plain": smooth.plain,
    "plane-bark": outside.plane_bark,
    "planks": wood.planks,
    "plaster": stone.plaster,
    "roof-tiles": tiles.roof_tiles,
    "slate": smooth.slate,
    "slats": wood.slats,
    "soil": stone.soil,
    "terrazzo": stone.terrazzo,
    "tiles": tiles.tiles,
    "tufts": soft.tufts,
    "water": outside.water,
    "weave": soft.weave,
}
"""The patterns that a material may name."""


def pattern(name: str) -> Pattern:
    """The pattern of that name; unknown names are plain, so that a new material is never an error of drawing."""
    return _made(name if name in PATTERNS else "plain")


@lru_cache(1)  # a pattern is megabytes, and whoever wants it puts it on a card
def _made(name: str) -> Pattern:
    made = PATTERNS[name](np.random.default_rng(sum(map(ord, name))))
    cloud.cache_clear()  # four megabytes that the last one would keep for as long as the campus is open
    return made


@cache
def source() -> bytes:
    """The text of this package, so that what it made yesterday is not taken for what it would make today."""
    return b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
