"""`campus store …`: the server's log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from campus.commands._shared import Data, Database, Told, say

app = typer.Typer(help="The server's log: copy it, put a copy back, look through it.", no_args_is_help=True)


@app.command("backup")
def backup(
    file: Annotated[Path, typer.Argument(help="New file for the copy.")],
    data: Data = None,
    database: Database = None,
    lang: Told = None,
) -> None:
    """Copy the log into one file; the server may be running."""
    from campus.tools.store import backup

    say(lambda: backup(file, data, database), lang)


@app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(help="Copy to put back.")],
    data: Data = None,
    database: Database = None,
    lang: Told = None,
) -> None:
    """Put a copy in the place of the log, which is kept beside it; the server must not run."""
    from campus.tools.store import restore

    say(lambda: restore(file, data, database), lang)


@app.command("verify")
def verify(
    file: Annotated[Path | None, typer.Argument(help="A copy to look through, instead of the server's log.")] = None,
    data: Data = None,
    database: Database = None,
    lang: Told = None,
) -> None:
    """Look through the log: the file, every event, every class. Exit 0 sound, 3 not."""
    from campus.tools.store import verify

    say(lambda: verify(file, data, database), lang)
