"""A wall panel: a field of another material on a wall, framed in stone: faience, slats, fabric."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from campus.components._base import Component
from campus.components._mounting import mounted
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, rectangle, upright
from campus.quantities import Length, Metres, Size2

ROSETTE = 0.30
"""Of the pattern `faience`, metres: rosettes stand in every third row and column, medallions between them."""
FIRST_ROSETTE = (0.60, 0.0)
"""Where on that pattern a rosette begins from which both rows go on, metres."""


class WallPanel(Component, frozen=True, kw_only=True):
    """A field on a wall: tiles, slats or cloth, with a stone or wooden frame.

    Example:
        {type: wall-panel, id: faience, wall: north, at: 8, size: [6, 4], height: 3.9, material: faience}

    Attributes:
        size: width and height of the field, metres.
        height: of the field's lower edge over the floor, metres.
        material: of the field.
        frame: material of the frame; none leaves it out.
        frame_width: metres.
        depth: how far the field stands before the wall, metres.
    """

    size: Size2
    height: Metres = 0.9
    material: MaterialId = "faience"
    frame: MaterialId | None = "limestone-smooth"
    frame_width: Length = 0.14
    depth: Length = 0.03

    def mesh(self) -> Mesh:
        """The field and its frame; about 100 triangles."""
        width, height = self.size
        field = self._composed() if self.material == "faience" else self._field(width, height, self.material)
        if self.frame is None:
            return mounted(self, field)
        grown = self.frame_width
        inner = rectangle((-width / 2 + 0.004, self.height + 0.004), (width / 2 - 0.004, self.height + height - 0.004))
        outer = rectangle((-width / 2 - grown, self.height - grown), (width / 2 + grown, self.height + height + grown))
        ring = extrude(outer, self.depth + 0.04, bevel=0.014, holes=[inner], material=self.frame)
        return mounted(self, merge(field, upright(ring, back=0.01)))

    def _field(self, width: float, height: float, material: str, *, proud: float = 0.0) -> Mesh:
        """A field in the middle of the panel, `proud` metres before its face."""
        low = self.height + (self.size[1] - height) / 2
        thick = self.depth + 0.01 + proud
        return box((width, thick, height), at=(0, 0.01 - thick / 2, low), material=material)

    def _composed(self) -> Mesh:
        """Painted tiles laid from the middle, a whole row of rosettes all round, and a blue border to the frame."""
        width, height = (ROSETTE * (1 + 3 * max(0, int((side - 0.1 - ROSETTE) / (3 * ROSETTE)))) for side in self.size)
        if width > self.size[0] or height > self.size[1]:
            return self._field(*self.size, self.material)
        tiles = self._field(width, height, self.material, proud=0.002)
        corner = tiles.uvs[tiles.normals[:, 1] < -0.5].min(0)
        shifted = (tiles.uvs - corner + FIRST_ROSETTE).astype(np.float32)
        return merge(self._field(*self.size, "faience-blue"), replace(tiles, uvs=shifted))
