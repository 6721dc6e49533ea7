"""A space that is being written, on a stage: read again, shown again in its place, walked through.

Owns what is shown and what is still being made ready beside the frame. A broken file leaves the last good space as it
was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from campus.client.body import Body
from campus.client.camera import Camera
from campus.client.input.capsule import Capsule
from campus.client.input.intents import Held
from campus.client.view.backdrop import anterooms, backdrops
from campus.client.view.beyond import Neighbour, neighbours
from campus.client.view.light import LightField, light_field
from campus.client.view.prepared import Prepared, prepare
from campus.client.view.stage import Stage
from campus.client.view.view import View
from campus.errors import SceneErrors
from campus.keeping import prepared_space
from campus.mesh.meeting import first_met
from campus.scene import load_campus
from campus.scene.loading import Files
from campus.space import Space, compile_space
from campus.space.shapes import Shapes
from campus.space.sky import towards_sun
from campus.text import Language, Text, bilingual, comma, counted
from campus.tools.grid import metre_grid

if TYPE_CHECKING:
    from panda3d.core import NodePath

FARTHEST_M = 200.0
"""What is further away has no place that a designer points at."""
FOV = 70.0
_STEPS = {
    "read": "lu",
    "compiled": "compilé",
    "lit": "éclairé",
    "changed": "changé",
    "built": "construit",
    "drawn": "dessiné",
}
"""What French calls the steps of a reload."""
_LIGHT = Text(fr="lumière", en="light")
_BEYOND, _SEVERAL_BEYOND = Text("espace voisin", "space beyond"), Text("espaces voisins", "spaces beyond")


@dataclass(frozen=True)
class Reloaded:
    """One reload: what was done in how many seconds, or the mistakes because of which it was not.

    Attributes:
        drafted: whether the light is that of before, and the new one is being worked out beside the frame.
    """

    seconds: Mapping[str, float]
    mistakes: SceneErrors | None = None
    drafted: bool = False

    @property
    def said(self) -> Text:
        """`read 0.02 s, compiled 0.02 s, changed 0.02 s, drawn 0.11 s`."""
        if self.mistakes is not None:
            wrong = counted(len(self.mistakes.errors), Text(fr="erreur", en="mistake"))
            return bilingual(f"{wrong.en}, the last good space stays", f"{wrong.fr}, la dernière version reste")
        return bilingual(
            ", ".join(f"{name} {value:.2f} s" for name, value in self.seconds.items()),
            ", ".join(f"{_STEPS[name]} {comma(value, '.2f')} s" for name, value in self.seconds.items()),
        )


@dataclass
class Preview:
    """A space on a stage, made again whenever it is asked for.

    What takes long is done on a thread of its own: the light as it is now, while a change is already seen in the light
    that was there before; and the spaces that are seen through windows and arches, which stay while one works on this.

    Attributes:
        root: the folder with `scenes/` and `assets/`.
        space_id: which space.
        kept: folder where the shapes of the spaces beyond are kept between runs; None keeps nothing.
        body: where one stands, kept through every reload.
    """

    root: Path
    space_id: str
    stage: Stage
    language: Language = "fr"
    clock: Callable[[], float] = time.perf_counter
    kept: Path | None = None
    body: Body = field(default_factory=Body)
    camera: Camera = field(default_factory=Camera)
    mistakes: SceneErrors | None = None
    space: Space | None = None
    shows_grid: bool = True
    _view: View | None = None
    _prepared: Prepared | None = None
    _capsule: Capsule | None = None
    _grid: NodePath | None = None
    _shapes: dict[str, Shapes] = field(default_factory=dict)
    _files: Files = field(default_factory=dict)
    _beside: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "preview"))
    _beyond: tuple[Neighbour, ...] = ()
    _others: dict[str, View] = field(default_factory=dict)
    _coming_light: Future[LightField] | None = None
    _coming_beyond: Future[tuple[tuple[Neighbour, Prepared], ...]] | None = None

    def reload(self) -> Reloaded:
        """Read the space again and show it; with a mistake in it, what was shown stays."""
        times = {"": self.clock()}
        try:
            campus = load_campus(self.root, only=[self.space_id], files=self._files)
            times["read"] = self.clock()
            space = compile_space(campus, self.space_id, shapes=self._shapes)
        except SceneErrors as found:
            self.mistakes = found
            return Reloaded({}, found)
        times["compiled"] = self.clock()
        is_first = self.space is None
        prepared, drafted = self._prepare(space)
        if not drafted:
            times["lit"] = self.clock()
        self._show(prepared)
        if is_first:
            self._enter(space)
        self.look()
        times["changed" if drafted else "built"] = self.clock()
        self.stage.draw()
        times["drawn"] = self.clock()
        if drafted:
            self._coming_light = self._beside.submit(light_field, space, prepared.towards_sun)
        steps = list(times)[1:]
        return Reloaded(dict(zip(steps, np.diff(list(times.values())).tolist(), strict=True)), drafted=drafted)

    def look_beyond(self) -> None:
        """Begin to make ready what is seen through windows and arches; `refine` shows it."""
        if self.space is not None:
            self._coming_beyond = self._beside.submit(_beyond, self.root, self.space, self.kept)

    def refine(self, *, wait: bool = False) -> Text | None:
        """Show what was made ready beside the frame, once a frame.

        Args:
            wait: for what is still being made; otherwise only what is ready is shown.

        Returns:
            What it was, for who asks; None where there was nothing.
        """
        told: list[Text] = []
        if (light := self._coming_light) is not None and (wait or light.done()):
            self._coming_light = None
            assert self._view is not None
            assert self._prepared is not None
            self._prepared = replace(self._prepared, light=light.result())
            self._view.relight(light.result())
            self.stage.present(self._view)  # for its exposure, which is another
            self._show_grid()
            told.append(_LIGHT)
        if (beyond := self._coming_beyond) is not None and (wait or beyond.done()):
            self._coming_beyond = None
            if self.space is not None and self._prepared is not None and (found := beyond.result()):
                self._beyond = tuple(neighbour for neighbour, _ in found)
                self._meet({neighbour.space: other for neighbour, other in found})
                self._show(self._with_outside(self._prepared, self.space))
                told.append(counted(len(self._beyond), _BEYOND, _SEVERAL_BEYOND))
        return Text(fr=", ".join(one.fr for one in told), en=", ".join(one.en for one in told)) if told else None

    def move(self, held: Held, dt: float) -> tuple[tuple[float, float], ...]:
        """One frame of walking and looking; gives back where one clicked, in pixels."""
        intent = held.take(dt)
        if "wave" in intent.actions:  # G
            self.shows_grid = not self.shows_grid
            self._show_grid()
        self.camera = self.camera.looked(intent.pitch)
        if self._capsule is not None:
            self.body.move(intent, self._capsule, min(dt, 0.1))
        self.look()
        return intent.clicks

    def look(self) -> None:
        """Put the eye where one stands."""
        self.stage.look_from(self.body.eyes, self.body.looks_to, self.camera.pitch, FOV)

    def place_at(self, x: float, y: float) -> tuple[float, float, float] | None:
        """What of the space a pixel shows, metres; None where it shows what is outside."""
        if self.space is None:
            return None
        start, along = (np.array(value, float) for value in self.stage.ray(x, y))
        met = first_met(self.space.solids, start, along, FARTHEST_M)
        if met is None:
            return None
        east, north, up = (start + along * met[1]).tolist()
        return east, north, up

    def close(self) -> None:
        """Take what is shown from the graphics card; the stage stays."""
        self._beside.shutdown(cancel_futures=True)
        self.stage.present(None)
        for view in (*self._others.values(), self._view):
            if view is not None:
                view.destroy()
        self._others, self._view = {}, None

    def _meet(self, others: Mapping[str, Prepared]) -> None:
        """Puts the spaces beyond on the card, in place of those that were there."""
        for id_, view in self._others.items():
            if self._view is not None:
                self._view.forget(id_)
            view.destroy()
        self._others = {id_: self.stage.build(other.space, self.language, other) for id_, other in others.items()}

    def _show(self, prepared: Prepared) -> None:
        """Show a space, in its place where it was shown before."""
        before, space = self.space, prepared.space
        if self._view is None or not self._view.change(prepared):
            view = self.stage.build(space, self.language, prepared)
            self.stage.present(view)
            if self._view is not None:
                self._view.destroy()
            self._view, self._grid = view, None
        else:
            self.stage.present(self._view)  # for its exposure, which is another
        for neighbour in self._beyond:
            if self._view.sees(neighbour.space) is not self._others[neighbour.space]:
                self._view.see(neighbour, self._others[neighbour.space])
        if before is None or not np.array_equal(before.solids, space.solids):
            self._capsule = Capsule(space.solids)
        self._prepared, self.space, self.mistakes = prepared, space, None
        self._show_grid()

    def _prepare(self, space: Space) -> tuple[Prepared, bool]:
        """What is shown of a space at once, and whether its light is a draft: the light that was there before.

        What lies outside is kept as long as the openings are the same.
        """
        before, old = self._prepared, self.space
        if before is None or old is None:
            return prepare(space, self._beyond), False
        drafted = before.towards_sun == towards_sun(space.sun, space.north) and np.array_equal(old.bounds, space.bounds)
        if not drafted:
            return prepare(space, self._beyond), False
        after = replace(before, space=space)
        return (after if _outside(old) == _outside(space) else self._with_outside(after, space)), True

    def _with_outside(self, prepared: Prepared, space: Space) -> Prepared:
        outside, doors = backdrops(space, self._beyond), anterooms(space, self._beyond)
        return replace(prepared, outside=outside, anterooms=doors, beyond=self._beyond)

    def _enter(self, space: Space) -> None:
        spawn = next(iter(space.spawns.values()), None)
        if spawn is not None:
            self.body.put(spawn.at, spawn.heading)
        else:
            low, high = space.bounds
            self.body.put((float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2, 0.0), 0.0)

    def _show_grid(self) -> None:
        """The grid as it is wanted, as bright as the light asks for."""
        if self._grid is not None:
            self._grid.remove_node()
            self._grid = None
        if self.shows_grid and self.space is not None and self._view is not None:
            self._grid = metre_grid(self.space, self._view)


def _beyond(root: Path, space: Space, kept: Path | None) -> tuple[tuple[Neighbour, Prepared], ...]:
    """The spaces that are seen from a space; none while another one's file has a mistake."""
    try:
        campus = load_campus(root)
        known: dict[str, Space] = {}

        def compiled(id_: str) -> Space:
            if id_ not in known:
                known[id_] = prepared_space(campus, id_, kept)
            return known[id_]

        return tuple((one, prepare(compiled(one.space))) for one in neighbours(campus, space, compiled))
    except SceneErrors:
        return ()


def _outside(space: Space) -> str:
    """Everything that what lies beyond the openings depends on, in one word."""
    shell = space.scene.shell
    return repr((space.views, sorted(space.portals.items()), space.sun, space.north, shell and shell.spec))
