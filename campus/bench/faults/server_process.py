"""A real server in a process of its own, and people who are on its sockets."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import secrets
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from campus.bench.faults.inside import first_question
from campus.errors import CampusError
from campus.learning.unit_file import load_unit
from campus.protocol.messages import (
    VERSION,
    Bye,
    Control,
    Done,
    Enter,
    Entered,
    Hello,
    Keep,
    Notice,
    Panels,
    Press,
    Refusal,
    Welcome,
)
from campus.protocol.wire import encode, read_server
from campus.text import bilingual
from campus.tools.rehearsal.person import buttons

UNIT = "telehealth-01"
ROOM = """schema: 1
space: room
title: {fr: Essai, en: Trial}
shell:
  room: {size: [8, 8, 3]}
  floor: terrazzo
  walls: lime-plaster
  ceiling: lime-plaster
nodes:
  - {type: spawn, id: entry, at: [4, 3], facing: north}
  - {type: screen, id: main, wall: north, at: 4, size: [3.2, 1.8], height: 0.8, shows: session}
"""
CAMPUS = """schema: 1
title: {fr: Essai, en: Trial}
entry: room
spaces: [{space: room, at: [0, 0]}]
"""
TIMER = """  - {type: timer, id: going, minutes: 240, title: {fr: Temps, en: Time}, text: {fr: Essai, en: Trial}}
"""
STARTS_WITHIN_S = 60.0


def plain_campus(folder: Path, root: Path) -> Path:
    """A campus of one plain room, with the materials of another and one unit of it, to whose plan a timer is added."""
    (folder / "scenes").mkdir(parents=True)
    (folder / "scenes" / "campus.yaml").write_text(CAMPUS, encoding="utf-8")
    (folder / "scenes" / "room.yaml").write_text(ROOM, encoding="utf-8")
    (folder / "assets" / "units" / UNIT).mkdir(parents=True)
    for asset in (root / "assets").iterdir():
        if asset.name != "units":
            (folder / "assets" / asset.name).symlink_to(asset, target_is_directory=asset.is_dir())
    for file in (root / "assets" / "units" / UNIT).iterdir():
        if file.name != "unit.yaml":
            (folder / "assets" / "units" / UNIT / file.name).symlink_to(file)
    unit = (root / "assets" / "units" / UNIT / "unit.yaml").read_text(encoding="utf-8")
    timed = unit.replace("\nplan:\n", f"\nplan:\n{TIMER}", 1)
    (folder / "assets" / "units" / UNIT / "unit.yaml").write_text(timed, encoding="utf-8")
    return folder


class Heard:
    """What comes on a socket, message by message.

    Attributes:
        resume: the newest token to come back with.
        tones: of the notices that came.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._waiting: list[Any] = []
        self.resume: str | None = None
        self.tones: set[str] = set()

    async def until(self, kind: type[Any] | tuple[type[Any], ...], of: str | None = None) -> Any:
        """The next message of that kind, and about that; others are passed over."""
        while True:
            while self._waiting:
                message = self._waiting.pop(0)
                if isinstance(message, Keep):
                    self.resume = message.resume
                elif isinstance(message, Notice):
                    self.tones.add(message.tone)
                about = (getattr(message, "client_message_id", None), getattr(message, "of", None))
                if isinstance(message, kind) and (of is None or of in about):
                    return message
                if isinstance(message, Bye):
                    raise EOFError(message.code)
            data = await self._socket.recv()
            if isinstance(data, str):
                control = read_server(data)
                assert isinstance(control, Control)
                self._waiting += control.messages


@dataclass
class Bot:
    """Somebody who votes over and over, and knows what was acknowledged."""

    number: int
    rng: random.Random
    person: str = ""
    resume: str | None = None
    pending: tuple[str, str] | None = None
    sent: int = 0
    acknowledged: list[tuple[str, str]] = field(default_factory=list)

    async def vote(self, url: str, code: str, activity: str) -> None:
        """Vote until the connection breaks; what was on its way goes again the next time, under the same number."""
        with contextlib.suppress(ConnectionClosed, InvalidHandshake, OSError, EOFError, TimeoutError):
            async with connect(url, compression=None, max_size=None, open_timeout=20) as socket:
                heard = Heard(socket)
                proof = {"resume": self.resume} if self.resume else {"code": code}
                await socket.send(encode(Hello(version=VERSION, name=f"Bot {self.number}", **proof)).decode())  # type: ignore[arg-type]
                welcome = await heard.until(Welcome)
                self.person, self.resume = welcome.person, welcome.resume
                if not welcome.resumed:
                    await socket.send(encode(Enter(space="room")).decode())
                await heard.until(Entered)
                while True:
                    if self.pending is None:
                        self.sent += 1
                        self.pending = (f"{self.number}-{self.sent}", f"1/{self.rng.choice('abcd')}")
                    id_, value = self.pending
                    press = Press(panel=f"answer.{activity}.1", item="answer", value=value, client_message_id=id_)
                    await socket.send(encode(press).decode())
                    answer = await heard.until((Done, Refusal), id_)
                    self.resume = heard.resume or self.resume
                    if isinstance(answer, Done):
                        self.acknowledged.append(self.pending)
                    else:
                        raise CampusError(
                            bilingual(
                                f"An answer was refused: {answer.text.en}",
                                f"Une réponse a été refusée : {answer.text.fr}",
                            )
                        )
                    self.pending = None
                    await asyncio.sleep(self.rng.uniform(0.0, 0.03))


class Teacher:
    """Whoever runs the class: comes in by the server's key, presses, sees, and reads on until the connection ends."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self.heard = socket, Heard(socket)
        self._numbers = itertools.count(1)

    async def press(self, item: str, value: str = "", *, panel: str = "class") -> str:
        """Press something; whoever presses too fast waits and presses again.

        Returns:
            Nothing when it was taken, else the code of the refusal.
        """
        while True:
            id_ = f"t{next(self._numbers)}-{secrets.token_hex(4)}"
            press = Press(panel=panel, item=item, value=value, client_message_id=id_)
            await self._socket.send(encode(press).decode())
            answer = await self.heard.until((Done, Refusal), id_)
            if isinstance(answer, Done):
                return ""
            if answer.code != "too_fast":
                return str(answer.code)
            await asyncio.sleep(0.2)

    async def is_offered(self, item: str) -> bool:
        """Whether the panel of the class comes to have that button, within ten seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10.0):
                while True:
                    panels = (await self.heard.until(Panels)).panels
                    if any(b.id == item and b.enabled for p in panels if p.id == "class" for b in buttons(p)):
                        return True
        return False

    async def hears(self, tone: str) -> bool:
        """Whether a notice of that tone has come, or comes within ten seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10.0):
                while tone not in self.heard.tones:
                    await self.heard.until(Notice)
        return tone in self.heard.tones

    async def read_on(self) -> None:
        """Take in whatever comes: who stops reading is let go, and a class without its teacher is held."""
        with contextlib.suppress(ConnectionClosed, EOFError):
            await self.heard.until(())


@contextlib.asynccontextmanager
async def teaching(url: str, data: Path) -> AsyncIterator[Teacher]:
    """A teacher in the room; at the end the connection ends without a word."""
    key = json.loads((data / "server.json").read_text("utf-8"))["key"]
    socket = await connect(url, compression=None, max_size=None)
    try:
        teacher = Teacher(socket)
        await socket.send(encode(Hello(version=VERSION, name="Hayot", key=key)).decode())
        await teacher.heard.until(Welcome)
        await socket.send(encode(Enter(space="room")).decode())
        await teacher.heard.until(Entered)
        yield teacher
    finally:
        socket.transport.abort()


async def open_class(teacher: Teacher, root: Path) -> str:
    """Open a class and put its first question, while a timer is going; returns the question's activity.

    Raises:
        CampusError: something was refused.
    """
    activity = first_question(load_unit(root, UNIT))
    presses = (("life.start", ""), ("go", "going"), ("do.start", ""), ("go", activity), ("do.open", ""))
    refused = await teacher.press("open", UNIT, panel="open-class")
    for item, value in presses:
        refused = refused or await teacher.press(item, value)
    if refused:
        raise CampusError(
            bilingual(
                f"The class could not be brought to its first vote: {refused}.",
                f"Le cours n'a pas pu être mené à son premier vote : {refused}.",
            )
        )
    return activity


async def serve(data: Path, root: Path) -> tuple[asyncio.subprocess.Process, str, float]:
    """A real server on this data; returns it, its address, and how long it took to listen."""
    began = time.monotonic()
    with (data / "server.log").open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "campus", "serve", "--port", "0"),
            *("--data", str(data), "--root", str(root)),
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), STARTS_WITHIN_S)).decode().strip()
    if not line.startswith("listening on "):
        raise CampusError(
            bilingual(
                f"The server did not start; see {data / 'server.log'}.",
                f"Le serveur n'a pas démarré ; voyez « {data / 'server.log'} ».",
            )
        )
    return process, line.removeprefix("listening on "), time.monotonic() - began
