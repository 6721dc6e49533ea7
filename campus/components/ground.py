"""The ground of an outdoor space: an open sky over walls of any height. Owns the shell; knows nothing of what grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from campus.components._base import Component, Opening, Wall
from campus.components._stonework import check_plinth, in_courses
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge, place, wall
from campus.quantities import Length, Metres, Size3

SIDES: tuple[Wall, ...] = ("north", "east", "south", "west")


class Ground(Component, frozen=True, kw_only=True):
    """The shell of an outdoor space: ground, walls round it, and no ceiling.

    Its origin is the ground's south-west inner corner. It is written as a space's `shell`, not among its nodes.

    Example:
        {type: ground, size: [24, 28, 8.4], heights: {west: 3.2}, floor: grass, walls: lime-plaster}

    Attributes:
        size: width (x), depth (y), and height of the walls that say no other, metres.
        heights: of single walls, metres; 0 leaves a side open to the land beyond.
        thickness: of the walls, metres.
        floor: material of the ground.
        walls: material.
        faces: material of single walls, where it differs: `{north: limestone}`.
        coping: material of the stones that cover the walls.
        plinth: height of a stone plinth along the walls, metres; 0 for none.
        threshold: material of the ground in the ways through the walls; none is the coping's stone.
    """

    size: Size3
    heights: dict[Wall, Metres] = msgspec.field(default_factory=dict)
    thickness: Length = 0.45
    floor: MaterialId = "grass"
    walls: MaterialId = "lime-plaster"
    faces: dict[Wall, MaterialId] = msgspec.field(default_factory=dict)
    coping: MaterialId = "limestone-smooth"
    plinth: Metres = 0.0
    threshold: MaterialId | None = None

    def __post_init__(self) -> None:
        """A plinth stands at the foot of a wall.

        Raises:
            Impossible: when the plinth is higher than a wall.
        """
        standing = [height for side in SIDES if (height := self.height_of(side)) > 0]
        if standing:
            check_plinth(self.plinth, min(standing))

    def mesh(self) -> Mesh:
        """The shell without any opening."""
        return self.shell({})

    def shell(self, openings: Mapping[Wall, Sequence[tuple[float, Opening]]]) -> Mesh:
        """The ground and its walls with holes where the openings are, what stands in them left out.

        Args:
            openings: for each wall, the openings with the place of their centre along it, metres from its west or
                south end.

        Returns:
            Walls and ground are closed solids, and collide; the copings do not.

        Raises:
            Impossible: when an opening leaves its wall, or meets another.
        """
        width, depth, _ = self.size
        # The ground ends under the walls' inner faces and in the doorways: what lies beyond brings its own.
        ground = box((width, depth, 0.3), at=(width / 2, depth / 2, -0.3), material=self.floor, collides=True)
        return merge(ground, *(self._side(side, openings.get(side, ())) for side in SIDES))

    def height_of(self, side: Wall) -> float:
        """Height of a wall, metres."""
        return self.heights.get(side, self.size[2])

    def _side(self, side: Wall, openings: Sequence[tuple[float, Opening]]) -> Mesh:
        height = self.height_of(side)
        if height <= 0:
            return merge()
        width, depth, _ = self.size
        length = width if side in ("north", "south") else depth
        beyond = self.thickness if side in ("north", "south") else 0.0
        turned = side in ("east", "south")
        holes, gaps = [], []
        for along, opening in openings:
            middle = length - along if turned else along
            outline = opening.outline().astype(np.float64)
            holes.append(outline + np.array((middle + beyond, 0.0)))
            if outline[:, 1].min() < self.plinth:
                low, high = float(outline[:, 0].min()), float(outline[:, 0].max())
                gaps.append((middle + low - opening.margin(), middle + high + opening.margin()))
        body = wall(
            length + 2 * beyond,
            height,
            self.thickness,
            holes,
            material=self.faces.get(side, self.walls),
            collides=True,
        )
        over = box(
            (length + 2 * beyond, self.thickness + 0.12, 0.12),
            at=(length / 2, self.thickness / 2, height),
            bevel=0.02,
            material=self.coping,
        )
        threshold = [
            box((2 * float(o.outline()[:, 0].max()), self.thickness, 0.3), at=(m, self.thickness / 2, -0.3))
            for m, o in ((length - a if turned else a, o) for a, o in openings if o.sill <= 0)
        ]
        sill = merge(*threshold, material=self.threshold or self.coping, collides=True)
        drawn = merge(place(body, (-beyond, 0, 0)), over, sill, self._plinth(length, gaps))
        origin, heading = {
            "north": ((0.0, depth, 0.0), 0.0),
            "east": ((width, depth, 0.0), 270.0),
            "south": ((width, 0.0, 0.0), 180.0),
            "west": ((0.0, 0.0, 0.0), 90.0),
        }[side]
        return place(drawn, origin, heading)

    def _plinth(self, length: float, gaps: Sequence[tuple[float, float]]) -> Mesh:
        if self.plinth <= 0:
            return merge()
        pieces, start = [], 0.0
        for low, high in [*sorted(gaps), (length, length)]:
            if low - start > 0.02:
                size = (low - start, 0.04, self.plinth)
                pieces.append(box(size, at=((start + low) / 2, 0, 0), bevel=0.012, hidden=("bottom", "front")))
            start = max(start, high)
        return in_courses(merge(*pieces, material=self.coping, collides=True), self.plinth)
