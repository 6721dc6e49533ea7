"""A full disk in the middle of a class: read-only, said to the teacher, and on by itself when there is room."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from pathlib import Path

import pytest

from campus.learning.panel import Choices
from campus.learning.unit_file import load_units
from campus.protocol.messages import Done, Notice, Panels, Press, Refusal

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def units():
    return dict(load_units(ROOT))


class Disk:
    """A log whose disk can be filled and emptied."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file)

    def fill(self) -> None:
        for table, act in itertools.product(("log", "probe"), ("INSERT", "UPDATE")):
            self._connection.execute(
                f"CREATE TRIGGER full_{table}_{act} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        self._connection.commit()

    def make_room(self) -> None:
        for table, act in itertools.product(("log", "probe"), ("INSERT", "UPDATE")):
            self._connection.execute(f"DROP TRIGGER full_{table}_{act}")
        self._connection.commit()
        self._connection.close()


async def press(who, panel: str, item: str, value: str = ""):
    id_ = f"f{next(NUMBERS)}"
    who.caller.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
    return await who.hears(
        (Done, Refusal), lambda e: id_ in (getattr(e, "client_message_id", ""), getattr(e, "of", ""))
    )


def asked(event: Panels) -> tuple[str, Choices] | None:
    for panel in event.panels:
        for item in panel.items:
            if isinstance(item, Choices) and item.enabled:
                return panel.id, item
    return None


def test_the_teacher_is_told_and_whoever_came_meanwhile_can_answer_when_there_is_room(
    serving, units, key, tmp_path
) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher = await served.in_the_hall("Maurice", key=key)
            assert isinstance(await press(teacher, "open-class", "open", "telehealth-01"), Done)
            ana = await served.in_the_hall("Ana")
            for item in ("life.start", "do.next", "next"):
                assert isinstance(await press(teacher, "class", item), Done)
            panel, choices = asked(await ana.hears(Panels, asked))
            disk = Disk(tmp_path / "log.db")
            disk.fill()
            refusal = await press(ana, panel, choices.id, choices.options[0].id)
            assert isinstance(refusal, Refusal)
            assert refusal.code == "not_kept"
            told = await teacher.hears(Notice)
            assert told.tone == "bad"
            assert "disque est plein" in told.text.fr
            bo = await served.in_the_hall("Bo")
            assert isinstance(await press(teacher, "class", "do.close"), Refusal)
            disk.make_room()
            assert (await teacher.hears(Notice)).tone == "good"
            assert not any(isinstance(event, Notice) for event in ana.heard), "this is the teacher's to know"
            assert isinstance(await press(ana, panel, choices.id, choices.options[1].id), Done)
            panel, choices = asked(await bo.hears(Panels, asked))
            assert isinstance(await press(bo, panel, choices.id, choices.options[1].id), Done)
            assert isinstance(await press(teacher, "class", "do.close"), Done)

    asyncio.run(story())
