"""What the baker could not see right, mended before light is shown: once a bake, kept on disk.

Each mend has a module, which says its cause. What lies at corners is mended first; then the texels, from those that
hold the light of elsewhere to the grain of whole faces, so that nothing wrong is spread by what comes after.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import DAY, LAMPS, Baked
from campus.client.view.astray import strayed, told_by_others
from campus.client.view.beside_cladding import without_spill
from campus.client.view.bevel_ends import as_their_strips
from campus.client.view.borders import agreeing, borders_of, level
from campus.client.view.coplanar import joints_of
from campus.client.view.covered import with_light_of_their_other_face
from campus.client.view.evened import evened, large_faces, with_rims
from campus.client.view.fringes import with_own_fringes
from campus.client.view.gaps import FRAMED_M, alike_in, dark_in, glaring, hidden, without_glare
from campus.client.view.joins import behind_joins, joined
from campus.client.view.leaks import without_leaks
from campus.client.view.lone import LEAST_TEXELS, without_lone
from campus.client.view.low_edges import with_low_edges
from campus.client.view.middles import middles_within
from campus.client.view.partly import as_their_texels
from campus.client.view.proud import as_their_walls
from campus.client.view.rims import as_their_tops
from campus.client.view.rounded import by_corners
from campus.client.view.slim import NARROW, without_grain
from campus.client.view.turned import evened_rings
from campus.mesh import Mesh


def mended(mesh: Mesh, baked: Baked) -> Baked:
    """The same light without what the baker could not see of edges, mouldings, vaults, and of faces half in walls.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the triangles in the same order, and other vertices.
    """
    mends = (with_light_of_their_other_face, as_their_tops, as_their_texels, by_corners, evened_rings, with_low_edges)
    for mend in (*mends, as_their_strips, as_their_walls, without_leaks):
        baked = mend(mesh, baked)
    return baked


def mended_maps(split: Mesh, baked: Baked) -> dict[str, NDArray[np.float32]]:
    """(h, w, 3) lux of each layer on the lightmap without the light of elsewhere, and without the baker's grain.

    Args:
        split: the mesh with a vertex for each of the bake's.
        baked: its light, `mended`.
    """
    size = baked.sun.texels.shape
    faces, behind = large_faces(split, baked.uvs, size), behind_joins(split, baked.uvs, size)
    with_edges, middles = with_rims(faces), middles_within(split, baked.uvs, size)
    within = np.where(middles, faces, 0)
    shown = [name for name in (DAY, LAMPS) if name in baked.layers]
    far, seen = strayed(split, baked.uvs, size), np.where(behind[..., :2].any(axis=2), 0, within)
    light = {name: told_by_others(baked.layers[name].texels, far, seen) for name in shown}
    light = {name: joined(layer, behind, within) for name, layer in light.items()}
    glare = np.any([glaring(layer, faces) for layer in light.values()], axis=0)
    gaps, shut = hidden(split, baked.uvs, faces > 0)
    if len(light) > 1:  # within a room; and lamps in a cove are meant to shine on the wall behind
        light[DAY] = without_spill(shut, light[DAY], faces)
    light = {name: without_glare(shut & glare, layer, faces) for name, layer in light.items()}
    if LAMPS in light:  # by day, stones' joints are lit by the ground
        light[LAMPS] = dark_in(gaps, light[LAMPS])
    if DAY in light:
        framed, _ = hidden(split, baked.uvs, np.zeros(size, np.bool_), FRAMED_M)
        light[DAY] = alike_in(framed, light[DAY])
        small = with_rims(large_faces(split, baked.uvs, size, LEAST_TEXELS))  # lamps are near: theirs are peaks
        light[DAY] = without_lone(light[DAY], np.where(middles & (with_edges == 0), small, 0))
    on = np.where(middles, with_edges, 0)
    light = {name: without_grain(layer, on, NARROW if name == LAMPS else 0) for name, layer in light.items()}
    even = {name: evened(with_own_fringes(light[name], with_edges, middles), with_edges) for name in shown}
    borders = borders_of(split, baked.uvs, size)
    # Where a surface goes on, the baker made both sides agree, and mends of one side at a time part them.
    even = {name: agreeing(even[name], baked.layers[name].texels, borders, with_edges) for name in shown}
    joints = joints_of(split, baked.uvs, size)
    return {name: level(even[name], joints, with_edges) for name in shown}
