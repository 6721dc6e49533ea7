"""Words as pictures: carved names, signs, plaques, boards. Draws with Pillow what `typesetting` set; no Panda3D.

A picture tells only how much ink covers each pixel: a sign has two colours, and who draws it knows both.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from campus.components import LabelAnchor
from campus.space.typesetting import Face, Mark, Setting, font, length, spacing, typeset
from campus.text import Language

FAINT = 120
"""Of 255: how much of its ink the rule under a title has that stands on a bare wall."""
FAINTEST_RIM = 0.04
"""Less light than this is no edge of a stroke, but its blur."""


def lettering(label: LabelAnchor, language: Language) -> NDArray[np.uint8]:
    """How much ink covers each pixel of a label, 0 to 255: (h, w, channels), rows from the top.

    Args:
        label: its size in metres gives the picture's shape.
        language: the viewer's.

    Returns:
        One channel; carved letters have a second one, of the light that the edge of each stroke catches.
    """
    setting = typeset(label, language)
    picture = Image.new("L", setting.size)
    _draw(picture, setting, rich=label.style == "board", faint=label.ground is None)
    return _carved(picture) if label.style == "carved" else np.asarray(picture)[..., None]


def _draw(picture: Image.Image, setting: Setting, rich: bool, faint: bool) -> None:
    draw = ImageDraw.Draw(picture)
    for mark in setting.marks:
        _mark(draw, mark, picture.width, FAINT if faint else 255)
    for line in setting.lines:
        write = _write_rich if rich else _write
        write(draw, line.x, line.y, line.text, line.face, line.cap)


def _mark(draw: ImageDraw.ImageDraw, mark: Mark, width: int, rule: int) -> None:
    if mark.kind == "bullet":
        r = mark.size
        draw.ellipse((mark.x - r, mark.y - r, mark.x + r, mark.y + r), fill=255)
    else:
        draw.line((mark.x, mark.y, width - mark.x, mark.y), fill=rule, width=max(round(mark.size), 1))


def _carved(picture: Image.Image) -> NDArray[np.uint8]:
    """Cut letters: shade in the upper edge of the stroke, light on the lower, the stone showing through."""
    ink = np.asarray(picture, np.float32) / 255
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(1.2)), np.float32) / 255
    lit = np.clip((_lower(soft, 2) - _lower(soft, -2)) * 1.2, -1, 1) * ink
    shade = np.clip(ink * (0.80 - 0.35 * np.maximum(lit, 0)), 0, 1)
    # Both fade into one another over a pixel: an edge that is cut off is a saw to whoever sees it aslant.
    rim = np.clip((_lower(soft, 3) - ink) * 1.3, 0, 1) * (1 - ink)
    rim *= np.clip((rim - FAINTEST_RIM) / (2 * FAINTEST_RIM), 0, 1)
    both = np.stack([255 * shade, 110 * rim * (1 - shade)], axis=-1)
    return both.astype(np.uint8)


def _lower(ink: NDArray[np.floating], rows: int) -> NDArray[np.floating]:
    """The same so many rows lower; what leaves at one edge does not come in at the other."""
    beyond = np.zeros((abs(rows), ink.shape[1]), np.float32)
    return np.concatenate([beyond, ink[:-rows]] if rows > 0 else [ink[-rows:], beyond])


def _write(draw: ImageDraw.ImageDraw, x: float, baseline: float, text: str, face: Face, cap: float) -> None:
    letters, space = font(face, round(cap)), spacing(face, cap)
    if not space:
        draw.text((x, baseline), text, font=letters, fill=255, anchor="ls")
        return
    for letter in text:
        draw.text((x, baseline), letter, font=letters, fill=255, anchor="ls")
        x += letters.getlength(letter) + space


def _write_rich(draw: ImageDraw.ImageDraw, x: float, baseline: float, text: str, face: Face, cap: float) -> None:
    """As `_write`, with words between double asterisks in bold."""
    for index, part in enumerate(text.split("**")):
        face_: Face = "bold" if index % 2 else face
        _write(draw, x, baseline, part, face_, cap)
        x += length(part, face_, cap)
