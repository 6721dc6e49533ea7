"""What an item is drawn on: a column of a panel, and what mouse and keyboard do there.

Owns the place of the pen, the touch, and what is remembered from frame to frame; the items are in `items.py`.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

from imgui_bundle import ImVec2, imgui

from campus.client.ui.brush import Brush
from campus.client.ui.focus import Focus, Key, Kind
from campus.client.ui.theme import MOTION_S, RADIUS, mixed
from campus.learning.panel import Pressed
from campus.text import Language, Text

PENDING_S = 4.0
"""How long a choice shows as on its way before it looks unmade again (the connection light tells why by then)."""


class Touch(NamedTuple):
    """What is being done to an item."""

    hovered: bool
    held: bool
    pressed: bool
    ringed: bool


@dataclass
class Draft:
    """What is being written in a field.

    Attributes:
        words: as they stand now.
        given: the value that the panel gave when they were last equal to it.
        sent: what was last sent, so that leaving a field does not send it again.
    """

    words: str
    given: str
    sent: str
    active: bool = False
    abandoned: bool = False


@dataclass
class Slid:
    """A slider under the hand.

    Attributes:
        value: where it stands.
        sent: the value that was told last.
        touched_at: when it was moved last, seconds of frames.
        sent_at: when it was told last.
    """

    value: float
    sent: float
    touched_at: float
    sent_at: float


@dataclass
class Places:
    """Where things that can be pressed were drawn, for whoever points at them by name."""

    now: dict[Key, tuple[float, float, float, float]] = field(default_factory=dict)
    before: dict[Key, tuple[float, float, float, float]] = field(default_factory=dict)
    hidden: set[Key] = field(default_factory=set)
    wanted: Key | None = None

    def begin(self) -> None:
        """Start a frame."""
        self.before, self.now = self.now, {}
        self.hidden.clear()

    def put(self, key: Key, place: tuple[float, float, float, float], top: float, bottom: float) -> bool:
        """Something was drawn at left, top, right, bottom, in a window that shows `top` to `bottom`; all in pixels.

        Returns:
            Whether its window should scroll to it.
        """
        left, upper, right, lower = place
        self.now[key] = (left, max(upper, top), right, min(lower, bottom))
        seen = min(lower, bottom) - max(upper, top)
        # What is higher than its window is seen as well as can be when it fills half of it.
        if seen < min(lower - upper - 1, (bottom - top) / 2):
            self.hidden.add(key)
        if self.wanted == key:
            self.wanted = None
            return key in self.hidden
        return False

    def find(self, key: Key) -> tuple[float, float, float, float] | None:
        """Where it stands still and can be seen; else `None`, and the next frame scrolls to it."""
        place = self.now.get(key)
        if place is None or self.before.get(key) != place or key in self.hidden:
            self.wanted = key
            return None
        return place


@dataclass
class Memory:
    """What the interface remembers from frame to frame and panels do not: drafts, what is on its way, what glides."""

    drafts: dict[Key, Draft] = field(default_factory=dict)
    pending: dict[Key, tuple[str, float]] = field(default_factory=dict)
    """Item -> the value sent and when, until the panel tells it back."""
    slid: dict[Key, Slid] = field(default_factory=dict)
    glides: dict[Hashable, float] = field(default_factory=dict)
    log_ends: dict[Key, float] = field(default_factory=dict)
    numbers: dict[Key, int] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    layouts: dict[Key, object] = field(default_factory=dict)
    """Table -> how it was laid out (`tables.Layout`)."""
    now: float = 0.0
    """Seconds of frames shown: the interface has no clock of its own."""
    dt: float = 0.0
    active_field: Key | None = None
    page: tuple[str, int] | None = None
    """A panel that a key asked to scroll by a page, and which way."""
    moving: bool = False
    """Whether something glides, so that the next frame differs even if nothing else does."""

    def number(self, key: Key) -> int:
        """A small number for `key`, so that no name from data is ever read as one of ImGui's ids."""
        return self.numbers.setdefault(key, len(self.numbers) + 1)

    def glide(self, key: Hashable, goal: float, *, still: bool, seconds: float = MOTION_S, start: float = 0.0) -> float:
        """A value that moves to `goal` within `seconds`; at once where motion is reduced."""
        at = self.glides.get(key, start)
        if still or abs(goal - at) < 0.004:
            at = goal
        else:
            # An ease-out that ends: two thirds of the way in a third of the time.
            at += (goal - at) * min(1.0, 5.0 * self.dt / seconds)
            self.moving = True
        self.glides[key] = at
        return at


@dataclass
class Sheet:
    """A column to draw items in.

    Attributes:
        x: left edge in pixels of the window.
        y: where the next item goes; each item moves it down.
        width: in pixels.
        live: whether it can be pressed; a panel that fades away cannot.
        count: how many items have been begun: their place in the panel.
        fill: how high a log may be that fills its panel; 0 where it does not.
        tight: whether items stand closer together, because not all of them can be seen at once.
        floor: what is below this, pixels, is out of sight.
        unseen: how many answers are below the floor.
    """

    brush: Brush
    focus: Focus
    memory: Memory
    language: Language
    panel: str
    x: float
    y: float
    width: float
    out: list[Pressed]
    live: bool = True
    fill: float = 0.0
    count: int = 0
    tight: bool = False
    floor: float = math.inf
    unseen: int = 0

    def say(self, text: Text) -> str:
        """The text in the viewer's language."""
        return text.in_(self.language)

    def px(self, size: float) -> float:
        """A size at 100 % in pixels of the window."""
        return self.brush.px(size)

    def gap(self, size: float) -> None:
        """Leave room."""
        self.y += self.px(size)

    def send(self, item: str, value: str = "") -> None:
        """The person pressed `item`."""
        self.out.append(Pressed(panel=self.panel, item=item, value=value))

    def touch(
        self,
        key: Key,
        kind: Kind,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        enabled: bool = True,
        group: Key | None = None,
        preferred: bool = False,
    ) -> Touch:
        """Make a part of the panel something to press, with the mouse or with the keyboard."""
        if not self.live or not enabled or width <= 0 or height <= 0:
            return Touch(False, False, False, False)
        by_key = self.focus.spot(key, kind, group=group, preferred=preferred)
        self.note_place(key, x, y, width, height)
        imgui.set_cursor_screen_pos(ImVec2(x, y))
        imgui.push_id(self.memory.number(key))
        by_mouse = imgui.invisible_button("press", ImVec2(width, height))
        hovered, held = imgui.is_item_hovered(), imgui.is_item_active()
        if imgui.is_item_activated():
            self.focus.take(key, shown=False)
        imgui.pop_id()
        if self.focus.moved and self.focus.rings(key):
            self.keep_in_view(y, height)
        return Touch(hovered, held, by_mouse or by_key, self.focus.rings(key))

    def note_place(self, key: Key, x: float, y: float, width: float, height: float) -> None:
        """Remember where `key` is drawn; scroll to it if somebody asked for it."""
        place = (x, y, x + width, y + height)
        if self.memory.places.put(key, place, self.draw_top(), self.draw_bottom()):
            self.keep_in_view(y, height)

    def draw_top(self) -> float:
        """The highest pixel of the window that is being built that can be seen."""
        return imgui.get_window_pos().y

    def draw_bottom(self) -> float:
        """The lowest one."""
        return imgui.get_window_pos().y + imgui.get_window_size().y

    def keep_in_view(self, y: float, height: float) -> None:
        """Scroll so that `y` to `y + height` can be seen."""
        keep_in_view(y, height, self.px(16))

    def warmth(self, key: Key, touch: Touch) -> float:
        """How far an item has turned to its hovered look, 0 to 1."""
        still = self.brush.look.still
        return self.memory.glide(("warm", key), 1.0 if touch.hovered else 0.0, still=still, seconds=0.16)

    def ring(self, touch: Touch, x: float, y: float, width: float, height: float, *, radius: float = RADIUS) -> None:
        """The focus ring, where the keyboard is here."""
        if touch.ringed:
            self.brush.ring(x, y, width, height, radius=radius)

    def ground(self, colour: int, touch: Touch, warmth: float) -> int:
        """A raised ground as it looks under the pointer or under the finger."""
        palette = self.brush.palette
        warm = mixed(colour, palette.hover, warmth)
        return mixed(warm, palette.line, 0.35) if touch.held else warm


def keep_in_view(y: float, height: float, margin: float) -> None:
    """Scroll the window that is being built so that `y` to `y + height` (pixels of the screen) can be seen."""
    top, room = imgui.get_window_pos().y, imgui.get_window_size().y
    scroll = imgui.get_scroll_y()
    if height + 2 * margin > room:
        if y > top or y + height < top + room:
            imgui.set_scroll_y(max(0.0, scroll + y - top))
    elif y - margin < top:
        imgui.set_scroll_y(max(0.0, scroll + y - margin - top))
    elif y + height + margin > top + room:
        imgui.set_scroll_y(min(imgui.get_scroll_max_y(), scroll + y + height + margin - top - room))


def fading_edges(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """Let the ends of what scrolls fade into the paper where there is more to see; inside of the scrolling window."""
    brush = sheet.brush
    deep = brush.px(18)
    clear, full = brush.colour(brush.palette.paper, 0.0), brush.colour(brush.palette.paper, 1.0)
    if imgui.get_scroll_y() > 1:
        brush.draw.add_rect_filled_multi_color(ImVec2(x, y), ImVec2(x + width, y + deep), full, full, clear, clear)
    if imgui.get_scroll_y() < imgui.get_scroll_max_y() - 1:
        low = y + height
        brush.draw.add_rect_filled_multi_color(ImVec2(x, low - deep), ImVec2(x + width, low), clear, clear, full, full)
