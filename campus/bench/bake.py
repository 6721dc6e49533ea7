"""`campus bench bake`: how fast the baker is, and how near to the truth, measured on a room that stays as it is.

The truth is a reference by another hand: Blender's Cycles with 4,096 samples of the same triangles and texels
(`assets/bench/bake_reference.py`). Cycles with 64 samples is measured against it too: that is the error to beat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from campus.bake.aims import DAY_LIGHT, LAMP_LIGHT
from campus.bake.around import around
from campus.bake.baker import FULL, bake
from campus.bake.charts import Charts, owners
from campus.bake.encoding import luminance
from campus.bake.passes import worked_out
from campus.bake.sites import on_charts
from campus.bake.smoothing import FREE, Grain
from campus.bake.work import team
from campus.bench.bake_scene import FOLDER, REFERENCE, ROOM, thawed
from campus.errors import CampusError
from campus.scene import load_campus, unknown_space
from campus.space import compile_space
from campus.text import bilingual

Floats = NDArray[np.floating]

WALL_M = 0.44
DARK = 0.02
"""Errors are relative to a texel's light and this share of the mean: in the dark nobody sees a percent."""


class Error(msgspec.Struct, frozen=True):
    """How far a lightmap is from the reference.

    Attributes:
        rmse: root of the mean square difference of illuminance over the mean illuminance, of all texels.
        rmse_shade: the same of texels that the sun does not reach.
        median: of each texel's own relative difference.
        p95: what 95 of 100 texels stay under.
        bias: mean illuminance over that of the reference, less one.
    """

    rmse: float
    rmse_shade: float
    median: float
    p95: float
    bias: float


class Row(msgspec.Struct, frozen=True):
    """One line of the table.

    Attributes:
        what: who lit what.
        samples: paths from each texel.
        seconds: on the wall.
        million_rays: cast; None where nobody counted.
        million_rays_per_second: None where nobody counted.
        texels: lit, with vertices.
        error: against the reference; None where there is none.
        compared: texels that `error` is of: free, in the room, and lit by Blender at the same place.
        edges: texels besides whose middle lies off the face that they light: bevels, and the rims of charts.
        error_edges: of `compared` and `edges` together.
        error_all: of all texels, those in walls and behind furniture with them.
    """

    what: str
    samples: int
    seconds: float
    million_rays: float | None
    million_rays_per_second: float | None
    texels: int
    error: Error | None
    compared: int | None = None
    edges: int | None = None
    error_edges: Error | None = None
    error_all: Error | None = None


def run(
    root: Path,
    spaces: Sequence[str],
    *,
    samples: int | None,
    processes: int | None,
    as_json: bool,
    out: TextIO,
    clock: Callable[[], float],
) -> int:
    """Measure, and print a table or JSON.

    Args:
        root: the folder with `scenes/` and `assets/`.
        spaces: shipped spaces that are baked, too (and not kept), for the seconds.
        samples: paths from each texel of the frozen room; None for those of a full bake.
        processes: how many share the work; None for one each core.
        as_json: `{"rows": [...]}` instead of a table.
        out: where it is written.
        clock: seconds.

    Raises:
        CampusError: when there is no such space, the frozen room or its reference is missing, or what the baker needs
            is not installed.
    """
    campus = load_campus(root) if spaces else None
    for id_ in spaces:
        if campus is not None and id_ not in campus.scenes:
            raise unknown_space(id_, campus.scenes)
    rows = _frozen(root, samples or FULL.samples, processes, clock)
    for id_ in spaces:
        assert campus is not None
        space = compile_space(campus, id_)
        start = clock()
        outside = around(campus, space, compile_space)
        baked = bake(space, outside=outside, processes=processes)
        seconds = clock() - start
        figures = baked.manifest.figures
        rows.append(_row(f"{id_}, all of it", FULL.samples, seconds, figures["rays"],
                         int(figures["texels"] + figures["vertices"]), None))  # fmt: skip
    if as_json:
        out.write(msgspec.json.encode({"rows": rows}).decode() + "\n")
    else:
        _tell(rows, out)
    return 0


def _frozen(root: Path, samples: int, processes: int | None, clock: Callable[[], float]) -> list[Row]:
    for name in (ROOM, REFERENCE):
        if not (root / FOLDER / name).is_file():
            raise CampusError(
                bilingual(
                    f"{FOLDER / name} is missing: it comes with a checkout, not with the installed campus.",
                    f"{FOLDER / name} manque : il vient avec les sources, et non avec le campus installé.",
                )
            )
    task, sites, charts = thawed(root / FOLDER / ROOM)
    with np.load(root / FOLDER / REFERENCE, allow_pickle=False) as file:
        truth, others = file["lux"].astype(np.float32), file["lux_64"].astype(np.float32)
        seconds_64 = float(file["seconds_64"])
    start = clock()
    with team(task, processes) as workers:
        lit = worked_out(workers, len(sites.texel), samples).lit
        rays = workers.rays
    traced = clock() - start
    place, normal, _ = task.ground.at(sites.triangle[:, 0], sites.share[:, 0])
    day = task.meshes.daylight
    sun = (lit.sun * np.maximum(normal @ day.towards, 0))[:, None] * day.sun
    raw = lit.light[:, DAY_LIGHT] + lit.light[:, LAMP_LIGHT] + sun
    start = clock()
    grain = Grain(place, normal, lit.good > FREE, charts.texel, *on_charts(sites, charts))
    smooth = sum(grain.without(lit.light[:, light], lit.spread[:, light]) for light in (DAY_LIGHT, LAMP_LIGHT))
    finished = clock() - start
    at = sites.texel
    reference = truth.reshape(-1, 3)[at]
    # Texels that lie free, and that Blender covers, too: it asks for the texel's middle. What lies in the thickness of
    # the walls is left out: behind a closed door Blender sees the day, and we see the next room's dark.
    assert task.meshes.hull is not None
    low, high = task.meshes.hull
    within = ((place > low + WALL_M) & (place < high - WALL_M)).all(1)
    with_edges = (lit.good > 0.99) & reference.any(1) & within
    good = with_edges & _on_their_own(charts)[at]
    shade = lit.sun == 0

    def row(what: str, samples: int, seconds: float, rays: float | None, light: Floats) -> Row:
        of = [error_of(light[which], reference[which], shade[which]) for which in (good, with_edges, at >= 0)]
        measured = _row(what, samples, seconds, rays, len(at), of[0])
        edges = int(with_edges.sum() - good.sum())
        return replace(measured, compared=int(good.sum()), edges=edges, error_edges=of[1], error_all=of[2])

    return [
        row("frozen room, campus, as traced", samples, traced, rays, raw),
        row("frozen room, campus, denoised", samples, traced + finished, rays, smooth + sun),
        row("frozen room, Cycles (as it was measured)", 64, seconds_64, None, others.reshape(-1, 3)[at]),
    ]


def _on_their_own(charts: Charts) -> NDArray[np.bool_]:
    """(h * w,) whether a texel's middle lies on the face whose light it has: Blender lights a bevel by itself."""
    owner, where = owners(charts)
    inside = np.minimum(where.min(-1), 1 - where.sum(-1)) > -1e-3
    return np.asarray((inside & (owner >= 0)).ravel())


def error_of(light: Floats, reference: Floats, shade: NDArray[np.bool_]) -> Error:
    """How far the light of n texels (n, 3) is from a reference (n, 3); `shade` (n,) says which the sun leaves out."""
    mine, truth = luminance(light).astype(np.float64), luminance(reference).astype(np.float64)
    apart = mine - truth
    mean = truth.mean()
    own = np.abs(apart) / (truth + DARK * mean)
    in_shade = np.sqrt((apart[shade] ** 2).mean()) / truth[shade].mean() if shade.any() else 0.0
    figures = (
        np.sqrt((apart**2).mean()) / mean,
        in_shade,
        np.median(own),
        np.percentile(own, 95),
        mine.mean() / mean - 1,
    )
    return Error(*(round(float(value), 4) for value in figures))


def _row(what: str, samples: int, seconds: float, rays: float | None, texels: int, error: Error | None) -> Row:
    million = None if rays is None else round(rays / 1e6, 1)
    speed = None if rays is None else round(rays / 1e6 / max(seconds, 1e-9), 2)
    return Row(what, samples, round(seconds, 1), million, speed, texels, error)


def _tell(rows: Sequence[Row], out: TextIO) -> None:
    table = Table(box=None, pad_edge=False)
    for title in (
        "",
        "samples",
        "seconds",
        "million rays",
        "a second",
        "texels",
        "rmse",
        "in shade",
        "median",
        "p95",
        "bias",
        "compared",
        "rmse with edges",
        "rmse of all",
    ):
        table.add_column(title, justify="left" if not title else "right")
    for row in rows:
        e = row.error
        errors = [f"{100 * v:.1f} %" for v in (e.rmse, e.rmse_shade, e.median, e.p95, e.bias)] if e else ["–"] * 5
        rays = ["–" if v is None else f"{v:g}" for v in (row.million_rays, row.million_rays_per_second)]
        of = [f"{row.compared}" if row.compared else "–"]
        of += [f"{100 * e.rmse:.1f} %" if e else "–" for e in (row.error_edges, row.error_all)]
        table.add_row(row.what, str(row.samples), f"{row.seconds:.1f}", *rays, str(row.texels), *errors, *of)
    Console(file=out, highlight=False, width=180).print(table)
    for row in rows[:1]:
        if row.compared:
            left = row.texels - row.compared - (row.edges or 0)
            out.write(
                f"Compared: {row.compared} of {row.texels} texels. Left out: {row.edges} whose middle is off the face "
                f"that they light (see “rmse with edges”), and {left} in walls, behind things, or not lit by Blender.\n"
            )
