"""A session: one class as it stands. Owns what can be asked of it; knows no clock, no store, and not how it came about.

`deciding.decide` turns what a person did into events, or refuses; `fold.apply` turns an event into the next session.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import msgspec

from campus.learning.activities import Activity, Running, View
from campus.learning.clock import Clock
from campus.learning.entrusting import TEACHING_ROLES
from campus.learning.life import OVER, Life
from campus.learning.preparation import Gate, Prepared, checks, needs_catch_up, readiness
from campus.learning.rights import Standing
from campus.learning.unit import Unit

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
