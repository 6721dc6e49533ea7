"""`campus bench light`: what the check believes of the light at each seat, beside what the baker finds there.

The check estimates by a few paths from each seat, in grey; the baker's tracer is asked for the very same places, 0.80 m
over the floor, by many whole paths in colour. Neither knows the other's code.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import msgspec
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from campus.bake.aims import DAY_LIGHT, LAMP_LIGHT
from campus.bake.around import around
from campus.bake.encoding import luminance
from campus.bake.tracing import Tracer, fresh
from campus.bake.world import Outside, meshes_of
from campus.proofs import Case
from campus.proofs._base import Beyond
from campus.proofs.light import lux_at_seats, over_seats
from campus.scene import load_campus, unknown_space
from campus.space import Space, compile_space

Floats = NDArray[np.floating]


class Row(msgspec.Struct, frozen=True):
    """One space in one layout.

    Attributes:
        seats: how many were asked.
        check_lowest, check_median: lux of those seats as the check estimates them.
        baker_lowest, baker_median: the same as the baker's tracer finds them.
        apart: the estimate's median over the tracer's, less one.
        apart_p5, apart_p95: of each seat's own; part of it is the grain of both.
    """

    space: str
    layout: str | None
    seats: int
    check_lowest: float
    check_median: float
    baker_lowest: float
    baker_median: float
    apart: float
    apart_p5: float
    apart_p95: float


def run(root: Path, spaces: Sequence[str], *, samples: int, most: int, as_json: bool, out: TextIO) -> int:
    """Compare, and print a table or JSON.

    Args:
        root: the folder with `scenes/` and `assets/`.
        spaces: their ids; none for all, in every layout.
        samples: whole paths from each seat by the baker's tracer.
        most: seats of each space that the tracer is asked about, evenly among them.
        as_json: `{"rows": [...]}` instead of a table.
        out: where it is written.

    Raises:
        CampusError: when there is no such space, or Embree is not installed.
    """
    campus = load_campus(root)
    for id_ in spaces:
        if id_ not in campus.scenes:
            raise unknown_space(id_, campus.scenes)
    rows = []
    for id_ in spaces or campus.scenes:
        layouts: list[str | None] = [*campus.scenes[id_].layouts]
        for layout in layouts or [None]:
            space = compile_space(campus, id_, layout=layout)
            outside = around(campus, space, compile_space)
            beyond = tuple(Beyond(other.mesh, other.materials, other.sky) for other in outside)
            case = Case(campus, space, beyond=lambda beyond=beyond: beyond)  # type: ignore[misc]
            if row := compared(case, outside, layout, samples, most):
                rows.append(row)
    if as_json:
        out.write(msgspec.json.encode({"rows": rows}).decode() + "\n")
    else:
        _tell(rows, out)
    return 0


def compared(case: Case, outside: tuple[Outside, ...], layout: str | None, samples: int, most: int) -> Row | None:
    """One space's row; None where nobody sits. The arguments are those of `run`; `outside` as the baker has it."""
    places = over_seats(case.space)
    if not places:
        return None
    chosen = [list(places)[i] for i in np.linspace(0, len(places) - 1, min(most, len(places))).round().astype(int)]
    estimate = lux_at_seats(case, random=np.random.default_rng(0))
    mine = np.array([estimate[seat] for seat in chosen])
    theirs = traced(case.space, outside, np.array([places[seat] for seat in chosen], np.float32), samples)
    apart = mine / np.maximum(theirs, 1e-3) - 1
    lux = [float(round(value)) for value in (mine.min(), np.median(mine), theirs.min(), np.median(theirs))]
    middle = float(np.median(mine)) / max(float(np.median(theirs)), 1e-3) - 1
    low, high = (round(float(value), 3) for value in np.percentile(apart, (5, 95)))
    return Row(case.space.id, layout, len(chosen), lux[0], lux[1], lux[2], lux[3], round(middle, 3), low, high)


def traced(space: Space, outside: tuple[Outside, ...], places: Floats, samples: int) -> Floats:
    """(n,) lux on a level face at each place (n, 3), by day and lamps, by so many whole paths of the baker's tracer."""
    meshes = meshes_of(space, outside)
    tracer = Tracer(meshes, space.bounds)
    up = np.tile(np.array((0, 0, 1), np.float32), (len(places), 1))
    scramble, random = fresh(len(places), (0, 77))
    lux = np.zeros(len(places))
    sun = float(luminance(meshes.daylight.sun)) * max(float(meshes.daylight.towards[2]), 0.0)
    for index in range(samples):
        found = tracer.gathered(places, up, up, np.full(len(places), index, np.uint32), scramble, random)
        u, v = random.random((2, len(places)), np.float32)
        lux += luminance(found[:, DAY_LIGHT] + found[:, LAMP_LIGHT]) + sun * tracer.sun_seen(places, up, up, (u, v))
    return np.asarray(lux / samples)


def _tell(rows: Sequence[Row], out: TextIO) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("", "seats", "check, lowest", "median", "baker, lowest", "median", "apart", "5 % of seats", "95 %"):
        table.add_column(title, justify="left" if not title else "right")
    for row in rows:
        name = row.space if row.layout is None else f"{row.space}, {row.layout}"
        lux = [f"{v:.0f}" for v in (row.check_lowest, row.check_median, row.baker_lowest, row.baker_median)]
        table.add_row(
            name, str(row.seats), *lux, *(f"{100 * v:+.0f} %" for v in (row.apart, row.apart_p5, row.apart_p95))
        )
    console = Console(file=out, highlight=False, width=120)
    console.print(table)
    console.print("Lux 0.80 m over the floor at each seat, by day with all lamps lit, screens left out.")
