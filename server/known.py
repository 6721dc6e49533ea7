"""Who somebody is in this server's log, and everything that is kept of them. Reads; changes nothing."""

from __future__ import annotations

import datetime
from typing import Any

import sqlalchemy as sa

from campus.errors import CampusError
from campus.text import bilingual
from server.nameless import name_in, plain
from server.tables import accounts_table, audit_table, guests_table, log_table


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
        found |= {str(actor) for actor, payload in connection.execute(named) if name_in(payload) == word}
    if not found:
        raise CampusError(
            bilingual(
                f"Nobody called '{word}' is in this log. Give a name, a login, or an id from attendance.csv.",
                f"Aucune personne « {word} » dans ce journal. Donnez un nom, un login, ou un id d'attendance.csv.",
            )
        )
    if len(found) > 1:
        every = ", ".join(sorted(found))
        raise CampusError(
            bilingual(
                f"Several people are called '{word}': {every}. Give one of these ids.",
                f"Plusieurs personnes s'appellent « {word} » : {every}. Donnez l'un de ces id.",
            )
        )
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
            {"seq": row.seq, "time": utc(row.time), "stream": row.stream, "type": row.type, **plain(row.payload)}
            for row in theirs
        ]
        about_others = log_table.c.type.in_(("hand", "prepares", "settled"))
        others = sa.select(log_table).where(log_table.c.actor != person, about_others)
        events += [
            {"seq": row.seq, "time": utc(row.time), "stream": row.stream, "type": row.type, **plain(row.payload)}
            for row in connection.execute(others)
            if plain(row.payload).get("event", {}).get("person") == person
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


def utc(at: float) -> str:
    """A moment, seconds since the epoch, as people write it: `2026-03-04T05:06:07+00:00`."""
    return datetime.datetime.fromtimestamp(at, datetime.UTC).isoformat(timespec="seconds")
