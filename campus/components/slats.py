"""Slats: blades of wood in a row. Owns their rhythm; knows nothing of the wall behind."""

from __future__ import annotations

from campus.components._base import Component
from campus.components._mounting import mounted
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge
from campus.quantities import Length, Metres


class Slats(Component, frozen=True, kw_only=True):
    """Upright blades along a wall: a slatted panel over felt, or deep fins before a window.

    Example:
        {type: slats, wall: east, at: 10, length: 12, sill: 0.9, height: 3.0, material: walnut, backing: felt}

    Attributes:
        length: along the wall, metres.
        height: of the blades, metres.
        sill: of their lower end over the floor, metres.
        width: of one blade, metres.
        pitch: from the middle of one to the middle of the next, metres.
        depth: how far they stand out, metres.
        stand_off: room between wall and blades, metres.
        material: of the blades.
        backing: of the surface behind them; None leaves the wall, or the window, to be seen.
        rails: whether a rail runs along their lower and upper ends.
    """

    length: Length = 3.0
    height: Length = 2.4
    sill: Metres = 0.0
    width: Length = 0.06
    pitch: Length = 0.10
    depth: Length = 0.045
    stand_off: Metres = 0.0
    material: MaterialId = "walnut"
    backing: MaterialId | None = "felt"
    rails: bool = False

    def mesh(self) -> Mesh:
        """Ten triangles a blade; the backing collides, or the blades where there is none."""
        back = 0.012 if self.backing else 0.0
        count = max(1, round(self.length / self.pitch))
        step = self.length / count
        y = -(self.stand_off + back + self.depth / 2)
        blades = [
            box(
                (self.width, self.depth, self.height),
                at=((i + 0.5) * step - self.length / 2, y, self.sill),
                hidden=("front",),
                material=self.material,
                collides=self.backing is None,
            )
            for i in range(count)
        ]
        made = [*blades]
        if self.backing:
            y = -(self.stand_off + back / 2)
            made.append(
                box((self.length, back, self.height), at=(0, y, self.sill), material=self.backing, collides=True)
            )
        if self.rails:
            y = -(self.stand_off + back + self.depth / 2)
            made += [
                box((self.length, self.depth + 0.012, 0.05), at=(0, y, z), bevel=0.008, material=self.material)
                for z in (self.sill - 0.05, self.sill + self.height)
            ]
        return mounted(self, merge(*made))
