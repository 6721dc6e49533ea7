"""One room: a space as it runs, with the people in it. Owns who is where, seats, hands, doors and talk.

It knows no sockets, no store and no clock: time is an argument, and what it has to say goes through `post`, person by
person. One room holds nothing that another shares, so that rooms can live in different processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from campus.errors import Refused
from campus.protocol.messages import (
    Came,
    Changed,
    Entered,
    Figure,
    Person,
    PutBack,
    Role,
    Said,
    ServerMessage,
    Went,
)
from campus.protocol.poses import PoseTable, quantised
from campus.space.model import Portal, Seat
from campus.text import Text
from campus.world.pose import Pose

HELD_S = 120.0
"""How long the place and the seat of somebody whose connection is lost are theirs."""
TALK_PER_S, TALK_BURST = 5.0, 10.0
DOOR_OPEN_S = 6.0
"""A door that somebody opened closes after this long."""
REACH_M = 3.0
"""How near one must be to a door or a seat to use it."""

Post = Callable[[str, ServerMessage], None]
"""Takes a message to a person, by id."""
At = tuple[float, float, float, float]
"""x, y, z, heading."""


class Referee(Protocol):
    """What a room asks of `campus.world`: whether a person may have moved so."""

    def plausible(self, previous: Pose, pose: Pose, dt: float) -> bool:
        """Whether a person can have come from `previous` to `pose` in `dt` seconds, and can stand there."""
        ...


@dataclass
class Resident:
    """Somebody in the room.

    Attributes:
        pose: the last one that the referee let pass, as the others see it.
        posed_at: when it came in.
        pending: the newest one, which waits for the tick; earlier ones are worth nothing by then.
        away_since: when their connection was lost, while their place is held.
    """

    id: str
    name: str
    role: Role
    figure: Figure
    slot: int
    pose: Pose
    posed_at: float
    pending: tuple[Pose, float] | None = None
    hand: bool = False
    seat: str | None = None
    away_since: float | None = None
    talk: float = TALK_BURST
    talked_at: float = 0.0

    def shown(self) -> Person:
        """What the others know of them."""
        return Person(
            id=self.id,
            slot=self.slot,
            name=self.name,
            role=self.role,
            figure=self.figure,
            hand=self.hand,
            seat=self.seat,
            away=self.away_since is not None,
        )


@dataclass
class Room:
    """A space as it runs.

    Attributes:
        id: `space` for the one that everybody shares, `space/session` for a class's own.
        space: the space's id.
        seats, portals: of the compiled space.
        referee: says which steps a person can have made.
        post: takes a message to one person.
    """

    id: str
    space: str
    seats: dict[str, Seat]
    portals: dict[str, Portal]
    referee: Referee
    post: Post
    tick_number: int = 0
    """The last tick that is over; what happens now belongs to the next."""
    people: dict[str, Resident] = field(default_factory=dict)
    table: PoseTable = field(default_factory=PoseTable)
    state: dict[str, dict[str, float | str | bool]] = field(default_factory=dict)
    sitting: dict[str, str] = field(default_factory=dict)
    """Seat id -> person id."""
    _closes: dict[str, float] = field(default_factory=dict)

    # --- coming and going ------------------------------------------------------------------------------------------

    def enter(self, id_: str, name: str, role: Role, figure: Figure, at: At, now: float) -> Resident:
        """Somebody comes in and stands at `at`; they get everything, the others get them."""
        if id_ in self.people:
            raise ValueError(f"{id_} is in {self.id} already.")
        pose = quantised(Pose(*at))
        resident = Resident(id_, name, role, figure, self.table.claim(), pose, now)
        self.table.put(resident.slot, pose, self.tick_number + 1, now)
        self.people[id_] = resident
        self.tell(Came(person=resident.shown()), but=id_)
        self.post(id_, self.snapshot(id_, now))
        return resident

    def leave(self, id_: str) -> None:
        """Somebody goes; their seat and slot are free."""
        resident = self.people.pop(id_)
        if resident.seat is not None:
            del self.sitting[resident.seat]
        self.table.release(resident.slot)
        self.tell(Went(person=id_))

    def away(self, id_: str, now: float) -> None:
        """Somebody's connection is lost: they stand still, and their place is held."""
        resident = self.people[id_]
        resident.away_since, resident.pending = now, None
        self._hold_still(resident, now)
        self._shown_anew(resident)

    def back(self, id_: str, now: float) -> None:
        """Somebody whose place was held is here again."""
        resident = self.people[id_]
        resident.away_since, resident.posed_at = None, now
        self._shown_anew(resident)

    def snapshot(self, id_: str, now: float) -> Entered:
        """Everything about the room, for that person."""
        resident = self.people[id_]
        return Entered(
            room=self.id,
            space=self.space,
            you=resident.slot,
            at=_at(resident.pose),
            people=tuple(other.shown() for other in self.people.values()),
            state={node: dict(state) for node, state in self.state.items()},
            tick=self.tick_number,
            time=now,
        )

    # --- what people do --------------------------------------------------------------------------------------------

    def pose(self, id_: str, pose: Pose, now: float) -> None:
        """Somebody says where they are now; it counts at the next tick if the referee agrees."""
        self.people[id_].pending = (pose, now)

    def say(self, id_: str, words: str, now: float) -> None:
        """Somebody says something to the room.

        Raises:
            Refused: `too_fast`, beyond five a second with ten at once.
        """
        resident = self.people[id_]
        resident.talk = min(TALK_BURST, resident.talk + (now - resident.talked_at) * TALK_PER_S)
        resident.talked_at = now
        if resident.talk < 1.0:
            raise Refused(
                "too_fast",
                "You write faster than the others can read. Wait a moment.",
                "Vous écrivez plus vite que les autres ne lisent. Attendez un instant.",
            )
        resident.talk -= 1.0
        self.tell(Said(person=id_, name=resident.name, words=words, time=now))

    def raise_hand(self, id_: str, *, up: bool) -> None:
        """Somebody raises or lowers their hand."""
        resident = self.people[id_]
        if resident.hand != up:
            resident.hand = up
            self._shown_anew(resident)

    def sit(self, id_: str, seat_id: str, now: float) -> None:
        """Somebody takes a seat.

        Raises:
            Refused: `no_such_seat`, `taken`, or `too_far`; nothing has changed then.
        """
        resident, seat = self.people[id_], self.seats.get(seat_id)
        if seat is None:
            raise Refused(
                "no_such_seat", f"There is no seat '{seat_id}' here.", f"Il n’y a pas de place « {seat_id} » ici."
            )
        holder = self.sitting.get(seat_id)
        if holder == id_:
            return
        if holder is not None:
            name = self.people[holder].name
            raise Refused(
                "taken", f"{name} sits there. Choose another seat.", f"{name} est assis là. Choisissez une autre place."
            )
        if not _near(resident.pose, seat.at, REACH_M):
            raise Refused("too_far", "Go nearer to the seat first.", "Approchez-vous d’abord de la place.")
        if resident.seat is not None:
            del self.sitting[resident.seat]
        self.sitting[seat_id], resident.seat, resident.pending = id_, seat_id, None
        self._place(resident, Pose(*seat.at, seat.heading % 360.0, seated=True), now)
        self._shown_anew(resident)

    def stand(self, id_: str, now: float) -> None:
        """Somebody leaves their seat; without one, nothing happens."""
        resident = self.people[id_]
        if resident.seat is None:
            return
        del self.sitting[resident.seat]
        resident.seat, resident.pending = None, None
        self._place(resident, resident.pose._replace(seated=False), now)
        self._shown_anew(resident)

    def use(self, id_: str, node: str, verb: str, now: float) -> None:
        """Somebody does something to a node: opens a door.

        Raises:
            Refused: `no_such_thing`, `too_far`, or `not_built`; nothing has changed then.
        """
        portal = self.portals.get(node)
        if portal is None or not portal.door or verb not in ("open", "close"):
            raise Refused(
                "no_such_thing", f"Nothing called '{node}' can {verb} here.", f"Rien ici ne s’appelle « {node} »."
            )
        if not portal.built:
            raise Refused("not_built", "This space is not built yet.", "Cet espace n’est pas encore construit.")
        if not _near(self.people[id_].pose, portal.at, portal.radius + REACH_M):
            raise Refused("too_far", "Go nearer to the door first.", "Approchez-vous d’abord de la porte.")
        self._set(node, "open", 1.0 if verb == "open" else 0.0)
        if verb == "open":
            self._closes[node] = now + DOOR_OPEN_S
        else:
            self._closes.pop(node, None)

    # --- time ------------------------------------------------------------------------------------------------------

    def tick(self, now: float) -> list[str]:
        """One step of the room's time: poses are judged, doors close, held places end.

        Returns:
            The people whose held place has ended; they have left the room.
        """
        for resident in self.people.values():
            if resident.pending is not None:
                self._judge(resident)
        for node in [node for node, at in self._closes.items() if at <= now]:
            del self._closes[node]
            self._set(node, "open", 0.0)
        gone = [r.id for r in self.people.values() if r.away_since is not None and now - r.away_since > HELD_S]
        for id_ in gone:
            self.leave(id_)
        self.tick_number += 1
        return gone

    def _judge(self, resident: Resident) -> None:
        assert resident.pending is not None
        pose, at = resident.pending
        resident.pending = None
        if resident.seat is not None:
            # Whoever sits moves their head and hands only; where they sit is the room's word.
            self._place(resident, resident.pose._replace(head=pose.head, gesture=pose.gesture), at)
            return
        pose = pose._replace(seated=False)
        if self.referee.plausible(resident.pose, pose, at - resident.posed_at):
            self._place(resident, pose, at)
            return
        self._hold_still(resident, at)
        self.post(
            resident.id,
            PutBack(
                at=_at(resident.pose),
                why=Text(fr="Par là, on ne passe pas.", en="There is no way through there."),
            ),
        )

    # --- telling ---------------------------------------------------------------------------------------------------

    def tell(self, message: ServerMessage, *, but: str | None = None) -> None:
        """A message to everybody in the room."""
        for id_ in self.people:
            if id_ != but:
                self.post(id_, message)

    def _set(self, node: str, name: str, value: float | str | bool) -> None:
        state = self.state.setdefault(node, {})
        if state.get(name) != value:
            state[name] = value
            self.tell(Changed(node=node, state=dict(state)))

    def _shown_anew(self, resident: Resident) -> None:
        self.tell(Came(person=resident.shown()))

    def _place(self, resident: Resident, pose: Pose, at: float) -> None:
        resident.pose, resident.posed_at = pose, at
        self.table.put(resident.slot, pose, self.tick_number + 1, at)

    def _hold_still(self, resident: Resident, at: float) -> None:
        self._place(resident, resident.pose._replace(vx=0.0, vy=0.0), at)


def _at(pose: Pose) -> At:
    return (pose.x, pose.y, pose.z, pose.heading)


def _near(pose: Pose, point: Iterable[float], within: float) -> bool:
    x, y, z = point
    return (pose.x - x) ** 2 + (pose.y - y) ** 2 <= within**2 and abs(pose.z - z) <= 2.0
