"""A jet of water as one sees it: drops that rise in a stem, spread and fall, each drawn out by its own haste.

A scene's jet is a stem and drops of a few triangles, for which light is worked out; they stand still and look like
paper from near. In their place streaks are drawn here that face the eye, whose way the vertex shader knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from panda3d.core import BoundingBox, Geom, LPoint3f, NodePath, TransparencyAttrib

from campus.client.view.geometry import SURFACE, Column, node_of, triangles, vertices
from campus.client.view.shading import shader
from campus.client.view.sunlight import SunMap
from campus.components.water import Water
from campus.mesh import Mesh
from campus.space.model import Space

RISING, FALLING = 90, 420
"""Streaks of a jet."""
REACH_M = (0.03, 0.20)
"""How far from the stem drops come down, of a jet of `TALL_M`."""
TALL_M = 0.6
AROUND_M = 0.32
"""What is further from the middle of a basin is no part of its jet."""
OVER_M = 0.01
"""Over the water's surface: less is the surface itself."""

_COLUMNS: tuple[Column, ...] = (*SURFACE, ("drop", 4, Geom.NT_float32, Geom.C_other))


@dataclass(frozen=True)
class Jet:
    """One jet.

    Attributes:
        at: where it leaves the water's surface, metres.
        tall: over that, metres.
        stone: material of its basin and its spout.
    """

    at: tuple[float, float, float]
    tall: float
    stone: str


def jets_of(space: Space) -> tuple[Jet, ...]:
    """The jets of a space's basins."""
    found = []
    for node in space.scene.nodes if space.scene is not None else ():
        if isinstance(node.spec, Water) and node.spec.jet > 0 and node.id in space.where:
            x, y, z, _ = space.where[node.id]
            found.append(Jet((x, y, z + node.spec.kerb - node.spec.level), node.spec.jet, node.spec.material))
    return tuple(found)


def shapes_of(mesh: Mesh, jets: Sequence[Jet]) -> NDArray[np.bool_]:
    """(m,) which triangles of a mesh stand for these jets."""
    found = np.zeros(len(mesh.triangles), np.bool_)
    for jet in jets:
        others = np.array([name not in (jet.stone, "water", "faience") for name in mesh.materials] or [False])
        some = np.flatnonzero(others[mesh.material])
        away = mesh.positions[mesh.triangles[some]] - np.array(jet.at, np.float32)
        over = (away[..., 2].max(axis=1) > OVER_M) & (away[..., 2] < jet.tall + 0.1).all(axis=1)
        found[some[over & (np.linalg.norm(away[..., :2], axis=2) < AROUND_M).all(axis=1)]] = True
    return found


def draw_jets(jets: Sequence[Jet], parent: NodePath, *, plain: bool) -> None:
    """Draws jets under a node, all in one call.

    Args:
        jets: as `jets_of` gives them.
        parent: the node; its shaders know the light and the moment.
        plain: whether a processor draws.
    """
    if not jets:
        return
    rows = np.concatenate([_streaks(jet, number, 2 if plain else 1) for number, jet in enumerate(jets)])
    first = 4 * np.arange(len(rows) // 4)[:, None, None]
    corners = (first + np.array([[(0, 1, 2), (0, 2, 3)]])).reshape(-1, 3)
    path = parent.attach_new_node(node_of("jet", [triangles(vertices(rows, _COLUMNS), corners)]))
    low = np.array([jet.at for jet in jets]).min(axis=0) - AROUND_M
    high = np.array([(*jet.at[:2], jet.at[2] + jet.tall) for jet in jets]).max(axis=0) + AROUND_M
    path.node().set_bounds(BoundingBox(LPoint3f(*low.tolist()), LPoint3f(*high.tolist())))
    path.set_shader(shader("jet", "jet", *(("FINISHED",) if plain else ())), 1)
    path.set_transparency(TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    path.set_two_sided(True)
    path.hide(SunMap.SEES)
    path.set_bin("fixed", 0)  # over the water, which is seen through, too


def _streaks(jet: Jet, seed: int, one_in: int) -> NDArray[np.float32]:
    """(4 n, 12) corners: foot; turn, reach and phase; across and along; height, half width, whether it falls, glint.

    Args:
        jet: which.
        seed: of chance.
        one_in: of so many streaks one is made, and wider.
    """
    random = np.random.default_rng(seed)
    count = (RISING + FALLING) // one_in
    falls = np.arange(count) >= RISING // one_in
    reach = np.where(falls, random.uniform(*REACH_M, count), random.uniform(0.0, 0.008, count)) * jet.tall / TALL_M
    told = np.stack(
        [
            random.uniform(0, 2 * np.pi, count),
            reach,
            random.uniform(0, 1, count),
            # Drops of one height would make a dome.
            jet.tall * np.where(falls, 1 - 0.12 * random.uniform(0, 1, count) ** 2, 1.0),
            np.where(falls, random.uniform(0.0018, 0.0040, count), random.uniform(0.003, 0.006, count)) * one_in**0.5,
            falls,
            random.uniform(0.55, 1.0, count),
        ],
        axis=1,
    )
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)
    of_corner = np.repeat(told, 4, axis=0)
    foot, sides = np.tile(np.array(jet.at), (4 * count, 1)), np.tile(corners, (count, 1))
    return np.concatenate([foot, of_corner[:, :3], sides, of_corner[:, 3:]], axis=1).astype(np.float32)
