"""How each kind of item of a `Panel` looks and is pressed. Owns their drawing; the wording comes with the panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from campus.client.ui import words
from campus.client.ui.cards import draw_button, draw_choices, draw_row
from campus.client.ui.controls import draw_choice, draw_slider
from campus.client.ui.fields import draw_input
from campus.client.ui.icons import draw_icon
from campus.client.ui.sheet import Sheet
from campus.client.ui.tables import draw_log, draw_table
from campus.client.ui.theme import BODY, LARGE, SMALL, SMALL_RADIUS
from campus.learning.clock import shown
from campus.learning.panel import (
    AnyItem,
    Bars,
    Button,
    Choice,
    Choices,
    Countdown,
    Heading,
    Input,
    Log,
    Paragraph,
    Progress,
    Row,
    Slider,
    Table,
    Tone,
)

BETWEEN = 12.0
"""Between two items of a panel, at 100 %."""


def heading_size(sheet: Sheet) -> float:
    """The type of a heading: a size smaller where a large scale leaves few words to a line."""
    return LARGE if sheet.width > sheet.px(220) * sheet.brush.look.text and not sheet.tight else BODY


def draw_heading(sheet: Sheet, item: Heading) -> None:
    """A heading inside a panel."""
    text = sheet.say(item.text)
    sheet.y += sheet.brush.words(sheet.x, sheet.y, text, sheet.width, heading_size(sheet), "semibold")


def tone_look(sheet: Sheet, tone: Tone) -> tuple[int, int, str]:
    """Ink, ground and sign of a tone; never its colour alone."""
    palette = sheet.brush.palette
    if tone == "good":
        return palette.good, palette.good_ground, "check"
    if tone == "bad":
        return palette.bad, palette.bad_ground, "warning"
    return palette.saffron, palette.now_ground, "bell"


def draw_paragraph(sheet: Sheet, item: Paragraph) -> None:
    """Plain words, or a tinted note with a sign where they are meant as more."""
    brush = sheet.brush
    text = sheet.say(item.text)
    if item.tone in ("plain", "quiet"):
        colour = brush.palette.quiet if item.tone == "quiet" else brush.palette.ink
        size = SMALL if item.tone == "quiet" else BODY
        sheet.y += brush.words(sheet.x, sheet.y, text, sheet.width, size, "regular", colour)
        return
    ink, ground, sign = tone_look(sheet, item.tone)
    inset, icon = sheet.px(12), brush.look.type(18)
    left = sheet.x + inset + icon + sheet.px(10)
    width = sheet.width - (left - sheet.x) - inset
    above = 0.0
    if width < max(brush.look.type(BODY) * 6, brush.widest_word(text, BODY, "medium")):
        left, width, above = sheet.x + inset, sheet.width - 2 * inset, brush.leading()
    high = brush.height(text, width, BODY, "medium") + above
    brush.box(sheet.x, sheet.y, sheet.width, high + 2 * inset, ground, radius=SMALL_RADIUS)
    strong = brush.palette.ink if item.tone == "now" else ink
    draw_icon(
        brush.draw,
        sign,
        sheet.x + inset,
        sheet.y + inset + (brush.leading() - icon) / 2,
        icon,
        brush.colour(strong if item.tone == "now" else ink),
    )
    brush.words(left, sheet.y + inset + above, text, width, BODY, "medium", strong)
    sheet.y += high + 2 * inset


# --- figures ---------------------------------------------------------------------------------------------------------


def percent(count: int, total: int) -> int:
    """`count` of `total` in whole per cent; 0 of nobody."""
    return round(100 * count / total) if total > 0 else 0


def _figures(sheet: Sheet, count: int, total: int) -> str:
    """Count and share as they are written in the viewer's language."""
    space = "\u202f" if sheet.language == "fr" else ""
    return f"{count} · {percent(count, total)}{space}%"


def draw_bars(sheet: Sheet, item: Bars) -> None:
    """A histogram: label, count and share in words, the bar under them."""
    brush = sheet.brush
    icon = brush.look.type(16)
    shift = icon + sheet.px(6) if any(bar.mark for bar in item.bars) else 0.0
    room = max((brush.width(_figures(sheet, bar.count, item.total), SMALL, "semibold") for bar in item.bars), default=0)
    beside = sheet.width - shift - room - sheet.px(12)
    # Where a word would have to be broken to leave room for the figures, they go to a line of their own.
    apart = any(brush.widest_word(sheet.say(bar.label), BODY, "medium") > beside for bar in item.bars)
    for place in range(len(item.bars)):
        if place:
            sheet.gap(10)
        _draw_bar(sheet, item, place, shift, beside, apart=apart)


def _draw_bar(sheet: Sheet, item: Bars, place: int, shift: float, width: float, *, apart: bool) -> None:
    brush, palette = sheet.brush, sheet.brush.palette
    bar = item.bars[place]
    right = bar.mark == "right"
    colour = palette.good if right else palette.quiet if bar.mark else palette.primary
    label, figures = sheet.say(bar.label), _figures(sheet, bar.count, item.total)
    if bar.mark:
        icon = brush.look.type(16)
        y = sheet.y + (brush.leading() - icon) / 2
        draw_icon(brush.draw, "check" if right else "cross", sheet.x, y, icon, brush.colour(colour))
    left = sheet.x + (shift if bar.mark else 0.0)
    width = sheet.x + sheet.width - left if apart else width
    high = brush.words(left, sheet.y, label, width, BODY, "medium" if right else "regular")
    if right:
        brush.line(left, sheet.y + high, sheet.say(words.RIGHT), SMALL, "semibold", palette.good)
        high += brush.leading(SMALL)
    x = sheet.x + sheet.width - brush.width(figures, SMALL, "semibold")
    if apart:
        brush.line(left, sheet.y + high, figures, SMALL, "semibold", palette.ink)
        high += brush.leading(SMALL)
    else:
        brush.line(x, sheet.y + brush.leading() - brush.leading(SMALL), figures, SMALL, "semibold", palette.ink)
    sheet.y += high + sheet.px(4)
    thick = sheet.px(10)
    brush.box(sheet.x, sheet.y, sheet.width, thick, palette.line, alpha=0.7, radius=5)
    goal = min(max(bar.count / item.total, 0.0), 1.0) if item.total > 0 else 0.0
    key = ("bar", sheet.panel, sheet.count, place)
    grown = sheet.memory.glide(key, goal, still=brush.look.still, seconds=0.35)
    if grown > 0.004:
        brush.box(sheet.x, sheet.y, max(sheet.width * grown, thick), thick, colour, radius=5)
    sheet.y += thick


def draw_progress(sheet: Sheet, item: Progress) -> None:
    """How far something is, with its words above."""
    brush, palette = sheet.brush, sheet.brush.palette
    sheet.y += brush.words(sheet.x, sheet.y, sheet.say(item.text), sheet.width, SMALL, "medium", palette.ink)
    sheet.gap(6)
    thick = sheet.px(8)
    goal = min(max(item.fraction, 0.0), 1.0)
    key = ("progress", sheet.panel, sheet.count)
    at = sheet.memory.glide(key, goal, still=brush.look.still, seconds=0.35, start=goal)
    brush.box(sheet.x, sheet.y, sheet.width, thick, palette.line, alpha=0.8, radius=4)
    if at > 0.004:
        brush.box(sheet.x, sheet.y, max(sheet.width * at, thick), thick, palette.saffron, radius=4)
    sheet.y += thick


def draw_countdown(sheet: Sheet, item: Countdown) -> None:
    """What was left when it was told; whoever knows the time hands over its figures instead (`clock.ticking`)."""
    draw_progress(sheet, shown(item, item.since or 0.0)[1])


_DRAWN: Mapping[type, Callable[[Sheet, Any], None]] = {
    Heading: draw_heading,
    Paragraph: draw_paragraph,
    Choices: draw_choices,
    Button: draw_button,
    Row: draw_row,
    Bars: draw_bars,
    Table: draw_table,
    Input: draw_input,
    Progress: draw_progress,
    Countdown: draw_countdown,
    Log: draw_log,
    Choice: draw_choice,
    Slider: draw_slider,
}

KINDS = frozenset(_DRAWN)


def draw_item(sheet: Sheet, item: AnyItem) -> None:
    """Draw one item and move the sheet's pen below it."""
    sheet.count += 1
    _DRAWN[type(item)](sheet, item)
