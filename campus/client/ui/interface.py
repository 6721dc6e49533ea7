"""The interface: data in, drawn with Dear ImGui, what was pressed out.

Owns one frame of it, and what the keyboard and the mouse mean to it; decides nothing about the campus. Use: hand the
window's events to `mouse_at`, `mouse_button`, `wheel`, `key` and `character`, call `frame` once
in every frame, and act on what it returns. Everything works offscreen with injected events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from imgui_bundle import ImVec2, ImVec4, imgui

from campus.client.ui import shortcuts
from campus.client.ui.backend import Backend
from campus.client.ui.brush import Brush
from campus.client.ui.columns import Frame, shares
from campus.client.ui.focus import Focus
from campus.client.ui.hud import FreeRect, Hud
from campus.client.ui.keyboard import DIGITS
from campus.client.ui.overlay import (
    Notices,
    Place,
    draw_light,
    draw_prompt,
    draw_tags,
    draw_toolbar,
    draw_veil,
    draw_words_pill,
    toolbar_size,
)
from campus.client.ui.panels import CROSS, Shown, draw_panel
from campus.client.ui.sheet import Memory, Sheet
from campus.client.ui.theme import MOTION_S, QUICK_S, WIDENS_FROM, Look, font_folder, packed
from campus.learning.panel import AnyItem, Log, Panel, Pressed, Progress
from campus.text import Language

KEPT_DRAFTS = 64
"""Fields whose words are remembered after their panel is gone: a session puts a panel away and brings it back."""

KEPT_GLIDES = 4000
"""Where things glide to is forgotten beyond this many: rows of people who left long ago."""

_ARROWS = {"arrow_left": "left", "arrow_right": "right", "arrow_up": "up", "arrow_down": "down"}

OVER_WINDOW = (
    imgui.WindowFlags_.no_decoration.value
    | imgui.WindowFlags_.no_background.value
    | imgui.WindowFlags_.no_nav.value
    | imgui.WindowFlags_.no_saved_settings.value
    | imgui.WindowFlags_.no_move.value
    | imgui.WindowFlags_.no_focus_on_appearing.value
    | imgui.WindowFlags_.no_bring_to_front_on_focus.value
)


class Interface:
    """Panels, toolbar, names over heads and everything else that is drawn flat over the view.

    Attributes:
        language: the person's.
        look: scale, text size, dark theme, reduced motion; may be set at any time.
    """

    def __init__(self, base: Any, language: Language = "fr", scale: float = 1.0, *, fonts: Path | None = None) -> None:
        self.language: Language = language
        self._backend = Backend(base)
        self._brush = Brush(self._backend, fonts if fonts is not None else font_folder())
        self._look = Look(scale=scale).within_bounds()
        self._focus = Focus()
        self._memory = Memory()
        self._notices = Notices()
        self._shown: dict[str, Shown] = {}
        self._out: list[Pressed] = []
        self._hud = Hud()
        self._free = FreeRect(0.0, 1.0, 0.0, 1.0)
        self._held_keys: set[str] = set()
        self._pressed_here: set[int] = set()
        self._mouse: tuple[float, float] | None = None
        self._covered: list[Place] = []

    @property
    def look(self) -> Look:
        """How everything looks."""
        return self._look

    @look.setter
    def look(self, look: Look) -> None:
        self._look = look.within_bounds()

    # --- the person's events ---------------------------------------------------------------------------------------

    @property
    def wants_mouse(self) -> bool:
        """Whether the pointer is over the interface, or began there what it is doing: the view then leaves it alone."""
        return self._is_over() or bool(self._pressed_here)

    @property
    def wants_keyboard(self) -> bool:
        """Whether keys are the interface's: a field is being written in, the focus ring shows, or a dialogue asks."""
        return self._writing or self._focus.shown or any(panel.side == "centre" for panel in self._hud.panels)

    @property
    def _writing(self) -> bool:
        return self._memory.active_field is not None or self._focus.asked_field is not None

    def mouse_at(self, x: float | None, y: float | None) -> None:
        """The pointer is at `x`, `y` pixels from the window's upper left corner, or outside of it."""
        self._mouse = None if x is None or y is None else (x, y)
        self._backend.mouse_at(x, y)

    def mouse_button(self, button: int, down: bool) -> bool:
        """Button 0 (left), 1 (right) or 2 (middle) went down or up.

        Returns:
            Whether it is the interface's.
        """
        self._backend.mouse_button(button, down)
        if down:
            over = self._is_over()
            if over:
                self._pressed_here.add(button)
            else:
                self._focus.take(None, shown=False)
            return over
        mine = button in self._pressed_here
        self._pressed_here.discard(button)
        return mine

    def wheel(self, notches: float) -> bool:
        """The wheel turned, positive away from the person.

        Returns:
            Whether it is the interface's.
        """
        over = self._is_over()
        if over:
            self._backend.wheel(notches)
        return over

    def character(self, character: str) -> None:
        """A character was typed; only a field that is being written in takes it."""
        if self._writing:
            self._backend.character(character)

    def forget_keys(self) -> None:
        """The window lost the keyboard: no key is down any more."""
        self._held_keys.clear()
        self._pressed_here.clear()
        self._backend.forget_keys()

    def key(self, name: str, down: bool = True) -> bool:
        """A key, by Panda3D's name of it (`tab`, `arrow_up`, `e`, `1`), went down or up.

        Returns:
            Whether the interface took it. A key that went down here also comes up here, so that the view never sees
            half of a press.
        """
        if not down:
            self._backend.key(name, False)
            mine = name in self._held_keys
            self._held_keys.discard(name)
            return mine
        taken = self._key_down(name)
        if taken:
            self._held_keys.add(name)
        return taken

    def _key_down(self, name: str) -> bool:
        if name in ("shift", "lshift", "rshift", "control", "lcontrol", "rcontrol", "alt", "lalt", "ralt"):
            self._backend.key(name, True)
            return False
        if name == "tab":
            self._leave_field(abandon=False)
            return self._focus.tab(-1 if self._backend.io.key_shift else 1)
        if name == "escape":
            return self._escape()
        if self._writing:
            self._backend.key(name, True)
            return True
        if name in _ARROWS:
            return self._arrow(name)
        if name in ("enter", "space") and self._focus.press():
            return True
        if name == "enter" and self._press(shortcuts.primary(self._hud.panels)):
            return True
        if name in DIGITS and self._choose(DIGITS[name]):
            return True
        if self._press(shortcuts.by_key(self._hud.panels, name)):
            return True
        if name in ("page_up", "page_down") and self._page(1 if name == "page_down" else -1):
            return True
        # Whoever presses any other key wants to walk on, not to be held by a ring that Tab left behind.
        self._focus.hide()
        return False

    def _arrow(self, name: str) -> bool:
        if name == "arrow_left":
            return self._focus.arrow("left")
        if name == "arrow_right":
            return self._focus.arrow("right")
        return self._focus.arrow("up" if name == "arrow_up" else "down")

    def _leave_field(self, *, abandon: bool) -> bool:
        active = self._memory.active_field
        if active is None:
            return False
        self._memory.drafts[active].abandoned = abandon
        self._backend.use()
        imgui.internal.clear_active_id()
        self._memory.active_field = None
        return True

    def _escape(self) -> bool:
        if self._leave_field(abandon=True):
            self._focus.hide()
            return True
        for panel in shortcuts.pressable(self._hud.panels):
            if panel.side == "centre" and panel.closable:
                return self._press(Pressed(panel=panel.id, item="close"))
        return self._focus.hide()

    def _press(self, pressed: Pressed | None) -> bool:
        if pressed is not None:
            self._out.append(pressed)
        return pressed is not None

    def _page(self, step: int) -> bool:
        """Scroll by a page: the panel with the focus, else the first that has more than can be seen."""
        long = [one.panel.id for one in self._shown.values() if one.here and one.overflows]
        if not long:
            return False
        focused = (self._focus.key or ("",))[0]
        self._memory.page = (focused if focused in long else long[0], step)
        return True

    def _choose(self, digit: int) -> bool:
        focus = self._focus.key if self._focus.shown else None
        chosen = shortcuts.by_digit(self._hud.panels, digit, focus)
        if chosen is not None:
            self._memory.pending[(chosen.panel, chosen.item)] = (chosen.value, self._memory.now)
        return self._press(chosen)

    def where(self, panel: str, item: str, value: str = "") -> tuple[float, float, float, float] | None:
        """Where something that can be pressed was drawn, for a demonstration or a test to click on.

        Args:
            panel: its panel's id (`toolbar` for a tool).
            item: the item's id.
            value: an option's or a row's id.

        Returns:
            Left, top, right, bottom in pixels, or `None` while it is not on the screen, still moves, or has to be
            scrolled to; asking for it scrolls there, so ask again in the next frame.
        """
        if (folded := self._shown.get(panel)) is not None and item != "fold":
            folded.unfolded = True
        key = (panel, item, value) if value else (panel, item)
        places = self._memory.places
        return places.find((*key, CROSS) if key not in places.now and (*key, CROSS) in places.now else key)

    def write_in(self, panel: str, item: str) -> None:
        """Put the keyboard into a field: the chat's, when its key opens it."""
        self._focus.take((panel, item), shown=False)
        self._focus.asked_field = (panel, item)

    def forget_field(self, panel: str) -> None:
        """Nothing that was written into a panel's fields is kept: a password."""
        for key in [key for key in self._memory.drafts if key[0] == panel]:
            del self._memory.drafts[key]

    # --- a frame ---------------------------------------------------------------------------------------------------

    def free_rect(self) -> FreeRect:
        """The part of the window that panels and toolbar leave free, as it was in the last frame."""
        return self._free

    def frame(self, hud: Hud, dt: float) -> list[Pressed]:
        """Draw one frame.

        Args:
            hud: everything to show.
            dt: seconds since the last frame.

        Returns:
            What was pressed since the last one, in order.
        """
        memory, brush, focus = self._memory, self._brush, self._focus
        memory.now += max(dt, 0.0)
        memory.dt = max(dt, 0.0)
        memory.moving = False
        self._hud = hud
        was_active = memory.active_field
        self._backend.begin(dt)
        memory.active_field = None
        brush.look, brush.alpha = self._look, 1.0
        _dress(brush)
        focus.begin()
        memory.places.begin()

        width, height = self._backend.size
        inner = Frame(width, height, self._look.scale)
        self._take_panels(hud.panels)
        widened = any(one.here and one.panel.side == "right" and one.widens for one in self._shown.values())
        inner = replace(inner, widened=widened)
        # Beside a widened column the toolbar is a little smaller, rather than taking the column's foot.
        beside = inner.working + 2 * inner.margin if widened else 0.0
        bar_wide, bar_high, side = toolbar_size(brush, hud.tools, width - 2 * inner.margin - beside)
        left = any(one.here and one.panel.side == "left" for one in self._shown.values())
        right = any(one.here and one.panel.side == "right" for one in self._shown.values())
        frame = replace(inner, toolbar=bar_high, tools_width=bar_wide)
        low, high = frame.middle(left, right)
        self._free = FreeRect(
            low / width,
            high / width,
            (bar_high + 2 * frame.margin) / height if bar_high else 0.0,
            1.0,
        )
        self._covered = []
        self._draw_behind(hud, frame, (low, high))
        self._draw_columns(frame, left, right)
        if hud.tools:
            self._draw_tools(hud, frame, (low, high), side)
        self._draw_dialogues(frame)
        if hud.veil is not None:
            self._draw_over(hud)
        focus.end()
        if was_active is not None and memory.active_field is None and focus.asked_field is None:
            memory.drafts[was_active].active = False
        self._backend.end()
        self._forget()
        pressed, self._out = self._out, []
        return pressed

    def _is_over(self) -> bool:
        """Whether the pointer, where it is now, is over the interface.

        ImGui answers for the last frame, which is wrong for a hand that moves and clicks between two of them.
        """
        if self._mouse is None:
            return False
        here = Place(*self._mouse, 0.0, 0.0)
        return any(place.overlaps(here) for place in self._covered)

    def _take_panels(self, panels: Sequence[Panel]) -> None:
        now = {panel.id: panel for panel in panels if panel.side != "screen"}
        for one in self._shown.values():
            one.here = one.panel.id in now
        ordered: dict[str, Shown] = {}
        for panel_id, panel in now.items():
            shown = self._shown.get(panel_id) or Shown(panel)
            if shown.panel is not panel:
                self._settle(shown.panel, panel)
                shown.panel = panel
            shown.here = True
            ordered[panel_id] = shown
        for panel_id, shown in self._shown.items():
            ordered.setdefault(panel_id, shown)
        self._shown = ordered
        for panel_id, shown in list(self._shown.items()):
            goal = 1.0 if shown.here else 0.0
            shown.opened = self._memory.glide(
                ("open", panel_id), goal, still=self._look.still, seconds=MOTION_S if shown.here else QUICK_S
            )
            if not shown.here and shown.opened <= 0.01:
                del self._shown[panel_id]
                for what in ("open", "y", "height"):
                    self._memory.glides.pop((what, panel_id), None)

    def _settle(self, before: Panel, after: Panel) -> None:
        """A panel that changed has answered what was on its way."""
        # Time that runs is no answer: it changes by itself, every second.
        if _without_time(before) != _without_time(after):
            for key in [key for key in self._memory.pending if key[0] == after.id]:
                del self._memory.pending[key]

    def _forget(self) -> None:
        drafts = self._memory.drafts
        here = {panel.id for panel in self._hud.panels}
        gone = [key for key in drafts if key[0] not in here]
        for key in gone[: max(0, len(gone) - KEPT_DRAFTS)]:
            del drafts[key]
        for table in [key for key in self._memory.layouts if key[0] not in here]:
            del self._memory.layouts[table]
        glides = self._memory.glides
        if len(glides) > KEPT_GLIDES:
            for name in [name for name in glides if isinstance(name, tuple) and name[0] in ("warm", "chosen", "bar")]:
                del glides[name]

    def _sheet(self, panel: str, *, live: bool) -> Sheet:
        return Sheet(
            brush=self._brush,
            focus=self._focus,
            memory=self._memory,
            language=self.language,
            panel=panel,
            x=0.0,
            y=0.0,
            width=0.0,
            out=self._out,
            live=live,
        )

    def _draw_behind(self, hud: Hud, frame: Frame, middle: tuple[float, float]) -> None:
        brush = self._brush
        brush.draw = imgui.get_background_draw_list()
        brush.alpha = 1.0
        size = self._backend.size
        draw_tags(brush, hud.tags, self.language, size)
        low, high = middle
        centre = (low + high) / 2
        if hud.crosshair:
            brush.dot(size[0] / 2, size[1] / 2, brush.px(3.5), 0x16232B, alpha=0.45)
            brush.dot(size[0] / 2, size[1] / 2, brush.px(2.2), 0xFAF6EC, alpha=0.9)
        room = high - low - 2 * frame.margin
        edge = draw_light(
            brush, hud.connection, hud.place, self.language, low + frame.margin * (low == 0), frame.margin, room * 0.5
        )
        bottom = frame.height - frame.margin - (frame.toolbar + frame.margin * 0.75 if frame.toolbar else 0.0)
        if hud.prompt is not None:
            bottom = draw_prompt(brush, hud.prompt, self.language, centre, bottom) - brush.px(8)
        if hud.hint is not None:
            bottom = draw_words_pill(brush, hud.hint, self.language, centre, bottom, min(room, brush.px(640)))
            bottom -= brush.px(8)
        if hud.caption is not None:
            draw_words_pill(brush, hud.caption, self.language, centre, bottom, min(room, brush.px(560)))
        narrow = room < brush.px(700)
        top = edge + brush.px(8) if narrow else frame.margin
        self._notices.draw(brush, self._memory, hud.notices, self.language, centre, top, min(room, brush.px(480)))

    def _draw_columns(self, frame: Frame, left: bool, right: bool) -> None:
        blocked = any(one.here and one.panel.side == "centre" for one in self._shown.values())
        # The working column first: that is where Tab should begin.
        for column in ("right", "left"):
            members = [one for one in self._shown.values() if one.panel.side == column]
            here = [one for one in members if one.here]
            gap = frame.margin * 0.75
            room = frame.column_height(left, right) - gap * max(len(here) - 1, 0)
            heights = shares([self._wanted(one, frame) for one in here], room)
            y = frame.margin
            for one, height in zip(here, heights, strict=True):
                folded = one.panel.folds and not one.unfolded
                self._settle_at(one, y, height if folded else max(height, self._brush.px(96)))
                if one.drawn > 1 and one.natural > height + 1 and self._look.scale * self._look.text >= WIDENS_FROM:
                    one.widens = True
                y += height + gap
            for one in members:
                if one.here or one.natural:
                    self._draw_one(one, frame, column == "right", live=one.here and not blocked)

    def _settle_at(self, shown: Shown, y: float, height: float) -> None:
        """Let a panel glide to where it should be; one that is not known yet begins there."""
        still = self._look.still or shown.drawn < 3
        memory, name = self._memory, shown.panel.id
        shown.y = memory.glide(("y", name), y, still=still, start=y)
        shown.height = memory.glide(("height", name), height, still=still, start=height)

    def _wanted(self, shown: Shown, frame: Frame) -> float:
        if any(isinstance(item, Log) for item in shown.panel.items) and shown.panel.side == "left":
            return max(shown.natural, frame.height * 0.45)
        return shown.natural or frame.height * 0.3

    def _draw_one(self, shown: Shown, frame: Frame, right: bool, *, live: bool) -> None:
        brush = self._brush
        brush.alpha = shown.opened if shown.drawn else 0.0
        slide = 0.0 if self._look.still else brush.px(12) * (1.0 - shown.opened) * (1 if right else -1)
        wide = frame.working if right else frame.column
        x = frame.width - frame.margin - wide if right else frame.margin
        sheet = self._sheet(shown.panel.id, live=live)
        fills = shown.panel.side == "left" and any(isinstance(item, Log) for item in shown.panel.items)
        draw_panel(sheet, shown, x + slide, shown.y, wide, shown.height, fills=fills)
        if shown.here:
            self._covered.append(Place(x, shown.y, wide, shown.height))
        brush.alpha = 1.0

    def _draw_dialogues(self, frame: Frame) -> None:
        brush = self._brush
        dialogues = [one for one in self._shown.values() if one.panel.side == "centre"]
        if not dialogues:
            return
        dim = max(one.opened for one in dialogues)
        self._full_window("dim", blocks=True)
        brush.draw = imgui.get_window_draw_list()
        brush.draw.add_rect_filled(ImVec2(0, 0), ImVec2(frame.width, frame.height), packed(0x16232B, 0.38 * dim), 0.0)
        imgui.end()
        for place, one in enumerate(dialogues):
            brush.alpha = one.opened if one.drawn else 0.0
            height = min(one.natural or frame.height * 0.5, frame.height - 2 * frame.margin)
            slide = 0.0 if self._look.still else brush.px(12) * (1.0 - one.opened)
            x = (frame.width - frame.dialogue) / 2
            y = (frame.height - height) / 2 + slide
            live = one.here and place == len(dialogues) - 1
            draw_panel(self._sheet(one.panel.id, live=live), one, x, y, frame.dialogue, height)
            brush.alpha = 1.0

    def _full_window(self, name: str, *, blocks: bool) -> None:
        imgui.set_next_window_pos(ImVec2(0, 0))
        imgui.set_next_window_size(ImVec2(*self._backend.size))
        flags = OVER_WINDOW if blocks else OVER_WINDOW | imgui.WindowFlags_.no_inputs.value
        if blocks:
            self._covered.append(Place(0.0, 0.0, *self._backend.size))
        imgui.begin(name, None, flags)
        imgui.internal.bring_window_to_display_front(imgui.internal.get_current_window())

    def _draw_tools(self, hud: Hud, frame: Frame, middle: tuple[float, float], side: float) -> None:
        low, high = middle
        room = high - low
        wide = frame.tools_width
        x = (low + high - wide) / 2 if wide + 2 * frame.margin <= room else (frame.width - wide) / 2
        y = frame.height - frame.margin - frame.toolbar
        blocked = any(one.here and one.panel.side == "centre" for one in self._shown.values())
        imgui.set_next_window_pos(ImVec2(x, y))
        imgui.set_next_window_size(ImVec2(wide, frame.toolbar))
        imgui.push_style_var(imgui.StyleVar_.window_padding.value, ImVec2(0, 0))
        self._covered.append(Place(x, y, wide, frame.toolbar))
        imgui.begin("tools", None, OVER_WINDOW)
        self._brush.draw = imgui.get_window_draw_list()
        draw_toolbar(self._sheet("toolbar", live=not blocked), hud.tools, x, y, side)
        imgui.end()
        imgui.pop_style_var()

    def _draw_over(self, hud: Hud) -> None:
        self._full_window("veil", blocks=True)
        self._brush.draw = imgui.get_window_draw_list()
        if hud.veil is not None:
            draw_veil(self._brush, self._memory, hud.veil, self.language, self._backend.size)
        imgui.end()

    def destroy(self) -> None:
        """Take the interface away; it cannot be used afterwards."""
        self._backend.destroy()


def _dress(brush: Brush) -> None:
    """ImGui's own few widgets (fields, scrollbars) in the theme."""
    style, palette = imgui.get_style(), brush.palette

    def shade(colour: int, alpha: float) -> ImVec4:
        return ImVec4((colour >> 16 & 255) / 255, (colour >> 8 & 255) / 255, (colour & 255) / 255, alpha)

    style.window_border_size = style.child_border_size = style.frame_border_size = 0.0
    style.scrollbar_size = max(brush.px(6), 6.0)
    style.scrollbar_rounding = brush.px(3)
    style.frame_rounding = brush.px(12)
    style.window_min_size = ImVec2(1, 1)
    style.set_color_(imgui.Col_.scrollbar_bg.value, shade(palette.paper, 0.0))
    style.set_color_(imgui.Col_.scrollbar_grab.value, shade(palette.quiet, 0.35))
    style.set_color_(imgui.Col_.scrollbar_grab_hovered.value, shade(palette.quiet, 0.6))
    style.set_color_(imgui.Col_.scrollbar_grab_active.value, shade(palette.primary, 0.8))
    style.set_color_(imgui.Col_.text.value, shade(palette.ink, 1.0))


def _without_time(panel: Panel) -> tuple[AnyItem, ...]:
    return tuple(item for item in panel.items if not isinstance(item, Progress))
