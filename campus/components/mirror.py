"""A mirror: where a person looks at their own figure. Owns its frame and glass; knows nothing of reflections."""

from __future__ import annotations

from campus.components._base import Anchors, Component
from campus.components._mounting import mounted, mounted_place
from campus.ids import MaterialId
from campus.mesh import Mesh, extrude, merge, moved, round_arch, upright
from campus.quantities import Length, Metres


class Mirror(Component, frozen=True, kw_only=True):
    """A tall mirror with a round head in an oak frame, on a wall or free: where one changes one's figure.

    Example:
        {type: mirror, id: mirror, wall: south, at: 12, size: [1.1, 2.1], name: {fr: Miroir, en: Mirror}}

    Attributes:
        size: width and height of the glass, metres.
        height: of the glass's lower edge over the floor, metres.
        material: of the frame.
    """

    size: tuple[Length, Length] = (1.1, 2.1)
    height: Metres = 0.15
    material: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """A frame with a round head around the glass; about 250 triangles."""
        width, height = self.size
        rim = 0.06
        springing = max(height - width / 2, height * 0.6)
        glass = round_arch(width, springing, height, steps=20)
        frame = round_arch(width + 2 * rim, springing, height + rim, sill=-rim, steps=20)
        ring = extrude(frame, 0.05, holes=[glass], bevel=0.01, material=self.material, collides=True)
        pane = extrude(glass, 0.03, material="mirror")
        return mounted(self, moved(upright(merge(ring, pane)), (0, 0, self.height)))

    def anchors(self) -> Anchors:
        """Where one stands before it."""
        return Anchors(reach=(mounted_place(self, (0.0, -1.2, 0.0), 0.0),))

    def verbs(self) -> tuple[str, ...]:
        """One looks at oneself, and changes."""
        return ("look",)
