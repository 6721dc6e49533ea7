"""What `campus check` tells of a campus: its mistakes, a table of proofs, notes, and how long each step took."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

import msgspec
from rich.console import Console
from rich.text import Text as RichText

from campus.errors import SceneError
from campus.proofs import NOTE, PROOFS, Proof
from campus.space import Space


class Report(msgspec.Struct, frozen=True):
    """What a sound reading of the campus gave: facts for people, by space; proofs; notes, which are no mistakes."""

    facts: dict[str, str]
    proofs: tuple[Proof, ...]
    notes: tuple[str, ...] = ()


class Timing:
    """How long each step took, for who asks."""

    def __init__(self, clock: Callable[[], float] | None) -> None:
        self._clock = clock
        self._last = self._start = clock() if clock else 0.0
        self.steps: list[tuple[str, float]] = []

    def step(self, name: str) -> None:
        """A step ends."""
        if self._clock:
            now = self._clock()
            self.steps.append((name, now - self._last))
            self._last = now

    def lines(self) -> list[str]:
        """The seconds of every step, and of all."""
        if not self._clock:
            return []
        return [*(f"{s:6.2f} s  {name}" for name, s in self.steps), f"{self._clock() - self._start:6.2f} s  altogether"]


def tell(report: Report, errors: Sequence[SceneError], timing: Timing, out: TextIO) -> None:
    """What was checked; the nine proofs, a space in each column; then what is wrong.

    `file:line:column` comes first in every line that tells something wrong, so that editors jump to it.
    """
    console = Console(file=out, soft_wrap=True, highlight=False)
    for error in errors:
        _line(console, error.file, error.line, error.column, error.message, error.hint)
    for space, facts in report.facts.items():
        console.print(RichText(f"{space}: ", style="bold").append(facts, style="not bold"))
    if report.proofs:
        _table(console, report)
    failures = [(proof, failure) for proof in report.proofs for failure in proof.failures]
    for proof, failure in failures:
        _line(console, failure.file, failure.line, failure.column, failure.message, f"[{proof.proof}]")
    for note in report.notes:
        console.print(RichText(note, style="yellow"))
    for line in timing.lines():
        console.print(RichText(line, style="dim"))
    unsound = [proof for proof in report.proofs if not proof.ok]
    if errors:
        files = len({error.file for error in errors})
        console.print(RichText(f"{_counted(len(errors), 'mistake')} in {_counted(files, 'file')}.", style="red"))
    elif unsound:
        console.print(RichText(f"{_counted(len(unsound), 'proof')} failed.", style="red"))
    else:
        console.print(RichText(f"{_counted(len(report.facts), 'space')} checked: sound.", style="green"))


def _line(console: Console, file: str, line: int, column: int, message: str, hint: str) -> None:
    said = RichText(f"{file}:{line}:{column}: ", style="bold")
    said.append(message, style="not bold red")
    if hint:
        said.append(f" {hint}", style="not bold yellow")
    console.print(said)


def _table(console: Console, report: Report) -> None:
    """A row for each proof, a column for each space: whether it holds, and the figure that tells most."""
    spaces = list(report.facts)
    cells = {(proof.space, proof.proof): (proof.ok, _short(proof)) for proof in report.proofs}
    widths = {s: max(len(s), *(len(text) + 2 for (of, _), (_, text) in cells.items() if of == s)) for s in spaces}
    console.print(RichText(f"{'':10}" + "".join(f"  {s:{widths[s]}}" for s in spaces).rstrip(), style="bold"))
    for name in PROOFS:
        row = RichText(f"{name:10}")
        for space in spaces:
            ok, text = cells[space, name]
            mark = "–" if text == "n/a" else ("✓" if ok else "✗")
            row.append("  " + f"{mark} {text}".ljust(widths[space]), style="green" if ok else "red")
        row.rstrip()
        console.print(row)


_TELLING: Mapping[str, str] = {
    "languages": "{texts} texts",
    "portals": "{lead_back} lead back",
    "reach": "{goals} reached",
    "sight": "{farthest_heights} heights",
    "hearing": "{rt60_mid_s} s",
    "light": "~{lux_lowest} lux",
    "contrast": "{lowest}:1",
    "budget": "{draw_calls} calls",
    "licences": "{assets} assets",
}
"""The figure of each proof that tells most."""


def _short(proof: Proof) -> str:
    note = str(proof.figures.get(NOTE, ""))
    if note.startswith("not applicable"):
        return "n/a"
    if not proof.ok:
        return f"{len(proof.failures)} wrong" if note != "cannot be computed" else note
    if unfollowed := proof.figures.get("not_followed"):
        return f"{unfollowed} not followed"
    if proof.figures.get("lead_back") == 0 and (planned := proof.figures.get("planned")):
        return f"{planned} closed"
    try:
        return re.sub(r"\s+", " ", _TELLING[proof.proof].format(**proof.figures))
    except KeyError:
        return "sound"


def facts_of(space: Space) -> str:
    """How much there is in a space: nodes, seats, screens, ways out, triangles."""
    triangles = len(space.mesh.triangles) + sum(len(c.mesh.triangles) * len(c.placements) for c in space.copies)
    return ", ".join(
        (
            _counted(len(space.scene.nodes), "node"),
            _counted(len(space.seats), "seat"),
            _counted(len(space.screens), "screen"),
            _counted(len(space.portals), "way out", "ways out"),
            _counted(triangles, "triangle"),
        )
    )


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
