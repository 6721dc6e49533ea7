"""Late, cut off, asked in between, one step back: nobody loses a vote and no vote is taken for another."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

import campus.remote.caller
from campus.learning.panel import Choices, Panel
from campus.learning.unit_file import load_units
from campus.protocol.messages import Came, Done, Panels, Press, Refusal

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def soon(monkeypatch) -> None:
    """Whoever is cut comes back at once: nobody wants to wait half a second in a test."""
    monkeypatch.setattr(campus.remote.caller, "FIRST_WAIT_S", (0.01, 0.02))


@pytest.fixture(scope="module")
def units():
    return load_units(ROOT)


async def answered(visiting, panel: str, item: str, value: str = "") -> Done | Refusal:
    id_ = f"{panel}-{item}-{value}-{time.monotonic()}"
    visiting.caller.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
    return await visiting.hears(Done | Refusal, lambda e: (e.client_message_id if isinstance(e, Done) else e.of) == id_)


async def did(visiting, item: str, value: str = "") -> None:
    assert isinstance(await answered(visiting, "class", item, value), Done)


async def question(visiting) -> Panel:
    event = await visiting.hears(Panels, lambda e: any(isinstance(i, Choices) for p in e.panels for i in p.items))
    return next(p for p in event.panels for i in p.items if isinstance(i, Choices))


async def a_vote(served, key, units, *names: str):
    """A class in the middle of its first vote."""
    students = [await served.in_the_hall(name) for name in names]
    teacher = await served.in_the_hall("Maurice", key=key)
    assert isinstance(await answered(teacher, "open-class", "open", "telehealth-01"), Done)
    await did(teacher, "life.start")
    asked = next(a for a in units["telehealth-01"].plan if type(a).__name__ == "ConceptQuestion")
    await did(teacher, "go", asked.id)
    await did(teacher, "do.open")
    return teacher, students


def session_of(served):
    return served.hub._classrooms.session_in("hall")


def two_seconds_pass(served) -> None:
    """By the server's clock: a step right after the one before it would be taken for a double press."""
    before = served.hub._wall
    served.hub._wall = lambda: before() + 2.0


def cut(served, visiting) -> None:
    for connection in list(served.hub.visitors[visiting.id].connections):
        connection._socket.transport.abort()


def test_who_comes_late_votes_while_the_round_is_open_and_is_marked_and_left_out_of_the_gain(
    serving, units, key
) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher, (ana, bo) = await a_vote(served, key, units, "Ana", "Bo")
            panel = await question(ana)
            late = await served.in_the_hall("Zoe")
            assert (await question(late)).id == panel.id
            for who, choice in ((ana, "1/b"), (bo, "1/a"), (late, "1/a")):
                assert isinstance(await answered(who, panel.id, "answer", choice), Done)
            assert session_of(served).people[late.id].late
            await did(teacher, "do.close")
            later = await served.in_the_hall("Too late")
            refused = await answered(later, panel.id, "answer", "1/a")
            assert isinstance(refused, Refusal)
            assert refused.code == "closed"
            assert "did not count" in refused.text.en
            two_seconds_pass(served)
            await did(teacher, "do.discuss")
            await did(teacher, "do.revote")
            second = f"{panel.id[:-1]}2"
            for who in (ana, bo, late):
                assert isinstance(await answered(who, second, "answer", "2/b"), Done)
            running = session_of(served).now
            assert sum(running.moves().values()) == 3
            assert sum(running.moves(but=session_of(served).view.late).values()) == 2
            told = await teacher.hears(Panels, lambda e: "Moved to the right answer" in str(e.panels))
            assert "50% in the first vote, 100% in the second" in str(told), "of Ana and Bo alone"

    asyncio.run(story())


def test_a_vote_of_somebody_who_is_cut_off_is_taken_once_they_are_back_in_time(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher, (ana,) = await a_vote(served, key, units, "Ana")
            panel = await question(ana)
            cut(served, ana)
            await teacher.hears(Came, lambda e: e.person.id == ana.id and e.person.away)
            assert isinstance(await answered(ana, panel.id, "answer", "1/b"), Done)
            assert session_of(served).now.first == {ana.id: "b"}

    asyncio.run(story())


def test_a_vote_that_comes_when_its_round_is_over_is_refused_in_plain_words_and_counts_for_no_other(
    serving, units, key
) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher, (ana, bo) = await a_vote(served, key, units, "Ana", "Bo")
            panel = await question(ana)
            assert isinstance(await answered(bo, panel.id, "answer", "1/a"), Done)
            await did(teacher, "do.close")
            two_seconds_pass(served)
            await did(teacher, "do.revote")
            refused = await answered(ana, panel.id, "answer", "1/b")
            assert isinstance(refused, Refusal)
            assert refused.text.fr == "Ce vote est clos\u00a0; votre réponse n’a pas été comptée."
            running = session_of(served).now
            assert (running.first, running.second) == ({bo.id: "a"}, {})

    asyncio.run(story())


def test_a_question_typed_in_class_is_part_of_the_session_from_then_on(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher, (ana,) = await a_vote(served, key, units, "Ana")
            assert isinstance(await answered(teacher, "class", "ask", "Too soon?\nyes\n=no"), Refusal)
            panel = await question(ana)
            assert isinstance(await answered(ana, panel.id, "answer", "1/b"), Done)
            await did(teacher, "do.close")
            await did(teacher, "ask", "Which one?\nthis\n=that")
            live = await ana.hears(Panels, lambda e: "Which one?" in str(e.panels))
            shown = next(p for p in live.panels for i in p.items if isinstance(i, Choices))
            choices = next(i for i in shown.items if isinstance(i, Choices))
            assert isinstance(await answered(ana, shown.id, "answer", choices.options[1].id), Done)
            session = session_of(served)
            assert session.current == "live-1"
            assert session.unit.plan[[a.id for a in session.unit.plan].index("live-1") - 1].id in session.running
            assert any("Which one?" in q.text.en for q in session.unit.questions)
        async with serving(units=units) as again:
            # The server was killed: the question and its answer are still there.
            (kept,) = again.hub._classrooms.told()
            assert kept.current == "live-1"
            assert ana.id in str(kept.running["live-1"])

    asyncio.run(story())


def test_one_step_back_finds_everything_as_it_was_and_forward_again(serving, units, key) -> None:
    async def story() -> None:
        async with serving(units=units) as served:
            teacher, (ana,) = await a_vote(served, key, units, "Ana")
            panel = await question(ana)
            assert isinstance(await answered(ana, panel.id, "answer", "1/b"), Done)
            assert isinstance(await answered(teacher, "class", "back"), Refusal), "not while a vote is open"
            await did(teacher, "do.close")
            before = session_of(served)
            await did(teacher, "back")
            assert session_of(served).current != before.current
            await did(teacher, "next")
            after = session_of(served)
            assert after.current == before.current
            assert after.now == before.now, "the vote is as it was left"

    asyncio.run(story())
