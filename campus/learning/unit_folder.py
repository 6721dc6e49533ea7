"""A unit's folder, as whoever reads it meets it: its YAML files, and where each word of them stands.

Owns how a mistake in a unit is noted; knows no field of any of its files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from campus.ids import did_you_mean
from campus.learning.competencies import COMPETENCIES
from campus.scene.findings import Findings, UnreadableError
from campus.scene.model import Source
from campus.scene.reading import MAX_BYTES, read
from campus.scene.values import Fields, Items, Scalar, Value
from campus.scene.wording import unreadable
from campus.text import Text, bilingual

FOLDER = "assets/units"
"""Where the units of a campus are, under its root."""


class UnitFolder:
    """One unit's folder; notes every mistake that is met in it.

    Args:
        path: where it is; messages name its files as if it were in `assets/units`.
        findings: takes the mistakes.
    """

    def __init__(self, path: Path, findings: Findings) -> None:
        self.path, self.name, self.findings = path, path.name, findings
        self.said = f"{FOLDER}/{path.name}"

    def items(self, value: Value, name: str) -> list[Fields]:
        """The mappings of a list; whatever else is in it is noted."""
        if not isinstance(value, Items):
            message = bilingual(f"{name} must be a list.", f"{name} doit être une liste.")
            self.findings.add(value.source, message, code="wrong-type")
            return []
        for i, item in enumerate(value.items):
            if not isinstance(item, Fields):
                message = bilingual(f"{name}[{i}] must be a mapping.", f"{name}[{i}] doit être un dictionnaire.")
                self.findings.add(item.source, message, code="wrong-type")
        return [item for item in value.items if isinstance(item, Fields)]

    def mapping(self, file: str, else_: Text) -> Fields | None:
        """The mapping that a file holds, or None once it is noted why there is none."""
        path, file = self.path / file, f"{self.said}/{file}"
        try:
            with path.open("rb") as opened:
                content = opened.read(MAX_BYTES + 1)
        except OSError as error:
            self.findings.add(Source(file, 1, 1), unreadable(file, error), code="missing-file")
            return None
        try:
            value = read(content, file, self.findings)
        except UnreadableError as error:
            self.findings.add(error.source, error.message, code=error.code, hint=error.hint)
            return None
        if not isinstance(value, Fields):
            self.findings.add(value.source, else_, code="wrong-type")
            return None
        return value

    def check_competency(self, word: str, place: Source) -> None:
        """Note a word that is no domain of digital-health competence."""
        if word not in COMPETENCIES:
            message = bilingual(f"there is no competency '{word}'.", f"il n'y a pas de compétence « {word} ».")
            self.findings.add(place, message, code="unknown-name", hint=did_you_mean(word, COMPETENCIES))

    def check_once(self, named: Sequence[tuple[str, Source]], kind: Text) -> None:
        """Note every name that was given before; `kind` is what the names are of, in French with its article."""
        seen: dict[str, Source] = {}
        for name, place in named:
            if name in seen:
                line = seen[name].line
                message = bilingual(
                    f"{kind.en} '{name}' is given twice; first in line {line}.",
                    f"{kind.fr} « {name} » vient deux fois ; d'abord à la ligne {line}.",
                )
                self.findings.add(place, message, code="duplicate-id")
            seen.setdefault(name, place)


def words_of(value: Fields, key: str) -> list[tuple[str, Source]]:
    """The words of a field, one or a list, each with its place; none where it is written otherwise."""
    entry = value.get(key)
    scalars = entry.items if isinstance(entry, Items) else [entry]
    return [(scalar.text, scalar.source) for scalar in scalars if isinstance(scalar, Scalar)]


def mappings_of(value: Fields, key: str) -> list[Fields]:
    """The mappings of a field that is a list; none where it is written otherwise."""
    entry = value.get(key)
    return [item for item in entry.items if isinstance(item, Fields)] if isinstance(entry, Items) else []
