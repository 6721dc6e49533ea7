"""A Scene into a Space: shapes merged, anchors placed, ways out known. Pure: reads no file, draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from campus.components import Opening, Part
from campus.components.skylight import Skylight
from campus.errors import SceneError, SceneErrors, why_not
from campus.ids import did_you_mean
from campus.mesh import EMPTY, Mesh, merge, place
from campus.scene.composing import node_frame
from campus.scene.frames import SPACE, Frame
from campus.scene.model import Campus, Node, Scene
from campus.space.anchoring import Anchoring
from campus.space.digest import digest_of
from campus.space.model import Copies, Moving, Space
from campus.space.shapes import Openings, Shapes, Skylights, key_of, remembered, shapes_of, wooden
from campus.text import bilingual

WALL_THICKNESS = 0.45
"""Of a shell that does not say its own, metres."""
WORTH_COPYING = 9_000
"""Equal things are kept as copies of one when that saves so many triangles: a megabyte of memory. As many are drawn
either way, and every material of a copy costs a draw call of its own."""
LARGE_M = 4.0
"""What is longer stands by itself even so: light differs along it, and copies of one prototype share theirs."""
ITSELF = "itself"
"""The name of the moving part that is the whole of a node which rules hide and show."""


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
            the work. None takes what this process has made before.

    Raises:
        KeyError: when the campus has not loaded such a space, or it has no such layout or light state.
        SceneErrors: when a component uses a material that nothing defines, or its shape cannot be made.
    """
    scene = campus.scenes[space_id]
    if layout is not None or scene.layouts:
        scene = scene.arranged(layout if layout is not None else next(iter(scene.layouts)))
    share = scene.lights[light] if light is not None else next(iter(scene.lights.values()), 1.0)
    compiling = _Compiling(campus, scene, {} if shapes is None else shapes, remembers=shapes is None)
    compiling.shell()
    for node in scene.nodes:
        compiling.node(node)
    if share != 1.0:
        compiling.places.lamps = [replace(lamp, lumens=lamp.lumens * share) for lamp in compiling.places.lamps]
    return compiling.space()


@dataclass(eq=False)
class _Compiling:
    """One compilation: what has been gathered so far."""

    campus: Campus
    scene: Scene
    shapes: MutableMapping[str, Shapes]
    remembers: bool
    meshes: list[Mesh] = field(default_factory=list)
    solids: list[NDArray[np.float32]] = field(default_factory=list)
    moving: list[Moving] = field(default_factory=list)
    copies: list[Copies] = field(default_factory=list)
    used: dict[str, Node] = field(default_factory=dict)
    standing: dict[str, list[tuple[Node, Frame]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shell = self.scene.shell
        self.size: tuple[float, float, float] | None = getattr(shell.spec, "size", None) if shell else None
        self.thickness: float = getattr(shell.spec, "thickness", WALL_THICKNESS) if shell else WALL_THICKNESS
        self.vanishing = vanishing(self.scene)
        self.wood = wooden(self.campus.materials.values())
        self.places = Anchoring(self.campus, self.size)

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
                        bilingual(
                            f"skylight '{node.id}' has no ceiling to open.",
                            f"skylight « {node.id} » n'a pas de plafond à ouvrir.",
                        ),
                        code="no-ceiling",
                        hint=bilingual(
                            "A room, a hall or a corridor has one.",
                            "Un « room », un « hall » ou un « corridor » en a un.",
                        ),
                    )
                    for node in found
                ]
            )
        frames = [(node_frame(node, self.size), node.spec) for node in found]
        return [((f.x, f.y, f.heading), s) for f, s in frames if isinstance(s, Skylight)]

    def node(self, node: Node) -> None:
        """Everything that one node brings."""
        frame = node_frame(node, self.size)
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
        self.places.node(node, frame, is_door=bool(parts))
        if isinstance(spec, Opening):
            self._close(spec, frame)

    def space(self) -> Space:
        """What all of it amounts to."""
        for key, standing in self.standing.items():
            self._stand(self.shapes[key].mesh, standing)
        self._check_materials()
        self._check_routes()
        places = self.places
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
            seats=places.seats,
            screens=places.screens,
            labels=tuple(places.labels),
            lamps=tuple(places.lamps),
            views=tuple(places.views),
            spawns=places.spawns,
            portals=places.portals,
            zones=tuple(places.zones),
            waypoints=places.waypoints,
            viewpoints=places.viewpoints,
            names=places.names,
            where=places.where,
            materials={id_: self.campus.materials[id_] for id_ in sorted(self.used)},
            sun=self.campus.sun,
            north=self.campus.placements[self.scene.id].north,
            digest="",
            sounds=tuple(places.sounds),
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
        key = key_of(node.type, node.spec, self.thickness, openings, skylights, self.wood)
        if key not in self.shapes:
            try:
                make = partial(shapes_of, node.spec, self.thickness, openings, skylights, self.wood)
                self.shapes[key] = remembered(key, make) if self.remembers else make()
            except ValueError as error:
                why, source = why_not(error), node.source
                message = bilingual(
                    f"{node.type} '{node.id}' cannot be built: {why.en}.",
                    f"{node.type} « {node.id} » ne peut pas être construit : {why.fr}.",
                )
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
                bilingual(
                    f"{node.type} '{node.id}' is made of '{material}', which no file of assets/materials defines.",
                    f"{node.type} « {node.id} » est en « {material} », qu'aucun fichier d'assets/materials ne définit.",
                ),
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
                bilingual(
                    f"{node.type} '{node.id}' leads to '{way}', which is no waypoint of this space.",
                    f"{node.type} « {node.id} » mène à « {way} », qui n'est pas un point de passage de cet espace.",
                ),
                code="unknown-node",
                hint=did_you_mean(way, self.places.waypoints),
            )
            for node in self.scene.nodes
            for way in getattr(node.spec, "routes", ())
            if way not in self.places.waypoints
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

    def _close(self, spec: Opening, frame: Frame) -> None:
        """Nobody walks out of a hole in a wall."""
        # A way that is built is closed where it leaves the wall, so that one stands in the door and goes no further;
        # any other is closed on the room's face.
        behind = self.thickness if spec.to and self.places.is_built(spec.to) else 0.0
        x, low, high = spec.size[0] / 2, spec.sill, spec.sill + spec.size[1]
        quad = [frame.point((a, behind, z)) for a, z in ((-x, low), (x, low), (x, high), (-x, high))]
        self.solids.append(np.array([[quad[0], quad[1], quad[2]], [quad[0], quad[2], quad[3]]], np.float32))


def vanishing(scene: Scene) -> frozenset[str]:
    """The nodes that rules show or hide, or that say of themselves whether they are shown."""
    told = {node.id for node in scene.nodes if "shown" in (node.spec.state or {})}
    for rule in scene.rules:
        assert isinstance(rule, Mapping)
        for effect in rule["do"]:
            told |= {effect[word] for word in ("show", "hide") if word in effect}
            told |= {node for node, values in effect.get("set", {}).items() if "shown" in values}
    return frozenset(told)


def _placed_bounds(copies: Copies) -> NDArray[np.float32]:
    corners = [place(copies.mesh, p[:3].tolist(), float(p[3])).bounds() for p in copies.placements] or [EMPTY.bounds()]
    return np.stack([np.min([c[0] for c in corners], 0), np.max([c[1] for c in corners], 0)])
