"""A scene compiled: what the client draws, the server rules over, the baker lights. Plain arrays and anchors.

All in the space's own frame: metres, origin at the floor's south-west corner, Z up, +Y north; headings in degrees
counter-clockwise from north.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.components import LabelAnchor, LampAnchor, Part, Placed, SoundAnchor
from campus.components._base import SeatKind, SeatSound
from campus.mesh import Mesh
from campus.scene.model import Material, Scene, Sun
from campus.text import Text


@dataclass(frozen=True)
class Seat:
    """A seat that one person at a time can take; `id` is `node` or `node.local`, as in `rows.row-6.13`."""

    id: str
    at: tuple[float, float, float]
    heading: float
    height: float
    kind: SeatKind
    node: str
    name: Text | None
    sounds: SeatSound = "chair"


@dataclass(frozen=True)
class Screen:
    """A surface that shows what is taught: its centre, the heading it looks to, its width and height."""

    id: str
    at: tuple[float, float, float]
    heading: float
    size: tuple[float, float]
    shows: str


@dataclass(frozen=True)
class Label:
    """Words somewhere in the space; `anchor.place` is in the space's frame."""

    node: str
    anchor: LabelAnchor


@dataclass(frozen=True)
class Sound:
    """What sounds somewhere in the space; `anchor.place` is in the space's frame."""

    node: str
    anchor: SoundAnchor


@dataclass(frozen=True)
class Portal:
    """A way to elsewhere: walk into `at` (radius metres) and arrive at `space`/`node`, or use the door `id`.

    Attributes:
        built: False where the space beyond is not made yet: one sees the view and cannot pass.
        arrive: where somebody who comes *out* of this portal stands, and looks.
        door: whether it has a leaf that opens.
    """

    id: str
    at: tuple[float, float, float]
    radius: float
    space: str
    node: str
    built: bool
    arrive: Placed
    door: bool
    name: Text | None


@dataclass(frozen=True)
class Zone:
    """A box with properties; the smallest zone wins where several hold a point."""

    id: str
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    facets: Mapping[str, object]


@dataclass(frozen=True)
class Viewpoint:
    """Where a picture is taken from: the eye, the point it looks at, the horizontal field of view in degrees."""

    id: str
    eye: tuple[float, float, float]
    look: tuple[float, float, float]
    fov: float
    title: Text | None


@dataclass(frozen=True)
class View:
    """What is seen through an opening: its centre in the wall, the heading one looks out to, its clear size."""

    node: str
    at: tuple[float, float, float]
    heading: float
    size: tuple[float, float]
    shows: str


@dataclass(frozen=True, eq=False)
class Moving:
    """A named moving part of a node, with the transform of its node's frame into the space's."""

    node: str
    name: str
    part: Part
    at: tuple[float, float, float]
    heading: float


@dataclass(frozen=True, eq=False)
class Copies:
    """A prototype that stands many times; `placements` (n, 4) x, y, z, heading in the space; see `Instances`."""

    node: str
    mesh: Mesh
    placements: NDArray[np.float32]
    role: str
    seats: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Space:
    """Everything that is known of one space once it is compiled.

    Attributes:
        mesh: everything that stands still, merged; the materials tell the draw calls.
        moving, copies: what moves, and what repeats (not in `mesh`).
        solids: (m, 3, 3) float32 triangles that a body bumps into: of `mesh`, of copies (as placed) and of closed doors
            that lead nowhere yet.
        names: what a screen reader says of each node that a person can use.
        where: node id -> (x, y, z, heading) of its frame in the space, for every node that has a place.
        materials: the materials that the meshes use, by id.
        digest: hex of a hash over everything above; equal spaces have equal digests on every machine.
    """

    id: str
    title: Text
    scene: Scene
    mesh: Mesh
    moving: tuple[Moving, ...]
    copies: tuple[Copies, ...]
    solids: NDArray[np.float32]
    bounds: NDArray[np.float32]
    seats: Mapping[str, Seat]
    screens: Mapping[str, Screen]
    labels: tuple[Label, ...]
    lamps: tuple[LampAnchor, ...]
    views: tuple[View, ...]
    spawns: Mapping[str, Placed]
    portals: Mapping[str, Portal]
    zones: tuple[Zone, ...]
    waypoints: Mapping[str, Placed]
    viewpoints: Mapping[str, Viewpoint]
    names: Mapping[str, Text]
    where: Mapping[str, tuple[float, float, float, float]]
    materials: Mapping[str, Material]
    sun: Sun
    north: float
    digest: str
    sounds: tuple[Sound, ...] = ()
