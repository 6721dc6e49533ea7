"""One room: a space as it runs, with the people in it. Owns who is where, seats, hands, doors and talk.

It knows no sockets, no store and no clock: time is an argument, and what it has to say goes through `post`, person by
person. One room holds nothing that another shares, so that rooms can live in different processes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from campus.errors import Refused
from campus.protocol.messages import (
    Arranged,
    Came,
    Changed,
    Entered,
    Figure,
    PutBack,
    Role,
    Said,
    ServerMessage,
    Went,
)
from campus.protocol.poses import PoseTable, quantised
from campus.space.model import Portal, Space
from campus.world import Move, Pose, Referee
from campus.world.doors import Doors
from campus.world.reach import REACH_M, is_near
from campus.world.referee import WORDS
from campus.world.rules import State
from campus.world.seats import Seating
from server.rearranging import Rearranging
from server.resident import At, Resident
from server.ruled import Ruled
from server.zoned import Zoned

HELD_S = 120.0
"""How long the place and the seat of somebody whose connection is lost are theirs."""
ARM_S_LENGTH_M = 0.6
"""Nobody appears nearer to somebody else than this, while there is room."""

Post = Callable[[Iterable[str], ServerMessage], None]
"""Takes a message to people, by their ids."""


@dataclass
class Room:
    """A space as it runs.

    Attributes:
        id: `space` for the one that everybody shares, `space/session` for a class's own.
        space: as compiled.
        referee: says which moves a person can have made.
        post: takes a message to people.
        layout: how its furniture stands; None for the space's first layout.
        light: to what its light is dimmed; None for the space's first light state.
        before: what rules had set in it when it was last heard of.
    """

    id: str
    space: Space
    referee: Referee
    post: Post
    layout: str | None = None
    light: str | None = None
    before: State = field(default_factory=dict)
    tick_number: int = 0
    """The last tick that is over; what happens now belongs to the next."""
    people: dict[str, Resident] = field(default_factory=dict)
    table: PoseTable = field(default_factory=PoseTable)
    state: dict[str, dict[str, float | str | bool]] = field(default_factory=dict)
    seating: Seating = field(init=False)
    doors: Doors = field(init=False)
    ruled: Ruled = field(init=False)
    zoned: Zoned = field(init=False)
    rearranging: Rearranging = field(init=False)

    def __post_init__(self) -> None:
        self.seating, self.doors = Seating(self.space.seats), Doors(self.space.portals)
        self.ruled, self.zoned, self.rearranging = Ruled(self, self.before), Zoned(self), Rearranging(self)
        self.ruled.begin()

    @property
    def sitting(self) -> Mapping[str, str]:
        """Seat id -> person id, of the seats that are taken."""
        return self.seating.sitting

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
        self.post((id_,), self.snapshot(id_, now))
        return resident

    def leave(self, id_: str) -> None:
        """Somebody goes; their seat and slot are free."""
        resident = self.people.pop(id_)
        self.seating.leave(id_)
        self.table.release(resident.slot)
        self.tell(Went(person=id_))

    def away(self, id_: str, now: float) -> None:
        """Somebody's connection is lost: they stand still, and their place is held."""
        resident = self.people[id_]
        resident.away_since, resident.pending = now, None
        self._hold_still(resident, now)
        self.shown_anew(resident)

    def back(self, id_: str, now: float) -> None:
        """Somebody whose place was held is here again."""
        resident = self.people[id_]
        resident.away_since, resident.posed_at = None, now
        self.shown_anew(resident)

    def snapshot(self, id_: str, now: float) -> Entered:
        """Everything about the room, for that person."""
        resident = self.people[id_]
        return Entered(
            room=self.id,
            space=self.space.id,
            you=resident.slot,
            at=resident.at,
            people=tuple(other.shown() for other in self.people.values()),
            state={node: dict(state) for node, state in self.state.items()},
            tick=self.tick_number,
            time=now,
            layout=self.layout,
            light=self.light,
        )

    def arrival(self, at: At, *, but: str | None = None) -> At:
        """Where somebody (`but`) who should appear `at` does: there, or beside it where somebody else stands."""
        x, y, z, heading = at
        places = [(x, y)]
        for radius in (0.7, 1.4):
            places += [
                (x + radius * math.cos(math.radians(angle)), y + radius * math.sin(math.radians(angle)))
                for angle in range(0, 360, 45)
            ]
        for px, py in places:
            taken = any(
                other.id != but and math.dist((px, py), other.pose[:2]) < ARM_S_LENGTH_M
                for other in self.people.values()
            )
            floor = self.referee.ground.height_near(px, py, z)
            if not taken and floor is not None and self.referee.ground.walkable([px], [py], [z])[0]:
                return (px, py, floor, heading)
        return at

    # --- the room itself -------------------------------------------------------------------------------------------

    def lit(self, light: str | None) -> None:
        """The light is dimmed to another of the space's states; everybody is told."""
        if light != self.light:
            self.light = light
            self.tell(Arranged(layout=self.layout, light=light))

    def arrange(self, space: Space, referee: Referee, layout: str | None, now: float) -> None:
        """The furniture stands otherwise: see `server.rearranging`.

        Args:
            space: the same one, in that layout.
            referee: who judges moves in it.
            layout: its name; None for the first.
            now: seconds, the room's clock.
        """
        self.rearranging.arrange(space, referee, layout, now)

    # --- what people do --------------------------------------------------------------------------------------------

    def pose(self, id_: str, pose: Pose, now: float) -> None:
        """Somebody says where they are now; it counts at the next tick if the referee agrees."""
        self.people[id_].pending = (pose, now)

    def may_say(self, id_: str, now: float) -> None:
        """Somebody wants to say something to the room.

        Raises:
            Refused: `too_fast`, beyond five a second with ten at once.
        """
        if not self.people[id_].may_talk(now):
            raise Refused(
                "too_fast",
                "You write faster than the others can read. Wait a moment.",
                "Vous écrivez plus vite que les autres ne lisent. Attendez un instant.",
            )

    def say(self, id_: str, words: str, now: float) -> None:
        """What somebody said is told to everybody, themselves included."""
        self.tell(Said(person=id_, name=self.people[id_].name, words=words, time=now))

    def introduce(self, id_: str, name: str, figure: Figure) -> bool:
        """Somebody is called otherwise now, or looks otherwise; False where they do not, and nobody is told."""
        resident = self.people[id_]
        if (resident.name, resident.figure) == (name, figure):
            return False
        resident.name, resident.figure = name, figure
        self.shown_anew(resident)
        return True

    def raise_hand(self, id_: str, *, up: bool) -> None:
        """Somebody raises or lowers their hand."""
        resident = self.people[id_]
        if resident.hand != up:
            resident.hand = up
            self.shown_anew(resident)

    def sit(self, id_: str, seat_id: str, now: float, *, from_anywhere: bool = False) -> None:
        """Somebody takes a seat; `from_anywhere` where the server brings them back to it.

        Raises:
            Refused: `no_such_seat`, `taken`, `too_far`, `not_allowed` or `full`; nothing has changed then.
        """
        resident = self.people[id_]
        if resident.seat == seat_id:
            return
        if not from_anywhere and (seat := self.space.seats.get(seat_id)) is not None:
            self.zoned.check_seat(resident, seat.at)
        here = None if from_anywhere else resident.pose
        seated = self.seating.take(id_, seat_id, here, lambda other: self.people[other].name)
        resident.seat, resident.pending = seat_id, None
        self._place(resident, seated, now)
        self.shown_anew(resident)

    def stand(self, id_: str, now: float) -> None:
        """Somebody leaves their seat; without one, nothing happens."""
        resident = self.people[id_]
        if resident.seat is None:
            return
        self.seating.leave(id_)
        resident.seat, resident.pending = None, None
        self._place(resident, resident.pose._replace(seated=False), now)
        self.shown_anew(resident)

    def use(self, id_: str, node: str, verb: str, now: float) -> None:
        """Somebody does something to a node: opens a door, uses what a rule waits for.

        Raises:
            Refused: `no_such_thing`, `too_far`, `not_built` or `not_allowed`; nothing has changed then.
        """
        if node in self.space.where:
            self.zoned.check_use(self.people[id_], self.space.where[node][:3])
        if verb == "use":
            if node in self.space.where:
                self.check_near(id_, node)
            if not self.ruled.used(id_, node, now):
                raise Refused(
                    "no_such_thing",
                    f"Nothing happens when '{node}' is used here.",
                    f"Rien ne se passe ici avec «\u00a0{node}\u00a0».",
                )
            return
        was_open = bool(self.state.get(node, {}).get("open"))
        share = self.doors.use(self.people[id_].pose, node, verb, now)
        self.set_state(node, "open", share)
        if was_open != bool(share):
            self.ruled.became(id_, node, "open", not was_open, now)

    def check_near(self, id_: str, node: str) -> None:
        """That somebody can use a thing from where they stand.

        Raises:
            Refused: `too_far`.
        """
        if not is_near(self.people[id_].pose, self.space.where[node][:3], REACH_M):
            raise Refused("too_far", "Go nearer first.", "Approchez-vous d’abord.")

    def check_reach(self, id_: str, portal: Portal) -> None:
        """That somebody can use a door from where they stand.

        Raises:
            Refused: `not_built` or `too_far`.
        """
        self.doors.check_reach(self.people[id_].pose, portal)

    # --- time ------------------------------------------------------------------------------------------------------

    def tick(self, now: float) -> list[Resident]:
        """One step of the room's time: poses are judged, doors close, held places end.

        Returns:
            The people whose held place has ended; they have left the room.
        """
        self._judge(now)
        for node in self.doors.closing(now):
            self.set_state(node, "open", 0.0)
            self.ruled.became(None, node, "open", False, now)
        self.ruled.tick(now)
        self.zoned.tick(now)
        gone = [r for r in self.people.values() if r.away_since is not None and now - r.away_since > HELD_S]
        for resident in gone:
            self.leave(resident.id)
        self.tick_number += 1
        return gone

    def _judge(self, now: float) -> None:
        self.rearranging.tick(now)
        walkers: list[Resident] = []
        moves: list[Move] = []
        for resident in self.people.values():
            if resident.pending is None:
                continue
            pose, at = resident.pending
            if resident.seat is not None:
                # Whoever sits moves their head and hands only; where they sit is the room's word.
                resident.pending = None
                self._place(resident, resident.pose._replace(head=pose.head, gesture=pose.gesture), at)
                continue
            walkers.append(resident)
            passed = at - resident.posed_at
            moves.append(Move(resident.pose, pose._replace(seated=False), passed, resident.breath, resident.role))
        for resident, move, verdict in zip(walkers, moves, self.rearranging.verdicts(moves), strict=True):
            at = resident.posed_at + move.passed
            resident.pending, resident.breath = None, verdict.breath
            if verdict.passes:
                self._place(resident, move.after, at)
            else:
                self._hold_still(resident, at)
                self.post((resident.id,), PutBack(at=resident.at, why=WORDS[verdict.why]))

    # --- telling ---------------------------------------------------------------------------------------------------

    def tell(self, message: ServerMessage, *, but: str | None = None) -> None:
        """A message to everybody in the room."""
        self.post([id_ for id_ in self.people if id_ != but], message)

    def set_state(self, node: str, name: str, value: float | str | bool) -> None:
        """A variable of a node has this value now; everybody is told where it had another."""
        state = self.state.setdefault(node, {})
        if state.get(name) != value:
            state[name] = value
            self.tell(Changed(node=node, state=dict(state)))

    def shown_anew(self, resident: Resident) -> None:
        """Everybody is told how somebody looks now: standing or sitting, their hand, their name."""
        self.tell(Came(person=resident.shown()))

    def _place(self, resident: Resident, pose: Pose, at: float) -> None:
        resident.pose, resident.posed_at = pose, at
        self.table.put(resident.slot, pose, self.tick_number + 1, at)

    def put(self, id_: str, pose: Pose, now: float) -> None:
        """Somebody is there now, by the room's word; whoever calls this tells them."""
        resident = self.people[id_]
        resident.pending = None
        self._place(resident, quantised(pose), now)

    def _hold_still(self, resident: Resident, at: float) -> None:
        self._place(resident, resident.pose._replace(vx=0.0, vy=0.0), at)
