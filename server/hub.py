"""Who is connected and in which room: takes what clients send to where it belongs. Owns connections and rooms.

It knows no sockets beyond `Connection` and no SQL beyond `Store`. Each connection's messages are taken one after the
other; whatever one person does wrong or whatever fails for them is theirs alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from campus.errors import Refused
from campus.protocol.messages import (
    VERSION,
    ClientMessage,
    Done,
    Enter,
    Figure,
    Hand,
    Hello,
    Item,
    Keep,
    Ping,
    Pong,
    Refusal,
    Resync,
    Role,
    Say,
    ServerMessage,
    Sit,
    Stand,
    Use,
    Welcome,
)
from campus.protocol.poses import SentPose
from campus.protocol.wire import encode
from campus.text import Text
from server.access import RESUME_S, Access, Identity, Return
from server.connection import Connection
from server.places import Places
from server.room import REACH_M, At, Room

CONNECTIONS_PER_PERSON = 3

log = logging.getLogger("campus.server")


@dataclass
class Visitor:
    """A person who is here, with however many connections they have.

    Attributes:
        room: the id of the room they are in.
        connections: oldest first; the newest drives.
    """

    id: str
    name: str
    role: Role
    figure: Figure
    code: str | None
    room: str | None = None
    connections: list[Connection] = field(default_factory=list)


class Hub:
    """The people and rooms of one server.

    Args:
        access: who may come in.
        places: the spaces.
        items: the content that clients can fetch.
        now: the clock of rooms and frames, seconds; steady.
        wall: seconds since the epoch, for what must outlive this process.
    """

    def __init__(
        self,
        access: Access,
        places: Places,
        *,
        items: tuple[Item, ...] = (),
        now: Callable[[], float],
        wall: Callable[[], float],
    ) -> None:
        self._access, self._places, self._items = access, places, items
        self._now, self._wall = now, wall
        self.rooms: dict[str, Room] = {}
        self.visitors: dict[str, Visitor] = {}
        self.connections: set[Connection] = set()

    # --- connections -----------------------------------------------------------------------------------------------

    def opened(self, connection: Connection) -> None:
        """A websocket has opened; nobody has said hello yet."""
        self.connections.add(connection)

    async def closed(self, connection: Connection) -> None:
        """A websocket is gone, for whatever reason; the place of its person is held."""
        self.connections.discard(connection)
        visitor = self.visitors.get(connection.person or "")
        if visitor is None or connection not in visitor.connections:
            return
        visitor.connections.remove(connection)
        if visitor.connections:
            return
        if visitor.room is None:
            del self.visitors[visitor.id]
        else:
            self.rooms[visitor.room].away(visitor.id, self._now())

    async def receive(self, connection: Connection, data: str | bytes) -> None:
        """One frame from a client.

        Raises:
            ProtocolError: it is not ours to read, or may not come now; the connection is to end.
            Refused: who said hello may not come in; the connection is to end.
        """
        event = connection.inbound.receive(data)
        if isinstance(event, SentPose):
            self._pose(connection, event)
        elif isinstance(event, Hello):
            await self._hello(connection, event)
        else:
            try:
                await self._take(connection, event)
            except Refused as refused:
                self._answer(connection, _refusal(event, refused))
        connection.flush(self._now())

    async def _hello(self, connection: Connection, hello: Hello) -> None:
        identity = self._access.identify(hello, loopback=connection.loopback, now=self._wall())
        digests = await self._places.digests()
        if not connection.is_open:
            return
        visitor = self._visitor(identity, hello)
        visitor.connections.append(connection)
        connection.person = visitor.id
        connection.inbound.stage = "welcomed"
        while len(visitor.connections) > CONNECTIONS_PER_PERSON:
            oldest = visitor.connections.pop(0)
            oldest.end(
                "replaced",
                Text(
                    fr="Vous êtes entré depuis un autre endroit ; cette fenêtre s’arrête ici.",
                    en="You came in from somewhere else; this window ends here.",
                ),
                again=False,
            )
        self._answer(
            connection,
            Welcome(
                version=VERSION,
                person=visitor.id,
                role=visitor.role,
                connection=connection.id,
                resume=self._token(visitor, connection),
                time=self._now(),
                entry=identity.space or self._places.entry,
                content=self._items,
                spaces=digests,
            ),
        )

    def _visitor(self, identity: Identity, hello: Hello) -> Visitor:
        visitor = self.visitors.get(identity.person)
        if visitor is None:
            visitor = Visitor(identity.person, hello.name, identity.role, hello.figure, identity.code)
            self.visitors[visitor.id] = visitor
        return visitor

    def _token(self, visitor: Visitor, connection: Connection) -> str:
        room = self.rooms.get(visitor.room or "")
        return self._access.resume_token(
            Return(
                person=visitor.id,
                role=visitor.role,
                connection=connection.id,
                until=self._wall() + RESUME_S,
                space=room.space if room else None,
                room=room.id if room else None,
                seat=room.people[visitor.id].seat if room else None,
                code=visitor.code,
            )
        )

    # --- messages --------------------------------------------------------------------------------------------------

    async def _take(self, connection: Connection, message: ClientMessage) -> None:
        now = self._now()
        assert connection.person is not None
        visitor = self.visitors[connection.person]
        match message:
            case Ping(sent=sent):
                self._answer(connection, Pong(sent=sent, time=now))
                return
            case Enter():
                await self._enter(visitor, message)
                return
            case _:
                pass
        room = self.rooms.get(visitor.room or "")
        if room is None:
            return
        match message:
            case Say(words=words, client_message_id=id_):
                room.say(visitor.id, words, now)
                self._answer(connection, Done(client_message_id=id_))
            case Hand(up=up):
                room.raise_hand(visitor.id, up=up)
            case Sit(seat=seat):
                room.sit(visitor.id, seat, now)
                self._keep(visitor)
            case Stand():
                room.stand(visitor.id, now)
                self._keep(visitor)
            case Use(node=node, verb=verb):
                room.use(visitor.id, node, verb, now)
            case Resync():
                self._answer(connection, room.snapshot(visitor.id, now))
                connection.sent_tick = None
            case _:
                pass

    async def _enter(self, visitor: Visitor, enter: Enter) -> None:
        here = self.rooms.get(visitor.room or "")
        space, at = enter.space, None
        if enter.portal is not None:
            space, node = self._through(visitor, here, enter)
            portal = (await self._places.place(space)).space.portals.get(node)
            if portal is not None:
                at = (*portal.arrive.at, portal.arrive.heading % 360.0)
        place = await self._places.place(space)
        if not visitor.connections:  # They left while the space was being made ready.
            return
        now = self._now()
        if here is not None and visitor.id in here.people:
            self._leave(visitor)
        room = self._room(space, place.space.id, place.space.seats, place.space.portals, place.referee)
        visitor.room = room.id
        for connection in visitor.connections:
            connection.inbound.stage = "inside"
            connection.sent_tick = None
        room.enter(visitor.id, visitor.name, visitor.role, visitor.figure, at or place.spawn(enter.spawn), now)
        self._keep(visitor)

    def _through(self, visitor: Visitor, here: Room | None, enter: Enter) -> tuple[str, str]:
        portal = here.portals.get(enter.portal or "") if here is not None else None
        if here is None or portal is None or not portal.built or portal.space != enter.space:
            raise Refused(
                "no_such_thing",
                f"No way called '{enter.portal}' leads to '{enter.space}' from here.",
                f"Aucun passage « {enter.portal} » ne mène d’ici à « {enter.space} ».",
            )
        pose = here.people[visitor.id].pose
        x, y, z = portal.at
        if (pose.x - x) ** 2 + (pose.y - y) ** 2 > (portal.radius + REACH_M) ** 2 or abs(pose.z - z) > 2.0:
            raise Refused("too_far", "Go nearer to the door first.", "Approchez-vous d’abord de la porte.")
        return portal.space, portal.node

    def _room(self, id_: str, space: str, seats: Mapping, portals: Mapping, referee: object) -> Room:  # type: ignore
        if id_ not in self.rooms:
            self.rooms[id_] = Room(id_, space, seats, portals, referee, self._post)  # type: ignore
        return self.rooms[id_]

    def _leave(self, visitor: Visitor) -> None:
        assert visitor.room is not None
        room = self.rooms[visitor.room]
        room.leave(visitor.id)
        visitor.room = None

    def _pose(self, connection: Connection, sent: SentPose) -> None:
        visitor = self.visitors[connection.person or ""]
        if sent.placed == connection.outbox.placed and visitor.connections[-1] is connection and visitor.room:
            self.rooms[visitor.room].pose(visitor.id, sent.pose, self._now())

    # --- time ------------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """One step of every room; everybody gets what has changed."""
        now = self._now()
        for room in list(self.rooms.values()):
            try:
                for id_ in room.tick(now):
                    self.visitors.pop(id_, None)
                self._send_poses(room, now)
            except Exception:
                log.exception("room %s: a tick failed", room.id)
        for connection in list(self.connections):
            try:
                connection.flush(now)
                connection.watch(now)
            except Exception:
                log.exception("%s: could not be written to", connection.id)
                connection.abort()

    def _send_poses(self, room: Room, now: float) -> None:
        frames: dict[int | None, bytes | None] = {}
        for id_ in room.people:
            for connection in self.visitors[id_].connections:
                since = connection.sent_tick
                if connection.backlog or not connection.is_open:
                    continue  # Latest wins: whoever skips this frame next gets every record changed since.
                if since not in frames:
                    frames[since] = room.table.frame(room.tick_number, now, since)
                frame = frames[since]
                if since is None:
                    connection.flush(now)  # The key frame is about a room that its Entered must introduce.
                if frame is not None:
                    connection.write(frame)
                connection.sent_tick = room.tick_number

    # --- telling ---------------------------------------------------------------------------------------------------

    def _post(self, person: str, message: ServerMessage) -> None:
        visitor = self.visitors.get(person)
        if visitor is not None:
            encoded = encode(message)
            for connection in visitor.connections:
                connection.outbox.put(message, encoded)

    def _answer(self, connection: Connection, message: ServerMessage) -> None:
        connection.outbox.put(message)

    def _keep(self, visitor: Visitor) -> None:
        for connection in visitor.connections:
            connection.outbox.put(Keep(resume=self._token(visitor, connection)))


def _refusal(message: ClientMessage, refused: Refused) -> Refusal:
    of = getattr(message, "client_message_id", None) or type(message).__name__.lower()
    return Refusal(of=of, code=refused.code, text=refused.text)


__all__ = ["At", "Hub", "Visitor"]
