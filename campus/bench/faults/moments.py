"""Moments at which a class could lose something: the vote that closes, the clock set back, the teacher who goes."""

from __future__ import annotations

import asyncio
from pathlib import Path

from campus.bench.faults.figures import Figures
from campus.bench.faults.inside import held_class, votes_of
from campus.learning.unit import Unit
from campus.protocol.messages import (
    VERSION,
    Hello,
)
from campus.tools.rehearsal.lines import Line
from server.exports import session_files
from server.places import Place
from server.record import happenings, presences


async def closing(folder: Path, unit: Unit, place: Place, figures: Figures) -> None:
    """A vote that travels while the teacher closes is counted or refused; it is never neither."""
    figures.closing = {"counted": 0, "refused": 0, "neither": 0}
    async with held_class(folder, unit, place) as held:
        lines = [await held.student(f"S{n}") for n in range(20)]
        panel = f"answer.{held.activity}.1"
        votes = [held.press(line, panel, "answer", "1/a") for line in lines]
        close = held.press(held.teacher, "class", "do.close")
        taken = await asyncio.gather(*votes[:10], close, *votes[10:])
        said = [*taken[:10], *taken[11:]]
        counted = votes_of(held.session(), held.activity)
        figures.closing["counted"], figures.closing["refused"] = sum(said), said.count(False)
        figures.closing["neither"] = abs(len(counted) - sum(said))


async def clock_set_back(folder: Path, unit: Unit, place: Place, figures: Figures) -> None:
    """An hour earlier than before, in the middle of a vote: what comes later still counts as later."""
    async with held_class(folder, unit, place) as held:
        ana, panel = await held.student("Ana"), f"answer.{held.activity}.1"
        held.clock.seconds += 600.0
        await held.press(ana, panel, "answer", "1/a")
        held.clock.set_back = 3600.0
        held.clock.seconds += 10.0
        if not await held.press(ana, panel, "answer", "1/b"):
            figures.clock.append("an answer was refused")
        bo = await held.student("Bo")
        if not await held.press(bo, panel, "answer", "1/b"):
            figures.clock.append("whoever came later could not answer")
        if set(votes_of(held.session(), held.activity).values()) != {"b"}:
            figures.clock.append("an older answer counted")
        id_ = held.session().id
        for item in ("do.close", "life.wrap-up", "life.end"):
            if not await held.press(held.teacher, "class", item):
                figures.clock.append(f"'{item}' was refused")
        entries = await held.store.read(f"session/{id_}")
        if [e.seq for e in entries] != sorted(e.seq for e in entries):
            figures.clock.append("the log is out of order")
        happened = happenings(entries)
        if any(to < since for one in presences(happened) for since, to in one.spans):
            figures.clock.append("somebody left before they came")
        session_files(happened)


async def held(folder: Path, unit: Unit, place: Place, figures: Figures) -> None:
    """The teacher's connection is cut: the class is held, learners go on answering, and the teacher resumes."""
    async with held_class(folder, unit, place) as held:
        ana = await held.student("Ana")
        await held.teacher.cut()
        await held.hub.settle()
        washeld = held.session().life == "held"
        answered = await held.press(ana, f"answer.{held.activity}.1", "answer", "1/a")
        back: Line = await held.call(Hello(version=VERSION, name="Hayot", key="key"))
        back.heard()
        await held.hub.settle()
        resumed = await held.press(back, "class", "life.resume")
        figures.held = washeld and answered and resumed and held.session().life == "live"
