"""The mistakes of a campus, collected as they are found, so that all of them are told at once."""

from __future__ import annotations

from typing import NamedTuple

from campus.errors import SceneError, SceneErrors
from campus.scene.model import Source
from campus.text import Text, bilingual


class Reference(NamedTuple):
    """A name of something that is defined elsewhere: its kind (`material`), the word, its place, its field."""

    kind: str
    word: str
    source: Source
    field: Text


class Findings:
    """Collects mistakes; the same sentence about the same place counts once (a prefab may be used many times).

    Attributes:
        references: names met on the way whose meaning is known only when everything is read.
    """

    def __init__(self) -> None:
        self.references: list[Reference] = []
        self._errors: dict[tuple[str, int, int, str], SceneError] = {}

    def add(self, source: Source, message: Text, *, code: str, hint: Text | None = None) -> None:
        """Note one mistake: where, the sentence, a stable word for machines, and what to do."""
        key = (source.file, source.line, source.column, message.en)
        if key not in self._errors:
            self._errors[key] = SceneError(source.file, source.line, source.column, message, code=code, hint=hint)

    def expect_name(self, source: Source, kind: Text, name: str, found: str) -> None:
        """Note when a file holds something that is not named as the file is.

        Args:
            source: where the name is written.
            kind: what the file holds, in French with its article: `space`, `l'espace`.
            name: that of the file.
            found: the name that is written.
        """
        if found != name:
            self.add(
                source,
                bilingual(
                    f"this file must hold {kind.en} '{name}', not '{found}'.",
                    f"ce fichier doit contenir {kind.fr} « {name} », et non « {found} ».",
                ),
                code="name",
                hint=bilingual(f"A {kind.en} is named as its file is.", f"Le nom est celui du fichier : « {name} »."),
            )

    def __len__(self) -> int:
        return len(self._errors)

    def errors(self) -> tuple[SceneError, ...]:
        """All of them so far, in reading order."""
        return SceneErrors(self._errors.values()).errors

    def raise_any(self) -> None:
        """Raises SceneErrors: when anything was found."""
        if self._errors:
            raise SceneErrors(self._errors.values())


class UnreadableError(Exception):
    """One mistake after which a file cannot be read on; becomes a finding, never reaches a caller."""

    def __init__(self, source: Source, message: Text, *, code: str, hint: Text | None = None) -> None:
        super().__init__(message.en)
        self.source, self.message, self.code, self.hint = source, message, code, hint
