"""What a painter of faience drew for a pharmacy: a jar, a mortar, a sprig, the cup with the serpent; in a medallion.

Everything is drawn round a middle, in units of a rosette's width: x to the right, y downward.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import ImageDraw

Ink = tuple[int, int, int]
Inks = tuple[Ink, Ink, Ink]
"""Cobalt, its wash, and the white of the glaze."""
Points = Sequence[tuple[float, float]] | NDArray[np.float64]


class Brush:
    """A brush over one place of a picture."""

    def __init__(self, draw: ImageDraw.ImageDraw, at: tuple[float, float], unit: float) -> None:
        self._draw, self._at, self._unit = draw, at, unit

    def _pixels(self, points: Points) -> list[tuple[float, float]]:
        return [(self._at[0] + float(x) * self._unit, self._at[1] + float(y) * self._unit) for x, y in points]

    def fill(self, points: Points, ink: Ink) -> None:
        """A field of one ink."""
        self._draw.polygon(self._pixels(points), fill=ink)

    def stroke(self, points: Points, ink: Ink, width: float = 0.02) -> None:
        """A line, as wide all along, its joints round."""
        self._draw.line(self._pixels(points), fill=ink, width=max(round(width * self._unit), 1), joint="curve")

    def disc(self, x: float, y: float, radius: float, ink: Ink, width: float = 0.0) -> None:
        """A disc, or a ring so wide."""
        (low, high) = self._pixels([(x - radius, y - radius), (x + radius, y + radius)])
        if width:
            self._draw.ellipse((*low, *high), outline=ink, width=max(round(width * self._unit), 1))
        else:
            self._draw.ellipse((*low, *high), fill=ink)


Thing = Callable[[Brush, Inks], None]


def medallion(draw: ImageDraw.ImageDraw, at: tuple[float, float], unit: float, inks: Inks, thing: Thing) -> None:
    """A thing in a wreath, over two rosettes' room each way."""
    cobalt, wash, white = inks
    brush = Brush(draw, at, unit)
    brush.disc(0, 0, 0.97, white)
    brush.disc(0, 0, 0.95, cobalt, 0.03)
    brush.disc(0, 0, 0.90, wash, 0.015)
    brush.disc(0, 0, 0.70, cobalt, 0.015)
    for turn in np.arange(28) * 2 * np.pi / 28:
        middle = 0.80 * np.array((np.cos(turn), np.sin(turn)))
        along, out = np.array((-np.sin(turn), np.cos(turn))), np.array((np.cos(turn), np.sin(turn)))
        for side, ink in ((1, cobalt), (-1, wash)):
            tip = middle + along * 0.085 + out * side * 0.070
            bow = middle + along * 0.062 - out * side * 0.004
            brush.fill([tuple(middle), tuple(middle + along * 0.022 + out * side * 0.048), tuple(tip), tuple(bow)], ink)
    for turn in np.arange(4) * np.pi / 2 + np.pi / 4:
        x, y = 1.10 * np.cos(turn), 1.10 * np.sin(turn)
        brush.disc(float(x), float(y), 0.075, cobalt)
        brush.disc(float(x), float(y), 0.035, white)
    thing(brush, inks)


def _mirrored(half: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [*half, *[(-x, y) for x, y in reversed(half)]]


def jar(brush: Brush, inks: Inks) -> None:
    """An albarello: waisted, banded, with its lid and a label across."""
    cobalt, wash, white = inks
    body = _mirrored([(0.16, -0.34), (0.25, -0.28), (0.21, -0.02), (0.21, 0.14), (0.26, 0.38), (0.19, 0.46)])
    brush.fill(body, wash)
    brush.stroke([*body, body[0]], cobalt, 0.03)
    brush.fill(_mirrored([(0.205, -0.06), (0.205, 0.14)]), white)
    brush.stroke([*_mirrored([(0.205, -0.06), (0.205, 0.14)]), (0.205, -0.06)], cobalt, 0.02)
    for x in (-0.12, 0.0, 0.12):
        brush.stroke([(x - 0.03, 0.08), (x, 0.0), (x + 0.03, 0.08)], cobalt, 0.022)
    for y, reach in ((-0.22, 0.24), (-0.16, 0.23), (0.24, 0.23), (0.31, 0.245)):
        brush.stroke([(-reach, y), (reach, y)], cobalt, 0.025)
    brush.fill(_mirrored([(0.20, -0.35), (0.15, -0.44), (0.05, -0.47)]), cobalt)
    brush.disc(0, -0.51, 0.05, cobalt)


def mortar(brush: Brush, inks: Inks) -> None:
    """A mortar on its foot, the pestle leaning in it."""
    cobalt, wash, white = inks
    brush.stroke([(0.02, 0.05), (0.30, -0.48)], cobalt, 0.075)
    brush.disc(0.30, -0.48, 0.06, cobalt)
    bowl = _mirrored([(0.36, -0.12), (0.30, 0.16), (0.17, 0.32), (0.12, 0.36), (0.22, 0.46)])
    brush.fill(bowl, wash)
    brush.stroke([*bowl, bowl[0]], cobalt, 0.03)
    brush.fill(_mirrored([(0.40, -0.16), (0.38, -0.07)]), cobalt)
    for x in (-0.2, -0.07, 0.07, 0.2):
        brush.disc(x, 0.08, 0.035, white)
        brush.disc(x, 0.08, 0.035, cobalt, 0.012)
    brush.stroke([(-0.25, 0.20), (0.25, 0.20)], cobalt, 0.02)


def sprig(brush: Brush, inks: Inks) -> None:
    """A sprig of sage: leaves in pairs, and its flowers."""
    cobalt, wash, _ = inks
    brush.stroke([(0.0, 0.50), (-0.02, 0.1), (0.02, -0.5)], cobalt, 0.025)
    for i, y in enumerate((0.34, 0.12, -0.10)):
        size = 0.34 - 0.05 * i
        for hand in (1, -1):
            tip = (hand * size, y - size * 0.75)
            brush.fill(
                [(0, y), (hand * size * 0.62, y - size * 0.14), tip, (hand * size * 0.26, y - size * 0.56)],
                cobalt if hand > 0 else wash,
            )
            brush.stroke([(0, y), tip], cobalt, 0.012)
    for y, reach in ((-0.26, 0.11), (-0.36, 0.09), (-0.46, 0.06)):
        for hand in (1, -1):
            brush.disc(hand * reach, y, 0.045, cobalt)
        brush.disc(0, y - 0.03, 0.04, wash)


def cup(brush: Brush, inks: Inks) -> None:
    """The cup of Hygieia, a serpent round its stem that bows over the brim."""
    cobalt, wash, white = inks
    bowl = _mirrored([(0.33, -0.20), (0.28, -0.04), (0.14, 0.06), (0.035, 0.10), (0.035, 0.38), (0.20, 0.47)])
    brush.fill(bowl, wash)
    brush.stroke([*bowl, bowl[0]], cobalt, 0.028)
    t = np.linspace(0, 1, 70)
    x = np.where(
        t < 0.75, 0.15 * np.cos(t * 13.5) * (1 + 0.6 * t), 0.15 * 1.45 * np.cos(0.75 * 13.5) + 1.35 * (t - 0.75)
    )
    y = 0.40 - 0.86 * t
    brush.stroke(np.stack([x, y], 1), white, 0.085)
    brush.stroke(np.stack([x, y], 1), cobalt, 0.055)
    head = (float(x[-1]), float(y[-1]))
    brush.fill(
        [(head[0] - 0.05, head[1] - 0.05), (head[0] + 0.10, head[1] + 0.05), (head[0] - 0.02, head[1] + 0.08)], cobalt
    )
