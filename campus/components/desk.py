"""A desk: to be received at, or to work at. Owns its shape; knows nothing of who sits behind it."""

from __future__ import annotations

from typing import Literal

from campus.components._base import Anchors, Component, Placed
from campus.components._shaping import leg, slab
from campus.ids import MaterialId
from campus.mesh import Mesh, both, box, merge
from campus.quantities import Length


class Desk(Component, frozen=True, kw_only=True):
    """A desk whose public side faces its front: a reception counter clad in slats, or a teacher's table.

    Example:
        {type: desk, id: welcome, at: [11, 9], facing: west, size: [4.2, 0.9], style: reception}

    Attributes:
        size: length and depth, metres.
        height: of its top, metres.
        style: `reception` is closed to the floor in front, with a stone plinth and a raised ledge; `teacher` is open.
        material: of the wood.
        top: of the top.
    """

    size: tuple[Length, Length] = (1.6, 0.75)
    height: Length = 0.74
    style: Literal["reception", "teacher"] = "teacher"
    material: MaterialId = "oak"
    top: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """The desk over the origin, 300 to 1,500 triangles; all of it collides but the legs."""
        return self._reception() if self.style == "reception" else self._teacher()

    def anchors(self) -> Anchors:
        """Where one stands in front of it."""
        return Anchors(reach=(Placed((0.0, self.size[1] / 2 + 0.6, 0.0), 180.0),))

    def _teacher(self) -> Mesh:
        length, depth = self.size
        low = self.height - 0.032
        top = slab((length, depth), 0.032, (0, 0, low), radius=0.03, bevel=0.01, material=self.top, collides=True)
        legs = [leg((x, y, 0), (x, y, low), 0.055) for x in both(length / 2 - 0.08) for y in both(depth / 2 - 0.08)]
        modesty = box((length - 0.22, 0.02, 0.40), at=(0, depth / 2 - 0.10, low - 0.40), bevel=0.004, collides=True)
        drawers = box((0.36, depth - 0.2, 0.34), at=(-length / 2 + 0.30, 0, low - 0.34), bevel=0.008, collides=True)
        pulls = [
            box((0.12, 0.012, 0.014), at=(-length / 2 + 0.30, -depth / 2 + 0.094, low - z), material="brass")
            for z in (0.10, 0.21, 0.32)
        ]
        return merge(top, merge(*legs, modesty, drawers, material=self.material), *pulls)

    def _reception(self) -> Mesh:
        length, depth = self.size
        plinth = box((length - 0.08, depth - 0.16, 0.10), material="limestone-smooth")
        body = box((length - 0.04, depth - 0.14, self.height - 0.14), at=(0, 0, 0.10), material=self.material)
        top = slab((length, depth), 0.045, (0, 0, self.height - 0.04), radius=0.05, bevel=0.012, material=self.top)
        ledge_high = self.height + 0.30
        riser = box((length - 0.2, 0.03, 0.26), at=(0, depth / 2 - 0.16, self.height), material=self.material)
        ledge = slab(
            (length - 0.1, 0.30), 0.035, (0, depth / 2 - 0.13, ledge_high - 0.035), radius=0.03, bevel=0.01,
            material="limestone-smooth",
        )  # fmt: skip
        count = max(1, int((length - 0.1) / 0.11))
        step = (length - 0.1) / count
        slats = [
            box(
                (0.06, 0.024, self.height - 0.18),
                at=((i + 0.5) * step - (length - 0.1) / 2, depth / 2 - 0.058, 0.12),
                hidden=("back",),
                material=self.material,
            )
            for i in range(count)
        ]
        return merge(*(m.solid() for m in (plinth, body, top, riser, ledge)), *slats)
