"""Everything that the campus raises on purpose. One root, so that a caller can tell our errors from faults.

A message says where, what, and what to do, and quotes the user's own word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from campus.text import Language, Text, follows, same


class CampusError(Exception):
    """The root of every error that the campus raises on purpose.

    Args:
        said: the sentence for the person, in both languages (`bilingual`).
        hint: a second one, which says what to do; None where there is nothing to add.

    Attributes:
        exit_status: what a command that ends with this error tells the shell.
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, said: Text, hint: Text | None = None) -> None:
        super().__init__(said, hint)
        self._said = said if hint is None else follows(follows(said, " "), hint)

    def __str__(self) -> str:
        """What a log keeps: the English words."""
        return self.in_("en")

    def in_(self, language: Language) -> str:
        """What a person reads who reads this language."""
        return self._said.in_(language)

    @property
    def said(self) -> Text:
        """All of it in both languages."""
        return Text(fr=self.in_("fr"), en=self.in_("en"))


class Impossible(ValueError):
    """What an author's numbers do not allow: a part of a sentence, without a full stop, in both languages.

    Raised by a component or a mesh, which know no file; whoever does makes it a `SceneError`.
    """

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


def why_not(error: ValueError) -> Text:
    """What a `ValueError` says in both languages, without a full stop; other people's are said as they are."""
    return error.why if isinstance(error, Impossible) else same(str(error).rstrip("."))


class SceneError(CampusError):
    """One mistake in one file that a designer or a teacher wrote.

    Attributes:
        file: the path as the user would name it, relative to the root of the content.
        line: counted from 1.
        column: counted from 1.
        code: a stable kebab-case word for machines, such as ``unknown-field``.
        text: one sentence that ends with a full stop, in both languages.
        advice: what to do ("Did you mean 'slides'?"), or None.
    """

    def __init__(
        self, file: str, line: int, column: int, text: Text, *, code: str = "invalid", hint: Text | None = None
    ) -> None:
        Exception.__init__(self, file, line, column, text)
        self.file, self.line, self.column = file, line, column
        self.text, self.code, self.advice = text, code, hint

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.text.en

    @property
    def hint(self) -> str:
        """What to do, in English, or an empty string."""
        return self.advice.en if self.advice else ""

    def as_data(self) -> dict[str, str | int]:
        """The same as machines read it, in both languages."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "message_fr": self.text.fr,
            "hint_fr": self.advice.fr if self.advice else "",
        }

    def __str__(self) -> str:
        """``file:line:column: message hint``."""
        return self.in_("en")

    def in_(self, language: Language) -> str:
        """The same in the reader's language."""
        hint = f" {self.advice.in_(language)}" if self.advice else ""
        return f"{self.file}:{self.line}:{self.column}: {self.text.in_(language)}{hint}"


class SceneErrors(CampusError):
    """Every mistake of a file or of a campus at once, in reading order."""

    exit_status = 3

    def __init__(self, errors: Iterable[SceneError]) -> None:
        self.errors = tuple(sorted(set(errors), key=lambda e: (e.file, e.line, e.column, e.message)))
        Exception.__init__(self, self.errors)

    def __str__(self) -> str:
        """One line for each mistake."""
        return self.in_("en")

    def in_(self, language: Language) -> str:
        """The same in the reader's language."""
        return "\n".join(error.in_(language) for error in self.errors)


class ProtocolError(CampusError):
    """What came in on the wire is not ours to read; the connection ends with `code`."""

    def __init__(self, code: str, message: str) -> None:
        Exception.__init__(self, code, message)
        self.code, self.message = code, message

    def __str__(self) -> str:
        """``code: message``."""
        return f"{self.code}: {self.message}"

    def in_(self, language: Language) -> str:
        """The same in either language: no person reads it."""
        return str(self)


class Refused(CampusError):
    """A person asked for something that is not possible now, or not theirs; nothing has changed.

    Attributes:
        code: a stable snake_case word, such as ``not_now``, ``full``, ``not_allowed``, ``too_fast``.
        text: the sentence for the person, in both languages.
    """

    def __init__(self, code: str, message: str, french: str | None = None) -> None:
        Exception.__init__(self, code, message)
        self.code, self.message = code, message
        self.text = Text(fr=french or message, en=message)

    def __str__(self) -> str:
        """``code: message``."""
        return f"{self.code}: {self.message}"

    def in_(self, language: Language) -> str:
        """The sentence for the person, in their language."""
        return self.text.in_(language)


class StoreError(CampusError):
    """The store cannot keep or give back what was asked; the message says which file and what to do."""
