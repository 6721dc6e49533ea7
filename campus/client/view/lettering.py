"""Words as pictures: carved names, signs, plaques, boards. Pillow and our fonts; knows nothing of Panda3D.

On a sign the viewer's language stands first and the other beneath it at three quarters of the size. A board is Markdown
of headings, paragraphs and bullets, in the viewer's language alone.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

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


def lettering(label: LabelAnchor, language: Language) -> NDArray[np.uint8]:
    """The label's picture as RGBA (h, w, 4), rows from the top; transparent where it has no ground.

    Args:
        label: its size in metres gives the picture's shape.
        language: the viewer's.
    """
    width, height = label.size
    per_metre = min(CAP_PIXELS / label.cap_height, MOST_PIXELS / max(width, height))
    size = (max(round(width * per_metre), 8), max(round(height * per_metre), 8))
    ground = (*_rgb(label.ground), 255) if label.ground else (*_rgb(label.colour), 0)
    picture = Image.new("RGBA", size, ground)
    cap = label.cap_height * per_metre
    if label.style == "board":
        _set_board(picture, label.text.in_(language), cap, label.colour)
    else:
        _set_sign(picture, label, language, cap)
    return np.asarray(picture)


def font_folder() -> Path:
    """Where the fonts lie: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "_data" / "assets" / "fonts"
    return inside if inside.is_dir() else package.parent / "assets" / "fonts"


@cache
def _font(face: Face, cap: int) -> ImageFont.FreeTypeFont:
    """The face at the size where a capital H is `cap` pixels high."""
    path = str(font_folder() / _FILES[face])
    trial = ImageFont.truetype(path, 200)
    _, top, _, bottom = trial.getbbox("H")
    return ImageFont.truetype(path, max(round(cap * 200 / (bottom - top)), 4))


def _set_sign(picture: Image.Image, label: LabelAnchor, language: Language, cap: float) -> None:
    first, second = label.text.in_(language), label.text.other(language)
    face: Face = "carved" if label.style == "carved" else "bold"
    under: Face = "carved" if label.style == "carved" else "regular"
    if label.style == "carved":
        first, second = first.upper(), second.upper()
    parts: list[tuple[str, Face, float]] = [(first, face, 1.0)]
    if second != first:
        parts.append((second, under, OTHER))
    margin = 0.0 if label.ground is None else cap * 0.7
    wide, tall = picture.width - 2 * margin, picture.height - 2 * margin
    for _ in range(24):  # smaller until it fits: a long name never leaves its plate
        lines = [
            (line, face_, cap * scale)
            for text, face_, scale in parts
            for line in _wrapped(text, face_, cap * scale, wide)
        ]
        used = sum(c * 1.0 for _, _, c in lines) + sum(max(c, d) * 0.75 for (*_, c), (*_, d) in pairwise(lines))
        widest = max(_length(line, face_, c) for line, face_, c in lines)
        if used <= tall * 1.02 and widest <= wide * 1.02:
            break
        cap *= 0.93
    draw = ImageDraw.Draw(picture)
    y = (picture.height - used) / 2
    before = 0.0
    for line, face_, c in lines:
        if before:
            y += max(before, c) * 0.75
        _write(draw, (picture.width - _length(line, face_, c)) / 2, y + c, line, face_, c, label.colour)
        y += c
        before = c
    if label.style == "carved":
        _carve(picture)


def _carve(picture: Image.Image) -> None:
    """Cut letters: shade in the upper edge of the stroke, light on the lower, the stone showing through."""
    alpha = np.asarray(picture.getchannel("A"), np.float32) / 255
    soft = np.asarray(picture.getchannel("A").filter(ImageFilter.GaussianBlur(1.2)), np.float32) / 255
    lit = np.clip((np.roll(soft, 2, 0) - np.roll(soft, -2, 0)) * 1.2, -1, 1) * alpha
    shade = np.asarray(picture, np.float32).copy()
    shade[..., 3] = 255 * np.clip(alpha * (0.80 - 0.35 * np.maximum(lit, 0)), 0, 1)
    rim = np.clip((np.roll(soft, 3, 0) - alpha) * 1.3, 0, 1) * (1 - alpha)
    bright = rim > 0.08
    shade[bright, :3] = 255, 246, 226
    shade[bright, 3] = 110 * rim[bright]
    picture.paste(Image.fromarray(np.uint8(shade), "RGBA"))


def _set_board(picture: Image.Image, text: str, cap: float, ink: str) -> None:
    """Headings, paragraphs and bullets from the top left; smaller when it would not fit."""
    margin = min(picture.width, picture.height) * 0.07
    for _ in range(20):
        used = _flow(None, picture, text, cap, ink, margin)
        if used <= picture.height - margin:
            break
        cap *= 0.93
    _flow(ImageDraw.Draw(picture), picture, text, cap, ink, margin)


def _flow(
    draw: ImageDraw.ImageDraw | None, picture: Image.Image, text: str, cap: float, ink: str, margin: float
) -> float:
    """Sets the text, or only measures it without a `draw`; returns where it ends, in pixels from the top."""
    y = margin
    for number, block in enumerate(_blocks(text)):
        kind, words = block
        scale, face, before = {
            "#": (1.7, "bold", 1.5),
            "##": (1.25, "bold", 1.3),
            "-": (1.0, "regular", 0.95),
            "": (1.0, "regular", 1.2),
        }[kind]
        size = cap * scale
        if number:
            y += size * before
        indent = cap * 1.5 if kind == "-" else 0.0
        face_: Face = "bold" if face == "bold" else "regular"
        for index, line in enumerate(_wrapped(words, face_, size, picture.width - 2 * margin - indent)):
            if index:
                y += size * 0.85
            y += size
            if draw is None:
                continue
            if kind == "-" and index == 0:
                r = cap * 0.17
                x, middle = margin + cap * 0.5, y - cap * 0.42
                draw.ellipse((x - r, middle - r, x + r, middle + r), fill=_rgb(ink))
            _write_rich(draw, margin + indent, y, line, face_, size, ink)
        if kind == "#":
            y += cap * 0.55
            if draw is not None:
                draw.line(
                    (margin, y, picture.width - margin, y), fill=(*_rgb(ink), 120), width=max(round(cap * 0.06), 1)
                )
    return y


def _blocks(text: str) -> list[tuple[str, str]]:
    """Kind (`#`, `##`, `-` or nothing) and words of each block; lines of one paragraph are joined.

    A bullet goes on in lines that are indented; an empty line, or one that begins at the margin, ends the list.
    """
    blocks: list[tuple[str, str]] = []
    joins = False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            joins = False
            continue
        head = line.split(" ", 1)
        if head[0] in ("#", "##", "###", "-", "*") and len(head) == 2:
            kind = {"###": "##", "*": "-"}.get(head[0], head[0])
            blocks.append((kind, head[1].strip()))
            joins = kind == "-"
        elif joins and blocks and (blocks[-1][0] != "-" or raw[0].isspace()):
            blocks[-1] = (blocks[-1][0], f"{blocks[-1][1]} {line}")
        else:
            blocks.append(("", line))
            joins = True
    return blocks


def _wrapped(text: str, face: Face, cap: float, width: float) -> list[str]:
    """Lines no wider than `width` pixels, broken at ordinary spaces only."""
    lines: list[str] = []
    for word in text.split(" "):
        trial = f"{lines[-1]} {word}" if lines else word
        if lines and _length(trial.replace("**", ""), face, cap) > width:
            lines.append(word)
        elif lines:
            lines[-1] = trial
        else:
            lines.append(word)
    return lines


def _spacing(face: Face, cap: float) -> float:
    return cap * 0.14 if face == "carved" else 0.0


def _length(text: str, face: Face, cap: float) -> float:
    return _font(face, round(cap)).getlength(text) + _spacing(face, cap) * max(len(text) - 1, 0)


def _write(draw: ImageDraw.ImageDraw, x: float, baseline: float, text: str, face: Face, cap: float, ink: str) -> None:
    font, space = _font(face, round(cap)), _spacing(face, cap)
    if not space:
        draw.text((x, baseline), text, font=font, fill=_rgb(ink), anchor="ls")
        return
    for letter in text:
        draw.text((x, baseline), letter, font=font, fill=_rgb(ink), anchor="ls")
        x += font.getlength(letter) + space


def _write_rich(
    draw: ImageDraw.ImageDraw, x: float, baseline: float, text: str, face: Face, cap: float, ink: str
) -> None:
    """As `_write`, with words between double asterisks in bold."""
    for index, part in enumerate(text.split("**")):
        face_: Face = "bold" if index % 2 else face
        _write(draw, x, baseline, part, face_, cap, ink)
        x += _length(part, face_, cap)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
