"""`campus bench bake`: how fast the baker is, and how near to the truth, measured on a room that stays as it is.

The truth is a reference by another hand: Blender's Cycles with 4,096 samples of the same triangles and texels
(`assets/bench/bake_reference.py`). Cycles with 64 samples is measured against it too: that is the error to beat. The
baker is asked what Cycles was asked (see `bake_question`), and the lightmap that it makes of its own is put beside it.
What somebody in the room sees of either is compared with Cycles' light of the very points that are seen (`bake_seen`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from campus.bake.charts import Charts
from campus.bake.encoding import luminance
from campus.bake.passes import worked_out
from campus.bake.sites import Sites, on_charts
from campus.bake.smoothing import FREE, Grain
from campus.bake.work import Task, team
from campus.bench.bake_question import CUT_LUX, as_asked, seen_from_within
from campus.bench.bake_scene import FOLDER, OWNERS, REFERENCE, ROOM, SEEN, thawed
from campus.bench.bake_seen import (
    DARK,
    OFF,
    Pixels,
    Reference,
    lightmap_of,
    pixels_of,
    read_at,
    reference_of,
    without_clouds,
)
from campus.errors import CampusError
from campus.scene import load_campus, unknown_space
from campus.space import compile_space
from campus.text import bilingual

Floats = NDArray[np.floating]

CYCLES_SECONDS = 6.9
"""Of `bake_reference.py` with 64 samples on two cores that had hardly anything else to do; 16 s of processor time.

The reference's own figure is three times as much: that was taken beside other work.
"""


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
        texels: of the room, with vertices.
        error: of all texels that the reference answers for, whether anybody can see them or not; None without one.
        compared: how many those are.
        seen: of them, those that somebody in the room can see.
        error_seen: of those.
        error_unseen: of the others: in walls, behind boards, on the far side of the shut door.
    """

    what: str
    samples: int
    seconds: float
    million_rays: float | None
    million_rays_per_second: float | None
    texels: int
    error: Error | None
    compared: int | None = None
    seen: int | None = None
    error_seen: Error | None = None
    error_unseen: Error | None = None


def run(
    root: Path,
    spaces: Sequence[str],
    *,
    samples: int | None,
    processes: int | None,
    lightmap: bool,
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
        lightmap: also measure the lightmap that the baker makes of the frozen room by itself.
        as_json: `{"rows": [...], "pixels": [...]}` instead of a table.
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
    rows, pixels, seen = _frozen(root, samples or FULL.samples, processes, lightmap, clock)
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
        out.write(msgspec.json.encode({"rows": rows, "pixels": pixels}).decode() + "\n")
    else:
        _tell(rows, out)
        _tell_pixels(pixels, seen, out)
    return 0


def _frozen(
    root: Path, samples: int, processes: int | None, lightmap: bool, clock: Callable[[], float]
) -> tuple[list[Row], list[Pixels], Reference]:
    for name in (ROOM, REFERENCE, OWNERS, SEEN):
        if not (root / FOLDER / name).is_file():
            raise CampusError(
                bilingual(
                    f"{FOLDER / name} is missing: it comes with a checkout, not with the installed campus.",
                    f"{FOLDER / name} manque : il vient avec les sources, et non avec le campus installé.",
                )
            )
    task, sites, charts = thawed(root / FOLDER / ROOM)
    with np.load(root / FOLDER / REFERENCE, allow_pickle=False) as file:
        truth, others = (file[name].reshape(-1, 3)[sites.texel].astype(np.float32) for name in ("lux", "lux_64"))
    with np.load(root / FOLDER / OWNERS, allow_pickle=False) as file:
        question = as_asked(task, sites, charts, file["triangle"].astype(np.int32))
    asked = _traced(question.task, sites, charts, samples, processes, clock)
    # Cycles counts what lies inside of something as dark; the baker leaves it out.
    dark = asked.good[:, None]
    lit, shade = question.lit, asked.sun == 0
    seen = lit & seen_from_within(task, question.task.sites)[: len(lit)]

    def row(what: str, samples: int, seconds: float, rays: float | None, light: Floats) -> Row:
        mine, whole = np.minimum(light, CUT_LUX), np.minimum(truth, CUT_LUX)
        of = [error_of(mine[which], whole[which], shade[which]) for which in (lit, seen, lit & ~seen)]
        measured = _row(what, samples, seconds, rays, len(lit), of[0])
        return replace(
            measured, compared=int(lit.sum()), seen=int(seen.sum()), error_seen=of[1], error_unseen=of[2],
        )  # fmt: skip

    rows = [
        row(
            "frozen room, campus, asked as Cycles, as traced",
            samples,
            asked.traced,
            asked.rays,
            (asked.raw + asked.disc) * dark,
        ),
        row(
            "frozen room, campus, asked as Cycles, denoised",
            samples,
            asked.whole,
            asked.rays,
            (asked.smooth + asked.disc) * dark,
        ),
        row("frozen room, Cycles (seconds of another day)", 64, CYCLES_SECONDS, None, others),
    ]
    eyes = reference_of(root / FOLDER / SEEN)
    pixels = [
        pixels_of("Cycles, the very points", 64, eyes.cycles, eyes.truth),
        pixels_of("Cycles, its lightmap", 64, eyes.read, eyes.truth),
    ]
    if lightmap:
        own = _traced(task, sites, charts, samples, processes, clock)
        rows.append(row("frozen room, campus, its own lightmap", samples, own.whole, own.rays, own.smooth + own.disc))
        corners = task.ground.corners[: len(charts.charted)]
        baked = lightmap_of(own.smooth, sites, charts, corners)
        for what, picture in (
            ("campus, its own lightmap, as traced", lightmap_of(own.raw, sites, charts, corners)),
            ("campus, its own lightmap, as baked", baked),
            ("campus, its own lightmap, as the client evens it out", without_clouds(baked, charts, corners)),
        ):
            pixels.append(pixels_of(what, samples, read_at(picture, eyes.points, charts), eyes.truth))
    return rows, pixels, eyes


@dataclass(frozen=True, eq=False)
class _Traced:
    """What the baker finds: lux with and without grain, and the sun's own; shares of sun and free points; cost."""

    raw: Floats
    smooth: Floats
    disc: Floats
    sun: Floats
    good: Floats
    traced: float
    whole: float
    rays: float


def _traced(
    task: Task, sites: Sites, charts: Charts, samples: int, processes: int | None, clock: Callable[[], float]
) -> _Traced:
    count = len(sites.texel)
    start = clock()
    with team(task, processes) as workers:
        lit = worked_out(workers, count, samples).lit
        rays = workers.rays
    traced = clock() - start
    start = clock()
    place, normal, _ = task.ground.at(task.sites.triangle[:count, 0], task.sites.share[:count, 0])
    grain = Grain(place, normal, lit.good > FREE, charts.texel, *on_charts(sites, charts))
    smooth = sum(grain.without(lit.light[:, light], lit.spread[:, light]) for light in (DAY_LIGHT, LAMP_LIGHT))
    finished = clock() - start
    day = task.meshes.daylight
    sun = (lit.sun * np.maximum(normal @ day.towards, 0))[:, None] * day.sun
    raw = lit.light[:, DAY_LIGHT] + lit.light[:, LAMP_LIGHT]
    return _Traced(raw, np.asarray(smooth), sun, lit.sun, lit.good, traced, traced + finished, rays)


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
        "rmse seen",
        "unseen",
    ):
        table.add_column(title, justify="left" if not title else "right")
    for row in rows:
        e = row.error
        errors = [f"{100 * v:.1f} %" for v in (e.rmse, e.rmse_shade, e.median, e.p95, e.bias)] if e else ["–"] * 5
        rays = ["–" if v is None else f"{v:g}" for v in (row.million_rays, row.million_rays_per_second)]
        of = [f"{100 * e.rmse:.1f} %" if e else "–" for e in (row.error_seen, row.error_unseen)]
        table.add_row(row.what, str(row.samples), f"{row.seconds:.1f}", *rays, str(row.texels), *errors, *of)
    Console(file=out, highlight=False, width=190).print(table)
    for row in rows[:1]:
        if row.compared and row.seen:
            out.write(
                f"Compared: all {row.compared} of {row.texels} texels that the reference answers for; Blender lights "
                f"none of the other {row.texels - row.compared}, whose middle lies in no triangle or on its far edge.\n"
                f"Seen from within the room, by rays: {row.seen}; unseen: {row.compared - row.seen}.\n"
                "Its own lightmap asks for other points than Cycles: the whole texel instead of its middle half, only "
                "what lies free, a bevel as its face, and no day behind a shut door. What is seen of it stands below.\n"
            )


def _tell_pixels(pixels: Sequence[Pixels], eyes: Reference, out: TextIO) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("what somebody in the room sees", "samples", "rmse", "median", "p95", f"over {OFF:.0%}", "bias"):
        table.add_column(title, justify="left" if not table.columns else "right")
    for p in pixels:
        figures = [f"{100 * value:.1f} %" for value in (p.rmse, p.median, p.p95, p.off, p.bias)]
        table.add_row(p.what, str(p.samples), *figures)
    out.write("\n")
    Console(file=out, highlight=False, width=190).print(table)
    out.write(
        f"{len(eyes.truth)} pixels of pictures from all over the room, the sun's own disc left aside, beside Cycles at "
        f"{eyes.samples:,} samples, in which {100 * eyes.grain:.1f} % of grain are left. {100 * eyes.share:.1f} % of "
        "what is seen of the room has texels; the rest is too fine for them.\n"
    )
