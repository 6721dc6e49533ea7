"""`campus` and `campus join`: a window on the campus."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from campus.commands._shared import (
    Code,
    Data,
    Day,
    Hour,
    Lang,
    Offscreen,
    Root,
    Screenshot,
    Seconds,
    Size,
    Space,
    ending,
    moment_of,
    size_of,
)
from campus.errors import CampusError
from campus.text import bilingual

if TYPE_CHECKING:
    from campus.client.options import Options

Name = Annotated[str | None, typer.Option(help="Your name as others see it.")]
LangOption = Annotated[Lang | None, typer.Option(help="Language of the interface.")]
Profile = Annotated[Path | None, typer.Option(help="File that keeps your name, language and figure.")]
Demo = Annotated[Path | None, typer.Option(help="Play the steps of this file (YAML) as if somebody did them.")]

app = typer.Typer()


def campus(
    context: typer.Context,
    space: Space = None,
    name: Name = None,
    lang: LangOption = None,
    server: Annotated[str | None, typer.Option(help="Server to join instead of one's own (ws://host:port).")] = None,
    code: Code = None,
    size: Size = "1280x720",
    offscreen: Offscreen = False,
    seconds: Seconds = None,
    screenshot: Screenshot = None,
    profile: Profile = None,
    root: Root = None,
    data: Data = None,
    demo: Demo = None,
    hour: Hour = None,
    day: Day = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """An immersive virtual campus. Without a command it opens the campus in a window."""
    if version:
        from campus import __version__

        print(f"campus {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        pixels = size_of(size)
        from campus.client.options import Options

        _open(
            Options(
                space=space,
                name=name,
                language=None if lang is None else lang.language,
                server=server,
                code=code,
                size=pixels,
                offscreen=offscreen,
                seconds=seconds,
                screenshot=screenshot,
                profile=profile,
                root=root,
                data=data,
                demo=demo,
                moment=moment_of(hour, day),
            ),
            lang,
        )


@app.command()
def join(
    url: Annotated[str, typer.Argument(help="Address of the campus server, as in ws://campus.example:8765.")],
    code: Code = None,
    space: Space = None,
    name: Name = None,
    lang: LangOption = None,
    size: Size = "1280x720",
    offscreen: Offscreen = False,
    seconds: Seconds = None,
    screenshot: Screenshot = None,
    profile: Profile = None,
    root: Root = None,
    demo: Demo = None,
    hour: Hour = None,
    day: Day = None,
    key: Annotated[
        str | None,
        typer.Option(envvar="CAMPUS_KEY", help="The server's key (in its server.json): joins as a teacher."),
    ] = None,
    login: Annotated[
        str | None, typer.Option(help="Your account there; its password is asked for, and never given here.")
    ] = None,
    ticket: Annotated[
        Path | None, typer.Option(help="File with a ticket from 'campus people ticket'; - reads it from here.")
    ] = None,
) -> None:
    """Join somebody else's campus; what this computer lacks of it comes from that server."""
    with ending(lang=lang):
        shown = _ticket(ticket)
        password = _password(login)
    pixels = size_of(size)
    from campus.client.options import Options

    _open(
        Options(
            space=space,
            name=name,
            language=None if lang is None else lang.language,
            server=url,
            code=code,
            size=pixels,
            offscreen=offscreen,
            seconds=seconds,
            screenshot=screenshot,
            profile=profile,
            root=root,
            demo=demo,
            key=key,
            ticket=shown,
            login=login,
            password=password,
            moment=moment_of(hour, day),
        ),
        lang,
    )


def _password(login: str | None) -> str | None:
    """The password of an account, asked for where somebody sits at a terminal; else the window asks for it."""
    if login is None or not sys.stdin.isatty():
        return None
    import getpass

    return getpass.getpass(f"{login}: ") or None


def _ticket(file: Path | None) -> str | None:
    """What a file with a ticket says; `-` is what is typed or piped in: no ticket stands in a list of processes.

    Raises:
        CampusError: there is none in it.
    """
    if file is None:
        return os.environ.get("CAMPUS_TICKET") or None
    if str(file) != "-":
        words = file.read_text("utf-8").strip()
    elif sys.stdin.isatty():
        import getpass

        words = getpass.getpass("Ticket: ").strip()
    else:
        words = sys.stdin.readline().strip()
    if not words:
        raise CampusError(
            bilingual(
                f"{file} holds no ticket. Make one with 'campus people ticket LOGIN'.",
                f"« {file} » ne contient pas de billet. Faites-en un avec « campus people ticket LOGIN ».",
            )
        )
    return words


def _open(options: Options, lang: Lang | None) -> None:
    from campus.client.app import run

    with ending(lang=lang):
        status = run(replace(options, started=_process_started()))
    raise typer.Exit(status)


def _process_started() -> float:
    """When this process began, on the clock of `time.time`, so that "first frame" counts Python's own start too."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        return time.time() - (uptime - ticks / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, AttributeError):
        return time.time()
