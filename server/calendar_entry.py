"""A class as a calendar entry (RFC 5545). Owns the format, and an identity that stays when the entry is made again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from campus.text import Language, Text
from server.record import Happened, began_and_ended

OCTETS = 75
"""The longest line of the format, without its end; a longer one goes on after a line break and a space."""


def calendar_entry(happened: Sequence[Happened], language: Language, where: Text | None = None) -> bytes:
    """The calendar file of a session that took place; opening it twice makes one entry.

    Args:
        happened: the session's log.
        language: of its words.
        where: what people call the space; its id stands where nobody knows any more.
    """
    session = happened[-1].after
    start, end = began_and_ended(happened)
    title, summary = session.unit.title, session.unit.summary
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//campus//session//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{session.id}@session.campus.invalid",
        f"DTSTAMP:{_moment(happened[-1].at)}",
        f"DTSTART:{_moment(start)}",
        f"DTEND:{_moment(max(end, start + 60.0))}",
        f"SUMMARY:{_escaped(title.fr if language == 'fr' else title.en)}",
        f"DESCRIPTION:{_escaped(summary.fr if language == 'fr' else summary.en)}",
        f"LOCATION:{_escaped(where.in_(language) if where else session.space)}",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(part + "\r\n" for line in lines for part in _folded(line)).encode()


def _moment(at: float) -> str:
    return datetime.datetime.fromtimestamp(at, datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most `OCTETS` bytes, none of which cuts a letter in two."""
    piece, length = "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > OCTETS:
            yield piece
            piece, length = " ", 1
        piece, length = piece + letter, length + size
    yield piece
