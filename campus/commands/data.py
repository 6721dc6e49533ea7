"""`campus data …`: what is kept of a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from campus.commands._shared import Data, Database, Told, say

app = typer.Typer(help="What is kept of a person: give it out, erase it; let classes go.", no_args_is_help=True)

Whom = Annotated[str, typer.Argument(help="Name, login or id of the person.")]


@app.command("export")
def export(
    person: Whom,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File for it (JSON).")] = None,
    data: Data = None,
    database: Database = None,
    lang: Told = None,
) -> None:
    """Everything that is kept of a person; the server must not run."""
    from campus.tools.data import export_person

    say(lambda: export_person(person, out, data, database), lang)


@app.command("erase")
def erase(person: Whom, data: Data = None, database: Database = None, lang: Told = None) -> None:
    """Erase a person, and leave a proof, also while the server runs. There is no way back."""
    from campus.tools.data import erase_person

    say(lambda: erase_person(person, data, database), lang)


@app.command("retain")
def retain(data: Data = None, database: Database = None, lang: Told = None) -> None:
    """Archive and purge the classes that are due by the schedule in the data folder (retention.json)."""
    from campus.tools.data import keep_schedule

    say(lambda: keep_schedule(data, database), lang)
