"""What the client plays, recorded into a file: its own ears, its own sound library, OpenAL and all, no sound card.

Run as a module it is the process that does it, for OpenAL is set up once in a process:
`python -m campus.bench.sound_heard TASK.json`. It plays in real time, as the client does.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec

from campus.client.audio.cues import Moment, Stride
from campus.client.audio.ears import Ears
from campus.client.audio.speaker import open_speaker
from campus.client.input.capsule import Capsule
from campus.client.profile import Profile
from campus.components import Placed, SoundAnchor
from campus.errors import CampusError
from campus.scene import load_campus
from campus.scene.model import Campus
from campus.sound import RATE
from campus.sound.library import answers, common
from campus.space import compile_space
from campus.space.model import Sound, Space
from campus.text import bilingual

Point3 = tuple[float, float, float]

FRAME_S = 1 / 60
PASSES_S = 0.35
"""Between two spaces the picture is dark, and nothing new is heard."""
REST_S = 1.0
"""Between two takes, beside what still rings."""
MADE_WITHIN_S = 900.0
"""Until the sounds of a space are there: twenty seconds on a core of one's own, the first time."""


class Source(msgspec.Struct, frozen=True):
    """Something that plays: a file under `assets`, where it is, and whether it goes round."""

    file: str
    at: Point3
    loops: bool = False


class Stop(msgspec.Struct, frozen=True):
    """Where the ear is from a moment on.

    Attributes:
        space: its id.
        from_, to: metres; it walks from one to the other.
        from_heading, to_heading: degrees; it turns.
        seconds: how long that takes.
        walks: whether its own steps are heard.
    """

    space: str
    from_: Point3
    to: Point3
    from_heading: float = 0.0
    to_heading: float = 0.0
    seconds: float = 1.0
    walks: bool = False


class Take(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is heard.

    Attributes:
        name: of the take.
        stops: where the ear is, one after another.
        bare: nothing of the space's own sounds: no bed, no emitters.
        sources: what plays in the first stop's space.
        beyond: what plays in the space beyond a doorway, by the doorway's node.
        doors: how far each is open.
        hidden: whether a wall stands between; None looks.
        profile: a person's volumes, and whether both ears get the same.
    """

    name: str
    stops: tuple[Stop, ...]
    bare: bool = True
    sources: tuple[Source, ...] = ()
    beyond: dict[str, Source] = {}
    doors: dict[str, float] = {}
    hidden: bool | None = None
    profile: Profile = Profile(volume_ambience=0.0, volume_steps=0.0, volume_things=0.0, volume_interface=0.0)


class Task(msgspec.Struct, frozen=True):
    """What a process plays.

    Attributes:
        root: of the content.
        assets: where the sources' files lie.
        folder: where sounds are kept that were made.
        out: the file that is recorded.
        takes: one after another.
        headphones: whether a head's own ears are rendered.
    """

    root: str
    assets: str
    folder: str
    out: str
    takes: tuple[Take, ...]
    headphones: bool = False


class Played(msgspec.Struct, frozen=True):
    """Seconds into the recording at which a take begins and ends."""

    name: str
    start: float
    end: float


def record(task: Task) -> list[Played]:
    """Play a task into its file; takes as long as what is heard.

    Raises:
        CampusError: when OpenAL does not open, or the sounds are not made in time.
    """
    out = Path(task.out)
    settings = out.with_suffix(".conf")
    settings.write_text(
        f"[general]\ndrivers=wave\nchannels=stereo\nfrequency={RATE}\nhrtf=false\nsample-type=float32\n"
        f"[wave]\nfile={out}\n",
        encoding="utf-8",
    )
    os.environ |= {"ALSOFT_CONF": str(settings), "ALSOFT_DRIVERS": "wave"}
    spaces = _Spaces(load_campus(Path(task.root)))
    # What has beds comes last: they would go on behind the others.
    scenes = [_Scene(take, spaces) for take in sorted(task.takes, key=lambda take: not take.bare)]
    beds = {id_: scene.sound["ambience"] for id_, scene in spaces.campus.scenes.items() if "ambience" in scene.sound}
    # What is missing is made as for whoever comes in, and waited for, before there is anything to record.
    silent = Ears(None, Path(task.folder), beds, Path(task.assets))
    try:
        _have_made(silent, scenes, Path(task.folder))
    finally:
        silent.close()
    speaker = open_speaker(headphones=task.headphones)
    began = time.monotonic()
    if speaker is None:
        raise CampusError(
            bilingual(
                "Panda3D's OpenAL does not open here; nothing can be played, not even into a file.",
                "L'OpenAL de Panda3D ne s'ouvre pas ici ; rien ne peut être joué, même dans un fichier.",
            )
        )
    ears = Ears(speaker, Path(task.folder), beds, Path(task.assets))
    bare = Ears(speaker, Path(task.folder), {}, Path(task.assets))  # no bed comes in by a door either
    try:
        played = []
        for scene in scenes:
            start = time.monotonic()
            heard = bare if scene.take.bare else ears
            scene.play(heard)
            played.append(Played(scene.take.name, start - began, time.monotonic() - began))
            _frames(REST_S, lambda _t, now: heard.frame(None, scene.take.profile, now))  # noqa: B023
        return played
    finally:
        ears.close()
        settings.unlink(missing_ok=True)


class _Spaces:
    """Compiled once each."""

    def __init__(self, campus: Campus) -> None:
        self.campus = campus
        self._compiled: dict[str, Space] = {}
        self._capsules: dict[str, Capsule] = {}

    def __getitem__(self, id_: str) -> Space:
        if id_ not in self._compiled:
            self._compiled[id_] = compile_space(self.campus, id_)
        return self._compiled[id_]

    def capsule(self, id_: str) -> Capsule:
        if id_ not in self._capsules:
            self._capsules[id_] = Capsule(self[id_].solids)
        return self._capsules[id_]


class _Scene:
    """A take with its spaces."""

    def __init__(self, take: Take, spaces: _Spaces) -> None:
        self.take, self._spaces = take, spaces
        self.spaces: dict[str, Space] = {}
        for index, stop in enumerate(take.stops):
            if stop.space in self.spaces:
                continue
            space = spaces[stop.space]
            if take.bare:
                space = _with(space, take.sources if index == 0 else (), take.name)
            self.spaces[stop.space] = space
        self.beyond: dict[str, Space] = {}
        for space in list(self.spaces.values()):
            for portal in space.portals.values():
                if portal.built and portal.space != space.id and (portal.id in take.beyond or not take.bare):
                    there = spaces[portal.space]
                    heard = take.beyond.get(portal.id)
                    self.beyond[portal.space] = _with(there, (heard,), take.name, True) if heard else there

    def play(self, ears: Ears) -> None:
        """In real time."""
        gait, space = 0.0, None
        for stop in self.take.stops:
            if space is not None and space is not self.spaces[stop.space]:
                _frames(PASSES_S, lambda _, now: ears.frame(None, self.take.profile, now))
            space = self.spaces[stop.space]
            playing = {sound.node: True for sound in space.sounds} if self.take.bare else {}

            def frame(
                t: float, now: float, stop: Stop = stop, space: Space = space, playing: dict[str, bool] = playing
            ) -> None:
                nonlocal gait
                share = min(t / stop.seconds, 1.0)
                ear = _between(stop.from_, stop.to, share)
                turn = (stop.to_heading - stop.from_heading + 180) % 360 - 180
                feet = (ear[0], ear[1], ear[2] - 1.6)
                if stop.walks:
                    gait += FRAME_S  # two steps a second
                strides = {1: Stride(feet, gait % 1.0, 1.0 if stop.walks else 0.0, you=True)}
                moment = Moment(
                    space,
                    ear,
                    stop.from_heading + turn * share,
                    strides,
                    doors=self.take.doors,
                    playing=playing,
                    beyond=self.beyond,
                )
                ears.frame(moment, self.take.profile, now, self._hidden(stop.space, ear))

            _frames(stop.seconds, frame)

    def _hidden(self, space: str, ear: Point3) -> Callable[[Point3], bool]:
        if self.take.hidden is not None:
            return lambda _: bool(self.take.hidden)
        capsule = self._spaces.capsule(space)

        def hidden(point: Point3) -> bool:
            along = (point[0] - ear[0], point[1] - ear[1], point[2] - ear[2])
            distance = sum(c * c for c in along) ** 0.5
            return distance >= 0.5 and capsule.ray(ear, along, distance - 0.3) is not None

        return hidden


def _with(space: Space, sources: tuple[Source, ...], take: str, starts: bool = False) -> Space:
    """A space that is silent but for what is put there; its walls are its own."""
    sound = {key: value for key, value in space.scene.sound.items() if key != "ambience"}
    sounds = tuple(
        Sound(f"{take}-{n}", SoundAnchor(Placed(source.at), source.file, 0.0, 1.0, starts, source.loops))
        for n, source in enumerate(sources)
    )
    return replace(space, scene=msgspec.structs.replace(space.scene, sound=sound), zones=(), sounds=sounds)


def _have_made(ears: Ears, scenes: list[_Scene], folder: Path) -> None:
    """Have the ears make what is missing, all that is heard in a space at once, and wait for it."""
    spaces: dict[str, Space] = {}
    sounds: dict[str, dict[Sound, None]] = {}
    for scene in scenes:
        for space in scene.spaces.values():
            spaces[space.digest] = space
            own = [*space.sounds, *(sound for there in scene.beyond.values() for sound in there.sounds)]
            sounds.setdefault(space.digest, {}).update(dict.fromkeys(own))
    until = time.monotonic() + MADE_WITHIN_S
    for digest, space in spaces.items():
        whole = replace(space, sounds=tuple(sounds[digest]))
        ears.prepare(whole)
        wanted = [common(folder) / "ready", answers(folder, digest) / "ready"]
        wanted += [answers(folder, digest) / f"{name}.wav" for name in ears.answered(whole)]
        while not all(path.exists() for path in wanted):
            if time.monotonic() > until:
                raise CampusError(
                    bilingual(
                        f"The sounds of {space.id} were not made in {MADE_WITHIN_S:.0f} s.",
                        f"Les sons de {space.id} n'ont pas été faits en {MADE_WITHIN_S:.0f} s.",
                    )
                )
            _frames(0.1, lambda _t, _now: None)


def _frames(seconds: float, frame: Callable[[float, float], None]) -> None:
    start = time.monotonic()
    while (now := time.monotonic()) - start < seconds:
        frame(now - start, now)
        time.sleep(max(0.0, FRAME_S - (time.monotonic() - now)))


def _between(one: Point3, two: Point3, share: float) -> Point3:
    x, y, z = (a + (b - a) * share for a, b in zip(one, two, strict=True))
    return x, y, z


def main(arguments: list[str]) -> None:
    """Record one task and say on standard output when each take was heard."""
    task = msgspec.json.decode(Path(arguments[0]).read_bytes(), type=Task)
    try:
        played = record(task)
    except CampusError as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(1) from None
    sys.stdout.write(msgspec.json.encode(played).decode() + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
