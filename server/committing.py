"""Events on their way to the store: in their order, many at a time, and a session that is told them once they are kept.

Each session is kept twice: `told`, the fold of what the store has committed, which is all that is ever shown; and
`ahead`, the same with what is on its way, on which the next press is decided. Knows no rooms and no people.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from campus.errors import CampusError, Refused
from campus.learning import events as log
from campus.learning.events import AnyEvent, Created, Turned
from campus.learning.fold import apply
from campus.learning.session import Session
from server.learners import Learners
from server.store import Store

_log = logging.getLogger("campus.classroom")
STREAM = "session/"
"""Every session's log is the stream `session/<id>`."""


@dataclass
class Running:
    """One session on this server: what is committed of it, and what is on its way."""

    told: Session | None
    ahead: Session | None
    on_its_way: list[tuple[str, Sequence[AnyEvent]]] = field(default_factory=list)
    messages: dict[tuple[str, str], asyncio.Task[None] | None] = field(default_factory=dict)
    """(person, client message id) -> its task, or None where the log of an earlier run has it."""
    last: asyncio.Task[None] | None = None

    async def is_repeated(self, person: str, message: str) -> bool:
        """Whether that message was taken already; waits until it is committed, and raises what it raised."""
        if (person, message) not in self.messages:
            return False
        task = self.messages[person, message]
        if task is not None:
            await asyncio.shield(task)
        return True

    def tell(self, actor: str, happened: Sequence[AnyEvent]) -> Refused | None:
        """Applies committed events; one that no longer fits is passed over, exactly as `fold.replay` does."""
        refused = None
        for event in happened:
            try:
                self.told = apply(self.told, actor, event)
            except Refused as why:
                refused = why
        return refused


class Commits:
    """What is on its way to the store.

    Args:
        store: where the logs are kept.
        learners: hears what is committed; None where nobody is estimated.
        ended: told the id of a session once its end is committed; what it raises is logged.
    """

    def __init__(
        self, store: Store, learners: Learners | None, ended: Callable[[str], Awaitable[object]] | None
    ) -> None:
        self._store, self._learners, self._ended = store, learners, ended
        self._tasks: set[asyncio.Future[Any]] = set()

    def start(
        self, running: Running, actor: str, decided: Sequence[AnyEvent], message: str | None
    ) -> asyncio.Task[None]:
        """Puts events on their way to the store, in the order of the calls; the task ends when they are committed.

        A task of its own, so that a connection that ends meanwhile does not take a vote with it.
        """
        way = (actor, decided)
        running.on_its_way.append(way)
        running.ahead = _fold(running.ahead, (way,))
        previous = running.last
        task = asyncio.get_running_loop().create_task(self._commit(running, way, message, previous))
        running.last = task
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        if message is not None:
            running.messages[actor, message] = task
        return task

    def _forget(self, task: asyncio.Future[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None and not isinstance(fault, CampusError):
            _log.error("A class could not be written.", exc_info=fault)

    async def _commit(
        self,
        running: Running,
        way: tuple[str, Sequence[AnyEvent]],
        message: str | None,
        previous: asyncio.Task[None] | None,
    ) -> None:
        actor, decided = way
        stored = False
        try:
            session = _session_id(running, decided)
            await self._store.append(
                STREAM + session, actor, [(e.type, log.encode(e)) for e in decided], _receipt(session, message)
            )
            stored = True
        finally:
            if previous is not None:
                # Told in the order in which they were decided, whatever the order in which the store wakes us.
                await asyncio.wait((previous,))
            running.on_its_way.remove(way)
            if not stored:
                # What was decided on top of this and is still on its way is judged anew when it arrives.
                running.ahead = _fold(running.told, running.on_its_way)
                if message is not None:
                    running.messages.pop((actor, message), None)
        refused = running.tell(actor, decided)
        if self._learners is not None:
            self._learners.hear(session, actor, decided)
        if self._ended is not None and any(isinstance(e, Turned) and e.verb == "end" for e in decided):
            # Beside the class: whoever ended it need not wait for its files, and nothing of it hangs on them.
            exporting = asyncio.ensure_future(self._ended(session))
            self._tasks.add(exporting)
            exporting.add_done_callback(self._forget)
        if refused is not None:
            running.ahead = _fold(running.told, running.on_its_way)
            raise refused

    async def reread(self, running: Running) -> None:
        """Reads a session that was told again from the store, between two commits, so that nothing of it is lost."""
        assert running.told is not None
        stream = STREAM + running.told.id
        while True:
            if running.last is not None:
                await asyncio.wait((running.last,))
            last = running.last
            entries = await self._store.read(stream, 0)
            if running.last is last and not running.on_its_way:
                break
        running.told = None
        for entry in entries:
            running.tell(entry.actor, (log.decode(entry.payload),))
        running.ahead = running.told

    async def settle(self) -> None:
        """Waits until everything that is on its way to the store has arrived; before the server stops."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)


def _session_id(running: Running, decided: Sequence[AnyEvent]) -> str:
    known = running.told or running.ahead
    if known is not None:
        return known.id
    first = decided[0]
    assert isinstance(first, Created)
    return first.session


def _receipt(session: str, message: str | None) -> str | None:
    """The store's key of a message: of this session alone.

    The client picks its ids. One that it has used before, for a word in the chat, must not make the store believe that
    it has this vote already.
    """
    return None if message is None else hashlib.sha256(f"{session}/{message}".encode()).hexdigest()


def _fold(session: Session | None, ways: Sequence[tuple[str, Sequence[AnyEvent]]]) -> Session | None:
    """The session after what is on its way."""
    for actor, happened in ways:
        for event in happened:
            try:
                session = apply(session, actor, event)
            except Refused:
                continue
    return session
