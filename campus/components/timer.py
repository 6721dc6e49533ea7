"""A wall timer: shows how much time the class has left. Owns its case and its face; knows nothing of sessions."""

from __future__ import annotations

from campus.components._base import Anchors, Component, ScreenAnchor
from campus.components._mounting import mounted, mounted_place
from campus.ids import MaterialId
from campus.mesh import Mesh, box, cylinder, merge
from campus.quantities import Length, Metres, Size2


class Timer(Component, frozen=True, kw_only=True):
    """A flat clock in an oak case that counts down the time that the teacher gave; dark while there is none.

    Example:
        {type: timer, id: timer, name: {fr: Minuteur, en: Timer}, wall: north, at: 7.4, height: 2.3}

    Attributes:
        size: width and height of its face, metres; figures are about a third of the height.
        height: of its middle over the floor, metres.
        material: of its case.
        rim: width of the case's edge, metres.
    """

    size: Size2 = (0.96, 0.54)
    height: Metres = 2.3
    material: MaterialId = "oak"
    rim: Length = 0.03

    def mesh(self) -> Mesh:
        """A bevelled case round a dark face, on a stand where it hangs on no wall; about 100 triangles."""
        width, tall = self.size
        low, depth = self.height - tall / 2, 0.05
        rails = [
            box((width + 2 * self.rim, depth, self.rim), at=(0, -depth / 2, z), bevel=0.006)
            for z in (low - self.rim, low + tall)
        ]
        stiles = [
            box((self.rim, depth, tall), at=(x, -depth / 2, low), bevel=0.006)
            for x in (-(width + self.rim) / 2, (width + self.rim) / 2)
        ]
        face = box((width, depth - 0.008, tall), at=(0, -(depth - 0.008) / 2, low), material="ink")
        case = merge(merge(*rails, *stiles, material=self.material), face)
        if self.wall is not None:
            return mounted(self, case)
        stem = cylinder(0.018, low, at=(0, 0.02, 0), sides=12, material="steel", collides=True)
        foot = cylinder(0.20, 0.02, at=(0, 0.02, 0), sides=24, bevel=0.006, material="steel", collides=True)
        return mounted(self, merge(case, stem, foot))

    def anchors(self) -> Anchors:
        """Its face, which shows the class's countdown."""
        place = mounted_place(self, (0.0, -0.044, self.height))
        return Anchors(screens=(ScreenAnchor(self.id or "", place, self.size, "clock"),))
