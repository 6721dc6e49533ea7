"""Everything that the campus raises on purpose. One root, so that a caller can tell our errors from faults.

A message says where, what, and what to do, and quotes the user's own word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from campus.text import Text


class CampusError(Exception):
    """The root of every error that the campus raises on purpose.

    Attributes:
        exit_status: what a command that ends with this error tells the shell.
    """

    exit_status: ClassVar[int] = 1


class SceneError(CampusError):
    """One mistake in one file that a designer or a teacher wrote.

    Attributes:
        file: the path as the user would name it, relative to the root of the content.
        line: counted from 1.
        column: counted from 1.
        code: a stable kebab-case word for machines, such as ``unknown-field``.
        message: one sentence that ends with a full stop.
        hint: what to do, or an empty string ("Did you mean 'slides'?").
    """

    def __init__(
        self, file: str, line: int, column: int, message: str, *, code: str = "invalid", hint: str = ""
    ) -> None:
        super().__init__(file, line, column, message)
        self.file, self.line, self.column = file, line, column
        self.message, self.code, self.hint = message, code, hint

    def __str__(self) -> str:
        """``file:line:column: message hint``."""
        return f"{self.file}:{self.line}:{self.column}: {self.message} {self.hint}".rstrip()


class SceneErrors(CampusError):
    """Every mistake of a file or of a campus at once, in reading order."""

    exit_status = 3

    def __init__(self, errors: Iterable[SceneError]) -> None:
        self.errors = tuple(sorted(set(errors), key=lambda e: (e.file, e.line, e.column, e.message)))
        super().__init__(self.errors)

    def __str__(self) -> str:
        """One line for each mistake."""
        return "\n".join(map(str, self.errors))


class ProtocolError(CampusError):
    """What came in on the wire is not ours to read; the connection ends with `code`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code, self.message = code, message

    def __str__(self) -> str:
        """``code: message``."""
        return f"{self.code}: {self.message}"


class Refused(CampusError):
    """A person asked for something that is not possible now, or not theirs; nothing has changed.

    Attributes:
        code: a stable snake_case word, such as ``not_now``, ``full``, ``not_allowed``, ``too_fast``.
        text: the sentence for the person, in both languages.
    """

    def __init__(self, code: str, message: str, french: str | None = None) -> None:
        super().__init__(code, message)
        self.code, self.message = code, message
        self.text = Text(fr=french or message, en=message)

    def __str__(self) -> str:
        """``code: message``."""
        return f"{self.code}: {self.message}"


class StoreError(CampusError):
    """The store cannot keep or give back what was asked; the message says which file and what to do."""
