"""What learners do by themselves on this server: review, look at where they stand, contest it. And the model's memory.

Everything is rebuilt from the log when the server starts: beside the first connections, and looking back over no more
than `MOST_EVENTS`, so that a campus of years starts as soon as one of days. Owns the stream `learners`.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping, Sequence

import msgspec
import sqlalchemy as sa

from campus.errors import Refused
from campus.learning.competencies import COMPETENCIES
from campus.learning.entrusting import TEACHING_ROLES
from campus.learning.events import AnyEvent, Came, Created, Enrolled, decode
from campus.learning.learner_panels import CONTESTED, contested, contests, reviewed_panel, reviewing, standing
from campus.learning.learnt import TAKES, Learnt
from campus.learning.own_events import Contested, OwnEvent, Reviewed, Settled, Switched, decode_own
from campus.learning.panel import AnyItem, Panel
from campus.learning.preparation import CONFIDENCE
from campus.learning.session import ANSWERING_ROLES
from campus.protocol.messages import Person, Press
from server.store import Store
from server.tables import log_table

STREAM = "learners"
MOST_EVENTS = 500_000
"""So many of the newest events are looked back at: twenty thousand learners with twenty-five answers each."""
OWN = frozenset({"reviewed", "contested", "settled", "switched"})
PIECE = 500
"""So many events are taken before the others have their turn."""

log = logging.getLogger("campus.learners")


class Learners:
    """The review and the estimates of everybody on one server.

    Args:
        store: the log.
        enabled: whether anybody is estimated here.
        most: how many of the newest events to look back at.
    """

    def __init__(self, store: Store, *, enabled: bool = True, most: int = MOST_EVENTS) -> None:
        self._store, self._most = store, most
        self.learnt = Learnt(enabled=enabled)
        self.names: dict[str, str] = {}
        self._later: list[tuple[str, str, AnyEvent | OwnEvent]] | None = None
        """What has happened while the log was being read; None when that is done."""
        self._picked: dict[str, tuple[str, str]] = {}
        self._answered: dict[str, tuple[str, str]] = {}
        """Learner -> the question that they have just answered, and what: its feedback lies before them."""
        self._messages: set[tuple[str, str]] = set()

    # --- the log ---------------------------------------------------------------------------------------------------

    async def rebuild(self) -> int:
        """Reads what the log tells of learners; returns how many events that were.

        What happens meanwhile waits its turn. Call it once, before the first event is heard, and let it run beside.

        Raises:
            StoreError: the log cannot be read.
        """
        self._later = []
        try:
            rows = await asyncio.to_thread(self._read)
            for number, (stream, actor, payload) in enumerate(rows):
                self._take_row(stream, actor, payload)
                if number % PIECE == PIECE - 1:
                    await asyncio.sleep(0)
        finally:
            later, self._later = self._later, None
        for session, actor, event in later:
            self._take(session, actor, event)
        return len(rows)

    async def reread(self) -> int:
        """Forgets everything and reads it again: somebody was taken out of the log.

        Raises:
            StoreError: the log cannot be read.
        """
        self.learnt = Learnt(enabled=self.learnt.enabled)
        for kept in (self.names, self._picked, self._answered):
            kept.clear()
        self._messages.clear()
        return await self.rebuild()

    def _read(self) -> Sequence[tuple[str, str, bytes]]:
        table = log_table.c
        mine = sa.or_(
            sa.and_(table.stream.startswith("session/"), table.type.in_(sorted(TAKES))), table.stream == STREAM
        )
        query = sa.select(table.stream, table.actor, table.payload).where(mine).order_by(table.seq.desc())
        with self._store.engine.connect() as connection:
            rows = connection.execute(query.limit(self._most)).all()
        return [(row.stream, row.actor, row.payload) for row in reversed(rows)]

    def _take_row(self, stream: str, actor: str, payload: bytes) -> None:
        try:
            event: AnyEvent | OwnEvent = decode_own(payload) if stream == STREAM else decode(payload)
        except msgspec.DecodeError:
            return  # Written by a campus that knows more than this one.
        self._take(stream.partition("/")[2], actor, event)

    def hear(self, session: str, actor: str, happened: Sequence[AnyEvent]) -> None:
        """Events of a class that are committed, in the order of its log."""
        for event in happened:
            if event.type in TAKES:
                self._hear(session, actor, event)

    def _hear(self, session: str, actor: str, event: AnyEvent | OwnEvent) -> None:
        if self._later is not None:
            self._later.append((session, actor, event))
        else:
            self._take(session, actor, event)

    def _take(self, session: str, actor: str, event: AnyEvent | OwnEvent) -> None:
        if isinstance(event, Reviewed | Contested | Settled | Switched):
            # What happened while the log was read may have been read, too.
            if not event.message or (actor, event.message) not in self._messages:
                self.learnt.take_own(actor, event)
            if event.message:
                self._messages.add((actor, event.message))
            return
        if isinstance(event, Created | Came | Enrolled):
            self.names[actor] = event.name
        self.learnt.take(session, actor, event)

    async def _keep(self, actor: str, event: OwnEvent) -> None:
        """Commits an event of a learner's own, and takes it once the store has it."""
        receipt = hashlib.sha256(f"{STREAM}/{event.message}".encode()).hexdigest()
        payload = msgspec.json.encode(event)
        await asyncio.shield(self._store.append(STREAM, actor, [(event.type, payload)], receipt))
        self._hear("", actor, event)

    # --- what is seen ----------------------------------------------------------------------------------------------

    def has_for(self, person: str, now: float) -> tuple[int, bool]:
        """How many questions somebody may review now, and whether anything is known of where they stand."""
        return len(self.learnt.due(person, now)), bool(self.learnt.estimates(person)) or person in self.learnt.off

    def panel(self, person: Person, before: str, now: float) -> Panel | None:
        """The panel that lies before a learner, where `before` names one of these."""
        kind = before.partition(".")[0]
        if kind == "standing":
            return standing(self.learnt, person.id)
        if kind != "review":
            return None
        due = self.learnt.due(person.id, now)
        if person.id in self._answered:
            key, answer = self._answered[person.id]
            card = self.learnt.memory(person.id)[key]
            return reviewed_panel(self.learnt.questions[key], answer, card.due - now, len(due))
        key, picked = self._picked.get(person.id, ("", ""))
        if key not in due:
            key, picked = (due[0], "") if due else ("", "")
        return reviewing(self.learnt.questions.get(key), picked, len(due))

    def contested_by_students_of(self, teacher: Person) -> tuple[AnyItem, ...]:
        """What those whom a teacher has taught contest."""
        whose = [one for one in self.learnt.contested if self.learnt.teaches(teacher.id, one[0])]
        return contests(self.learnt, whose, self.names)

    def contested_panel(self, teacher: Person, before: str) -> Panel | None:
        """The contested estimate that lies before a teacher, while it is contested."""
        kind, _, which = before.partition(".")
        learner, _, competency = which.rpartition("/")
        if kind != CONTESTED or (learner, competency) not in self.learnt.contested:
            return None
        return contested(self.learnt, learner, competency, self.names)

    def readiness(self, people: Sequence[str], competencies: tuple[str, ...]) -> Mapping[str, float]:
        """0 to 1 for those of whom something may be told, for proposing groups; it is shown to nobody."""
        found = {who: self.learnt.readiness(who, competencies) for who in people}
        return {who: value for who, value in found.items() if value is not None}

    # --- what is done ----------------------------------------------------------------------------------------------

    async def press(self, person: Person, press: Press, now: float) -> None:
        """Does what a press on one of these panels asks for, and returns once the store has it.

        Raises:
            Refused: not theirs, or not possible now; nothing has changed.
            StoreError: the store could not keep it; nothing has changed.
        """
        kind, _, which = press.panel.partition(".")
        if (person.id, press.client_message_id) in self._messages:
            return
        if kind == CONTESTED:
            await self._settle(person, which, press, now)
        elif person.role not in ANSWERING_ROLES:
            raise Refused("not_allowed", "Only learners review.", "Seuls les apprenants révisent.")
        elif kind == "review":
            await self._review(person, press, now)
        else:
            await self._stand(person, press, now)

    async def _review(self, person: Person, press: Press, now: float) -> None:
        due = self.learnt.due(person.id, now)
        if press.item == "next":
            self._answered.pop(person.id, None)
            return
        key, picked = self._picked.get(person.id, ("", ""))
        if key not in due:
            key, picked = (due[0], "") if due else ("", "")
        question = self.learnt.questions.get(key)
        if question is None or person.id in self._answered:
            raise _nothing_due()
        if press.item == "answer" and question.answer(press.value) is not None:
            self._picked[person.id] = (key, press.value)
        elif press.item.removeprefix("sure-") in CONFIDENCE and picked:
            event = Reviewed(
                at=now,
                message=press.client_message_id,
                question=key,
                answer=picked,
                confidence=CONFIDENCE[press.item.removeprefix("sure-")],
            )
            await self._keep(person.id, event)
            self._picked.pop(person.id, None)
            self._answered[person.id] = (key, picked)
        else:
            raise _nothing_due()

    async def _stand(self, person: Person, press: Press, now: float) -> None:
        verb, _, competency = press.item.partition(".")
        event: OwnEvent
        if verb == "estimate" and press.value in ("on", "off") and self.learnt.enabled:
            event = Switched(at=now, message=press.client_message_id, on=press.value == "on")
        elif verb in ("contest", "accept") and competency in self.learnt.estimates(person.id):
            event = Contested(at=now, message=press.client_message_id, competency=competency, up=verb == "contest")
        else:
            raise Refused("unknown", "There is no such estimate.", "Cette estimation n’existe pas.")
        await self._keep(person.id, event)

    async def _settle(self, person: Person, which: str, press: Press, now: float) -> None:
        learner, _, competency = which.rpartition("/")
        if person.role not in TEACHING_ROLES or not self.learnt.teaches(person.id, learner):
            raise Refused(
                "not_allowed", "Only who has taught them looks at this.", "Seul leur enseignant peut en décider."
            )
        known = competency in COMPETENCIES and (learner, competency) in self.learnt.contested
        if not known or press.item not in ("anew", "keep"):
            raise Refused("unknown", "Nobody contests this now.", "Personne ne conteste cela à présent.")
        event = Settled(
            at=now,
            message=press.client_message_id,
            person=learner,
            competency=competency,
            anew=press.item == "anew",
        )
        await self._keep(person.id, event)


def _nothing_due() -> Refused:
    return Refused("unknown", "This question is not due now.", "Cette question n’est pas à revoir maintenant.")
