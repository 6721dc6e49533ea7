"""From one light state to another: what the picture shows on the way. Owns the steps between; pure numpy.

Steps are made beside the frame, which only hands them to the graphics card one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from campus.client.view.hour import PAINTED, Colour, HourLight
from campus.client.view.light import LightField, light_states
from campus.space.model import Space

DIMS_IN_S = 1.4
"""Lamps dim in this time: one sees that it was meant."""
STEPS = 14
"""So many steps to it, of pictures; numbers go along in between, so that none is seen as one."""


@dataclass(frozen=True, eq=False)
class Lit:
    """A space under one light.

    Attributes:
        field: of the light.
        lamps: how much of their brightness lamps show, 0 to 1.
        outside: how much of what lies outside is seen through the blinds, 0 to 1.
        hour: of the day.
    """

    field: LightField
    lamps: float = 1.0
    outside: float = 1.0
    hour: HourLight = PAINTED


@dataclass(frozen=True, eq=False)
class Way:
    """Steps from one light to another, at least one of them, and the time at which it begins, seconds."""

    steps: tuple[Lit, ...]
    began: float

    def at(self, now: float) -> tuple[int, float]:
        """Which step is reached at a time, and how much of the way to the next one, 0 to 1.

        One step alone is there at once.
        """
        last = len(self.steps) - 1
        gone = (now - self.began) / DIMS_IN_S * len(self.steps)
        reached = min(int(gone), last)
        return reached, min(max(gone - reached, 0.0), 1.0)


def lit_states(space: Space, towards_sun: tuple[float, float, float], hour: HourLight = PAINTED) -> Mapping[str, Lit]:
    """A space under each of its light states; takes a second for an amphitheatre, so not in the frame.

    Args:
        space: as compiled.
        towards_sun: unit vector in the space's frame, at the painted hour.
        hour: beside that one.
    """
    scene = space.scene
    return {
        name: Lit(field, shown(scene.lights.get(name, 1.0)), shown(scene.daylight.get(name, 1.0)), hour)
        for name, field in light_states(space, towards_sun, hour).items()
    }


def shown(share: float) -> float:
    """How bright what gives a share of its light looks: brightness is about the cube root of light (CIE 1976)."""
    return float(share**0.45)


def between(before: Lit, after: Lit, steps: int = STEPS) -> tuple[Lit, ...]:
    """The way from one light to another: even steps, the last of them being `after` itself.

    Where the sun is to stand elsewhere, its shadows fade in the one place before they come in the other: none jumps.
    """
    if before.field.light.shape != after.field.light.shape:
        return (after,)  # another extent: nothing to ease between
    brightest = max(before.field.brightest, after.field.brightest)
    start, end = (_scaled(lit.field, brightest) for lit in (before, after))
    way = []
    for number in range(1, steps):
        t = number / steps
        part = t * t * (3 - 2 * t)
        light, slope = _mixed(start.light, end.light, part), _mixed(start.slope, end.slope, part)
        lit = shares_along(before, after, part)
        beam, hour = lit.field.beam, after.hour
        if before.hour.shining != after.hour.shining:
            there = before if part < 0.5 else after
            beam, hour = _colour_along((0.0, 0.0, 0.0), there.field.beam, abs(1 - 2 * part)), there.hour
        field = replace(lit.field, light=light, slope=slope, brightest=brightest, beam=beam)
        way.append(replace(lit, field=field, hour=hour))
    return (*way, after)


def shares_along(before: Lit, after: Lit, part: float) -> Lit:
    """Part of the way from one light to another in all that is a mere number; what is a picture stays as before."""
    start, end = before.field, after.field
    field = replace(
        start,
        sun=_along(start.sun, end.sun, part),
        day=_along(start.day, end.day, part),
        lamps=_along(start.lamps, end.lamps, part),
        hour=_colour_along(start.hour, end.hour, part),
        beam=_colour_along(start.beam, end.beam, part),
        opened=_along(start.opened, end.opened, part),
    )
    lamps, outside = _along(before.lamps, after.lamps, part), _along(before.outside, after.outside, part)
    return replace(before, field=field, lamps=lamps, outside=outside)


def _along(before: float, after: float, part: float) -> float:
    return before + (after - before) * part


def _colour_along(before: Colour, after: Colour, part: float) -> Colour:
    red, green, blue = (_along(a, b, part) for a, b in zip(before, after, strict=True))
    return red, green, blue


def _scaled(field: LightField, brightest: float) -> LightField:
    """The same light, said in shares of another brightest."""
    light = field.light.astype(np.float32)
    light[..., :3] *= (field.brightest / brightest) ** 0.5  # what is kept is the square root
    return replace(field, light=np.round(light).astype(np.uint8), brightest=brightest)


def _mixed(before: NDArray[np.uint8], after: NDArray[np.uint8], part: float) -> NDArray[np.uint8]:
    weight = np.uint16(round(256 * part))
    mixed = before.astype(np.uint16) * (np.uint16(256) - weight) + after.astype(np.uint16) * weight + np.uint16(128)
    return (mixed >> np.uint16(8)).astype(np.uint8)
