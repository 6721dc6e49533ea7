"""Copies of the log: made while the server runs, put back while it does not, and looked through. Owns copies.

A copy is always one SQLite file, also of a PostgreSQL database: it can be carried, opened and put back into either.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from campus.errors import StoreError
from campus.learning.events import decode
from campus.learning.fold import replay
from campus.text import Text, bilingual
from server.database import HEAD, engine_of, free_name, name_of, revision_of, revisions, upgrade, why
from server.tables import metadata

ROWS = 1000
"""So many rows are carried at once."""


@dataclass
class Verified:
    """What a look through a log has found.

    Attributes:
        revision: which schema it has.
        events, streams, sessions: how many it holds.
        problems: what is wrong with it, each in a sentence; none in a sound log.
    """

    revision: str = ""
    events: int = 0
    streams: int = 0
    sessions: int = 0
    problems: list[Text] = field(default_factory=list)


def backup(target: Path | str, file: Path) -> Verified:
    """Copy a log into a new file, whole as at one moment, while it may be written to; then look through the copy.

    Raises:
        StoreError: the file exists, there is no log, or the copy is not sound.
    """
    if file.exists():
        raise StoreError(
            bilingual(
                f"{file} exists. Give another name: a copy never takes the place of a file.",
                f"« {file} » existe. Donnez un autre nom : une copie ne prend jamais la place d'un fichier.",
            )
        )
    engine = _engine_of_existing(target)
    try:
        copy_to(engine, file)
    except (SQLAlchemyError, OSError) as problem:
        raise StoreError(
            bilingual(
                f"{name_of(target)} could not be copied to {file} ({why(problem)}).",
                f"{name_of(target)} n'a pas pu être copié dans « {file} » (« {why(problem)} »).",
            )
        ) from None
    finally:
        engine.dispose()
    found = verify(file)
    if found.problems:
        raise StoreError(
            bilingual(
                f"{file} was written and is not sound: {found.problems[0].en}",
                f"« {file} » a été écrit et n'est pas bon : {found.problems[0].fr}",
            )
        )
    return found


def restore(file: Path, target: Path | str) -> Path | None:
    """Put a copy in the place of a log. The server must not run.

    What was there is kept beside it; a PostgreSQL database must be empty.

    Returns:
        Where the former log was put, or None where there was none.

    Raises:
        StoreError: the copy is not sound or is of a newer campus, or its place is not free.
    """
    found = verify(file)
    if found.problems:
        raise StoreError(
            bilingual(
                f"{file} is not put back: {found.problems[0].en}",
                f"« {file} » n'est pas remis : {found.problems[0].fr}",
            )
        )
    try:
        if isinstance(target, Path):
            return _restore_file(file, target)
        _restore_database(file, target, found.revision)
    except (SQLAlchemyError, OSError) as problem:
        raise StoreError(
            bilingual(
                f"{file} could not be put back into {name_of(target)} ({why(problem)}).",
                f"« {file} » n'a pas pu être remis dans {name_of(target)} (« {why(problem)} »).",
            )
        ) from None
    return None


def verify(target: Path | str) -> Verified:
    """Look through a log: the file itself, its schema, every event, every receipt, every class.

    Raises:
        StoreError: there is none, or it cannot be read at all.
    """
    engine = _engine_of_existing(target)
    try:
        with engine.connect() as connection:
            return _looked_through(connection, name_of(target))
    except SQLAlchemyError as problem:
        raise StoreError(
            bilingual(
                f"{name_of(target)} cannot be read as a log ({why(problem)}).",
                f"{name_of(target)} ne peut pas être lu comme journal (« {why(problem)} »).",
            )
        ) from None
    finally:
        engine.dispose()


def copy_to(engine: sa.Engine, file: Path) -> None:
    """Copy a database into a new SQLite file, as it is at one moment, and wait until the disk has it."""
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    try:
        if engine.dialect.name == "sqlite":
            with contextlib.closing(sqlite3.connect(new)) as copy, engine.connect() as connection:
                source = connection.connection.driver_connection
                assert isinstance(source, sqlite3.Connection)
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # One file, and none beside it.
        else:
            with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                revision = revision_of(connection) or HEAD
                other = sa.create_engine(f"sqlite:///{new}")
                try:
                    upgrade(other, revision)
                    with other.begin() as into:
                        _carry(connection, into)
                finally:
                    other.dispose()
        with new.open("rb") as written:
            os.fsync(written.fileno())
        new.rename(file)
    finally:
        new.unlink(missing_ok=True)


def _restore_file(file: Path, target: Path) -> Path | None:
    new = target.with_name(f".{target.name}.new")
    new.unlink(missing_ok=True)
    engine = engine_of(file, as_it_is=True)
    try:
        copy_to(engine, new)
    finally:
        engine.dispose()
    former = None
    if target.exists():
        former = free_name(target.with_stem(f"{target.stem}-before-restore"))
        # Whoever killed the server left part of the log beside it: it goes where its log goes.
        for suffix in ("", "-wal", "-shm"):
            beside = target.with_name(target.name + suffix)
            if beside.exists():
                beside.rename(former.with_name(former.name + suffix))
    new.rename(target)
    return former


def _restore_database(file: Path, target: str, revision: str) -> None:
    source, engine = engine_of(file, as_it_is=True), engine_of(target)
    try:
        with engine.connect() as connection:
            if sa.inspect(connection).has_table("log"):
                raise StoreError(
                    bilingual(
                        f"{name_of(target)} holds a log already. Give an empty database.",
                        f"{name_of(target)} contient déjà un journal. Donnez une base vide.",
                    )
                )
        upgrade(engine, revision)
        with source.connect() as connection, engine.begin() as into:
            _carry(connection, into)
            for table in ("log", "audit"):
                if sa.inspect(into).has_table(table):
                    # Numbers go on after the last one that was given.
                    into.execute(
                        sa.text(
                            f"SELECT setval(pg_get_serial_sequence('{table}', 'seq'), "
                            f"GREATEST((SELECT COALESCE(MAX(seq), 0) FROM {table}), 1))"
                        )
                    )
    finally:
        source.dispose()
        engine.dispose()


def _carry(source: sa.Connection, into: sa.Connection) -> None:
    present = set(sa.inspect(source).get_table_names())
    for table in metadata.sorted_tables:
        if table.name in present:
            for rows in source.execute(sa.select(table)).mappings().partitions(ROWS):
                into.execute(table.insert(), [dict(row) for row in rows])


def _looked_through(connection: sa.Connection, name: str) -> Verified:
    found = Verified()
    if connection.dialect.name == "sqlite":
        said = [str(row[0]) for row in connection.execute(sa.text("PRAGMA integrity_check"))]
        if said != ["ok"]:
            found.problems.append(
                bilingual(
                    f"{name} is damaged ({said[0]}). Restore a copy.",
                    f"« {name} » est abîmé (« {said[0]} »). Remettez une copie.",
                )
            )
            return found
    revision = revision_of(connection)
    if revision is None:
        found.problems.append(
            bilingual(f"{name} is not the log of a campus.", f"« {name} » n'est pas le journal d'un campus.")
        )
        return found
    found.revision = revision
    if revision not in revisions():
        found.problems.append(
            bilingual(
                f"{name} was written by a newer campus. Install that version.",
                f"« {name} » a été écrit par un campus plus récent. Installez cette version.",
            )
        )
        return found
    log, receipts = metadata.tables["log"].c, metadata.tables["receipts"].c
    count, last = connection.execute(sa.select(sa.func.count(), sa.func.max(log.seq)).select_from(log.seq.table)).one()
    found.events = int(count)
    lost = connection.execute(sa.select(sa.func.count()).where(receipts.seq > (last or 0))).scalar()
    if lost:
        found.problems.append(
            bilingual(
                f"{name} has lost its end: {lost} receipts are of events that it does not hold.",
                f"« {name} » a perdu sa fin : {lost} reçus sont d'événements qu'il ne contient pas.",
            )
        )
    streams = connection.execute(sa.select(log.stream).group_by(log.stream).order_by(sa.func.min(log.seq))).scalars()
    for stream in list(streams):
        found.streams += 1
        if stream.startswith("session/"):
            found.sessions += 1
            found.problems += _problems_of(connection, stream)
    return found


def _problems_of(connection: sa.Connection, stream: str) -> list[Text]:
    """What is wrong with one class: an event that cannot be read, or one whose beginning is lost."""
    log = metadata.tables["log"].c
    rows = connection.execute(
        sa.select(log.seq, log.actor, log.payload).where(log.stream == stream).order_by(log.seq)
    ).all()
    events = []
    for seq, actor, payload in rows:
        try:
            events.append((actor, decode(payload)))
        except msgspec.DecodeError as problem:
            return [
                bilingual(
                    f"event {seq} of {stream} cannot be read ({problem}).",
                    f"l'événement {seq} de {stream} ne peut pas être lu (« {problem} »).",
                )
            ]
    if replay(events) is None:
        return [bilingual(f"{stream} has lost its beginning.", f"{stream} a perdu son début.")]
    return []


def _engine_of_existing(target: Path | str) -> sa.Engine:
    if isinstance(target, Path) and not target.is_file():
        raise StoreError(
            bilingual(
                f"There is no log {target}. Give the server's folder with --data.",
                f"Il n'y a pas de journal « {target} ». Donnez le dossier du serveur avec --data.",
            )
        )
    return engine_of(target, as_it_is=True)
