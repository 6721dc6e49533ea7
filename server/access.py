"""Who somebody is and what they may be here. Owns keys, tickets, join codes and resume tokens; knows no sockets.

Nobody declares their own role: it comes from the key in `server.json` (whoever can read that file sits at this
computer, and teaches), from a ticket or join code that this server signed, or from where they call: a guest on
loopback is a student. Everything signed carries what it is for, and when it ends.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeVar

import msgspec

from campus.errors import Refused
from campus.protocol.messages import VERSION, Hello, Login, Role
from campus.text import Text

RESUME_S = 12 * 3600.0
"""How long a resume token brings somebody back: a day of teaching."""
CODE_STEP_S = 3600
"""A join code ends on the hour."""
GUESSES, GUESSES_S = 100, 600.0
"""So many wrong codes may come from one address in ten minutes: a class of three hundred mistypes behind one router."""
ADDRESSES = 10_000
CODE_ROLES: tuple[Role, ...] = ("student", "co-teacher", "teacher", "guest")


class Ticket(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a signed ticket says of its bearer: made by `campus` or by a school's own system."""

    person: str
    role: Role
    until: float
    space: str | None = None


class Return(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a resume token says: who comes back, and to which place."""

    person: str
    role: Role
    connection: str
    until: float
    space: str | None = None
    room: str | None = None
    seat: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Identity:
    """Somebody who has been let in.

    Attributes:
        person: their id here; the same again for the same ticket, resume token, or name at this computer.
        role: what they may do.
        code: the join code that they came with.
        back: where they come back to, when they showed a resume token.
        space: where their ticket sends them.
    """

    person: str
    role: Role
    code: str | None = None
    back: Return | None = None
    space: str | None = None


class Doors(Protocol):
    """What accounts and invitations let in; they are asked on this server's own database."""

    def log_in(self, login: str, password: str) -> tuple[str, Role]:
        """The person and the role of an account.

        Raises:
            Refused: `unauthenticated`.
        """
        ...

    def by_ticket(self, ticket: str) -> tuple[str, Role] | None:
        """The person and the role of a one-time ticket, once."""
        ...

    def by_code(self, code: str, person: str) -> tuple[Role, str | None] | None:
        """The role that an invitation gives to somebody new, and the join code of the class that it is for."""
        ...

    def again(self, code: str, person: str) -> tuple[Role, str | None] | None:
        """The same for somebody who came by that very invitation before; it costs no use."""
        ...

    def role_now(self, person: str, given: Role) -> Role | None:
        """What somebody may be now; None when they may be here no more."""
        ...


_Claims = TypeVar("_Claims", Ticket, Return)
_Purpose = Literal["ticket", "resume", "code", "person"]


class Access:
    """The door of one server.

    Args:
        secret: at least 32 random bytes, kept in the data folder; everything signed is signed with it.
        key: the key of this run's `server.json`.
        fresh_id: makes a new person id for a guest.
        role_of_code: the role that a session's own join code gives now, or None for a code that no session has.
        doors: the accounts and invitations, where there are any.
    """

    def __init__(
        self,
        secret: bytes,
        key: str,
        *,
        fresh_id: Callable[[], str],
        role_of_code: Callable[[str], Role | None] = lambda code: None,
        doors: Doors | None = None,
    ) -> None:
        self._secret, self._key = secret, key
        self._fresh_id, self._role_of_code = fresh_id, role_of_code
        self._doors = doors
        self._wrong: dict[str, tuple[float, int]] = {}
        self._erased: set[str] = set()

    def identify(self, hello: Hello, *, loopback: bool, now: float, address: str = "") -> Identity:
        """Who says this hello.

        Args:
            hello: the first message of a connection.
            loopback: whether it comes from this computer.
            now: seconds since the epoch.
            address: where it comes from; whoever guesses codes from there is made to wait.

        Raises:
            Refused: `version`, `unauthenticated`, `expired` or `too_fast`; the connection ends with that sentence.
        """
        if hello.version != VERSION:
            raise Refused(
                "version",
                f"This server speaks version {VERSION} of the campus and you came with version {hello.version}. "
                "Install the same version on both sides.",
                f"Ce serveur parle la version {VERSION} du campus et vous venez avec la version {hello.version}. "
                "Installez la même version des deux côtés.",
            )
        back = self._read("resume", hello.resume, Return) if hello.resume is not None else None
        if back is not None and back.person in self._erased:
            back = None
        if back is not None and back.until >= now and not self._is_for_another_class(hello.code, back):
            return Identity(back.person, self._still(back.person, back.role), code=back.code, back=back)
        # An old or foreign token is no crime: who else they are decides.
        if hello.key is not None:
            if not hmac.compare_digest(hello.key.encode(), self._key.encode()):
                raise Refused(
                    "unauthenticated",
                    "This key is not this server's. Start 'campus' again.",
                    "Cette clé n’est pas celle de ce serveur. Relancez «\u00a0campus\u00a0».",
                )
            return Identity(self._local_person(hello.name), "teacher")
        if hello.login is not None and self._doors is not None:
            if not loopback:
                # Encrypted lines end at a relay on this computer; what comes from elsewhere was readable on the way.
                raise Refused(
                    "unencrypted",
                    "A password is taken over an encrypted line (wss://) only. Ask for that address, or come with a "
                    "code; and change this password, which others may have read.",
                    "Un mot de passe n’est pris que par une liaison chiffrée (wss://). Demandez cette adresse, ou "
                    "entrez avec un code\u00a0; et changez ce mot de passe, que d’autres ont pu lire.",
                )
            return self._logged_in(hello.login, address, now)
        if hello.ticket is not None:
            if self._doors is not None and (shown := self._doors.by_ticket(hello.ticket)) is not None:
                return Identity(*shown)
            ticket = self._read("ticket", hello.ticket, Ticket)
            if ticket is None:
                raise _not_ours("ticket", "Ce billet n’est pas de ce serveur")
            if ticket.until < now:
                raise _expired("ticket", "Ce billet")
            return Identity(ticket.person, ticket.role, space=ticket.space)
        if hello.code is not None:
            return self._guessed(hello.code, address, now, back)
        if not loopback:
            raise Refused(
                "unauthenticated",
                "This server lets in whom a teacher has given a code. Add it with --code.",
                "Ce serveur laisse entrer qui a reçu un code d’un enseignant. Ajoutez-le avec --code.",
            )
        return Identity(self._fresh_id(), "student")

    def _is_for_another_class(self, code: str | None, back: Return) -> bool:
        """Whether who comes back shows the code of another class than the one that they came to."""
        if code is None or self._role_of_code(code) is None:
            return False
        return code.strip().upper() != (back.code or "").strip().upper()

    def as_of_now(self, identity: Identity) -> Identity:
        """Somebody who was let in a moment ago, as what they may be now.

        Raises:
            Refused: `not_allowed`, when they have lost every right since, or were erased.
        """
        if identity.person in self._erased:
            raise Refused("not_allowed", LOST.en, LOST.fr)
        return replace(identity, role=self._still(identity.person, identity.role))

    def forget(self, person: str) -> None:
        """Nothing brings somebody back who was erased: not the token that they still have."""
        self._erased.add(person)

    def _still(self, person: str, given: Role) -> Role:
        """The role of somebody who comes back: a token made before they lost it gives it back to nobody."""
        role = given if self._doors is None else self._doors.role_now(person, given)
        if role is None:
            raise Refused("not_allowed", LOST.en, LOST.fr)
        return role

    def _logged_in(self, login: Login, address: str, now: float) -> Identity:
        assert self._doors is not None
        with self._counting_wrong_ones(address, now):
            return Identity(*self._doors.log_in(login.name, login.password))

    def _guessed(self, code: str, address: str, now: float, earlier: Return | None) -> Identity:
        """Who comes with a code: a class's six letters, an invitation, or one that this server signed.

        Whoever came with a class's code before, or by this invitation, and shows the token that they had then, is who
        they were: they prepare on one day and come to class on another.
        """
        with self._counting_wrong_ones(address, now):
            if earlier is not None and self._doors is not None and (known := self._doors.again(code, earlier.person)):
                return Identity(earlier.person, known[0], code=known[1])
            if earlier is not None and earlier.code is not None and self._role_of_code(code) is not None:
                role = self._still(earlier.person, self.role_of(code, now))
                return Identity(earlier.person, role, code=code)
            person = self._fresh_id()
            if self._doors is not None and self._role_of_code(code) is None:
                invited = self._doors.by_code(code, person)
                if invited is not None:
                    return Identity(person, invited[0], code=invited[1])
            return Identity(person, self.role_of(code, now), code=code)

    @contextlib.contextmanager
    def _counting_wrong_ones(self, address: str, now: float) -> Iterator[None]:
        """Refuses whoever guessed wrong too often from that address: a class's code has six letters."""
        since, wrong = self._wrong.get(address, (now, 0))
        if now - since >= GUESSES_S:
            since, wrong = now, 0
        if wrong >= GUESSES:
            raise Refused(
                "too_fast",
                "Too many wrong codes came from where you are. Try again in ten minutes.",
                "Trop de codes erronés sont venus de votre réseau. Réessayez dans dix minutes.",
            )
        try:
            yield
        except Refused:
            if len(self._wrong) >= ADDRESSES:
                self._wrong.clear()
            self._wrong[address] = (since, wrong + 1)
            raise

    def role_of(self, code: str, now: float) -> Role:
        """The role that a join code gives.

        Raises:
            Refused: `unauthenticated` or `expired`.
        """
        role = self._role_of_code(code)
        if role is not None:
            return role
        try:
            raw = base64.b32decode(code.replace("-", "").upper())
        except ValueError:
            raise _not_ours("join code", "Ce code n’est pas de ce serveur") from None
        if (
            len(raw) != 10
            or raw[0] >= len(CODE_ROLES)
            or not hmac.compare_digest(self._mac("code", raw[:4])[:6], raw[4:])
        ):
            raise _not_ours("join code", "Ce code n’est pas de ce serveur")
        if int.from_bytes(raw[1:4], "big") * CODE_STEP_S < now:
            raise _expired("join code", "Ce code")
        return CODE_ROLES[raw[0]]

    def join_code(self, role: Role, until: float) -> str:
        """A code of sixteen letters and digits that gives `role` up to the full hour after `until`."""
        raw = bytes([CODE_ROLES.index(role)]) + (int(until // CODE_STEP_S) + 1).to_bytes(3, "big")
        text = base64.b32encode(raw + self._mac("code", raw)[:6]).decode()
        return "-".join(text[i : i + 4] for i in range(0, 16, 4))

    def ticket(self, ticket: Ticket) -> str:
        """A signed ticket."""
        return self._sign("ticket", ticket)

    def resume_token(self, back: Return) -> str:
        """A signed token that brings somebody back."""
        return self._sign("resume", back)

    def _local_person(self, name: str) -> str:
        # Two windows on this computer under two names are two people; the same name again is the same person.
        return "local-" + self._mac("person", name.strip().casefold().encode())[:9].hex()

    def _mac(self, purpose: _Purpose, data: bytes) -> bytes:
        return hmac.new(self._secret, purpose.encode() + b"\0" + data, hashlib.sha256).digest()

    def _sign(self, purpose: _Purpose, claims: Ticket | Return) -> str:
        data = msgspec.json.encode(claims)
        return f"{_base64(data)}.{_base64(self._mac(purpose, data))}"

    def _read(self, purpose: _Purpose, token: str, kind: type[_Claims]) -> _Claims | None:
        body, _, signature = token.partition(".")
        try:
            data = base64.urlsafe_b64decode(body.encode() + b"==")
            given = base64.urlsafe_b64decode(signature.encode() + b"==")
            if not hmac.compare_digest(given, self._mac(purpose, data)):
                return None
            return msgspec.json.decode(data, type=kind)
        except (ValueError, msgspec.DecodeError):
            return None


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _not_ours(what: str, french: str) -> Refused:
    return Refused(
        "unauthenticated",
        f"This {what} is not this server's. Ask the teacher for a new one.",
        f"{french}. Demandez-en un autre à l’enseignant.",
    )


def _expired(what: str, french: str) -> Refused:
    return Refused(
        "expired",
        f"This {what} has ended. Ask the teacher for a new one.",
        f"{french} n’est plus valable. Demandez-en un autre à l’enseignant.",
    )


LOST = Text(
    fr="Vous n’avez plus accès à ce campus. Adressez-vous à l’enseignant.",
    en="You no longer have access to this campus. Ask the teacher.",
)
