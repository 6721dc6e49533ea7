"""What happens in a session, as it is kept: the append-only log. Owns the events' shapes and their bytes.

A log entry is (sequence number, time, actor, type, payload); `actor` is who did it and is not repeated inside. Each
event carries `at`, the server's clock when it was decided, so that replaying the log needs no clock.
"""

from __future__ import annotations

import msgspec

from campus.learning.activities import AnyActivity
from campus.learning.content import Question
from campus.learning.unit import Unit


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Something that happened.

    Attributes:
        at: the server's clock, seconds.
        message: the client's own id of the message that asked for it, or empty; it is applied once.
    """

    at: float
    message: str = ""

    @property
    def type(self) -> str:
        """The event's name in the log."""
        return str(self.__struct_config__.tag)


class Created(Event, frozen=True, kw_only=True, tag="created"):
    """A session was made from a unit, which it keeps whole: a later edit of its files never changes this session."""

    session: str
    unit: Unit
    space: str
    room: str
    code: str
    name: str
    role: str


class Turned(Event, frozen=True, kw_only=True, tag="turned"):
    """The session's life took a step: see `session.LIFE`."""

    verb: str


class Came(Event, frozen=True, kw_only=True, tag="came"):
    """The actor came into the session's room, or came back."""

    name: str
    role: str


class Left(Event, frozen=True, kw_only=True, tag="left"):
    """The actor left, or their connection was lost."""


class Restarted(Event, frozen=True, kw_only=True, tag="restarted"):
    """The server began anew: nobody is connected, and everything else is as it was."""


class Hand(Event, frozen=True, kw_only=True, tag="hand"):
    """The actor's hand, or that of the participant whom a teacher named, is up or down."""

    person: str
    up: bool


class Began(Event, frozen=True, kw_only=True, tag="began"):
    """The class went to an activity of the plan, or back to it."""

    activity: str


class Did(Event, frozen=True, kw_only=True, tag="did"):
    """The actor did something to an activity."""

    activity: str
    verb: str
    value: str = ""


class Prepares(Event, frozen=True, kw_only=True, tag="prepares"):
    """The actor did something to prepare (`open`, `sure`, `check`, `muddiest`), or waived what `person` lacks."""

    verb: str
    value: str = ""
    person: str = ""


class Added(Event, frozen=True, kw_only=True, tag="added"):
    """A question that the teacher typed in class became a part of the plan, after the activity that the class is at."""

    activity: AnyActivity
    question: Question | None = None


class TookOver(Event, frozen=True, kw_only=True, tag="took-over"):
    """Another teacher runs the class from now on, too."""


AnyEvent = Created | Turned | Came | Left | Restarted | Hand | Began | Did | Prepares | Added | TookOver

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


def encode(event: AnyEvent) -> bytes:
    """The event's payload in the log."""
    return msgspec.json.encode(event)


def decode(payload: bytes) -> AnyEvent:
    """The event of a payload.

    Raises:
        msgspec.DecodeError: when it is none; the log is damaged or newer than this program.
    """
    event: AnyEvent = _decoder.decode(payload)
    return event
