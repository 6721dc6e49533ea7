"""A door: one leaf or two in a stone frame. Owns leaves and frame; knows nothing of who opens it or what is beyond."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from campus.components._base import Opening, Part
from campus.components._stonework import BEHIND, KEYSTONE, SHORT, frame_stones
from campus.ids import MaterialId
from campus.mesh import Mesh, both, box, cylinder, extrude, merge, rectangle, turned, upright
from campus.quantities import Count, Length, Size2

LEAF = 0.045
"""Thickness of a leaf, metres."""
SWING = 86.0
"""How far a leaf opens, degrees: not quite against the reveal."""


class Door(Opening, frozen=True, kw_only=True):
    """An oak door in a stone frame; its leaves swing outward, away from the room.

    Example:
        {type: door, id: to-hall, wall: south, at: 1.2, to: hall/seminar, size: [1.1, 2.3]}

    Attributes:
        size: clear width and height, metres; over 1.4 m of width it has two leaves.
        glazed: whether the upper half of each leaf is glass.
        panels: sunken panels of a leaf, one over the other.
        material: of the leaves.
        frame: of the stones round it.
        frame_width: width of the stones, metres.
        metal: of handles and hinges.
    """

    size: Size2 = (1.1, 2.3)
    glazed: bool = False
    panels: Count = 3
    material: MaterialId = "oak"
    frame: MaterialId = "limestone-smooth"
    frame_width: Length = 0.20
    metal: MaterialId = "bronze"

    def margin(self) -> float:
        """The short stones' width, so far as a plinth does not run behind them."""
        return self.frame_width * SHORT - BEHIND

    def crown(self) -> float:
        """The keystone's height, as far as it stands over the hole."""
        return self.frame_width * KEYSTONE

    def leaves(self) -> int:
        """One leaf, or two where the door is wide."""
        return 2 if self.size[0] > 1.4 else 1

    def fill(self, thickness: float) -> Mesh:
        """The stone frame, the oak lining in the reveal, and a stone threshold; about 700 triangles."""
        width, height = self.size
        low, high = self.sill, self.sill + height
        stones = frame_stones(width, low, high, self.frame_width, self.frame, sill=False)
        deep = 0.12
        y = self._depth() + LEAF / 2 + deep / 2
        lining = [box((0.05, deep, height), at=(x, y, low), bevel=0.006) for x in both(width / 2 - 0.012)]
        lining.append(box((width, deep, 0.05), at=(0, y, high - 0.038), bevel=0.006))
        threshold = box((width, thickness + 0.02, 0.012), at=(0, thickness / 2, low), bevel=0.005, material=self.frame)
        return merge(stones, merge(*lining, material=self.material), threshold)

    def parts(self) -> Mapping[str, Part]:
        """Its leaves, hung at the jambs: `leaf`, or `left` and `right`."""
        width, _ = self.size
        y = self._depth() + LEAF / 2
        wide = width / self.leaves()
        hung_left = Part(self._leaf(wide), (-width / 2, y, self.sill), "turn", SWING)
        if self.leaves() == 1:
            return {"leaf": hung_left}
        mirrored = turned(self._leaf(wide, handle=False), np.diag([-1.0, -1.0, 1.0]))
        right = merge(mirrored, self._handle(-(wide - 0.07)))
        return {"left": hung_left, "right": Part(right, (width / 2, y, self.sill), "turn", -SWING)}

    def verbs(self) -> tuple[str, ...]:
        """One opens it; one that leads somewhere takes the person there."""
        return ("open",)

    def _depth(self) -> float:
        """How far behind the room's face the leaves hang, metres."""
        return 0.10

    def _leaf(self, width: float, *, handle: bool = True) -> Mesh:
        """A leaf from its hinge along +X: a frame of stiles and rails, sunken panels, glass above if it is glazed."""
        height = self.size[1] - 0.012
        gap, stile = 0.004, 0.13
        frame_edge = rectangle((gap, 0.008), (width - gap, height - gap))
        count = self.panels
        bottom, top = 0.22, height - 0.14
        room = (top - bottom - (count - 1) * stile) / count
        openings = []
        for i in range(count):
            low = bottom + i * (room + stile)
            openings.append(rectangle((gap + stile, low), (width - gap - stile, low + room)))
        # Drawn on the board, stood up, so that its thickness is about y = 0.
        frame = upright(extrude(frame_edge, LEAF, bevel=0.005, holes=openings, material=self.material), back=LEAF / 2)
        parts = [frame]
        for i, hole in enumerate(openings):
            (x0, z0), (x1, z1) = hole[0], hole[2]
            if self.glazed and i >= count / 2 - 0.5:
                parts.append(
                    box((x1 - x0 + 0.01, 0.008, z1 - z0 + 0.01), at=((x0 + x1) / 2, 0, z0 - 0.005), material="glass")
                )
                continue
            size, middle = (x1 - x0 + 0.01, z1 - z0 + 0.01), (x0 + x1) / 2
            parts.append(box((size[0], 0.016, size[1]), at=(middle, 0, z0 - 0.005), material=self.material))
            raised = (x1 - x0 - 0.09, 0.03, z1 - z0 - 0.09)
            parts.append(box(raised, at=(middle, 0, z0 + 0.045), bevel=0.012, material=self.material))
        if handle:
            parts.append(self._handle(width - 0.07))
        return merge(*parts, collides=True)

    def _handle(self, x: float) -> Mesh:
        """A bar with two roses on either face of a leaf, 1.05 m over the floor."""
        lying = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]])
        standing = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]])
        parts = []
        for side in (-1, 1):
            rose = turned(
                cylinder(0.027, 0.012, sides=16, bevel=0.003), standing, (x, side * (LEAF / 2 + 0.006) - 0.006, 1.05)
            )
            neck = turned(cylinder(0.010, 0.045, sides=10), standing, (x, side * (LEAF / 2 + 0.022) - 0.0225, 1.05))
            reach = -0.12 if x > 0 else 0.12
            bar = turned(
                cylinder(0.010, 0.13, sides=10, bevel=0.003),
                lying,
                (x + min(0.0, reach) - 0.005, side * (LEAF / 2 + 0.045), 1.05),
            )
            parts += [rose, neck, bar]
        return merge(*parts, material=self.metal)
