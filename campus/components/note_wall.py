"""A note wall: cork on which the notes of a class hang, live. Owns its frame and surface; knows nothing of notes."""

from __future__ import annotations

from campus.components._base import Anchors, Component, ScreenAnchor
from campus.components._mounting import mounted, mounted_place
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge
from campus.quantities import Metres, Size2

RIM, DEPTH = 0.045, 0.045


class NoteWall(Component, frozen=True, kw_only=True):
    """A cork wall in a frame on which the notes of the class's brainstorm hang, as they are pinned, without names.

    It keeps them while the class goes on to something else, beside the screen; bare cork before.

    Example:
        {type: note-wall, id: notes, name: {fr: Mur de notes, en: Note wall}, wall: south, at: 4, size: [3.2, 1.8]}

    Attributes:
        size: width and height of the surface inside the frame, metres; 16 to 9 leaves nothing empty.
        height: of the surface's lower edge over the floor, metres.
        material: of the frame.
    """

    size: Size2 = (3.2, 1.8)
    height: Metres = 0.8
    material: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """A bevelled frame round a surface of cork; about 120 triangles."""
        width, tall = self.size
        low = self.height
        rails = [box((width + 2 * RIM, DEPTH, RIM), at=(0, -DEPTH / 2, z), bevel=0.01) for z in (low - RIM, low + tall)]
        stiles = [
            box((RIM, DEPTH, tall), at=(x, -DEPTH / 2, low), bevel=0.01)
            for x in (-(width + RIM) / 2, (width + RIM) / 2)
        ]
        cork = box((width, DEPTH - 0.012, tall), at=(0, -(DEPTH - 0.012) / 2, low), material="cork")
        return mounted(self, merge(merge(*rails, *stiles, material=self.material), cork))

    def anchors(self) -> Anchors:
        """Its surface, and where one stands to read it."""
        place = mounted_place(self, (0.0, -(DEPTH - 0.012 + 0.002), self.height + self.size[1] / 2))
        reach = mounted_place(self, (0.0, -1.8, 0.0), 0.0)
        return Anchors(screens=(ScreenAnchor(self.id or "", place, self.size, "notes"),), reach=(reach,))
