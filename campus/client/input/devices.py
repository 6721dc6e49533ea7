"""Keyboard and mouse of the window, sent to the interface first and to the person's body after.

The same doors serve a demonstration and the tests, which have no window.

Keys reach the body by their place (the raw event, named as on a US keyboard), and the interface by what is written on
them, so that one walks with ZQSD and still types a `z`. The window sends both for one press, in no order that one may
rely on; so they wait for `poll`, which asks the interface first and gives the body what is left.
"""

from __future__ import annotations

from typing import Any, Protocol

from panda3d.core import ButtonHandle, ButtonRegistry

from campus.client.input.intents import Held

WHEEL = {"wheel_up": 1, "wheel_down": -1}
MOUSE = {"mouse1": 0, "mouse3": 1, "mouse2": 2}


class Takes(Protocol):
    """What the interface does with input; what it takes, it keeps from the body."""

    @property
    def wants_mouse(self) -> bool:
        """Whether the pointer is over a panel, or holds one."""
        ...

    @property
    def wants_keyboard(self) -> bool:
        """Whether a field takes the keys."""
        ...

    def mouse_at(self, x: float | None, y: float | None) -> None:
        """The pointer is there, or outside."""
        ...

    def mouse_button(self, button: int, down: bool) -> bool:
        """A button went down or up; 0 is the left one. Returns whether it is the interface's."""
        ...

    def wheel(self, notches: float) -> bool:
        """The wheel turned. Returns whether it is the interface's."""
        ...

    def key(self, name: str, down: bool = True) -> bool:
        """The key with that written on it went down or up. Returns whether it is the interface's."""
        ...

    def character(self, character: str) -> None:
        """A character was typed."""
        ...

    def forget_keys(self) -> None:
        """No key is down any more."""
        ...


class Devices:
    """One person's keyboard and mouse."""

    def __init__(self, held: Held, interface: Takes) -> None:
        self._held, self._interface = held, interface
        self._window: Any = None
        self._mouse: Any = None
        self._places: list[tuple[str, bool]] = []
        self._written: list[tuple[str, bool]] = []

    def listen(self, base: Any) -> None:
        """Take the window's events; where there is no window, only what is injected arrives."""
        self._window = base.win
        base.accept("window-event", self._window_changed)
        if base.mouseWatcherNode is None or not base.buttonThrowers:
            return
        self._mouse = base.mouseWatcherNode
        thrower = base.buttonThrowers[0].node()
        thrower.set_raw_button_down_event("campus-raw-down")
        thrower.set_raw_button_up_event("campus-raw-up")
        thrower.set_button_down_event("campus-down")
        thrower.set_button_up_event("campus-up")
        thrower.set_keystroke_event("campus-keystroke")
        base.accept("campus-raw-down", lambda name: self.place(str(name), True))
        base.accept("campus-raw-up", lambda name: self.place(str(name), False))
        base.accept("campus-down", lambda name: self._button(str(name), True))
        base.accept("campus-up", lambda name: self._button(str(name), False))
        base.accept("campus-keystroke", self.character)

    def labels(self) -> dict[str, str]:
        """What is written on each key of this keyboard, by the key's place on a US one; empty without a window."""
        if self._mouse is None:
            return {}
        written = self._window.get_keyboard_map()
        found: dict[str, str] = {}
        for place in "abcdefghijklmnopqrstuvwxyz":
            button = written.get_mapped_button(ButtonRegistry.ptr().find_button(place))
            if button != ButtonHandle.none():
                found[place] = button.get_name()
        return found

    def poll(self) -> None:
        """Ask where the mouse is, and deal out the keys; once a frame, before the input is read."""
        self._point()
        typing = self._interface.wants_keyboard
        taken = [self._interface.key(name, down) for name, down in self._written]
        # A press that the interface took must not move the body as well. Which raw key belongs to which written one is
        # not told; but nobody presses two keys within one frame and means different things by them.
        keep = typing or self._interface.wants_keyboard or any(taken)
        for name, down in self._places:
            if not down:
                self._held.key_up(name)  # Always told, so that nobody walks on for ever.
            elif not keep:
                self._held.key_down(name)
        self._written.clear()
        self._places.clear()

    def _point(self) -> None:
        if self._mouse is None:
            return
        pointer = self._window.get_pointer(0)
        if pointer.get_in_window():
            self.mouse_at(pointer.get_x(), pointer.get_y())
        else:
            self._interface.mouse_at(None, None)

    def place(self, key: str, down: bool) -> None:
        """The key at that place of a US keyboard goes down or up."""
        self._places.append((key.removeprefix("raw-"), down))

    def written(self, key: str, down: bool) -> None:
        """The key with that written on it goes down or up; Panda3D may put modifiers before it, as in `shift-z`."""
        plain = key.rsplit("-", 1)[-1] if len(key) > 1 else key
        self._written.append((plain or "-", down))

    def character(self, character: str) -> None:
        """A character was typed, accents and dead keys done."""
        self._interface.character(character)

    def mouse_at(self, x: float, y: float) -> None:
        """The mouse is at these pixels."""
        self._interface.mouse_at(x, y)
        self._held.mouse_move(x, y)

    def mouse_button(self, button: int, down: bool) -> None:
        """A mouse button goes down or up where the mouse is; 0 is the left one."""
        mine = self._interface.mouse_button(button, down)
        if button != 0 or self._held.pointer is None:
            return
        if not down:
            self._held.mouse_up(*self._held.pointer)
        elif not mine:
            self._held.mouse_down(*self._held.pointer)

    def wheel(self, steps: int) -> None:
        """The wheel turns; over a panel it scrolls, elsewhere it comes closer."""
        if not self._interface.wheel(steps):
            self._held.wheel(steps)

    def tap(self, key: str) -> None:
        """Press and let go: by place and by what is written on it, as a US keyboard sends both."""
        for down in (True, False):
            self.written(key, down)
            self.place(key, down)

    def _button(self, name: str, down: bool) -> None:
        if name in WHEEL:
            if down:
                self.wheel(WHEEL[name])
        elif name in MOUSE:
            self._point()  # where it is at the press, not where it was at the last frame
            self.mouse_button(MOUSE[name], down)
        else:
            self.written(name, down)

    def _window_changed(self, window: Any) -> None:
        if window is self._window and not window.get_properties().get_foreground():
            self._held.release_all()
            self._interface.forget_keys()
