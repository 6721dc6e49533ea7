"""A space in, its light out: charts, paths, grain, seams, probes, shade of prototypes, reflections, in this order."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.bake.around import around_word
from campus.bake.charts import MARGIN, Charts, charts_of
from campus.bake.files import FORMAT
from campus.bake.key import BAKER, own_key, places_of, surfaces_key
from campus.bake.model import LAMPS, REFLECTED, SCREENS, Baked, Layer, Manifest, SunSeen
from campus.bake.occlusion import occlusion
from campus.bake.passes import task_of, worked_out
from campus.bake.probes import Grid, extent_of, grid_of, probes_of
from campus.bake.rays import Floats
from campus.bake.reflection import levels_of
from campus.bake.seams import seams_of, stitched
from campus.bake.shown import Shown
from campus.bake.sites import Ground, Sites, filled, on_charts, sites_of
from campus.bake.smoothing import FREE, Grain
from campus.bake.sources import LAMP, SCREEN, SCREEN_NITS
from campus.bake.tracing import Tracer
from campus.bake.weighing import LAYERS, Weighed, weigh
from campus.bake.work import Lit, team
from campus.bake.world import Meshes, Outside, meshes_of
from campus.space.model import Space

BLACK = 2
"""Texels of the lower left corner that stay black, each way, for what vertices light."""
OPEN_SKY_M = 40.0
"""So far up the box of reflections goes where there is no roof."""
Said = Callable[[str, int, int], None]
"""Hears which part of the work is done, and how much of how much of it."""


@dataclass(frozen=True)
class Quality:
    """How fine a bake is.

    Attributes:
        texels: about how many there are, all charts together.
        finest: size of a texel where there is room, metres.
        samples: paths from each texel and vertex, more where grain is left; a power of two is spread best.
        probe_samples: paths from each probe, to each of six sides.
        reflection: width of the sharpest level of the reflections, pixels; a power of two.
    """

    texels: int = 230_000
    finest: float = 0.05
    samples: int = 32
    probe_samples: int = 64
    reflection: int = 128


FULL = Quality()
FINE = Quality(samples=128, probe_samples=96)
"""For what is shipped: a quarter of the grain's power, four times the time."""
DRAFT = Quality(texels=60_000, finest=0.08, samples=8, probe_samples=16, reflection=32)
"""For looking at a room that is still being furnished."""


def bake(
    space: Space,
    *,
    outside: Sequence[Outside] = (),
    layout: str | None = None,
    quality: Quality = FULL,
    processes: int | None = None,
    seed: int = 0,
    said: Said | None = None,
) -> Baked:
    """The light of a space.

    Args:
        space: compiled, in any light state.
        outside: what stands beyond its openings, as `around` gives it.
        layout: the name of how its furniture stands, for the manifest.
        quality: how fine.
        processes: how many share the work; None for one each core.
        seed: of everything random; the same seed gives the same light, whatever `processes` is.
        said: hears of the progress.

    Raises:
        BakerMissing: when Embree, xatlas or Open Image Denoise is not installed; it says how to get them.
    """
    tell = said or (lambda _part, _done, _all: None)
    tell("charts", 0, 1)
    meshes = meshes_of(space, outside, seed=seed)
    charts = charts_of(space, quality.texels, finest=quality.finest, seed=seed)
    looks = [space.materials.get(name) for name in space.mesh.materials]
    leaf = np.array([look is not None and look.pattern == "leaves" for look in looks] or [False])
    sites = sites_of(charts, leaf[space.mesh.material])
    tell("charts", 1, 1)
    task = task_of(meshes, space.bounds, Ground.of(space.mesh), sites, charts, seed)
    grid = grid_of(space)
    with team(task, processes) as workers:
        found = worked_out(workers, len(sites.texel), quality.samples, lambda done, all_: tell("light", done, all_))
        lit = found.lit
        probes, probe_sun = probes_of(workers, grid, quality.probe_samples, found.memory, partial(tell, "probes"))
        rays = workers.rays
    tell("finish", 0, 3)
    layers, sun = _layers(space, charts, sites, lit, meshes)
    tell("finish", 1, 3)
    weighed = weigh(space, sites, lit, meshes, layers)
    shade = _shade(space, seed)
    manifest = _manifest(space, outside, layout, charts, grid, meshes, tuple(layers), weighed)
    baked = Baked(
        manifest, charts.vertex, charts.triangles, _uvs(charts),
        {name: replace(layer, probes=probes[:, :, :, LAYERS[name]]) for name, layer in layers.items()},
        SunSeen(sun[0], sun[1], probe_sun), shade, {},
    )  # fmt: skip
    tell("finish", 2, 3)
    tracer = Tracer(meshes, task.bounds, seed=seed)
    mirrored = [name for name in layers if name in REFLECTED]
    with ThreadPoolExecutor() as threads:
        levels = threads.map(
            lambda name: levels_of(Shown(space, baked, tracer, {name}), manifest.reflection_at, quality.reflection),
            mirrored,
        )
        reflection = dict(zip(mirrored, levels, strict=True))
    figures = weighed.figures | {
        "texels": float((sites.texel >= 0).sum()), "vertices": float((sites.vertex >= 0).sum()),
        "charts": float(charts.count), "used": round(charts.used, 3), "samples": float(quality.samples),
        "rays": float(rays), "probes": float(np.prod(probe_sun.shape)),
    }  # fmt: skip
    tell("finish", 3, 3)
    return replace(baked, manifest=msgspec.structs.replace(manifest, figures=figures), reflection=reflection)


def _layers(
    space: Space, charts: Charts, sites: Sites, lit: Lit, meshes: Meshes
) -> tuple[dict[str, Layer], tuple[NDArray[np.uint8], NDArray[np.uint8]]]:
    """Light and sun of texels and vertices; probes come later."""
    width, height = charts.size
    at_texel = sites.texel >= 0
    flat = np.zeros(width * height, np.bool_)
    flat[sites.texel[at_texel & (lit.good > FREE)]] = True
    known = flat.reshape(height, width)
    seams = seams_of(space.mesh, charts)
    shining = {LAMPS: LAMP, SCREENS: SCREEN}
    vertex = sites.vertex[~at_texel]
    places, normals, _ = Ground.of(space.mesh).at(sites.triangle[:, 0], sites.share[:, 0])
    grain = Grain(places, normals, lit.good > FREE, charts.texel, *on_charts(sites, charts))

    def layer_of(light: int) -> Layer:
        clean = grain.without(lit.light[:, light], lit.spread[:, light])
        picture = np.zeros((width * height, 3), np.float32)
        picture[sites.texel[at_texel]] = clean[at_texel]
        mine = np.zeros(width * height, np.bool_)
        mine[sites.texel[at_texel]] = True
        image = stitched(filled(picture.reshape(height, width, 3), mine.reshape(height, width), black=0), seams)
        image[:BLACK, :BLACK] = 0
        own = np.zeros((len(charts.vertex), 3), np.float32)
        own[vertex] = clean[~at_texel]
        return Layer(image, own, np.zeros((0, 0, 0, 4, 3), np.float32))

    wanted = {
        name: light
        for name, light in LAYERS.items()
        if name not in shining or (meshes.emitters.group == shining[name]).any()
    }
    with ThreadPoolExecutor() as threads:  # most of it is spent outside of Python
        layers = dict(zip(wanted, threads.map(layer_of, wanted.values()), strict=True))
    seen = np.zeros((width * height, 1), np.float32)
    seen[sites.texel[at_texel], 0] = lit.sun[at_texel]
    texels = filled(seen.reshape(height, width, 1), known, black=BLACK)[..., 0]
    vertices = np.zeros(len(charts.vertex), np.float32)
    vertices[vertex] = lit.sun[~at_texel]
    return layers, tuple(np.round(255 * np.clip(v, 0, 1)).astype(np.uint8) for v in (texels, vertices))  # type: ignore[return-value]


def _uvs(charts: Charts) -> Floats:
    return np.asarray(charts.places / np.array(charts.size), np.float32)


def _shade(space: Space, seed: int) -> tuple[NDArray[np.uint8], ...]:
    still = [
        occlusion(copies.mesh, floor=float(copies.mesh.bounds()[0, 2]) > -0.1, seed=seed) for copies in space.copies
    ]
    return (*still, *(occlusion(moving.part.mesh, floor=False, seed=seed) for moving in space.moving))


def _manifest(
    space: Space,
    outside: Sequence[Outside],
    layout: str | None,
    charts: Charts,
    grid: Grid,
    meshes: Meshes,
    layers: tuple[str, ...],
    weighed: Weighed,
) -> Manifest:
    low, high = extent_of(space)
    middle = (low + high) / 2
    at = _clear_place(space, low, high)
    roomy = meshes.hull is not None
    return Manifest(
        format=FORMAT,
        baker=BAKER,
        space=space.id,
        layout=layout,
        own=own_key(space),
        surfaces=surfaces_key(space),
        places=places_of(space),
        around=around_word(tuple(outside)),
        azimuth=space.sun.azimuth,
        elevation=space.sun.elevation,
        towards_sun=_three(meshes.daylight.towards),
        sun_lux=_three(meshes.daylight.sun),
        screen_nits=SCREEN_NITS,
        layers=layers,
        weights=weighed.weights,
        white=_three(weighed.white),
        exposure=weighed.exposure,
        size=charts.size,
        texel=round(charts.texel, 5),
        probes_low=_three(grid.low),
        probes_step=_three(grid.step),
        reflection_at=_three(at if math.isfinite(float(at.sum())) else middle),
        reflection_low=_three(low),
        reflection_high=_three(high if roomy else high + np.array((0.0, 0.0, OPEN_SKY_M))),
        figures={},
    )


def _clear_place(space: Space, low: Floats, high: Floats) -> Floats:
    """Where reflections are seen from: the middle of the space, a little over the eyes of who stands there."""
    middle = (low + high) / 2
    eyes = [view.eye for view in space.viewpoints.values()] + [
        (x, y, z + 1.6) for x, y, z in (spawn.at for spawn in space.spawns.values())
    ]
    height = float(np.median([eye[2] for eye in eyes])) if eyes else 1.6
    return np.array((middle[0], middle[1], min(max(height, 0.45 * float(high[2])), float(high[2]) - 0.5)))


def _three(values: Floats) -> tuple[float, float, float]:
    x, y, z = (round(float(v), 5) for v in values)
    return x, y, z


assert MARGIN > BLACK
