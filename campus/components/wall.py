"""A free-standing wall: a partition or a garden wall. Owns its body, plinth and coping."""

from __future__ import annotations

import msgspec

from campus.components._base import Component
from campus.components._stonework import check_plinth
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge, place, rectangle, wall
from campus.quantities import Length, Metres


class Gap(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rectangular hole.

    Attributes:
        at: of its middle, metres from the wall's left end, seen from its front.
        size: width and height, metres.
        sill: height of its lower edge, metres; 0 makes a doorway.
    """

    at: Metres
    size: tuple[Length, Length]
    sill: Metres = 0.0


class Wall(Component, frozen=True, kw_only=True):
    """A free-standing wall, with gaps to pass or look through.

    Its origin is the middle of its foot; it runs across its front.

    Example:
        {type: wall, id: partition, at: [4, 3], facing: south, length: 4, height: 2.6, gaps: [{at: 2, size: [1, 2.1]}]}

    Attributes:
        length: metres.
        height: metres.
        thickness: metres.
        gaps: its holes.
        plinth: height of a stone plinth on both faces, metres; 0 for none.
        coping: whether a stone coping covers it.
        material: of the body.
        stone: of plinth and coping.
    """

    length: Length = 3.0
    height: Length = 2.6
    thickness: Length = 0.2
    gaps: tuple[Gap, ...] = ()
    plinth: Metres = 0.0
    coping: bool = False
    material: MaterialId = "lime-plaster"
    stone: MaterialId = "limestone-smooth"

    def __post_init__(self) -> None:
        """A plinth stands at the foot of a wall.

        Raises:
            Impossible: when the plinth is higher than the wall.
        """
        check_plinth(self.plinth, self.height)

    def mesh(self) -> Mesh:
        """Body, plinth and coping; they collide."""
        half = self.length / 2
        holes = [
            rectangle((g.at - g.size[0] / 2, g.sill), (g.at + g.size[0] / 2, g.sill + g.size[1])) for g in self.gaps
        ]
        body = wall(self.length, self.height, self.thickness, holes, material=self.material)
        parts = [place(body, (-half, 0, 0))]
        middle = self.thickness / 2
        for low, high in self._between():
            if self.plinth > 0:
                size = (high - low, self.thickness + 0.04, self.plinth)
                parts.append(box(size, at=((low + high) / 2 - half, middle, 0), bevel=0.012, material=self.stone))
        if self.coping:
            size = (self.length + 0.08, self.thickness + 0.10, 0.10)
            parts.append(box(size, at=(0, middle, self.height), bevel=0.015, material=self.stone))
        return place(merge(*parts, collides=True), (0, middle, 0), 180)

    def _between(self) -> list[tuple[float, float]]:
        """The pieces of its foot that no gap interrupts, metres from its left end."""
        pieces: list[tuple[float, float]] = []
        start = 0.0
        for gap in sorted(self.gaps, key=lambda g: g.at):
            if gap.sill < self.plinth:
                pieces.append((start, gap.at - gap.size[0] / 2))
                start = gap.at + gap.size[0] / 2
        pieces.append((start, self.length))
        return [(low, high) for low, high in pieces if high - low > 0.02]
