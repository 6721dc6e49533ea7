"""A board: words to read, in Markdown. Owns its frame and its text; knows nothing of fonts."""

from __future__ import annotations

from typing import Literal

from campus.components._base import Anchors, Component, LabelAnchor, Told
from campus.components._mounting import mounted, mounted_place
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge
from campus.quantities import Length, Metres, Size2
from campus.text import Text

Ground = Literal["paper", "blackboard", "whiteboard", "faience-blue", "cork"]
INK_ON: dict[str, tuple[str, str]] = {
    "paper": ("#16232B", "#FAF6EC"),
    "whiteboard": ("#16232B", "#F2F0EA"),
    "blackboard": ("#EFE6D6", "#24352F"),
    "faience-blue": ("#FAF6EC", "#1F4E8C"),
    "cork": ("#16232B", "#D9BE96"),
}
"""Letters and ground of each kind, every pair at a contrast of 4.5 or more."""


class Board(Component, frozen=True, kw_only=True):
    """A framed board with text: headings, paragraphs and bullets in Markdown, in both languages.

    Example:
        {type: board, id: welcome, wall: west, at: 4, size: [2.4, 1.2], text: {fr: '# Bienvenue', en: '# Welcome'}}

    Attributes:
        text: Markdown; None leaves the board empty, to be filled by the session.
        size: width and height of the surface inside the frame, metres.
        height: of the surface's lower edge over the floor, metres.
        ground: what one writes on.
        cap_height: of a capital of the body text, metres; reading distance divided by 60 or more.
        read_from: how far away one reads it, metres; 1.8 is where one stops before it.
        material: of the frame.
        ledge: whether a ledge for pens runs under it.
    """

    text: Text | None = None
    size: Size2 = (2.4, 1.2)
    height: Metres = 0.9
    ground: Ground = "paper"
    cap_height: Length = 0.045
    read_from: Length = 1.8
    material: MaterialId = "oak"
    ledge: bool = False

    def mesh(self) -> Mesh:
        """A bevelled frame 45 mm wide, the surface 10 mm behind its face; about 160 triangles."""
        width, height = self.size
        low, rim, depth = self.height, 0.045, 0.045
        rails = [
            box((width + 2 * rim, depth, rim), at=(0, -depth / 2, z), bevel=0.01) for z in (low - rim, low + height)
        ]
        stiles = [
            box((rim, depth, height), at=(x, -depth / 2, low), bevel=0.01)
            for x in (-(width + rim) / 2, (width + rim) / 2)
        ]
        ledge = [box((width * 0.9, 0.10, 0.02), at=(0, -0.09, low - rim), bevel=0.008)] if self.ledge else []
        surface = box((width, depth - 0.01, height), at=(0, -(depth - 0.01) / 2, low), material=self.ground)
        return mounted(self, merge(merge(*rails, *stiles, *ledge, material=self.material), surface))

    def anchors(self) -> Anchors:
        """The text on its surface, and a place two metres in front to read it from."""
        reach = (mounted_place(self, (0.0, -1.8, 0.0), 0.0),)
        if self.text is None:
            return Anchors(reach=reach)
        colour, ground = INK_ON[self.ground]
        place = mounted_place(self, (0.0, -0.037, self.height + self.size[1] / 2))
        label = LabelAnchor(self.text, place, self.size, "board", self.cap_height, colour, ground, self.read_from)
        return Anchors(labels=(label,), reach=reach)

    def reading(self) -> tuple[Told, ...]:
        """Its text."""
        return (Told("markdown", self.text),) if self.text is not None else ()

    def verbs(self) -> tuple[str, ...]:
        """One reads it."""
        return ("read",) if self.text is not None else ()
