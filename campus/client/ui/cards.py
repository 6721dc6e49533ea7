"""Cards to choose from and buttons to press. Owns how an answer looks: waiting, chosen, on its way, right or wrong."""

from __future__ import annotations

from dataclasses import dataclass

from imgui_bundle import ImVec2

from campus.client.ui import words
from campus.client.ui.icons import draw_icon
from campus.client.ui.keyboard import cap
from campus.client.ui.sheet import PENDING_S, Sheet
from campus.client.ui.theme import BODY, SMALL, THUMB, Weight, mixed
from campus.learning.panel import Button, Choices, Option, Row


def _mark_word(sheet: Sheet, option: Option, *, chosen: bool) -> tuple[str, str, int] | None:
    """Sign, word and colour of an answer that has been told right or wrong."""
    palette = sheet.brush.palette
    if option.mark == "right":
        return "check", sheet.say(words.RIGHT_AND_MINE if chosen else words.RIGHT), palette.good
    if option.mark == "wrong":
        return "cross", sheet.say(words.WRONG_AND_MINE) if chosen else "", palette.bad if chosen else palette.quiet
    return None


@dataclass(frozen=True)
class _Shape:
    """How the cards of one question are laid out; the same for all, and the same chosen or not, so that nothing jumps.

    Attributes:
        inset: inside of a card's edge, pixels.
        badge: the side of the number's badge.
        sign: the side of the tick or cross at the right.
        stacked: the number and the sign above the words, where beside them a word would have to be broken.
        left: from the card's edge to its words.
        width: of the words.
    """

    inset: float
    badge: float
    sign: float
    stacked: bool
    left: float
    width: float


def _shape(sheet: Sheet, item: Choices) -> _Shape:
    brush = sheet.brush
    badge, sign = max(sheet.px(28), brush.leading(BODY)), brush.look.type(20)
    inset = sheet.px(7 if sheet.tight else 14)
    left = inset + badge + sheet.px(6 if sheet.tight else 12)
    width = sheet.width - left - sign - sheet.px(8) - inset
    widest = max((brush.widest_word(sheet.say(option.text), BODY, "medium") for option in item.options), default=0.0)
    if widest <= width:
        return _Shape(inset, badge, sign, False, left, width)
    inset = sheet.px(10)
    return _Shape(inset, badge, sign, True, inset, sheet.width - 2 * inset)


def _draw_card(sheet: Sheet, item: Choices, shape: _Shape, place: int, option: Option) -> None:
    brush, palette = sheet.brush, sheet.brush.palette
    key = (sheet.panel, item.id, option.id)
    chosen = option.id in item.selected
    waiting = sheet.memory.pending.get((sheet.panel, item.id))
    on_its_way = waiting is not None and waiting[0] == option.id and sheet.memory.now - waiting[1] < PENDING_S
    mark = _mark_word(sheet, option, chosen=chosen)

    text = sheet.say(option.text)
    high = brush.height(text, shape.width, BODY, "medium")
    marked = brush.height(mark[1], shape.width, SMALL, "semibold") if mark and mark[1] else 0.0
    above = shape.badge + sheet.px(6) if shape.stacked else 0.0
    pad = shape.inset if shape.stacked else sheet.px(13)
    if sheet.tight:
        pad = sheet.px(5)
    height = max(sheet.px(THUMB * 0.75 if sheet.tight else THUMB), above + high + marked + 2 * pad)
    sheet.unseen += sheet.y + height / 2 > sheet.floor

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

    middle = sheet.y + (pad + shape.badge / 2 if shape.stacked else height / 2)
    _draw_badge(sheet, shape, str(place), middle, glow, faded, square=item.multiple)
    left = sheet.x + shape.left
    top = sheet.y + (pad + above if shape.stacked else (height - high - marked) / 2)
    brush.words(left, top, text, shape.width, BODY, "medium", palette.ink, alpha=faded)
    if mark and mark[1]:
        brush.words(left, top + high, mark[1], shape.width, SMALL, "semibold", mark[2])
    sign = shape.sign
    sign_x = sheet.x + sheet.width - shape.inset - sign
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


def _draw_badge(
    sheet: Sheet, shape: _Shape, number: str, middle: float, glow: float, faded: float, *, square: bool
) -> None:
    """The card's number, which is also its key; round where one answer counts, square where several do."""
    brush, palette = sheet.brush, sheet.brush.palette
    x, badge = sheet.x + shape.inset, shape.badge
    brush.draw.add_rect_filled(
        ImVec2(x, middle - badge / 2),
        ImVec2(x + badge, middle + badge / 2),
        brush.colour(mixed(palette.hover, palette.primary, glow), faded),
        sheet.px(6) if square else badge / 2,
    )
    brush.line(
        x + (badge - brush.width(number, BODY, "semibold")) / 2,
        middle - brush.leading() / 2,
        number,
        BODY,
        "semibold",
        mixed(palette.ink, palette.on_primary, glow),
        alpha=faded,
    )


def draw_choices(sheet: Sheet, item: Choices) -> None:
    """Numbered cards, big enough for a thumb; the number is also the key that chooses it."""
    waiting = sheet.memory.pending.get((sheet.panel, item.id))
    if waiting is not None and waiting[0] in item.selected and not item.multiple:
        del sheet.memory.pending[(sheet.panel, item.id)]
    shape = _shape(sheet, item)
    for place, option in enumerate(item.options, start=1):
        if place > 1:
            sheet.gap(4 if sheet.tight else 8)
        _draw_card(sheet, item, shape, place, option)


def _key_room(sheet: Sheet, item: Button, width: float | None = None) -> float:
    """What a button's key takes of its width; none where a word would have to be broken for it."""
    if not item.key:
        return 0.0
    room = max(sheet.brush.width(cap(item.key), 13.0, "medium") + sheet.px(12), sheet.brush.leading()) + sheet.px(8)
    if width is None:
        return room
    words_room = width - 2 * sheet.px(12) - room
    return room if sheet.brush.widest_word(sheet.say(item.text), BODY, "semibold") <= words_room else 0.0


def button_width(sheet: Sheet, item: Button) -> float:
    """How wide a button wants to be, in pixels."""
    return sheet.brush.width(sheet.say(item.text), BODY, "semibold") + _key_room(sheet, item) + 2 * sheet.px(16)


def button_height(sheet: Sheet, item: Button, width: float) -> float:
    """How high a button is at that width: its words may wrap."""
    room = width - 2 * sheet.px(12) - _key_room(sheet, item, width)
    high = sheet.brush.height(sheet.say(item.text), room, BODY, "semibold")
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
    key_room = _key_room(sheet, item, width)
    room = width - 2 * sheet.px(12) - key_room
    high = brush.height(text, room, BODY, "semibold")
    brush.words(x + sheet.px(12), y + (height - high) / 2, text, room, BODY, weight, ink, centred=True)
    if key_room:
        left = x + width - sheet.px(12) - key_room + sheet.px(8)
        brush.key_cap(left, y + (height - brush.leading()) / 2, cap(item.key), on=ink)
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
