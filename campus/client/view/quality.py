"""How much the picture may cost. A graphics card gets all of it; a processor that draws gets what it can do in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True)
class Quality:
    """What is drawn how well.

    Attributes:
        samples: of multisampling; 0 smooths edges in the finished picture instead.
        scale: of the picture's width and height that is computed; the rest is stretched.
        soft_sun: whether the sun's shadows get a soft edge of four taps instead of one.
        people_shadows: whether people cast the sun's shadow, besides the shade at their feet.
        relief: whether light finds the joints, the grain and the weave of surfaces.
        reflections: whether floors and glass mirror the space.
        mirrors: pixels each way of what looking-glasses, panes and water show of people; 0 shows none.
        bloom: whether what is bright glows.
        sun_map: pixels of the sun's map, each way.
        land_map: pixels of that of land outside, each way.
        plain: whether a processor draws: light is looked up at the corners of triangles, not at every pixel, and what
            is drawn is the finished picture, without a pass from light to picture; nothing of the above costs then.
        coarse_m: what is smaller than this, of what stands many times, has no shape of its own.
        grows: whether leaves are twigs on cards and lawns have blades, instead of a few large shapes and a pattern.
        inlays: pixels each way of the picture of metal that is let into a floor.
        grain: whether stone up close has a finer grain than its picture has pixels.
        bars_far: whether bars shade evenly from where the stripes of their shadow are as close as the pixels.
        letters: share of the pixels that signs are written with, each way: they are made for a window of full HD.
    """

    samples: int = 4
    scale: float = 1.0
    soft_sun: bool = True
    people_shadows: bool = True
    relief: bool = True
    reflections: bool = True
    mirrors: int = 1024
    bloom: bool = True
    sun_map: int = 4096
    land_map: int = 2048
    plain: bool = False
    coarse_m: float = 0.0
    inlays: int = 2048
    letters: float = 1.0
    grows: bool = True
    grain: bool = True
    bars_far: bool = True

    def defines(self) -> tuple[str, ...]:
        """The switches of `surface.frag`."""
        wanted = {
            "SOFT_SUN": self.soft_sun,
            "MOVING_SHADOWS": self.people_shadows,
            "RELIEF": self.relief,
            "REFLECTIONS": self.reflections,
            "GRAIN": self.grain,
            "BARS_FAR": self.bars_far,
        }
        return tuple(name for name, on in wanted.items() if on)


LOW = Quality(
    samples=0,
    scale=0.62,
    soft_sun=False,
    people_shadows=False,
    relief=False,
    reflections=False,
    mirrors=0,
    bloom=False,
    sun_map=2048,
    land_map=512,
    inlays=1024,
    plain=True,
    coarse_m=0.05,
    letters=2 / 3,
    grows=False,
    grain=False,
    bars_far=False,
)
"""For a processor that draws, and the oldest laptops: the same light and the same materials, fewer taps."""
MEDIUM = Quality(
    samples=2, mirrors=512, sun_map=2048, land_map=512, inlays=1024, letters=0.85, grain=False, bars_far=False
)
"""For a laptop whose processor and graphics share one chip."""
HIGH = Quality()
"""For graphics cards, and for pictures that nobody waits for."""

Tier = Literal["low", "medium", "high"]
TIERS: Mapping[Tier, Quality] = {"low": LOW, "medium": MEDIUM, "high": HIGH}

HIGH_WITHIN_S, MEDIUM_WITHIN_S = 0.009, 0.022
"""Of a frame of the first space, empty, at the high tier: within the first there is room for a class and its panels at
60 frames a second; within the second, at 30, and the medium tier takes what it can off that."""

FINE = 2.0
"""Pixels each way that the high tier computes for one of the window's, on a card that has time for so many: slats and
bars that are as thin as a pixel are lines, and no waves nor dashes."""

MOST_FINE = 9_000_000
"""Pixels that are computed at most where more are than the window has: four for each of a window of full HD."""


def within(scale: float, window: tuple[int, int]) -> float:
    """A share of a window's width and height that may be computed: never more than all of it in a very large window."""
    return scale if scale <= 1 or scale**2 * window[0] * window[1] <= MOST_FINE else 1.0


def fine_for(seconds_a_frame: float) -> bool:
    """Whether a machine that draws the first space, empty and at the high tier, in so many seconds has time for it."""
    return seconds_a_frame * FINE**2 <= HIGH_WITHIN_S


def quality_of(tier: Tier, *, fine: bool = False) -> Quality:
    """What the picture of a tier may cost; only the high one is ever fine."""
    return replace(HIGH, scale=FINE) if fine and tier == "high" else TIERS[tier]


def tier_for(seconds_a_frame: float) -> Tier:
    """The tier for a machine that draws the first space, empty and at the high tier, in so many seconds a frame."""
    if seconds_a_frame <= HIGH_WITHIN_S:
        return "high"
    return "medium" if seconds_a_frame <= MEDIUM_WITHIN_S else "low"
