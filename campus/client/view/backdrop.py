"""What one sees through an opening that leads nowhere yet: land, on the side that has it.

Owns what is shown on which side; real spaces take the land's place as they are built (`beyond`). What land looks like
is `far_land`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from campus.client.view.beyond import Neighbour, ground_of
from campus.client.view.coarse import seen_from
from campus.client.view.far_land import HIGH, MATERIALS, SCENES, over_a_court, sheet
from campus.client.view.kept import Arrays, kept, source_of
from campus.client.view.narrowed import is_looked_through, narrowed
from campus.components.ground import SIDES, Ground
from campus.mesh import Mesh, box, merge, moved, place
from campus.scene.model import Material
from campus.space.model import Space, View

OUTSIDE_SUN = 1.15
OUTSIDE_SKY = 0.42
"""What lies outside, as the picture shows it: light of the sun and of the sky, 1 being nearly white."""
SKY = 0.24
"""The sky itself, on average at the painted hour."""


@dataclass(frozen=True, eq=False)
class Backdrop:
    """One backdrop.

    Attributes:
        mesh: in the space's frame.
        bounds: (2, 3) the box that its own sun map covers, metres.
        materials: of the mesh.
        through_a_room: whether it is seen through the far windows of another space alone.
    """

    mesh: Mesh
    bounds: NDArray[np.float32]
    materials: Mapping[str, Material] = field(default_factory=lambda: MATERIALS)
    through_a_room: bool = False


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
        found += _through(neighbour, space, real)
        found += _over(neighbour, space)
    taken = {round(view.heading) % 360 for view in space.views if view.shows in real}
    found += _lands([view for view in space.views if round(view.heading) % 360 not in taken])
    # Half of what houses, hills and trees are made of turns away from whoever looks, wherever they stand.
    return [replace(one, mesh=seen_from(one.mesh, space.bounds)) for one in (*found, *_around(ground_of(space)))]


def _moved(backdrop: Backdrop, by: tuple[float, float, float]) -> Backdrop:
    bounds = (backdrop.bounds + np.array(by, np.float32)).astype(np.float32)
    return replace(backdrop, mesh=moved(backdrop.mesh, by), bounds=bounds)


def _through(neighbour: Neighbour, space: Space, real: Set[str]) -> list[Backdrop]:
    """The land behind the far windows of a room that is seen from a space."""
    sides: dict[int, list[tuple[View, View]]] = {}
    for view in neighbour.windows:
        x, y, z = (float(v) for v in np.add(view.at, neighbour.at))
        here = replace(view, at=(x, y, z))
        lands = view.shows in SCENES and view.shows not in (*real, space.id, "garden")
        if lands and is_looked_through(here, space.bounds):
            sides.setdefault(round(view.heading) % 360, []).append((view, here))
    found = []
    for windows in sides.values():
        (land,) = _lands([view for view, _ in windows])
        land = _moved(land, neighbour.at)
        mesh = narrowed(land.mesh, [here for _, here in windows], space.bounds)
        found.append(replace(land, mesh=mesh, through_a_room=True))
    return [one for one in found if len(one.mesh.triangles)]


def _over(neighbour: Neighbour, space: Space) -> list[Backdrop]:
    """The roofs around a court that is seen from a space: where its wall ends in the sky, they would be missed."""
    sides: dict[int, list[View]] = {}
    for view in space.views:
        if view.shows == neighbour.space:
            sides.setdefault(round(view.heading) % 360, []).append(view)
    roofs = [_moved(one, neighbour.at) for one in _around(neighbour.ground)] if sides else []
    seen = [replace(one, mesh=narrowed(one.mesh, views, space.bounds)) for one in roofs for views in sides.values()]
    return [one for one in seen if len(one.mesh.triangles)]


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
        sill = min(v.at[2] - v.size[1] / 2 for v in views)
        high = shown in HIGH and sill > OVER_ONES_HEAD_M
        mesh = place(_scene(shown, high), (float(middle[0]), float(middle[1]), sill * LIFT if high else 0.0), heading)
        near = place(box((64, 46, 13), at=(0, 23, 0)), (float(middle[0]), float(middle[1]), 0.0), heading)
        found.append(Backdrop(mesh, near.bounds()))
    return found


OVER_ONES_HEAD_M = 3.0
LIFT = 1.42
"""What is seen over a high sill is so many times as high as the sill: one looks up at it from across the room."""


def _scene(shows: str, high: bool = False) -> Mesh:
    """A scene's mesh, kept from one start of the program to the next."""
    return _kept(f"{shows}-high" if high else shows, (), (HIGH if high else SCENES)[shows])


def _around(ground: Ground | None) -> list[Backdrop]:
    """The roofs around a space that lies open, over its walls."""
    if ground is None:
        return []
    wide, deep, tall = ground.size
    # Of each side, in the order of SIDES: its left corner as the court sees it, where it looks out to, its length.
    lines = (
        ((0.0, deep), 0.0, wide),
        ((wide, deep), 270.0, deep),
        ((wide, 0.0), 180.0, wide),
        ((0.0, 0.0), 90.0, deep),
    )
    heights = [ground.heights.get(side, tall) for side in SIDES]
    sides = tuple((*line, high) for line, high in zip(lines, heights, strict=True) if high >= CARRIES_A_ROOF_M)
    if not sides:
        return []
    mesh = _kept("over-a-court", (repr(sides),), lambda: over_a_court(sides))
    return [Backdrop(mesh, mesh.bounds())]


CARRIES_A_ROOF_M = 5.0
"""A wall as high as this is that of a building."""


def _kept(name: str, depends_on: tuple[str, ...], shape: Callable[[], Mesh]) -> Mesh:
    def make() -> Arrays:
        mesh = shape()
        rows = np.concatenate([mesh.positions, mesh.normals, mesh.uvs], axis=1)
        return {"rows": rows, "triangles": mesh.triangles, "names": np.array(mesh.materials), "material": mesh.material}

    folder = Path(__file__).parent
    sources = [source_of(str(folder / f"far_{part}.py")) for part in ("land", "parts", "plants", "town")]
    found = kept(f"backdrop-{name}", (*depends_on, *sources), make)
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
