"""`campus bench …`: campaigns that measure."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from campus.commands._shared import Day, Hour, Json, Root, Size, TierOption, ending, moment_of, root_of, size_of, stop
from campus.text import bilingual

app = typer.Typer(help="Campaigns that measure what the campus bears.", no_args_is_help=True)


@app.command("frame")
def frame(
    space: Annotated[list[str] | None, typer.Option(help="Space to draw; all of them otherwise.")] = None,
    viewpoint: Annotated[
        list[str] | None, typer.Option(help="Viewpoint to draw from, or 'all'; each space's first otherwise.")
    ] = None,
    people: Annotated[int, typer.Option(help="How many people are there.", min=0, max=1000)] = 0,
    tier: Annotated[list[TierOption] | None, typer.Option(help="Tier of the picture; all of them otherwise.")] = None,
    draw: Annotated[
        bool, typer.Option(help="Also draw; without it, only what is done before anything is drawn.")
    ] = True,
    memory: Annotated[bool, typer.Option(help="Also start a client at each tier, for its memory.")] = True,
    neighbours: Annotated[
        bool, typer.Option(help="Also wait until what lies beyond the doors is ready, for the longest frame meanwhile.")
    ] = True,
    pace: Annotated[
        bool, typer.Option(help="Compute as few pixels as a client comes to that sees how long frames take.")
    ] = False,
    size: Size = "1280x720",
    json: Json = False,
    root: Root = None,
) -> None:
    """How long a frame takes, part by part, beside the same triangles drawn in the plainest way; and memory."""
    import platformdirs

    from campus.bench.frame import run as run_frames

    with ending():
        status = run_frames(
            root_of(root),
            space or [],
            people=people,
            tiers=[each.value for each in tier or TierOption],
            size=size_of(size),
            cache=platformdirs.user_cache_path("campus", appauthor=False) / "pictures",
            as_json=json,
            viewpoints=viewpoint,
            with_drawing=draw,
            with_memory=memory,
            with_neighbours=neighbours,
            at_its_pace=pace,
        )
    raise typer.Exit(status)


@app.command("faults")
def faults(
    rounds: Annotated[int, typer.Option(help="How often the server is killed in the middle of a vote.", min=0)] = 3,
    bots: Annotated[int, typer.Option(help="How many people vote meanwhile.", min=1, max=300)] = 30,
    frames: Annotated[int, typer.Option(help="How many frames of nonsense are sent.", min=0)] = 10_000,
    seed: Annotated[int, typer.Option(help="Tells the moments and the nonsense.")] = 1,
    json: Json = False,
    root: Root = None,
) -> None:
    """Kills, nonsense, a clock set back: nothing acknowledged may be lost. A whole campaign: --rounds 200."""
    from campus.bench.faults import run as run_faults

    with ending():
        status = run_faults(
            root_of(root), rounds=rounds, bots=bots, frames=frames, seed=seed, as_json=json, out=sys.stdout
        )
    raise typer.Exit(status)


@app.command("refusals")
def refusals(json: Json = False, root: Root = None) -> None:
    """Bad packs of every kind, unpacked: how long each takes to be refused, and whether anything was written."""
    from time import perf_counter

    from campus.bench.refusals import run as run_refusals

    with ending():
        status = run_refusals(root_of(root), as_json=json, clock=perf_counter, out=sys.stdout)
    raise typer.Exit(status)


@app.command("light")
def light(
    spaces: Annotated[list[str] | None, typer.Argument(help="Spaces to compare; all of them otherwise.")] = None,
    samples: Annotated[int, typer.Option(help="Whole paths from each seat by the baker's tracer.", min=16)] = 1024,
    seats: Annotated[int, typer.Option(help="Seats of each space that the baker is asked about.", min=1)] = 48,
    json: Json = False,
    root: Root = None,
) -> None:
    """What check believes of the light at each seat, beside what the baker finds there, in every layout."""
    from campus.bench.light import run as run_light

    with ending():
        status = run_light(root_of(root), spaces or [], samples=samples, most=seats, as_json=json, out=sys.stdout)
    raise typer.Exit(status)


@app.command("bake")
def bake(
    spaces: Annotated[list[str] | None, typer.Argument(help="Spaces that are baked, too, for the seconds.")] = None,
    samples: Annotated[int | None, typer.Option(help="Paths from each texel; as many as a bake has.", min=1)] = None,
    processes: Annotated[int | None, typer.Option(help="How many share the work; one each core.", min=1)] = None,
    lightmap: Annotated[bool, typer.Option(help="Also the frozen room's lightmap as the baker makes it.")] = True,
    json: Json = False,
    root: Root = None,
) -> None:
    """How fast the baker is, and how near to a reference made once with Blender's Cycles and 4,096 samples."""
    from campus.bench.bake import run as run_bake

    with ending():
        status = run_bake(
            root_of(root), spaces or [], samples=samples, processes=processes, lightmap=lightmap,
            as_json=json, out=sys.stdout, clock=time.perf_counter,
        )  # fmt: skip
    raise typer.Exit(status)


@app.command("sound")
def sound(
    spaces: Annotated[
        list[str] | None, typer.Argument(help="Spaces to listen to; all that have a roof otherwise.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Folder for the recordings.")] = None,
    json: Json = False,
    root: Root = None,
) -> None:
    """How long each room rings, left and right, doors, walls, loudness: measured in what the client plays."""
    import platformdirs

    from campus.bench.sound import run as run_sound

    kept = platformdirs.user_cache_path("campus", appauthor=False) / "bench-sound"
    with ending():
        status = run_sound(
            root_of(root), spaces or [], kept=kept, files=out or kept / "recorded", as_json=json, out=sys.stdout
        )
    raise typer.Exit(status)


@app.command("look")
def look(
    space: Annotated[list[str] | None, typer.Option(help="Space to look at; all of them otherwise.")] = None,
    tier: Annotated[TierOption, typer.Option(help="Tier of the picture: medium or high.")] = TierOption.high,
    size: Size = "1280x720",
    hour: Hour = None,
    day: Day = None,
    json: Json = False,
    root: Root = None,
) -> None:
    """What a picture must hold, from every viewpoint: burnt, black, sunlit to shaded. Exit 0 sound, 3 not."""
    if tier is TierOption.low:
        said = bilingual(
            "--tier: low draws the finished picture at once and has no light to measure. Use medium or high.",
            "--tier : low dessine d'emblée l'image finie, sans lumière à mesurer. Employez medium ou high.",
        )
        stop(said, status=2)
    from campus.bench.look import run as run_look

    with ending():
        status = run_look(
            root_of(root),
            space or [],
            tier="high" if tier is TierOption.high else "medium",
            size=size_of(size),
            moment=moment_of(hour, day),
            as_json=json,
        )
    raise typer.Exit(status)
