"""Everybody tries everything: role x action x own or another's, cell by cell, in every phase that can be reached."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.errors import Refused
from campus.learning.class_screen import screen
from campus.learning.life import LIFE
from campus.learning.panel import Button, Panel, Row
from campus.learning.panels import panels

_spec = importlib.util.spec_from_file_location("activities_cases", Path(__file__).with_name("test_activities.py"))
assert _spec is not None
assert _spec.loader is not None
cases: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(cases)

ROLES = {
    "tea": "teacher",
    "aide": "co-teacher",
    "ana": "student",
    "guest": "guest",
    "other": "teacher",
    "des": "designer",
}
RUNS = {"tea", "aide"}
ANSWERS = {"ana", "guest"}
OUTSIDE = "nobody"
STEPS = {
    "slides": ("next", "previous", "go"),
    "concept-question": ("open", "close", "discuss", "hint", "revote", "reveal", "explain"),
    "brainstorm": ("open", "close", "weigh", "show", "hide"),
    "breakout": ("form", "same", "paste", "undo", "lock", "unlock", "begin", "gather", "pick", "put", "move", "heard"),
    "timer": ("start", "pause", "finish", "reset", "longer"),
}
GATHERING = ("open", "close", "show", "hide")
PRESSED = {"answer": "a", "pin": "words", "write": "words", "write-1": "words", "write-2": "x", "write-3": "x"}


def a_class(kind: str) -> Any:
    class_ = cases.Class(kind, "ana")
    for who, role in ROLES.items():
        class_.come(who, role)
    class_.press("entrust", "aide")
    return class_


def tried(class_: Any, who: str, panel: str, item: str, value: str = "") -> str:
    """What came of a press: `done`, or the refusal's code. The class is as before after a refusal."""
    before = class_.session
    try:
        class_.press(item, value, who, panel)
    except Refused as refused:
        why = refused
    else:
        class_.session = before
        return "done"
    assert class_.session == before
    assert why.text.fr
    assert why.text.fr != why.text.en
    return why.code


def cells() -> Iterator[tuple[str, str, str]]:
    for kind in cases.EVERY:
        for verb in STEPS.get(kind, GATHERING):
            for who in (*ROLES, OUTSIDE):
                yield kind, verb, who


@pytest.mark.parametrize("kind", sorted(cases.EVERY))
def test_only_who_runs_the_class_takes_its_steps_from_either_panel(kind: str) -> None:
    class_ = a_class(kind)
    verbs = STEPS.get(kind, GATHERING)
    for first in (None, *verbs):
        if first is not None:
            try:
                class_.do(first)
            except Refused:
                continue
        for verb in verbs:
            for who in (*ROLES, OUTSIDE):
                by_class = tried(class_, who, "class", f"do.{verb}")
                by_answer = tried(class_, who, f"answer.{kind}.1", verb)
                assert (by_class == "not_allowed") is (who not in RUNS), (verb, who)
                # `hide` belongs to the teacher in some and is no participant's anywhere.
                assert by_answer == "not_allowed", (verb, who)


@pytest.mark.parametrize("kind", sorted(cases.EVERY))
def test_only_participants_answer_from_either_panel(kind: str) -> None:
    class_ = a_class(kind)
    assert class_.now.now is not None
    verbs = class_.now.now.PARTICIPANTS_DO
    for step in ("", "open", "form", "begin", "start"):
        if step:
            tried_step = tried(class_, "tea", "class", f"do.{step}")
            if tried_step == "done":
                class_.do(step)
        for verb in verbs:
            for who in (*ROLES, OUTSIDE):
                value = PRESSED.get(verb, "")
                by_answer = tried(class_, who, f"answer.{kind}.1", verb, value)
                by_class = tried(class_, who, "class", f"do.{verb}", value)
                assert (by_answer == "not_allowed") is (who not in ANSWERS), (verb, who)
                assert by_class == "not_allowed", (verb, who)


def test_only_who_runs_the_class_turns_its_life_and_its_plan() -> None:
    class_ = a_class("poll")
    people = ("hand", "entrust", "relieve", "more-time", "seat", "waive")
    for item in ("next", "back", "go", "ask", "ahead.form", *people, *(f"life.{verb}" for _, verb in LIFE)):
        for who in (*ROLES, OUTSIDE):
            code = tried(class_, who, "class", item, "Why?")
            assert (code == "not_allowed") is (who not in RUNS), (item, who)
            assert tried(class_, who, "answer.poll.1", item, "Why?") == "not_allowed", (item, who)


def test_what_is_anothers_is_nobodys_to_change() -> None:
    class_ = a_class("brainstorm")
    class_.do("open")
    class_.by("ana", "pin", "mine")
    assert tried(class_, "ana", "answer.brainstorm.1", "take-back", "n1") == "done"
    for who in ("guest", "tea", "aide", "other", "des", OUTSIDE):
        assert tried(class_, who, "answer.brainstorm.1", "take-back", "n1") == "not_allowed", who
    class_.do("close", "weigh")
    assert tried(class_, "ana", "answer.brainstorm.1", "support", "n1") == "not_allowed"
    assert tried(class_, "guest", "answer.brainstorm.1", "support", "n1") == "done"


def test_only_another_teacher_takes_a_class_over_and_only_one_without_its_own() -> None:
    class_ = a_class("poll")
    for who in (*ROLES, OUTSIDE):
        assert tried(class_, who, "class", "take-over") == "not_allowed", who
    from campus.learning.deciding import leaving

    for who in ("aide", "tea"):
        class_.happen(who, leaving(class_.now, who, 1.0))
    assert {who for who in ROLES if tried(class_, who, "class", "take-over") == "done"} == {"other"}


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(sorted(cases.EVERY)),
    pressed=st.lists(
        st.tuples(
            st.sampled_from(sorted(ROLES)),
            st.sampled_from(
                [
                    *GATHERING,
                    *sorted({v for verbs in STEPS.values() for v in verbs}),
                    *PRESSED,
                    "call",
                    "join",
                    "support",
                    "take-back",
                    "onward",
                    "backward",
                ]
            ),
            st.sampled_from(
                ["", "a", "1/b", "one/b", "two/a", "+1", "n1", "n2", "1", "2", "ana/1", "words", "[]", "\x00"]
            ),
        ),
        max_size=40,
    ),
)
def test_whatever_is_pressed_the_log_tells_it_all_and_panels_can_be_drawn(kind: str, pressed: list[Any]) -> None:
    class_ = a_class(kind)
    for who, verb, value in pressed:
        panel, item = ("class", f"do.{verb}") if who in RUNS else (f"answer.{kind}.1", verb)
        if tried(class_, who, panel, item, value) == "done":
            class_.press(item, value, who, panel)
        for viewer in ROLES:
            for shown in panels(class_.now, viewer):
                found = [b for i in shown.items for b in (i.buttons if isinstance(i, Row) else (i,))]
                assert sum(isinstance(b, Button) and b.primary for b in found) <= 1
        assert screen(class_.now) is None or isinstance(screen(class_.now), Panel | tuple)
    assert class_.replayed() == class_.session


def test_the_matrix_has_a_cell_for_every_kind_role_and_verb() -> None:
    every = list(cells())
    assert len(every) == len(set(every)) == sum(len(STEPS.get(kind, GATHERING)) for kind in cases.EVERY) * 7
