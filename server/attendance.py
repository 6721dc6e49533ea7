"""Who is in which room, and what their coming and going means for the class there.

Kept in memory only: what a class makes of it goes to its log, as any other event of it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from campus.learning.deciding import coming, leaving, raising
from campus.learning.entrusting import TEACHING_ROLES
from campus.learning.fold import apply
from campus.protocol.messages import Person

if TYPE_CHECKING:
    from server.classroom import Classrooms


class Attendance:
    """Who is here, of all rooms of this server, those without a class included.

    Args:
        classes: to which it is told.
    """

    def __init__(self, classes: Classrooms) -> None:
        self._classes = classes
        self._present: dict[str, dict[str, Person]] = {}
        self._about: dict[str, tuple[str, str]] = {}
        """Person -> in which language they read, and the join code that they came with."""

    def came(
        self, room: str, person: Person, now: float, *, language: str = "", code: str | None = None
    ) -> asyncio.Task[None] | None:
        """Somebody came into a room, came back, or changed (their hand, whether they are away).

        Call it in rooms without a class, too: whoever is in a room takes part in a class that is opened there later.

        Args:
            room: its id.
            person: as the room shows them.
            now: the server's clock.
            language: in which they read.
            code: the join code that they came with; that of a class tells that they were invited to it.

        Returns:
            What ends when it is committed, or None where there is nothing to commit.
        """
        self._about[person.id] = (language, (code or "").strip().upper())
        expected = self._classes.preparations.expect(person, code, now) if code and not person.away else None
        present = self._present.setdefault(room, {})
        if person.away:
            present.pop(person.id, None)
        else:
            present[person.id] = person
        session = self._classes.ahead_in(room)
        return self._note(session.id, person, now) if session is not None else expected

    def left(self, room: str, person: Person, now: float) -> asyncio.Task[None] | None:
        """Somebody left a room. Returns as `came` does."""
        present = self._present.get(room, {})
        present.pop(person.id, None)
        self._classes.showing.forget(room, person.id)
        if not present:
            self._present.pop(room, None)
        session = self._classes.ahead_in(room)
        if session is None:
            return None
        decided = leaving(session, person.id, now, gone=True)
        return self._classes.commit(session.id, person.id, decided, None) if decided else None

    async def gather(self, id_: str, now: float) -> None:
        """Whoever stands in the room of a class takes part in it; returns once that is committed."""
        session = self._classes.ahead(id_)
        present = list(self._present.get(session.room, {}).values()) if session is not None else []
        joined = [self._note(id_, who, now) for who in present]
        await asyncio.gather(*(asyncio.shield(task) for task in joined if task is not None))

    def rooms_of_teachers(self) -> set[str]:
        """The rooms in which somebody is who may be running a class elsewhere."""
        return {room for room, here in self._present.items() if any(p.role in TEACHING_ROLES for p in here.values())}

    def forget(self, person: str) -> None:
        """Keeps nothing of how somebody came here."""
        self._about.pop(person, None)

    def _note(self, id_: str, person: Person, now: float) -> asyncio.Task[None] | None:
        """What a person's being as they are means for the class of the room that they are in."""
        session = self._classes.ahead(id_)
        if session is None:
            return None
        if person.away:
            decided = leaving(session, person.id, now)
        else:
            language, code = self._about.get(person.id, ("", ""))
            invited = code == session.code
            decided = coming(session, person.id, person.name, person.role, now, language=language, invited=invited)
            ahead = session
            for event in decided:
                ahead = apply(ahead, person.id, event)
            decided += raising(ahead, person.id, person.hand, now)
        return self._classes.commit(id_, person.id, decided, None) if decided else None
