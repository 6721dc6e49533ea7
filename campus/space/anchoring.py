"""What is known of a space's places: where one sits, arrives and reads, and what leads elsewhere. Makes no shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np

from campus.components import Component, LabelAnchor, LampAnchor, Opening, Placed
from campus.components.portal import Portal as PortalComponent
from campus.components.spawn import Spawn
from campus.components.viewpoint import Viewpoint as ViewpointComponent
from campus.components.waypoint import Waypoint
from campus.components.zone import Zone as ZoneComponent
from campus.scene.frames import Frame
from campus.scene.model import Campus, Node
from campus.space.model import Label, Portal, Screen, Seat, Sound, View, Viewpoint, Zone
from campus.text import Text

STEP_IN = 1.2
"""Somebody who comes through a door stands so far in front of it, metres."""
_OF_EVERY_NODE = frozenset(Component.__struct_fields__)


@dataclass(eq=False)
class Anchoring:
    """What has been gathered so far of one space.

    Attributes:
        campus: loaded; its titles and its placements say what a way leads to.
        size: of the shell, metres; None in the open.
    """

    campus: Campus
    size: tuple[float, float, float] | None
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

    def node(self, node: Node, frame: Frame, *, is_door: bool) -> None:
        """Everything that one node says of places.

        Args:
            node: of the space.
            frame: where it stands.
            is_door: whether something of it moves, so that what it leads to is behind a door.
        """
        spec = node.spec
        self.where[node.id] = (*frame[:3], frame.heading)
        self._anchors(node, frame)
        self._special(node, frame)
        if isinstance(spec, Opening):
            self._seen_through(node, spec, frame)
        if isinstance(to := getattr(spec, "to", None), str):
            self._way(node, spec, to, frame, door=is_door)
        if spec.name is not None:
            self.names[node.id] = spec.name

    def is_built(self, to: str) -> bool:
        """Whether what a way leads to (`space/node`) is a space of this campus."""
        return to.partition("/")[0] in self.campus.placements

    def _anchors(self, node: Node, frame: Frame) -> None:
        anchors = node.spec.anchors()
        for seat in anchors.seats:
            id_ = f"{node.id}.{seat.id}" if seat.id else node.id
            placed = _placed(frame, seat.place)
            name = seat_name(node.spec.name, seat.id)
            self.seats[id_] = Seat(id_, placed.at, placed.heading, seat.height, seat.kind, node.id, name, seat.sounds)
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

    def _seen_through(self, node: Node, spec: Opening, frame: Frame) -> None:
        """What is seen through a hole in a wall."""
        shows = spec.view or (spec.to.partition("/")[0] if spec.to else None)
        if shows and not spec.anchors().views:
            width, height = spec.size
            centre = frame.point((0.0, 0.0, spec.sill + height / 2))
            self.views.append(View(node.id, centre, frame.heading, (width, height), shows))

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
        built = self.is_built(to) and bool(getattr(spec, "built", True))
        at = frame.point((0.0, 0.0, sill))
        self.portals[node.id] = Portal(node.id, at, radius, space, other, built, arrive, door, spec.name or title)
        if spec.name is None and title is not None:
            self.names[node.id] = title
        if door and isinstance(spec, Opening) and title is not None and not spec.anchors().labels:
            self.labels.append(Label(node.id, _sign_over(spec, frame, title, self.size)))


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


def _sign_over(spec: Opening, frame: Frame, title: Text, shell: tuple[float, float, float] | None) -> LabelAnchor:
    """The sign over a door: the name of the space that it leads to, legible from 4.8 m (capitals of a sixtieth)."""
    cap = 0.08
    # Two lines and their margins are 3.9 capitals high; a letter of the bold face is 0.8 to 0.85 capitals wide.
    height = 4 * cap
    width = max(spec.size[0], (0.85 * max(len(title.fr), len(title.en)) + 1.4) * cap)
    middle = spec.sill + spec.size[1] + max(spec.crown(), 0.2) + height / 2
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
