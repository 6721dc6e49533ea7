"""Where the words of signs and boards go: lines, faces and sizes. Measures with our fonts; draws nothing.

The client draws what is set here and the proof of signs measures it, so that both speak of the same letters. On a sign
the viewer's language stands first and the other beneath it at three quarters of the size. A board is Markdown of
headings, paragraphs and bullets, in the viewer's language alone. Words that do not fit are set smaller.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from PIL import ImageFont

from campus.components import LabelAnchor
from campus.text import Language

Face = Literal["carved", "regular", "bold", "italic"]
_FILES: dict[Face, str] = {
    "carved": "EBGaramond12-Regular.otf",
    "regular": "AtkinsonHyperlegible-Regular.ttf",
    "bold": "AtkinsonHyperlegible-Bold.ttf",
    "italic": "AtkinsonHyperlegible-Italic.ttf",
}
OTHER = 0.75
"""Of the viewer's language's size, for the other."""
CAP_PIXELS = 34
"""Of a capital in the picture: crisp from reading distance in a window of full HD."""
MOST_PIXELS = 2048
_SMALLER = 0.93
"""Words that do not fit are tried again so much smaller."""
_BLOCKS: dict[str, tuple[float, Face, float]] = {
    "#": (1.7, "bold", 1.5),
    "##": (1.25, "bold", 1.3),
    "-": (1.0, "regular", 0.95),
    "": (1.0, "regular", 1.2),
}
"""Of each kind of block on a board: its size in capitals of the text, its face, the room over it in its own size."""
UNDER_TITLE = 0.6
"""Between a title's baseline and its rule, in its own capitals: what hangs below the line hangs free."""
LONE_LETTERS = 3
"""A line of a title that is no longer has lost its word: a smaller title keeps "la" beside what it belongs to."""
TITLE_LEAST = 0.8
"""So much of its size a title has at least, however its lines break."""
NOTICE_GROWS = (1.25, 1.18, 1.1)
"""A notice, which is a title and a few words, would leave half of its board bare: these words may be so much larger."""
NOTICE_FULL = 0.82
"""Of the board's height: so much of it a notice fills at most when it grows."""


@dataclass(frozen=True)
class Line:
    """One line of words: where its baseline begins, in pixels from the picture's top left; its capitals in pixels."""

    text: str
    face: Face
    cap: float
    x: float
    y: float


@dataclass(frozen=True)
class Mark:
    """What is no word on a board: the bullet before a line, or the rule under a title; where, and its size."""

    kind: Literal["bullet", "rule"]
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Setting:
    """A label's words, set.

    Attributes:
        size: of the picture, pixels.
        per_metre: pixels.
        cap: of a capital of the viewer's language (on a board: of its plain text), pixels; smaller than was asked for
            where the words would not fit.
        lines, marks: what stands on it.
    """

    size: tuple[int, int]
    per_metre: float
    cap: float
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()


def typeset(label: LabelAnchor, language: Language) -> Setting:
    """The label's words for a viewer of that language; its size in metres gives the picture's shape."""
    width, height = label.size
    per_metre = min(CAP_PIXELS / label.cap_height, MOST_PIXELS / max(width, height))
    size = (max(round(width * per_metre), 8), max(round(height * per_metre), 8))
    cap = label.cap_height * per_metre
    if label.style == "board":
        return _board(label.text.in_(language), size, per_metre, cap)
    return _sign(label, language, size, per_metre, cap)


def font_folder() -> Path:
    """Where the fonts lie: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_data" / "assets" / "fonts"
    return inside if inside.is_dir() else package.parent / "assets" / "fonts"


@cache
def font(face: Face, cap: int) -> ImageFont.FreeTypeFont:
    """The face at the size where a capital H is `cap` pixels high."""
    path = str(font_folder() / _FILES[face])
    trial = ImageFont.truetype(path, 200)
    _, top, _, bottom = trial.getbbox("H")
    return ImageFont.truetype(path, max(round(cap * 200 / (bottom - top)), 4))


def spacing(face: Face, cap: float) -> float:
    """Between the letters of a line, pixels: carved capitals stand apart."""
    return cap * 0.14 if face == "carved" else 0.0


def length(text: str, face: Face, cap: float) -> float:
    """Of a line, pixels."""
    return font(face, round(cap)).getlength(text) + spacing(face, cap) * max(len(text) - 1, 0)


def wrapped(text: str, face: Face, cap: float, width: float) -> list[str]:
    """Lines no wider than `width` pixels, broken at ordinary spaces only."""
    lines: list[str] = []
    for word in text.split(" "):
        trial = f"{lines[-1]} {word}" if lines else word
        if lines and length(trial.replace("**", ""), face, cap) > width:
            lines.append(word)
        elif lines:
            lines[-1] = trial
        else:
            lines.append(word)
    return lines


def blocks(text: str) -> list[tuple[str, str]]:
    """Kind (`#`, `##`, `-` or nothing) and words of each block of a board; lines of one paragraph are joined.

    A bullet goes on in lines that are indented; an empty line, or one that begins at the margin, ends the list.
    """
    found: list[tuple[str, str]] = []
    joins = False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            joins = False
            continue
        head = line.split(" ", 1)
        if head[0] in ("#", "##", "###", "-", "*") and len(head) == 2:
            kind = {"###": "##", "*": "-"}.get(head[0], head[0])
            found.append((kind, head[1].strip()))
            joins = kind == "-"
        elif joins and found and (found[-1][0] != "-" or raw[0].isspace()):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
        else:
            found.append(("", line))
            joins = True
    return found


def _sign(label: LabelAnchor, language: Language, size: tuple[int, int], per_metre: float, cap: float) -> Setting:
    first, second = label.text.in_(language), label.text.other(language)
    face: Face = "carved" if label.style == "carved" else "bold"
    under: Face = "carved" if label.style == "carved" else "regular"
    if label.style == "carved":
        first, second = first.upper(), second.upper()
    parts: list[tuple[str, Face, float]] = [(first, face, 1.0)]
    if second != first:
        parts.append((second, under, OTHER))
    margin = 0.0 if label.ground is None else cap * 0.7
    wide, tall = size[0] - 2 * margin, size[1] - 2 * margin
    for _ in range(24):  # smaller until it fits: a long name never leaves its plate
        lines = [
            (line, face_, cap * scale)
            for text, face_, scale in parts
            for line in wrapped(text, face_, cap * scale, wide)
        ]
        used = sum(c for _, _, c in lines) + sum(max(c, d) * 0.75 for (*_, c), (*_, d) in pairwise(lines))
        widest = max(length(line, face_, c) for line, face_, c in lines)
        if used <= tall * 1.02 and widest <= wide * 1.02:
            break
        cap *= _SMALLER
    y = (size[1] - used) / 2
    before = 0.0
    placed = []
    for line, face_, c in lines:
        if before:
            y += max(before, c) * 0.75
        y += c
        placed.append(Line(line, face_, c, (size[0] - length(line, face_, c)) / 2, y))
        before = c
    return Setting(size, per_metre, lines[0][2], tuple(placed))


def _board(text: str, size: tuple[int, int], per_metre: float, cap: float) -> Setting:
    margin = min(size) * 0.07
    lines, marks, used = _flow(text, size, cap, margin)
    for _ in range(20):
        if used <= size[1] - margin:
            break
        cap *= _SMALLER
        lines, marks, used = _flow(text, size, cap, margin)
    else:
        return Setting(size, per_metre, cap, tuple(lines), tuple(marks))
    if [kind for kind, _ in blocks(text)] == ["#", ""]:
        for grown in NOTICE_GROWS:
            larger = _flow(text, size, cap * grown, margin, title=cap)
            if larger[2] <= NOTICE_FULL * size[1]:
                return Setting(size, per_metre, cap * grown, tuple(larger[0]), tuple(larger[1]))
    return Setting(size, per_metre, cap, tuple(lines), tuple(marks))


def _title(words: str, tall: float, width: float) -> float:
    """Capitals of a title at which none of its words is too long and no short one stands alone in its line.

    As asked for where that would need a small title.
    """
    smaller = tall
    while smaller >= TITLE_LEAST * tall:
        lines = wrapped(words, "bold", smaller, width)
        alone = len(lines) > 1 and min(len(line) for line in lines) <= LONE_LETTERS
        if not alone and max(length(line, "bold", smaller) for line in lines) <= width:
            return smaller
        smaller *= 0.97
    return tall


def _flow(
    text: str, size: tuple[int, int], cap: float, margin: float, title: float | None = None
) -> tuple[list[Line], list[Mark], float]:
    """Lines and marks from the top left, and where they end, in pixels from the top.

    Args:
        text: Markdown.
        size: of the picture, pixels.
        cap: capitals of plain text, pixels.
        margin: around all of it, pixels.
        title: those that a title is measured by; None for `cap`.
    """
    lines: list[Line] = []
    marks: list[Mark] = []
    y = margin
    for number, (kind, words) in enumerate(blocks(text)):
        scale, face, before = _BLOCKS[kind]
        tall = cap * scale
        if kind == "#":
            tall = _title(words, (title or cap) * scale, size[0] - 2 * margin)
        if number:
            y += tall * before
        indent = cap * 1.5 if kind == "-" else 0.0
        for index, line in enumerate(wrapped(words, face, tall, size[0] - 2 * margin - indent)):
            if index:
                y += tall * 0.85
            y += tall
            if kind == "-" and index == 0:
                marks.append(Mark("bullet", margin + cap * 0.5, y - cap * 0.42, cap * 0.17))
            lines.append(Line(line, face, tall, margin + indent, y))
        if kind == "#":
            y += tall * UNDER_TITLE
            marks.append(Mark("rule", margin, y, cap * 0.06))
    return lines, marks, y
