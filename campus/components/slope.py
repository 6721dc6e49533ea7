"""A slope: ground that rises smoothly to a bank or a terrace. Owns its shape; knows nothing of what grows on it."""

from __future__ import annotations

import numpy as np

from campus.components._base import Component
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import Mesh, sweep
from campus.quantities import Length, Metres, Size2
from campus.text import bilingual, comma

STEEPEST = 0.6
"""Rise over run where it is steepest: 31 degrees, which grass still holds and people still walk."""
STEPS = 16


class Slope(Component, frozen=True, kw_only=True):
    """A bank of ground that begins level, rises, and ends level at its top: one walks over it.

    Its origin is its middle on the lower ground; it climbs towards its front. Wheels take a `ramp` of 1 in 20 instead.

    Example:
        {type: slope, id: bank, at: [12, 20], facing: north, size: [8, 4], rise: 0.9, top: 1, material: grass}

    Attributes:
        size: width, and depth from its foot to its far edge, metres.
        rise: of its top over its foot, metres.
        top: of its depth, how much lies level at the top, metres.
        material: of all of it.
    """

    size: Size2 = (6.0, 3.0)
    rise: Length = 0.6
    top: Metres = 0.0
    material: MaterialId = "grass"

    def __post_init__(self) -> None:
        """One can walk up it.

        Raises:
            Impossible: when its top leaves no room to rise, or it is too steep.
        """
        run = self.size[1] - self.top
        if run <= 0:
            raise Impossible(
                bilingual(
                    f"its level top of {self.top:g} m leaves nothing of its depth of {self.size[1]:g} m to rise",
                    f"son sommet plat de {comma(self.top)} m ne laisse rien de sa profondeur de "
                    f"{comma(self.size[1])} m pour monter",
                )
            )
        if 1.5 * self.rise / run > STEEPEST:
            least = 1.5 * self.rise / STEEPEST + self.top
            raise Impossible(
                bilingual(
                    f"it is too steep to walk: give it a depth of {least:.1f} m, or less rise",
                    f"c'est trop raide pour y marcher : donnez {comma(least, '.1f')} m de profondeur, ou moins de rise",
                )
            )

    def height_at(self, along: float) -> float:
        """Of its surface over its foot, `along` metres from the foot: level at both ends, steepest half way."""
        share = min(max(along / (self.size[1] - self.top), 0.0), 1.0)
        return self.rise * share * share * (3 - 2 * share)

    def mesh(self) -> Mesh:
        """A closed body, smooth above; about 90 triangles; it collides."""
        width, depth = self.size
        along = np.concatenate([np.linspace(0, depth - self.top, STEPS + 1), [depth] if self.top > 0 else []])
        # Swept to the east: what lies to the left of the way is north, and a section counts to the right.
        surface = [(depth / 2 - s, self.height_at(float(s))) for s in along]
        section = np.array([(depth / 2, -0.1), *surface, (-depth / 2, -0.1)])[::-1]
        return sweep(section, [(-width / 2, 0, 0), (width / 2, 0, 0)], material=self.material).solid()
