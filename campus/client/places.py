"""The spaces that can be stood in: compiled beside the frame, put on the graphics card in it, kept while near.

Owns which spaces are ready; knows nothing of people or of the network.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from campus.client.input.capsule import Capsule
from campus.client.view.beyond import neighbours
from campus.client.view.stage import Stage
from campus.client.view.view import Prepared, View, prepare
from campus.keeping import prepared_space
from campus.scene.model import Campus
from campus.space.model import Space
from campus.text import Language, Text
from campus.world.ground import Ground

KEPT = 4
"""How many spaces stay on the card; the one longest unseen goes first."""


@dataclass(frozen=True, eq=False)
class Place:
    """A space ready to be stood in: seen, bumped into, walked over."""

    space: Space
    view: View
    capsule: Capsule
    coming_ground: Future[Ground]

    @property
    def ground(self) -> Ground:
        """Where one can walk; only ways need it, so that standing somewhere does not wait for it."""
        return self.coming_ground.result()


class Places:
    """Every space of a campus, made ready when it is asked for, or before.

    Args:
        campus: loaded.
        stage: shows them.
        language: of the signs.
        kept: the folder where what is costly to make is kept between runs; None keeps nothing.
    """

    def __init__(self, campus: Campus, stage: Stage, language: Language, kept: Path | None = None) -> None:
        self.campus = campus
        self._stage, self._language, self._kept = stage, language, kept
        self._ready: dict[str, Place] = {}
        self._coming: dict[str, Future[Prepared]] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="places")

    @property
    def titles(self) -> dict[str, Text]:
        """Of every space that is built or planned."""
        return {
            **{s.id: s.title for s in self.campus.scenes.values()},
            **{p.space: p.title for p in self.campus.planned.values()},
        }

    def is_ready(self, space: str) -> bool:
        """Whether one could stand there at once."""
        return space in self._ready

    def get(self, space: str) -> Place:
        """The place, now: waits for what is still missing of it."""
        if space not in self._ready:
            coming = self._coming.pop(space, None)
            self._build(coming.result() if coming else self._prepare(space))
        place = self._ready.pop(space)
        self._ready[space] = place  # last in the order is the one seen last
        while len(self._ready) > KEPT:
            oldest = next(iter(self._ready))
            self._ready.pop(oldest).view.destroy()
        return place

    def prefetch(self, spaces: set[str]) -> None:
        """Begin to prepare spaces that may be wanted soon; returns at once."""
        for space in sorted(spaces & set(self.campus.scenes)):
            if space not in self._ready and space not in self._coming:
                self._coming[space] = self._pool.submit(self._prepare, space)

    def work(self) -> bool:
        """Put at most one prepared space on the card; once a frame. Tells whether it did."""
        for space, coming in self._coming.items():
            if coming.done() and len(self._ready) < KEPT:
                del self._coming[space]
                self._build(coming.result())
                return True
        return False

    def speak(self, language: Language) -> None:
        """Write the signs in another language."""
        self._language = language
        for place in self._ready.values():
            place.view.set_language(language)

    def close(self) -> None:
        """Stop preparing; the views go with the window."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _prepare(self, space: str) -> Prepared:
        compiled = prepared_space(self.campus, space, self._kept)
        beyond = neighbours(self.campus, compiled, lambda id_: prepared_space(self.campus, id_, self._kept))
        return prepare(compiled, beyond)

    def _build(self, prepared: Prepared) -> None:
        space = prepared.space
        view = self._stage.build(space, self._language, prepared)
        spawns = [placed.at for placed in space.spawns.values()]
        ground = self._pool.submit(Ground.of, space.solids, spawns)
        self._ready[space.id] = Place(space, view, Capsule(space.solids), ground)
