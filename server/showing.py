"""What the people of a room see of its class, and what its screens show. Owns what somebody has put away.

Asks the classes for what is so; changes none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from campus.learning.activities import Page
from campus.learning.class_screen import screen
from campus.learning.ended_panels import CLOSING, RECORD, closing, record
from campus.learning.panel import Panel
from campus.learning.panels import OPEN, elapsed_minutes, panels
from campus.learning.walls import Wall, wall
from campus.protocol.messages import Person, Press, Shows

if TYPE_CHECKING:
    from server.classroom import Classrooms


class Showing:
    """What is seen of the classes of a server.

    Args:
        classes: all of them.
        screens: space id -> the ids of its screens that show the session; `main` where a space is not named.
        walls: space id -> what hangs there beside the screen, by its id: the notes, or the time that is left.
        exports: where the files of an ended class lie, as a person finds them; empty where none are written.
    """

    def __init__(
        self,
        classes: Classrooms,
        screens: Mapping[str, Sequence[str]],
        walls: Mapping[str, Mapping[str, Wall]],
        exports: str,
    ) -> None:
        self._classes, self._exports = classes, exports
        self._screens, self._walls = dict(screens), dict(walls)
        self._minutes: dict[str, tuple[str | None, int]] = {}
        self._put_away: set[tuple[str, str, str]] = set()

    def panels(self, room: str, person: Person, now: float) -> tuple[Panel, ...]:
        """What a person in a room sees of its class; a teacher in a room without one may open one.

        Whoever took part in a class that has ended sees their own record until they put it away or leave.
        """
        session = self._classes.session_in(room)
        if session is not None:
            shown_here = panels(session, person.id, now)
            return tuple(p for p in shown_here if (room, person.id, p.id) not in self._put_away)
        found: list[Panel] = []
        ended = self._classes.ended_in(room)
        if ended is not None and person.id in ended.teachers:
            shown = closing(ended, f"{self._exports}/{ended.id}" if self._exports else "")
            if (room, person.id, CLOSING) not in self._put_away:
                return (shown,)
        found += self._classes.preparations.panels(person, now, can_open=bool(self.screens_of(room)))
        if ended is not None and (kept := record(ended, person.id)) is not None:
            found.append(kept)
        return tuple(p for p in found if (room, person.id, p.id) not in self._put_away)

    def is_a_minute_on(self, room: str, now: float) -> bool:
        """Whether the panels of a room are to be looked at again though nobody there did anything.

        The teacher's clock shows another minute than when this was last asked, or somebody elsewhere has prepared.
        """
        if self._classes.preparations.has_news(room):
            return True
        session = self._classes.session_in(room)
        if session is None or session.life != "live":
            self._minutes.pop(room, None)
            return False
        shown = (session.current, elapsed_minutes(session, now))
        before, self._minutes[room] = self._minutes.get(room), shown
        return before is not None and before != shown

    def screens(self, room: str) -> tuple[Shows, ...]:
        """What each screen of a room shows."""
        session = self._classes.session_in(room)
        shown = screen(session) if session is not None else None
        walls = self._walls.get(room.partition("/")[0], {})
        beside = (Shows(screen=id_, panel=wall(session, kind)) for id_, kind in walls.items())
        return (*(_shows(id_, shown) for id_ in self.screens_of(room)), *beside)

    def screens_of(self, room: str) -> Sequence[str]:
        """The ids of the screens of a room that show its session; a class takes place where there are some."""
        return self._screens.get(room.partition("/")[0], ("main",) if not self._screens else ())

    def puts_away(self, room: str, person: Person, press: Press) -> bool:
        """Whether a press does no more than put a panel away, or call for another in its place; then that is done."""
        if press.item == "close" and press.panel in (OPEN, RECORD, CLOSING):
            self._put_away.add((room, person.id, press.panel))
            return True
        if press.panel == CLOSING and press.item == "another":
            self._put_away.add((room, person.id, CLOSING))
            self._put_away.discard((room, person.id, OPEN))
            return True
        theirs = self._classes.preparations.is_theirs(press)
        if theirs and press.item == "close" and self._classes.session_in(room) is not None:
            self._put_away.add((room, person.id, press.panel))  # What is prepared has a word in it, too.
        return False

    def forget(self, room: str, person: str | None = None) -> None:
        """What somebody, or everybody, has put away in a room may be seen there again."""
        self._put_away = {put for put in self._put_away if put[0] != room or person not in (None, put[1])}


def _shows(id_: str, shown: Panel | Page | None) -> Shows:
    if isinstance(shown, Page):
        return Shows(screen=id_, document=shown.document, page=shown.page)
    return Shows(screen=id_, panel=shown)
