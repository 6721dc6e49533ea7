"""The clipboard, where the system lets us have it. Owns how it is reached; what cannot be shared stays with us.

Panda3D has no clipboard. Dear ImGui has its own on Windows (the backend leaves it alone there); macOS brings programs
that read and write it; on Linux one of three small ones is usually there. Where there is none, copying and pasting
still work inside the campus.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence

PATIENCE_S = 0.4
"""A clipboard that does not answer by then (its owner hangs) is taken as empty, so that the frame is not lost."""

LONGEST = 100_000

_READERS: tuple[tuple[str, ...], ...] = (
    ("wl-paste", "--no-newline"),
    ("xclip", "-selection", "clipboard", "-out"),
    ("xsel", "--clipboard", "--output"),
)
_WRITERS: tuple[tuple[str, ...], ...] = (
    ("wl-copy",),
    ("xclip", "-selection", "clipboard", "-in"),
    ("xsel", "--clipboard", "--input"),
)


def _first_there(commands: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    return next((command for command in commands if shutil.which(command[0])), None)


class Clipboard:
    """What was cut or copied last, shared with other programs where the system has a way to."""

    def __init__(self, *, shared: bool = True) -> None:
        self._own = ""
        self._read: tuple[str, ...] | None = None
        self._write: tuple[str, ...] | None = None
        if shared and sys.platform == "darwin":
            self._read, self._write = ("pbpaste",), ("pbcopy",)
        elif shared:
            self._read, self._write = _first_there(_READERS), _first_there(_WRITERS)

    def text(self) -> str:
        """What to paste."""
        if self._read is None:
            return self._own
        try:
            got = subprocess.run(self._read, capture_output=True, timeout=PATIENCE_S, check=True).stdout
        except (OSError, subprocess.SubprocessError):
            return self._own
        return got[: 4 * LONGEST].decode("utf-8", "replace").replace("\r\n", "\n")[:LONGEST]

    def keep(self, words: str) -> None:
        """Copy `words`."""
        self._own = words[:LONGEST]
        if self._write is None:
            return
        try:
            subprocess.run(
                self._write,
                input=self._own.encode("utf-8", "replace"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE_S,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return
