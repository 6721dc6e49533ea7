"""What a frame costs before anything is drawn: the client's own work, and what Panda3D does to find what is seen.

Both are counted on the clock of the thread that does them, while nothing is drawn: a processor that draws has threads
of its own, and what they take, or another program, is no work of a frame's.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panda3d.core import DisplayRegion, GraphicsOutput, PythonCallbackObject

from campus.client.avatars.crowd import Crowd, DrawnPerson
from campus.client.client import Client
from campus.client.frame import FRAME, Frame, draw
from campus.client.input.devices import Devices
from campus.client.input.intents import Held
from campus.client.profile import Profile
from campus.client.taught import Taught
from campus.client.ui.interface import Interface
from campus.client.ui.theme import font_folder
from campus.errors import CampusError
from campus.protocol.messages import VERSION, Came, Hello, Person
from campus.protocol.poses import PoseFrame, Seen
from campus.remote import Link
from campus.remote.embedded import Embedded, start_or_join
from campus.text import bilingual

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

    from campus.client.places import Places
    from campus.client.view.stage import Stage

FRAMES = 150
FIRST = 5
"""Frames that do not count: what is seen for the first time is got ready in them."""
DT_S = 1 / 60
"""A frame's length as the client is told it: everything goes on as at sixty a second."""
POSES_EACH = 6
"""Frames from one message about where people are to the next: the server sends ten a second."""
SETTLES_S, CALM = 60.0, 30
"""So long at most the neighbours of a space are awaited; they are ready after so many frames without news."""
WAITS_S = 20.0
"""For the server to let one in."""
FIRST_SLOT = 1000


@dataclass(frozen=True)
class Work:
    """Milliseconds of the thread that draws frames, over many frames.

    Attributes:
        usual_ms: the median.
        p90_ms: nine frames in ten take less.
        wall_ms: the median by the wall clock, other programs included.
    """

    usual_ms: float
    p90_ms: float
    wall_ms: float


@dataclass(frozen=True)
class AppAndCull:
    """What a whole frame of the client does before anything is drawn; `both` is not the sum of two medians."""

    app: Work
    cull: Work
    both: Work


@contextmanager
def nothing_drawn(base: ShowBase) -> Iterator[None]:
    """Frames go on, and what is seen is found and sorted; but nothing of it is drawn."""
    regions = _regions(base)
    for region in regions:
        region.set_draw_callback(PythonCallbackObject(_nothing))
    try:
        yield
    finally:
        for region in regions:
            region.clear_draw_callback()


def cull_work(base: ShowBase, frames: int = FRAMES) -> Work:
    """What Panda3D does in each of so many frames to find what is seen and to sort it, in all passes together.

    Buffers are bound and cleared in every frame, whatever is in it: that is drawing, and taken off.
    """
    with nothing_drawn(base):
        bare = _bare_s(base)
        spent, passed = [], []
        for number in range(frames + FIRST):
            began, since = time.thread_time(), time.perf_counter()
            base.graphicsEngine.render_frame()
            if number >= FIRST:
                spent.append(time.thread_time() - began - bare[0])
                passed.append(time.perf_counter() - since - bare[1])
    return _work(spent, passed)


def _bare_s(base: ShowBase, frames: int = 40) -> tuple[float, float]:
    """Seconds of a frame in which nothing is looked for, by the thread's clock and by the wall's."""
    regions = [region for region in _regions(base) if region.is_active()]
    for region in regions:
        region.set_active(False)
    spent, passed = [], []
    for _ in range(frames):
        began, since = time.thread_time(), time.perf_counter()
        base.graphicsEngine.render_frame()
        spent.append(time.thread_time() - began)
        passed.append(time.perf_counter() - since)
    for region in regions:
        region.set_active(True)
    return statistics.median(spent), statistics.median(passed)


def _regions(base: ShowBase) -> list[DisplayRegion]:
    engine = base.graphicsEngine
    return [region for number in range(engine.get_num_windows()) for region in _of(engine.get_window(number))]


def _of(output: GraphicsOutput) -> list[DisplayRegion]:
    return list(output.get_display_regions())


def _nothing(_data: Any) -> None:
    """In place of drawing."""


@contextmanager
def served(root: Path) -> Iterator[Embedded]:
    """A server of the campus, on data of its own that go with it."""
    with tempfile.TemporaryDirectory() as data:
        embedded = start_or_join(root=root, data=Path(data))
        try:
            yield embedded
        finally:
            embedded.stop()


class Walker:
    """A client that somebody walks about in, in a space, among people; nobody sees what it draws.

    Args:
        embedded: the server that it calls.
        stage: shows the space.
        places: of the campus.
        root: of the campus.
    """

    def __init__(self, embedded: Embedded, stage: Stage, places: Places, root: Path) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._interface = Interface(stage.base, "fr", 1.0, fonts=font_folder())
        held = Held()
        hello = Hello(version=VERSION, name="Ana", language="fr", key=embedded.key)
        self._taught = Taught(root, font_folder())
        self.client = Client(
            places=places,
            stage=stage,
            crowd=Crowd(stage),
            interface=self._interface,
            devices=Devices(held, self._interface),
            link=Link(embedded.url, hello, now=time.monotonic),
            call=lambda _: Link(embedded.url, hello, now=time.monotonic),
            profile=Profile(name="Ana", known=True),
            profile_path=Path(self._folder.name) / "profile.json",
            taught=self._taught,
            held=held,
        )
        self._now = time.monotonic()

    def enter(self, space: str) -> None:
        """Goes there as everybody does, and stays until the picture is light.

        Raises:
            CampusError: the server does not let one in.
        """
        client = self.client
        client.wanted_space = space
        client.stand_in(client.places.get(space))
        for _ in range(2):  # maps of the sun are drawn once, when a space is shown first
            self._frame(DT_S)
        began = time.monotonic()
        asked = False
        with nothing_drawn(client.stage.base):
            while client.here.space != space or client.veil > 0.0 or not client.is_as_told:
                if time.monotonic() - began > WAITS_S:
                    raise CampusError(
                        bilingual(
                            f"The server did not let anybody into '{space}' within {WAITS_S:.0f} seconds.",
                            f"Le serveur n'a laissé entrer personne dans « {space} » en {WAITS_S:.0f} secondes.",
                        )
                    )
                if client.here.me and not asked and client.here.space not in ("", space):
                    client.go_to(space)
                    asked = True
                self._frame(DT_S)
                time.sleep(0.001)

    def work(self, people: Mapping[int, DrawnPerson], frames: int = FRAMES) -> AppAndCull:
        """What frames do while one walks in circles among people, with nothing drawn."""
        client = self.client
        for number, person in enumerate(people.values()):
            one = Person(
                id=f"bench-{number}",
                slot=FIRST_SLOT + number,
                name=f"Camille {number}",
                role="student",
                figure=person.figure,
            )
            client.heard.append(Came(person=one))
        with nothing_drawn(client.stage.base):
            for _ in range(10 + len(people) // 2):
                self._hear(people, 0)
                self._frame(DT_S)
        client.held.keys |= {"w", "arrow_left"}
        app: list[float] = []
        cull: list[float] = []
        app_wall: list[float] = []
        cull_wall: list[float] = []
        with nothing_drawn(client.stage.base):
            bare = _bare_s(client.stage.base)
            for number in range(frames + FIRST):
                self._hear(people, number)
                own, own_wall, panda, panda_wall = self._frame(DT_S)
                if number >= FIRST:
                    app.append(own)
                    app_wall.append(own_wall)
                    cull.append(panda - bare[0])
                    cull_wall.append(panda_wall - bare[1])
        client.held.release_all()
        both = [one + other for one, other in zip(app, cull, strict=True)]
        both_wall = [one + other for one, other in zip(app_wall, cull_wall, strict=True)]
        return AppAndCull(_work(app, app_wall), _work(cull, cull_wall), _work(both, both_wall))

    def longest(self) -> tuple[float, float]:
        """The longest frame while what lies beyond the doors is made ready, which is over when this returns.

        Frames follow one another as on a screen, with nothing drawn but the shadows of what comes.

        Returns:
            Milliseconds of the client's own work, and of all that is done by the thread that draws.
        """
        client, began, calm = self.client, time.monotonic(), 0
        own_ms, whole_ms = 0.0, 0.0
        with nothing_drawn(client.stage.base):
            while calm < CALM and time.monotonic() - began < SETTLES_S:
                since = time.monotonic()
                ready = client.places.ready
                own, _, panda, _ = self._frame(DT_S)
                own_ms, whole_ms = max(own_ms, own * 1000), max(whole_ms, (own + panda) * 1000)
                calm = 0 if client.places.is_preparing or client.places.ready != ready else calm + 1
                time.sleep(max(0.0, DT_S - (time.monotonic() - since)))
        return own_ms, whole_ms

    def _hear(self, people: Mapping[int, DrawnPerson], number: int) -> None:
        """Where people are, as the server tells it."""
        if people and number % POSES_EACH == 0:
            seen = tuple(Seen(FIRST_SLOT + i, self._now, one.pose) for i, one in enumerate(people.values()))
            self.client.heard.append(PoseFrame(tick=0, time=self._now, key=True, seen=seen))

    def _frame(self, dt: float) -> tuple[float, float, float, float]:
        """One frame: seconds of the client's own work by the thread's clock and by the wall's, and of Panda3D's."""
        self._now += dt
        frame = Frame(self._now, dt)
        parted = FRAME.index(draw)
        clocks = []
        for steps in (FRAME[:parted], FRAME[parted : parted + 1], FRAME[parted + 1 :]):
            began, since = time.thread_time(), time.perf_counter()
            for step in steps:
                step(self.client, frame)
            clocks.append((time.thread_time() - began, time.perf_counter() - since))
        (before, before_wall), (panda, panda_wall), (after, after_wall) = clocks
        return before + after, before_wall + after_wall, panda, panda_wall

    def close(self) -> None:
        """Leaves, and takes the interface away; stage and places stay."""
        self.client.link.close()
        self.client.crowd.clear()
        self._taught.close()
        self._interface.destroy()
        self._folder.cleanup()


def _work(spent: Sequence[float], passed: Sequence[float]) -> Work:
    """Of seconds of each frame, by the thread's clock and by the wall's."""
    return Work(
        statistics.median(spent) * 1000,
        statistics.quantiles(spent, n=10)[-1] * 1000 if len(spent) > 1 else spent[0] * 1000,
        statistics.median(passed) * 1000,
    )
