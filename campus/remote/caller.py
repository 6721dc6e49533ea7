"""Calls a campus server and stays in touch: connects, says hello, comes back after a cut. The core of `Link` and bots.

Owns one conversation over however many websockets it takes. Everything that came in waits in `inbox`, in order; nothing
here knows what a person sees of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException
from websockets.uri import parse_uri

from campus.errors import ProtocolError
from campus.protocol.content import PIECE, ContentFrame
from campus.protocol.messages import (
    Bye,
    ClientMessage,
    Control,
    Done,
    Entered,
    Hello,
    Keep,
    Press,
    PutBack,
    Refusal,
    Resync,
    Say,
    ServerMessage,
    Welcome,
)
from campus.protocol.poses import PoseFrame, encode_pose, quantised
from campus.protocol.wire import encode, read_server
from campus.text import Text
from campus.world.pose import Pose, is_worth_sending

FIRST_WAIT_S = (0.5, 5.0)
"""After a cut a client waits this long, at random: a thousand that come back at once would cut themselves again."""
LONGEST_WAIT_S = 30.0
POSES_PER_S = 15.0
MOVING_EVERY_S = 1.0
"""Somebody who moves sends at least this often, however well predicted."""
PING_EVERY_S = 2.0
SILENT_S = 8.0
"""A server that has not answered for this long is lost, whatever the socket says."""
UNANSWERED = 64
"""Presses and words that wait for their answer at most."""

Phase = Literal["connecting", "online", "lost", "closed"]
Received = ServerMessage | PoseFrame | ContentFrame


@dataclass(frozen=True)
class LinkState:
    """How it stands between this client and its server.

    Attributes:
        phase: `connecting` the first time, `online`, `lost` while it tries to come back, `closed` for good.
        reason: one sentence for the person where it is not `online`.
        retry_at: when it tries again, on the caller's own clock; None while it is trying.
        latency_s: there and back, seconds; 0 while unknown.
    """

    phase: Phase
    reason: Text | None = None
    retry_at: float | None = None
    latency_s: float = 0.0


@dataclass
class Traffic:
    """What has gone over the wire, for measurements: frames and bytes of payload each way."""

    frames_in: int = 0
    bytes_in: int = 0
    frames_out: int = 0
    bytes_out: int = 0


class Caller:
    """A conversation with one server. All of it belongs to the event loop that `run` runs in, save what says otherwise.

    Args:
        url: `ws://host:port`.
        hello: who calls; `resume` and `last_seq` are filled in here.
        now: the clock, seconds.
        rng: for the waits between tries.
        token: what this server gave on another day, to be the same person again.
        keep: told what it gives now, whenever that changes.
    """

    def __init__(
        self,
        url: str,
        hello: Hello,
        *,
        now: Callable[[], float],
        rng: random.Random | None = None,
        token: str | None = None,
        keep: Callable[[str], None] | None = None,
    ) -> None:
        self.url, self._hello, self._now = url, hello, now
        self._rng = rng or random.Random()
        self.state = LinkState("connecting")
        self.inbox: deque[Received] = deque()
        """What came in, oldest first. Appended in the loop; `receive` may be called from another thread."""
        self.traffic = Traffic()
        self._opened: ClientConnection | None = None
        self._socket: ClientConnection | None = None
        """The websocket, once its server has said welcome."""
        self._closing, self._arrived = asyncio.Event(), asyncio.Event()
        self._token, self._keep = token, keep
        self._welcomed = False
        self._why: Text | None = None
        """What the person is told when the connection ends without another word."""
        self._seq = 0
        self._wait = 0.0
        self._unanswered: dict[str, Press | Say] = {}
        self.placed = 0
        self._inside = False
        self._sent: tuple[Pose, float] | None = None

    # --- what comes in ---------------------------------------------------------------------------------------------

    def receive(self) -> list[Received]:
        """Everything that has come since the last call, in order; from one thread, always the same."""
        received: list[Received] = []
        while self.inbox:
            event = self.inbox.popleft()
            if isinstance(event, Welcome):
                # A resumed connection is inside already; what it missed came before this welcome.
                self.placed, self._inside = 0, event.resumed and self._inside
                self._sent = None
            elif isinstance(event, Entered | PutBack):
                self.placed, self._inside, self._sent = (self.placed + 1) % 256, True, None
            received.append(event)
        return received

    async def arrival(self) -> None:
        """Wait until there is something to `receive`; for callers that live in the event loop, such as bots."""
        while not self.inbox:
            self._arrived.clear()
            await self._arrived.wait()

    # --- what goes out ---------------------------------------------------------------------------------------------

    def pose_frame(self, pose: Pose, now: float) -> bytes | None:
        """The frame that tells others where this person is, or None where they predict it well enough.

        Call it as often as the person moves, in the thread that calls `receive`; `now` is any steady clock.
        """
        if not self._inside or self.state.phase != "online":
            return None
        age = now - self._sent[1] if self._sent is not None else 0.0
        if self._sent is not None and age < 1.0 / POSES_PER_S:
            return None
        pose = quantised(pose)
        if self._sent is not None:
            last = self._sent[0]
            due = age >= MOVING_EVERY_S and (pose.speed > 0.0 or pose != last)
            if not (due or is_worth_sending(last, age, pose)):
                return None
        self._sent = (pose, now)
        return encode_pose(self.placed, pose)

    def send_pose(self, pose: Pose, now: float) -> None:
        """Send where this person is, if it is worth it."""
        if frame := self.pose_frame(pose, now):
            self.write(frame)

    def send(self, message: ClientMessage) -> None:
        """Send a control message.

        What has a client_message_id is sent again after a cut until it is answered; anything else that is said while
        the server is lost is not heard.
        """
        if isinstance(message, Press | Say) and len(self._unanswered) < UNANSWERED:
            self._unanswered[message.client_message_id] = message
        self.write(encode(message), text=True)

    def write(self, frame: bytes, *, text: bool = False) -> None:
        """Write one frame if there is a connection; it never waits."""
        socket = self._socket
        if socket is None or self.state.phase != "online":
            return
        from websockets.asyncio.connection import broadcast

        self.traffic.frames_out += 1
        self.traffic.bytes_out += len(frame)
        broadcast((socket,), frame, text=text)

    def close(self) -> None:
        """End the conversation; `run` returns soon after."""
        self._closing.set()

    # --- the conversation ------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Stay in touch until `close`, or until the server says that coming back makes no sense."""
        try:
            parse_uri(self.url)
        except (InvalidURI, ValueError):
            self.state = LinkState("closed", _no_address(self.url))
            return
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            while not self._closing.is_set():
                talk = asyncio.ensure_future(self._talk())
                await asyncio.wait((talk, closing), return_when=asyncio.FIRST_COMPLETED)
                if not talk.done():
                    if self._opened is not None:
                        await self._opened.close()  # In order, so that the server holds no place for us.
                    talk.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await talk
                    break
                if not talk.result():
                    return
                low, high = FIRST_WAIT_S
                self._wait = min(self._wait * 2, LONGEST_WAIT_S) if self._wait else self._rng.uniform(low, high)
                self.state = replace(self.state, phase="lost", reason=self._why, retry_at=self._now() + self._wait)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), self._wait)
            self.state = LinkState("closed", self.state.reason)
        finally:
            closing.cancel()

    async def _talk(self) -> bool:
        """One websocket from its opening to its end. Returns whether to try again."""
        self.state = replace(self.state, retry_at=None)
        try:
            async with connect(
                self.url,
                compression=None,
                proxy=None,
                max_size=8 * 1024 * 1024,
                max_queue=None,
                open_timeout=10,
                ping_interval=None,
                close_timeout=1,
            ) as socket:
                self._opened = socket
                hello = msgspec.structs.replace(
                    self._hello, resume=self._token, last_seq=self._seq if self._welcomed else None
                )
                await socket.send(encode(hello).decode())
                pinging = asyncio.ensure_future(self._ping(socket))
                try:
                    again = await self._listen(socket)
                finally:
                    self._socket = self._opened = None
                    pinging.cancel()
                if not again:
                    return False
        except (OSError, TimeoutError, InvalidHandshake) as problem:
            if not self._welcomed:
                self._why = _unreachable(self.url, problem)
            return True
        except (WebSocketException, EOFError):
            pass
        return True

    async def _listen(self, socket: ClientConnection) -> bool:
        async for data in socket:
            self.traffic.frames_in += 1
            self.traffic.bytes_in += len(data)
            try:
                event = read_server(data)
            except ProtocolError as problem:
                self.state = LinkState("closed", _not_a_campus(self.url, problem))
                return False
            if not isinstance(event, Control):
                self._arrive(event)
                continue
            if event.seq not in (self._seq + 1, 1):
                await socket.send(encode(Resync()).decode())
            self._seq = event.seq
            for message in event.messages:
                if not self._take(message, socket):
                    return False
        return True

    def _take(self, message: ServerMessage, socket: ClientConnection) -> bool:
        """Look at a message on its way to the inbox. Returns False where the conversation is over."""
        match message:
            case Keep(resume=token):
                self._take_token(token)
                return True
            case Welcome(resume=token):
                self._take_token(token)
                self._welcomed, self._wait, self._socket, self._why = True, 0.0, socket, _CUT
                self.state = LinkState("online", latency_s=self.state.latency_s)
                self._arrive(message)
                if not message.resumed:
                    self._unanswered.clear()  # Said by somebody whose place is held no longer.
                for waiting in self._unanswered.values():
                    self.write(encode(waiting), text=True)
                return True
            case Bye(again=False, text=text):
                self._arrive(message)
                self.state = LinkState("closed", text)
                return False
            case Bye(text=text):
                self._why = text
            case Done(client_message_id=id_) | Refusal(of=id_):
                self._unanswered.pop(id_, None)
            case _:
                pass
        self._arrive(message)
        return True

    def _take_token(self, token: str) -> None:
        self._token = token
        if self._keep is not None:
            self._keep(token)

    def _arrive(self, event: Received) -> None:
        self.inbox.append(event)
        self._arrived.set()

    async def _ping(self, socket: ClientConnection) -> None:
        """Measure the way there and back, and end a connection whose other end does not answer any more.

        The websocket's own pings, which the server's library answers also while the server is busy with our last words.
        """
        try:
            while True:
                async with asyncio.timeout(SILENT_S):
                    latency_s = await (await socket.ping())
                if self.state.phase == "online":
                    self.state = replace(self.state, latency_s=latency_s)
                await asyncio.sleep(PING_EVERY_S)
        except TimeoutError:
            socket.transport.abort()
        except WebSocketException:
            return  # The connection is over; whoever listens to it knows.


_CUT = Text(
    fr="La connexion est coupée\u00a0; votre place est gardée deux minutes.",
    en="The connection is cut; your place is held for two minutes.",
)


def _unreachable(url: str, problem: BaseException) -> Text:
    why = "connection refused" if isinstance(problem, ConnectionRefusedError) else (str(problem) or "no answer")
    motif = "connexion refusée" if isinstance(problem, ConnectionRefusedError) else (str(problem) or "pas de réponse")
    return Text(
        fr=f"Impossible de joindre {url} ({motif}). Lancez-le avec «\u00a0campus serve\u00a0», ou vérifiez l’adresse.",
        en=f"Cannot reach {url} ({why}). Start it with 'campus serve', or check the address.",
    )


def _no_address(url: str) -> Text:
    return Text(
        fr=f"«\u00a0{url}\u00a0» n’est pas l’adresse d’un campus. Écrivez-la comme ws://campus.exemple:8765.",
        en=f"'{url}' is not the address of a campus. Write it as ws://campus.example:8765.",
    )


def _not_a_campus(url: str, problem: ProtocolError) -> Text:
    return Text(
        fr=f"{url} ne parle pas le langage de ce campus ({problem.code}). Installez la même version des deux côtés.",
        en=f"{url} does not speak this campus's language ({problem.code}). Install the same version on both sides.",
    )


assert PIECE < 64 * 1024
