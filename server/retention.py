"""What is known of one person, taken away; and what of a class goes when its time is over.

Erasing keeps what a class as a whole was (how many chose what) and takes everything that leads to the person: their id
becomes a pseudonym that nothing can turn back, their name and their words go, and the bytes are overwritten. Each time
a proof is left: what was done, how much, and that the database's own file holds the id no more.

A class in memory would write the person back: a server that runs lets go of them first (`Hub.forget`).
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec
import sqlalchemy as sa

from campus.errors import CampusError
from campus.learning.events import Turned, encode
from campus.text import Text, bilingual, counted
from server.accounts import note
from server.exports import EXPORTS_FOLDER, session_files, write
from server.known import utc
from server.nameless import name_in, without
from server.record import Happened, began_and_ended, happenings
from server.store import LogEntry
from server.tables import accounts_table, audit_table, guests_table, log_table, receipts_table, tickets_table

DAY_S = 86_400.0
PROOFS_FILE = "proofs.jsonl"
"""In the data folder: one line for each erasure, archiving and purge."""
SCHEDULE_FILE = "retention.json"


class Schedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """After how many days an ended class loses its people's names, and after how many it goes; `retention.json`."""

    archive_after_days: int
    purge_after_days: int


@dataclass
class Proof:
    """What was done, for whoever asks later.

    Attributes:
        at: when, UTC.
        what: `erased`, `archived` or `purged`.
        subject: the pseudonym, or the class: never the person.
        events, receipts, files: how many were rewritten or deleted.
        found_after: how often the id still stood in the database's file afterwards; None where it is no file.
    """

    at: str
    what: str
    subject: str
    events: int = 0
    receipts: int = 0
    files: list[str] = field(default_factory=list)
    found_after: int | None = None


def erase(engine: sa.Engine, person: str, data: Path, now: float) -> Proof:
    """Take out of the log, the accounts and the exports everything that leads to a person.

    Returns:
        The proof, which is also kept in the data folder.
    """
    pseudonym = f"erased-{secrets.token_hex(6)}"
    with engine.begin() as connection:
        _overwrite_what_goes(connection)
        events, receipts, streams = _rewrite(connection, {person: pseudonym})
        for table in (accounts_table, guests_table, tickets_table):
            connection.execute(table.delete().where(table.c.person == person))
        for column in (audit_table.c.actor, audit_table.c.subject):
            connection.execute(audit_table.update().where(column == person).values({column: pseudonym}))
        note(connection, now, "server", "erased", pseudonym)
    proof = Proof(utc(now), "erased", pseudonym, events, receipts, _write_again(engine, streams, data))
    proof.found_after = _found_in_file(engine, person)
    _keep(proof, data)
    return proof


def told(proof: Proof, data: Path) -> tuple[int, list[Text]]:
    """What a command says of an erasure, and the status with which it ends."""
    events = counted(proof.events, Text(fr="événement récrit", en="event"), Text(fr="événements récrits", en="events"))
    receipts = counted(proof.receipts, Text(fr="reçu effacé", en="receipt"), Text(fr="reçus effacés", en="receipts"))
    files = counted(len(proof.files), Text(fr="fichier refait", en="file"), Text(fr="fichiers refaits", en="files"))
    lines = [
        bilingual(
            f"Erased: they are '{proof.subject}' in what remains. {events.en} rewritten, {receipts.en} deleted, "
            f"{files.en} made anew; the proof is in {data / PROOFS_FILE}.",
            f"C'est effacé : dans ce qui reste, la personne est « {proof.subject} ». {events.fr}, {receipts.fr}, "
            f"{files.fr} ; la preuve est dans « {data / PROOFS_FILE} ».",
        )
    ]
    if proof.found_after:
        times = proof.found_after
        lines.append(
            bilingual(
                f"Their id still stands {times} times in the database's file.",
                f"Son id se trouve encore {times} fois dans le fichier de la base.",
            )
        )
        return 1, lines
    return 0, lines


def keep_to_schedule(engine: sa.Engine, schedule: Schedule, data: Path, now: float) -> list[Proof]:
    """Archive and purge the classes whose time has come.

    An archived class keeps its figures and loses everybody's names, ids and words; a purged one is gone, and so is one
    that nobody ever ended.
    """
    proofs = []
    for stream in _session_streams(engine):
        happened = _happened(engine, stream)
        if not happened:
            continue
        age = (now - began_and_ended(happened)[1]) / DAY_S
        if age >= schedule.purge_after_days:
            proofs.append(_purge(engine, stream, data, now))
        elif age >= schedule.archive_after_days and happened[-1].after.life == "ended":
            proofs.append(_archive(engine, stream, happened, data, now))
    for proof in proofs:
        _keep(proof, data)
    return proofs


def read_schedule(data: Path) -> Schedule | None:
    """The schedule in a data folder, or None where there is none: then nothing goes by itself.

    Raises:
        CampusError: it cannot be read, or classes would go before they are archived.
    """
    file = data / SCHEDULE_FILE
    if not file.exists():
        return None
    try:
        schedule = msgspec.json.decode(file.read_bytes(), type=Schedule)
    except (msgspec.DecodeError, OSError) as problem:
        example = '{"archive_after_days": 400, "purge_after_days": 1100}'
        raise CampusError(
            bilingual(
                f"{file} is no schedule ({problem}). Write {example}.",
                f"« {file} » n'est pas un calendrier (« {problem} »). Écrivez « {example} ».",
            )
        ) from None
    if not 0 < schedule.archive_after_days <= schedule.purge_after_days:
        raise CampusError(
            bilingual(
                f"{file}: a class is archived before it is purged, and neither on the day it ends.",
                f"{file} : un cours est archivé avant d'être effacé, et ni l'un ni l'autre le jour où il finit.",
            )
        )
    return schedule


def _archive(engine: sa.Engine, stream: str, happened: Sequence[Happened], data: Path, now: float) -> Proof:
    session = happened[-1].after
    # In an order that tells nothing: neither the alphabet's nor that of arrival.
    shuffled = sorted(session.people, key=lambda _: secrets.randbits(64))
    people = {person: f"person-{number}" for number, person in enumerate(shuffled, 1)}
    with engine.begin() as connection:
        _overwrite_what_goes(connection)
        events, receipts, _ = _rewrite(connection, people, stream)
        archived = Turned(at=now, verb="archive")
        connection.execute(
            log_table.insert().values(
                time=now, stream=stream, actor="server", type=archived.type, payload=encode(archived)
            )
        )
        note(connection, now, "server", "archived", session.id)
    return Proof(utc(now), "archived", session.id, events, receipts, _write_again(engine, [stream], data))


def _purge(engine: sa.Engine, stream: str, data: Path, now: float) -> Proof:
    session = stream.partition("/")[2]
    with engine.begin() as connection:
        _overwrite_what_goes(connection)
        seqs = sa.select(log_table.c.seq).where(log_table.c.stream == stream)
        receipts = connection.execute(receipts_table.delete().where(receipts_table.c.seq.in_(seqs))).rowcount
        events = connection.execute(log_table.delete().where(log_table.c.stream == stream)).rowcount
        note(connection, now, "server", "purged", session)
    folder = data / EXPORTS_FOLDER / session
    files = sorted(f"{session}/{file.name}" for file in folder.glob("*"))
    shutil.rmtree(folder, ignore_errors=True)
    return Proof(utc(now), "purged", session, events, receipts, files, _found_in_file(engine, stream))


def _rewrite(
    connection: sa.Connection, people: Mapping[str, str], stream: str | None = None
) -> tuple[int, int, list[str]]:
    """Give people other ids in the log, and take their names and words out of it.

    Returns:
        How many events and receipts were touched, and in which streams.
    """
    query = sa.select(log_table).order_by(log_table.c.seq)
    if stream is not None:
        query = query.where(log_table.c.stream == stream)
    roles: dict[str, str] = {}
    count = 0
    streams: list[str] = []
    rows = connection.execute(query).all()
    # A teacher's roster has the names of people by whom no event is.
    names = {name_in(row.payload).casefold() for row in rows if row.actor in people} - {""}
    for row in rows:
        payload, touched = without(bytes(row.payload), row.actor, people, roles, names, whole=stream is not None)
        actor = people.get(row.actor, row.actor)
        if actor == row.actor and not touched:
            continue
        connection.execute(log_table.update().where(log_table.c.seq == row.seq).values(actor=actor, payload=payload))
        count += 1
        if row.stream not in streams:
            streams.append(row.stream)
    receipts = 0
    if stream is None:
        # A receipt's only use is to know a message that is sent again; the person sends no more.
        gone = receipts_table.c.actor.in_(list(people))
        receipts = connection.execute(receipts_table.delete().where(gone)).rowcount
    else:
        seqs = sa.select(log_table.c.seq).where(log_table.c.stream == stream)
        receipts = connection.execute(receipts_table.delete().where(receipts_table.c.seq.in_(seqs))).rowcount
    return count, receipts, streams


def _write_again(engine: sa.Engine, streams: Sequence[str], data: Path) -> list[str]:
    """Make the exports of these classes anew, as far as they had any."""
    made = []
    for stream in streams:
        session = stream.partition("/")[2]
        folder = data / EXPORTS_FOLDER / session
        if stream.startswith("session/") and folder.exists():
            files = session_files(_happened(engine, stream))
            write(folder, files)
            made += [f"{session}/{name}" for name in sorted(files)]
    return made


def _overwrite_what_goes(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("PRAGMA secure_delete=ON"))


def _found_in_file(engine: sa.Engine, word: str) -> int | None:
    """How often a word stands in the bytes of the database's file and its journal; they are made small first."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        connection.execute(sa.text("VACUUM"))
        connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
    file = Path(engine.url.database)
    beside = (file.with_name(file.name + suffix) for suffix in ("", "-wal"))
    return sum(one.read_bytes().count(word.encode()) for one in beside if one.exists())


def _keep(proof: Proof, data: Path) -> None:
    with (data / PROOFS_FILE).open("a", encoding="utf-8") as out:
        line = json.dumps(asdict(proof), ensure_ascii=False)
        out.write(json.dumps({**asdict(proof), "sha256": hashlib.sha256(line.encode()).hexdigest()}) + "\n")


def _session_streams(engine: sa.Engine) -> list[str]:
    streams = sa.select(log_table.c.stream).where(log_table.c.stream.startswith("session/")).distinct()
    with engine.connect() as connection:
        return sorted(str(one) for one in connection.execute(streams).scalars())


def _happened(engine: sa.Engine, stream: str) -> list[Happened]:
    columns = [log_table.c[name] for name in LogEntry._fields]
    query = sa.select(*columns).where(log_table.c.stream == stream).order_by(log_table.c.seq)
    with engine.connect() as connection:
        return happenings(LogEntry._make(row) for row in connection.execute(query))
