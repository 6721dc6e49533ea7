"""Small settings: segments and sliders. Owns what a slider tells while it is under the hand, and when."""

from __future__ import annotations

from imgui_bundle import imgui

from campus.client.ui.sheet import Sheet, Slid
from campus.client.ui.theme import BODY, RADIUS, SMALL, SMALL_RADIUS, mixed
from campus.learning.panel import Choice, Slider

SLIDE_SENT_EVERY_S = 0.15
"""A slider under the hand is told this often, and once more when it is let go."""

SLIDE_KEPT_S = 1.5
"""After that the slider shows what the panel says again."""


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
    # Rows as even as they can be: five words stand three and two, never four and one.
    columns = next((n for n in (-(-len(texts) // rows) for rows in range(1, len(texts))) if n <= fitting), 1)
    rows = -(-len(texts) // columns)
    width = (sheet.width - 2 * inset) / columns
    # Words for which even a line of their own is too short are wrapped; a choice is never half a sentence.
    wrapped = [brush.lines(text, width - sheet.px(8), BODY, "medium") for text in texts]
    tall = max(sheet.px(36), max(map(len, wrapped)) * brush.leading() + sheet.px(10))
    total = rows * tall + 2 * inset
    brush.box(sheet.x, sheet.y, sheet.width, total, palette.hover)
    group = (sheet.panel, item.id)
    for place, (option, lines) in enumerate(zip(item.options, wrapped, strict=True)):
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
        top = y + (tall - len(lines) * brush.leading()) / 2
        for line in lines:
            brush.line(x + (width - brush.width(line, BODY, "medium")) / 2, top, line, BODY, "medium", ink)
            top += brush.leading()
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
