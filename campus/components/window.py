"""A window: glass in a frame in a deep reveal. Owns frame, bars, sill and fins; knows nothing of what is outside."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Opening
from campus.components._stonework import BEHIND, BEVEL, REVEAL, SHORT, frame_stones, surround, voussoirs
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, round_arch, upright
from campus.quantities import Length, Metres, Size2
from campus.text import bilingual, comma


class Window(Opening, frozen=True, kw_only=True):
    """A window: rectangular or round-headed, its glass set back in the wall's thickness.

    Example:
        {type: window, id: north-light, wall: west, at: 3.5, size: [5, 1.9], sill: 0.9, panes: [4, 1], view: garden}

    Attributes:
        head: `round` ends in a half circle, the size's height being to its top.
        panes: panes across and up; bars stand between them.
        frame: material of frame and bars.
        bar: width of the frame, metres; the bars are half as wide.
        glass: material of the panes.
        surround: material of the stones round it on the room's side; none leaves the plaster's edge.
        margin_width: width of those stones, metres.
        stool: whether a stone sill stands out under it.
        fins: spacing of upright fins in front of the glass, metres; 0 for none.
        fin: material of the fins.
    """

    size: Size2 = (1.2, 1.5)
    sill: Metres = 0.9
    head: Literal["flat", "round"] = "flat"
    panes: tuple[int, int] = (2, 2)
    frame: MaterialId = "oak"
    bar: Length = 0.07
    glass: MaterialId = "glass"
    surround: MaterialId | None = "limestone-smooth"
    margin_width: Length = 0.18
    stool: bool = True
    fins: Metres = 0.0
    fin: MaterialId = "oak"

    def __post_init__(self) -> None:
        """A round head needs half its width of height.

        Raises:
            Impossible: when the window is lower than its round head, or has no pane.
        """
        width, height = self.size
        if self.head == "round" and height < width / 2:
            raise Impossible(
                bilingual(
                    f"a round head {width:g} m wide needs a height of at least {width / 2:g} m",
                    f"un arrondi de {comma(width)} m de large demande au moins {comma(width / 2)} m de haut",
                )
            )
        if min(self.panes) < 1:
            raise Impossible(bilingual("panes must be at least [1, 1]", "panes doit être au moins [1, 1]"))

    def outline(self) -> NDArray[np.float32]:
        """(k, 2) the hole's edge."""
        return self._edge(0.0).astype(np.float32)

    def margin(self) -> float:
        """The surround's width, so far as a plinth does not run behind it."""
        if not self.surround:
            return 0.0
        return self.margin_width * (SHORT if self.head == "flat" else 1.0) - BEHIND

    def _edge(self, grown: float) -> NDArray[np.float64]:
        """The hole's edge, `grown` metres larger on every side."""
        width, height = self.size
        low, high = self.sill - grown, self.sill + height
        half = width / 2 + grown
        if self.head == "flat":
            return np.array([(-half, low), (half, low), (half, high + grown), (-half, high + grown)], np.float64)
        springing = high - width / 2
        return round_arch(2 * half, springing, springing + half, sill=low, steps=18)

    def _top(self, x: float, grown: float) -> float:
        """Height of the hole's upper edge at `x`."""
        width, height = self.size
        if self.head == "flat":
            return self.sill + height + grown
        radius = width / 2 + grown
        return self.sill + height - width / 2 + float(np.sqrt(max(0.0, radius * radius - x * x)))

    def fill(self, thickness: float) -> Mesh:
        """Frame, bars, glass, surround, sill and fins; 300 to 1,500 triangles."""
        depth, y = 0.08, thickness * 0.62
        glazed = self._edge(-self.bar)
        frame = extrude(self._edge(0.012), depth, bevel=0.006, holes=[glazed], material=self.frame)
        parts = [upright(frame, back=y + depth / 2), *self._bars(y)]
        pane = upright(extrude(self._edge(-self.bar + 0.01), 0.008, material=self.glass, collides=True), back=y + 0.004)
        parts += [pane, *self._stones(thickness), *self._fins(y)]
        return merge(*parts)

    def _bars(self, y: float) -> list[Mesh]:
        width, height = self.size
        thin, deep = self.bar / 2, 0.05
        across, up = self.panes
        inner = width - 2 * self.bar
        bars = []
        for i in range(1, across):
            x = i * inner / across - inner / 2
            low = self.sill + self.bar
            top = self._top(x, -self.bar) + 0.01
            bars.append(box((thin, deep, top - low), at=(x, y, low), bevel=0.005, hidden=("top", "bottom")))
        straight = height - (width / 2 if self.head == "round" else 0.0)
        for i in range(1, up + (self.head == "round" and up > 1)):
            z = self.sill + i * straight / up - thin / 2
            # A little thinner than those it crosses: in one plane, the two would fight for pixels.
            bars.append(box((inner + 0.02, deep - 0.006, thin), at=(0, y, z), bevel=0.005, hidden=("left", "right")))
        return [merge(*bars, material=self.frame)]

    def _stones(self, thickness: float) -> list[Mesh]:
        width, height = self.size
        low, high = self.sill, self.sill + height
        stones: list[Mesh] = []
        if self.stool:
            # The sill stone covers the reveal's floor and stands out into the room, its front edge rounded.
            stool = box((width + 0.16, 0.10, 0.06), at=(0, -0.03, low - 0.062), bevel=BEVEL)
            plate = box((width, thickness * 0.6, 0.012), at=(0, thickness * 0.3, low), bevel=0.004)
            stones.append(merge(stool, plate, material=self.surround or "limestone-smooth"))
        if self.surround and self.head == "flat":
            stones.append(frame_stones(width, low, high, self.margin_width, self.surround, sill=False))
        elif self.surround:
            springing = high - width / 2
            jamb = surround(self._edge(-REVEAL), self._edge(self.margin_width), self.surround)
            key = voussoirs(width, springing, high, self.margin_width * 1.2, 0.05, self.surround, count=9)
            # Of the wedge stones only the key shows before the flat ring.
            lean = np.arctan2(key.corners()[:, :, 0], key.corners()[:, :, 2] - springing)
            stones += [jamb, key.only(np.abs(lean).max(1) < np.pi / 18)]
        return stones

    def _fins(self, y: float) -> list[Mesh]:
        if self.fins <= 0:
            return []
        width = self.size[0]
        count = max(1, round(width / self.fins))
        places = [(i + 0.5) * width / count - width / 2 for i in range(count)]
        fins = [
            box((0.035, 0.16, self._top(x, 0.0) - self.sill - 0.012), at=(x, y - 0.16, self.sill + 0.012), bevel=0.008)
            for x in places
        ]
        return [merge(*fins, material=self.fin)]
