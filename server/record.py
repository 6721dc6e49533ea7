"""A session's log, read for those who keep it: what happened, in order, with nothing that was refused.

Everything that leaves the campus about a class (exports, a person's own data) is made from this and from nothing else:
presence is never the source of attendance, the log is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from campus.errors import Refused
from campus.learning.activities import Running
from campus.learning.content import Question
from campus.learning.events import AnyEvent, Came, Created, Did, Left, Restarted, Turned, decode
from campus.learning.fold import apply
from campus.learning.session import Session
from campus.text import Text
from server.store import LogEntry

VOTE = "answer"
"""The verb of a vote; the others write, move about in a quiz, call."""


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


@dataclass(frozen=True)
class Written:
    """Words of one person.

    Attributes:
        prompt: what they answer, where an activity has several.
        supporters: how many others support them, on a note wall.
    """

    activity: str
    person: str
    words: str
    prompt: Text | None
    supporters: int = 0


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
    given: dict[tuple[str, str, int, str], Given] = {}
    order: dict[str, int] = {}
    for one in happened:
        event = one.event
        if not isinstance(event, Did):
            continue
        running = one.after.running.get(event.activity)
        if running is None or event.verb not in running.PARTICIPANTS_DO or event.verb != VOTE:
            continue
        order = {activity.id: number for number, activity in enumerate(one.after.unit.plan)}
        question, round_, value = _what(running, event.value)
        votes = getattr(running, "votes", None)
        if question is None and isinstance(votes, Mapping):
            value = str(votes.get(one.by, ""))  # Of several options each press adds or takes away one.
        key = (event.activity, question.id if question else "", round_, one.by)
        before = given.get(key)
        if before is not None and before.value == value:
            continue
        right = value in question.key if question is not None and question.answer(value) is not None else None
        times = 1 if before is None else before.times + 1
        given[key] = Given(one.seq, one.at, one.by, event.activity, question, round_, event.verb, value, times, right)
    counted = [one for one in given.values() if one.value]
    return sorted(
        counted,
        key=lambda g: (order.get(g.activity, 0), g.activity, g.round, g.question.id if g.question else "", g.person),
    )


def writings(session: Session) -> list[Written]:
    """Everything that was written and stands at the end, in the order of the plan; hidden notes are left out."""
    ids = [activity.id for activity in session.unit.plan]
    found = []
    for id_ in [*ids, *(other for other in session.running if other not in ids)]:
        running = session.running.get(id_)
        words = getattr(running, "words", None)
        if isinstance(words, Mapping):
            prompts = getattr(running, "prompts", ())
            for person, theirs in words.items():
                found += [
                    Written(id_, person, text, prompts[index] if index < len(prompts) else None)
                    for index, text in sorted(theirs.items())
                ]
        for note in getattr(running, "notes", ()):
            if not note.hidden:
                found.append(Written(id_, note.by, note.words, None, len(note.supporters)))
        found += [Written(id_, person, text, None) for person, text in getattr(running, "found", {}).items()]
    return found


def grouped(session: Session) -> list[tuple[str, int, str]]:
    """Who was in which group of which activity: (activity, number of the group, person)."""
    return [
        (id_, number, person)
        for id_, running in session.running.items()
        for number, members in enumerate(getattr(running, "groups", ()), 1)
        for person in members
    ]


def _what(running: Running, value: str) -> tuple[Question | None, int, str]:
    """The question that an answer is about, its round (0 where there are none), and the answer itself."""
    head, slash, rest = value.partition("/")
    for question in getattr(running, "questions", ()):
        if isinstance(question, Question) and slash and question.id == head:
            return question, 0, rest
    question = getattr(running, "question", None)
    round_ = int(head) if slash and head in ("1", "2") else 0
    return question if isinstance(question, Question) else None, round_, rest if round_ else value
