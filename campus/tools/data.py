"""`campus data`: what is kept of a person, given out or taken away, and the schedule by which classes go."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

import filelock
import msgspec
from sqlalchemy.exc import SQLAlchemyError

from campus.errors import CampusError, StoreError
from campus.remote.embedded import ADDRESS_FILE, LOCK_FILE, default_data
from campus.text import Text, bilingual, counted, same
from campus.tools import Said
from server.database import LOG_FILE, unreadable_log
from server.known import find_person, known_of
from server.orders import Order, give
from server.retention import SCHEDULE_FILE, erase, keep_to_schedule, read_schedule, told
from server.store import Store

_DONE = {
    "erased": Text(fr="effacé", en="erased"),
    "archived": Text(fr="archivé", en="archived"),
    "purged": Text(fr="supprimé", en="purged"),
}
"""What a proof says that was done."""
_EVENT = Text(fr="événement", en="event")


def export_person(person: str, out: Path | None, data: Path | None, database: str | None) -> Said:
    """Everything that is kept of a person, as JSON: on the screen, or in a file.

    Raises:
        CampusError: nobody is called so, or several are; or the server runs.
    """
    with _opened(data, database) as (store, _):
        known = known_of(store.engine, find_person(store.engine, person))
    text = json.dumps(known, ensure_ascii=False, indent=2, default=str)
    if out is None:
        return 0, [same(text)]
    out.write_text(text + "\n", encoding="utf-8")
    events, whom = counted(len(known["events"]), _EVENT), known["person"]
    return 0, [bilingual(f"{out}: {events.en} of {whom}.", f"{out} : {events.fr} de {whom}.")]


def erase_person(person: str, data: Path | None, database: str | None) -> Said:
    """Take a person out of the log, the accounts and the exports.

    A server that runs on the same folder does it itself, in the middle of a class if need be.

    Raises:
        CampusError: as `export_person`.
    """
    folder = data or default_data()
    if (folder / ADDRESS_FILE).exists() and _is_held(folder):
        answer = give(folder, Order(erase=person), now=time.monotonic, sleep=time.sleep)
        return answer.status, list(answer.lines)
    with _opened(data, database) as (store, _):
        return told(erase(store.engine, find_person(store.engine, person), folder, time.time()), folder)


def _is_held(folder: Path) -> bool:
    """Whether a server runs on a data folder."""
    try:
        with filelock.FileLock(folder / LOCK_FILE).acquire(timeout=0):
            return False
    except filelock.Timeout:
        return True


def keep_schedule(data: Path | None, database: str | None) -> Said:
    """Archive and purge what is due now.

    Raises:
        CampusError: there is no schedule, or it is none; or the server runs.
    """
    with _opened(data, database) as (store, folder):
        schedule = read_schedule(folder)
        if schedule is None:
            example = '{"archive_after_days": 400, "purge_after_days": 1100}'
            raise CampusError(
                bilingual(
                    f"There is no schedule {folder / SCHEDULE_FILE}. Write {example} into it.",
                    f"Il n'y a pas de calendrier « {folder / SCHEDULE_FILE} ». Écrivez-y « {example} ».",
                )
            )
        proofs = keep_to_schedule(store.engine, schedule, folder, time.time())
    lines = []
    for proof in proofs:
        done, events = _DONE[proof.what], counted(proof.events, _EVENT)
        lines.append(bilingual(f"{done.en} {proof.subject}: {events.en}", f"{done.fr} {proof.subject} : {events.fr}"))
    return 0, lines or [bilingual("Nothing is due.", "Rien n'est à échéance.")]


@contextlib.contextmanager
def _opened(data: Path | None, database: str | None) -> Iterator[tuple[Store, Path]]:
    folder = data or default_data()
    if database is None and not (folder / LOG_FILE).exists():
        raise CampusError(
            bilingual(
                f"There is no log in {folder}. Give the server's folder with --data.",
                f"Il n'y a pas de journal dans « {folder} ». Donnez le dossier du serveur avec --data.",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder / LOCK_FILE).acquire(timeout=0):
            store = Store.open(database or folder / LOG_FILE, backups=folder)
            try:
                yield store, folder
            except (SQLAlchemyError, msgspec.DecodeError) as problem:
                raise StoreError(unreadable_log(store.name, problem)) from None
            finally:
                store.close()
    except filelock.Timeout:
        raise CampusError(
            bilingual(
                f"A campus server uses the folder {folder}. Stop it first: it holds its classes in memory.",
                f"Un serveur du campus emploie le dossier « {folder} ». Arrêtez-le : il a ses cours en mémoire.",
            )
        ) from None
