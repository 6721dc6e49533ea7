"""A link keeps itself up, says in a sentence how it stands, and never waits."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
import time

import pytest
from websockets.asyncio.server import serve

import campus.remote.caller
from campus.protocol.messages import VERSION, Bye, Done, Entered, Hello, Press, Say, ServerMessage, Welcome
from campus.protocol.poses import decode_pose
from campus.protocol.wire import Outbox
from campus.remote import Caller, Link
from campus.text import Text
from campus.world.pose import Pose

HELLO = Hello(version=VERSION, name="Ana")
AN_ENTERED = Entered(room="hall", space="hall", you=0, at=(0, 0, 0, 0), people=(), state={}, tick=0, time=0.0)


def a_welcome(*, resumed: bool = False) -> Welcome:
    return Welcome(
        version=VERSION,
        person="ana",
        role="student",
        connection="c",
        resume="token",
        time=0.0,
        entry="hall",
        content=(),
        spaces={},
        resumed=resumed,
    )


@pytest.fixture(autouse=True)
def soon(monkeypatch) -> None:
    monkeypatch.setattr(campus.remote.caller, "FIRST_WAIT_S", (0.01, 0.02))


def a_free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return plug.getsockname()[1]


class Scripted:
    """A server that says what a test tells it to, and keeps what it hears."""

    def __init__(self) -> None:
        self.hellos: list[str] = []
        self.heard: list[str | bytes] = []
        self.answers: list[list[ServerMessage]] = []
        self.news = asyncio.Event()
        self.sockets: list = []

    async def talk(self, websocket) -> None:
        self.sockets.append(websocket)
        self.hellos.append(await websocket.recv())
        outbox = Outbox()
        for message in self.answers.pop(0) if self.answers else []:
            outbox.put(message)
        if frame := outbox.take(0.0):
            await websocket.send(frame.decode())
        self.news.set()
        async for data in websocket:
            self.heard.append(data)
            self.news.set()

    async def until(self, condition) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self.news.clear()
                await self.news.wait()


async def state_is(caller: Caller, phase: str) -> None:
    async with asyncio.timeout(10):
        while caller.state.phase != phase:
            await asyncio.sleep(0)


def with_a_server(story) -> None:
    async def run() -> None:
        scripted = Scripted()
        async with serve(scripted.talk, "127.0.0.1", 0, compression=None) as server:
            url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            caller = Caller(url, HELLO, now=time.monotonic, rng=random.Random(1))
            task = asyncio.ensure_future(caller.run())
            try:
                await story(scripted, caller)
            finally:
                caller.close()
                await task

    asyncio.run(run())


def test_a_server_that_cannot_be_reached_is_said_in_a_sentence_and_tried_again_visibly() -> None:
    async def story() -> None:
        port = a_free_port()
        caller = Caller(f"ws://127.0.0.1:{port}", HELLO, now=lambda: 100.0, rng=random.Random(1))
        assert caller.state.phase == "connecting"
        task = asyncio.ensure_future(caller.run())
        await state_is(caller, "lost")
        assert caller.state.reason is not None
        assert caller.state.reason.en == (
            f"Cannot reach ws://127.0.0.1:{port} (connection refused). "
            "Start it with 'campus serve', or check the address."
        )
        assert "connexion refusée" in caller.state.reason.fr
        assert caller.state.retry_at is not None
        assert caller.state.retry_at > 100.0
        scripted = Scripted()
        scripted.answers = [[a_welcome()]]
        async with serve(scripted.talk, "127.0.0.1", port, compression=None):
            await state_is(caller, "online")
            assert caller.state.retry_at is None
            caller.close()
            await task
        assert caller.state.phase == "closed"

    asyncio.run(story())


@pytest.mark.parametrize("url", ["", "nonsense", "http://127.0.0.1:1", "ws://", "ws://127.0.0.1:999999"])
def test_an_address_that_is_none_is_said_and_not_tried_again(url) -> None:
    async def story() -> None:
        caller = Caller(url, HELLO, now=time.monotonic)
        async with asyncio.timeout(10):
            await caller.run()
        assert caller.state.phase == "closed"
        assert caller.state.reason is not None
        assert f"'{url}' is not the address of a campus" in caller.state.reason.en

    asyncio.run(story())


def test_a_token_of_another_day_is_shown_first_and_the_new_one_is_kept() -> None:
    async def story() -> None:
        scripted, kept = Scripted(), []
        scripted.answers = [[a_welcome()]]
        async with serve(scripted.talk, "127.0.0.1", 0, compression=None) as server:
            url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            caller = Caller(url, HELLO, now=time.monotonic, token="monday", keep=kept.append)
            task = asyncio.create_task(caller.run())
            await state_is(caller, "online")
            caller.close()
            await task
        (hello,) = scripted.hellos
        assert '"resume":"monday"' in hello
        assert '"last_seq":null' in hello  # What this process has heard is nothing.
        assert kept == ["token"]

    asyncio.run(story())


def test_a_server_that_says_not_to_come_back_is_believed() -> None:
    async def story(scripted, caller) -> None:
        text = Text(fr="Autre version.", en="Another version.")
        scripted.answers = [[Bye(code="version", text=text, again=False)]]
        await state_is(caller, "closed")
        assert caller.state.reason == text
        assert len(scripted.hellos) == 1

    with_a_server(story)


def test_a_server_that_is_no_campus_is_said_and_not_tried_again() -> None:
    async def story() -> None:
        async def talk(websocket) -> None:
            await websocket.send("Hello, this is something else.")
            await websocket.wait_closed()

        async with serve(talk, "127.0.0.1", 0) as server:
            caller = Caller(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", HELLO, now=time.monotonic)
            async with asyncio.timeout(10):
                await caller.run()
            assert caller.state.phase == "closed"
            assert caller.state.reason is not None
            assert "does not speak this campus's language" in caller.state.reason.en

    asyncio.run(story())


def test_after_a_cut_it_comes_back_with_its_token_and_says_again_what_was_not_answered() -> None:
    async def story(scripted, caller) -> None:
        scripted.answers = [[a_welcome(), AN_ENTERED], [a_welcome(resumed=True), Done(client_message_id="2")]]
        await state_is(caller, "online")
        caller.send(Press(panel="q", item="a", client_message_id="1"))
        caller.send(Say(words="Bonjour", client_message_id="2"))
        await scripted.until(lambda: len(scripted.heard) == 2)
        scripted.sockets[0].transport.abort()
        await scripted.until(lambda: len(scripted.heard) == 4)
        assert '"resume":"token","last_seq":1' in scripted.hellos[1]
        assert scripted.heard[2:] == scripted.heard[:2]
        async with asyncio.timeout(10):
            while caller._unanswered.keys() != {"1"}:
                await asyncio.sleep(0)

    with_a_server(story)


def test_between_a_cut_and_the_return_the_state_says_that_the_place_is_held() -> None:
    async def story(scripted, caller) -> None:
        scripted.answers = [[a_welcome()]]
        await state_is(caller, "online")
        scripted.sockets[0].transport.abort()
        await state_is(caller, "lost")
        assert caller.state.reason is not None
        assert "held for two minutes" in caller.state.reason.en

    with_a_server(story)


def test_a_pose_goes_out_when_others_would_see_it_wrongly_and_not_before_one_stands_somewhere() -> None:
    async def story(scripted, caller) -> None:
        scripted.answers = [[a_welcome(), AN_ENTERED]]
        standing = Pose(1.0, 1.0, 0.0, 0.0)
        assert caller.pose_frame(standing, 0.0) is None
        await state_is(caller, "online")
        assert caller.pose_frame(standing, 0.0) is None
        await caller.arrival()
        caller.receive()
        first = caller.pose_frame(standing, 0.0)
        assert first is not None
        assert decode_pose(first).placed == 1
        assert caller.pose_frame(standing, 5.0) is None
        walking = standing._replace(vx=1.4)
        assert caller.pose_frame(walking, 5.1) is not None
        for step in range(1, 9):  # Straight on: predicted by everybody, for a second.
            assert caller.pose_frame(walking._replace(x=1.0 + 1.4 * step / 10), 5.1 + step / 10) is None
        assert caller.pose_frame(walking._replace(x=1.0 + 1.4), 6.1) is not None
        assert caller.pose_frame(walking._replace(x=2.4 + 0.07, heading=90.0), 6.12) is None, "15 a second at most"
        assert caller.pose_frame(walking._replace(x=2.4 + 0.14, heading=90.0), 6.2) is not None
        assert caller.pose_frame(standing._replace(x=2.6), 6.3) is not None

    with_a_server(story)


def test_a_walker_sends_about_once_a_second() -> None:
    async def story(scripted, caller) -> None:
        scripted.answers = [[a_welcome(), AN_ENTERED]]
        await state_is(caller, "online")
        await caller.arrival()
        caller.receive()
        sent = sum(
            caller.pose_frame(Pose(step * 1.4 / 60, 0.0, 0.0, 270.0, vx=1.4), step / 60) is not None
            for step in range(600)
        )
        assert 10 <= sent <= 25

    with_a_server(story)


def test_a_link_lives_in_a_thread_of_its_own_and_ends_with_its_close() -> None:
    before = set(threading.enumerate())
    link = Link(f"ws://127.0.0.1:{a_free_port()}", HELLO, now=time.monotonic)
    assert link.receive() == []
    link.send(Say(words="Personne ?", client_message_id="1"))
    link.send_pose(Pose(0, 0, 0, 0), 0.0)
    link.close()
    assert set(threading.enumerate()) == before
    assert link.state.phase == "closed"
    link.send(Say(words="Trop tard", client_message_id="2"))
    link.close()
