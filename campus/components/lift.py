"""A lift's cab, open in front: walls, ceiling, light, a stone frame. Owns its shape; a portal does the rest."""

from __future__ import annotations

import numpy as np

from campus.components._base import Anchors, Component, LabelAnchor, LampAnchor, Placed
from campus.components._stonework import frame_stones
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, place, tube
from campus.quantities import Length
from campus.text import Text, bilingual, comma


class Lift(Component, frozen=True, kw_only=True):
    """A lift's cab as one finds it waiting: open in front, oak and mirror-bright steel inside, framed in stone.

    It takes nobody anywhere by itself: put a `portal` in it. Its origin is the middle of its floor.

    Example:
        {type: lift, id: lift-cab, at: [14, 0.95], facing: north, label: {fr: Galerie, en: Gallery}}

    Attributes:
        size: outer width and depth, metres; a wheelchair turns in 1.5.
        height: outer, metres: up to a ceiling or a soffit, so that it is a shaft and not a hut.
        cab: height of the cab inside, metres.
        label: where it goes, over its door.
        material: of the walls inside.
        outside: of the shaft.
    """

    size: tuple[Length, Length] = (1.9, 1.9)
    height: Length = 2.7
    cab: Length = 2.4
    label: Text | None = None
    material: MaterialId = "oak"
    outside: MaterialId = "lime-plaster"

    def __post_init__(self) -> None:
        """A cab needs room over its door, and a shaft round it.

        Raises:
            Impossible: when `cab` does not fit.
        """
        if not 2.25 <= self.cab <= self.height - 0.1:
            raise Impossible(
                bilingual(
                    f"cab must lie between 2.25 and {self.height - 0.1:g} m",
                    f"cab doit se trouver entre 2,25 et {comma(self.height - 0.1)} m",
                )
            )

    def mesh(self) -> Mesh:
        """Three walls with oak linings, a ceiling with a light, a handrail, a stone frame; the walls collide."""
        width, depth = self.size
        x, y, thick, lining = width / 2, depth / 2, 0.10, 0.02
        inner = x - thick
        plan = np.array(
            [(-x, -y), (x, -y), (x, y), (inner, y), (inner, -y + thick), (-inner, -y + thick), (-inner, y), (-x, y)]
        )
        shaft = extrude(plan, self.height, material=self.outside, collides=True)
        lid = box((2 * inner, depth - thick - 0.04, 0.04), at=(0, thick / 2 - 0.02, self.height - 0.04))
        high = self.cab
        linings = [
            box((lining, depth - thick - 0.02, high), at=(side * (inner - lining / 2), thick / 2, 0.0), bevel=0.004)
            for side in (-1, 1)
        ]
        linings.append(box((2 * inner, lining, high), at=(0, -y + thick + lining / 2, 0), bevel=0.004))
        inlay = box((2 * inner - 0.1, depth - 2 * thick - 0.1, 0.05), at=(0, 0, self.cab))
        glow = box((0.9, 0.5, 0.02), at=(0, 0, self.cab - 0.02), material="lamp-glow")
        reach = inner - 0.08
        bar = tube(
            [(-reach, y - 0.3, 0.9), (-reach, -y + 0.2, 0.9), (reach, -y + 0.2, 0.9), (reach, y - 0.3, 0.9)], 0.018
        )
        panel = box((0.012, 0.12, 0.30), at=(inner - lining - 0.006, y - 0.35, 1.05), bevel=0.004)
        button = box((0.05, 0.012, 0.05), at=(-inner - 0.20, y + 0.045, 1.05), bevel=0.005)
        # Drawn in a wall's frame, whose reader stands at -Y: turned to face +Y.
        door = frame_stones(2 * inner - 0.04, 0.0, 2.2, 0.13, "limestone-smooth", sill=False, backed=True)
        over = box((2 * inner - 0.04, 0.05, self.height - 2.2), at=(0, y - 0.025, 2.2), material=self.outside)
        return merge(
            shaft,
            lid.made_of(self.outside),
            merge(*linings, inlay, material=self.material),
            glow,
            bar.made_of("brass"),
            merge(panel, button, material="bronze"),
            place(door, (0, y, 0), 180),
            over,
        )

    def anchors(self) -> Anchors:
        """Its light, and where it goes."""
        lamp = LampAnchor(Placed((0.0, 0.0, self.cab - 0.05)), 900.0, 3500.0, (0.9, 0.5))
        if self.label is None:
            return Anchors(lamps=(lamp,))
        place_ = Placed((0.0, self.size[1] / 2 + 0.003, 2.52), 0.0)
        label = LabelAnchor(self.label, place_, (1.3, 0.2), "sign", 0.07)
        return Anchors(lamps=(lamp,), labels=(label,))
