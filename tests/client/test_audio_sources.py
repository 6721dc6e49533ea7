"""Emitters and loudspeakers are heard from where they are, as far as they carry, while the room says so."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from campus.client.audio.cues import Moment, Point3
from campus.client.audio.sources import Sources
from campus.components import Placed, SoundAnchor
from campus.sound.library import source_file
from campus.space.model import Sound, Space

MakeSpace = Callable[..., Space]
Hear = Callable[..., None]


@dataclass
class Voice:
    """What a sound card was told."""

    once: bool
    level: float = 0.0
    towards: Point3 = (0.0, 0.0, 0.0)
    ended: bool = False

    def set_level(self, level: float) -> None:
        self.level = level

    def move(self, towards: Point3) -> None:
        self.towards = towards


@dataclass
class Card:
    """A sound card that writes down what it plays."""

    voices: dict[str, Voice] = field(default_factory=dict)

    def loop(self, path: Path, *, positional: bool = False, once: bool = False) -> Voice:
        assert positional
        return self.voices.setdefault(f"{path.stem}-{len(self.voices)}", Voice(once))


@pytest.fixture
def card() -> Card:
    return Card()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("water", "bell"):
        file = source_file(tmp_path, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / "assets" / "sounds").mkdir(parents=True)
    (tmp_path / "assets" / "sounds" / "welcome.ogg").touch()
    (tmp_path / "secret.wav").touch()
    return tmp_path


def sounding(make_space: MakeSpace, **fields: object) -> Space:
    anchor = SoundAnchor(Placed((4.0, 4.0, 1.5)), **{"sound": "water", **fields})  # type: ignore[arg-type]
    return make_space(sounds=(Sound("thing", anchor),))


def at(space: Space, ear: Point3, **more: object) -> Moment:
    return Moment(space, ear, 0.0, **more)  # type: ignore[arg-type]


def hear(sources: Sources, moment: Moment | None, seconds: float = 2.0, hidden: bool = False) -> None:
    for _ in range(int(seconds / 0.1)):
        sources.frame(moment, lambda _: 1.0, 0.1, lambda _: hidden)


def test_an_emitter_falls_with_distance_and_comes_from_where_it_is(
    make_space: MakeSpace, card: Card, folder: Path
) -> None:
    space, sources = sounding(make_space), Sources(card, folder)
    hear(sources, at(space, (4.0, 3.0, 1.5)))
    (voice,) = card.voices.values()
    assert voice.level == pytest.approx(1.0)
    assert voice.towards == pytest.approx((0.0, 1.0, 0.0))
    hear(sources, at(space, (8.0, 4.0, 1.5)))
    assert voice.level == pytest.approx(0.25)
    assert voice.towards == pytest.approx((-1.0, 0.0, 0.0))
    hear(sources, at(space, (8.0, 4.0, 1.5)), hidden=True)
    assert voice.level == pytest.approx(0.25 * 0.25), "a wall between"
    assert len(card.voices) == 1, "it goes on; it does not begin anew"


def test_who_leaves_hears_it_fade(make_space: MakeSpace, card: Card, folder: Path) -> None:
    sources = Sources(card, folder)
    hear(sources, at(sounding(make_space), (4.0, 3.0, 1.5)))
    hear(sources, None)
    (voice,) = card.voices.values()
    assert voice.level == 0.0


def test_a_loudspeaker_plays_when_the_room_says_so_once_each_time(
    make_space: MakeSpace, card: Card, folder: Path
) -> None:
    space = sounding(make_space, sound="bell", starts=False, loops=False)
    sources = Sources(card, folder)
    hear(sources, at(space, (4.0, 3.0, 1.5)))
    assert not card.voices
    plays = at(space, (4.0, 3.0, 1.5), playing={"thing": True})
    hear(sources, plays, 0.2)
    (voice,) = card.voices.values()
    assert (voice.once, voice.level) == (True, 1.0)
    voice.ended = True
    hear(sources, plays)
    assert len(card.voices) == 1, "it has rung; the room still says 'playing'"
    hear(sources, at(space, (4.0, 3.0, 1.5), playing={"thing": False}))
    hear(sources, plays, 0.2)
    assert len(card.voices) == 2


def test_a_file_of_the_campus_is_played_and_none_from_elsewhere(
    make_space: MakeSpace, card: Card, folder: Path
) -> None:
    sources = Sources(card, folder, folder / "assets")
    hear(sources, at(sounding(make_space, sound="sounds/welcome.ogg"), (4.0, 3.0, 1.5)), 0.2)
    assert [name.partition("-")[0] for name in card.voices] == ["welcome"]
    hear(sources, at(sounding(make_space, sound="../secret.wav"), (4.0, 3.0, 1.5)), 0.2)
    hear(sources, at(sounding(make_space, sound="sounds/missing.ogg"), (4.0, 3.0, 1.5)), 0.2)
    assert len(card.voices) == 1
