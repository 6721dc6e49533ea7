"""How people come in and come back: hello, welcome, the token that finds the way back, what was missed meanwhile.

Owns no room and no visitor; knows no message but the first.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable

import msgspec

from campus.errors import Refused
from campus.protocol.messages import VERSION, Hello, Keep, Welcome
from server.access import RESUME_S, Access, Identity, Return
from server.classroom import Classrooms
from server.connection import Connection
from server.content import Content
from server.places import Place, Places
from server.publishing import Publisher
from server.rooms import Rooms
from server.said import REPLACED, shown_name
from server.visitors import CONNECTIONS_PER_PERSON, Visitor


class Arrivals:
    """How people come in and come back.

    Args:
        access: who may come in.
        visitors: who is here, by id; whoever comes in is added.
        rooms: where they are put.
        places: the spaces.
        content: what clients can fetch.
        classrooms: the classes, for where a join code leads.
        publisher: introduces the room to them.
        now: the clock of rooms and frames, seconds; steady.
        wall: seconds since the epoch.
    """

    def __init__(
        self,
        access: Access,
        visitors: dict[str, Visitor],
        rooms: Rooms,
        places: Places,
        content: asyncio.Future[Content],
        classrooms: Classrooms,
        publisher: Publisher,
        *,
        now: Callable[[], float],
        wall: Callable[[], float],
    ) -> None:
        self._access, self._visitors, self._rooms, self._places = access, visitors, rooms, places
        self._content, self._classrooms, self._publisher = content, classrooms, publisher
        self._now, self._wall = now, wall

    async def hello(self, connection: Connection, hello: Hello) -> None:
        """Somebody says who they are: they are let in, or taken up where they were.

        Raises:
            Refused: they may not come in; the connection is to end.
        """
        hello = msgspec.structs.replace(hello, name=shown_name(hello.name))
        address = connection.address
        identify = functools.partial(
            self._access.identify, hello, address=address, loopback=connection.loopback, now=self._wall()
        )
        # A password takes a twentieth of a second to check: beside the class, not in it.
        identity = identify() if hello.login is None else await asyncio.to_thread(identify)
        digests, content = await self._places.digests(), await asyncio.shield(self._content)
        back = await self._place_to_return(identity)
        if not connection.is_open:
            return
        identity = self._access.as_of_now(identity)  # All of this takes a while: they may have lost a right meanwhile.
        visitor = self._visitors.get(identity.person)
        if visitor is None:
            visitor = Visitor(identity.person, hello.name, identity.role, hello.figure, identity.code, hello.language)
            self._visitors[visitor.id] = visitor
        elif identity.back is None and identity.code is not None:
            visitor.code = identity.code  # They come to another class than before.
        connection.person, connection.inbound.stage = visitor.id, "welcomed"
        caught_up = identity.back is not None and self._catch_up(connection, visitor, identity.back, hello.last_seq)
        visitor.connections.append(connection)
        self._let_go_of_oldest(visitor)
        connection.outbox.put(
            Welcome(
                version=VERSION,
                person=visitor.id,
                role=visitor.role,
                connection=connection.id,
                resume=self.token(visitor, connection),
                time=self._now(),
                entry=identity.space or self._classrooms.space_for(visitor.code or "") or self._places.entry,
                content=content.items,
                spaces=digests,
                resumed=visitor.room is not None or back is not None,
                wall=self._wall(),
            )
        )
        self._come_back(connection, visitor, identity.back, back, caught_up=caught_up)

    async def _place_to_return(self, identity: Identity) -> Place | None:
        """The place of a returning person, ready to be entered; None where they come for the first time."""
        if identity.back is None or identity.back.space is None:
            return None
        try:
            layout = self._rooms.layout_for(identity.back.space, identity.person, identity.code)
            return await self._places.place(identity.back.space, layout)
        except Refused:  # The campus has changed meanwhile, and that space is no more.
            return None

    def _catch_up(self, connection: Connection, visitor: Visitor, back: Return, last_seq: int | None) -> bool:
        """Give the connection what its predecessor missed. Returns whether that was possible."""
        now = self._now()
        taken_up = visitor.resume(back.connection, last_seq, now)
        if taken_up is None or visitor.room is None:
            return False
        connection.outbox, missed = taken_up
        for frame in missed:
            connection.write(frame, text=True)
        return True

    def _come_back(
        self, connection: Connection, visitor: Visitor, back: Return | None, place: Place | None, *, caught_up: bool
    ) -> None:
        now = self._now()
        room = self._rooms.open.get(visitor.room or "")
        if room is not None:
            connection.inbound.stage = "inside"
            if room.people[visitor.id].away_since is not None:
                self._rooms.resume(visitor, room)
            if not caught_up:
                connection.outbox.put(room.snapshot(visitor.id, now))
                self._publisher.introduce(room, visitor.id)
        elif back is not None and place is not None:
            room = self._rooms.put(visitor, place, place.spawn(None))
            if back.seat is not None and back.seat in room.space.seats and back.seat not in room.sitting:
                room.sit(visitor.id, back.seat, now, from_anywhere=True)
                self.keep(visitor)

    def _let_go_of_oldest(self, visitor: Visitor) -> None:
        while len(visitor.connections) > CONNECTIONS_PER_PERSON:
            visitor.connections.pop(0).end("replaced", REPLACED, again=False)

    def token(self, visitor: Visitor, connection: Connection) -> str:
        """What lets somebody come back over another connection to where they are now."""
        room = self._rooms.open.get(visitor.room or "")
        return self._access.resume_token(
            Return(
                person=visitor.id,
                role=visitor.role,
                connection=connection.id,
                until=self._wall() + RESUME_S,
                space=room.space.id if room else None,
                room=room.id if room else None,
                seat=room.people[visitor.id].seat if room else None,
                code=visitor.code,
            )
        )

    def keep(self, visitor: Visitor) -> None:
        """Gives somebody the token with which they come back to where they are now."""
        for connection in visitor.connections:
            connection.outbox.put(Keep(resume=self.token(visitor, connection)))
