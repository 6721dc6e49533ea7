"""A window that nobody sees, somebody in front of it, and panels to show them. Everything they do is injected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from panda3d.core import (
    Camera,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    NodePath,
    OrthographicLens,
    Texture,
    WindowProperties,
)

from campus.client.ui import local
from campus.client.ui.hud import Hud
from campus.client.ui.interface import Interface
from campus.learning.panel import (
    Choices,
    Heading,
    Line,
    Option,
    Panel,
    Pressed,
)
from campus.text import same

FONTS = Path(__file__).resolve().parents[3] / "assets" / "fonts"


class Somebody:
    """Somebody in front of a window of a given size: they see pictures, point, press and type."""

    GROUND = (96, 104, 110)
    """What is seen where nothing is drawn."""

    def __init__(self, engine: Any, size: tuple[int, int], scale: float, language: str = "fr") -> None:
        self.engine = engine
        self.win = engine.graphicsEngine.makeOutput(
            engine.pipe,
            "interface-test",
            -50,
            FrameBufferProperties(),
            WindowProperties(size=size),
            GraphicsPipe.BFRefuseWindow | GraphicsPipe.BFFbPropsOptional,
            engine.win.getGsg(),
            engine.win,
        )
        self.picture = Texture("seen")
        self.win.addRenderTexture(self.picture, GraphicsOutput.RTMCopyRam)
        self.win.setClearColor((*(part / 255 for part in self.GROUND), 1))
        flat = NodePath("render2d")
        camera = NodePath(Camera("flat", OrthographicLens()))
        camera.reparentTo(flat)
        self.win.makeDisplayRegion().setCamera(camera)
        self.size = size
        stand_in = SimpleNamespace(win=self.win, render2d=flat)
        self.ui = Interface(stand_in, language, scale, fonts=FONTS)  # type: ignore[arg-type]
        self.ui.look = replace(self.ui.look, still=True)

    def sees(self, hud: Hud, frames: int = 3) -> list[Pressed]:
        """Some frames go by; what was pressed in them."""
        pressed: list[Pressed] = []
        for _ in range(frames):
            pressed += self.ui.frame(hud, 1 / 30)
        return pressed

    def finds(self, hud: Hud, panel: str, item: str, value: str = "") -> tuple[float, float, float, float]:
        """Where something is, scrolled to if need be."""
        for _ in range(6):
            place = self.ui.where(panel, item, value)
            if place is not None:
                return place
            self.sees(hud, 2)
        raise AssertionError(f"{panel} {item} {value} is nowhere to be seen")

    def clicks(self, hud: Hud, panel: str, item: str, value: str = "") -> list[Pressed]:
        """Click in the middle of something, found by its name."""
        left, top, right, bottom = self.finds(hud, panel, item, value)
        assert left >= 0
        assert right <= self.size[0]
        self.ui.mouse_at((left + right) / 2, (top + bottom) / 2)
        self.sees(hud, 2)
        pressed: list[Pressed] = []
        for down in (True, False):
            self.ui.mouse_button(0, down)
            pressed += self.sees(hud, 2)
        return pressed

    def taps(self, hud: Hud, *keys: str) -> list[Pressed]:
        """Press and let go keys, one after the other."""
        pressed: list[Pressed] = []
        for key in keys:
            self.ui.key(key, True)
            pressed += self.sees(hud, 2)
            self.ui.key(key, False)
        return pressed + self.sees(hud, 2)

    def types(self, hud: Hud, words: str) -> list[Pressed]:
        """Type words, a letter in each frame, as a keyboard with accents sends them."""
        pressed: list[Pressed] = []
        for letter in words:
            self.ui.character(letter)
            pressed += self.sees(hud, 1)
        return pressed

    def pixels(self) -> Any:
        """What is on the screen: (height, width, 3)."""
        self.engine.graphicsEngine.renderFrame()
        self.engine.graphicsEngine.renderFrame()
        width, height = self.size
        raw = np.frombuffer(bytes(self.picture.getRamImageAs("RGB")), np.uint8)
        return raw.reshape(height, width, 3)[::-1].copy()

    def leaves(self) -> None:
        self.ui.destroy()
        self.engine.graphicsEngine.removeWindow(self.win)


@pytest.fixture
def opened(application: Any) -> Iterator[Callable[..., Somebody]]:
    """Opens windows, and closes them when the test is over."""
    people: list[Somebody] = []

    def open_one(size: tuple[int, int] = (1280, 720), scale: float = 1.0, language: str = "fr") -> Somebody:
        people.append(Somebody(application, size, scale, language))
        return people[-1]

    yield open_one
    for person in people:
        person.leaves()


@pytest.fixture
def ana(opened: Callable[..., Somebody]) -> Somebody:
    return opened()


ANSWERS = ("Téléconsultation", "Téléexpertise", "Télésurveillance médicale", "Télésoin")


def _question(id_: str = "q", *, selected: tuple[str, ...] = (), enabled: bool = True, told: bool = False) -> Panel:
    options = tuple(
        Option(id="abcd"[n], text=same(words), mark=("right" if n == 1 else "wrong") if told else "")
        for n, words in enumerate(ANSWERS)
    )
    return Panel(
        id=id_,
        title=same("Question 1 sur 5"),
        note=same("14 personnes sur 20 ont répondu"),
        items=(
            Heading(text=same("Quel acte permet de demander l’avis d’un confrère à distance\u202f?")),
            Choices(id="answer", options=options, selected=selected, enabled=enabled),
        ),
    )


def _chat(count: int = 2) -> Panel:
    lines = tuple(Line(who=f"Personne {n % 3}", words="Bonjour à tous", at="14:0" + str(n % 10)) for n in range(count))
    return local.chat_panel(lines)


@pytest.fixture
def a_question() -> Callable[..., Panel]:
    """A question with four answers."""
    return _question


@pytest.fixture
def a_chat() -> Callable[..., Panel]:
    """The chat with so many lines."""
    return _chat
