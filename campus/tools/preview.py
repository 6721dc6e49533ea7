"""`campus preview`: the space that is being written, in a window that follows every save.

Owns the watching, the reloading and what is shown beside the space: mistakes, the metre grid, the place under the
cursor. No server, no other people: a designer walks alone. A broken file leaves the last good space as it was.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from campus.client.body import Body
from campus.client.camera import Camera
from campus.client.input.capsule import Capsule
from campus.client.input.devices import Devices
from campus.client.input.intents import Held
from campus.client.ui.clipboard import Clipboard
from campus.client.ui.hud import Hud, Notice
from campus.client.ui.interface import Interface
from campus.client.view.light import light_field
from campus.client.view.stage import Stage
from campus.client.view.view import Prepared, View, prepare
from campus.client.view.window import open_window
from campus.errors import SceneErrors
from campus.learning.panel import AnyItem, Panel, Paragraph
from campus.scene import load_campus
from campus.space import Space, compile_space
from campus.space.shapes import Shapes
from campus.text import Language, Text
from campus.tools.grid import metre_grid
from campus.tools.sightlines import first_hits

if TYPE_CHECKING:
    from panda3d.core import NodePath

LOOK_EVERY_S = 0.05
"""How often the files are looked at: a few dozen times `stat`, a millisecond."""
MOST_MISTAKES = 8
"""Shown at once; the first ones are mended first."""
FARTHEST_M = 200.0
FOV = 70.0
_TITLE = Text(fr="Aperçu", en="Preview")
_HELP = Text(
    fr="Un clic copie la position. G : la grille. Z Q S D ou les flèches : marcher.",
    en="A click copies the place. G: the grid. W A S D or the arrows: walk.",
)
_COPIED = Text(fr="Position copiée\u202f: {}", en="Place copied: {}")
_MISTAKES = Text(fr="Le fichier a des erreurs", en="The file has mistakes")
_LAST_GOOD = Text(fr="On voit la dernière version sans erreur.", en="You see the last version without mistakes.")


class Watch:
    """Tells when a file that a space may be made of has changed on disk.

    Args:
        root: the folder with `scenes/` and `assets/`.
    """

    def __init__(self, root: Path) -> None:
        self._folders = [root / "scenes", root / "scenes" / "prefabs", root / "assets" / "materials"]
        self._seen = self._look()

    def changed(self) -> float | None:
        """When the newest change was saved, in seconds of the system's clock; None when there was none."""
        now = self._look()
        if now == self._seen:
            return None
        new = [stamp[0] for path, stamp in now.items() if self._seen.get(path) != stamp]
        self._seen = now
        return max(new, default=0) / 1e9

    def _look(self) -> Mapping[Path, tuple[int, int]]:
        found = {}
        for folder in self._folders:
            for path in folder.glob("*.yaml"):
                try:
                    status = path.stat()
                except OSError:  # an editor is just putting a new one in its place
                    continue
                found[path] = (status.st_mtime_ns, status.st_size)
        return found


@dataclass(frozen=True)
class Reloaded:
    """One reload: what was done in how many seconds, or the mistakes because of which it was not."""

    seconds: Mapping[str, float]
    mistakes: SceneErrors | None = None

    def __str__(self) -> str:
        """`read 0.04 s, compiled 0.03 s, lit 0.30 s, drawn 0.20 s`."""
        if self.mistakes is not None:
            return f"{len(self.mistakes.errors)} mistakes, the last good space stays"
        return ", ".join(f"{name} {value:.2f} s" for name, value in self.seconds.items())


@dataclass
class Preview:
    """A space on a stage, made again whenever it is asked for.

    Attributes:
        root: the folder with `scenes/` and `assets/`.
        space_id: which space.
        body: where one stands, kept through every reload.
    """

    root: Path
    space_id: str
    stage: Stage
    language: Language = "fr"
    clock: Callable[[], float] = time.perf_counter
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

    def reload(self) -> Reloaded:
        """Read the space again and show it; with a mistake in it, what was shown stays."""
        times = [self.clock()]
        try:
            campus = load_campus(self.root, only=[self.space_id])
            times.append(self.clock())
            space = compile_space(campus, self.space_id, shapes=self._shapes)
        except SceneErrors as found:
            self.mistakes = found
            return Reloaded({}, found)
        times.append(self.clock())
        prepared = self._prepare(space)
        times.append(self.clock())
        view = self.stage.build(space, self.language, prepared)
        self.stage.present(view)
        if self._view is not None:
            self._view.destroy()
        is_first = self.space is None
        if self.space is None or not np.array_equal(self.space.solids, space.solids):
            self._capsule = Capsule(space.solids)
        self._view, self._prepared, self.space, self.mistakes = view, prepared, space, None
        self._grid = metre_grid(space, view)
        self._show_grid()
        if is_first:
            self._enter(space)
        self.look()
        self.stage.draw()
        times.append(self.clock())
        steps = ("read", "compiled", "lit", "drawn")
        return Reloaded(dict(zip(steps, np.diff(times).tolist(), strict=True)))

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
        end = start + along * FARTHEST_M
        share = float(first_hits(start[None], end[None], self.space.solids.astype(float))[0])
        if not math.isfinite(share):
            return None
        east, north, up = (start + (end - start) * share).tolist()
        return east, north, up

    def hud(self, under: tuple[float, float, float] | None, notices: tuple[Notice, ...] = ()) -> Hud:
        """What is shown beside the space."""
        items: list[AnyItem] = []
        if under is not None:
            words = as_at(under)
            items.append(Paragraph(text=Text(fr=words, en=words), tone="now"))
        items.append(Paragraph(text=_HELP, tone="quiet"))
        panels = [Panel(id="preview", title=self.space.title if self.space else _TITLE, items=tuple(items))]
        if self.mistakes is not None:
            lines = [str(error) for error in self.mistakes.errors[:MOST_MISTAKES]]
            told: tuple[AnyItem, ...] = tuple(Paragraph(text=Text(fr=line, en=line), tone="bad") for line in lines)
            panels.append(Panel(id="mistakes", title=_MISTAKES, note=_LAST_GOOD, items=told, side="left"))
        return Hud(panels=tuple(panels), notices=notices)

    def close(self) -> None:
        """Take what is shown from the graphics card; the stage stays."""
        self.stage.present(None)
        if self._view is not None:
            self._view.destroy()
            self._view = None

    def _prepare(self, space: Space) -> Prepared:
        """The light of the space; what lies outside is kept as long as the openings are the same."""
        before, old = self._prepared, self.space
        if before is not None and old is not None and _outside(old) == _outside(space):
            return replace(before, space=space, light=light_field(space, before.towards_sun))
        return prepare(space)

    def _enter(self, space: Space) -> None:
        spawn = next(iter(space.spawns.values()), None)
        if spawn is not None:
            self.body.put(spawn.at, spawn.heading)
        else:
            low, high = space.bounds
            self.body.put((float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2, 0.0), 0.0)

    def _show_grid(self) -> None:
        if self._grid is not None and self.shows_grid:
            self._grid.show()
        elif self._grid is not None:
            self._grid.hide()


def as_at(place: tuple[float, float, float]) -> str:
    """A place as one writes it: on the floor two numbers, else three."""
    numbers = place[:2] if abs(place[2]) < 0.02 else place
    return f"at: [{', '.join(f'{value:.2f}' for value in numbers)}]"


def preview(
    root: Path,
    space: str,
    *,
    language: Language = "fr",
    size: tuple[int, int] = (1280, 720),
    offscreen: bool = False,
    verbose: bool = False,
    seconds: float | None = None,
    screenshot: Path | None = None,
    tell: Callable[[str], None] = print,
) -> None:
    """Show a space in a window and follow every save, until the window closes or the time is up.

    Raises:
        SceneErrors: when the space has mistakes before there was anything to show.
        NoDisplay: when there is no screen and `offscreen` was not asked for.
    """
    load_campus(root, only=[space])  # with a mistake in it, nothing opens
    base = open_window(size, offscreen, space)
    shown = Preview(root, space, Stage(base), language)
    interface = Interface(base, language, fonts=root / "assets" / "fonts")
    held = Held()
    devices = Devices(held, interface)
    devices.listen(base)
    clipboard = Clipboard()
    watch = Watch(root)
    first = shown.reload()
    if first.mistakes is not None:
        raise first.mistakes
    if verbose:
        tell(f"{space}: {first}")
    began = before = time.monotonic()
    looked = 0.0
    under: tuple[float, float, float] | None = None
    notices: tuple[Notice, ...] = ()
    while base.win is not None and base.win.is_valid():
        now = time.monotonic()
        if seconds is not None and now - began > seconds:
            break
        if now - looked > LOOK_EVERY_S:
            looked = now
            if (saved := watch.changed()) is not None:
                reloaded = shown.reload()
                if verbose:
                    tell(f"seen {time.time() - saved:.2f} s after it was saved ({reloaded})")
        shown.stage.resize()
        devices.poll()
        for x, y in shown.move(held, now - before):
            if (at := shown.place_at(x, y)) is not None:
                words = as_at(at)
                clipboard.keep(words.removeprefix("at: "))
                tell(words)
                said = Text(fr=_COPIED.fr.format(words), en=_COPIED.en.format(words))
                notices = (Notice(id=f"{now}", text=said, tone="good"),)
        before = now
        if held.pointer is not None:
            under = shown.place_at(*held.pointer)
        interface.frame(shown.hud(under, notices), 1 / 60)
        base.taskMgr.step()
        time.sleep(max(0.0, 1 / 60 - (time.monotonic() - now)))
    if screenshot is not None:
        shown.stage.screenshot(screenshot)
        tell(str(screenshot))


def _outside(space: Space) -> str:
    """Everything that what lies beyond the openings depends on, in one word."""
    shell = space.scene.shell
    return repr((space.views, sorted(space.portals.items()), space.sun, space.north, shell and shell.spec))
