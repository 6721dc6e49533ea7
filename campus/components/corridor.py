"""A corridor: the shell of a passage between rooms. Owns its length and which way it runs; `room` draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from campus.components._base import Component, Opening, Wall
from campus.components.room import Room
from campus.components.skylight import Skylight
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import Mesh
from campus.quantities import Length, Metres, Size3
from campus.text import bilingual


class Corridor(Component, frozen=True, kw_only=True):
    """The shell of a passage: as long, wide and high as it says, running east or north, with openings in its walls.

    It is written as a space's `shell`, not among its nodes. Two wheelchairs pass each other in 1.8 m.

    Example:
        {type: corridor, length: 18, width: 2.4, height: 3, runs: east, floor: terrazzo}

    Attributes:
        length: of the clear inside, metres.
        width: metres; 1.2 at least, for one wheelchair.
        height: metres.
        runs: which way its length lies: `east` along x, or `north` along y.
        thickness: of the walls, metres.
        floor: material.
        walls: material.
        ceiling: material.
        faces: material of single walls, where it differs: `{north: limestone}`.
        plinth: height of the plinth along the walls, metres; 0 for none.
        plinth_material: of the plinth.
        cornice: height of the moulding under the ceiling, metres; 0 for none.
        cornice_material: of the cornice.
    """

    length: Length
    width: Length = 2.4
    height: Length = 3.0
    runs: Literal["east", "north"] = "east"
    thickness: Length = 0.45
    floor: MaterialId = "terrazzo"
    walls: MaterialId = "lime-plaster"
    ceiling: MaterialId = "acoustic-panel"
    faces: dict[Wall, MaterialId] = msgspec.field(default_factory=dict)
    plinth: Metres = 0.14
    plinth_material: MaterialId = "oak"
    cornice: Metres = 0.0
    cornice_material: MaterialId = "lime-plaster"

    def __post_init__(self) -> None:
        """One passes through it.

        Raises:
            Impossible: when a wheelchair does not fit, or it is wider than long.
        """
        if self.width < 1.2:
            raise Impossible(
                bilingual(
                    "a corridor must be 1.2 m wide at least, for a wheelchair",
                    "un couloir doit avoir au moins 1,2 m de large, pour un fauteuil roulant",
                )
            )
        if self.width > self.length:
            raise Impossible(
                bilingual(
                    "a corridor is longer than wide; write a room instead",
                    "un couloir est plus long que large ; écrivez plutôt « room »",
                )
            )

    @property
    def size(self) -> Size3:
        """Inner width (x), depth (y) and clear height, metres."""
        plan = (self.length, self.width) if self.runs == "east" else (self.width, self.length)
        return (*plan, self.height)

    def mesh(self) -> Mesh:
        """The shell without any opening."""
        return self.shell({})

    def shell(
        self,
        openings: Mapping[Wall, Sequence[tuple[float, Opening]]],
        skylights: Sequence[tuple[tuple[float, float, float], Skylight]] = (),
    ) -> Mesh:
        """The shell with holes where the openings and the skylights are: see `Room.shell`."""
        room = Room(
            size=self.size,
            thickness=self.thickness,
            floor=self.floor,
            walls=self.walls,
            ceiling=self.ceiling,
            faces=self.faces,
            plinth=self.plinth,
            plinth_material=self.plinth_material,
            cornice=self.cornice,
            cornice_material=self.cornice_material,
        )
        return room.shell(openings, skylights)
