"""Plays the client's sounds into files, take by take, and has them measured."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.bench.sound_figures import (
    Headphones,
    Room,
    Walk,
    apart_db,
    click,
    colour_db,
    energies,
    energy,
    first,
    from_onset,
    going_on,
    later_ms,
    measured_walk,
    middle,
    recorded,
    rounded,
    side_db,
    steady,
)
from campus.bench.sound_heard import PASSES_S, Played, Source, Stop, Take, Task
from campus.client.input.capsule import Capsule
from campus.client.profile import Profile
from campus.errors import CampusError
from campus.scene import load_campus
from campus.sound import RATE
from campus.sound.convolving import BLOCK, Convolver
from campus.sound.library import write
from campus.sound.loudness import at_loudness, loudness
from campus.sound.noise import band, noise
from campus.sound.rates import at_rate
from campus.sound.response import Echo, impulse_response, kept_echo, load_echo, reverberation
from campus.space import compile_space
from campus.space.model import Space
from campus.text import bilingual

Samples = NDArray[np.float64]
Point3 = tuple[float, float, float]

RESTS_S = 0.8
"""Standing still before and after a door: what a passage itself does is heard without a step."""
AWAY_M = 1.6
"""From the ear to what is played."""
CLICK, VOICE, TRAIN = "click.wav", "voice.wav", "clicks.wav"
_SILENT = Profile(volume_ambience=0.0, volume_steps=0.0, volume_things=0.0, volume_interface=0.0)
_THINGS = msgspec.structs.replace(_SILENT, volume_things=100.0)
_AMBIENCE = msgspec.structs.replace(_SILENT, volume_ambience=100.0)
_STEPS = msgspec.structs.replace(_SILENT, volume_steps=100.0)


class Bench:
    """Plays in processes of their own, and measures what comes back."""

    def __init__(self, assets: Path, kept: Path, files: Path) -> None:
        self._assets, self._kept, self._files = assets, kept, files

    def room(
        self, root: Path, space: Space, check: tuple[float, ...], target: float, clock: Callable[[], float]
    ) -> Room:
        """One indoor space; `check` and `target` are what its formula and its author say, seconds."""
        ear, heading = _place(space)
        longest = max(check)
        here = Stop(space.id, ear, ear, heading, heading, 1.4 * longest + 0.8)
        clicks = _clicks(here)
        clicks["wall"] = msgspec.structs.replace(clicks["click"], name="wall", hidden=True)
        voice = Source(VOICE, _at(ear, heading, 0.0, 1.0))
        aside = Source(VOICE, _at(ear, heading, 90.0))
        longer = msgspec.structs.replace(here, seconds=4.0)
        takes = [
            *clicks.values(),
            Take(name="voice", stops=(longer,), sources=(voice,), profile=_THINGS),
            Take(
                name="mono",
                stops=(longer,),
                sources=(aside,),
                profile=msgspec.structs.replace(_THINGS, mono=True),
            ),
            Take(name="bed", stops=(msgspec.structs.replace(here, seconds=6.0),), bare=False, profile=_AMBIENCE),
            Take(name="steps", stops=(msgspec.structs.replace(here, seconds=5.0, walks=True),), profile=_STEPS),
        ]
        door = next((p for p in space.portals.values() if p.door and p.built and p.space != space.id), None)
        if door is not None:
            takes += self._doors(root, space, door.id)
        heard = self._play(root, f"{space.id}", tuple(takes))
        rung = from_onset(heard["click"])
        times = tuple(reverberation(rung))
        echo = load_echo(kept_echo(self._kept, space.digest))
        door_db = None
        if door is not None:
            door_db = apart_db(energy(going_on(heard["door-open"])), energy(going_on(heard["door-shut"])))
        mid, should = middle(times), middle(check)
        return Room(
            space.id,
            rounded(times, 3),
            rounded(check, 3),
            round(target, 2),
            rounded([a / b - 1 for a, b in zip(times, check, strict=True)], 3),
            round(mid / should - 1, 3),
            round(mid / target - 1, 3),
            side_db(heard["left"], 0),
            side_db(heard["right"], 1),
            apart_db(*energies(heard["left"])),
            door.id if door is not None else None,
            door_db,
            apart_db(energy(from_onset(heard["click"])), energy(from_onset(heard["wall"]))),
            round(loudness(steady(heard["bed"], 1.5)), 1),
            round(loudness(steady(heard["steps"])), 1),
            round(loudness(steady(heard["voice"])), 1),
            round(float(np.abs(np.diff(going_on(heard["mono"]), axis=1)).max()), 6),
            _convolution(echo, clock) if echo is not None else math.nan,
        )

    def clicks(self, root: Path, space: Space, longest: float, door: str) -> dict[str, Samples]:
        """What tells most of a room in the shortest time, as recordings.

        Args:
            root: of the content.
            space: a room.
            longest: that it rings, seconds.
            door: a doorway with a leaf.

        Returns:
            `click`, `left` and `right`: one ahead and one on each side; `door-open`, `door-shut`: a train of them
            beyond the doorway.
        """
        ear, heading = _place(space)
        here = Stop(space.id, ear, ear, heading, heading, 1.4 * longest + 0.6)
        return self._play(root, space.id, (*_clicks(here).values(), *self._doors(root, space, door, 3.4)))

    def _doors(self, root: Path, space: Space, door: str, seconds: float = 4.0) -> list[Take]:
        """A click every half second two metres beyond a doorway, heard two metres from it."""
        portal = space.portals[door]
        there = compile_space(load_campus(root), portal.space)
        ear = _into(portal.arrive.at, portal.at)
        beyond = there.portals[portal.node]
        source = Source(TRAIN, _into(beyond.arrive.at, beyond.at), True)
        stop = Stop(space.id, ear, ear, 0.0, 0.0, seconds)
        return [
            Take(
                name=f"door-{state}",
                stops=(stop,),
                beyond={door: source},
                doors={door: opened},
                hidden=False,
                profile=_AMBIENCE,
            )
            for state, opened in (("open", 1.0), ("shut", 0.0))
        ]

    def headphones(self, root: Path, space: Space) -> Headphones:
        """The same clicks in stereo and for headphones."""
        ear, heading = _place(space)
        stop = Stop(space.id, ear, ear, heading, heading, 1.0)
        above = (ear[0], ear[1], ear[2] + AWAY_M)
        takes = tuple(
            Take(name=name, stops=(stop,), sources=(Source(CLICK, at),), profile=_THINGS, hidden=False)
            for name, at in (
                ("left", _at(ear, heading, 90.0)),
                ("ahead", _at(ear, heading, 0.0)),
                ("above", above),
            )
        )
        measured = []
        for headphones in (False, True):
            heard = self._play(root, f"{space.id}-{'headphones' if headphones else 'stereo'}", takes, headphones)
            left = first(heard["left"])
            measured.append((later_ms(left), apart_db(*energies(left)), colour_db(heard["above"], heard["ahead"])))
        one, two = measured
        return Headphones(two[0], (one[1], two[1]), (one[2], two[2]))

    def walk(self, root: Path) -> Walk | None:
        """From the entry through up to three spaces, with everything that is heard there."""
        campus = load_campus(root)
        here = compile_space(campus, campus.entry)
        ways = [p for p in here.portals.values() if p.built and p.space != here.id]
        seen: dict[str, str] = {}
        for portal in ways:
            seen.setdefault(portal.space, portal.id)
        # Out into the open first, where one can; then into the largest room.
        spaces = {id_: compile_space(campus, id_) for id_ in seen}
        outdoors = [id_ for id_ in seen if spaces[id_].scene.shell is None]
        indoors = sorted(set(seen) - set(outdoors), key=lambda id_: -float(np.ptp(spaces[id_].bounds, axis=0).prod()))
        route = [*outdoors[:1], *indoors][:2]
        if not route:
            return None
        start = next(iter(here.spawns.values())).at
        stops: list[Stop] = []
        passages: list[float] = []
        at = _ear(start)
        space = here
        for index, other in enumerate(route):
            portal = here.portals[seen[other]]
            out_of = _ear(portal.at)
            stops += _walked(space.id, at, out_of, 4.0)
            passages.append(sum(stop.seconds for stop in stops) + PASSES_S * len(passages))
            there = compile_space(campus, other)
            back = there.portals[portal.node]
            inside = _ear(back.arrive.at)
            further = _into(_feet(inside), back.at, 6.0)
            if index + 1 < len(route):
                stops += [*_walked(there.id, inside, further, 3.0), *_walked(there.id, further, inside, 3.0)]
                passages.append(sum(stop.seconds for stop in stops) + PASSES_S * len(passages))
                at, space = _ear(portal.arrive.at), here
            else:
                stops += _walked(there.id, inside, further, 6.0)
        heard = self._play(root, "walk", (Take(name="walk", stops=tuple(stops), bare=False, profile=Profile()),))[
            "walk"
        ]
        return measured_walk(heard, tuple(dict.fromkeys(stop.space for stop in stops)), passages)

    def _play(self, root: Path, name: str, takes: tuple[Take, ...], headphones: bool = False) -> dict[str, Samples]:
        recording = self._files / f"{name}.recorded.wav"
        task = Task(str(root.resolve()), str(self._assets), str(self._kept), str(recording), takes, headphones)
        plan = self._files / f"{name}.json"
        plan.write_bytes(msgspec.json.encode(task))
        done = subprocess.run(
            [sys.executable, "-m", "campus.bench.sound_heard", str(plan)], capture_output=True, text=True, check=False
        )
        plan.unlink()
        if done.returncode:
            why = done.stderr.strip()
            raise CampusError(
                bilingual(f"{name}: {why or 'nothing was played'}", f"{name} : {why or 'rien n’a été joué'}")
            )
        played = msgspec.json.decode(done.stdout, type=list[Played])
        whole, rate = recorded(recording)
        recording.unlink()
        takes_heard = {}
        for take in played:
            # A busy machine's recording runs up to half a second behind what was asked for; before is silence.
            start, end = round((take.start - 0.5) * rate), round((take.end + 0.1) * rate)
            sides = whole[max(start, 0) : end]
            takes_heard[take.name] = np.stack([at_rate(side, rate) for side in sides.T], axis=1)
            write(self._files / f"{name}-{take.name}.wav", takes_heard[take.name])
        return takes_heard


def write_sounds(folder: Path) -> None:
    """Write what is played: a click, clicks for ever, something as loud and as coloured as a voice."""
    random = np.random.default_rng(7)
    write(folder / CLICK, np.concatenate([click(), np.zeros(RATE // 50)]))
    write(folder / TRAIN, np.concatenate([click(), np.zeros(RATE // 2)]))
    # As loud and as coloured as speech, and as steady as nobody speaks.
    write(folder / VOICE, at_loudness(noise(4 * RATE, band(150, 900, 1.0), random), -23.0))


def _clicks(here: Stop) -> dict[str, Take]:
    """One ahead, one at the left, one at the right."""
    return {
        name: Take(
            name=name,
            stops=(here,),
            sources=(Source(CLICK, _at(here.from_, here.from_heading, turn)),),
            profile=_THINGS,
        )
        for name, turn in (("click", 0.0), ("left", 90.0), ("right", -90.0))
    }


def _convolution(echo: Echo, clock: Callable[[], float]) -> float:
    """Seconds of work for a second of one voice that a room answers as it comes."""
    convolver = Convolver(impulse_response(echo))
    blocks = np.random.default_rng(1).standard_normal((4 * RATE // BLOCK, BLOCK))
    convolver.answer(blocks[0])
    began = clock()
    for block in blocks:
        convolver.answer(block)
    return round((clock() - began) / (len(blocks) * BLOCK / RATE), 4)


def _place(space: Space) -> tuple[Point3, float]:
    """An ear and where it looks, so that nothing stands ahead of it nor at its sides; as near to the entry as is."""
    capsule = Capsule(space.solids)

    def free(ear: Point3, heading: float, reach: float) -> bool:
        end = _at(ear, heading, 0.0, 1.0)
        return capsule.ray(ear, (end[0] - ear[0], end[1] - ear[1], 0.0), reach) is None

    entry = next(iter(space.spawns.values()))
    for away in np.arange(0.0, 12.0, 0.5).tolist():
        for way in range(0, 360, 30):
            ear = _at(_ear(entry.at), entry.heading, way, away)
            if away and not free(_ear(entry.at), entry.heading + way, away + 0.4):
                continue
            for turn in range(0, 360, 45):
                if all(free(ear, entry.heading + turn + aside, AWAY_M + 0.2) for aside in (0, 90, -90)):
                    return ear, entry.heading + turn
    return _ear(entry.at), entry.heading


def _ear(at: Point3) -> Point3:
    return (at[0], at[1], at[2] + 1.6)


def _feet(ear: Point3) -> Point3:
    return (ear[0], ear[1], ear[2] - 1.6)


def _at(ear: Point3, heading: float, turn: float, away: float = AWAY_M) -> Point3:
    """A point at the height of the ear, so many degrees to the left of where it looks."""
    angle = math.radians(heading + turn)
    return (ear[0] - away * math.sin(angle), ear[1] + away * math.cos(angle), ear[2])


def _into(arrive: Point3, portal: Point3, metres: float = 2.0) -> Point3:
    """A point so far from a portal, on the way in, at the height of an ear."""
    x, y = arrive[0] - portal[0], arrive[1] - portal[1]
    length = math.hypot(x, y) or 1.0
    return (portal[0] + x / length * metres, portal[1] + y / length * metres, portal[2] + 1.6)


def _walked(space: str, one: Point3, two: Point3, seconds: float) -> tuple[Stop, ...]:
    """There on foot, and a moment's rest at both ends."""
    heading = math.degrees(math.atan2(-(two[0] - one[0]), two[1] - one[1]))
    return (
        Stop(space, one, one, heading, heading, RESTS_S),
        Stop(space, one, two, heading, heading, seconds, walks=True),
        Stop(space, two, two, heading, heading, RESTS_S),
    )
