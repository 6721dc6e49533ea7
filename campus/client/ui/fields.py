"""Fields to write in. Owns drafts: what is typed stays, whatever the panels around it do."""

from __future__ import annotations

from imgui_bundle import ImVec2, ImVec4, imgui

from campus.client.ui import words
from campus.client.ui.icons import draw_icon
from campus.client.ui.sheet import Draft, Sheet
from campus.client.ui.theme import BODY, SMALL, mixed
from campus.client.ui.wrapping import one_line, plain
from campus.learning.panel import Input

CLEAR = ImVec4(0, 0, 0, 0)


def draft_of(sheet: Sheet, item: Input) -> Draft:
    """What is written in the field, following the panel's value only while nothing else has been typed."""
    key = (sheet.panel, item.id)
    draft = sheet.memory.drafts.get(key)
    value = plain(item.value) if item.lines > 1 else one_line(item.value)
    if draft is None:
        draft = sheet.memory.drafts[key] = Draft(words=value, given=item.value, sent=value)
    elif item.value != draft.given:
        if draft.words == draft.sent and not draft.active:
            draft.words = draft.sent = value
        draft.given = item.value
    return draft


def _vector(packed_colour: int) -> ImVec4:
    return ImVec4(
        (packed_colour & 255) / 255,
        (packed_colour >> 8 & 255) / 255,
        (packed_colour >> 16 & 255) / 255,
        (packed_colour >> 24 & 255) / 255,
    )


def _send(sheet: Sheet, item: Input, draft: Draft) -> None:
    text = plain(draft.words)[: item.most]
    if item.clears:
        text = text.strip()
        if not text:
            return
        draft.words = ""
    draft.sent = text
    sheet.send(item.id, text)


def draw_input(sheet: Sheet, item: Input) -> None:
    """A line or a field, with its label above, its hint inside, and how to send it."""
    brush, palette, memory = sheet.brush, sheet.brush.palette, sheet.memory
    key = (sheet.panel, item.id)
    draft = draft_of(sheet, item)
    label = sheet.say(item.label)
    many = item.lines > 1
    near_full = len(draft.words) > item.most * 0.8
    if label and not item.clears:
        count = f"{len(draft.words)} / {item.most}" if near_full else ""
        room = brush.width(count, SMALL, "medium") + sheet.px(8) if count else 0.0
        high = brush.words(sheet.x, sheet.y, label, sheet.width - room, SMALL, "medium")
        if count:
            brush.line(sheet.x + sheet.width - room + sheet.px(8), sheet.y, count, SMALL, "medium", palette.quiet)
        sheet.y += high + sheet.px(6)

    type_size = brush.look.type(BODY)
    tall = max(sheet.px(44), type_size + sheet.px(20))
    if many:
        # A field that grows is a line until somebody writes: it stays in sight without taking the room of others.
        lines = item.lines if not item.grows or draft.active or draft.words else 1
        tall = lines * type_size + sheet.px(24)
    send_room = tall if item.clears and not many else 0.0
    width = sheet.width - (send_room + sheet.px(8) if send_room else 0.0)
    inset = sheet.px(12)

    brush.box(sheet.x, sheet.y, width, tall, palette.raised)
    edge = palette.primary if draft.active else mixed(palette.line, palette.ink, 0.35)
    brush.edge(sheet.x, sheet.y, width, tall, edge, thickness=2.0 if draft.active else 1.25)

    was_active = draft.active
    if sheet.live:
        _edit(sheet, item, draft, width, tall, inset)
    else:
        seen = "•" * len(draft.words) if item.secret else draft.words
        brush.line(sheet.x + inset, sheet.y + (tall - brush.leading()) / 2, brush.short(seen, width - 2 * inset))
    hint = sheet.say(item.hint) if item.hint is not None else (label if item.clears else "")
    if item.grows and not draft.active:
        hint = label  # What it is for, until somebody begins: then how it is done.
    if not draft.words and hint:
        top = sheet.y + (sheet.px(10) if many else (tall - brush.leading()) / 2)
        brush.line(
            sheet.x + inset, top, brush.short(hint, width - 2 * inset), BODY, "regular", palette.quiet, alpha=0.85
        )
    if was_active and not draft.active:
        if not item.clears and not draft.abandoned and draft.words != draft.sent:
            _send(sheet, item, draft)
        draft.abandoned = False
    if sheet.focus.rings(key):
        brush.ring(sheet.x, sheet.y, width, tall)
    if send_room:
        _draw_send(sheet, item, draft, sheet.x + sheet.width - send_room, send_room)
    sheet.y += tall
    if many and draft.active:
        sheet.gap(4)
        how = words.SEND_LINES.in_(sheet.language)
        sheet.y += brush.words(sheet.x, sheet.y, how, sheet.width, SMALL, "regular", palette.quiet)
    if memory.active_field == key and sheet.focus.key != key:
        sheet.focus.take(key, shown=False)


def _edit(sheet: Sheet, item: Input, draft: Draft, width: float, tall: float, inset: float) -> None:
    brush, palette, memory = sheet.brush, sheet.brush.palette, sheet.memory
    key = (sheet.panel, item.id)
    many = item.lines > 1
    sheet.focus.spot(key, "field")
    sheet.note_place(key, sheet.x, sheet.y, width, tall)
    if sheet.focus.moved and sheet.focus.key == key:
        sheet.keep_in_view(sheet.y, tall)
    type_size = brush.look.type(BODY)
    asked = sheet.focus.asked_field == key
    imgui.push_id(memory.number(key))
    brush.push_font(BODY)
    imgui.push_style_var(
        imgui.StyleVar_.frame_padding.value, ImVec2(inset, sheet.px(12) if many else (tall - type_size) / 2)
    )
    for slot in (imgui.Col_.frame_bg, imgui.Col_.frame_bg_hovered, imgui.Col_.frame_bg_active, imgui.Col_.border):
        imgui.push_style_color(slot.value, CLEAR)
    imgui.push_style_color(imgui.Col_.text.value, _vector(brush.colour(palette.ink)))
    imgui.push_style_color(imgui.Col_.input_text_cursor.value, _vector(brush.colour(palette.primary)))
    imgui.push_style_color(imgui.Col_.text_selected_bg.value, _vector(brush.colour(palette.primary, 0.30)))
    imgui.set_cursor_screen_pos(ImVec2(sheet.x, sheet.y))
    if asked:
        imgui.set_keyboard_focus_here()
    flags = imgui.InputTextFlags_.enter_returns_true.value
    if item.secret:
        flags |= imgui.InputTextFlags_.password.value
    if many:
        flags |= imgui.InputTextFlags_.word_wrap.value
        entered, text = imgui.input_text_multiline("##field", draft.words, ImVec2(width, tall), flags)
    else:
        imgui.set_next_item_width(width)
        entered, text = imgui.input_text("##field", draft.words, flags)
    active = imgui.is_item_active()
    number = imgui.get_item_id()
    imgui.pop_style_color(7)
    imgui.pop_style_var()
    imgui.pop_font()
    imgui.pop_id()

    state = imgui.internal.get_input_text_state(number) if active or asked else None
    if len(text) > item.most:
        # A letter too many is not taken; of what is pasted, as much as fits.
        text = draft.words if len(draft.words) == item.most else text[: item.most]
        if state is not None:
            state.reload_user_buf_and_move_to_end()
    draft.words = text
    if asked and active:
        # Arriving by keyboard selects everything; the next letter would then wipe out a draft.
        sheet.focus.asked_field = None
        if state is not None:
            state.clear_selection()
    if active:
        memory.active_field = key
    draft.active = active
    if entered:
        draft.active = False
        _send(sheet, item, draft)
        if item.enters:
            sheet.send(item.enters)
        if item.clears:
            sheet.focus.asked_field = key


def _draw_send(sheet: Sheet, item: Input, draft: Draft, x: float, size: float) -> None:
    brush, palette = sheet.brush, sheet.brush.palette
    key = (sheet.panel, item.id, "send")
    ready = bool(draft.words.strip())
    touch = sheet.touch(key, "button", x, sheet.y, size, size, enabled=ready, group=key)
    warmth = sheet.warmth(key, touch)
    if ready:
        brush.box(x, sheet.y, size, size, mixed(palette.primary, palette.on_primary, 0.1 * warmth))
    else:
        brush.box(x, sheet.y, size, size, palette.hover)
    icon = size * 0.5
    ink = palette.on_primary if ready else palette.quiet
    draw_icon(brush.draw, "send", x + (size - icon) / 2, sheet.y + (size - icon) / 2, icon, brush.colour(ink))
    sheet.ring(touch, x, sheet.y, size, size)
    if touch.pressed:
        _send(sheet, item, draft)
