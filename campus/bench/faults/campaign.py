"""The whole campaign, one fault after the other, and its figures."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from campus.bench.faults.disk import disk_full
from campus.bench.faults.figures import Figures, told
from campus.bench.faults.kills import kills
from campus.bench.faults.moments import clock_set_back, closing, held
from campus.bench.faults.nonsense import nonsense
from campus.bench.faults.server_process import UNIT, plain_campus
from campus.learning.unit_file import load_unit
from campus.scene import load_campus
from campus.tools.rehearse import class_place


def run(
    root: Path,
    *,
    rounds: int,
    bots: int,
    frames: int,
    seed: int,
    as_json: bool,
    out: TextIO,
    scratch: Path | None = None,
) -> int:
    """Run the campaign and print its figures.

    Args:
        root: the campus's folder, for its units and materials; the class is held in a plain room of its own.
        rounds: how often the server is killed.
        bots: how many vote meanwhile.
        frames: how much nonsense is sent.
        seed: of moments and nonsense.
        as_json: print JSON.
        out: where to print.
        scratch: a folder to work in; a temporary one otherwise.

    Returns:
        The exit status: 0, or 1 where an outcome is not as it must be.
    """
    figures = Figures(rounds=rounds, bots=bots)
    rng = random.Random(seed)
    with contextlib.ExitStack() as stack:
        folder = scratch or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="campus-faults-")))
        campus = plain_campus(folder / "root", root)
        unit = load_unit(root, UNIT)
        place = class_place(load_campus(campus))[0]
        asyncio.run(nonsense(folder / "nonsense", unit, place, frames, rng, figures))
        asyncio.run(closing(folder / "closing", unit, place, figures))
        asyncio.run(clock_set_back(folder / "clock", unit, place, figures))
        asyncio.run(held(folder / "held", unit, place, figures))
        if rounds:
            asyncio.run(disk_full(folder / "disk", campus, figures))
            asyncio.run(kills(folder / "kills", campus, rng, figures))
    if as_json:
        out.write(json.dumps({**asdict(figures), "sound": figures.is_sound}, indent=2) + "\n")
    else:
        for line in told(figures):
            out.write(line + "\n")
    return 0 if figures.is_sound else 1
