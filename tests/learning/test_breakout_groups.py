"""Groups in a class: thought of beforehand, changed by hand, locked, read from a table, reused; who is late or lost."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import msgspec
import pytest

from campus.errors import Refused
from campus.learning.activities.breakout import Breakout, BreakoutRunning
from campus.learning.deciding import coming, leaving
from campus.learning.groups import GroupsError, read_list
from campus.learning.panel import Input, Panel, Table
from campus.learning.panels import panels
from campus.text import same

_spec = importlib.util.spec_from_file_location("activities_cases", Path(__file__).with_name("test_activities.py"))
assert _spec is not None
assert _spec.loader is not None
cases: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(cases)

STUDENTS = ("ana", "bo", "cy", "dee", "eve", "fay", "gil")


def in_groups(*students: str) -> Any:
    return cases.Class("breakout", *(students or STUDENTS[:6]))


def running(class_: Any) -> BreakoutRunning:
    found = class_.now.running["breakout"]
    assert isinstance(found, BreakoutRunning)
    return found


def in_the_lobby(*students: str) -> Any:
    """A class whose doors are open and that has not started."""
    class_ = in_groups()
    class_.session, class_.log = None, []
    from campus.learning import events

    created = events.Created(
        at=0.0, session="s", unit=cases.a_unit(), space="hall", room="hall", code="A", name="Tea", role="teacher"
    )
    class_.happen("tea", (created, events.Turned(at=0.0, verb="admit")))
    for who in students or STUDENTS[:6]:
        class_.come(who)
    return class_


def table(panel: Panel, id_: str) -> Table:
    return next(item for item in panel.items if isinstance(item, Table) and item.id == id_)


def test_groups_are_thought_of_in_the_lobby_and_kept_for_the_class() -> None:
    class_ = in_the_lobby()
    class_.press("ahead.form")
    class_.press("ahead.move", "ana/2")
    class_.press("ahead.lock")
    before = running(class_)
    assert (before.phase, before.locked, before.group("ana")) == ("formed", True, 1)
    assert table(class_.seen("tea"), "ahead.pick").pressable
    assert "Groupe" not in str(class_.seen("ana"))
    with pytest.raises(Refused, match="There is nothing called 'begin' here"):
        class_.press("ahead.begin")
    class_.press("life.start")
    class_.press("go", "breakout")
    assert running(class_).groups == before.groups
    class_.do("begin")
    assert running(class_).groups == before.groups
    assert class_.replayed() == class_.session


def test_a_plan_marks_groups_that_were_only_thought_of_as_still_to_come() -> None:
    class_ = in_the_lobby()
    class_.press("ahead.form")
    class_.press("life.start")
    rows = dict(table(class_.seen("tea"), "go").rows)
    assert not rows["breakout"][0].en.startswith("✓")


def test_two_presses_move_a_person_and_a_third_lets_them_be() -> None:
    class_ = in_groups()
    class_.do("form")
    away = 1 - (running(class_).group("ana") or 0)
    class_.press("do.pick", "ana")
    assert table(class_.seen("tea"), "do.put").rows[away][0] == str(away + 1)
    class_.press("do.put", str(away + 1))
    assert (running(class_).group("ana"), running(class_).picked) == (away, "")
    class_.press("do.pick", "ana")
    class_.press("do.pick", "ana")
    assert running(class_).picked == ""
    with pytest.raises(Refused):
        class_.press("do.put", "1")


@pytest.mark.parametrize("verb", ["form", "undo", "paste"])
def test_locked_groups_are_not_drawn_anew_until_they_are_unlocked(verb: str) -> None:
    class_ = in_groups()
    class_.do("form", "lock")
    before = class_.session
    words = "person;group\nana;1\nbo;2" if verb == "paste" else ""
    with pytest.raises(Refused, match="The groups are locked"):
        class_.press(f"do.{verb}", words)
    assert class_.session == before
    class_.do("unlock")
    class_.press(f"do.{verb}", words)
    assert running(class_).groups != () or verb == "undo"


def test_a_table_out_of_a_spreadsheet_says_who_is_with_whom() -> None:
    class_ = in_groups()
    class_.press("do.paste", "Nom\tGroupe\nAna\tA\nBo\tA\nCy\tB\nDee\tB\nEve\tB")
    assert running(class_).groups == (("ana", "bo"), ("cy", "dee", "eve"))
    assert running(class_).phase == "formed"
    class_.do("begin")
    # Whoever the table forgot is in the smallest group.
    assert running(class_).group("fay") == 0
    assert class_.replayed() == class_.session


def test_a_table_of_audiences_and_of_who_is_to_be_apart_is_heeded_by_the_next_draw() -> None:
    class_ = in_groups()
    class_.press("do.paste", "name;audience;apart\nAna;1;Bo / Cy\nBo;1;\nCy;2;\nDee;2;\nEve;1;\nFay;2;")
    assert running(class_).phase == "armed"
    for _ in range(4):
        class_.do("form")
        assert running(class_).group("ana") != running(class_).group("bo")
        assert running(class_).group("ana") != running(class_).group("cy")
        for group in running(class_).groups:
            assert len({running(class_).audience[who] for who in group}) == 2


def test_the_table_that_a_class_leaves_can_be_pasted_into_the_next_one() -> None:
    text = "\ufeffactivité;groupe;nom;personne\r\nthe-night;1;Ana;guest-009\r\nthe-night;2;'=Bo;guest-002\r\n"
    listed = read_list(text, {"guest-31": "Ana", "guest-32": "=Bo"})
    assert listed.groups == (("guest-31",), ("guest-32",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("who;where\nAna;1", "ligne 1"),
        ("nom;groupe\nZoe;1", "personne ne s’appelle «\u00a0Zoe\u00a0»"),
        ("nom;groupe\nAna;1\nAna;2", "est déjà dans un groupe"),
        ("nom;groupe\nAna;", "n’a pas de groupe"),
        ("nom;groupe\nSam;1", "plusieurs personnes"),
    ],
)
def test_a_table_that_cannot_be_read_says_so_in_both_languages(text: str, said: str) -> None:
    names = {"ana": "Ana", "sam-1": "Sam", "sam-2": "Sam"}
    with pytest.raises(GroupsError) as wrong:
        read_list(text, names)
    assert said in wrong.value.text.fr
    assert "line" in wrong.value.text.en


def test_the_next_round_can_go_on_with_the_same_groups() -> None:
    class_ = cases.Class("breakout", *STUDENTS[:6])
    second = Breakout(id="again", title=same("Again"), task=same("Now"), size=3)
    unit = class_.session.unit
    class_.session = msgspec.structs.replace(
        class_.session, unit=msgspec.structs.replace(unit, plan=(*unit.plan, second))
    )
    class_.do("form", "begin", "gather")
    groups = running(class_).groups
    lost = groups[0][0]
    class_.happen(lost, leaving(class_.now, lost, class_.at, gone=True))
    class_.come("gil")
    class_.press("go", "again")
    class_.do("same")
    again = class_.now.running["again"]
    assert isinstance(again, BreakoutRunning)
    assert again.groups == ((*groups[0][1:], "gil"), groups[1])


def test_who_comes_late_is_in_the_smallest_group_at_once() -> None:
    class_ = in_groups(*STUDENTS[:5])
    class_.do("form", "begin")
    small = min(range(2), key=lambda i: len(running(class_).groups[i]))
    class_.come("gil")
    assert running(class_).group("gil") == small
    assert class_.now.people["gil"].late
    assert class_.seen("gil").title.en == f"Group {small + 1}"


def test_a_lost_place_is_held_then_given_away_and_taken_up_again() -> None:
    class_ = in_groups(*STUDENTS[:6])
    class_.do("form", "begin")
    mine = running(class_).group("ana")
    class_.happen("ana", leaving(class_.now, "ana", class_.at))
    class_.come("gil")
    assert running(class_).group("gil") == 0, "of two groups of three the first, for Ana's place is held"
    assert "place gardée" in str(class_.seen("tea"))
    class_.happen("ana", leaving(class_.now, "ana", class_.at + 121, gone=True))
    assert running(class_).gone == ("ana",)
    class_.come("ana")
    assert running(class_).gone == ()
    assert running(class_).group("ana") == mine
    assert class_.replayed() == class_.session


def test_a_latecomer_takes_the_place_that_is_held_no_longer() -> None:
    class_ = in_groups(*STUDENTS[:6])
    class_.do("form", "begin")
    lost = running(class_).groups[1][0]
    class_.happen(lost, leaving(class_.now, lost, class_.at, gone=True))
    class_.come("gil")
    assert running(class_).group("gil") == 1


def test_groups_share_a_language_where_it_is_known() -> None:
    class_ = in_groups("ana")
    for number, who in enumerate(STUDENTS[1:6]):
        language = "fr" if number % 2 else "en"
        class_.happen(who, coming(class_.now, who, who.title(), "student", class_.at, language=language))
    class_.do("form")
    spoken = {p.id: p.language for p in class_.now.people.values()}
    assert [len({spoken[who] for who in group if spoken[who]}) for group in running(class_).groups] == [1, 1]


def test_a_call_says_from_which_table_and_no_word_of_anybodys_level_is_ever_shown() -> None:
    class_ = in_groups()
    class_.do("form", "begin")
    from campus.learning.events import Did

    places = '[{"fr":"table 1","en":"table 1"},{"fr":"table 2","en":"table 2"}]'
    class_.happen("server", (Did(at=class_.at, activity="breakout", verb="placed", value=places),))
    caller = running(class_).groups[1][0]
    class_.by(caller, "call")
    calls = table(class_.seen("tea"), "do.heard")
    assert calls.rows[0][1][0].fr == "Groupe 2 · table 2"
    assert class_.seen(caller).title.en == "Group 2 · table 2"
    everything = str([panels(class_.now, who) for who in ("tea", *STUDENTS[:6])]) + str(class_.shown())
    assert not {"readiness", "0.5", "strong", "weak", "faible", "fort"} & set(everything.lower().split())


def test_nobody_presses_what_only_the_server_does() -> None:
    class_ = in_groups()
    class_.do("form", "begin")
    for who, panel in (("tea", "class"), ("ana", "answer.breakout.1")):
        with pytest.raises(Refused):
            class_.press("do.placed" if who == "tea" else "placed", "[]", who, panel)


def test_the_field_for_a_table_takes_a_whole_class() -> None:
    class_ = in_groups()
    field = next(item for item in class_.seen("tea").items if isinstance(item, Input) and item.id == "do.paste")
    assert field.most < 2000, "a press carries no more than 2,000 letters"
