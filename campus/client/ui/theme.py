"""How the interface looks: colours, sizes, type. Owns every number of the look and no drawing.

Sizes are in pixels at 100 %; `Look` turns them into pixels of the window. Colours are `0xRRGGBB` with an alpha beside
them, turned into ImGui's own order by `packed`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from campus.errors import CampusError
from campus.text import bilingual

GRID = 8.0
RADIUS = 12.0
SMALL_RADIUS = 8.0
MARGIN = 16.0
"""Between a panel and the edge of the window."""
PADDING = 20.0
THUMB = 48.0
"""The least height of what one presses, so that a thumb or a trembling hand hits it."""
COLUMN_AT_MOST = 0.28
"""Of the window's width: a column never comes nearer to the taught screen."""
WIDENED_AT_MOST = 0.46
"""Of the window's width: where words are so large that answers would be out of sight, reading comes before the view."""
WIDENS_FROM = 1.5
"""The scale, words included, from which a column may widen."""
COLUMN_WIDTH = 420.0
DIALOGUE_WIDTH = 520.0

BODY, LARGE, TITLE = 16.0, 20.0, 28.0
SMALL = 14.0

CSS_TO_LINE = 1.2102
"""ImGui sizes type from ascender to descender, designers by the em: Inter has 2728 + 680 of 2816 units."""
LEADING = 1.2
"""Baseline to baseline, as a multiple of that height: 1.45 em."""

MOTION_S = 0.2
QUICK_S = 0.16

Weight = Literal["regular", "medium", "semibold"]

FONT_FILES: dict[Weight, tuple[str, ...]] = {
    "regular": ("Inter-Regular", "Inter"),
    "medium": ("Inter-Medium", "Inter-Regular"),
    "semibold": ("Inter-SemiBold", "Inter-Bold", "Inter-Medium"),
}
"""By weight, the files to look for, best first, with either ending."""


@dataclass(frozen=True)
class Palette:
    """The colours of a theme, by what they are for."""

    paper: int
    raised: int
    """What lies on paper: a field, a card."""
    ink: int
    quiet: int
    """Words of second rank; still 4.5 : 1 on paper."""
    line: int
    primary: int
    on_primary: int
    chosen: int
    """The ground of a chosen card."""
    hover: int
    saffron: int
    now_ground: int
    bad: int
    bad_ground: int
    good: int
    good_ground: int
    shadow: float
    """How dark a panel's shadow is, 0 to 1."""
    paper_alpha: float = 0.96


LIGHT = Palette(
    paper=0xFAF6EC,
    raised=0xFFFDF7,
    ink=0x16232B,
    quiet=0x55626A,
    line=0xDDD5C3,
    primary=0x1F4E8C,
    on_primary=0xFAF6EC,
    chosen=0xE4EBF4,
    hover=0xF3ECDC,
    saffron=0xE2A72E,
    now_ground=0xFBEFD2,
    bad=0xB3402A,
    bad_ground=0xF8E4DD,
    good=0x2F6B4A,
    good_ground=0xE1EEE3,
    shadow=0.30,
)

DARK = Palette(
    paper=0x16232B,
    raised=0x1F2F39,
    ink=0xFAF6EC,
    quiet=0xA9B6BD,
    line=0x3A4B56,
    primary=0x6FA8FF,
    on_primary=0x0F1A21,
    chosen=0x24405F,
    hover=0x263843,
    saffron=0xE2A72E,
    now_ground=0x463C22,
    bad=0xF08A74,
    bad_ground=0x4A2B28,
    good=0x7CC79B,
    good_ground=0x21402F,
    shadow=0.55,
)


def packed(colour: int, alpha: float = 1.0) -> int:
    """`0xRRGGBB` and an alpha as the 32 bits that ImGui draws with (red in the lowest byte)."""
    red, green, blue = colour >> 16 & 255, colour >> 8 & 255, colour & 255
    return round(min(max(alpha, 0.0), 1.0) * 255) << 24 | blue << 16 | green << 8 | red


def mixed(low: int, high: int, share: float) -> int:
    """The colour that lies `share` (0 to 1) of the way from `low` to `high`."""
    return sum(
        round((low >> shift & 255) * (1.0 - share) + (high >> shift & 255) * share) << shift for shift in (16, 8, 0)
    )


@dataclass(frozen=True)
class Look:
    """What a person chose of the look.

    Attributes:
        scale: of everything, 1 to 2 (down to 0.5 for small pictures).
        text: of the words alone, 1 to 1.5.
        dark: the dark theme.
        still: reduced motion; nothing slides or fades.
    """

    scale: float = 1.0
    text: float = 1.0
    dark: bool = False
    still: bool = False

    @property
    def palette(self) -> Palette:
        """The colours."""
        return DARK if self.dark else LIGHT

    def px(self, size: float) -> float:
        """A size at 100 % in pixels of the window."""
        return size * self.scale

    def type(self, size: float) -> float:
        """A type size (of the em, as designers count) as what ImGui calls a font's size."""
        return round(size * self.scale * self.text * CSS_TO_LINE)

    def within_bounds(self) -> Look:
        """The same with its scales held to what stays usable."""
        return replace(self, scale=min(max(self.scale, 0.5), 2.0), text=min(max(self.text, 1.0), 1.5))


def font_file(folder: Path, weight: Weight) -> Path:
    """Inter in that weight.

    Raises:
        CampusError: the folder has no Inter.
    """
    for name in FONT_FILES[weight]:
        for ending in (".ttf", ".otf"):
            if (folder / f"{name}{ending}").is_file():
                return folder / f"{name}{ending}"
    raise CampusError(
        bilingual(
            f"{folder} has no Inter ({weight}); the interface cannot be drawn without it.",
            f"« {folder} » n'a pas la police Inter ({weight}) ; sans elle, l'interface ne peut pas être dessinée.",
        )
    )


def font_folder() -> Path:
    """Where the fonts lie when nobody says: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "_data" / "assets" / "fonts"
    return inside if inside.is_dir() else package.parent / "assets" / "fonts"
