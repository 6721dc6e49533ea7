"""What every component is made of. Owns the shape of the contract; knows no component, no scene file, no drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from campus.ids import NodeId
from campus.mesh import EMPTY, Mesh
from campus.quantities import Degrees, Length, Metres, Point
from campus.text import Text

COMPASS = {
    "north": 0.0,
    "north-west": 45.0,
    "west": 90.0,
    "south-west": 135.0,
    "south": 180.0,
    "south-east": 225.0,
    "east": 270.0,
    "north-east": 315.0,
}
"""Headings of the compass words, degrees counter-clockwise from north."""
Facing = Degrees | str
"""A compass word, degrees counter-clockwise from north, or the id of the node to face."""
Wall = Literal["north", "east", "south", "west"]
SeatKind = Literal["seat", "wheelchair", "kerb"]
SeatSound = Literal["tip-up", "chair", "armchair", "bench", "none"]
"""What is heard of a seat as one sits down: a hinge, a frame and cloth, a cushion, or the board or stone itself."""
READ_FROM_CAPS = 60.0
"""A sign is read from so many of its capitals' heights away, unless it says otherwise (at 70 degrees of view)."""
NEAREST_M = 1.5
"""Nobody stands nearer than this to read: smaller capitals than a sixtieth of it are too small anywhere."""
EmitterSound = Literal["water", "leaves", "hum", "ventilation", "clock", "monitor", "cicada", "swifts"]
"""What can sound from one place without end; `campus.sound.sources` makes them. The last two call now and then."""
LabelStyle = Literal["carved", "sign", "plaque", "board", "caption"]
View = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]*$", extra_json_schema={"refers-to": "view"})]
"""What lies beyond an opening: garden, roofs, horizon, or a space's id."""


class Component(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all components share: a name and a place. A component's own fields are its file's.

    A free component stands `at` a point of the floor plan (z = 0 unless it has three numbers) and turns to `facing`;
    its own frame has its origin on the floor at its centre and its front towards +Y. A component on a wall gives
    `wall` instead, and its `at` is one number: metres from the wall's west or south end to its centre. Its own frame
    then has x along the wall as one reads it (facing the wall, left to right), y = 0 on the wall's face with the room
    towards -Y, and z = 0 on the floor.

    Attributes:
        id: how the rest of the campus names it.
        name: what a screen reader says of it; needed where a person can use it.
        at: metres.
        facing: where its front looks.
        wall: the wall of the shell that it hangs on.
        group: members of a group are numbered from 1: table-1, table-2.
        state: variables that rules set and wait for, by name, as they begin: true or false, a number, or the words that
            one can be, the first as it begins.
    """

    id: NodeId | None = None
    name: Text | None = None
    at: Point | Metres | None = None
    facing: Facing | None = None
    wall: Wall | None = None
    group: NodeId | None = None
    state: Mapping[str, bool | float | tuple[str, ...]] | None = None

    def mesh(self) -> Mesh:
        """The static shape in the component's own frame, colliders marked; empty by default."""
        return EMPTY

    def hull(self) -> Mesh:
        """What a body bumps into and nobody sees, in the component's own frame; empty where `mesh` collides itself."""
        return EMPTY

    def anchors(self) -> Anchors:
        """Where people sit, what shows, shines, reads; in the component's own frame; nothing by default."""
        return Anchors()

    def parts(self) -> Mapping[str, Part]:
        """Named moving parts (a door's leaf), in the component's own frame; none by default."""
        return {}

    def instances(self) -> tuple[Instances, ...]:
        """Many equal things drawn in one call (three hundred seats); none by default."""
        return ()

    def reading(self) -> tuple[Told, ...]:
        """What it tells somebody who reads it up close; nothing by default."""
        return ()

    def verbs(self) -> tuple[str, ...]:
        """What a person can do with it (`open`, `sit`, `read`); nothing by default."""
        return ()


class Opening(Component, frozen=True, kw_only=True):
    """A hole in a wall of the shell, with what stands in it. Its `at` is one number along its `wall`.

    Attributes:
        size: clear width and height in metres.
        sill: height of its lower edge over the space's floor.
        to: `space/node` that it leads to, for an opening that one walks through.
        view: what is seen through it.
    """

    size: tuple[Length, Length] = (1.0, 2.1)
    sill: Metres = 0.0
    to: str | None = None
    view: View | None = None

    def outline(self) -> NDArray[np.float32]:
        """(k, 2) the hole's edge, counter-clockwise seen from the room: x = 0 at its centre, y over the floor."""
        width, height = self.size
        low, high = self.sill, self.sill + height
        return np.array([(-width / 2, low), (width / 2, low), (width / 2, high), (-width / 2, high)], np.float32)

    def margin(self) -> float:
        """How far its frame covers the wall beside the hole, metres: a plinth stops there."""
        return 0.0

    def crown(self) -> float:
        """How far its frame covers the wall over the hole, metres: what hangs there hangs higher."""
        return 0.0

    def anchors(self) -> Anchors:
        """What one sees through it, if anything."""
        if self.view is None:
            return Anchors()
        centre = Placed((0.0, 0.0, self.sill + self.size[1] / 2))
        return Anchors(views=(ViewAnchor(centre, self.size, self.view),))

    def fill(self, thickness: float) -> Mesh:
        """Frames, reveal stones, glass: what stands in the hole of a wall `thickness` metres thick.

        Returns:
            In the wall's frame: x along the wall from the opening's centre, y = 0 on the room's face and y = +thickness
            outside, z from the floor. The reveal (the hole's inner faces) is the wall's own business.
        """
        return EMPTY


@dataclass(frozen=True, eq=False)
class Part:
    """One moving part: its mesh, and the line about which or along which it moves.

    Attributes:
        mesh: in the part's own frame, whose origin is `pivot`.
        pivot: (x, y, z) in the component's frame.
        motion: `turn` swings about Z by up to `amount` degrees; `slide` moves along +X by up to `amount` metres;
            `tilt` turns about X.
        amount: how far it moves when its state is 1.
    """

    mesh: Mesh
    pivot: tuple[float, float, float] = (0.0, 0.0, 0.0)
    motion: Literal["turn", "slide", "tilt"] = "turn"
    amount: float = 90.0


@dataclass(frozen=True, eq=False)
class Instances:
    """One prototype and where it stands many times.

    Attributes:
        mesh: the prototype in its own frame.
        placements: (n, 4) x, y, z, heading in degrees, in the component's frame.
        role: `fixed`; or `seat-free` / `seat-taken`, two prototypes of a seat of which the client shows one;
            `seats` then names the seat (local id) of each placement.
    """

    mesh: Mesh
    placements: NDArray[np.float32]
    role: Literal["fixed", "seat-free", "seat-taken"] = "fixed"
    seats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A local position and heading, in a component's frame."""

    at: tuple[float, float, float]
    heading: float = 0.0


@dataclass(frozen=True)
class SeatAnchor:
    """Where one person sits.

    Attributes:
        id: local: `1`, `row-6.13`; unique within the component; empty where it has one only.
        place: the middle of the seat's front edge projected on the floor the feet rest on, and where the sitter looks.
        height: of the seat over that floor, metres; 0 for a wheelchair place (the person brings the chair).
        sounds: as what; a bench as what it is made of.
    """

    id: str
    place: Placed
    height: float = 0.45
    kind: SeatKind = "seat"
    sounds: SeatSound = "chair"


@dataclass(frozen=True)
class ScreenAnchor:
    """A surface that shows something taught: its centre, which way it looks (its heading), its size in metres."""

    id: str
    place: Placed
    size: tuple[float, float]
    shows: str = "session"


@dataclass(frozen=True)
class LabelAnchor:
    """Words on a surface: carved names, signs, plaques, boards.

    Attributes:
        text: short text; for a board, Markdown of headings, paragraphs and bullets.
        place: the centre of the text's area, its heading the way it looks.
        size: width and height of the area, metres.
        cap_height: of a capital of the viewer's language, metres; the other language stands beneath at 75 %.
        colour, ground: `#RRGGBB`; `ground` None where the letters stand on the surface behind them.
        read_from: how far away one reads it, metres; None where its capitals say it.
    """

    text: Text
    place: Placed
    size: tuple[float, float]
    style: LabelStyle = "sign"
    cap_height: float = 0.05
    colour: str = "#16232B"
    ground: str | None = None
    read_from: float | None = None

    @property
    def distance(self) -> float:
        """How far away one reads it, metres."""
        return self.read_from or max(READ_FROM_CAPS * self.cap_height, NEAREST_M)


@dataclass(frozen=True)
class LampAnchor:
    """A source of light: where, how much (lumens), how warm (kelvins), and its emitting area (metres)."""

    place: Placed
    lumens: float
    kelvins: float = 3500.0
    size: tuple[float, float] = (0.3, 0.3)


@dataclass(frozen=True)
class ViewAnchor:
    """An opening through which one sees `shows`: its centre, the way one looks out (its heading), its clear size."""

    place: Placed
    size: tuple[float, float]
    shows: str


@dataclass(frozen=True)
class Told:
    """One thing that a component tells somebody who reads it up close.

    Attributes:
        kind: `markdown` is text; a `spot` is numbered and opens on a press; a `route` leads to a waypoint.
        text: what it says; a spot's label.
        more: what a spot says once it is open.
        to: the waypoint of a route.
    """

    kind: Literal["markdown", "spot", "route"]
    text: Text | None
    more: Text | None = None
    to: str = ""


@dataclass(frozen=True)
class SoundAnchor:
    """A place that sounds.

    Attributes:
        sound: of the library, or a file under `assets/`.
        gain: louder or softer than it was made, decibels.
        near: metres; nearer than this it does not grow louder.
        starts: whether it sounds before the room's state (`playing`) says so.
        loops: whether it begins again when it ends.
    """

    place: Placed
    sound: str
    gain: float = 0.0
    near: float = 1.0
    starts: bool = True
    loops: bool = True


@dataclass(frozen=True)
class Anchors:
    """Everything that a component offers to people and to the rest of the campus, in its own frame."""

    seats: tuple[SeatAnchor, ...] = ()
    screens: tuple[ScreenAnchor, ...] = ()
    labels: tuple[LabelAnchor, ...] = ()
    lamps: tuple[LampAnchor, ...] = ()
    views: tuple[ViewAnchor, ...] = ()
    sounds: tuple[SoundAnchor, ...] = ()
    reach: tuple[Placed, ...] = field(default=())
    """Where a person stands to use it."""
