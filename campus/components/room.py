"""A room: floor, four walls with their openings, ceiling. Owns the shell; knows nothing of what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.components._base import Component, Opening, Wall
from campus.components._stonework import check_plinth, in_courses
from campus.components.skylight import Skylight
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import EMPTY, Mesh, box, extrude, flat, merge, place, quarter_round, rectangle, sweep, wall
from campus.quantities import Count, Length, Metres, Size3
from campus.text import bilingual, comma

WALLS: tuple[Wall, ...] = ("north", "east", "south", "west")
SLAB = 0.25
"""Thickness of the ceiling, metres."""


class Coffers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A coffered ceiling: sunken panels between beams, each with a step, the panel's ground absorbent.

    Attributes:
        grid: coffers along x and along y.
        depth: from the beams' underside up to the panels, metres.
        beam: width of the beams, metres.
        material: of beams and steps.
        inlay: of the panels' ground.
    """

    grid: tuple[Count, Count]
    depth: Length = 0.40
    beam: Length = 0.28
    material: MaterialId = "oak"
    inlay: MaterialId = "acoustic-panel"


class Room(Component, frozen=True, kw_only=True):
    """The shell of a space: a floor, four walls and a ceiling, with holes where the openings are.

    Its origin is the floor's south-west inner corner. It is written as a space's `shell`, not among its nodes.

    Example:
        {type: room, size: [15, 24, 8.4], floor: terrazzo, plinth: 0.9, coffers: {grid: [10, 16]}}

    Attributes:
        size: inner width (x), depth (y) and clear height, metres; coffers rise above the clear height.
        thickness: of the walls, metres.
        floor: material.
        walls: material.
        ceiling: material, where it is not coffered.
        faces: material of single walls, where it differs: `{north: limestone}`.
        plinth: height of the plinth along the walls, metres; 0 for none.
        plinth_material: of the plinth.
        cornice: height of the moulding under the ceiling, metres; 0 for none.
        cornice_material: of the cornice.
        coffers: a coffered ceiling instead of a flat one.
    """

    size: Size3
    thickness: Length = 0.45
    floor: MaterialId = "terrazzo"
    walls: MaterialId = "lime-plaster"
    ceiling: MaterialId = "lime-plaster"
    faces: dict[Wall, MaterialId] = msgspec.field(default_factory=dict)
    plinth: Metres = 0.0
    plinth_material: MaterialId = "limestone"
    cornice: Metres = 0.0
    cornice_material: MaterialId = "lime-plaster"
    coffers: Coffers | None = None

    def __post_init__(self) -> None:
        """A plinth stands at the foot of a wall.

        Raises:
            Impossible: when the plinth is higher than the room.
        """
        check_plinth(self.plinth, self.size[2])

    def mesh(self) -> Mesh:
        """The shell without any opening."""
        return self.shell({})

    def shell(
        self,
        openings: Mapping[Wall, Sequence[tuple[float, Opening]]],
        skylights: Sequence[tuple[tuple[float, float, float], Skylight]] = (),
    ) -> Mesh:
        """The shell with holes where the openings are, their reveals included, what stands in them left out.

        Args:
            openings: for each wall, the openings with the place of their centre along it, metres from its west or
                south end.
            skylights: each with the middle of its hole on the floor plan, metres, and its heading, degrees.

        Returns:
            Walls, floor and ceiling are closed solids; walls, floor and plinth collide.

        Raises:
            Impossible: when an opening leaves its wall or meets another, or a skylight the ceiling or another one.
        """
        return merge(
            self._floor(),
            *(self._wall(side, openings.get(side, ())) for side in WALLS),
            *(self._plinth(side, openings.get(side, ())) for side in WALLS),
            self._cornice(),
            self._ceiling(skylights),
        )

    def wall_length(self, side: Wall) -> float:
        """Inner length of a wall, metres."""
        return self.size[0] if side in ("north", "south") else self.size[1]

    def wall_frame(self, side: Wall, along: float) -> tuple[tuple[float, float, float], float]:
        """Where a wall's frame lies in the room: its origin, `along` metres from the west or south end; its heading."""
        width, depth, _ = self.size
        return {
            "north": ((along, depth, 0.0), 0.0),
            "east": ((width, along, 0.0), 270.0),
            "south": ((along, 0.0, 0.0), 180.0),
            "west": ((0.0, along, 0.0), 90.0),
        }[side]

    def _from_left(self, side: Wall, along: float) -> float:
        """Metres from a wall's left end, as one reads it from inside."""
        return self.wall_length(side) - along if side in ("east", "south") else along

    def _hung(self, side: Wall, mesh: Mesh) -> Mesh:
        """A mesh drawn in a wall's frame with x from its left inner end."""
        origin, heading = self.wall_frame(side, self.wall_length(side) if side in ("east", "south") else 0.0)
        return place(mesh, origin, heading)

    def _floor(self) -> Mesh:
        width, depth, _ = self.size
        outer = (width + 2 * self.thickness, depth + 2 * self.thickness, 0.3)
        return box(outer, at=(width / 2, depth / 2, -0.3), material=self.floor, collides=True)

    def _wall(self, side: Wall, openings: Sequence[tuple[float, Opening]]) -> Mesh:
        # North and south walls close the corners, so that no light leaks through them.
        beyond = self.thickness if side in ("north", "south") else 0.0
        length = self.wall_length(side)
        holes = [
            opening.outline().astype(np.float64) + np.array((self._from_left(side, along) + beyond, 0.0))
            for along, opening in openings
        ]
        height = self.size[2] + (self.coffers.depth if self.coffers else 0.0)
        material = self.faces.get(side, self.walls)
        solid = wall(length + 2 * beyond, height, self.thickness, holes, material=material, collides=True)
        if side in self.faces:  # a course begins where the plinth ends
            solid = replace(solid, uvs=(solid.uvs - (0.0, self.plinth)).astype(np.float32))
        return self._hung(side, place(solid, (-beyond, 0.0, 0.0)))

    def _plinth(self, side: Wall, openings: Sequence[tuple[float, Opening]]) -> Mesh:
        if self.plinth <= 0:
            return EMPTY
        gaps: list[tuple[float, float]] = []
        for along, opening in openings:
            outline = opening.outline()
            if outline[:, 1].min() < self.plinth:
                middle = self._from_left(side, along)
                low, high = float(outline[:, 0].min()), float(outline[:, 0].max())
                gaps.append((middle + low - opening.margin(), middle + high + opening.margin()))
        pieces: list[Mesh] = []
        start, length = 0.0, self.wall_length(side)
        for low, high in [*sorted(gaps), (length, length)]:
            if low - start > 0.02:
                size = (low - start, 0.04, self.plinth)
                at = ((start + low) / 2, 0.0, 0.0)  # stands out 20 mm, and dressed stones 30
                pieces.append(box(size, at=at, bevel=0.012, hidden=("bottom", "front")))
            start = max(start, high)
        coursed = in_courses(merge(*pieces, material=self.plinth_material, collides=True), self.plinth)
        return self._hung(side, coursed)

    def _cornice(self) -> Mesh:
        if self.cornice <= 0:
            return EMPTY
        width, depth, height = self.size
        # Counter-clockwise seen from above, so the wall is to the right of the path and the room to its left.
        path = [(0, 0, height), (width, 0, height), (width, depth, height), (0, depth, height)]
        tall = self.cornice
        hollow = quarter_round(0.62 * tall, 5) * np.array((-1.0, -1.0))
        section = np.concatenate(
            [
                [(0.01, 0.01), (0.01, -tall), (-0.025, -tall)],
                hollow + np.array((-0.025, -0.24 * tall)),
                [(-0.025 - 0.72 * tall, -0.24 * tall), (-0.025 - 0.72 * tall, 0.01)],
            ]
        )
        return sweep(section, path, closed=True, material=self.cornice_material)

    def _ceiling(self, skylights: Sequence[tuple[tuple[float, float, float], Skylight]] = ()) -> Mesh:
        width, depth, height = self.size
        outer = (width + 2 * self.thickness, depth + 2 * self.thickness, SLAB)
        middle = (width / 2, depth / 2)
        if skylights:
            if self.coffers is not None:
                raise Impossible(
                    bilingual(
                        "a coffered ceiling has no place for a skylight; leave one of them out",
                        "un plafond à caissons n'a pas de place pour un skylight ; enlevez l'un des deux",
                    )
                )
            return self._pierced(skylights)
        if self.coffers is None:
            return box(outer, at=(*middle, height), material=self.ceiling)
        coffers = self.coffers
        across, along = coffers.grid
        x, y = np.meshgrid((np.arange(across) + 0.5) * width / across, (np.arange(along) + 0.5) * depth / along)
        centres = np.stack([x.ravel(), y.ravel()], 1)
        cell = np.array((width / across, depth / along)) / 2
        step = 0.07
        # Four rings a coffer: its border, the beams' edges below and half way up, the step's inner edge at the top.
        rings = [(0.0, 0.0), (coffers.beam / 2, 0.0), (coffers.beam / 2, 0.55), (coffers.beam / 2 + step, 0.55)]
        rings.append((coffers.beam / 2 + step, 1.0))
        signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float64)
        corners = np.stack(
            [
                np.concatenate(
                    [
                        centres[:, None] + signs * (cell - drawn_in),
                        np.full((len(centres), 4, 1), height + rise * coffers.depth),
                    ],
                    axis=2,
                )
                for drawn_in, rise in rings
            ],
            axis=1,
        )  # (cells, rings, corners, 3)
        here, after = corners[:, :-1], corners[:, 1:]
        faces = np.stack([np.roll(here, -1, 2), here, after, np.roll(after, -1, 2)], axis=3)
        return merge(
            flat(faces.reshape(-1, 4, 3), coffers.material),
            flat(corners[:, -1, ::-1], coffers.inlay),
            box(outer, at=(*middle, height + coffers.depth + 0.002), material=self.ceiling),
        )

    def _pierced(self, skylights: Sequence[tuple[tuple[float, float, float], Skylight]]) -> Mesh:
        """A flat ceiling with holes, and the lanterns over them."""
        width, depth, height = self.size
        holes: list[NDArray[np.float64]] = []
        lanterns: list[Mesh] = []
        for (x, y, heading), skylight in skylights:
            angle = np.deg2rad(heading)
            turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
            hole = skylight.outline() @ turn + np.array((x, y))
            if hole.min() < 0 or hole[:, 0].max() > width or hole[:, 1].max() > depth:
                raise Impossible(
                    bilingual(
                        f"the skylight at [{x:g}, {y:g}] leaves the ceiling of {width:g} × {depth:g} m",
                        f"le skylight en [{x:g}, {y:g}] sort du plafond de {comma(width)} × {comma(depth)} m",
                    )
                )
            for other in holes:
                if not ((hole.max(0) < other.min(0)).any() or (hole.min(0) > other.max(0)).any()):
                    raise Impossible(
                        bilingual(
                            f"the skylight at [{x:g}, {y:g}] meets another one",
                            f"le skylight en [{x:g}, {y:g}] en touche un autre",
                        )
                    )
            holes.append(hole)
            lanterns.append(place(skylight.lantern(), (x, y, height + SLAB), heading))
        t = self.thickness
        slab = extrude(
            rectangle((-t, -t), (width + t, depth + t)), SLAB, at=(0, 0, height), holes=holes, material=self.ceiling
        )
        return merge(slab, *lanterns)
