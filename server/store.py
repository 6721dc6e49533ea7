"""What the campus must not forget: an append-only log of events, in SQLite. Owns the file; knows no event's meaning.

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

HEAD = "0001"
"""The newest revision under `migrations/versions`; a test holds that it is."""
MIGRATIONS = Path(__file__).parent / "migrations"
GROUP = 1000
"""At most this many appends share a transaction."""

metadata = sa.MetaData()
log_table = sa.Table(
    "log",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("time", sa.Float, nullable=False),
    sa.Column("stream", sa.String(200), nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("type", sa.String(64), nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Index("log_by_stream", "stream", "seq"),
    sqlite_autoincrement=True,  # A number is never given twice, not even after the last event has been purged.
)
receipts_table = sa.Table(
    "receipts",
    metadata,
    sa.Column("actor", sa.String(64), primary_key=True),
    sa.Column("client_message_id", sa.String(128), primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
)


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
    """The log of one server. Open it with `Store.open`; close it to end its thread."""

    def __init__(self, engine: sa.Engine, file: Path, now: Callable[[], float]) -> None:
        self._engine, self._file, self._now = engine, file, now
        self._waiting: queue.SimpleQueue[_Append | None] = queue.SimpleQueue()
        self._closed = False
        self._writer = threading.Thread(target=self._write, name="campus-store", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], float] = time.time) -> Store:
        """Open the log, make it if there is none, and bring it to the newest revision.

        Args:
            path: the SQLite file; its folder must exist.
            now: seconds since the epoch.

        Raises:
            StoreError: the file cannot be opened, is no log of ours, or was written by a newer campus.
        """
        engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 10.0})
        sa.event.listen(engine, "connect", _set_up)
        try:
            _migrate(engine, path)
        except SQLAlchemyError as problem:
            engine.dispose()
            raise StoreError(
                f"{path} cannot be opened as the server's log ({_why(problem)}). "
                "Restore it from a copy, or move it away."
            ) from None
        return cls(engine, path, now)

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
            raise StoreError(f"{self._file} is closed.")
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
            raise StoreError(f"{self._file} cannot be read ({_why(problem)}).") from None

    def close(self) -> None:
        """Write what waits, then end the thread and close the file."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
            self._writer.join()
            self._engine.dispose()

    # --- the writer's thread ---------------------------------------------------------------------------------------

    def _write(self) -> None:
        open_ = True
        while open_:
            group = [self._waiting.get()]
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
            except Exception as problem:  # Whatever it is, those who wait must hear of it, and the thread goes on.
                error = StoreError(
                    f"{self._file} could not be written ({_why(problem)}). Make room on the disk and check its rights."
                )
            for append in appends:
                _tell(append, error)

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


def _set_up(connection: object, record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DBAPI connection has no type of its own
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _migrate(engine: sa.Engine, path: Path) -> None:
    with engine.connect() as connection:
        if sa.inspect(connection).has_table("alembic_version"):
            if connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == HEAD:
                return  # The usual case; Alembic takes a fifth of a second to load.
        elif sa.inspect(connection).has_table("log"):
            raise StoreError(f"{path} is not the server's log. Move it away, or give another folder with --data.")
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError:
        raise StoreError(
            f"{path} was written by a newer campus. Install that version, or give another --data."
        ) from None


def _why(problem: BaseException) -> str:
    return str(getattr(problem, "orig", None) or problem).splitlines()[0]
