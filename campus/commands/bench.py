"""`campus bench …`: campaigns that measure."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from campus.commands._shared import Json, Root, ending, root_of

app = typer.Typer(help="Campaigns that measure what the campus bears.", no_args_is_help=True)


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
