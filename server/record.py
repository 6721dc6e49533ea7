"""A session's log, read for those who keep it: what happened, in order, with nothing that was refused.

Everything that leaves the campus about a class (exports, a person's own data) is made from this and from nothing else:
presence is never the source of attendance, the log is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from campus.errors import Refused
from campus.learning.activities import Running
from campus.learning.content import Question
from campus.learning.events import AnyEvent, Came, Created, Did, Left, Restarted, Turned, decode
from campus.learning.session import Session, apply
from campus.learning.unit import Unit
from server.store import LogEntry

AROUND_CLASS = frozenset({"live", "held", "wrap_up"})
"""The lives during which a class takes place."""


@dataclass(frozen=True)
class Happened:
    """One event that the session took.

    Attributes:
        seq: its number in the log.
        by: who did it.
        after: the session as it stood then.
    """

    seq: int
    by: str
    event: AnyEvent
    after: Session

    @property
    def at(self) -> float:
        """When it was decided, seconds since the epoch."""
        return self.event.at


@dataclass(frozen=True)
class Presence:
    """How long one person was there.

    Attributes:
        spans: (from, to) in seconds since the epoch, in order.
        late: whether they first came when the class had begun.
    """

    person: str
    name: str
    role: str
    late: bool
    spans: tuple[tuple[float, float], ...]

    def seconds(self, start: float, end: float) -> float:
        """How much of that time they were there."""
        return sum(max(0.0, min(to, end) - max(since, start)) for since, to in self.spans)


@dataclass(frozen=True)
class Given:
    """The answer that one person gave in one round of one activity: the last one counts.

    Attributes:
        round: 1 or 2 where the activity has rounds, else 0.
        value: what was chosen or written, without its round.
        times: how often they answered: 1 when they never changed it.
        right: None where there is no key.
    """

    seq: int
    at: float
    person: str
    activity: str
    question: Question | None
    round: int
    verb: str
    value: str
    times: int
    right: bool | None


def happenings(entries: Iterable[LogEntry]) -> list[Happened]:
    """What a session's log holds, without the events that the session passed over."""
    session: Session | None = None
    found = []
    for entry in entries:
        try:
            event = decode(entry.payload)
        except msgspec.DecodeError:
            continue  # Written by a campus that knows more than this one; the rest is as good as it was.
        try:
            session = apply(session, entry.actor, event)
        except Refused:
            continue
        found.append(Happened(entry.seq, entry.actor, event, session))
    return found


def began_and_ended(happened: Iterable[Happened]) -> tuple[float, float]:
    """When a class started and when it ended; of one that never started, when it was made and was last heard of."""
    happened = list(happened)
    start = next((h.at for h in happened if isinstance(h.event, Turned) and h.event.verb == "start"), happened[0].at)
    end = next((h.at for h in happened if isinstance(h.event, Turned) and h.event.verb == "end"), happened[-1].at)
    return start, max(start, end)


def presences(happened: Iterable[Happened]) -> list[Presence]:
    """Who was there, when; in the order in which they first came.

    A server that was killed says `restarted` when it is back: whoever was there was last there when the log last heard
    of anything, and not during the gap.
    """
    spans: dict[str, list[list[float]]] = {}
    here: set[str] = set()
    last = 0.0
    session: Session | None = None
    for one in happened:
        session = one.after
        match one.event:
            case Created() | Came():
                if one.by not in here:
                    spans.setdefault(one.by, []).append([one.at, one.at])
                    here.add(one.by)
            case Left() if one.by in here:
                spans[one.by][-1][1] = one.at
                here.discard(one.by)
            case Restarted():
                for person in here:
                    spans[person][-1][1] = last
                here.clear()
            case _:
                pass
        last = max(last, one.at)
        if session.is_over:
            break
    for person in here:
        spans[person][-1][1] = last
    if session is None:
        return []
    return [
        Presence(who.id, who.name, who.role, who.late, tuple((a, max(a, b)) for a, b in spans.get(who.id, ())))
        for who in session.people.values()
    ]


def answers(happened: Iterable[Happened]) -> list[Given]:
    """Every answer that counted, in the order of the plan, of rounds, and of the people's ids."""
    given: dict[tuple[str, int, str, str], Given] = {}
    order: dict[str, int] = {}
    for one in happened:
        event = one.event
        if not isinstance(event, Did):
            continue
        running = one.after.running.get(event.activity)
        if running is None or event.verb not in running.PARTICIPANTS_DO:
            continue
        order = {activity.id: number for number, activity in enumerate(one.after.unit.plan)}
        question = _question(one.after.unit, running, event.activity)
        round_, value = _round(event.value)
        key = (event.activity, round_, one.by, event.verb)
        before = given.get(key)
        if before is not None and before.value == value:
            continue
        right = None
        if question is not None and question.answer(value) is not None:
            right = value in question.key
        times = 1 if before is None else before.times + 1
        given[key] = Given(one.seq, one.at, one.by, event.activity, question, round_, event.verb, value, times, right)
    return sorted(given.values(), key=lambda g: (order.get(g.activity, 0), g.activity, g.round, g.person, g.verb))


def _question(unit: Unit, running: Running, activity: str) -> Question | None:
    """The one question that an activity puts, where it puts one."""
    question = getattr(running, "question", None)
    if isinstance(question, Question):
        return question
    planned = next((a for a in unit.plan if a.id == activity), None)
    named = getattr(planned, "question", None)
    return next((q for q in unit.questions if q.id == named), None)


def _round(value: str) -> tuple[int, str]:
    """An answer whose round is named before a slash, as in `2/b`; 0 where it is not."""
    head, slash, rest = value.partition("/")
    return (int(head), rest) if slash and head in ("1", "2") else (0, value)
