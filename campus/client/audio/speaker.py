"""Panda3D's OpenAL, opened on its own and in silence: where there is nothing to play on, there is no speaker.

The only module that touches Panda3D's audio. Distances and volumes are the caller's: a sound comes with its gain, from
a direction or from the middle of the head.
"""

from __future__ import annotations

import contextlib
import math
import os
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from panda3d.core import AudioManager, Filename, load_prc_file_data

Point3 = tuple[float, float, float]

_SETTINGS = """
audio-library-name p3openal_audio
audio-preload-threshold -1
audio-cache-limit 400
notify-level-audio fatal
"""
VOICES = 48
"""Sounds at a time; the oldest gives way."""


class Loop:
    """A sound that goes round and round, or once."""

    def __init__(self, sound: Any, *, once: bool = False) -> None:
        self._sound, self._once = sound, once
        self._level = 0.0
        sound.set_loop(not once)

    @property
    def ended(self) -> bool:
        """Whether it has come to its end by itself."""
        return self._once and self._level > 0.001 and self._sound.status() != self._sound.PLAYING

    def set_level(self, level: float) -> None:
        """How loud, 0 to 1; at 0 it rests."""
        if level <= 0.001:
            if self._level > 0.001:
                self._sound.stop()
        else:
            self._sound.set_volume(level)
            if self._level <= 0.001:
                self._sound.play()
        self._level = level

    def move(self, towards: Point3) -> None:
        """Where it comes from: a direction in the space's frame."""
        self._sound.set_3d_attributes(*towards, 0, 0, 0)


class Speaker:
    """Plays files. Get one by `open_speaker`."""

    def __init__(self, manager: Any) -> None:
        self._manager = manager
        self._playing: deque[Any] = deque()
        manager.audio_3d_set_distance_factor(1.0)
        manager.audio_3d_set_drop_off_factor(0.0)
        manager.audio_3d_set_doppler_factor(0.0)

    def listen(self, heading: float) -> None:
        """Turn the head: degrees counter-clockwise from north. The listener stays in the origin."""
        turn = math.radians(heading)
        self._manager.audio_3d_set_listener_attributes(0, 0, 0, 0, 0, 0, -math.sin(turn), math.cos(turn), 0, 0, 0, 1)

    def play(self, path: Path, level: float, towards: Point3 | None = None) -> None:
        """Play a file once.

        Args:
            path: a WAV file, mono if it has a direction.
            level: on amplitudes, at most 1.
            towards: a unit vector in the space's frame; None for the middle of the head.
        """
        sound = self._sound(path, towards is not None)
        sound.set_volume(min(level, 1.0))
        if towards is not None:
            sound.set_3d_attributes(*towards, 0, 0, 0)
        sound.play()
        self._playing.append(sound)
        while len(self._playing) > VOICES:
            self._playing.popleft().stop()

    def loop(self, path: Path, *, positional: bool = False, once: bool = False) -> Loop:
        """A file to go round and round, or `once`, silent at first."""
        return Loop(self._sound(path, positional), once=once)

    def update(self) -> None:
        """Once a frame."""
        self._manager.update()
        while self._playing and self._playing[0].status() != self._playing[0].PLAYING:
            self._playing.popleft()

    def close(self) -> None:
        """Fall silent and let the device go."""
        with _unheard():
            self._playing.clear()
            self._manager.stop_all_sounds()
            self._manager.shutdown()

    def _sound(self, path: Path, positional: bool) -> Any:
        return self._manager.get_sound(Filename.from_os_specific(str(path)), positional)


def open_speaker(*, headphones: bool = False) -> Speaker | None:
    """The machine's sound, or None where it has none. Says nothing either way.

    Args:
        headphones: sounds come from their places as a head and two ears make them, above and behind too (HRTF); for
            headphones alone. Only the first speaker of a process decides it, and where the platform's sound has no
            such thing (`has_headphones`) nothing changes.
    """
    if not _may_have_sound():
        return None
    load_prc_file_data("campus-audio", _SETTINGS)
    with _unheard(), _for_headphones() if headphones and has_headphones() else contextlib.nullcontext():
        try:
            manager: Any = AudioManager.create_AudioManager()
        except Exception:  # Panda3D raises the bare Exception when a library does not load
            return None
        if not manager.is_valid() or type(manager).__name__ == "NullAudioManager":
            return None
        # A manager that opened no device only tells by its first sound.
    return Speaker(manager)


def has_headphones() -> bool:
    """Whether this platform's sound can be told to play for headphones: OpenAL Soft can, macOS's own OpenAL cannot."""
    return sys.platform != "darwin"


@contextlib.contextmanager
def _for_headphones() -> Iterator[None]:
    """OpenAL Soft reads a person's own settings first, and then a file that the environment names: ours, meanwhile."""
    former = os.environ.get("ALSOFT_CONF")
    settings = ""
    if former is not None:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            settings = Path(former).read_text("utf-8")
    try:
        descriptor, name = tempfile.mkstemp(".conf", "campus-openal-")
    except OSError:
        yield  # no room for a file: as without headphones
        return
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            # What stands last wins.
            file.write(f"{settings}\n[general]\nhrtf = true\nstereo-mode = headphones\n")
        os.environ["ALSOFT_CONF"] = name
        yield
    finally:
        if former is None:
            os.environ.pop("ALSOFT_CONF", None)
        else:
            os.environ["ALSOFT_CONF"] = former
        with contextlib.suppress(OSError):
            Path(name).unlink()


def _may_have_sound() -> bool:
    """On Linux, whether anything is there that sound could go to: ALSA complains by itself where there is nothing."""
    if not sys.platform.startswith("linux") or os.environ.get("ALSOFT_DRIVERS"):
        return True
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
    servers = (runtime / "pulse" / "native", runtime / "pipewire-0", Path("/dev/snd/controlC0"))
    return bool(os.environ.get("PULSE_SERVER")) or any(server.exists() for server in servers)


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """What C libraries write to standard error meanwhile is dropped: a missing sound card is nobody's error."""
    os.environ.setdefault("ALSOFT_LOGLEVEL", "0")
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
