"""A panel drawn large, for a room's screen: a question, its result. Pillow and our fonts; knows nothing of Panda3D.

The words are as large as the panel allows, and never so small that the last row cannot read them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from campus.learning.panel import (
    AnyItem,
    Bars,
    Choices,
    Heading,
    Panel,
    Paragraph,
    Progress,
    Table,
    Tone,
)
from campus.text import Language, Text

Pixels = NDArray[np.uint8]
"""(h, w, 3) RGB, the first row on top."""

PAPER, INK, BLUE, SAFFRON, RED, GREEN = "#FAF6EC", "#16232B", "#1F4E8C", "#E2A72E", "#B3402A", "#2F6B4A"
"""As in the interface: green and red never without a sign."""
CARD, TRACK, QUIET = "#EFEADC", "#E4DECF", "#4A565C"
SMALLEST = 0.034
"""Of the picture's height: 31 pixels of 900, an eye's resolution (one minute of arc) times five from the last row."""
SCALES = (1.1, 1.0, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6, 0.55, 0.5)
"""Tried in this order until everything fits."""
_OVER = 2
"""Shapes are drawn so many times larger and reduced, which smooths their edges."""
Face = Literal["regular", "bold"]
_FILES: dict[Face, str] = {"regular": "AtkinsonHyperlegible-Regular.ttf", "bold": "AtkinsonHyperlegible-Bold.ttf"}


def draw(panel: Panel, language: Language, size: tuple[int, int], fonts_dir: Path) -> Pixels:
    """The panel as a picture.

    Args:
        panel: what is shown; buttons and fields have no place on a screen and are left out.
        language: the viewer's.
        size: width and height in pixels.
        fonts_dir: the folder of the campus's fonts.

    Returns:
        (height, width, 3) RGB. It takes 20 to 60 ms: see `ScreenPanels` for a frame.
    """
    sheet = _Sheet(size, language, str(fonts_dir))
    for scale in SCALES:
        sheet.begin(scale)
        spare = sheet.compose(panel)
        if spare >= 0:
            break
    return sheet.picture()


class _Words(NamedTuple):
    at: tuple[float, float]
    words: str
    size: int
    face: Face
    colour: str


class _Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float


class _Line(NamedTuple):
    points: tuple[tuple[float, float], ...]
    colour: str
    width: float


class _Sheet:
    """Collects shapes and words at one scale, and turns them into a picture. Lengths are in pixels."""

    def __init__(self, size: tuple[int, int], language: Language, fonts: str) -> None:
        self.width, self.height = size
        self.language, self.fonts = language, fonts
        self.margin = round(0.055 * self.width)
        self.inner = self.width - 2 * self.margin
        self.begin(1.0)

    def begin(self, scale: float) -> None:
        """Forgets everything, to try at another scale."""
        self.scale = scale
        self.words: list[_Words] = []
        self.shapes: list[_Box | _Line] = []

    # --- measures --------------------------------------------------------------------------------------------------

    def px(self, share: float) -> int:
        """A share of the height, scaled, but no smaller than what the last row reads."""
        return round(max(share * self.scale, SMALLEST) * self.height)

    def gap(self, share: float) -> float:
        """A distance, a share of the height, scaled."""
        return share * self.scale * self.height

    def length(self, words: str, size: int, face: Face = "regular") -> float:
        return float(_font(self.fonts, face, size).getlength(words))

    def lines(self, words: str, width: float, size: int, face: Face = "regular") -> list[str]:
        """The words in lines of at most `width`; no-break spaces hold, a word that is too long is cut."""
        found: list[str] = []
        for word in words.replace("\n", " ").split(" "):
            while self.length(word, size, face) > width and len(word) > 1:
                cut = next(
                    n for n in range(len(word) - 1, 0, -1) if n == 1 or self.length(word[:n], size, face) <= width
                )
                found.append(word[:cut])
                word = word[cut:]
            if found and self.length(f"{found[-1]} {word}", size, face) <= width:
                found[-1] += f" {word}"
            else:
                found.append(word)
        return found

    def say(self, text: Text) -> str:
        """The viewer's words, without what has no shape: a control character stops the text shaper."""
        words = text.in_(self.language)
        return "".join(c for c in words if c == "\n" or not unicodedata.category(c).startswith("C"))

    # --- drawing ---------------------------------------------------------------------------------------------------

    def write(
        self, lines: Sequence[str], x: float, y: float, size: int, face: Face = "regular", colour: str = INK
    ) -> float:
        """Lines from `y` down; returns where they end."""
        step = size * 1.22
        for i, line in enumerate(lines):
            # The baseline's place in the line does not depend on the words.
            self.words.append(_Words((x, y + i * step + step / 2 + size * 0.35), line, size, face, colour))
        return y + len(lines) * step

    def box(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0.0) -> None:
        self.shapes.append(_Box(x, y, max(width, 0.0), height, colour, min(radius, max(width, 0.0) / 2, height / 2)))

    def tick(self, x: float, y: float, size: float, colour: str) -> None:
        """A check mark within a square of `size`."""
        points = (
            (x + 0.2 * size, y + 0.54 * size),
            (x + 0.42 * size, y + 0.75 * size),
            (x + 0.8 * size, y + 0.28 * size),
        )
        self.shapes.append(_Line(points, colour, size * 0.13))

    def cross(self, x: float, y: float, size: float, colour: str) -> None:
        a, b = 0.28 * size, 0.72 * size
        self.shapes.append(_Line(((x + a, y + a), (x + b, y + b)), colour, size * 0.12))
        self.shapes.append(_Line(((x + a, y + b), (x + b, y + a)), colour, size * 0.12))

    def picture(self) -> Pixels:
        """Everything collected, shapes below words."""
        large = Image.new("RGB", (self.width * _OVER, self.height * _OVER), PAPER)
        pen = ImageDraw.Draw(large)
        for shape in self.shapes:
            if isinstance(shape, _Box):
                x0, y0 = shape.x * _OVER, shape.y * _OVER
                x1, y1 = (shape.x + shape.width) * _OVER - 1, (shape.y + shape.height) * _OVER - 1
                if x1 > x0 and y1 > y0:
                    pen.rounded_rectangle((x0, y0, x1, y1), shape.radius * _OVER, fill=shape.colour)
            else:
                points = [(x * _OVER, y * _OVER) for x, y in shape.points]
                pen.line(points, fill=shape.colour, width=round(shape.width * _OVER), joint="curve")
        picture = large.reduce(_OVER)
        pen = ImageDraw.Draw(picture)
        for word in self.words:
            font = _font(self.fonts, word.face, word.size)
            pen.text(word.at, word.words, font=font, fill=word.colour, anchor="ls")
        return np.asarray(picture, np.uint8).copy()

    # --- what a panel is made of -----------------------------------------------------------------------------------

    def compose(self, panel: Panel) -> float:
        """Collects the panel; returns how much height is left, negative where it does not fit."""
        bottom = self.height - self.margin * 0.62
        footer = self.px(0.042)
        if panel.note is not None:
            bottom -= footer * 1.22
            self.write(
                self.lines(self.say(panel.note), self.inner, footer)[:1], self.margin, bottom, footer, colour=QUIET
            )
            bottom -= self.gap(0.022)
        y = self.margin * 0.72
        # Whoever looks at a result has read the question: its answers get the room.
        title = self.px(0.06 if any(isinstance(item, Bars) for item in panel.items) else 0.078)
        lines = self.lines(self.say(panel.title), self.inner - self.gap(0.05), title, "bold")
        height = len(lines) * title * 1.22
        self.box(0, y, self.margin * 0.4, height, BLUE)
        y = self.write(lines, self.margin, y, title, "bold") + self.gap(0.045)
        blocks = [block for item in panel.items if (block := self.block(item)) is not None]
        needed = sum(height for height, _ in blocks) + self.gap(0.028) * max(len(blocks) - 1, 0)
        spare = bottom - y - needed
        # What is left over stands above and between, so that a short panel does not hang at the top.
        air = min(max(spare, 0.0) / (len(blocks) + 1), self.gap(0.06))
        y += air
        for height, put in blocks:
            put(y)
            y += height + self.gap(0.028) + air
        return spare

    def block(self, item: AnyItem) -> tuple[float, Callable[[float], None]] | None:
        """An item's height, and what draws it from a y; None for what a screen does not show."""
        match item:
            case Heading():
                return self.paragraph(self.say(item.text), "plain", self.px(0.056), "bold")
            case Paragraph():
                return self.paragraph(self.say(item.text), item.tone, self.px(0.052))
            case Choices():
                return self.choices(item)
            case Bars():
                return self.bars(item)
            case Progress():
                return self.progress(item)
            case Table():
                rows = "\n".join(" · ".join(self.say(cell) for cell in cells) for _, cells in item.rows)
                return self.paragraph(rows, "plain", self.px(0.045))
            case _:
                return None

    def paragraph(
        self, words: str, tone: Tone, size: int, face: Face = "regular"
    ) -> tuple[float, Callable[[float], None]]:
        colour = {"good": GREEN, "bad": RED, "quiet": QUIET}.get(tone, INK)
        indent = self.gap(0.04) if tone == "now" else 0.0
        lines = [line for part in words.split("\n") for line in self.lines(part, self.inner - indent, size, face)]
        height = len(lines) * size * 1.22

        def put(y: float) -> None:
            if tone == "now":
                self.box(self.margin, y, self.gap(0.012), height, SAFFRON, self.gap(0.006))
            self.write(lines, self.margin + indent, y, size, face, colour)

        return height, put

    def choices(self, item: Choices) -> tuple[float, Callable[[float], None]]:
        """Cards with the numbers of their keys, one below the other."""
        size, pad, between = self.px(0.056), self.gap(0.02), self.gap(0.018)
        badge = size * 1.5
        lined = [self.lines(self.say(o.text), self.inner - badge - 4 * pad, size) for o in item.options]
        heights = [max(len(lines) * size * 1.22, badge) + 2 * pad for lines in lined]

        def put(y: float) -> None:
            for i, (option, lines, height) in enumerate(zip(item.options, lined, heights, strict=True)):
                right = option.mark == "right"
                self.box(self.margin, y, self.inner, height, GREEN if right else CARD, self.gap(0.02))
                self.badge(str(i + 1), self.margin + pad * 1.2, y + (height - badge) / 2, badge, inverse=right)
                top = y + (height - len(lines) * size * 1.22) / 2
                ink = PAPER if right else INK
                self.write(lines, self.margin + badge + 2.6 * pad, top, size, "bold" if right else "regular", ink)
                y += height + between

        return sum(heights) + between * (len(heights) - 1), put

    def badge(self, letter: str, x: float, y: float, size: float, *, inverse: bool = False) -> None:
        """A number in a disc."""
        self.box(x, y, size, size, PAPER if inverse else BLUE, size / 2)
        font = round(size * 0.6)
        width = self.length(letter, font, "bold")
        colour = GREEN if inverse else PAPER
        self.words.append(_Words((x + (size - width) / 2, y + size / 2 + font * 0.35), letter, font, "bold", colour))

    def bars(self, item: Bars) -> tuple[float, Callable[[float], None]]:
        """Each answer with its bar beneath: how many, what share; the right one with a sign and in green."""
        size, thick = self.px(0.05), self.gap(0.036)
        between, sign = self.gap(0.03), size * 1.25
        figures = [self.figures(bar.count, item.total) for bar in item.bars]
        side = max((self.length(words, size, "bold") for words in figures), default=0.0) + self.gap(0.03)
        marked = any(bar.mark for bar in item.bars)
        indent = sign + self.gap(0.016) if marked else 0.0
        lined = [
            self.lines(self.say(bar.label), self.inner - indent, size, "bold" if bar.mark == "right" else "regular")
            for bar in item.bars
        ]
        heights = [len(lines) * size * 1.22 + self.gap(0.008) + max(thick, size * 1.1) for lines in lined]

        def put(y: float) -> None:
            x, across = self.margin + indent, self.inner - indent - side
            for bar, lines, words, height in zip(item.bars, lined, figures, heights, strict=True):
                right = bar.mark == "right"
                if right:
                    self.box(self.margin, y, sign, sign, GREEN, sign / 2)
                    self.tick(self.margin, y, sign, PAPER)
                elif bar.mark == "wrong":
                    self.cross(self.margin, y, sign, RED)
                low = self.write(lines, x, y, size, "bold" if right else "regular") + self.gap(0.008)
                row = y + height - low
                share = bar.count / item.total if item.total else 0.0
                self.box(x, low + (row - thick) / 2, across, thick, TRACK, thick / 2)
                if bar.count:
                    wide = max(across * share, thick)
                    self.box(x, low + (row - thick) / 2, wide, thick, GREEN if right else BLUE, thick / 2)
                end = self.margin + self.inner - self.length(words, size, "bold")
                self.write([words], end, low + (row - size * 1.22) / 2, size, "bold", GREEN if right else INK)
                y += height + between

        return sum(heights) + between * (len(heights) - 1), put

    def figures(self, count: int, total: int) -> str:
        """As "12 · 60 %"; figures that a reader of either language reads."""
        percent = round(100 * count / total) if total else 0
        return f"{count}  ·  {percent}\u00a0%" if self.language == "fr" else f"{count}  ·  {percent}%"

    def progress(self, item: Progress) -> tuple[float, Callable[[float], None]]:
        thick = self.gap(0.028)

        def put(y: float) -> None:
            self.box(self.margin, y, self.inner, thick, TRACK, thick / 2)
            wide = self.inner * min(max(item.fraction, 0.0), 1.0)
            if wide > 0:
                self.box(self.margin, y, max(wide, thick), thick, SAFFRON, thick / 2)

        return thick, put


@lru_cache(maxsize=64)
def _font(folder: str, face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(folder) / _FILES[face]), size)
