"""What one sees through an opening that leads nowhere yet: land, on the side that has it.

Owns what is shown on which side; real spaces take the land's place as they are built (`beyond`). What land looks like
is `far_land`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from campus.client.view.beyond import Neighbour
from campus.client.view.far_land import MATERIALS, SCENES, sheet
from campus.client.view.kept import Arrays, kept, source_of
from campus.mesh import Mesh, box, merge, moved, place
from campus.scene.model import Material
from campus.space.model import Space, View


@dataclass(frozen=True, eq=False)
class Backdrop:
    """One backdrop.

    Attributes:
        mesh: in the space's frame.
        bounds: (2, 3) the box that its own sun map covers, metres.
        materials: of the mesh.
    """

    mesh: Mesh
    bounds: NDArray[np.float32]
    materials: Mapping[str, Material] = field(default_factory=lambda: MATERIALS)


def backdrops(space: Space, neighbours: Sequence[Neighbour] = ()) -> list[Backdrop]:
    """The land that is seen out of a space, once for each side it has openings on where no other space is.

    Args:
        space: as compiled.
        neighbours: the spaces that are really beyond its openings, which are drawn as themselves.
    """
    real = {neighbour.space for neighbour in neighbours}
    found: list[Backdrop] = []
    for neighbour in neighbours:
        # A garden's fallback picture has no place beside the garden itself.
        lands = [view for view in neighbour.views if view.shows not in (*real, "garden")]
        found += [_moved(land, neighbour.at) for land in _lands(lands)]
    taken = {round(view.heading) % 360 for view in space.views if view.shows in real}
    return found + _lands([view for view in space.views if round(view.heading) % 360 not in taken])


def _moved(backdrop: Backdrop, by: tuple[float, float, float]) -> Backdrop:
    bounds = (backdrop.bounds + np.array(by, np.float32)).astype(np.float32)
    return replace(backdrop, mesh=moved(backdrop.mesh, by), bounds=bounds)


def _lands(seen: Sequence[View]) -> list[Backdrop]:
    """Land, once for each side that views look to."""
    sides: dict[int, list[View]] = {}
    for view in seen:
        if view.shows in SCENES:
            sides.setdefault(round(view.heading) % 360, []).append(view)
    found = []
    for heading, views in sides.items():
        shown = min((v.shows for v in views), key=lambda s: list(SCENES).index(s))
        middle = np.mean([v.at for v in views], axis=0)
        mesh = place(_scene(shown), (float(middle[0]), float(middle[1]), 0.0), heading)
        near = place(box((64, 46, 13), at=(0, 23, 0)), (float(middle[0]), float(middle[1]), 0.0), heading)
        found.append(Backdrop(mesh, near.bounds()))
    return found


def _scene(shows: str) -> Mesh:
    """A scene's mesh, kept from one start of the program to the next."""

    def make() -> Arrays:
        mesh = SCENES[shows]()
        rows = np.concatenate([mesh.positions, mesh.normals, mesh.uvs], axis=1)
        return {"rows": rows, "triangles": mesh.triangles, "names": np.array(mesh.materials), "material": mesh.material}

    found = kept(f"backdrop-{shows}", (source_of(str(Path(__file__).with_name("far_land.py"))),), make)
    rows, triangles = found["rows"].astype(np.float32), found["triangles"].astype(np.int32)
    return Mesh(
        rows[:, :3],
        rows[:, 3:6],
        rows[:, 6:],
        triangles,
        tuple(str(name) for name in found["names"]),
        found["material"].astype(np.int32),
        np.zeros(len(triangles), np.bool_),
    )


def anterooms(space: Space, neighbours: Sequence[Neighbour] = ()) -> Mesh:
    """A few metres of room behind each door that leads to a space, so that an open door never shows nothing."""
    doors = {portal.id for portal in space.portals.values() if portal.door}
    real = {neighbour.space for neighbour in neighbours}
    rooms = []
    for view in space.views:
        if view.shows in SCENES or (view.shows in real and view.node not in doors):
            continue
        width, height = view.size[0] + 0.8, view.size[1] + 0.3
        floor = view.at[2] - view.size[1] / 2
        x, y0, y1 = width / 2, 0.30, 3.0
        faces = [
            sheet([(-x, y0, 0), (x, y0, 0), (x, y1, 0), (-x, y1, 0)], "terrazzo"),
            sheet([(-x, y0, height), (-x, y1, height), (x, y1, height), (x, y0, height)], "lime-plaster"),
            sheet([(-x, y1, 0), (x, y1, 0), (x, y1, height), (-x, y1, height)], "lime-plaster"),
            sheet([(-x, y0, 0), (-x, y1, 0), (-x, y1, height), (-x, y0, height)], "lime-plaster"),
            sheet([(x, y0, 0), (x, y0, height), (x, y1, height), (x, y1, 0)], "lime-plaster"),
        ]
        rooms.append(place(merge(*faces), (view.at[0], view.at[1], floor), view.heading))
    return merge(*rooms)
