"""Light where things meet: under a slab or a cove a wall's next texel lies within it, and what it holds is nobody's.

Graphics cards mix a texel with the next one, so that a row which nobody sees darkens what ends there, or lets it glow:
a felt that ends in a lit cove, a wall that goes on behind a gallery. A texel whose middle lies behind a face that
stands on its own is told the light before that face instead; and what the denoiser spread from there is held back to
what comes next. Pure numpy, and Pillow for the outlines.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.charts import laid, owners, planes, turn
from campus.client.view.crossings import out_of_sight
from campus.mesh import Mesh, facing
from campus.mesh.welding import pieces, welded

LEAST_TEXELS = 60.0
"""A plane that has fewer has no wall on it."""
STANDS_OUT_M = 0.06
"""What stands out less leaves no texel behind it in the dark: slats, frames, skirtings."""
BEGINS_M = 0.0205
"""Wide bevels begin so far off, and a lift's shaft stands two centimetres before its wall, give or take a rounding."""
UPRIGHT = 0.35
"""Most cosine between the two faces."""
LEAST_M = 0.25
"""A shorter join darkens nothing that is seen as a stain."""
FACET_M = 0.12
"""Unless it goes on round, as that of a vault does, each of whose facets is as long as this."""
BENT = 0.03
"""By how much normals differ between the corners of such a facet."""
WIDER_TEXELS = 0.6
"""Behind a vault its facets' joins spread like a fan: each hides so much more at either end."""
BEHIND_TEXELS = (0.05, 2.8)
"""Middles so far behind, at least and at most, are told the light before."""
BEFORE = 0.1
"""Of a step beside a join, by how much it leads before it, if it does."""
SEEN_TEXELS = 0.1
"""Middles that are before another join by less are not seen there: of such a texel, a line of millimetres is."""
SPREAD = 1.5
"""Beside a row that nobody sees, light is at most so much stronger than in the next row, if that row shone a little;
the more it shone, the less."""
DIMMED = 0.7
"""Or at least so strong, if that row was dark."""
ALONG = 5
"""Texels each way, along a join, that a row beside it is evened with."""
ALIKE = 0.5
"""By how much light may differ along it (its logarithm) and still be grain."""
DENTS = 9
"""Texels each way, along a join, over which a row is about as much darker than what is further from it."""
USUAL = 0.65
"""Of all around a texel of a join that bends, what is less is so in so many of them."""
ABOUT = 0.1
"""How much more, or less (a logarithm)."""
SAME_M = 0.012
"""Two faces that touch have nothing between them."""
FINE = 100
"""Parts of a step."""
PLACE_M = 2e-4
WAY = 0.04

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Steps = NDArray[np.int8]


def joined(light: Floats, behind: Steps, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3), told anew where nobody sees it, and without what spread from there.

    Args:
        light: of one layer, any unit.
        behind: (h, w, 4) as `behind_joins` says.
        faces: (h, w) on which large face each texel lies, 0 for none.
    """
    before = np.maximum(light.astype(np.float32), np.float32(1e-6)).reshape(-1, 3)
    found = before.copy()
    steps = behind[..., :2].reshape(-1, 2).astype(np.int64)
    here = np.flatnonzero(steps.any(axis=1) & (faces.ravel() > 0))
    here = here[~_seen_elsewhere(here, behind[..., 2:].reshape(-1, 2), steps, faces)]
    first, seen = _beside(here, steps[here], faces)
    seen &= ~steps[first].any(axis=1)
    deeper, here, first = here[~seen], here[seen], first[seen]
    second, good = _beside(first, steps[here], faces)
    second = np.where(good & ~steps[second].any(axis=1), second, first)
    _hold_back(found, before, here, first, second)
    third, good = _beside(second, steps[here], faces)
    third = np.where(good & ~steps[third].any(axis=1), third, second)
    for row in (first, second):
        _without_dents(found, row, third, steps[here], faces)
        _even(found, row, steps[here], faces)
    found[here] = found[first]
    # What lies deeper reaches the picture in corners alone.
    further, good = _beside(deeper, steps[deeper], faces)
    told = np.zeros(len(before), np.bool_)
    told[here] = True
    good &= told[further]
    found[deeper[good]] = found[further[good]]
    changed = np.zeros(len(before), np.bool_)
    for which in (here, first, second, deeper[good]):
        changed[which] = True
    return np.where(changed[:, None], found, light.reshape(-1, 3)).astype(np.float32).reshape(light.shape)


def _seen_elsewhere(here: Ints, ways: Steps, steps: Ints, faces: NDArray[np.int32]) -> Bools:
    """(n,) whether something is seen beside these texels that is not before their join: at its end, or beyond it."""
    found = np.zeros(len(here), np.bool_)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            there, good = _beside(here, np.broadcast_to(np.array((down, right)), (len(here), 2)), faces)
            # Beside a vault, where its join runs aslant, the next texel may be before it.
            found |= good & (ways[here] @ np.array((down, right)) <= BEFORE * FINE) & ~steps[there].any(axis=1)
    return found


def _hold_back(found: Floats, before: Floats, here: Ints, first: Ints, second: Ints) -> None:
    """Holds back, in the first row that somebody sees, what spread from the row that nobody does."""
    bright = before.mean(axis=1)
    as_next = bright[second] / bright[first]
    shone = bright[here] > bright[first]
    glared = 1 + (SPREAD - 1) * (bright[first] / bright[here]) ** 2
    dark = (bright[here] < bright[first]) & (as_next * DIMMED > 1)
    share = np.where(shone, np.minimum(glared * as_next, 1), np.where(dark, DIMMED * as_next, 1))
    found[first] = before[first] * share[:, None]


def _without_dents(found: Floats, row: Ints, beyond: Ints, steps: Ints, faces: NDArray[np.int32]) -> None:
    """Fills dents along rows beside what nobody sees, where too few paths came: its shade is the same all along.

    Args:
        found: (h * w, 3) light, which is changed.
        row: (n,) texels that are in such a row.
        beyond: (n,) those further from the join.
        steps: (n, 2) which way the rest of the face is from each.
        faces: (h, w) as of `joined`.
    """
    way = np.zeros((faces.size, 2), np.int64)
    way[row] = steps
    share, tone = (np.full(faces.size, np.nan, np.float32) for _ in range(2))
    tone[row] = np.log(found[row].mean(axis=1))
    share[row] = tone[row] - np.log(found[beyond].mean(axis=1))
    along, tones = (np.full((2 * DENTS + 1, len(row)), np.nan, np.float32) for _ in range(2))
    for number, side in enumerate(range(-DENTS, DENTS + 1)):
        there, good = _beside(row, steps[:, ::-1] * (side, -side), faces)
        good &= (way[there] == steps).all(axis=1)
        along[number, good], tones[number, good] = share[there[good]], tone[there[good]]
    along[DENTS], tones[DENTS] = share[row], tone[row]
    middle = np.nanmedian(along, axis=0)
    sure = np.isfinite(along).sum(axis=0) > DENTS
    # Where it is the row beyond that has a dent, as behind what stands on the wall there, this one stays as it is.
    usual = np.where(sure, np.nanmedian(tones, axis=0) - ABOUT, -np.inf)
    held = np.minimum(usual - tone[row], 0)
    bent = np.flatnonzero(~sure)
    middle[bent], sure[bent] = _around(share, row[bent], faces)
    told = np.where(sure, np.clip(share[row], middle - ABOUT, middle + ABOUT), share[row])
    found[row] *= np.exp(np.maximum(told - share[row], held))[:, None]


def _around(share: Floats, row: Ints, faces: NDArray[np.int32]) -> tuple[Floats, Bools]:
    """The usual share around texels (n,) of joins that bend, as under a vault, and whether enough of them are there.

    Dents are darker than they should be, so the usual is not the middle one.
    """
    around = np.full((len(row), (2 * DENTS + 1) ** 2), np.inf, np.float32)
    number = 0
    for down in range(-DENTS, DENTS + 1):
        for right in range(-DENTS, DENTS + 1):
            there, good = _beside(row, np.broadcast_to(np.array((down, right)), (len(row), 2)), faces)
            around[good, number] = share[there[good]]
            number += 1
    around = np.sort(np.where(np.isfinite(around), around, np.inf), axis=1)
    count = np.isfinite(around).sum(axis=1)
    usual = around[np.arange(len(row)), (USUAL * np.maximum(count - 1, 0)).astype(np.int64)]
    return np.where(count > DENTS, usual, 0).astype(np.float32), count > DENTS


def _even(found: Floats, row: Ints, steps: Ints, faces: NDArray[np.int32]) -> None:
    """Evens light along rows beside what nobody sees, where few paths came: what differs a lot stays.

    Args:
        found: (h * w, 3) light, which is changed.
        row: (n,) texels that are in such a row.
        steps: (n, 2) which way the rest of the face is from each.
        faces: (h, w) as of `joined`.
    """
    way = np.zeros((faces.size, 2), np.int64)
    way[row] = steps
    tone = np.log(found)
    level = tone.mean(axis=1)
    sums, weights = tone[row].copy(), np.ones(len(row), np.float32)
    for step in range(1, ALONG + 1):
        far = np.float32(np.exp(-2 * (step / ALONG) ** 2))
        for side in (step, -step):
            there, good = _beside(row, steps[:, ::-1] * (side, -side), faces)
            good &= (way[there] == steps).all(axis=1)
            apart = (level[there] - level[row]) / np.float32(ALIKE)
            weight = good * far / (1 + apart * apart) ** 2
            sums += weight[:, None] * tone[there]
            weights += weight
    found[row] = np.exp(sums / weights[:, None])


def _beside(at: Ints, steps: Ints, faces: NDArray[np.int32]) -> tuple[Ints, Bools]:
    """The texels so many rows and columns (n, 2) beside these, and whether they are of the same face."""
    tall, wide = faces.shape
    row, column = at // wide + steps[:, 0], at % wide + steps[:, 1]
    inside = (row >= 0) & (row < tall) & (column >= 0) & (column < wide)
    there = np.where(inside, row * wide + column, at)
    return there, inside & (faces.ravel()[there] == faces.ravel()[at])


def behind_joins(mesh: Mesh, uvs: Floats, size: tuple[int, int]) -> Steps:
    """(h, w, 4) for texels of large faces whose middle is behind what stands there, which way one sees the face.

    That is by how many rows and columns, -1 to 1, the next texel is that is nearer to what is seen, and the same by
    hundredths of the longer of the two; 0 for all others.

    Args:
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1.
        size: of the lightmap, height and width in texels.
    """
    at, texels = laid(mesh, uvs, size)
    corners = mesh.corners().astype(np.float64)
    normal, apart, area = facing(corners)
    charted = (texels > 0) & (area > 0)
    _, plane = np.unique(planes(normal, apart), return_inverse=True)
    share = np.bincount(plane[charted], texels[charted], int(plane.max(initial=0)) + 1)
    large = np.flatnonzero(charted & (share[plane] >= LEAST_TEXELS))
    behind = np.zeros((*size, 4), np.int8)
    if not len(large):
        return behind
    owner = owners(at[large], large, size, nobody=-1).ravel()
    texel = np.flatnonzero(owner >= 0)
    triangle = owner[texel]
    middles = np.stack([texel % size[1], texel // size[1]], axis=1) + 0.5
    places = _placed(middles.astype(np.float64), at[triangle], corners[triangle])
    metres = float(np.sqrt(area[large].sum() / texels[large].sum()))
    stands = _Standing(mesh, normal)
    order = np.argsort(plane[triangle], kind="stable")
    starts = np.flatnonzero(np.diff(plane[triangle][order])) + 1
    for mine in np.split(order, starts):
        of = triangle[mine[0]]
        ends, before, bent, things = stands.joins(normal[of], float(apart[of]), places[mine])
        across = _axes(normal[of])
        nearest = _behind(places[mine] @ across, ends @ across, before @ across, bent, things, metres)
        hidden = mine[nearest >= 0]
        ways = before[nearest[nearest >= 0]]
        behind.reshape(-1, 4)[texel[hidden]] = _steps(ways, at[triangle[hidden]], corners[triangle[hidden]])
    return behind


def _placed(middles: Doubles, at: Doubles, corners: Doubles) -> Doubles:
    """(n, 3) where points (n, 2) of the lightmap lie, on the planes of triangles."""
    one, other = at[:, 1] - at[:, 0], at[:, 2] - at[:, 0]
    area, off = turn(one, other), middles - at[:, 0]
    second, third = turn(off, other) / area, turn(one, off) / area
    along, across = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.asarray(corners[:, 0] + second[:, None] * along + third[:, None] * across)


class _Standing:
    """The triangles that are long enough to be found standing on a plane.

    Args:
        mesh: all triangles.
        normals: (m, 3) theirs.
    """

    def __init__(self, mesh: Mesh, normals: Doubles) -> None:
        corners = mesh.corners().astype(np.float64)
        edges = corners - np.roll(corners, 1, axis=1)
        long = (edges * edges).sum(axis=2).max(axis=1) >= LEAST_M**2
        self._corners, self._normals = corners[long], normals[long]
        self._low, self._high = (np.ascontiguousarray(f(self._corners, axis=1).T) for f in (np.min, np.max))
        which = mesh.triangles[long]
        corner = welded(mesh.positions[which].reshape(-1, 3) / PLACE_M, mesh.normals[which].reshape(-1, 3) / WAY)
        self._piece = pieces(corner.reshape(-1, 3), int(corner.max(initial=-1)) + 1)
        ways = mesh.normals[which]
        self._bent = (np.abs(ways - np.roll(ways, -1, axis=1)) > BENT).any(axis=(1, 2))

    def joins(self, normal: Doubles, apart: float, places: Doubles) -> tuple[Doubles, Doubles, Bools, Ints]:
        """Where they stand on a plane: (k, 2, 3) the ends of each join, (k, 3) which way is before, (k,) if it bends.

        And (k,) the number of what it belongs to: all facets of a vault, one side of a box.

        Args:
            normal: of the plane.
            apart: of the plane from the origin.
            places: (n, 3) on it; what is far from all of them is left out.
        """
        low, high = places.min(axis=0) - STANDS_OUT_M, places.max(axis=0) + STANDS_OUT_M
        near = np.abs(self._normals @ normal) < UPRIGHT
        for axis in range(3):
            near &= (self._high[axis] > low[axis]) & (self._low[axis] < high[axis])
        corners, normals, piece, bent = self._corners[near], self._normals[near], self._piece[near], self._bent[near]
        off = corners @ normal - apart
        # A vault's last row of facets may stand out by centimetres, and the vault goes on.
        most = np.full(int(piece.max(initial=-1)) + 1, -np.inf)
        np.maximum.at(most, piece, off.max(axis=1))
        standing = (most[piece] > STANDS_OUT_M) & (off.max(axis=1) > BEGINS_M) & (off.min(axis=1) < BEGINS_M)
        corners, normals, piece = corners[standing], normals[standing], piece[standing]
        bent, off = bent[standing], off[standing]
        # Where the triangle's sides cross a plane that lies a little before this one.
        over = off > BEGINS_M
        ends = np.zeros((len(off), 2, 3))
        begun = np.zeros(len(off), np.int64)
        for a, b in ((0, 1), (1, 2), (2, 0)):
            rows = np.flatnonzero(over[:, a] != over[:, b])
            part = (BEGINS_M - off[rows, a]) / (off[rows, b] - off[rows, a])
            start, end = corners[rows, a], corners[rows, b]
            ends[rows, np.minimum(begun[rows], 1)] = start + part[:, None] * (end - start)
            begun[rows] += 1
        ways = normals - (normals @ normal)[:, None] * normal
        ways /= np.maximum(np.linalg.norm(ways, axis=1), 1e-9)[:, None]
        length = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
        whole = np.bincount(piece, length, len(most))[piece]
        long = (length >= LEAST_M) | (bent & (length >= FACET_M) & (whole >= LEAST_M))
        return ends[long] - BEGINS_M * normal, ways[long], bent[long], piece[long]


def _behind(places: Doubles, ends: Doubles, ways: Doubles, bent: Bools, things: Ints, texel: float) -> Ints:
    """(n,) the join that each place is behind, the nearest one, or -1; all of it (…, 2), on the plane."""
    if not len(ends):
        return np.full(len(places), -1)
    along = ends[:, 1] - ends[:, 0]
    squared = np.maximum((along * along).sum(axis=1), 1e-18)
    wider = np.where(bent, WIDER_TEXELS * texel, 0.0)
    least, seen, most = BEHIND_TEXELS[0] * texel, SEEN_TEXELS * texel, BEHIND_TEXELS[1] * texel
    hidden, begins = out_of_sight(ends, ways, things, wider, (least, seen), most, texel)
    many, wider = np.diff(begins), wider / np.sqrt(squared)
    ends = ends + wider[:, None, None] * np.stack([-along, along], axis=1)
    long = int(np.argmax(np.ptp(places, axis=0)))
    order = np.argsort(places[:, long], kind="stable")
    places = places[order]
    starts = np.searchsorted(places[:, long], ends[..., long].min(axis=1) - most).tolist()
    stops = np.searchsorted(places[:, long], ends[..., long].max(axis=1) + most).tolist()
    nearest, which = np.full((2, len(places)), np.inf), np.full(len(places), -1)
    for number, way in enumerate(ways):
        off = places[starts[number] : stops[number]] - ends[number, 0]
        before, beside = off @ way, off @ along[number] / squared[number] - wider[number]
        good = np.flatnonzero((np.abs(before) < most) & (np.abs(beside - 0.5) <= 0.5 + wider[number]))
        close, before = starts[number] + good, before[good]
        nearer = (before < -least) & (-before < nearest[0, close])
        nearest[0, close[nearer]], which[close[nearer]] = -before[nearer], number
        piece = (beside[good] * many[number]).astype(np.int64).clip(0, many[number] - 1)
        shows = (before >= seen) & ~hidden[begins[number] + piece]
        nearest[1, close[shows]] = np.minimum(nearest[1, close[shows]], before[shows])
    found = np.full(len(places), -1)
    found[order] = np.where(nearest[0] < nearest[1] + SAME_M, which, -1)
    return found


def _steps(ways: Doubles, at: Doubles, corners: Doubles) -> Ints:
    """(n, 4) rows and columns, -1 to 1 and as many of `FINE`, along ways (n, 3) on triangles at (n, 3, 2)."""
    along, across = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    a, b, c = (along * along).sum(axis=1), (along * across).sum(axis=1), (across * across).sum(axis=1)
    one, other = (ways * along).sum(axis=1), (ways * across).sum(axis=1)
    size = a * c - b * b
    shares = np.stack([(one * c - other * b) / size, (other * a - one * b) / size], axis=1)
    moved = shares[:, :1] * (at[:, 1] - at[:, 0]) + shares[:, 1:] * (at[:, 2] - at[:, 0])
    moved /= np.maximum(np.abs(moved).max(axis=1), 1e-12)[:, None]
    return np.concatenate([moved[:, ::-1].round(), (FINE * moved[:, ::-1]).round()], axis=1).astype(np.int64)


def _axes(normal: Doubles) -> Doubles:
    """(3, 2) two unit vectors on a plane, the one along the world's axes where that is possible."""
    one = np.cross(normal, np.eye(3)[np.abs(normal).argmin()])
    one /= np.linalg.norm(one)
    return np.stack([one, np.cross(normal, one)], axis=1)
