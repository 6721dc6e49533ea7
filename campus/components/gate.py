"""A gate: wrought iron between two stone piers, in a garden's wall. Owns bars, piers and lock."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Opening
from campus.components._stonework import BEHIND
from campus.ids import MaterialId
from campus.mesh import Mesh, both, box, lathe, merge, rectangle, tube
from campus.quantities import Length, Size2

LINING = 0.03
"""The hole in the wall is so much wider than the gate on either side, metres: the piers fill the rest."""


class Gate(Opening, frozen=True, kw_only=True):
    """Two leaves of wrought iron, shut, between stone piers that stand higher than the wall; one looks through it.

    Example:
        {type: gate, id: west-gate, wall: west, at: 14, size: [2.6, 2.9], view: horizon}

    Attributes:
        size: clear width between the piers and height of the leaves, metres.
        piers: height of the piers over the ground, metres.
        pier: width of a pier, metres.
        material: of the piers.
        metal: of the leaves.
        gap: from the middle of one bar to that of the next, metres.
    """

    size: Size2 = (2.6, 2.9)
    piers: Length = 3.9
    pier: Length = 0.62
    material: MaterialId = "limestone-smooth"
    metal: MaterialId = "iron"
    gap: Length = 0.12

    def outline(self) -> NDArray[np.float32]:
        """(k, 2) the hole in the wall: its sides lie inside the piers, whose faces are what one sees."""
        width, height = self.size
        return rectangle((-width / 2 - LINING, self.sill), (width / 2 + LINING, self.sill + height)).astype(np.float32)

    def margin(self) -> float:
        """The piers' width."""
        return self.pier - LINING - BEHIND

    def fill(self, thickness: float) -> Mesh:
        """Piers with caps and balls, bars with points, rails and scrolls; about 1,500 triangles."""
        width, height = self.size
        middle = thickness / 2
        parts: list[Mesh] = []
        for x in both(width / 2 + self.pier / 2):
            side = thickness + 0.16
            parts += [
                box(
                    (self.pier, side, self.piers), at=(x, middle, 0), bevel=0.015, material=self.material, collides=True
                ),
                box((self.pier + 0.1, side + 0.1, 0.3), at=(x, middle, 0), bevel=0.02, material=self.material),
                box(
                    (self.pier + 0.16, side + 0.16, 0.16),
                    at=(x, middle, self.piers),
                    bevel=0.03,
                    material=self.material,
                ),
                lathe(
                    [(0.12, 0), (0.09, 0.06), (0.17, 0.14), (0.22, 0.28), (0.17, 0.43), (0.0, 0.50)],
                    at=(x, middle, self.piers + 0.16),
                    sides=18,
                    material=self.material,
                ),
            ]
        bars = max(4, round(width / self.gap))
        for x in np.linspace(-width / 2 + 0.04, width / 2 - 0.04, bars):
            # The leaves rise towards the middle, as garden gates do.
            top = height - 0.35 + 0.3 * float(np.cos(np.pi * x / width))
            parts.append(box((0.018, 0.018, top - 0.06), at=(x, middle, 0.06), hidden=("bottom",), material=self.metal))
            parts.append(
                lathe(
                    [(0.022, top), (0.026, top + 0.02), (0.0, top + 0.10)],
                    at=(x, middle, 0),
                    sides=6,
                    material=self.metal,
                )
            )
        for x in (-width / 4, width / 4):
            for z in (0.14, 1.05, height - 0.62):
                parts.append(box((width / 2 - 0.02, 0.035, 0.045), at=(x, middle, z), bevel=0.006, material=self.metal))
            for side in both(width / 8):
                turn = np.linspace(0.3, 2.6 * np.pi, 20)
                ring = 0.05 + 0.075 * turn / (2.6 * np.pi)
                scroll = np.stack(
                    [x + side + ring * np.cos(turn), 0 * turn + middle, 0.62 + ring * 1.4 * np.sin(turn)], 1
                )
                parts.append(tube(scroll, 0.009, sides=5, material=self.metal))
        for x in (-0.045, 0.045):
            parts.append(box((0.05, 0.05, height - 0.02), at=(x, middle, 0.04), bevel=0.008, material=self.metal))
        parts.append(box((0.24, 0.07, 0.16), at=(0, middle, 1.02), bevel=0.012, material=self.metal))
        return merge(*parts)
