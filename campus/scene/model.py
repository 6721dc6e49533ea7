"""What a space is, as read from its file: frozen values, every node with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from campus.components import Component
from campus.ids import MaterialId, NodeId, SpaceId
from campus.quantities import Degrees, Fraction, Point
from campus.text import Text

Place = tuple[float, float, float, float]
"""Where something stands in its space: x, y, z in metres, and its heading in degrees."""


class Source(msgspec.Struct, frozen=True):
    """A place in a file: path relative to the root of the content, line and column from 1."""

    file: str
    line: int
    column: int


class Node(msgspec.Struct, frozen=True):
    """One component in a space, after prefabs and repeats are expanded.

    Attributes:
        id: unique within the space; given by the author, or `type-n` where the author gave none.
        type: the component's type.
        spec: the component itself; `at`, `facing`, `wall` still as the author wrote them, in the frame of `origin`.
        origin: x, y, z, heading of the prefab instance that it came from, in the space's frame; zeros at top level.
        source: where the author wrote it.
        used: of a prefab's part, where the space uses that prefab.
    """

    id: NodeId
    type: str
    spec: Component
    origin: tuple[float, float, float, float]
    source: Source
    used: Source | None = None


class Material(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A surface: how it looks, sounds underfoot, and swallows sound.

    Attributes:
        material: its id, as its file is named.
        title: what people call it.
        source: where its absorption coefficients come from.
        kit: the kit that it belongs to, as its folder is named; empty for the campus's own.
        colour: sRGB albedo `#RRGGBB`.
        roughness: 0 is a mirror, 1 is chalk.
        metalness: 0 for everything but bare metal.
        opacity: below 1 for glass and water.
        emission: candela per square metre over 1000; 0 for what does not shine.
        pattern: how the albedo varies, a name that the client knows: `plain`, `courses`, `planks`, `terrazzo`, ...
        absorption: Sabine coefficient at 125, 250, 500, 1000, 2000, 4000 Hz; `source` names the table.
        footstep: the sound that a shoe makes on it.
    """

    material: MaterialId
    title: Text
    colour: str
    roughness: Fraction
    metalness: Fraction = 0.0
    opacity: Fraction = 1.0
    emission: float = 0.0
    pattern: str = "plain"
    absorption: tuple[Fraction, Fraction, Fraction, Fraction, Fraction, Fraction]
    footstep: Literal["stone", "wood", "carpet", "gravel", "grass", "soft", "metal", "none"] = "stone"
    source: str
    kit: str = ""


class Scene(msgspec.Struct, frozen=True):
    """One space as its file describes it: sound, complete, every reference resolved.

    Attributes:
        nodes: the shell's openings included, in reading order.
        shell: the node that is the shell (a room), or None for an open space.
        rules: `on:` rules, kept as plain data until the rules of presence run them.
        accent: the one colour of a partner's space, `#RRGGBB`.
        groups: the members of each group, in order; of a prefab's instance its id (`table-2`).
        layouts: where each layout puts the nodes that it moves, by id; the first is how the space opens.
        lights: of each light state, what share of their light the lamps give; the first is how the space opens.
        daylight: of each light state, what share of the daylight the blinds let in; 1 where nothing is said.
        layout_titles, light_titles: what people call them, where the designer says so; see `titles.title_of`.
    """

    id: SpaceId
    title: Text
    file: str
    shell: Node | None
    nodes: tuple[Node, ...]
    sound: Mapping[str, str]
    rules: tuple[object, ...] = ()
    accent: str | None = None
    groups: Mapping[str, tuple[NodeId, ...]] = {}
    layouts: Mapping[str, Mapping[NodeId, Place]] = {}
    lights: Mapping[str, float] = {}
    daylight: Mapping[str, float] = {}
    layout_titles: Mapping[str, Text] = {}
    light_titles: Mapping[str, Text] = {}

    def arranged(self, layout: str) -> Scene:
        """The same scene with its furniture as a layout has it. Raises KeyError when there is no such layout."""
        places = self.layouts[layout]
        return msgspec.structs.replace(self, nodes=tuple(_moved(n, places.get(n.id)) for n in self.nodes))

    def node(self, id_: str) -> Node:
        """The node of that id. Raises KeyError when there is none."""
        for node in self.nodes:
            if node.id == id_:
                return node
        raise KeyError(id_)


def _moved(node: Node, place: Place | None) -> Node:
    if place is None:
        return node
    spec = msgspec.structs.replace(node.spec, at=place[:3], facing=place[3])
    return msgspec.structs.replace(node, spec=spec, origin=(0.0, 0.0, 0.0, 0.0))


class Placement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a space lies on the campus plan: its origin in metres and its true north, so that one sun serves all.

    Attributes:
        space: its id.
        at: of the origin on the plan, metres.
        north: heading of true north in the space, degrees counter-clockwise from its +Y.
        partner: the institution that it belongs to, one of the campus's `partners`; none for the school itself.
    """

    space: SpaceId
    at: Point
    north: Degrees = 0.0
    partner: NodeId | None = None


class Sun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The one sun of the campus; `azimuth` is a compass bearing (clockwise from north), the only one of its kind.

    Attributes:
        azimuth: where it stands, degrees clockwise from north: a compass bearing.
        elevation: how high it stands over the horizon, degrees.
        colour: of its light, `#RRGGBB`.
        sky: colour of the sky, `#RRGGBB`.
    """

    azimuth: float = 235.0
    elevation: float = 31.0
    colour: str = "#FFF1DC"
    sky: str = "#BFD4E8"


class Partner(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An institution of the campus, in plain letters.

    Attributes:
        id: how the campus names it.
        name: its own name.
        kind: what kind of institution it is.
        accent: its one colour, `#RRGGBB`.
    """

    id: NodeId
    name: Text
    kind: Text
    accent: str | None = None


class Planned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A space that is not built yet: doors may lead to it, and stay closed; its name stands over them.

    Attributes:
        space: its id, once it will be built.
        title: what stands over the doors that lead there.
    """

    space: SpaceId
    title: Text


class Campus(msgspec.Struct, frozen=True):
    """The whole campus: its spaces, where one enters, its one sun, its materials and its partners.

    Attributes:
        placements: of every space that `scenes/campus.yaml` names, loaded or not.
        scenes: those that were loaded (all, unless the caller asked for some).
        planned: spaces that are named and not built yet.
        titles: of every space that has one, whether loaded, built or planned: signs and doors say where they lead.
        root: the folder that holds `scenes/` and `assets/`.
    """

    title: Text
    entry: SpaceId
    sun: Sun
    placements: Mapping[str, Placement]
    scenes: Mapping[str, Scene]
    materials: Mapping[str, Material]
    partners: tuple[Partner, ...]
    root: str
    planned: Mapping[str, Planned] = {}
    titles: Mapping[str, Text] = {}
