"""The session after what happened: a pure fold over its log. Owns the rules of a class's life; no clock and no store.

What a person did becomes events in `deciding`, and the server commits the events in between. Replaying a log gives the
very same session. What happens to a class before it has a room is `before_class`.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from campus.errors import Refused
from campus.learning.activities import Deed
from campus.learning.before_class import extended, housed, prepares, revised
from campus.learning.clock import set_clock
from campus.learning.entrusting import TEACHING_ROLES, entrusted, granted
from campus.learning.events import (
    Added,
    AnyEvent,
    Arranged,
    Began,
    Came,
    Clocked,
    Created,
    Did,
    Enrolled,
    Entrusted,
    Extended,
    Granted,
    Hand,
    Housed,
    Left,
    Prepares,
    Restarted,
    Revised,
    TookOver,
    Turned,
)
from campus.learning.life import LIFE, LIFE_SAID, not_while
from campus.learning.session import DAY_S, Participant, Session

MOST_ACTIVITIES = 200
"""A plan has no more than this, with what was typed in class."""


def replay(log: Iterable[tuple[str, AnyEvent]]) -> Session | None:
    """The session after a log of (actor, event), or None when it never was created.

    An event that the session refuses is passed over, as it was when it happened: see `server.classroom`.
    """
    session: Session | None = None
    for by, event in log:
        try:
            session = apply(session, by, event)
        except Refused:
            continue
    return session


def apply(session: Session | None, by: str, event: AnyEvent) -> Session:
    """The session after an event of `by`.

    Raises:
        Refused: the session cannot take it as it stands; nothing has changed.
    """
    if session is None:
        if not isinstance(event, Created):
            raise Refused("unknown", "There is no such session.", "Ce cours n’existe pas.")
        return Session(
            id=event.session,
            unit=event.unit,
            source=event.unit,
            space=event.space,
            room=event.room,
            code=event.code,
            teachers=(by,),
            # A draft has no room: whoever makes it stands elsewhere.
            people={
                by: Participant(id=by, name=event.name, role=event.role, here=bool(event.room), came=bool(event.room))
            },
        )
    match event:
        case Created():
            raise Refused("exists", "This session exists already.", "Ce cours existe déjà.")
        case Turned():
            return _turned(session, event.verb, event.at)
        case Came():
            return _came(session, by, event)
        case Left():
            return _left(session, by, event)
        case Restarted():
            people = {p.id: msgspec.structs.replace(p, here=False) for p in session.people.values()}
            return msgspec.structs.replace(session, people=people, hands=())
        case Hand():
            return _hand(session, event)
        case Began():
            return _began(session, event)
        case Enrolled():
            return _enrolled(session, by, event)
        case Revised():
            return revised(session, event)
        case Extended():
            return extended(session, event)
        case Housed():
            return housed(session, event)
        case Prepares():
            return prepares(session, by, event)
        case Added():
            return _added(session, event)
        case Did():
            return _did(session, by, event)
        case Entrusted(person=person, up=up):
            return entrusted(session, person, up=up)
        case Clocked(minutes=minutes):
            _must_be_live(session)
            return msgspec.structs.replace(session, clock=set_clock(session.clock, minutes, event.at))
        case Granted(person=person, factor=factor):
            if person not in session.people:
                raise Refused("unknown", "That person is not in this class.", "Cette personne n’est pas dans ce cours.")
            return msgspec.structs.replace(session, extra=granted(session.extra, person, factor))
        case TookOver():
            return msgspec.structs.replace(session, teachers=(*session.teachers, by))
        case Arranged(layout=layout, light=light):
            return msgspec.structs.replace(session, layout=layout, light=light)


def _turned(session: Session, verb: str, at: float) -> Session:
    to = LIFE.get((session.life, verb))
    if to is None:
        phase = LIFE_SAID[session.life]
        raise Refused(
            "not_now", f"'{verb}' is not possible while {phase.en}.", f"Ce n’est pas possible\u00a0: {phase.fr}."
        )
    running = session.running
    if session.current is not None and session.now is not None and "held" in (session.life, to):
        now = session.now.held(at) if to == "held" else session.now.resumed(at)
        running = {**running, session.current: now}
    if session.clock is not None and "held" in (session.life, to):
        clock = session.clock.still(at) if to == "held" else session.clock.on(at)
        session = msgspec.structs.replace(session, clock=clock)
    asked = verb.removesuffix("-ask") if verb.endswith("-ask") else ""
    turned = msgspec.structs.replace(session, life=to, running=running, asked=asked, stepped_at=at)
    if verb == "prepare":
        return msgspec.structs.replace(turned, offered=True, due=at + session.days * DAY_S if session.days else 0.0)
    if to == "held":
        return msgspec.structs.replace(turned, held_at=at)
    if session.life == "held":
        return msgspec.structs.replace(turned, since=session.since + max(0.0, at - session.held_at))
    return turned


def _came(session: Session, by: str, event: Came) -> Session:
    known = session.people.get(by)
    late = known.late if known and known.came else session.life in ("live", "held", "wrap_up")
    language = event.language or (known.language if known else "")
    person = Participant(id=by, name=event.name, role=event.role, late=late, language=language)
    came = msgspec.structs.replace(session, people={**session.people, by: person})
    if event.invited and event.role in TEACHING_ROLES and by not in (*session.teachers, *session.helpers):
        return entrusted(came, by, up=True)
    return came


def _left(session: Session, by: str, event: Left) -> Session:
    known = session.people.get(by)
    if known is None:
        return session
    if event.gone and session.current is not None and session.now is not None:
        after = session.now.without(by)
        session = msgspec.structs.replace(session, running={**session.running, session.current: after})
    return msgspec.structs.replace(
        session,
        people={**session.people, by: msgspec.structs.replace(known, here=False)},
        hands=tuple(h for h in session.hands if h != by),
    )


def _hand(session: Session, event: Hand) -> Session:
    if event.person not in session.people:
        raise Refused("unknown", "That person is not in this class.", "Cette personne n’est pas dans ce cours.")
    hands = session.hands
    if event.up and event.person not in hands:
        hands = (*hands, event.person)
    elif not event.up:
        hands = tuple(h for h in hands if h != event.person)
    return msgspec.structs.replace(session, hands=hands)


def _must_be_live(session: Session, *, held_too: bool = False) -> None:
    if session.life != "live" and not (held_too and session.life == "held"):
        raise not_while(session.life)


def _began(session: Session, event: Began) -> Session:
    _must_be_live(session)
    activity = event.activity
    step = session.activity(activity)
    if step is None:
        raise Refused(
            "unknown",
            f"The plan has no activity '{activity}'.",
            f"Le plan n’a pas d’activité «\u00a0{activity}\u00a0».",
        )
    if session.now is not None and not session.now.may_leave:
        raise Refused("not_now", "Close the vote first.", "Clôturez d’abord le vote.")
    # An activity that was begun before is found as it was left: its votes are kept.
    running = session.running.get(activity) or step.begin(session.unit)
    return msgspec.structs.replace(
        session,
        current=activity,
        running={**session.running, activity: running},
        stepped_at=event.at,
        since=session.since if activity == session.current else event.at,
        clock=session.clock if activity == session.current else None,
    )


def _enrolled(session: Session, by: str, event: Enrolled) -> Session:
    if session.is_over:
        raise not_while(session.life)
    if by in session.people:
        return session
    person = Participant(id=by, name=event.name, role=event.role, here=False, came=False)
    return msgspec.structs.replace(session, people={**session.people, by: person})


def _added(session: Session, event: Added) -> Session:
    _must_be_live(session)
    plan, questions = session.unit.plan, session.unit.questions
    if session.activity(event.activity.id) is not None or len(plan) >= MOST_ACTIVITIES:
        raise Refused("full", "The plan is full.", "Le plan est plein.")
    if event.question is not None:
        questions = (*questions, event.question)
    at = next((i + 1 for i, activity in enumerate(plan) if activity.id == session.current), len(plan))
    unit = msgspec.structs.replace(session.unit, plan=(*plan[:at], event.activity, *plan[at:]), questions=questions)
    return msgspec.structs.replace(session, unit=unit)


def _did(session: Session, by: str, event: Did) -> Session:
    step = session.activity(event.activity)
    running = session.running.get(event.activity)
    if running is None and step is not None and session.life == "lobby":
        running = step.begin(session.unit)  # Got ready while people come in.
    if running is None or step is None:
        raise Refused(
            "unknown",
            f"The class is not at '{event.activity}'.",
            f"Le cours n’en est pas à «\u00a0{event.activity}\u00a0».",
        )
    # Held, the class still takes answers: the round is open, and a learner loses nothing by the teacher's cut.
    ahead = session.life == "lobby" and event.verb in running.AHEAD
    if not ahead:
        _must_be_live(session, held_too=event.verb in running.PARTICIPANTS_DO | running.SERVER_DOES)
    if not ahead and event.activity != session.current and event.verb not in running.PARTICIPANTS_DO:
        raise Refused("not_now", "The class is at another activity.", "Le cours en est à une autre activité.")
    after = running.after(Deed(by, event.verb, event.value, event.at))
    if after is running:
        return session
    stepped_at = session.stepped_at if event.verb in running.PARTICIPANTS_DO else event.at
    return msgspec.structs.replace(session, running={**session.running, event.activity: after}, stepped_at=stepped_at)
