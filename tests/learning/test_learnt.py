"""What the log tells of learners: answers given alone count once, others never; the same log tells the same."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.learning import events
from campus.learning.activities.concept_question import ConceptQuestion
from campus.learning.activities.quiz import Quiz
from campus.learning.content import Question
from campus.learning.learner_panels import contested, reviewed_panel, reviewing, standing
from campus.learning.learnt import Learnt
from campus.learning.model import Model
from campus.learning.own_events import Contested, OwnEvent, Reviewed, Settled, Switched, decode_own
from campus.learning.panel import Button, Choice, Choices, Paragraph, Row
from campus.learning.unit import Unit
from campus.learning.unit_file import load_unit
from campus.text import Text

ROOT = Path(__file__).resolve().parents[2]
TITLE = Text(fr="t", en="t")
DAY = 86_400.0


def a_unit() -> Unit:
    """Three concept questions on telehealth, then a quiz with two more."""
    unit = load_unit(ROOT, "telehealth-01")
    asked = [q for q in unit.questions if q.competency == "telehealth"]
    five = asked[:5] if len(asked) >= 5 else [*asked, *asked][:5]
    five = [msgspec.structs.replace(q, id=f"q{n}") for n, q in enumerate(five)]
    plan = (
        *(ConceptQuestion(id=f"ask-{n}", title=TITLE, question=f"q{n}") for n in range(3)),
        Quiz(id="quiz", title=TITLE, questions=("q3", "q4")),
    )
    preparation = tuple(msgspec.structs.replace(m, check=("q0", "q3")) for m in unit.preparation)
    return msgspec.structs.replace(unit, questions=tuple(five), plan=plan, preparation=preparation)


UNIT = a_unit()


def letter(question: str, *, right: bool) -> str:
    return next(a.id for a in UNIT.question(question).answers if a.right is right)


class Told:
    """A log as it grows, and what was learnt from it."""

    def __init__(self, *, enabled: bool = True) -> None:
        self.learnt, self.at = Learnt(enabled=enabled), 0.0
        self.log: list[tuple[str, str, events.AnyEvent | OwnEvent]] = []
        created = events.Created(
            at=0.0, session="s", unit=UNIT, space="hall", room="hall", code="A", name="Tea", role="teacher"
        )
        self.take("tea", created)
        for who in ("ana", "bo"):
            self.take(who, events.Came(at=0.0, name=who, role="student"))

    def take(self, by: str, event: events.AnyEvent | OwnEvent) -> None:
        self.log.append(("s", by, event))
        if isinstance(event, Reviewed | Contested | Settled | Switched):
            self.learnt.take_own(by, event)
        else:
            self.learnt.take("s", by, event)

    def did(self, by: str, activity: str, verb: str, value: str = "") -> None:
        self.at += 1.0
        self.take(by, events.Did(at=self.at, activity=activity, verb=verb, value=value))

    def vote(self, who: str, number: int, *, right: bool, round_: int = 1) -> None:
        self.did(who, f"ask-{number}", "answer", f"{round_}/{letter(f'q{number}', right=right)}")

    def quiz(self, who: str, question: str, *, right: bool) -> None:
        self.did(who, "quiz", "answer", f"{question}/{letter(question, right=right)}")

    def check(self, who: str, question: str, *, right: bool, sure: str = "2") -> None:
        self.at += 1.0
        self.take(who, events.Prepares(at=self.at, verb="check", value=f"{question}/{letter(question, right=right)}"))
        self.take(who, events.Prepares(at=self.at, verb="sure", value=sure))

    def answers(self, who: str) -> int:
        return sum(known.answers for known in self.learnt.estimates(who).values())

    def five_right(self, who: str = "ana") -> None:
        for number in range(3):
            self.vote(who, number, right=True)
            self.did("tea", f"ask-{number}", "close")
        for question in ("q3", "q4"):
            self.quiz(who, question, right=True)
        self.did("tea", "quiz", "close")


def test_a_vote_counts_when_it_is_closed_and_as_it_stood_then() -> None:
    told = Told()
    told.vote("ana", 0, right=True)
    told.vote("ana", 0, right=False)
    assert told.answers("ana") == 0
    told.did("tea", "ask-0", "close")
    known = told.learnt.estimates("ana")["telehealth"]
    assert (known.answers, known.right) == (1, 0)
    told.did("tea", "ask-0", "open")
    told.vote("ana", 0, right=True)
    told.vote("bo", 0, right=True)
    told.did("tea", "ask-0", "close")
    assert told.learnt.estimates("ana")["telehealth"] == known
    assert told.answers("bo") == 1


def test_the_second_vote_and_whoever_is_no_learner_teach_it_nothing() -> None:
    told = Told()
    for who in ("ana", "tea", "nobody"):
        told.vote(who, 0, right=True, round_=2)
        told.vote("tea", 0, right=True)
    told.did("tea", "ask-0", "close")
    told.did("tea", "breakout", "write", "words")
    assert [told.answers(who) for who in ("ana", "tea", "nobody")] == [0, 0, 0]
    assert told.learnt.memory("ana") == {}


def test_a_quiz_and_the_first_answer_to_a_check_count_fully() -> None:
    told = Told()
    told.check("ana", "q0", right=False, sure="3")
    told.check("ana", "q0", right=True)
    told.quiz("ana", "q3", right=True)
    told.did("tea", "quiz", "close")
    known = told.learnt.estimates("ana")["telehealth"]
    assert (known.answers, known.right) == (2, 1)
    by_hand = Model()
    for question, right in (("q0", False), ("q3", True)):
        asked = UNIT.question(question)
        by_hand = by_hand.after(
            "ana", "telehealth", asked.version, options=len(asked.answers), right=right, kind="quiz", audience=1
        )
    assert known == by_hand.standing("ana", "telehealth")


def test_no_band_before_five_answers_then_one_with_what_it_rests_on() -> None:
    told = Told()
    told.five_right("ana")
    told.vote("bo", 0, right=True)
    told.did("tea", "ask-0", "close")
    assert told.learnt.model("ana").band("ana", "telehealth") is not None
    assert told.learnt.model("bo").band("bo", "telehealth") is None
    said = [i.text.en for i in standing(told.learnt, "ana").items if isinstance(i, Paragraph)]
    assert any("from the 5 answers that you gave alone: 5 right" in words for words in said)
    assert any("4 more answers" in i.text.en for i in standing(told.learnt, "bo").items if isinstance(i, Paragraph))


def test_a_contested_estimate_is_used_for_nothing_until_the_teacher_has_looked() -> None:
    told = Told()
    told.five_right()
    assert told.learnt.readiness("ana", ("telehealth",)) is not None
    told.take("ana", Contested(at=9.0, competency="telehealth"))
    assert list(told.learnt.contested) == [("ana", "telehealth")]
    assert told.learnt.readiness("ana", ("telehealth",)) is None
    assert told.learnt.teaches("tea", "ana")
    assert not told.learnt.teaches("other", "ana")
    panel = contested(told.learnt, "ana", "telehealth", {"ana": "Ana"})
    assert panel.note == Text(fr="Ana", en="Ana")
    told.take("tea", Settled(at=10.0, person="ana", competency="telehealth"))
    assert told.learnt.readiness("ana", ("telehealth",)) is not None
    told.take("ana", Contested(at=11.0, competency="telehealth"))
    told.take("tea", Settled(at=12.0, person="ana", competency="telehealth", anew=True))
    assert told.learnt.contested == {}
    assert told.answers("ana") == 0


def test_switched_off_for_one_or_for_all_nothing_is_estimated_and_review_goes_on() -> None:
    told = Told()
    told.take("ana", Switched(at=0.5, on=False))
    told.five_right("ana")
    assert told.learnt.estimates("ana") == {}
    assert len(told.learnt.memory("ana")) == 5
    told.take("ana", Switched(at=50.0, on=True))
    assert told.learnt.estimates("ana") == {}, "what was answered meanwhile is not counted afterwards"
    campus = Told(enabled=False)
    campus.five_right("ana")
    assert campus.learnt.estimates("ana") == {}
    assert [i for i in standing(campus.learnt, "ana").items if isinstance(i, Choice | Button)] == []
    assert campus.learnt.due("ana", 100 * DAY) != []


def test_what_was_answered_comes_back_sooner_when_it_was_wrong_and_later_when_it_was_sure() -> None:
    told = Told()
    told.check("ana", "q0", right=False)
    told.check("ana", "q3", right=True, sure="3")
    wrong, sure = (told.learnt.memory("ana")[f"{UNIT.id}/{q}"] for q in ("q0", "q3"))
    assert wrong.due < sure.due
    assert told.learnt.due("ana", told.at) == []
    assert told.learnt.due("ana", wrong.due + 1) == [f"{UNIT.id}/q0"]
    told.take(
        "ana", Reviewed(at=wrong.due + 1, question=f"{UNIT.id}/q0", answer=letter("q0", right=True), confidence=3)
    )
    assert told.learnt.due("ana", wrong.due + 2) == []
    assert told.answers("ana") == 2, "review trains the memory; it is no new evidence of what somebody can do"
    told.take("ana", Reviewed(at=1.0, question="gone/q", answer="a", confidence=3))
    assert "gone/q" not in told.learnt.memory("ana")


def test_a_class_whose_beginning_was_not_read_is_passed_over() -> None:
    learnt = Learnt()
    learnt.take("old", "ana", events.Did(at=1.0, activity="ask-0", verb="answer", value="1/a"))
    assert learnt.estimates("ana") == {}


def test_the_review_panel_asks_from_memory_then_how_sure_then_tells_why_and_when_again() -> None:
    question = UNIT.question("q0")
    asking = reviewing(question, "", 3)
    assert asking.note == Text(fr="3 questions à revoir", en="3 questions are due")
    assert not [i for i in asking.items if isinstance(i, Row)]
    chosen = reviewing(question, "a", 1)
    (choices,) = [i for i in chosen.items if isinstance(i, Choices)]
    assert choices.selected == ("a",)
    assert [[b.id for b in i.buttons] for i in chosen.items if isinstance(i, Row)] == [["sure-1", "sure-2", "sure-3"]]
    after = reviewed_panel(question, letter("q0", right=True), 3 * DAY, 0)
    said = [i.text.en for i in after.items if isinstance(i, Paragraph)]
    assert question.explanation.en in said
    assert "It comes back in 3 days." in said
    assert [i.text.en for i in after.items if isinstance(i, Button)] == ["Finish"]
    assert isinstance(reviewing(None, "", 0).items[0], Paragraph)


EVENTS = st.one_of(
    st.builds(
        events.Did,
        at=st.floats(0, 1e6),
        activity=st.sampled_from(["ask-0", "ask-1", "quiz", "gone"]),
        verb=st.sampled_from(["answer", "close", "open"]),
        value=st.sampled_from(["1/a", "1/b", "2/a", "q3/a", "q4/b", "", "1/z", "q9/a"]),
    ),
    st.builds(
        events.Prepares,
        at=st.floats(0, 1e6),
        verb=st.sampled_from(["check", "sure", "open-0", "waive"]),
        value=st.sampled_from(["q0/a", "q3/b", "1", "2", "3", "x"]),
    ),
    st.builds(Reviewed, at=st.floats(0, 1e6), question=st.just("telehealth-01/q0"), answer=st.just("a"),
              confidence=st.integers(1, 3)),
    st.builds(Contested, at=st.floats(0, 1e6), competency=st.just("telehealth"), up=st.booleans()),
    st.builds(Switched, at=st.floats(0, 1e6), on=st.booleans()),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["tea", "ana", "bo"]), EVENTS), max_size=30))
def test_the_same_log_read_again_tells_the_same(happened: list[tuple[str, events.AnyEvent | OwnEvent]]) -> None:
    told, again = Told(), Learnt()
    for by, event in happened:
        told.take(by, event)
    for session, by, event in told.log:
        if isinstance(event, Reviewed | Contested | Settled | Switched):
            again.take_own(by, decode_own(msgspec.json.encode(event)))
        else:
            again.take(session, by, events.decode(events.encode(event)))
    for who in ("ana", "bo", "tea"):
        assert again.estimates(who) == told.learnt.estimates(who)
        assert again.memory(who) == told.learnt.memory(who)
        assert again.due(who, 2e6) == told.learnt.due(who, 2e6)
    assert list(again.contested) == list(told.learnt.contested)


@pytest.mark.parametrize("question", [q.id for q in UNIT.questions])
def test_every_question_that_is_asked_has_its_competency(question: str) -> None:
    asked: Question = UNIT.question(question)
    assert asked.competency == "telehealth"
