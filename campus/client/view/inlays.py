"""Metal let into a floor: a picture of it instead of strips thinner than pixels.

The hours of a sundial are strips of a centimetre. From across a court they are a quarter of a pixel high, and each is
drawn in one row and left out in the next, or is dashes where a pixel has four samples. A picture has smaller ones of
itself for what is far away: there a line is faint, and whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath, Texture
from PIL import Image, ImageDraw

from campus.client.view.bars import METAL
from campus.client.view.contacts import laid_on
from campus.client.view.geometry import node_of, triangles, vertices
from campus.client.view.shading import shader
from campus.client.view.textures import flat
from campus.mesh import Mesh
from campus.mesh.welding import extents, pieces, together, welded
from campus.scene.model import Material

HIGH_M = 0.004
"""What is let in stands out of its ground by no more."""
MANY, WIDEST_M = 20, 8.0
"""So many strips make an inlay, within so many metres."""
APART_M = 0.5
"""What lies further from all other strips is no part of it."""
LEVEL_M = 0.005
DARK = 0.86
"""By how much old metal is darker than stone in the picture."""
TEXELS = 1024
"""Of the picture, each way."""
FINER = 2
"""By so much the picture is drawn finer than it is kept, for smooth edges."""
MARGIN = 4
"""Texels round it that stay clear."""
_PLACE_M = 1e-4


@dataclass(frozen=True, eq=False)
class Inlay:
    """Metal that is let into one place.

    Attributes:
        triangles: (k,) their numbers in the mesh.
        low, high: the lowest and the highest corner of all of it.
    """

    triangles: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def inlays_of(mesh: Mesh, materials: Mapping[str, Material]) -> list[Inlay]:
    """What of a mesh is metal let into a level ground: many thin strips close to one another."""
    metal = [name in materials and materials[name].metalness >= METAL for name in mesh.materials]
    which = np.flatnonzero(np.array(metal or [False])[mesh.material])
    if not len(which):
        return []
    places = mesh.positions[mesh.triangles[which]].astype(np.float64)
    corner = welded(places.reshape(-1, 3) / _PLACE_M)
    piece = pieces(corner.reshape(-1, 3), int(corner.max()) + 1)
    low, high = extents(places, piece)
    strips = (high[:, 2] - low[:, 2] <= HIGH_M) & ((high - low)[:, :2].max(axis=1) <= WIDEST_M)
    level = np.round(low[:, 2] / LEVEL_M).astype(np.int64)
    found = []
    for each in np.unique(level[strips]):
        level_ones = np.flatnonzero(strips & (level == each))
        group = _near(low[level_ones, :2], high[level_ones, :2])
        for number in np.flatnonzero(np.bincount(group) >= MANY):
            of = level_ones[group == number]
            lowest, highest = low[of].min(axis=0), high[of].max(axis=0)
            if float((highest - lowest)[:2].max()) <= WIDEST_M:
                found.append(Inlay(which[np.isin(piece, of)], lowest, highest))
    return found


def draw_inlays(mesh: Mesh, inlays: Sequence[Inlay], parent: NodePath, *, plain: bool, texels: int = TEXELS) -> None:
    """Draws each under a node: a picture that darkens what lies below, in its light.

    Args:
        mesh: whose they are; what lies on them hides them.
        inlays: as `inlays_of` gives them.
        parent: the node.
        plain: whether what is drawn is light as a screen has it already.
        texels: of a picture, each way.
    """
    for inlay in inlays:
        low, high = inlay.low, inlay.high
        span = float((high - low)[:2].max())
        texel = span / (texels - 2 * MARGIN)
        begin = low[:2] - MARGIN * texel
        picture = Image.new("L", (texels * FINER, texels * FINER))
        draw: Any = ImageDraw.Draw(picture)
        for of, fill in ((inlay.triangles, 255), (_lying_on(mesh, inlay), 0)):
            corners = (mesh.positions[mesh.triangles[of]][..., :2] - begin) / texel * FINER
            for corner in corners.reshape(-1, 6).tolist():
                draw.polygon(corner, fill=fill)
        rows = np.asarray(picture.reduce(FINER))
        texture = flat("inlay", rows, Texture.F_red, mipmaps=True)
        if not plain:  # see the shader
            texture.set_anisotropic_degree(16)
        size = texels * texel
        unit = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
        quad = np.zeros((4, 8), np.float32)
        quad[:, :2], quad[:, 2], quad[:, 5], quad[:, 6:] = begin + size * unit, high[2], DARK, unit
        path = parent.attach_new_node(node_of("inlay", [triangles(vertices(quad), np.array([[0, 1, 2], [0, 2, 3]]))]))
        path.set_shader(shader("contact", "inlay", *(("FINISHED",) if plain else ())), 1)
        path.set_shader_input("inlay", texture)
        laid_on(path)


def _lying_on(mesh: Mesh, inlay: Inlay) -> NDArray[np.int64]:
    """(k,) numbers of the triangles that lie on top of an inlay, as a plate does that marks a date."""
    corners = mesh.positions[mesh.triangles]
    low, high = corners.min(axis=1), corners.max(axis=1)
    over = (low[:, :2] < inlay.high[:2]).all(axis=1) & (high[:, :2] > inlay.low[:2]).all(axis=1)
    top = inlay.high[2]
    return np.flatnonzero(over & (low[:, 2] > top) & (high[:, 2] <= top + HIGH_M))


def _near(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.int32]:
    """(n,) number of the group that each is in, of what reaches from `low` to `high` (n, 2) on the ground."""
    pairs = []
    for one in range(len(low)):
        gap = np.maximum(low[one] - high[one:], low[one:] - high[one]).max(axis=1)
        beside = one + np.flatnonzero(gap <= APART_M)
        pairs.append(np.stack([np.full_like(beside, one), beside], axis=1))
    return together(np.concatenate(pairs), len(low))
