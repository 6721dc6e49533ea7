"""The spaces that can be stood in: compiled beside the frame, put on the graphics card in it, kept while near.

Owns which spaces are ready; knows nothing of people or of the network.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from threading import Lock

from campus.bake import Baked, load
from campus.client.input.capsule import Capsule
from campus.client.memory import give_back
from campus.client.place import Lighting, Making, Meeting, Place
from campus.client.view.beyond import Neighbour, neighbours
from campus.client.view.prepared import Prepared, prepare
from campus.client.view.stage import Stage
from campus.client.view.sunlight import SunMap
from campus.client.view.view import View
from campus.keeping import prepared_space
from campus.scene.model import Campus
from campus.space.daytime import Daytime
from campus.space.model import Space
from campus.text import Language, Text
from campus.world.ground import Ground

KEPT = 4
"""How many spaces stay on the card; the one longest unseen goes first."""
CALM_AFTER = 6
"""Frames after a space was made ready or entered: by then its shaders are compiled, and what that took is free."""


class Places:
    """Every space of a campus, made ready when it is asked for, or before.

    Args:
        campus: loaded.
        stage: shows them.
        language: of the signs.
        kept: the folder where what is costly to make is kept between runs; None keeps nothing.
        moment: the hour that the first spaces are made ready for; None is the painted one.
        own: root of the installed content, whose baked light serves where a joined campus has the same space.
    """

    def __init__(
        self,
        campus: Campus,
        stage: Stage,
        language: Language,
        kept: Path | None = None,
        own: Path | None = None,
        moment: Daytime | None = None,
    ) -> None:
        self.campus = campus
        self._roots = [Path(campus.root), *([own] if own is not None else [])]
        self._stage, self._language, self._kept = stage, language, kept
        self._ready: dict[str, Place] = {}
        self._awaiting: dict[str, Space] = {}
        self._coming: dict[str, Future[Prepared]] = {}
        self._making: dict[str, Making] = {}
        self._meeting: Meeting | None = None
        self._one_at_a_time = Lock()
        self._arranging: dict[tuple[str, str | None, str | None], Future[tuple[Prepared, Lighting]]] = {}
        self._moment = moment
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="places")
        self._calm = 0

    @property
    def titles(self) -> dict[str, Text]:
        """Of every space that is built or planned."""
        return {
            **{s.id: s.title for s in self.campus.scenes.values()},
            **{p.space: p.title for p in self.campus.planned.values()},
        }

    @property
    def is_preparing(self) -> bool:
        """Whether a space is being made ready beside the frame, which takes its share of the processor."""
        coming = [one.done() for one in self._coming.values()] + [one.done() for one in self._arranging.values()]
        coming += [one.place.done() for one in self._making.values()]
        return not all(coming) or (self._meeting is not None and not self._meeting.glimpse.done())

    def is_ready(self, space: str) -> bool:
        """Whether one could stand there at once."""
        return space in self._ready

    def seen_from(self, space: str) -> set[str]:
        """The spaces that are seen from one that is ready."""
        return {neighbour.space for neighbour in self._ready[space].prepared.beyond}

    @property
    def ready(self) -> tuple[Place, ...]:
        """All that could be stood in at once."""
        return tuple(self._ready.values())

    def known(self, spaces: set[str]) -> dict[str, Space]:
        """Which of these spaces are compiled already, by id; waits for nothing."""
        return {id_: self._ready[id_].space for id_ in spaces if id_ in self._ready}

    def get(self, space: str) -> Place:
        """The place, now, and all that is seen from it: waits for what is still missing of them.

        Who waits anyway is shown at once how each shades the other; who does not, by and by: see `work`.
        """
        before = len(self._ready)
        if space not in self._ready:
            self._put(space, with_neighbours=True)
        self._calm = 0
        place = self._ready[space]
        place.begin_ground()
        beyond = [neighbour.space for neighbour in place.prepared.beyond]
        for other in beyond:
            if other not in self._ready:
                self._put(other)
        for one in (*beyond, space):
            self._ready[one] = self._ready.pop(one)  # last in the order is the one seen last
        waited = len(self._ready) > before
        while len(self._ready) > max(KEPT, 1 + len(beyond)):
            self._drop(next(iter(self._ready)))
        for one in (space, *beyond) if waited else (space,):
            while self._introduce(one):
                pass
        return place

    def arranged(self, space: str, layout: str | None, light: str | None) -> Place | None:
        """The place in a layout and a light, in the stead of the one that there was.

        Whoever stands in the former one must be shown the new one in this frame.

        Returns:
            None while it is made ready beside the frame.
        """
        former = self._ready.get(space)
        if former is not None and former.layout == layout:
            return former
        key = (space, layout if layout in self.campus.scenes[space].layouts else None, light)
        if key not in self._arranging:
            for other in [k for k in self._arranging if k[0] == space]:
                self._arranging.pop(other).cancel()
            self._arranging[key] = self._pool.submit(self._prepare_lit, *key)
        coming = self._arranging[key]
        if not coming.done():
            return None
        del self._arranging[key]
        prepared, lighting = coming.result()
        view = None
        if former is not None and former.prepared.lightmap is None:
            # Furniture moves, walls do not: what is seen through them stays on the graphics card.
            prepared = replace(prepared, outside=former.prepared.outside, anterooms=former.prepared.anterooms)
            view = former.view if former.view.change(prepared) else None
        self._build(prepared, layout, lighting, view)
        if (lit := lighting.states.get(lighting.moment, {}).get(light or "")) is not None:
            self._ready[space].view.dim((lit,), 0.0)
        for place in self._ready.values():
            place.view.forget(space)  # its furniture stands otherwise
        while self._introduce():
            pass
        return self._ready[space]

    def dim(self, place: Place, light: str | None, now: float, *, at_once: bool = False) -> None:
        """Light a place as one of its states and at the campus's hour, smoothly; once a frame.

        Args:
            place: that is seen.
            light: the state; None for the space's first.
            now: seconds, as for `View.update`.
            at_once: without a way, as for somebody who has only just come in.
        """
        lighting = place.lighting
        if lighting.coming is None:
            wanted = (light, self._moment)
            if (lighting.shown, lighting.moment) != wanted:
                lighting.coming = (wanted, self._pool.submit(lighting.way, place.prepared, *wanted))
            return
        goal, coming = lighting.coming
        if coming.done():
            (lighting.shown, lighting.moment), lighting.coming = goal, None
            if way := coming.result():
                place.view.dim(way[-1:] if at_once else way, now)

    def turn(self, moment: Daytime | None, now: float, *, seen: Place | None = None) -> None:
        """The hour is another: what is seen through openings follows at once, the place itself as it is dimmed.

        Args:
            moment: the hour; None is the one that the campus is painted at.
            now: seconds, as for `View.update`.
            seen: the place that one stands in; `dim` lights it.
        """
        self._moment = moment
        for place in self._ready.values():
            if place is not seen and (place.lighting.moment != moment or place.lighting.coming is not None):
                self.dim(place, place.lighting.shown, now, at_once=True)

    def prefetch(self, spaces: set[str]) -> None:
        """Begin to prepare spaces that may be wanted soon; returns at once."""
        for space in sorted(spaces & set(self.campus.scenes)):
            if not {space} & (self._ready.keys() | self._coming.keys() | self._making.keys()):
                self._coming[space] = self._pool.submit(self._prepare, space)

    def work(self) -> bool:
        """Hang up at most one space, or what one shows of another; once a frame. Tells whether it did, or soon will.

        Both are put together beside the frame. When all is done, memory that was needed for it is given back there.
        """
        for space, making in self._making.items():
            if making.place.done() and len(self._ready) < KEPT:
                del self._making[space]
                if isinstance(making.place.exception(), MemoryError):
                    return False  # it is made ready when somebody goes there, where there may be room again
                self._keep(making.place.result(), making.language)
                return True
        for space, coming in self._coming.items():
            if coming.done() and len(self._ready) + len(self._making) < KEPT:
                del self._coming[space]
                if isinstance(coming.exception(), MemoryError):
                    return False
                return self._begin_to_make(coming.result())
        if not all(making.place.done() for making in self._making.values()):
            return False
        if self._meet():
            return True
        self._calm += 1
        if self._calm == CALM_AFTER:
            if not self._coming and not self._arranging:
                self._awaiting.clear()  # what nobody made ready after all is compiled again when it is wanted
            self._pool.submit(give_back)
        return False

    def speak(self, language: Language) -> None:
        """Write the signs in another language."""
        self._language = language
        for place in self._ready.values():
            place.view.set_language(language)

    def close(self) -> None:
        """Stop preparing; the views go with the window."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _awaited(self, space: str) -> Prepared:
        coming = self._coming.pop(space, None)
        return coming.result() if coming else self._prepare(space)

    def _introduce(self, only: str | None = None) -> bool:
        """Shows one space from another that it is seen from, where both are ready. Tells whether it did.

        Args:
            only: from this space; from any otherwise.
        """
        unseen = self._unseen(only)
        if unseen is not None:
            place, neighbour, other = unseen
            place.view.see(neighbour, other)
        return unseen is not None

    def _unseen(self, only: str | None = None) -> tuple[Place, Neighbour, View] | None:
        """A place, and what it does not show although it could; the arguments are those of `_introduce`."""
        for place in self._ready.values() if only is None else (self._ready[only],):
            for neighbour in place.prepared.beyond:
                other = self._ready.get(neighbour.space)
                if other is not None and place.view.sees(neighbour.space) is not other.view:
                    return place, neighbour, other.view
        return None

    def _meet(self) -> bool:
        """Shows one space from another as `_introduce` does, but puts it together beside the frame. Whether it is."""
        unseen, meeting = self._unseen(), self._meeting
        if meeting is not None:
            if not meeting.glimpse.done():
                return True
            self._meeting = None
            if unseen == (meeting.place, meeting.neighbour, meeting.other):
                meeting.place.view.see(meeting.neighbour, meeting.other, meeting.glimpse.result())
            return True
        if unseen is not None:
            place, neighbour, other = unseen
            self._meeting = Meeting(place, neighbour, other, self._pool.submit(place.view.glimpse, neighbour, other))
        return unseen is not None

    def _drop(self, space: str) -> None:
        dropped = self._ready.pop(space)
        for place in self._ready.values():
            if place.view.sees(space) is dropped.view:
                place.view.forget(space)
        dropped.view.destroy()

    def _prepare(self, space: str, layout: str | None = None) -> Prepared:
        if layout is None:
            compiled = self._whole(space)
        else:
            compiled = prepared_space(self.campus, space, self._kept, layout=layout)
        beyond = neighbours(self.campus, compiled, self._compiled)
        return prepare(compiled, beyond, self._baked(compiled), self._moment)

    def _compiled(self, space: str) -> Space:
        """What is known of a space in its first layout; of one that is drawn already, without its shapes."""
        place = self._ready.get(space)
        return place.space if place is not None and place.layout is None else self._whole(space)

    def _whole(self, space: str) -> Space:
        """A space in its first layout with all its shapes, compiled once for all that see it while it is made ready."""
        found = self._awaiting.get(space)
        if found is None:
            found = self._awaiting[space] = prepared_space(self.campus, space, self._kept)
        return found

    def _baked(self, space: Space) -> Baked | None:
        """The light of a space as it is, wherever it was baked: a campus that one joined sends none."""
        found = (load(root, space) for root in self._roots)
        return next((baked for baked in found if baked is not None), None)

    def _prepare_lit(self, space: str, layout: str | None, light: str | None) -> tuple[Prepared, Lighting]:
        prepared = self._prepare(space, layout)
        moment = prepared.hour.moment
        if light is None:
            return prepared, Lighting(moment=moment)
        return prepared, Lighting(light, moment, None, {moment: prepared.states(moment)})

    def _put(self, space: str, *, with_neighbours: bool = False) -> None:
        """Makes a space ready, now; what is seen from it is made ready beside that, if it is wanted."""
        making = self._making.pop(space, None)
        # What is still waiting for its turn is made here.
        prepared = making.prepared if making is not None else self._awaited(space)
        if with_neighbours:
            self.prefetch({neighbour.space for neighbour in prepared.beyond})
        if making is not None and not making.place.cancel():
            self._keep(making.place.result(), making.language)
        else:
            self._build(prepared)

    def _begin_to_make(self, prepared: Prepared) -> bool:
        """Puts a space together beside the frame; one that was not baked looks around in itself, and is put up now."""
        if prepared.lightmap is None:
            self._build(prepared)
            return True
        place = self._pool.submit(self._made_beside, prepared)
        self._making[prepared.space.id] = Making(prepared, self._language, place)
        return False

    def _made_beside(self, prepared: Prepared) -> Place:
        with SunMap.beside_frame():
            return self._made(prepared)

    def _keep(self, place: Place, language: Language) -> None:
        """Takes over what was made beside the frame."""
        self._calm = 0
        place.view.open()
        if language != self._language:
            place.view.set_language(self._language)
        self._ready[place.space.id] = place
        self._forget_awaited()

    def _build(
        self,
        prepared: Prepared,
        layout: str | None = None,
        lighting: Lighting | None = None,
        view: View | None = None,
    ) -> None:
        self._calm = 0
        self._ready[prepared.space.id] = self._made(prepared, layout, lighting, view)
        self._forget_awaited()

    def _forget_awaited(self) -> None:
        for ready in self._ready:
            self._awaiting.pop(ready, None)

    def _made(
        self,
        prepared: Prepared,
        layout: str | None = None,
        lighting: Lighting | None = None,
        view: View | None = None,
    ) -> Place:
        # Two at the same time would each make the patterns that they share.
        with self._one_at_a_time:
            view = view or self._stage.build(prepared.space, self._language, prepared)
        solids, prepared = prepared.space.solids, view.let_go()
        space = prepared.space
        spawns = [placed.at for placed in space.spawns.values()]
        ground = cache(partial(self._pool.submit, Ground.of, solids, spawns))
        return Place(
            space,
            view,
            Capsule(solids),
            ground,
            prepared,
            layout,
            lighting or Lighting(moment=prepared.hour.moment),
        )
