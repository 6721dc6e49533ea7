"""`campus store`: copy the server's log, put a copy back, look through it. Owns the words; `server.backup` does it."""

from __future__ import annotations

from pathlib import Path

import filelock

from campus.errors import CampusError
from campus.remote.embedded import LOCK_FILE, default_data
from campus.text import bilingual
from server import backup as copies

LOG_FILE = "log.db"
UNSOUND = 3
"""Exit status: the log has problems."""

Said = tuple[int, list[str]]
"""An exit status, and what to print."""


def backup(file: Path, data: Path | None, database: str | None) -> Said:
    """Copy the log into a new file.

    Raises:
        CampusError: it could not be copied, or the copy is not sound.
    """
    found = copies.backup(_target(data, database), file)
    return 0, [f"{file}: {_counted(found)}."]


def restore(file: Path, data: Path | None, database: str | None) -> Said:
    """Put a copy in the place of the log.

    Raises:
        CampusError: the server runs, or the copy is not sound.
    """
    folder = data or default_data()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder / LOCK_FILE).acquire(timeout=0):
            former = copies.restore(file, _target(data, database))
    except filelock.Timeout:
        raise CampusError(
            bilingual(
                f"A campus server uses the folder {folder}. Stop it first.",
                f"Un serveur du campus emploie le dossier « {folder} ». Arrêtez-le d'abord.",
            )
        ) from None
    lines = [f"{file} is the server's log now: {_counted(copies.verify(_target(data, database)))}."]
    return 0, lines if former is None else [*lines, f"The former log is {former}."]


def verify(file: Path | None, data: Path | None, database: str | None) -> Said:
    """Look through the log, or through a copy.

    Raises:
        CampusError: there is none, or it cannot be read at all.
    """
    target = file or _target(data, database)
    found = copies.verify(target)
    if found.problems:
        return UNSOUND, found.problems
    return 0, [f"Sound: {_counted(found)}."]


def _target(data: Path | None, database: str | None) -> Path | str:
    return database or (data or default_data()) / LOG_FILE


def _counted(found: copies.Verified) -> str:
    return (
        f"{found.events} events in {found.streams} streams, {found.sessions} of them classes; schema {found.revision}"
    )
