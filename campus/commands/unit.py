"""`campus unit …`: units, as a teacher writes them by hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from campus.commands._shared import MISUSED, Json, Lang, Root, Told, ending, root_of, spoken, stop
from campus.text import bilingual

app = typer.Typer(help="Units: begin one, check it, look at it, read other people's questions.", no_args_is_help=True)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="The unit's id, as in telehealth-02.")],
    into: Annotated[Path | None, typer.Option(help="Folder of units (assets/units otherwise).")] = None,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Begin a unit: a sound folder to write on by hand."""
    from campus.tools import unit

    with ending(MISUSED, lang):
        unit.new(root_of(root, lang), name, into, sys.stdout, spoken(lang))


@app.command("check")
def check(
    units: Annotated[list[str] | None, typer.Argument(help="Ids or folders; all of them when none is named.")] = None,
    json: Json = False,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Check units: every mistake at once, each with its file, line and column. Exit 0 sound, 3 not."""
    from campus.tools import unit

    with ending(MISUSED, lang):
        raise typer.Exit(unit.check(root_of(root, lang), units or [], json, sys.stdout, spoken(lang)))


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A unit's id or folder.")],
    lang: Annotated[Lang, typer.Option(help="Language to show it in.")] = Lang.fr,
    root: Root = None,
) -> None:
    """Print a unit as its teacher reads it, with plan, notes and keys."""
    from campus.tools import unit

    with ending(MISUSED):
        unit.show(root_of(root), name, lang.language, sys.stdout)


@app.command("import")
def import_questions(
    path: Annotated[Path, typer.Argument(help="A GIFT or Moodle XML file; with --report, a folder of them.")],
    report: Annotated[
        bool, typer.Option("--report", help="Print the share of a folder's questions understood.")
    ] = False,
    to: Annotated[str | None, typer.Option(help="Write it in this format: gift or xml.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write.")] = None,
    json: Json = False,
    lang: Told = None,
) -> None:
    """Read other people's questions (GIFT, Moodle XML) and tell what was not understood, with its line."""
    from campus.tools import unit

    if to not in (None, "gift", "xml"):
        said = bilingual(
            f"--to: '{to}' is no format. Write gift or xml.",
            f"--to : « {to} » n'est pas un format. Écrivez gift ou xml.",
        )
        stop(said, status=2, lang=lang)
    with ending(MISUSED, lang):
        if report:
            raise typer.Exit(unit.report(path, json, sys.stdout, spoken(lang)))
        raise typer.Exit(unit.read(path, to, out, sys.stdout, spoken(lang)))
