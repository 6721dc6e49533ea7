"""Where the keyboard is: which item has the focus ring and what a key does to it. Pure: no ImGui, no drawing.

Tab goes from stop to stop across all panels; a group (a line of segments, a table's rows) is one stop, and arrows move
inside it. While a frame is built each item tells of itself with `spot`; a key is judged against the frame just shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Key = tuple[str, ...]
"""Panel id, item id, and inside a group the option's id."""

Kind = Literal["button", "card", "segment", "row", "field", "slider", "log"]


@dataclass(frozen=True)
class Spot:
    """One thing that can have the focus."""

    key: Key
    kind: Kind
    group: Key
    """What it is one stop with; its own key when it stands alone."""


class Focus:
    """Which spot has the focus.

    Attributes:
        key: it, or `None`.
        shown: whether its ring is drawn: after the keyboard moved it, not after the mouse did.
        asked_field: a field that should start to take letters.
        moved: whether the focus moved since the last frame, so that a panel scrolls to it.
    """

    def __init__(self) -> None:
        self.key: Key | None = None
        self.shown = False
        self.asked_field: Key | None = None
        self.moved = False
        self._spots: list[Spot] = []
        self._next: list[Spot] = []
        self._activated: Key | None = None
        self._nudged: tuple[Key, int] | None = None
        self._last_in_group: dict[Key, Key] = {}
        self._preferred: dict[Key, Key] = {}

    # --- while a frame is built ------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start a frame."""
        self._next = []
        self._preferred = {}

    def spot(self, key: Key, kind: Kind, *, group: Key | None = None, preferred: bool = False) -> bool:
        """Tell of an item, in reading order.

        Args:
            key: who it is, the same from frame to frame.
            kind: how keys act on it.
            group: the stop that it shares with others.
            preferred: inside a group, the one that Tab comes to first (the selected one).

        Returns:
            Whether the keyboard has just pressed it.
        """
        spot = Spot(key, kind, group or key)
        self._next.append(spot)
        if preferred:
            self._preferred[spot.group] = key
        if self._activated == key:
            self._activated = None
            return True
        return False

    def nudge(self, key: Key) -> int:
        """How many steps the keyboard has just moved the slider, or scrolled the log, `key`."""
        if self._nudged is not None and self._nudged[0] == key:
            steps = self._nudged[1]
            self._nudged = None
            return steps
        return 0

    def rings(self, key: Key) -> bool:
        """Whether to draw the ring around `key`."""
        return self.shown and self.key == key

    def end(self) -> None:
        """The frame is built: what was told of is what keys act on now. What is gone loses the focus."""
        self._spots = self._next
        self.moved = False
        if self.key is not None and all(spot.key != self.key for spot in self._spots):
            stands_in = next((spot for spot in self._spots if spot.key[:2] == self.key[:2]), None)
            self.key = stands_in.key if stands_in is not None and self.shown else None
            self.shown = self.shown and self.key is not None
        self._activated = None
        self._nudged = None

    # --- keys ------------------------------------------------------------------------------------------------------

    @property
    def stops(self) -> list[Spot]:
        """Where Tab stops, in order."""
        seen: dict[Key, Spot] = {}
        for spot in self._spots:
            wanted = self._last_in_group.get(spot.group, self._preferred.get(spot.group))
            if spot.group not in seen or spot.key == wanted:
                seen[spot.group] = spot
        return list(seen.values())

    @property
    def kind(self) -> Kind | None:
        """The kind of what has the focus."""
        return next((spot.kind for spot in self._spots if spot.key == self.key), None)

    def take(self, key: Key | None, *, shown: bool) -> None:
        """Give the focus to `key`; a click does so without showing a ring."""
        self.key, self.shown = key, shown and key is not None
        self.moved = True
        for spot in self._spots:
            if spot.key == key:
                self._last_in_group[spot.group] = spot.key
                if spot.kind == "field" and shown:
                    self.asked_field = key

    def tab(self, step: int) -> bool:
        """Go to the next stop (or with -1 the one before).

        Returns:
            Whether there is anywhere to go.
        """
        stops = self.stops
        if not stops:
            return False
        groups = [spot.group for spot in stops]
        here = next((spot.group for spot in self._spots if spot.key == self.key), None)
        # A panel's own focus survives a click: Tab goes on from there.
        place = (groups.index(here) + step) % len(stops) if here in groups else (0 if step > 0 else len(stops) - 1)
        self.take(stops[place].key, shown=True)
        return True

    def arrow(self, name: Literal["left", "right", "up", "down"]) -> bool:
        """An arrow key: a step on a slider or a log, the neighbour in a group, elsewhere the next or previous stop."""
        if not self.shown or self.key is None:
            return False
        here = next((place for place, spot in enumerate(self._spots) if spot.key == self.key), None)
        if here is None:
            return False
        step = 1 if name in ("right", "down") else -1
        kind = self._spots[here].kind
        if (kind == "slider" and name in ("left", "right")) or (kind == "log" and name in ("up", "down")):
            self._nudged = (self.key, step)
            return True
        if kind == "segment" and name in ("up", "down"):
            return self._beyond_group(here, step)
        if 0 <= here + step < len(self._spots):
            self.take(self._spots[here + step].key, shown=True)
        return True

    def _beyond_group(self, here: int, step: int) -> bool:
        place = here
        while 0 <= place < len(self._spots) and self._spots[place].group == self._spots[here].group:
            place += step
        if 0 <= place < len(self._spots):
            self.take(self._spots[place].key, shown=True)
        return True

    def press(self) -> bool:
        """Enter or Space on what has the focus."""
        if not self.shown or self.key is None:
            return False
        if self.kind == "field":
            self.asked_field = self.key
        else:
            self._activated = self.key
        return True

    def hide(self) -> bool:
        """Escape: take the ring away.

        Returns:
            Whether there was one.
        """
        was, self.shown = self.shown, False
        return was
