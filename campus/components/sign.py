"""A sign: a few words on a wall, over a door or on a post. Owns its plate and words; knows nothing of fonts."""

from __future__ import annotations

from typing import Literal

from campus.components._base import Anchors, Component, LabelAnchor, LabelStyle
from campus.components._mounting import mounted, mounted_place
from campus.mesh import EMPTY, Mesh, box, cylinder, merge
from campus.quantities import Length, Metres, Size2
from campus.text import Text

SignStyle = Literal["carved", "blue", "stone", "plaque"]
STYLES: dict[str, tuple[LabelStyle, str, str | None, str]] = {
    "carved": ("carved", "#16232B", None, ""),
    "blue": ("sign", "#FAF6EC", "#1F4E8C", "faience-blue"),
    "stone": ("sign", "#16232B", "#E6D3AC", "limestone-smooth"),
    "plaque": ("plaque", "#FAF6EC", "#1F4E8C", "faience-blue"),
}
"""Style -> how the label is set, colour of its letters, of its ground, material of the plate."""


class Sign(Component, frozen=True, kw_only=True):
    """A few words: a space's name carved in the stone, a blue enamelled sign, an ink-on-stone one, a partner's plaque.

    Example:
        {type: sign, id: way-out, wall: south, at: 3, text: {fr: Vers le hall, en: To the hall}, style: blue}

    Attributes:
        text: short; the viewer's language first, the other beneath at 75 %.
        style: `carved` has no plate.
        size: width and height of the plate, metres; None fits the text.
        height: of its centre over the floor, metres: 1.5 at eye height, 2.6 overhead.
        cap_height: of a capital, metres; the distance that it is read from divided by 60 or more.
        read_from: how far away one reads it, metres; unsaid, 60 times its capitals.
        post: for a sign that stands free: whether it has a post.
    """

    text: Text
    style: SignStyle = "blue"
    size: Size2 | None = None
    height: Metres = 1.5
    cap_height: Length = 0.06
    read_from: Length | None = None
    post: bool = True

    def extent(self) -> tuple[float, float]:
        """Width and height of the plate: given, or about 0.75 cap heights a letter and two lines with margins."""
        if self.size is not None:
            return self.size
        letters = max(len(self.text.fr), len(self.text.en))
        return ((letters * 0.80 + 2.4) * self.cap_height, 4.2 * self.cap_height)

    def mesh(self) -> Mesh:
        """A bevelled plate, 20 mm thick, and a post when it stands free; 12 to 120 triangles."""
        material = STYLES[self.style][3]
        width, height = self.extent()
        low = self.height - height / 2
        if not material:
            return EMPTY
        plate = box((width, 0.02, height), at=(0, -0.01, low), bevel=0.006, material=material)
        if self.wall is not None or not self.post:
            return mounted(self, plate)
        post = cylinder(0.025, low + height * 0.9, at=(0, 0.025, 0), sides=12, material="iron", collides=True)
        return mounted(self, merge(plate, post))

    def anchors(self) -> Anchors:
        """The words, a millimetre or two in front of their plate."""
        style, colour, ground, material = STYLES[self.style]
        at = (0.0, -0.022 if material else -0.003, self.height)
        place = mounted_place(self, at)
        label = LabelAnchor(self.text, place, self.extent(), style, self.cap_height, colour, ground, self.read_from)
        return Anchors(labels=(label,))
