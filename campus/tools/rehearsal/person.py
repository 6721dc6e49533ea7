"""Somebody in a rehearsal: a line to the server, what was heard on it, and pressing what a panel offers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from campus.errors import CampusError
from campus.learning.panel import Button, Panel, Row
from campus.protocol.messages import (
    VERSION,
    Bye,
    Done,
    Enter,
    Hello,
    Keep,
    Panels,
    Press,
    Refusal,
    ServerMessage,
    Welcome,
)
from campus.text import Language, bilingual
from campus.tools.rehearsal.lines import Line

if TYPE_CHECKING:
    from campus.tools.rehearsal.course import Rehearsal


class Person:
    """Somebody in a rehearsal: a line to the server, and what they have heard on it."""

    def __init__(self, rehearsal: Rehearsal, number: int, name: str, code: str | None, key: str | None) -> None:
        self.rehearsal, self.number, self.name = rehearsal, number, name
        self.line: Line | None = None
        self.panels: tuple[Panel, ...] = ()
        self._code, self._key = code, key
        self._resume: str | None = None
        self._messages = itertools.count(1)
        self.waiting: set[str] = set()

    async def come(self) -> None:
        """Come in for the first time, or again after a cut."""
        language: Language = "fr"
        hello = Hello(version=VERSION, name=self.name, language=language, code=self._code, key=self._key)
        if self._resume is not None:
            # The code as well: days later the one says who they are, and the other that they may come in.
            hello = msgspec.structs.replace(hello, resume=self._resume)
        self.line = await self.rehearsal.lines.call(hello)
        again = False
        for message in self.line.heard():
            again = again or (isinstance(message, Welcome) and message.resumed)
            self.hear(message)
        if not again:
            await self.line.send(Enter(space=self.rehearsal.space))
        self.listen()

    async def cut(self) -> None:
        """Lose the connection without a word."""
        if self.line is not None:
            line, self.line = self.line, None
            self.panels = ()
            await line.cut()

    def listen(self) -> None:
        """Take in what has come."""
        if self.line is not None:
            for message in self.line.heard():
                self.hear(message)

    def hear(self, message: ServerMessage) -> None:
        """One message."""
        match message:
            case Welcome(resume=token) | Keep(resume=token):
                self._resume = token
            case Panels(panels=panels):
                self.panels = panels
                self.look()
            case Done(client_message_id=id_):
                self.waiting.discard(id_)
            case Refusal(of=of, text=text):
                if of in self.waiting:
                    self.waiting.discard(of)
                    self.refused(text.en)
            case Bye(text=text):
                raise CampusError(
                    bilingual(
                        f"The server let {self.name} go: {text.en}", f"Le serveur a renvoyé {self.name} : {text.fr}"
                    )
                )
            case _:
                pass

    def look(self) -> None:
        """The panels have changed."""

    def refused(self, why: str) -> None:
        """What was pressed was refused."""

    async def press(self, panel: str, item: str, value: str = "") -> bool:
        """Press something; returns once the server has it, and whether it took it."""
        if self.line is None:
            return False
        id_ = f"{self.number}-{next(self._messages)}"
        self.waiting.add(id_)
        before = self.rehearsal.refusals
        await self.line.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
        self.listen()
        if id_ in self.waiting:
            raise CampusError(
                bilingual(
                    f"The server neither took nor refused what {self.name} pressed ('{item}').",
                    f"Le serveur n'a ni pris ni refusé ce que {self.name} a pressé (« {item} »).",
                )
            )
        return self.rehearsal.refusals == before


def buttons(panel: Panel) -> Iterator[Button]:
    """The buttons of a panel, those in rows too, in their order."""
    for item in panel.items:
        if isinstance(item, Button):
            yield item
        elif isinstance(item, Row):
            yield from item.buttons
