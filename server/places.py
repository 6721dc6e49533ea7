"""The spaces of this server, compiled, each with the ground that its referee judges by. Owns no people.

Compiling and rasterising take seconds of processor time, so they run in a thread, and whoever needs a space waits for
that space alone. What failed is told to whoever asked, and tried again for the next.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from campus.errors import CampusError, Refused
from campus.ids import did_you_mean
from campus.space.model import Space
from campus.world import Referee
from server.room import At

log = logging.getLogger("campus.server")
_Made = TypeVar("_Made")


@dataclass(frozen=True, eq=False)
class Place:
    """A compiled space and its referee."""

    space: Space
    referee: Referee

    def spawn(self, id_: str | None) -> At:
        """Where somebody first stands: the spawn of that id, or the space's first."""
        spawns = self.space.spawns
        placed = spawns.get(id_ or "") or spawns.get("entry") or next(iter(spawns.values()), None)
        if placed is None:
            return (0.0, 0.0, 0.0, 0.0)
        return (*placed.at, placed.heading % 360.0)


class Places:
    """Every space that one can go to.

    Args:
        entry: the space in which people first stand.
        compilers: space id -> what compiles it.
        referee_of: makes the referee of a compiled space.
    """

    def __init__(
        self, entry: str, compilers: Mapping[str, Callable[[], Space]], referee_of: Callable[[Space], Referee]
    ) -> None:
        self.entry = entry
        self._compilers, self._referee_of = compilers, referee_of
        self._spaces: dict[str, asyncio.Task[Space]] = {}
        self._places: dict[str, asyncio.Task[Place]] = {}

    async def digests(self) -> dict[str, str]:
        """Space id -> digest of the compiled space; all that can be are compiled by then, the entry first."""
        tasks = {id_: self._space(id_) for id_ in self._in_order()}
        await asyncio.wait(tasks.values())
        return {id_: task.result().digest for id_, task in tasks.items() if not _failed(task)}

    async def prepare(self) -> None:
        """Make every place ready, one after the other, so that nobody waits before a door.

        Raises:
            SceneErrors: one of them cannot be compiled; nor is any other error hidden.
        """
        await self.digests()
        for id_ in self._in_order():
            await asyncio.shield(self._place(id_))

    def _in_order(self) -> list[str]:
        return sorted(self._compilers, key=lambda id_: (id_ != self.entry, id_))

    async def place(self, id_: str) -> Place:
        """The place of that id, as soon as it is ready.

        Raises:
            Refused: `no_such_space`; `not_ready` where it could not be made; it is tried again for the next who asks.
        """
        if id_ not in self._compilers:
            raise Refused(
                "no_such_space",
                f"There is no space '{id_}' on this campus. {did_you_mean(id_, self._compilers)}".rstrip(),
                f"Il n’y a pas d’espace «\u00a0{id_}\u00a0» sur ce campus.",
            )
        try:
            return await asyncio.shield(self._place(id_))
        except Exception as problem:
            if isinstance(problem, CampusError):
                log.error("space '%s' cannot be made ready: %s", id_, problem)
            else:
                log.exception("space '%s' cannot be made ready", id_)
            raise Refused(
                "not_ready",
                f"The server could not make '{id_}' ready, so you stay here. Tell the teacher, then try again.",
                f"Le serveur n’a pas pu préparer «\u00a0{id_}\u00a0»\u00a0: vous restez ici. Prévenez "
                "l’enseignant, puis réessayez.",
            ) from problem

    def _place(self, id_: str) -> asyncio.Task[Place]:
        return _begun(self._places, id_, lambda: self._judged(id_))

    async def _judged(self, id_: str) -> Place:
        space = await asyncio.shield(self._space(id_))
        return Place(space, await asyncio.to_thread(self._referee_of, space))

    def _space(self, id_: str) -> asyncio.Task[Space]:
        return _begun(self._spaces, id_, lambda: asyncio.to_thread(self._compilers[id_]))


def _begun(
    tasks: dict[str, asyncio.Task[_Made]], id_: str, begin: Callable[[], Coroutine[Any, Any, _Made]]
) -> asyncio.Task[_Made]:
    """The task that makes it: the one that runs or has succeeded, else a new one."""
    if id_ not in tasks or _failed(tasks[id_]):
        tasks[id_] = asyncio.create_task(begin())
    return tasks[id_]


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
