"""What remains of a class for its teacher: files that a spreadsheet, a calendar and a learning record store open.

They write themselves when a session ends, into `exports/<session>/` of the data folder, from the log alone; so that a
file that was lost can be made again, and is the same to the byte. Owns the files' shape; knows no socket.
"""

from __future__ import annotations

import asyncio
import csv
import datetime
import io
import logging
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from campus.errors import StoreError
from campus.learning.content import Question
from campus.learning.session import Session
from campus.text import Language, Text, bilingual
from server.calendar_entry import calendar_entry
from server.record import Given, Happened, answers, began_and_ended, grouped, happenings, presences, writings
from server.store import Store
from server.xapi import statements

EXPORTS_FOLDER = "exports"
BOM = "\ufeff"
"""Without it a spreadsheet on Windows reads UTF-8 as something else."""
_BETWEEN: Mapping[Language, str] = {"fr": ";", "en": ","}
_POINT: Mapping[Language, str] = {"fr": ",", "en": "."}
_ROLES: Mapping[str, str] = {
    "teacher": "enseignant",
    "co-teacher": "co-enseignant",
    "student": "étudiant",
    "guest": "invité",
    "designer": "concepteur",
    "admin": "administrateur",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

log = logging.getLogger("campus.exports")


class Exporter:
    """Writes the files of sessions that have ended.

    Args:
        store: the log.
        folder: where to; each session has a folder of its own in it.
        language: of the columns and of the words; answers stay in the language in which they were given.
        spaces: space id -> what people call it.
    """

    def __init__(
        self, store: Store, folder: Path, language: Language = "fr", *, spaces: Mapping[str, Text] | None = None
    ) -> None:
        self._store, self._folder, self._language, self._spaces = store, folder, language, spaces or {}

    async def export(self, session: str) -> Path | None:
        """Write the files of one session, in place of older ones of it.

        Returns:
            The folder, or None where the log has no such session.

        Raises:
            StoreError: the log cannot be read, or the folder cannot be written.
        """
        happened = happenings(await self._store.read(f"session/{session}"))
        if not happened:
            return None
        files = session_files(happened, self._language, self._spaces)
        return await asyncio.to_thread(write, self._folder / session, files)  # It waits for the disk; nobody else does.

    async def ended(self, session: str) -> None:
        """Write the files of a session that has just ended; a failure is told in the log and made good on restart."""
        try:
            await self.export(session)
        except StoreError as problem:
            log.error("%s", problem)

    async def catch_up(self) -> list[str]:
        """Write the files of those ended sessions that have none: the server was stopped before it came to them."""
        made = []
        for stream in await self._store.streams("session/"):
            session = stream.partition("/")[2]
            if (self._folder / session).exists():
                continue
            happened = happenings(await self._store.read(stream))
            if happened and happened[-1].after.life == "ended":
                await self.ended(session)
                made.append(session)
        return made


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder, all or none: nobody finds half a class.

    Raises:
        StoreError: there is no room, or no right to write there.
    """
    new = folder.with_name(f".{folder.name}.new")
    old = folder.with_name(f".{folder.name}.old")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
        new.mkdir()
        for name, data in files.items():
            with (new / name).open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as problem:
        raise StoreError(
            bilingual(
                f"{folder} could not be written ({problem.strerror}). Make room; the files are made again from the "
                "log.",
                f"« {folder} » n'a pas pu être écrit (« {problem.strerror} »). Faites de la place ; les fichiers sont "
                "refaits d'après le journal.",
            )
        ) from None
    return folder


def session_files(
    happened: Sequence[Happened], language: Language = "fr", spaces: Mapping[str, Text] | None = None
) -> Mapping[str, bytes]:
    """Every file of one session, by name. The same log gives the same bytes."""
    session = happened[-1].after
    given = answers(happened)
    files = {
        "votes.csv": _votes(session, given, language),
        "attendance.csv": _attendance(happened, language),
        "notes.md": _notes(session, language),
        "xapi.jsonl": statements(happened, given),
        "session.ics": calendar_entry(happened, language, (spaces or {}).get(session.space)),
    }
    groups = grouped(session)
    if groups:
        files["groups.csv"] = _groups(session, groups, language)
    return files


# --- tables ----------------------------------------------------------------------------------------------------------


def table(rows: Iterable[Sequence[str]], language: Language = "fr") -> bytes:
    """Rows as a CSV that opens with a double click, in a spreadsheet of that language.

    UTF-8 with its mark, lines ending as on Windows, `;` between cells where the comma is a number's, as in French. A
    cell that a spreadsheet would take for a formula begins with an apostrophe: a learner's name runs nothing.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=_BETWEEN[language], lineterminator="\r\n")
    for row in rows:
        writer.writerow([plain_cell(cell) for cell in row])
    return (BOM + out.getvalue()).encode()


def plain_cell(cell: str) -> str:
    """A cell that is only ever text."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def moment(at: float) -> str:
    """A moment as spreadsheets read it, in UTC."""
    return datetime.datetime.fromtimestamp(at, datetime.UTC).strftime("%Y-%m-%d %H:%M:%S")


def decimal(value: float, places: int, language: Language) -> str:
    """A number as a spreadsheet of that language reads it."""
    return f"{value:.{places}f}".replace(".", _POINT[language])


def _votes(session: Session, given: Iterable[Given], language: Language) -> bytes:
    heads = {
        "fr": ("nom", "activité", "énoncé", "tour", "réponse", "texte", "juste", "réponses données", "heure (UTC)"),
        "en": ("name", "activity", "asked", "round", "answer", "text", "right", "times answered", "time (UTC)"),
    }[language]
    # What only a program needs comes last: a person reads from the left.
    more = {"fr": ("personne", "question", "version", "cours"), "en": ("person", "question", "version", "session")}[
        language
    ]
    rows: list[tuple[str, ...]] = [(*heads, *more)]
    rows += [
        (
            _name(session, one.person),
            one.activity,
            _in(one.question.text, language) if one.question else "",
            str(one.round or ""),
            one.value,
            _answer_text(one.question, one.value, language),
            "" if one.right is None else _yes_no(one.right, language),
            str(one.times),
            moment(one.at),
            one.person,
            one.question.id if one.question else "",
            one.question.version if one.question else "",
            session.id,
        )
        for one in given
    ]
    return table(rows, language)


def _attendance(happened: Sequence[Happened], language: Language) -> bytes:
    start, end = began_and_ended(happened)
    who = {"fr": ("nom", "rôle"), "en": ("name", "role")}[language]
    last = {"fr": "personne", "en": "person"}[language]
    when = {
        "fr": (
            "arrivée (UTC)",
            "départ (UTC)",
            "minutes",
            "minutes de cours",
            "part du cours",
            "coupures",
            "en retard",
        ),
        "en": ("came (UTC)", "left (UTC)", "minutes", "minutes of class", "share of class", "interruptions", "late"),
    }[language]
    rows: list[tuple[str, ...]] = [(*who, *when, last)]
    for one in presences(happened):
        in_class = one.seconds(start, end)
        share = in_class / (end - start) if end > start else 0.0
        rows.append(
            (
                one.name,
                _ROLES.get(one.role, one.role) if language == "fr" else one.role,
                moment(one.spans[0][0]) if one.spans else "",
                moment(one.spans[-1][1]) if one.spans else "",
                decimal(sum(b - a for a, b in one.spans) / 60.0, 1, language),
                decimal(in_class / 60.0, 1, language),
                decimal(share, 2, language),
                str(max(0, len(one.spans) - 1)),
                _yes_no(one.late, language),
                one.person,
            )
        )
    return table(rows, language)


def _groups(session: Session, groups: Iterable[tuple[str, int, str]], language: Language) -> bytes:
    """One row for each member; no label of ability is ever in it."""
    heads = {"fr": ("activité", "groupe", "nom", "personne"), "en": ("activity", "group", "name", "person")}[language]
    rows: list[tuple[str, ...]] = [heads]
    rows += [(activity, str(number), _name(session, person), person) for activity, number, person in groups]
    return table(rows, language)


def _notes(session: Session, language: Language) -> bytes:
    """What was written in words, activity by activity; votes are in their table."""
    title = {"fr": "# Notes du cours\u00a0: ", "en": "# Notes of the class: "}[language]
    lines = [title + _in(session.unit.title, language), ""]
    heading = None
    for one in writings(session):
        activity = session.activity(one.activity)
        if heading != one.activity:
            heading = one.activity
            lines += [*([""] if lines[-1] else []), f"## {_in(activity.title, language) if activity else heading}", ""]
        asked = f"{_in(one.prompt, language)} " if one.prompt is not None else ""
        # What is least clear is asked for without names, and so it is kept.
        unnamed = type(activity).__name__ == "MuddiestPoint"
        support = f" (+{one.supporters})" if one.supporters else ""
        who = "" if unnamed else f"\u00a0— {_name(session, one.person)}"
        lines.append(f"- {asked}{' '.join(one.words.split())}{support}{who}")
    if heading is None:
        lines.append({"fr": "Personne n’a rien écrit.", "en": "Nobody wrote anything."}[language])
    return ("\n".join(lines).rstrip() + "\n").encode()


def _name(session: Session, person: str) -> str:
    known = session.people.get(person)
    return known.name if known is not None else ""


def _answer_text(question: Question | None, value: str, language: Language) -> str:
    answer = question.answer(value) if question is not None else None
    return _in(answer.text, language) if answer is not None else ""


def _yes_no(true: bool, language: Language) -> str:
    return {"fr": ("non", "oui"), "en": ("no", "yes")}[language][true]


def _in(text: Text, language: Language) -> str:
    return text.fr if language == "fr" else text.en
