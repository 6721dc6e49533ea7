"""A preparation station: where a student works through a unit before class. Owns its shape; knows nothing of units."""

from __future__ import annotations

from typing import Literal

from campus.components._base import Anchors, Component, Placed
from campus.components._shaping import leaning, slab
from campus.ids import MaterialId, NodeId
from campus.mesh import Mesh, box, merge, moved
from campus.quantities import Length

LEAN = 24.0  # degrees that the screen leans back, so that one reads it standing and sitting alike


class Station(Component, frozen=True, kw_only=True):
    """A stand with a screen at which a person opens a part of a unit; its front is where one stands.

    Example:
        {type: station, id: inverse, at: [8.3, 3.5], facing: west, unit: telehealth-01, part: preparation}

    Attributes:
        unit: the unit's id.
        part: of the unit.
        height: of the screen's lower edge, metres; 0.92 serves one who stands and one in a wheelchair.
        material: of the stand.
    """

    unit: NodeId
    part: Literal["preparation", "review", "diagnostic"] = "preparation"
    height: Length = 0.92
    material: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """A stone foot, an oak stem and a screen in an oak frame; about 300 triangles."""
        foot = slab((0.52, 0.40), 0.05, (0, -0.06, 0), radius=0.03, bevel=0.012, material="limestone-smooth")
        stem = box((0.34, 0.10, self.height - 0.05), at=(0, -0.10, 0.05), bevel=0.012, material=self.material)
        strip = box((0.05, 0.012, self.height - 0.25), at=(0, -0.046, 0.12), material="faience-blue")
        frame = box((0.62, 0.05, 0.40), bevel=0.012, material=self.material)
        face = box((0.56, 0.006, 0.34), at=(0, 0.024, 0.03), material="screen")
        head = moved(leaning(merge(frame, face), LEAN), (0, -0.04, self.height))
        return merge(foot.solid(), stem.solid(), strip, head.solid())

    def anchors(self) -> Anchors:
        """Where one stands."""
        return Anchors(reach=(Placed((0.0, 0.62, 0.0), 180.0),))

    def verbs(self) -> tuple[str, ...]:
        """One works at it."""
        return ("use",)
