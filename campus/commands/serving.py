"""`campus serve`, `bot` and `rehearse`: a server, people without a screen, a class without people."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from campus.commands._shared import Code, Data, Database, Json, Lang, Root, ending, root_of

app = typer.Typer()


class Behaviour(StrEnum):
    """What a person without a screen does."""

    wander = "wander"
    sit = "sit"
    attend = "attend"


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8765,
    data: Data = None,
    root: Root = None,
    lifeline: Annotated[bool, typer.Option("--lifeline", help="Stop when standard input ends.")] = False,
    database: Database = None,
) -> None:
    """Run a campus server. Its first line tells its address."""
    import server.main

    with ending():
        status = server.main.serve(host=host, port=port, data=data, root=root, lifeline=lifeline, database=database)
    raise typer.Exit(status)


@app.command()
def bot(
    url: Annotated[str, typer.Argument(help="Server to join, as in ws://127.0.0.1:8765.")],
    count: Annotated[int, typer.Option(help="How many people.", min=1, max=5000)] = 1,
    space: Annotated[str | None, typer.Option(help="Space that they go to.")] = None,
    behaviour: Annotated[Behaviour, typer.Option(help="What they do.")] = Behaviour.wander,
    seconds: Annotated[float, typer.Option(help="For how long; 0: until Ctrl+C or SIGTERM.", min=0)] = 60.0,
    json: Json = False,
    code: Code = None,
    seed: Annotated[int, typer.Option(help="Makes a run repeatable.")] = 1,
    root: Root = None,
) -> None:
    """People without a screen: they walk, sit and vote. For rehearsals and measurements."""
    from campus.tools.bot import run as run_bots

    with ending():
        status = run_bots(
            url,
            count=count,
            space=space,
            behaviour=behaviour.value,
            seconds=seconds,
            as_json=json,
            code=code,
            seed=seed,
            root=root_of(root),
        )
    raise typer.Exit(status)


@app.command()
def rehearse(
    unit: Annotated[str, typer.Argument(help="Unit to rehearse: its folder or its name, as in telehealth-01.")],
    students: Annotated[int, typer.Option(help="How many learners.", min=1, max=500)] = 30,
    seed: Annotated[int, typer.Option(help="The same seed gives the same class, to the byte.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder for the files that the class leaves.")] = Path("rehearsal"),
    sockets: Annotated[bool, typer.Option("--sockets", help="Also over a real server, and compare.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of what is printed.")] = Lang.fr,
    root: Root = None,
) -> None:
    """Rehearse a class with learners who are none: see what its teacher would see, and get its files."""
    from campus.learning.unit_file import load_unit
    from campus.scene import load_campus
    from campus.tools.rehearse import rehearse as run_rehearsal

    folder = root_of(root)
    with ending():
        status = run_rehearsal(
            load_campus(folder),
            load_unit(folder, Path(unit).name),
            students=students,
            seed=seed,
            out=out,
            language=lang.language,
            sockets=sockets,
            say=sys.stdout,
        )
    raise typer.Exit(status)
