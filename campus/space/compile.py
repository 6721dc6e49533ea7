"""A Scene into a Space: shapes merged, anchors placed, ways out known. Pure: reads no file, draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.components import Component, LabelAnchor, LampAnchor, Opening, Part, Placed
from campus.components.portal import Portal as PortalComponent
from campus.components.skylight import Skylight
from campus.components.spawn import Spawn
from campus.components.viewpoint import Viewpoint as ViewpointComponent
from campus.components.waypoint import Waypoint
from campus.components.zone import Zone as ZoneComponent
from campus.errors import SceneError, SceneErrors
from campus.ids import did_you_mean
from campus.mesh import EMPTY, Mesh, merge, place
from campus.scene.composing import node_frame
from campus.scene.frames import SPACE, Frame
from campus.scene.model import Campus, Node, Scene
from campus.space.digest import digest_of
from campus.space.model import Copies, Label, Moving, Portal, Screen, Seat, Sound, Space, View, Viewpoint, Zone
from campus.space.shapes import Openings, Shapes, Skylights, key_of, shapes_of
from campus.text import Text

WALL_THICKNESS = 0.45
"""Of a shell that does not say its own, metres."""
WORTH_COPYING = 9_000
"""Equal things are kept as copies of one when that saves so many triangles: a megabyte of memory. As many are drawn
either way, and every material of a copy costs a draw call of its own."""
LARGE_M = 4.0
"""What is longer stands by itself even so: light differs along it, and copies of one prototype share theirs."""
STEP_IN = 1.2
"""Somebody who comes through a door stands so far in front of it, metres."""
ITSELF = "itself"
"""The name of the moving part that is the whole of a node which rules hide and show."""
_OF_EVERY_NODE = frozenset(Component.__struct_fields__)


def compile_space(
    campus: Campus,
    space_id: str,
    *,
    layout: str | None = None,
    light: str | None = None,
    shapes: MutableMapping[str, Shapes] | None = None,
) -> Space:
    """Everything that is known of a space.

    Args:
        campus: loaded, with that space among its scenes.
        space_id: which one.
        layout: how its furniture stands, one of the scene's `layouts`; None for the first.
        light: to what its lamps are dimmed, one of the scene's `lights`; None for the first.
        shapes: made before, by what they are made of; missing ones are made and added. Making them is nearly all of
            the work.

    Raises:
        KeyError: when the campus has not loaded such a space, or it has no such layout or light state.
        SceneErrors: when a component uses a material that nothing defines, or its shape cannot be made.
    """
    scene = campus.scenes[space_id]
    if layout is not None or scene.layouts:
        scene = scene.arranged(layout if layout is not None else next(iter(scene.layouts)))
    share = scene.lights[light] if light is not None else next(iter(scene.lights.values()), 1.0)
    compiling = _Compiling(campus, scene, {} if shapes is None else shapes)
    compiling.shell()
    for node in scene.nodes:
        compiling.node(node)
    if share != 1.0:
        compiling.lamps = [replace(lamp, lumens=lamp.lumens * share) for lamp in compiling.lamps]
    return compiling.space()


@dataclass(eq=False)
class _Compiling:
    """One compilation: what has been gathered so far."""

    campus: Campus
    scene: Scene
    shapes: MutableMapping[str, Shapes]
    meshes: list[Mesh] = field(default_factory=list)
    solids: list[NDArray[np.float32]] = field(default_factory=list)
    moving: list[Moving] = field(default_factory=list)
    copies: list[Copies] = field(default_factory=list)
    seats: dict[str, Seat] = field(default_factory=dict)
    screens: dict[str, Screen] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)
    lamps: list[LampAnchor] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    sounds: list[Sound] = field(default_factory=list)
    spawns: dict[str, Placed] = field(default_factory=dict)
    portals: dict[str, Portal] = field(default_factory=dict)
    zones: list[Zone] = field(default_factory=list)
    waypoints: dict[str, Placed] = field(default_factory=dict)
    viewpoints: dict[str, Viewpoint] = field(default_factory=dict)
    names: dict[str, Text] = field(default_factory=dict)
    where: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    used: dict[str, Node] = field(default_factory=dict)
    standing: dict[str, list[tuple[Node, Frame]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shell = self.scene.shell
        self.size: tuple[float, float, float] | None = getattr(shell.spec, "size", None) if shell else None
        self.thickness: float = getattr(shell.spec, "thickness", WALL_THICKNESS) if shell else WALL_THICKNESS
        self.vanishing = vanishing(self.scene)

    def shell(self) -> None:
        """The shell with its openings cut."""
        node = self.scene.shell
        skylights = self._skylights()
        if node is None:
            return
        openings: Openings = {"north": [], "east": [], "south": [], "west": []}
        for other in self.scene.nodes:
            if isinstance(other.spec, Opening) and other.spec.wall is not None:
                assert isinstance(other.spec.at, (int, float))  # placed when it was loaded
                openings[other.spec.wall].append((float(other.spec.at), other.spec))
        self._still(node, self.shapes[self._made(node, openings, skylights)].mesh)
        self.node(node)

    def _skylights(self) -> Skylights:
        """The holes of the ceiling; a shell without one has no place for them."""
        found = [node for node in self.scene.nodes if isinstance(node.spec, Skylight)]
        shell = self.scene.shell
        if found and (shell is None or not hasattr(shell.spec, "ceiling")):
            raise SceneErrors(
                [
                    SceneError(
                        node.source.file,
                        node.source.line,
                        node.source.column,
                        f"skylight '{node.id}' has no ceiling to open.",
                        code="no-ceiling",
                        hint="A room, a hall or a corridor has one.",
                    )
                    for node in found
                ]
            )
        frames = [(node_frame(node, self.size), node.spec) for node in found]
        return [((f.x, f.y, f.heading), s) for f, s in frames if isinstance(s, Skylight)]

    def node(self, node: Node) -> None:
        """Everything that one node brings."""
        frame = node_frame(node, self.size)
        self.where[node.id] = (*frame[:3], frame.heading)
        spec = node.spec
        parts: Mapping[str, Part] = {}
        if node is not self.scene.shell:  # whose shape is made with its holes
            key = self._made(node)
            if node.id in self.vanishing:
                self._vanishes(node, self.shapes[key].mesh, frame)
            else:
                self.standing.setdefault(key, []).append((node, frame))
                if len((hull := spec.hull()).triangles):
                    self.solids.append(place(hull, frame[:3], frame.heading).corners())
            parts = self.shapes[key].parts
            for name, part in parts.items():
                self._uses(node, part.mesh)
                self.moving.append(Moving(node.id, name, part, frame[:3], frame.heading))
            for instances in self.shapes[key].instances:
                self._copies(node, frame, instances.mesh, instances.placements, instances.role, instances.seats)
        self._anchors(node, frame)
        self._special(node, frame)
        if isinstance(spec, Opening):
            self._opening(node, spec, frame)
        if isinstance(to := getattr(spec, "to", None), str):
            self._way(node, spec, to, frame, door=bool(parts))
        if spec.name is not None:
            self.names[node.id] = spec.name

    def space(self) -> Space:
        """What all of it amounts to."""
        for key, places in self.standing.items():
            self._stand(self.shapes[key].mesh, places)
        self._check_materials()
        self._check_routes()
        mesh = merge(*self.meshes)
        solids = [mesh.corners()[mesh.collides], *self.solids]
        corners = [mesh.bounds(), *(_placed_bounds(c) for c in self.copies)]
        space = Space(
            id=self.scene.id,
            title=self.scene.title,
            scene=self.scene,
            mesh=mesh,
            moving=tuple(self.moving),
            copies=tuple(self.copies),
            solids=np.concatenate(solids).astype(np.float32),
            bounds=np.stack([np.min([b[0] for b in corners], 0), np.max([b[1] for b in corners], 0)]),
            seats=self.seats,
            screens=self.screens,
            labels=tuple(self.labels),
            lamps=tuple(self.lamps),
            views=tuple(self.views),
            spawns=self.spawns,
            portals=self.portals,
            zones=tuple(self.zones),
            waypoints=self.waypoints,
            viewpoints=self.viewpoints,
            names=self.names,
            where=self.where,
            materials={id_: self.campus.materials[id_] for id_ in sorted(self.used)},
            sun=self.campus.sun,
            north=self.campus.placements[self.scene.id].north,
            digest="",
            sounds=tuple(self.sounds),
        )
        return replace(space, digest=digest_of(space))

    def _stand(self, shape: Mesh, places: list[tuple[Node, Frame]]) -> None:
        """Put one shape wherever it stands: merged where that is cheap, else as copies of one prototype."""
        low, high = shape.bounds()
        if (len(places) - 1) * len(shape.triangles) < WORTH_COPYING or float((high - low)[:2].max()) > LARGE_M:
            for node, frame in places:
                self._still(node, place(shape, frame[:3], frame.heading))
        else:
            placements = np.array([frame for _, frame in places], np.float32)
            self._copies(places[0][0], SPACE, shape, placements, "fixed", ())

    def _vanishes(self, node: Node, mesh: Mesh, frame: Frame) -> None:
        """What rules hide and show is drawn by itself, and in nobody's way: nobody is shut in by what appears."""
        if len(mesh.triangles):
            self._uses(node, mesh)
            self.moving.append(Moving(node.id, ITSELF, Part(mesh, amount=0.0), frame[:3], frame.heading))

    def _made(self, node: Node, openings: Openings | None = None, skylights: Skylights | None = None) -> str:
        """The key of the node's shapes, which are made if nobody made them before.

        Nodes that differ only in name and place share them. A shape that the numbers make impossible is the author's
        mistake.
        """
        key = key_of(node.type, node.spec, self.thickness, openings, skylights)
        if key not in self.shapes:
            try:
                self.shapes[key] = shapes_of(node.spec, self.thickness, openings, skylights)
            except ValueError as error:
                message = f"{node.type} '{node.id}' cannot be built: {str(error).rstrip('.')}."
                source = node.source
                raise SceneErrors(
                    [SceneError(source.file, source.line, source.column, message, code="shape")]
                ) from error
        return key

    def _still(self, node: Node, mesh: Mesh) -> None:
        if len(mesh.triangles):
            self._uses(node, mesh)
            self.meshes.append(mesh)

    def _uses(self, node: Node, mesh: Mesh) -> None:
        for material in mesh.materials:
            self.used.setdefault(material, node)

    def _check_materials(self) -> None:
        errors = [
            SceneError(
                node.source.file,
                node.source.line,
                node.source.column,
                f"{node.type} '{node.id}' is made of '{material}', which no file of assets/materials defines.",
                code="unknown-material",
                hint=did_you_mean(material, self.campus.materials),
            )
            for material, node in self.used.items()
            if material not in self.campus.materials
        ]
        if errors:
            raise SceneErrors(errors)

    def _check_routes(self) -> None:
        """Note every guide that leads to what is no waypoint of this space."""
        errors = [
            SceneError(
                node.source.file,
                node.source.line,
                node.source.column,
                f"{node.type} '{node.id}' leads to '{way}', which is no waypoint of this space.",
                code="unknown-node",
                hint=did_you_mean(way, self.waypoints),
            )
            for node in self.scene.nodes
            for way in getattr(node.spec, "routes", ())
            if way not in self.waypoints
        ]
        if errors:
            raise SceneErrors(errors)

    def _copies(
        self, node: Node, frame: Frame, mesh: Mesh, placements: NDArray[np.float32], role: str, seats: Iterable[str]
    ) -> None:
        self._uses(node, mesh)
        placed = np.array(
            [tuple(frame.inner((float(x), float(y), float(z)), float(turn))) for x, y, z, turn in placements],
            np.float32,
        ).reshape(-1, 4)
        ids = tuple(f"{node.id}.{seat}" if seat else node.id for seat in seats)
        self.copies.append(Copies(node.id, mesh, placed, role, ids))
        if role != "seat-taken" and mesh.collides.any():  # free or taken, a seat is in the way once
            corners = mesh.only(mesh.collides)
            self.solids += [place(corners, p[:3].tolist(), float(p[3])).corners() for p in placed]

    def _anchors(self, node: Node, frame: Frame) -> None:
        anchors = node.spec.anchors()
        for seat in anchors.seats:
            id_ = f"{node.id}.{seat.id}" if seat.id else node.id
            placed = _placed(frame, seat.place)
            name = seat_name(node.spec.name, seat.id)
            self.seats[id_] = Seat(id_, placed.at, placed.heading, seat.height, seat.kind, node.id, name)
        for screen in anchors.screens:
            own = screen.id in ("", node.id) or len(anchors.screens) == 1
            id_ = node.id if own else f"{node.id}.{screen.id}"
            placed = _placed(frame, screen.place)
            self.screens[id_] = Screen(id_, placed.at, placed.heading, screen.size, screen.shows)
        for label in anchors.labels:
            self.labels.append(Label(node.id, replace(label, place=_placed(frame, label.place))))
        for sound in anchors.sounds:
            self.sounds.append(Sound(node.id, replace(sound, place=_placed(frame, sound.place))))
        for lamp in anchors.lamps:
            self.lamps.append(replace(lamp, place=_placed(frame, lamp.place)))
        for view in anchors.views:
            placed = _placed(frame, view.place)
            self.views.append(View(node.id, placed.at, placed.heading, view.size, view.shows))

    def _special(self, node: Node, frame: Frame) -> None:
        """What is nothing but a place: spawns, waypoints, viewpoints, zones."""
        spec = node.spec
        if isinstance(spec, Spawn):
            self.spawns[node.id] = Placed(frame[:3], frame.heading)
        elif isinstance(spec, Waypoint):
            self.waypoints[node.id] = Placed(frame[:3], frame.heading)
        elif isinstance(spec, ViewpointComponent):
            origin = Frame(*node.origin)
            self.viewpoints[node.id] = Viewpoint(
                node.id, origin.point(spec.eye), origin.point(spec.look), spec.fov, spec.name
            )
        elif isinstance(spec, ZoneComponent):
            corners = np.array([Frame(*node.origin).point(corner) for corner in spec.box])
            low, high = (tuple(float(v) for v in edge) for edge in (corners.min(0), corners.max(0)))
            self.zones.append(Zone(node.id, low, high, _facets(spec)))  # type: ignore[arg-type]

    def _opening(self, node: Node, spec: Opening, frame: Frame) -> None:
        """What is seen through a hole, and that nobody walks out of it."""
        shows = spec.view or (spec.to.partition("/")[0] if spec.to else None)
        width, height = spec.size
        if shows and not spec.anchors().views:
            centre = frame.point((0.0, 0.0, spec.sill + height / 2))
            self.views.append(View(node.id, centre, frame.heading, (width, height), shows))
        # A way that is built is closed where it leaves the wall, so that one stands in the door and goes no further;
        # any other is closed on the room's face.
        behind = self.thickness if spec.to and self._is_built(spec.to) else 0.0
        x, low, high = width / 2, spec.sill, spec.sill + height
        quad = [frame.point((a, behind, z)) for a, z in ((-x, low), (x, low), (x, high), (-x, high))]
        self.solids.append(np.array([[quad[0], quad[1], quad[2]], [quad[0], quad[2], quad[3]]], np.float32))

    def _way(self, node: Node, spec: Component, to: str, frame: Frame, door: bool) -> None:
        """A door, an arch or a portal that leads elsewhere; it says where unless the author did."""
        space, _, other = to.partition("/")
        sill = 0.0
        if isinstance(spec, Opening):
            sill, radius = spec.sill, spec.size[0] / 2
            arrive = Placed(frame.point((0.0, -STEP_IN, sill)), (frame.heading + 180.0) % 360.0)
        else:
            radius = spec.radius if isinstance(spec, PortalComponent) else 0.6
            ahead = spec.arrive if isinstance(spec, PortalComponent) else STEP_IN
            arrive = Placed(frame.point((0.0, ahead, 0.0)), frame.heading)
        title = self.campus.titles.get(space)
        built = self._is_built(to) and bool(getattr(spec, "built", True))
        at = frame.point((0.0, 0.0, sill))
        self.portals[node.id] = Portal(node.id, at, radius, space, other, built, arrive, door, spec.name or title)
        if spec.name is None and title is not None:
            self.names[node.id] = title
        if door and isinstance(spec, Opening) and title is not None and not spec.anchors().labels:
            self.labels.append(Label(node.id, _sign_over(spec, frame, title, self.size)))

    def _is_built(self, to: str) -> bool:
        return to.partition("/")[0] in self.campus.placements


def seat_name(of: Text | None, local: str) -> Text | None:
    """What a screen reader says of one seat: what all of them are called, then its row and its number.

    Args:
        of: the name of what the seat is a part of.
        local: the seat's id there: `3`, `row-6.13`, or nothing where it is the only one.
    """
    if of is None or not local:
        return of
    row, _, number = local.rpartition(".")
    if not number.isdigit() or (row and not row.removeprefix("row-").isdigit()):
        return of
    if not row:
        return Text(fr=f"{of.fr}, place {number}", en=f"{of.en}, seat {number}")
    row = row.removeprefix("row-")
    return Text(fr=f"{of.fr}, rang {row}, place {number}", en=f"{of.en}, row {row}, seat {number}")


def vanishing(scene: Scene) -> frozenset[str]:
    """The nodes that rules show or hide, or that say of themselves whether they are shown."""
    told = {node.id for node in scene.nodes if "shown" in (node.spec.state or {})}
    for rule in scene.rules:
        assert isinstance(rule, Mapping)
        for effect in rule["do"]:
            told |= {effect[word] for word in ("show", "hide") if word in effect}
            told |= {node for node, values in effect.get("set", {}).items() if "shown" in values}
    return frozenset(told)


def _sign_over(spec: Opening, frame: Frame, title: Text, shell: tuple[float, float, float] | None) -> LabelAnchor:
    """The sign over a door: the name of the space that it leads to, legible from 4.8 m (capitals of a sixtieth)."""
    cap = 0.08
    # Two lines and their margins are 3.9 capitals high; a letter of the bold face is 0.8 to 0.85 capitals wide.
    height = 4 * cap
    width = max(spec.size[0], (0.85 * max(len(title.fr), len(title.en)) + 1.4) * cap)
    middle = spec.sill + spec.size[1] + 0.36
    if shell is not None:
        middle = min(middle, shell[2] - height / 2 - 0.02)  # a low room: nearer to the door's frame
    at = frame.point((0.0, -0.02, middle))
    heading = (frame.heading + 180.0) % 360.0
    return LabelAnchor(title, Placed(at, heading), (width, height), "sign", cap, "#FAF6EC", "#1F4E8C")


def _placed(frame: Frame, local: Placed) -> Placed:
    at = frame.inner(local.at, local.heading)
    return Placed(at[:3], at.heading)


def _facets(spec: ZoneComponent) -> Mapping[str, object]:
    """The zone's own fields as plain data, without those that say nothing."""
    data: dict[str, object] = msgspec.to_builtins(spec)
    return {k: v for k, v in data.items() if k not in _OF_EVERY_NODE and k != "box" and v is not None}


def _placed_bounds(copies: Copies) -> NDArray[np.float32]:
    corners = [place(copies.mesh, p[:3].tolist(), float(p[3])).bounds() for p in copies.placements] or [EMPTY.bounds()]
    return np.stack([np.min([c[0] for c in corners], 0), np.max([c[1] for c in corners], 0)])
