"""Invitations: 128 random bits that let somebody in, as what they say, so often, so long. Owns them; and rosters.

Only a hash of each is kept. A revoked invitation takes with it everybody who came by it.
"""

from __future__ import annotations

import base64
import csv
import io
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from campus.errors import CampusError, SceneError, SceneErrors
from campus.ids import did_you_mean
from campus.protocol.messages import Role
from campus.text import bilingual
from server.accounts import Accounts, Rights, hashed, note, role_of
from server.tables import guests_table, invitations_table

DAY_S = 86_400.0
MOST_USES, LONGEST_DAYS = 100_000, 3660
"""What one invitation may give; who means more has mistyped it, or means no number at all."""
_HEADS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "nom complet", "nom et prénom", "full name", "étudiant", "student"),
    "last": ("nom", "nom de famille", "last name", "surname"),
    "first": ("prénom", "first name", "given name"),
    "role": ("role", "rôle"),
    "group": ("group", "groupe"),
}
"""What the columns of a roster may be called; capitals and accents make no difference."""


@dataclass(frozen=True)
class Invitation:
    """What an invitation lets in.

    Attributes:
        id: names it in the audit; it is no secret.
        session: the class that it is for; any where None.
        until: seconds since the epoch.
        uses: how many more may come by it.
    """

    id: str
    role: Role
    session: str | None
    until: float
    uses: int
    revoked: float | None = None


@dataclass(frozen=True)
class Enrolled:
    """One line of a roster."""

    name: str
    role: Role
    group: str = ""


class Invitations:
    """The invitations of one server.

    Args:
        engine: the store's database.
        now: seconds since the epoch.
    """

    def __init__(self, engine: sa.Engine, *, now: Callable[[], float]) -> None:
        self._engine, self._now = engine, now

    def make(
        self, role: str, *, by: str, session: str | None = None, days: float = 7.0, uses: int = 1
    ) -> tuple[Invitation, str]:
        """A new invitation, and its code: 26 letters and digits in groups, which nobody can guess and few mistype.

        Raises:
            CampusError: the role is none, or it would let in nobody.
        """
        if not (1 <= uses <= MOST_USES and 0 < days <= LONGEST_DAYS):
            raise CampusError(
                bilingual(
                    f"An invitation lets in 1 to {MOST_USES} people, for some time to come and {LONGEST_DAYS} days at "
                    "most.",
                    f"Une invitation laisse entrer de 1 à {MOST_USES} personnes, pour un temps à venir et "
                    f"{LONGEST_DAYS} jours au plus.",
                )
            )
        code = a_code()
        invitation = Invitation(secrets.token_hex(4), role_of(role), session, self._now() + days * DAY_S, uses)
        with self._engine.begin() as connection:
            connection.execute(
                invitations_table.insert().values(
                    id=invitation.id,
                    secret=hashed(_plain(code)),
                    role=invitation.role,
                    session=session,
                    until=invitation.until,
                    uses=uses,
                    made_by=by,
                    made=self._now(),
                )
            )
            note(connection, self._now(), by, "invited", invitation.id, f"{invitation.role}, {uses}")
        return invitation, code

    def admit(self, code: str, person: str) -> Invitation | None:
        """Let somebody new in by an invitation: one use less. None where it lets in nobody now."""
        table = invitations_table.c
        open_ = (table.secret == hashed(_plain(code)), table.revoked.is_(None), table.until >= self._now())
        with self._engine.begin() as connection:
            # The condition is in the update, so that of two who come at once by the last use one stays outside.
            taken = connection.execute(
                invitations_table.update().where(*open_, table.uses > 0).values(uses=table.uses - 1)
            )
            if not taken.rowcount:
                return None
            row = connection.execute(sa.select(invitations_table).where(open_[0])).one()
            connection.execute(guests_table.insert().values(person=person, invitation=row.id, since=self._now()))
            note(connection, self._now(), person, "came-invited", row.id)
        return _invitation(row)

    def readmit(self, code: str, person: str) -> Invitation | None:
        """The invitation by which somebody came before, while it holds, used up or not; None for everybody else."""
        table = invitations_table.c
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(invitations_table)
                .join(guests_table, guests_table.c.invitation == table.id)
                .where(table.secret == hashed(_plain(code)), guests_table.c.person == person)
                .where(table.revoked.is_(None), table.until >= self._now())
            ).first()
        return None if row is None else _invitation(row)

    def revoke(self, id_: str, *, by: str) -> None:
        """Let in nobody more, and let go whoever came by it; a running server does so within a second.

        Raises:
            CampusError: there is none of that id.
        """
        with self._engine.begin() as connection:
            known = [str(one) for one in connection.execute(sa.select(invitations_table.c.id)).scalars()]
            if id_ not in known:
                said = bilingual(f"There is no invitation '{id_}'.", f"Il n'y a pas d'invitation « {id_} ».")
                raise CampusError(said, did_you_mean(id_, known))
            connection.execute(
                invitations_table.update().where(invitations_table.c.id == id_).values(revoked=self._now())
            )
            note(connection, self._now(), by, "revoked", id_)

    def all(self) -> list[Invitation]:
        """Every invitation that was ever made, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(invitations_table).order_by(invitations_table.c.made))
            return [_invitation(row) for row in rows]


def a_code() -> str:
    """128 random bits in 26 letters and digits, five to a group: 31 signs, as many as a join code may have."""
    text = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")
    return "-".join(text[i : i + 5] for i in range(0, len(text), 5))


def read_roster(data: bytes, file: str = "roster.csv") -> list[Enrolled]:
    """Who is on a list as a school's office exports it: `;`, `,` or tabs, with a mark or without, UTF-8 or Windows.

    Raises:
        SceneErrors: every line that cannot be read, with its number.
    """
    text = _decoded(data)
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise SceneErrors(
            [SceneError(file, 1, 1, bilingual("This list is empty.", "Cette liste est vide."), code="empty")]
        )
    separator = max(";,\t", key=lines[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    columns: dict[str, int] | None = None
    enrolled: list[Enrolled] = []
    wrong: list[SceneError] = []
    for row in _rows(reader, file):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(cells)
            if columns:
                continue
            columns = {"name": 0}  # A list without a heading: one name a line.
        try:
            enrolled.append(_enrolled(cells, columns))
        except CampusError as problem:
            wrong.append(SceneError(file, reader.line_num, 1, problem.said, code="roster"))
    if wrong:
        raise SceneErrors(wrong)
    return enrolled


def _rows(reader: Any, file: str) -> Iterator[list[str]]:
    """The lines of a list.

    Raises:
        SceneErrors: at one that never ends.
    """
    try:
        yield from reader
    except csv.Error:
        said = bilingual("What begins here never ends.", "Ce qui commence ici ne finit pas.")
        hint = bilingual("Close the quotation marks.", "Fermez les guillemets.")
        raise SceneErrors([SceneError(file, reader.line_num, 1, said, code="roster", hint=hint)]) from None


def _enrolled(cells: Sequence[str], columns: Mapping[str, int]) -> Enrolled:
    def cell(name: str) -> str:
        at = columns.get(name, len(cells))
        return cells[at] if at < len(cells) else ""

    name = cell("name") or " ".join(part for part in (cell("first"), cell("last")) if part)
    if not name:
        raise CampusError(bilingual("This line has no name.", "Cette ligne n'a pas de nom."))
    if len(name) > 48:
        raise CampusError(
            bilingual(
                f"This name has {len(name)} letters; 48 are shown at most.",
                f"Ce nom a {len(name)} lettres ; on en montre 48 au plus.",
            )
        )
    return Enrolled(name, role_of(cell("role") or "student"), cell("group"))


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Which column is what, when these cells are headings; nothing when they are not."""
    heads = {_flat(word): kind for kind, words in _HEADS.items() for word in words}
    found = {heads[_flat(cell)]: at for at, cell in enumerate(cells) if _flat(cell) in heads}
    if "last" in found and "first" not in found:
        found["name"] = found.pop("last")
    return found if found.keys() & {"name", "last", "first"} else {}


def _flat(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"):
        try:
            return unicodedata.normalize("NFC", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def _plain(code: str) -> str:
    """A code as it is compared: without dashes, spaces or small letters."""
    return "".join(code.split()).replace("-", "").upper()


def _invitation(row: sa.Row[tuple[object, ...]]) -> Invitation:
    return Invitation(str(row.id), cast("Role", row.role), row.session, float(row.until), int(row.uses), row.revoked)


def codes_for(
    roster: Sequence[Enrolled], invitations: Invitations, *, by: str, days: float
) -> Iterator[tuple[str, ...]]:
    """A personal code for everybody on a list: rows of name, role, group and code."""
    for one in roster:
        _, code = invitations.make(one.role, by=by, days=days)
        yield (one.name, one.role, one.group, code)


class ServerDoors:
    """What `server.access` asks of accounts and invitations.

    Args:
        accounts, invitations, rights: on one database.
        code_of: the join code of a class, by its id.
    """

    def __init__(
        self, accounts: Accounts, invitations: Invitations, rights: Rights, code_of: Callable[[str], str | None]
    ) -> None:
        self._accounts, self._invitations, self._rights, self._code_of = accounts, invitations, rights, code_of

    def log_in(self, login: str, password: str) -> tuple[str, Role]:
        """The person and the role of an account."""
        account = self._accounts.log_in(login, password)
        return account.person, account.role

    def by_ticket(self, ticket: str) -> tuple[str, Role] | None:
        """The person and the role of a one-time ticket, once."""
        account = self._accounts.admit(ticket)
        return None if account is None else (account.person, account.role)

    def by_code(self, code: str, person: str) -> tuple[Role, str | None] | None:
        """The role that an invitation gives to somebody new, and the join code of the class that it is for."""
        return self._let_in(self._invitations.admit(code, person))

    def again(self, code: str, person: str) -> tuple[Role, str | None] | None:
        """The same for somebody who came by that very invitation before; it costs no use."""
        return self._let_in(self._invitations.readmit(code, person))

    def _let_in(self, invitation: Invitation | None) -> tuple[Role, str | None] | None:
        if invitation is None:
            return None
        return invitation.role, None if invitation.session is None else self._code_of(invitation.session)

    def role_now(self, person: str, given: Role) -> Role | None:
        """What somebody may be now; None when they may be here no more."""
        return self._rights.role_now(person, given)
