"""The spaces that are really beyond a space's windows and arches, as they lie on the plan of the campus.

A space seen from another is its own still mesh, without what only its visitors see; the light is that of outdoors, and
less of the sky where it has a roof. Pure: draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh, merge, place
from campus.scene.model import Campus, Material
from campus.space.model import Copies, Space, View

UNDER_A_ROOF = 0.42
"""How much of the sky's light reaches what stands under a roof, seen from outside."""
GROWN = 0.09
"""Walls are shared: what stands within one's own walls, so many metres beyond them included, is drawn by oneself."""
BAR = ("glass", "mirror", "screen", "lamp-glow")
"""Not drawn from afar: glass would hide what lies behind it, and the rest belongs to who is there."""


@dataclass(frozen=True, eq=False)
class Neighbour:
    """A space beyond, in the frame of the one that it is seen from.

    Attributes:
        mesh: without what stands in the shared wall.
        bounds: (2, 3) the box that its own sun map covers, metres.
        materials: of the mesh.
        sky: how much of the sky's light reaches it, 0 to 1.
        at: its origin in the frame of the space that it is seen from, metres.
        views: its own views, in its own frame, where it lies open: the horizon behind a garden's gate.
    """

    space: str
    mesh: Mesh
    bounds: NDArray[np.float32]
    materials: Mapping[str, Material]
    sky: float
    at: tuple[float, float, float]
    views: tuple[View, ...]


def neighbours(campus: Campus, space: Space, compiled: Callable[[str], Space]) -> tuple[Neighbour, ...]:
    """The spaces that are seen from a space through windows and open arches; doors show nothing of theirs.

    Args:
        campus: says where each space lies.
        space: from which one looks.
        compiled: gives a space by its id.
    """
    doors = {portal.id for portal in space.portals.values() if portal.door}
    seen = dict.fromkeys(view.shows for view in space.views if view.node not in doors)
    here = campus.placements.get(space.id)
    if here is None:
        return ()
    found = []
    for id_ in seen:
        there = campus.placements.get(id_)
        if there is None or id_ == space.id or id_ not in campus.scenes or there.north != here.north:
            continue  # turned spaces are drawn by their backdrop
        found.append(_neighbour(space, compiled(id_), np.subtract(_point(there.at), _point(here.at))))
    return tuple(found)


def _neighbour(space: Space, other: Space, offset: NDArray[np.float64]) -> Neighbour:
    at = (float(offset[0]), float(offset[1]), float(offset[2]))
    still = [other.mesh, *(_standing(copies) for copies in other.copies if copies.role == "fixed")]
    mesh = place(merge(*still), at)
    named = np.array([name not in BAR for name in mesh.materials] or [True], np.bool_)
    corners = mesh.corners()
    low, high = space.bounds[0] - GROWN, space.bounds[1] + GROWN
    shared = ((corners >= low) & (corners <= high)).all(axis=(1, 2))
    mesh = mesh.only(named[mesh.material] & ~shared)
    roofed = other.scene.shell is not None and hasattr(other.scene.shell.spec, "ceiling")
    return Neighbour(
        other.id,
        mesh,
        (other.bounds + np.array(at, np.float32)).astype(np.float32),
        other.materials,
        UNDER_A_ROOF if roofed else 1.0,
        at,
        () if roofed else other.views,
    )


def _standing(copies: Copies) -> Mesh:
    """Copies as one mesh."""
    return merge(*(place(copies.mesh, p[:3].tolist(), float(p[3])) for p in copies.placements))


def _point(at: tuple[float, ...]) -> tuple[float, float, float]:
    return (at[0], at[1], at[2] if len(at) > 2 else 0.0)
