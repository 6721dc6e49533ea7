"""`campus check`: every mistake of the scenes at once, for people or for machines. Opens no window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import msgspec
from rich.console import Console
from rich.text import Text as RichText

from campus.errors import SceneError, SceneErrors
from campus.scene import Campus, load_campus
from campus.space import Space, compile_space

SOUND, UNSOUND = 0, 3
"""Exit statuses."""


def check(root: Path, spaces: Sequence[str], as_json: bool, out: TextIO) -> int:
    """Load and compile the spaces, and tell what is wrong with them.

    Args:
        root: the folder with `scenes/` and `assets/`.
        spaces: their ids; none for the whole campus.
        as_json: `{"ok": …, "errors": [{file, line, column, code, message, hint}]}` instead of words.
        out: where it is written.

    Returns:
        0 when everything is sound, 3 when anything is not.
    """
    compiled: list[Space] = []
    errors: list[SceneError] = []
    try:
        campus = load_campus(root, only=spaces or None)
    except SceneErrors as found:
        errors += found.errors
    else:
        compiled, errors = _compiled(campus)
    errors = list(SceneErrors(errors).errors)
    if as_json:
        out.write(msgspec.json.encode({"ok": not errors, "errors": [as_data(e) for e in errors]}).decode() + "\n")
    else:
        _tell(compiled, errors, out)
    return UNSOUND if errors else SOUND


def as_data(error: SceneError) -> dict[str, str | int]:
    """One mistake as machines read it."""
    return {
        "file": error.file,
        "line": error.line,
        "column": error.column,
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
    }


def _compiled(campus: Campus) -> tuple[list[Space], list[SceneError]]:
    compiled: list[Space] = []
    errors: list[SceneError] = []
    for id_ in campus.scenes:
        try:
            compiled.append(compile_space(campus, id_))
        except SceneErrors as found:
            errors += found.errors
    return compiled, errors


def _tell(compiled: Sequence[Space], errors: Sequence[SceneError], out: TextIO) -> None:
    """One line for each mistake, `file:line:column` first so that editors jump to it; then what was checked."""
    console = Console(file=out, soft_wrap=True, highlight=False)
    for error in errors:
        line = RichText(f"{error.file}:{error.line}:{error.column}: ", style="bold")
        line.append(error.message, style="not bold red")
        if error.hint:
            line.append(f" {error.hint}", style="not bold yellow")
        console.print(line)
    for space in compiled:
        triangles = len(space.mesh.triangles) + sum(len(c.mesh.triangles) * len(c.placements) for c in space.copies)
        facts = (
            _counted(len(space.scene.nodes), "node"),
            _counted(len(space.seats), "seat"),
            _counted(len(space.screens), "screen"),
            _counted(len(space.portals), "way out", "ways out"),
            _counted(triangles, "triangle"),
        )
        console.print(RichText(f"{space.id}: ", style="bold").append(", ".join(facts), style="not bold"))
    if errors:
        files = len({error.file for error in errors})
        console.print(RichText(f"{_counted(len(errors), 'mistake')} in {_counted(files, 'file')}.", style="red"))
    else:
        console.print(RichText(f"{_counted(len(compiled), 'space')} checked: sound.", style="green"))


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
