"""What hangs beside the screen, drawn: notes as cards on cork, and the figures of a timer. Pillow and our fonts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from campus.learning.panel import Heading, Panel, Progress, Table
from campus.learning.walls import CLOCK, NOTES
from campus.text import Language

Pixels = NDArray[np.uint8]
"""(h, w, 3) RGB, the first row on top."""

INK, PAPER, SAFFRON, TRACK = "#16232B", "#FAF6EC", "#E2A72E", "#2C3D48"
CORK = (0xD2, 0xB4, 0x8A)
CARDS = ("#FAF6EC", "#F6E7BE", "#DCE7F2", "#E3EBD8")
"""Paper, and three pale tints of the palette: saffron, faience blue, olive."""
_BOLD, _REGULAR = "AtkinsonHyperlegible-Bold.ttf", "AtkinsonHyperlegible-Regular.ttf"
SMALLEST = 22
"""Pixels of the smallest letters on a card."""


def clock_face(panel: Panel, language: Language, size: tuple[int, int], fonts: Path) -> Pixels:
    """Figures as large as the face allows, pale on dark, and how far the time is beneath them.

    Args:
        panel: a countdown's figures and progress, as `campus.learning.clock.ticking` gives them.
        language: the viewer's.
        size: width and height in pixels.
        fonts: the folder of the campus's fonts.
    """
    width, height = size
    picture = Image.new("RGB", size, INK)
    draw = ImageDraw.Draw(picture)
    figures = next((item.text.in_(language) for item in panel.items if isinstance(item, Heading)), "")
    progress = next((item for item in panel.items if isinstance(item, Progress)), None)
    # One digit more or less must not make the others jump: as wide as the widest figures that there are.
    font = _fitted(fonts, _BOLD, "00:00", width * 0.84, height * 0.62)
    draw.text((width / 2, height * 0.44), figures, font=font, fill=PAPER, anchor="mm")
    if progress is not None:
        left, right, top, tall = width * 0.08, width * 0.92, height * 0.84, height * 0.055
        draw.rounded_rectangle((left, top, right, top + tall), tall / 2, fill=TRACK)
        end = left + tall + (right - left - tall) * (1 - progress.fraction)  # it runs out, as the time does
        draw.rounded_rectangle((left, top, end, top + tall), tall / 2, fill=SAFFRON)
    return np.asarray(picture)


def note_cards(panel: Panel, language: Language, size: tuple[int, int], fonts: Path) -> Pixels:
    """What is asked on a strip of paper, and each note on a card of its own; how many support it in its corner."""
    width, height = size
    picture = Image.fromarray(_cork(width, height))
    draw = ImageDraw.Draw(picture)
    title = panel.title.in_(language)
    strip = height * 0.13
    font = _fitted(fonts, _BOLD, title, width * 0.86, strip * 0.5)
    _card(draw, (width * 0.03, height * 0.04, width * 0.97, height * 0.04 + strip), PAPER)
    draw.text((width * 0.055, height * 0.04 + strip / 2), title, font=font, fill=INK, anchor="lm")
    rows = [row for item in panel.items if isinstance(item, Table) for row in item.rows]
    if rows:
        columns = 3 if len(rows) <= 6 else 4 if len(rows) <= 8 else 5
        lines = max(2, -(-len(rows) // columns))
        top, gap = height * 0.04 + strip + height * 0.04, width * 0.02
        wide = (width * 0.94 - gap * (columns - 1)) / columns
        tall = (height * 0.96 - top - gap * (lines - 1)) / lines
        for number, (_, cells) in enumerate(rows):
            x = width * 0.03 + (number % columns) * (wide + gap)
            y = top + (number // columns) * (tall + gap)
            counted = cells[1].in_(language) if len(cells) > 1 else ""
            _note(draw, (x, y, x + wide, y + tall), cells[0].in_(language), counted, CARDS[number % 4], fonts)
    return np.asarray(picture)


FACES: Mapping[str, Callable[[Panel, Language, tuple[int, int], Path], Pixels]] = {
    CLOCK: clock_face,
    NOTES: note_cards,
}
"""By the panel's id: how it is drawn, where that is not as a screen's panel is."""


def _note(
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    words: str,
    counted: str,
    colour: str,
    fonts: Path,
) -> None:
    left, top, right, bottom = box
    _card(draw, box, colour)
    margin = (right - left) * 0.08
    foot = 40 if counted else 0
    for letters in range(48, SMALLEST - 1, -2):
        font = _font(fonts, _REGULAR, letters)
        lines = _wrapped(words, font, right - left - 2 * margin)
        widest = max(font.getlength(line) for line in lines)
        if len(lines) * letters * 1.25 <= bottom - top - 2 * margin - foot and widest <= right - left - 2 * margin:
            break
    fitting = int((bottom - top - 2 * margin - foot) / (letters * 1.25))
    if len(lines) > fitting:
        lines = [*lines[: max(fitting - 1, 0)], f"{lines[max(fitting - 1, 0)]}…"]
    for number, line in enumerate(lines):
        draw.text((left + margin, top + margin + number * letters * 1.25), line, font=font, fill=INK)
    if counted:
        draw.text(
            (right - margin, bottom - margin), f"+ {counted}", font=_font(fonts, _BOLD, 32), fill="#1F4E8C", anchor="rs"
        )


def _card(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], colour: str) -> None:
    """A sheet of paper with a soft edge of shade, and the pin that holds it."""
    left, top, right, bottom = box
    for reach, shade in ((7, (0xB8, 0x9A, 0x70)), (4, (0xA8, 0x8A, 0x62))):
        draw.rounded_rectangle((left + 2, top + 2, right + reach, bottom + reach), 6, fill=shade)
    draw.rounded_rectangle(box, 4, fill=colour)
    middle = (left + right) / 2
    draw.ellipse((middle - 9, top - 3, middle + 9, top + 15), fill="#8E2E20")
    draw.ellipse((middle - 5, top, middle + 1, top + 6), fill="#D2705F")


def _cork(width: int, height: int) -> Pixels:
    """The cork of the wall itself, so that picture and frame are of one piece."""
    random = np.random.default_rng(5)
    coarse = random.normal(0, 1, (height // 6 + 1, width // 6 + 1)).repeat(6, 0).repeat(6, 1)[:height, :width]
    grain = 7 * coarse + random.normal(0, 6, (height, width))
    return np.clip(np.array(CORK) + grain[..., None], 0, 255).astype(np.uint8)


def _wrapped(words: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    for word in words.split(" "):
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _font(fonts: Path, file: str, letters: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts / file), letters)


def _fitted(fonts: Path, file: str, words: str, width: float, height: float) -> ImageFont.FreeTypeFont:
    """The face as large as the words allow."""
    trial = _font(fonts, file, 100)
    left, top, right, bottom = trial.getbbox(words or "0")
    share = min(width / max(right - left, 1), height / max(bottom - top, 1))
    return _font(fonts, file, max(round(100 * share), 8))
