"""Groups in a real room: people are led to their seats and told so, latecomers too, and everybody comes back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from campus.learning.activities.breakout import Breakout
from campus.learning.panel import Table
from campus.learning.unit_file import load_units
from campus.protocol.messages import Came, Done, Hand, Notice, Panels, Press, Refusal, Sit
from campus.text import same

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def units():
    """A unit whose plan is a breakout alone."""
    unit = load_units(ROOT)["telehealth-01"]
    groups = Breakout(id="cases", title=same("Cases"), task=same("Read the case"), size=3)
    return {unit.id: msgspec.structs.replace(unit, plan=(groups,))}


async def pressed(visiting, item: str, value: str = "", *, panel: str = "class") -> None:
    id_ = f"{item}-{value}-{len(visiting.heard)}"
    visiting.caller.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
    await visiting.hears(Done, lambda done: done.client_message_id == id_)


async def seated(visiting, person: str) -> str:
    came = await visiting.hears(Came, lambda e: e.person.id == person and e.person.seat is not None)
    return came.person.seat


async def a_class(served, key, *names: str):
    students = [await served.in_the_hall(name, language="fr") for name in names]
    teacher = await served.in_the_hall("Maurice", key=key)
    await pressed(teacher, "open", "telehealth-01", panel="open-class")
    await pressed(teacher, "life.start")
    return teacher, students


def test_groups_set_to_work_are_led_to_seats_near_each_other_and_told_with_whom(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher, (ana, bo) = await a_class(served, key, "Ana", "Bo")
            await pressed(teacher, "do.form")
            await pressed(teacher, "do.begin")
            notice = await ana.hears(Notice)
            assert "Groupe 1" in notice.text.fr
            assert "vous êtes avec Bo." in notice.text.fr
            seats = {await seated(teacher, ana.id), await seated(teacher, bo.id)}
            assert len(seats) == 2
            assert seats <= {f"row.{n}" for n in range(4)}
            # The teacher's panel says where each group is, and from where a call comes.
            ana.caller.send(Press(panel="answer.cases.1", item="call", client_message_id="call"))
            called = await teacher.hears(
                Panels, lambda e: any(isinstance(i, Table) and i.id == "do.heard" for p in e.panels for i in p.items)
            )
            assert "1 appel" in called.panels[0].note.fr

    asyncio.run(story())


def test_a_latecomer_sits_beside_their_group_and_gathering_brings_back_who_sat(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher, (ana, bo) = await a_class(served, key, "Ana", "Bo")
            room = served.hub.rooms["hall"]
            room.people[ana.id].pose = room.people[ana.id].pose._replace(x=15.0, y=9.5)
            ana.caller.send(Sit(seat="row.0"))
            await seated(teacher, ana.id)
            await pressed(teacher, "do.form")
            await pressed(teacher, "do.begin")
            await bo.hears(Notice)
            cy = await served.in_the_hall("Cy")
            told = await cy.hears(Notice)
            assert "you are with Ana and Bo." in told.text.en
            await seated(cy, cy.id)
            assert len(room.sitting) == 3
            await pressed(teacher, "do.gather")
            assert "comes together" in (await cy.hears(Notice, lambda n: "comes" in n.text.en)).text.en
            assert room.sitting["row.0"] == ana.id

    asyncio.run(story())


def test_one_press_seats_everyone_who_stands_but_not_the_teacher(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher, students = await a_class(served, key, "Ana", "Bo", "Cy")
            await pressed(teacher, "seat")
            for student in students:
                await student.hears(Notice)
                await seated(teacher, student.id)
            assert teacher.id not in served.hub.rooms["hall"].sitting.values()

    asyncio.run(story())


def test_no_student_seats_the_others(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            _, (ana, bo) = await a_class(served, key, "Ana", "Bo")
            ana.caller.send(Press(panel="class", item="seat", client_message_id="x"))
            assert (await ana.hears(Refusal)).code == "not_allowed"
            assert served.hub.rooms["hall"].people[bo.id].seat is None

    asyncio.run(story())


def test_a_hand_that_the_teacher_lowers_goes_down_over_its_head(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher, (ana,) = await a_class(served, key, "Ana")
            ana.caller.send(Hand(up=True))
            await teacher.hears(Came, lambda e: e.person.id == ana.id and e.person.hand)
            await teacher.hears(
                Panels, lambda e: any(isinstance(i, Table) and i.id == "hand" for p in e.panels for i in p.items)
            )
            await pressed(teacher, "hand", ana.id)
            await ana.hears(Came, lambda e: e.person.id == ana.id and not e.person.hand)

    asyncio.run(story())
