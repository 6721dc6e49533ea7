"""An arcade: a free wall of equal arches. Owns piers, arches and coping; knows nothing of what it divides."""

from __future__ import annotations

from campus.components._base import Component
from campus.components.arch import Arch
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge, place, spread, wall
from campus.quantities import Count, Length, Size2


class Arcade(Component, frozen=True, kw_only=True):
    """A row of arches in a free-standing wall, as along a court.

    Example:
        {type: arcade, id: north-walk, at: [12, 3.6], facing: south, bays: 5}

    Attributes:
        bays: how many arches.
        bay: from middle to middle, metres.
        size: of each arch: clear span and height of the crown, metres.
        springing: height at which the arches begin, metres.
        height: of the wall, metres.
        thickness: of the wall, metres.
        material: of the wall.
        stone: of the arches and the coping.
    """

    bays: Count = 3
    bay: Length = 4.1
    size: Size2 = (3.2, 4.6)
    springing: Length = 3.0
    height: Length = 5.6
    thickness: Length = 0.45
    material: MaterialId = "lime-plaster"
    stone: MaterialId = "limestone-smooth"

    def mesh(self) -> Mesh:
        """Wall, arches and coping; the wall and the jambs collide; about 2,000 triangles a bay."""
        length = self.bays * self.bay
        centres = spread(self.bays, length)
        pier = (self.bay - self.size[0]) / 2
        arch = Arch(size=self.size, springing=self.springing, pier=pier, material=self.stone)
        holes = [arch.outline() + (x + length / 2, 0) for x in centres]  # noqa: RUF005 - an array, not a tuple
        body = wall(length, self.height, self.thickness, holes, material=self.material, collides=True)
        stones = arch.fill(self.thickness)
        coping = box((length + 0.1, self.thickness + 0.12, 0.12), at=(0, self.thickness / 2, self.height), bevel=0.015)
        drawn = merge(
            place(body, (-length / 2, 0, 0)), *(place(stones, (x, 0, 0)) for x in centres), coping.made_of(self.stone)
        )
        # Drawn with its face towards -Y; a free component's front is towards +Y.
        return place(drawn, (0, self.thickness / 2, 0), 180)
