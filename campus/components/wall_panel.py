"""A wall panel: a field of another material on a wall, framed in stone: faience, slats, fabric."""

from __future__ import annotations

from campus.components._base import Component
from campus.components._mounting import mounted
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, rectangle, upright
from campus.quantities import Length, Metres, Size2


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
        field = box(
            (width, self.depth + 0.01, height), at=(0, 0.005 - self.depth / 2, self.height), material=self.material
        )
        if self.frame is None:
            return mounted(self, field)
        grown = self.frame_width
        inner = rectangle((-width / 2 + 0.004, self.height + 0.004), (width / 2 - 0.004, self.height + height - 0.004))
        outer = rectangle((-width / 2 - grown, self.height - grown), (width / 2 + grown, self.height + height + grown))
        ring = extrude(outer, self.depth + 0.04, bevel=0.014, holes=[inner], material=self.frame)
        return mounted(self, merge(field, upright(ring, back=0.01)))
