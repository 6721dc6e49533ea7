"""Figures of recorded sound: how long it rings, from which side it comes, whether it tears. Plays nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE
from campus.sound.loudness import loudness

Samples = NDArray[np.float64]

AGREES = 0.20
LEFT_DB, DOOR_DB = 6.0, 15.0
WALL_DB = 5.0
"""A click from behind a wall, room and all: who hears no difference does not hear the wall."""
BED_LUFS, STEPS_LUFS, VOICE_LUFS = -40.0, -28.0, -20.0
NEAR_LU = 2.0
"""So near to these every room must be, as it is heard there."""
SAME = 1e-3
"""Of full scale: as little may the ears differ in mono mode, 60 dB below everything."""


class Room(msgspec.Struct, frozen=True):
    """One indoor space as it is heard.

    Attributes:
        click_s: RT60 by octave band, from the recorded click by Schroeder's integration (T30, else T20).
        check_s: the same by `campus check`'s formula, nobody there.
        target_s: what the space should have at middle frequencies.
        off_check: how far the click is from the formula, by band.
        off_check_mid, off_target: the same at middle frequencies.
        left_db, right_db: by how much the ear on that side hears a click there louder: as it comes, before the room.
        left_whole_db: the same with all that the room gives back.
        door: which one; None where there is none.
        door_db: how much softer what sounds beyond it is when it is shut, than when it is open.
        wall_db: how much softer a click is from behind a wall, with all that the room gives back.
        bed_lufs, steps_lufs, voice_lufs: loudness of the bed, of one's own walk, of a voice ahead at 1 m.
        mono_apart: largest difference between the ears in mono mode, of a voice at the left, full scale 1.
        convolution: seconds of work for a second of one voice that the room answers as it comes.
    """

    space: str
    click_s: tuple[float, ...]
    check_s: tuple[float, ...]
    target_s: float
    off_check: tuple[float, ...]
    off_check_mid: float
    off_target: float
    left_db: float
    right_db: float
    left_whole_db: float
    door: str | None
    door_db: float | None
    wall_db: float
    bed_lufs: float
    steps_lufs: float
    voice_lufs: float
    mono_apart: float
    convolution: float

    @property
    def ok(self) -> bool:
        """Whether what is asked for holds."""
        return not self.missed

    @property
    def missed(self) -> tuple[str, ...]:
        """What is asked for and does not hold, each with what was heard."""
        rings = {
            "RT60 by band off check's": max(self.off_check, key=abs),
            "RT60 off check's": self.off_check_mid,
            "RT60 off its target": self.off_target,
        }
        least = {"left": (self.left_db, LEFT_DB), "right": (self.right_db, LEFT_DB), "wall": (self.wall_db, WALL_DB)}
        if self.door_db is not None:
            least["shut door"] = (self.door_db, DOOR_DB)
        loud = dict(zip(("bed", "steps", "voice"), self.loud, strict=True))
        return (
            *(f"{name} {off:+.0%}, at most {AGREES:.0%}" for name, off in rings.items() if abs(off) > AGREES),
            *(f"{name} {db:.1f} dB, at least {limit:.0f}" for name, (db, limit) in least.items() if db < limit),
            *((f"mono apart {self.mono_apart:.4f}, at most {SAME}",) if self.mono_apart > SAME else ()),
            *(
                f"{name} {lufs:.1f} LUFS, within {NEAR_LU:.0f} of {wanted:.0f}"
                for name, (lufs, wanted) in loud.items()
                if abs(lufs - wanted) > NEAR_LU
            ),
        )

    @property
    def loud(self) -> tuple[tuple[float, float], ...]:
        """Bed, steps and voice: as heard, and as they should be."""
        return (
            (self.bed_lufs, BED_LUFS),
            (self.steps_lufs, STEPS_LUFS),
            (self.voice_lufs, VOICE_LUFS),
        )


class Headphones(msgspec.Struct, frozen=True):
    """What the setting for headphones changes, of a click at the left.

    Attributes:
        later_ms: for headphones, how much later the right ear hears it; in stereo it hears nothing but the room.
        louder_db: how much louder the left ear hears it: in stereo, and for headphones.
        above_db: by how much the colour of a click overhead differs from that of one ahead at most, by third octaves.
    """

    later_ms: float
    louder_db: tuple[float, float]
    above_db: tuple[float, float]


class Walk(msgspec.Struct, frozen=True):
    """A walk through several spaces, listened to from end to end.

    Attributes:
        spaces: in turn.
        seconds: of the recording.
        peak: of full scale; `clipped` counts samples at it.
        lufs: of the whole; `softest_lufs` and `loudest_lufs` of its half seconds.
        jump: the largest step between two samples, and `usual_jump` the one that one in ten thousand exceeds.
        passing_jump: the largest within half a second of going through a door, nobody's foot on the floor.
        silent_ms: the longest time in which nothing at all is heard.
    """

    spaces: tuple[str, ...]
    seconds: float
    peak: float
    clipped: int
    lufs: float
    softest_lufs: float
    loudest_lufs: float
    jump: float
    usual_jump: float
    passing_jump: float
    silent_ms: float


class Heard(msgspec.Struct, frozen=True):
    """All of it."""

    ok: bool
    rooms: tuple[Room, ...]
    headphones: Headphones | None
    walk: Walk | None


def measured_walk(heard: Samples, spaces: tuple[str, ...], passages: Sequence[float]) -> Walk:
    """What a recording of a walk shows.

    Args:
        heard: (n, 2).
        spaces: walked through.
        passages: seconds at which a door was gone through.
    """
    jumps = np.abs(np.diff(heard, axis=0)).max(1)
    near = np.zeros(len(jumps), np.bool_)
    for passage in passages:
        near[max(round((passage - 0.5) * RATE), 0) : round((passage + 0.5) * RATE)] = True
    half = RATE // 2
    parts = [loudness(heard[start : start + half]) for start in range(2 * RATE, len(heard) - half, half)]
    quiet = np.abs(heard).max(1) < 1e-5
    quiet[: 2 * RATE] = False  # a bed rises slowly
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    runs = edges[1::2] - edges[::2]
    peak = float(np.abs(heard).max())
    return Walk(
        spaces,
        round(len(heard) / RATE, 1),
        round(peak, 3),
        int((np.abs(heard) >= 0.999).sum()),
        round(loudness(heard), 1),
        round(min(parts), 1),
        round(max(parts), 1),
        round(float(jumps.max()), 4),
        round(float(np.quantile(jumps, 0.9999)), 4),
        round(float(jumps[near].max()) if near.any() else 0.0, 4),
        round(float(runs.max() if len(runs) else 0) / RATE * 1000, 1),
    )


def click() -> Samples:
    """(n,) a pulse with as much energy in each octave, so that every band is measured equally well; peak 0.9."""
    length = RATE // 25
    hertz = np.fft.rfftfreq(length, 1 / RATE)
    shape = np.zeros(len(hertz))
    heard = (hertz >= 50) & (hertz <= 20_000)
    shape[heard] = 1 / np.sqrt(hertz[heard])
    pulse = np.roll(np.fft.irfft(shape, length), length // 2) * np.hanning(length)
    return np.asarray(0.9 * pulse / np.abs(pulse).max())


def recorded(path: Path) -> tuple[Samples, int]:
    """(n, 2) what OpenAL wrote, and its samples a second: 32-bit floats in the extensible form of the format."""
    raw = path.read_bytes()
    rate = int.from_bytes(raw[24:28], "little")
    start = raw.index(b"data") + 8
    return np.frombuffer(raw[start : start + (len(raw) - start) // 8 * 8], "<f4").reshape(-1, 2).astype(
        np.float64
    ), rate


def from_onset(heard: Samples) -> Samples:
    """A click from its first sound on."""
    return heard[max(int(np.argmax(np.abs(heard).max(1))) - RATE // 500, 0) :]


def first(heard: Samples) -> Samples:
    """The first milliseconds of a click: as it comes, before the room."""
    peak = int(np.argmax(np.abs(heard).max(1)))
    return heard[max(peak - RATE // 250, 0) : peak + RATE // 250]


def steady(heard: Samples, after_s: float = 0.5) -> Samples:
    """What is heard once it has begun."""
    sounding = np.flatnonzero(np.abs(heard).max(1) > 1e-5)
    return heard[(int(sounding[0]) if len(sounding) else 0) + round(after_s * RATE) :]


def going_on(heard: Samples) -> Samples:
    """The last two and a half seconds but the very last: what sounded before has died away."""
    return heard[-round(2.6 * RATE) : -round(0.2 * RATE)]


def energies(heard: Samples) -> tuple[float, float]:
    """At the left ear and at the right one."""
    left, right = (heard**2).sum(0)
    return float(left), float(right)


def energy(heard: Samples) -> float:
    """At both ears."""
    return sum(energies(heard))


def side_db(heard: Samples, ear: int) -> float:
    """By how much an ear (0 is the left one) hears a click louder than the other does, before the room."""
    sides = energies(first(heard))
    return apart_db(sides[ear], sides[1 - ear])


def later_ms(heard: Samples) -> float:
    """Milliseconds by which the right ear is later than the left one."""
    reach = RATE // 1000
    shifts = np.arange(-reach, reach + 1)
    alike = [float(heard[reach:-reach, 0] @ np.roll(heard[:, 1], -shift)[reach:-reach]) for shift in shifts]
    return round(float(shifts[int(np.argmax(np.abs(alike)))]) / RATE * 1000, 2)


def colour_db(one: Samples, two: Samples) -> float:
    """By how much two clicks differ in colour at most, dB, by third octaves from 1 to 13 kHz."""
    spectra = []
    for heard in (one, two):
        power = (np.abs(np.fft.rfft(first(heard), RATE // 10, axis=0)) ** 2).sum(1)
        edges = (1000 * 2 ** (np.arange(12) / 3) / 10).astype(np.int64)
        spectra.append(np.add.reduceat(power, edges)[:-1])
    apart = 10 * np.log10(spectra[0] / spectra[1])
    return round(float(np.abs(apart - apart.mean()).max()), 1)


def apart_db(loud: float, soft: float) -> float:
    """Between two energies; 60 dB and all beyond are the same to an ear."""
    return round(min(10 * math.log10(max(loud, 1e-18) / max(soft, 1e-18)), 60.0), 1)


def middle(times: Sequence[float]) -> float:
    """Of 500 and 1000 Hz, as rooms are spoken of."""
    return (times[2] + times[3]) / 2


def rounded(values: Sequence[float], digits: int) -> tuple[float, ...]:
    """So that figures are read."""
    return tuple(round(float(value), digits) for value in values)
