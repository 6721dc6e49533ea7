"""A class over real sockets: who sees which panel when, and what becomes of a press that cannot be kept."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from campus.learning.panel import Button, Choices, Row
from campus.learning.unit_file import load_units
from campus.protocol.messages import Done, Enter, Entered, Panels, Press, Refusal, Shows

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def units():
    return load_units(ROOT)


def press(visiting, panel: str, item: str, value: str = "", id_: str = "m") -> None:
    visiting.caller.send(Press(panel=panel, item=item, value=value, client_message_id=id_))


async def pressed(visiting, panel: str, item: str, value: str = "", id_: str = "m") -> None:
    press(visiting, panel, item, value, id_)
    await visiting.hears(Done, lambda done: done.client_message_id == id_)


def has(panel_id: str):
    return lambda event: any(panel.id == panel_id for panel in event.panels)


def has_choices(event: Panels) -> bool:
    return any(isinstance(item, Choices) for panel in event.panels for item in panel.items)


async def a_class(served, key):
    teacher = await served.in_the_hall("Maurice", key=key)
    await teacher.hears(Panels, has("open-class"))
    await pressed(teacher, "open-class", "open", "telehealth-01", "open")
    return teacher


async def asked(teacher, students) -> list[Panels]:
    """The teacher goes on until a question is put; the students' panels with it."""
    for number in range(6):
        panels = (await teacher.hears(Panels, has("class"))).panels
        items = [b for p in panels for i in p.items for b in (i.buttons if isinstance(i, Row) else [i])]
        button = next(b for b in items if isinstance(b, Button) and b.primary)
        await pressed(teacher, "class", button.id, id_=f"on-{number}")
        if any(has_choices(e) for e in teacher.heard if isinstance(e, Panels)) or number == 2:
            break
    return [await student.hears(Panels, has_choices) for student in students]


def test_a_teacher_opens_a_class_and_everybody_in_the_room_gets_their_own_panel(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            ana = await served.in_the_hall("Ana")
            teacher = await a_class(served, key)
            await teacher.hears(Panels, has("class"))
            await ana.hears(Panels, lambda event: event.panels and not has("class")(event))
            await ana.hears(Shows, lambda shows: shows.panel is not None or shows.document is not None)

    asyncio.run(story())


def test_an_answer_is_acknowledged_shown_at_once_and_counted_once(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            teacher = await a_class(served, key)
            (panels, _) = await asked(teacher, [ana, bo])
            panel = next(p for p in panels.panels for i in p.items if isinstance(i, Choices))
            choices = next(i for i in panel.items if isinstance(i, Choices))
            for _ in range(2):
                await pressed(ana, panel.id, choices.id, choices.options[1].id, "vote")
            mine = await ana.hears(
                Panels,
                lambda e: any(isinstance(i, Choices) and i.selected for p in e.panels for i in p.items),
            )
            assert mine.panels
            (session,) = await served.store.streams("session/")
            votes = [e for e in await served.store.read(session) if e.actor == ana.id and e.type == "did"]
            assert len(votes) == 1

    asyncio.run(story())


def test_a_press_on_somebody_elses_panel_is_refused(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            ana = await served.in_the_hall("Ana")
            await a_class(served, key)
            press(ana, "class", "life.start", id_="x")
            assert (await ana.hears(Refusal)).of == "x"

    asyncio.run(story())


def test_a_second_class_in_the_same_room_goes_to_its_own(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            ana = await served.in_the_hall("Ana")
            await a_class(served, key)
            other = await served.in_the_hall("Anne", key=key)
            await pressed(other, "open-class", "open", "telehealth-01", "open-2")
            entered = await other.hears(Entered)
            assert entered.space == "hall"
            assert entered.room.startswith("hall/")
            await other.hears(Panels, has("class"))
            assert [p.name for p in entered.people] == ["Anne"]
            assert ana.id in served.hub.rooms["hall"].people
            # Whoever belongs to that class comes to it by the same door.
            other.caller.send(Enter(space="annex"))
            assert (await other.hears(Entered)).room == "annex"
            other.caller.send(Enter(space="hall"))
            assert (await other.hears(Entered)).room == entered.room

    asyncio.run(story())


def test_what_the_store_cannot_keep_is_refused_and_said_and_the_connection_stays(
    serving, units, key, tmp_path, caplog
) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher = await served.in_the_hall("Maurice", key=key)
            await teacher.hears(Panels, has("open-class"))
            other = sqlite3.connect(tmp_path / "log.db")
            other.execute("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
            other.commit()
            press(teacher, "open-class", "open", "telehealth-01", "open")
            refusal = await teacher.hears(Refusal)
            assert (refusal.of, refusal.code) == ("open", "not_kept")
            assert "disk is full" in caplog.text
            other.execute("DROP TRIGGER full")
            other.commit()
            other.close()
            await pressed(teacher, "open-class", "open", "telehealth-01", "open-2")
            await teacher.hears(Panels, has("class"))

    asyncio.run(story())
