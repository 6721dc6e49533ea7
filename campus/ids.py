"""Identifiers: what a name may look like, and the closest name to a misspelt one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from campus.text import Text, bilingual

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
SpaceId = Annotated[str, Meta(pattern=ID_PATTERN, max_length=64)]
NodeId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*([-.][a-z0-9]+)*$", max_length=128)]
"""A node's id; inside a prefab it is `instance.node`, as in `table-2.seat-3`."""
MaterialId = Annotated[str, Meta(pattern=ID_PATTERN, max_length=64, extra_json_schema={"refers-to": "material"})]
PersonId = Annotated[str, Meta(min_length=1, max_length=64)]


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that the writer most likely meant, or None when nothing is near.

    One letter dropped, added, changed or swapped with its neighbour always counts as near, also in words of three
    letters; in longer words two or three slips do, and so does a part of a word that is long enough to be told.
    """
    written = word.lower()
    allowed = 1 if len(written) < 5 else 2 if len(written) < 9 else 3
    ranked = []
    for candidate in set(known):
        distance = slips(written, candidate.lower(), allowed)
        if distance <= allowed:
            swapped = sorted(candidate.lower()) == sorted(written)  # fingers swap letters more often than they miss one
            ranked.append(
                (distance, not swapped, candidate[:1].lower() != written[:1], -_likeness(written, candidate), candidate)
            )
    if ranked:
        return min(ranked)[-1]
    found = difflib.get_close_matches(written, sorted(known), n=1, cutoff=0.65)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """A hint for an unknown word: the closest known one, or all of them when they are few, or nothing."""
    known = sorted(set(known))
    if match := closest(word, known):
        return bilingual(f"Did you mean '{match}'?", f"Vouliez-vous dire « {match} » ?")
    every = ", ".join(known)
    return bilingual(f"Known: {every}.", f"Existent : {every}.") if 0 < len(known) <= 8 else None


def _likeness(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b.lower()).ratio()


def slips(a: str, b: str, most: int = 3) -> int:
    """How many letters dropped, added, changed or swapped with a neighbour make `a` into `b`; `most` + 1 for more.

    The optimal-string-alignment distance (Damerau 1964), row by row, given up as soon as a row exceeds `most`.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return last[-1]
