"""Classes as they run on this server: the log in the store, the sessions in memory, and the rooms that they are in.

*Acknowledged means committed.* A press is decided on at once, its events go to the store, and only when the store has
them does the session that others see change and does `press` return. Many presses may be on their way together, so
that three hundred votes share the store's commits instead of queueing for one each.

How events get there in their order is `committing`. Owns no picture and no socket.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec

from campus.errors import Refused
from campus.learning import events as log
from campus.learning.deciding import decide
from campus.learning.entrusting import OPENING_ROLES
from campus.learning.events import AnyEvent, Arranged, Created, Did, Hand, Restarted, Turned
from campus.learning.panels import OPEN
from campus.learning.rights import Standing
from campus.learning.session import Session
from campus.learning.unit import Unit
from campus.learning.walls import Wall
from campus.protocol.messages import Person, Press
from campus.text import Text
from server.attendance import Attendance
from server.committing import STREAM, Commits, Running
from server.learners import Learners
from server.preparation import Preparations, Stations
from server.showing import Showing
from server.store import Store

SERVER = "server"
"""The actor of what the server does by itself."""
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""For codes that are read aloud: without I, L, O, 0, 1."""


def a_code() -> str:
    """A join code of six letters that is easy to read aloud."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))


class Classrooms:
    """All classes of this server.

    Args:
        units: what a teacher can open, by id.
        store: where the logs are kept.
        screens: space id -> the ids of its screens that show the session; `main` where a space is not named.
        walls: space id -> what hangs there beside the screen, by its id: the notes, or the time that is left.
        new_id: makes the id of a new session.
        new_code: makes a join code.
        exports: where the files of an ended class lie, as a person finds them; empty where none are written.
        ended: told the id of a session once its end is committed; what it raises is logged.
        stations: where one works before class; see `server.preparation`.
        reread: reads the units' files again, for a draft that takes their newest version.
        learners: hears what is committed, and proposes; None where nobody is estimated and nothing reviewed.
    """

    def __init__(
        self,
        units: Mapping[str, Unit],
        store: Store,
        *,
        screens: Mapping[str, Sequence[str]] | None = None,
        walls: Mapping[str, Mapping[str, Wall]] | None = None,
        new_id: Callable[[], str] = lambda: secrets.token_hex(4),
        new_code: Callable[[], str] = a_code,
        exports: str = "",
        ended: Callable[[str], Awaitable[object]] | None = None,
        stations: Stations | None = None,
        reread: Callable[[], Awaitable[Mapping[str, Unit]]] | None = None,
        learners: Learners | None = None,
    ) -> None:
        self._units, self._store = dict(units), store
        self._new_id, self._new_code = new_id, new_code
        self._sessions: dict[str, Running] = {}
        self._lowered: dict[str, list[str]] = {}
        self._to_seat: set[str] = set()
        self._heard: dict[str, float] = {}
        self._commits = Commits(store, learners, ended)
        self._learners = learners
        self.attendance = Attendance(self)
        self.showing = Showing(self, screens or {}, walls or {}, exports)
        self.preparations = Preparations(self, self._units, stations or {}, reread, learners)

    # --- asked by the hub ------------------------------------------------------------------------------------------

    async def resume(self, now: float = 0.0) -> None:
        """Rebuilds every session from its log; nobody is connected yet. Call once, before the first connection."""
        for stream in await self._store.streams(STREAM):
            running, heard = Running(None, None), now
            for entry in await self._store.read(stream, 0):
                event = log.decode(entry.payload)
                heard = event.at
                running.tell(entry.actor, (event,))
                if event.message:
                    running.messages[entry.actor, event.message] = None
            running.ahead = running.told
            if running.told is not None and not running.told.is_over:
                self._sessions[running.told.id] = running
                self._heard[running.told.id] = heard
                await self._commits.start(running, SERVER, (Restarted(at=now),), None)

    def hold_untaught(self) -> list[asyncio.Task[None]]:
        """Holds every running class to which nobody has come back who runs it; call it once, a while after `resume`.

        A server that is killed takes its teachers' connections with it and can tell nobody. The hold counts from when
        the log last heard of the class, as attendance does: its timers lose nothing by the night that a server was out.

        Returns:
            What ends when each hold is committed.
        """
        heard, self._heard = self._heard, {}
        told = []
        for id_, at in heard.items():
            running = self._sessions.get(id_)
            session = running.ahead if running is not None else None
            if running is None or session is None or session.life != "live" or session.has_teacher:
                continue
            told.append(self._commits.start(running, SERVER, (Turned(at=at, verb="hold"),), None))
        return told

    def instance_for(self, space: str, person: str, code: str | None) -> str | None:
        """The room that a person who goes to `space` belongs in: that of their class there, or None for the common one.

        A join code counts first; then the class that they run, then one that they took part in or are expected in, the
        newest first.
        """
        here = [s for s in self.told() if s.space == space and s.has_doors]
        for session in reversed(here):
            if code and session.code == code.strip().upper():
                return session.room
        for session in reversed(here):
            if session.standing(person) in ("facilitator", "convenor"):
                return session.room
        return next((s.room for s in reversed(here) if person in s.people), None)

    def space_for(self, code: str) -> str | None:
        """The space in which the class with that join code is, or None; before its doors are open it is nowhere."""
        return next((s.space for s in self.told() if s.has_doors and s.code == code.strip().upper()), None)

    def lets_in(self, code: str) -> bool:
        """Whether that is the join code of a class that one can come to, or prepare for."""
        return any(s.code == code.strip().upper() for s in self.told() if s.life != "draft")

    def code_of(self, session: str) -> str | None:
        """The join code of a class that is not over, or None."""
        return next((s.code for s in self.told() if s.id == session), None)

    def session_in(self, room: str) -> Session | None:
        """The class that runs in a room, as committed, or None."""
        return next((s for s in reversed(self.told()) if s.room == room and s.has_doors), None)

    def ended_in(self, room: str) -> Session | None:
        """The class that was in a room last, where it has ended since this server runs; None where none has."""
        newest = next((r.told for r in reversed(self._sessions.values()) if r.told and r.told.room == room), None)
        return newest if newest is not None and newest.life == "ended" else None

    def standing(self, room: str, person: Person) -> Standing:
        """How somebody in a room stands to its class; in one without, whoever may open a class may do what runs one."""
        session = self.session_in(room)
        if session is not None:
            return session.standing(person.id)
        return "facilitator" if person.role in OPENING_ROLES else "participant"

    async def arranged(self, room: str, by: str, layout: str, light: str, message: str, now: float) -> bool:
        """Keeps how a class's room is furnished and lit from now on, and returns once the store has it.

        Returns:
            False where no class runs in that room; nothing is kept then.

        Raises:
            StoreError: the store could not keep it; nothing has changed.
        """
        running = self._running_in(room)
        if running is None or running.ahead is None:
            return False
        if not message or not await running.is_repeated(by, message):
            event = Arranged(at=now, message=message, layout=layout, light=light)
            await asyncio.shield(self._commits.start(running, by, (event,), message or None))
        return True

    async def press(self, room: str, person: Person, press: Press, now: float) -> None:
        """Does what a press on one of these panels asks for, and returns once the store has it.

        The same message again (a client that did not hear back) is applied once and returns.

        Raises:
            Refused: not theirs, or not possible now; nothing has changed.
            StoreError: the store could not keep it; nothing has changed.
        """
        if self.showing.puts_away(room, person, press):
            return
        if self.preparations.is_theirs(press):
            await self.preparations.press(room, person, press, now)
            return
        if press.panel == OPEN:
            await self._open(room, person, press, now)
            return
        running = self._running_in(room)
        if running is None or running.ahead is None:
            raise Refused("unknown", "No class runs in this room.", "Aucun cours n’a lieu dans cette salle.")
        if await running.is_repeated(person.id, press.client_message_id):
            return
        ahead = running.ahead
        known = self._learners.readiness(ahead.students, ahead.unit.competencies) if self._learners else {}
        decided = decide(ahead, person.id, press.panel, press.item, press.value, now, known=known)
        if press.item == "seat" and not decided:
            self._to_seat.add(room)
            return
        marked = tuple(msgspec.structs.replace(event, message=press.client_message_id) for event in decided)
        await asyncio.shield(self._commits.start(running, person.id, marked, press.client_message_id))
        self._lowered.setdefault(room, []).extend(e.person for e in decided if isinstance(e, Hand) and not e.up)

    def to_seat(self, room: str) -> bool:
        """Whether the teacher has asked to seat everyone in a room since this was last asked."""
        asked = room in self._to_seat
        self._to_seat.discard(room)
        return asked

    def placed(self, room: str, activity: str, places: tuple[Text, ...], now: float) -> asyncio.Task[None] | None:
        """Where the server has seated each group; the class keeps it, so that a call says from which table it comes."""
        running = self._running_in(room)
        if running is None or running.ahead is None or running.ahead.current != activity:
            return None
        seated = Did(at=now, activity=activity, verb="placed", value=msgspec.json.encode(places).decode())
        return self._commits.start(running, SERVER, (seated,), None)

    def lowered(self, room: str) -> tuple[str, ...]:
        """Whose hands the teacher has lowered since this was last asked; the room lowers them over their heads."""
        return tuple(self._lowered.pop(room, ()))

    async def reread(self, person: str) -> None:
        """Somebody was taken out of the log: take them out of the classes that are in memory, too.

        Each class is read again between two commits, so that nothing of it is lost and nothing of them comes back.
        """
        for running in list(self._sessions.values()):
            if running.told is None or person not in running.told.people:
                continue
            await self._commits.reread(running)
            running.messages = {key: task for key, task in running.messages.items() if key[0] != person}
        self.attendance.forget(person)

    async def settle(self) -> None:
        """Waits until everything that is on its way to the store has arrived; before the server stops."""
        await self._commits.settle()

    def is_station(self, room: str, node: str) -> bool:
        """Whether a node of a room is a station at which one works before class."""
        return self.preparations.is_station(room.partition("/")[0], node)

    def work_at(self, room: str, node: str, person: Person) -> None:
        """Somebody works at a station of a room: what belongs there lies before them.

        Raises:
            Refused: `nothing_here`, when there is nothing for them to do.
        """
        self.preparations.work_at(room.partition("/")[0], node, person, self.session_in(room))
        self.showing.forget(room, person.id)

    # --- asked by the preparations and the attendance -----------------------------------------------------------------

    def unit(self, id_: str) -> Unit:
        """The unit of that id.

        Raises:
            Refused: `unknown`.
        """
        unit = self._units.get(id_)
        if unit is None:
            raise Refused(
                "unknown",
                f"This server has no unit '{id_}'.",
                f"Ce serveur n’a pas d’unité «\u00a0{id_}\u00a0».",
            )
        return unit

    def fresh(self) -> tuple[str, str]:
        """The id and the join code of a class that is about to be made."""
        return self._new_id(), self._new_code()

    def told(self) -> list[Session]:
        """Every class that is not over, as committed, the oldest first."""
        return [r.told for r in self._sessions.values() if r.told is not None and not r.told.is_over]

    def ahead(self, id_: str) -> Session | None:
        """A class with what is on its way to the store, or None where there is none of that id that is not over."""
        running = self._sessions.get(id_)
        return (
            running.ahead if running is not None and running.ahead is not None and not running.ahead.is_over else None
        )

    def ahead_in(self, room: str) -> Session | None:
        """The class that runs in a room with what is on its way to the store, or None."""
        running = self._running_in(room)
        return running.ahead if running is not None else None

    def is_taken(self, room: str) -> bool:
        """Whether a class takes place in a room."""
        return self._running_in(room) is not None

    async def was_taken(self, id_: str, person: str, message: str) -> bool:
        """Whether a class has had that message already; waits until it is committed, and raises what it raised."""
        running = self._sessions.get(id_)
        return running is not None and await running.is_repeated(person, message)

    def commit(self, id_: str, actor: str, decided: Sequence[AnyEvent], message: str | None) -> asyncio.Task[None]:
        """Puts events of a class on their way to the store; the task ends when they are committed."""
        return self._commits.start(self._sessions[id_], actor, decided, message)

    async def create(self, actor: str, created: Created, then: Sequence[AnyEvent], message: str) -> bool:
        """A new class, once the store has it; False where that message has made one already."""
        for known in list(self._sessions.values()):
            if await known.is_repeated(actor, message):
                return False
        running = self._sessions[created.session] = Running(None, None)
        try:
            await asyncio.shield(self._commits.start(running, actor, (created, *then), message))
        finally:
            if running.told is None:
                del self._sessions[created.session]
        return True

    # --- inside ----------------------------------------------------------------------------------------------------

    def _running_in(self, room: str) -> Running | None:
        found = [r for r in self._sessions.values() if r.ahead and r.ahead.room == room and r.ahead.has_doors]
        return found[-1] if found else None

    async def _open(self, room: str, person: Person, press: Press, now: float) -> None:
        """A session of the unit that `press.value` names adopts the room where its teacher stands."""
        if person.role not in OPENING_ROLES:
            raise Refused("not_allowed", "Only a teacher opens a class.", "Seul un enseignant ouvre un cours.")
        unit = self.unit(press.value)
        space = room.partition("/")[0]
        id_ = self._new_id()
        taken = self._running_in(room) is not None
        created = Created(
            at=now,
            message=press.client_message_id,
            session=id_,
            unit=unit,
            space=space,
            room=f"{space}/{id_}" if taken else room,
            code=self._new_code(),
            name=person.name,
            role=person.role,
        )
        self.showing.forget(created.room)
        if await self.create(person.id, created, (Turned(at=now, verb="admit"),), press.client_message_id):
            await self.attendance.gather(id_, now)
