"""What stands outside a space's openings: the spaces beyond, as they lie on the plan of the campus.

Without their lamps, so that a lamp moved there makes no light old here; without what people carry about there, since
only what is still and fixed throws shade across. Furniture there throws its little light and shade, too, but a bake is
not old for another chair beyond a window: by it, what stands outside is not known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
import numpy as np

from campus.bake.key import around_key
from campus.bake.world import Outside
from campus.components.wall_panel import WallPanel
from campus.mesh import Mesh, merge, place
from campus.scene.model import Campus, Node
from campus.space.model import Space

UNDER_A_ROOF = 0.05
"""How much of the sky what stands under a roof sees, roughly."""
WALL_M, BEYOND_M = 0.55, 0.09
"""A wall between two spaces is modelled by both. What of the other lies in it, from so far within one's own bounds to
so far beyond them, is one's own business: two faces at one place would shade each other at random."""
FURNITURE = frozenset(("bench", "plant", "prop", "seat", "shutters", "table"))
"""What one may change in another space without making light old here; so are `SMALL_PANEL_M2` of panels on walls."""
SMALL_PANEL_M2 = 4.0
NO_STONE = ("glass", "mirror", "screen", "lamp-glow")


def around(campus: Campus, space: Space, compiled: Callable[[Campus, str], Space]) -> tuple[Outside, ...]:
    """The spaces that a space's windows and open arches look to, in its frame.

    Args:
        campus: says where each space lies.
        space: from which one looks.
        compiled: compiles a space of a campus, by its id.
    """
    doors = {portal.id for portal in space.portals.values() if portal.door}
    here = campus.placements.get(space.id)
    found = []
    for id_ in dict.fromkeys(view.shows for view in space.views if view.node not in doors):
        there = campus.placements.get(id_)
        if here is None or there is None or id_ == space.id or id_ not in campus.scenes or there.north != here.north:
            continue
        offset = np.array([*there.at, 0.0][:3]) - np.array([*here.at, 0.0][:3])
        unlit = _without(campus, id_, lambda node: node.type == "lamp")
        other = compiled(unlit, id_)
        mesh = _standing(space, other, offset)
        shell = other.scene.shell
        sky = UNDER_A_ROOF if shell is not None and shell.type == "room" else 1.0
        lasting = partial(_lasting, unlit, space, id_, offset, compiled)
        found.append(Outside(mesh, other.materials, sky, lasting))
    return tuple(found)


def around_word(outside: tuple[Outside, ...]) -> str:
    """The hash over it; see `campus.bake.is_stale`."""
    return around_key((other.lasting() if other.lasting else other.mesh, other.materials) for other in outside)


def _without(campus: Campus, space: str, left_out: Callable[[Node], bool]) -> Campus:
    """The campus with some nodes of a space taken away."""
    scene = campus.scenes[space]
    rest = msgspec.structs.replace(scene, nodes=tuple(node for node in scene.nodes if not left_out(node)))
    return msgspec.structs.replace(campus, scenes={**campus.scenes, space: rest})


def _furnishes(node: Node) -> bool:
    if isinstance(node.spec, WallPanel):
        return node.spec.size[0] * node.spec.size[1] < SMALL_PANEL_M2
    return node.type in FURNITURE


def _lasting(
    campus: Campus, space: Space, other: str, offset: np.ndarray, compiled: Callable[[Campus, str], Space]
) -> Mesh:
    """What stands of another space without its furniture."""
    return _standing(space, compiled(_without(campus, other, _furnishes), other), offset)


def _standing(space: Space, other: Space, offset: np.ndarray) -> Mesh:
    """All that is still and fixed of another space, in this one's frame."""
    standing = [
        place(copies.mesh, p[:3].tolist(), float(p[3]))
        for copies in other.copies
        if copies.role == "fixed"
        for p in copies.placements
    ]
    mesh = place(merge(other.mesh, *standing), offset.tolist())
    stone = np.array([name not in NO_STONE for name in mesh.materials] or [True])
    shared = _in_shared_walls(space, mesh.corners())
    return mesh.only(stone[mesh.material] & ~shared)


def _in_shared_walls(space: Space, corners: np.ndarray) -> np.ndarray:
    """(m,) which triangles (m, 3, 3) of another space stand in a wall of this one."""
    low, high = corners.min(1), corners.max(1)
    near = ((high > space.bounds[0]) & (low < space.bounds[1])).all(1)
    within = ((low > space.bounds[0] - BEYOND_M) & (high < space.bounds[1] + BEYOND_M)).all(1)
    in_wall = np.zeros(len(corners), np.bool_)
    for axis in range(2):
        edge = space.bounds[:, axis]
        in_wall |= (low[:, axis] > edge[0] - BEYOND_M) & (high[:, axis] < edge[0] + WALL_M)
        in_wall |= (high[:, axis] < edge[1] + BEYOND_M) & (low[:, axis] > edge[1] - WALL_M)
    return np.asarray((near & in_wall) | within)
