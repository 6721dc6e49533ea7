"""One websocket: moves bytes between a client and the hub. Owns queues, limits and the ways in which it ends.

`broadcast` of the library has no back-pressure and its keepalive can wait for a drain that never comes; so what waits
for a client is counted here, and a watchdog ends whoever takes nothing for too long.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import socket
from collections.abc import Mapping

from websockets.asyncio.server import ServerConnection, broadcast
from websockets.protocol import State

from campus.protocol.messages import Bye
from campus.protocol.wire import Inbound, Outbox
from campus.text import Text

WAITING_MESSAGES = 256
WAITING_BYTES = 256 * 1024
"""What may wait for one client; beyond either the connection ends with `too_slow`, and may resume."""
STALLED_S = 20.0
"""A client that has taken nothing for this long is let go."""
BUFFER_BYTES = 64 * 1024
"""While the transport holds more than this, control frames wait here, where they are counted."""
READ_BYTES = 16 * 1024
FRAMES_PER_S, FRAME_BURST = 100.0, 300.0
"""A client sends 15 poses a second and few control frames; a flood ends its connection."""

CLOSE_CODES: Mapping[str, int] = {
    "stopping": 1001,
    "too_big": 1009,
    "fault": 1011,
    "bad_frame": 4400,
    "bad_message": 4400,
    "unauthenticated": 4401,
    "expired": 4401,
    "not_allowed": 4403,
    "too_slow": 4408,
    "out_of_order": 4409,
    "replaced": 4410,
    "version": 4426,
    "too_fast": 4429,
}
"""Websocket close code by the word of a `Bye`; 4000 for any other."""

log = logging.getLogger("campus.server")


class Connection:
    """One client's websocket.

    Attributes:
        id: names it in the log.
        inbound: what it may send now.
        outbox: its control frames on their way; a resumed connection takes its predecessor's.
        person: who it is, once the hello has been accepted.
        sent_tick: the last tick of its room whose poses it has; None when it needs a key frame.
        stalled_since: since when its transport's buffer has not been empty.
        patience_s: for how long it may be; without end where nobody can be slow, as in a rehearsal.
        frames_per_s: how many frames its client may send.
    """

    def __init__(self, id_: str, websocket: ServerConnection, now: float) -> None:
        self.id, self._socket = id_, websocket
        self.inbound, self.outbox = Inbound(), Outbox()
        self.person: str | None = None
        self.sent_tick: int | None = None
        self.stalled_since: float | None = None
        self.ended = False
        self.patience_s, self.frames_per_s = STALLED_S, FRAMES_PER_S
        self._allowance, self._allowed_at = FRAME_BURST, now
        self._closing: asyncio.Task[None] | None = None
        _tune(websocket)

    @property
    def address(self) -> str:
        """Where the client calls from; empty where the system does not say."""
        address = self._socket.remote_address
        return str(address[0]) if address else ""

    @property
    def loopback(self) -> bool:
        """Whether the client is on this computer."""
        return self.address in ("127.0.0.1", "::1", "::ffff:127.0.0.1")

    @property
    def is_open(self) -> bool:
        """Whether bytes can still go out."""
        return not self.ended and self._socket.protocol.state is State.OPEN

    @property
    def said_goodbye(self) -> bool:
        """Whether the client closed the connection by itself, in order, rather than being cut."""
        closing = self._socket.protocol.close_rcvd
        return not self.ended and closing is not None and closing.code in (1000, 1001)

    @property
    def backlog(self) -> int:
        """Bytes that the kernel has not taken yet."""
        return self._socket.transport.get_write_buffer_size()

    @property
    def is_behind(self) -> bool:
        """Whether it is not worth sending a pose now: the connection ends, or its client has not taken what it has."""
        return not self.is_open or self.backlog > 0 or bool(self.outbox.waiting)

    def may_receive(self, now: float) -> bool:
        """Whether one more frame is within what a client may send."""
        self._allowance = min(FRAME_BURST, self._allowance + (now - self._allowed_at) * self.frames_per_s)
        self._allowed_at = now
        self._allowance -= 1.0
        return self._allowance >= 0.0

    def write(self, frame: bytes, *, text: bool = False) -> None:
        """Send one frame, if the connection is open; a failure of this one is nobody else's."""
        if self.is_open:
            broadcast((self._socket,), frame, text=text)

    def flush(self, now: float) -> None:
        """Send what waits in the outbox, unless the client is behind."""
        if self.outbox.waiting and self.backlog <= BUFFER_BYTES and (frame := self.outbox.take(now)):
            self.write(frame, text=True)

    def watch(self, now: float) -> None:
        """End this connection if its client takes nothing, or too little."""
        if not self.is_open or math.isinf(self.patience_s):
            return
        if self.backlog == 0 and not self.outbox.waiting:
            self.stalled_since = None
            return
        if self.stalled_since is None:
            self.stalled_since = now
        outbox = self.outbox
        full = len(outbox.waiting) > WAITING_MESSAGES or (
            outbox.waiting_bytes > WAITING_BYTES and len(outbox.waiting) > 1
        )
        if full or now - self.stalled_since > self.patience_s:
            log.info("%s: too slow, %d bytes and %d messages wait", self.id, self.backlog, len(outbox.waiting))
            self.abort()

    def end(self, code: str, text: Text, *, again: bool) -> None:
        """Say goodbye, then close; what is said after is not heard."""
        if not self.is_open:
            return
        if self.backlog > BUFFER_BYTES:
            self.abort()
            return
        self.write(self.outbox.last(Bye(code=code, text=text, again=again)), text=True)
        self.ended = True
        close = self._socket.close(CLOSE_CODES.get(code, 4000), code)
        self._closing = asyncio.get_running_loop().create_task(close)

    async def closed(self) -> None:
        """Wait for the closing that `end` began; the library would otherwise close in its own way first."""
        if self._closing is not None:
            await self._closing

    def abort(self) -> None:
        """Drop the connection without a word: its client would not hear it."""
        self.ended = True
        self._socket.transport.abort()


def _tune(websocket: ServerConnection) -> None:
    """Set what the library leaves alone; each is a hint, and the server works without it."""
    plug = websocket.transport.get_extra_info("socket")
    low_water = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    if plug is not None and low_water is not None and plug.family in (socket.AF_INET, socket.AF_INET6):
        with contextlib.suppress(OSError):
            # The kernel would otherwise hide up to 4 MB from us of what a slow client has not taken.
            plug.setsockopt(socket.IPPROTO_TCP, low_water, 4096)
    # asyncio reads into 256 KiB for each tiny message, and maps them anew each time: a third of the server's work.
    with contextlib.suppress(AttributeError):
        websocket.transport.max_size = READ_BYTES  # type: ignore[attr-defined]  # no part of asyncio's own interface
