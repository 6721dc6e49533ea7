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
from campus.learning.words import say
from campus.text import Text

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
    """A table of groups cannot be read; the message says in which line, and `text` says it in both languages."""

    def __init__(self, line: int, en: str, fr: str) -> None:
        self.text = say(f"ligne {line} : {fr}", f"line {line}: {en}")
        super().__init__(Text(fr=self.text.fr, en=f"line {line}: {en}"))


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


def smallest(groups: Groups, gone: Collection[str] = ()) -> int:
    """The index of the group that somebody who comes late joins: nobody is sent to a table where nobody is.

    Args:
        groups: as they are.
        gone: whose place is held no longer; they do not count.

    Raises:
        ValueError: when there is none.
    """
    here = [sum(person not in gone for person in group) for group in groups]
    return min(range(len(groups)), key=lambda i: (here[i] == 0, here[i], i))


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


_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "group": ("group", "groupe"),
    "person": ("person", "personne", "id"),
    "name": ("name", "nom"),
    "audience": ("audience", "public", "action"),
    "apart": ("apart", "séparer", "separer", "pas avec"),
}
"""What a table's columns may be called, capitals aside."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What a table says of a class, each part of it where the table has the column.

    Attributes:
        groups: who is together, in the order of the groups' first lines; empty without a column for it.
        audience: person -> the school's Action.
        apart: pairs of people who are not to be together.
    """

    groups: Groups = ()
    audience: Mapping[str, str] = {}
    apart: tuple[tuple[str, str], ...] = ()


def read_csv(text: str, known: Collection[str]) -> Groups:
    """The groups of a table with the columns `group` and `person`, in the order of the groups' first lines.

    Args:
        text: with `;` or `,`, with or without a BOM.
        known: the ids of the people who may be named.

    Raises:
        GroupsError: with the line of the first thing that is not understood.
    """
    listed = read_list(text, dict.fromkeys(known, ""))
    if not listed.groups and "\n" in text.strip():
        raise _no_columns()
    return listed.groups


def read_list(text: str, names: Mapping[str, str]) -> Listed:
    """What a table says of a class: who is with whom, of which audience, and not with whom.

    Args:
        text: with `;`, `,` or tabs (as pasted out of a spreadsheet), with or without a BOM; `person` (an id) or `name`,
            and at least one of `group`, `audience`, `apart`.
        names: person id -> name, of everybody who may be named.

    Raises:
        GroupsError: with the line of the first thing that is not understood.
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    heads = {word: column for column, words in _COLUMNS.items() for word in words}
    columns = [heads.get((name or "").strip().lower(), "") for name in table.fieldnames or ()]
    if not {"person", "name"} & set(columns) or not {"group", "audience", "apart"} & set(columns):
        raise _no_columns()
    table.fieldnames = [column or f"-{at}" for at, column in enumerate(columns)]
    groups: dict[str, list[str]] = {}
    audience: dict[str, str] = {}
    apart: list[tuple[str, str]] = []
    seen: dict[str, int] = {}
    for row in table:
        cells = {column: (row.get(column) or "").strip() for column in _COLUMNS}
        # The table that an earlier class left has its ids and the names: where the ids are others now, the names count.
        named, name = _plain(cells["person"]), _plain(cells["name"])
        if name and named not in names:
            named = name
        if not named and not cells["group"]:
            continue
        if "group" in columns and not cells["group"]:
            raise GroupsError(table.line_num, f"'{named}' has no group.", f"« {named} » n'a pas de groupe.")
        person = _person(named, names, table.line_num)
        if person in seen:
            raise GroupsError(
                table.line_num,
                f"'{named}' is in a group already (line {seen[person]}).",
                f"« {named} » est déjà dans un groupe (ligne {seen[person]}).",
            )
        seen[person] = table.line_num
        if cells["group"]:
            groups.setdefault(cells["group"], []).append(person)
        if cells["audience"]:
            audience[person] = cells["audience"]
        for other in filter(None, map(str.strip, cells["apart"].split("/"))):
            apart.append((person, _person(_plain(other), names, table.line_num)))
    return Listed(groups=tuple(tuple(group) for group in groups.values()), audience=audience, apart=tuple(apart))


def _no_columns() -> GroupsError:
    return GroupsError(
        1, "the columns must be 'group' and 'person'.", "les colonnes doivent être « groupe » et « personne »."
    )


def _plain(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" else cell


def _person(named: str, names: Mapping[str, str], line: int) -> str:
    """Whose id or name this is.

    Raises:
        GroupsError: nobody's, or that of several.
    """
    if named in names:
        return named
    folded = " ".join(named.casefold().split())
    found = [id_ for id_, name in names.items() if name and " ".join(name.casefold().split()) == folded]
    if not found:
        raise GroupsError(
            line,
            f"there is nobody called '{named}' in this class.",
            f"personne ne s'appelle « {named} » dans ce cours.",
        )
    if len(found) > 1:
        raise GroupsError(
            line,
            f"several people are called '{named}'; give their id.",
            f"plusieurs personnes s'appellent « {named} » ; donnez leur identifiant.",
        )
    return found[0]
