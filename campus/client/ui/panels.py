"""A panel as a window of the interface: paper, title, what scrolls, what stays below. Owns its layout."""

from __future__ import annotations

from dataclasses import dataclass

from imgui_bundle import ImVec2, imgui

from campus.client.ui import words
from campus.client.ui.brush import Brush
from campus.client.ui.icons import draw_icon
from campus.client.ui.items import BETWEEN, draw_item, heading_size
from campus.client.ui.sheet import Sheet, fading_edges
from campus.client.ui.tables import log_height
from campus.client.ui.theme import BODY, PADDING, SMALL, SMALL_RADIUS, TITLE, mixed
from campus.learning.panel import AnyItem, Button, Heading, Input, Log, Panel, Paragraph, Row

STANDING_AT_MOST = 0.42
"""Of a panel's height: where title and foot together take more, the title scrolls with the rest."""
FOOT_AT_MOST = 0.3
"""Of a panel's height: a foot that takes more than this scrolls too, once the title does."""

GROWN_AT_MOST = 0.5
"""Of a panel's height: the same for a foot with a field that grows while one writes in it."""

WINDOW = (
    imgui.WindowFlags_.no_decoration.value
    | imgui.WindowFlags_.no_background.value
    | imgui.WindowFlags_.no_nav.value
    | imgui.WindowFlags_.no_saved_settings.value
    | imgui.WindowFlags_.no_move.value
    | imgui.WindowFlags_.no_focus_on_appearing.value
    | imgui.WindowFlags_.no_bring_to_front_on_focus.value
)
"""Of everything that is drawn over the view: it is placed by us and moved by nobody."""
SCROLLED = imgui.WindowFlags_.no_background.value | imgui.WindowFlags_.no_nav.value


CROSS = "cross"
"""Tells a panel's cross from a button of its that also closes it."""


@dataclass
class Shown:
    """A panel that is on the screen, or on its way in or out.

    Attributes:
        panel: as it was told last.
        natural: how high it would like to be, pixels; 0 until it has been drawn once.
        y: its upper edge, pixels.
        height: that it has, pixels.
        here: whether it is still among the panels.
        opened: 0 to 1.
    """

    panel: Panel
    natural: float = 0.0
    y: float = 0.0
    height: float = 0.0
    here: bool = True
    opened: float = 0.0
    head: float = 0.0
    """How high title and note were when they last stood above what scrolls."""
    foot: float = 0.0
    """How high what stays below was in the last frame."""
    beside_log: float = 0.0
    """How high the rest of the body is, where a log fills what it leaves."""
    overflows: bool = False
    """Whether there is more than can be seen at once."""
    step: tuple[str, str] | None = None
    """The primary button, id and French, when it was last drawn: with another one the panel is back at its top."""
    widens: bool = False
    """Whether it asks for a wider column: words are large, and not all of it could be seen."""
    more: bool = False
    """Whether there is something below what is seen."""
    unfolded: bool = False
    """Whether a panel that folds has been opened."""
    gives_way: bool = False
    """Whether it folds because what stands beside it needs the room."""
    foot_kinds: tuple[str, ...] = ()
    """What stayed below when its height was learnt; another foot is measured anew."""
    drawn: int = 0
    """How often it has been drawn: once is needed to know its height."""

    @property
    def folds(self) -> bool:
        """Whether its head opens and closes it."""
        return self.panel.folds or self.gives_way

    @property
    def folded(self) -> bool:
        """Whether only its head is seen."""
        return self.folds and not self.unfolded

    @property
    def only_tells(self) -> bool:
        """Whether there is nothing on it to press or to watch: it can be folded and nobody is kept from anything."""
        return all(isinstance(item, Heading | Paragraph) for item in self.panel.items)


def body_and_foot(panel: Panel) -> tuple[tuple[AnyItem, ...], tuple[AnyItem, ...]]:
    """What scrolls, and what stays below it: the buttons that a panel ends with, and a chat's field."""
    items = panel.items
    cut = len(items)
    while cut > 0:
        last = items[cut - 1]
        if not (isinstance(last, Button | Row) or (isinstance(last, Input) and last.clears)):
            break
        cut -= 1
    return (items[:cut], items[cut:]) if cut else (items, ())


def next_step(panel: Panel) -> tuple[str, str] | None:
    """The panel's one primary button: its id, and what it says; None where it has none."""
    for item in panel.items:
        for button in item.buttons if isinstance(item, Row) else (item,):
            if isinstance(button, Button) and button.primary:
                return button.id, button.text.fr
    return None


def padding(brush: Brush, width: float) -> float:
    """Inside a panel, pixels: less where the panel is narrow for its scale."""
    return brush.px(PADDING) if width > 15 * brush.px(PADDING) else max(brush.px(PADDING) * 0.55, 10.0)


def _draw_fold(sheet: Sheet, shown: Shown) -> float:
    """The head of a panel that folds: pressed, it opens or closes. Returns the room that its arrow takes."""
    brush, palette = sheet.brush, sheet.brush.palette
    size = brush.look.type(BODY)
    high = brush.leading(heading_size(sheet))
    wide = sheet.width - (_cross(brush) + brush.px(4) if shown.panel.closable else 0.0)
    key = (shown.panel.id, "fold")
    touch = sheet.touch(key, "button", sheet.x, sheet.y - brush.px(6), wide, high + brush.px(12))
    warmth = sheet.warmth(key, touch)
    if warmth > 0.01:
        brush.box(
            sheet.x - brush.px(8),
            sheet.y - brush.px(6),
            wide + brush.px(16),
            high + brush.px(12),
            palette.hover,
            alpha=warmth,
            radius=8,
        )
    ink = mixed(palette.quiet, palette.ink, warmth)
    _draw_arrow(brush, sheet.x + wide - size, sheet.y + high / 2, size, ink, up=shown.unfolded)
    sheet.ring(touch, sheet.x, sheet.y - brush.px(6), wide, high + brush.px(12), radius=8)
    if touch.pressed:
        shown.unfolded = not shown.unfolded
    return size + brush.px(8)


def _cross(brush: Brush) -> float:
    """The side of the cross that closes a panel, pixels."""
    return max(brush.px(32), brush.leading())


def _draw_head(sheet: Sheet, panel: Panel, shown: Shown) -> None:
    brush, palette = sheet.brush, sheet.brush.palette
    dialogue = panel.side == "centre"
    size = TITLE if dialogue else heading_size(sheet)
    room = sheet.width - (_draw_fold(sheet, shown) if shown.folds else 0.0)
    cross = _cross(brush)
    if panel.closable:
        room -= cross + brush.px(4)
        x, y = sheet.x + sheet.width - cross + brush.px(6), sheet.y - brush.px(4)
        key = (panel.id, "close", CROSS)
        touch = sheet.touch(key, "button", x, y, cross, cross)
        warmth = sheet.warmth(key, touch)
        if warmth > 0.01:
            brush.box(x, y, cross, cross, palette.hover, alpha=warmth, radius=8)
        icon = cross * 0.62
        ink = mixed(palette.quiet, palette.ink, warmth)
        draw_icon(brush.draw, "close", x + (cross - icon) / 2, y + (cross - icon) / 2, icon, brush.colour(ink))
        sheet.ring(touch, x, y, cross, cross, radius=8)
        if touch.hovered:
            _tip(sheet, words.CLOSE.in_(sheet.language), x + cross, y + cross)
        if touch.pressed:
            sheet.send("close")
    top = sheet.y
    sheet.y += brush.words(sheet.x, sheet.y, sheet.say(panel.title), room, size, "semibold")
    if panel.closable:
        sheet.y = max(sheet.y, top + cross - brush.px(8))
    if panel.note is not None and not (shown.gives_way and shown.folded):
        sheet.gap(2)
        sheet.y += brush.words(sheet.x, sheet.y, sheet.say(panel.note), sheet.width, SMALL, "medium", palette.quiet)


def _tip(sheet: Sheet, text: str, right: float, top: float) -> None:
    brush = sheet.brush
    outer, brush.draw = brush.draw, imgui.get_foreground_draw_list()
    wide = brush.width(text, SMALL, "medium") + brush.px(16)
    high = brush.leading(SMALL) + brush.px(8)
    y = top + brush.px(6)
    brush.box(right - wide, y, wide, high, brush.palette.ink, alpha=0.94, radius=6)
    brush.line(right - wide + brush.px(8), y + brush.px(4), text, SMALL, "medium", brush.palette.paper)
    brush.draw = outer


def _draw_items(sheet: Sheet, items: tuple[AnyItem, ...]) -> None:
    before: AnyItem | None = None
    for item in items:
        if before is not None:
            wide = isinstance(item, Heading) or (isinstance(before, Heading) and not isinstance(item, Button))
            sheet.gap(BETWEEN + 4 if wide and isinstance(item, Heading) else BETWEEN)
        draw_item(sheet, item)
        before = item


def draw_panel(
    sheet: Sheet, shown: Shown, x: float, y: float, width: float, height: float, *, fills: bool = False
) -> None:
    """Draw a panel and learn how high it would like to be.

    Args:
        sheet: for this panel; its pen is set here.
        shown: the panel, and what is remembered of it.
        x: pixels.
        y: pixels.
        width: pixels.
        height: that it may have, pixels.
        fills: whether to take all of `height` even if less would do (a chat).
    """
    brush, palette = sheet.brush, sheet.brush.palette
    panel = shown.panel
    pad = padding(brush, width)
    imgui.set_next_window_pos(ImVec2(x, y))
    imgui.set_next_window_size(ImVec2(width, height))
    flags = WINDOW if sheet.live else WINDOW | imgui.WindowFlags_.no_inputs.value
    imgui.push_style_var(imgui.StyleVar_.window_padding.value, ImVec2(0, 0))
    imgui.begin(f"panel{sheet.memory.number((panel.id,))}", None, flags)
    if panel.side == "centre":
        imgui.internal.bring_window_to_display_front(imgui.internal.get_current_window())
    brush.draw = imgui.get_window_draw_list()
    brush.shadow(x, y, width, height)
    brush.box(x, y, width, height, palette.paper, alpha=palette.paper_alpha)
    brush.edge(x, y, width, height, palette.line, alpha=0.9)

    sheet.x, sheet.width, sheet.y = x + pad, width - 2 * pad, y + pad
    sheet.tight = shown.widens
    body, foot = body_and_foot(panel) if not shown.folded else ((), ())
    kinds = tuple(f"{type(item).__name__}{getattr(item, 'id', '')}" for item in foot)
    if kinds != shown.foot_kinds:
        shown.foot_kinds, shown.foot = kinds, 0.0
    crowded = shown.natural > height + 1 and shown.head + shown.foot > STANDING_AT_MOST * height
    # A field that grows while one writes must not change its place under one's hands.
    grows = any(isinstance(item, Input) and item.grows for item in foot)
    if crowded and shown.foot > (GROWN_AT_MOST if grows else FOOT_AT_MOST) * height:
        body, foot = panel.items, ()
    if not crowded:
        _draw_head(sheet, panel, shown)
        shown.head = sheet.y - y - pad
        sheet.gap(BETWEEN if body else 0.0)
    head_end = sheet.y

    foot_height = shown.foot if foot else 0.0
    foot_room = foot_height + (sheet.px(BETWEEN) if foot else 0.0)
    room = max(y + height - pad - foot_room - head_end, 1.0)
    body_height = 0.0
    if not body:
        shown.overflows = shown.more = False
    hidden = shown.overflows and shown.natural > height + 1
    hint_room = brush.leading(SMALL) + brush.px(10) if body and hidden and not fills else 0.0
    if body:
        room = max(room - hint_room, 1.0)
        body_height = _draw_body(sheet, shown, body, x, head_end, width, room, fills=fills, crowded=crowded)
        if hint_room and shown.more:
            _draw_more(sheet, shown, head_end + room, hint_room)
    if foot:
        sheet.y = y + height - pad - foot_height
        start = sheet.y
        sheet.fill = 0.0
        _draw_items(sheet, foot)
        shown.foot = sheet.y - start
    elif not crowded:
        shown.foot = 0.0
    imgui.end()
    imgui.pop_style_var()
    shown.natural = (head_end - y) + body_height + (shown.foot + sheet.px(BETWEEN) if foot else 0.0) + pad
    shown.drawn += 1


def _draw_more(sheet: Sheet, shown: Shown, y: float, height: float) -> None:
    """That there is more below, in words, and the way there: answers above all must not be missed."""
    brush, palette = sheet.brush, sheet.brush.palette
    text = sheet.say(words.answers_below(sheet.unseen) if sheet.unseen else words.BELOW)
    icon = brush.look.type(SMALL)
    key = (shown.panel.id, "more-below")
    touch = sheet.touch(key, "button", sheet.x, y, sheet.width, height)
    warmth = sheet.warmth(key, touch)
    ground = palette.now_ground if sheet.unseen else palette.hover
    brush.box(sheet.x, y + brush.px(3), sheet.width, height - brush.px(3), ground, radius=SMALL_RADIUS)
    wide = brush.width(text, SMALL, "semibold") + icon + brush.px(6)
    ink = mixed(palette.ink, palette.primary, warmth)
    left = sheet.x + max((sheet.width - wide) / 2, brush.px(4))
    top = y + brush.px(3) + (height - brush.px(3) - brush.leading(SMALL)) / 2
    middle = top + brush.leading(SMALL) / 2
    _draw_arrow(brush, left, middle, icon, ink)
    brush.line(
        left + icon + brush.px(6),
        top,
        brush.short(text, sheet.width - icon - brush.px(14), SMALL, "semibold"),
        SMALL,
        "semibold",
        ink,
    )
    sheet.ring(touch, sheet.x, y, sheet.width, height, radius=SMALL_RADIUS)
    if touch.pressed:
        sheet.memory.page = (shown.panel.id, 1)


def _draw_arrow(brush: Brush, x: float, middle: float, size: float, colour: int, *, up: bool = False) -> None:
    ink, thick = brush.colour(colour), max(brush.px(2), 1.5)
    way = -1.0 if up else 1.0
    tip = ImVec2(x + size / 2, middle + way * size * 0.28)
    for side in (0.15, 0.85):
        brush.draw.add_line(ImVec2(x + size * side, middle - way * size * 0.12), tip, ink, thick)


def _draw_body(
    sheet: Sheet,
    shown: Shown,
    items: tuple[AnyItem, ...],
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fills: bool,
    crowded: bool,
) -> float:
    brush = sheet.brush
    parent = brush.draw
    imgui.set_cursor_screen_pos(ImVec2(x, y))
    imgui.push_style_var(imgui.StyleVar_.scrollbar_size.value, max(brush.px(6), 6.0))
    imgui.push_style_var(imgui.StyleVar_.scrollbar_rounding.value, brush.px(3))
    imgui.begin_child(f"body{sheet.memory.number((shown.panel.id,))}", ImVec2(width - 2, height), 0, SCROLLED)
    brush.draw = imgui.get_window_draw_list()
    left = sheet.x
    # A ring stands out by four pixels; the child would clip it at its very edge.
    start = imgui.get_cursor_screen_pos().y + sheet.px(5)
    sheet.y = start
    if crowded:
        _draw_head(sheet, shown.panel, shown)
        sheet.gap(BETWEEN)
    logs = [item for item in items if isinstance(item, Log)]
    sheet.fill = 0.0
    if len(logs) == 1 and fills:
        sheet.fill = max(height - shown.beside_log - sheet.px(10), sheet.px(96))
    sheet.floor, sheet.unseen = y + height, 0
    _draw_items(sheet, items)
    natural = sheet.y - start + sheet.px(10)
    if sheet.fill:
        shown.beside_log = sheet.y - start - sheet.fill
        natural += log_height(sheet, logs[0]) - sheet.fill
    imgui.set_cursor_screen_pos(ImVec2(left, start))
    imgui.dummy(ImVec2(1.0, sheet.y - start + sheet.px(5)))
    fading_edges(sheet, x + 1, y, width - 2, height)
    if sheet.memory.page is not None and sheet.memory.page[0] == shown.panel.id:
        imgui.set_scroll_y(max(imgui.get_scroll_y() + sheet.memory.page[1] * 0.8 * height, 0.0))
        sheet.memory.page = None
    if (step := next_step(shown.panel)) != shown.step:
        if step is not None:
            imgui.set_scroll_y(0.0)
        shown.step = step
    shown.overflows = imgui.get_scroll_max_y() > 1
    shown.more = imgui.get_scroll_y() < imgui.get_scroll_max_y() - brush.px(8)
    imgui.end_child()
    imgui.pop_style_var(2)
    brush.draw = parent
    return natural


__all__ = ["BODY", "Shown", "body_and_foot", "draw_panel", "padding"]
