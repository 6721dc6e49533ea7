"""Layouts and light states over real sockets: who may switch them, who hears of it, and what a restart finds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from campus.learning.panel import Choice
from campus.learning.unit_file import load_units
from campus.protocol.messages import (
    Arranged,
    Came,
    Done,
    Enter,
    Entered,
    Panels,
    Press,
    PutBack,
    Refusal,
    Sit,
    Use,
)
from campus.world import Pose

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def units():
    return load_units(ROOT)


async def in_the_annex(served, name: str, **hello: object):
    visiting = await served.in_the_hall(name, **hello)
    visiting.caller.send(Enter(space="annex"))
    visiting.entered = await visiting.hears(Entered, lambda e: e.space == "annex")
    return visiting


def press(visiting, panel: str, item: str, value: str, id_: str) -> None:
    visiting.caller.send(Press(panel=panel, item=item, value=value, client_message_id=id_))


async def pressed(visiting, panel: str, item: str, value: str, id_: str) -> None:
    press(visiting, panel, item, value, id_)
    await visiting.hears(Done, lambda done: done.client_message_id == id_)


def choices(event: Panels) -> dict[str, str]:
    return {i.id: i.selected for p in event.panels if p.id == "room" for i in p.items if isinstance(i, Choice)}


def test_a_teacher_switches_and_everybody_in_the_room_and_everybody_later_knows(serving, key) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await in_the_annex(served, "Ana")
            teacher = await in_the_annex(served, "Maurice", key=key)
            await teacher.hears(Panels, lambda e: choices(e) == {"layout": "rows", "light": "discussion"})
            ana.caller.send(Sit(seat="row.1"))
            await ana.hears(Refusal, lambda r: r.of == "sit")  # too far: she has not walked there
            await pressed(teacher, "room", "layout", "circle", "1")
            await pressed(teacher, "room", "light", "lecture", "2")
            await ana.hears(Arranged, lambda a: (a.layout, a.light) == ("circle", "lecture"))
            await teacher.hears(Panels, lambda e: choices(e) == {"layout": "circle", "light": "lecture"})
            bo = await in_the_annex(served, "Bo")
            assert (bo.entered.layout, bo.entered.light) == ("circle", "lecture")
            await pressed(teacher, "room", "layout", "rows", "3")
            assert (await bo.hears(Arranged)).layout is None, "as it opens has one name only"
            assert not [e for e in ana.heard if isinstance(e, Panels) and choices(e)]

    asyncio.run(story())


def test_a_student_can_switch_nothing_and_nobody_what_there_is_not(serving, key) -> None:
    async def story() -> None:
        async with serving() as served:
            ana, teacher = await in_the_annex(served, "Ana"), await in_the_annex(served, "Maurice", key=key)
            press(ana, "room", "layout", "circle", "a")
            assert (await ana.hears(Refusal)).code == "not_allowed"
            press(teacher, "room", "layout", "pyramid", "b")
            refusal = await teacher.hears(Refusal)
            assert refusal.code == "unknown"
            assert "pyramid" in refusal.text.fr
            press(teacher, "room", "light", "circle", "c")
            assert (await teacher.hears(Refusal)).code == "unknown"
            assert not [e for e in ana.heard if isinstance(e, Arranged)]

    asyncio.run(story())


def test_whoever_sits_on_a_chair_that_moves_is_stood_up_for_everybody(serving, key) -> None:
    async def story() -> None:
        async with serving() as served:
            ana, teacher = await in_the_annex(served, "Ana"), await in_the_annex(served, "Maurice", key=key)
            served.hub.rooms["annex"].sit(ana.id, "row.1", 0.0, from_anywhere=True)
            await teacher.hears(Came, lambda c: c.person.id == ana.id and c.person.seat == "row.1")
            await pressed(teacher, "room", "layout", "circle", "1")
            await teacher.hears(Came, lambda c: c.person.id == ana.id and c.person.seat is None)
            assert (await ana.hears(PutBack)).tone == "plain"

    asyncio.run(story())


def test_a_class_finds_its_room_as_its_teacher_had_it_when_the_server_comes_up_again(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            port = int(served.url.rsplit(":", 1)[1])
            ana, teacher = await in_the_annex(served, "Ana"), await in_the_annex(served, "Maurice", key=key)
            await pressed(teacher, "room", "light", "lecture", "before")
            await pressed(teacher, "open-class", "open", "telehealth-01", "open")
            await pressed(teacher, "room", "layout", "circle", "during")
            await ana.hears(Arranged, lambda a: a.layout == "circle")
            calling = served.handed_over()
        async with serving(units=units, port=port) as served:
            served.take_over(calling)
            again = await ana.hears(Entered)
            assert (again.space, again.layout, again.light) == ("annex", "circle", "lecture")

    asyncio.run(story())


def test_a_rule_of_the_space_furnishes_and_lights_the_room(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await in_the_annex(served, "Ana")
            ana.caller.send(Use(node="lever", verb="use"))
            assert (await ana.hears(Refusal)).code == "too_far"
            served.hub.rooms["annex"].put(ana.id, Pose(10.0, 17.0, 0.0, 0.0), 0.0)
            ana.caller.send(Use(node="lever", verb="use"))
            await ana.hears(Arranged, lambda a: (a.layout, a.light) == ("circle", "lecture"))

    asyncio.run(story())
