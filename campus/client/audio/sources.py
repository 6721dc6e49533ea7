"""What sounds from places in a space: emitters and loudspeakers, from where they are, as far as they carry.

Own which of them play; know no keys, no drawing, no network.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from campus.client.audio.cues import Moment, Point3
from campus.sound.around import loss_by_distance
from campus.sound.library import source_file
from campus.sound.loudness import decibels
from campus.sound.sources import SOURCES
from campus.space.model import Sound

FADES_S = 0.8
SOFTEST = 0.002
HIDDEN = 0.25
"""Of the direct sound, what comes round a wall or a column: 12 dB less; a room's answer stays."""


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


@dataclass
class _Playing:
    voice: Voice
    level: float = 0.0


class Sources:
    """The emitters and loudspeakers of the space that one is in.

    Args:
        player: plays.
        folder: where made sounds are kept.
        assets: the campus's `assets`; files that loudspeakers name are read from there and from nowhere else.
    """

    def __init__(self, player: Player, folder: Path, assets: Path | None = None) -> None:
        self._player, self._folder = player, folder
        self._assets = assets.resolve() if assets is not None else None
        self._playing: dict[tuple[str, str], _Playing] = {}
        self._over: set[tuple[str, str]] = set()

    def frame(
        self,
        moment: Moment | None,
        volume: Callable[[Sound], float],
        dt: float,
        hidden: Callable[[Point3], bool],
        *,
        mono: bool = False,
    ) -> None:
        """Hear one frame.

        Args:
            moment: what there is to hear; None between two spaces.
            volume: how loud a person wants a sound, 0 to 1.
            dt: seconds since the last frame.
            hidden: whether something stands between the ears and a point.
            mono: whether both ears get the same.
        """
        wanted = self._wanted(moment) if moment is not None else {}
        for key, sound in wanted.items():
            if key not in self._playing and key not in self._over and (path := self._file(sound.anchor.sound)):
                self._playing[key] = _Playing(self._player.loop(path, positional=True, once=not sound.anchor.loops))
        for key, playing in list(self._playing.items()):
            heard = wanted.get(key)
            goal = 0.0
            if heard is not None and moment is not None:
                goal, towards = _as_heard(heard, moment.ear, hidden)
                goal *= volume(heard)
                playing.voice.move((0.0, 0.0, 0.0) if mono else towards)
            step = dt / FADES_S
            once = heard is not None and not heard.anchor.loops
            playing.level = (
                goal
                if once
                else min(goal, playing.level + step)
                if goal > playing.level
                else (max(goal, playing.level - step))
            )
            playing.voice.set_level(min(playing.level, 1.0))
            if once and playing.voice.ended:
                self._over.add(key)  # until the room says that it does not play any more
                del self._playing[key]
            elif heard is None and playing.level <= SOFTEST:
                playing.voice.set_level(0.0)
                del self._playing[key]
        self._over &= set(wanted)

    def _wanted(self, moment: Moment) -> Mapping[tuple[str, str], Sound]:
        """What sounds now: what the room says of it, else as its author began."""
        return {
            (moment.space.digest, sound.node): sound
            for sound in moment.space.sounds
            if moment.playing.get(sound.node, sound.anchor.starts)
        }

    def _file(self, sound: str) -> Path | None:
        """The file of a sound, or None where it is not (yet) there; never one outside of `assets`."""
        if sound in SOURCES:
            path = source_file(self._folder, sound)
        elif self._assets is not None:
            path = (self._assets / sound).resolve()
            if not path.is_relative_to(self._assets):
                return None
        else:
            return None
        return path if path.is_file() else None


def _as_heard(sound: Sound, ear: Point3, hidden: Callable[[Point3], bool]) -> tuple[float, Point3]:
    """How loud a sound is at the ear, and the direction that it comes from: nothing where one stands in it."""
    at = sound.anchor.place.at
    away = (at[0] - ear[0], at[1] - ear[1], at[2] - ear[2])
    distance = math.hypot(*away)
    level = decibels(sound.anchor.gain) * loss_by_distance(distance, sound.anchor.near)
    if level < SOFTEST:
        return 0.0, (0.0, 0.0, 0.0)
    if hidden(at):
        level *= HIDDEN
    if distance < 0.3:
        return level, (0.0, 0.0, 0.0)
    return level, (away[0] / distance, away[1] / distance, away[2] / distance)
