"""What learners do by themselves outside of any class, as it is kept: the events of the stream `learners`.

The actor is the learner, except where a teacher has looked at a contested estimate.
"""

from __future__ import annotations

import msgspec

from campus.learning.events import Event


class Reviewed(Event, frozen=True, kw_only=True, tag="reviewed"):
    """The actor answered a question that had come back.

    Attributes:
        question: `unit/question`.
        answer: what they chose.
        confidence: 1 to 3: guessing, rather sure, certain.
    """

    question: str
    answer: str
    confidence: int


class Contested(Event, frozen=True, kw_only=True, tag="contested"):
    """The actor says that what is believed of them in a competency is wrong, or takes that back."""

    competency: str
    up: bool = True


class Settled(Event, frozen=True, kw_only=True, tag="settled"):
    """The actor, a teacher, has looked at what `person` contests; `anew` begins their estimate again from nothing."""

    person: str
    competency: str
    anew: bool = False


class Switched(Event, frozen=True, kw_only=True, tag="switched"):
    """The actor wants to be estimated, or not."""

    on: bool


OwnEvent = Reviewed | Contested | Settled | Switched

_decoder: msgspec.json.Decoder[OwnEvent] = msgspec.json.Decoder(OwnEvent)


def decode_own(payload: bytes) -> OwnEvent:
    """The event of a payload.

    Raises:
        msgspec.DecodeError: when it is none.
    """
    event: OwnEvent = _decoder.decode(payload)
    return event
