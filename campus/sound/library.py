"""The sounds as files: what every space shares, and how one space answers each. Made once, by code, into a cache.

A sound has a file for each way in which it can be heard: NAME as it is, NAME-hidden from behind a wall, NAME-closed
from behind a shut door, NAME-mid and NAME-mono the same for both ears. Which of them plays is the client's to say.

Run as a module it is the process that makes them beside the client, so that no frame waits:
`python -m campus.sound.library FOLDER DIGEST ROOM.npz NAME…`, with the names of surfaces, of things, and of sounds that
come from places as `answer_name` has them.
"""

from __future__ import annotations

import hashlib
import os
import sys
import wave
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE
from campus.sound.ambience import AMBIENCES, ambience
from campus.sound.around import behind_a_wall, behind_closed_door
from campus.sound.convolving import answered
from campus.sound.loudness import at_loudness, decibels, loudness
from campus.sound.noise import band, faded, noise
from campus.sound.rates import at_rate
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
from campus.sound.things import SEATS, STEPS_LUFS, SURFACES, THINGS, VARIANTS, step, thing, walking

Samples = NDArray[np.float64]

VERSION = 5
"""Of the sounds: goes up when one of them changes, so that no cache serves an old one."""
VOICE_LUFS = -20.0
"""Of what a loudspeaker plays, at one metre: as loud as somebody who speaks."""
ANSWERED_S = 300
"""Of a file, at most this is answered by the room; the rest of a longer one is heard without walls."""
DOORS = ("door-open", "door-close")
ECHOED = (*DOORS, *(f"{seat}-{way}" for seat in SEATS for way in ("down", "up")))
"""Things that a room answers; notes belong to the interface and to no room."""
OWN_FEET_M = 1.6
"""From one's own ears; a step is made as it is heard at one metre, like everything."""
KEPT_LU = 1.0
"""By so much a live room may be louder than what is asked for, and a dead one softer: what is beyond is taken back."""
AHEAD = 0.6
"""What OpenAL gives to each ear of a sound of one channel straight ahead, on amplitudes: measured in its recordings."""


def common(folder: Path) -> Path:
    """Where the sounds lie that every space shares."""
    return folder / f"common-{VERSION}"


def answers(folder: Path, digest: str) -> Path:
    """Where a space's answers lie."""
    return folder / f"space-{VERSION}-{digest[:32]}"


def step_level(surface: str, response: Samples) -> float:
    """The factor by which a walk on a surface is played in a room, so that one's own is about `STEPS_LUFS` there.

    Args:
        surface: of `SURFACES`.
        response: of the room, (m, 2).
    """
    walk = walking(surface)
    heard = convolved(walk, response)[: len(walk)] + (np.sqrt(0.5) / OWN_FEET_M * walk)[:, None]
    return _level(loudness(heard), STEPS_LUFS)


def voice_level(response: Samples) -> float:
    """The same of what a loudspeaker plays a metre ahead: about `VOICE_LUFS` with what the room adds."""
    dry = at_loudness(noise(2 * RATE, band(150, 900, 1.0), np.random.default_rng(7)), VOICE_LUFS)
    heard = convolved(dry, response)[: len(dry)] + (AHEAD * dry)[:, None]
    return _level(loudness(heard[RATE // 2 :]), VOICE_LUFS)


def _level(heard: float, wanted: float) -> float:
    apart = heard - wanted
    return decibels(min(max(apart, -KEPT_LU), KEPT_LU) - apart)


def levels(folder: Path, digest: str) -> dict[str, float]:
    """How much louder a space has its steps (by surface) and what loudspeakers play (`voice`) than they were made.

    Its answers have it in them already. Nothing where they are not made yet.
    """
    try:
        return msgspec.json.decode((answers(folder, digest) / "levels.json").read_bytes(), type=dict[str, float])
    except (OSError, msgspec.MsgspecError):
        return {}


def make_common(folder: Path) -> None:
    """Write what every space shares, unless it is there: dry steps and things, beds, what sounds from places."""
    into = common(folder)
    if (into / "ready").exists():
        return
    into.mkdir(parents=True, exist_ok=True)
    dry = {f"{surface}-{n}": step(surface, n) for surface in SURFACES for n in range(VARIANTS)}
    # The same in both ears is twice the sound: each gets half of its power.
    half = np.sqrt(0.5)
    for name, sound in (dry | {name: thing(name) for name in THINGS}).items():
        write(into / f"{name}.wav", sound)
        write(into / f"{name}-hidden.wav", behind_a_wall(sound))
        # OpenAL pans what has one channel, and takes more than that from the middle; what has two it leaves alone.
        write(into / f"{name}-mid.wav", np.stack([sound, sound], axis=1) * half)
    for bed in AMBIENCES:
        sides = ambience(bed)
        mono = for_one_ear(sides)
        write(into / f"{bed}.wav", sides)
        write(into / f"{bed}-mid.wav", np.stack([mono, mono], axis=1))
        write(into / f"{bed}-mono.wav", mono)
        write(into / f"{bed}-closed.wav", behind_closed_door(mono, around=True))
    for name in SOURCES:
        _write_from_a_place(common(folder) / f"source-{name}", source(name))
    (into / "ready").touch()


def place_name(sound: str) -> str:
    """The files' name of a sound of the library that comes from a place."""
    return f"source-{sound}"


def media_name(raw: bytes) -> str:
    """The files' name of what a campus brings itself, by what is in it."""
    return f"media-{hashlib.sha256(raw).hexdigest()[:24]}"


def is_media(name: str) -> bool:
    """Whether a file's name is one of what a campus brings itself."""
    return name.startswith("media-")


def answer_name(name: str, *, loops: bool) -> str:
    """The file's name of a space's answer to what sounds from a place; one that goes round is answered all round."""
    return f"{name}{'-round' if loops else '-once'}"


def keep_media(folder: Path, name: str, sound: NDArray[np.int16], rate: int) -> None:
    """Hand over what a campus brings, as it was decoded, to the process that makes it ready.

    Args:
        folder: where sounds are kept.
        name: see `media_name`.
        sound: (n, channels).
        rate: its samples a second.
    """
    path = _decoded(folder, name)
    fresh = path.with_suffix(".new.npz")
    fresh.parent.mkdir(parents=True, exist_ok=True)
    np.savez(fresh, sound=sound, rate=rate)
    fresh.replace(path)


def make_media(folder: Path, name: str) -> None:
    """Write a sound that the campus brings, as loud as a voice is, from where it hangs; once `keep_media` has it."""
    decoded = _decoded(folder, name)
    if (common(folder) / f"{name}.wav").is_file() or not decoded.is_file():
        return
    with np.load(decoded) as kept:
        sound = at_rate(kept["sound"].astype(np.float64).mean(1) / 32768.0, int(kept["rate"]))
    made = at_loudness(sound, VOICE_LUFS)
    # What is nearly silent with a few loud moments cannot be that loud; nothing is cut off.
    most = float(np.abs(made).max()) if len(made) else 0.0
    _write_from_a_place(common(folder) / name, made * min(1.0, 0.9 / max(most, 1e-9)))
    decoded.unlink(missing_ok=True)


def _decoded(folder: Path, name: str) -> Path:
    return common(folder) / f"{name}.decoded.npz"


def _write_from_a_place(path: Path, sound: Samples) -> None:
    for suffix, heard in (
        ("-hidden", behind_a_wall(sound, around=True)),
        ("-closed", behind_closed_door(sound, around=True)),
        ("", sound),  # last: where it is, the others are
    ):
        write(path.with_name(f"{path.name}{suffix}.wav"), heard)


def make_answers(folder: Path, digest: str, echo: Echo, names: tuple[str, ...]) -> None:
    """Write how a space answers each sound, for two ears and for one, as far as it is not there.

    Args:
        folder: where sounds are kept.
        digest: of the space.
        echo: of the space.
        names: of surfaces, of things, and of answers to what sounds from places (`answer_name`), whose sounds lie in
            `common`.
    """
    into = answers(folder, digest)
    into.mkdir(parents=True, exist_ok=True)
    response = impulse_response(echo)
    known = levels(folder, digest)
    known = {"voice": known.get("voice") or voice_level(response)} | {
        name: known.get(name) or step_level(name, response) for name in (*known, *names) if name in SURFACES
    }
    for surface in (name for name in names if name in SURFACES):
        for file, dry in ((f"{surface}-{n}", step(surface, n)) for n in range(VARIANTS)):
            if not (into / f"{file}.wav").is_file():
                _write_answer(into / file, convolved(dry, response) * known[surface])
    _write_levels(into / "levels.json", known)
    for answer in (name for name in names if name not in SURFACES and not (into / f"{name}.wav").is_file()):
        if answer in ECHOED:
            _write_answer(into / answer, convolved(thing(answer), response))
            continue
        name, _, way = answer.rpartition("-")
        make_media(folder, name)
        path = common(folder) / f"{name}.wav"
        if not path.is_file():
            continue
        dry = read(path)[: ANSWERED_S * RATE, 0] * (known["voice"] if is_media(name) else 1.0)
        if way == "round":
            _write_answer(into / answer, answered(dry, response, around=True), whole=True)
        else:
            _write_answer(into / answer, answered(dry, response))
    (into / "ready").touch()


def _write_levels(path: Path, known: dict[str, float]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(msgspec.json.encode({name: round(level, 4) for name, level in known.items()}))
    fresh.replace(path)


def _write_answer(path: Path, wet: Samples, *, whole: bool = False) -> None:
    sides = wet if whole else faded(wet[: _heard(wet)], 0.1)
    one = for_one_ear(sides)
    write(path.with_name(f"{path.name}-mono.wav"), np.stack([one, one], axis=1))
    write(path.with_name(f"{path.name}.wav"), sides)


def for_one_ear(sides: Samples) -> Samples:
    """(n,) what two ears hear apart as one sound, as loud as it was: what differs between them adds up in power."""
    one = sides.mean(1)
    loud, left = float((sides**2).mean()), float((one**2).mean())
    return np.asarray(one * np.sqrt(loud / left)) if left > 0 else one


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
    folder, digest, path, *names = arguments
    make_common(Path(folder))
    with np.load(path) as kept:
        room = Room(kept["corners"], kept["absorption"], kept["places"], kept["box"])
    Path(path).unlink(missing_ok=True)
    make_answers(Path(folder), digest, echo_of(Path(folder), digest, room), tuple(names))


if __name__ == "__main__":
    main(sys.argv[1:])
