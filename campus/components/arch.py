"""An arch: a round-headed way through a wall, built of stones. Owns its stones; knows nothing of what lies beyond."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Opening
from campus.components._stonework import BEHIND, SHORT, impost, jambs, voussoirs
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge, round_arch
from campus.quantities import Count, Length, Metres, Size2
from campus.text import bilingual, comma

LINING = 0.03
"""The hole in the wall is so much wider than the arch, metres: the stones fill the rest."""


class Arch(Opening, frozen=True, kw_only=True):
    """An arched opening with jambs in courses, imposts, wedge stones and a keystone.

    Example:
        {type: arch, id: to-garden, wall: west, at: 4.7, size: [3.2, 4.6], springing: 3.0, view: garden}

    Attributes:
        size: clear span, and height of the crown over the sill, metres.
        springing: height over the sill at which the arch begins; the crown is at most half a span above it.
        ring: height of the wedge stones along the radius, metres.
        stones: how many wedge stones; odd.
        pier: width of the jambs, metres: half the pier where two arches share one.
        rail: height of an iron railing across it, metres; 0 for none.
        material: of the stones.
    """

    size: Size2 = (3.2, 4.6)
    springing: Metres = 3.0
    ring: Length = 0.45
    stones: Count = 13
    pier: Length = 0.45
    rail: Metres = 0.0
    material: MaterialId = "limestone-smooth"

    def __post_init__(self) -> None:
        """An arch higher than half a circle, or without any rise, is no arch.

        Raises:
            Impossible: when `springing` does not fit `size`.
        """
        span, crown = self.size
        if not 0 < crown - self.springing <= span / 2 + 1e-6:
            raise Impossible(
                bilingual(
                    f"springing {self.springing:g} must lie between {crown - span / 2:g} and {crown:g} m for this size",
                    f"springing {comma(self.springing)} doit se trouver entre {comma(crown - span / 2)} et "
                    f"{comma(crown)} m pour cette taille",
                )
            )

    def outline(self) -> NDArray[np.float32]:
        """(k, 2) the hole in the wall: `LINING` larger than the clear arch on every side but the floor."""
        span, crown = self.size
        springing = max(self.sill, self.sill + self.springing)
        rise = crown - self.springing
        wide = span + 2 * LINING
        curve = round_arch(wide, springing, springing + min(rise + LINING, wide / 2), sill=self.sill, steps=26)
        return curve.astype(np.float32)

    def margin(self) -> float:
        """The short jamb stones' width: a plinth runs up to them, behind the long ones."""
        return self.pier * SHORT - LINING - BEHIND

    def fill(self, thickness: float) -> Mesh:
        """Jambs, imposts and wedge stones through the wall, and the railing; about 1,900 triangles."""
        span, crown = self.size
        spring = self.sill + self.springing
        parts = [
            jambs(span / 2, self.sill, spring - 0.20, self.pier, thickness, self.material).solid(),
            impost(span / 2, spring, self.pier, thickness, self.material),
            voussoirs(span, spring, self.sill + crown, self.ring, thickness, self.material, count=self.stones),
        ]
        if self.rail > 0:
            parts.append(railing(span, self.sill, self.rail, thickness * 0.6))
        return merge(*parts)


def railing(span: float, low: float, height: float, y: float) -> Mesh:
    """A wrought-iron railing across an opening: two flat rails, which collide, and square bars 0.12 m apart."""
    rails = [
        box((span, 0.035, 0.012), at=(0, y, low + z), bevel=0.003, collides=True)
        for z in (0.10, height * 0.82, height - 0.012)
    ]
    rails[-1] = box((span, 0.05, 0.02), at=(0, y, low + height - 0.02), bevel=0.006, collides=True)
    count = max(2, round(span / 0.12))
    bars = [
        box((0.014, 0.014, height - 0.03), at=(x, y, low + 0.01), hidden=("top", "bottom"))
        for x in np.linspace(-span / 2 + 0.06, span / 2 - 0.06, count)
    ]
    return merge(*rails, *bars, material="iron")
