"""A seat for one. Owns its shape and where one sits; knows nothing of who sits there."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from campus.components._base import Anchors, Component, Placed, SeatAnchor, SeatSound
from campus.components._shaping import leaning, leg, slab
from campus.ids import MaterialId
from campus.mesh import Mesh, annular_sector, both, box, cylinder, lathe, merge, moved, tube

SeatStyle = Literal["chair", "chair-light", "chair-bistro", "armchair", "stool"]
HEIGHTS = {"chair": 0.45, "chair-light": 0.45, "chair-bistro": 0.46, "armchair": 0.42, "stool": 0.62}
FRONTS = {"chair": 0.22, "chair-light": 0.21, "chair-bistro": 0.21, "armchair": 0.30, "stool": 0.16}
"""How far the seat's front edge lies from its middle, metres."""


class Seat(Component, frozen=True, kw_only=True):
    """A seat for one: an oak chair, a light one on a steel frame, one of bent wood, an armchair, a stool.

    Example:
        {type: seat, id: chair-1, at: [2, 1], facing: north, style: chair}

    Attributes:
        style: chair and light chair are 0.45 m high, the bistro's 0.46, the armchair 0.42, the stool 0.62.
        material: of the frame.
        fabric: of what one sits on.
    """

    style: SeatStyle = "chair"
    material: MaterialId = "oak"
    fabric: MaterialId = "blue-fabric"

    def mesh(self) -> Mesh:
        """The seat facing north over the origin, 250 to 700 triangles; what one sits on and leans on collides."""
        return {
            "chair": self._chair,
            "chair-light": self._chair_light,
            "chair-bistro": self._chair_bistro,
            "armchair": self._armchair,
            "stool": self._stool,
        }[self.style]()

    def anchors(self) -> Anchors:
        """One seat."""
        front = Placed((0.0, FRONTS[self.style], 0.0))
        sounds: SeatSound = "armchair" if self.style == "armchair" else "chair"
        return Anchors(seats=(SeatAnchor("", front, HEIGHTS[self.style], sounds=sounds),))

    def verbs(self) -> tuple[str, ...]:
        """One sits on it."""
        return ("sit",)

    def _chair(self) -> Mesh:
        """Four tapered legs, a padded seat, a curved back between two posts that lean by 10 degrees."""
        frame = [leg((x * 1.12, 0.20, 0), (x, 0.17, 0.41), 0.036) for x in both(0.19)]
        frame += [leg((x * 1.12, -0.24, 0), (x, -0.18, 0.41), 0.036) for x in both(0.19)]
        posts = [leg((x, -0.19, 0.40), (x * 1.04, -0.285, 0.80), 0.026, 0.036) for x in both(0.19)]
        rails = [box((0.36, 0.022, 0.05), at=(0, y, 0.365)) for y in (0.17, -0.18)]
        rails += [box((0.022, 0.34, 0.05), at=(x, 0, 0.365)) for x in both(0.185)]
        pad = slab((0.45, 0.43), 0.05, (0, 0.005, 0.405), radius=0.07, bevel=0.015, material=self.fabric)
        back = annular_sector(0.50, 0.525, 246, 294, 0.20, bevel=0.008, steps=6, material=self.fabric)
        back = leaning(moved(back, (0, 0.235, 0.61)), 10, about=(-0.26, 0.61))
        return merge(merge(*frame, *posts, *rails, material=self.material), *(m.solid() for m in (pad, back)))

    def _chair_light(self) -> Mesh:
        """A shell of blue felt on a frame of bent steel tube, light enough to carry from island to circle."""
        frames = [
            tube([(x, 0.22, 0.0), (x, 0.17, 0.42), (x, -0.17, 0.42), (x, -0.24, 0.0)], 0.011, sides=6)
            for x in both(0.21)
        ]
        posts = [tube([(x, -0.16, 0.42), (x, -0.25, 0.80)], 0.010, sides=6) for x in both(0.17)]
        pad = slab((0.44, 0.42), 0.03, (0, 0, 0.42), radius=0.09, bevel=0.008, material=self.fabric)
        back = annular_sector(0.45, 0.468, 242, 298, 0.24, bevel=0.006, steps=6, material=self.fabric)
        back = leaning(moved(back, (0, 0.235, 0.57)), 12, about=(-0.23, 0.57))
        return merge(merge(*frames, *posts, material="steel"), *(m.solid() for m in (pad, back)))

    def _chair_bistro(self) -> Mesh:
        """A café's chair: one bent rod is both rear legs and the hoop of the back, a lesser hoop stands in it.

        The rods press on the round seat's rim from outside, as they are screwed to it; nothing runs through the pad.
        """
        seat = 0.45
        rim = lathe(
            [(0.199, seat - 0.040), (0.207, seat - 0.031), (0.207, seat - 0.008), (0.199, seat)], sides=18
        )  # fmt: skip
        half = [
            (0.188, -0.250, 0.0), (0.153, -0.157, seat - 0.05), (0.152, -0.155, seat + 0.03), (0.158, -0.215, 0.745),
            (0.146, -0.234, 0.805), (0.113, -0.247, 0.852), (0.062, -0.254, 0.880),
        ]  # fmt: skip
        inner = [
            (0.085, -0.170, seat - 0.012), (0.092, -0.206, 0.630), (0.084, -0.224, 0.705), (0.062, -0.237, 0.757),
            (0.026, -0.244, 0.785),
        ]  # fmt: skip
        hoop, lesser = (
            tube([(-x, y, z) for x, y, z in line] + [(0.0, line[-1][1] - 0.004, top)] + line[::-1], radius, sides=sides)
            for line, top, radius, sides in ((half, 0.889, 0.0145, 5), (inner, 0.790, 0.009, 4))
        )
        legs = [tube([(x, 0.198, 0), (x * 0.79, 0.137, seat - 0.03)], 0.0135, sides=6) for x in both(0.172)]
        turns = np.linspace(0, 2 * np.pi, 11) - np.pi / 2  # its ends meet behind
        ring = tube([(0.228 * np.cos(a), 0.228 * np.sin(a) - 0.022, 0.235) for a in turns], 0.008, sides=4)
        pad = lathe(
            [(0.177, seat - 0.004), (0.173, seat + 0.008), (0.146, seat + 0.016), (0, seat + 0.018)],
            sides=18, material=self.fabric,
        )  # fmt: skip
        pad = pad.only(pad.normals[pad.triangles][:, :, 2].mean(axis=1) > -0.9)  # its underside lies within the rim
        pad = replace(pad, uvs=pad.positions[:, :2].copy())  # woven, not turned
        frame = merge(rim, hoop.solid(), lesser, *legs, ring, material=self.material)
        return merge(frame, pad.solid())

    def _armchair(self) -> Mesh:
        """Cushions between two upholstered arms, on short oak legs."""
        feet = [leg((x, y, 0), (x * 0.96, y * 0.96, 0.14), 0.05) for x in both(0.30) for y in both(0.28)]
        base = slab((0.68, 0.64), 0.14, (0, 0, 0.13), radius=0.06, bevel=0.015)
        cushion = slab((0.52, 0.56), 0.15, (0, 0.03, 0.27), radius=0.07, bevel=0.03, steps=4)
        arms = [slab((0.11, 0.62), 0.32, (x, 0, 0.24), radius=0.05, bevel=0.03) for x in both(0.315)]
        back = slab((0.70, 0.15), 0.58, (0, -0.27, 0.24), radius=0.06, bevel=0.03)
        back = leaning(back, 9, about=(-0.27, 0.30))
        upholstery = merge(base, cushion, *arms, back, material=self.fabric, collides=True)
        return merge(merge(*feet, material=self.material), upholstery)

    def _stool(self) -> Mesh:
        """A round padded top on four splayed legs with a ring to rest one's feet on."""
        legs = [leg((x * 1.5, y * 1.5, 0), (x, y, 0.58), 0.034) for x in both(0.10) for y in both(0.10)]
        rings = [box((0.25, 0.02, 0.03), at=(0, y, 0.22)) for y in both(0.128)]
        rings += [box((0.02, 0.25, 0.03), at=(x, 0, 0.22)) for x in both(0.128)]
        top = cylinder(0.17, 0.05, at=(0, 0, 0.57), sides=20, bevel=0.014, material=self.fabric, collides=True)
        return merge(merge(*legs, *rings, material=self.material), top)
