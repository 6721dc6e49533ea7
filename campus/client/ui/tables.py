"""Tables and logs. Owns which rows are drawn: a table of 300 people costs what can be seen of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from imgui_bundle import ImVec2, imgui

from campus.client.ui.columns import shares
from campus.client.ui.focus import Key
from campus.client.ui.icons import draw_icon
from campus.client.ui.sheet import Sheet, fading_edges
from campus.client.ui.theme import BODY, SMALL, SMALL_RADIUS, mixed
from campus.learning.panel import Line, Log, Table

LOG_AT_MOST = 240.0
"""How high a log is that shares its panel with other things, at 100 %."""

CROWDED = 1.35
"""Where the cells want this many times the width that there is, a row is written on two lines."""

ONWARD = 22.0
"""Kept free at the end of a row that can be pressed, for its sign."""

NARROWEST = 88.0
"""A column narrower than this at 100 % breaks words rather than lines."""


def _inner(sheet: Sheet, item: Table) -> float:
    """The width that cells share: a row that can be pressed shows so at its end."""
    return sheet.width - (sheet.px(ONWARD) if item.pressable else 0.0)


def _widths(sheet: Sheet, item: Table, gap: float) -> tuple[list[float], bool]:
    """The width of each column, and whether there is too little room for columns at all."""
    brush = sheet.brush
    wanted: list[float] = []
    # Enough rows to see how long words are; 300 rows need not be measured for it.
    sample = item.rows if len(item.rows) <= 60 else item.rows[:: len(item.rows) // 60 + 1]
    for place, column in enumerate(item.columns):
        head = brush.width(sheet.say(column.title), SMALL, "medium")
        cells = (brush.width(sheet.say(cells[place]), BODY) for _, cells in sample if place < len(cells))
        wanted.append(max(head, *cells, 0.0) if sample else head)
    room = _inner(sheet, item) - gap * (len(wanted) - 1)
    total = sum(wanted)
    if total <= room:
        spare = room - total
        flexible = [place for place, column in enumerate(item.columns) if not column.numeric] or [0]
        for place in flexible:
            wanted[place] += spare / len(flexible)
        return wanted, False
    given = shares(wanted, room)
    squeezed = [wide for wide, wish in zip(given, wanted, strict=True) if wide < wish - 1.0]
    narrow = min(squeezed, default=math.inf) < sheet.px(NARROWEST) * brush.look.text
    return given, (len(given) > 2 and total > 1.05 * room) or (narrow and total > CROWDED * room)


@dataclass(frozen=True)
class _Cell:
    """Words of a table and where they stand in their row, in pixels."""

    words: str
    x: float
    y: float
    width: float
    size: float
    colour: int
    numeric: bool = False


def _cells(sheet: Sheet, item: Table, widths: list[float], gap: float, texts: list[str]) -> list[_Cell]:
    """A row as columns."""
    x, cells = sheet.x, []
    for column, wide, text in zip(item.columns, widths, texts, strict=False):
        cells.append(_Cell(text, x, 0.0, wide, BODY, sheet.brush.palette.ink, column.numeric))
        x += wide + gap
    return cells


def _stacked(sheet: Sheet, item: Table, texts: list[str]) -> list[_Cell]:
    """A row as two lines: what it is about, and under it the rest."""
    brush = sheet.brush
    rest = " · ".join(
        f"{sheet.say(column.title)}\u00a0{text}" if column.numeric else text
        for column, text in zip(item.columns[1:], texts[1:], strict=False)
        if text
    )
    first, width = texts[0] if texts else "", _inner(sheet, item)
    high = brush.height(first, width)
    return [
        _Cell(first, sheet.x, 0.0, width, BODY, brush.palette.ink),
        _Cell(rest, sheet.x, high, width, SMALL, brush.palette.quiet),
    ]


@dataclass(frozen=True)
class _Row:
    """A row as laid out: how far it is below the table's first row, how high, and its words; in pixels."""

    id: str
    top: float
    tall: float
    high: float
    cells: list[_Cell]


@dataclass(frozen=True)
class Layout:
    """A table as laid out, kept while neither it nor its place changes: 300 rows are not measured every frame."""

    of: tuple[object, ...]
    item: Table
    widths: list[float]
    stacked: bool
    rows: list[_Row]

    @property
    def height(self) -> float:
        """Of all rows together, pixels."""
        return self.rows[-1].top + self.rows[-1].tall if self.rows else 0.0


def _laid_out(sheet: Sheet, item: Table) -> Layout:
    key = (sheet.panel, item.id)
    of = (sheet.x, sheet.width, sheet.language, sheet.brush.look)
    known = sheet.memory.layouts.get(key)
    if isinstance(known, Layout) and known.of == of and (known.item is item or known.item == item):
        return known
    brush, gap = sheet.brush, sheet.px(12)
    widths, stacked = _widths(sheet, item, gap)
    stacked = stacked and len(item.columns) > 1
    rows: list[_Row] = []
    top = 0.0
    for row_id, row in item.rows:
        texts = [sheet.say(cell) for cell in row[: len(item.columns)]]
        cells = _stacked(sheet, item, texts) if stacked else _cells(sheet, item, widths, gap, texts)
        high = max(
            (cell.y + brush.height(cell.words, cell.width, cell.size) for cell in cells if cell.words), default=0.0
        )
        tall = max(high + 2 * sheet.px(7), sheet.px(36))
        rows.append(_Row(row_id, top, tall, high, cells))
        top += tall
    layout = Layout(of, item, widths, stacked, rows)
    sheet.memory.layouts[key] = layout
    return layout


def draw_table(sheet: Sheet, item: Table) -> None:
    """Rows of cells under their titles; on a narrow column each row takes two lines."""
    if not item.columns:
        return
    brush = sheet.brush
    layout = _laid_out(sheet, item)
    if not layout.stacked:
        _draw_titles(sheet, item, layout.widths, sheet.px(12))
    start, top, bottom = sheet.y, sheet.draw_top(), sheet.draw_bottom()
    group = (sheet.panel, item.id)
    for row in layout.rows:
        sheet.y = start + row.top
        seen = sheet.y + row.tall >= top and sheet.y <= bottom
        if seen:
            _draw_row(sheet, item, row)
        elif item.pressable and sheet.live:
            _pass_over(sheet, item, (sheet.panel, item.id, row.id), group, row.tall)
    sheet.y = start + layout.height
    brush.draw.add_line(
        ImVec2(sheet.x, sheet.y),
        ImVec2(sheet.x + sheet.width, sheet.y),
        brush.colour(brush.palette.line),
        max(1.0, sheet.px(1)),
    )


def _draw_row(sheet: Sheet, item: Table, row: _Row) -> None:
    brush = sheet.brush
    brush.draw.add_line(
        ImVec2(sheet.x, sheet.y),
        ImVec2(sheet.x + sheet.width, sheet.y),
        brush.colour(brush.palette.line),
        max(1.0, sheet.px(1)),
    )
    if item.pressable:
        _draw_pressable(sheet, item, (sheet.panel, item.id, row.id), (sheet.panel, item.id), row.tall)
    for cell in row.cells:
        y = sheet.y + (row.tall - row.high) / 2 + cell.y
        if cell.numeric:
            shown = brush.short(cell.words, cell.width, cell.size)
            shift = cell.width - brush.width(shown, cell.size)
            brush.line(cell.x + shift, y, shown, cell.size, "regular", cell.colour)
        else:
            brush.words(cell.x, y, cell.words, cell.width, cell.size, "regular", cell.colour)


def _draw_titles(sheet: Sheet, item: Table, widths: list[float], gap: float) -> None:
    brush, x = sheet.brush, sheet.x
    titles = [sheet.say(column.title) for column in item.columns]
    high = max(brush.height(title, wide, SMALL, "medium") for title, wide in zip(titles, widths, strict=True))
    for column, title, wide in zip(item.columns, titles, widths, strict=True):
        shift = wide - brush.width(title, SMALL, "medium") if column.numeric else 0.0
        brush.words(x + max(shift, 0.0), sheet.y, title, wide, SMALL, "medium", brush.palette.quiet)
        x += wide + gap
    sheet.y += high + sheet.px(4)


def _pass_over(sheet: Sheet, item: Table, key: Key, group: Key, tall: float) -> None:
    """A row that cannot be seen now: not drawn, but still there for the keyboard."""
    if sheet.focus.spot(key, "row", group=group):
        sheet.send(item.id, key[-1])
    if sheet.memory.places.wanted == key:
        sheet.note_place(key, sheet.x, sheet.y, sheet.width, tall)
    if sheet.focus.moved and sheet.focus.rings(key):
        sheet.keep_in_view(sheet.y, tall)


def _draw_pressable(sheet: Sheet, item: Table, key: Key, group: Key, tall: float) -> None:
    brush, inset = sheet.brush, sheet.px(8)
    touch = sheet.touch(key, "row", sheet.x, sheet.y, sheet.width, tall, group=group)
    warmth = sheet.warmth(key, touch)
    if warmth > 0.01:
        brush.box(
            sheet.x - inset,
            sheet.y + 1,
            sheet.width + 2 * inset,
            tall - 1,
            brush.palette.hover,
            alpha=warmth,
            radius=SMALL_RADIUS,
        )
    icon = sheet.px(16)
    ink = mixed(brush.palette.quiet, brush.palette.primary, warmth)
    x, y = sheet.x + sheet.width - icon, sheet.y + (tall - icon) / 2
    draw_icon(brush.draw, "onward", x, y, icon, brush.colour(ink))
    sheet.ring(touch, sheet.x, sheet.y, sheet.width, tall, radius=SMALL_RADIUS)
    if touch.pressed:
        sheet.send(item.id, key[-1])


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
    steps = sheet.focus.nudge(key)
    if steps:
        imgui.set_scroll_y(max(imgui.get_scroll_y() + 3 * steps * sheet.brush.leading(), 0.0))
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
    fading_edges(sheet, sheet.x, outer_y, sheet.width, tall)
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
