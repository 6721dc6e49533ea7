"""`campus bake`: the light of spaces."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from campus.commands._shared import Root, Told, ending, root_of, spoken

app = typer.Typer()


@app.command()
def bake(
    spaces: Annotated[list[str] | None, typer.Argument(help="Spaces to bake; all of them when none is named.")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Coarse, in a sixth of the time.")] = False,
    fine: Annotated[bool, typer.Option("--fine", help="With half the grain, in four times the time.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Bake what is fresh, too.")] = False,
    processes: Annotated[int | None, typer.Option(help="How many share the work; one each core.", min=1)] = None,
    look: Annotated[Path | None, typer.Option(help="Folder for pictures of what was baked, drawn by rays.")] = None,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Work out the light of spaces: lamps, sun and sky, thrown back by everything. Fresh ones are left alone."""
    from campus.tools.bake import bake_spaces

    with ending(lang=lang):
        status = bake_spaces(
            root_of(root, lang), spaces or [], sys.stdout, draft=draft, fine=fine, force=force, processes=processes,
            look=look, clock=time.perf_counter, language=spoken(lang),
        )  # fmt: skip
    raise typer.Exit(status)
