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
from campus.proofs._base import NOTE_FR
from campus.space import Space
from campus.text import Language, Text, bilingual, comma, counted, same


class Report(msgspec.Struct, frozen=True):
    """What a sound reading of the campus gave: facts for people, by space; proofs; notes, which are no mistakes."""

    facts: dict[str, Text]
    proofs: tuple[Proof, ...]
    notes: tuple[Text, ...] = ()


class Timing:
    """How long each step took, for who asks."""

    def __init__(self, clock: Callable[[], float] | None) -> None:
        self._clock = clock
        self._last = self._start = clock() if clock else 0.0
        self.steps: list[tuple[Text, float]] = []

    def step(self, name: Text) -> None:
        """A step ends."""
        if self._clock:
            now = self._clock()
            self.steps.append((name, now - self._last))
            self._last = now

    def lines(self) -> list[Text]:
        """The seconds of every step, and of all."""
        if not self._clock:
            return []
        steps = [*self.steps, (Text(fr="en tout", en="altogether"), self._clock() - self._start)]
        return [Text(fr=f"{comma(s, '6.2f')}\u00a0s  {name.fr}", en=f"{s:6.2f} s  {name.en}") for name, s in steps]


def tell(report: Report, errors: Sequence[SceneError], timing: Timing, out: TextIO, language: Language) -> None:
    """What was checked; the nine proofs, a space in each column; then what is wrong.

    `file:line:column` comes first in every line that tells something wrong, so that editors jump to it.
    """
    console = Console(file=out, soft_wrap=True, highlight=False)
    for error in errors:
        advice = error.advice.in_(language) if error.advice else ""
        _line(console, error.file, error.line, error.column, error.text.in_(language), advice)
    colon = Text(fr="\u00a0: ", en=": ").in_(language)
    for space, facts in report.facts.items():
        console.print(RichText(f"{space}{colon}", style="bold").append(facts.in_(language), style="not bold"))
    if report.proofs:
        _table(console, report, language)
    failures = [(proof, failure) for proof in report.proofs for failure in proof.failures]
    for proof, failure in failures:
        by = f"[{CALLED[proof.proof].in_(language)}]"
        _line(console, failure.file, failure.line, failure.column, failure.in_(language), by)
    for note in report.notes:
        console.print(RichText(note.in_(language), style="yellow"))
    for line in timing.lines():
        console.print(RichText(line.in_(language), style="dim"))
    unsound = [proof for proof in report.proofs if not proof.ok]
    if errors:
        wrong = counted(len(errors), Text("erreur", "mistake"))
        files = counted(len({error.file for error in errors}), Text("fichier", "file"))
        verdict, style = Text(fr=f"{wrong.fr} dans {files.fr}.", en=f"{wrong.en} in {files.en}."), "red"
    elif unsound:
        failed, s = counted(len(unsound), Text("preuve", "proof")), "s" if len(unsound) > 1 else ""
        verdict, style = Text(fr=f"{failed.fr} manquée{s}.", en=f"{failed.en} failed."), "red"
    else:
        every, s = counted(len(report.facts), Text("espace", "space")), "s" if len(report.facts) > 1 else ""
        verdict, style = bilingual(f"{every.en} checked: sound.", f"{every.fr} vérifié{s} : tout est bon."), "green"
    console.print(RichText(verdict.in_(language), style=style))


def _line(console: Console, file: str, line: int, column: int, message: str, hint: str) -> None:
    said = RichText(f"{file}:{line}:{column}: ", style="bold")
    said.append(message, style="not bold red")
    if hint:
        said.append(f" {hint}", style="not bold yellow")
    console.print(said)


def _table(console: Console, report: Report, language: Language) -> None:
    """A row for each proof, a column for each space: whether it holds, and the figure that tells most."""
    spaces = list(report.facts)
    cells = {(proof.space, proof.proof): (proof.ok, _short(proof)) for proof in report.proofs}
    said = {key: text.in_(language) for key, (_, text) in cells.items()}
    widths = {s: max(len(s), *(len(text) + 2 for (of, _), text in said.items() if of == s)) for s in spaces}
    console.print(RichText(f"{'':10}" + "".join(f"  {s:{widths[s]}}" for s in spaces).rstrip(), style="bold"))
    for name in PROOFS:
        row = RichText(f"{CALLED[name].in_(language):10}")
        for space in spaces:
            ok, text = cells[space, name]
            mark = "–" if text is _NOT_APPLICABLE else ("✓" if ok else "✗")
            row.append("  " + f"{mark} {said[space, name]}".ljust(widths[space]), style="green" if ok else "red")
        row.rstrip()
        console.print(row)


CALLED: Mapping[str, Text] = {
    "languages": Text(fr="langues", en="languages"),
    "portals": Text(fr="passages", en="portals"),
    "reach": Text(fr="accès", en="reach"),
    "sight": Text(fr="vue", en="sight"),
    "hearing": Text(fr="écoute", en="hearing"),
    "light": Text(fr="lumière", en="light"),
    "contrast": Text(fr="contraste", en="contrast"),
    "budget": same("budget"),
    "licences": same("licences"),
}
"""What people call the proofs; machines read their names."""
_TELLING: Mapping[str, Text] = {
    "languages": Text(fr="{texts} textes", en="{texts} texts"),
    "portals": Text(fr="{lead_back} dans les deux sens", en="{lead_back} lead back"),
    "reach": Text(fr="{goals} atteints", en="{goals} reached"),
    "sight": Text(fr="{farthest_heights} hauteurs", en="{farthest_heights} heights"),
    "hearing": same("{rt60_mid_s} s"),
    "light": same("~{lux_lowest} lux"),
    "contrast": same("{lowest}:1"),
    "budget": Text(fr="{draw_calls} appels", en="{draw_calls} calls"),
    "licences": Text(fr="{assets} ressources", en="{assets} assets"),
}
"""The figure of each proof that tells most."""
_NOT_APPLICABLE = Text(fr="s.o.", en="n/a")


def _short(proof: Proof) -> Text:
    note = str(proof.figures.get(NOTE, ""))
    if note.startswith("not applicable"):
        return _NOT_APPLICABLE
    if not proof.ok:
        if note == "cannot be computed":
            return Text(fr=str(proof.figures[NOTE_FR]), en=note)
        wrong = len(proof.failures)
        return Text(fr=f"{wrong} erreur{'s' if wrong > 1 else ''}", en=f"{wrong} wrong")
    if unfollowed := proof.figures.get("not_followed"):
        return Text(fr=f"{unfollowed} non suivis", en=f"{unfollowed} not followed")
    if proof.figures.get("lead_back") == 0 and (planned := proof.figures.get("planned")):
        return Text(fr=f"{planned} fermés", en=f"{planned} closed")
    try:
        telling = _TELLING[proof.proof]
        decimal = {k: comma(v) if isinstance(v, float) else v for k, v in proof.figures.items()}
        en = re.sub(r"\s+", " ", telling.en.format(**proof.figures))
        return Text(fr=telling.fr.format(**decimal), en=en)
    except KeyError:
        return Text(fr="bon", en="sound")


def facts_of(space: Space) -> Text:
    """How much there is in a space: nodes, seats, screens, ways out, triangles."""
    triangles = len(space.mesh.triangles) + sum(len(c.mesh.triangles) * len(c.placements) for c in space.copies)
    facts = (
        counted(len(space.scene.nodes), Text("nœud", "node")),
        counted(len(space.seats), Text("place", "seat")),
        counted(len(space.screens), Text("écran", "screen")),
        counted(len(space.portals), Text("sortie", "way out"), Text("sorties", "ways out")),
        counted(triangles, Text("triangle", "triangle")),
    )
    return Text(fr=", ".join(one.fr for one in facts), en=", ".join(one.en for one in facts))
