"""A mesh on the graphics card: one call for each material that shows, one for all that is small or plain."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Geom, GeomNode, NodePath

from campus.client.view.geometry import geoms
from campus.client.view.lightmapped import COLUMNS
from campus.client.view.materials import dress
from campus.client.view.painted import paintable, painted
from campus.client.view.quality import Quality
from campus.client.view.shading import surface_shader
from campus.mesh import Mesh
from campus.scene.model import Material


def draw(
    mesh: Mesh,
    parent: NodePath,
    materials: Mapping[str, Material],
    quality: Quality,
    light: NDArray[np.float32] | None = None,
) -> None:
    """Draws a mesh under a node, each material in one call, and what is small or plain together.

    Args:
        mesh: in the node's frame.
        parent: the node.
        materials: by the names that the mesh has.
        quality: of the picture.
        light: (corners, columns) where in the lightmap each corner is lit, for what was baked.
    """
    lit = () if light is None else ("BAKED",)
    mesh = paint(mesh, parent, materials, quality, *lit, light=light)
    for material, geom in geoms(mesh, light, COLUMNS if lit else ()):
        path = hang(parent, material, geom)
        known = materials.get(material)
        dress(path, known, quality.reflections)
        if known is None or known.opacity >= 1:
            corners = path.get_tight_bounds()
            path.set_bin("room", round((corners[1] - corners[0]).length() * 10) if corners else 0)


def paint(
    mesh: Mesh,
    parent: NodePath,
    materials: Mapping[str, Material],
    quality: Quality,
    *defines: str,
    light: NDArray[np.float32] | None = None,
) -> Mesh:
    """Draws what is small or plain in one call; gives back what is left to draw by material."""
    columns = () if light is None else COLUMNS
    mesh, geom = painted(mesh, paintable(mesh, materials), materials, light, columns)
    if geom is not None:
        hang(parent, "painted", geom).set_shader(surface_shader(quality, "PAINTED", *defines), 1)
    return mesh


def hang(parent: NodePath, name: str, geom: Geom) -> NodePath:
    """A node of its own for a geometry, under another."""
    node = GeomNode(name)
    node.add_geom(geom)
    return parent.attach_new_node(node)
