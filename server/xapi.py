"""A class as xAPI 1.0.3 statements, after the virtual-classroom profile. Owns the statements' shape and their ids.

The ids come from the log, so that a learning record store that is given the file twice keeps each statement once.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from campus.learning.content import Question
from campus.learning.events import Came, Created, Did, Hand, Left, Restarted, Turned
from campus.learning.session import Session
from campus.text import Text
from server.record import Given, Happened

PROFILE = "https://w3id.org/xapi/virtual-classroom"
HOME = "https://campus.invalid"
"""The home of our accounts and activities: a name that leads nowhere (RFC 2606), because a campus has no address."""
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, HOME)
_VERBS: Mapping[str, str] = {
    "initialized": "http://adlnet.gov/expapi/verbs/initialized",
    "terminated": "http://adlnet.gov/expapi/verbs/terminated",
    "joined": "http://activitystrea.ms/join",
    "left": "http://activitystrea.ms/leave",
    "raised hand": f"{PROFILE}/verbs/raised-hand",
    "lowered hand": f"{PROFILE}/verbs/lowered-hand",
    "asked": "http://adlnet.gov/expapi/verbs/asked",
    "answered": "http://adlnet.gov/expapi/verbs/answered",
}
_ASKS = frozenset({"open", "revote"})
"""The teacher's verbs that put a question to the class."""

Statement = dict[str, Any]


def statements(happened: Sequence[Happened], given: Iterable[Given]) -> bytes:
    """One statement a line, in the order of the log; of a vote that was changed, only the answer that counted."""
    counted = {answer.seq: answer for answer in given}
    encode = msgspec.json.Encoder(order="deterministic").encode
    lines: list[bytes] = []
    before: Session | None = None
    for one in happened:
        lines += [encode(statement) for statement in _of(one, before, counted)]
        before = one.after
    return b"".join(line + b"\n" for line in lines)


def _of(one: Happened, before: Session | None, counted: Mapping[int, Given]) -> Iterator[Statement]:
    session = one.after
    match one.event:
        case Created():
            yield _statement(one, one.by, "initialized", _classroom(session))
            yield _statement(one, one.by, "joined", _classroom(session))
        case Came() if not _was_here(before, one.by):
            yield _statement(one, one.by, "joined", _classroom(session))
        case Left():
            yield _statement(one, one.by, "left", _classroom(session))
        case Restarted():
            for person in before.people if before is not None else ():
                if _was_here(before, person):
                    yield _statement(one, person, "left", _classroom(session))
        case Hand(person=person, up=up):
            yield _statement(one, person, "raised hand" if up else "lowered hand", _classroom(session))
        case Turned(verb="end"):
            for person in session.people:
                if _was_here(session, person):
                    yield _statement(one, person, "left", _classroom(session))
            yield _statement(one, one.by, "terminated", _classroom(session))
        case Did() if (answer := counted.get(one.seq)) is not None:
            statement = _statement(one, one.by, "answered", _question(session, one.event.activity, answer.question))
            result: Statement = {"response": answer.value} if answer.value else {}
            if answer.right is not None:
                result["success"] = answer.right
            if result:
                statement["result"] = result
                yield _inside(statement, session)
        case Did(activity=activity, verb=verb) if verb in _ASKS:
            asked = getattr(session.running.get(activity), "question", None)
            if isinstance(asked, Question):
                yield _inside(_statement(one, one.by, "asked", _question(session, activity, asked)), session)
        case _:
            return


def _was_here(session: Session | None, person: str) -> bool:
    known = session.people.get(person) if session is not None else None
    return known is not None and known.here


def _statement(one: Happened, actor: str, verb: str, thing: Statement) -> Statement:
    session = one.after
    registration = str(uuid.uuid5(_SPACE, f"session/{session.id}"))
    known = session.people.get(actor)
    agent: Statement = {"objectType": "Agent", "account": {"homePage": HOME, "name": actor}}
    if known is not None and known.name:
        agent["name"] = known.name
    when = datetime.datetime.fromtimestamp(one.at, datetime.UTC).isoformat(timespec="milliseconds")
    return {
        "id": str(uuid.uuid5(_SPACE, f"{session.id}/{one.seq}/{verb}/{actor}")),
        "actor": agent,
        "verb": {"id": _VERBS[verb], "display": {"en-US": verb}},
        "object": thing,
        "context": {
            "registration": registration,
            "contextActivities": {
                "category": [{"id": PROFILE, "definition": {"type": "http://adlnet.gov/expapi/activities/profile"}}]
            },
            "extensions": {
                "https://w3id.org/xapi/cmi5/context/extensions/sessionid": registration,
                "http://id.tincanapi.com/extension/planned-duration": f"PT{session.unit.minutes}M",
            },
        },
        "timestamp": when.replace("+00:00", "Z"),
        "version": "1.0.3",
    }


def _inside(statement: Statement, session: Session) -> Statement:
    """A statement about a question names the class as that question's parent."""
    statement["context"]["contextActivities"]["parent"] = [_classroom(session)]
    return statement


def _classroom(session: Session) -> Statement:
    return {
        "objectType": "Activity",
        "id": f"{HOME}/sessions/{session.id}",
        "definition": {"type": f"{PROFILE}/activity-types/virtual-classroom", "name": _languages(session.unit.title)},
    }


def _question(session: Session, activity: str, question: Question | None) -> Statement:
    definition: Statement = {"type": "http://adlnet.gov/expapi/activities/cmi.interaction"}
    id_ = f"{HOME}/units/{session.unit.id}/activities/{activity}"
    if question is None:
        definition["interactionType"] = "long-fill-in"
        planned = session.activity(activity)
        if planned is not None:
            definition["description"] = _languages(planned.title)
    else:
        id_ = f"{HOME}/units/{session.unit.id}/questions/{question.id}/{question.version}"
        definition["description"] = _languages(question.text)
        definition["interactionType"] = "choice"
        definition["choices"] = [{"id": a.id, "description": _languages(a.text)} for a in question.answers]
        if question.key:
            definition["correctResponsesPattern"] = ["[,]".join(sorted(question.key))]
    return {"objectType": "Activity", "id": id_, "definition": definition}


def _languages(text: Text) -> Mapping[str, str]:
    return {"en": text.en, "fr": text.fr}
