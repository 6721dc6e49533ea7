"""A screen: a surface that shows what is taught. Owns its frame and surface; knows nothing of slides."""

from __future__ import annotations

from campus.components._base import Anchors, Component, ScreenAnchor
from campus.components._mounting import mounted, mounted_place
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge
from campus.quantities import Length, Metres, Size2

FRAME = 0.04  # width of the frame around the picture, metres
RECESS = 0.008  # the picture lies so far behind the face of its frame


class Screen(Component, frozen=True, kw_only=True):
    """A flat screen in a thin frame, on a wall or free.

    Example:
        {type: screen, id: main, wall: north, at: 9, size: [8, 4.5], height: 1.5, shows: session}

    Attributes:
        size: width and height of the picture, metres.
        height: of the picture's lower edge over the floor, metres.
        shows: `session` for the slides of the session that runs here, or the name of another source.
        depth: it stands so far off its wall, metres.
        material: of the frame.
    """

    size: Size2 = (3.2, 1.8)
    height: Metres = 1.1
    shows: str = "session"
    depth: Length = 0.06
    material: MaterialId = "ink"

    def mesh(self) -> Mesh:
        """A bevelled frame around a surface that lies a little deeper; about 150 triangles."""
        width, height = self.size
        low, middle = self.height, -self.depth / 2
        rails = [
            box((width + 2 * FRAME, self.depth, FRAME), at=(0, middle, z), bevel=0.008)
            for z in (low - FRAME, low + height)
        ]
        stiles = [
            box((FRAME, self.depth, height), at=(x, middle, low), bevel=0.008)
            for x in (-(width + FRAME) / 2, (width + FRAME) / 2)
        ]
        thick = self.depth - RECESS
        surface = box((width, thick, height), at=(0, -thick / 2, low), material="screen")
        return mounted(self, merge(merge(*rails, *stiles, material=self.material), surface))

    def anchors(self) -> Anchors:
        """The surface, two millimetres in front of the mesh's, so that the two never fight for a pixel."""
        centre = (0.0, -(self.depth - RECESS + 0.002), self.height + self.size[1] / 2)
        return Anchors(screens=(ScreenAnchor(self.id or "", mounted_place(self, centre), self.size, self.shows),))
