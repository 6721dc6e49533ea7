"""What a person does to a session: from a press to events, or to a refusal. Pure; nothing is applied here.

Whoever asks is asked first who they are: `rights.authorise` is the one gate.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from campus.errors import Refused
from campus.learning.activities import View
from campus.learning.entrusting import next_factor
from campus.learning.events import (
    Added,
    AnyEvent,
    Began,
    Came,
    Clocked,
    Did,
    Entrusted,
    Granted,
    Hand,
    Left,
    Prepares,
    TookOver,
    Turned,
)
from campus.learning.fold import apply
from campus.learning.live import typed
from campus.learning.planning import planned, waiving
from campus.learning.preparation import require
from campus.learning.rights import authorise
from campus.learning.session import Session

TOO_FAST_S = 1.0
"""A step that cannot be taken back, pressed sooner than this after the step before it, was a double press."""


def decide(
    session: Session,
    person: str,
    panel: str,
    item: str,
    value: str,
    at: float,
    *,
    known: Mapping[str, float] | None = None,
) -> tuple[AnyEvent, ...]:
    """The events that a press on a panel of this session asks for.

    Args:
        session: as it stands.
        person: who pressed.
        panel: the panel's id; `class` is the facilitator's, `answer.<activity>.<round>` a participant's; before class
            `draft.<session>` is the teacher's and `prepare.<session>` a learner's.
        item: what was pressed.
        value: what was chosen or written.
        at: the server's clock.
        known: 0 to 1, what the learner model may tell of people; it helps to propose groups, and does no more.

    Returns:
        Events that `apply` takes, in this order.

    Raises:
        Refused: it is not theirs to do, or not possible now; nothing has changed.
    """
    events = _decide(session, person, panel, item, value, at, known or {})
    after = session
    for event in events:
        after = apply(after, person, event)
    return events


def _decide(
    session: Session, person: str, panel: str, item: str, value: str, at: float, known: Mapping[str, float]
) -> tuple[AnyEvent, ...]:
    standing = session.standing(person)
    kind, _, rest = panel.partition(".")
    if kind == "answer":
        authorise(standing, "answer")
        activity = rest.rpartition(".")[0]
        asked = session.running.get(activity)
        if asked is not None and item not in asked.PARTICIPANTS_DO:
            authorise(standing, "run")
        step = session.activity(activity)
        if step is not None:
            require(step.gate, session.unit, session.preparation(person))
        return (Did(at=at, activity=activity, verb=item, value=value),)
    if kind == "prepare":
        # Whoever waives does so for another: from the teacher's panels, and from no learner's.
        authorise(standing, "prepare", own=item not in ("waive", "demand"))
        verb, dash, sure = item.partition("-")
        if verb == "sure" and dash:
            return (Prepares(at=at, verb=verb, value=sure),)
        return (Prepares(at=at, verb=item, value=value),)
    if kind == "draft":
        return planned(session, standing, item, value, at)
    if item == "take-over":
        authorise(standing, "take-over")
        if session.people[person].role != "teacher" or session.has_teacher:
            raise Refused("not_allowed", "This class has its teacher.", "Ce cours a son enseignant.")
        return (TookOver(at=at),)
    authorise(standing, "run")
    match item.partition(".")[0]:
        case "life":
            return _turn(session, item.partition(".")[2], at)
        case "next":
            return _advance(session, at)
        case "back":
            if session.preceding is None:
                raise Refused("not_now", "This is the plan's first activity.", "C’est la première activité du plan.")
            return (Began(at=at, activity=session.preceding.id),)
        case "go":
            return (Began(at=at, activity=value),)
        case "seat":
            return ()  # Nothing of the class changes: the server leads people to their seats.
        case "entrust" | "relieve":
            return (Entrusted(at=at, person=value, up=item == "entrust"),)
        case "more-time":
            return (Granted(at=at, person=value, factor=next_factor(session.extra, value)),)
        case "clock":
            return (Clocked(at=at, minutes=item.partition(".")[2]),)
        case "ahead":
            return _ahead(session, item.partition(".")[2], value, at, known)
        case "hand":
            return (Hand(at=at, person=value, up=False),)
        case "do":
            if session.current is None:
                raise Refused("not_now", "The class has not started.", "Le cours n’a pas commencé.")
            verb = item.partition(".")[2]
            if session.now is not None and verb in session.now.SERVER_DOES:
                raise _nothing_called(item)
            if session.now is not None and verb in session.now.PARTICIPANTS_DO:
                authorise(standing, "answer")
            if session.now is not None and session.now.is_hasty(verb):
                _not_twice(session, at)
            filled = session.now.fill(verb, value, _viewed(session, known)) if session.now is not None else value
            return (Did(at=at, activity=session.current, verb=verb, value=filled),)
        case "ask":
            return _ask(session, value, at)
        case "waive":
            return waiving(session, standing, value, at)
    raise _nothing_called(item)


def _nothing_called(item: str) -> Refused:
    return Refused(
        "unknown", f"There is nothing called '{item}' here.", f"Il n’y a rien qui s’appelle «\u00a0{item}\u00a0» ici."
    )


def _ahead(session: Session, verb: str, value: str, at: float, known: Mapping[str, float]) -> tuple[AnyEvent, ...]:
    """What is got ready while people come in: the groups of the plan's first breakout."""
    activity = session.upcoming_groups
    if activity is None:
        raise Refused("unknown", "This plan has no groups.", "Ce plan n’a pas de groupes.")
    running = session.running.get(activity.id) or activity.begin(session.unit)
    if verb not in running.AHEAD:
        raise _nothing_called(verb)
    return (Did(at=at, activity=activity.id, verb=verb, value=running.fill(verb, value, _viewed(session, known))),)


def _viewed(session: Session, known: Mapping[str, float]) -> View:
    """The class as groups are drawn from it: the check tells how somebody prepared, the model what they know."""
    view = session.view
    both = {
        who: (view.readiness[who] + known[who]) / 2 if who in view.readiness else known[who]
        for who in view.students
        if who in known
    }
    return dataclasses.replace(view, readiness={**view.readiness, **both}) if both else view


def _not_twice(session: Session, at: float) -> None:
    if 0.0 <= at - session.stepped_at < TOO_FAST_S:
        raise Refused(
            "too_fast",
            "That may have been a double press; nothing was done. Press once more if you mean it.",
            "C’était peut-être un double clic\u00a0; rien n’a été fait. Appuyez de nouveau si c’est bien voulu.",
        )


def _turn(session: Session, verb: str, at: float) -> tuple[AnyEvent, ...]:
    if session.asked == verb:
        _not_twice(session, at)
    turned: tuple[AnyEvent, ...] = (Turned(at=at, verb=verb),)
    if verb == "start" and session.unit.plan:
        return (*turned, Began(at=at, activity=session.unit.plan[0].id))
    if verb == "wrap-up" and session.now is not None and not session.now.may_leave:
        raise Refused("not_now", "Close the vote first.", "Clôturez d’abord le vote.")
    return turned


def _ask(session: Session, words: str, at: float) -> tuple[AnyEvent, ...]:
    """A question typed in class becomes a part of the plan, right after where the class is, and opens at once."""
    number = 1 + sum(activity.id.startswith("live-") for activity in session.unit.plan)
    activity, question = typed(
        f"live-{number}", words, datetime.datetime.fromtimestamp(at, datetime.UTC).date().isoformat()
    )
    added = Added(at=at, activity=activity, question=question)
    enters = (Did(at=at, activity=activity.id, verb=verb) for verb in activity.ENTERS)
    return (added, Began(at=at, activity=activity.id), *enters)


def _advance(session: Session, at: float) -> tuple[AnyEvent, ...]:
    """On to the plan's next activity, and what entering it does at once."""
    following = session.following
    if following is None:
        raise Refused("not_now", "The plan is at its end.", "Le plan est arrivé à son terme.")
    entered = following.id in session.running
    enters = () if entered else tuple(Did(at=at, activity=following.id, verb=verb) for verb in following.ENTERS)
    return (Began(at=at, activity=following.id), *enters)


def coming(
    session: Session, person: str, name: str, role: str, at: float, *, language: str = "", invited: bool = False
) -> tuple[AnyEvent, ...]:
    """The events of somebody's coming into the room; none when they are here already and unchanged.

    Args:
        session: as it stands.
        person: who comes, or changes.
        name: as the others see it.
        role: what the campus knows them as now; whoever has lost the right to run a class runs it no longer.
        at: the server's clock.
        language: in which they read.
        invited: whether they came by an invitation to this very class.
    """
    known = session.people.get(person)
    if session.is_over or (known is not None and known.here and (known.name, known.role) == (name, role)):
        return ()
    came = Came(at=at, name=name, role=role, language=language, invited=invited)
    after = apply(session, person, came)
    events: tuple[AnyEvent, ...] = (came,)
    if session.life == "live" and session.has_teacher and not after.has_teacher:
        return (*events, Turned(at=at, verb="hold"))
    if after.life in ("live", "held") and after.current and after.now and after.standing(person) == "participant":
        verb = after.now.arriving(person)
        return (*events, Did(at=at, activity=after.current, verb=verb)) if verb else events
    return events


def leaving(session: Session, person: str, at: float, *, gone: bool = False) -> tuple[AnyEvent, ...]:
    """The events of somebody's leaving: when the last teacher is lost, a running class is held.

    Args:
        session: as it stands.
        person: who leaves.
        at: the server's clock.
        gone: whether they left by themselves, or their place was held long enough.
    """
    known = session.people.get(person)
    if session.is_over or known is None:
        return ()
    left = Left(at=at, gone=gone)
    if not known.here:
        # Their connection was lost a while ago, and the class knows; it only waits for them no longer.
        waited = gone and session.now is not None and session.now.without(person) is not session.now
        return (left,) if waited else ()
    if session.life == "live" and not apply(session, person, left).has_teacher:
        return (left, Turned(at=at, verb="hold"))
    return (left,)


def raising(session: Session, person: str, up: bool, at: float) -> tuple[AnyEvent, ...]:
    """The events of a hand that goes up or down; none when it is so already."""
    known = session.people.get(person)
    if session.is_over or known is None or not known.here or (person in session.hands) == up:
        return ()
    authorise(session.standing(person), "raise-hand")
    return (Hand(at=at, person=person, up=up),)
