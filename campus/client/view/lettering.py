"""Words as pictures: carved names, signs, plaques, boards. Draws with Pillow what `typesetting` set; no Panda3D."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from campus.components import LabelAnchor
from campus.space.typesetting import Face, Mark, Setting, font, length, spacing, typeset
from campus.text import Language


def lettering(label: LabelAnchor, language: Language) -> NDArray[np.uint8]:
    """The label's picture as RGBA (h, w, 4), rows from the top; transparent where it has no ground.

    Args:
        label: its size in metres gives the picture's shape.
        language: the viewer's.
    """
    setting = typeset(label, language)
    ground = (*_rgb(label.ground), 255) if label.ground else (*_rgb(label.colour), 0)
    picture = Image.new("RGBA", setting.size, ground)
    _draw(picture, setting, label.colour, rich=label.style == "board")
    if label.style == "carved":
        _carve(picture)
    return np.asarray(picture)


def _draw(picture: Image.Image, setting: Setting, ink: str, rich: bool) -> None:
    draw = ImageDraw.Draw(picture)
    for mark in setting.marks:
        _mark(draw, mark, picture.width, ink)
    for line in setting.lines:
        write = _write_rich if rich else _write
        write(draw, line.x, line.y, line.text, line.face, line.cap, ink)


def _mark(draw: ImageDraw.ImageDraw, mark: Mark, width: int, ink: str) -> None:
    if mark.kind == "bullet":
        r = mark.size
        draw.ellipse((mark.x - r, mark.y - r, mark.x + r, mark.y + r), fill=_rgb(ink))
    else:
        draw.line((mark.x, mark.y, width - mark.x, mark.y), fill=(*_rgb(ink), 120), width=max(round(mark.size), 1))


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


def _write(draw: ImageDraw.ImageDraw, x: float, baseline: float, text: str, face: Face, cap: float, ink: str) -> None:
    letters, space = font(face, round(cap)), spacing(face, cap)
    if not space:
        draw.text((x, baseline), text, font=letters, fill=_rgb(ink), anchor="ls")
        return
    for letter in text:
        draw.text((x, baseline), letter, font=letters, fill=_rgb(ink), anchor="ls")
        x += letters.getlength(letter) + space


def _write_rich(
    draw: ImageDraw.ImageDraw, x: float, baseline: float, text: str, face: Face, cap: float, ink: str
) -> None:
    """As `_write`, with words between double asterisks in bold."""
    for index, part in enumerate(text.split("**")):
        face_: Face = "bold" if index % 2 else face
        _write(draw, x, baseline, part, face_, cap, ink)
        x += length(part, face_, cap)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
