"""What happens outside of every room and is felt inside: a right that was given or taken, a log that takes no more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from campus.learning.entrusting import TEACHING_ROLES
from campus.protocol.messages import Came, Role
from server.access import LOST
from server.room import Post
from server.rooms import Rooms
from server.said import CAN_KEEP, CANNOT_KEEP
from server.store import Store
from server.visitors import Visitor

ROLES_EVERY_S = 0.5
"""How often it is asked whether somebody has lost a right: they lose it within a second."""

log = logging.getLogger("campus.server")
ChangedRoles = Callable[[Mapping[str, Role]], Mapping[str, Role | None]]
"""Tells, of people and their roles, who has another one now, or (None) none any more."""


class Tidings:
    """Looks outside now and then, and tells those whom it concerns.

    Args:
        store: the log.
        visitors: who is here, by id; whoever has lost every right is taken out.
        rooms: where they are.
        post: takes a message to people.
        keep: called when somebody comes back as another than before.
        changed_roles: asked for rights; None where nobody has any to lose.
        since: when this begins, on the clock of rooms, seconds.
    """

    def __init__(
        self,
        store: Store,
        visitors: dict[str, Visitor],
        rooms: Rooms,
        *,
        post: Post,
        keep: Callable[[Visitor], None],
        changed_roles: ChangedRoles | None,
        since: float,
    ) -> None:
        self._store, self._visitors, self._rooms = store, visitors, rooms
        self._post, self._keep = post, keep
        self._trouble: str | None = None
        self._changed_roles, self._roles_asked_at = changed_roles, since
        self._asking: asyncio.Task[None] | None = None

    def tick(self, now: float) -> None:
        """One step of the time of rooms, seconds."""
        self._tell_trouble()
        if self._changed_roles is not None and now - self._roles_asked_at >= ROLES_EVERY_S and self._asking is None:
            self._roles_asked_at = now
            self._asking = asyncio.get_running_loop().create_task(self._ask_roles(self._changed_roles))

    def _tell_trouble(self) -> None:
        """Tell those who teach when nothing can be kept any more, and when it can again."""
        before, self._trouble = self._trouble, self._store.trouble
        if (before is None) == (self._trouble is None):
            return
        notice = CANNOT_KEEP if before is None else CAN_KEEP
        self._post([v.id for v in self._visitors.values() if v.role in TEACHING_ROLES], notice)
        if before is not None:
            # Who came or went meanwhile is not in the log yet: the class must hear of it now.
            for visitor in self._visitors.values():
                if (room := self._rooms.open.get(visitor.room or "")) is not None:
                    self._rooms.tell_class(room, visitor)

    async def _ask_roles(self, ask: ChangedRoles) -> None:
        """Find out who has lost or been given a right; they feel it at once."""
        try:
            changed = await asyncio.to_thread(ask, {id_: visitor.role for id_, visitor in self._visitors.items()})
            for id_, role in changed.items():
                if (visitor := self._visitors.get(id_)) is not None:
                    self._take_role(visitor, role)
        except Exception:
            log.exception("the rights of people could not be looked at")
        finally:
            self._asking = None

    def _take_role(self, visitor: Visitor, role: Role | None) -> None:
        if role is None:
            self._rooms.leave(visitor)
            del self._visitors[visitor.id]
            visitor.let_go(LOST)
            return
        visitor.role = role
        room = self._rooms.open.get(visitor.room or "")
        if room is not None:
            room.people[visitor.id].role = role
            room.tell(Came(person=room.people[visitor.id].shown()))
            self._rooms.tell_class(room, visitor)
        self._keep(visitor)
