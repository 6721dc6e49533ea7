"""The learner model believes little, says why, can be contested and switched off; review comes when it is due."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import Refused
from campus.learning.model import NEEDED, Kind, Model, chance
from campus.learning.preparation import (
    Prepared,
    admits,
    checks,
    needs_catch_up,
    overconfident,
    readiness,
    require,
    unmet,
)
from campus.learning.review import Remembered, due, reviewed
from campus.learning.unit_file import load_unit

ROOT = Path(__file__).resolve().parents[2]
DAY = 86_400.0


def answered(model: Model, *right: bool, kind: Kind = "vote1", question: str = "q") -> Model:
    for index, is_right in enumerate(right):
        model = model.after("ana", "telehealth", f"{question}{index}", options=4, right=is_right, kind=kind)
    return model


def test_chance_is_a_guess_at_least_and_half_of_the_rest_between_equals() -> None:
    assert chance(-30, 0, 4) == pytest.approx(0.25)
    assert chance(0, 0, 4) == pytest.approx(0.625)
    assert chance(0, 0, 1) == pytest.approx(0.5)
    assert chance(1e9, -1e9, 2) == pytest.approx(1.0)


@given(st.lists(st.booleans(), max_size=30))
def test_a_right_answer_never_lowers_a_rating_and_a_wrong_one_never_raises_it(right: list[bool]) -> None:
    model = Model()
    for index, is_right in enumerate(right):
        before = model.standing("ana", "telehealth").theta
        model = model.after("ana", "telehealth", f"q{index % 3}", options=4, right=is_right, kind="quiz")
        after = model.standing("ana", "telehealth").theta
        assert (after > before) is is_right
    assert model.standing("ana", "telehealth").right == sum(right)
    assert (model.band("ana", "telehealth") is None) is (len(right) < NEEDED)


@pytest.mark.parametrize("kind", ["vote2", "group"])
def test_what_was_answered_after_talk_counts_for_nothing(kind: Kind) -> None:
    model = answered(Model(), True, False)
    assert answered(model, True, True, True, kind=kind) == model


def test_the_first_answers_move_more_than_later_ones() -> None:
    model, steps = Model(), []
    for index in range(10):
        before = model.standing("ana", "telehealth").theta
        model = model.after("ana", "telehealth", f"q{index}", options=4, right=True, kind="quiz")
        steps.append(model.standing("ana", "telehealth").theta - before)
    assert steps == sorted(steps, reverse=True)


def test_bands_go_up_with_what_is_known_and_are_explained() -> None:
    assert answered(Model(), *[True] * 4).band("ana", "telehealth") is None
    assert answered(Model(), *[False] * 6).band("ana", "telehealth") == "discovering"
    assert answered(Model(), *[True] * 14).band("ana", "telehealth") == "assured"
    said = answered(Model(), True, True, True, False, True, True).explain("ana", "telehealth")
    assert said.en.startswith("Telehealth: sound, from the 6 answers that you gave alone: 5 right")
    assert said.fr.startswith("Télésanté\u00a0: solide, d’après vos 6 réponses données seul\u00a0: 5 justes")
    early = answered(Model(), True, True, True, True).explain("ana", "telehealth")
    assert early.en == "Telehealth: no estimate yet; it needs 1 more answer of your own."


def test_it_can_be_contested_and_switched_off_and_forgets() -> None:
    model = answered(Model(), *[True] * 8)
    contested = model.contest("ana", "telehealth")
    assert contested.band("ana", "telehealth") is None
    assert contested.readiness("ana", "telehealth") == 0.5
    assert "contested" in contested.explain("ana", "telehealth").en
    assert contested.contest("ana", "telehealth", contested=False) == model
    off = model.switched(on=False)
    assert answered(off, False, False) == off
    assert off.band("ana", "telehealth") is None
    assert "switched off" in off.explain("ana", "telehealth").en
    assert off.switched(on=True) == model
    assert model.without("ana").learners == {}


def test_audience_and_diagnostic_say_where_somebody_begins_and_no_more() -> None:
    assert Model().standing("ana", "telehealth", audience=1).theta == 0.2
    good = Model().with_diagnostic("ana", "telehealth", 0.9, audience=1)
    poor = Model().with_diagnostic("ana", "telehealth", 0.1, audience=1)
    assert good.standing("ana", "telehealth").theta > 0.2 > poor.standing("ana", "telehealth").theta
    assert good.band("ana", "telehealth") is None
    later = answered(good, True)
    assert later.with_diagnostic("ana", "telehealth", 0.0) == later


def test_what_was_known_comes_back_later_and_what_was_not_sooner() -> None:
    knew, guessed, failed = (reviewed(None, grade, 0.0) for grade in ("easy", "good", "wrong"))
    assert knew.due > guessed.due > failed.due >= DAY
    again = reviewed(guessed, "good", guessed.due)
    assert again.due - again.last > guessed.due - guessed.last
    lapsed = reviewed(again, "wrong", again.due)
    assert lapsed.stability < again.stability
    assert reviewed(guessed, "good", guessed.due) == again
    assert reviewed(again, "good", 0.0).last == again.last


def test_the_most_overdue_for_its_stability_comes_first() -> None:
    def card(stability: float, last: float) -> Remembered:
        return Remembered(stability=stability, difficulty=5, last=last * DAY, due=(last + stability) * DAY)

    known = {"firm": card(10, 0), "weak": card(1, 8), "fresh": card(9, 9), "tied": card(1, 8)}
    assert due(known, 10.5 * DAY) == ["tied", "weak", "firm"]
    assert due(known, 10.5 * DAY, weakest={"tied": 1.0}, most=1) == ["weak"]


def test_what_is_missing_before_class_is_said_and_the_teacher_waives_it() -> None:
    unit = load_unit(ROOT, "telehealth-01")
    asked = checks(unit)
    nobody = Prepared()
    assert [text.en for text in unmet(unit, nobody)] == [
        "To open: Before class: one page, three questions",
        "3 questions of the readiness check are left.",
    ]
    assert needs_catch_up("soft", unit, nobody)
    assert not needs_catch_up("off", unit, nobody)
    assert admits("soft", unit, nobody)
    with pytest.raises(Refused) as refused:
        require("hard", unit, nobody)
    assert refused.value.code == "not_ready"
    require("hard", unit, nobody.waived("tea"))
    ready = nobody.opening(0)
    for question in asked:
        (right,) = unit.question(question).key
        ready = ready.answering(unit, question, right, 2)
    assert unmet(unit, ready) == ()
    assert readiness(unit, ready) == 1.0
    assert ready.answering(unit, asked[0], "a", 3) == ready


def test_a_certain_mistake_is_what_a_class_begins_with() -> None:
    unit = load_unit(ROOT, "telehealth-01")
    question = unit.question(checks(unit)[0])
    wrong = next(answer.id for answer in question.answers if not answer.right)
    prepared = Prepared().answering(unit, question.id, wrong, 3).wondering("  the  acts ")
    assert overconfident(prepared) == (question.id,)
    assert prepared.muddiest == "the acts"
    assert readiness(unit, prepared) == 0
    with pytest.raises(Refused):
        prepared.answering(unit, "nothing", "a", 1)
