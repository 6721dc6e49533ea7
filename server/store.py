"""What the campus must not forget: an append-only log of events. Owns its writing; knows no event's meaning.

*Acknowledged means committed*: `append` returns once its events are on the disk. One thread writes; whatever has
gathered while it wrote goes into its next transaction, so that a class that votes at once costs a few commits.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from campus.errors import StoreError
from campus.text import bilingual
from server.database import engine_of, give_up, migrate, name_of, sole_writer, why
from server.tables import log_table, probe_table, receipts_table

TRY_AGAIN_S = 1.0
"""How often a store that cannot write tries whether it can again."""
GROUP = 1000
"""At most this many appends share a transaction."""


class LogEntry(NamedTuple):
    """One event of the log.

    Attributes:
        seq: its number, rising over the whole log.
        time: seconds since the epoch.
        actor: the person who did it, or `server`.
        type: what it is; the payload's reader knows it.
        payload: the event itself.
    """

    seq: int
    time: float
    actor: str
    type: str
    payload: bytes


@dataclass
class _Append:
    stream: str
    actor: str
    events: Sequence[tuple[str, bytes]]
    client_message_id: str | None
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[int]
    seq: int = 0


class Store:
    """The log of one server. Open it with `Store.open`; close it to end its thread.

    Attributes:
        trouble: why nothing can be written now, or None; the store reads on, refuses, and tries again by itself.
    """

    def __init__(self, engine: sa.Engine, name: str, now: Callable[[], float], lock: sa.Connection | None) -> None:
        self._engine, self._name, self._now, self._lock = engine, name, now, lock
        self._waiting: queue.SimpleQueue[_Append | None] = queue.SimpleQueue()
        self._closed = False
        self.trouble: str | None = None
        self._writer = threading.Thread(target=self._write, name="campus-store", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, target: Path | str, *, now: Callable[[], float] = time.time, backups: Path | None = None) -> Store:
        """Open the log, make it if there is none, and bring it to the newest revision, after a copy of an older one.

        Args:
            target: the SQLite file, whose folder must exist, or the URL of a PostgreSQL database.
            now: seconds since the epoch.
            backups: where the copy goes that is made before a migration; beside the file otherwise.

        Raises:
            StoreError: it cannot be opened, is no log of ours, is another server's now, or was written by a newer
                campus.
        """
        engine, name = engine_of(target), name_of(target)
        lock = None
        try:
            lock = sole_writer(engine, name)
            migrate(engine, name, backups or (target.parent if isinstance(target, Path) else Path.cwd()))
        except StoreError:
            give_up(engine, lock)
            raise
        except SQLAlchemyError as problem:
            give_up(engine, lock)
            raise StoreError(
                bilingual(
                    f"{name} cannot be opened as the server's log ({why(problem)}). "
                    "Restore it from a copy, or move it away.",
                    f"{name} ne peut pas être ouvert comme journal du serveur (« {why(problem)} »). "
                    "Remettez une copie, ou écartez-le.",
                )
            ) from None
        return cls(engine, name, now, lock)

    @property
    def name(self) -> str:
        """How the log is called in a message."""
        return self._name

    @property
    def engine(self) -> sa.Engine:
        """The database, for what is kept beside the log: accounts and invitations."""
        return self._engine

    async def append(
        self, stream: str, actor: str, events: Sequence[tuple[str, bytes]], client_message_id: str | None = None
    ) -> int:
        """Append events of one actor to one stream, all or none.

        Args:
            stream: which story they belong to, such as `session/4f2a`.
            actor: who did it.
            events: (type, payload) in order.
            client_message_id: the sender's own number for it: the second time, nothing is appended.

        Returns:
            The number of the last of the events, once they are committed; for a repeated one, that of the first time.

        Raises:
            StoreError: nothing was written.
        """
        if self._closed:
            raise StoreError(bilingual(f"{self._name} is closed.", f"{self._name} est fermé."))
        loop = asyncio.get_running_loop()
        append = _Append(stream, actor, tuple(events), client_message_id, loop, loop.create_future())
        self._waiting.put(append)
        # Shielded: whoever gives up waiting does not undo what is on its way to the disk.
        return await asyncio.shield(append.done)

    async def read(self, stream: str, after: int = 0) -> list[LogEntry]:
        """The events of a stream with numbers above `after`, in order."""
        columns = (log_table.c.seq, log_table.c.time, log_table.c.actor, log_table.c.type, log_table.c.payload)
        query = sa.select(*columns).where(log_table.c.stream == stream, log_table.c.seq > after)
        rows = await asyncio.to_thread(self._rows, query.order_by(log_table.c.seq))
        return [LogEntry._make(row) for row in rows]

    async def streams(self, prefix: str = "") -> list[str]:
        """The streams whose names begin with `prefix`, in order of their first event."""
        name = log_table.c.stream
        query = sa.select(name).where(name.startswith(prefix, autoescape=True)).group_by(name)
        rows = await asyncio.to_thread(self._rows, query.order_by(sa.func.min(log_table.c.seq)))
        return [row[0] for row in rows]

    def _rows(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        try:
            with self._engine.connect() as connection:
                return connection.execute(query).all()
        except SQLAlchemyError as problem:
            raise StoreError(
                bilingual(
                    f"{self._name} cannot be read ({why(problem)}).",
                    f"{self._name} ne peut pas être lu (« {why(problem)} »).",
                )
            ) from None

    def close(self) -> None:
        """Write what waits, then end the thread and close the file."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
            self._writer.join()
            give_up(self._engine, self._lock)

    # --- the writer's thread ---------------------------------------------------------------------------------------

    def _write(self) -> None:
        open_ = True
        while open_:
            try:
                group = [self._waiting.get(timeout=None if self.trouble is None else TRY_AGAIN_S)]
            except queue.Empty:
                self._try_again()
                continue
            while len(group) < GROUP and not self._waiting.empty():
                group.append(self._waiting.get())
            open_ = None not in group
            appends = [append for append in group if append is not None]
            if not appends:
                continue
            error: StoreError | None = None
            try:
                with self._engine.begin() as connection:
                    for append in appends:
                        append.seq = self._append_one(connection, append)
                self.trouble = None
            except Exception as problem:  # Whatever it is, those who wait must hear of it, and the thread goes on.
                self.trouble = why(problem)
                error = StoreError(
                    bilingual(
                        f"{self._name} could not be written ({self.trouble}). Make room on the disk and check its "
                        "rights.",
                        f"{self._name} n'a pas pu être écrit (« {self.trouble} »). Faites de la place sur le disque et "
                        "vérifiez ses droits.",
                    )
                )
            for append in appends:
                _tell(append, error)

    def _try_again(self) -> None:
        """Find out whether it can be written again, though nobody asks for anything."""
        try:
            with self._engine.begin() as connection:
                if not connection.execute(probe_table.update().values(time=self._now())).rowcount:
                    connection.execute(probe_table.insert().values(id=1, time=self._now()))
            self.trouble = None
        except Exception as problem:
            self.trouble = why(problem)

    def _append_one(self, connection: sa.Connection, append: _Append) -> int:
        receipts = receipts_table.c
        if append.client_message_id is not None:
            known = connection.execute(
                sa.select(receipts.seq).where(
                    receipts.actor == append.actor, receipts.client_message_id == append.client_message_id
                )
            ).scalar()
            if known is not None:
                return int(known)
        seq = 0
        for type_, payload in append.events:
            result = connection.execute(
                log_table.insert().values(
                    time=self._now(), stream=append.stream, actor=append.actor, type=type_, payload=payload
                )
            )
            (seq,) = result.inserted_primary_key or (0,)
        if append.client_message_id is not None:
            connection.execute(
                receipts_table.insert().values(actor=append.actor, client_message_id=append.client_message_id, seq=seq)
            )
        return seq


def _tell(append: _Append, error: StoreError | None) -> None:
    def tell() -> None:
        if append.done.cancelled():
            return
        if error is None:
            append.done.set_result(append.seq)
        else:
            append.done.set_exception(error)

    try:
        append.loop.call_soon_threadsafe(tell)
    except RuntimeError:  # The loop that asked has ended; nobody is left to hear it.
        return
