"""The matrix of rights, held cell by cell against a class that runs: role, deed, one's own or another's."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any, get_args

import pytest

from campus.errors import Refused
from campus.learning.deciding import leaving, raising
from campus.learning.matrix import ROLES, SAID, Cell, Deed, Whose, matrix, table
from campus.learning.panels import panels
from campus.learning.rights import authorise
from campus.protocol.messages import Role

_spec = importlib.util.spec_from_file_location("activities_cases", Path(__file__).with_name("test_activities.py"))
assert _spec is not None
assert _spec.loader is not None
cases: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(cases)

DOCS = Path(__file__).parents[2] / "docs" / "teachers.md"


def a_class(role: str, whose: Whose) -> tuple[Any, str]:
    """A class in which somebody of that role is: in their own, or in that of a teacher called Tea."""
    class_ = cases.Class("brainstorm", "ana", "bo")
    class_.do("open")
    class_.by("ana", "pin", "Ana's note")
    if role == "teacher" and whose == "own":
        return class_, "tea"
    class_.come("who", role)
    if role == "co-teacher" and whose == "own":
        class_.press("entrust", "who")
    return class_, "who"


def tried(class_: Any, who: str, deed: Deed, whose: Whose) -> bool:
    """Whether it can be done, by the very way in which it is done."""
    own = whose == "own"
    try:
        match deed:
            case "run":
                class_.press("do.close", "", who)
            case "entrust":
                class_.press("entrust", "aide", who)
            case "give-time":
                class_.press("more-time", "ana", who)
            case "seat-everyone":
                class_.press("seat", "", who)
            case "lower-hand":
                class_.press("hand", "ana", who)
            case "waive":
                class_.press("waive", "ana", who)
            case "arrange" | "plan":
                # From other panels: the one gate is asked as they ask it.
                authorise(class_.now.standing(who), deed)
            case "take-over":
                for teacher in [t for t in (*class_.now.teachers, *class_.now.helpers) if t != who]:
                    class_.happen(teacher, leaving(class_.now, teacher, class_.at))
                class_.press("take-over", "", who)
            case "look":
                return bool(panels(class_.now, who))
            case "answer":
                class_.press("pin", "a note", who if own else f"{who}-as-ana", "answer.brainstorm.1")
            case "take-back":
                note = "n1"
                if own:
                    class_.press("pin", "mine", who, "answer.brainstorm.1")
                    note = "n2"
                class_.press("take-back", note, who, "answer.brainstorm.1")
            case "raise-hand":
                if not own:
                    authorise(class_.now.standing(who), "raise-hand", own=False)
                class_.happen(who, raising(class_.now, who, True, class_.at))
            case "prepare":
                authorise(class_.now.standing(who), "prepare", own=own)
            case "open":
                pytest.skip("opened in a room: see tests/server/test_server_rights.py")
    except Refused as refused:
        if refused.code != "not_allowed":
            raise  # Anything else would be a cell that says nothing.
        return False
    return True


@pytest.mark.parametrize(
    "cell", [c for c in matrix() if c.deed != "open"], ids=lambda c: f"{c.role}-{c.deed}-{c.whose}"
)
def test_every_cell_is_as_the_class_has_it(cell: Cell) -> None:
    class_, who = a_class(cell.role, cell.whose)
    class_.come("aide", "co-teacher")
    assert tried(class_, who, cell.deed, cell.whose) == cell.allowed


def test_no_cell_is_empty() -> None:
    cells = {(cell.role, cell.deed, cell.whose) for cell in matrix()}
    assert len(cells) == len(get_args(Role)) * len(get_args(Deed)) * 2
    assert set(ROLES) == set(get_args(Role))
    assert set(SAID) == set(get_args(Deed))


def test_the_table_that_teachers_read_is_this_one() -> None:
    assert "\n".join(table()) in DOCS.read_text("utf-8")
