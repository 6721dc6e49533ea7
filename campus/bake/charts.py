"""Which triangles get texels, and where in the picture each of them lies. Owns the only use of `xatlas`.

What is too fine for texels is lit at its vertices, and so is what nobody sees; the rest is cut into charts and packed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from campus.bake.bends import NARROW, sides
from campus.bake.rays import SKIN_M, BakerMissing, Bools, Floats, Ints, Rays, normals_of
from campus.mesh import Mesh
from campus.mesh.welding import pieces
from campus.space.model import Space

PADDING = 2
"""Free texels between charts: bilinear sampling reads one beyond the edge."""
MARGIN = 4
"""Free texels around everything; the first of them stay black for what its vertices light."""
FINE = 2.4
"""A triangle whose longest edge is under so many texels is lit at its vertices."""
LEAF_M = 0.8
"""Leaves are lit at their vertices up to this size."""
TEXEL_M = (0.05, 0.25)
"""The finest and the coarsest texel."""
TOUCHED = 0.72
"""A texel is a triangle's whose middle lies no further outside of it, texels."""
NARROW_LAST = 2.0
"""So much further off a narrow triangle counts: it has texels only where no wide one is."""
_HAIR_M = 2e-3
_GOLDEN = np.array((0.6180339887, 0.7548776662, 0.5698402910))
_AIR = 1500
_TRIES = 40


@dataclass(frozen=True, eq=False)
class Charts:
    """The still mesh, split where charts end.

    Attributes:
        vertex: (k,) which vertex of the mesh each is.
        triangles: (m, 3) into the split vertices, in the mesh's order.
        places: (k, 2) in texels from the picture's lower left; zeros for what vertices light.
        charted: (m,) which triangles have texels.
        size: width and height of the picture, texels.
        texel: metres.
        count: of the charts.
        used: share of texels in charts.
    """

    vertex: Ints
    triangles: Ints
    places: Floats
    charted: Bools
    size: tuple[int, int]
    texel: float
    count: int
    used: float


def charts_of(space: Space, most_texels: int, *, finest: float = TEXEL_M[0], seed: int = 0) -> Charts:
    """Cut and pack the still mesh of a space.

    Args:
        space: as compiled.
        most_texels: about how many texels all charts may have together.
        finest: size of a texel where there is room for it, metres.
        seed: of the samples that tell what can be seen.
    """
    mesh = space.mesh
    corners = mesh.corners()
    _, areas = normals_of(corners)
    edges = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2)
    longest = edges.max(axis=1, initial=0)
    looks = [space.materials.get(name) for name in mesh.materials]
    leaf = np.array([look is not None and look.pattern == "leaves" for look in looks] or [False])[mesh.material]
    clear = np.array([look is not None and look.opacity < 0.5 for look in looks] or [False])[mesh.material]
    large = (longest > FINE * finest) & ~clear & ~(leaf & (longest < LEAF_M)) & (areas > 1e-7)
    seen = large & seen_triangles(space, large, seed)
    texel = float(np.clip(np.sqrt(areas[seen].sum() * 1.12 / max(most_texels, 1)), finest, TEXEL_M[1]))
    charted = seen & (longest > FINE * texel)
    return _packed(mesh, charted, texel)


def uncharted(mesh: Mesh) -> Charts:
    """A mesh that vertices light, every one."""
    return Charts(
        np.arange(len(mesh.positions), dtype=np.int32), mesh.triangles, np.zeros((len(mesh.positions), 2), np.float32),
        np.zeros(len(mesh.triangles), np.bool_), (2 * MARGIN, 2 * MARGIN), TEXEL_M[0], 0, 0.0,
    )  # fmt: skip


def _packed(mesh: Mesh, charted: Bools, texel: float) -> Charts:
    if not charted.any():
        return uncharted(mesh)
    try:
        import xatlas
    except ImportError:
        raise BakerMissing("xatlas") from None
    side = sides(mesh.corners()[charted], texel)
    corner = np.stack([mesh.triangles[charted], np.repeat(side[:, None], 3, axis=1)], -1).reshape(-1, 2)
    (used, own_side), index = _unique_pairs(corner)
    # Moved a hair apart, sides have no edge in common, and no chart goes round a corner.
    apart = ((own_side[:, None] * _GOLDEN) % 1 - 0.5) * _HAIR_M
    atlas = xatlas.Atlas()
    atlas.add_mesh(
        np.ascontiguousarray(mesh.positions[used] + apart, np.float32),
        np.ascontiguousarray(index.reshape(-1, 3).astype(np.uint32)),
        np.ascontiguousarray(mesh.normals[used]),
    )
    options = xatlas.PackOptions()
    options.padding, options.bilinear, options.texels_per_unit = PADDING, True, 1 / texel
    atlas.generate(xatlas.ChartOptions(), options)
    mapping, triangles, uvs = atlas[0]
    size = np.array((atlas.width, atlas.height))
    places = uvs * size + MARGIN
    whole = tuple(int(n) for n in -(-(size + 2 * MARGIN) // 4) * 4)
    # What vertices light keeps the mesh's own vertices, after those of the charts.
    rest, own = np.unique(mesh.triangles[~charted], return_inverse=True)
    joined = np.empty_like(mesh.triangles)
    joined[charted] = triangles
    joined[~charted] = own.reshape(-1, 3) + len(mapping)
    return Charts(
        np.concatenate([used[mapping], rest]).astype(np.int32),
        joined,
        np.concatenate([places, np.zeros((len(rest), 2))]).astype(np.float32),
        charted,
        (whole[0], whole[1]),
        texel,
        int(atlas.chart_count),
        float(atlas.utilization),
    )


def _unique_pairs(pairs: NDArray[np.integer]) -> tuple[tuple[Ints, Ints], NDArray[np.int64]]:
    """The different ones of (n, 2) pairs, column by column, and (n,) which of them each is."""
    base = int(pairs[:, 1].max()) + 1
    key, index = np.unique(pairs[:, 0].astype(np.int64) * base + pairs[:, 1], return_inverse=True)
    return ((key // base).astype(np.int32), (key % base).astype(np.int32)), index.ravel()


def chart_of(charts: Charts) -> Ints:
    """(m,) number of the chart that each triangle lies on, -1 for what has no texels."""
    out = np.full(len(charts.triangles), -1, np.int32)
    # Charts lie apart in the picture: places that are the same belong to the same chart.
    _, point = np.unique(np.round(charts.places, 3), axis=0, return_inverse=True)
    out[charts.charted] = pieces(point.ravel()[charts.triangles[charts.charted]], len(charts.places))
    return out


def seen_triangles(space: Space, asked: Bools, seed: int) -> Bools:
    """(m,) which of the still mesh's triangles somebody within can see; only where `asked` (m,), else False.

    Air is felt for from where people are, by rays; then each triangle is asked whether it lies open to some of it.
    """
    random = np.random.default_rng((seed, 13))
    corners = space.mesh.corners()
    rays = Rays(corners)
    air = _air(space, rays, random)
    if not len(air):
        return asked
    normals, _ = normals_of(corners)
    seen = np.zeros(len(corners), np.bool_)
    directions = random.standard_normal((400 * len(air), 3)).astype(np.float32)
    directions /= np.linalg.norm(directions, axis=1)[:, None]
    triangle, _ = rays.first(np.repeat(air, 400, axis=0), directions)
    seen[triangle[triangle >= 0]] = True
    open_ = np.flatnonzero(asked & ~seen)
    for _ in range(_TRIES):
        if not len(open_):
            break
        weights = random.dirichlet((1, 1, 1), len(open_)).astype(np.float32)
        at = (corners[open_] * weights[..., None]).sum(1) + normals[open_] * np.float32(2 * SKIN_M)
        to = air[random.integers(0, len(air), len(open_))] - at
        far = np.linalg.norm(to, axis=1)
        facing = (to * normals[open_]).sum(1) > 0
        ways = (to / np.maximum(far, 1e-6)[:, None]).astype(np.float32)
        clear = facing & ~rays.blocked(at, ways, far.astype(np.float32))
        seen[open_[clear]] = True
        open_ = open_[~clear]
    return np.asarray(seen & asked)


def _air(space: Space, rays: Rays, random: np.random.Generator) -> Floats:
    """(n, 3) points of the air that people's places are joined to."""
    places = [placed.at for placed in (*space.spawns.values(), *space.waypoints.values())]
    places += [seat.at for seat in space.seats.values()] + [portal.arrive.at for portal in space.portals.values()]
    eyes = [(x, y, z + 1.5) for x, y, z in places] + [view.eye for view in space.viewpoints.values()]
    low, high = space.bounds[0] + 0.05, space.bounds[1] - 0.05
    shell = space.scene.shell
    if shell is not None and shell.type == "room":
        low, high = np.zeros(3), np.array(shell.spec.size)  # type: ignore[attr-defined]
    else:
        high = high + np.array((0, 0, 6.0))
    air = np.array(eyes, np.float32).reshape(-1, 3)
    air = air[((air > low) & (air < high)).all(1)]
    for _ in range(4):
        if not len(air):
            break
        start = air[random.integers(0, len(air), _AIR)]
        ways = random.standard_normal((_AIR, 3)).astype(np.float32)
        ways /= np.linalg.norm(ways, axis=1)[:, None]
        _, far = rays.first(start, ways)
        step = np.minimum(far, 30.0) * random.uniform(0.05, 0.95, _AIR).astype(np.float32)
        more = start + ways * step[:, None]
        air = np.concatenate([air, more[((more > low) & (more < high)).all(1)]])
    return np.asarray(air[random.permutation(len(air))[:_AIR]], np.float32)


def owners(charts: Charts) -> tuple[Ints, Floats]:
    """Which triangle each texel shows.

    Returns:
        (h, w) triangle, -1 for none; and (h, w, 2) where the texel's middle lies on it, as the shares of its second
        and third corner: outside of 0 to 1 for a texel that the triangle only touches.
    """
    width, height = charts.size
    mine = np.flatnonzero(charts.charted)
    corners = charts.places[charts.triangles[mine]] - 0.5  # a texel's middle is a whole number
    low = np.maximum(np.floor(corners.min(1) - 0.75).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(1) + 0.75).astype(int), (width - 1, height - 1))
    wide, tall = (high - low + 1).T
    owner = np.full(height * width, -1, np.int32)
    where = np.zeros((height * width, 2), np.float32)
    least = np.full(height * width, np.float32(np.inf))
    # In portions, so that memory stays small; a texel goes to the triangle whose inside it is nearest to.
    for start, end in _portions(wide * tall, 4_000_000):
        count = (wide * tall)[start:end]
        which = np.repeat(np.arange(start, end), count)
        index = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        x = low[which, 0] + index % wide[which]
        y = low[which, 1] + index // wide[which]
        a, b, c = (corners[which, i] for i in range(3))
        ab, ac, ap = b - a, c - a, np.stack([x, y], -1) - a
        size = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
        good = np.abs(size) > 1e-9
        size = np.where(good, size, 1)
        second = (ap[:, 0] * ac[:, 1] - ap[:, 1] * ac[:, 0]) / size
        third = (ab[:, 0] * ap[:, 1] - ab[:, 1] * ap[:, 0]) / size
        # How far outside, in texels: each share times the height over its edge.
        out = np.maximum(-second * np.abs(size) / np.linalg.norm(ac, axis=1), -third * np.abs(size)
                         / np.linalg.norm(ab, axis=1))  # fmt: skip
        out = np.maximum(out, -(1 - second - third) * np.abs(size) / np.maximum(np.linalg.norm(b - c, axis=1), 1e-9))
        flat = y * width + x
        # A bevel is lit as the face that it belongs to: over a whole texel its own light would make the face a pillow.
        longest = np.maximum(np.linalg.norm(b - c, axis=1), np.linalg.norm(ab, axis=1))
        longest = np.maximum(longest, np.linalg.norm(ac, axis=1))
        rank = out + np.where(np.abs(size) < NARROW * longest, NARROW_LAST, 0)
        keep = np.flatnonzero(good & (out < TOUCHED) & (rank < least[flat]))
        order = keep[np.argsort(-rank[keep], kind="stable")]  # the nearest is written last
        owner[flat[order]] = mine[which[order]]
        where[flat[order], 0], where[flat[order], 1] = second[order], third[order]
        np.minimum.at(least, flat[keep], rank[keep].astype(np.float32))
    return owner.reshape(height, width), where.reshape(height, width, 2)


def _portions(counts: NDArray[np.integer], most: int) -> list[tuple[int, int]]:
    """Runs of `counts` that add up to about `most` each."""
    group = np.cumsum(counts) // most
    cuts = [0, *(np.flatnonzero(np.diff(group)) + 1).tolist(), len(counts)]
    return [(start, end) for start, end in pairwise(cuts) if end > start]
