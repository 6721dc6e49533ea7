"""Light on edges that are lower than a texel: of a gravel walk beside a floor, of a stage, of two slabs that meet.

What somebody sees of them is a line, and what the baker found there lies mostly in the ground: the line is black, or,
where two floors of one height meet, black dots between them. They get the light of what they are the edge of. Pure
numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.encoding import LUMINANCE
from campus.bake.model import Baked
from campus.bake.seams import sampled
from campus.mesh import Mesh
from campus.mesh.welding import welded

LOWER_M = 0.08
"""What is higher has texels of its own."""
LONGER_M = 0.3
UPRIGHT = 0.2
"""Most that the normal of an edge points up or down."""
DARK = 0.1
"""What has more of the light above it is no line: the rim of a table may well be in the shade."""
SHADED = 0.75
"""So much of the light above it comes to an edge that has none."""
INSIDE_M = 0.08
"""So far from the edge the light above it is looked at."""
PLACES = 16
"""Along each edge."""
_GRID_M = 1e-3

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def with_low_edges(mesh: Mesh, baked: Baked) -> Baked:
    """The same light, in which low edges that lie in the dark have that of what lies above them.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the triangles in the same order, and other vertices.
    """
    split = baked.split(mesh)
    low, edge, over = low_edges(split)
    if not len(low):
        return baked
    places = split.positions[split.triangles]
    here = {name: _own(baked, name, low) for name in baked.layers}
    above = {name: _above(baked, name, places, edge, over) for name in baked.layers}
    weights = {name: np.float32(baked.manifest.weights.get(name, 0.0)) for name in baked.layers}
    dim, bright = (
        sum((light[name] @ LUMINANCE * weights[name] for name in light), np.float32(0)) for light in (here, above)
    )
    dark = np.asarray(dim) < DARK * np.asarray(bright)
    low = low[dark]
    corners = split.triangles[low].ravel()
    light = {name: np.repeat(SHADED * above[name][dark], 3, axis=0) for name in baked.layers}
    own = np.arange(len(corners)).reshape(-1, 3)
    return baked.with_corners(low, own, baked.vertex[corners], light, np.zeros(len(corners), np.uint8))


def low_edges(split: Mesh, lower_m: float = LOWER_M) -> tuple[Ints, Ints, Ints]:
    """Sides that are lower than so many metres, and have something level over them.

    Returns:
        (n,) their triangles; (n, 2) their upper edges, as corners of the triangle above; (n,) that triangle.
    """
    places = split.positions[split.triangles]
    across = np.cross(places[:, 1] - places[:, 0], places[:, 2] - places[:, 0])
    normal = across / np.maximum(np.linalg.norm(across, axis=1), 1e-12)[:, None]
    low_m, high_m = places[..., 2].min(axis=1), places[..., 2].max(axis=1)
    wide = np.linalg.norm(np.ptp(places[..., :2], axis=1), axis=1)
    low = np.flatnonzero((np.abs(normal[:, 2]) < UPRIGHT) & (high_m - low_m < lower_m) & (wide > LONGER_M))
    level = np.flatnonzero((normal[:, 2] > 1 - UPRIGHT**2) & (wide > LONGER_M))
    if not len(low) or not len(level):
        none = np.zeros(0, np.int64)
        return none, none.reshape(0, 2), none
    # A side of what is level, by the place of its ends, whichever comes first.
    sides = np.array([(0, 1), (1, 2), (2, 0)])
    corner = welded(places.reshape(-1, 3) / _GRID_M).reshape(-1, 3)
    of_level = np.sort(corner[level][:, sides], axis=-1).reshape(-1, 2)
    of_low = np.sort(corner[low][:, sides], axis=-1)
    top = (places[low][:, sides, 2] > high_m[low, None, None] - _GRID_M).all(axis=-1)
    span = int(corner.max()) + 1
    key, order = np.unique(of_level @ (span, 1), return_index=True)
    wanted = of_low @ (span, 1)
    found = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    fits = top & (key[found] == wanted)
    has = fits.any(axis=1)
    which = fits.argmax(axis=1)
    row = order[found[np.arange(len(low)), which]]
    over, ends = level[row // 3], sides[row % 3]
    # The other half of a rectangle shares its longest side with the one that is at the top.
    longest = np.linalg.norm(np.diff(places[low][:, sides], axis=2)[:, :, 0], axis=-1).argmax(axis=1)
    diagonal = wanted[np.arange(len(low)), longest]
    first = np.flatnonzero(has)
    names, place = np.unique(diagonal[first], return_index=True)
    if len(names):
        at = np.minimum(np.searchsorted(names, diagonal), len(names) - 1)
        halves = ~has & (names[at] == diagonal)
        over[halves], ends[halves] = over[first[place[at[halves]]]], ends[first[place[at[halves]]]]
        has |= halves
    return low[has], ends[has], over[has]


def _own(baked: Baked, name: str, triangles: Ints) -> Floats:
    """(n, 3) the light in the middle of triangles."""
    return _light(baked, name, triangles, np.full((len(triangles), 1, 3), 1 / 3, np.float32))


def _above(baked: Baked, name: str, places: Floats, edge: Ints, over: Ints) -> Floats:
    """(n, 3) the light a little within triangles `over`, along their side between corners `edge` (n, 2)."""
    count = len(over)
    apex = 3 - edge.sum(axis=1)
    corners = places[over]
    start, end = corners[np.arange(count), edge[:, 0]], corners[np.arange(count), edge[:, 1]]
    tall = np.linalg.norm(np.cross(end - start, corners[np.arange(count), apex] - start), axis=1)
    tall /= np.maximum(np.linalg.norm(end - start, axis=1), 1e-9)
    within = np.minimum(INSIDE_M / np.maximum(tall, 1e-6), 0.4)[:, None]
    part = (np.arange(PLACES, dtype=np.float32) + 0.5) / PLACES
    shares = np.zeros((count, PLACES, 3), np.float32)
    rows = np.arange(count)[:, None]
    columns = np.arange(PLACES)[None]
    shares[rows, columns, edge[:, :1]] = (1 - within) * (1 - part)
    shares[rows, columns, edge[:, 1:]] = (1 - within) * part
    shares[rows, columns, apex[:, None]] = within
    return _light(baked, name, over, shares)


def _light(baked: Baked, name: str, triangles: Ints, shares: Floats) -> Floats:
    """(n, 3) the middle one of the light at places (n, k, 3) of triangles."""
    layer, corners = baked.layers[name], baked.triangles[triangles]
    at = np.einsum("nkc,ncd->nkd", shares, baked.uvs[corners]) * np.array(layer.texels.shape[1::-1], np.float32)
    light = sampled(layer.texels, at.reshape(-1, 2)).reshape(*shares.shape[:2], 3)
    light += np.einsum("nkc,ncd->nkd", shares, layer.vertices[corners])
    return np.asarray(np.median(light, axis=1), np.float32)
