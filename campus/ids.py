"""Identifiers: what a name may look like, and the closest name to a misspelt one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
SpaceId = Annotated[str, Meta(pattern=ID_PATTERN, max_length=64)]
NodeId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*([-.][a-z0-9]+)*$", max_length=128)]
"""A node's id; inside a prefab it is `instance.node`, as in `table-2.seat-3`."""
MaterialId = Annotated[str, Meta(pattern=ID_PATTERN, max_length=64, extra_json_schema={"refers-to": "material"})]
PersonId = Annotated[str, Meta(min_length=1, max_length=64)]


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that the writer most likely meant, or None when nothing is near.

    One letter dropped, added, changed or swapped always counts as near, also in words of three letters.
    """
    candidates = sorted(set(known))
    ranked = sorted(candidates, key=lambda k: -difflib.SequenceMatcher(None, word.lower(), k.lower()).ratio())
    near = [k for k in ranked if _is_one_slip(word.lower(), k.lower())]
    if near:
        return near[0]
    found = difflib.get_close_matches(word.lower(), [k.lower() for k in candidates], n=1, cutoff=0.6)
    return next((k for k in candidates if found and k.lower() == found[0]), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for an unknown word: the closest known one, or all of them when they are few, or nothing."""
    known = sorted(set(known))
    if match := closest(word, known):
        return f"Did you mean '{match}'?"
    return f"Known: {', '.join(known)}." if 0 < len(known) <= 8 else ""


def _is_one_slip(a: str, b: str) -> bool:
    """Whether one letter dropped, added, changed, or two neighbours swapped, makes `a` into `b`."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    if len(a) == len(b):
        swapped = a[:start] + a[start + 1 : start + 2] + a[start : start + 1] + a[start + 2 :]
        return a[start + 1 :] == b[start + 1 :] or swapped == b
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return long[:start] + long[start + 1 :] == short
