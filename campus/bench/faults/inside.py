"""A class in this process, in a vote, on a clock that is told when to move: for what needs no server of its own."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campus.errors import CampusError
from campus.learning.activities.concept_question import ConceptQuestion, ConceptQuestionRunning
from campus.learning.session import Session
from campus.learning.unit import Unit
from campus.protocol.messages import (
    VERSION,
    Done,
    Enter,
    Hello,
    Press,
    Refusal,
)
from campus.text import bilingual
from campus.tools.rehearsal.clock import Clock
from campus.tools.rehearsal.lines import Line, memory_lines
from server.access import Access
from server.classroom import Classrooms
from server.content import Content
from server.hub import Hub
from server.places import Place, Places
from server.store import LogEntry, Store


@dataclass
class Held:
    """A class in this process, in a vote."""

    hub: Hub
    store: Store
    clock: Clock
    classrooms: Classrooms
    teacher: Line
    call: Callable[[Hello], Any]
    activity: str
    numbers: Iterator[int]

    async def press(self, line: Line, panel: str, item: str, value: str = "") -> bool:
        """Press something; whether it was taken. Raises nothing for a refusal."""
        id_ = f"f{next(self.numbers)}"
        await line.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
        for message in line.heard():
            if isinstance(message, Done) and message.client_message_id == id_:
                return True
            if isinstance(message, Refusal) and message.of == id_:
                return False
        raise CampusError(
            bilingual(f"'{item}' was neither taken nor refused.", f"« {item} » n'a été ni pris ni refusé.")
        )

    async def student(self, name: str) -> Line:
        """Somebody more in the room."""
        line: Line = await self.call(Hello(version=VERSION, name=name))
        await line.send(Enter(space="room"))
        line.heard()
        return line

    def session(self) -> Session:
        """The class as committed."""
        session = self.classrooms.session_in("room")
        assert session is not None
        return session

    async def entries(self) -> list[LogEntry]:
        """Its log."""
        await self.hub.settle()
        return await self.store.read(f"session/{self.session().id}")


@contextlib.asynccontextmanager
async def held_class(folder: Path, unit: Unit, place: Place) -> AsyncIterator[Held]:
    """A class whose first question is open, in a new log in `folder`."""
    folder.mkdir(parents=True)
    clock, numbers = Clock(), itertools.count(1)
    store = Store.open(folder / "log.db", now=clock.wall)
    classrooms = Classrooms({unit.id: unit}, store, screens={"room": ("main",)})
    access = Access(b"s" * 32, "key", fresh_id=lambda: f"guest-{next(numbers)}")
    places = Places("room", {"room": lambda: place.space}, lambda _: place.referee)
    content = asyncio.to_thread(Content, ())
    hub = Hub(access, places, content, classrooms, store, now=clock.now, wall=clock.wall)
    asked = first_question(unit)
    try:
        async with memory_lines(hub) as lines:
            teacher = await lines.call(Hello(version=VERSION, name="Hayot", key="key"))
            await teacher.send(Enter(space="room"))
            teacher.heard()
            held = Held(hub, store, clock, classrooms, teacher, lines.call, asked, numbers)
            await held.press(teacher, "open-class", "open", unit.id)
            await held.press(teacher, "class", "life.start")
            await held.press(teacher, "class", "go", asked)
            await held.press(teacher, "class", "do.open")
            yield held
    finally:
        await hub.settle()
        store.close()


def first_question(unit: Unit) -> str:
    """The first concept question of a unit's plan."""
    return next(activity.id for activity in unit.plan if isinstance(activity, ConceptQuestion))


def votes_of(session: Session, activity: str) -> dict[str, str]:
    """Whose answer to the first vote is which."""
    running = session.running[activity]
    assert isinstance(running, ConceptQuestionRunning)
    return dict(running.first)
