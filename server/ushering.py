"""Leads people to their seats: each group of a breakout to its table, and everybody back when the class comes together.

Owns who has been led where. It knows no socket; seats are taken by the room's ordinary rules, and whoever is moved is
told so in the same breath: nobody ever finds themselves elsewhere without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from campus.errors import Refused
from campus.learning.activities.breakout import BreakoutRunning
from campus.learning.session import Session
from campus.learning.words import say
from campus.protocol.messages import Notice
from campus.text import Text
from campus.world.group_seats import NOWHERE, Seatings, seat_beside, seat_everybody, seat_groups
from server.room import Room

AT_ONCE = 40
"""So many people are led in one tick: everybody in the room hears of each of them."""


class Led(Protocol):
    """What ushering asks of the classes: see `server.classroom.Classrooms`."""

    def session_in(self, room: str) -> Session | None:
        """The class that runs in a room."""
        ...

    def to_seat(self, room: str) -> bool:
        """Whether the teacher has asked to seat everyone since this was last asked."""
        ...


@dataclass
class _Round:
    """The groups of one room at work.

    Attributes:
        plan: who sits where, as it was worked out when they were set to work.
        led: who has been led there.
        before: person -> the seat that they had before.
    """

    activity: str
    plan: Seatings
    led: set[str] = field(default_factory=set)
    before: dict[str, str] = field(default_factory=dict)


class Usher:
    """Seats the people of all rooms.

    Args:
        classes: say which groups are at work, and hear where they sit.
        seated: called with a person's id when they have been seated, so that a cut brings them back there.
        placed: called with a room, an activity, and where each of its groups sits now.
    """

    def __init__(
        self, classes: Led, seated: Callable[[str], None], placed: Callable[[str, str, tuple[Text, ...]], None]
    ) -> None:
        self._classes, self._seated, self._placed = classes, seated, placed
        self._rounds: dict[str, _Round] = {}
        self._returning: dict[str, dict[str, str]] = {}

    def forget(self, room: str) -> None:
        """A room is no more."""
        self._rounds.pop(room, None)
        self._returning.pop(room, None)

    def tick(self, room: Room, now: float) -> None:
        """Lead those who are to be somewhere else, some in each tick."""
        session = self._classes.session_in(room.id)
        if session is None:
            self.forget(room.id)
            return
        asked = self._classes.to_seat(room.id)
        running = session.now if session.life in ("live", "held") else None
        if isinstance(running, BreakoutRunning) and running.phase == "working":
            self._seat_groups(room, session, running, now, anew=asked)
            return
        if (over := self._rounds.pop(room.id, None)) is not None:
            self._returning[room.id] = self._ways_back(room, over)
        elif asked:
            standing = [id_ for id_ in _present(room) if room.people[id_].seat is None]
            everybody = [id_ for id_ in standing if session.standing(id_) != "facilitator"]
            self._returning[room.id] = seat_everybody(room.space, everybody, room.sitting, on_wheels=_on_wheels(room))
        self._go_back(room, now)

    # --- to the tables ---------------------------------------------------------------------------------------------

    def _seat_groups(self, room: Room, session: Session, running: BreakoutRunning, now: float, *, anew: bool) -> None:
        around = self._rounds.get(room.id)
        if around is None or around.activity != running.id:
            here = _present(room)
            groups = [[who for who in group if who in here] for group in running.groups]
            plan = seat_groups(room.space, groups, room.sitting)
            before = {who: seat for seat, who in room.sitting.items()}
            around = self._rounds[room.id] = _Round(running.id, plan, before=before)
            if plan.places != running.places:
                self._placed(room.id, running.id, plan.places)
        if anew:
            around.led.clear()
        waiting = [id_ for id_ in _present(room) if id_ not in around.led and running.group(id_) is not None]
        for id_ in waiting[:AT_ONCE]:
            around.led.add(id_)
            seat = self._seat_in_group(room, running, around, id_)
            words = _told(session, running, around.plan, id_, seated=seat is not None)
            self._lead(room, id_, seat, words, now, movable=around.plan.seats)

    @staticmethod
    def _seat_in_group(room: Room, running: BreakoutRunning, around: _Round, id_: str) -> str | None:
        """Their seat of the plan; beside their group for who came later or was moved since."""
        group = running.groups[running.group(id_) or 0]
        planned = around.plan.seats.get(id_)
        seats = [seat for who in group if who != id_ and (seat := around.plan.seats.get(who)) is not None]
        if planned is not None and (room.sitting.get(planned) in (None, id_) or room.sitting[planned] not in group):
            return planned
        return seat_beside(room.space, seats, room.sitting)

    # --- and back --------------------------------------------------------------------------------------------------

    @staticmethod
    def _ways_back(room: Room, over: _Round) -> dict[str, str]:
        here = [id_ for id_ in _present(room) if id_ in over.led]
        return seat_everybody(room.space, here, room.sitting, before=over.before, on_wheels=_on_wheels(room))

    def _go_back(self, room: Room, now: float) -> None:
        waiting = self._returning.get(room.id)
        if not waiting:
            self._returning.pop(room.id, None)
            return
        for id_ in list(waiting)[:AT_ONCE]:
            seat = waiting.pop(id_)
            if id_ in room.people:
                self._lead(room, id_, seat, _TOGETHER, now, movable=waiting)

    # --- one person ------------------------------------------------------------------------------------------------

    def _lead(
        self, room: Room, id_: str, seat: str | None, words: Text, now: float, *, movable: Mapping[str, str]
    ) -> None:
        """Tell somebody where they are wanted and seat them there; who is in the way and wanted elsewhere gets up."""
        if seat is not None and room.people[id_].seat == seat:
            room.post((id_,), Notice(text=_STAY if words == _TOGETHER else words, tone="now"))
            return
        room.post((id_,), Notice(text=words, tone="now"))
        if seat is None:
            return
        holder = room.sitting.get(seat)
        try:
            if holder is not None and movable.get(holder, seat) != seat:
                room.stand(holder, now)
            room.sit(id_, seat, now, from_anywhere=True)
        except Refused:
            return  # Somebody else was quicker; they stand where they stood, and know where their group is.
        self._seated(id_)


def _present(room: Room) -> list[str]:
    return [id_ for id_, resident in room.people.items() if resident.away_since is None]


def _on_wheels(room: Room) -> set[str]:
    return {id_ for id_, resident in room.people.items() if resident.figure.wheelchair}


def _told(session: Session, running: BreakoutRunning, plan: Seatings, id_: str, *, seated: bool) -> Text:
    """As "Group 2, table 2: you are with Bo and Cy."."""
    index = running.group(id_) or 0
    place = plan.places[index] if index < len(plan.places) else NOWHERE
    others = [session.people[who].name for who in running.groups[index] if who != id_ and who in session.people]
    where = say(f"Groupe {index + 1}", f"Group {index + 1}")
    if place.en:
        where = Text(fr=f"{where.fr}, {place.fr}", en=f"{where.en}, {place.en}")
    if not others:
        with_ = say("vous y êtes seul pour l'instant.", "you are on your own there for now.")
    else:
        with_ = say(f"vous êtes avec {_and(others, 'et')}.", f"you are with {_and(others, 'and')}.")
    words = say(f"{where.fr} : {with_.fr}", f"{where.en}: {with_.en}")
    if seated:
        return words
    free = say("Il n'y a plus de siège libre près d'eux.", "No seat is free near them.")
    return Text(fr=f"{words.fr} {free.fr}", en=f"{words.en} {free.en}")


def _and(names: Iterable[str], word: str) -> str:
    """As "Ana, Bo and Cy"."""
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last


_STAY = say("La classe se rassemble : restez à votre place.", "The class comes together: stay in your seat.")
_TOGETHER = say("La classe se rassemble : vous voici à une place.", "The class comes together: here is a seat for you.")
