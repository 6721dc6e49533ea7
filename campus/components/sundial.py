"""A sundial laid in the ground, read by one's own shadow. Owns its geometry; knows nothing of the sun's place today.

An analemmatic dial: one stands on the line of dates, and one's shadow crosses the ellipse at the solar hour. Hour H
(15 degrees an hour from noon) lies at x = a sin H, y = a sin(latitude) cos H; the date of declination d on the line
at y = a cos(latitude) tan d (Rohr, Sundials: History, Theory and Practice, chapter on analemmatic dials).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from campus.components._base import Anchors, Component, Placed
from campus.ids import MaterialId
from campus.mesh import Mesh, box, circle, extrude, merge, place, rectangle
from campus.quantities import Degrees, Size2

MONTHS = (-23.1, -17.3, -8.0, 4.0, 14.9, 22.0, 23.1, 17.9, 8.3, -2.6, -14.0, -21.7)
"""The sun's declination at the first of each month, degrees, a little rounded."""
STROKES = {"I": ((0.0, 0.0, 0.0, 1.0),), "V": ((-0.30, 1.0, 0.0, 0.0), (0.0, 0.0, 0.30, 1.0)),
           "X": ((-0.30, 0.0, 0.30, 1.0), (-0.30, 1.0, 0.30, 0.0))}  # fmt: skip
"""Roman letters as lines x0, y0, x1, y1 in units of their height."""
WIDTHS = {"I": 0.34, "V": 0.78, "X": 0.80}
ROMAN = ("VI", "VII", "VIII", "IX", "X", "XI", "XII", "I", "II", "III", "IV", "V", "VI")
"""Six in the morning to six in the evening."""


class Sundial(Component, frozen=True, kw_only=True):
    """A stone dial in the ground: stand on today's date, and your shadow tells the hour by the sun.

    Its own +Y must lie true north: `facing: north` where the plan is.

    Example:
        {type: sundial, id: sundial, at: [7.05, 10.3], facing: north, size: [4, 2.6], latitude: 43.6}

    Attributes:
        size: of its stone slab, west to east and south to north, metres.
        latitude: of the place, degrees; 43.6 is Montpellier's.
        material: of the slab.
        inlay: of hours and dates.
    """

    size: Size2 = (4.0, 2.6)
    latitude: Degrees = 43.6
    material: MaterialId = "limestone-smooth"
    inlay: MaterialId = "iron"

    def half_width(self) -> float:
        """The ellipse's half axis west to east, metres: as large as the slab holds."""
        sine = np.sin(np.deg2rad(self.latitude))
        return float(min(self.size[0] / 2, self.size[1] / 2 / sine) - 0.12)

    def hour_point(self, hour: float) -> tuple[float, float]:
        """Where the shadow falls at a solar hour (12 is noon): x east and y north of the dial's middle, metres."""
        angle = np.deg2rad(15.0 * (hour - 12.0))
        a = self.half_width()
        return float(a * np.sin(angle)), float(a * np.sin(np.deg2rad(self.latitude)) * np.cos(angle))

    def standing_point(self, declination: float) -> tuple[float, float]:
        """Where one stands when the sun's declination is so many degrees: 0 at the equinoxes."""
        a = self.half_width()
        return 0.0, float(a * np.cos(np.deg2rad(self.latitude)) * np.tan(np.deg2rad(declination)))

    def mesh(self) -> Mesh:
        """The slab, flush with the ground, with inlaid hours, numerals and the line of dates; one walks on it."""
        half_x, half_y = self.size[0] / 2, self.size[1] / 2
        top = 0.020
        outline = rectangle((-half_x, -half_y), (half_x, half_y))
        slab = extrude(outline, 0.06, at=(0, 0, top - 0.06), bevel=0.008, hidden=("bottom",), material=self.material)
        # A fillet of darker stone round the slab, and one through the hours.
        outer, inner = (rectangle((-half_x + d, -half_y + d), (half_x - d, half_y - d)) for d in (0.045, 0.070))
        marks = [extrude(outer, 0.001, at=(0, 0, top), holes=[inner], hidden=("bottom",), material=self.inlay)]
        steps = [self.hour_point(float(hour)) for hour in np.linspace(6, 18, 49)]
        marks += [self._line(a, b, 0.012, top, self.inlay) for a, b in pairwise(steps)]
        for hour, numeral in zip(range(6, 19), ROMAN, strict=True):
            x, y = self.hour_point(hour)
            marks.append(extrude(circle(0.040, 16), 0.0025, at=(x, y, top), hidden=("bottom",), material=self.inlay))
            inward = np.array((x, y)) * -1.0
            inward /= max(float(np.linalg.norm(inward)), 1e-9)
            marks.append(self._numeral(numeral, (x + 0.22 * float(inward[0]), y + 0.19 * float(inward[1])), top))
        for half in np.arange(6.5, 18, 1.0):
            x, y = self.hour_point(float(half))
            marks.append(extrude(circle(0.018, 8), 0.0025, at=(x, y, top), hidden=("bottom",), material=self.inlay))
        low, high = (self.standing_point(d)[1] for d in (-23.44, 23.44))
        marks.append(self._line((0, low), (0, high), 0.02, top, self.inlay))
        for month, declination in enumerate(MONTHS):
            y = self.standing_point(declination)[1]
            side = 1 if month < 6 else -1  # the sun climbs on one side, and comes down on the other
            marks.append(self._line((0, y), (0.16 * side, y), 0.014, top, self.inlay))
        here = self.standing_point(0.0)[1]  # the campus's own day: an equinox
        marks.append(extrude(circle(0.07, 20), 0.003, at=(0, here, top), hidden=("bottom",), material="saffron"))
        return merge(slab.solid(), *marks)

    def anchors(self) -> Anchors:
        """Where one stands at an equinox, back to the sun of the afternoon."""
        x, y = self.standing_point(0.0)
        return Anchors(reach=(Placed((x, y, 0.0), 0.0),))

    def _numeral(self, letters: str, at: tuple[float, float], top: float) -> Mesh:
        """A Roman numeral, read from the south, 150 mm high."""
        tall = 0.15
        width = sum(WIDTHS[letter] for letter in letters) * tall
        x = at[0] - width / 2
        lines = []
        for letter in letters:
            middle = x + WIDTHS[letter] * tall / 2
            for x0, y0, x1, y1 in STROKES[letter]:
                start = (middle + x0 * tall, at[1] + (y0 - 0.5) * tall)
                lines.append(self._line(start, (middle + x1 * tall, at[1] + (y1 - 0.5) * tall), 0.024, top, self.inlay))
            x += WIDTHS[letter] * tall
        return merge(*lines)

    def _line(
        self, start: tuple[float, float], end: tuple[float, float], width: float, top: float, material: str
    ) -> Mesh:
        way = np.subtract(end, start)
        long = float(np.linalg.norm(way))
        heading = float(np.degrees(np.arctan2(-way[0], way[1])))
        bar = box((width, long, 0.002), at=(0, long / 2, 0), hidden=("bottom",), material=material)
        return place(bar, (start[0], start[1], top), heading)
