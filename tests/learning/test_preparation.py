"""Before class: the draft, the preparation of each learner, what the teacher sees of it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from campus.errors import Refused
from campus.learning import events
from campus.learning.deciding import coming
from campus.learning.fold import replay
from campus.learning.panel import Bars, Button, Choices, Heading, Input, Panel, Paragraph, Progress, Row, Table
from campus.learning.planning import names_in
from campus.learning.planning_panels import planning
from campus.learning.preparation import Attempt, Prepared, checks, is_stuck, state
from campus.learning.session import DAY_S
from campus.learning.unit_file import load_unit
from campus.text import Text

ROOT = Path(__file__).resolve().parents[2]
UNIT = load_unit(ROOT, "telehealth-01")
ASKED = checks(UNIT)


def said(panel: Panel) -> list[str]:
    return [item.text.en for item in panel.items if isinstance(item, Paragraph | Heading | Progress)]


def pressable(panel: Panel) -> list[str]:
    found = [b for i in panel.items for b in (i.buttons if isinstance(i, Row) else (i,))]
    return [b.id for b in found if isinstance(b, Button) and b.enabled]


def table(panel: Panel, id_: str) -> Table:
    return next(item for item in panel.items if isinstance(item, Table) and item.id == id_)


def cells(panel: Panel, id_: str) -> list[tuple[str, ...]]:
    return [tuple(cell.en for cell in row) for _, row in table(panel, id_).rows]


def replayed(class_) -> bool:
    return replay([(by, events.decode(events.encode(e))) for by, e in class_.log]) == class_.session


# --- the draft -------------------------------------------------------------------------------------------------------


def test_a_draft_has_no_room_and_its_teacher_plans_it_from_elsewhere(before_class) -> None:
    class_ = before_class()
    assert class_.session.life == "draft"
    assert not class_.session.has_doors
    assert class_.session.standing("tea") == "convenor"
    panel = planning(class_.session)
    assert panel.id == "draft.s"
    assert pressable(panel)[:2] == ["life.prepare", "life.admit"]
    assert "Code to give: ABCDEF" in said(panel)


def test_an_activity_is_taken_out_put_back_where_it_was_and_moved(before_class) -> None:
    class_ = before_class()
    whole = [a.id for a in UNIT.plan]
    class_.draft("take", "words")
    class_.draft("take", "opening")
    assert [a.id for a in class_.session.unit.plan] == whole[1:2] + whole[3:]
    assert class_.session.unit.minutes == UNIT.minutes - 9
    assert cells(planning(class_.session), "take")[-2:] == [
        ("Opening and objectives", "taken out"),
        ("The words and the five acts", "taken out"),
    ]
    class_.draft("take", "words")
    class_.draft("take", "opening")
    assert [a.id for a in class_.session.unit.plan] == whole
    class_.draft("earlier", "words")
    assert [a.id for a in class_.session.unit.plan][:3] == [whole[0], "words", whole[1]]
    class_.draft("earlier", whole[0])
    assert class_.session.unit.plan[0].id == whole[0]
    assert replayed(class_)


def test_a_plan_never_becomes_empty(before_class) -> None:
    class_ = before_class()
    for activity in UNIT.plan[1:]:
        class_.draft("take", activity.id)
    before = class_.session
    with pytest.raises(Refused, match="at least one activity"):
        class_.draft("take", UNIT.plan[0].id)
    assert class_.session == before


def test_a_newer_version_of_the_unit_is_taken_with_the_plan_as_it_was_revised(before_class) -> None:
    class_ = before_class()
    class_.draft("take", "opening")
    first = msgspec.structs.replace(UNIT.questions[0], explanation=Text(fr="mieux", en="better"))
    newer = msgspec.structs.replace(UNIT, questions=(first, *UNIT.questions[1:]))
    shown_ = planning(class_.session, changed=[first.id], lives_on=True)
    assert "renew" in pressable(shown_)
    assert [row[1] for row in cells(shown_, "versions")] == [UNIT.questions[0].version[:6]]
    class_.happen("tea", events.Revised(at=class_.at, unit=newer))
    assert class_.session.unit.questions[0].version == first.version
    assert "opening" not in [a.id for a in class_.session.unit.plan]
    assert replayed(class_)


def test_a_pasted_list_becomes_names_once_each(before_class) -> None:
    assert names_in(" Ana Roux ;ana@x\n\nBo\tx\nAna Roux\n") == ("Ana Roux", "Bo")
    class_ = before_class()
    class_.draft("roster", "Ana\nZoé")
    class_.draft("life.prepare")
    class_.enrol("ana")
    assert planning(class_.session).note == Text(fr="0 prêt sur 2", en="0 of 2 are ready")
    assert cells(planning(class_.session), "absent") == [("Zoé", "nothing yet")]


@pytest.mark.parametrize("item", ["take", "earlier", "roster", "gate", "days"])
def test_what_is_no_draft_any_more_is_not_revised(item: str, an_open_preparation) -> None:
    class_ = an_open_preparation()
    before = class_.session
    value = {"roster": "Ana", "gate": "off", "days": "3"}.get(item, "opening")
    with pytest.raises(Refused, match="Not possible"):
        class_.draft(item, value)
    assert class_.session == before


def test_only_its_teacher_plans_a_class_extends_and_waives(an_open_preparation) -> None:
    class_ = an_open_preparation("ana", "bo")
    class_.happen("other", *coming(class_.session, "other", "Other", "teacher", class_.at))
    class_.happen("des", *coming(class_.session, "des", "Des", "designer", class_.at))
    for who in ("ana", "other", "des", "nobody"):
        for item, value in (
            ("life.admit", ""),
            ("life.cancel-ask", ""),
            ("take", "opening"),
            ("extend.1", ""),
            ("more-time", "bo"),
            ("waive", "bo"),
            ("roster", "x"),
        ):
            before = class_.session
            with pytest.raises(Refused) as refused:
                class_.draft(item, value, who=who)
            assert refused.value.code == "not_allowed", (who, item)
            assert class_.session == before


# --- the learner -----------------------------------------------------------------------------------------------------


def test_a_learner_reads_answers_with_a_confidence_reads_why_and_is_ready(an_open_preparation) -> None:
    class_ = an_open_preparation("ana")
    assert pressable(class_.seen("ana")) == ["open-0"]
    assert "0 of 4 · To open: Before class: one page, three questions" in said(class_.seen("ana"))
    class_.prepare("ana", "open-0")
    assert UNIT.preparation[0].text.en in said(class_.seen("ana"))
    assert pressable(class_.seen("ana")) == ["start"]
    class_.prepare("ana", "start")
    for number, question in enumerate(ASKED):
        panel = class_.seen("ana")
        (choices,) = [i for i in panel.items if isinstance(i, Choices)]
        assert "sure-1" not in pressable(panel), "how sure is asked once something is chosen"
        (key,) = UNIT.question(question).key
        class_.prepare("ana", "check", choices.options[0].id)
        class_.prepare("ana", "check", f"{question}/{key}")
        assert pressable(class_.seen("ana")) == ["sure-1", "sure-2", "sure-3"]
        class_.prepare("ana", "sure-3")
        assert UNIT.question(question).explanation.en in said(class_.seen("ana"))
        assert len(class_.session.preparation("ana").attempts) == number + 1
        class_.prepare("ana", "start")
    panel = class_.seen("ana")
    assert "You are ready for class." in said(panel)
    assert [row[1] for row in cells(panel, "results")] == ["✓ right"] * 3
    (asked,) = [i for i in panel.items if isinstance(i, Input)]
    assert asked.id == "muddiest"
    class_.prepare("ana", "muddiest", " the  acts ")
    assert class_.session.preparation("ana").muddiest == "the acts"
    assert class_.session.preparation("ana").attempts[ASKED[0]].confidence == 3
    assert state(UNIT, class_.session.preparation("ana")) == "ready"
    assert replayed(class_)


def test_the_first_answer_stays_and_an_unchosen_one_cannot_be_handed_in(an_open_preparation) -> None:
    class_ = an_open_preparation("ana")
    class_.prepare("ana", "start")
    with pytest.raises(Refused, match="Choose an answer first"):
        class_.prepare("ana", "sure", "1")
    class_.answer("ana", ASKED[0], right=False, sure="1")
    first = class_.session.preparation("ana").attempts[ASKED[0]]
    (key,) = UNIT.question(ASKED[0]).key
    class_.prepare("ana", "check", f"{ASKED[0]}/{key}")
    with pytest.raises(Refused):
        class_.prepare("ana", "sure", "3")
    assert class_.session.preparation("ana").attempts == {ASKED[0]: first}
    assert not first.right


@pytest.mark.parametrize(
    ("item", "value"),
    [("open-1", ""), ("open-", ""), ("check", "two-halves/z"), ("check", "x/a"), ("sure", "4"), ("waive", "ana"),
     ("demand", "ana"), ("", "")],
)  # fmt: skip
def test_what_a_preparation_does_not_have_is_refused_and_changes_nothing(
    item: str, value: str, an_open_preparation
) -> None:
    class_ = an_open_preparation("ana")
    before = class_.session
    with pytest.raises(Refused):
        class_.prepare("ana", item, value)
    assert class_.session == before


def test_nobody_prepares_who_is_not_expected_and_no_teacher_does(an_open_preparation) -> None:
    class_ = an_open_preparation("ana")
    for who in ("nobody", "tea"):
        with pytest.raises(Refused) as refused:
            class_.prepare(who, "open-0")
        assert refused.value.code == "not_allowed"
    assert class_.session.prepared == {}


def test_when_its_time_is_over_the_check_is_closed_until_it_is_extended_for_all_or_for_one(before_class) -> None:
    class_ = before_class()
    class_.draft("days", "3")
    class_.draft("life.prepare")
    class_.enrol("ana", "bo")
    assert "The check is open for 3 more days." in said(class_.seen("ana"))
    class_.prepare("ana", "open-0")
    class_.prepare("ana", "start")
    class_.at += 3 * DAY_S + 10
    assert "start" not in pressable(class_.seen("ana"))
    before = class_.session
    with pytest.raises(Refused, match="The check is closed") as refused:
        class_.prepare("ana", "check", f"{ASKED[0]}/a")
    assert refused.value.code == "closed"
    assert class_.session == before
    class_.draft("more-time", "ana")
    class_.answer("ana", ASKED[0])
    assert cells(planning(class_.session, class_.at), "waive")[0] == ("Ana", "… 2 of 4, extended")
    with pytest.raises(Refused):
        class_.prepare("bo", "check", f"{ASKED[0]}/a")
    class_.draft("extend.7")
    class_.prepare("bo", "check", f"{ASKED[0]}/a")
    assert class_.session.open_until("bo") == pytest.approx(class_.at + 7 * DAY_S, abs=10)
    assert replayed(class_)


def test_a_check_without_an_end_cannot_be_given_one_by_extending_it(an_open_preparation) -> None:
    class_ = an_open_preparation("ana")
    assert "extend.1" not in pressable(planning(class_.session, class_.at))
    with pytest.raises(Refused, match="until the class opens"):
        class_.draft("extend.1")


# --- the teacher -----------------------------------------------------------------------------------------------------


def test_the_teacher_sees_at_a_glance_who_is_ready_who_is_stuck_on_what_and_what_is_unclear(
    an_open_preparation,
) -> None:
    class_ = an_open_preparation("ana", "bo", "cy", "di")
    class_.make_ready("ana")
    class_.prepare("bo", "open-0")
    class_.answer("bo", ASKED[0], right=False, sure="3")
    class_.prepare("bo", "muddiest", "Who asks whom?")
    class_.prepare("cy", "open-0")
    panel = planning(class_.session, class_.at)
    assert panel.note == Text(fr="1 prêt sur 4", en="1 of 4 is ready")
    (bars,) = [i for i in panel.items if isinstance(i, Bars)]
    assert [(b.label.en, b.count) for b in bars.bars] == [("Ready", 1), ("Begun", 2), ("Nothing yet", 1)]
    assert cells(panel, "stuck") == [("Bo", "1 of 1 wrong, and certain")]
    assert cells(panel, "checked")[0][1:] == ("1/2", "1")
    assert "“Who asks whom?”" in said(panel)
    assert not any("Bo" in words for words in said(panel)), "what is least clear is read without names"
    assert cells(panel, "waive") == [
        ("Bo", "… 2 of 4"),
        ("Cy", "… 1 of 4"),
        ("Di", "nothing yet"),
        ("Ana", "✓ ready"),
    ]


def test_one_press_lets_somebody_off_another_takes_that_back_and_both_are_kept(an_open_preparation) -> None:
    class_ = an_open_preparation("ana")
    class_.draft("waive", "ana")
    assert state(UNIT, class_.session.preparation("ana")) == "waived"
    assert class_.session.preparation("ana").waived_by == "tea"
    assert "Your teacher has let you off." in said(class_.seen("ana"))
    class_.draft("waive", "ana")
    assert state(UNIT, class_.session.preparation("ana")) == "nothing"
    kept = [(by, e.verb, e.person) for by, e in class_.log if isinstance(e, events.Prepares)]
    assert kept == [("tea", "waive", "ana"), ("tea", "demand", "ana")]
    with pytest.raises(Refused):
        class_.draft("waive", "nobody")


def wrong(confidence: int) -> Attempt:
    return Attempt(answer="a", right=False, confidence=confidence)  # type: ignore[arg-type]


def test_one_wrong_answer_of_several_makes_nobody_stuck() -> None:
    right = Attempt(answer="b", right=True, confidence=2)
    assert not is_stuck(UNIT, Prepared())
    assert not is_stuck(UNIT, Prepared(attempts={"a": wrong(2)}))
    assert not is_stuck(UNIT, Prepared(attempts={"a": wrong(2), "b": right, "c": right}))
    assert is_stuck(UNIT, Prepared(attempts={"a": wrong(2), "b": right}))
    assert is_stuck(UNIT, Prepared(attempts={"a": wrong(3), "b": right, "c": right}))


def test_a_class_is_cancelled_before_its_doors_open_and_then_nothing_more_happens(an_open_preparation) -> None:
    class_ = an_open_preparation("ana")
    class_.draft("life.cancel-ask")
    class_.draft("life.cancel")
    assert class_.session.life == "cancelled"
    with pytest.raises(Refused):
        class_.prepare("ana", "open-0")
