"""Drawing in the theme: words, boxes, shadows, rings.

Owns the fonts as loaded and what has been measured; knows no panel.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from imgui_bundle import ImVec2, imgui
from numpy.typing import NDArray

from campus.client.ui.backend import Backend
from campus.client.ui.theme import (
    BODY,
    CSS_TO_LINE,
    LEADING,
    RADIUS,
    Look,
    Palette,
    Weight,
    font_file,
    packed,
)
from campus.client.ui.wrapping import Measure, lines_of, one_line, plain, shortened

REMEMBERED = 6000
"""Measured strings kept; a hall of 300 names, a table and a log together are about 2,000."""

SHADOW_REACH = 28.0
SHADOW_CELL = 64
"""The shadow's picture: a rounded square blurred once and stretched from its middle, so that any panel can wear it."""


def shadow_picture() -> NDArray[np.uint8]:
    """A soft-edged rounded square, white, its softness in its alpha.

    Returns:
        (128, 128, 4): the outer quarter on each side is the fall-off, the middle is what gets stretched.
    """
    side = 2 * SHADOW_CELL
    axis = np.abs(np.arange(side) + 0.5 - side / 2)
    corner = np.maximum(axis - side / 8, 0.0)
    distance = np.hypot(corner[:, None], corner[None, :]) / (side * 3 / 8)
    alpha = np.clip(1.0 - distance, 0.0, 1.0) ** 2.2
    picture = np.full((side, side, 4), 255, np.uint8)
    picture[..., 3] = np.round(alpha * 255)
    return picture


class Brush:
    """Draws into `self.draw`, an ImGui draw list, in the look that the person chose.

    Attributes:
        look: scale, text size, theme, motion.
        alpha: what everything is drawn with, for fading.
        draw: where to; whoever opens a window sets it.
    """

    def __init__(self, backend: Backend, fonts: Path) -> None:
        backend.use()
        self.look = Look()
        self.alpha = 1.0
        self.draw: imgui.ImDrawList
        atlas = backend.io.fonts
        weights: tuple[Weight, ...] = ("regular", "medium", "semibold")
        self._fonts = {
            weight: atlas.add_font_from_file_ttf(str(font_file(fonts, weight)), BODY * CSS_TO_LINE)
            for weight in weights
        }
        self._shadow = backend.add_texture(shadow_picture())
        self._widths: dict[tuple[str, float, Weight], float] = {}
        self._lines: dict[tuple[str, float, Weight, float], tuple[str, ...]] = {}
        self._short: dict[tuple[str, float, Weight, float], str] = {}

    @property
    def palette(self) -> Palette:
        """The colours of the look."""
        return self.look.palette

    def px(self, size: float) -> float:
        """A size at 100 % in pixels of the window."""
        return self.look.px(size)

    def colour(self, colour: int, alpha: float = 1.0) -> int:
        """A colour as ImGui draws with, faded as everything is now."""
        return packed(colour, alpha * self.alpha)

    # --- words -----------------------------------------------------------------------------------------------------

    def push_font(self, size: float = BODY, weight: Weight = "regular") -> None:
        """Make this the font of ImGui's own widgets until `imgui.pop_font()`."""
        imgui.push_font(self._fonts[weight], self.look.type(size))

    def width(self, words: str, size: float = BODY, weight: Weight = "regular") -> float:
        """How wide `words` are on one line, in pixels."""
        key = (words, self.look.type(size), weight)
        known = self._widths.get(key)
        if known is None:
            if len(self._widths) > REMEMBERED:
                self._widths.clear()
            imgui.push_font(self._fonts[weight], key[1])
            known = imgui.calc_text_size(one_line(words)).x
            imgui.pop_font()
            self._widths[key] = known
        return known

    def _measure(self, size: float, weight: Weight) -> Measure:
        return partial(self.width, size=size, weight=weight)

    def lines(self, words: str, width: float, size: float = BODY, weight: Weight = "regular") -> tuple[str, ...]:
        """`words` wrapped into lines of at most `width` pixels."""
        key = (words, self.look.type(size), weight, width)
        known = self._lines.get(key)
        if known is None:
            if len(self._lines) > REMEMBERED:
                self._lines.clear()
            known = lines_of(plain(words), max(width, 1.0), self._measure(size, weight))
            self._lines[key] = known
        return known

    def short(self, words: str, width: float, size: float = BODY, weight: Weight = "regular") -> str:
        """`words` on one line of at most `width` pixels, ended by `…` if need be."""
        key = (words, self.look.type(size), weight, width)
        known = self._short.get(key)
        if known is None:
            if len(self._short) > REMEMBERED:
                self._short.clear()
            known = shortened(plain(words), width, self._measure(size, weight))
            self._short[key] = known
        return known

    def widest_word(self, words: str, size: float = BODY, weight: Weight = "regular") -> float:
        """How wide a column must be, in pixels, for no word of `words` to be broken."""
        return max((self.width(word, size, weight) for word in plain(words).replace("-", "- ").split()), default=0.0)

    def leading(self, size: float = BODY) -> float:
        """From one line to the next, in pixels."""
        return round(self.look.type(size) * LEADING)

    def height(self, words: str, width: float, size: float = BODY, weight: Weight = "regular") -> float:
        """How high `words` are when wrapped to `width`, in pixels."""
        return len(self.lines(words, width, size, weight)) * self.leading(size)

    def line(
        self,
        x: float,
        y: float,
        words: str,
        size: float = BODY,
        weight: Weight = "regular",
        colour: int | None = None,
        *,
        alpha: float = 1.0,
    ) -> None:
        """One line of words with its upper left corner at `x`, `y` (of a box as high as `leading`)."""
        type_size = self.look.type(size)
        drop = (self.leading(size) - type_size) / 2
        ink = self.palette.ink if colour is None else colour
        self.draw.add_text(
            self._fonts[weight], type_size, ImVec2(round(x), round(y + drop)), self.colour(ink, alpha), one_line(words)
        )

    def words(
        self,
        x: float,
        y: float,
        words: str,
        width: float,
        size: float = BODY,
        weight: Weight = "regular",
        colour: int | None = None,
        *,
        alpha: float = 1.0,
        centred: bool = False,
    ) -> float:
        """Words wrapped into a column.

        Returns:
            The height that they took, in pixels.
        """
        step = self.leading(size)
        lines = self.lines(words, width, size, weight)
        for place, one in enumerate(lines):
            if one:
                shift = (width - self.width(one, size, weight)) / 2 if centred else 0.0
                self.line(x + shift, y + place * step, one, size, weight, colour, alpha=alpha)
        return len(lines) * step

    # --- shapes ----------------------------------------------------------------------------------------------------

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: int,
        *,
        alpha: float = 1.0,
        radius: float = RADIUS,
        corners: int = 0,
    ) -> None:
        """A filled box; `radius` at 100 %."""
        self.draw.add_rect_filled(
            ImVec2(x, y), ImVec2(x + width, y + height), self.colour(colour, alpha), self.px(radius), corners
        )

    def edge(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: int,
        *,
        alpha: float = 1.0,
        radius: float = RADIUS,
        thickness: float = 1.0,
    ) -> None:
        """The outline of a box, drawn inside of it."""
        line = max(1.0, self.px(thickness))
        self.draw.add_rect(
            ImVec2(x + line / 2, y + line / 2),
            ImVec2(x + width - line / 2, y + height - line / 2),
            self.colour(colour, alpha),
            max(self.px(radius) - line / 2, 0.0),
            line,
        )

    def dot(self, x: float, y: float, radius: float, colour: int, *, alpha: float = 1.0) -> None:
        """A filled circle around `x`, `y`; `radius` in pixels."""
        self.draw.add_circle_filled(ImVec2(x, y), radius, self.colour(colour, alpha))

    def hoop(self, x: float, y: float, radius: float, colour: int, thickness: float, *, alpha: float = 1.0) -> None:
        """An outlined circle; `radius` and `thickness` in pixels."""
        self.draw.add_circle(ImVec2(x, y), radius, self.colour(colour, alpha), 0, thickness)

    def shadow(self, x: float, y: float, width: float, height: float, *, strength: float = 1.0) -> None:
        """A soft shadow around and a little below a box; drawn before the box, outside of any clipping."""
        reach, drop = self.px(SHADOW_REACH), self.px(8.0)
        tint = self.colour(0x0C1418, self.palette.shadow * strength)
        left, right = x - reach * 0.62, x + width + reach * 0.62
        top, bottom = y - reach * 0.62 + drop, y + height + reach * 0.62 + drop
        cut = min(reach * 1.35, (right - left) / 2, (bottom - top) / 2)
        across = (left, left + cut, right - cut, right)
        down = (top, top + cut, bottom - cut, bottom)
        part = (0.0, 0.5, 0.5, 1.0)
        self.draw.push_clip_rect_full_screen()
        for row in range(3):
            for column in range(3):
                self.draw.add_image(
                    self._shadow,
                    ImVec2(across[column], down[row]),
                    ImVec2(across[column + 1], down[row + 1]),
                    ImVec2(part[column], part[row]),
                    ImVec2(part[column + 1], part[row + 1]),
                    tint,
                )
        self.draw.pop_clip_rect()

    def ring(self, x: float, y: float, width: float, height: float, *, radius: float = RADIUS) -> None:
        """The focus ring: saffron outside of ink, seen on every ground that there is."""
        gap = self.px(1.5)
        ink, now = max(1.5, self.px(1.5)), max(2.0, self.px(2.5))
        round_ = self.px(radius)
        self.draw.add_rect(
            ImVec2(x - gap, y - gap),
            ImVec2(x + width + gap, y + height + gap),
            self.colour(self.palette.ink),
            round_ + gap,
            ink,
        )
        out = gap + ink / 2 + now / 2
        self.draw.add_rect(
            ImVec2(x - out, y - out),
            ImVec2(x + width + out, y + height + out),
            self.colour(self.palette.saffron),
            round_ + out,
            now,
        )

    def key_cap(self, x: float, y: float, label: str, *, on: int | None = None, size: float = 13.0) -> float:
        """A key of the keyboard with its upper left corner at `x`, `y`, as high as a line of body text.

        Returns:
            Its width in pixels.
        """
        ink = self.palette.ink if on is None else on
        height = self.leading(BODY)
        width = max(height, self.width(label, size, "medium") + self.px(12))
        self.edge(x, y, width, height, ink, alpha=0.45, radius=5, thickness=1.25)
        offset = (height - self.leading(size)) / 2
        self.line(x + (width - self.width(label, size, "medium")) / 2, y + offset, label, size, "medium", ink)
        return width
