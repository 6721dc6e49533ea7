"""What each person's panels and each room's screens show, sent when it has changed. Owns what was sent last.

A vote changes what three hundred people see. Whoever pressed sees it at once; the others at most twice a second, and
only those for whom the bytes are different.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from campus.learning.panel import Panel
from campus.protocol.messages import Panels, Person, ServerMessage, Shows
from campus.protocol.wire import encode
from server.room import Room

EVERY_S = 0.5
AT_ONCE = 60
"""So many people's panels are made in one tick; a full amphitheatre takes five ticks and no tick suffers."""


class Shown(Protocol):
    """What publishing asks of the classes: see `server.showing.Showing`."""

    def panels(self, room: str, person: Person, now: float) -> tuple[Panel, ...]:
        """The panels of one person."""
        ...

    def screens(self, room: str) -> tuple[Shows, ...]:
        """What the room's screens show."""
        ...


@dataclass
class _Board:
    """One room's state of publishing: who is still to be looked at, and what everybody has."""

    touched: bool = False
    published_at: float = -EVERY_S
    due: deque[str] = field(default_factory=deque)
    panels: dict[str, bytes] = field(default_factory=dict)
    screens: dict[str, bytes] = field(default_factory=dict)


def _nothing_more(_room: Room, _person: Person) -> tuple[Panel, ...]:
    return ()


class Publisher:
    """Keeps everybody's panels and screens up to date.

    Args:
        shown: the classes.
        post: takes a message, with its JSON, to people by id.
        wall: seconds since the epoch, the clock of the classes.
        besides: the panels of a person that are the room's own and no class's; they stand below the others.
    """

    def __init__(
        self,
        shown: Shown,
        post: Callable[[Iterable[str], ServerMessage, bytes], None],
        wall: Callable[[], float],
        besides: Callable[[Room, Person], tuple[Panel, ...]] = _nothing_more,
    ) -> None:
        self._shown, self._post, self._wall, self._besides = shown, post, wall, besides
        self._boards: dict[str, _Board] = {}

    def touch(self, room: str) -> None:
        """Something has happened that may change what people in that room see."""
        self._board(room).touched = True

    def introduce(self, room: Room, person: str) -> None:
        """Somebody came into a room or needs everything again: send all screens and their panels."""
        for shows in self._shown.screens(room.id):
            self._post((person,), shows, encode(shows))
        # Panels of the room that they came from must go, so that even none at all is sent.
        self._board(room.id).panels.pop(person, None)
        self.show(room, person)

    def show(self, room: Room, person: str) -> None:
        """Send a person their panels now, if they have changed; and the room its screens."""
        self._send_panels(room, self._board(room.id), person)
        self.show_screens(room)

    def show_screens(self, room: Room) -> None:
        """Send everybody in a room what its screens show, where that has changed."""
        board = self._board(room.id)
        for shows in self._shown.screens(room.id):
            encoded = encode(shows)
            if board.screens.get(shows.screen) != encoded:
                board.screens[shows.screen] = encoded
                self._post(list(room.people), shows, encoded)

    def forget(self, room: str, person: str | None = None) -> None:
        """A person has left the room, or the room is no more."""
        if person is None:
            self._boards.pop(room, None)
        elif room in self._boards:
            self._boards[room].panels.pop(person, None)

    def tick(self, room: Room, now: float) -> None:
        """Look at some of those whose panels may have changed."""
        board = self._board(room.id)
        if board.touched and not board.due and now - board.published_at >= EVERY_S:
            board.touched, board.published_at = False, now
            board.due.extend(room.people)
            self.show_screens(room)
        for _ in range(min(AT_ONCE, len(board.due))):
            self._send_panels(room, board, board.due.popleft())

    def _send_panels(self, room: Room, board: _Board, person: str) -> None:
        resident = room.people.get(person)
        if resident is None:
            return
        shown = resident.shown()
        message = Panels(panels=(*self._shown.panels(room.id, shown, self._wall()), *self._besides(room, shown)))
        encoded = encode(message)
        if board.panels.get(person) != encoded:
            self._post((person,), message, encoded)
        board.panels[person] = encoded

    def _board(self, room: str) -> _Board:
        return self._boards.setdefault(room, _Board())
