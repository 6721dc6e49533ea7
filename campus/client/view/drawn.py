"""A mesh on the graphics card: one call for each material that shows, one for all that is small or plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Geom, NodePath

from campus.client.view.foliage import GROWN, grown
from campus.client.view.geometry import corners_of, geoms, node_of, parted, points_in, rows_of
from campus.client.view.in_order import FLOOR, floors_apart, place_of
from campus.client.view.lightmapped import COLUMNS, packed
from campus.client.view.materials import dress, dress_grown
from campus.client.view.painted import paintable, painted
from campus.client.view.panes import kind_of
from campus.client.view.quality import Quality
from campus.client.view.shading import surface_shader
from campus.client.view.sheets import once
from campus.mesh import Mesh
from campus.scene.model import Material

IN_SHADE = " in shade"
"""Tag of what the sun never falls on, at the hour that was baked."""

PART_HAS, LAND_PART_HAS = 4000, 2000
"""So many triangles at most are drawn or left out together, where a processor draws; the second of far land, which lies
all around one."""


def draw(
    mesh: Mesh,
    parent: NodePath,
    materials: Mapping[str, Material],
    quality: Quality,
    light: NDArray[np.float32] | None = None,
    sunlit: NDArray[np.bool_] | None = None,
    *,
    baked: tuple[str, ...] = ("BAKED", "SUNLIT"),
) -> None:
    """Draws a mesh under a node, each material in one call, and what is small or plain together.

    Args:
        mesh: in the node's frame.
        parent: the node.
        materials: by the names that the mesh has.
        quality: of the picture.
        light: (corners, columns) where in the lightmap each corner is lit, for what was baked.
        sunlit: (triangles,) on which the sun may fall, where that is known; the others are drawn apart, under the tag
            `IN_SHADE`, so that nobody has to look for the sun there.
        baked: the variant of the shader for what was baked; see `Lightmap.variant`.
    """
    lit = () if light is None else baked
    if sunlit is not None:
        sunlit = sunlit[~np.isin(np.array(mesh.materials), paintable(mesh, materials))[mesh.material]]
    mesh = paint(mesh, parent, materials, quality, *lit, light=light)
    if quality.grows:
        mesh, light = grown(mesh, materials, light)
    sheets: frozenset[str] = frozenset()
    if quality.plain:
        mesh, kept, sheets = once(mesh)
        sunlit = None if sunlit is None else sunlit[kept]
    if sunlit is not None:
        names = mesh.materials
        shaded = tuple(name + IN_SHADE for name in names)
        parted = (mesh.material + np.where(sunlit, 0, len(names))).astype(np.int32)
        mesh = replace(mesh, materials=(*names, *shaded), material=parted)
    if quality.plain:
        mesh = floors_apart(mesh)
    rows = None if light is None else packed(light)
    # A processor is lent fewer vertices, moved together in each buffer by itself.
    for drawn, geom in geoms(mesh, rows, COLUMNS if lit else (), in_one=quality.plain):
        name = drawn.removesuffix(FLOOR)
        material = name.removesuffix(IN_SHADE).removesuffix(GROWN)
        path = hang(parent, material, geom)
        known = materials.get(material)
        if known is not None and name.endswith(GROWN):
            path.set_shader(surface_shader(quality, "GROWN", *lit), 1)
            dress_grown(path, known)
            continue
        if material != name and kind_of(known) is None:
            path.set_tag(IN_SHADE, "")
        if material in sheets:
            path.set_two_sided(True)
        dress(path, known, True, plain=quality.plain)
        if known is None or known.opacity >= 1:
            path.set_bin("room", _place(geom, floor=name != drawn) if quality.plain else _size_dm(path))


def _place(geom: Geom, *, floor: bool) -> int:
    """In the order of drawing, where each pixel costs."""
    return place_of(points_in(rows_of(geom.get_vertex_data()))[corners_of(geom)], floor=floor)


def _size_dm(path: NodePath) -> int:
    """How far what hangs there reaches, decimetres."""
    corners = path.get_tight_bounds()
    return round((corners[1] - corners[0]).length() * 10) if corners else 0


def paint(
    mesh: Mesh,
    parent: NodePath,
    materials: Mapping[str, Material],
    quality: Quality,
    *defines: str,
    light: NDArray[np.float32] | None = None,
    also: tuple[str, ...] = (),
) -> Mesh:
    """Draws what is small or plain in one call, and what `also` names; gives back what is left to draw by material."""
    columns = () if light is None else COLUMNS
    names = tuple(dict.fromkeys((*paintable(mesh, materials), *also)))
    mesh, geom = painted(mesh, names, materials, None if light is None else packed(light), columns)
    for part in () if geom is None else in_parts(geom, quality) if "OUTSIDE" in defines else [geom]:
        hang(parent, "painted", part).set_shader(surface_shader(quality, "PAINTED", *defines), 1)
    return mesh


def in_parts(geom: Geom, quality: Quality) -> list[Geom]:
    """For a processor that draws, by where they are: it is spared triangles, and a card is spared calls."""
    return parted(geom, LAND_PART_HAS) if quality.plain else [geom]


def hang(parent: NodePath, name: str, geom: Geom) -> NodePath:
    """A node of its own for a geometry, under another."""
    return parent.attach_new_node(node_of(name, [geom]))
