"""Thin upright bars where a processor draws: as wide as a pixel at least, and as much fainter as that makes them wider.

A bar of a gate is a third of a pixel wide from across a court, the cord of a lamp half of one from across a hall.
Without several samples a pixel it is drawn here, left out there, and dashed between. As a line of a pixel that covers a
third of it, it is what a camera sees (after Persson, Phone-wire AA, 2012).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath, TransparencyAttrib

from campus.client.view.coarse import LEAVES
from campus.client.view.geometry import node_of, triangles, vertices
from campus.client.view.shading import linear, shader
from campus.mesh import Mesh
from campus.mesh.welding import extents, pieces, welded
from campus.scene.model import Material

THIN_M, TALL_M = 0.025, 0.5
"""What is a bar: at most so wide each way, and at least so tall."""
CORD_M = 0.015
"""What is no wider is a cord: nobody sees any grain on it, whatever it is made of."""
METAL = 0.5
"""Metalness of what bars are made of."""
_PLACE_M = 1e-4


def bars_of(mesh: Mesh, materials: Mapping[str, Material]) -> NDArray[np.bool_]:
    """(m,) which triangles of a mesh belong to thin upright bars of metal or to cords, each by itself."""
    bars = np.zeros(len(mesh.triangles), np.bool_)
    for number, name in enumerate(mesh.materials):
        if name not in materials or materials[name].pattern == LEAVES:
            continue
        which = np.flatnonzero(mesh.material == number)
        if not _has_strips(mesh, which):
            continue
        # By material: the end of a cord is in one place with the top of its shade.
        _, piece, low, high = _pieces(mesh, mesh.triangles[which])
        size = high - low
        widest = THIN_M if materials[name].metalness >= METAL else CORD_M
        is_bar = (size[:, :2] <= widest).all(axis=1) & (size[:, 2] >= TALL_M)
        bars[which[is_bar[piece]]] = True
    return bars


def draw_bars(mesh: Mesh, bars: NDArray[np.bool_], parent: NodePath, materials: Mapping[str, Material]) -> None:
    """Draws bars under a node, each material in one call; they cast no other shadow than the sun's.

    Args:
        mesh: whose they are.
        bars: (m,) as `bars_of` gives them.
        parent: the node; its shaders know the light.
        materials: by the names that the mesh has.
    """
    for number in np.unique(mesh.material[bars]):
        of = mesh.triangles[bars & (mesh.material == number)]
        places, piece, low, high = _pieces(mesh, of)
        aside = places - ((low + high) / 2)[piece, None]
        aside[..., 2] = 0
        rows = np.concatenate([places, aside, aside[..., :2] * 0], axis=2).reshape(-1, 8).astype(np.float32)
        name = mesh.materials[number]
        path = parent.attach_new_node(node_of(name, [triangles(vertices(rows), np.arange(len(rows)).reshape(-1, 3))]))
        path.set_shader(shader("bar", "jet", "FINISHED"), 1)
        path.set_shader_input("surface", (*linear(materials[name].colour), materials[name].roughness))
        path.set_transparency(TransparencyAttrib.M_alpha)
        path.set_bin("fixed", 0)


def _has_strips(mesh: Mesh, which: NDArray[np.intp]) -> bool:
    """Whether one of some triangles is as thin and tall as a side of a bar: else there is none among them."""
    tall = np.ptp(mesh.positions[mesh.triangles[which], 2], axis=1) >= TALL_M
    corners = mesh.positions[mesh.triangles[which[tall]], :2]
    return bool((np.ptp(corners, axis=1) <= THIN_M).all(axis=1).any()) if len(corners) else False


def _pieces(
    mesh: Mesh, of: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
    """Of triangles (m, 3): their corners (m, 3, 3), their pieces (m,), and what each reaches from and to (k, 3)."""
    places = mesh.positions[of].astype(np.float64)
    corner = welded(places.reshape(-1, 3) / _PLACE_M)
    piece = pieces(corner.reshape(-1, 3), int(corner.max()) + 1)
    return places, piece, *extents(places, piece)
