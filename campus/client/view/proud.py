"""Stones that stand a finger's breadth before a wall, quoins around a window: they have the light of the wall there.

The front of such a stone has four texels or five. A graphics card mixes them with those of its sides, which lie next
to it on the lightmap, and the denoiser has mixed them before: of the three stones beside a window, above a cove, the
lowest was the darkest, and each had a glow of its own. What stands three centimetres before a wall sees what the wall
beside it sees; so its corners have the light of the wall's texels around. Pure numpy, and Pillow for outlines.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from campus.bake.model import Baked
from campus.bake.seams import sampled
from campus.client.view.bevel_ends import used
from campus.client.view.charts import owners, turn
from campus.client.view.covered import bevels_of
from campus.mesh import Mesh, facing
from campus.mesh.welding import pieces, welded

FEW = 7.0
"""Texels: of a face that has fewer, every one is at its edge."""
LEAST_M2 = 0.008
"""What is smaller is no stone; its bevels go with it."""
BEFORE_M = (0.004, 0.06)
"""How far it stands before the wall."""
WALL_M2, WALL_TEXELS = 0.5, 60.0
UPRIGHT = 0.3
ALIKE, FLAT_M = 0.9995, 0.002
HUNG_M = (0.002, 0.3)
"""What stands so far before a wall hides its texels."""
CELL_M = 0.02
REACH_M = 0.5
"""So far from a corner wall is looked for."""
NEAR_M = 0.12
"""What is so much further than the nearest tells less by a factor of e to the half."""
FEWEST = 6
"""Texels of wall that tell of a corner."""
LEAST = 1e-6
PLACE_M = 2e-4
WAY = 0.04

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def as_their_walls(mesh: Mesh, baked: Baked) -> Baked:
    """The same light, in which small stones before a wall have that of the wall around.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the triangles in the same order, and other vertices.
    """
    corners = mesh.corners().astype(np.float64)
    normals, apart, area = facing(corners)
    size = baked.sun.texels.shape
    at = baked.uvs[baked.triangles].astype(np.float64) * size[::-1]
    texels = np.abs(turn(at[:, 1] - at[:, 0], at[:, 2] - at[:, 0])) / 2
    upright = np.abs(normals[:, 2]) < UPRIGHT
    face = _faces(mesh, np.flatnonzero(upright & (texels > 0)))
    few = (np.bincount(face, texels)[face] < FEW) & (np.bincount(face, area)[face] > LEAST_M2)
    small = np.flatnonzero(few & upright & (texels > 0) & (area > 0))
    waiting = upright & (area > WALL_M2) & (texels > WALL_TEXELS)
    owner = owners(at[waiting], np.flatnonzero(waiting), size, nobody=-1).ravel()
    bevels, faces = bevels_of(corners, mesh)
    light = {name: np.zeros((len(corners), 3, 3), np.float32) for name in baked.layers}
    told = np.zeros(len(corners), np.bool_)
    while waiting.any():
        one = waiting.argmax()
        normal, off = normals[one], apart - apart[one]
        same = normals @ normal > ALIKE
        wall = waiting & same & (np.abs(off) < FLAT_M)
        waiting[one] = False
        waiting &= ~wall
        before = small[same[small] & (off[small] > BEFORE_M[0]) & (off[small] < BEFORE_M[1]) & ~told[small]]
        if not len(before):
            continue
        mine = np.zeros(len(corners), np.bool_)
        mine[before] = True
        with_bevels = np.unique(np.concatenate([before, bevels[mine[faces[..., 0]].any(axis=1)].ravel()]))
        texel = np.flatnonzero((owner >= 0) & wall[owner])
        hung = np.flatnonzero(same & (off > HUNG_M[0]) & (off < HUNG_M[1]))
        known = _told(corners, at, owner, texel, with_bevels, hung, normal, baked, light)
        # Of a stone, all or nothing: its bevels are faces of their own.
        lost = np.isin(face[with_bevels], face[with_bevels[~known]])
        told[with_bevels[~lost]] = True
    which = np.flatnonzero(told)
    if not len(which):
        return baked
    own = baked.vertex[baked.triangles[which]].ravel()
    sun = sampled(baked.sun.texels[..., None].astype(np.float32), at[which].reshape(-1, 2).astype(np.float32))[..., 0]
    # The two halves of a front share its corners.
    key = np.stack([np.repeat(face[which], 3), own], axis=1)
    _, first, numbers = np.unique(key, axis=0, return_index=True, return_inverse=True)
    given = {name: each[which].reshape(-1, 3)[first] for name, each in light.items()}
    told_so = baked.with_corners(which, numbers.reshape(-1, 3), own[first], given, sun[first].round().astype(np.uint8))
    return used(told_so)


def _faces(mesh: Mesh, which: Ints) -> Ints:
    """(m,) a number that triangles share which are of one flat face, of some of them; others have their own."""
    corners = mesh.corners()[which]
    corner = welded(corners.reshape(-1, 3) / PLACE_M, np.repeat(facing(corners)[0], 3, axis=0) / WAY)
    found = len(which) + np.arange(len(mesh.triangles))
    found[which] = pieces(corner.reshape(-1, 3), int(corner.max(initial=-1)) + 1)
    return found


def _told(
    corners: Doubles,
    at: Doubles,
    owner: NDArray[np.int32],
    texel: Ints,
    which: Ints,
    hung: Ints,
    normal: Doubles,
    baked: Baked,
    light: dict[str, Floats],
) -> Bools:
    """(n,) of which triangles the wall around was found; their light is changed."""
    axes = _axes(normal)
    of, wide = owner[texel], baked.sun.texels.shape[1]
    middles = np.stack([texel % wide, texel // wide], axis=1) + 0.5
    one, other, off = at[of, 1] - at[of, 0], at[of, 2] - at[of, 0], middles - at[of, 0]
    whole = turn(one, other)
    second, third = turn(off, other) / whole, turn(one, off) / whole
    first = corners[of, 0]
    places = first + second[:, None] * (corners[of, 1] - first) + third[:, None] * (corners[of, 2] - first)
    places = places @ axes
    within = (second > 0) & (third > 0) & (second + third < 1)
    wanted = corners[which] @ axes
    low, high = wanted.min(axis=(0, 1)) - 2 * REACH_M, wanted.max(axis=(0, 1)) + 2 * REACH_M
    near = within & (places > low).all(axis=1) & (places < high).all(axis=1)
    texel, places = texel[near], places[near]
    open_ = _open(places, corners[hung] @ axes, low, high)
    texel, places = texel[open_], places[open_]
    tones = {
        name: np.log(np.maximum(layer.texels.reshape(-1, 3)[texel], LEAST)) for name, layer in baked.layers.items()
    }
    known = np.ones(len(which), np.bool_)
    order = np.argsort(places[:, 0])
    begin, end = (np.searchsorted(places[order, 0], wanted[..., 0] + way * REACH_M) for way in (-1, 1))
    for number, corner in np.ndindex(len(which), 3):
        some = order[begin[number, corner] : end[number, corner]]
        far = np.linalg.norm(places[some] - wanted[number, corner], axis=1)
        some, far = some[far < REACH_M], far[far < REACH_M]
        if len(some) < FEWEST:
            known[number] = False
            continue
        share = np.exp(-((far - far.min()) ** 2) / (2 * NEAR_M**2))
        for name, tone in tones.items():
            light[name][which[number], corner] = np.exp(share @ tone[some] / share.sum())
    return known


def _open(places: Doubles, hung: Doubles, low: Doubles, high: Doubles) -> Bools:
    """(n,) places on a wall before which nothing of what hangs there (m, 3, 2) stands, nor a few centimetres beside."""
    wide, tall = np.ceil((high - low) / CELL_M).astype(int).tolist()
    picture = Image.new("1", (wide, tall), 0)
    draw: Any = ImageDraw.Draw(picture)
    for outline in ((hung - low) / CELL_M - 0.5).reshape(-1, 6).tolist():
        draw.polygon(outline, fill=1, outline=1)
    covered, cells = np.asarray(picture, np.bool_), ((places - low) / CELL_M).astype(np.int64)
    found = np.ones(len(places), np.bool_)
    for right, up in np.ndindex(7, 7):
        column, row = np.clip(cells[:, 0] + right - 3, 0, wide - 1), np.clip(cells[:, 1] + up - 3, 0, tall - 1)
        found &= ~covered[row, column]
    return found


def _axes(normal: Doubles) -> Doubles:
    """(3, 2) along a wall, and up it."""
    along = np.array((-normal[1], normal[0], 0.0)) / np.hypot(*normal[:2])
    return np.stack([along, np.cross(normal, along)], axis=1)
