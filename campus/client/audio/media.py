"""What a campus brings to be heard: files under its `assets`, decoded by Panda3D, which is why this is here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Datagram, Filename, MovieAudio

from campus.sound.library import media_name, place_name
from campus.sound.sources import SOURCES

LONGEST_S = 1800
"""Of a file, no more is read: an hour of sound at once would take a gigabyte."""
_AT_ONCE = 65_536


class Media:
    """The names under which sounds are kept that come from places.

    Args:
        assets: the campus's; files are read from there and from nowhere else. None where there are none.
    """

    def __init__(self, assets: Path | None) -> None:
        self._assets = assets.resolve() if assets is not None else None
        self._names: dict[str, str | None] = {}

    def name(self, sound: str) -> str | None:
        """A sound's name in `campus.sound.library`; None where there is no such file."""
        if sound in SOURCES:
            return place_name(sound)
        if sound not in self._names:
            path = self.path(sound)
            try:
                self._names[sound] = media_name(path.read_bytes()) if path is not None else None
            except OSError:
                self._names[sound] = None
        return self._names[sound]

    def path(self, sound: str) -> Path | None:
        """The file that a scene names, if it is one and lies where it must."""
        if self._assets is None or sound in SOURCES:
            return None
        path = (self._assets / sound).resolve()
        return path if path.is_relative_to(self._assets) and path.is_file() else None


def decoded(path: Path) -> tuple[NDArray[np.int16], int] | None:
    """(n, channels) a sound file's samples and how many there are in a second; None where it cannot be read."""
    cursor: Any = MovieAudio.get(Filename.from_os_specific(str(path))).open()
    if cursor is None or cursor.audio_channels() < 1 or cursor.audio_rate() < 1:
        return None
    channels, rate = cursor.audio_channels(), cursor.audio_rate()
    left = min(round(cursor.length() * rate), LONGEST_S * rate)
    parts = []
    while left > 0:
        datagram = Datagram()
        cursor.read_samples(min(left, _AT_ONCE), datagram)
        part = np.frombuffer(bytes(datagram), "<i2")
        if not len(part):
            break
        parts.append(part)
        left -= len(part) // channels
    if not parts:
        return None
    whole = np.concatenate(parts)
    return whole[: len(whole) // channels * channels].reshape(-1, channels), rate
