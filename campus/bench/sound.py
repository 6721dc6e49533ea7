"""What one hears, measured in what the client plays: how long each room rings, left and right, doors, loudness, seams.

Everything is played by the client's own ears through OpenAL into a file, by `campus.bench.sound_heard`, and measured
there; the formula of `campus check` stands beside it, which has never seen a sound.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import msgspec
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from campus.bench.sound_figures import Heard, middle
from campus.bench.sound_played import Bench, write_sounds
from campus.proofs import SEED
from campus.proofs.acoustics import acoustics_of
from campus.proofs.hearing import target_of
from campus.scene import load_campus, unknown_space
from campus.sound.response import BANDS
from campus.space import compile_space
from campus.tools.pack import laid_over

Samples = NDArray[np.float64]
Point3 = tuple[float, float, float]


def run(
    root: Path,
    spaces: Sequence[str],
    *,
    kept: Path,
    files: Path,
    as_json: bool,
    out: TextIO,
    clock: Callable[[], float] = time.process_time,
) -> int:
    """Play, record, measure; prints a table, or JSON.

    Args:
        root: of the content, whose packs are heard too.
        spaces: ids; none means all that have a roof, and a walk.
        kept: folder where sounds are kept that were made.
        files: folder that the recordings are written to.
        as_json: print an object instead.
        out: where to.
        clock: seconds of work.

    Returns:
        0 when what is asked for holds, 3 otherwise.

    Raises:
        SceneErrors, CampusError: when the campus has mistakes, no such space, or nothing can be played.
    """
    files.mkdir(parents=True, exist_ok=True)
    files, kept = files.resolve(), kept.resolve()
    with TemporaryDirectory() as aside:
        homes = _homes(root, Path(aside))
        for name in spaces:
            if name not in homes:
                raise unknown_space(name, homes)
        write_sounds(Path(aside))
        bench = Bench(Path(aside), kept, files)
        rooms, headphones = [], None
        for name in spaces or homes:
            space = compile_space(load_campus(homes[name]), name)
            found = acoustics_of(space, np.random.default_rng(SEED))
            if found is None:
                continue
            rooms.append(bench.room(homes[name], space, tuple(found.free), target_of(space, found.volume), clock))
            if headphones is None:
                headphones = bench.headphones(homes[name], space)
        walk = bench.walk(root) if not spaces else None
    heard = Heard(all(room.ok for room in rooms), tuple(rooms), headphones, walk)
    if as_json:
        out.write(msgspec.json.encode(heard).decode() + "\n")
    else:
        _tell(heard, files, out)
    return 0 if heard.ok else 3


def _homes(root: Path, aside: Path) -> dict[str, Path]:
    """The root in which each space is read: the campus's own, and one for each pack laid over it."""
    homes = dict.fromkeys(load_campus(root).scenes, root)
    packs = root / "assets" / "packs"
    for source in sorted(packs.iterdir()) if packs.is_dir() else []:
        if (source / "scenes" / "campus.yaml").is_file():
            home = aside / source.name
            laid_over(root, source, home)
            homes |= {space: home for space in load_campus(home).scenes if space not in homes}
    return homes


def _tell(heard: Heard, files: Path, out: TextIO) -> None:
    console = Console(file=out, width=110, highlight=False)
    table = Table(
        box=None, pad_edge=False, title="RT60 of a click as the client plays it, seconds", title_justify="left"
    )
    for title in ("", *(f"{hertz} Hz" for hertz in BANDS), "middle", "target"):
        table.add_column(title, justify="right" if title else "left")
    for room in heard.rooms:
        table.add_row(room.space)
        table.add_row("  click", *(f"{t:.2f}" for t in room.click_s), f"{middle(room.click_s):.2f}")
        table.add_row(
            "  check", *(f"{t:.2f}" for t in room.check_s), f"{middle(room.check_s):.2f}", f"{room.target_s:.2f}"
        )
        table.add_row(
            "  apart", *(f"{d:+.0%}" for d in room.off_check), f"{room.off_check_mid:+.0%}", f"{room.off_target:+.0%}"
        )
    console.print(table)
    table = Table(box=None, pad_edge=False, title="\nElse, dB and LUFS", title_justify="left")
    for title in (
        "",
        "left",
        "right",
        "with room",
        "shut door",
        "wall",
        "bed",
        "steps",
        "voice",
        "mono apart",
        "s of work a s",
    ):
        table.add_column(title, justify="right" if title else "left")
    for room in heard.rooms:
        table.add_row(
            room.space,
            *(f"{value:.1f}" for value in (room.left_db, room.right_db, room.left_whole_db)),
            f"{room.door_db:.1f}" if room.door_db is not None else "–",
            *(f"{value:.1f}" for value in (room.wall_db, room.bed_lufs, room.steps_lufs, room.voice_lufs)),
            f"{room.mono_apart:.4f}",
            f"{room.convolution:.3f}",
        )
    console.print(table)
    if (h := heard.headphones) is not None:
        console.print(
            f"\nA click at the left, in stereo and for headphones: {h.louder_db[0]:.1f} and {h.louder_db[1]:.1f} dB"
            f" louder in the left ear, for headphones {h.later_ms:.2f} ms later in the right one; overhead its colour"
            f" differs from ahead by {h.above_db[0]:.1f} and {h.above_db[1]:.1f} dB."
        )
    if (w := heard.walk) is not None:
        console.print(
            f"\nA walk of {w.seconds:.0f} s ({' – '.join(w.spaces)}): peak {w.peak:.2f}, {w.clipped} samples clipped,"
            f" {w.lufs:.1f} LUFS ({w.softest_lufs:.1f} to {w.loudest_lufs:.1f} by half seconds), largest step between"
            f" two samples {w.jump:.4f} (through a door {w.passing_jump:.4f}, one in ten thousand {w.usual_jump:.4f}),"
            f" longest silence {w.silent_ms:.0f} ms."
        )
    missed = [f"{room.space}: {each}" for room in heard.rooms for each in room.missed]
    console.print(f"\nThe recordings are in {files}. What is asked for {'does NOT hold' if missed else 'holds'}.")
    for each in missed:
        console.print(f"  {each}")
