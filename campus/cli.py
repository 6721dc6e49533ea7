"""The command line. A composition root: it reads the arguments, the clock and the environment, and nothing below does.

Every command imports what it needs when it runs, so that `campus --help` answers at once and `campus serve` never
loads Panda3D.
"""

from __future__ import annotations

import sys

import typer

from campus.commands import baking, bench, data, designing, opening, people, serving, spaces, store, unit
from campus.commands._shared import spoken
from campus.commands.helping import in_french, wants_french

app = typer.Typer(
    name="campus",
    help="An immersive virtual campus. Without a command it opens the campus in a window.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback(invoke_without_command=True)(opening.campus)
for group in (opening, serving, spaces, designing, baking):
    app.add_typer(group.app)
for name, group in {"unit": unit, "store": store, "data": data, "bench": bench, "people": people}.items():
    app.add_typer(group.app, name=name)


def main() -> None:
    """The command `campus`."""
    words = sys.argv[1:]
    if ("--help" in words or len(words) == 1) and wants_french(words, spoken()):
        in_french(typer.main.get_command(app))()
    else:
        app()
