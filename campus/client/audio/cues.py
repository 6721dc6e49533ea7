"""What there is to hear in a frame: steps as feet meet the floor, doors, seats, two notes. Plays nothing.

A step falls when a figure's gait passes a heel's strike, so that what is heard is what is seen.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from campus.sound.floor import Floor
from campus.sound.library import DOORS
from campus.sound.things import SEATS, SURFACES, VARIANTS
from campus.space.model import Seat, Space, Zone

Point3 = tuple[float, float, float]
Kind = Literal["ambience", "steps", "things", "interface"]

WALKS = 0.35
"""A gait that is less in motion than this makes no sound: somebody only turns."""
RUNS_M_S = 2.2
DOOR_ABOVE_M = 1.1
SITS_BACK_M = 0.12
BORDER_M = 0.5
"""On both sides of a zone's border, where its bed gives way to the next."""
AT_A_WALL_M = 0.8
"""A zone that comes as near to its space's own bounds has no border there."""
EAR_LEVEL_M = 1.5
"""Over the floor: where in a doorway what lies beyond seems to be."""


@dataclass(frozen=True)
class Stride:
    """Somebody's gait as drawn in this frame.

    Attributes:
        at: feet, metres.
        phase: of the walk, 0 to 1 for two steps; a heel strikes at 0 and at a half.
        going: 0 stands, 1 walks.
        speed: metres a second.
        you: whether it is oneself.
    """

    at: Point3
    phase: float
    going: float
    speed: float = 1.4
    you: bool = False


@dataclass(frozen=True)
class Moment:
    """What can be heard of, in one frame.

    Attributes:
        space: where one is.
        ear: metres.
        heading: where one looks, degrees.
        strides: by slot, everybody on their feet.
        doors: how far each is open, 0 to 1, by node.
        taken: seats that somebody sits on.
        hand: whether one's own hand is raised.
        saved: how often the server has confirmed that it keeps an answer of one's own.
        showing: screens that show something.
        playing: what the room says of each loudspeaker: whether it plays.
        beyond: spaces next to this one, as far as they are known already, by id.
        time: on the server's clock, the same for all who are in the campus, seconds; None where nobody has told it.
    """

    space: Space
    ear: Point3
    heading: float
    strides: Mapping[int, Stride] = field(default_factory=dict)
    doors: Mapping[str, float] = field(default_factory=dict)
    taken: Collection[str] = ()
    hand: bool = False
    saved: int = 0
    showing: Collection[str] = ()
    playing: Mapping[str, bool] = field(default_factory=dict)
    beyond: Mapping[str, Space] = field(default_factory=dict)
    time: float | None = None


@dataclass(frozen=True)
class Cue:
    """One sound to play now.

    Attributes:
        kind: whose volume it has.
        sound: its file's name.
        at: where from, metres; None in the middle of the head.
        gain: on amplitudes, as heard one metre from it.
        echoes: whether the room answers.
        level: by whose level in this room it comes, of `campus.sound.library.levels`; nobody's if empty.
    """

    kind: Kind
    sound: str
    at: Point3 | None
    gain: float = 1.0
    echoes: bool = True
    level: str = ""


class Happenings:
    """Compares each moment with the one before and tells what has sounded in between."""

    def __init__(self) -> None:
        self._before: Moment | None = None
        self._floor: Floor | None = None
        self._steps: dict[int, int] = {}

    def since(self, moment: Moment) -> list[Cue]:
        """The sounds between the last moment and this one; none at the first in a space."""
        before, self._before = self._before, moment
        if before is None or before.space is not moment.space:
            self._floor = Floor(moment.space)
            return []
        return [
            *self._feet(before, moment),
            *self._doors(before, moment),
            *self._seats(before, moment),
            *self._notes(before, moment),
        ]

    def _feet(self, before: Moment, moment: Moment) -> list[Cue]:
        assert self._floor is not None
        cues = []
        for slot, stride in moment.strides.items():
            last = before.strides.get(slot)
            if last is None or stride.going < WALKS or int(stride.phase * 2) == int(last.phase * 2):
                continue
            surface = self._floor.surface(*stride.at)
            if surface not in SURFACES:
                continue
            # Never the same one twice running: each foot has its own two.
            count = self._steps[slot] = self._steps.get(slot, 0) + 1
            variant = (count + slot) % VARIANTS
            run = 1.4 if stride.speed > RUNS_M_S else 1.0
            cues.append(Cue("steps", f"{surface}-{variant}", None if stride.you else stride.at, run, level=surface))
        return cues

    def _doors(self, before: Moment, moment: Moment) -> list[Cue]:
        cues = []
        for node, opened in moment.doors.items():
            portal = moment.space.portals.get(node)
            was = before.doors.get(node, 0.0)
            if portal is None or not portal.door or (opened > 0.5) == (was > 0.5):
                continue
            x, y, z = portal.at
            cues.append(Cue("things", "door-open" if opened > 0.5 else "door-close", (x, y, z + DOOR_ABOVE_M)))
        return cues

    def _seats(self, before: Moment, moment: Moment) -> list[Cue]:
        cues = []
        assert self._floor is not None
        for seat in sorted(set(moment.taken) ^ set(before.taken)):
            placed = moment.space.seats.get(seat)
            if placed is None or (sounds := seat_sound(placed, self._floor)) is None:
                continue
            x, y, z = placed.at
            way = "down" if seat in moment.taken else "up"
            cues.append(Cue("things", f"{sounds}-{way}", (x, y, z + placed.height)))
        return cues[:6]  # a whole class that rises is a rustle, not three hundred claps in one frame

    def _notes(self, before: Moment, moment: Moment) -> list[Cue]:
        cues = []
        if moment.hand and not before.hand:
            cues.append(Cue("interface", "hand", None, echoes=False))
        if moment.saved > before.saved:
            cues.append(Cue("interface", "saved", None, echoes=False))
        return cues


def things_of(space: Space) -> list[str]:
    """The things that can be heard in a space and that it answers."""
    seats: set[str] = {seat.sounds for seat in space.seats.values()}
    if "bench" in seats:
        seats |= {"wood", "stone"}  # which of the two is seen where one sits
    doors = list(DOORS) if any(portal.door for portal in space.portals.values()) else []
    return doors + [f"{seat}-{way}" for seat in SEATS if seat in seats for way in ("down", "up")]


def seat_sound(seat: Seat, floor: Floor) -> str | None:
    """What one hears somebody sit down on, of `campus.sound.things.SEATS`; None for a chair that one brings.

    A bench or a kerb sounds as what it is made of: as a foot on it would.
    """
    if seat.sounds == "none":
        return None
    if seat.sounds != "bench":
        return seat.sounds
    turn = math.radians(seat.heading)
    x, y, z = seat.at
    # From its front edge a hand's breadth back, where one sits.
    on = floor.surface(x + SITS_BACK_M * math.sin(turn), y - SITS_BACK_M * math.cos(turn), z + seat.height)
    return "stone" if on in ("stone", "gravel") else "wood"


def bed_at(space: Space, at: Point3) -> str | None:
    """The bed that is heard most at a point: the smallest zone's that has one, or the space's."""
    beds = beds_at(space, at)
    return max(beds, key=lambda name: beds[name]) if beds else None


def beds_at(space: Space, at: Point3) -> dict[str, float]:
    """The beds that one lies in at a point, and each one's share of the power: 1 together, or nothing at all.

    A zone's bed takes the place of what lies round it, from half a metre before its border to half a metre within, so
    that one hears a border come; where the box reaches the space's own walls there is none. What is smaller wins.
    """
    own = space.scene.sound.get("ambience") if space.scene else None
    shares: dict[str | None, float] = {own: 1.0}
    zones = []
    for zone in space.zones:
        audio = zone.facets.get("audio")
        name = audio.get("ambience") if isinstance(audio, Mapping) else None
        if name:
            size = math.prod(high - low for low, high in zip(zone.low, zone.high, strict=True))
            zones.append((size, zone.id, str(name), _within(zone, space, at)))
    for _, _, name, share in sorted(zones, key=lambda found: (-found[0], found[1])):
        shares = {other: before * (1 - share) for other, before in shares.items()}
        shares[name] = shares.get(name, 0.0) + share
    return {name: share for name, share in shares.items() if name is not None and share > 0.0}


def _within(zone: Zone, space: Space, at: Point3) -> float:
    """How far one is within a zone: 0 outside, 1 inside, and between the two about its border."""
    depth = math.inf
    for axis in range(3):
        for inside, rest in (
            (at[axis] - zone.low[axis], zone.low[axis] - float(space.bounds[0][axis])),
            (zone.high[axis] - at[axis], float(space.bounds[1][axis]) - zone.high[axis]),
        ):
            # Height has no border that one walks over: a floor below or above is another place at once.
            soft = BORDER_M if axis < 2 and rest > AT_A_WALL_M else 0.0
            if inside < -soft:
                return 0.0
            if soft:
                depth = min(depth, (inside + soft) / (2 * soft))
    share = min(depth, 1.0)
    return share * share * (3 - 2 * share)
