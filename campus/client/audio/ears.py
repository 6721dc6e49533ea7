"""One's ears: each frame they hear what has happened, from where it happened, as the room answers it.

Own the sounds that play; know no keys, no drawing, no network. Without a sound device every call does nothing.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from campus.client.audio.cues import Cue, Happenings, Moment, Point3, Stride, bed_at, beds_at, things_of
from campus.client.audio.media import Media, decoded
from campus.client.audio.sources import Sources
from campus.client.audio.speaker import Loop, Speaker
from campus.sound.around import HIDDEN_ANSWER, loss_by_distance
from campus.sound.library import OWN_FEET_M, answer_name, answers, common, keep_media, levels, save_room
from campus.sound.response import room_of
from campus.sound.sources import calls_of
from campus.sound.things import SURFACES
from campus.space.model import Portal, Screen, Sound, Space

if TYPE_CHECKING:
    from campus.client.client import Client

FADES_S = 1.2
"""How long one bed takes to give way to another."""
BEYOND_M = 2.5
"""So near a doorway, the bed beyond it is as loud as over there."""
SOFTEST = 0.002
PASSES_S = 1.0
"""In the dark of a doorway one goes on hearing what one heard; for longer than this it is no doorway."""
HUM_M = 2.0
THROWN_M = 2.5
"""From a screen to its projector."""


def _projector_of(screen: Screen) -> Point3:
    """Where what throws a screen's picture hangs: before it, over its upper edge."""
    turn = math.radians(screen.heading)
    x, y, z = screen.at
    return (x - math.sin(turn) * THROWN_M, y + math.cos(turn) * THROWN_M, z + screen.size[1] / 2 + 0.3)


class _Bed(NamedTuple):
    """The file of a bed, and whether it comes in from one side, as by a door."""

    name: str
    aside: bool = False


class Volumes(Protocol):
    """How loud a person wants each kind, 0 to 100, and whether both ears get the same."""

    @property
    def volume_ambience(self) -> float:
        """Beds."""
        ...

    @property
    def volume_steps(self) -> float:
        """Footsteps."""
        ...

    @property
    def volume_things(self) -> float:
        """Doors and seats."""
        ...

    @property
    def volume_interface(self) -> float:
        """The two notes."""
        ...

    @property
    def mono(self) -> bool:
        """One ear is enough."""
        ...


class Ears:
    """What one hears.

    Args:
        speaker: plays; None hears nothing, and costs nothing.
        folder: where sounds are kept that were made.
        beds: the bed of each space, for what comes in by its doors.
        assets: the campus's `assets`, for what loudspeakers play.
    """

    def __init__(
        self,
        speaker: Speaker | None,
        folder: Path,
        beds: Mapping[str, str] | None = None,
        assets: Path | None = None,
    ) -> None:
        self._speaker = speaker
        self._folder = folder
        self._beds = beds or {}
        self._happenings = Happenings()
        self._media = Media(assets)
        self._sources = Sources(speaker, folder, self._media) if speaker is not None else None
        self._loops: dict[_Bed, Loop] = {}
        self._levels: dict[_Bed, float] = {}
        self._makers: dict[str, subprocess.Popen[bytes]] = {}
        self._asked: set[tuple[str, tuple[Sound, ...]]] = set()
        self._room_levels: dict[str, dict[str, float]] = {}
        self._last: float | None = None
        self._lain: dict[_Bed, tuple[float, Point3 | None]] = {}
        self._passing = 0.0
        self._closed = False

    def frame(
        self,
        moment: Moment | None,
        volumes: Volumes,
        now: float,
        hidden: Callable[[Point3], bool] = lambda _: False,
    ) -> None:
        """Hear one frame.

        Args:
            moment: what there is to hear; None between two spaces.
            volumes: as the person wants them.
            now: seconds on a steady clock.
            hidden: whether something stands between the ears and a point.
        """
        if self._speaker is None:
            return
        dt = 0.0 if self._last is None else min(max(now - self._last, 0.0), 0.25)
        self._last = now
        if moment is not None:
            self.prepare(moment.space)
            self._speaker.listen(moment.heading)
            for cue in self._happenings.since(moment):
                self._play(cue, moment, volumes, hidden)
            self._lain, self._passing = self._wanted(moment, mono=volumes.mono), 0.0
        else:
            self._passing += dt
            if self._passing > PASSES_S:
                self._lain = {}
        self._lie_in(self._lain, volumes, dt)
        if self._sources is not None:
            # An emitter belongs to the place, as its bed does; a loudspeaker is a thing.
            self._sources.frame(
                moment,
                lambda sound: (volumes.volume_ambience if sound.anchor.starts else volumes.volume_things) / 100,
                dt,
                hidden,
                mono=volumes.mono,
                level=lambda space: self._level(space, "voice"),
            )
        self._speaker.update()

    def close(self) -> None:
        """Fall silent; what is being made is given up."""
        self._closed = True
        for maker in list(self._makers.values()):
            maker.kill()
            maker.wait()
        if self._speaker is not None:
            self._speaker.close()
            self._speaker = self._sources = None

    # --- what happens ---------------------------------------------------------------------------------------------

    def _play(self, cue: Cue, moment: Moment, volumes: Volumes, hidden: Callable[[Point3], bool]) -> None:
        assert self._speaker is not None
        wanted: float = getattr(volumes, f"volume_{cue.kind}") / 100
        # The answer has the room's level in it.
        level, answer = cue.gain * wanted * self._level(moment.space, cue.level), cue.gain * wanted
        towards, way = None, "-mid"
        if cue.at is None and cue.kind == "steps":
            level *= loss_by_distance(OWN_FEET_M)
        if cue.at is not None:
            away = tuple(p - e for p, e in zip(cue.at, moment.ear, strict=True))
            distance = math.hypot(*away)
            level *= loss_by_distance(distance)
            if hidden(cue.at):
                way, towards, answer = "-hidden", (0.0, 0.0, 0.0), answer * HIDDEN_ANSWER
            if distance > 0.3 and not volumes.mono:
                towards = (away[0] / distance, away[1] / distance, away[2] / distance)
                way = "" if way == "-mid" else way
        dry = common(self._folder) / f"{cue.sound}{way}.wav"
        if level > SOFTEST and dry.exists():
            self._speaker.play(dry, level, towards)
        wet = answers(self._folder, moment.space.digest) / f"{cue.sound}{'-mono' if volumes.mono else ''}.wav"
        if cue.echoes and answer > SOFTEST and wet.exists():
            self._speaker.play(wet, answer)

    def _level(self, space: Space, name: str) -> float:
        """How loud something is in a space, once its answers are made."""
        if not name:
            return 1.0
        if name not in self._room_levels.get(space.digest, {}):
            self._room_levels[space.digest] = levels(self._folder, space.digest)
        return self._room_levels[space.digest].get(name, 1.0)

    # --- beds -----------------------------------------------------------------------------------------------------

    def _wanted(self, moment: Moment, *, mono: bool) -> dict[_Bed, tuple[float, Point3 | None]]:
        """How loud each bed should be, and where it comes from."""
        wanted: dict[_Bed, tuple[float, Point3 | None]] = {}
        everywhere = "-mid" if mono else ""
        own = beds_at(moment.space, moment.ear)
        for name, share in own.items():
            wanted[_Bed(name + everywhere)] = (math.sqrt(share), None)
        for portal in moment.space.portals.values():
            bed = self._bed_beyond(portal, moment)
            if not portal.built or bed is None or own.get(bed, 0.0) > 0.5 or portal.space == moment.space.id:
                continue
            opened = moment.doors.get(portal.id, 0.0) if portal.door else 1.0
            near = loss_by_distance(math.dist(portal.at, moment.ear), BEYOND_M)
            x, y = portal.at[0] - moment.ear[0], portal.at[1] - moment.ear[1]
            for name, level in ((f"{bed}-mono", near * opened), (f"{bed}-closed", near * (1 - opened))):
                if level > wanted.get(_Bed(name, aside=True), (SOFTEST, None))[0]:
                    wanted[_Bed(name, aside=True)] = (level, (x, y, 0.2))
        for screen in moment.space.screens.values():
            if screen.id in moment.showing and screen.shows not in ("notes", "clock"):  # those do not hum
                x, y, z = _projector_of(screen)
                away = (x - moment.ear[0], y - moment.ear[1], z - moment.ear[2])
                level = loss_by_distance(math.hypot(*away), HUM_M)
                hum = _Bed("projector-mono", aside=True)
                if level > wanted.get(hum, (SOFTEST, None))[0]:
                    wanted[hum] = (level, away)
        return wanted

    def _bed_beyond(self, portal: Portal, moment: Moment) -> str | None:
        """The bed behind a doorway: of the zone that one would come into, as soon as the space beyond is known."""
        there = moment.beyond.get(portal.space)
        back = there.portals.get(portal.node) if there is not None else None
        if there is None or back is None:
            return self._beds.get(portal.space)
        return bed_at(there, back.arrive.at)

    def _lie_in(self, wanted: Mapping[_Bed, tuple[float, Point3 | None]], volumes: Volumes, dt: float) -> None:
        assert self._speaker is not None
        for bed in wanted:
            if bed not in self._loops:
                path = common(self._folder) / f"{bed.name}.wav"
                if not path.exists():
                    continue
                self._loops[bed] = self._speaker.loop(path, positional=bed.aside)
                self._levels[bed] = 0.0
        for bed, loop in self._loops.items():
            goal, towards = wanted.get(bed, (0.0, None))
            step = dt / FADES_S
            # In power: what two beds have in common is nothing, and halfway between them it must not be softer.
            power, goal = self._levels[bed], goal**2
            self._levels[bed] = power = min(goal, power + step) if goal > power else max(goal, power - step)
            if towards is not None:
                length = math.hypot(*towards)
                middle = volumes.mono or length < 0.3
                loop.move((0.0, 0.0, 0.0) if middle else tuple(c / length for c in towards))  # type: ignore[arg-type]
            loop.set_level(math.sqrt(power) * volumes.volume_ambience / 100)

    # --- making sounds --------------------------------------------------------------------------------------------

    def prepare(self, space: Space) -> None:
        """Have the sounds of a space made in a process of their own, unless they are kept; returns at once."""
        if (space.digest, space.sounds) in self._asked:
            return
        self._asked.add((space.digest, space.sounds))
        surfaces = sorted({m.footstep for m in space.materials.values()} & set(SURFACES))
        names = [*surfaces, *things_of(space), *self.answered(space)]
        kept = answers(self._folder, space.digest)
        if (
            (common(self._folder) / "ready").exists()
            and (kept / "ready").exists()
            and all((kept / f"{name}.wav").is_file() for name in names if name not in SURFACES)
        ):
            return
        threading.Thread(target=self._made, args=(space, names), name="sounds", daemon=True).start()

    def answered(self, space: Space) -> list[str]:
        """The files' names of what a space answers of all that sounds from places in it."""
        names: list[str] = []
        for sound in space.sounds:
            # What calls now and then is answered call by call.
            calls = calls_of(sound.anchor.sound) if sound.anchor.loops else ()
            for each in calls or (sound.anchor.sound,):
                name = self._media.name(each)
                loops = sound.anchor.loops and not calls
                if name is not None and (answer := answer_name(name, loops=loops)) not in names:
                    names.append(answer)
        return names

    def _made(self, space: Space, names: list[str]) -> None:
        try:
            descriptor, name = tempfile.mkstemp(".npz", "campus-room-")
            os.close(descriptor)
            room = Path(name)
            for sound in space.sounds:
                self._decode(sound.anchor.sound)
            save_room(room_of(space), room)
            arguments = [str(self._folder), space.digest, str(room), *names]
            maker = subprocess.Popen(
                [sys.executable, "-m", "campus.sound.library", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return  # no disk, no process: no echo, and no reason to stop
        self._makers[name] = maker
        if self._closed:
            maker.kill()
        maker.wait()
        room.unlink(missing_ok=True)

    def _decode(self, sound: str) -> None:
        """Hand what a campus brings to the process that makes it ready."""
        name, path = self._media.name(sound), self._media.path(sound)
        if name is None or path is None or (common(self._folder) / f"{name}.wav").is_file():
            return
        found = decoded(path)
        if found is not None:
            keep_media(self._folder, name, *found)


def hear(client: Client, now: float) -> None:
    """A frame of a running client."""
    if client.ears is None:
        return
    place = client.place
    moment = None
    if place is not None and client.passage is None:
        here = client.here
        strides = {}
        for slot, drawn in client.drawn.items():
            if (gait := client.crowd.gait(slot)) is not None:
                at = (drawn.pose.x, drawn.pose.y, drawn.pose.z)
                strides[slot] = Stride(at, gait.phase, gait.going, gait.speed, drawn.you)
        eye = client.eye
        moment = Moment(
            space=place.space,
            ear=(eye.x, eye.y, eye.z),
            heading=eye.heading,
            strides=strides,
            doors={node: float(s["open"]) for node, s in here.state.items() if isinstance(s.get("open"), float | int)},
            taken=frozenset(here.taken_seats),
            hand=client.hand_is_up,
            saved=here.saved,
            playing={node: bool(s["playing"]) for node, s in here.state.items() if "playing" in s},
            beyond=client.places.known({portal.space for portal in place.space.portals.values()}),
            showing=frozenset(
                id_ for id_, shows in here.screens.items() if shows.document is not None or shows.panel is not None
            ),
            time=now + here.ahead_s if here.ahead_s else None,
        )
    client.ears.frame(moment, client.profile, now, client.is_hidden)
