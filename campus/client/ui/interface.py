"""The interface: data in, drawn with Dear ImGui, what was pressed out.

Owns what the keyboard and the mouse mean to it, and when a frame begins and ends; what is drawn where is `layers`, and
nothing about the campus is decided here. Use: hand the window's events to `mouse_at`, `mouse_button`, `wheel`, `key`
and `character`, call `frame` once in every frame, and act on what it returns. Everything works offscreen with injected
events.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from imgui_bundle import ImVec2, ImVec4, imgui

from campus.client.ui import shortcuts
from campus.client.ui.backend import Backend
from campus.client.ui.brush import Brush
from campus.client.ui.columns import Place
from campus.client.ui.focus import Focus
from campus.client.ui.hud import FreeRect, Hud
from campus.client.ui.keyboard import DIGITS
from campus.client.ui.layers import Layers
from campus.client.ui.panels import CROSS
from campus.client.ui.sheet import Memory
from campus.client.ui.theme import Look, font_folder
from campus.learning.panel import Pressed
from campus.text import Language

BUILT_AGAIN_S = 0.5
"""What stands still is built anew so often all the same: ImGui has slow things of its own."""
STANDS_AFTER, WORDS_STAND_AFTER = 12, 2
"""Frames that are built before one is left out: panels that are drawn first are measured in them, and glide to their
places; a name over a head, or what the key does now, is there at once."""
_ARROWS = {"arrow_left": "left", "arrow_right": "right", "arrow_up": "up", "arrow_down": "down"}


class Interface:
    """Panels, toolbar, names over heads and everything else that is drawn flat over the view.

    Attributes:
        language: the person's.
        look: scale, text size, dark theme, reduced motion; may be set at any time.
        built: how many frames were built so far; the others were left as they were drawn.
    """

    def __init__(self, base: Any, language: Language = "fr", scale: float = 1.0, *, fonts: Path | None = None) -> None:
        self.language: Language = language
        self.built = 0
        self._backend = Backend(base)
        self._brush = Brush(self._backend, fonts if fonts is not None else font_folder())
        self._look = Look(scale=scale).within_bounds()
        self._focus = Focus()
        self._memory = Memory()
        self._out: list[Pressed] = []
        self._layers = Layers(self._brush, self._focus, self._memory, self._out)
        self._hud = Hud()
        self._held_keys: set[str] = set()
        self._pressed_here: set[int] = set()
        self._mouse: tuple[float, float] | None = None
        self._touched = True
        self._to_build = STANDS_AFTER
        self._unbuilt_s = 0.0
        self._built_in: tuple[Language, Look, tuple[int, int]] | None = None

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
        at = None if x is None or y is None else (x, y)
        if at != self._mouse and not self._touched:
            over_before = self._is_over()
            self._mouse = at
            self._touched = over_before or self._is_over()  # to look round beside the panels is nothing to them
        self._mouse = at
        self._backend.mouse_at(x, y)

    def mouse_button(self, button: int, down: bool) -> bool:
        """Button 0 (left), 1 (right) or 2 (middle) went down or up.

        Returns:
            Whether it is the interface's.
        """
        self._touched = True
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
            self._touched = True
            self._backend.wheel(notches)
        return over

    def character(self, character: str) -> None:
        """A character was typed; only a field that is being written in takes it."""
        if self._writing:
            self._touched = True
            self._backend.character(character)

    def forget_keys(self) -> None:
        """The window lost the keyboard: no key is down any more."""
        self._touched = True
        self._held_keys.clear()
        self._pressed_here.clear()
        self._backend.forget_keys()

    def key(self, name: str, down: bool = True) -> bool:
        """A key, by Panda3D's name of it (`tab`, `arrow_up`, `e`, `1`), went down or up.

        Returns:
            Whether the interface took it. A key that went down here also comes up here, so that the view never sees
            half of a press.
        """
        self._touched = True
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
        long = [one.panel.id for one in self._layers.shown.values() if one.here and one.overflows]
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
        if (folded := self._layers.shown.get(panel)) is not None and item not in ("fold", "close"):
            self._touched = self._touched or not folded.unfolded
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
        return self._layers.free

    def frame(self, hud: Hud, dt: float) -> list[Pressed]:
        """Draw one frame; one that would be as the last one is left as it is drawn.

        Args:
            hud: everything to show.
            dt: seconds since the last frame.

        Returns:
            What was pressed since the last one, in order.
        """
        memory, brush, focus = self._memory, self._brush, self._focus
        memory.now += max(dt, 0.0)
        self._unbuilt_s += max(dt, 0.0)
        if self._stands(hud):
            return []
        memory.dt, self._unbuilt_s = self._unbuilt_s, 0.0
        self.built += 1
        memory.moving = False
        self._hud, self._touched = hud, False
        was_active = memory.active_field
        self._backend.begin(memory.dt)
        memory.active_field = None
        brush.look, brush.alpha = self._look, 1.0
        _dress(brush)
        focus.begin()
        memory.places.begin()

        self._layers.draw(hud, self.language, self._backend.size)
        focus.end()
        if was_active is not None and memory.active_field is None and focus.asked_field is None:
            memory.drafts[was_active].active = False
        self._backend.end()
        self._layers.forget(hud.panels)
        pressed = list(self._out)
        self._out.clear()
        return pressed

    def _stands(self, hud: Hud) -> bool:
        """Whether a frame would be as the last one: nothing to show is new, nothing was done, and nothing glides."""
        memory, focus = self._memory, self._focus
        drawn_in = (self.language, self._look, self._backend.window_size)
        before = self._hud
        others = (hud.panels, hud.tools, hud.veil, hud.notices) != (
            before.panels,
            before.tools,
            before.veil,
            before.notices,
        )
        waits = (
            memory.moving
            or memory.active_field is not None
            or focus.asked_field is not None
            or focus.moved
            or memory.places.wanted is not None
            or memory.page is not None
            or self._layers.notices_go
            or memory.pending
            or memory.slid
            or self._pressed_here
            or self._out
        )
        if self._touched or waits or others or drawn_in != self._built_in:
            self._to_build = STANDS_AFTER
        elif hud != before:
            self._to_build = max(self._to_build - 1, WORDS_STAND_AFTER)
        else:
            self._to_build = max(self._to_build - 1, 0)
        self._built_in = drawn_in
        return not self._to_build and self._unbuilt_s < BUILT_AGAIN_S

    def _is_over(self) -> bool:
        """Whether the pointer, where it is now, is over the interface.

        ImGui answers for the last frame, which is wrong for a hand that moves and clicks between two of them.
        """
        if self._mouse is None:
            return False
        here = Place(*self._mouse, 0.0, 0.0)
        return any(place.overlaps(here) for place in self._layers.covered)

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
