"""How each kind of item of a `Panel` looks and is pressed. Owns their drawing; the wording comes with the panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from imgui_bundle import ImVec2, imgui

from campus.client.ui import words
from campus.client.ui.fields import draw_input
from campus.client.ui.icons import draw_icon
from campus.client.ui.keyboard import cap
from campus.client.ui.sheet import PENDING_S, Sheet, Slid, Touch
from campus.client.ui.tables import draw_log, draw_table
from campus.client.ui.theme import BODY, LARGE, RADIUS, SMALL, SMALL_RADIUS, THUMB, Weight, mixed
from campus.learning.panel import (
    AnyItem,
    Bars,
    Button,
    Choice,
    Choices,
    Heading,
    Input,
    Log,
    Option,
    Paragraph,
    Progress,
    Row,
    Slider,
    Table,
    Tone,
)

BETWEEN = 12.0
"""Between two items of a panel, at 100 %."""

SLIDE_SENT_EVERY_S = 0.15
"""A slider under the hand is told this often, and once more when it is let go."""

SLIDE_KEPT_S = 1.5
"""After that the slider shows what the panel says again."""


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


# --- cards -----------------------------------------------------------------------------------------------------------


def _mark_word(sheet: Sheet, option: Option, *, chosen: bool) -> tuple[str, str, int] | None:
    """Sign, word and colour of an answer that has been told right or wrong."""
    palette = sheet.brush.palette
    if option.mark == "right":
        return "check", sheet.say(words.RIGHT_AND_MINE if chosen else words.RIGHT), palette.good
    if option.mark == "wrong":
        return "cross", sheet.say(words.WRONG_AND_MINE) if chosen else "", palette.bad if chosen else palette.quiet
    return None


def _draw_card(sheet: Sheet, item: Choices, place: int, option: Option) -> None:
    brush, palette = sheet.brush, sheet.brush.palette
    key = (sheet.panel, item.id, option.id)
    chosen = option.id in item.selected
    waiting = sheet.memory.pending.get((sheet.panel, item.id))
    on_its_way = waiting is not None and waiting[0] == option.id and sheet.memory.now - waiting[1] < PENDING_S
    mark = _mark_word(sheet, option, chosen=chosen)

    inset = sheet.px(14)
    badge = max(sheet.px(28), brush.leading(BODY))
    left = sheet.x + inset + badge + sheet.px(12)
    sign = brush.look.type(20)
    right = inset + (sign + sheet.px(8) if chosen or on_its_way or mark else 0.0)
    width = sheet.x + sheet.width - right - left
    text = sheet.say(option.text)
    weight: Weight = "medium" if chosen else "regular"
    high = brush.height(text, width, BODY, "medium")
    marked = brush.height(mark[1], width, SMALL, "semibold") if mark and mark[1] else 0.0
    height = max(sheet.px(THUMB), high + marked + 2 * sheet.px(13))

    touch = sheet.touch(key, "card", sheet.x, sheet.y, sheet.width, height, enabled=item.enabled)
    warmth = sheet.warmth(key, touch)
    glow = sheet.memory.glide(("chosen", key), 1.0 if chosen else 0.0, still=brush.look.still)
    ground = mixed(sheet.ground(palette.raised, touch, warmth), palette.chosen, glow)
    edge, thick = mixed(palette.line, palette.primary, max(glow, 0.35 * warmth)), 1.0 + glow
    if mark:
        ground = palette.good_ground if option.mark == "right" else palette.raised
        edge = mark[2] if option.mark == "right" or chosen else palette.line
        thick = 2.0 if option.mark == "right" or chosen else 1.0
    if on_its_way and not chosen:
        edge, thick = palette.primary, 2.0
    faded = 1.0 if item.enabled or chosen or mark else 0.72
    brush.box(sheet.x, sheet.y, sheet.width, height, ground)
    brush.edge(sheet.x, sheet.y, sheet.width, height, edge, thickness=thick)

    number = str(place)
    middle = sheet.y + height / 2
    badge_ground = mixed(palette.hover, palette.primary, glow)
    badge_ink = mixed(palette.ink, palette.on_primary, glow)
    corner = badge / 2 if not item.multiple else sheet.px(6)
    brush.draw.add_rect_filled(
        ImVec2(sheet.x + inset, middle - badge / 2),
        ImVec2(sheet.x + inset + badge, middle + badge / 2),
        brush.colour(badge_ground, faded),
        corner,
    )
    brush.line(
        sheet.x + inset + (badge - brush.width(number, BODY, "semibold")) / 2,
        middle - brush.leading() / 2,
        number,
        BODY,
        "semibold",
        badge_ink,
        alpha=faded,
    )
    top = sheet.y + (height - high - marked) / 2
    brush.words(left, top, text, width, BODY, weight, palette.ink, alpha=faded)
    if mark and mark[1]:
        brush.words(left, top + high, mark[1], width, SMALL, "semibold", mark[2])
    sign_x = sheet.x + sheet.width - inset - sign
    if mark:
        draw_icon(brush.draw, mark[0], sign_x, middle - sign / 2, sign, brush.colour(mark[2]))
    elif chosen:
        draw_icon(brush.draw, "check", sign_x, middle - sign / 2, sign, brush.colour(palette.primary, glow))
    elif on_its_way:
        for dot in range(3):
            brush.dot(sign_x + sign * (0.2 + 0.3 * dot), middle, sign * 0.08, palette.primary)
    sheet.ring(touch, sheet.x, sheet.y, sheet.width, height)
    if touch.pressed:
        sheet.memory.pending[(sheet.panel, item.id)] = (option.id, sheet.memory.now)
        sheet.send(item.id, option.id)
    sheet.y += height


def draw_choices(sheet: Sheet, item: Choices) -> None:
    """Numbered cards, big enough for a thumb; the number is also the key that chooses it."""
    waiting = sheet.memory.pending.get((sheet.panel, item.id))
    if waiting is not None and waiting[0] in item.selected and not item.multiple:
        del sheet.memory.pending[(sheet.panel, item.id)]
    for place, option in enumerate(item.options, start=1):
        if place > 1:
            sheet.gap(8)
        _draw_card(sheet, item, place, option)


# --- buttons ---------------------------------------------------------------------------------------------------------


def button_width(sheet: Sheet, item: Button) -> float:
    """How wide a button wants to be, in pixels."""
    key = sheet.brush.width(cap(item.key), 13.0, "medium") + sheet.px(28) if item.key else 0.0
    return sheet.brush.width(sheet.say(item.text), BODY, "semibold") + key + 2 * sheet.px(16)


def button_height(sheet: Sheet, item: Button, width: float) -> float:
    """How high a button is at that width: its words may wrap."""
    key = sheet.brush.width(cap(item.key), 13.0, "medium") + sheet.px(28) if item.key else 0.0
    high = sheet.brush.height(sheet.say(item.text), width - key - 2 * sheet.px(12), BODY, "semibold")
    return max(sheet.px(44), high + 2 * sheet.px(10))


def draw_button_at(sheet: Sheet, item: Button, x: float, y: float, width: float, height: float) -> None:
    """A button in a given place."""
    brush, palette = sheet.brush, sheet.brush.palette
    key = (sheet.panel, item.id)
    touch = sheet.touch(key, "button", x, y, width, height, enabled=item.enabled)
    warmth = sheet.warmth(key, touch)
    if not item.enabled:
        brush.box(x, y, width, height, palette.hover, alpha=0.75)
        brush.edge(x, y, width, height, palette.line)
        ink = palette.quiet
    elif item.primary:
        lighter = mixed(palette.primary, palette.on_primary, 0.10 * warmth)
        brush.box(x, y, width, height, mixed(palette.primary, palette.ink, 0.25) if touch.held else lighter)
        ink = palette.on_primary
    else:
        brush.box(x, y, width, height, sheet.ground(palette.raised, touch, warmth))
        brush.edge(x, y, width, height, mixed(palette.line, palette.primary, 0.5 * warmth), thickness=1.25)
        ink = palette.ink
    text = sheet.say(item.text)
    weight: Weight = "semibold" if item.primary else "medium"
    cap_room = brush.width(cap(item.key), 13.0, "medium") + sheet.px(20) if item.key else 0.0
    room = width - 2 * sheet.px(12) - (cap_room + sheet.px(8) if item.key else 0.0)
    high = brush.height(text, room, BODY, weight)
    brush.words(x + sheet.px(12), y + (height - high) / 2, text, room, BODY, weight, ink, centred=True)
    if item.key:
        brush.key_cap(
            x + width - sheet.px(12) - max(cap_room - sheet.px(8), brush.leading()),
            y + (height - brush.leading()) / 2,
            cap(item.key),
            on=ink,
        )
    sheet.ring(touch, x, y, width, height)
    if touch.pressed:
        sheet.send(item.id)


def _why_not(sheet: Sheet, buttons: tuple[Button, ...]) -> None:
    for button in buttons:
        if not button.enabled and button.why_not is not None:
            sheet.gap(4)
            why = sheet.say(button.why_not)
            sheet.y += sheet.brush.words(
                sheet.x, sheet.y, why, sheet.width, SMALL, "regular", sheet.brush.palette.quiet
            )


def draw_button(sheet: Sheet, item: Button) -> None:
    """A button over the whole width; where it cannot be pressed, why."""
    height = button_height(sheet, item, sheet.width)
    draw_button_at(sheet, item, sheet.x, sheet.y, sheet.width, height)
    sheet.y += height
    _why_not(sheet, (item,))


def draw_row(sheet: Sheet, item: Row) -> None:
    """Buttons side by side where their words fit, else one under the other."""
    if not item.buttons:
        return
    gap = sheet.px(8)
    wanted = [button_width(sheet, button) for button in item.buttons]
    room = sheet.width - gap * (len(wanted) - 1)
    lines: list[list[int]] = [[]]
    used = 0.0
    for place, wide in enumerate(wanted):
        if lines[-1] and used + wide + gap > sheet.width:
            lines.append([])
            used = 0.0
        lines[-1].append(place)
        used += wide + gap
    for number, line in enumerate(lines):
        if number:
            sheet.y += gap
        room = sheet.width - gap * (len(line) - 1)
        equal = room / len(line)
        spare = room - sum(wanted[place] for place in line)
        even = all(wanted[place] <= equal for place in line)
        widths = [equal if even else wanted[place] + spare / len(line) for place in line]
        height = max(button_height(sheet, item.buttons[place], wide) for place, wide in zip(line, widths, strict=True))
        x = sheet.x
        for place, wide in zip(line, widths, strict=True):
            draw_button_at(sheet, item.buttons[place], x, sheet.y, wide, height)
            x += wide + gap
        sheet.y += height
    _why_not(sheet, item.buttons)


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
        key = ("bar", sheet.panel, label, place)
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
    key = ("progress", sheet.panel, sheet.say(item.text)[:0], round(sheet.x))
    at = sheet.memory.glide(key, goal, still=brush.look.still, seconds=0.35, start=goal)
    brush.box(sheet.x, sheet.y, sheet.width, thick, palette.line, alpha=0.8, radius=4)
    if at > 0.004:
        brush.box(sheet.x, sheet.y, max(sheet.width * at, thick), thick, palette.saffron, radius=4)
    sheet.y += thick


# --- settings --------------------------------------------------------------------------------------------------------


def _label(sheet: Sheet, text: str, *, right: str = "") -> None:
    brush = sheet.brush
    room = brush.width(right, SMALL, "semibold") + sheet.px(12) if right else 0.0
    high = brush.words(sheet.x, sheet.y, text, sheet.width - room, SMALL, "medium")
    if right:
        brush.line(sheet.x + sheet.width - room + sheet.px(12), sheet.y, right, SMALL, "semibold")
    sheet.y += high + sheet.px(6)


def draw_choice(sheet: Sheet, item: Choice) -> None:
    """A small either-or: segments on one line, or under each other where their words do not fit."""
    brush, palette = sheet.brush, sheet.brush.palette
    label = sheet.say(item.label)
    if label:
        _label(sheet, label)
    if not item.options:
        return
    texts = [sheet.say(option.text) for option in item.options]
    inset = sheet.px(4)
    longest = max(brush.width(text, BODY, "medium") for text in texts) + sheet.px(14)
    fitting = int((sheet.width - 2 * inset) // max(longest, 1.0))
    columns = next((n for n in (len(texts), (len(texts) + 1) // 2) if n <= fitting), 1)
    rows = -(-len(texts) // columns)
    tall = max(sheet.px(36), brush.leading() + sheet.px(10))
    total = rows * tall + 2 * inset
    brush.box(sheet.x, sheet.y, sheet.width, total, palette.hover)
    group = (sheet.panel, item.id)
    for place, (option, text) in enumerate(zip(item.options, texts, strict=True)):
        width = (sheet.width - 2 * inset) / columns
        x = sheet.x + inset + (place % columns) * width
        y = sheet.y + inset + (place // columns) * tall
        chosen = option.id == item.selected
        key = (sheet.panel, item.id, option.id)
        touch = sheet.touch(key, "segment", x, y, width, tall, group=group, preferred=chosen)
        warmth = sheet.warmth(key, touch)
        glow = sheet.memory.glide(("chosen", key), 1.0 if chosen else 0.0, still=brush.look.still, seconds=0.16)
        if glow > 0.01:
            brush.box(x, y, width, tall, palette.raised, alpha=glow, radius=RADIUS - 4)
            brush.edge(x, y, width, tall, palette.primary, alpha=glow, radius=RADIUS - 4, thickness=1.5)
        elif warmth > 0.01:
            brush.box(x, y, width, tall, palette.line, alpha=0.5 * warmth, radius=RADIUS - 4)
        ink = mixed(palette.ink, palette.primary, glow)
        shown = brush.short(text, width - sheet.px(8), BODY, "medium")
        wide_text = brush.width(shown, BODY, "medium")
        brush.line(x + (width - wide_text) / 2, y + (tall - brush.leading()) / 2, shown, BODY, "medium", ink)
        sheet.ring(touch, x, y, width, tall, radius=RADIUS - 4)
        if touch.pressed and not chosen:
            sheet.send(item.id, option.id)
    sheet.y += total


def slider_step(low: float, high: float) -> float:
    """What one press of an arrow changes: a round number, at most sixty of them from end to end."""
    span = abs(high - low)
    for step in (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0):
        if span / step <= 60:
            return step
    return span / 60


def number(value: float, language: str) -> str:
    """A number as a person writes it in that language."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "fr" else text


def draw_slider(sheet: Sheet, item: Slider) -> None:
    """A number between two bounds."""
    brush, palette, memory = sheet.brush, sheet.brush.palette, sheet.memory
    key = (sheet.panel, item.id)
    slid = memory.slid.get(key)
    if slid is not None and memory.now - slid.touched_at > SLIDE_KEPT_S:
        del memory.slid[key]
        slid = None
    value = slid.value if slid is not None else item.value
    _label(sheet, sheet.say(item.label), right=number(value, sheet.language))
    tall = max(sheet.px(36), brush.leading())
    knob = sheet.px(11)
    left, span = sheet.x + knob, max(sheet.width - 2 * knob, 1.0)
    touch = sheet.touch(key, "slider", sheet.x, sheet.y, sheet.width, tall)
    step = slider_step(item.low, item.high)
    wanted = value + sheet.focus.nudge(key) * step
    if touch.held:
        share = min(max((imgui.get_io().mouse_pos.x - left) / span, 0.0), 1.0)
        wanted = item.low + round(share * (item.high - item.low) / step) * step
    wanted = round(min(max(wanted, item.low), item.high), 6)
    if touch.held or wanted != value:
        slid = slid or Slid(value, value, memory.now, -SLIDE_SENT_EVERY_S)
        slid.value, slid.touched_at = wanted, memory.now
        memory.slid[key] = slid
    if slid is not None and slid.value != slid.sent:
        if not touch.held or memory.now - slid.sent_at >= SLIDE_SENT_EVERY_S:
            slid.sent, slid.sent_at = slid.value, memory.now
            sheet.send(item.id, f"{slid.value:g}")
        value = slid.value
    share = (value - item.low) / (item.high - item.low) if item.high != item.low else 0.0
    share = min(max(share, 0.0), 1.0)
    middle = sheet.y + tall / 2
    thick = sheet.px(6)
    brush.box(sheet.x, middle - thick / 2, sheet.width, thick, palette.line, radius=3)
    brush.box(sheet.x, middle - thick / 2, knob + span * share, thick, palette.primary, radius=3)
    warmth = sheet.warmth(key, touch)
    at = left + span * share
    brush.dot(at, middle, knob * (1.0 + 0.08 * warmth), palette.primary)
    brush.dot(at, middle, knob * 0.62, palette.raised)
    sheet.ring(touch, sheet.x, sheet.y, sheet.width, tall, radius=SMALL_RADIUS)
    sheet.y += tall


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
    _DRAWN[type(item)](sheet, item)


__all__ = ["BETWEEN", "KINDS", "Touch", "draw_item", "percent"]
