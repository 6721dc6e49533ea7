"""At the door of somebody else's campus: who one is, shown once, and asked for again in the window when it is refused.

Owns the panel at the door and what may be sent where. A password leaves this computer encrypted or not at all; nothing
secret is kept, logged, or put into an address.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlsplit

from campus.client.joining import Joining, TurnedAway, join
from campus.client.ui.hud import Connection, Hud
from campus.learning.panel import AnyItem, Button, Choice, Input, Option, Panel, Paragraph, Pressed, Row
from campus.protocol.messages import Login
from campus.remote import Link
from campus.remote.cache import Cache
from campus.text import Language, Text, same

DOOR = "local.door"
Way = Literal["code", "login"]
CODE_AT_MOST, NAME_AT_MOST, PASSWORD_AT_MOST = 32, 64, 256
"""As the server takes them: see `campus.protocol.messages`."""
MENDED_BY_ASKING = frozenset({"unauthenticated", "expired", "too_fast", "unencrypted", "no_name"})
"""Refusals after which another code, or another password, may open the door."""


@dataclass(frozen=True)
class Proof:
    """With what somebody comes in; at most one of these."""

    key: str | None = None
    code: str | None = None
    ticket: str | None = None
    login: Login | None = None


def is_private(url: str) -> bool:
    """Whether nobody on the way can read what goes to that address: it is encrypted, or on this computer."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "wss" or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass
class Door:
    """What stands on the panel at the door.

    Attributes:
        url: of the server.
        way: whether one comes with a code or with a name and a password.
        why: why the server did not open, as (code, sentence); None before it was asked.
        name: the login as it was typed.
    """

    url: str
    way: Way = "code"
    why: tuple[str, Text] | None = None
    name: str = ""
    _code: str = field(default="", repr=False)
    _password: str = field(default="", repr=False)

    def press(self, pressed: Pressed) -> Proof | Literal["leave"] | None:
        """What a press on the panel asks for: to try with this, to go, or nothing yet."""
        match pressed:
            case Pressed(item="leave"):
                return "leave"
            case Pressed(item="way", value="code" | "login" as way):
                self.way = "code" if way == "code" else "login"
            case Pressed(item="code", value=words):
                self._code = words.strip()
            case Pressed(item="name", value=words):
                self.name = words.strip()
            case Pressed(item="password", value=words):
                self._password = words
            case Pressed(item="enter"):
                return self._proof()
            case _:
                pass
        return None

    def _proof(self) -> Proof | None:
        if self.way == "code":
            return Proof(code=self._code) if self._code else None
        if not self.name or not self._password:
            return None
        if not is_private(self.url):
            self.why = ("unencrypted", UNENCRYPTED)
            return None
        login, self._password = Login(name=self.name, password=self._password), ""
        return Proof(login=login)

    @property
    def panel(self) -> Panel:
        """The panel: why the door is shut, what to do about it, and where to write it."""
        items: list[AnyItem] = []
        if self.why is not None:
            items.append(Paragraph(text=self.why[1], tone="bad"))
        leave = Button(id="leave", text=Text(fr="Quitter", en="Leave"))
        if self.why is not None and self.why[0] not in MENDED_BY_ASKING:
            again = Button(id="enter", text=Text(fr="Réessayer", en="Try again"), primary=True)
            return Panel(id=DOOR, title=TITLE, items=(*items, Row(buttons=(leave, again))), side="centre")
        items.append(Choice(id="way", label=WITH_WHAT, options=_WAYS, selected=self.way))
        if self.way == "code":
            hint = Text(fr="Six lettres, ou celles d’une invitation", en="Six letters, or those of an invitation")
            label = same("Code")
            items.append(Input(id="code", label=label, hint=hint, most=CODE_AT_MOST, enters="enter"))
        else:
            label = Text(fr="Nom d’utilisateur", en="User name")
            items.append(Input(id="name", label=label, value=self.name, most=NAME_AT_MOST))
            label = Text(fr="Mot de passe", en="Password")
            items.append(Input(id="password", label=label, most=PASSWORD_AT_MOST, secret=True, enters="enter"))
        items.append(Row(buttons=(leave, Button(id="enter", text=Text(fr="Entrer", en="Enter"), primary=True))))
        note = same(self.url)
        return Panel(id=DOOR, title=TITLE, note=note, items=tuple(items), side="centre")


def enter(
    call: Callable[[Proof], Link],
    proof: Proof,
    door: Door,
    language: Language,
    cache: Cache,
    draw: Callable[[Hud], list[Pressed] | None],
    now: Callable[[], float],
    *,
    may_ask: bool = True,
) -> tuple[Joining, Link, Proof] | None:
    """Come in: call, be let in, fetch what is missing; where the server refuses, ask in the window and call again.

    Args:
        call: makes a connection with a proof.
        proof: what was given on the command line.
        door: the panel's state; its `way` and `name` say what is asked for first.
        language: of what is said.
        cache: where files are kept by hash.
        draw: draws one frame; None when the window was closed, else what was pressed.
        now: the clock of the link's `retry_at`.
        may_ask: whether somebody is there to answer.

    Returns:
        What was heard, the open connection and what opened the door; None when the person went away first.

    Raises:
        TurnedAway: the server refused, and nobody is there to be asked; or the window was closed on its answer.
    """
    if door.way == "login" and proof == Proof():
        asked = _ask(door, draw) if may_ask else None
        if asked is None:
            return None
        proof = asked
    while True:
        if proof.login is not None and not is_private(door.url):
            turned = TurnedAway("unencrypted", UNENCRYPTED, language)
        else:
            link = call(proof)
            try:
                joined = join(link, language, cache, lambda hud: draw(hud) is not None, now)
            except TurnedAway as problem:
                link.close()
                turned = problem
            else:
                if joined is None:
                    link.close()
                    return None
                return joined, link, proof
        if not may_ask:
            raise turned
        door.why = (turned.code, turned.text)
        if proof.login is not None:
            door.way, door.name = "login", proof.login.name
        answer = _ask(door, draw)
        if answer is None:
            raise turned  # Whoever started it from a terminal reads there, too, why it ended.
        proof = answer if answer != Proof() else replace(proof)


def _ask(door: Door, draw: Callable[[Hud], list[Pressed] | None]) -> Proof | None:
    """Stay at the door until something is tried; None when the person goes away."""
    while True:
        pressed = draw(Hud(panels=(door.panel,), connection=Connection(phase="closed")))
        if pressed is None:
            return None
        for one in pressed:
            if one.panel != DOOR:
                continue
            if one.item == "enter" and door.why is not None and door.why[0] not in MENDED_BY_ASKING:
                return Proof()
            answer = door.press(one)
            if answer == "leave":
                return None
            if answer is not None:
                return answer


TITLE = Text(fr="À la porte du campus", en="At the door of the campus")
WITH_WHAT = Text(fr="Vous entrez avec", en="You come in with")
_WAYS = (
    Option(id="code", text=Text(fr="Un code", en="A code")),
    Option(id="login", text=Text(fr="Un compte", en="An account")),
)
UNENCRYPTED = Text(
    fr="Votre mot de passe ne part pas\u00a0: cette adresse n’est pas chiffrée, et d’autres le liraient en chemin. "
    "Demandez une adresse qui commence par wss://, ou entrez avec un code.",
    en="Your password is not sent: this address is not encrypted, and others could read it on the way. Ask for an "
    "address that begins with wss://, or come in with a code.",
)
