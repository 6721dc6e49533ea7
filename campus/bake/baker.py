"""A space in, its light out: charts, paths, grain, seams, probes, shade of prototypes, reflections, in this order."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake.aims import DAY_LIGHT, LAMP_LIGHT, SCREEN_LIGHT
from campus.bake.around import around_word
from campus.bake.charts import MARGIN, Charts, charts_of
from campus.bake.daylight import unit
from campus.bake.encoding import luminance
from campus.bake.files import FORMAT
from campus.bake.key import BAKER, own_key, places_of, surfaces_key
from campus.bake.model import DAY, LAMPS, REFLECTED, SCREENS, Baked, Layer, Manifest, SunSeen
from campus.bake.occlusion import occlusion
from campus.bake.passes import in_the_air, task_of, worked_out
from campus.bake.rays import Floats
from campus.bake.reflection import levels_of
from campus.bake.seams import seams_of, stitched
from campus.bake.shown import Shown
from campus.bake.sites import Ground, Sites, filled, on_charts, sites_of
from campus.bake.smoothing import FREE, Grain
from campus.bake.sources import LAMP, SCREEN, SCREEN_NITS
from campus.bake.tracing import Tracer
from campus.bake.work import Lit, Team, team
from campus.bake.world import Meshes, Outside, meshes_of
from campus.space.model import Space

LAYERS = {DAY: DAY_LIGHT, LAMPS: LAMP_LIGHT, SCREENS: SCREEN_LIGHT}
BLACK = 2
"""Texels of the lower left corner that stay black, each way, for what vertices light."""
MOST_PROBES = 3500
PROBE_M = 0.75
SIDES = np.array([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)], np.float32)
HEAD_ROOM_M = 4.5
"""Of probes in the open: nobody flies."""
SUNLIT_TO_SHADED = (4.0, 5.0, 6.0)
"""At least, as a rule, at most: art.md, Light."""
LAMPS_TO_DAY = 0.3
"""A lamp that is lit by day is seen to be lit: so much of the day's light, in the middle of the floor."""
OUTSIDE_TO_WHITE = 2.5
"""What is seen outside of a room, at most, over white paper within."""
MOST_LAMPS = 8.0
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
    sites = sites_of(space.mesh, charts, leaf[space.mesh.material])
    tell("charts", 1, 1)
    task = task_of(meshes, space.bounds, Ground.of(space.mesh), sites, charts, seed)
    grid = _grid(space)
    with team(task, processes) as workers:
        found = worked_out(workers, len(sites.texel), quality.samples, lambda done, all_: tell("light", done, all_))
        lit = found.lit
        probes, probe_sun = _probes(workers, grid, quality.probe_samples, found.memory, partial(tell, "probes"))
        rays = workers.rays
    tell("finish", 0, 3)
    layers, sun = _layers(space, charts, sites, lit, meshes)
    tell("finish", 1, 3)
    weights, exposure, white, figures = _art(space, sites, lit, meshes, layers)
    shade = _shade(space, seed)
    manifest = _manifest(space, outside, layout, charts, grid, meshes, tuple(layers), weights, exposure, white)
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
    figures |= {
        "texels": float((sites.texel >= 0).sum()), "vertices": float((sites.vertex >= 0).sum()),
        "charts": float(charts.count), "used": round(charts.used, 3), "samples": float(quality.samples),
        "rays": float(rays), "probes": float(np.prod(probe_sun.shape)),
    }  # fmt: skip
    tell("finish", 3, 3)
    manifest = _with(manifest, figures)
    return replace(baked, manifest=manifest, reflection=reflection)


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


@dataclass(frozen=True, eq=False)
class _Grid:
    low: Floats
    step: Floats
    shape: tuple[int, int, int]

    def places(self) -> Floats:
        """(z * y * x, 3) metres, x fastest."""
        z, y, x = np.meshgrid(*(np.arange(n) for n in self.shape[::-1]), indexing="ij")
        return np.asarray(self.low + np.stack([x.ravel(), y.ravel(), z.ravel()], -1) * self.step, np.float32)


def _inside(space: Space) -> Floats:
    """(2, 3) where people and things are."""
    shell = space.scene.shell
    if shell is not None and shell.type == "room":
        return np.array([(0, 0, 0), shell.spec.size], np.float32)  # type: ignore[attr-defined]
    low, high = space.bounds.astype(np.float32)
    low, high = np.maximum(low, (-np.inf, -np.inf, 0)), np.minimum(high, (np.inf, np.inf, HEAD_ROOM_M))
    return np.stack([low, np.maximum(high, low + 0.5)]).astype(np.float32)


def _grid(space: Space) -> _Grid:
    low, high = _inside(space)
    size = high - low
    step = max(PROBE_M, float((np.prod(size) / MOST_PROBES) ** (1 / 3)))
    shape = np.maximum(np.ceil(size / step).astype(int), 1)
    each = size / shape
    return _Grid(low + each / 2, each, (int(shape[0]), int(shape[1]), int(shape[2])))


def _probes(
    workers: Team, grid: _Grid, samples: int, memory: str, told: Callable[[int, int], None]
) -> tuple[Floats, NDArray[np.uint8]]:
    """(z, y, x, LIGHTS, 4, 3) harmonics of the irradiance, and (z, y, x) the sun.

    Irradiance is asked for towards six sides; the plane through those six values is the one nearest to it.
    """
    places = grid.places()
    at, normals = np.repeat(places, 6, axis=0), np.tile(SIDES, (len(places), 1))
    lit = in_the_air(workers, at, normals, samples, memory, told)
    side = lit.light.reshape(len(places), 6, -1, 3)
    c = np.stack([side.mean(1), *((side[:, 2 * i] - side[:, 2 * i + 1]) / 2 for i in range(3))], axis=2)
    free = lit.good.reshape(-1, 6).mean(1) > 0.6
    sun = lit.sun.reshape(-1, 6).mean(1)
    shape = grid.shape[::-1]
    values = np.concatenate([c.reshape(len(places), -1), sun[:, None]], axis=1).reshape(*shape, -1)
    values[..., :-1] = _soft(values[..., :-1], free.reshape(shape))
    values = _spread(values, free.reshape(shape))
    probes = values[..., :-1].reshape(*shape, side.shape[2], 4, 3)
    return probes.astype(np.float32), np.round(255 * np.clip(values[..., -1], 0, 1)).astype(np.uint8)


def _soft(values: Floats, known: NDArray[np.bool_]) -> Floats:
    """(z, y, x, c) where each known cell takes a little of its known neighbours': light in the air has no edges."""
    total, mass = np.where(known[..., None], values, 0).astype(np.float64), known.astype(np.float64)
    for axis in range(3):
        sums, masses = 2 * total, 2 * mass
        for by in (1, -1):
            edge: list[Any] = [slice(None)] * 3
            edge[axis] = 0 if by == 1 else -1
            near, weight = np.roll(total, by, axis), np.roll(mass, by, axis)
            near[tuple(edge)], weight[tuple(edge)] = 0, 0
            sums, masses = sums + near, masses + weight
        total, mass = sums, masses
    return np.asarray(np.where(known[..., None], total / np.maximum(mass, 1e-9)[..., None], values), np.float32)


def _spread(values: Floats, known: NDArray[np.bool_]) -> Floats:
    """(z, y, x, c) whose unknown cells take the mean of their known neighbours, shell after shell."""
    out = np.where(known[..., None], values, 0).astype(np.float64)
    have = known.astype(np.float64)
    for _ in range(max(known.shape)):
        if have.all() or not have.any():
            break
        total, count = np.zeros_like(out), np.zeros_like(have)
        for axis in range(3):
            for by in (1, -1):
                rolled, there = np.roll(out * have[..., None], by, axis), np.roll(have, by, axis)
                edge: list[Any] = [slice(None)] * 3
                edge[axis] = 0 if by == 1 else -1
                rolled[tuple(edge)], there[tuple(edge)] = 0, 0
                total, count = total + rolled, count + there
        new = (have == 0) & (count > 0)
        out[new] = total[new] / count[new, None]
        have[new] = 1
    return out


def _art(
    space: Space, sites: Sites, lit: Lit, meshes: Meshes, layers: dict[str, Layer]
) -> tuple[dict[str, float], float, Floats, dict[str, float]]:
    """Weights for the picture, its exposure, the colour of its light, and what a designer wants to know in lux."""
    ground = Ground.of(space.mesh)
    low, high = _inside(space)
    place, normal, _ = ground.at(sites.triangle[:, 0], sites.share[:, 0])
    inside = ((place > low - 0.05) & (place < high + 0.05)).all(1)
    floor = (normal[:, 2] > 0.95) & (lit.good > 0.9) & (sites.texel >= 0) & inside
    day, lamps = (luminance(lit.light[:, light]) for light in (DAY_LIGHT, LAMP_LIGHT))
    shaded = floor & (lit.sun < 0.05) & (day + lamps > 1)
    if not shaded.any():
        shaded = (sites.texel >= 0) & (lit.good > 0.9)
    by_day, by_lamps = (float(np.median(v[shaded])) if shaded.any() else 1.0 for v in (day, lamps))
    weights = dict.fromkeys(layers, 1.0)
    if LAMPS in layers and by_lamps > 0:
        weights[LAMPS] = float(np.clip(LAMPS_TO_DAY * by_day / by_lamps, 1.0, MOST_LAMPS))
    shade = by_day + weights.get(LAMPS, 0.0) * by_lamps
    beam = float(luminance(meshes.daylight.sun)) * max(float(meshes.daylight.towards[2]), 0.05)
    ratio = 1 + beam / max(shade, 1e-6)
    least, rule, most = SUNLIT_TO_SHADED
    wanted = ratio if least <= ratio <= most else (rule if ratio > most else ratio)
    weights["sun"] = float((wanted - 1) * shade / beam) if beam > 0 else 0.0
    grain = np.hypot(lit.spread[shaded, DAY_LIGHT], lit.spread[shaded, LAMP_LIGHT])
    figures = {
        "lux_day": round(by_day, 1), "lux_lamps": round(by_lamps, 1), "lux_sun": round(beam, 0),
        "sunlit_share": round(float((lit.sun[floor] > 0.5).mean()) if floor.any() else 0.0, 4),
        "hidden_texels": float(((sites.texel >= 0) & (lit.good <= FREE)).sum()),
        "grain": round(float(np.median(grain / np.maximum((day + lamps)[shaded], 1e-3))), 4),
    }  # fmt: skip
    # What is outside shines no more than OUTSIDE_TO_WHITE times as bright as white paper does here.
    bright = float(luminance(meshes.daylight.sky_lux + meshes.daylight.sun * meshes.daylight.towards[2])) / math.pi
    weights["outside"] = min(1.0, OUTSIDE_TO_WHITE * shade / math.pi / max(0.4 * bright, 1e-6))
    mixed = sum(
        (weights[name] * lit.light[shaded, LAYERS[name]].mean(0) for name in layers if name != SCREENS), np.zeros(3)
    )
    # An eye opens for the shade of a room, and closes for a court that lies half in the sun.
    adapted = shade * (1 + (wanted - 1) * figures["sunlit_share"])
    weights = {name: round(value, 4) for name, value in weights.items()}
    return weights, 1 / max(adapted, 1e-6), unit(mixed + 1e-6), figures


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
    grid: _Grid,
    meshes: Meshes,
    layers: tuple[str, ...],
    weights: dict[str, float],
    exposure: float,
    white: Floats,
) -> Manifest:
    low, high = _inside(space)
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
        weights=weights,
        white=_three(white),
        exposure=exposure,
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


def _with(manifest: Manifest, figures: dict[str, float]) -> Manifest:
    import msgspec

    return msgspec.structs.replace(manifest, figures=figures)


def _three(values: Floats) -> tuple[float, float, float]:
    x, y, z = (round(float(v), 5) for v in values)
    return x, y, z


assert MARGIN > BLACK
