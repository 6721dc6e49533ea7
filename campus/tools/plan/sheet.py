"""The paper of a plan: its colours, and SVG elements in millimetres. Knows nothing of spaces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

INK, WALL, LINE, PALE, PAPER = "#1E2430", "#2C3442", "#5B6472", "#B9C0CA", "#FDFCF9"
BLUE, RED, WOOD, GREEN, ROOM = "#1F4E8C", "#C4281C", "#F1E7D6", "#DCE8D2", "#FFFFFF"

HEAD = 28.0
"""Height of the title, millimetres."""

Points = Sequence[tuple[float, float]]


@dataclass
class Sheet:
    """Collects the elements of the drawing, in millimetres of paper, x to the right and y downwards."""

    lines: list[str] = field(default_factory=list)

    def path(self, d: str, **style: object) -> None:
        """A path; style names are SVG's, underscores for hyphens."""
        self.lines.append(f'<path d="{d}"{_attributes(style)}/>')

    def text(self, x: float, y: float, words: str, **style: object) -> None:
        """Words; the baseline's middle, left or right end is at (x, y), as `text_anchor` says."""
        self.lines.append(f'<text x="{x:.2f}" y="{y:.2f}"{_attributes(style)}>{escape(words)}</text>')

    def open(self, **style: object) -> None:
        """Begin a group."""
        self.lines.append(f"<g{_attributes(style)}>")

    def close(self) -> None:
        """End the group."""
        self.lines.append("</g>")


def rectangle(low: Sequence[float], high: Sequence[float]) -> Points:
    """The corners of a rectangle, counter-clockwise from its lowest."""
    return [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]


def circle(x: float, y: float, radius: float) -> str:
    """A circle as a path."""
    half = f"a{radius:.2f} {radius:.2f} 0 1 0"
    return f"M{x - radius:.2f} {y:.2f}{half} {2 * radius:.2f} 0{half} {-2 * radius:.2f} 0Z"


def ticks(places: Iterable[tuple[float, float]]) -> str:
    """The strokes that end a line of dimension."""
    return "".join(f"M{x - 0.9:.2f} {y + 0.9:.2f}l1.8 -1.8" for x, y in places)


def _attributes(style: dict[str, object]) -> str:
    names = ((key.rstrip("_").replace("_", "-"), value) for key, value in style.items() if value is not None)
    return "".join(f' {key}="{escape(str(value))}"' for key, value in names)
