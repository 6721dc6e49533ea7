"""`campus people`: accounts, invitations, rosters and the audit, at the server's own computer, also while it runs."""

from __future__ import annotations

import contextlib
import csv
import datetime
import getpass
import io
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from campus.errors import CampusError, StoreError
from campus.learning.events import Created, Entrusted, Granted, Turned, decode
from campus.remote.embedded import default_data
from campus.text import bilingual
from server.accounts import Accounts, Noted, audited
from server.database import HEAD, engine_of, name_of, revision_of
from server.exports import table
from server.invitations import Invitations, codes_for, read_roster
from server.tables import log_table

LOG_FILE = "log.db"
Said = tuple[int, list[str]]
"""An exit status, and what to print."""


def invite(role: str, session: str | None, days: float, uses: int, data: Path | None, database: str | None) -> Said:
    """A new invitation; its code is told once, and kept nowhere.

    Args:
        role: what it makes of who comes.
        session: the class that it is for, by its id or by the six letters of its join code; None for any.
        days: how long it lets in.
        uses: how many people it lets in.
        data: the server's data folder.
        database: the URL of a PostgreSQL database instead.

    Raises:
        CampusError: the role is none, there is no such class, or it would let in nobody.
    """
    with _database(data, database) as engine:
        class_ = None if session is None else _class_of(engine, session)
        made, code = Invitations(engine, now=time.time).make(role, by=_who(), session=class_, days=days, uses=uses)
    return 0, [f"{code}", f"Invitation {made.id}: {made.role}, {made.uses} times, until {_day(made.until)}."]


def revoke(invitation: str, data: Path | None, database: str | None) -> Said:
    """Take an invitation back, and with it the access of those who came by it.

    Raises:
        CampusError: there is none of that id.
    """
    with _database(data, database) as engine:
        Invitations(engine, now=time.time).revoke(invitation, by=_who())
    return 0, [f"Invitation {invitation} lets in nobody more; who came by it is let go within a second."]


def roster(file: Path, out: Path | None, days: float, data: Path | None, database: str | None) -> Said:
    """A personal code for everybody on a list, as a list with a column more.

    Raises:
        CampusError: the file cannot be read, or the list has mistakes: every one with its line.
    """
    try:
        enrolled = read_roster(file.read_bytes(), file.name)
    except OSError as problem:
        why = problem.strerror
        raise CampusError(
            bilingual(f"{file} cannot be read ({why}).", f"« {file} » ne peut pas être lu (« {why} »).")
        ) from None
    with _database(data, database) as engine:
        rows = list(codes_for(enrolled, Invitations(engine, now=time.time), by=_who(), days=days))
    data_ = table([("nom", "rôle", "groupe", "code"), *rows])
    if out is None:
        return 0, [";".join(row) for row in csv.reader(io.StringIO(data_.decode("utf-8-sig")), delimiter=";")]
    out.write_bytes(data_)
    return 0, [f"{out}: {len(rows)} codes. It is the only place where they are; keep it as you keep keys."]


def add(login: str, name: str | None, role: str, data: Path | None, database: str | None) -> Said:
    """A new account; its password is asked for, and kept as an Argon2id hash.

    Raises:
        CampusError: the login is taken, the role is none, or the password is too short.
    """
    with _database(data, database) as engine:
        made = Accounts(engine, now=time.time).make(login, name or login, role, _password(login), by=_who())
    return 0, [f"{made.login}: {made.role}, {made.person}."]


def change(login: str, role: str | None, password: bool, close: bool, data: Path | None, database: str | None) -> Said:
    """Another role, another password, or no access any more.

    Raises:
        CampusError: nobody has that login, or nothing was asked for.
    """
    if role is None and not password and not close:
        raise CampusError(
            bilingual(
                "Say what changes: --role ROLE, --password or --close.",
                "Dites ce qui change : --role RÔLE, --password ou --close.",
            )
        )
    with _database(data, database) as engine:
        accounts = Accounts(engine, now=time.time)
        if role is not None:
            accounts.change_role(login, role, by=_who())
        if password:
            accounts.change_password(login, _password(login), by=_who())
        if close:
            accounts.close(login, by=_who())
    return 0, [f"{login}: done; a running server knows it within a second."]


def ticket(login: str, data: Path | None, database: str | None) -> Said:
    """A ticket for one connection within a minute, for whoever knows the password.

    Raises:
        CampusError: the name and the password do not belong together.
    """
    with _database(data, database) as engine:
        accounts = Accounts(engine, now=time.time)
        return 0, [accounts.ticket(accounts.log_in(login, getpass.getpass(f"{login}: ")))]


def show(data: Path | None, database: str | None) -> Said:
    """Accounts, then invitations."""
    now = time.time()
    with _database(data, database) as engine:
        lines = [
            f"{account.login}: {account.name}, {account.role}" + (", closed" if account.closed is not None else "")
            for account in Accounts(engine, now=time.time).all()
        ]
        for one in Invitations(engine, now=time.time).all():
            state = "revoked" if one.revoked is not None else "over" if one.until < now else f"{one.uses} left"
            lines.append(f"{one.id}: {one.role}, {state}, until {_day(one.until)}")
    return 0, lines or ["Nobody has an account, and nobody is invited."]


def _class_of(engine: sa.Engine, word: str) -> str:
    """The id of the class that has that id or that join code; the newest, where a code came twice.

    Raises:
        CampusError: there is none.
    """
    known: dict[str, str] = {}
    with engine.connect() as connection:
        made = sa.select(log_table.c.payload).where(log_table.c.type == "created").order_by(log_table.c.seq)
        for (payload,) in connection.execute(made):
            event = decode(payload)
            if isinstance(event, Created):
                known |= {event.session: event.session, event.code: event.session}
    found = known.get(word) or known.get(word.strip().upper())
    if found is None:
        raise CampusError(
            bilingual(
                f"No class '{word}' is in this log. Give its code, as it stands on the teacher's panel.",
                f"Aucun cours « {word} » n'est dans ce journal. Donnez son code, comme sur le panneau de l'enseignant.",
            )
        )
    return found


_OF_CLASSES = {
    "created": "opened-class",
    "took-over": "took-over-class",
    "entrusted": "entrusted-class",
    "granted": "gave-time",
    "turned": "turned-class",
}
"""Events of classes that the audit tells, and what it calls them: who ran what, and to whom it was given."""
_TURNS_TOLD = frozenset({"start", "end", "cancel", "hold"})


def _of_classes(engine: sa.Engine) -> Iterator[Noted]:
    """What of the classes belongs into the audit, oldest first."""
    columns = (log_table.c.seq, log_table.c.time, log_table.c.actor, log_table.c.stream, log_table.c.payload)
    told = sa.select(*columns).where(log_table.c.type.in_(list(_OF_CLASSES)), log_table.c.stream.startswith("session/"))
    with engine.connect() as connection:
        for seq, at, actor, stream, payload in connection.execute(told.order_by(log_table.c.seq)):
            event, detail = decode(payload), ""
            match event:
                case Turned(verb=verb):
                    if verb not in _TURNS_TOLD:
                        continue
                    detail = verb
                case Entrusted(person=person, up=up):
                    detail = f"{'to' if up else 'no longer to'} {person}"
                case Granted(person=person, factor=factor):
                    detail = f"{person} × {factor:g}"
                case _:
                    pass
            yield Noted(seq, at, actor, _OF_CLASSES[event.type], stream.removeprefix("session/"), detail)


def audit(data: Path | None, database: str | None) -> Said:
    """Who gave or took which right, and who ran which class, oldest first."""
    with _database(data, database) as engine:
        noted = sorted([*audited(engine), *_of_classes(engine)], key=lambda n: n.time)
        return 0, [
            f"{datetime.datetime.fromtimestamp(n.time, datetime.UTC):%Y-%m-%d %H:%M:%S} {n.actor} {n.action} "
            f"{n.subject} {n.detail}".rstrip()
            for n in noted
        ]


@contextlib.contextmanager
def _database(data: Path | None, database: str | None) -> Iterator[sa.Engine]:
    target: Path | str = database or (data or default_data()) / LOG_FILE
    if isinstance(target, Path) and not target.exists():
        raise StoreError(
            bilingual(
                f"There is no log {target}. Start the server once, or give its folder with --data.",
                f"Il n'y a pas de journal « {target} ». Lancez une fois le serveur, ou donnez son dossier avec --data.",
            )
        )
    engine = engine_of(target)
    try:
        with engine.connect() as connection:
            if revision_of(connection) != HEAD:
                raise StoreError(
                    bilingual(
                        f"{name_of(target)} is of another version of the campus. Start the server once.",
                        f"{name_of(target)} est d'une autre version du campus. Lancez une fois le serveur.",
                    )
                )
        yield engine
    finally:
        engine.dispose()


def _password(login: str) -> str:
    first = getpass.getpass(f"Password for {login}: ")
    if first != getpass.getpass("Again: "):
        raise CampusError(
            bilingual("The two are not the same; nothing has changed.", "Les deux diffèrent ; rien n'a changé.")
        )
    return first


def _who() -> str:
    """Who does it: whoever sits at the server's computer."""
    try:
        return f"local-{getpass.getuser()}"[:64]
    except (KeyError, OSError):
        return "local"


def _day(at: float) -> str:
    return datetime.datetime.fromtimestamp(at, datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
