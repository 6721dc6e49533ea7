"""A couch to be examined on, or a bed to be cared for in. Owns its shape; knows nothing of patients."""

from __future__ import annotations

from typing import Literal

from campus.components._base import Anchors, Component, Placed
from campus.components._shaping import leaning, leg, slab
from campus.ids import MaterialId
from campus.mesh import Mesh, both, box, cylinder, merge, moved, tube
from campus.quantities import Length


class Couch(Component, frozen=True, kw_only=True):
    """An examination couch or a ward bed, its head towards its back: who lies there looks to its front.

    Example:
        {type: couch, id: couch, at: [2, 1.2], facing: north, style: examination}

    Attributes:
        style: `examination` is a padded table with a raised head and a roll of paper; `ward` a bed on wheels with
            boards, a blanket and half-height rails.
        size: width and length, metres.
        height: of what one lies on, metres.
        fabric: of the pad, or of the blanket.
        material: of legs, boards and frame.
        linen: of paper or sheets.
    """

    style: Literal["examination", "ward"] = "examination"
    size: tuple[Length, Length] = (0.72, 1.95)
    height: Length = 0.68
    fabric: MaterialId = "blue-fabric"
    material: MaterialId = "oak"
    linen: MaterialId = "linen"

    def mesh(self) -> Mesh:
        """The couch over the origin, 400 to 900 triangles; what one lies on collides."""
        return self._examination() if self.style == "examination" else self._ward()

    def anchors(self) -> Anchors:
        """Where one stands to care for somebody: beside it, on its right as one lies."""
        return Anchors(reach=(Placed((-self.size[0] / 2 - 0.55, 0.1, 0.0), 270.0),))

    def _examination(self) -> Mesh:
        width, length = self.size
        pad, head = 0.09, 0.55
        low = self.height - pad
        flat = length - head - 0.015
        # The flat part lies in front, the raised head behind it; a strip of paper runs over both.
        lying = slab((width, flat), pad, (0, (length - flat) / 2, low), radius=0.05, bevel=0.02, material=self.fabric)
        rest = slab((width, head), pad, (0, 0, 0), radius=0.05, bevel=0.02, material=self.fabric)
        paper = [
            slab((width * 0.72, flat + 0.01), 0.004, (0, (length - flat) / 2, self.height), radius=0.01, bevel=0.001),
            slab((width * 0.72, head - 0.02), 0.004, (0, 0, pad), radius=0.01, bevel=0.001),
        ]
        hinge = -length / 2 + head
        raised = leaning(moved(merge(rest, merge(paper[1], material=self.linen)), (0, -head / 2, 0)), -28)
        roll = tube([(-width * 0.36, 0, 0), (width * 0.36, 0, 0)], 0.045, sides=14, material=self.linen)
        y, x = length / 2 - 0.16, width / 2 - 0.08
        legs = [leg((a * 1.02, b * 1.02, 0), (a, b, low - 0.05), 0.06) for a in both(x) for b in both(y)]
        frame = [box((0.045, length - 0.1, 0.06), at=(a, 0, low - 0.06)) for a in both(x)]
        frame += [box((2 * x, 0.045, 0.06), at=(0, b, low - 0.06)) for b in both(y)]
        shelf = slab((width - 0.18, length - 0.5), 0.022, (0, 0, 0.22), radius=0.01, bevel=0.005)
        return merge(
            merge(*legs, *frame, shelf, material=self.material),
            merge(lying, collides=True),
            merge(paper[0], material=self.linen),
            moved(raised, (0, hinge, low)).solid(),
            moved(roll, (0, -length / 2 - 0.03, low - 0.03)),
        )

    def _ward(self) -> Mesh:
        width, length = self.size
        thick = 0.16
        low = self.height - thick
        mattress = slab(
            (width, length), thick, (0, 0, low), radius=0.06, bevel=0.03, material=self.linen, collides=True
        )
        cover = slab(
            (width + 0.05, length * 0.62), 0.05, (0, length * 0.17, self.height - 0.03), radius=0.06, bevel=0.02,
            material=self.fabric,
        )  # fmt: skip
        fold = slab((width + 0.05, 0.22), 0.02, (0, -length * 0.14, self.height + 0.012), radius=0.04, bevel=0.008)
        pillow = leaning(slab((width * 0.72, 0.42), 0.11, radius=0.09, bevel=0.045, steps=4), -12)
        base = box((width - 0.04, length + 0.02, 0.07), at=(0, 0, low - 0.08), bevel=0.01)
        boards = [
            slab((width + 0.06, 0.035), tall, (0, y, 0.34), radius=0.015, bevel=0.008)
            for y, tall in ((-length / 2 - 0.04, 0.72), (length / 2 + 0.04, 0.50))
        ]
        column = [box((0.10, 0.10, low - 0.20), at=(0, y, 0.13), bevel=0.01) for y in both(length * 0.28)]
        chassis = box((width * 0.7, length * 0.86, 0.05), at=(0, 0, 0.11), bevel=0.01)
        wheels = [
            cylinder(0.055, 0.05, at=(x, y, 0.0), sides=16, bevel=0.01, material="ink")
            for x in both(width * 0.3)
            for y in both(length * 0.38)
        ]
        rails = [
            tube(
                [(x, -0.45, low), (x, -0.45, self.height + 0.20), (x, 0.30, self.height + 0.20), (x, 0.30, low)],
                0.014, sides=8,
            )
            for x in both(width / 2 + 0.035)
        ]  # fmt: skip
        return merge(
            mattress,
            cover,
            merge(fold, moved(pillow, (0, -length / 2 + 0.30, self.height + 0.015)), material=self.linen),
            merge(*boards, material=self.material, collides=True),
            merge(base, *column, chassis, *rails, material="steel"),
            *wheels,
        )
