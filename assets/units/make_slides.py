"""Makes a unit's slides from its slides.yaml: 16:9, paper, ink and one blue, nothing smaller than 31 points.

Usage: python assets/units/make_slides.py telehealth-01

Needs reportlab (in the extra `dev`). The same words give the same bytes. A text that does not fit stops the script.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from campus.learning.words import english, french

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent / "fonts"
WIDTH, HEIGHT, MARGIN = 1280.0, 720.0, 84.0
PAPER, INK, BLUE, QUIET = "#FAF6EC", "#16232B", "#1F4E8C", "#4A565C"
TINT, LINE = "#E9EDF1", "#C9CFD3"
SMALLEST = 31.0
"""Points on a 1280-point page: an x-height of 9 pixels in focus view at 1280 × 720, with a column of panels open."""


class Page:
    """One page being drawn; y runs downward from the top, in points."""

    def __init__(self, canvas: Canvas, language: str) -> None:
        self.canvas, self.language = canvas, language

    def words(self, slide: Mapping[str, Any], key: str) -> str:
        return self.say(slide[key]) if key in slide else ""

    def say(self, text: Mapping[str, str]) -> str:
        return french(text["fr"]) if self.language == "fr" else english(text["en"])

    def fill(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0.0) -> None:
        self.canvas.setFillColor(colour)
        self.canvas.roundRect(x, HEIGHT - y - height, width, height, radius, stroke=0, fill=1)

    def rule(self, x0: float, y0: float, x1: float, y1: float, colour: str, width: float) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.setLineCap(1)
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def lines(self, words: str, width: float, size: float, font: str) -> list[str]:
        """The words broken into lines; no-break spaces hold."""
        found: list[str] = []
        for word in words.split(" "):
            if pdfmetrics.stringWidth(word, font, size) > width:
                raise SystemExit(f"'{word}' is wider than its box at {size:g} points.")
            if found and pdfmetrics.stringWidth(f"{found[-1]} {word}", font, size) <= width:
                found[-1] += f" {word}"
            else:
                found.append(word)
        return found

    def text(
        self,
        words: str,
        x: float,
        y: float,
        width: float,
        size: float,
        *,
        height: float | None = None,
        font: str = "Body",
        colour: str = INK,
        align: str = "left",
        leading: float = 1.22,
    ) -> float:
        """Draws words from their top; in `height` they stand in the middle. Returns where they end."""
        if size < SMALLEST:
            raise SystemExit(f"'{words}' is set in {size:g} points; the smallest is {SMALLEST:g}.")
        lines = self.lines(words, width, size, font)
        step = size * leading
        if height is not None:
            if len(lines) * step > height + 1:
                raise SystemExit(f"'{words}' needs {len(lines)} lines at {size:g} points and does not fit.")
            y += (height - len(lines) * step) / 2
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(colour)
        for i, line in enumerate(lines):
            baseline = HEIGHT - (y + i * step + step / 2 + size * 0.34)
            if align == "centre":
                self.canvas.drawCentredString(x + width / 2, baseline, line)
            else:
                self.canvas.drawString(x, baseline, line)
        return y + len(lines) * step

    def fitting(self, words: Sequence[str], width: float, sizes: Sequence[float], font: str, most_lines: int) -> float:
        """The largest of `sizes` at which each of `words` takes at most `most_lines` lines."""
        for size in sizes:
            wide = max(pdfmetrics.stringWidth(part, font, size) for word in words for part in word.split(" "))
            if wide <= width and all(len(self.lines(word, width, size, font)) <= most_lines for word in words):
                return size
        raise SystemExit(f"{words} do not fit {width:g} points in {most_lines} lines.")


def frame(page: Page, slide: Mapping[str, Any], number: int, count: int) -> None:
    """What every slide but the first has: title, blue mark, source, number."""
    title = page.words(slide, "title")
    size = page.fitting([title], WIDTH - 2 * MARGIN, (58, 54, 50, 46), "Bold", 1)
    page.fill(0, 72, 28, 76, BLUE)
    page.text(title, MARGIN, 72, WIDTH - 2 * MARGIN, size, height=76, font="Bold")
    page.rule(MARGIN, 638, WIDTH - MARGIN, 638, LINE, 2)
    page.text(page.words(slide, "source"), MARGIN, 650, WIDTH - 2 * MARGIN - 90, SMALLEST, height=40, colour=QUIET)
    counted = f"{number}/{count}"
    width = pdfmetrics.stringWidth(counted, "Body", SMALLEST)
    page.text(counted, WIDTH - MARGIN - width, 650, width + 2, SMALLEST, height=40, colour=QUIET)


def note(page: Page, slide: Mapping[str, Any], top: float = 538) -> None:
    """A sentence that sums the slide up, in blue above the source."""
    if "note" in slide:
        words = page.words(slide, "note")
        size = page.fitting([words], WIDTH - 2 * MARGIN, (36, 34, 32, 31), "Bold", 1)
        page.text(words, MARGIN, top, WIDTH - 2 * MARGIN, size, height=80, font="Bold", colour=BLUE)


def title(page: Page, slide: Mapping[str, Any]) -> None:
    """The first slide: the arcade of the campus on blue, and the title."""
    left = 430.0
    page.fill(0, 0, left, HEIGHT, BLUE)
    arcade(page, left)
    x, width = left + 70, WIDTH - left - 70 - 60
    page.text(page.words(slide, "eyebrow"), x, 150, width, 34, font="Bold", colour=BLUE)
    words = page.words(slide, "title")
    size = page.fitting([words], width, (92, 84, 76), "Bold", 2)
    bottom = page.text(words, x, 206, width, size, font="Bold", leading=1.08)
    page.text(page.words(slide, "text"), x, bottom + 28, width, 38)
    page.text(page.words(slide, "source"), x, 596, width + 40, SMALLEST, height=80, colour=QUIET)


def arcade(page: Page, width: float) -> None:
    """Small round arches over large ones, as on the aqueduct: span 3.2, pier 0.9, springing 3.0, crown 4.6."""
    canvas = page.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, width, HEIGHT)
    canvas.clipPath(path, stroke=0, fill=0)
    for base, unit, count in ((0.0, 44.0, 3), (4.95 * 44.0 + 34, 22.0, 5)):
        bay = 4.1 * unit
        first = width / 2 - bay * count / 2
        canvas.setFillColor(PAPER)
        for i in range(count):
            x = first + i * bay + 0.45 * unit
            arch = canvas.beginPath()
            arch.moveTo(x, base)
            arch.lineTo(x, base + 3.0 * unit)
            arch.arcTo(x, base + 1.4 * unit, x + 3.2 * unit, base + 4.6 * unit, 180, -180)
            arch.lineTo(x + 3.2 * unit, base)
            arch.close()
            canvas.drawPath(arch, stroke=0, fill=1)
        canvas.setStrokeColor(PAPER)
        canvas.setLineWidth(unit / 8)
        canvas.line(0, base + 5.25 * unit, width, base + 5.25 * unit)
    canvas.restoreState()


def points(page: Page, slide: Mapping[str, Any]) -> None:
    """Up to four points with a blue square each."""
    items = [page.say(point) for point in slide["points"]]
    size = page.fitting(items, WIDTH - 2 * MARGIN - 56, (44, 42, 40, 38), "Body", 1)
    step = 106 if len(items) <= 3 else 88
    for i, words in enumerate(items):
        y = 196 + i * step
        page.fill(MARGIN, y + (step - 18) / 2 - 4, 18, 18, BLUE, 4)
        page.text(words, MARGIN + 56, y, WIDTH - 2 * MARGIN - 56, size, height=step - 8)
    note(page, slide, 548)


def numbered(page: Page, slide: Mapping[str, Any]) -> None:
    """Up to five points that are counted."""
    items = [page.say(point) for point in slide["points"]]
    size = page.fitting(items, WIDTH - 2 * MARGIN - 110, (44, 42, 40), "Body", 1)
    for i, words in enumerate(items):
        y = 178 + i * 88
        page.canvas.setFillColor(BLUE)
        page.canvas.circle(MARGIN + 32, HEIGHT - (y + 42), 32, stroke=0, fill=1)
        page.text(str(i + 1), MARGIN, y + 10, 64, 38, height=64, font="Bold", colour=PAPER, align="centre")
        page.text(words, MARGIN + 100, y, WIDTH - 2 * MARGIN - 100, size, height=84)


def equations(page: Page, slide: Mapping[str, Any]) -> None:
    """Rows of: one thing = this + that, with words under each term."""
    rows = slide["rows"]
    height = 230.0 if len(rows) == 1 else 158.0
    top = 232.0 if len(rows) == 1 else 184.0
    left, sign = 280.0, 64.0
    term = (WIDTH - 2 * MARGIN - left - 2 * sign) / 2
    every = [page.say(words) for row in rows for words in row["terms"]]
    size = page.fitting(every, term - 28, (46, 42, 38, 36, 34), "Bold", 1)
    heads = page.fitting([page.say(row["left"]) for row in rows], left - 30, (56, 52, 48, 44), "Bold", 1)
    for r, row in enumerate(rows):
        y = top + r * (height + 24)
        page.fill(MARGIN, y, left, height, BLUE, 16)
        page.text(
            page.say(row["left"]), MARGIN, y, left, heads, height=height, font="Bold", colour=PAPER, align="centre"
        )
        for i, (words, under) in enumerate(zip(row["terms"], row["under"], strict=True)):
            x = MARGIN + left + sign + i * (term + sign)
            page.text(
                "=" if i == 0 else "+", x - sign, y, sign, 56, height=height, font="Bold", colour=BLUE, align="centre"
            )
            page.fill(x, y, term, height, TINT, 16)
            below = page.lines(page.say(under), term - 40, 32, "Body")
            block = size * 1.22 + len(below) * 39
            start = y + (height - block) / 2
            page.text(page.say(words), x, start, term, size, font="Bold", align="centre")
            page.text(page.say(under), x + 20, start + size * 1.22, term - 40, 32, colour=QUIET, align="centre")
    note(page, slide, 546)


def flow(page: Page, slide: Mapping[str, Any]) -> None:
    """Somebody, an arrow with what they do, somebody else."""
    box, height, y = 380.0, 240.0, 228.0
    page.fill(MARGIN, y, box, height, BLUE, 16)
    page.text(
        page.words(slide, "from"),
        MARGIN + 24,
        y,
        box - 48,
        44,
        height=height,
        font="Bold",
        colour=PAPER,
        align="centre",
    )
    right = WIDTH - MARGIN - box
    page.fill(right, y, box, height, TINT, 16)
    page.text(page.words(slide, "to"), right + 24, y, box - 48, 44, height=height, font="Bold", align="centre")
    x0, x1, middle = MARGIN + box + 24, right - 24, y + height / 2 + 44
    page.text(page.words(slide, "arrow"), x0, y, x1 - x0, 34, height=height / 2 + 30, align="centre")
    page.rule(x0, middle, x1 - 4, middle, BLUE, 7)
    page.rule(x1 - 30, middle - 24, x1 - 4, middle, BLUE, 7)
    page.rule(x1 - 30, middle + 24, x1 - 4, middle, BLUE, 7)
    note(page, slide, 520)


def cards(page: Page, slide: Mapping[str, Any]) -> None:
    """Two or three cards: a name and what it is."""
    items = slide["cards"]
    gap = 28.0
    width = (WIDTH - 2 * MARGIN - gap * (len(items) - 1)) / len(items)
    height, y = (300.0, 206.0) if "note" in slide else (380.0, 204.0)
    names = [page.say(card["title"]) for card in items]
    inset = 24.0 if len(items) > 2 else 30.0
    size = page.fitting(names, width - 2 * inset, (46, 42, 40, 38, 36, 34), "Bold", 2 if len(items) == 2 else 1)
    most = max(len(page.lines(name, width - 2 * inset, size, "Bold")) for name in names)
    for i, card in enumerate(items):
        x = MARGIN + i * (width + gap)
        page.fill(x, y, width, height, TINT, 16)
        page.fill(x, y, width, 14, BLUE, 7)
        page.fill(x, y + 7, width, 7, BLUE)
        page.text(page.say(card["title"]), x + inset, y + 44, width - 2 * inset, size, font="Bold")
        top = y + 44 + most * size * 1.22 + 14
        page.text(page.say(card["text"]), x + inset, top, width - 2 * inset, 36, leading=1.25)
    note(page, slide, 530)


def statement(page: Page, slide: Mapping[str, Any]) -> None:
    """One thing, very large."""
    words = page.words(slide, "big")
    page.text(words, MARGIN, 222, WIDTH - 2 * MARGIN, 132, height=170, font="Bold", colour=BLUE)
    page.text(page.words(slide, "text"), MARGIN, 420, WIDTH - 2 * MARGIN - 120, 44)


LAYOUTS: Mapping[str, Callable[[Page, Mapping[str, Any]], None]] = {
    "points": points,
    "numbered": numbered,
    "equations": equations,
    "flow": flow,
    "cards": cards,
    "statement": statement,
}


def make(unit: str, language: str) -> Path:
    """Writes `slides.<language>.pdf` of a unit."""
    slides = yaml.safe_load((HERE / unit / "slides.yaml").read_text(encoding="utf-8"))
    target = HERE / unit / f"slides.{language}.pdf"
    canvas = Canvas(str(target), pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    page = Page(canvas, language)
    canvas.setTitle(page.words(slides[0], "title"))
    canvas.setAuthor("ESNbyUM")
    for number, slide in enumerate(slides, 1):
        canvas.bookmarkPage(f"p{number}")
        page.fill(0, 0, WIDTH, HEIGHT, PAPER)
        if slide["layout"] == "title":
            title(page, slide)
        else:
            frame(page, slide, number, len(slides))
            LAYOUTS[slide["layout"]](page, slide)
        canvas.showPage()
    canvas.save()
    return target


if __name__ == "__main__":
    pdfmetrics.registerFont(TTFont("Body", str(FONTS / "AtkinsonHyperlegible-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("Bold", str(FONTS / "AtkinsonHyperlegible-Bold.ttf")))
    for wanted in sys.argv[1:] or sorted(p.parent.name for p in HERE.glob("*/slides.yaml")):
        for spoken in ("fr", "en"):
            print(make(wanted, spoken).relative_to(HERE.parent.parent))
