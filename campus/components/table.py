"""A table. Owns its shape; knows nothing of the chairs around it."""

from __future__ import annotations

from typing import Literal

from campus.components._base import Component
from campus.components._shaping import leg, slab
from campus.ids import MaterialId
from campus.mesh import Mesh, both, box, cylinder, lathe, merge
from campus.quantities import Length


class Table(Component, frozen=True, kw_only=True):
    """A table: rectangular on four tapered legs, or round on one foot.

    Example:
        {type: table, id: table-1, at: [3, 2], size: [1.4, 1.4]}

    Attributes:
        size: length (along x as it faces) and depth, metres; of a round one the first is its diameter.
        height: of its top, metres: 0.74 to sit at, 1.05 to stand at.
        shape: `rectangle` or `round`.
        top: material of the top.
        material: of legs and apron.
    """

    size: tuple[Length, Length] = (1.4, 0.8)
    height: Length = 0.74
    shape: Literal["rectangle", "round"] = "rectangle"
    top: MaterialId = "oak"
    material: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """The table over the origin, 200 to 400 triangles; its top collides."""
        return self._round() if self.shape == "round" else self._rectangle()

    def _rectangle(self) -> Mesh:
        length, depth = self.size
        thick = 0.03
        low = self.height - thick
        top = slab((length, depth), thick, (0, 0, low), radius=0.04, bevel=0.01, material=self.top, collides=True)
        x, y = length / 2 - 0.09, depth / 2 - 0.09
        legs = [leg((a * 1.03, b * 1.03, 0), (a, b, low), 0.062) for a in both(x) for b in both(y)]
        aprons = [box((2 * x - 0.06, 0.022, 0.08), at=(0, b, low - 0.08)) for b in both(y)]
        aprons += [box((0.022, 2 * y - 0.06, 0.08), at=(a, 0, low - 0.08)) for a in both(x)]
        return merge(top, merge(*legs, *aprons, material=self.material))

    def _round(self) -> Mesh:
        radius, low = self.size[0] / 2, self.height - 0.028
        top = cylinder(radius, 0.028, at=(0, 0, low), sides=36, bevel=0.01, material=self.top, collides=True)
        spread_out = min(0.28, radius * 0.7)
        foot = lathe(
            [
                (0, 0),
                (spread_out, 0),
                (spread_out, 0.015),
                (0.05, 0.045),
                (0.032, 0.12),
                (0.032, low - 0.04),
                (0.12, low),
            ],
            sides=24,
            material=self.material,
            collides=True,
        )
        return merge(top, foot)
