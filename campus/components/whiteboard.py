"""A whiteboard: a white surface to write on, with pens at hand. Owns its shape; knows nothing of what is written."""

from __future__ import annotations

from campus.components._base import Anchors, Component
from campus.components._mounting import mounted, mounted_place
from campus.ids import MaterialId
from campus.mesh import Mesh, box, cylinder, merge, moved, turned
from campus.mesh.model import rotation
from campus.quantities import Length, Metres, Size2

RIM = 0.035
PENS = ("ink", "faience-blue", "terracotta")
"""Three pens: what they are made of stands for what they write."""


class Whiteboard(Component, frozen=True, kw_only=True):
    """An enamelled board in a thin wooden frame, a ledge under it with three pens and a felt eraser.

    Example:
        {type: whiteboard, id: whiteboard, wall: east, at: 5.4, size: [2.4, 1.2], height: 0.85}

    Attributes:
        size: width and height of the surface inside the frame, metres.
        height: of the surface's lower edge over the floor, metres; 0.85 serves one who stands and one in a wheelchair.
        material: of frame and ledge.
        depth: of the ledge, metres.
    """

    size: Size2 = (2.4, 1.2)
    height: Metres = 0.85
    material: MaterialId = "oak"
    depth: Length = 0.09

    def mesh(self) -> Mesh:
        """Frame, surface, ledge, pens and eraser; about 200 triangles; nothing of it holds a body up."""
        width, height = self.size
        low, thick = self.height, 0.03
        rails = [
            box((width + 2 * RIM, thick, RIM), at=(0, -thick / 2, z), bevel=0.006) for z in (low - RIM, low + height)
        ]
        stiles = [
            box((RIM, thick, height), at=(x, -thick / 2, low), bevel=0.006)
            for x in (-(width + RIM) / 2, (width + RIM) / 2)
        ]
        ledge = box((width * 0.6, self.depth, 0.018), at=(0, -self.depth / 2, low - RIM - 0.012), bevel=0.006)
        surface = box((width, thick - 0.01, height), at=(0, -(thick - 0.01) / 2, low), material="whiteboard")
        top = low - RIM + 0.006
        pens = [
            moved(_pen(material), (0.12 * (i - 1) - 0.25, -self.depth * 0.62, top)) for i, material in enumerate(PENS)
        ]
        eraser = merge(
            box((0.13, 0.045, 0.022), at=(0.32, -self.depth * 0.62, top), material="felt"),
            box((0.13, 0.045, 0.014), at=(0.32, -self.depth * 0.62, top + 0.022), bevel=0.004, material=self.material),
        )
        frame = merge(*rails, *stiles, ledge, material=self.material)
        return mounted(self, merge(frame, surface, *pens, eraser))

    def anchors(self) -> Anchors:
        """Where one stands to write."""
        return Anchors(reach=(mounted_place(self, (0.0, -0.6, 0.0), 0.0),))


def _pen(material: str) -> Mesh:
    """A pen lying along x on z = 0: a white barrel and a cap of its colour."""
    barrel = cylinder(0.009, 0.075, sides=8, material="ceramic")
    cap = cylinder(0.010, 0.045, at=(0, 0, 0.075), sides=8, material=material)
    lying = turned(merge(barrel, cap), [[0, 0, 1], [0, 1, 0], [-1, 0, 0]], (-0.06, 0, 0.010))  # type: ignore[arg-type]
    return turned(lying, rotation(4.0))
