"""Water in a stone basin, with a jet. Owns its shape; how water moves and sounds is others' business."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Anchors, Component, Placed, SeatAnchor
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import Mesh, extrude, lathe, merge
from campus.quantities import Count, Length, Metres
from campus.text import bilingual


class Water(Component, frozen=True, kw_only=True):
    """A basin of stone with as many sides as one likes, water in it, and a jet in its middle; one may sit on its kerb.

    Example:
        {type: water, id: basin, at: [10.2, 14], across: 4.2, sides: 8, jet: 0.6}

    Attributes:
        across: from one outer face of the kerb to the opposite one, metres.
        sides: how many; 8 is an octagon, 32 a circle.
        kerb: height of the kerb over the ground, metres: 0.45 to sit on.
        width: of the kerb, metres.
        level: how far the water stands below the kerb's top, metres.
        jet: how high the water leaps over its own surface, metres; 0 for still water.
        material: of the stone.
    """

    across: Length = 4.2
    sides: Count = 8
    kerb: Length = 0.45
    width: Length = 0.34
    level: Length = 0.10
    jet: Metres = 0.6
    material: MaterialId = "limestone-smooth"

    def __post_init__(self) -> None:
        """A basin needs a hole.

        Raises:
            Impossible: when the kerb leaves no room for water, or there are fewer than three sides.
        """
        if self.sides < 3 or self.across <= 2 * self.width + 0.1 or self.level >= self.kerb:
            raise Impossible(
                bilingual(
                    "a basin needs three sides or more, and room for water inside its kerb",
                    "un bassin demande au moins trois côtés, et de la place pour l'eau dans sa margelle",
                )
            )

    def outline(self, across: float) -> NDArray[np.float64]:
        """(sides, 2) a regular polygon, a flat side to the south, `across` metres from side to opposite side."""
        turn = 2 * np.pi * (np.arange(self.sides) + 0.5) / self.sides - np.pi / 2
        corners = np.stack([np.cos(turn), np.sin(turn)], 1) * across / 2 / np.cos(np.pi / self.sides)
        return np.asarray(corners, np.float64)

    def mesh(self) -> Mesh:
        """Kerb with a moulded rim, floor, water and jet; about 5,000 triangles; kerb and water collide."""
        outer, rim = self.outline(self.across - 0.06), self.outline(self.across)
        inner = self.outline(self.across - 2 * self.width)
        top = 0.11
        body = extrude(outer, self.kerb - top, holes=[inner], hidden=("bottom",), material=self.material)
        cover = extrude(rim, top, at=(0, 0, self.kerb - top), bevel=0.018, holes=[inner], material=self.material)
        floor = extrude(inner, 0.02, at=(0, 0, 0.02), hidden=("bottom",), material="faience")
        surface = extrude(inner, 0.004, at=(0, 0, self.kerb - self.level), hidden=("bottom",), material="water")
        return merge(body.solid(), cover.solid(), floor, surface.solid(), self._jet())

    def _jet(self) -> Mesh:
        """A stone spout and a column of water that opens and falls back: three shells of drops. Ripples are drawn."""
        if self.jet <= 0:
            return merge()
        low, high = self.kerb - self.level, self.kerb - self.level + self.jet
        spout = lathe(
            [(0.16, 0.03), (0.10, low - 0.03), (0.07, low + 0.04), (0.03, low + 0.07), (0, low + 0.07)],
            sides=16,
            material=self.material,
        )
        stem = lathe(
            [(0.012, low + 0.06), (0.016, low + 0.6 * self.jet), (0.034, high - 0.03), (0.02, high), (0, high)],
            sides=10,
            material="ceramic",
        )
        falls = []
        for reach, foot in ((0.08, 0.5), (0.14, 0.22), (0.19, 0.0)):
            t = np.linspace(0, 1, 7)
            radius = 0.02 + reach * t
            height = high - (self.jet * (1 - foot)) * t**2.2
            turn = np.linspace(0, 2 * np.pi, 11)[:-1] + reach * 9
            drops = [
                lathe(
                    [(0, -0.012), (0.009, 0), (0, 0.020)],
                    at=(float(r * np.cos(a + r)), float(r * np.sin(a + r)), float(z)),
                    sides=5,
                    material="ceramic",
                )
                for a in turn
                for r, z in zip(radius[1:], height[1:], strict=True)
                if z > low
            ]
            falls += drops
        return merge(spout, stem, *falls)

    def anchors(self) -> Anchors:
        """One place to sit in the middle of each side, looking away from the water; none on a kerb too high or low."""
        if not 0.35 <= self.kerb <= 0.55 or self.sides > 16:
            return Anchors()
        seats = []
        for side in range(self.sides):
            turn = 360.0 * side / self.sides
            angle = np.deg2rad(turn)
            at = (float(self.across / 2 * np.sin(angle)), float(-self.across / 2 * np.cos(angle)), 0.0)
            seats.append(SeatAnchor(str(side + 1), Placed(at, (180.0 + turn) % 360.0), self.kerb, "kerb", "bench"))
        return Anchors(seats=tuple(seats))

    def verbs(self) -> tuple[str, ...]:
        """One sits on its kerb."""
        return ("sit",) if self.anchors().seats else ()
