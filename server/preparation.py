"""Classes before their doors open, and the work of learners outside of class: who has what before them, and where.

A class that is a draft, or that is being prepared for, has no room: its teacher and its learners come to it from
wherever they stand, over days. So its panels are found by its id and not by a room. Everything that happens to it is
committed as anything else in `classroom`; what this keeps by itself is only what lies open before whom.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from campus.errors import Refused
from campus.learning.deciding import decide
from campus.learning.desk_panels import DESK, choosing, desk, unopened
from campus.learning.entrusting import OPENING_ROLES, TEACHING_ROLES
from campus.learning.events import AnyEvent, Created, Enrolled, Housed, Revised
from campus.learning.panel import Panel
from campus.learning.panels import OPEN, opening
from campus.learning.planning_panels import panel_id, planning
from campus.learning.preparation_panels import preparing
from campus.learning.session import ANSWERING_ROLES, Session
from campus.learning.unit import Unit
from campus.protocol.messages import Person, Press
from server.learners import Learners

if TYPE_CHECKING:
    from server.classroom import Classrooms

Stations = Mapping[str, Mapping[str, tuple[str, str]]]
"""Space id -> station's node id -> the unit and the part of it that one works at there."""
GUESSES = 20
"""So many wrong codes may one person type; a class's code has six letters."""
_OWN = frozenset({"draft", "prepare", "review", "standing", "contested"})
"""What the ids of these panels begin with."""
MOST_DRAFTS = 40
"""One teacher has no more classes before their doors than this."""


class Preparations:
    """The classes of a server that have no room yet.

    Args:
        classes: all classes of the server.
        units: what a class can be made from, by id.
        stations: where one works before class.
        reread: reads the units' files again; None where they cannot have changed.
        learners: what learners do by themselves beside preparing; None where nobody reviews here.
    """

    def __init__(
        self,
        classes: Classrooms,
        units: dict[str, Unit],
        stations: Stations,
        reread: Callable[[], Awaitable[Mapping[str, Unit]]] | None,
        learners: Learners | None,
    ) -> None:
        self._classes, self._units, self._stations, self._reread = classes, units, stations, reread
        self._work = learners
        self._before: dict[str, str] = {}
        """Person -> the id of the panel that they have open before them."""
        self._how: dict[str, str] = {}
        self._modes: dict[tuple[str, str], str] = {}
        self._asks: set[str] = set()
        self._wrong: dict[str, int] = {}
        self._news: set[str] = set()

    # --- what is seen ----------------------------------------------------------------------------------------------

    def panels(self, person: Person, now: float, *, can_open: bool) -> tuple[Panel, ...]:
        """What somebody sees in a room where no class runs.

        Args:
            person: who looks.
            now: the server's clock.
            can_open: whether a class can take place in that room.
        """
        if person.role in TEACHING_ROLES:
            return self._teachers(person, now, can_open=can_open and person.role in OPENING_ROLES)
        if person.role in ANSWERING_ROLES:
            found = self._learners(person, now)
            return () if found is None else (found,)
        return ()

    def _teachers(self, person: Person, now: float, *, can_open: bool) -> tuple[Panel, ...]:
        mine = [s for s in self._unopened() if s.standing(person.id) in ("convenor", "facilitator")]
        shown = next((s for s in mine if panel_id(s) == self._before.get(person.id)), None)
        if shown is not None:
            return (self._planning(shown, person, now),)
        work = self._work
        looked_at = work.contested_panel(person, self._before.get(person.id, "")) if work is not None else None
        if looked_at is not None:
            return (looked_at,)
        if not can_open:
            return ()
        how = self._how.get(person.id, "now")
        contests = () if work is None else work.contested_by_students_of(person)
        return (opening(tuple(self._units.values()), choosing(how), (*unopened(mine), *contests)),)

    def _planning(self, session: Session, person: Person, now: float) -> Panel:
        newer = self._units.get(session.unit.id)
        versions = {q.id: q.version for q in newer.questions} if newer is not None else {}
        changed = [q.id for q in session.source.questions if versions.get(q.id, q.version) != q.version]
        return planning(
            session,
            now,
            mode=self._modes.get((person.id, session.id), ""),
            changed=changed,
            lives_on=newer is not None and newer != session.source,
        )

    def _learners(self, person: Person, now: float) -> Panel | None:
        before = self._before.get(person.id, "")
        mine = [s for s in self._unopened() if s.life == "prep_open" and s.standing(person.id) == "expected"]
        for session in mine:
            if before == f"prepare.{session.id}":
                return preparing(session, person.id, now)
        if self._work is not None and (own := self._work.panel(person, before, now)) is not None:
            return own
        due, known = (0, False) if self._work is None else self._work.has_for(person.id, now)
        asks = person.id in self._asks
        if not (mine or due or asks or (known and before == DESK)):
            return None
        return desk(mine, person.id, due=due, known=known, asks=asks)

    def _unopened(self) -> list[Session]:
        return [s for s in self._classes.told() if s.life in ("draft", "prep_open")]

    def has_news(self, room: str) -> bool:
        """Whether something that somebody in a room may see has happened elsewhere, since this was last asked."""
        is_news = room in self._news
        self._news.discard(room)
        return is_news

    # --- what is done ----------------------------------------------------------------------------------------------

    def is_theirs(self, press: Press) -> bool:
        """Whether a press is on one of these panels."""
        own = press.panel == OPEN and press.item in ("how", "draft", "go-on", "contested")
        return own or press.panel == DESK or press.panel.partition(".")[0] in _OWN

    async def press(self, room: str, person: Person, press: Press, now: float) -> None:
        """Does what a press asks for, and returns once the store has it.

        Raises:
            Refused: not theirs, or not possible now; nothing has changed.
            StoreError: the store could not keep it; nothing has changed.
        """
        kind, _, id_ = press.panel.partition(".")
        if press.item == "close":
            self._put_away(person, kind)
        elif press.panel == OPEN:
            await self._at_the_units(room, person, press, now)
        elif press.panel == DESK:
            await self._at_the_desk(person, press, now)
        elif kind in ("review", "standing", "contested"):
            if self._work is None:
                raise _no_class()
            await self._work.press(person, press, now)
        else:
            await self._at_a_class(room, person, id_, press, now)
        self._tell(room)

    def expect(self, person: Person, code: str, now: float) -> asyncio.Task[None] | None:
        """Somebody came to the campus with a code; where one can prepare for its class, they are expected there.

        Returns:
            What ends when that is committed, or None where there is nothing to commit.
        """
        session = self._with_code(code)
        if session is None or person.role not in ANSWERING_ROLES or person.id in session.people:
            return None
        self._before.setdefault(person.id, f"prepare.{session.id}")
        enrolled = Enrolled(at=now, name=person.name, role=person.role)
        return self._classes.commit(session.id, person.id, (enrolled,), None)

    def is_station(self, space: str, node: str) -> bool:
        """Whether a node is a station."""
        return node in self._stations.get(space, {})

    def work_at(self, space: str, node: str, person: Person, runs: Session | None) -> None:
        """Somebody works at a station: what belongs there lies before them.

        Args:
            space: where the station is.
            node: its id.
            person: who works there.
            runs: the class that runs in that room, if one does: its own panels are all that is shown there.

        Raises:
            Refused: `nothing_here`, when there is nothing for them to do.
        """
        unit, part = self._stations[space][node]
        if runs is not None:
            if person.role not in ANSWERING_ROLES or not runs.is_led_to_catch_up(person.id):
                raise Refused(
                    "nothing_here", "You have nothing to make up for here.", "Vous n’avez rien à rattraper ici."
                )
            return
        if part != "preparation":
            self._before[person.id] = "review." if part == "review" else "standing."
            return
        of_unit = [s for s in self._unopened() if s.unit.id == unit]
        mine = next((s for s in of_unit if s.standing(person.id) in ("expected", "convenor", "facilitator")), None)
        if mine is not None:
            self._before[person.id] = panel_id(mine) if person.role in TEACHING_ROLES else f"prepare.{mine.id}"
        elif person.role in ANSWERING_ROLES:
            self._before[person.id] = DESK
            self._asks.add(person.id)
        else:
            raise Refused(
                "nothing_here",
                "You have no class in preparation on this subject. Choose 'Prepare first' where you open a class.",
                "Vous n’avez aucun cours en préparation sur ce sujet. Là où vous ouvrez un cours, choisissez "
                "«\u00a0Préparer d’abord\u00a0».",
            )

    # --- inside ----------------------------------------------------------------------------------------------------

    def _put_away(self, person: Person, kind: str) -> None:
        self._before.pop(person.id, None)
        self._asks.discard(person.id)
        if kind in ("prepare", "review", "standing"):
            self._before[person.id] = DESK

    async def _at_the_units(self, room: str, person: Person, press: Press, now: float) -> None:
        if person.role not in OPENING_ROLES:
            raise Refused("not_allowed", "Only a teacher plans a class.", "Seul un enseignant prépare un cours.")
        if press.item == "how":
            self._how[person.id] = "first" if press.value == "first" else "now"
            return
        if press.item == "contested":
            self._before[person.id] = f"contested.{press.value}"
            return
        if press.item == "go-on":
            session = self._session(press.value)
            if session.standing(person.id) not in ("convenor", "facilitator"):
                raise _no_class()
            self._before[person.id] = panel_id(session)
            return
        await self._draft(room, person, press, now)

    async def _draft(self, room: str, person: Person, press: Press, now: float) -> None:
        """A draft of the unit that `press.value` names."""
        mine = [s for s in self._unopened() if person.id in s.teachers]
        if len(mine) >= MOST_DRAFTS:
            raise Refused(
                "full",
                f"You have {MOST_DRAFTS} classes in preparation. Open or cancel one first.",
                f"Vous avez {MOST_DRAFTS} cours en préparation. Ouvrez-en ou annulez-en un d’abord.",
            )
        space = room.partition("/")[0]
        id_, code = self._classes.fresh()
        created = Created(
            at=now,
            message=press.client_message_id,
            session=id_,
            unit=self._classes.unit(press.value),
            space=space,
            room="",
            code=code,
            name=person.name,
            role=person.role,
        )
        # Its teacher stands elsewhere: it has no room that they could be in.
        if await self._classes.create(person.id, created, (), press.client_message_id):
            self._before[person.id] = f"draft.{created.session}"

    async def _at_the_desk(self, person: Person, press: Press, now: float) -> None:
        match press.item:
            case "prepare":
                session = self._session(press.value)
                if session.standing(person.id) != "expected":
                    raise _no_class()
                self._before[person.id] = f"prepare.{session.id}"
            case "code":
                await self._give_code(person, press, now)
            case "review" | "standing":
                self._before[person.id] = f"{press.item}."
            case _:
                raise _no_class()

    async def _give_code(self, person: Person, press: Press, now: float) -> None:
        if self._wrong.get(person.id, 0) >= GUESSES:
            raise Refused("too_fast", "Too many wrong codes.", "Trop de codes erronés.")
        session = self._with_code(press.value)
        if session is None or person.role not in ANSWERING_ROLES:
            self._wrong[person.id] = self._wrong.get(person.id, 0) + 1
            raise Refused(
                "unknown",
                "No class that is being prepared has this code. Ask your teacher for it.",
                "Aucun cours en préparation n’a ce code. Demandez-le à l’enseignant.",
            )
        if person.id not in session.people:
            enrolled = Enrolled(at=now, name=person.name, role=person.role, message=press.client_message_id)
            task = self._classes.commit(session.id, person.id, (enrolled,), press.client_message_id)
            await asyncio.shield(task)
        self._asks.discard(person.id)
        self._before[person.id] = f"prepare.{session.id}"

    async def _at_a_class(self, room: str, person: Person, id_: str, press: Press, now: float) -> None:
        session = self._classes.ahead(id_)
        if session is None:
            raise _no_class()
        if await self._classes.was_taken(id_, person.id, press.client_message_id):
            return
        is_draft = press.panel == panel_id(session)
        if is_draft and press.item == "mode":
            self._modes[person.id, id_] = press.value
            return
        if is_draft and press.item == "renew":
            decide(session, person.id, press.panel, "gate", session.gate, now)  # whoever may do this may do that
            events: tuple[AnyEvent, ...] = (Revised(at=now, unit=await self._newer(session)),)
        else:
            events = decide(session, person.id, press.panel, press.item, press.value, now)
        if is_draft and press.item == "life.admit":
            events = (*self._housed(session, room, now), *events)
        marked = tuple(msgspec.structs.replace(event, message=press.client_message_id) for event in events)
        await asyncio.shield(self._classes.commit(id_, person.id, marked, press.client_message_id))
        if press.item == "life.admit":
            self._before.pop(person.id, None)
            await self._classes.attendance.gather(id_, now)

    def _housed(self, session: Session, room: str, now: float) -> tuple[AnyEvent, ...]:
        """The class takes the room where its teacher stands; where another runs there, one of its own."""
        space = room.partition("/")[0]
        if not self._classes.showing.screens_of(room):
            raise Refused(
                "not_here",
                "A class cannot take place here. Go to a room with a screen, and open the doors there.",
                "Un cours ne peut pas avoir lieu ici. Allez dans une salle avec un écran, et ouvrez-y les portes.",
            )
        own = f"{space}/{session.id}"
        return (Housed(at=now, space=space, room=own if self._classes.is_taken(room) else room),)

    async def _newer(self, session: Session) -> Unit:
        """The unit as it stands in its files now."""
        if self._reread is not None:
            self._units.update(await self._reread())
        newer = self._units.get(session.unit.id)
        if newer is None:
            raise Refused("unknown", "This unit is no longer here.", "Cette unité n’est plus ici.")
        return newer

    def _session(self, id_: str) -> Session:
        found = next((s for s in self._unopened() if s.id == id_), None)
        if found is None:
            raise _no_class()
        return found

    def _with_code(self, code: str) -> Session | None:
        """The class with that code, while one can prepare for it."""
        wanted = code.strip().upper()
        return next((s for s in self._unopened() if s.life == "prep_open" and wanted and s.code == wanted), None)

    def _tell(self, room: str) -> None:
        """Whoever teaches, wherever they are, looks at their panels again."""
        self._news |= {other for other in self._classes.attendance.rooms_of_teachers() if other != room}


def _no_class() -> Refused:
    return Refused("unknown", "There is no such class.", "Ce cours n’existe pas.")
