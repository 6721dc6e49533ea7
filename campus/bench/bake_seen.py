"""What somebody in the frozen room sees of its light, and how far that is from the truth at those very points.

A lightmap is not looked at texel by texel: an eye sees points of surfaces, and the graphics card reads each between
four texels. So points are chosen as pixels are, from all over the room at the height of eyes, standing and seated;
Blender's Cycles lights each of them by itself (`assets/bench/bake_points.py`), in the same world as the baker, and
lightmaps are read there as the picture reads them. The sun's own disc is left aside: the picture draws it by a shadow
map and not from a lightmap; what the sun's patches give back is in.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.bake.charts import Charts
from campus.bake.encoding import luminance
from campus.bake.rays import Floats, Rays, dot, normals_of
from campus.bake.seams import sampled, seams_of, stitched
from campus.bake.sites import Sites, filled
from campus.bake.work import Task
from campus.bench.bake_question import WALL_M
from campus.bench.bake_scene import loose
from campus.client.view.evened import evened, large_faces

POINTS = 20_000
EYES_M = (1.1, 1.75)
"""How high: of who sits, of who stands."""
_EYES, _LOOKS = 2000, 200
_CLEAR_M = 0.25
"""No eye is so near to anything."""
_INSIDE = 0.02
"""Who comes upon more backs of faces than this is inside of something."""
_PITCH = (-20.0, 10.0)
"""Degrees by which one looks up."""
_WIDE, _TALL = 75.0, 9 / 16
_AT_ONCE = 60_000


DARK = 0.02
"""Errors are relative to a point's light and this share of the mean: in the dark nobody sees a percent."""
OFF = 0.25
"""An error that is told by how many pixels have more than it."""


class Pixels(msgspec.Struct, frozen=True):
    """How far the light that is seen in the frozen room is from the truth, without the sun's disc.

    Attributes:
        what: who lit what, and how it is read.
        samples: paths from each texel or point.
        points: how many pixels are compared.
        rmse: root of the mean square difference of illuminance over the mean illuminance.
        median: of each pixel's own relative difference.
        p95: what 95 of 100 pixels stay under.
        off: share of the pixels whose own difference is over `OFF`.
        bias: mean illuminance over the true one, less one.
    """

    what: str
    samples: int
    points: int
    rmse: float
    median: float
    p95: float
    off: float
    bias: float


@dataclass(frozen=True, eq=False)
class Points:
    """n points of the charted triangles of a room.

    Attributes:
        triangle: (n,) of the charted ones.
        share: (n, 2) of its second and third corner, in parts of 65,535.
    """

    triangle: NDArray[np.int16]
    share: NDArray[np.uint16]

    def weights(self) -> Floats:
        """(n, 3) shares of the three corners."""
        two = self.share.astype(np.float64) / 65535
        return np.asarray(np.concatenate([1 - two.sum(1, keepdims=True), two], axis=1))

    def among(self, corners: NDArray[np.floating]) -> Floats:
        """(n, c) what lies there, of what triangles' corners (m, 3, c) have."""
        return np.asarray(np.einsum("nkc,nk->nc", corners[self.triangle].astype(np.float64), self.weights()))


def points_seen(task: Task, charted: int, count: int = POINTS, *, seed: int = 0) -> tuple[Points, float]:
    """Points that are pixels of pictures from all over a room, and the share of the seen room that has texels.

    Args:
        task: the room.
        charted: how many triangles have texels; they come first.
        count: of the points.
        seed: of the eyes and pixels.
    """
    random = np.random.default_rng((seed, 31))
    meshes = task.meshes
    flat, _ = normals_of(meshes.corners)
    rays = Rays(meshes.corners)
    eyes = _eyes(task, rays, flat, random)
    eye = eyes[random.integers(0, len(eyes), _AT_ONCE)]
    ways = _ways(_AT_ONCE, random)
    triangle, _, place = rays.met(eye, ways)
    seen = (triangle >= 0) & (dot(flat[triangle], ways) < 0)
    source = meshes.source[triangle]
    mine = np.flatnonzero(seen & (source >= 0) & (source < charted))
    share = np.round(np.clip(place[mine], 0, 1) * 65535).astype(np.int64)
    # Rounded, no point leaves its triangle.
    share[:, 1] = np.minimum(share[:, 1], 65535 - share[:, 0])
    points = Points(source[mine[:count]].astype(np.int16), share[:count].astype(np.uint16))
    return points, len(mine) / int((triangle >= 0).sum())


def _eyes(task: Task, rays: Rays, flat: Floats, random: np.random.Generator) -> Floats:
    """(n, 3) where eyes may be: in the air, and in front of nothing."""
    hull = task.meshes.hull
    assert hull is not None
    low, high = np.maximum(hull[0] + WALL_M, task.bounds[0]), np.minimum(hull[1] - WALL_M, task.bounds[1])
    low, high = np.array((*low[:2], EYES_M[0])), np.array((*high[:2], EYES_M[1]))
    eyes = (low + (high - low) * random.random((_EYES, 3))).astype(np.float32)
    ways = random.standard_normal((_EYES * _LOOKS, 3)).astype(np.float32)
    ways /= np.linalg.norm(ways, axis=1)[:, None]
    triangle, far = rays.first(np.repeat(eyes, _LOOKS, axis=0), ways)
    back = ((triangle >= 0) & (dot(flat[triangle], ways) > 0)).reshape(_EYES, _LOOKS).mean(1)
    out = (triangle < 0).reshape(_EYES, _LOOKS).mean(1) > 0.5
    clear = far.reshape(_EYES, _LOOKS).min(1) > _CLEAR_M
    return np.asarray(eyes[(back < _INSIDE) & ~out & clear])


def _ways(count: int, random: np.random.Generator) -> Floats:
    """(n, 3) where pixels of wide pictures look, each of a picture of its own."""
    turn = random.random(count) * 2 * np.pi
    rise = np.radians(random.uniform(*_PITCH, count))
    x, y = (random.random((2, count)) * 2 - 1) * np.tan(np.radians(_WIDE) / 2)
    ahead = np.stack([np.cos(rise) * np.cos(turn), np.cos(rise) * np.sin(turn), np.sin(rise)], axis=-1)
    right = np.stack([np.sin(turn), -np.cos(turn), np.zeros(count)], axis=-1)
    ways = ahead + x[:, None] * right + (y * _TALL)[:, None] * np.cross(right, ahead)
    return np.asarray(ways / np.linalg.norm(ways, axis=1)[:, None], np.float32)


@dataclass(frozen=True, eq=False)
class Reference:
    """What is known of the points of a file.

    Attributes:
        points: n of them.
        truth: (n,) lux by Cycles.
        samples: from each of them for that.
        grain: standard error of all of that, as an rmse.
        cycles: (n,) the same with 64 samples.
        read: (n,) Cycles' lightmap of 64 samples a texel, read there.
        share: of the room's surfaces, as they are seen, that have texels.
    """

    points: Points
    truth: Floats
    samples: int
    grain: float
    cycles: Floats
    read: Floats
    share: float


def reference_of(path: Path) -> Reference:
    """Reads the file that `assets/bench/bake_points.py` makes."""
    with np.load(path, allow_pickle=False) as file:
        a = {name: file[name] for name in file.files}
    lux = [a[name].astype(np.float64) for name in ("lux", "lux_64", "read_64")]
    return Reference(
        Points(a["triangle"], a["share"]), lux[0], int(a["samples"]), float(a["grain"]), lux[1], lux[2],
        float(a["seen"]),
    )  # fmt: skip


def lightmap_of(light: Floats, sites: Sites, charts: Charts, corners: Floats) -> Floats:
    """(h, w, 3) the lightmap that the baker makes of its texels' light: gaps filled, seams closed.

    Args:
        light: (n, 3) of its sites, lux.
        sites: all of them texels.
        charts: where they lie.
        corners: (m, 3, 3) of the charted triangles, metres.
    """
    width, height = charts.size
    lux, known = np.zeros((height * width, 3), np.float32), np.zeros(height * width, np.bool_)
    lux[sites.texel], known[sites.texel] = light, True
    whole = filled(lux.reshape(height, width, 3), known.reshape(height, width), black=0)
    return stitched(whole, seams_of(loose(corners), charts))


def without_clouds(lightmap: Floats, charts: Charts, corners: Floats) -> Floats:
    """(h, w, 3) a lightmap as the client evens it out before it draws with it."""
    uvs = (charts.places[charts.triangles].reshape(-1, 2) / np.array(charts.size)).astype(np.float32)
    return evened(lightmap.astype(np.float32), large_faces(loose(corners), uvs, lightmap.shape[:2]))


def read_at(lightmap: Floats, points: Points, charts: Charts) -> Floats:
    """(n,) lux that a graphics card reads of a lightmap (h, w, 3) at points."""
    return luminance(sampled(lightmap, points.among(charts.places[charts.triangles])))


def pixels_of(what: str, samples: int, light: NDArray[np.floating], truth: NDArray[np.floating]) -> Pixels:
    """How far light (n,) is from the truth (n,), lux."""
    mine, true = light.astype(np.float64), truth.astype(np.float64)
    mean = true.mean()
    own = np.abs(mine - true) / (true + DARK * mean)
    rmse = float(np.sqrt(((mine - true) ** 2).mean()) / mean)
    figures = (rmse, np.median(own), np.percentile(own, 95), (own > OFF).mean(), mine.mean() / mean - 1)
    return Pixels(what, samples, len(true), *(round(float(value), 4) for value in figures))
