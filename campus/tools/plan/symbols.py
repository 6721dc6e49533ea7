"""What stands for things on a plan: seats from above, pieces of wall, where ways lead."""

from __future__ import annotations

import math

import numpy as np

from campus.mesh import Mesh
from campus.scene import Node
from campus.scene.frames import Frame
from campus.space import Portal, Seat
from campus.space.shapes import Shapes
from campus.text import Text, same
from campus.tools.plan.sheet import Points, rectangle

RING = [(math.cos(a), math.sin(a)) for a in np.linspace(0.0, 2 * math.pi, 24, endpoint=False).tolist()]
STEPPED = frozenset({"tiers", "stair", "ramp"})
_STONE, _GRAVEL, LEAF = "#F6F5F1", "#F4F0E6", "#5E7F4B"
FILLS = {
    "tiers": _STONE, "stair": _STONE, "ramp": _STONE, "stage": _STONE, "sundial": _STONE,
    "path": _GRAVEL, "ground": "#EEF2E6", "planting": "#DCE8D2", "water": "#D6E6F0",
}  # fmt: skip
"""Colours of what is no furniture."""


def meshes_of(shapes: Shapes, frame: Frame, node: Node) -> list[tuple[Mesh, Frame]]:
    """What stands still of a node, copies that nobody sits on included, each with its frame."""
    found = [(shapes.mesh, frame)]
    for copies in shapes.instances:
        if copies.role == "fixed":
            for x, y, z, heading in copies.placements[:500].tolist():
                found.append((copies.mesh, frame.inner((x, y, z), heading)))
    return [
        (mesh, placed)
        for mesh, placed in found
        if len(mesh.triangles) and node.type not in ("seat", "wheelchair-place")
    ]


def seat_parts(seat: Seat) -> list[list[tuple[float, float, float]]]:
    """A seat from above: the cushion, and the back behind it; a free square for a wheelchair."""
    frame = Frame(*seat.at, seat.heading)
    if seat.kind == "wheelchair":
        parts = [[(-0.4, 0.0), (0.4, 0.0), (0.4, -1.2), (-0.4, -1.2)], [(-0.25, -0.3), (0.25, -0.3), (0.0, -0.05)]]
    else:
        arc = [(0.215 * math.sin(a), -0.2 - 0.23 * math.cos(a)) for a in np.linspace(-1.2, 1.2, 7)]
        parts = [
            [(-0.2, 0.0), (0.2, 0.0), (0.2, -0.36), (-0.2, -0.36)],
            [*arc, *[(x * 0.8, y * 0.9 + 0.0) for x, y in arc[::-1]]],
        ]
    return [[frame.point((float(x), float(y), 0.0)) for x, y in part] for part in parts]


def leads_to(portal: Portal) -> Text:
    """An arrow and the name of what a way leads to."""
    name = portal.name or same(portal.space)
    return Text(fr=f"→ {name.fr}", en=f"→ {name.en}")


def along(wall: str, start: float, end: float, size: tuple[float, float, float], t: float) -> Points:
    """The rectangle of a piece of wall from `start` to `end` metres of its west or south end."""
    x, y = size[0], size[1]
    match wall:
        case "north":
            return rectangle((start, y), (end, y + t))
        case "south":
            return rectangle((start, -t), (end, 0))
        case "east":
            return rectangle((x, start), (x + t, end))
        case _:
            return rectangle((-t, start), (0, end))
