"""The protocol without input and output: bytes in, events out, bytes out. Owns the order of frames; knows no sockets.

A connection is `waiting` for its Hello, then `welcomed`, then `inside` a room. What may come when is one table; what
comes at another time ends the connection, and changes nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from campus.errors import ProtocolError
from campus.protocol.content import CONTENT_KIND, ContentFrame, decode_content
from campus.protocol.messages import (
    ClientMessage,
    Control,
    Enter,
    Entered,
    Fetch,
    Hand,
    Hello,
    Introduce,
    Ping,
    Press,
    PutBack,
    Resync,
    Say,
    ServerMessage,
    Sit,
    Stand,
    Use,
    Welcome,
)
from campus.protocol.poses import POSE_KIND, ROOM_KIND, PoseFrame, SentPose, decode_pose, decode_room

CONTROL_BYTES = 16 * 1024
"""Inbound control frames are at most this long; the server's snapshots may be longer."""
KEPT_FRAMES = 256
KEPT_S = 120.0
"""How many control frames a server keeps for a client that comes back, and for how long."""

Stage = Literal["waiting", "welcomed", "inside"]
MAY_COME: Mapping[Stage, frozenset[type]] = {
    "waiting": frozenset({Hello}),
    "welcomed": frozenset({Enter, Fetch, Ping, Resync}),
    "inside": frozenset({Enter, Introduce, Fetch, Ping, Resync, Say, Hand, Sit, Stand, Use, Press, SentPose}),
}

_client_messages = msgspec.json.Decoder(ClientMessage)
_control = msgspec.json.Decoder(Control)
_encoder = msgspec.json.Encoder()


def encode(message: ClientMessage | ServerMessage) -> bytes:
    """One message as JSON."""
    return _encoder.encode(message)


def read_client(data: str | bytes) -> ClientMessage | SentPose:
    """What a client sent: text is a control message, binary a pose.

    Raises:
        ProtocolError: `too_big`, `bad_frame` or `bad_message`; never anything else, whatever the bytes.
    """
    if isinstance(data, bytes):
        return decode_pose(data)
    if len(data) > CONTROL_BYTES:
        raise ProtocolError("too_big", f"A control frame has at most {CONTROL_BYTES} bytes, not {len(data)}.")
    try:
        message: ClientMessage = _client_messages.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
        raise ProtocolError("bad_message", f"This is no message of a campus client: {problem}.") from None
    return message


def read_server(data: str | bytes) -> Control | PoseFrame | ContentFrame:
    """What a server sent: text is an ordered control frame, binary poses or content, told apart by their first byte.

    Raises:
        ProtocolError: `bad_frame` or `bad_message`; never anything else, whatever the bytes.
    """
    if isinstance(data, str):
        try:
            control: Control = _control.decode(data)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
            raise ProtocolError("bad_message", f"This is no message of a campus server: {problem}.") from None
        return control
    match data[:1]:
        case b"\x02":
            return decode_room(data)
        case b"\x03":
            return decode_content(data)
        case first:
            raise ProtocolError("bad_frame", f"No binary frame of a server begins with {first!r}.")


assert (POSE_KIND, ROOM_KIND, CONTENT_KIND) == (1, 2, 3)


class Inbound:
    """The server's side of what one connection may send, and when."""

    def __init__(self) -> None:
        self.stage: Stage = "waiting"

    def receive(self, data: str | bytes) -> ClientMessage | SentPose:
        """The event that these bytes are.

        Raises:
            ProtocolError: as `read_client`, and `out_of_order` for what may not come now. Nothing changes then.
        """
        event = read_client(data)
        if type(event) not in MAY_COME[self.stage]:
            word = "pose" if isinstance(event, SentPose) else type(event).__name__.lower()
            raise ProtocolError("out_of_order", f"'{word}' cannot come while this connection is {self.stage}.")
        return event


class Outbox:
    """Control messages on their way to one client, in order, numbered frame by frame; and the last ones, kept.

    Messages wait here until `take` makes one frame of them. The frames of the last two minutes are kept, so that a
    client that comes back gets what it missed; their messages are the same bytes objects for everybody in a room.
    """

    def __init__(self) -> None:
        self.seq = 0
        self.placed = 0
        """How often the client was put somewhere, modulo 256; see `SentPose`."""
        self.waiting: list[bytes] = []
        self.waiting_bytes = 0
        self._kept: deque[tuple[int, float, tuple[bytes, ...]]] = deque()

    def put(self, message: ServerMessage, encoded: bytes | None = None) -> None:
        """Queue a message; `encoded` is its JSON where it has been made already for somebody else."""
        if isinstance(message, Welcome):
            self.placed = 0
        elif isinstance(message, Entered | PutBack):
            self.placed = (self.placed + 1) % 256
        data = encode(message) if encoded is None else encoded
        self.waiting.append(data)
        self.waiting_bytes += len(data)

    def take(self, now: float) -> bytes | None:
        """Everything that waits as one control frame (JSON text), or None when nothing does."""
        if not self.waiting:
            return None
        self.seq += 1
        messages = tuple(self.waiting)
        self.waiting.clear()
        self.waiting_bytes = 0
        self._kept.append((self.seq, now, messages))
        while len(self._kept) > KEPT_FRAMES or self._kept[0][1] < now - KEPT_S:
            self._kept.popleft()
        return _frame(self.seq, messages)

    def last(self, message: ServerMessage) -> bytes:
        """A frame with what waits and `message` behind it, that is not kept: nobody comes back to hear a goodbye."""
        return _frame(self.seq + 1, (*self.waiting, encode(message)))

    def missed(self, last_seq: int, now: float) -> list[bytes] | None:
        """The frames after `last_seq`, for a client that comes back; None where they are kept no longer."""
        if not 0 <= last_seq <= self.seq:
            return None
        kept = [(seq, messages) for seq, at, messages in self._kept if seq > last_seq and at >= now - KEPT_S]
        return [_frame(*one) for one in kept] if len(kept) == self.seq - last_seq else None


def _frame(seq: int, messages: Iterable[bytes]) -> bytes:
    return b"[%d,[%s]]" % (seq, b",".join(messages))
