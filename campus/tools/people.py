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
from typing import BinaryIO

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from campus.errors import CampusError, StoreError
from campus.learning.events import Created, Entrusted, Granted, Turned, decode
from campus.remote.embedded import default_data
from campus.text import Language, Text, bilingual, counted, same
from campus.tools import Said
from server.accounts import Accounts, Noted, audited
from server.database import HEAD, LOG_FILE, engine_of, name_of, revision_of, unreadable_log
from server.exports import table
from server.invitations import Invitations, codes_for, read_roster
from server.tables import log_table


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
    times = counted(made.uses, Text(fr="fois", en="time"), Text(fr="fois", en="times"))
    told = bilingual(
        f"Invitation {made.id}: {made.role}, {times.en}, until {_day(made.until)}.",
        f"Invitation {made.id} : {made.role}, {times.fr}, jusqu'au {_day(made.until)}.",
    )
    return 0, [same(code), told]


def revoke(invitation: str, data: Path | None, database: str | None) -> Said:
    """Take an invitation back, and with it the access of those who came by it.

    Raises:
        CampusError: there is none of that id.
    """
    with _database(data, database) as engine:
        Invitations(engine, now=time.time).revoke(invitation, by=_who())
    return 0, [
        bilingual(
            f"Invitation {invitation} lets in nobody more; who came by it is let go within a second.",
            f"L'invitation {invitation} ne laisse plus entrer personne ; qui est venu par elle sort en une seconde.",
        )
    ]


def roster(file: Path, out: Path | None, days: float, data: Path | None, database: str | None) -> Said:
    """A personal code for everybody on a list, as a list with a column more.

    Raises:
        CampusError: the file cannot be read, or the list has mistakes: every one with its line; or `out` exists. Then
            nobody has a code.
        OSError: `out` cannot be written to; then nobody has a code, either.
    """
    try:
        enrolled = read_roster(file.read_bytes(), file.name)
    except OSError as problem:
        why = problem.strerror
        raise CampusError(
            bilingual(f"{file} cannot be read ({why}).", f"« {file} » ne peut pas être lu (« {why} »).")
        ) from None
    with _database(data, database) as engine, _new_file(out) as written:
        rows = list(codes_for(enrolled, Invitations(engine, now=time.time), by=_who(), days=days))
        codes = table([("nom", "rôle", "groupe", "code"), *rows])
        written.write(codes)
    if out is None:
        lines = csv.reader(io.StringIO(codes.decode("utf-8-sig")), delimiter=";")
        return 0, [same(";".join(row)) for row in lines]
    number = counted(len(rows), same("code"))
    return 0, [
        bilingual(
            f"{out}: {number.en}. It is the only place where they are; keep it as you keep keys.",
            f"{out} : {number.fr}. Ils ne sont nulle part ailleurs ; gardez ce fichier comme des clés.",
        )
    ]


@contextlib.contextmanager
def _new_file(path: Path | None) -> Iterator[BinaryIO]:
    """A file that was not there before, open before anything is made that is kept nowhere else; gone if that fails.

    Raises:
        CampusError: it is there already: it may hold codes that are nowhere else.
    """
    if path is None:
        yield io.BytesIO()
        return
    try:
        file = path.open("xb")
    except FileExistsError:
        raise CampusError(
            bilingual(
                f"{path} exists. Give another name: codes of earlier lists may be nowhere else.",
                f"« {path} » existe. Donnez un autre nom : des codes d'autres listes n'existent peut-être que là.",
            )
        ) from None
    try:
        with file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)  # once it is closed: Windows takes no open file away
        raise


def add(
    login: str, name: str | None, role: str, data: Path | None, database: str | None, language: Language = "en"
) -> Said:
    """A new account; its password is asked for, in a language, and kept as an Argon2id hash.

    Raises:
        CampusError: the login is taken, the role is none, or the password is too short.
    """
    with _database(data, database) as engine:
        accounts = Accounts(engine, now=time.time)
        made = accounts.make(login, name or login, role, _password(login, language), by=_who())
    return 0, [bilingual(f"{made.login}: {made.role}, {made.person}.", f"{made.login} : {made.role}, {made.person}.")]


def change(
    login: str,
    role: str | None,
    password: bool,
    close: bool,
    data: Path | None,
    database: str | None,
    language: Language = "en",
) -> Said:
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
        # Asked for before anything is done: whoever mistypes it is told that nothing has changed.
        words = _password(login, language) if password else None
        if words is not None:
            accounts.change_password(login, words, by=_who())
        if role is not None:
            accounts.change_role(login, role, by=_who())
        if close:
            accounts.close(login, by=_who())
    return 0, [
        bilingual(
            f"{login}: done; a running server knows it within a second.",
            f"{login} : c'est fait ; un serveur qui tourne le sait en une seconde.",
        )
    ]


def ticket(login: str, data: Path | None, database: str | None) -> Said:
    """A ticket for one connection within a minute, for whoever knows the password.

    Raises:
        CampusError: the name and the password do not belong together.
    """
    with _database(data, database) as engine:
        accounts = Accounts(engine, now=time.time)
        return 0, [same(accounts.ticket(accounts.log_in(login, getpass.getpass(f"{login}: "))))]


def show(data: Path | None, database: str | None) -> Said:
    """Accounts, then invitations."""
    now = time.time()
    with _database(data, database) as engine:
        lines = []
        for account in Accounts(engine, now=time.time).all():
            state = _OPEN if account.closed is None else _CLOSED
            lines.append(
                bilingual(
                    f"{account.login}: {account.name}, {account.role}{state.en}",
                    f"{account.login} : {account.name}, {account.role}{state.fr}",
                )
            )
        for one in Invitations(engine, now=time.time).all():
            left = bilingual(f"{one.uses} left", f"encore {one.uses}")
            state = _REVOKED if one.revoked is not None else _OVER if one.until < now else left
            until = _day(one.until)
            lines.append(
                bilingual(
                    f"{one.id}: {one.role}, {state.en}, until {until}",
                    f"{one.id} : {one.role}, {state.fr}, jusqu'au {until}",
                )
            )
    return 0, lines or [
        bilingual("Nobody has an account, and nobody is invited.", "Personne n'a de compte, et personne n'est invité.")
    ]


_OPEN, _CLOSED = same(""), Text(fr=", fermé", en=", closed")
_REVOKED, _OVER = Text(fr="reprise", en="revoked"), Text(fr="échue", en="over")


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
            same(
                f"{datetime.datetime.fromtimestamp(n.time, datetime.UTC):%Y-%m-%d %H:%M:%S} {n.actor} {n.action} "
                f"{n.subject} {n.detail}".rstrip()
            )
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
    except (SQLAlchemyError, msgspec.DecodeError) as problem:
        raise StoreError(unreadable_log(name_of(target), problem)) from None
    finally:
        engine.dispose()


def _password(login: str, language: Language) -> str:
    """A password, asked for twice.

    Raises:
        CampusError: the two are not the same.
    """
    first = getpass.getpass(bilingual(f"Password for {login}: ", f"Mot de passe de {login} : ").in_(language))
    if first != getpass.getpass(bilingual("Again: ", "Encore une fois : ").in_(language)):
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
