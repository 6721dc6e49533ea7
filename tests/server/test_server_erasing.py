"""Somebody is erased while a class runs: they are let go, nothing writes them back, and the class goes on."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from campus.errors import CampusError
from campus.learning.panel import Choices
from campus.learning.unit_file import load_units
from campus.protocol.messages import Bye, Done, Enter, Panels, Press, Said, Say, Welcome
from campus.text import same
from server.known import find_person
from server.learners import Learners
from server.orders import ORDERS_FOLDER, Answer, Order, forget, give, obey
from server.retention import erase

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def units():
    return load_units(ROOT)


async def pressed(visiting, panel: str, item: str, value: str = "") -> None:
    id_ = f"{panel}-{item}-{time.monotonic()}"
    visiting.caller.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
    await visiting.hears(Done, lambda done: done.client_message_id == id_)


async def a_vote(served, key, units):
    """A class in the middle of a vote, with Ana and Bo."""
    ana, bo = await served.in_the_hall("Ana Weber"), await served.in_the_hall("Bo")
    teacher = await served.in_the_hall("Maurice", key=key)
    await pressed(teacher, "open-class", "open", "telehealth-01")
    await pressed(teacher, "class", "life.start")
    plan = units["telehealth-01"].plan
    asked = next(a for a in plan if type(a).__name__ == "ConceptQuestion")
    await pressed(teacher, "class", "go", asked.id)
    await pressed(teacher, "class", "do.open")
    panels = await ana.hears(Panels, lambda e: any(isinstance(i, Choices) for p in e.panels for i in p.items))
    panel = next(p for p in panels.panels for i in p.items if isinstance(i, Choices))
    choice = next(i for i in panel.items if isinstance(i, Choices)).options[0].id
    return teacher, ana, bo, panel.id, choice


def test_an_erased_person_is_let_go_and_the_class_goes_on_without_a_trace(serving, units, key, tmp_path) -> None:
    async def story() -> None:
        async with serving(units=units, with_people=True) as served:
            _, ana, bo, panel, choice = await a_vote(served, key, units)
            await pressed(ana, panel, "answer", choice)
            person = find_person(served.store.engine, "Ana Weber")
            assert person == ana.id
            proof = await served.hub.forget(person, lambda: erase(served.store.engine, person, tmp_path, time.time()))
            assert proof.events > 0
            assert (await ana.hears(Bye)).code == "not_allowed"
            await pressed(bo, panel, "answer", choice)
            (stream,) = await served.store.streams("session/")
            everything = b"".join(e.payload + e.actor.encode() for e in await served.store.read(stream))
            for stream in await served.store.streams("room/"):
                everything += b"".join(e.payload + e.actor.encode() for e in await served.store.read(stream))
            assert person.encode() not in everything
            assert b"Ana Weber" not in everything
            session = served.hub._classrooms.session_in("hall")
            assert person not in session.people
            assert proof.subject in session.people
            votes = session.now.votes
            assert set(votes) == {proof.subject, bo.id}, "what the class as a whole was stays"

    asyncio.run(story())


def test_the_token_of_an_erased_person_brings_nobody_back(serving, units, key, tmp_path) -> None:
    async def story() -> None:
        async with serving(units=units, with_people=True) as served:
            _, ana, *_ = await a_vote(served, key, units)
            token = served.hub._arrivals.token(served.hub.visitors[ana.id], served.hub.visitors[ana.id].connections[0])
            await served.hub.forget(ana.id, lambda: erase(served.store.engine, ana.id, tmp_path, time.time()))
            again = served.call("Somebody", resume=token)
            welcome = await again.hears(Welcome)
            assert welcome.person != ana.id
            assert not welcome.resumed

    asyncio.run(story())


def test_who_is_erased_on_the_way_into_a_space_never_arrives_there(serving) -> None:
    """Else the room would hold somebody whom the server does not know, and no tick would ever end."""

    async def story() -> None:
        async with serving(with_people=True) as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            places, asked, ready = served.hub._rooms._places, threading.Event(), threading.Event()
            judged = places._referee_of

            def slowly(space):
                asked.set()
                ready.wait(10)
                return judged(space)

            places._referee_of = slowly
            ana.caller.send(Enter(space="annex"))
            await asyncio.to_thread(asked.wait, 10)
            await served.hub.forget(ana.id, lambda: None)
            ready.set()
            async with asyncio.timeout(10):
                while len(served.hub.connections) > 1:
                    await asyncio.sleep(0)
            assert served.hub.rooms.keys() == {"hall"}
            bo.caller.send(Say(words="Toujours là", client_message_id="1"))
            await bo.hears(Said)

    asyncio.run(story())


def test_who_loses_access_while_they_are_let_in_is_not_let_in(serving) -> None:
    async def story() -> None:
        async with serving(with_people=True) as served:
            made, code = served.invitations.make("student", by="admin")
            content, served.hub._arrivals._content = served.hub._arrivals._content, asyncio.Future()
            ana = served.call("Ana", code=code)
            async with asyncio.timeout(10):
                while served.invitations.all()[0].uses:
                    await asyncio.sleep(0)
            served.invitations.revoke(made.id, by="admin")
            served.hub._arrivals._content.set_result(await content)
            assert (await ana.hears(Bye)).code == "not_allowed"
            assert not [event for event in ana.heard if isinstance(event, Welcome)]

    asyncio.run(story())


def test_an_order_is_carried_out_once_and_leaves_nothing_behind(tmp_path) -> None:
    done: list[str] = []

    async def story() -> Answer:
        async def erased(word: str) -> Answer:
            done.append(word)
            return Answer(status=0, lines=(same("gone"),))

        giving = asyncio.create_task(
            asyncio.to_thread(give, tmp_path, Order(erase="Ana"), now=time.monotonic, sleep=time.sleep)
        )
        while not giving.done():
            await obey(tmp_path, erased)
            await asyncio.sleep(0)
        return await giving

    assert asyncio.run(story()) == Answer(status=0, lines=(same("gone"),))
    assert done == ["Ana"]
    assert list((tmp_path / ORDERS_FOLDER).iterdir()) == []


def test_what_cannot_be_done_is_the_answer_and_what_is_no_order_is_let_go(tmp_path) -> None:
    orders = tmp_path / ORDERS_FOLDER
    orders.mkdir()
    (orders / "a.order").write_text("{")
    (orders / "b.order").write_text('{"erase": "Nobody"}')

    async def erased(word: str) -> Answer:
        raise CampusError(same(f"Nobody called '{word}' is in this log."))

    asyncio.run(obey(tmp_path, erased))
    assert [file.name for file in orders.iterdir()] == ["b.answer"]
    assert "Nobody called" in (orders / "b.answer").read_text()
    forget(tmp_path)
    assert list(orders.iterdir()) == []


def test_a_server_that_does_not_answer_is_said_and_the_order_taken_back(tmp_path) -> None:
    clock = iter(range(0, 1000, 50))
    with pytest.raises(CampusError, match="did not answer"):
        give(tmp_path, Order(erase="Ana"), now=lambda: float(next(clock)), sleep=lambda _: None)
    assert list((tmp_path / ORDERS_FOLDER).iterdir()) == []


def test_what_was_learnt_of_an_erased_person_is_forgotten_with_them(serving, units, key, tmp_path) -> None:
    async def story() -> None:
        async with serving(units=units, with_people=True) as served:
            _, ana, bo, panel, choice = await a_vote(served, key, units)
            await pressed(ana, panel, "answer", choice)
            await pressed(bo, panel, "answer", choice)
            learners = Learners(served.store)
            await learners.rebuild()
            assert {ana.id, bo.id} <= set(learners.names)
            await served.hub.forget(ana.id, lambda: erase(served.store.engine, ana.id, tmp_path, time.time()))
            await learners.reread()
            assert ana.id not in learners.names
            assert bo.id in learners.names

    asyncio.run(story())
