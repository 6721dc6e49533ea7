"""Tables and logs. Owns which rows are drawn: a table of 300 people costs what can be seen of it."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from campus.client.ui.sheet import Sheet
from campus.client.ui.theme import BODY, SMALL, SMALL_RADIUS
from campus.learning.panel import Line, Log, Table

LOG_AT_MOST = 240.0
"""How high a log is that shares its panel with other things, at 100 %."""

CROWDED = 1.35
"""Where the cells want this many times the width that there is, a row is written on two lines instead of cut."""


def _widths(sheet: Sheet, item: Table, gap: float) -> tuple[list[float], float]:
    """The width of each column, and how many times the room they would have liked."""
    brush = sheet.brush
    wanted: list[float] = []
    # Enough rows to see how long words are; 300 rows need not be measured for it.
    sample = item.rows if len(item.rows) <= 60 else item.rows[:: len(item.rows) // 60 + 1]
    for place, column in enumerate(item.columns):
        head = brush.width(sheet.say(column.title), SMALL, "medium")
        cells = (brush.width(sheet.say(cells[place]), BODY) for _, cells in sample if place < len(cells))
        wanted.append(max(head, *cells, 0.0) if sample else head)
    room = sheet.width - gap * (len(wanted) - 1)
    total = sum(wanted)
    if total <= room:
        spare = room - total
        flexible = [place for place, column in enumerate(item.columns) if not column.numeric] or [0]
        for place in flexible:
            wanted[place] += spare / len(flexible)
        return wanted, 1.0
    fixed = sum(wide for wide, column in zip(wanted, item.columns, strict=True) if column.numeric)
    loose = max(total - fixed, 1.0)
    share = max(room - fixed, room * 0.3) / loose
    return [
        wide if column.numeric else wide * share for wide, column in zip(wanted, item.columns, strict=True)
    ], total / max(room, 1.0)


def draw_table(sheet: Sheet, item: Table) -> None:
    """Rows of cells under their titles; on a narrow column each row takes two lines."""
    if not item.columns:
        return
    brush, palette = sheet.brush, sheet.brush.palette
    gap = sheet.px(12)
    widths, crowding = _widths(sheet, item, gap)
    stacked = crowding > CROWDED and len(item.columns) > 1
    inset = sheet.px(8) if item.pressable else 0.0

    if not stacked:
        x = sheet.x
        for column, wide in zip(item.columns, widths, strict=True):
            title = brush.short(sheet.say(column.title), wide, SMALL, "medium")
            shift = wide - brush.width(title, SMALL, "medium") if column.numeric else 0.0
            brush.line(x + shift, sheet.y, title, SMALL, "medium", palette.quiet)
            x += wide + gap
        sheet.y += brush.leading(SMALL) + sheet.px(4)
    line = brush.leading()
    second = brush.leading(SMALL) if stacked else 0.0
    tall = max(line + second + sheet.px(12), sheet.px(36))
    top = sheet.draw_top()
    bottom = sheet.draw_bottom()
    group = (sheet.panel, item.id)
    for row, (row_id, cells) in enumerate(item.rows):
        y = sheet.y + row * tall
        key = (sheet.panel, item.id, row_id)
        if y + tall < top or y > bottom:
            if item.pressable and sheet.live and (sheet.focus.spot(key, "row", group=group)):
                sheet.send(item.id, row_id)
            if item.pressable:
                sheet.note_place(key, sheet.x, y, sheet.width, tall)
            if sheet.focus.moved and sheet.focus.rings(key):
                sheet.keep_in_view(y, tall)
            continue
        brush.draw.add_line(
            ImVec2(sheet.x, y), ImVec2(sheet.x + sheet.width, y), brush.colour(palette.line), max(1.0, sheet.px(1))
        )
        if item.pressable:
            touch = sheet.touch(key, "row", sheet.x, y, sheet.width, tall, group=group)
            warmth = sheet.warmth(key, touch)
            if warmth > 0.01:
                brush.box(
                    sheet.x - inset, y, sheet.width + 2 * inset, tall, palette.hover, alpha=warmth, radius=SMALL_RADIUS
                )
            sheet.ring(touch, sheet.x, y, sheet.width, tall, radius=SMALL_RADIUS)
            if touch.pressed:
                sheet.send(item.id, row_id)
        texts = [sheet.say(cell) for cell in cells[: len(item.columns)]]
        if stacked:
            first = brush.short(texts[0], sheet.width) if texts else ""
            brush.line(sheet.x, y + (tall - line - second) / 2, first)
            rest = " · ".join(
                f"{sheet.say(column.title)} {text}" if column.numeric else text
                for column, text in zip(item.columns[1:], texts[1:], strict=False)
                if text
            )
            rest = brush.short(rest, sheet.width, SMALL)
            brush.line(sheet.x, y + (tall - line - second) / 2 + line, rest, SMALL, "regular", palette.quiet)
            continue
        x = sheet.x
        for column, wide, text in zip(item.columns, widths, texts, strict=False):
            shown = brush.short(text, wide)
            shift = wide - brush.width(shown) if column.numeric else 0.0
            brush.line(x + shift, y + (tall - line) / 2, shown)
            x += wide + gap
    sheet.y += len(item.rows) * tall


def _line_height(sheet: Sheet, line: Line, before: Line | None) -> tuple[float, bool]:
    """The height of one thing said, and whether its speaker is named above it."""
    brush = sheet.brush
    named = before is None or before.who != line.who or before.tone != line.tone
    high = brush.height(line.words, sheet.width)
    if named and line.who:
        high += brush.leading(SMALL) + (sheet.px(10) if before is not None else 0.0)
    else:
        high += sheet.px(2)
    return high, named and bool(line.who)


def log_height(sheet: Sheet, item: Log) -> float:
    """How high the whole log is, in pixels."""
    befores = (None, *item.lines[:-1])
    return sum(_line_height(sheet, line, before)[0] for line, before in zip(item.lines, befores, strict=True))


def draw_log(sheet: Sheet, item: Log) -> None:
    """What was said, its end in view unless the reader went back."""
    memory = sheet.memory
    key = (sheet.panel, item.id)
    natural = log_height(sheet, item)
    tall = sheet.fill if sheet.fill > 0 else min(natural, sheet.px(LOG_AT_MOST))
    if sheet.fill > 0 and natural < tall:
        tall = max(natural, sheet.fill)
    if tall <= 0:
        return
    if sheet.live:
        sheet.focus.spot(key, "log")
    outer_draw, outer_x, outer_y, outer_width = sheet.brush.draw, sheet.x, sheet.y, sheet.width
    imgui.set_cursor_screen_pos(ImVec2(sheet.x, sheet.y))
    imgui.push_id(memory.number(key))
    imgui.begin_child("log", ImVec2(sheet.width + sheet.px(14), tall), 0, imgui.WindowFlags_.no_background.value)
    sheet.brush.draw = imgui.get_window_draw_list()
    at_end = imgui.get_scroll_y() >= imgui.get_scroll_max_y() - sheet.px(8)
    seen = memory.log_ends.get(key)
    sheet.y = imgui.get_cursor_screen_pos().y
    start = sheet.y
    _draw_lines(sheet, item, outer_y, outer_y + tall)
    imgui.set_cursor_screen_pos(ImVec2(sheet.x, start))
    imgui.dummy(ImVec2(1.0, natural))
    if seen is None or (at_end and seen != natural):
        imgui.set_scroll_y(max(natural - tall, 0.0) + sheet.px(4))
    memory.log_ends[key] = natural
    imgui.end_child()
    imgui.pop_id()
    sheet.brush.draw, sheet.x, sheet.width = outer_draw, outer_x, outer_width
    sheet.y = outer_y + tall
    if sheet.focus.rings(key):
        sheet.brush.ring(sheet.x, outer_y, sheet.width, tall, radius=SMALL_RADIUS)


def _draw_lines(sheet: Sheet, item: Log, top: float, bottom: float) -> None:
    brush, palette = sheet.brush, sheet.brush.palette
    before: Line | None = None
    y = sheet.y
    for line in item.lines:
        high, named = _line_height(sheet, line, before)
        if y + high >= top and y <= bottom:
            at = y
            if named:
                if before is not None:
                    at += sheet.px(10)
                room = brush.width(line.at, SMALL) + sheet.px(8) if line.at else 0.0
                who = brush.short(line.who, sheet.width - room, SMALL, "semibold")
                colour = {"now": palette.ink, "bad": palette.bad, "good": palette.good}.get(line.tone, palette.primary)
                brush.line(sheet.x, at, who, SMALL, "semibold", colour)
                if line.at:
                    brush.line(sheet.x + sheet.width - room + sheet.px(8), at, line.at, SMALL, "regular", palette.quiet)
                at += brush.leading(SMALL)
            ink = palette.quiet if line.tone == "quiet" else palette.ink
            brush.words(sheet.x, at, line.words, sheet.width, BODY, "regular", ink)
        y += high
        before = line
    sheet.y = y
