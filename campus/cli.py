"""The command line. A composition root: it reads the arguments, the clock and the environment, and nothing below does.

Every command imports what it needs when it runs, so that `campus --help` answers at once and `campus serve` never
loads Panda3D.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from campus.errors import CampusError, SceneErrors
from campus.text import Language

UNSOUND = 3
"""Exit status: a file that a designer or a teacher wrote is wrong."""
NO_DISPLAY = 4
"""Exit status: there is no screen to open a window on."""

app = typer.Typer(
    name="campus",
    help="An immersive virtual campus. Without a command it opens the campus in a window.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Lang(StrEnum):
    """The languages of the interface."""

    fr = "fr"
    en = "en"


class Behaviour(StrEnum):
    """What a person without a screen does."""

    wander = "wander"
    sit = "sit"
    attend = "attend"


Root = Annotated[Path | None, typer.Option(help="Folder that holds scenes/ and assets/ (found by itself otherwise).")]
Space = Annotated[str | None, typer.Option(help="Space to stand in first.")]
Name = Annotated[str | None, typer.Option(help="Your name as others see it.")]
LangOption = Annotated[Lang | None, typer.Option(help="Language of the interface.")]
Code = Annotated[str | None, typer.Option(help="Join code that a teacher gave you.")]
Size = Annotated[str, typer.Option(help="Size of the window, as in 1280x720.")]
Offscreen = Annotated[bool, typer.Option("--offscreen", help="Draw without a window.")]
Seconds = Annotated[float | None, typer.Option(help="Stop by itself after this long.")]
Screenshot = Annotated[Path | None, typer.Option(help="Write the last picture here (PNG).")]
Profile = Annotated[Path | None, typer.Option(help="File that keeps your name, language and figure.")]
Data = Annotated[Path | None, typer.Option(help="Folder of the server's data.")]
Demo = Annotated[Path | None, typer.Option(help="Play the steps of this file (YAML) as if somebody did them.")]


@app.callback(invoke_without_command=True)
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
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """An immersive virtual campus. Without a command it opens the campus in a window."""
    if version:
        from campus import __version__

        print(f"campus {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        _open(server, space, name, lang, code, size, offscreen, seconds, screenshot, profile, root, data, demo)


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
    key: Annotated[
        str | None,
        typer.Option(envvar="CAMPUS_KEY", help="The server's key (in its server.json): joins as a teacher."),
    ] = None,
) -> None:
    """Join somebody else's campus; what this computer lacks of it comes from that server."""
    _open(url, space, name, lang, code, size, offscreen, seconds, screenshot, profile, root, None, demo, key)


def _open(
    server: str | None,
    space: str | None,
    name: str | None,
    lang: Lang | None,
    code: str | None,
    size: str,
    offscreen: bool,
    seconds: float | None,
    screenshot: Path | None,
    profile: Path | None,
    root: Path | None,
    data: Path | None,
    demo: Path | None,
    key: str | None = None,
) -> None:
    width, _, height = size.partition("x")
    if not (width.isdigit() and height.isdigit() and 160 <= int(width) <= 7680 and 120 <= int(height) <= 4320):
        _stop(f"--size: '{size}' is not a size. Write width x height in pixels, as in 1280x720.", status=2)
    from campus.client.app import NoDisplay, Options, run

    language: Language | None = None if lang is None else ("fr" if lang is Lang.fr else "en")
    options = Options(
        space=space,
        name=name,
        language=language,
        server=server,
        code=code,
        size=(int(width), int(height)),
        offscreen=offscreen,
        seconds=seconds,
        screenshot=screenshot,
        profile=profile,
        root=root,
        data=data,
        demo=demo,
        key=key,
        started=_process_started(),
    )
    try:
        status = run(options)
    except NoDisplay as problem:
        _stop(str(problem), status=NO_DISPLAY)
    except SceneErrors as problem:
        _stop(str(problem), status=UNSOUND)
    except CampusError as problem:
        _stop(str(problem), status=1)
    raise typer.Exit(status)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8765,
    data: Data = None,
    root: Root = None,
    lifeline: Annotated[bool, typer.Option("--lifeline", help="Stop when standard input ends.")] = False,
    database: Annotated[
        str | None, typer.Option(help="PostgreSQL instead of a file: postgresql://name@host/database.")
    ] = None,
) -> None:
    """Run a campus server. Its first line tells its address."""
    import server.main

    try:
        status = server.main.serve(host=host, port=port, data=data, root=root, lifeline=lifeline, database=database)
    except SceneErrors as problem:
        _stop(str(problem), status=UNSOUND)
    except CampusError as problem:
        _stop(str(problem), status=1)
    raise typer.Exit(status)


@app.command()
def check(
    spaces: Annotated[list[str] | None, typer.Argument(help="Spaces to check; all of them when none is named.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell how long each step took.")] = False,
    root: Root = None,
) -> None:
    """Check spaces: every mistake at once, each with its place; then nine proofs. Exit 0 sound, 3 not."""
    import time

    import platformdirs

    from campus.tools.check import check as run_check

    folder = platformdirs.user_cache_path("campus", appauthor=False)
    clock = time.perf_counter if verbose else None
    raise typer.Exit(run_check(_root(root), spaces or [], json, sys.stdout, folder=folder, clock=clock))


@app.command()
def render(
    space: Annotated[str, typer.Argument(help="Space to draw.")],
    viewpoint: Annotated[str | None, typer.Option("--from", help="One viewpoint; all of them otherwise.")] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the pictures.")] = Path(),
    size: Size = "1280x720",
    lang: Annotated[Lang, typer.Option(help="Language of the signs.")] = Lang.fr,
    measure: Annotated[bool, typer.Option("--measure", help="Print how much is clipped and how much is dark.")] = False,
    root: Root = None,
) -> None:
    """Draw a space from its viewpoints, one PNG each."""
    from campus.tools.render import render as run_render

    width, _, height = size.partition("x")
    try:
        pictures = run_render(
            _root(root), space, viewpoint, out, (int(width), int(height)), "fr" if lang is Lang.fr else "en"
        )
    except SceneErrors as problem:
        _stop(str(problem), status=UNSOUND)
    except CampusError as problem:
        _stop(str(problem), status=1)
    for picture in pictures:
        print(picture if measure else picture.path)


@app.command()
def listen(
    space: Annotated[str, typer.Argument(help="Space to listen to.")],
    viewpoint: Annotated[str | None, typer.Option("--from", help="Viewpoint; the first otherwise.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="WAV file; NAME.wav otherwise.")] = None,
    measure: Annotated[bool, typer.Option("--measure", help="Print reverberation and loudness instead.")] = False,
    root: Root = None,
) -> None:
    """Write what one hears in a space to a file: its bed, steps, a door, as the room answers them."""
    from campus.tools import listen as listening

    if measure:
        _designing(lambda: print(listening.measure(_root(root), space)))
    else:
        _designing(lambda: print(listening.listen(_root(root), space, viewpoint, out or Path(f"{space}.wav"))))


@app.command()
def schema(
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder to write to; config/schema otherwise.")
    ] = None,
    root: Root = None,
) -> None:
    """Write the JSON Schemas that an editor completes and explains scene files from."""
    from campus.tools.schema import FOLDER, write

    try:
        for path in write(out or _root(root) / FOLDER):
            print(path)
    except CampusError as problem:
        _stop(str(problem), status=1)


@app.command()
def config(
    space: Annotated[str, typer.Argument(help="Space to unfold.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write; standard output otherwise.")] = None,
    root: Root = None,
) -> None:
    """Print a space's file with its prefabs and repeats unfolded; it loads to the same space."""
    from campus.tools.config import config as unfolded

    _designing(lambda: _written(unfolded(_root(root), space), out))


@app.command()
def plan(
    space: Annotated[str, typer.Argument(help="Space to draw.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write; NAME-plan.svg otherwise.")] = None,
    root: Root = None,
) -> None:
    """Draw the floor plan of a space as SVG, to scale: walls, doors, seats, and in red who does not see the screen."""
    from campus.tools.plan import plan as drawn

    _designing(lambda: _written(drawn(_root(root), space), out or Path(f"{space}-plan.svg")))


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the new space, as in reading-room.")],
    source: Annotated[str, typer.Option("--from", help="A space to copy, or 'template'.")] = "template",
    fr: Annotated[str | None, typer.Option(help="Its title in French.")] = None,
    en: Annotated[str | None, typer.Option(help="Its title in English.")] = None,
    to: Annotated[str | None, typer.Option(help="Space that its door leads to; the entry otherwise.")] = None,
    door: Annotated[str | None, typer.Option(help="Where the door goes there, as in north:3.5.")] = None,
    root: Root = None,
) -> None:
    """Make a room to begin with, its door linked both ways. Nothing is written unless it is sound."""
    from campus.tools.new import new as made
    from campus.tools.new import place_of, tell, titled

    folder = _root(root)
    _designing(
        lambda: print(
            tell(made(folder, name, source=source, title=titled(name, fr, en), near=to, place=place_of(door)), name)
        )
    )


@app.command()
def pack(
    spaces: Annotated[list[str], typer.Argument(help="Spaces to pack.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The zip to write; NAME.zip otherwise.")] = None,
    root: Root = None,
) -> None:
    """Pack sound spaces with their prefabs, materials, assets, licences and report into one file."""
    from campus.tools.pack import pack as packed

    archive = out or Path(f"{spaces[0]}.zip")
    _designing(lambda: print(f"{archive}: {len(packed(_root(root), spaces, archive))} files"))


@app.command()
def unpack(
    archive: Annotated[Path, typer.Argument(help="The pack, a zip.")],
    root: Root = None,
) -> None:
    """Add a room pack to the campus, proved first: all of it, or nothing."""
    from campus.tools.pack import tell
    from campus.tools.pack import unpack as unpacked

    _designing(lambda: print(tell(unpacked(_root(root), archive))))


@app.command()
def preview(
    space: Annotated[str, typer.Argument(help="Space to show.")],
    lang: Annotated[Lang, typer.Option(help="Language of signs and words.")] = Lang.fr,
    size: Size = "1280x720",
    offscreen: Offscreen = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Print how long each save took to be seen.")] = False,
    seconds: Seconds = None,
    screenshot: Screenshot = None,
    root: Root = None,
) -> None:
    """Show a space in a window and follow every save; mistakes are shown over the last good one."""
    width, _, height = size.partition("x")
    if not (width.isdigit() and height.isdigit() and 160 <= int(width) <= 7680 and 120 <= int(height) <= 4320):
        _stop(f"--size: '{size}' is not a size. Write width x height in pixels, as in 1280x720.", status=2)
    from campus.client.view.window import NoDisplay
    from campus.tools.preview import preview as shown

    try:
        shown(
            _root(root),
            space,
            language="fr" if lang is Lang.fr else "en",
            size=(int(width), int(height)),
            offscreen=offscreen,
            verbose=verbose,
            seconds=seconds,
            screenshot=screenshot,
        )
    except NoDisplay as problem:
        _stop(str(problem), status=NO_DISPLAY)
    except SceneErrors as problem:
        _stop(str(problem), status=UNSOUND)
    except CampusError as problem:
        _stop(str(problem), status=1)


@app.command()
def bot(
    url: Annotated[str, typer.Argument(help="Server to join, as in ws://127.0.0.1:8765.")],
    count: Annotated[int, typer.Option(help="How many people.", min=1, max=5000)] = 1,
    space: Annotated[str | None, typer.Option(help="Space that they go to.")] = None,
    behaviour: Annotated[Behaviour, typer.Option(help="What they do.")] = Behaviour.wander,
    seconds: Annotated[float, typer.Option(help="For how long; 0: until Ctrl+C or SIGTERM.", min=0)] = 60.0,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    code: Code = None,
    seed: Annotated[int, typer.Option(help="Makes a run repeatable.")] = 1,
    root: Root = None,
) -> None:
    """People without a screen: they walk, sit and vote. For rehearsals and measurements."""
    from campus.tools.bot import run as run_bots

    try:
        status = run_bots(
            url,
            count=count,
            space=space,
            behaviour=behaviour.value,
            seconds=seconds,
            as_json=json,
            code=code,
            seed=seed,
            root=_root(root),
        )
    except CampusError as problem:
        _stop(str(problem), status=1)
    raise typer.Exit(status)


def _designing(work: Callable[[], object]) -> None:
    """Do what a designer's command does, and end as it went."""
    try:
        work()
    except SceneErrors as problem:
        _stop(str(problem), status=UNSOUND)
    except CampusError as problem:
        _stop(str(problem), status=1)
    except OSError as problem:
        _stop(f"{problem.filename} cannot be written ({(problem.strerror or 'error').lower()}).", status=1)


def _written(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    print(out)


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

    folder = _root(root)
    try:
        status = run_rehearsal(
            load_campus(folder),
            load_unit(folder, Path(unit).name),
            students=students,
            seed=seed,
            out=out,
            language="fr" if lang is Lang.fr else "en",
            sockets=sockets,
            say=sys.stdout,
        )
    except SceneErrors as problem:
        _stop(str(problem), status=UNSOUND)
    except CampusError as problem:
        _stop(str(problem), status=1)
    raise typer.Exit(status)


unit_app = typer.Typer(
    help="Units: begin one, check it, look at it, read other people's questions.", add_completion=False
)
app.add_typer(unit_app, name="unit", rich_help_panel=None)


@unit_app.command("new")
def unit_new(
    name: Annotated[str, typer.Argument(help="The unit's id, as in telehealth-02.")],
    into: Annotated[Path | None, typer.Option(help="Folder of units (assets/units otherwise).")] = None,
    root: Root = None,
) -> None:
    """Begin a unit: a sound folder to write on by hand."""
    from campus.tools import unit

    try:
        unit.new(_root(root), name, into, sys.stdout)
    except CampusError as problem:
        _stop(str(problem), status=2)


@unit_app.command("check")
def unit_check(
    units: Annotated[list[str] | None, typer.Argument(help="Ids or folders; all of them when none is named.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    root: Root = None,
) -> None:
    """Check units: every mistake at once, each with its file, line and column. Exit 0 sound, 3 not."""
    from campus.tools import unit

    try:
        raise typer.Exit(unit.check(_root(root), units or [], json, sys.stdout))
    except CampusError as problem:
        _stop(str(problem), status=2)


@unit_app.command("show")
def unit_show(
    name: Annotated[str, typer.Argument(help="A unit's id or folder.")],
    lang: Annotated[Lang, typer.Option(help="Language to show it in.")] = Lang.fr,
    root: Root = None,
) -> None:
    """Print a unit as its teacher reads it, with plan, notes and keys."""
    from campus.tools import unit

    try:
        unit.show(_root(root), name, "fr" if lang is Lang.fr else "en", sys.stdout)
    except SceneErrors as problem:
        _stop(str(problem), status=UNSOUND)
    except CampusError as problem:
        _stop(str(problem), status=2)


@unit_app.command("import")
def unit_import(
    path: Annotated[Path, typer.Argument(help="A GIFT or Moodle XML file; with --report, a folder of them.")],
    report: Annotated[
        bool, typer.Option("--report", help="Print the share of a folder's questions understood.")
    ] = False,
    to: Annotated[str | None, typer.Option(help="Write it in this format: gift or xml.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Read other people's questions (GIFT, Moodle XML) and tell what was not understood, with its line."""
    from campus.tools import unit

    if to not in (None, "gift", "xml"):
        _stop(f"--to: '{to}' is no format. Write gift or xml.", status=2)
    try:
        raise typer.Exit(unit.report(path, json, sys.stdout) if report else unit.read(path, to, out, sys.stdout))
    except CampusError as problem:
        _stop(str(problem), status=2)


store_app = typer.Typer(help="The server's log: copy it, put a copy back, look through it.", no_args_is_help=True)
app.add_typer(store_app, name="store")
Database = Annotated[str | None, typer.Option(help="PostgreSQL instead of a file: postgresql://name@host/database.")]


@store_app.command("backup")
def store_backup(
    file: Annotated[Path, typer.Argument(help="New file for the copy.")], data: Data = None, database: Database = None
) -> None:
    """Copy the log into one file; the server may be running."""
    from campus.tools.store import backup

    _say(lambda: backup(file, data, database))


@store_app.command("restore")
def store_restore(
    file: Annotated[Path, typer.Argument(help="Copy to put back.")], data: Data = None, database: Database = None
) -> None:
    """Put a copy in the place of the log, which is kept beside it; the server must not run."""
    from campus.tools.store import restore

    _say(lambda: restore(file, data, database))


@store_app.command("verify")
def store_verify(
    file: Annotated[Path | None, typer.Argument(help="A copy to look through, instead of the server's log.")] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Look through the log: the file, every event, every class. Exit 0 sound, 3 not."""
    from campus.tools.store import verify

    _say(lambda: verify(file, data, database))


data_app = typer.Typer(help="What is kept of a person: give it out, erase it; let classes go.", no_args_is_help=True)
app.add_typer(data_app, name="data")
Whom = Annotated[str, typer.Argument(help="Name, login or id of the person.")]


@data_app.command("export")
def data_export(
    person: Whom,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File for it (JSON).")] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Everything that is kept of a person; the server must not run."""
    from campus.tools.data import export_person

    _say(lambda: export_person(person, out, data, database))


@data_app.command("erase")
def data_erase(person: Whom, data: Data = None, database: Database = None) -> None:
    """Erase a person, and leave a proof; the server must not run. There is no way back."""
    from campus.tools.data import erase_person

    _say(lambda: erase_person(person, data, database))


@data_app.command("retain")
def data_retain(data: Data = None, database: Database = None) -> None:
    """Archive and purge the classes that are due by the schedule in the data folder (retention.json)."""
    from campus.tools.data import keep_schedule

    _say(lambda: keep_schedule(data, database))


bench_app = typer.Typer(help="Campaigns that measure what the campus bears.", no_args_is_help=True)
app.add_typer(bench_app, name="bench")


@bench_app.command("faults")
def bench_faults(
    rounds: Annotated[int, typer.Option(help="How often the server is killed in the middle of a vote.", min=0)] = 3,
    bots: Annotated[int, typer.Option(help="How many people vote meanwhile.", min=1, max=300)] = 30,
    frames: Annotated[int, typer.Option(help="How many frames of nonsense are sent.", min=0)] = 10_000,
    seed: Annotated[int, typer.Option(help="Tells the moments and the nonsense.")] = 1,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    root: Root = None,
) -> None:
    """Kills, nonsense, a clock set back: nothing acknowledged may be lost. A whole campaign: --rounds 200."""
    from campus.bench.faults import run as run_faults

    try:
        status = run_faults(
            _root(root), rounds=rounds, bots=bots, frames=frames, seed=seed, as_json=json, out=sys.stdout
        )
    except CampusError as problem:
        _stop(str(problem), status=1)
    raise typer.Exit(status)


people_app = typer.Typer(help="Accounts, invitations, rosters; also while the server runs.", no_args_is_help=True)
app.add_typer(people_app, name="people")
Login = Annotated[str, typer.Argument(help="Login of the account.")]
Days = Annotated[float, typer.Option(help="For how many days.")]
RoleOption = Annotated[str, typer.Option(help="student, teacher, co-teacher, designer, admin or guest.")]


@people_app.command("invite")
def people_invite(
    role: RoleOption = "student",
    session: Annotated[str | None, typer.Option(help="Class that it is for, by its id.")] = None,
    days: Days = 7.0,
    uses: Annotated[int, typer.Option(help="How many people may come by it.", min=1)] = 1,
    data: Data = None,
    database: Database = None,
) -> None:
    """Invite: a code that lets somebody in, so often, so long."""
    from campus.tools.people import invite

    _say(lambda: invite(role, session, days, uses, data, database))


@people_app.command("revoke")
def people_revoke(
    invitation: Annotated[str, typer.Argument(help="Id of the invitation.")],
    data: Data = None,
    database: Database = None,
) -> None:
    """Take an invitation back; whoever came by it goes within a second."""
    from campus.tools.people import revoke

    _say(lambda: revoke(invitation, data, database))


@people_app.command("roster")
def people_roster(
    file: Annotated[Path, typer.Argument(help="List of people (CSV, as an office exports it).")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File for the codes (CSV).")] = None,
    days: Days = 200.0,
    data: Data = None,
    database: Database = None,
) -> None:
    """Give everybody on a list a code of their own."""
    from campus.tools.people import roster

    _say(lambda: roster(file, out, days, data, database))


@people_app.command("add")
def people_add(
    login: Login,
    name: Annotated[str | None, typer.Option(help="Name as others see it.")] = None,
    role: RoleOption = "student",
    data: Data = None,
    database: Database = None,
) -> None:
    """Make an account; its password is asked for."""
    from campus.tools.people import add

    _say(lambda: add(login, name, role, data, database))


@people_app.command("change")
def people_change(
    login: Login,
    role: Annotated[str | None, typer.Option(help="Another role.")] = None,
    password: Annotated[bool, typer.Option("--password", help="Another password; it is asked for.")] = False,
    close: Annotated[bool, typer.Option("--close", help="No access any more.")] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Change an account; a running server knows it within a second."""
    from campus.tools.people import change

    _say(lambda: change(login, role, password, close, data, database))


@people_app.command("ticket")
def people_ticket(login: Login, data: Data = None, database: Database = None) -> None:
    """Log in and get a ticket for one connection within a minute."""
    from campus.tools.people import ticket

    _say(lambda: ticket(login, data, database))


@people_app.command("list")
def people_list(data: Data = None, database: Database = None) -> None:
    """Accounts and invitations."""
    from campus.tools.people import show

    _say(lambda: show(data, database))


@people_app.command("audit")
def people_audit(data: Data = None, database: Database = None) -> None:
    """Who gave or took which right, and when."""
    from campus.tools.people import audit

    _say(lambda: audit(data, database))


def _say(work: Callable[[], tuple[int, list[str]]]) -> NoReturn:
    """Print what a command has to say and end with its status."""
    try:
        status, lines = work()
    except CampusError as problem:
        _stop(str(problem), status=1)
    for line in lines:
        print(line)
    raise typer.Exit(status)


def _root(root: Path | None) -> Path:
    from campus.scene import find_root

    try:
        return find_root(root, Path.cwd())
    except CampusError as problem:
        _stop(str(problem), status=2)


def _process_started() -> float:
    """When this process began, on the clock of `time.time`, so that "first frame" counts Python's own start too."""
    try:
        import os

        ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        return time.time() - (uptime - ticks / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, AttributeError):
        return time.time()


def _stop(sentence: str, *, status: int) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(status)


def main() -> None:
    """The command `campus`."""
    app()
