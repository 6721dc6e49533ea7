"""What is known of one person, given out or taken away; and what of a class goes when its time is over.

Erasing keeps what a class as a whole was (how many chose what) and takes everything that leads to the person: their id
becomes a pseudonym that nothing can turn back, their name and their words go, and the bytes are overwritten. Each time
a proof is left: what was done, how much, and that the database's own file holds the id no more.

A class in memory would write the person back: a server that runs lets go of them first (`Hub.forget`).
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from campus.errors import CampusError
from campus.learning.events import Came, Created, Did, Enrolled, Prepares, Revised, Turned, decode, encode
from campus.learning.session import ANSWERING_ROLES
from server.accounts import note
from server.exports import EXPORTS_FOLDER, session_files, write
from server.record import Happened, began_and_ended, happenings
from server.store import LogEntry
from server.tables import accounts_table, audit_table, guests_table, log_table, receipts_table, tickets_table

DAY_S = 86_400.0
PROOFS_FILE = "proofs.jsonl"
"""In the data folder: one line for each erasure, archiving and purge."""
SCHEDULE_FILE = "retention.json"
GONE = "—"
"""What stands where a name or words were."""


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


def find_person(engine: sa.Engine, word: str) -> str:
    """The id of a person who is called so, or has that login or that id.

    Raises:
        CampusError: nobody is, or several are: their ids are told.
    """
    found: set[str] = set()
    with engine.connect() as connection:
        for row in connection.execute(
            sa.select(accounts_table.c.person, accounts_table.c.login, accounts_table.c.name)
        ):
            if word in (row.person, row.name) or word.casefold() == row.login:
                found.add(str(row.person))
        if connection.execute(sa.select(log_table.c.seq).where(log_table.c.actor == word).limit(1)).first():
            found.add(word)
        if connection.execute(sa.select(guests_table.c.person).where(guests_table.c.person == word)).first():
            found.add(word)
        says_a_name = log_table.c.type.in_(("came", "created", "enrolled"))
        named = sa.select(log_table.c.actor, log_table.c.payload).where(says_a_name)
        found |= {str(actor) for actor, payload in connection.execute(named) if _name_in(payload) == word}
    if not found:
        raise CampusError(f"Nobody called '{word}' is in this log. Give a name, a login, or an id from attendance.csv.")
    if len(found) > 1:
        raise CampusError(f"Several people are called '{word}': {', '.join(sorted(found))}. Give one of these ids.")
    return found.pop()


def known_of(engine: sa.Engine, person: str) -> dict[str, Any]:
    """Everything that is kept of a person, as plain data: their account, what they did, what was noted of them."""
    with engine.connect() as connection:
        account = (
            connection.execute(sa.select(accounts_table).where(accounts_table.c.person == person)).mappings().first()
        )
        guest = connection.execute(sa.select(guests_table).where(guests_table.c.person == person)).mappings().first()
        theirs = connection.execute(sa.select(log_table).where(log_table.c.actor == person).order_by(log_table.c.seq))
        events = [
            {"seq": row.seq, "time": _utc(row.time), "stream": row.stream, "type": row.type, **_plain(row.payload)}
            for row in theirs
        ]
        about_others = log_table.c.type.in_(("hand", "prepares", "settled"))
        others = sa.select(log_table).where(log_table.c.actor != person, about_others)
        events += [
            {"seq": row.seq, "time": _utc(row.time), "stream": row.stream, "type": row.type, **_plain(row.payload)}
            for row in connection.execute(others)
            if _plain(row.payload).get("event", {}).get("person") == person
        ]
        audit = connection.execute(
            sa.select(audit_table).where((audit_table.c.actor == person) | (audit_table.c.subject == person))
        ).mappings()
        return {
            "person": person,
            "account": None if account is None else {k: v for k, v in account.items() if k != "password"},
            "invitation": None if guest is None else dict(guest),
            "events": sorted(events, key=lambda e: e["seq"]),
            "audit": [dict(row) for row in audit],
        }


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
    proof = Proof(_utc(now), "erased", pseudonym, events, receipts, _write_again(engine, streams, data))
    proof.found_after = _found_in_file(engine, person)
    _keep(proof, data)
    return proof


def told(proof: Proof, data: Path) -> tuple[int, list[str]]:
    """What a command says of an erasure, and the status with which it ends."""
    lines = [
        f"Erased: they are '{proof.subject}' in what remains. {proof.events} events rewritten, {proof.receipts} "
        f"receipts and {len(proof.files)} files made anew; the proof is in {data / PROOFS_FILE}."
    ]
    if proof.found_after:
        return 1, [*lines, f"Their id still stands {proof.found_after} times in the database's file."]
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
        raise CampusError(
            f'{file} is no schedule ({problem}). Write {{"archive_after_days": 400, "purge_after_days": 1100}}.'
        ) from None
    if not 0 < schedule.archive_after_days <= schedule.purge_after_days:
        raise CampusError(f"{file}: a class is archived before it is purged, and neither on the day it ends.")
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
    return Proof(_utc(now), "archived", session.id, events, receipts, _write_again(engine, [stream], data))


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
    return Proof(_utc(now), "purged", session, events, receipts, files, _found_in_file(engine, stream))


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
    names = {_name_in(row.payload).casefold() for row in rows if row.actor in people} - {""}
    for row in rows:
        payload, touched = _without(
            bytes(row.payload), row.type, row.actor, people, roles, names, whole=stream is not None
        )
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


def _without(
    payload: bytes,
    type_: str,
    actor: str,
    people: Mapping[str, str],
    roles: dict[str, str],
    names: Collection[str],
    *,
    whole: bool,
) -> tuple[bytes, bool]:
    """An event's bytes without these people. Events of rooms are plain JSON; those of classes have a form."""
    try:
        event = decode(payload)
    except msgspec.DecodeError:
        return _plain_without(payload, actor, people)
    change: dict[str, object] = {}
    if actor in people:
        if isinstance(event, Created | Came | Enrolled):
            change["name"] = GONE
            roles[actor] = event.role
        if isinstance(event, Prepares) and event.verb == "muddiest":
            change["value"] = GONE
        if isinstance(event, Did) and roles.get(actor) in ANSWERING_ROLES and _is_words(event):
            change["value"] = GONE
        if event.message:
            change["message"] = ""
    if isinstance(event, Revised) and event.roster:
        change["roster"] = tuple(name for name in event.roster if not whole and name.casefold() not in names)
    changed = encode(msgspec.structs.replace(event, **change))
    if any(person.encode() in changed for person in people):
        # Wherever an event names them: whose hand was lowered, who sits in which group.
        changed = msgspec.json.encode(_renamed(msgspec.json.decode(changed), people))
    return changed, changed != payload


def _renamed(told: Any, people: Mapping[str, str]) -> Any:
    """The same plain data with these words in the place of those."""
    match told:
        case str():
            # Groups are told in one line of ids.
            return re.sub(r"[\w-]+", lambda word: people.get(word[0], word[0]), told)
        case list():
            return [_renamed(one, people) for one in told]
        case dict():
            return {people.get(key, key): _renamed(value, people) for key, value in told.items()}
    return told


def _plain_without(payload: bytes, actor: str, people: Mapping[str, str]) -> tuple[bytes, bool]:
    try:
        told = json.loads(payload)
    except ValueError:
        return payload, False
    if not isinstance(told, dict):
        return payload, False
    plain = told
    if actor in people:
        plain = {key: GONE if key in ("name", "words") else value for key, value in told.items()}
    if any(person.encode() in payload for person in people):
        plain = _renamed(plain, people)  # A teacher has looked at what they contest.
    return (payload, False) if plain == told and actor not in people else (msgspec.json.encode(plain), True)


def _is_words(event: Did) -> bool:
    """Whether it holds something written, and not the id of an option, which is nobody's."""
    return event.verb.startswith(("write", "pin")) or any(letter.isspace() for letter in event.value)


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


def _plain(payload: bytes) -> dict[str, Any]:
    try:
        told = json.loads(payload)
    except ValueError:
        return {}
    # The unit is the teacher's, and is not about the person.
    return {"event": {k: v for k, v in told.items() if k != "unit"}} if isinstance(told, dict) else {}


def _name_in(payload: bytes) -> str:
    event = _plain(bytes(payload)).get("event", {})
    return str(event.get("name", ""))


def _utc(at: float) -> str:
    return datetime.datetime.fromtimestamp(at, datetime.UTC).isoformat(timespec="seconds")
