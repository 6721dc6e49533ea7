"""What a person does to a session: from a press to events, or to a refusal. Pure; nothing is applied here.

Whoever asks is asked first who they are: `rights.authorise` is the one gate.
"""

from __future__ import annotations

import datetime

from campus.errors import Refused
from campus.learning.events import Added, AnyEvent, Began, Came, Did, Hand, Left, Prepares, TookOver, Turned
from campus.learning.live import typed
from campus.learning.preparation import require
from campus.learning.rights import authorise
from campus.learning.session import TEACHING_ROLES, Session, apply

TOO_FAST_S = 1.0
"""A step that cannot be taken back, pressed sooner than this after the step before it, was a double press."""


def decide(session: Session, person: str, panel: str, item: str, value: str, at: float) -> tuple[AnyEvent, ...]:
    """The events that a press on a panel of this session asks for.

    Args:
        session: as it stands.
        person: who pressed.
        panel: the panel's id; `class` is the facilitator's, `answer.<activity>.<round>` a participant's.
        item: what was pressed.
        value: what was chosen or written.
        at: the server's clock.

    Returns:
        Events that `apply` takes, in this order.

    Raises:
        Refused: it is not theirs to do, or not possible now; nothing has changed.
    """
    events = _decide(session, person, panel, item, value, at)
    after = session
    for event in events:
        after = apply(after, person, event)
    return events


def _decide(session: Session, person: str, panel: str, item: str, value: str, at: float) -> tuple[AnyEvent, ...]:
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
        authorise(standing, "answer")
        return (Prepares(at=at, verb=item if item != "waive" else "", value=value),)
    if item == "take-over":
        authorise(standing, "take-over")
        if session.people[person].role not in TEACHING_ROLES or session.has_teacher:
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
        case "hand":
            return (Hand(at=at, person=value, up=False),)
        case "do":
            if session.current is None:
                raise Refused("not_now", "The class has not started.", "Le cours n’a pas commencé.")
            verb = item.partition(".")[2]
            if session.now is not None and verb in session.now.PARTICIPANTS_DO:
                authorise(standing, "answer")
            if session.now is not None and session.now.is_hasty(verb):
                _not_twice(session, at)
            filled = session.now.fill(verb, value, session.view) if session.now is not None else value
            return (Did(at=at, activity=session.current, verb=verb, value=filled),)
        case "ask":
            return _ask(session, value, at)
        case "waive":
            return (Prepares(at=at, verb="waive", person=value),)
    raise Refused(
        "unknown", f"There is nothing called '{item}' here.", f"Il n’y a rien qui s’appelle «\u00a0{item}\u00a0» ici."
    )


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


def coming(session: Session, person: str, name: str, role: str, at: float) -> tuple[AnyEvent, ...]:
    """The events of somebody's coming into the room; none when they are here already and unchanged."""
    known = session.people.get(person)
    if session.is_over or (known is not None and known.here and (known.name, known.role) == (name, role)):
        return ()
    return (Came(at=at, name=name, role=role),)


def leaving(session: Session, person: str, at: float) -> tuple[AnyEvent, ...]:
    """The events of somebody's leaving: when the last teacher is lost, a running class is held."""
    known = session.people.get(person)
    if session.is_over or known is None or not known.here:
        return ()
    left = Left(at=at)
    if session.life == "live" and not apply(session, person, left).has_teacher:
        return (left, Turned(at=at, verb="hold"))
    return (left,)


def raising(session: Session, person: str, up: bool, at: float) -> tuple[AnyEvent, ...]:
    """The events of a hand that goes up or down; none when it is so already."""
    if session.is_over or session.standing(person) == "outsider" or (person in session.hands) == up:
        return ()
    authorise(session.standing(person), "raise-hand")
    return (Hand(at=at, person=person, up=up),)
