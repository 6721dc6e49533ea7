"""The rooms in which somebody is, and who goes into which. Owns the coming and going, and knows no connection's bytes.

Whoever comes or goes, does so here: so the log, the classes and the boards hear of everybody.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec

from campus.errors import CampusError, Refused
from campus.protocol.messages import Enter
from server.classroom import Classrooms
from server.places import Place, Places
from server.publishing import Publisher
from server.resident import At, Resident
from server.room import Post, Room
from server.store import Store
from server.variables import Variables
from server.visitors import Visitor

log = logging.getLogger("campus.server")


class Rooms:
    """All rooms of one server.

    Args:
        classrooms: say which room somebody belongs in, and hear who is where.
        places: the spaces.
        store: the log; presence is never taken from rooms, only from there.
        publisher: sends panels and screens to those who come.
        post: takes a message to people.
        variables: what rules have set, for when the server comes up again.
        placed: called when somebody has been put into a room.
        now: the clock of rooms, seconds; steady.
        wall: seconds since the epoch.
    """

    def __init__(
        self,
        classrooms: Classrooms,
        places: Places,
        store: Store,
        publisher: Publisher,
        variables: Variables,
        *,
        post: Post,
        placed: Callable[[Visitor], None],
        now: Callable[[], float],
        wall: Callable[[], float],
    ) -> None:
        self._classrooms, self._places, self._store, self._publisher = classrooms, places, store, publisher
        self._variables = variables
        variables.keep_only(lambda id_: "/" not in id_ or classrooms.session_in(id_) is not None)
        self._post, self._placed, self._now, self._wall = post, placed, now, wall
        self._tasks: set[asyncio.Future[object]] = set()
        self.open: dict[str, Room] = {}

    async def enter(self, visitor: Visitor, enter: Enter) -> None:
        """Somebody goes to a space: through a portal of the room that they are in, or to where one comes in.

        Raises:
            Refused: `no_such_thing`, `not_built` or `too_far`; they stay where they are.
        """
        node = None
        if enter.portal is not None:
            node = self._through(visitor, enter)
        place = await self._places.place(enter.space, self.layout_for(enter.space, visitor.id, visitor.code))
        if not visitor.connections:  # They left, or were let go, while the space was being made ready.
            return
        portal = place.space.portals.get(node or "")
        if portal is not None:
            at: At = (*portal.arrive.at, portal.arrive.heading % 360.0)
        else:
            at = place.spawn(enter.spawn)
        self.leave(visitor)
        self.put(visitor, place, at)

    def _through(self, visitor: Visitor, enter: Enter) -> str:
        """The node at the other end of the portal that somebody goes through.

        Raises:
            Refused: `no_such_thing`, `not_built` or `too_far`.
        """
        here = self.open.get(visitor.room or "")
        portal = here.space.portals.get(enter.portal or "") if here is not None else None
        if here is None or portal is None or portal.space != enter.space:
            raise Refused(
                "no_such_thing",
                f"No way called '{enter.portal}' leads from here to '{enter.space}'.",
                f"Aucun passage «\u00a0{enter.portal}\u00a0» ne mène d’ici à «\u00a0{enter.space}\u00a0».",
            )
        here.check_reach(visitor.id, portal)
        return portal.node

    def put(self, visitor: Visitor, place: Place, at: At) -> Room:
        """Somebody who is nowhere comes into a place: into their class's own instance of it, or the common one."""
        id_ = self._classrooms.instance_for(place.space.id, visitor.id, visitor.code) or place.space.id
        room = self.open.get(id_)
        if room is None:
            session = self._classrooms.session_in(id_)
            light = session.light if session is not None and session.light in place.space.scene.lights else None
            before = self._variables.of(id_)
            room = self.open[id_] = Room(id_, place.space, place.referee, self._post, place.layout, light, before)
        visitor.room = id_
        for connection in visitor.connections:
            connection.inbound.stage, connection.sent_tick = "inside", None
        room.enter(visitor.id, visitor.name, visitor.role, visitor.figure, room.arrival(at), self._now())
        self._record(room, visitor, "came")
        self._publisher.introduce(room, visitor.id)
        self._placed(visitor)
        return room

    def layout_for(self, space: str, person: str, code: str | None) -> str | None:
        """How the furniture stands in the room that somebody who goes to a space comes into; None as it opens."""
        id_ = self._classrooms.instance_for(space, person, code) or space
        if (room := self.open.get(id_)) is not None:
            return room.layout
        session = self._classrooms.session_in(id_)
        return (session.layout or None) if session is not None else None

    def leave(self, visitor: Visitor) -> None:
        """Somebody leaves the room that they are in, if they are in one."""
        room = self.open.get(visitor.room or "")
        if room is None or visitor.id not in room.people:
            visitor.room = None
            return
        resident = room.people[visitor.id]
        room.leave(visitor.id)
        self.has_left(room, visitor, resident)

    def has_left(self, room: Room, visitor: Visitor, resident: Resident) -> None:
        """Somebody is no longer among the people of a room; an empty room is closed."""
        visitor.room = None
        self._note(room, visitor, "left")
        self._publisher.forget(room.id, visitor.id)
        self._touch_after(room.id, self._classrooms.attendance.left(room.id, resident.shown(), self._wall()))
        if not room.people:
            del self.open[room.id]
            if self._classrooms.session_in(room.id) is None:
                self._variables.forget(room.id)
            self._publisher.forget(room.id)

    def hold(self, visitor: Visitor, room: Room) -> None:
        """Somebody's connection is lost; their place is held."""
        room.away(visitor.id, self._now())
        self._record(room, visitor, "away")

    def resume(self, visitor: Visitor, room: Room) -> None:
        """Somebody whose place was held is here again."""
        room.back(visitor.id, self._now())
        self._record(room, visitor, "back")

    def follow_class(self, visitor: Visitor, room: Room) -> None:
        """Somebody who opened a class where one runs already goes over into its own instance of the space."""
        belongs = self._classrooms.instance_for(room.space.id, visitor.id, visitor.code)
        if belongs is None or belongs == room.id or visitor.room != room.id:
            return
        at = room.people[visitor.id].at
        self.leave(visitor)
        self.put(visitor, Place(room.space, room.referee, room.layout), at)

    def tell_class(self, room: Room, visitor: Visitor) -> None:
        """Something of somebody has changed that their class must know: their hand, their name."""
        shown = room.people[visitor.id].shown()
        told = self._classrooms.attendance.came(
            room.id, shown, self._wall(), language=visitor.language, code=visitor.code
        )
        self._touch_after(room.id, told)

    def keep_variables(self, now: float) -> None:
        """What rules have set in the rooms goes to the store, if it is time."""
        self._note_variables()
        if due := self._variables.due(now):
            self._go(self._variables.write(due))

    async def settle(self) -> None:
        """Wait until everything that is on its way to the log is there."""
        self._note_variables()
        await self._variables.settle()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _note_variables(self) -> None:
        for room in self.open.values():
            if room.ruled.news:
                room.ruled.news = False
                self._variables.note(room.id, room.ruled.has_set)

    def _record(self, room: Room, visitor: Visitor, what: str) -> None:
        self._note(room, visitor, what)
        self.tell_class(room, visitor)

    def _note(self, room: Room, visitor: Visitor, what: str) -> None:
        payload = msgspec.json.encode({"name": visitor.name, "role": visitor.role})
        self._go(self._store.append(f"room/{room.id}", visitor.id, [(what, payload)]))

    def _touch_after(self, room: str, told: asyncio.Task[None] | None) -> None:
        if told is not None:
            told.add_done_callback(lambda _: self._publisher.touch(room) if room in self.open else None)

    def _go(self, work: Awaitable[object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._gone)

    def _gone(self, task: asyncio.Future[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()) is not None:
            if isinstance(problem, CampusError):
                log.error("%s", problem)
            else:
                log.error("something could not be noted", exc_info=problem)
