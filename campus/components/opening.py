"""A plain opening: a rectangular way through a wall. Owns its stone frame; knows nothing of what lies beyond."""

from __future__ import annotations

from campus.components._base import Opening as WallOpening
from campus.components._stonework import BEHIND, SHORT, frame_stones
from campus.ids import MaterialId
from campus.mesh import EMPTY, Mesh


class Opening(WallOpening, frozen=True, kw_only=True):
    """A rectangular hole in a wall without door or glass, framed in stone or bare.

    Example:
        {type: opening, id: to-corridor, wall: north, at: 3, size: [1.6, 2.4], frame: limestone-smooth}

    Attributes:
        frame: material of the stone frame; none where it is left out.
    """

    frame: MaterialId | None = None

    def margin(self) -> float:
        """The frame's width."""
        return 0.18 * SHORT - BEHIND if self.frame else 0.0

    def fill(self, thickness: float) -> Mesh:
        """The frame's stones."""
        if not self.frame:
            return EMPTY
        width, height = self.size
        return frame_stones(width, self.sill, self.sill + height, 0.18, self.frame, sill=self.sill > 0.2)
