"""What stands many times, in one draw call for each material: seats, chairs, balusters. Free seats and taken ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Geom, GeomNode, NodePath, OmniBoundingVolume, PTA_LVecBase4f

from campus.client.view.coarse import coarser
from campus.client.view.geometry import Column, geoms
from campus.client.view.materials import dress
from campus.client.view.quality import Quality
from campus.client.view.shading import surface_shader
from campus.client.view.sunlight import CASTS
from campus.mesh import EMPTY
from campus.space.model import Copies, Space

BOX = "box"
"""Python tag of a node that the shader places: (2, 3) where it may be, in the frame of the space."""
STAYS = "stays"
"""Tag of what is drawn in the same places for good."""

MOST = 256
"""Placements in one uniform array: 4 KB, which every driver of OpenGL 3.2 has."""


@dataclass(eq=False)
class Group:
    """Up to `MOST` copies of one prototype, and which of them are drawn."""

    copies: Copies
    first: int
    node: NodePath
    shown: NDArray[np.bool_]

    def upload(self) -> None:
        """Hands the placements that are shown to the card."""
        rows = self.copies.placements[self.first : self.first + len(self.shown)][self.shown].astype(np.float32)
        self.node.set_shader_input("placements", placements_array(rows))
        for part in self.node.get_children():
            part.set_instance_count(max(len(rows), 1))
        if len(rows):
            self.node.show()
        else:
            self.node.hide()


def placements_array(rows: NDArray[np.float32]) -> PTA_LVecBase4f:
    """Up to `MOST` rows x, y, z, heading in degrees, as the shader wants them: the turn as half-angle tangent."""
    data = np.zeros((MOST, 4), np.float32)
    data[: len(rows)] = rows
    # The tangent of half the angle gives sine and cosine by arithmetic alone; 180 degrees is a very large one.
    data[:, 3] = np.tan(np.deg2rad((data[:, 3] + 180) % 360 - 180) / 2)
    array = PTA_LVecBase4f.empty_array(MOST)
    array.set_data(data.tobytes())
    return array


LEAST_FREE = 0.3
"""Where one part of a thing stands on another, the bake finds no light at the corner itself: spread over the facet
beside it, that would be a black ring. So much comes from what is near."""
_OCCLUDED: tuple[Column, ...] = (("free", 1, Geom.NT_float32, Geom.C_other),)


def reaching(free: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n,) the share of the light around that corners are shown in; `free` is what the bake found, 255 for all."""
    return np.maximum(free / np.float32(255), np.float32(LEAST_FREE)).astype(np.float32)


def draw_copies(
    space: Space, parent: NodePath, quality: Quality, free: Sequence[NDArray[np.uint8]] = ()
) -> list[Group]:
    """Hangs every prototype of a space under `parent`; free seats are shown and taken ones are not.

    Args:
        space: whose copies they are.
        parent: under which they hang.
        quality: of the picture.
        free: for each of the copies, how much of the light around reaches each vertex past the thing itself, 255 for
            all; empty where that is not known.
    """
    groups = []
    for index, copies in enumerate(space.copies):
        shade = free[index] if index < len(free) and len(free[index]) == len(copies.mesh.positions) else None
        rows = None if shade is None else reaching(shade)[:, None]
        defines = ("INSTANCED",) if rows is None else ("INSTANCED", "OCCLUDED")
        for first in range(0, len(copies.placements), MOST):
            count = min(MOST, len(copies.placements) - first)
            path = parent.attach_new_node(f"{copies.node} x{count}")
            path.set_shader(surface_shader(quality, *defines))
            path.set_tag(CASTS, "INSTANCED")
            path.set_python_tag(BOX, _box(copies, slice(first, first + count)))
            if copies.role == "fixed":
                path.set_tag(STAYS, "")
            mesh = coarser(copies.mesh, quality.coarse_m) if quality.coarse_m else copies.mesh
            for material, geom in geoms(mesh, rows, () if rows is None else _OCCLUDED):
                node = GeomNode(material)
                node.add_geom(geom)
                node.set_bounds(OmniBoundingVolume())  # the shader places the vertices: never cull by the prototype
                node.set_final(True)
                dress(path.attach_new_node(node), space.materials.get(material), plain=quality.plain)
            # Where they stand and who sits on them is asked for again; their shape is on the card.
            placed = replace(copies, mesh=EMPTY)
            group = Group(placed, first, path, np.full(count, copies.role != "seat-taken"))
            group.upload()
            groups.append(group)
    return groups


def _box(copies: Copies, some: slice) -> NDArray[np.float32]:
    """(2, 3) in which some of the placements stand, however each is turned."""
    places = copies.placements[some, :3].astype(np.float32)
    low, high = copies.mesh.bounds()
    aside = float(np.hypot(*np.maximum(np.abs(low[:2]), np.abs(high[:2]))))
    room = np.array([(-aside, -aside, low[2]), (aside, aside, high[2])])
    box: NDArray[np.float32] = np.array([places.min(axis=0), places.max(axis=0)], np.float32) + room.astype(np.float32)
    return box


class SeatRows:
    """Which copies show a seat free, and which show it taken."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._where: dict[str, list[tuple[Group, int]]] = {}
        for group in groups:
            for index in range(len(group.shown)):
                if group.copies.role != "fixed" and group.first + index < len(group.copies.seats):
                    seat = group.copies.seats[group.first + index]
                    self._where.setdefault(seat, []).append((group, index))

    def take(self, seat: str, taken: bool) -> None:
        """Shows the copy that is right for a seat and hides the other."""
        for group, index in self._where.get(seat, ()):
            wanted = taken == (group.copies.role == "seat-taken")
            if group.shown[index] != wanted:
                group.shown[index] = wanted
                group.upload()
