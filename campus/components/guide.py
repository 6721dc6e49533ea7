"""A guide: a post that tells about the place and shows the way. Owns its shape, words and ways; walks nobody."""

from __future__ import annotations

from campus.components._base import Anchors, Component, LabelAnchor, Placed, Told
from campus.ids import MaterialId, NodeId
from campus.mesh import Mesh, box, merge
from campus.quantities import Length
from campus.text import Text


class Guide(Component, frozen=True, kw_only=True):
    """A standing panel that one asks: it tells about the place, and leads to its waypoints.

    Example:
        {type: guide, id: guide, name: {fr: Guide du hall, en: Guide to the hall}, at: [6, 5], facing: south,
         text: {fr: Bienvenue., en: Welcome.}}

    Attributes:
        text: what it tells, in Markdown.
        routes: waypoints of this space that it leads to, in this order; each is called by its own name.
        height: of its panel's upper edge, metres.
        material: of the post.
    """

    text: Text | None = None
    routes: tuple[NodeId, ...] = ()
    height: Length = 1.75
    material: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """A stone foot, an oak post and a blue panel; about 150 triangles; foot and post collide."""
        foot = box((0.52, 0.34, 0.05), bevel=0.012, material="limestone-smooth", collides=True)
        post = box(
            (0.46, 0.07, self.height - 0.05), at=(0, 0, 0.05), bevel=0.012, material=self.material, collides=True
        )
        panel = box((0.40, 0.012, 0.62), at=(0, 0.039, self.height - 0.68), bevel=0.004, material="faience-blue")
        edge = box((0.40, 0.014, 0.02), at=(0, 0.04, self.height - 0.74), bevel=0.004, material="saffron")
        return merge(foot, post, panel, edge)

    def anchors(self) -> Anchors:
        """A large i, its name under it, and where one stands to ask."""
        ink, ground = "#FAF6EC", "#1F4E8C"
        high = self.height
        labels = [
            LabelAnchor(
                Text(fr="i", en="i"), Placed((0, 0.047, high - 0.25), 0.0), (0.4, 0.38), "sign", 0.14, ink, ground, 6.0
            )
        ]
        if self.name is not None:
            place = Placed((0, 0.047, high - 0.56), 0.0)
            labels.append(LabelAnchor(self.name, place, (0.4, 0.24), "sign", 0.03, ink, ground, 1.5))
        return Anchors(labels=tuple(labels), reach=(Placed((0.0, 0.9, 0.0), 180.0),))

    def verbs(self) -> tuple[str, ...]:
        """One asks it."""
        return ("ask",)

    def reading(self) -> tuple[Told, ...]:
        """What it tells, and where it leads."""
        told = (Told("markdown", self.text),) if self.text is not None else ()
        return (*told, *(Told("route", None, to=way) for way in self.routes))
