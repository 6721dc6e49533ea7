"""Who has an account here, and what they may be now. Owns passwords (only their Argon2id hashes), tickets, the audit.

Everything is in the log's database, so that a command at the server's computer and the server itself see the same; the
server looks at the audit twice a second, and whoever has lost a right loses it then.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast, get_args

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.exc import IntegrityError

from campus.errors import CampusError, Refused
from campus.ids import did_you_mean
from campus.protocol.messages import Role
from campus.text import bilingual
from server.tables import accounts_table, audit_table, guests_table, invitations_table, tickets_table

TICKET_S = 60.0
"""How long a ticket waits to be shown: the time to open a connection."""
SHORTEST_PASSWORD = 12
"""Length is what counts; no rule about signs and digits."""


@dataclass(frozen=True)
class Account:
    """Somebody who can log in.

    Attributes:
        person: their id, the same in every class.
        login: what they type.
        closed: since when they cannot come in any more.
    """

    person: str
    login: str
    name: str
    role: Role
    closed: float | None = None


class Noted(NamedTuple):
    """One line of the audit: who did what, to whom."""

    seq: int
    time: float
    actor: str
    action: str
    subject: str
    detail: str


class Accounts:
    """The accounts of one server.

    Args:
        engine: the store's database.
        now: seconds since the epoch.
        hasher: what hashes passwords; Argon2id with the parameters of RFC 9106's second recommendation.
    """

    def __init__(self, engine: sa.Engine, *, now: Callable[[], float], hasher: PasswordHasher | None = None) -> None:
        self._engine, self._now = engine, now
        self._hasher = hasher or PasswordHasher()
        # Checked when nobody has that login, so that a guess takes as long as with somebody who has.
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    def make(self, login: str, name: str, role: str, password: str, *, by: str) -> Account:
        """A new account.

        Raises:
            CampusError: the login is taken, the role is none, or the password is too short.
        """
        account = Account(f"person-{secrets.token_hex(8)}", plain_login(login), name.strip()[:48], role_of(role))
        if not account.login or not account.name:
            raise CampusError(
                bilingual("An account needs a login and a name.", "Un compte demande un identifiant et un nom.")
            )
        self._check_password(password)
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    accounts_table.insert().values(
                        person=account.person,
                        login=account.login,
                        name=account.name,
                        role=account.role,
                        password=self._hasher.hash(password),
                        made=self._now(),
                    )
                )
                note(connection, self._now(), by, "account-made", account.person, account.role)
        except IntegrityError:
            raise CampusError(
                bilingual(
                    f"The login '{account.login}' is taken. Choose another.",
                    f"L'identifiant « {account.login} » est pris. Choisissez-en un autre.",
                )
            ) from None
        return account

    def log_in(self, login: str, password: str) -> Account:
        """The account of a login with that password. Takes a twentieth of a second of processor time: use a thread.

        Raises:
            Refused: `unauthenticated`, with the same words whatever was wrong.
        """
        with self._engine.connect() as connection:
            row = self._row(connection, plain_login(login))
        known = row is not None and row["closed"] is None
        hash_ = str(row["password"]) if row is not None and known else self._nobody
        try:
            self._hasher.verify(hash_, password)
        except (VerificationError, InvalidHashError):
            known = False
        if row is None or not known:
            raise Refused(
                "unauthenticated",
                "This name and this password do not belong together here.",
                "Ce nom et ce mot de passe ne vont pas ensemble ici.",
            )
        if self._hasher.check_needs_rehash(hash_):
            with self._engine.begin() as connection:
                connection.execute(
                    accounts_table.update()
                    .where(accounts_table.c.person == row["person"])
                    .values(password=self._hasher.hash(password))
                )
        return _account(row)

    def ticket(self, account: Account) -> str:
        """A ticket for one connection within the next minute."""
        secret = secrets.token_urlsafe(24)
        with self._engine.begin() as connection:
            connection.execute(tickets_table.delete().where(tickets_table.c.until < self._now()))
            connection.execute(
                tickets_table.insert().values(
                    secret=hashed(secret), person=account.person, until=self._now() + TICKET_S
                )
            )
        return secret

    def admit(self, ticket: str) -> Account | None:
        """Whose ticket this is, the first time it is shown in its minute; None for any other."""
        shown = tickets_table.c.secret == hashed(ticket)
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(tickets_table).where(shown)).mappings().one_or_none()
            # Only one of two that show it at once takes it away.
            if row is None or not connection.execute(tickets_table.delete().where(shown)).rowcount:
                return None
            found = self._row(connection, None, str(row["person"]))
            if row["until"] < self._now() or found is None or found["closed"] is not None:
                return None
        return _account(found)

    def change_role(self, login: str, role: str, *, by: str) -> None:
        """Give an account another role; a running server takes it over within a second.

        Raises:
            CampusError: nobody has that login, or the role is none.
        """
        self._change(login, by, "role-changed", {"role": role_of(role)}, role)

    def change_password(self, login: str, password: str, *, by: str) -> None:
        """Set another password.

        Raises:
            CampusError: nobody has that login, or the password is too short.
        """
        self._check_password(password)
        self._change(login, by, "password-changed", {"password": self._hasher.hash(password)}, "")

    def close(self, login: str, *, by: str) -> None:
        """Let somebody in no more; a running server lets them go within a second.

        Raises:
            CampusError: nobody has that login.
        """
        self._change(login, by, "account-closed", {"closed": self._now()}, "")

    def all(self) -> list[Account]:
        """Every account, by login."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(accounts_table).order_by(accounts_table.c.login)).mappings()
            return [_account(cast("Mapping[str, Any]", row)) for row in rows]

    def _change(self, login: str, by: str, action: str, values: Mapping[str, object], detail: str) -> None:
        with self._engine.begin() as connection:
            row = self._row(connection, plain_login(login))
            if row is None:
                known = [str(one) for one in connection.execute(sa.select(accounts_table.c.login)).scalars()]
                said = bilingual(f"Nobody has the login '{login}'.", f"Personne n'a l'identifiant « {login} ».")
                raise CampusError(said, did_you_mean(login, known))
            person = str(row["person"])
            connection.execute(accounts_table.update().where(accounts_table.c.person == person).values(**values))
            note(connection, self._now(), by, action, person, detail)

    @staticmethod
    def _row(connection: sa.Connection, login: str | None, person: str | None = None) -> Mapping[str, Any] | None:
        wanted = accounts_table.c.login == login if person is None else accounts_table.c.person == person
        return cast(
            "Mapping[str, Any] | None", connection.execute(sa.select(accounts_table).where(wanted)).mappings().first()
        )

    @staticmethod
    def _check_password(password: str) -> None:
        if len(password) < SHORTEST_PASSWORD:
            raise CampusError(
                bilingual(
                    f"A password has at least {SHORTEST_PASSWORD} letters; this one has {len(password)}.",
                    f"Un mot de passe a au moins {SHORTEST_PASSWORD} lettres ; celui-ci en a {len(password)}.",
                )
            )


class Rights:
    """What people may be now, as far as accounts and invitations say it.

    Args:
        engine: the store's database.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._seen = self._last()

    def role_now(self, person: str, given: Role) -> Role | None:
        """What somebody may be: as their account or invitation says, else as given; None when they lost it."""
        with self._engine.connect() as connection:
            return _role_now(connection, person, given)

    def changed(self, people: Mapping[str, Role]) -> dict[str, Role | None]:
        """Whose role is another now than the one given, since this was last asked; quick while nothing has happened."""
        last = self._last()
        if last == self._seen:
            return {}
        self._seen = last
        with self._engine.connect() as connection:
            now = {person: _role_now(connection, person, role) for person, role in people.items()}
        return {person: role for person, role in now.items() if role != people[person]}

    def _last(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.max(audit_table.c.seq))).scalar() or 0)


def _role_now(connection: sa.Connection, person: str, given: Role) -> Role | None:
    account = connection.execute(
        sa.select(accounts_table.c.role, accounts_table.c.closed).where(accounts_table.c.person == person)
    ).first()
    if account is not None:
        return None if account.closed is not None else cast("Role", account.role)
    invited = connection.execute(
        sa.select(invitations_table.c.role, invitations_table.c.revoked)
        .join(guests_table, guests_table.c.invitation == invitations_table.c.id)
        .where(guests_table.c.person == person)
    ).first()
    if invited is not None:
        return None if invited.revoked is not None else cast("Role", invited.role)
    return given


def note(connection: sa.Connection, now: float, actor: str, action: str, subject: str, detail: str = "") -> None:
    """Put one line into the audit, in the transaction of what it is about."""
    connection.execute(
        audit_table.insert().values(time=now, actor=actor, action=action, subject=subject, detail=detail[:200])
    )


def audited(engine: sa.Engine, after: int = 0) -> Iterable[Noted]:
    """The audit, oldest first."""
    columns = [audit_table.c[name] for name in Noted._fields]
    with engine.connect() as connection:
        rows = connection.execute(sa.select(*columns).where(audit_table.c.seq > after).order_by(audit_table.c.seq))
        return [Noted(*row) for row in rows]


def hashed(secret: str) -> str:
    """What is kept of a secret that is random enough to need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def plain_login(login: str) -> str:
    """A login as it is compared: accents in one form, no capitals, no space around it."""
    return unicodedata.normalize("NFKC", login).strip().casefold()[:128]


def role_of(word: str) -> Role:
    """The role of that name.

    Raises:
        CampusError: there is none.
    """
    roles: tuple[Role, ...] = get_args(Role)
    for role in roles:
        if role == word.strip().casefold():
            return role
    every = ", ".join(roles)
    said = bilingual(f"'{word}' is no role: {every}.", f"« {word} » n'est pas un rôle : {every}.")
    raise CampusError(said, did_you_mean(word, roles))


def _account(row: Mapping[str, Any]) -> Account:
    return Account(str(row["person"]), str(row["login"]), str(row["name"]), cast("Role", row["role"]), row["closed"])
