"""How rooms are furnished and lit: who may change it, and what is kept of it. Owns no room and no clock.

A class's room is kept as the class's teacher had it, in the class's own log; any other is as its space opens once
nobody is in it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from weakref import WeakValueDictionary

import msgspec

from campus.errors import CampusError
from campus.learning.panel import Panel
from campus.learning.panels import CLASS
from campus.learning.rights import authorise, may
from campus.learning.room_panel import chosen, room_panel
from campus.protocol.messages import Person, Press
from campus.scene.titles import title_of
from campus.text import Text
from campus.world.rules import Furnished
from server.classroom import Classrooms
from server.places import Places
from server.room import Room
from server.ruled import Wish
from server.store import Store

RULES = "rules"
"""The actor of what the room's own rules do."""
log = logging.getLogger("campus.server")


class Furnishing:
    """Switches layouts and light states.

    Args:
        classrooms: say how a person stands to the class in a room, and keep what belongs to it.
        places: make the spaces ready in each of their layouts.
        store: keeps what is done in rooms without a class.
    """

    def __init__(self, classrooms: Classrooms, places: Places, store: Store) -> None:
        self._classrooms, self._places, self._store = classrooms, places, store
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def panels(self, room: Room, person: Person) -> tuple[Panel, ...]:
        """The panel of whoever may furnish and light a room, where there is something to choose."""
        if not may(self._classrooms.standing(room.id, person), "arrange"):
            return ()
        panel = room_panel(_layouts(room), room.layout, _lights(room), room.light)
        return (panel,) if panel.items else ()

    async def press(self, room: Room, person: Person, press: Press, *, now: float, wall: float) -> None:
        """Does what a press on that panel asks for, and returns once it is kept and everybody in the room is told.

        Args:
            room: where they are.
            person: who pressed.
            press: on the panel `room_panel.ROOM`.
            now: the clock of rooms, seconds.
            wall: seconds since the epoch.

        Raises:
            Refused: not theirs, no such layout or light state, or it could not be made ready; nothing has changed.
            StoreError: it could not be kept; nothing has changed.
        """
        authorise(self._classrooms.standing(room.id, person), "arrange")

        def wanted() -> tuple[str | None, str | None]:
            return chosen(press.item, press.value, _layouts(room), room.layout, _lights(room), room.light)

        await self._change(room, wanted, by=person.id, message=press.client_message_id, now=now, wall=wall)

    async def _change(
        self,
        room: Room,
        wanted: Callable[[], tuple[str | None, str | None]],
        *,
        by: str,
        message: str,
        now: float,
        wall: float,
    ) -> None:
        """Furnishes and lights a room as is `wanted` once whoever came before is done; `by` whom is kept with it.

        Raises:
            Refused: the space could not be made ready in that layout; nothing has changed.
            StoreError: it could not be kept; nothing has changed.
        """
        async with self._turns.setdefault(room.id, asyncio.Lock()):
            layout, light = wanted()
            layout, light = _unless_first(layout, _layouts(room)), _unless_first(light, _lights(room))
            if (layout, light) == (room.layout, room.light):
                return
            place = await self._places.place(room.space.id, layout) if layout != room.layout else None
            if not await self._classrooms.arranged(room.id, by, layout or "", light or "", message, wall):
                payload = msgspec.json.encode({"layout": layout, "light": light})
                await self._store.append(f"room/{room.id}", by, [("arranged", payload)])
            room.lit(light)
            if place is not None:
                room.arrange(place.space, place.referee, layout, now)

    async def fulfil(self, room: Room, wish: Wish, *, now: float, wall: float) -> None:
        """Does what a rule of the room asks for; where that is not possible, nothing happens, and the log says why."""
        try:
            if isinstance(wish, Furnished):

                def wanted() -> tuple[str | None, str | None]:
                    return wish.layout or room.layout, wish.light or room.light

                await self._change(room, wanted, by=RULES, message="", now=now, wall=wall)
            elif wish.person is not None and wish.person in room.people:
                # Whoever caused it must be the one who runs the class: a rule gives nobody a right.
                person = room.people[wish.person].shown()
                press = Press(panel=CLASS, item="go", value=wish.activity, client_message_id=secrets.token_hex(8))
                await self._classrooms.press(room.id, person, press, wall)
        except CampusError as problem:
            log.info("room %s: a rule could not be followed: %s", room.id, problem)

    async def keep(self, room: Room, by: str, wall: float) -> None:
        """A class that was opened in a furnished room takes it as it is, and finds it so when the server restarts."""
        session = self._classrooms.session_in(room.id)
        if session is not None and (session.layout, session.light) != (room.layout or "", room.light or ""):
            await self._classrooms.arranged(room.id, by, room.layout or "", room.light or "", "", wall)


def _unless_first(name: str | None, names: Mapping[str, Text]) -> str | None:
    """None for the name of how a space opens: so that there is one word for it."""
    return None if name == next(iter(names), None) else name


def _layouts(room: Room) -> Mapping[str, Text]:
    scene = room.space.scene
    return {name: title_of(name, scene.layout_titles) for name in scene.layouts}


def _lights(room: Room) -> Mapping[str, Text]:
    scene = room.space.scene
    return {name: title_of(name, scene.light_titles) for name in scene.lights}
