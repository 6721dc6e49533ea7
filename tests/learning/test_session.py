"""A class from its opening to its end: what happens, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

import pytest

from campus.errors import Refused
from campus.learning import events
from campus.learning.activities.concept_question import ConceptQuestion, ConceptQuestionRunning
from campus.learning.activities.slides import Slides, SlidesRunning
from campus.learning.class_screen import screen
from campus.learning.content import Answer, Question
from campus.learning.content import Slides as Document
from campus.learning.deciding import coming, decide, leaving, raising
from campus.learning.fold import apply, replay
from campus.learning.life import LIFE
from campus.learning.panel import Bars, Button, Choices, Heading, Panel, Paragraph, Row
from campus.learning.panels import panels
from campus.learning.session import Session
from campus.learning.unit import Unit
from campus.text import same


def a_question(id_: str = "acts") -> Question:
    return Question(
        id=id_,
        text=same("Which act?"),
        answers=tuple(
            Answer(id=letter, text=same(f"answer {letter}"), right=letter == "b", feedback=same(f"about {letter}"))
            for letter in "abcd"
        ),
        explanation=same("because"),
        hint=same("think"),
        competency="telehealth",
        source="a decree",
        valid_on="2026-11-01",
    )


def a_unit() -> Unit:
    return Unit(
        id="telehealth-01",
        title=same("Telehealth"),
        summary=same("summary"),
        audience=(1,),
        competencies=("telehealth",),
        objectives=(),
        preparation=(),
        questions=(a_question(),),
        slides=Document(document="assets/units/telehealth-01/slides.{lang}.pdf", pages=5),
        plan=(
            Slides(id="words", title=same("Words"), first=1, last=2),
            ConceptQuestion(id="ask", title=same("Ask"), question="acts"),
            Slides(id="more", title=same("More"), first=3, last=5),
        ),
    )


class Class:
    """A class in a test: sentences instead of events, and its log."""

    def __init__(self) -> None:
        self.log: list[tuple[str, events.AnyEvent]] = []
        self.session: Session | None = None
        self.at = 100.0
        self.happen(
            "hayot",
            (
                events.Created(
                    at=self.at,
                    session="s1",
                    unit=a_unit(),
                    space="amphitheatre",
                    room="amphitheatre",
                    code="ABCDEF",
                    name="Maurice Hayot",
                    role="teacher",
                ),
                events.Turned(at=self.at, verb="admit"),
            ),
        )

    @property
    def now(self) -> Session:
        assert self.session is not None
        return self.session

    @property
    def question(self) -> ConceptQuestionRunning:
        running = self.now.running["ask"]
        assert isinstance(running, ConceptQuestionRunning)
        return running

    def happen(self, by: str, happened: tuple[events.AnyEvent, ...]) -> None:
        for event in happened:
            self.session = apply(self.session, by, event)
            self.log.append((by, event))

    def press(self, who: str, item: str, value: str = "", panel: str = "class") -> None:
        self.at += 1
        self.happen(who, decide(self.now, who, panel, item, value, self.at))

    def come(self, who: str, role: str = "student") -> None:
        self.happen(who, coming(self.now, who, who.title(), role, self.at))

    def leave(self, who: str) -> None:
        self.happen(who, leaving(self.now, who, self.at))

    def vote(self, who: str, choice: str, round_: int = 1) -> None:
        self.press(who, "answer", f"{round_}/{choice}", f"answer.ask.{round_}")

    def primary(self) -> str:
        """The id of the facilitator's one primary button."""
        (panel,) = panels(self.now, "hayot")
        found = [b for i in panel.items for b in (i.buttons if isinstance(i, Row) else (i,))]
        (button,) = [b for b in found if isinstance(b, Button) and b.primary]
        return button.id

    def said_to(self, who: str) -> list[str]:
        return [i.text.en for p in panels(self.now, who) for i in p.items if isinstance(i, Paragraph)]


def a_class_at_the_question(*students: str) -> Class:
    class_ = Class()
    for who in students or ("ana", "bo", "cy"):
        class_.come(who)
    class_.press("hayot", "life.start")
    class_.press("hayot", "do.next")
    class_.press("hayot", "next")
    return class_


def test_the_primary_button_alone_leads_through_the_whole_class() -> None:
    class_ = Class()
    class_.come("ana")
    pressed = []
    while not class_.now.is_over:
        pressed.append(class_.primary())
        class_.press("hayot", pressed[-1])
        if pressed[-1] == "next" and class_.now.current == "ask":
            class_.vote("ana", "b")
    assert pressed == [
        "life.start",
        "do.next",
        "next",
        "do.close",
        "do.reveal",
        "do.explain",
        "next",
        "do.next",
        "do.next",
        "life.wrap-up",
        "life.end-ask",
        "life.end",
    ]


def first_item(class_: Class) -> object:
    (panel,) = panels(class_.now, "hayot")
    return panel.items[0]


def test_the_one_primary_button_is_always_the_panels_first_item() -> None:
    class_ = Class()
    class_.come("ana")
    for _ in range(60):
        if class_.now.is_over:
            break
        first = first_item(class_)
        assert isinstance(first, Button)
        assert first.primary
        class_.press("hayot", first.id)
        if class_.now.current == "ask" and class_.question.phase == "vote1":
            class_.vote("ana", "a")


def test_no_key_ends_cancels_or_wraps_up_and_the_end_is_asked_for_first() -> None:
    class_ = Class()
    keyed = set()
    class_.come("ana")
    for _ in range(60):
        if class_.now.is_over:
            break
        if class_.now.current == "ask" and class_.question.phase == "vote1":
            class_.vote("ana", "b")
        (panel,) = panels(class_.now, "hayot")
        found = [b for i in panel.items for b in (i.buttons if isinstance(i, Row) else (i,)) if isinstance(b, Button)]
        keyed |= {b.id for b in found if b.key == "PageDown"}
        class_.press("hayot", class_.primary())
    assert not keyed & {"life.end", "life.end-ask", "life.wrap-up", "life.cancel", "life.cancel-ask"}
    assert [e.verb for _, e in class_.log if isinstance(e, events.Turned)][-2:] == ["end-ask", "end"]


def test_a_double_press_neither_ends_a_class_nor_closes_a_vote_that_nobody_answered() -> None:
    class_ = a_class_at_the_question("ana")
    for item in ("do.close", "life.wrap-up", "life.end-ask", "life.end"):
        if item in ("do.close", "life.end"):
            before = class_.now
            with pytest.raises(Refused, match="double press") as refused:
                decide(before, "hayot", "class", item, "", class_.at + 0.5)
            assert refused.value.code == "too_fast"
            assert "double clic" in refused.value.text.fr
        class_.press("hayot", item)
    assert class_.now.life == "ended"


def test_a_vote_that_was_answered_may_close_at_once_and_is_not_revealed_by_the_same_double_press() -> None:
    class_ = a_class_at_the_question("ana")
    class_.vote("ana", "b")
    class_.happen("hayot", decide(class_.now, "hayot", "class", "do.close", "", class_.at + 0.1))
    with pytest.raises(Refused, match="double press"):
        decide(class_.now, "hayot", "class", "do.reveal", "", class_.at + 0.3)
    assert decide(class_.now, "hayot", "class", "do.open", "", class_.at + 0.3)


def test_cancelling_is_asked_for_first_and_can_be_thought_better_of() -> None:
    class_ = Class()
    class_.press("hayot", "life.cancel-ask")
    (panel,) = panels(class_.now, "hayot")
    (row,) = [i for i in panel.items if isinstance(i, Row)]
    assert [b.text.en for b in row.buttons] == ["Really cancel?", "No, keep the class"]
    class_.press("hayot", "life.keep")
    assert class_.now.asked == ""
    class_.press("hayot", "life.cancel-ask")
    class_.press("hayot", "life.cancel")
    assert class_.now.life == "cancelled"


def test_page_up_goes_back_on_a_question_unless_its_vote_is_open() -> None:
    class_ = a_class_at_the_question("ana")

    def back() -> list[str]:
        (panel,) = panels(class_.now, "hayot")
        found = [b for i in panel.items for b in (i.buttons if isinstance(i, Row) else (i,)) if isinstance(b, Button)]
        return [b.id for b in found if b.key == "PageUp"]

    assert back() == []
    class_.press("hayot", "do.close")
    for verb in ("reveal", "explain"):
        class_.press("hayot", f"do.{verb}")
        assert back() == ["back"]
    class_.press("hayot", "back")
    assert class_.now.current == "words"
    assert back() == ["do.previous"]


def test_the_teachers_panel_has_a_clock_that_stands_still_while_the_class_is_held_and_the_code() -> None:
    class_ = a_class_at_the_question("ana")
    came = class_.at

    def clock(now: float) -> list[str]:
        (panel,) = panels(class_.now, "hayot", now)
        return [i.text.en for i in panel.items if isinstance(i, Paragraph) and "ABCDEF" in i.text.en]

    assert clock(came + 250.0) == ["4 min of 5 · Code: ABCDEF"]
    class_.at = came + 60.0
    class_.leave("hayot")
    class_.at = came + 660.0
    class_.come("hayot", "teacher")
    assert clock(class_.at) == ["Code to join: ABCDEF"]
    class_.press("hayot", "life.resume")
    assert clock(class_.at + 1.0) == ["1 min of 5 · Code: ABCDEF"]


def test_the_rooms_screen_shows_the_code_until_the_class_starts() -> None:
    class_ = Class()
    shown = screen(class_.now)
    assert isinstance(shown, Panel)
    assert "Code: ABCDEF" in [i.text.en for i in shown.items if isinstance(i, Heading)]


def test_slides_step_forth_and_back_and_stop_at_their_edges() -> None:
    class_ = Class()
    class_.press("hayot", "life.start")
    class_.press("hayot", "do.next")
    before = class_.now
    with pytest.raises(Refused, match="last slide"):
        class_.press("hayot", "do.next")
    assert class_.now == before
    class_.press("hayot", "do.previous")
    running = class_.now.running["words"]
    assert isinstance(running, SlidesRunning)
    assert running.page == 1
    with pytest.raises(Refused, match="no slide 4"):
        class_.press("hayot", "do.go", "4")


def test_an_answer_may_change_until_the_vote_closes_and_the_panel_says_so() -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "a")
    assert "Answer saved" in class_.said_to("ana")
    class_.vote("ana", "b")
    assert "Answer updated" in class_.said_to("ana")
    assert class_.question.first == {"ana": "b"}
    class_.press("hayot", "do.close")
    before = class_.now
    with pytest.raises(Refused, match="closed: This vote is closed"):
        class_.vote("ana", "c")
    assert class_.now == before


def test_the_same_answer_twice_is_one_answer() -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "a")
    before = class_.now
    class_.vote("ana", "a")
    assert class_.now is before


def test_until_the_reveal_students_see_how_many_and_nothing_more() -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "a")
    class_.vote("bo", "b")
    (seen,) = panels(class_.now, "cy")
    assert seen.note is not None
    assert seen.note.en == "2 of 3 have answered"
    assert not any(isinstance(i, Bars) for i in seen.items)
    (choices,) = [i for i in seen.items if isinstance(i, Choices)]
    assert {o.mark for o in choices.options} == {""}
    shown = screen(class_.now)
    assert isinstance(shown, Panel)
    assert not any(isinstance(i, Bars) for i in shown.items)


def test_the_teacher_sees_the_histogram_and_who_has_not_answered() -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "a")
    (seen,) = panels(class_.now, "hayot")
    (bars,) = [i for i in seen.items if isinstance(i, Bars)]
    assert [b.count for b in bars.bars] == [1, 0, 0, 0]
    assert "No answer yet: Bo, Cy" in class_.said_to("hayot")


def test_after_the_reveal_the_room_sees_the_bars_with_the_right_one_marked() -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "b")
    class_.press("hayot", "do.close")
    class_.press("hayot", "do.reveal")
    shown = screen(class_.now)
    assert isinstance(shown, Panel)
    (bars,) = [i for i in shown.items if isinstance(i, Bars)]
    assert [(b.count, b.mark) for b in bars.bars] == [(0, ""), (1, "right"), (0, ""), (0, "")]
    assert "about b" in class_.said_to("ana")


@pytest.mark.parametrize(
    ("right", "wrong", "said", "next_step"),
    [
        (1, 2, "33% right: give a hint or explain again, then vote again.", "do.hint"),
        (2, 2, "50% right: let neighbours discuss, then vote again.", "do.discuss"),
        (3, 1, "75% right: reveal and explain.", "do.reveal"),
    ],
)
def test_the_suggestion_follows_the_share_of_right_answers(right: int, wrong: int, said: str, next_step: str) -> None:
    class_ = a_class_at_the_question(*(f"s{i}" for i in range(right + wrong)))
    for i in range(right + wrong):
        class_.vote(f"s{i}", "b" if i < right else "a")
    class_.press("hayot", "do.close")
    assert said in class_.said_to("hayot")
    assert class_.primary() == next_step


def test_a_second_vote_never_overwrites_the_first_and_shows_who_moved() -> None:
    class_ = a_class_at_the_question()
    for who, choice in {"ana": "a", "bo": "b", "cy": "c"}.items():
        class_.vote(who, choice)
    for verb in ("close", "discuss", "revote"):
        class_.press("hayot", f"do.{verb}")
    class_.vote("ana", "b", round_=2)
    class_.vote("bo", "b", round_=2)
    assert class_.question.first == {"ana": "a", "bo": "b", "cy": "c"}
    assert class_.question.second == {"ana": "b", "bo": "b"}
    assert class_.question.moves() == {("a", "b"): 1, ("b", "b"): 1}


def test_an_answer_to_the_first_vote_does_not_count_for_the_second() -> None:
    class_ = a_class_at_the_question()
    for verb in ("close", "discuss", "revote"):
        class_.press("hayot", f"do.{verb}")
    with pytest.raises(Refused, match="your answer did not count"):
        class_.vote("ana", "a", round_=1)
    assert class_.question.second == {}


def test_revealing_an_open_vote_is_refused_and_changes_nothing() -> None:
    """Students must never see the histogram of a vote that is still running."""
    class_ = a_class_at_the_question()
    before = class_.now
    with pytest.raises(Refused, match="Revealing the answer is not possible while the vote is open") as refused:
        class_.press("hayot", "do.reveal")
    assert refused.value.code == "not_now"
    assert refused.value.text.fr == "Révéler la réponse\u00a0: ce n’est pas possible tant que le vote est ouvert."
    assert class_.now == before


def test_the_class_does_not_leave_an_open_vote() -> None:
    class_ = a_class_at_the_question()
    with pytest.raises(Refused, match="Close the vote first"):
        class_.press("hayot", "go", "more")


def test_going_back_to_a_question_finds_its_votes() -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "b")
    class_.press("hayot", "do.close")
    class_.press("hayot", "go", "more")
    class_.press("hayot", "back")
    assert class_.question.first == {"ana": "b"}
    assert class_.question.phase == "closed1"


def test_a_late_joiner_gets_the_running_question_and_may_answer() -> None:
    class_ = a_class_at_the_question("ana")
    class_.come("late")
    (panel,) = panels(class_.now, "late")
    assert panel.id == "answer.ask.1"
    class_.vote("late", "b")
    assert class_.now.people["late"].late
    assert class_.question.first == {"late": "b"}


def test_when_the_last_teacher_is_lost_the_class_is_held_and_answers_still_count() -> None:
    class_ = a_class_at_the_question()
    class_.come("aide", "co-teacher")
    class_.press("hayot", "entrust", "aide", "class")
    class_.leave("hayot")
    assert class_.now.life == "live"
    class_.leave("aide")
    assert class_.now.life == "held"
    class_.vote("ana", "b")
    assert class_.question.first == {"ana": "b"}
    with pytest.raises(Refused, match=r"Come into the class’s room first\."):
        class_.press("aide", "do.close")
    class_.come("hayot", "teacher")
    with pytest.raises(Refused, match="the class is held"):
        class_.press("hayot", "do.close")
    assert class_.primary() == "life.resume"
    class_.press("hayot", "life.resume")
    assert class_.now.life == "live"
    assert class_.question.phase == "vote1"


def test_a_student_runs_nothing_and_a_teacher_does_not_answer() -> None:
    class_ = a_class_at_the_question()
    for item in ("do.close", "next", "back", "go", "life.wrap-up", "hand", "take-over"):
        with pytest.raises(Refused) as refused:
            class_.press("ana", item, "more")
        assert refused.value.code == "not_allowed"
    with pytest.raises(Refused, match="Only participants answer"):
        class_.vote("hayot", "b")


def test_hands_are_listed_by_who_waits_longest_and_a_teacher_lowers_them() -> None:
    class_ = a_class_at_the_question()
    for who in ("cy", "ana"):
        class_.happen(who, raising(class_.now, who, True, class_.at))
    assert class_.now.hands == ("cy", "ana")
    class_.press("hayot", "hand", "cy")
    assert class_.now.hands == ("ana",)
    class_.leave("ana")
    assert class_.now.hands == ()


def test_another_teacher_takes_over_only_when_none_is_left() -> None:
    class_ = a_class_at_the_question()
    class_.come("mercier", "teacher")
    with pytest.raises(Refused):
        class_.press("mercier", "take-over")
    class_.leave("hayot")
    class_.press("mercier", "take-over")
    class_.press("mercier", "life.resume")
    class_.press("mercier", "do.close")
    assert class_.question.phase == "closed1"


def test_every_event_survives_the_log_and_replaying_it_gives_the_very_same_session() -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "b")
    class_.leave("hayot")
    kept = [(by, events.decode(events.encode(event))) for by, event in class_.log]
    assert kept == class_.log
    assert replay(kept) == class_.now


def test_a_refused_event_in_a_log_is_passed_over() -> None:
    class_ = a_class_at_the_question()
    again = events.Did(at=0.0, activity="ask", verb="reveal")
    assert replay([*class_.log, ("hayot", again)]) == class_.now


@pytest.mark.parametrize("life", sorted({life for life, _ in LIFE}))
def test_every_step_that_a_life_does_not_have_is_refused(life: str) -> None:
    import msgspec

    session = msgspec.structs.replace(Class().now, life=life)
    for verb in {verb for _, verb in LIFE}:
        event = events.Turned(at=0.0, verb=verb)
        if (life, verb) in LIFE:
            assert apply(session, "hayot", event).life == LIFE[life, verb]
        else:
            with pytest.raises(Refused) as refused:
                apply(session, "hayot", event)
            assert refused.value.code == "not_now"
