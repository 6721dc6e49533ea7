"""Who is connected: takes what clients send to where it belongs. Owns visitors and their connections.

It knows no sockets beyond `Connection` and no SQL beyond `Store`. Each connection's messages are taken one after the
other; whatever one person does wrong, and whatever fails for them, is theirs alone.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import TypeVar

import msgspec

from campus.errors import Refused, StoreError
from campus.learning.room_panel import ROOM
from campus.protocol.messages import (
    ClientMessage,
    Done,
    Enter,
    Fetch,
    Hand,
    Hello,
    Introduce,
    Ping,
    Pong,
    Press,
    PutBack,
    Resync,
    Role,
    Say,
    ServerMessage,
    Sit,
    Stand,
    Use,
)
from campus.protocol.poses import SentPose
from campus.protocol.wire import encode
from campus.text import Text, plain_words
from server.access import Access
from server.arriving import Arrivals
from server.classroom import Classrooms
from server.connection import Connection
from server.content import Content
from server.furnishing import Furnishing
from server.places import Places
from server.publishing import Publisher
from server.room import Room
from server.rooms import Rooms
from server.said import ERASED, NOT_KEPT, YOU_DRIVE, refusal, shown_name
from server.store import Store
from server.tidings import Tidings
from server.ushering import Usher
from server.variables import Variables
from server.visitors import Visitor

COME_BACK_S = 30.0
"""So long after the start a class waits for its teacher before it is held: clients call again within ten seconds."""

log = logging.getLogger("campus.server")
Erased = TypeVar("Erased")
"""What erasing somebody says of itself."""


class Hub:
    """The people and rooms of one server.

    Args:
        access: who may come in.
        places: the spaces.
        content: what clients can fetch; awaited by the first who comes.
        classrooms: the classes.
        store: the log.
        now: the clock of rooms and frames, seconds; steady.
        wall: seconds since the epoch, for what must outlive this process.
        changed_roles: tells, of people and their roles, who has another one now, or (None) none any more.
    """

    def __init__(
        self,
        access: Access,
        places: Places,
        content: Awaitable[Content],
        classrooms: Classrooms,
        store: Store,
        *,
        now: Callable[[], float],
        wall: Callable[[], float],
        changed_roles: Callable[[Mapping[str, Role]], Mapping[str, Role | None]] | None = None,
    ) -> None:
        self._access, self._classrooms, self._store = access, classrooms, store
        self._content = asyncio.ensure_future(content)
        self._now, self._wall = now, wall
        self._furnishing = Furnishing(classrooms, places, store)
        self._publisher = Publisher(classrooms.showing, self._post_encoded, wall, self._furnishing.panels)
        self._rooms = Rooms(
            classrooms,
            places,
            store,
            self._publisher,
            Variables(store.engine),
            post=self._post,
            placed=self._keep,
            now=now,
            wall=wall,
        )
        self._usher = Usher(classrooms, lambda id_: self._keep(self.visitors[id_]), self._placed)
        self.visitors: dict[str, Visitor] = {}
        self._arrivals = Arrivals(
            access, self.visitors, self._rooms, places, self._content, classrooms, self._publisher, now=now, wall=wall
        )
        self._tidings = Tidings(
            store,
            self.visitors,
            self._rooms,
            post=self._post,
            keep=self._keep,
            changed_roles=changed_roles,
            since=now(),
        )
        self.connections: set[Connection] = set()
        self._hold_at: float | None = None
        self._wishes: set[asyncio.Future[None]] = set()

    @property
    def rooms(self) -> Mapping[str, Room]:
        """The rooms in which somebody is, by id."""
        return self._rooms.open

    # --- connections -----------------------------------------------------------------------------------------------

    def opened(self, connection: Connection) -> None:
        """A websocket has opened; nobody has said hello yet."""
        self.connections.add(connection)

    def closed(self, connection: Connection) -> None:
        """A websocket is gone; the place of its person is held, unless they closed it themselves."""
        self.connections.discard(connection)
        visitor = self.visitors.get(connection.person or "")
        if visitor is None or connection not in visitor.connections:
            return
        now, drove = self._now(), visitor.connections[-1] is connection
        visitor.lose(connection, now)
        room = self.rooms.get(visitor.room or "")
        if visitor.connections:
            if drove and room is not None:
                # Another window of theirs drives from here on, and may think that they stand elsewhere.
                back = PutBack(at=room.people[visitor.id].at, why=YOU_DRIVE)
                visitor.connections[-1].outbox.put(back)
        elif room is None or connection.said_goodbye:
            self._rooms.leave(visitor)
            del self.visitors[visitor.id]
        else:
            self._rooms.hold(visitor, room)

    async def receive(self, connection: Connection, data: str | bytes) -> None:
        """One frame from a client.

        Raises:
            ProtocolError: it is not ours to read, or may not come now; the connection is to end.
            Refused: who said hello may not come in; the connection is to end.
        """
        event = connection.inbound.receive(data)
        if isinstance(event, SentPose):
            self._pose(connection, event)
            return
        if isinstance(event, Hello):
            await self._arrivals.hello(connection, event)
        elif (visitor := self.visitors.get(connection.person or "")) is not None:
            try:
                await self._take(connection, visitor, event)
            except Refused as refused:
                connection.outbox.put(refusal(event, refused.code, refused.text))
            except StoreError as problem:
                log.error("%s: %s", connection.id, problem)
                connection.outbox.put(refusal(event, "not_kept", NOT_KEPT))
        connection.flush(self._now())

    # --- messages --------------------------------------------------------------------------------------------------

    async def _take(self, connection: Connection, visitor: Visitor, message: ClientMessage) -> None:
        match message:
            case Ping(sent=sent):
                connection.outbox.put(Pong(sent=sent, time=self._now()))
            case Fetch(hash=digest):
                (await asyncio.shield(self._content)).send(connection, digest)
            case Enter():
                visitor.may_act(self._now())
                await self._rooms.enter(visitor, message)
            case _:
                room = self.rooms.get(visitor.room or "")
                if room is not None and visitor.id in room.people:
                    await self._take_inside(connection, visitor, room, message)

    async def _take_inside(self, connection: Connection, visitor: Visitor, room: Room, message: ClientMessage) -> None:
        now = self._now()
        if isinstance(message, Introduce | Hand | Sit | Stand | Use):
            visitor.may_act(now)
        match message:
            case Say():
                await self._say(connection, visitor, room, message)
            case Press(panel=panel, client_message_id=id_) if panel == ROOM:
                shown = room.people[visitor.id].shown()
                await self._furnishing.press(room, shown, message, now=self._now(), wall=self._wall())
                connection.outbox.put(Done(client_message_id=id_))
                self._publisher.touch(room.id)
                if self._is_in(visitor, room):
                    self._publisher.show(room, visitor.id)
            case Press(client_message_id=id_):
                await self._classrooms.press(room.id, room.people[visitor.id].shown(), message, self._wall())
                connection.outbox.put(Done(client_message_id=id_))
                self._publisher.touch(room.id)
                await self._furnishing.keep(room, visitor.id, self._wall())
                if self._is_in(visitor, room):
                    self._rooms.follow_class(visitor, room)
                if self._is_in(visitor, room):
                    self._publisher.show(room, visitor.id)
            case Introduce(name=typed, figure=figure):
                visitor.name, visitor.figure = shown_name(typed), figure
                if room.introduce(visitor.id, visitor.name, figure):
                    self._rooms.tell_class(room, visitor)
            case Hand(up=up):
                room.raise_hand(visitor.id, up=up)
                self._rooms.tell_class(room, visitor)
            case Sit(seat=seat):
                room.sit(visitor.id, seat, now)
                self._keep(visitor)
            case Stand():
                room.stand(visitor.id, now)
                self._keep(visitor)
            case Use(node=node) if self._classrooms.is_station(room.id, node):
                room.check_near(visitor.id, node)
                self._classrooms.work_at(room.id, node, room.people[visitor.id].shown())
                self._publisher.show(room, visitor.id)
            case Use(node=node, verb=verb):
                room.use(visitor.id, node, verb, now)
            case Resync():
                connection.outbox.put(room.snapshot(visitor.id, now))
                connection.sent_tick = None
                self._publisher.introduce(room, visitor.id)
            case _:
                raise AssertionError(f"no room takes {message!r}")

    def _is_in(self, visitor: Visitor, room: Room) -> bool:
        """Whether somebody is still in a room, and it is still that one: both may change while something is kept."""
        return visitor.room == room.id and self.rooms.get(room.id) is room

    async def _say(self, connection: Connection, visitor: Visitor, room: Room, say: Say) -> None:
        if say.client_message_id not in visitor.said:
            room.may_say(visitor.id, self._now())
            words = plain_words(say.words)
            if not words:
                raise Refused(
                    "nothing_said",
                    "Nothing of what you wrote can be seen. Write a word.",
                    "Rien de ce que vous avez écrit ne se voit. Écrivez un mot.",
                )
            payload = msgspec.json.encode({"words": words, "name": visitor.name})
            await self._store.append(f"room/{room.id}", visitor.id, [("said", payload)], say.client_message_id)
            visitor.said.append(say.client_message_id)
            if visitor.id in room.people:
                room.say(visitor.id, words, self._now())
        connection.outbox.put(Done(client_message_id=say.client_message_id))

    def _pose(self, connection: Connection, sent: SentPose) -> None:
        visitor = self.visitors.get(connection.person or "")
        if visitor is None or visitor.room is None or visitor.connections[-1] is not connection:
            return
        # A pose from before the client knew where it was put is about another place.
        if sent.placed == connection.outbox.placed:
            self.rooms[visitor.room].pose(visitor.id, sent.pose, self._now())

    # --- letting go ------------------------------------------------------------------------------------------------

    async def forget(self, person: str, erase: Callable[[], Erased]) -> Erased:
        """Let go of somebody who is being erased, and see to it that no class writes them back.

        Args:
            person: their id.
            erase: takes them out of the store; it runs beside the event loop.
        """
        self._access.forget(person)
        if (visitor := self.visitors.get(person)) is not None:
            self._rooms.leave(visitor)
            del self.visitors[visitor.id]
            visitor.let_go(ERASED)
        await self.settle()
        erased = await asyncio.to_thread(erase)
        await self._classrooms.reread(person)
        self._touch_all()
        return erased

    async def settle(self) -> None:
        """Wait until everything that is on its way to the log is there; before the server stops."""
        await self._classrooms.settle()
        await self._rooms.settle()

    # --- time ------------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """One step of every room; everybody gets what has changed, words before poses."""
        now = self._now()
        self._tidings.tick(now)
        self._hold_untaught(now)
        for room in list(self.rooms.values()):
            try:
                self._tick_room(room, now)
            except Exception:
                log.exception("room %s: a tick failed", room.id)
        self._rooms.keep_variables(now)
        for visitor in self.visitors.values():
            visitor.age(now)
        for connection in list(self.connections):
            try:
                connection.flush(now)
                connection.watch(now)
            except Exception:
                log.exception("%s: cannot be written to", connection.id)
                connection.abort()
        for room in self.rooms.values():
            self._send_poses(room, now)

    def _hold_untaught(self, now: float) -> None:
        """A class of an earlier run whose teacher does not come back is held, once."""
        if self._hold_at is None:
            self._hold_at = now + COME_BACK_S  # From the first tick: while the server starts, nobody can come back.
        elif self._hold_at <= now < math.inf:
            self._hold_at = math.inf
            for held in self._classrooms.hold_untaught():
                held.add_done_callback(self._touch_all)

    def _touch_all(self, _: object = None) -> None:
        for room in self.rooms:
            self._publisher.touch(room)

    def _tick_room(self, room: Room, now: float) -> None:
        for resident in room.tick(now):
            visitor = self.visitors[resident.id]
            if not visitor.connections:
                del self.visitors[resident.id]
            self._rooms.has_left(room, visitor, resident)
        if room.id in self.rooms:
            for id_ in self._classrooms.lowered(room.id):
                if id_ in room.people:
                    room.raise_hand(id_, up=False)
            self._usher.tick(room, now)
            if self._classrooms.showing.is_a_minute_on(room.id, self._wall()):
                self._publisher.touch(room.id)
            self._publisher.tick(room, now)
            for wish in room.ruled.take_wishes():
                self._begin(self._furnishing.fulfil(room, wish, now=now, wall=self._wall()))

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        """Do something beside the tick; what it raises is logged."""
        task = asyncio.ensure_future(work)
        self._wishes.add(task)
        task.add_done_callback(self._wishes.discard)

    def _placed(self, room: str, activity: str, places: tuple[Text, ...]) -> None:
        """The groups of a class have been given their tables; its panels say so once the log has it."""
        told = self._classrooms.placed(room, activity, places, self._wall())
        if told is not None:
            told.add_done_callback(lambda _: self._publisher.touch(room) if room in self.rooms else None)

    def _send_poses(self, room: Room, now: float) -> None:
        frames: dict[int | None, bytes | None] = {}
        for id_ in room.people:
            for connection in self.visitors[id_].connections:
                since = connection.sent_tick
                if connection.is_behind:
                    continue  # Latest wins: whoever skips this frame next gets every record changed since.
                if since not in frames:
                    frames[since] = room.table.frame(room.tick_number, now, since)
                frame = frames[since]
                if frame is not None:
                    connection.write(frame)
                connection.sent_tick = room.tick_number

    def _keep(self, visitor: Visitor) -> None:
        self._arrivals.keep(visitor)

    # --- telling ---------------------------------------------------------------------------------------------------

    def _post(self, people: Iterable[str], message: ServerMessage) -> None:
        self._post_encoded(people, message, encode(message))

    def _post_encoded(self, people: Iterable[str], message: ServerMessage, encoded: bytes) -> None:
        for person in people:
            visitor = self.visitors.get(person)
            if visitor is not None:
                for outbox in visitor.outboxes:
                    outbox.put(message, encoded)
