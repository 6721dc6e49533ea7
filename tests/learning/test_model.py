"""The learner model believes little, says why, can be contested and switched off; review comes when it is due."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import Refused
from campus.learning import events
from campus.learning.deciding import coming, decide
from campus.learning.model import NEEDED, Kind, Model, chance
from campus.learning.panel import Choices, Panel, Table
from campus.learning.panels import panels
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
from campus.learning.session import apply, replay
from campus.learning.unit_file import load_unit
from campus.text import Text

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


class Preparing:
    """A class whose preparation is open."""

    def __init__(self, gate: str = "off") -> None:
        unit = load_unit(ROOT, "telehealth-01")
        plan = tuple(
            msgspec.structs.replace(activity, gate=gate) if activity.id == "ask-two-halves" else activity
            for activity in unit.plan
        )
        unit = msgspec.structs.replace(unit, plan=plan)
        created = events.Created(
            at=0.0, session="s", unit=unit, space="hall", room="hall", code="A", name="Tea", role="teacher"
        )
        self.log: list[tuple[str, events.AnyEvent]] = [("tea", created)]
        self.session = apply(None, "tea", created)
        self.press("tea", "class", "life.prepare")
        for who in ("ana", "bo"):
            self.happen(who, coming(self.session, who, who.title(), "student", 1.0))

    def happen(self, by: str, happened: tuple[events.AnyEvent, ...]) -> None:
        for event in happened:
            self.session = apply(self.session, by, event)
            self.log.append((by, event))

    def press(self, who: str, panel: str, item: str, value: str = "") -> None:
        self.happen(who, decide(self.session, who, panel, item, value, 1.0))

    def seen(self, who: str) -> Panel:
        (panel,) = panels(self.session, who)
        return panel


def test_a_learner_prepares_and_the_class_knows_it() -> None:
    class_ = Preparing()
    assert not [i for i in class_.seen("ana").items if isinstance(i, Choices)]
    class_.press("ana", "prepare.1", "open", "0")
    class_.press("ana", "prepare.1", "sure", "3")
    for question in checks(class_.session.unit):
        (choices,) = [i for i in class_.seen("ana").items if isinstance(i, Choices)]
        (key,) = class_.session.unit.question(question).key
        assert f"{question}/{key}" in [option.id for option in choices.options]
        class_.press("ana", "prepare.1", "check", f"{question}/{key}")
    class_.press("ana", "prepare.1", "muddiest", "the acts")
    assert class_.seen("ana").note == Text(fr="Vous êtes prêt", en="You are ready")
    assert class_.session.preparation("ana").attempts["two-halves"].confidence == 3
    assert class_.session.view.readiness == {"ana": 1.0, "bo": 0.0}
    (table,) = [i for i in class_.seen("tea").items if isinstance(i, Table) and i.id == "waive"]
    assert [cells[1].en for _, cells in table.rows] == ["3 of 3", "0 of 3"]
    assert replay([(by, events.decode(events.encode(event))) for by, event in class_.log]) == class_.session


def test_only_the_learner_prepares_and_only_the_teacher_waives() -> None:
    class_ = Preparing()
    for who, panel, item, value in (
        ("tea", "prepare.1", "open", "0"),
        ("nobody", "prepare.1", "open", "0"),
        ("ana", "class", "waive", "ana"),
        ("ana", "prepare.1", "waive", "ana"),
        ("ana", "prepare.1", "open", "7"),
        ("ana", "prepare.1", "check", "two-halves/z"),
        ("tea", "class", "waive", "nobody"),
    ):
        before = class_.session
        with pytest.raises(Refused):
            class_.press(who, panel, item, value)
        assert class_.session == before


def test_a_hard_gate_is_told_and_waived() -> None:
    class_ = Preparing(gate="hard")
    for item in ("life.admit", "life.start", "do.next", "next"):
        class_.press("tea", "class", item)
    assert class_.session.current == "ask-two-halves"
    with pytest.raises(Refused) as refused:
        class_.press("bo", "answer.ask-two-halves.1", "answer", "1/a")
    assert refused.value.code == "not_ready"
    assert refused.value.text.fr.startswith("À ouvrir")
    class_.press("tea", "class", "waive", "bo")
    class_.press("bo", "answer.ask-two-halves.1", "answer", "1/a")
    with pytest.raises(Refused):
        class_.press("bo", "prepare.1", "open", "0")
