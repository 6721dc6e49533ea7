"""How the people of a rehearsal reach the hub: in memory, or over real sockets. Owns both; knows nothing of a class.

Either way a line takes a message, and returns when the server has taken it; so what happens, happens in one order.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import math
import time
from collections import deque
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, Protocol, cast

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from campus.errors import ProtocolError, Refused
from campus.protocol.messages import (
    Bye,
    ClientMessage,
    Control,
    Done,
    Hello,
    Ping,
    Pong,
    Press,
    Refusal,
    ServerMessage,
    Welcome,
)
from campus.protocol.wire import encode, read_server
from campus.text import Text, same
from server.connection import Connection
from server.hub import Hub
from server.listening import listening

HUNG_S = 120.0
"""Only what has stopped for good takes longer: a busy machine is slow, not hung."""


class Line(Protocol):
    """One person's connection."""

    async def send(self, message: ClientMessage) -> None:
        """Send a message; returns when the server has taken it."""
        ...

    def heard(self) -> list[ServerMessage]:
        """What has come since this was last asked."""
        ...

    async def cut(self) -> None:
        """End it without a word; returns when the server knows."""
        ...


class Lines(Protocol):
    """The way to one hub."""

    async def call(self, hello: Hello) -> Line:
        """A new connection, on which that has been said, and answered."""
        ...

    async def heard_by_all(self) -> None:
        """Wait until everybody has what the server has sent them."""
        ...


# --- in memory -------------------------------------------------------------------------------------------------------


class _MemoryConnection(Connection):
    """A connection whose client is in this process: what it is sent waits in a list."""

    def __init__(self, id_: str, now: float) -> None:
        nowhere = SimpleNamespace(transport=SimpleNamespace(get_extra_info=lambda name: None))
        super().__init__(id_, cast("ServerConnection", nowhere), now)
        self.frames: deque[bytes] = deque()

    @property
    def address(self) -> str:
        return "127.0.0.1"

    @property
    def is_open(self) -> bool:
        return not self.ended

    @property
    def said_goodbye(self) -> bool:
        return False

    @property
    def backlog(self) -> int:
        return 0

    def write(self, frame: bytes, *, text: bool = False) -> None:
        if text and not self.ended:
            self.frames.append(frame)

    def end(self, code: str, text: Text, *, again: bool) -> None:
        self.write(self.outbox.last(Bye(code=code, text=text, again=again)), text=True)
        self.ended = True

    def abort(self) -> None:
        self.ended = True

    async def closed(self) -> None:
        return


class _MemoryLine:
    def __init__(self, hub: Hub, connection: _MemoryConnection) -> None:
        self._hub, self._connection = hub, connection

    async def send(self, message: ClientMessage) -> None:
        await self.send_raw(encode(message).decode())

    async def send_raw(self, data: str | bytes) -> None:
        """Send a frame, whatever it is; what the hub refuses to read ends the connection, as over a socket."""
        connection = self._connection
        try:
            await self._hub.receive(connection, data)
        except ProtocolError as problem:
            connection.end(problem.code, same(problem.message), again=False)
        except Refused as refused:
            connection.end(refused.code, refused.text, again=False)

    def heard(self) -> list[ServerMessage]:
        found: list[ServerMessage] = []
        while self._connection.frames:
            control = read_server(self._connection.frames.popleft().decode())
            assert isinstance(control, Control)
            found += control.messages
        return found

    async def cut(self) -> None:
        self._connection.ended = True
        self._hub.closed(self._connection)


class _MemoryLines:
    def __init__(self, hub: Hub) -> None:
        self._hub, self._numbers = hub, itertools.count(1)

    async def call(self, hello: Hello) -> Line:
        connection = _MemoryConnection(f"m{next(self._numbers)}", 0.0)
        self._hub.opened(connection)
        line = _MemoryLine(self._hub, connection)
        await line.send(hello)
        return line

    async def heard_by_all(self) -> None:
        return


@contextlib.asynccontextmanager
async def memory_lines(hub: Hub) -> AsyncIterator[Lines]:
    """Lines without sockets."""
    yield _MemoryLines(hub)


# --- over sockets ----------------------------------------------------------------------------------------------------


class _SocketLine:
    def __init__(self, hub: Hub, socket: ClientConnection) -> None:
        self._hub, self._socket = hub, socket
        self._new: list[ServerMessage] = []
        self._all: deque[ServerMessage] = deque(maxlen=256)
        self._arrived = asyncio.Event()
        self._seq = 0
        self.id = ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for data in self._socket:
                if isinstance(data, str):
                    control = read_server(data)
                    assert isinstance(control, Control)
                    self._seq = control.seq
                    self._new += control.messages
                    self._all.extend(control.messages)
                self._arrived.set()
        self._arrived.set()

    async def say(self, hello: Hello) -> None:
        await self._socket.send(encode(hello).decode())
        welcome = await self._wait(Welcome)
        self.id = welcome.connection

    async def send(self, message: ClientMessage) -> None:
        await self._socket.send(encode(message).decode())
        if isinstance(message, Press):
            await self._wait((Done, Refusal), message.client_message_id)
            return
        # Messages of one connection are taken one after the other: once this is answered, that has been taken.
        sent = float(len(self._all)) + time.monotonic()
        await self._socket.send(encode(Ping(sent=sent)).decode())
        await self._wait(Pong, sent)

    async def _wait(self, kind: type[Any] | tuple[type[Any], ...], of: object = None) -> Any:
        async with asyncio.timeout(HUNG_S):
            while True:
                for message in self._all:
                    answers = (getattr(message, name, None) for name in ("client_message_id", "of", "sent"))
                    if isinstance(message, Bye) or (isinstance(message, kind) and (of is None or of in answers)):
                        return message
                if self._reading.done():
                    raise ProtocolError("closed", "The server closed the connection.")
                self._arrived.clear()
                await self._arrived.wait()

    def heard(self) -> list[ServerMessage]:
        found, self._new = self._new, []
        return found

    async def caught_up(self) -> None:
        """Until this client has every frame that the server has sent it."""
        async with asyncio.timeout(HUNG_S):
            while not self._reading.done():
                server_side = next((c for c in self._hub.connections if c.id == self.id), None)
                if server_side is None or (self._seq >= server_side.outbox.seq and server_side.backlog == 0):
                    return
                self._arrived.clear()
                await self._arrived.wait()

    async def cut(self) -> None:
        self._socket.transport.abort()
        await self._reading
        async with asyncio.timeout(HUNG_S):
            while any(c.id == self.id for c in self._hub.connections):
                await asyncio.sleep(0.001)

    async def close(self) -> None:
        await self._socket.close()
        await self._reading


class _SocketLines:
    def __init__(self, hub: Hub, url: str) -> None:
        self._hub, self._url = hub, url
        self._open: list[_SocketLine] = []

    async def call(self, hello: Hello) -> Line:
        socket = await connect(self._url, compression=None, max_size=None, open_timeout=HUNG_S)
        line = _SocketLine(self._hub, socket)
        self._open.append(line)
        await line.say(hello)
        return line

    async def heard_by_all(self) -> None:
        for line in self._open:
            await line.caught_up()

    async def close(self) -> None:
        for line in self._open:
            await line.close()


class _Unhurried:
    """A hub that goes on only when the rehearsal says so: real time must not tick in between.

    Its people act in no time at all, and days pass between two frames: nobody is too slow for it, nor too fast.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def __getattr__(self, name: str) -> Any:
        return getattr(self._hub, name)

    def tick(self) -> None:
        """Nothing: the rehearsal's own clock ticks."""

    def opened(self, connection: Connection) -> None:
        """Somebody calls; no clock will let them go."""
        connection.patience_s = math.inf
        connection.frames_per_s = 1e9
        self._hub.opened(connection)


@contextlib.asynccontextmanager
async def socket_lines(hub: Hub) -> AsyncIterator[Lines]:
    """Lines over a real server on a free port of this computer."""
    async with listening(
        cast("Hub", _Unhurried(hub)), "127.0.0.1", 0, now=time.monotonic, hello_within_s=HUNG_S
    ) as server:
        lines = _SocketLines(hub, f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        try:
            yield lines
        finally:
            await lines.close()
