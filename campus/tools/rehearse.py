"""`campus rehearse`: a class from its first arrival to its files, without the people and without the hour.

The hub, the classes and the store are the real ones. The clock is virtual: it jumps from one thing that somebody does
to the next, in the order of (time, person), so that a seed tells the whole class and two runs are the same to the byte.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from campus.components.screen import Screen
from campus.errors import CampusError
from campus.keeping import prepared_space
from campus.learning.unit import Unit
from campus.scene import Campus
from campus.text import Language, bilingual
from campus.tools.rehearsal.course import Rehearsal
from campus.tools.rehearsal.lines import Lines, memory_lines, socket_lines
from campus.tools.rehearsal.totals import Rehearsed, summary
from campus.world import Ground, Referee, Zones
from server.hub import Hub
from server.places import Place


def rehearse(
    campus: Campus,
    unit: Unit,
    *,
    students: int,
    seed: int,
    out: Path,
    language: Language,
    sockets: bool,
    say: TextIO,
) -> int:
    """Rehearse a unit, print what its teacher would have seen, and leave the files of the class in `out`.

    Args:
        campus: where; the class takes the space with the most seats before a session's screen.
        unit: what is taught.
        students: how many learners.
        seed: the same seed gives the same class.
        out: the folder of the files; files of an earlier rehearsal in it are replaced.
        language: of what is printed and of the files' columns.
        sockets: also over a real server with real sockets, and compare.
        say: where to print.

    Returns:
        The exit status: 0; 1 where sockets came to something else.

    Raises:
        CampusError: the class could not be taken to its end.
    """
    began = time.monotonic()
    place, screens = class_place(campus)

    def run(connect: Callable[[Hub], AbstractAsyncContextManager[Lines]]) -> Rehearsed:
        with tempfile.TemporaryDirectory(prefix="campus-rehearsal-") as folder:
            rehearsal = Rehearsal(
                unit,
                place,
                students=students,
                seed=seed,
                language=language,
                folder=Path(folder),
                screens=screens,
                connect=connect,
            )
            return asyncio.run(rehearsal.run())

    done = run(memory_lines)
    say.write(done.transcript)
    for line in summary(done.totals, language):
        say.write(line + "\n")
    out.mkdir(parents=True, exist_ok=True)
    for name, data in {**done.files, "transcript.txt": done.transcript.encode()}.items():
        (out / name).write_bytes(data)
        say.write(f"{out / name}\n")
    sys.stderr.write(f"{time.monotonic() - began:.1f} s\n")
    if not sockets:
        return 0
    other = run(socket_lines)
    same = asdict(other.totals) == asdict(done.totals)
    files = sorted(name for name in done.files if done.files[name] != other.files.get(name))
    verdict = {
        ("fr", True): "Par de vraies connexions\u00a0: les mêmes totaux",
        ("fr", False): "Par de vraies connexions\u00a0: d’AUTRES totaux",
        ("en", True): "Over real connections: the same totals",
        ("en", False): "Over real connections: OTHER totals",
    }[language, same]
    say.write(verdict + (f" ({', '.join(files)})" if files else "") + ".\n")
    if not same:
        for line in summary(other.totals, language):
            say.write(line + "\n")
    return 0 if same else 1


def class_place(campus: Campus, shapes: Path | None = None) -> tuple[Place, tuple[str, ...]]:
    """The space with the most seats among those with a session's screen, compiled, and the ids of those screens.

    Raises:
        CampusError: no space of this campus has such a screen.
    """
    screens = {
        id_: tuple(node.id for node in scene.nodes if isinstance(node.spec, Screen) and node.spec.shows == "session")
        for id_, scene in campus.scenes.items()
    }
    spaces = [prepared_space(campus, id_, shapes) for id_ in sorted(screens) if screens[id_]]
    if not spaces:
        raise CampusError(
            bilingual(
                "No space of this campus has a screen that shows the session. Add one: 'shows: session'.",
                "Aucun espace de ce campus n'a d'écran qui montre la séance. Ajoutez-en un : « shows: session ».",
            )
        )
    space = max(spaces, key=lambda space: len(space.seats))
    return Place(space, Referee(Ground.of_space(space), Zones.of(space.zones))), screens[space.id]
