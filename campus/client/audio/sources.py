"""What sounds from places: emitters and loudspeakers, from where they are, as far as they carry.

Each is heard in up to four ways at once, which add up: as it is, from behind a wall, through a shut door, and as the
room answers it. What lies beyond a doorway is heard from there, and goes on without a break when one walks through.

Own which of them play; know no keys, no drawing, no network.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from campus.client.audio.cues import EAR_LEVEL_M, Moment, Point3
from campus.client.audio.media import Media
from campus.components import Placed
from campus.sound.around import HIDDEN_ANSWER, loss_by_distance
from campus.sound.calls import CALLS, Caller
from campus.sound.library import answer_name, answers, common
from campus.sound.loudness import decibels
from campus.sound.sources import CALLED, SOURCES
from campus.space.model import Portal, Sound, Space

Way = Literal["open", "hidden", "closed", "answer"]

FADES_S = 0.8
SOFTEST = 0.002
HIDDEN = 0.25
"""Of a sound that has begun in the open and plays once, what comes round a wall: 12 dB less."""


class Voice(Protocol):
    """One sound that is playing; see `campus.client.audio.speaker.Loop`."""

    @property
    def ended(self) -> bool:
        """Whether it has come to its end by itself."""
        ...

    def set_level(self, level: float) -> None:
        """How loud, 0 to 1; at 0 it rests."""
        ...

    def move(self, towards: Point3) -> None:
        """Where it comes from: a direction in the space's frame."""
        ...


class Player(Protocol):
    """What plays; see `campus.client.audio.speaker.Speaker`."""

    def loop(self, path: Path, *, positional: bool = False, once: bool = False) -> Voice:
        """A file to go round and round, or once, silent at first."""
        ...


@dataclass(frozen=True)
class Heard:
    """How a sound reaches the ear in this frame.

    Attributes:
        sound: that sounds.
        ways: how loud it is in each of them.
        towards: a unit vector to where it seems to be; nothing where one stands in it.
        within: digest of the space that answers it; None for what lies beyond a doorway.
    """

    sound: Sound
    ways: Mapping[Way, float]
    towards: Point3
    within: str | None

    @property
    def loudest(self) -> float:
        """Of its ways but the answer."""
        return max((level for way, level in self.ways.items() if way != "answer"), default=0.0)


@dataclass
class _Part:
    voice: Voice
    positional: bool
    level: float = 0.0


@dataclass
class _Playing:
    once: bool
    parts: dict[Path, _Part] = field(default_factory=dict)

    @property
    def level(self) -> float:
        return max((part.level for part in self.parts.values()), default=0.0)

    @property
    def ended(self) -> bool:
        return bool(self.parts) and all(part.voice.ended for part in self.parts.values())


class Sources:
    """The emitters and loudspeakers that can be heard from where one is.

    Args:
        player: plays.
        folder: where made sounds are kept.
        media: names what is kept.
    """

    def __init__(self, player: Player, folder: Path, media: Media) -> None:
        self._player, self._folder, self._media = player, folder, media
        self._playing: dict[tuple[str, str], _Playing] = {}
        self._over: set[tuple[str, str]] = set()
        self._callers: dict[tuple[str, str], Caller] = {}
        self._clock = 0.0

    def frame(
        self,
        moment: Moment | None,
        volume: Callable[[Sound], float],
        dt: float,
        hidden: Callable[[Point3], bool],
        *,
        mono: bool = False,
        level: Callable[[Space], float] = lambda _: 1.0,
    ) -> None:
        """Hear one frame.

        Args:
            moment: what there is to hear; None between two spaces.
            volume: how loud a person wants a sound, 0 to 1.
            dt: seconds since the last frame.
            hidden: whether something stands between the ears and a point.
            mono: whether both ears get the same.
            level: how loud a space has what its campus brings; its answers have that in them.
        """
        self._clock = self._clock + dt if moment is None or moment.time is None else moment.time
        every = self._every(moment, hidden, level) if moment is not None else {}
        for key, heard in every.items():
            if key not in self._over and (key in self._playing or self._is_made(heard.sound)):
                self._begin(self._playing.setdefault(key, _Playing(not heard.sound.anchor.loops)), heard, mono)
        for key, playing in list(self._playing.items()):
            now = every.get(key)
            goals = self._goals(playing, now, mono) if now is not None else {}
            loud = volume(now.sound) if now is not None else 0.0
            for path, part in playing.parts.items():
                goal = min(goals.get(path, 0.0) * loud, 1.0)
                if playing.once and now is not None:
                    part.level = goal
                elif goal > part.level:
                    part.level = min(goal, part.level + dt / FADES_S)
                else:
                    part.level = max(goal, part.level - dt / FADES_S)
                if now is not None and part.positional:
                    part.voice.move((0.0, 0.0, 0.0) if mono else now.towards)
                part.voice.set_level(part.level)
            if playing.once and playing.ended:
                self._over.add(key)  # until the room says that it does not play any more
                del self._playing[key]
            elif now is None and playing.level <= SOFTEST:
                for part in playing.parts.values():
                    part.voice.set_level(0.0)
                del self._playing[key]
        self._over &= set(every)

    def _every(
        self, moment: Moment, hidden: Callable[[Point3], bool], level: Callable[[Space], float]
    ) -> dict[tuple[str, str], Heard]:
        """What sounds now, by space and node: in the space what the room says, beyond its doorways what never ends."""
        every = {}
        for sound in self._now(moment.space):
            if moment.playing.get(sound.node, sound.anchor.starts):
                brought = sound.anchor.sound not in SOURCES
                heard = here(sound, moment, hidden, level(moment.space) if brought else 1.0)
                every[moment.space.digest, sound.node] = heard
        for portal in moment.space.portals.values():
            there = moment.beyond.get(portal.space)
            if there is None or not portal.built or there.id == moment.space.id:
                continue
            for heard in beyond(portal, there, self._now(there), moment, hidden):
                key = there.digest, heard.sound.node
                if key not in every or heard.loudest > every[key].loudest:
                    every[key] = heard
        return every

    def _now(self, space: Space) -> list[Sound]:
        """A space's sounds at this moment: of what calls now and then the call that is heard, from where it is."""
        sounds = []
        for sound in space.sounds:
            anchor = sound.anchor
            calls = CALLS.get(anchor.sound) if anchor.loops else None
            if calls is None:
                sounds.append(sound)
                continue
            key = space.id, sound.node
            if key not in self._callers:
                self._callers[key] = Caller(f"{space.id}/{sound.node}", calls)
            if (call := self._callers[key].at(self._clock)) is not None:
                x, y, z = (p + d for p, d in zip(anchor.place.at, call.offset, strict=True))
                called = f"{anchor.sound}-{call.variant}"
                sounds.append(
                    replace(sound, anchor=replace(anchor, sound=called, place=Placed((x, y, z)), loops=False))
                )
        return sounds

    def _begin(self, playing: _Playing, heard: Heard, mono: bool) -> None:
        """Have a voice for each way that is wanted; what plays once begins in all of them at the same moment."""
        if playing.once and playing.parts:
            return
        for way, level in heard.ways.items():
            path = self._path(heard, way, mono)
            if level <= SOFTEST or path is None or path in playing.parts or not path.is_file():
                continue
            positional = way != "answer"
            voice = self._player.loop(path, positional=positional, once=playing.once)
            playing.parts[path] = _Part(voice, positional)

    def _goals(self, playing: _Playing, heard: Heard, mono: bool) -> dict[Path, float]:
        goals: dict[Path, float] = {}
        for way, level in heard.ways.items():
            path = self._path(heard, way, mono)
            if path is None or level <= SOFTEST:
                continue
            if playing.once and way in ("open", "hidden") and path not in playing.parts:
                # It began in the other of the two ways, and is only made softer or louder.
                other = self._path(heard, "open" if way == "hidden" else "hidden", mono)
                if other is not None:
                    goals[other] = level * (HIDDEN if way == "hidden" else 1.0)
            else:
                goals[path] = level
        return goals

    def _is_made(self, sound: Sound) -> bool:
        name = self._media.name(sound.anchor.sound)
        return name is not None and (common(self._folder) / f"{name}.wav").is_file()

    def _path(self, heard: Heard, way: Way, mono: bool) -> Path | None:
        name = self._media.name(heard.sound.anchor.sound)
        if name is None:
            return None
        if way != "answer":
            return common(self._folder) / f"{name}{'' if way == 'open' else '-' + way}.wav"
        if heard.within is None:
            return None
        answer = answer_name(name, loops=heard.sound.anchor.loops)
        return answers(self._folder, heard.within) / f"{answer}{'-mono' if mono else ''}.wav"


def here(sound: Sound, moment: Moment, hidden: Callable[[Point3], bool], level: float = 1.0) -> Heard:
    """How a sound of the space that one is in reaches the ear.

    Args:
        sound: as it is now.
        moment: what there is to hear.
        hidden: whether something stands between the ears and a point.
        level: how loud the space has it; its answer has that in it.
    """
    anchor = sound.anchor
    distance, towards = _away(anchor.place.at, moment.ear)
    made = decibels(anchor.gain)
    way: Way = "hidden" if distance > 0.5 and hidden(anchor.place.at) else "open"
    # The room answers what leaves the source, which is the louder at one metre the greater the source is.
    ways: dict[Way, float] = {
        way: made * level * loss_by_distance(distance, anchor.near),
        "answer": made * anchor.near * (HIDDEN_ANSWER if way == "hidden" else 1.0),
    }
    return Heard(sound, ways, towards, moment.space.digest)


def beyond(
    portal: Portal, there: Space, sounds: Iterable[Sound], moment: Moment, hidden: Callable[[Point3], bool]
) -> Iterator[Heard]:
    """How what sounds by itself in a neighbouring space reaches the ear: by the doorway, and less if it is shut.

    Args:
        portal: the doorway.
        there: the neighbouring space.
        sounds: of it, as they are now.
        moment: what there is to hear.
        hidden: whether something stands between the ears and a point.
    """
    back = there.portals.get(portal.node)
    if back is None:
        return
    mouth = _above(portal.at)
    distance, towards = _away(mouth, moment.ear)
    opened = moment.doors.get(portal.id, 0.0) if portal.door else 1.0
    aside = distance > 0.5 and hidden(mouth)
    for sound in sounds:
        anchor = sound.anchor
        if not (anchor.starts and (anchor.loops or anchor.sound in CALLED)):
            continue
        far, _ = _away(anchor.place.at, _above(back.at))
        level = decibels(anchor.gain) * loss_by_distance(far + distance, anchor.near)
        ways: dict[Way, float] = {
            "hidden" if aside else "open": level * opened,
            "closed": level * (1 - opened) * (HIDDEN if aside else 1.0),
        }
        yield Heard(sound, ways, towards, None)


def _above(at: Point3) -> Point3:
    return (at[0], at[1], at[2] + EAR_LEVEL_M)


def _away(at: Point3, ear: Point3) -> tuple[float, Point3]:
    """Metres, and the direction: none where one stands in it."""
    x, y, z = at[0] - ear[0], at[1] - ear[1], at[2] - ear[2]
    distance = math.hypot(x, y, z)
    return distance, (x / distance, y / distance, z / distance) if distance >= 0.3 else (0.0, 0.0, 0.0)
