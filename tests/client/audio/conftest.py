"""A sound card that writes down what it is told."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from campus.client.audio.cues import Point3
from campus.sound.library import common


@dataclass
class Voice:
    """What it was told of a sound that goes on."""

    once: bool
    positional: bool
    level: float = 0.0
    towards: Point3 | None = None
    ended: bool = False

    def set_level(self, level: float) -> None:
        self.level = level

    def move(self, towards: Point3) -> None:
        self.towards = towards


@dataclass
class Card:
    """A sound card: what goes on, by folder and name of its file, and what was played, in order."""

    voices: dict[str, Voice] = field(default_factory=dict)
    played: list[tuple[str, float, Point3 | None]] = field(default_factory=list)

    def loop(self, path: Path, *, positional: bool = False, once: bool = False) -> Voice:
        return self.voices.setdefault(f"{path.parent.name}/{path.stem}", Voice(once, positional))

    def play(self, path: Path, level: float, towards: Point3 | None = None) -> None:
        self.played.append((f"{path.parent.name[:5]}/{path.stem}", level, towards))

    def __contains__(self, name: str) -> bool:
        return _shared(name) in self.voices

    def __getitem__(self, name: str) -> Voice:
        """The voice of a file that every space shares."""
        return self.voices[_shared(name)]

    def listen(self, heading: float) -> None: ...

    def update(self) -> None: ...

    def close(self) -> None: ...


def _shared(name: str) -> str:
    return f"{common(Path()).name}/{name}"


@pytest.fixture
def card() -> Card:
    return Card()
