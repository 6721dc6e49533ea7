"""Metal let into a floor, where a pixel has few samples: a picture of it instead of strips thinner than pixels.

The hours of a sundial are strips of a centimetre. From across a court they are a quarter of a pixel high, and without
many samples a pixel each is drawn in one row and left out in the next. A picture has smaller ones of itself for what
is far away: there a line is faint, and whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath, Texture, TransparencyAttrib
from PIL import Image, ImageDraw

from campus.client.view.bars import METAL
from campus.client.view.geometry import node_of, triangles, vertices
from campus.client.view.panes import SHOWS_PEOPLE
from campus.client.view.shading import shader
from campus.client.view.sunlight import SunMap
from campus.client.view.textures import flat
from campus.mesh import Mesh
from campus.mesh.welding import extents, pieces, welded
from campus.scene.model import Material

MANY_SAMPLES = 4
"""A pixel that has so many shows thin lines as they are, and the light on them."""
HIGH_M = 0.004
"""What is let in stands out of its ground by no more."""
MANY, WIDEST_M = 20, 8.0
"""So many strips make an inlay, within so many metres."""
LEVEL_M = 0.005
DARK = 0.86
"""By how much old metal is darker than stone in the picture."""
TEXELS = 1024
FINER = 2
"""By so much the picture is drawn finer than it is kept, for smooth edges."""
MARGIN = 4
"""Texels round it that stay clear."""
_PLACE_M = 1e-4

Triangles = NDArray[np.bool_]


def inlays_of(mesh: Mesh, materials: Mapping[str, Material]) -> Triangles:
    """(m,) which triangles of a mesh are metal let into a level ground: many thin strips close to one another."""
    found = np.zeros(len(mesh.triangles), np.bool_)
    for which, _, _ in _inlays(mesh, materials):
        found[which] = True
    return found


def draw_inlays(mesh: Mesh, parent: NodePath, materials: Mapping[str, Material], *, plain: bool) -> None:
    """Draws what `inlays_of` finds under a node: each a picture that darkens what lies below, in its light.

    Args:
        mesh: whose they are.
        parent: the node.
        materials: by the names that the mesh has.
        plain: whether what is drawn is light as a screen has it already.
    """
    for which, low, high in _inlays(mesh, materials):
        span = float((high - low)[:2].max())
        texel = span / (TEXELS - 2 * MARGIN)
        begin = low[:2] - MARGIN * texel
        picture = Image.new("L", (TEXELS * FINER, TEXELS * FINER))
        draw: Any = ImageDraw.Draw(picture)
        corners = (mesh.positions[mesh.triangles[which]][..., :2] - begin) / texel * FINER
        for corner in corners.reshape(-1, 6).tolist():
            draw.polygon(corner, fill=255)
        rows = np.asarray(picture.reduce(FINER))
        texture = flat("inlay", rows, Texture.F_red, mipmaps=True)
        texture.set_anisotropic_degree(8)
        size = TEXELS * texel
        unit = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
        quad = np.zeros((4, 8), np.float32)
        quad[:, :2], quad[:, 2], quad[:, 5], quad[:, 6:] = begin + size * unit, high[2], DARK, unit
        path = parent.attach_new_node(node_of("inlay", [triangles(vertices(quad), np.array([[0, 1, 2], [0, 2, 3]]))]))
        path.set_shader(shader("contact", "inlay", *(("FINISHED",) if plain else ())), 1)
        path.set_shader_input("inlay", texture)
        path.set_transparency(TransparencyAttrib.M_alpha)
        path.set_depth_write(False)
        path.set_depth_offset(2)
        path.set_bin("fixed", 0)
        for mask in (SunMap.SEES, SunMap.SEES_PEOPLE, SHOWS_PEOPLE):
            path.hide(mask)


def _inlays(
    mesh: Mesh, materials: Mapping[str, Material]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]]:
    """Of each inlay: its triangles' numbers, and the lowest and the highest corner of all of it."""
    metal = [name in materials and materials[name].metalness >= METAL for name in mesh.materials]
    which = np.flatnonzero(np.array(metal or [False])[mesh.material])
    if not len(which):
        return
    places = mesh.positions[mesh.triangles[which]].astype(np.float64)
    corner = welded(places.reshape(-1, 3) / _PLACE_M)
    piece = pieces(corner.reshape(-1, 3), int(corner.max()) + 1)
    low, high = extents(places, piece)
    thin = high[:, 2] - low[:, 2] <= HIGH_M
    level = np.round(low[:, 2] / LEVEL_M).astype(np.int64)
    for each in np.unique(level[thin]):
        of = thin & (level == each)
        lowest, highest = low[of].min(axis=0), high[of].max(axis=0)
        if np.count_nonzero(of) >= MANY and float((highest - lowest)[:2].max()) <= WIDEST_M:
            yield which[of[piece]], lowest, highest
