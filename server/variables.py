"""What rules have set in each room, kept in the store: a server that comes up again finds it. Knows no rule.

It is kept for as long as the furniture is: in a class's room until the class is over, in any other until nobody is in
it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from campus.world.rules import State
from server.tables import room_variables_table

EVERY_S = 1.0
"""A room is written at most so often: a rule that blinks a lamp all day shall not write all day."""
_Written = dict[str, dict[str, bool | float | str]]

log = logging.getLogger("campus.server")


class Variables:
    """What rules have set in every room that is to be found so again.

    Args:
        engine: the store's database; what it holds is read at once.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writing = asyncio.Lock()
        self._unwritten: set[str] = set()
        self._written_at: dict[str, float] = {}
        with engine.connect() as connection:
            rows = connection.execute(sa.select(room_variables_table)).all()
        self._kept: dict[str, State] = {
            row.room: msgspec.json.decode(bytes(row.variables), type=_Written) for row in rows
        }

    def keep_only(self, wanted: Callable[[str], bool]) -> None:
        """Let go of the rooms that nobody comes into again; they are no longer in the store once they are written."""
        for room in [room for room in self._kept if not wanted(room)]:
            self.forget(room)

    def of(self, room: str) -> State:
        """What rules had set in a room when it was last heard of; nothing where it opens as its space does."""
        return self._kept.get(room, {})

    def note(self, room: str, state: State) -> None:
        """This is what rules have set in a room; it is to be written."""
        self._kept[room] = {node: dict(values) for node, values in state.items()}
        self._unwritten.add(room)

    def forget(self, room: str) -> None:
        """A room opens as its space does from now on."""
        if self._kept.pop(room, None) is not None:
            self._unwritten.add(room)

    def due(self, now: float) -> frozenset[str]:
        """The rooms that are to be written by now; give them to `write`.

        Args:
            now: seconds, on any steady clock.
        """
        due = frozenset(r for r in self._unwritten if now - self._written_at.get(r, -EVERY_S) >= EVERY_S)
        self._unwritten -= due
        self._written_at = {room: at for room, at in self._written_at.items() if now - at < EVERY_S}
        self._written_at.update(dict.fromkeys(due, now))
        return due

    async def write(self, rooms: frozenset[str]) -> None:
        """Write rooms as they are now; what cannot be written is due again, and the log says why."""
        async with self._writing:  # One after the other: an older word never lands on a newer one.
            now = {room: msgspec.json.encode(self._kept[room]) if room in self._kept else None for room in rooms}
            try:
                await asyncio.to_thread(self._put, now)
            except SQLAlchemyError as problem:
                self._unwritten |= rooms
                log.error("what rules have set cannot be kept: %s", problem)

    async def settle(self) -> None:
        """Write whatever is not written yet; before the server stops."""
        rooms, self._unwritten = frozenset(self._unwritten), set()
        if rooms:
            await self.write(rooms)

    def _put(self, rooms: Mapping[str, bytes | None]) -> None:
        column = room_variables_table.c.room
        with self._engine.begin() as connection:
            for room, variables in rooms.items():
                connection.execute(room_variables_table.delete().where(column == room))
                if variables is not None:
                    connection.execute(room_variables_table.insert().values(room=room, variables=variables))
