"""The spaces of this server, compiled, each with the ground that its referee judges by. Owns no people.

Compiling and rasterising take seconds of processor time, so they run in a thread, and whoever needs a space waits for
that space alone. What failed is told to whoever asked, and tried again for the next.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from campus.errors import CampusError, Refused
from campus.ids import did_you_mean
from campus.space.model import Space
from campus.world import Referee
from server.resident import At

log = logging.getLogger("campus.server")
_Made = TypeVar("_Made")
_Key = tuple[str, str | None]
"""A space's id, and its layout."""


@dataclass(frozen=True, eq=False)
class Place:
    """A compiled space and its referee; `layout` is how its furniture stands, None for the first."""

    space: Space
    referee: Referee
    layout: str | None = None

    def spawn(self, id_: str | None) -> At:
        """Where somebody first stands: the spawn of that id, or the space's first."""
        spawns = self.space.spawns
        placed = spawns.get(id_ or "") or spawns.get("entry") or next(iter(spawns.values()), None)
        if placed is None:
            return (0.0, 0.0, 0.0, 0.0)
        return (*placed.at, placed.heading % 360.0)


Compiler = Callable[..., Space]
"""Compiles one space; asked for a `layout` by that name, it raises KeyError where the space has no such layout."""


class Places:
    """Every space that one can go to.

    Args:
        entry: the space in which people first stand.
        compilers: space id -> what compiles it.
        referee_of: makes the referee of a compiled space.
    """

    def __init__(self, entry: str, compilers: Mapping[str, Compiler], referee_of: Callable[[Space], Referee]) -> None:
        self.entry = entry
        self._compilers, self._referee_of = compilers, referee_of
        self._spaces: dict[_Key, asyncio.Task[Space]] = {}
        self._places: dict[_Key, asyncio.Task[Place]] = {}

    async def digests(self) -> dict[str, str]:
        """Space id -> digest of the compiled space; all that can be are compiled by then, the entry first."""
        tasks = {id_: self._space((id_, None)) for id_ in self._in_order()}
        await asyncio.wait(tasks.values())
        return {id_: task.result().digest for id_, task in tasks.items() if not _failed(task)}

    async def prepare(self) -> None:
        """Make every place ready, one after the other, so that nobody waits before a door.

        Raises:
            SceneErrors: one of them cannot be compiled; nor is any other error hidden.
        """
        await self.digests()
        for id_ in self._in_order():
            await asyncio.shield(self._place((id_, None)))

    def _in_order(self) -> list[str]:
        return sorted(self._compilers, key=lambda id_: (id_ != self.entry, id_))

    async def place(self, id_: str, layout: str | None = None) -> Place:
        """The place of that id, as soon as it is ready.

        Args:
            id_: the space's.
            layout: how its furniture is to stand; None as it opens. One that the space does not have is no error:
                the campus may have changed since somebody chose it.

        Raises:
            Refused: `no_such_space`; `not_ready` where it could not be made; it is tried again for the next who asks.
        """
        if id_ not in self._compilers:
            hint = did_you_mean(id_, self._compilers)
            raise Refused(
                "no_such_space",
                f"There is no space '{id_}' on this campus. {hint.en if hint else ''}".rstrip(),
                f"Il n’y a pas d’espace «\u00a0{id_}\u00a0» sur ce campus. {hint.fr if hint else ''}".rstrip(),
            )
        try:
            return await asyncio.shield(self._place((id_, layout)))
        except KeyError:
            return await self.place(id_) if layout is not None else await asyncio.shield(self._place((id_, None)))
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

    def _place(self, key: _Key) -> asyncio.Task[Place]:
        return _begun(self._places, key, lambda: self._judged(key))

    async def _judged(self, key: _Key) -> Place:
        space = await asyncio.shield(self._space(key))
        return Place(space, await asyncio.to_thread(self._referee_of, space), key[1])

    def _space(self, key: _Key) -> asyncio.Task[Space]:
        id_, layout = key
        compiler = self._compilers[id_]
        compiled = compiler if layout is None else functools.partial(compiler, layout=layout)
        return _begun(self._spaces, key, lambda: asyncio.to_thread(compiled))


def _begun(
    tasks: dict[_Key, asyncio.Task[_Made]], key: _Key, begin: Callable[[], Coroutine[Any, Any, _Made]]
) -> asyncio.Task[_Made]:
    """The task that makes it: the one that runs or has succeeded, else a new one."""
    if key not in tasks or _failed(tasks[key]):
        tasks[key] = asyncio.create_task(begin())
    return tasks[key]


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
