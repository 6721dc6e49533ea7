"""A malformed, oversized, unauthenticated or out-of-order frame ends that connection; the others feel nothing."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time

import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from campus.protocol.messages import VERSION, Bye, Control, Enter, Entered, Hello, PutBack, Said, Say
from campus.protocol.poses import PoseFrame, encode_pose
from campus.protocol.wire import encode, read_server
from campus.world.pose import Pose

HELLO = encode(Hello(version=VERSION, name="Mal")).decode()
A_POSE = encode_pose(0, Pose(1, 1, 0, 0))


async def how_it_ends(url: str, *frames: str | bytes) -> tuple[str, str, int]:
    """Sends frames, reads until the end: the word of the goodbye, its sentence, and the websocket's close code."""
    word = sentence = ""
    async with connect(url, compression=None, proxy=None) as socket:
        try:
            for frame in frames:
                await socket.send(frame)
            async with asyncio.timeout(10):
                async for data in socket:
                    control = read_server(data)
                    for message in control.messages if isinstance(control, Control) else ():
                        if isinstance(message, Bye):
                            word, sentence = message.code, message.text.en
        except ConnectionClosed:
            pass
        return word, sentence, socket.close_code


@pytest.mark.parametrize(
    ("frames", "word", "code"),
    [
        (["{"], "bad_message", 4400),
        (["[" * 9000], "bad_message", 4400),
        ([b""], "bad_frame", 4400),
        ([b"\x00\xff\x13"], "bad_frame", 4400),
        ([b"\x02" + bytes(200)], "bad_frame", 4400),
        ([A_POSE], "out_of_order", 4409),
        ([encode(Enter(space="hall")).decode()], "out_of_order", 4409),
        ([HELLO, HELLO], "out_of_order", 4409),
        ([HELLO, A_POSE], "out_of_order", 4409),
        ([HELLO, encode(Say(words="a", client_message_id="1")).decode()], "out_of_order", 4409),
        ([HELLO, b"\x01junk"], "bad_frame", 4400),
        ([encode(Hello(version=99, name="Mal")).decode()], "version", 4426),
        ([encode(Hello(version=VERSION, name="Mal", key="guess")).decode()], "unauthenticated", 4401),
        ([encode(Hello(version=VERSION, name="Mal", code="ABCDEF")).decode()], "unauthenticated", 4401),
    ],
)
def test_a_frame_that_may_not_come_ends_the_connection_with_a_reason(serving, frames, word, code) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            ended = await how_it_ends(served.url, *frames)
            assert (ended[0], ended[2]) == (word, code)
            assert ended[1].endswith(".")
            await still_here(ana)

    asyncio.run(story())


async def still_here(ana) -> None:
    """Somebody else talks and walks as if nothing had happened."""
    ana.caller.send(Say(words="Je suis là", client_message_id=f"here-{time.monotonic()}"))
    await ana.hears(Said)
    x, y = ana.entered.at[:2]
    ana.caller.send_pose(Pose(x + 0.5, y, 0.0, 0.0), time.monotonic())
    await ana.hears(PoseFrame, lambda frame: any(seen.pose.x == pytest.approx(x + 0.5) for seen in frame.seen))
    assert not [event for event in ana.heard if isinstance(event, PutBack)]


def test_an_oversized_frame_ends_the_connection(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            assert (await how_it_ends(served.url, "x" * 100_000))[2] == 1009
            assert (await how_it_ends(served.url, HELLO, b"\x01" * 100_000))[2] == 1009
            await still_here(ana)

    asyncio.run(story())


def test_whoever_says_nothing_is_let_go(serving) -> None:
    async def story() -> None:
        async with serving(hello_within_s=0.05) as served:
            assert await how_it_ends(served.url) == ("unauthenticated", "Nobody said hello in time.", 4401)

    asyncio.run(story())


def test_a_flood_of_frames_ends_the_connection(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            hand = '{"is": "hand", "up": true}'
            ended = await how_it_ends(served.url, HELLO, encode(Enter(space="hall")).decode(), *[hand] * 1000)
            assert (ended[0], ended[2]) == ("too_fast", 4429)
            await still_here(ana)

    asyncio.run(story())


def test_a_web_page_cannot_call(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            with pytest.raises(InvalidStatus) as refusal:
                await connect(served.url, origin="https://elsewhere.example", proxy=None)
            assert refusal.value.response.status_code == 403

    asyncio.run(story())


def test_a_fault_of_the_server_is_a_code_and_a_number_in_the_log_and_nobody_elses(serving, caplog) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            bo = await served.in_the_hall("Bo")
            served.hub.rooms["hall"].people[bo.id].talk = None
            bo.caller.send(Say(words="Oh", client_message_id="1"))
            bye = await bo.hears(Bye)
            assert (bye.code, bye.again) == ("fault", True)
            assert "Traceback" not in bye.text.en
            number = bye.text.en.removeprefix("The server made a fault (log: ").removesuffix(").")
            assert any(number in record.getMessage() and record.exc_info for record in caplog.records)
            await still_here(ana)

    asyncio.run(story())


def test_garbage_from_many_ends_them_all_and_nobody_else(serving) -> None:
    async def story() -> None:
        rng = random.Random(7)
        async with serving() as served:
            ana = await served.in_the_hall("Ana")

            async def throw() -> None:
                frames: list[str | bytes] = [HELLO] if rng.random() < 0.7 else []
                for _ in range(rng.randint(1, 6)):
                    junk = rng.randbytes(rng.randint(0, 80))
                    kind = rng.random()
                    if kind < 0.4:
                        frames.append(junk)
                    elif kind < 0.7:
                        frames.append(junk.decode("latin-1"))
                    else:
                        tag = rng.choice(["enter", "say", "press", "fetch", "use", "sit"])
                        frames.append(msgspec.json.encode({"is": tag, "space": "hall", "x": rng.random()}).decode())
                await how_it_ends(served.url, *frames, b"junk at the end")

            await asyncio.gather(*(throw() for _ in range(60)))
            await still_here(ana)
            assert len(served.hub.connections) == 1

    asyncio.run(story())


def test_bytes_that_are_no_websocket_at_all_are_let_go(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            host, port = served.url.removeprefix("ws://").split(":")
            for words in (b"\x16\x03\x01\x02\x00" * 50, b"GET / HTTP/1.1\r\n\r\n", b"\x00" * 5000):
                reader, writer = await asyncio.open_connection(host, int(port))
                writer.write(words)
                writer.write_eof()
                with contextlib.suppress(ConnectionError):
                    async with asyncio.timeout(10):
                        await reader.read()
                writer.close()
            await still_here(ana)
            assert isinstance(ana.entered, Entered)

    asyncio.run(story())
