"""The shell around the hub: listens, moves frames, ticks. The only place where websockets meet the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Callable

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from campus.errors import ProtocolError, Refused
from campus.protocol.wire import CONTROL_BYTES
from campus.text import Text
from server.connection import Connection
from server.hub import Hub

HELLO_WITHIN_S = 5.0
TICKS_PER_S = 10.0

log = logging.getLogger("campus.server")


@contextlib.asynccontextmanager
async def listening(
    hub: Hub, host: str, port: int, *, now: Callable[[], float], hello_within_s: float = HELLO_WITHIN_S
) -> AsyncIterator[Server]:
    """Serve `hub` on a port until the block ends; port 0 takes a free one."""

    async def talk(socket: ServerConnection) -> None:
        connection = Connection(f"c{secrets.token_hex(4)}", socket, now())
        hub.opened(connection)
        try:
            await _talk(hub, connection, socket, now, hello_within_s)
        finally:
            hub.closed(connection)
            await connection.closed()

    async def beat() -> None:
        due = now()
        while True:
            due = max(due + 1.0 / TICKS_PER_S, now())
            await asyncio.sleep(due - now())
            try:
                hub.tick()
            except Exception:
                log.exception("a tick failed")  # Whatever it was, the next one is everybody's.

    async with serve(
        talk,
        host,
        port,
        compression=None,
        max_size=CONTROL_BYTES,
        max_queue=64,
        ping_interval=20,
        ping_timeout=20,
        close_timeout=2,
        server_header=None,
        origins=[None],  # Only programs, which send none: no web page may call a server on this computer.
    ) as server:
        beating = asyncio.create_task(beat())
        try:
            yield server
        finally:
            beating.cancel()
            for connection in list(hub.connections):
                connection.end("stopping", _STOPPING, again=True)
    await hub.settle()


async def _talk(
    hub: Hub, connection: Connection, socket: ServerConnection, now: Callable[[], float], hello_within_s: float
) -> None:
    try:
        try:
            async with asyncio.timeout(hello_within_s):
                data = await socket.recv()
        except TimeoutError:
            connection.end("unauthenticated", _SILENT, again=True)
            return
        while True:
            if not connection.may_receive(now()):
                raise ProtocolError("too_fast", "Too many frames in a short time.")
            await hub.receive(connection, data)
            data = await socket.recv()
    except ConnectionClosed:
        return
    except ProtocolError as problem:
        log.info("%s: %s", connection.id, problem)
        connection.end(problem.code, Text(fr=f"{_NOT_OURS.fr} {problem.message}", en=problem.message), again=False)
    except Refused as refused:
        log.info("%s: %s", connection.id, refused)
        connection.end(refused.code, refused.text, again=False)
    except Exception:
        fault = secrets.token_hex(4)
        log.exception("%s: fault %s", connection.id, fault)
        connection.end(
            "fault",
            Text(
                fr=f"Le serveur a fait une faute (journal\u00a0: {fault}).",
                en=f"The server made a fault (log: {fault}).",
            ),
            again=True,
        )


_STOPPING = Text(fr="Le serveur s’arrête.", en="The server stops.")
_SILENT = Text(fr="Personne ne s’est présenté à temps.", en="Nobody said hello in time.")
_NOT_OURS = Text(fr="Ce message n’est pas lisible.", en="This message cannot be read.")
