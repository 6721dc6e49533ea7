"""Coming back: after a cut, to a restarted server, from another window. The seat is held; nothing is missed."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

import pytest

import campus.remote.caller
import server.hub
import server.room
from campus.learning import events
from campus.learning.unit_file import load_unit
from campus.protocol.messages import (
    Bye,
    Came,
    Enter,
    Entered,
    Panels,
    PutBack,
    Refusal,
    Resync,
    Said,
    Say,
    Shows,
    Sit,
    Welcome,
    Went,
)
from campus.protocol.poses import PoseFrame
from campus.world.pose import Pose
from server.store import Store


@pytest.fixture(autouse=True)
def soon(monkeypatch) -> None:
    """Whoever is cut comes back at once: nobody wants to wait half a second in a test."""
    monkeypatch.setattr(campus.remote.caller, "FIRST_WAIT_S", (0.01, 0.02))


async def seated(served, visiting, seat: str) -> None:
    visiting.caller.send_pose(Pose(15.0, 9.5, 0.0, 0.0), time.monotonic())
    await visiting.hears(PoseFrame, lambda f: any(s.pose.x == pytest.approx(15.0) for s in f.seen))
    visiting.caller.send(Sit(seat=seat))
    await visiting.hears(Came, lambda came: came.person.id == visiting.id and came.person.seat == seat)


def cut(served, visiting) -> None:
    """The network drops their connection, without a word."""
    for connection in list(served.hub.visitors[visiting.id].connections):
        connection._socket.transport.abort()


def test_after_a_cut_one_is_on_ones_seat_and_has_missed_nothing(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            await seated(served, ana, "row.1")
            before = ana.caller._seq
            cut(served, ana)
            await bo.hears(Came, lambda came: came.person.away)
            bo.caller.send(Say(words="Pendant ce temps", client_message_id="1"))
            await bo.hears(Said)
            assert (await ana.hears(Said)).words == "Pendant ce temps"
            assert (await ana.hears(Welcome)).resumed
            back = await bo.hears(Came, lambda came: came.person.id == ana.id and not came.person.away)
            assert back.person.seat == "row.1"
            assert ana.caller._seq > before
            assert not [event for event in ana.heard if isinstance(event, Entered)]
            ana.caller.send_pose(Pose(16.0, 10.0, 0.0, 0.0, head=45.0, seated=True), time.monotonic())
            slot = back.person.slot
            await bo.hears(PoseFrame, lambda f: any(s.slot == slot and s.pose.head == 45.0 for s in f.seen))

    asyncio.run(story())


def test_many_cuts_lose_no_word_and_double_none(serving) -> None:
    async def story() -> None:
        rng = random.Random(3)
        async with serving() as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            for number in range(40):
                bo.caller.send(Say(words=str(number), client_message_id=str(number)))
                await bo.hears(Said, lambda said, number=number: said.words == str(number))
                if rng.random() < 0.4 and ana.id in served.hub.visitors:
                    cut(served, ana)
                await asyncio.sleep(0.15 if number % 10 == 9 else 0.0)  # Ten at once is what the room takes.
                served.hub.rooms["hall"].people[bo.id].talk = 10.0
            heard = [(await ana.hears(Said)).words for _ in range(40)]
            assert heard == [str(number) for number in range(40)]

    asyncio.run(story())


def test_what_cannot_be_replayed_comes_as_a_whole(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            ana.caller._seq = 10_000
            cut(served, ana)
            assert (await ana.hears(Welcome)).resumed
            assert (await ana.hears(Entered)).you == ana.entered.you

    asyncio.run(story())


def test_a_place_that_is_held_no_longer_is_given_up_and_one_comes_in_anew(serving, monkeypatch) -> None:
    monkeypatch.setattr(server.room, "HELD_S", 0.05)
    monkeypatch.setattr(campus.remote.caller, "FIRST_WAIT_S", (0.6, 0.6))

    async def story() -> None:
        async with serving() as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            cut(served, ana)
            assert (await bo.hears(Went)).person == ana.id
            assert (await ana.hears(Welcome)).person == ana.id
            await ana.hears(Entered)
            await bo.hears(Came, lambda came: came.person.id == ana.id)

    asyncio.run(story())


def test_a_restarted_server_brings_everybody_back_to_room_role_and_seat(serving, key) -> None:
    """The token names person, space and seat, and the data folder's key signs it: no memory is needed."""

    async def story() -> None:
        async with serving() as first:
            port = int(first.url.rsplit(":", 1)[1])
            ana = await first.in_the_hall("Ana", key=key)
            bo = await first.in_the_hall("Bo")
            await seated(first, ana, "row.2")
            keep = first.handed_over()
        async with serving(port=port) as second:
            second.take_over(keep)
            for visiting in (ana, bo):
                welcome = await visiting.hears(Welcome)
                assert (welcome.resumed, welcome.person) == (True, visiting.id)
                entered = await visiting.hears(Entered)
            people = {p.id: p for p in (await asked_again(bo)).people}
            assert entered.room == "hall"
            assert (people[ana.id].seat, people[ana.id].role) == ("row.2", "teacher")
            assert people[bo.id].role == "student"

    asyncio.run(story())


def test_a_class_is_held_when_its_server_comes_back_and_its_teacher_does_not(serving, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(server.hub, "COME_BACK_S", 0.2)

    async def story() -> None:
        unit = load_unit(Path(__file__).parents[2], "telehealth-01")
        made = events.Created(
            at=1.0, session="s", unit=unit, space="hall", room="hall", code="ABCDEF", name="Tea", role="teacher"
        )
        # What a killed server leaves: nothing in its log says that the teacher has gone.
        left = Store.open(tmp_path / "log.db")
        started = (made, *(events.Turned(at=2.0, verb=verb) for verb in ("admit", "start")))
        await left.append("session/s", "tea", [(e.type, events.encode(e)) for e in started])
        left.close()
        async with serving() as served:
            (session,) = served.hub._classrooms.told()
            assert session.life == "live"
            ana = await served.in_the_hall("Ana")
            async with asyncio.timeout(10):
                while served.hub._classrooms.told()[0].life != "held":
                    await ana.hears(PoseFrame | Panels | Came | Shows)
            (session,) = served.hub._classrooms.told()
            assert session.held_at == 2.0

    asyncio.run(story())


async def asked_again(visiting) -> Entered:
    visiting.caller.send(Resync())
    return await visiting.hears(Entered)


def test_the_newest_of_three_windows_drives_and_the_fourth_ends_the_first(serving, key) -> None:
    async def story() -> None:
        async with serving() as served:
            windows = [await served.in_the_hall("Maurice", key=key) for _ in range(3)]
            assert len({window.id for window in windows}) == 1
            assert len(served.hub.rooms["hall"].people) == 1
            x, y = windows[-1].entered.at[:2]
            windows[0].caller.receive()
            windows[0].caller.send_pose(Pose(x + 0.4, y, 0.0, 0.0), time.monotonic())
            windows[2].caller.send_pose(Pose(x + 0.2, y, 0.0, 0.0), time.monotonic())
            seen = await windows[1].hears(PoseFrame, lambda f: f.seen[0].pose.x > x + 0.1)
            assert seen.seen[0].pose.x == pytest.approx(x + 0.2, abs=0.01)
            await served.in_the_hall("Maurice", key=key)
            bye = await windows[0].hears(Bye)
            assert (bye.code, bye.again) == ("replaced", False)
            assert windows[0].caller.state.phase == "closed"

    asyncio.run(story())


def test_when_the_window_that_drives_is_closed_the_one_before_drives_from_where_one_stands(serving, key) -> None:
    async def story() -> None:
        async with serving() as served:
            old = await served.in_the_hall("Maurice", key=key)
            new = await served.in_the_hall("Maurice", key=key)
            x, y = new.entered.at[:2]
            new.caller.send_pose(Pose(x + 0.5, y, 0.0, 0.0), time.monotonic())
            await old.hears(PoseFrame, lambda f: any(s.pose.x == pytest.approx(x + 0.5, abs=0.01) for s in f.seen))
            new.caller.close()
            back = await old.hears(PutBack)
            assert back.at[0] == pytest.approx(x + 0.5, abs=0.01)
            old.caller.send_pose(Pose(x + 0.8, y, 0.0, 0.0), time.monotonic())
            await old.hears(PoseFrame, lambda f: any(s.pose.x == pytest.approx(x + 0.8, abs=0.01) for s in f.seen))

    asyncio.run(story())


def test_somebody_without_a_room_is_not_kept(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = served.call("Ana")
            await ana.hears(Welcome)
            ana.caller.close()
            bo = await served.in_the_hall("Bo")
            bo.caller.send(Enter(space="nowhere"))
            await bo.hears(Refusal)
            assert set(served.hub.visitors) == {bo.id}

    asyncio.run(story())
