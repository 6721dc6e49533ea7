"""Emitters and loudspeakers are heard from where they are, as far as they carry, and as the room answers them."""

import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from campus.client.audio.cues import Moment, Point3
from campus.client.audio.media import Media
from campus.client.audio.sources import HIDDEN, Sources
from campus.components import Placed, SoundAnchor
from campus.sound.library import answers, common, media_name
from campus.space.model import Portal, Sound, Space

MakeSpace = Callable[..., Space]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with everything in it, and a campus with two files, one of them made ready."""
    (tmp_path / "assets" / "sounds").mkdir(parents=True)
    (tmp_path / "assets" / "sounds" / "welcome.ogg").write_bytes(b"welcome")
    (tmp_path / "assets" / "sounds" / "unmade.ogg").write_bytes(b"not yet")
    (tmp_path / "secret.wav").write_bytes(b"secret")
    common(tmp_path).mkdir(parents=True)
    for name in ("source-water", "source-bell", media_name(b"welcome"), media_name(b"secret")):
        for way in ("", "-hidden", "-closed"):
            (common(tmp_path) / f"{name}{way}.wav").touch()
    return tmp_path


def answered(folder: Path, space: Space, name: str) -> str:
    """The name of the voice by which a space answers."""
    path = answers(folder, space.digest)
    path.mkdir(exist_ok=True)
    for suffix in ("", "-mono"):
        (path / f"{name}{suffix}.wav").touch()
    return f"{path.name}/{name}"


def sources_of(card: Any, folder: Path) -> Sources:
    return Sources(card, folder, Media(folder / "assets"))


def sounding(make_space: MakeSpace, **fields: Any) -> Space:
    anchor = SoundAnchor(Placed((4.0, 4.0, 1.5)), **{"sound": "water", **fields})
    return make_space(sounds=(Sound("thing", anchor),))


def at(space: Space, ear: Point3, **more: Any) -> Moment:
    return Moment(space, ear, 0.0, **more)


def hear(
    sources: Sources, moment: Moment | None, seconds: float = 2.0, hidden: bool = False, mono: bool = False
) -> None:
    for _ in range(int(seconds / 0.1)):
        sources.frame(moment, lambda _: 1.0, 0.1, lambda _: hidden, mono=mono)


def test_an_emitter_falls_with_distance_and_comes_from_where_it_is(
    make_space: MakeSpace, card: Any, folder: Path
) -> None:
    space, sources = sounding(make_space), sources_of(card, folder)
    hear(sources, at(space, (4.0, 3.0, 1.5)))
    voice = card["source-water"]
    assert voice.level == pytest.approx(1.0)
    assert voice.towards == pytest.approx((0.0, 1.0, 0.0))
    hear(sources, at(space, (8.0, 4.0, 1.5)))
    assert voice.level == pytest.approx(0.25)
    assert voice.towards == pytest.approx((-1.0, 0.0, 0.0))
    assert len(card.voices) == 1, "it goes on; it does not begin anew"


def test_a_wall_between_gives_way_to_what_comes_round_it_and_back(
    make_space: MakeSpace, card: Any, folder: Path
) -> None:
    space, sources = sounding(make_space), sources_of(card, folder)
    hear(sources, at(space, (6.0, 4.0, 1.5)))
    hear(sources, at(space, (6.0, 4.0, 1.5)), hidden=True)
    assert card["source-water"].level == 0.0
    assert card["source-water-hidden"].level == pytest.approx(0.5), "the file itself is softer and duller"
    hear(sources, at(space, (6.0, 4.0, 1.5)))
    assert (card["source-water"].level, card["source-water-hidden"].level) == (0.5, 0.0)


def test_the_room_answers_however_far_away_one_stands(make_space: MakeSpace, card: Any, folder: Path) -> None:
    space = sounding(make_space, gain=-6.0, near=1.5)
    sources, name = sources_of(card, folder), answered(folder, space, "source-water-round")
    for ear in ((4.0, 3.0, 1.5), (4.0, 14.0, 1.5)):
        hear(sources, at(space, ear))
        assert card.voices[name].level == pytest.approx(1.5 * 10 ** (-6 / 20))
    assert not card.voices[name].positional
    hear(sources, at(space, (4.0, 3.0, 1.5)), hidden=True)
    assert card.voices[name].level == pytest.approx(1.5 * 10 ** (-6 / 20) / 2), "another part of the room rings more"


def test_in_mono_nothing_has_a_side(make_space: MakeSpace, card: Any, folder: Path) -> None:
    space, sources = sounding(make_space), sources_of(card, folder)
    name = answered(folder, space, "source-water-round")
    hear(sources, at(space, (6.0, 4.0, 1.5)))
    hear(sources, at(space, (6.0, 4.0, 1.5)), mono=True)
    assert card["source-water"].towards == (0.0, 0.0, 0.0)
    assert card.voices[name].level == 0.0
    assert card.voices[f"{name}-mono"].level == pytest.approx(1.0)


def test_who_leaves_hears_it_fade(make_space: MakeSpace, card: Any, folder: Path) -> None:
    sources = sources_of(card, folder)
    hear(sources, at(sounding(make_space), (4.0, 3.0, 1.5)))
    hear(sources, None, 0.2)
    assert 0.5 < card["source-water"].level < 1.0
    hear(sources, None)
    assert card["source-water"].level == 0.0


def next_door(make_space: MakeSpace, *, door: bool) -> tuple[Space, Space]:
    """A room, and a garden with water two metres beyond its doorway."""
    way = Portal("way", (5.0, 8.0, 0.0), 0.6, "garden", "back", True, Placed((5, 7, 0), 180.0), door, None)
    back = Portal("back", (2.0, 0.0, 0.0), 0.6, "room", "way", True, Placed((2, 1, 0), 0.0), door, None)
    water = Sound("basin", SoundAnchor(Placed((2.0, 2.0, 1.5)), "water"))
    room = make_space(id="room", digest="room", portals={"way": way})
    return room, make_space(id="garden", digest="garden", portals={"back": back}, sounds=(water,))


def test_water_beyond_an_archway_is_heard_from_there_and_goes_on_when_one_walks_through(
    make_space: MakeSpace, card: Any, folder: Path
) -> None:
    room, garden = next_door(make_space, door=False)
    sources = sources_of(card, folder)
    hear(sources, at(room, (5.0, 6.0, 1.5), beyond={"garden": garden}))
    voice = card["source-water"]
    assert voice.level == pytest.approx(1 / 4), "two metres to the archway, and two beyond it"
    assert voice.towards == pytest.approx((0.0, 1.0, 0.0))
    hear(sources, None, 0.1)
    hear(sources, at(garden, (2.0, 1.0, 1.5), beyond={"room": room}))
    assert voice.level == pytest.approx(1.0)
    assert len(card.voices) == 1


def test_a_shut_door_lets_through_only_what_comes_through_a_door(
    make_space: MakeSpace, card: Any, folder: Path
) -> None:
    room, garden = next_door(make_space, door=True)
    sources = sources_of(card, folder)
    hear(sources, at(room, (5.0, 6.0, 1.5), beyond={"garden": garden}))
    assert set(card.voices) == {f"{common(Path()).name}/source-water-closed"}
    hear(sources, at(room, (5.0, 6.0, 1.5), beyond={"garden": garden}, doors={"way": 1.0}))
    assert card["source-water-closed"].level == 0.0
    assert card["source-water"].level == pytest.approx(1 / 4)


def test_a_loudspeaker_plays_when_the_room_says_so_once_each_time(
    make_space: MakeSpace, card: Any, folder: Path
) -> None:
    space = sounding(make_space, sound="bell", starts=False, loops=False)
    sources, name = sources_of(card, folder), answered(folder, space, "source-bell-once")
    hear(sources, at(space, (4.0, 3.0, 1.5)))
    assert not card.voices
    plays = at(space, (4.0, 3.0, 1.5), playing={"thing": True})
    hear(sources, plays, 0.2)
    bell = card["source-bell"]
    assert (bell.once, bell.level) == (True, 1.0)
    assert card.voices[name].once, "the room's answer begins with it"
    hear(sources, plays, 0.2, hidden=True)
    assert bell.level == pytest.approx(HIDDEN), "it has begun in the open, and is only made softer"
    bell.ended = True
    hear(sources, plays, 0.2)
    assert card.voices[name].level > 0.0, "the room still rings"
    card.voices[name].ended = True
    hear(sources, plays)
    rung = dict(card.voices)
    card.voices.clear()
    hear(sources, plays)
    assert not card.voices, "it has rung; the room still says 'playing'"
    hear(sources, at(space, (4.0, 3.0, 1.5), playing={"thing": False}))
    hear(sources, plays, 0.2)
    assert set(card.voices) == set(rung)


def test_swifts_call_now_and_then_from_where_they_fly_whatever_way_one_looks(
    make_space: MakeSpace, card: Any, folder: Path
) -> None:
    for n in range(4):
        for way in ("", "-hidden", "-closed"):
            (common(folder) / f"source-swifts-{n}{way}.wav").touch()
    anchor = SoundAnchor(Placed((4.0, 4.0, 12.0)), "swifts", near=8.0)
    space, sources = make_space(sounds=(Sound("party", anchor),)), sources_of(card, folder)
    flights: list[list[Point3]] = [[]]
    heard = set()
    for frame in range(900):
        sources.frame(Moment(space, (4.0, 4.0, 1.6), 0.7 * frame), lambda _: 1.0, 0.1, lambda _: False)
        sounding = [(name, voice) for name, voice in card.voices.items() if voice.level > 0]
        assert len(sounding) <= 1, "one party calls at a time"
        for name, voice in sounding:
            heard.add(name)
            flights[-1].append(voice.towards)
        if not sounding and flights[-1]:
            flights.append([])
            card.voices.clear()
    passes = [flight for flight in flights if len(flight) > 20]
    assert len(passes) >= 3
    assert len(heard) >= 3, "not always the same call"
    silent = 900 - sum(map(len, flights))
    assert 300 < silent < 800
    for flight in passes:
        assert all(towards[2] > 0.2 for towards in flight), "high above"
        (x1, y1, _), (x2, y2, _) = flight[0], flight[-1]
        assert math.hypot(x2 - x1, y2 - y1) > 1.0, "it passes from one side to the other"
        assert all(math.dist(a, b) < 0.25 for a, b in pairwise(flight)), "and never jumps"


def test_two_who_came_at_different_times_hear_the_same_swifts_at_the_same_moment(
    make_space: MakeSpace, card: Any, folder: Path
) -> None:
    for n in range(4):
        (common(folder) / f"source-swifts-{n}.wav").touch()
    anchor = SoundAnchor(Placed((4.0, 4.0, 12.0)), "swifts", near=8.0)
    space, cards = make_space(sounds=(Sound("party", anchor),)), (card, type(card)())
    ears = [sources_of(each, folder) for each in cards]

    def sounding(frame: int, who: int) -> set[str]:
        moment = Moment(space, (4.0, 4.0, 1.6), 0.0, time=1.8e9 + 0.1 * frame)
        ears[who].frame(moment, lambda _: 1.0, 0.1, lambda _: False)
        return {name for name, voice in cards[who].voices.items() if voice.level > 0}

    for frame in range(333):
        sounding(frame, 0)
    both = [(sounding(frame, 0), sounding(frame, 1)) for frame in range(333, 900)]
    # A flight that was under way when one of them came is heard in both from then on.
    assert all(one == other for one, other in both)
    assert any(one for one, _ in both)
    assert not all(one for one, _ in both)


def test_a_file_of_the_campus_is_played_once_it_is_made_ready_and_none_from_elsewhere(
    make_space: MakeSpace, card: Any, folder: Path
) -> None:
    sources = sources_of(card, folder)
    for sound in ("../secret.wav", "sounds/missing.ogg", "sounds/unmade.ogg"):
        hear(sources, at(sounding(make_space, sound=sound), (4.0, 3.0, 1.5)), 0.2)
    assert not card.voices
    hear(sources, at(sounding(make_space, sound="sounds/welcome.ogg"), (4.0, 3.0, 1.5)), 0.2)
    assert list(card.voices) == [f"{common(Path()).name}/{media_name(b'welcome')}"]
