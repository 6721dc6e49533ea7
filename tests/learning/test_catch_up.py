"""In class: who is not ready is led to the catch-up, who is late is marked, and hard activities wait for the ready."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.errors import Refused
from campus.learning import events
from campus.learning.activities import Activity
from campus.learning.deciding import leaving
from campus.learning.fold import replay
from campus.learning.panel import Heading, Panel, Paragraph, Progress, Table
from campus.learning.panels import panels
from campus.learning.planning_panels import planning
from campus.learning.preparation import checks
from campus.learning.unit import Unit
from campus.learning.unit_file import load_unit

ROOT = Path(__file__).resolve().parents[2]
UNIT = load_unit(ROOT, "telehealth-01")
ASKED = checks(UNIT)


def gated(unit: Unit, id_: str) -> Unit:
    def one(activity: Activity) -> Activity:
        return msgspec.structs.replace(activity, gate="hard") if activity.id == id_ else activity

    return msgspec.structs.replace(unit, plan=tuple(map(one, unit.plan)))


def said(panel: Panel) -> list[str]:
    return [item.text.en for item in panel.items if isinstance(item, Paragraph | Heading | Progress)]


def table(panel: Panel, id_: str) -> Table:
    return next(item for item in panel.items if isinstance(item, Table) and item.id == id_)


def cells(panel: Panel, id_: str) -> list[tuple[str, ...]]:
    return [tuple(cell.en for cell in row) for _, row in table(panel, id_).rows]


def replayed(class_) -> bool:
    return replay([(by, events.decode(events.encode(e))) for by, e in class_.log]) == class_.session


def test_who_is_not_ready_comes_in_and_is_led_to_the_catch_up_until_they_are(an_open_preparation) -> None:
    class_ = an_open_preparation("ana", "bo")
    class_.make_ready("ana")
    class_.open_doors("ana", "bo", "late")
    assert [p.id for p in panels(class_.session, "ana")] == ["waiting"]
    assert [p.id for p in panels(class_.session, "bo")] == ["waiting", "prepare.s"]
    assert cells(panels(class_.session, "tea")[0], "waive") == [("Bo", "nothing yet"), ("Late", "nothing yet")]
    catch_up = panels(class_.session, "bo")[1]
    assert catch_up.title.en == "Catch-up"
    assert said(catch_up)[:2] == [
        "You are not ready yet; 5 minutes are enough to follow the class:",
        "3 questions of the readiness check are left.",
    ]
    for item in ("life.start", "do.next", "next"):
        class_.press("tea", "class", item)
    assert [p.id for p in panels(class_.session, "bo")] == ["answer.ask-two-halves.1", "prepare.s"]
    class_.press("bo", "answer.ask-two-halves.1", "answer", "1/a")
    class_.make_ready("bo")
    assert [p.id for p in panels(class_.session, "bo")] == ["answer.ask-two-halves.1"]
    class_.press("tea", "class", "waive", "late")
    assert [p.id for p in panels(class_.session, "late")] == ["answer.ask-two-halves.1"]
    assert cells(panels(class_.session, "tea")[0], "waive") == [("Late", "✓ waived")]
    assert replayed(class_)


def test_the_feedback_of_the_last_question_is_read_before_the_catch_up_goes(an_open_preparation) -> None:
    class_ = an_open_preparation("bo")
    class_.open_doors("bo")
    class_.prepare("bo", "open-0")
    for question in ASKED[:-1]:
        class_.answer("bo", question)
    (key,) = UNIT.question(ASKED[-1]).key
    class_.prepare("bo", "check", f"{ASKED[-1]}/{key}")
    class_.prepare("bo", "sure", "2")
    assert [p.id for p in panels(class_.session, "bo")] == ["waiting", "prepare.s"]
    class_.prepare("bo", "start")
    assert [p.id for p in panels(class_.session, "bo")] == ["waiting"]


def test_a_gate_that_is_off_and_a_class_that_nobody_could_prepare_for_ask_nothing(before_class) -> None:
    off = before_class()
    off.draft("gate", "off")
    off.draft("life.prepare")
    off.enrol("bo")
    off.open_doors("bo")
    assert [p.id for p in panels(off.session, "bo")] == ["waiting"]
    at_once = before_class()
    at_once.open_doors("bo")
    assert [p.id for p in panels(at_once.session, "bo")] == ["waiting"]


def test_a_hard_activity_says_what_is_missing_and_takes_an_answer_once_it_was_made_up_for_or_waived(
    before_class,
) -> None:
    class_ = before_class(gated(UNIT, "ask-two-halves"))
    class_.open_doors("ana", "bo")
    for item in ("life.start", "do.next", "next"):
        class_.press("tea", "class", item)
    assert "prepare.s" in [p.id for p in panels(class_.session, "bo")]
    for who in ("ana", "bo"):
        before = class_.session
        with pytest.raises(Refused) as refused:
            class_.press(who, "answer.ask-two-halves.1", "answer", "1/a")
        assert refused.value.code == "not_ready"
        assert refused.value.text.fr.startswith("À ouvrir")
        assert class_.session == before
    class_.make_ready("ana")
    class_.press("tea", "class", "waive", "bo")
    for who in ("ana", "bo"):
        class_.press(who, "answer.ask-two-halves.1", "answer", "1/a")


def test_who_prepared_and_comes_late_is_late_and_who_never_came_is_not_counted(an_open_preparation) -> None:
    class_ = an_open_preparation("ana", "bo", "cy")
    class_.open_doors("ana")
    class_.press("tea", "class", "life.start")
    class_.come("bo")
    people = class_.session.people
    assert not people["ana"].late
    assert people["bo"].late
    assert not people["cy"].came
    assert class_.session.students == ("ana", "bo")
    class_.happen("bo", *leaving(class_.session, "bo", class_.at))
    assert class_.session.standing("bo") == "expected"


PRESSES = st.tuples(
    st.sampled_from(["tea", "ana", "bo", "nobody"]),
    st.sampled_from(["draft.s", "prepare.s", "class"]),
    st.sampled_from(
        ["life.prepare", "life.admit", "life.start", "life.cancel-ask", "life.keep", "take", "earlier", "roster",
         "gate", "days", "extend.1", "more-time", "waive", "demand", "open-0", "start", "check", "sure", "muddiest"]
    ),
    st.sampled_from(["", "opening", "ana", "soft", "off", "3", "1", "two-halves/a", "in-the-decree/b", "x"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(pressed=st.lists(PRESSES, max_size=30))
def test_whatever_is_pressed_the_log_replays_to_the_same_and_every_panel_can_be_shown(
    pressed: list[tuple[str, str, str, str]], before_class
) -> None:
    class_ = before_class()
    class_.enrol("ana", "bo")
    for who, panel, item, value in pressed:
        before = class_.session
        try:
            class_.press(who, panel, item, value)
        except Refused:
            assert class_.session == before
    assert replayed(class_)
    if class_.session.life in ("draft", "prep_open"):
        planning(class_.session, class_.at, mode="more-time")
        class_.seen("ana")
    for who in ("tea", "ana", "bo"):
        panels(class_.session, who, class_.at)


def test_what_several_find_unclear_is_said_once_with_how_many_they_are(an_open_preparation) -> None:
    class_ = an_open_preparation("ana", "bo", "cy")
    for who, words in (("ana", "Who asks?"), ("bo", "The longest of all the questions"), ("cy", "Who asks?")):
        class_.prepare(who, "muddiest", words)
    quoted = [words for words in said(planning(class_.session)) if words.startswith("“")]
    assert quoted == ["“Who asks? (×2)”", "“The longest of all the questions”"]


def test_in_a_running_class_a_long_list_of_names_is_one_line_unless_the_activity_is_kept_to_the_ready(
    an_open_preparation,
) -> None:
    people = [f"p{number}" for number in range(9)]
    for unit, is_listed in ((UNIT, False), (gated(UNIT, UNIT.plan[0].id), True)):
        class_ = an_open_preparation(unit=unit)
        class_.open_doors(*people)
        assert table(panels(class_.session, "tea")[0], "waive")
        class_.press("tea", "class", "life.start")
        (panel,) = panels(class_.session, "tea")
        assert ("9 people are not ready and catch up." in said(panel)) is not is_listed
        assert any(isinstance(i, Table) and i.id == "waive" for i in panel.items) is is_listed
