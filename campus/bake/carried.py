"""A bake for a space that changed since: what stands as it stood keeps its light, what is new gets the air's.

A designer moves a table, or a partner's room adds a door to the hall: one wall is another, a thousand things are not.
The shape that was baked is kept beside its light (`shape.npz`, on a grid of a millimetre), so that triangles are found
again: first those that are the same, corner by corner; then large ones that lie wholly in a chart of the old space, as
what is left of a wall does that got a door. All else is lit by the probes, corner by corner. The light stays old:
`is_stale` says so, and a bake mends it. Where a lamp or the sun is another, nothing is carried over: whoever turns a
lamp wants to see it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.bake.key import NEAR_M, full_lumens, own_key
from campus.bake.model import Baked, Layer, SunSeen
from campus.mesh import Mesh
from campus.scene.colours import linear
from campus.space.model import Space

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

GRID_M = 1e-3
"""Of the shape that is kept; corners on the same point of the grid are the same."""
_OFF_THE_TIE = 0.0137
ENOUGH = 0.5
"""Share of a space's surface that has to be found again; with less, an estimate of the whole looks better."""
LARGE_M2 = 0.05
"""Triangles as large as that are looked for within the old charts."""
FLAT = 0.9995
"""Cosine between normals of triangles of one face."""
ON_PLANE_M = 4e-3
SAME_CHART_TEXELS = 1.5
"""So far may two triangles of one chart disagree about where a point is on it."""
OFF_SURFACE_M = 0.1
"""So far before a surface the air's light is asked: behind it another room may be."""
WITHIN_M = 0.15
"""So near to each other are the places of a triangle that all have to lie in the old chart."""
MOST_PLACES = 64
"""Along each side of a triangle, at most."""


@dataclass(frozen=True, eq=False)
class Shape:
    """Where the vertices of `Space.mesh` were when it was baked, and what shone on them.

    Attributes:
        grid: (n, 3) int32, in steps of `GRID_M`.
        lights: (l, 9) float64, zeros at the end of a row: of each lamp its place, heading, size, lumens and kelvins; of
            each screen its place, heading and size; of the sun azimuth in the space's frame and elevation, its colour
            and the sky's.
    """

    grid: NDArray[np.int32]
    lights: NDArray[np.float64]

    @classmethod
    def of(cls, space: Space) -> Shape:
        """The shape of a space as it is compiled."""
        rows: list[tuple[float, ...]] = [
            (*lamp.place.at, lamp.place.heading, *lamp.size, lumens, lamp.kelvins)
            for lamp, lumens in zip(space.lamps, full_lumens(space), strict=True)
        ]
        rows += [(*screen.at, screen.heading, *screen.size) for screen in space.screens.values()]
        sun = space.sun
        rows.append((sun.azimuth - space.north, sun.elevation, *linear(sun.colour), *linear(sun.sky)))
        lights = np.zeros((len(rows), 9))
        for row, values in zip(lights, rows, strict=True):
            row[: len(values)] = values
        return cls(_on_grid(space.mesh), lights)

    def shone_on_as(self, other: Shape) -> bool:
        """Whether lamps, screens, sun and sky are the same."""
        return self.lights.shape == other.lights.shape and np.allclose(self.lights, other.lights, atol=NEAR_M)


def found_again(shape: Shape, vertex: Ints, triangles: Ints, mesh: Mesh) -> float:
    """Share of a mesh's surface, 0 to 1, whose triangles are those of an older shape, corner by corner.

    Args:
        shape: of the older mesh.
        vertex: of the bake, see `Baked`.
        triangles: of the bake.
        mesh: of the space as it is now.
    """
    areas = _areas(mesh.corners().astype(np.float64))
    same = (_same(shape.grid[vertex][triangles], _on_grid(mesh)[mesh.triangles]) >= 0).all(axis=1)
    return float(areas[same].sum() / max(areas.sum(), 1e-9))


def carried(baked: Baked, shape: Shape, space: Space) -> Baked | None:
    """The light of an older shape of a space, for the space as it is now.

    Args:
        baked: the light.
        shape: of the mesh that it was baked for.
        space: as it is compiled now.

    Returns:
        None where too little of it stands as it stood (`ENOUGH`), its lights are others, or the shape is of another
        bake.
    """
    now = Shape.of(space)
    if len(shape.grid) <= int(baked.vertex.max(initial=-1)) or not shape.shone_on_as(now):
        return None
    mesh = space.mesh
    older, here = shape.grid[baked.vertex][baked.triangles], now.grid[mesh.triangles]
    # Triangle and corner now -> the corner then, as a vertex of the split mesh; -1 where it is new.
    place = _same(older, here)
    vertex = np.where(place >= 0, baked.triangles.reshape(-1)[place], -1)
    charted = _in_charts(baked, older * GRID_M, mesh, np.flatnonzero((place < 0).any(axis=1)))
    areas = _areas(mesh.corners().astype(np.float64))
    kept = np.asarray((vertex >= 0).all(axis=1))
    kept[list(charted)] = True
    if areas[kept].sum() < ENOUGH * areas.sum():
        return None
    return _put_together(baked, space, vertex, charted)


def _on_grid(mesh: Mesh) -> NDArray[np.int32]:
    return np.floor(mesh.positions.astype(np.float64) / GRID_M + 0.5 + _OFF_THE_TIE).astype(np.int32)


def _same(older: Ints, here: Ints) -> Ints:
    """(m, 3): for each corner of each triangle of `here` (m, 3, 3) the index of its corner in `older`, or -1."""
    if not len(older) or not len(here):
        return np.full((len(here), 3), -1, np.int64)
    (words, first), (sought, own_first) = _words(older), _words(here)
    order = np.argsort(words, kind="stable")
    at = np.minimum(np.searchsorted(words[order], sought), len(order) - 1)
    found = order[at]
    turned = (np.arange(3)[None] - own_first[:, None] + first[found][:, None]) % 3
    return np.where((words[found] == sought)[:, None], 3 * found[:, None] + turned, -1)


def _words(triangles: Ints) -> tuple[NDArray[np.uint64], Ints]:
    """(m,) a word for each triangle (m, 3, 3), whichever corner it begins with; and (m,) the corner it is told from."""
    factors = np.random.default_rng(7).integers(1, 2**63, size=(3, 3), dtype=np.uint64) | np.uint64(1)
    steps = triangles.astype(np.int64).astype(np.uint64)
    corner = (steps * factors[0]).sum(axis=2)
    first = np.argmin(corner, axis=1)
    turned = np.take_along_axis(steps, ((first[:, None] + np.arange(3)) % 3)[..., None], axis=1)
    return (turned * factors).sum(axis=(1, 2)), first


def _areas(corners: Floats) -> Floats:
    """(m,) m² of triangles (m, 3, 3)."""
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(np.linalg.norm(across, axis=1) / 2)


def _in_charts(baked: Baked, older: Floats, mesh: Mesh, new: Ints) -> dict[int, Floats]:
    """New triangles that lie in one chart of the older mesh -> (3, 2) where their corners are on the lightmap."""
    lit = np.flatnonzero((baked.uvs[baked.triangles] != 0).any(axis=(1, 2)))
    corners = mesh.corners()[new].astype(np.float64)
    large = _areas(corners) > LARGE_M2
    if not len(lit) or not large.any():
        return {}
    older, uvs = older[lit].astype(np.float64), baked.uvs[baked.triangles[lit]].astype(np.float64)
    across = np.cross(older[:, 1] - older[:, 0], older[:, 2] - older[:, 0])
    normals = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    texel = SAME_CHART_TEXELS / np.array(baked.manifest.size)
    found = {}
    for index, corner in zip(new[large], corners[large], strict=True):
        normal = np.cross(corner[1] - corner[0], corner[2] - corner[0])
        normal /= np.linalg.norm(normal)
        near = normals @ normal > FLAT
        near[near] = np.abs((older[near] - corner[0]) @ normal).max(axis=1) < ON_PLANE_M
        if near.any() and (uv := _mapped(older[near], uvs[near], corner, normal, texel)) is not None:
            found[int(index)] = uv
    return found


def _mapped(faces: Floats, uvs: Floats, corner: Floats, normal: Floats, texel: Floats) -> Floats | None:
    """(3, 2) where a triangle's corners (3, 3) are on the lightmap, if one chart of flat faces (k, 3, 3) holds it."""
    axis = int(np.argmax(np.abs(normal)))
    flat = [i for i in range(3) if i != axis]
    origin, along, up = faces[:, 0, flat], faces[:, 1, flat] - faces[:, 0, flat], faces[:, 2, flat] - faces[:, 0, flat]
    det = along[:, 0] * up[:, 1] - along[:, 1] * up[:, 0]
    usable = np.abs(det) > 1e-9
    origin, along, up, det, uvs = origin[usable], along[usable], up[usable], det[usable], uvs[usable]

    def shares(points: Floats, of: Any = slice(None)) -> Floats:
        """(p, k, 2) of points (p, 2) along the two sides of each face."""
        to = points[:, None] - origin[None, of]
        s = (to[..., 0] * up[of, 1] - to[..., 1] * up[of, 0]) / det[of]
        t = (along[of, 0] * to[..., 1] - along[of, 1] * to[..., 0]) / det[of]
        return np.stack([s, t], axis=-1)

    points = _places_within(corner) @ corner[:, flat]
    every = shares(points)
    inside = (every >= -1e-3).all(axis=-1) & (every.sum(axis=-1) <= 1 + 1e-3)
    if not inside.any(axis=1).all():
        return None
    face, middle = np.argmax(inside, axis=1), len(points) // 2

    def on_chart(share: Floats, of: Ints) -> Floats:
        sides = np.stack([uvs[of, 1] - uvs[of, 0], uvs[of, 2] - uvs[of, 0]], axis=1)
        return np.asarray(uvs[of, 0] + np.einsum("pi,pij->pj", share, sides))

    seen = on_chart(every[np.arange(len(points)), face], face)
    by_one = on_chart(every[:, face[middle]], np.full(len(points), face[middle]))
    if (np.abs(seen - by_one) > texel).any():
        return None
    return np.clip(on_chart(shares(corner[:, flat], [face[middle]])[:, 0], np.full(3, face[middle])), 0, 1)


def _places_within(corner: Floats) -> Floats:
    """(p, 3) barycentric places all over a triangle (3, 3), a little off its edges, `WITHIN_M` apart."""
    longest = float(np.linalg.norm(corner - np.roll(corner, 1, axis=0), axis=1).max())
    steps = int(np.clip(np.ceil(longest / WITHIN_M), 3, MOST_PLACES))
    one, other = np.meshgrid(np.arange(steps + 1), np.arange(steps + 1), indexing="ij")
    within = one + other <= steps
    shares = np.stack([one[within], other[within], steps - one[within] - other[within]], axis=1) / steps
    return np.asarray(shares * 0.98 + 0.02 / 3)


def _put_together(baked: Baked, space: Space, vertex: Ints, charted: dict[int, Floats]) -> Baked:
    mesh = space.mesh
    known = np.asarray((vertex >= 0).all(axis=1))
    in_chart = np.zeros(len(known), np.bool_)
    in_chart[list(charted)] = True
    in_chart &= ~known
    by_air = ~known & ~in_chart
    triangles = np.zeros((len(known), 3), np.int32)
    # The three kinds of corners, one after the other, each kind without doubles.
    pairs, at = np.unique(
        np.stack([mesh.triangles[known].ravel(), vertex[known].ravel()], axis=1), axis=0, return_inverse=True
    )
    triangles[known] = at.reshape(-1, 3)
    chart_vertex = mesh.triangles[in_chart].ravel()
    triangles[in_chart] = len(pairs) + np.arange(len(chart_vertex)).reshape(-1, 3)
    air_vertex, at = np.unique(mesh.triangles[by_air].ravel(), return_inverse=True)
    triangles[by_air] = len(pairs) + len(chart_vertex) + at.reshape(-1, 3)
    chart_uvs = np.array([charted[int(i)] for i in np.flatnonzero(in_chart)]).reshape(-1, 2)
    split = np.concatenate([pairs[:, 0], chart_vertex, air_vertex]).astype(np.int32)
    uvs = np.concatenate([baked.uvs[pairs[:, 1]], chart_uvs, np.zeros((len(air_vertex), 2))]).astype(np.float32)
    places = mesh.positions[air_vertex] + OFF_SURFACE_M * mesh.normals[air_vertex]
    grid = _Grid(baked, places)
    black = np.zeros((len(chart_vertex), 3), np.float32)
    layers = {}
    for name, layer in baked.layers.items():
        air = grid.irradiance(layer.probes, mesh.normals[air_vertex])
        layers[name] = Layer(layer.texels, np.concatenate([layer.vertices[pairs[:, 1]], black, air]), layer.probes)
    sun = baked.sun
    dark = np.zeros(len(chart_vertex), np.uint8)
    own_sun = np.concatenate([sun.vertices[pairs[:, 1]], dark, grid.between(sun.probes[..., None])[:, 0]])
    return replace(
        baked,
        manifest=msgspec.structs.replace(baked.manifest, own=f"{baked.manifest.own}-{own_key(space)}"),
        vertex=split,
        triangles=triangles,
        uvs=uvs,
        layers=layers,
        sun=SunSeen(sun.texels, np.round(own_sun).astype(np.uint8), sun.probes),
        occlusion=_shades(baked, space),
    )


def _shades(baked: Baked, space: Space) -> tuple[NDArray[np.uint8], ...]:
    """The shade of prototypes and moving parts, found again by their order and how many vertices they have."""
    meshes = [copies.mesh for copies in space.copies] + [moving.part.mesh for moving in space.moving]
    then, now = [len(shade) for shade in baked.occlusion], [len(mesh.positions) for mesh in meshes]
    shades = [np.full(count, 255, np.uint8) for count in now]
    for block in SequenceMatcher(None, then, now, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            shades[block.b + step] = baked.occlusion[block.a + step]
    return tuple(shades)


class _Grid:
    """Places between the probes of a bake."""

    def __init__(self, baked: Baked, places: Floats) -> None:
        """Places are (p, 3), metres."""
        counts = np.array(next(iter(baked.layers.values())).probes.shape[2::-1])
        at = (places.astype(np.float64) - baked.manifest.probes_low) / baked.manifest.probes_step
        at = np.clip(at, 0, counts - 1)
        self._low = np.minimum(at.astype(int), np.maximum(counts - 2, 0))
        self._share = at - self._low
        self._most = counts - 1

    def between(self, probes: NDArray[Any]) -> Floats:
        """(p, …) of values (z, y, x, …), linear from probe to probe."""
        total = np.zeros((len(self._low), *probes.shape[3:]), np.float32)
        for corner in np.ndindex(2, 2, 2):
            x, y, z = np.minimum(self._low + corner, self._most).T
            weight = np.prod(np.where(np.array(corner) == 1, self._share, 1 - self._share), axis=1)
            total += (probes[z, y, x].T * weight.astype(np.float32)).T
        return total

    def irradiance(self, probes: NDArray[np.float32], normals: Floats) -> NDArray[np.float32]:
        """(p, 3) lux on what faces unit normals (p, 3); see `Layer.probes`."""
        harmonics = self.between(probes)
        light = harmonics[:, 0] + np.einsum("pi,pij->pj", normals, harmonics[:, 1:])
        return np.asarray(np.maximum(light, 0), np.float32)
