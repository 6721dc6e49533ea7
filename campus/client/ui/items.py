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
from campus.client.ui.theme import BODY, LARGE, SMALL, SMALL_RADIUS, Weight
from campus.learning.panel import (
    AnyItem,
    Bars,
    Button,
    Choice,
    Choices,
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
    return LARGE if sheet.width > sheet.px(220) * sheet.brush.look.text else BODY


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
    high = brush.height(text, width, BODY, "medium")
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
    brush.words(left, sheet.y + inset, text, width, BODY, "medium", strong)
    sheet.y += high + 2 * inset


# --- figures ---------------------------------------------------------------------------------------------------------


def percent(count: int, total: int) -> int:
    """`count` of `total` in whole per cent; 0 of nobody."""
    return round(100 * count / total) if total > 0 else 0


def draw_bars(sheet: Sheet, item: Bars) -> None:
    """A histogram: label, count and share in words, the bar under them."""
    brush, palette = sheet.brush, sheet.brush.palette
    for place, bar in enumerate(item.bars):
        if place:
            sheet.gap(10)
        share = percent(bar.count, item.total)
        figures = f"{bar.count} · {share}\u202f%" if sheet.language == "fr" else f"{bar.count} · {share}%"
        room = brush.width(figures, SMALL, "semibold") + sheet.px(12)
        colour, sign = palette.primary, ""
        if bar.mark:
            colour, sign = (palette.good, "check") if bar.mark == "right" else (palette.quiet, "cross")
        shift = brush.look.type(16) + sheet.px(6) if sign else 0.0
        label = sheet.say(bar.label)
        width = sheet.width - room - shift
        weight: Weight = "medium" if bar.mark == "right" else "regular"
        if sign:
            icon = brush.look.type(16)
            draw_icon(brush.draw, sign, sheet.x, sheet.y + (brush.leading() - icon) / 2, icon, brush.colour(colour))
        high = brush.words(sheet.x + shift, sheet.y, label, width, BODY, weight)
        if bar.mark == "right":
            brush.line(sheet.x + shift, sheet.y + high, sheet.say(words.RIGHT), SMALL, "semibold", palette.good)
            high += brush.leading(SMALL)
        last = sheet.y + brush.leading() - brush.leading(SMALL)
        brush.line(sheet.x + sheet.width - room + sheet.px(12), last, figures, SMALL, "semibold", palette.ink)
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
    Log: draw_log,
    Choice: draw_choice,
    Slider: draw_slider,
}

KINDS = frozenset(_DRAWN)


def draw_item(sheet: Sheet, item: AnyItem) -> None:
    """Draw one item and move the sheet's pen below it."""
    sheet.count += 1
    _DRAWN[type(item)](sheet, item)
