"""A class from its opening to its end: what happens, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

import pytest

from campus.errors import Refused
from campus.learning import events
from campus.learning.activities.slides import SlidesRunning
from campus.learning.class_screen import screen
from campus.learning.deciding import raising
from campus.learning.fold import apply, replay
from campus.learning.life import LIFE
from campus.learning.panel import Bars, Choices, Panel
from campus.learning.panels import panels


def test_slides_step_forth_and_back_and_stop_at_their_edges(a_class) -> None:
    class_ = a_class()
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


def test_an_answer_may_change_until_the_vote_closes_and_the_panel_says_so(a_class_at_the_question) -> None:
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


def test_the_same_answer_twice_is_one_answer(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "a")
    before = class_.now
    class_.vote("ana", "a")
    assert class_.now is before


def test_until_the_reveal_students_see_how_many_and_nothing_more(a_class_at_the_question) -> None:
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


def test_the_teacher_sees_the_histogram_and_who_has_not_answered(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "a")
    (seen,) = panels(class_.now, "hayot")
    (bars,) = [i for i in seen.items if isinstance(i, Bars)]
    assert [b.count for b in bars.bars] == [1, 0, 0, 0]
    assert "No answer yet: Bo, Cy" in class_.said_to("hayot")


def test_after_the_reveal_the_room_sees_the_bars_with_the_right_one_marked(a_class_at_the_question) -> None:
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
def test_the_suggestion_follows_the_share_of_right_answers(
    right: int, wrong: int, said: str, next_step: str, a_class_at_the_question
) -> None:
    class_ = a_class_at_the_question(*(f"s{i}" for i in range(right + wrong)))
    for i in range(right + wrong):
        class_.vote(f"s{i}", "b" if i < right else "a")
    class_.press("hayot", "do.close")
    assert said in class_.said_to("hayot")
    assert class_.primary() == next_step


def test_a_second_vote_never_overwrites_the_first_and_shows_who_moved(a_class_at_the_question) -> None:
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


def test_an_answer_to_the_first_vote_does_not_count_for_the_second(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    for verb in ("close", "discuss", "revote"):
        class_.press("hayot", f"do.{verb}")
    with pytest.raises(Refused, match="your answer did not count"):
        class_.vote("ana", "a", round_=1)
    assert class_.question.second == {}


def test_revealing_an_open_vote_is_refused_and_changes_nothing(a_class_at_the_question) -> None:
    """Students must never see the histogram of a vote that is still running."""
    class_ = a_class_at_the_question()
    before = class_.now
    with pytest.raises(Refused, match="Revealing the answer is not possible while the vote is open") as refused:
        class_.press("hayot", "do.reveal")
    assert refused.value.code == "not_now"
    assert refused.value.text.fr == "Révéler la réponse\u00a0: ce n’est pas possible tant que le vote est ouvert."
    assert class_.now == before


def test_the_class_does_not_leave_an_open_vote(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    with pytest.raises(Refused, match="Close the vote first"):
        class_.press("hayot", "go", "more")


def test_going_back_to_a_question_finds_its_votes(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "b")
    class_.press("hayot", "do.close")
    class_.press("hayot", "go", "more")
    class_.press("hayot", "back")
    assert class_.question.first == {"ana": "b"}
    assert class_.question.phase == "closed1"


def test_a_late_joiner_gets_the_running_question_and_may_answer(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question("ana")
    class_.come("late")
    (panel,) = panels(class_.now, "late")
    assert panel.id == "answer.ask.1"
    class_.vote("late", "b")
    assert class_.now.people["late"].late
    assert class_.question.first == {"late": "b"}


def test_when_the_last_teacher_is_lost_the_class_is_held_and_answers_still_count(a_class_at_the_question) -> None:
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


def test_a_student_runs_nothing_and_a_teacher_does_not_answer(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    for item in ("do.close", "next", "back", "go", "life.wrap-up", "hand", "take-over"):
        with pytest.raises(Refused) as refused:
            class_.press("ana", item, "more")
        assert refused.value.code == "not_allowed"
    with pytest.raises(Refused, match="Only participants answer"):
        class_.vote("hayot", "b")


def test_hands_are_listed_by_who_waits_longest_and_a_teacher_lowers_them(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    for who in ("cy", "ana"):
        class_.happen(who, raising(class_.now, who, True, class_.at))
    assert class_.now.hands == ("cy", "ana")
    class_.press("hayot", "hand", "cy")
    assert class_.now.hands == ("ana",)
    class_.leave("ana")
    assert class_.now.hands == ()


def test_another_teacher_takes_over_only_when_none_is_left(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    class_.come("mercier", "teacher")
    with pytest.raises(Refused):
        class_.press("mercier", "take-over")
    class_.leave("hayot")
    class_.press("mercier", "take-over")
    class_.press("mercier", "life.resume")
    class_.press("mercier", "do.close")
    assert class_.question.phase == "closed1"


def test_every_event_survives_the_log_and_replaying_it_gives_the_very_same_session(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    class_.vote("ana", "b")
    class_.leave("hayot")
    kept = [(by, events.decode(events.encode(event))) for by, event in class_.log]
    assert kept == class_.log
    assert replay(kept) == class_.now


def test_a_refused_event_in_a_log_is_passed_over(a_class_at_the_question) -> None:
    class_ = a_class_at_the_question()
    again = events.Did(at=0.0, activity="ask", verb="reveal")
    assert replay([*class_.log, ("hayot", again)]) == class_.now


@pytest.mark.parametrize("life", sorted({life for life, _ in LIFE}))
def test_every_step_that_a_life_does_not_have_is_refused(life: str, a_class) -> None:
    import msgspec

    session = msgspec.structs.replace(a_class().now, life=life)
    for verb in {verb for _, verb in LIFE}:
        event = events.Turned(at=0.0, verb=verb)
        if (life, verb) in LIFE:
            assert apply(session, "hayot", event).life == LIFE[life, verb]
        else:
            with pytest.raises(Refused) as refused:
                apply(session, "hayot", event)
            assert refused.value.code == "not_now"
