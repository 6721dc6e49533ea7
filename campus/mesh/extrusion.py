"""Shapes drawn up from an outline: prisms, slabs, sectors of rings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campus.mesh.model import Mesh, merge
from campus.mesh.outlines import Outline, arc_points, counter_clockwise
from campus.mesh.polygon import Segments, bevelled, segments, triangulate
from campus.mesh.sheet import Array, cap, loft


def extrude(
    outline: ArrayLike,
    height: float,
    at: Sequence[float] = (0.0, 0.0, 0.0),
    bevel: float = 0.0,
    holes: Sequence[ArrayLike] = (),
    hidden: Sequence[str] = (),
    *,
    material: str = "lime-plaster",
    collides: bool = False,
) -> Mesh:
    """A prism over an outline.

    Args:
        outline: (k, 2) metres, in the plane; may be concave, either way round. Corners that turn by less than
            50 degrees are shaded as a curve.
        height: metres upward.
        at: where the outline's origin lies.
        bevel: metres cut off the rims and off the outline's convex corners.
        holes: outlines cut out of it.
        hidden: `bottom` or `top`, to leave a cap out; its rim is then not bevelled.
        material: of all faces.
        collides: whether a body bumps into it.

    Returns:
        A closed mesh unless a cap is hidden.
    """
    rings = [counter_clockwise(outline), *(counter_clockwise(hole)[::-1] for hole in holes)]
    return _prism(rings, height, at, bevel, hidden, None, material, collides)


def annular_sector(
    inner: float,
    outer: float,
    start_deg: float,
    end_deg: float,
    height: float,
    at: Sequence[float] = (0.0, 0.0, 0.0),
    *,
    steps: int | None = None,
    bevel: float = 0.0,
    hidden: Sequence[str] = (),
    material: str = "lime-plaster",
    collides: bool = False,
) -> Mesh:
    """A piece of a thick ring, such as one row of an amphitheatre.

    Args:
        inner: radius of its concave side, metres.
        outer: radius of its convex side.
        start_deg: where it begins, degrees counter-clockwise from +x.
        end_deg: where it ends; more than `start_deg`.
        height: metres upward.
        at: the circle's centre, at the height of its base.
        steps: straight pieces of the arcs; by default a chord leaves the outer circle by at most 3 mm.
        bevel: metres cut off its edges.
        hidden: `bottom` or `top`.
        material: of all faces.
        collides: whether a body bumps into it.
    """
    if steps is None:
        step = 2 * np.rad2deg(np.arccos(max(0.0, 1 - 0.003 / outer)))
        steps = max(1, int(np.ceil((end_deg - start_deg) / step)))
    far, near = arc_points(outer, start_deg, end_deg, steps), arc_points(inner, start_deg, end_deg, steps)
    return ribbon(near, far, height, at, bevel=bevel, hidden=hidden, material=material, collides=collides)


def ribbon(
    near: ArrayLike,
    far: ArrayLike,
    height: float,
    at: Sequence[float] = (0.0, 0.0, 0.0),
    *,
    bevel: float = 0.0,
    hidden: Sequence[str] = (),
    material: str = "lime-plaster",
    collides: bool = False,
) -> Mesh:
    """A prism between two lines of as many points each, such as one step of a curved stair.

    Args:
        near: (k, 2) metres, one side.
        far: (k, 2) the other side, to the right of `near` as one follows it.
        height: metres upward.
        at: where the plan's origin lies.
        bevel: metres cut off its edges.
        hidden: `bottom` or `top`.
        material: of all faces.
        collides: whether a body bumps into it.
    """
    left, right = np.asarray(near, np.float64), np.asarray(far, np.float64)
    steps, last = len(right) - 1, 2 * len(right) - 1
    ring = np.concatenate([right, left[::-1]])
    index = np.arange(steps)
    faces = np.concatenate(
        [np.stack([index, index + 1, last - index], 1), np.stack([index + 1, last - index - 1, last - index], 1)]
    )
    known = None if bevel > 0 else faces.astype(np.int32)
    return _prism([ring], height, at, bevel, hidden, known, material, collides)


def _prism(
    rings: Sequence[Outline],
    height: float,
    at: Sequence[float],
    bevel: float,
    hidden: Sequence[str],
    faces: NDArray[np.int32] | None,
    material: str,
    collides: bool,
) -> Mesh:
    """The prism over a first, counter-clockwise ring without the further, clockwise ones."""
    cut_rings, drawn_in_rings, bevel = bevelled(rings, min(bevel, 0.45 * height))
    origin = np.asarray(at, np.float64)
    bevels = {name: 0.0 if name in hidden else bevel for name in ("bottom", "top")}
    meshes: list[Mesh] = []
    for ring, drawn_in in zip(cut_rings, drawn_in_rings, strict=True):
        side = segments(ring)
        low, high = bevels["bottom"], height - bevels["top"]
        stations = [(ring, side, low, 0.0), (ring, side, high, 0.0)]
        if low > 0:
            stations.insert(0, (drawn_in, side, 0.0, -1.0))
        if high < height:
            stations.append((drawn_in, side, height, 1.0))
        meshes.append(_sides(stations, origin, material, collides))
    for name, z, up in (("bottom", 0.0, -1.0), ("top", height, 1.0)):
        if name in hidden:
            continue
        if bevels[name] > 0:
            points, index = triangulate(drawn_in_rings[0], drawn_in_rings[1:])
        elif faces is not None:
            points, index = cut_rings[0], faces
        else:
            points, index = triangulate(cut_rings[0], cut_rings[1:])
        places = np.column_stack([points, np.full(len(points), z)]) + origin
        meshes.append(cap(places, index if up > 0 else index[:, ::-1], (0, 0, up), points, material, collides))
    return merge(*meshes)


def _sides(
    stations: Sequence[tuple[Outline, Segments, float, float]], origin: Array, material: str, collides: bool
) -> Mesh:
    """The sheet between rings of points at rising heights."""
    places, normals, uvs = [], [], []
    for ring, side, z, up in stations:
        ends = np.stack([ring, np.roll(ring, -1, 0)], 1)
        places.append(np.concatenate([ends, np.full((*ends.shape[:2], 1), z)], 2) + origin)
        flat = np.stack([side.start_normal, side.end_normal], 1)
        if up:
            normals.append(np.broadcast_to((0.0, 0.0, up), places[-1].shape))
        else:
            normals.append(np.concatenate([flat, np.zeros((*flat.shape[:2], 1))], 2))
        uvs.append(np.stack([side.along, np.full(side.along.shape, z)], 2))
    pieces = range(len(stations) - 1)
    return loft(
        np.stack([np.stack([places[i], places[i + 1]]) for i in pieces]),
        np.stack([np.stack([normals[i], normals[i + 1]]) for i in pieces]),
        np.stack([np.stack([uvs[i], uvs[i + 1]]) for i in pieces]),
        material,
        collides,
    )
