"""Whoever stops reading is let go, before much has gathered for them, and nobody else notices."""

from __future__ import annotations

import asyncio
import socket

import pytest
from websockets.asyncio.client import connect

import server.connection
from campus.protocol.messages import VERSION, Bye, Enter, Hello, Said, Say, Went
from campus.protocol.wire import encode


@pytest.mark.parametrize(
    ("stalled_s", "words"), [(0.3, "a" * 400), (600.0, "a" * 4000)], ids=["by the watchdog", "by the size of the queue"]
)
def test_a_person_who_stops_reading_is_let_go_and_the_others_feel_nothing(
    serving, monkeypatch, stalled_s, words
) -> None:
    monkeypatch.setattr(server.connection, "STALLED_S", stalled_s)

    async def story() -> None:
        async with serving() as served:
            ana, cy = await served.in_the_hall("Ana"), await served.in_the_hall("Cy")
            plug = socket.socket()
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            host, port = served.url.removeprefix("ws://").split(":")
            plug.connect((host, int(port)))
            plug.setblocking(False)
            bo = await connect(served.url, sock=plug, compression=None, proxy=None, max_queue=1, ping_interval=None)
            await bo.send(encode(Hello(version=VERSION, name="Bo")).decode())
            await bo.send(encode(Enter(space="hall")).decode())
            await ana.hears(object, lambda event: getattr(getattr(event, "person", None), "name", "") == "Bo")
            bo.transport.pause_reading()
            (connection,) = [c for v in served.hub.visitors.values() if v.name == "Bo" for c in v.connections]
            most = 0
            for number in range(3000):
                if not connection.is_open:
                    break
                room = served.hub.rooms["hall"]
                for _ in range(20):
                    room.tell(Said(person="ana", name="Ana", words=f"{number} {words}", time=0.0))
                for _ in range(20):
                    said = await cy.hears(Said)
                    assert said.words.startswith(f"{number} ")
                most = max(most, connection.backlog + connection.outbox.waiting_bytes)
            assert not connection.is_open
            # One burst may be on top of each of the two caps: the transport's and the queue's.
            assert most < server.connection.BUFFER_BYTES + 2 * server.connection.WAITING_BYTES
            ana.caller.send(Say(words="Et nous continuons", client_message_id="1"))
            await cy.hears(Said, lambda said: said.words == "Et nous continuons")
            assert not [event for event in cy.heard if isinstance(event, Went | Bye)]
            bo.transport.abort()

    asyncio.run(story())
