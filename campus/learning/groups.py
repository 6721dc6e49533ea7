"""Groups of three or four: a snake draft on readiness, then swaps that heed constraints. Pure, seeded, repeatable.

Nobody is ever shown a label of ability: a group is a number and its people.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import msgspec

from campus.errors import CampusError

Groups = tuple[tuple[str, ...], ...]
"""The groups, each its people's ids."""
_APART, _LANGUAGE, _AUDIENCE, _ANSWER = 10_000, 100, 3, 2
_ROUNDS = 40
"""Rounds of swaps; a class of 300 needs fewer than ten."""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be put into a group.

    Attributes:
        readiness: 0 to 1, from the preparation's check; 0.5 where nothing is known.
        audience: the school's Action, or empty; groups mix them.
        language: the language that they work in, or empty; a group shares one where that is possible.
        first: what they voted before any discussion, or empty; a group has different ones where that is possible.
    """

    id: str
    readiness: float = 0.5
    audience: str = ""
    language: str = ""
    first: str = ""


class GroupsError(CampusError):
    """A file of groups cannot be read; the message says in which line and what to do."""


def sizes(count: int, size: int = 4) -> tuple[int, ...]:
    """How many people each group has: 3 or 4, larger ones first; 5 make 3 and 2, and fewer than 3 are one group.

    Args:
        count: how many people.
        size: what is aimed at, 3 or 4.
    """
    if count <= 0:
        return ()
    groups = -(-count // 4) if size >= 4 else max(-(-count // 4), count // 3)
    return tuple(count // groups + (i < count % groups) for i in range(groups))


def form(members: Sequence[Member], *, size: int = 4, seed: int, apart: Collection[frozenset[str]] = ()) -> Groups:
    """Groups with about the same readiness each, different first answers and audiences, one language.

    Args:
        members: the people; each id once.
        size: what is aimed at, 3 or 4.
        seed: the same seed and members give the same groups.
        apart: pairs of ids that are not to be together.
    """
    wanted = sizes(len(members), size)
    if not wanted:
        return ()
    known = {member.id: member for member in members}
    dealt = sorted(known)
    random.Random(seed).shuffle(dealt)
    dealt.sort(key=lambda id_: -known[id_].readiness)
    groups: list[list[str]] = [[] for _ in wanted]
    for at, id_ in enumerate(dealt):
        row, column = divmod(at, len(groups))
        groups[column if row % 2 == 0 else len(groups) - 1 - column].append(id_)
    groups.sort(key=len, reverse=True)
    _improve(groups, known, frozenset(apart))
    return tuple(tuple(group) for group in groups)


def _improve(groups: list[list[str]], known: Mapping[str, Member], apart: frozenset[frozenset[str]]) -> None:
    """Swaps people of the same row of the draft, so that readiness stays even; of any while a constraint is hurt."""
    for _ in range(_ROUNDS):
        rows_only = not any(
            _friction(known[a], known[b], apart) >= _LANGUAGE for group in groups for a, b in combinations(group, 2)
        )
        changed = False
        for one, other in combinations(range(len(groups)), 2):
            for a in range(len(groups[one])):
                for b in range(len(groups[other])):
                    if rows_only and a != b:
                        continue
                    changed |= _swapped(groups[one], a, groups[other], b, known, apart)
        if not changed:
            return


def _swapped(
    one: list[str], a: int, other: list[str], b: int, known: Mapping[str, Member], apart: frozenset[frozenset[str]]
) -> bool:
    """Swaps two people when that makes both groups better together."""

    def cost(person: str, group: list[str], but: int) -> int:
        return sum(_friction(known[person], known[x], apart) for i, x in enumerate(group) if i != but)

    before = cost(one[a], one, a) + cost(other[b], other, b)
    after = cost(other[b], one, a) + cost(one[a], other, b)
    if after >= before:
        return False
    one[a], other[b] = other[b], one[a]
    return True


def _friction(a: Member, b: Member, apart: frozenset[frozenset[str]]) -> int:
    found = _APART if frozenset((a.id, b.id)) in apart else 0
    if a.language and b.language and a.language != b.language:
        found += _LANGUAGE
    if a.audience and a.audience == b.audience:
        found += _AUDIENCE
    if a.first and a.first == b.first:
        found += _ANSWER
    return found


def smallest(groups: Groups) -> int:
    """The index of the group that somebody who comes late joins.

    Raises:
        ValueError: when there is none.
    """
    return min(range(len(groups)), key=lambda i: (len(groups[i]), i))


def move(groups: Groups, person: str, to: int) -> Groups:
    """The groups once a person is in another one.

    Raises:
        IndexError: when there is no such group.
    """
    if not 0 <= to < len(groups):
        raise IndexError(to)
    left = [tuple(p for p in group if p != person) for group in groups]
    left[to] = (*left[to], person)
    return tuple(left)


# --- as a table ------------------------------------------------------------------------------------------------------


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "'") else cell


def write_csv(groups: Groups, names: Mapping[str, str]) -> str:
    """`group;person;name`, one line for each person, groups counted from 1; with a BOM, so that Excel sees accents."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(("group", "person", "name"))
    for number, group in enumerate(groups, 1):
        for person in group:
            table.writerow((number, safe(person), safe(names.get(person, ""))))
    return "\ufeff" + out.getvalue()


def read_csv(text: str, known: Collection[str]) -> Groups:
    """The groups of a table with the columns `group` and `person`, in the order of the groups' first lines.

    Args:
        text: with `;` or `,`, with or without a BOM.
        known: the ids of the people who may be named.

    Raises:
        GroupsError: with the line of the first thing that is not understood.
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    table = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") >= first.count(",") else ","
    )
    columns = [(name or "").strip().lower() for name in table.fieldnames or ()]
    if "group" not in columns or "person" not in columns:
        raise GroupsError("line 1: the columns must be 'group' and 'person'.")
    table.fieldnames = columns
    groups: dict[str, list[str]] = {}
    seen: dict[str, int] = {}
    for row in table:
        label, person = (row.get("group") or "").strip(), (row.get("person") or "").strip()
        person = person[1:] if person[:1] == "'" else person
        if not label and not person:
            continue
        if not label:
            raise GroupsError(f"line {table.line_num}: '{person}' has no group.")
        if person not in known:
            raise GroupsError(f"line {table.line_num}: there is nobody called '{person}' in this class.")
        if person in seen:
            raise GroupsError(f"line {table.line_num}: '{person}' is in a group already (line {seen[person]}).")
        seen[person] = table.line_num
        groups.setdefault(label, []).append(person)
    return tuple(tuple(group) for group in groups.values())
