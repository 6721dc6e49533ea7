"""What several commands share: their options, their exit statuses, and how they end when something is wrong."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from campus.errors import CampusError
from campus.text import Language, Text, bilingual
from campus.tools import Said

if TYPE_CHECKING:
    from campus.space.daytime import Daytime

MISUSED = 2
"""Exit status: the command line itself is wrong."""


class Lang(StrEnum):
    """The languages of the interface."""

    fr = "fr"
    en = "en"

    @property
    def language(self) -> Language:
        """The same, as everything below the command line calls it."""
        return "fr" if self is Lang.fr else "en"


class TierOption(StrEnum):
    """How much a picture may cost."""

    low = "low"
    medium = "medium"
    high = "high"


Root = Annotated[Path | None, typer.Option(help="Folder that holds scenes/ and assets/ (found by itself otherwise).")]
Space = Annotated[str | None, typer.Option(help="Space to stand in first.")]
Code = Annotated[str | None, typer.Option(help="Join code that a teacher gave you.")]
Size = Annotated[str, typer.Option(help="Size of the window, as in 1280x720.")]
Offscreen = Annotated[bool, typer.Option("--offscreen", help="Draw without a window.")]
Seconds = Annotated[float | None, typer.Option(help="Stop by itself after this long.")]
Screenshot = Annotated[Path | None, typer.Option(help="Write the last picture here (PNG).")]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Told = Annotated[
    Lang | None, typer.Option("--lang", help="Language of what is told; that of this computer, French or English.")
]
Data = Annotated[Path | None, typer.Option(help="Folder of the server's data.")]
Hour = Annotated[float | None, typer.Option(help="Hour by the sun, as in 18.5; as painted otherwise.", min=0, max=24)]
Day = Annotated[int | None, typer.Option(help="Day of the year for --hour; 80 is the equinox.", min=1, max=366)]
Database = Annotated[str | None, typer.Option(help="PostgreSQL instead of a file: postgresql://name@host/database.")]


def spoken(lang: Lang | None = None) -> Language:
    """The language that a terminal is written to in.

    Args:
        lang: what `--lang` says. Without it: French where the person's own settings are French (`LC_ALL`,
            `LC_MESSAGES`, `LANG`; on Windows those of the system), English everywhere else.
    """
    if lang is not None:
        return lang.language
    said = next((word for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (word := os.environ.get(name))), None)
    own = said if said is not None else locale.getlocale()[0] or ""
    return "fr" if own.lower().startswith("fr") else "en"


def stop(sentence: Text, *, status: int, lang: Lang | None = None) -> NoReturn:
    """Say one sentence on standard error, in the language of who reads, and end.

    Raises:
        typer.Exit: always, with `status`.
    """
    print(sentence.in_(spoken(lang)), file=sys.stderr)
    raise typer.Exit(status)


@contextmanager
def ending(status: int | None = None, lang: Lang | None = None) -> Iterator[None]:
    """Do a command's work and, where it fails on purpose, end with its sentence instead of a traceback.

    Args:
        status: exit status for our own errors; what each error says of itself (`CampusError.exit_status`) otherwise.
        lang: what `--lang` says, of a command that has it and was given it.

    Raises:
        typer.Exit: when the work raised one of our errors, or a file could not be written.
    """
    try:
        yield
    except CampusError as problem:
        stop(
            problem.said,
            status=problem.exit_status if status is None or problem.exit_status != 1 else status,
            lang=lang,
        )
    except OSError as problem:
        if problem.filename is None:
            raise
        why = (problem.strerror or "error").lower()
        said = bilingual(
            f"{problem.filename} cannot be used ({why}).", f"{problem.filename} ne peut pas servir (« {why} »)."
        )
        stop(said, status=1, lang=lang)


def say(work: Callable[[], Said], lang: Lang | None = None) -> NoReturn:
    """Print what a command has to say, in the language of who reads, and end with its status."""
    with ending(lang=lang):
        status, lines = work()
        for line in lines:
            print(line.in_(spoken(lang)))
        raise typer.Exit(status)


def written(text: str, out: Path | None) -> None:
    """Write `text` to a file and tell its name, or to standard output."""
    if out is None:
        sys.stdout.write(text)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    print(out)


def root_of(root: Path | None, lang: Lang | None = None) -> Path:
    """The root of the content: what was named, else what is found from the working folder upward."""
    from campus.scene import find_root

    with ending(MISUSED, lang):
        return find_root(root, Path.cwd())


def moment_of(hour: float | None, day: int | None) -> Daytime | None:
    """The moment that `--hour` and `--day` name; None where neither is given: the hour that the campus has."""
    if hour is None and day is None:
        return None
    from campus.space.daytime import EQUINOX, PAINTED_HOUR, Daytime

    return Daytime(EQUINOX if day is None else day, PAINTED_HOUR if hour is None else hour)


def size_of(size: str) -> tuple[int, int]:
    """Width and height in pixels of a `--size`.

    Raises:
        typer.Exit: when it is no size, or none that a window may have.
    """
    width, _, height = size.partition("x")
    if not (width.isdigit() and height.isdigit() and 160 <= int(width) <= 7680 and 120 <= int(height) <= 4320):
        said = bilingual(
            f"--size: '{size}' is not a size. Write width x height in pixels, as in 1280x720.",
            f"--size : « {size} » n'est pas une taille. Écrivez largeur x hauteur en pixels, comme 1280x720.",
        )
        stop(said, status=MISUSED)
    return int(width), int(height)
