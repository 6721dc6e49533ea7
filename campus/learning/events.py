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
    """The actor came into the session's room, or came back.

    Attributes:
        language: in which they read, where it is known.
        invited: whether they came by an invitation to this very class.
    """

    name: str
    role: str
    language: str = ""
    invited: bool = False


class Left(Event, frozen=True, kw_only=True, tag="left"):
    """The actor left, or their connection was lost; `gone` once their place is held no longer."""

    gone: bool = False


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


class Enrolled(Event, frozen=True, kw_only=True, tag="enrolled"):
    """The actor is expected in the class, and may prepare for it from anywhere; they are not in its room yet."""

    name: str
    role: str


class Revised(Event, frozen=True, kw_only=True, tag="revised"):
    """The draft was changed; what is None stays as it was.

    Attributes:
        unit: another version of its material.
        plan: ids of the activities that are taught, in their order.
        roster: the names of those who are expected.
        gate: `soft` leads who is not ready to a catch-up, `off` asks nothing.
        days: for how long the check is open once the preparation is; 0 until the doors open.
    """

    unit: Unit | None = None
    plan: tuple[str, ...] | None = None
    roster: tuple[str, ...] | None = None
    gate: str | None = None
    days: int | None = None


class Extended(Event, frozen=True, kw_only=True, tag="extended"):
    """The check stays open until `until` (the server's clock), for `person` or, where that is empty, for everybody."""

    until: float
    person: str = ""


class Housed(Event, frozen=True, kw_only=True, tag="housed"):
    """The class takes place in this room; until then it had none that anybody stood in."""

    space: str
    room: str


class Prepares(Event, frozen=True, kw_only=True, tag="prepares"):
    """The actor did something to prepare, or a teacher let somebody off.

    Attributes:
        verb: a learner's `open-0`, `start`, `check`, `sure`, `muddiest`; a teacher's `waive`, and `demand` to undo it.
        person: whom the teacher means.
    """

    verb: str
    value: str = ""
    person: str = ""


class Added(Event, frozen=True, kw_only=True, tag="added"):
    """A question that the teacher typed in class became a part of the plan, after the activity that the class is at."""

    activity: AnyActivity
    question: Question | None = None


class TookOver(Event, frozen=True, kw_only=True, tag="took-over"):
    """Another teacher runs the class from now on, too."""


class Entrusted(Event, frozen=True, kw_only=True, tag="entrusted"):
    """The actor entrusted this class to `person`, too, or took that back."""

    person: str
    up: bool


class Granted(Event, frozen=True, kw_only=True, tag="granted"):
    """The actor gave `person` so many times the others' time, for this class."""

    person: str
    factor: float


class Clocked(Event, frozen=True, kw_only=True, tag="clocked"):
    """The actor gave the class so many `minutes` for what it does now, `+1` more, or `0`: none any more."""

    minutes: str


class Arranged(Event, frozen=True, kw_only=True, tag="arranged"):
    """The class's room is furnished or lit so from now on; what is empty is as the space opens."""

    layout: str = ""
    light: str = ""


AnyEvent = (
    Created
    | Turned
    | Came
    | Left
    | Restarted
    | Hand
    | Began
    | Did
    | Enrolled
    | Revised
    | Extended
    | Housed
    | Prepares
    | Added
    | TookOver
    | Entrusted
    | Granted
    | Clocked
    | Arranged
)

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
