"""What every proof gives: figures, and what it found wrong, by node. Knows no proof and no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from campus.errors import CampusError
from campus.mesh import Mesh
from campus.scene.model import Campus, Material
from campus.space.model import Space
from campus.text import Language, Text, bilingual

Figure = str | float | int | bool | list[str] | dict[str, float]
Figures = Mapping[str, Figure]
NOTE, NOTE_FR = "note", "note_fr"
"""The figures that say in words what numbers cannot: that there is nothing to judge, or that it is an estimate."""


class NotComputable(CampusError):
    """A proof that cannot be computed here; it says what to do about it, and never passes."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the node that the author has to mend, None for the space as a whole; the sentence."""

    node: str | None
    message: Text


@dataclass(frozen=True)
class Verdict:
    """What one proof says of one space; sound when nothing was found."""

    figures: Figures = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


class Failure(msgspec.Struct, frozen=True):
    """A finding with its place: the node's file, line and column, from 1; the sentence, and the same in French."""

    file: str
    line: int
    column: int
    message: str
    message_fr: str

    def in_(self, language: Language) -> str:
        """The sentence in the reader's language."""
        return self.message_fr if language == "fr" else self.message


class Proof(msgspec.Struct, frozen=True):
    """One proof of one space, as people and machines read it."""

    space: str
    proof: str
    ok: bool
    figures: dict[str, Figure]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, eq=False)
class Beyond:
    """What stands outside a space's openings, in its frame; `sky` is the share of the sky that it sees."""

    mesh: Mesh
    materials: Mapping[str, Material]
    sky: float


def _nothing_beyond() -> tuple[Beyond, ...]:
    return ()


@dataclass(frozen=True, eq=False)
class Case:
    """All that a proof may look at.

    Attributes:
        campus: loaded.
        space: compiled, one of the campus's.
        licences: the text of `assets/LICENSES.md`; empty where there is none.
        assets: every file under `assets/`, as a path from there.
        arranged: the space again in each of its other layouts, by name.
        beyond: gives what stands outside its windows and arches; asked only by the proof that needs it.
    """

    campus: Campus
    space: Space
    licences: str = ""
    assets: frozenset[str] = frozenset()
    arranged: Mapping[str, Space] = field(default_factory=dict)
    beyond: Callable[[], tuple[Beyond, ...]] = _nothing_beyond


def not_applicable(why: Text) -> Verdict:
    """There is nothing to judge, which is sound."""
    return Verdict(noted(bilingual(f"not applicable: {why.en}", f"sans objet : {why.fr}")))


def noted(note: Text) -> dict[str, Figure]:
    """A note as figures, one for each language."""
    return {NOTE: note.en, NOTE_FR: note.fr}


def named(names: list[str], most: int = 3) -> Text:
    """The first few of many names, and how many more there are."""
    en, fr = (", ".join(form.format(name) for name in names[:most]) for form in ("'{}'", "« {} »"))
    if (more := len(names) - most) > 0:
        return Text(fr=f"{fr} et {more} de plus", en=f"{en} and {more} more")
    return Text(fr=fr, en=en)


def in_layout(layout: str, finding: Finding) -> Finding:
    """A finding of another layout than the first."""
    said = finding.message
    message = bilingual(f"in the layout '{layout}', {said.en}", f"dans la disposition « {layout} », {said.fr}")
    return Finding(finding.node, message)
