"""`campus store`: copy the server's log, put a copy back, look through it. Owns the words; `server.backup` does it."""

from __future__ import annotations

from pathlib import Path

import filelock

from campus.errors import CampusError
from campus.remote.embedded import LOCK_FILE, default_data
from campus.text import Text, bilingual, counted, follows
from campus.tools import Said
from server import backup as copies
from server.database import LOG_FILE

UNSOUND = 3
"""Exit status: the log has problems."""


def backup(file: Path, data: Path | None, database: str | None) -> Said:
    """Copy the log into a new file.

    Raises:
        CampusError: it could not be copied, or the copy is not sound.
    """
    found = copies.backup(_target(data, database), file)
    return 0, [follows(bilingual(f"{file}: ", f"{file} : "), _in_short(found))]


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
    put_back = bilingual(f"{file} is the server's log now: ", f"« {file} » est désormais le journal du serveur : ")
    lines = [follows(put_back, _in_short(copies.verify(_target(data, database))))]
    if former is not None:
        lines.append(bilingual(f"The former log is {former}.", f"L'ancien journal est « {former} »."))
    return 0, lines


def verify(file: Path | None, data: Path | None, database: str | None) -> Said:
    """Look through the log, or through a copy.

    Raises:
        CampusError: there is none, or it cannot be read at all.
    """
    target = file or _target(data, database)
    found = copies.verify(target)
    if found.problems:
        return UNSOUND, found.problems
    return 0, [follows(bilingual("Sound: ", "Tout est bon : "), _in_short(found))]


def _target(data: Path | None, database: str | None) -> Path | str:
    return database or (data or default_data()) / LOG_FILE


def _in_short(found: copies.Verified) -> Text:
    events = counted(found.events, Text(fr="événement", en="event"))
    streams = counted(found.streams, Text(fr="fil", en="stream"))
    classes = found.sessions
    return bilingual(
        f"{events.en} in {streams.en}, {classes} of them classes; schema {found.revision}.",
        f"{events.fr} dans {streams.fr}, dont {classes} de cours ; schéma {found.revision}.",
    )
