"""A hall: the shell of a great room, coffered and corniced. Owns its proportions; `room` draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from campus.components._base import Opening, Wall
from campus.components.room import Coffers, Room
from campus.components.skylight import Skylight
from campus.ids import MaterialId
from campus.mesh import Mesh
from campus.quantities import Metres

COFFER_M = 1.86
"""A coffer is about so wide, the ribs included: eight over a hall of fifteen metres."""


class Hall(Room, frozen=True, kw_only=True):
    """The shell of a great room: a `room` with a plinth, a cornice and a ceiling of oak coffers unless it says.

    It is written as a space's `shell`, not among its nodes.

    Example:
        {type: hall, size: [15, 24, 8.4], floor: terrazzo, walls: lime-plaster}

    Attributes:
        plinth: height of the plinth along the walls, metres; 0 for none.
        cornice: height of the moulding under the ceiling, metres; 0 for none.
        ceiling: material, where it is not coffered.
        coffered: whether the ceiling is; `coffers` says how, if not by itself.
    """

    plinth: Metres = 0.9
    cornice: Metres = 0.22
    ceiling: MaterialId = "oak"
    coffered: bool = True

    def shell(
        self,
        openings: Mapping[Wall, Sequence[tuple[float, Opening]]],
        skylights: Sequence[tuple[tuple[float, float, float], Skylight]] = (),
    ) -> Mesh:
        """The shell with holes where the openings and the skylights are: see `Room.shell`."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in Room.__struct_fields__}
        if self.coffered and self.coffers is None:
            width, depth, _ = self.size
            grid = (max(1, round(width / COFFER_M)), max(1, round(depth / COFFER_M)))
            fields["coffers"] = Coffers(grid=grid)
        elif not self.coffered:
            fields["coffers"] = None
        return Room(**fields).shell(openings, skylights)
