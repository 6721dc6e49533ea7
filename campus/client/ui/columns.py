"""Where panels go: two columns and a dialogue. Pure arithmetic in pixels; owns who gets how much room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campus.client.ui.theme import COLUMN_AT_MOST, COLUMN_WIDTH, DIALOGUE_WIDTH, MARGIN, WIDENED_AT_MOST


def shares(wanted: Sequence[float], room: float) -> list[float]:
    """How high each panel of a column may be: as it likes where there is room, else the highest give way first.

    Args:
        wanted: natural heights, pixels.
        room: height to share, pixels.
    """
    if sum(wanted) <= room:
        return list(wanted)
    given = [0.0] * len(wanted)
    left, waiting = room, sorted(range(len(wanted)), key=lambda place: wanted[place])
    while waiting:
        equal = left / len(waiting)
        place = waiting.pop(0)
        given[place] = min(wanted[place], equal)
        left -= given[place]
    return given


@dataclass(frozen=True)
class Place:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Place) -> bool:
        """Whether the two share a pixel."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True)
class Frame:
    """The window and what the interface takes of it.

    Attributes:
        width: of the window, pixels.
        height: of the window, pixels.
        scale: of the interface.
        toolbar: how much the toolbar takes at the bottom, pixels.
        tools_width: how wide the toolbar wants to be, pixels.
        widened: whether the working column takes more, for words so large that they would not be seen together.
    """

    width: float
    height: float
    scale: float
    toolbar: float = 0.0
    tools_width: float = 0.0
    widened: bool = False

    @property
    def margin(self) -> float:
        """Between a panel and the window's edge."""
        return MARGIN * min(self.scale, 1.5) * (0.5 if self.width < 900 else 1.0)

    @property
    def column(self) -> float:
        """How wide a column's panels are: with its margin never more than 28 % of the window."""
        return round(min(self.width * COLUMN_AT_MOST - self.margin, COLUMN_WIDTH * self.scale))

    @property
    def working(self) -> float:
        """How wide the working column's panels are, at the right."""
        if not self.widened:
            return self.column
        return max(self.column, round(min(self.width * WIDENED_AT_MOST - self.margin, COLUMN_WIDTH * self.scale)))

    @property
    def dialogue(self) -> float:
        """How wide a dialogue is."""
        return round(min(self.width - 2 * self.margin, DIALOGUE_WIDTH * self.scale))

    def middle(self, left: bool, right: bool) -> tuple[float, float]:
        """The columns' inner edges: from where to where the window is free, pixels from the left."""
        low = self.column + 2 * self.margin if left else 0.0
        return low, (self.width - self.working - 2 * self.margin if right else self.width)

    def toolbar_left(self, left: bool, right: bool) -> float:
        """Where the toolbar begins, pixels from the left.

        One's own windows open and close by it, so it stands where it does not make way for them wherever there is such
        a place: who presses a tool twice has pressed the same tool twice.
        """
        beside = self.middle(True, right)
        for low, high in ((0.0, self.width), beside):
            start = (low + high - self.tools_width) / 2
            if beside[0] + self.margin <= start and start + self.tools_width + self.margin <= beside[1]:
                return start
        low, high = self.middle(left, right)
        if self.tools_width + 2 * self.margin > high - low:
            low, high = 0.0, self.width
        return (low + high - self.tools_width) / 2

    def column_height(self, left: bool, right: bool) -> float:
        """How high a column may be: down to the edge, or to the toolbar where that has to reach under it."""
        low, high = self.middle(left, right)
        under = self.tools_width + 2 * self.margin > high - low
        return self.height - 2 * self.margin - (self.toolbar + self.margin if under and self.toolbar else 0.0)
