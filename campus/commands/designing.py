"""`campus new`, `pack`, `unpack`, `config`, `plan` and `schema`: what a designer writes with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from campus.commands._shared import MISUSED, Root, Told, ending, root_of, spoken, stop, written
from campus.text import bilingual

app = typer.Typer()


@app.command()
def schema(
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder to write to; config/schema otherwise.")
    ] = None,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Write the JSON Schemas that an editor completes and explains scene files from."""
    from campus.tools.schema import FOLDER, write

    with ending(lang=lang):
        for path in write(out or root_of(root, lang) / FOLDER):
            print(path)


@app.command()
def config(
    space: Annotated[str, typer.Argument(help="Space to unfold.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write; standard output otherwise.")] = None,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Print a space's file with its prefabs and repeats unfolded; it loads to the same space."""
    from campus.tools.config import config as unfolded

    with ending(lang=lang):
        written(unfolded(root_of(root, lang), space), out)


@app.command()
def plan(
    space: Annotated[str, typer.Argument(help="Space to draw.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write; NAME-plan.svg otherwise.")] = None,
    layout: Annotated[str | None, typer.Option(help="How its furniture stands; its first layout otherwise.")] = None,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Draw the floor plan of a space as SVG, to scale: walls, doors, seats, and in red who does not see the screen."""
    from campus.tools.plan import plan as drawn

    with ending(lang=lang):
        written(drawn(root_of(root, lang), space, layout), out or Path(f"{space}-plan.svg"))


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the new space, as in reading-room.")],
    source: Annotated[str, typer.Option("--from", help="A space to copy, or 'template'.")] = "template",
    fr: Annotated[str | None, typer.Option(help="Its title in French.")] = None,
    en: Annotated[str | None, typer.Option(help="Its title in English.")] = None,
    to: Annotated[str | None, typer.Option(help="Space that its door leads to; the entry otherwise.")] = None,
    door: Annotated[str | None, typer.Option(help="Where the door goes there, as in north:3.5.")] = None,
    size: Annotated[
        str | None, typer.Option(help="Metres east, north and up, as in 9x7 or 9x7x3.2; 6.4x6.4x2.8 otherwise.")
    ] = None,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Make a room to begin with, its door linked both ways. Nothing is written unless it is sound."""
    from campus.tools.door_places import place_of
    from campus.tools.new import new as made
    from campus.tools.new import size_of_room, tell, titled

    folder = root_of(root, lang)
    with ending(lang=lang):
        title = titled(name, fr, en)
        room = made(folder, name, source=source, title=title, near=to, place=place_of(door), size=size_of_room(size))
        print(tell(room, name, spoken(lang)))


@app.command()
def pack(
    spaces: Annotated[
        list[str] | None, typer.Argument(help="Spaces to pack; with --from, all of them otherwise.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="A pack's source: a folder of scenes that uses this campus's prefabs.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The zip to write; NAME.zip otherwise.")] = None,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Pack sound spaces with their prefabs, materials, assets, licences and report into one file."""
    from campus.tools.pack import pack as packed
    from campus.tools.pack import pack_source

    if not spaces and source is None:
        said = bilingual(
            "Name the spaces to pack, as in 'campus pack seminar-room', or a source with --from.",
            "Nommez les espaces à mettre en pack, comme « campus pack seminar-room », ou une source avec --from.",
        )
        stop(said, status=MISUSED, lang=lang)
    archive = out or Path(f"{(spaces or [source.resolve().name if source else ''])[0]}.zip")
    with ending(lang=lang):
        where = root_of(root, lang)
        files = pack_source(where, source, spaces or [], archive) if source else packed(where, spaces or [], archive)
        print(bilingual(f"{archive}: {len(files)} files", f"{archive} : {len(files)} fichiers").in_(spoken(lang)))


@app.command()
def unpack(
    archive: Annotated[Path, typer.Argument(help="The pack, a zip.")],
    link: Annotated[
        str | None,
        typer.Option(
            help="Where its door leads: hall, hall:west:9.5, hall/a-door that waits, or none to keep it closed."
        ),
    ] = None,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Add a room pack to the campus, proved first: all of it, or nothing. In an empty folder it begins a campus."""
    from campus.tools.linking import link_of
    from campus.tools.unpack import root_to_unpack_into, tell
    from campus.tools.unpack import unpack as unpacked

    with ending(lang=lang):
        print(tell(unpacked(root_to_unpack_into(root, Path.cwd()), archive, link_of(link)), spoken(lang)))
