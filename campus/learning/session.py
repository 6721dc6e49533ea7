"""A session: one class as it happens. A pure fold over its log; owns the rules of its life, knows no clock, no store.

`deciding.decide` turns what a person did into events, or refuses; `apply` turns an event into the next session. Both
are pure: the server commits the events in between. Replaying a log gives the very same session.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from campus.errors import Refused
from campus.learning.activities import Activity, Deed, Running, View
from campus.learning.before_class import extended, housed, prepares, revised
from campus.learning.clock import Clock, set_clock
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
from campus.learning.life import LIFE, LIFE_SAID, OVER, Life, not_while
from campus.learning.preparation import Gate, Prepared, checks, needs_catch_up, readiness
from campus.learning.rights import Standing
from campus.learning.unit import Unit

MOST_ACTIVITIES = 200
"""A plan has no more than this, with what was typed in class."""
DAY_S = 86_400.0
ANSWERING_ROLES = frozenset({"student", "guest"})


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is or was in the session.

    Attributes:
        role: as the campus knows them.
        here: whether they are connected and in the room.
        late: whether they first came when the class had already started.
        came: whether they ever were in the room; who only prepared was not.
        language: in which they read, where it is known.
    """

    id: str
    name: str
    role: str
    here: bool = True
    late: bool = False
    came: bool = True
    language: str = ""


class Session(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A class as it stands after some part of its log.

    Attributes:
        unit: what it is made from, as it was when the session was created.
        teachers: who runs it, the owner first.
        helpers: who else runs it: entrusted with it, or invited to it as a teacher or a co-teacher.
        extra: learner -> how many times the others' time they have.
        clock: the time that was given for what the class does now, or None.
        people: everybody who ever came, in that order.
        hands: who has a hand up, the longest first.
        current: the activity that the class is at, once it has started.
        running: activity id -> how it stands; only those that were begun.
        source: the unit that it was made from, with its whole plan, in the version that the draft has.
        roster: the names of those who are expected.
        gate: what becomes of somebody who is not ready; see `preparation`.
        days: for how long the check is open; 0 until the doors open.
        due: when the check closes, the server's clock; 0 where it does not before the doors open.
        extended: learner -> until when it is open for them.
        offered: whether the preparation was opened before the doors were.
        prepared: learner -> what they have done before class; who has done nothing is not in it.
        asked: `end` or `cancel` while the teacher is asked whether they really mean it, else empty.
        stepped_at: when the last step of whoever runs the class was taken, the server's clock.
        since: when the current activity was last come to, the server's clock; a hold does not count.
        held_at: when the class was held last, the server's clock.
        layout, light: how its room is furnished and lit; empty is as the space opens.
    """

    id: str
    unit: Unit
    space: str
    room: str
    code: str
    teachers: tuple[str, ...]
    helpers: tuple[str, ...] = ()
    extra: Mapping[str, float] = {}
    clock: Clock | None = None
    life: Life = "draft"
    people: Mapping[str, Participant] = {}
    hands: tuple[str, ...] = ()
    current: str | None = None
    running: Mapping[str, Running] = {}
    source: Unit
    roster: tuple[str, ...] = ()
    gate: Gate = "soft"
    days: int = 0
    due: float = 0.0
    extended: Mapping[str, float] = {}
    offered: bool = False
    prepared: Mapping[str, Prepared] = {}
    asked: str = ""
    stepped_at: float = 0.0
    since: float = 0.0
    held_at: float = 0.0
    layout: str = ""
    light: str = ""

    # --- questions to it -------------------------------------------------------------------------------------------

    def standing(self, person: str) -> Standing:
        """How a person stands to this session now; whoever is not here runs nothing and answers nothing."""
        known = self.people.get(person)
        if known is None:
            return "outsider"
        # By this class's own list, and while the campus still calls them so: a role alone runs nobody's class.
        if known.role in TEACHING_ROLES and (person in self.teachers or person in self.helpers):
            return "facilitator" if known.here else "convenor"
        if known.role in ANSWERING_ROLES:
            return "participant" if known.here else "expected"
        return "visitor" if known.here else "outsider"

    @property
    def has_doors(self) -> bool:
        """Whether it has a room that people can be in."""
        return self.life in ("lobby", "live", "held", "wrap_up")

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens in it."""
        return self.life in OVER

    @property
    def has_teacher(self) -> bool:
        """Whether somebody who runs it is here."""
        return any(self.standing(p) == "facilitator" for p in self.people)

    @cached_property
    def students(self) -> tuple[str, ...]:
        """Who is here and expected to answer, in the order in which they came."""
        return tuple(p for p in self.people if self.standing(p) == "participant")

    @cached_property
    def view(self) -> View:
        """What activities may know of the class."""
        first: dict[str, str] = {}
        for activity in self.unit.plan:
            if activity.id in self.running:
                first = {**first, **self.running[activity.id].first_votes}
        asked = bool(checks(self.unit)) and bool(self.prepared)
        ready = {who: readiness(self.unit, self.preparation(who)) for who in self.students} if asked else {}
        names = {p.id: p.name for p in self.people.values()}
        groups = [r.together for r in map(self.running.get, (a.id for a in self.unit.plan)) if r and r is not self.now]
        return View(
            names=names,
            students=self.students,
            first=first,
            readiness=ready,
            languages={p.id: p.language for p in self.people.values() if p.language},
            groups=next((g for g in reversed(groups) if g), ()),
            extra=self.extra,
            late=frozenset(p.id for p in self.people.values() if p.late),
        )

    @property
    def upcoming_groups(self) -> Activity | None:
        """The plan's first activity whose groups can be thought of while people come in."""
        for activity in self.unit.plan:
            running = self.running.get(activity.id) or activity.begin(self.unit)
            if running.AHEAD:
                return activity
        return None

    def preparation(self, person: str) -> Prepared:
        """What a learner has done before class."""
        return self.prepared.get(person, Prepared())

    def open_until(self, person: str) -> float:
        """When the check closes for a learner, the server's clock; 0 where it does not before the doors open."""
        return max(self.due, self.extended.get(person, 0.0)) if self.due else 0.0

    def is_led_to_catch_up(self, person: str) -> bool:
        """Whether a learner is asked to make up for what they have not prepared.

        A class that nobody could prepare for asks nothing, unless one of its activities is kept to those who are ready.
        """
        asks = self.offered or any(activity.gate == "hard" for activity in self.unit.plan)
        return asks and needs_catch_up(self.gate, self.unit, self.preparation(person))

    def activity(self, activity: str) -> Activity | None:
        """The plan's activity of that id, or None."""
        return next((a for a in self.unit.plan if a.id == activity), None)

    @property
    def now(self) -> Running | None:
        """The activity that the class is at, or None before the start."""
        return self.running.get(self.current) if self.current else None

    @property
    def following(self) -> Activity | None:
        """The plan's next activity, or None at its end."""
        ids = [a.id for a in self.unit.plan]
        at = ids.index(self.current) + 1 if self.current in ids else 0
        return self.unit.plan[at] if at < len(ids) else None

    @property
    def preceding(self) -> Activity | None:
        """The plan's activity before this one, or None at its start."""
        ids = [a.id for a in self.unit.plan]
        at = ids.index(self.current) - 1 if self.current in ids else -1
        return self.unit.plan[at] if at >= 0 else None


# --- the fold --------------------------------------------------------------------------------------------------------


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
