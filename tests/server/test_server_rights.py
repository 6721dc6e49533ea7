"""Rights on live connections: who opens, who is entrusted with one class alone, who loses what, and when it is felt."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import get_args

import pytest

from campus.learning.entrusting import OPENING_ROLES
from campus.learning.matrix import allowed
from campus.learning.panel import Table
from campus.learning.unit_file import load_units
from campus.protocol.messages import Bye, Came, Done, Panels, Press, Refusal, Role
from server.access import Ticket

ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def units():
    return load_units(ROOT)


async def answered(visiting, item: str, value: str = "", *, panel: str = "class") -> str:
    """What came of a press: `done`, or the refusal's code."""
    id_ = f"{panel}-{item}-{value}-{time.monotonic()}"
    visiting.caller.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
    event = await visiting.hears(
        Done | Refusal, lambda e: (e.client_message_id if isinstance(e, Done) else e.of) == id_
    )
    return "done" if isinstance(event, Done) else event.code


async def opened(served, key, name: str = "Maurice"):
    teacher = await served.in_the_hall(name, key=key)
    assert await answered(teacher, "open", "telehealth-01", panel="open-class") == "done"
    return teacher


def runs(event: Panels) -> bool:
    return any(p.id == "class" and any(getattr(i, "id", "") == "life.start" for i in p.items) for p in event.panels)


def looks_on(event: Panels) -> bool:
    return any(p.id == "class" and not runs(event) for p in event.panels)


@pytest.mark.parametrize("role", get_args(Role))
def test_only_who_may_open_a_class_opens_one(serving, units, role: Role) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            ticket = served.access.ticket(Ticket(person="who", role=role, until=time.time() + 60))
            who = await served.in_the_hall("Who", ticket=ticket)
            outcome = await answered(who, "open", "telehealth-01", panel="open-class")
            assert outcome == ("done" if allowed(role, "open", "own") else "not_allowed")
            assert (outcome == "done") == (role in OPENING_ROLES)

    asyncio.run(story())


def test_a_co_teacher_runs_the_class_that_they_are_invited_to_and_no_other(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units, with_people=True) as served:
            await opened(served, key)
            (stream,) = await served.store.streams("session/")
            first = stream.removeprefix("session/")
            _, code = served.invitations.make("co-teacher", by="hayot", session=first, uses=2)
            aide = await served.in_the_hall("Aide", code=code)
            await aide.hears(Panels, runs)
            # Another teacher's class, in the same space at the same hour, in a room of its own.
            other = await served.in_the_hall("Anne", key=key)
            assert await answered(other, "open", "law-04", panel="open-class") == "done"
            theirs = served.hub.visitors[other.id].room
            assert theirs != served.hub.visitors[aide.id].room
            session = served.hub._classrooms.session_in(theirs)
            assert session.standing(aide.id) == "outsider"
            assert await answered(aide, "life.start") == "done"

    asyncio.run(story())


def test_the_role_alone_runs_nobodys_class_until_its_teacher_entrusts_it_and_takes_it_back(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units, with_people=True) as served:
            teacher = await opened(served, key)
            served.accounts.make("aide", "Aide", "co-teacher", PASSWORD, by="admin")
            ticket = served.accounts.ticket(served.accounts.log_in("aide", PASSWORD))
            aide = await served.in_the_hall("Aide", ticket=ticket)
            await aide.hears(Panels, looks_on)
            assert await answered(aide, "life.start") == "not_allowed"
            offered = await teacher.hears(
                Panels, lambda e: any(isinstance(i, Table) and i.id == "entrust" for p in e.panels for i in p.items)
            )
            assert "Aide" in str(offered)
            assert await answered(teacher, "entrust", aide.id) == "done"
            await aide.hears(Panels, runs)
            assert await answered(aide, "life.start") == "done"
            assert await answered(teacher, "relieve", aide.id) == "done"
            await aide.hears(Panels, looks_on)
            assert await answered(aide, "life.wrap-up") == "not_allowed"

    asyncio.run(story())


def test_a_role_that_changes_is_felt_on_the_live_connection_and_the_class_is_held(serving, units) -> None:
    async def story() -> None:
        async with serving(units=units, with_people=True) as served:
            served.accounts.make("hayot", "Hayot", "teacher", PASSWORD, by="admin")
            ticket = served.accounts.ticket(served.accounts.log_in("hayot", PASSWORD))
            teacher = await served.in_the_hall("Hayot", ticket=ticket)
            ana = await served.in_the_hall("Ana")
            assert await answered(teacher, "open", "telehealth-01", panel="open-class") == "done"
            assert await answered(teacher, "life.start") == "done"
            served.accounts.change_role("hayot", "student", by="admin")
            await ana.hears(Came, lambda e: e.person.id == teacher.id and e.person.role == "student")
            assert await answered(teacher, "next") == "not_allowed"
            room = served.hub.visitors[ana.id].room
            await ana.hears(Panels, lambda e: "pause" in str(e.panels))
            assert served.hub._classrooms.session_in(room).life == "held"

    asyncio.run(story())


def test_a_revoked_invitation_takes_the_co_teacher_out_of_the_class(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units, with_people=True) as served:
            await opened(served, key)
            (stream,) = await served.store.streams("session/")
            invitation, code = served.invitations.make(
                "co-teacher", by="hayot", session=stream.removeprefix("session/")
            )
            aide = await served.in_the_hall("Aide", code=code)
            await aide.hears(Panels, runs)
            served.invitations.revoke(invitation.id, by="hayot")
            assert (await aide.hears(Bye)).code == "not_allowed"

    asyncio.run(story())
