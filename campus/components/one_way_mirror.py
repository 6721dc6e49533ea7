"""A one-way mirror: from its front a mirror, from behind a window. Owns frame and glass; knows no watcher."""

from __future__ import annotations

from campus.components._base import Component
from campus.components._mounting import mounted
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, rectangle, upright
from campus.quantities import Length, Metres, Size2


class OneWayMirror(Component, frozen=True, kw_only=True):
    """A wide pane in a wall's gap: who stands before its front sees a mirror, who stands behind it sees through.

    It stands in the middle of the wall, as the wall does of its own `at`. As in a simulation centre, it works because
    the room in front is bright and the one behind is dark. Place it in the `gaps` of a free-standing wall, its `facing`
    towards those who are watched.

    Example:
        {type: one-way-mirror, id: glass, at: [3.7, 5.2], facing: east, size: [3.6, 1.3], height: 0.95}

    Attributes:
        size: width and height of the gap that it fills, metres.
        height: of the gap's lower edge over the floor, metres.
        thickness: of the wall that it stands in, metres: its frame covers the gap's edges on both sides.
        material: of the frame.
    """

    size: Size2 = (3.0, 1.2)
    height: Metres = 0.95
    thickness: Length = 0.2
    material: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """A frame with two panes, each drawn from its own side only; about 200 triangles.

        Each pane has one face: seen from the other side it is not there. So the mirror hides the room behind from
        those in front, and those behind look through tinted glass.
        """
        width, height = self.size
        rim, deep = 0.05, self.thickness + 0.04
        outer = rectangle((-width / 2 - rim, self.height - rim), (width / 2 + rim, self.height + height + rim))
        inner = rectangle((-width / 2 + rim, self.height + rim), (width / 2 - rim, self.height + height - rim))
        ring = extrude(outer, deep, bevel=0.01, holes=[inner], material=self.material, collides=True)
        frame = upright(ring, back=deep / 2)
        sides = ["left", "right", "top", "bottom"]
        clear = (width - 2 * rim + 0.01, 0.006, height - 2 * rim + 0.01)
        low = self.height + rim - 0.005
        mirror = box(clear, at=(0, -0.004, low), hidden=[*sides, "front"], material="mirror", collides=True)
        glass = box(clear, at=(0, 0.004, low), hidden=[*sides, "back"], material="glass", collides=True)
        return mounted(self, merge(frame, mirror, glass))
