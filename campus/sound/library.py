"""The sounds as files: what every space shares, and how one space answers each. Made once, by code, into a cache.

Run as a module it is the process that makes them beside the client, so that no frame waits:
`python -m campus.sound.library FOLDER DIGEST ROOM.npz SURFACE…`
"""

from __future__ import annotations

import os
import sys
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE
from campus.sound.ambience import AMBIENCES, ambience
from campus.sound.around import behind_closed_door
from campus.sound.noise import faded
from campus.sound.response import (
    Echo,
    Room,
    convolved,
    impulse_response,
    kept_echo,
    load_echo,
    save_echo,
    trace,
)
from campus.sound.sources import SOURCES, source
from campus.sound.things import SURFACES, THINGS, VARIANTS, step, thing

Samples = NDArray[np.float64]

VERSION = 2
"""Of the sounds: goes up when one of them changes, so that no cache serves an old one."""
ECHOED = ("door-open", "door-close", "seat-down", "seat-up")
"""Things that a room answers; notes belong to the interface and to no room."""


def common(folder: Path) -> Path:
    """Where the sounds lie that every space shares."""
    return folder / f"common-{VERSION}"


def answers(folder: Path, digest: str) -> Path:
    """Where a space's answers lie."""
    return folder / f"space-{VERSION}-{digest[:32]}"


def names_of(surfaces: tuple[str, ...] = tuple(SURFACES)) -> dict[str, Samples]:
    """Every sound that a space answers, dry, by its file's name."""
    steps = {f"{surface}-{n}": step(surface, n) for surface in surfaces for n in range(VARIANTS)}
    return steps | {name: thing(name) for name in THINGS if name in ECHOED}


def make_common(folder: Path) -> None:
    """Write what every space shares, unless it is there: dry steps and things, beds, beds through a closed door."""
    into = common(folder)
    if (into / "ready").exists():
        return
    into.mkdir(parents=True, exist_ok=True)
    dry = {f"{surface}-{n}": step(surface, n) for surface in SURFACES for n in range(VARIANTS)}
    for name, sound in (dry | {name: thing(name) for name in THINGS}).items():
        write(into / f"{name}.wav", sound)
        # A mono sound in the middle is panned, and loses 4.5 dB of what it was made at; one for two ears does not.
        write(into / f"{name}-mid.wav", np.stack([sound, sound], axis=1))
    for bed in AMBIENCES:
        sides = ambience(bed)
        mono = sides.mean(1)
        write(into / f"{bed}.wav", sides)
        write(into / f"{bed}-mono.wav", mono)
        write(into / f"{bed}-closed.wav", behind_closed_door(mono))
    for name in SOURCES:
        write(source_file(folder, name), source(name))
    (into / "ready").touch()


def source_file(folder: Path, name: str) -> Path:
    """Where the sound of a place lies, by its name in the library."""
    return common(folder) / f"source-{name}.wav"


def make_answers(folder: Path, digest: str, echo: Echo, surfaces: tuple[str, ...]) -> None:
    """Write how a space answers each sound, for two ears and for one."""
    into = answers(folder, digest)
    into.mkdir(parents=True, exist_ok=True)
    response = impulse_response(echo)
    for name, dry in names_of(surfaces).items():
        wet = convolved(dry, response)
        sides = faded(wet[: _heard(wet)], 0.1)
        write(into / f"{name}.wav", sides)
        write(into / f"{name}-mono.wav", sides.mean(1))
    (into / "ready").touch()


def echo_of(folder: Path, digest: str, room: Room) -> Echo:
    """A room's echo, kept by the space's digest."""
    path = kept_echo(folder, digest)
    echo = load_echo(path)
    if echo is None:
        echo = trace(room)
        save_echo(echo, path)
    return echo


def write(path: Path, sound: Samples) -> None:
    """Write a sound as a WAV file of 16 bits; never half of one under its name."""
    fresh = path.with_name(path.name + ".new")
    fresh.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(fresh), "wb") as file:
        file.setnchannels(1 if sound.ndim == 1 else sound.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32767).round().astype("<i2").tobytes())
    fresh.replace(path)


def read(path: Path) -> Samples:
    """(n, channels) a WAV file of 16 bits."""
    with wave.open(str(path), "rb") as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return np.asarray(raw.reshape(-1, file.getnchannels()) / 32767.0)


def save_room(room: Room, path: Path) -> None:
    """Hand a room to the process that traces it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, corners=room.corners, absorption=room.absorption, places=room.places, box=room.box)


def _heard(wet: Samples) -> int:
    """How many samples of an answer are worth a file: until it has fallen by 70 dB."""
    level = np.abs(wet).max(1)
    loud = np.flatnonzero(level > 3e-4 * max(float(level.max()), 1e-9))
    return int(loud[-1]) + 1 if len(loud) else 1


def main(arguments: list[str]) -> None:
    """Make what is missing, at low priority: another process draws meanwhile."""
    if hasattr(os, "nice"):
        os.nice(10)
    folder, digest, path, *surfaces = arguments
    make_common(Path(folder))
    with np.load(path) as kept:
        room = Room(kept["corners"], kept["absorption"], kept["places"], kept["box"])
    Path(path).unlink(missing_ok=True)
    make_answers(Path(folder), digest, echo_of(Path(folder), digest, room), tuple(surfaces))


if __name__ == "__main__":
    main(sys.argv[1:])
