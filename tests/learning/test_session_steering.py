"""How a teacher steers a class: the one button that leads on, the keys, the clock; what a double press does not do."""

from __future__ import annotations

import pytest

from campus.errors import Refused
from campus.learning import events
from campus.learning.class_screen import screen
from campus.learning.deciding import decide
from campus.learning.panel import Button, Heading, Panel, Paragraph, Row
from campus.learning.panels import panels


def test_the_primary_button_alone_leads_through_the_whole_class(a_class) -> None:
    class_ = a_class()
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


def first_item(class_) -> object:
    (panel,) = panels(class_.now, "hayot")
    return panel.items[0]


def test_the_one_primary_button_is_always_the_panels_first_item(a_class) -> None:
    class_ = a_class()
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


def test_no_key_ends_cancels_or_wraps_up_and_the_end_is_asked_for_first(a_class) -> None:
    class_ = a_class()
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


def test_a_double_press_neither_ends_a_class_nor_closes_a_vote_that_nobody_answered(a_class_at_the_question) -> None:
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


def test_a_vote_that_was_answered_may_close_at_once_and_is_not_revealed_by_the_same_double_press(
    a_class_at_the_question,
) -> None:
    class_ = a_class_at_the_question("ana")
    class_.vote("ana", "b")
    class_.happen("hayot", decide(class_.now, "hayot", "class", "do.close", "", class_.at + 0.1))
    with pytest.raises(Refused, match="double press"):
        decide(class_.now, "hayot", "class", "do.reveal", "", class_.at + 0.3)
    assert decide(class_.now, "hayot", "class", "do.open", "", class_.at + 0.3)


def test_cancelling_is_asked_for_first_and_can_be_thought_better_of(a_class) -> None:
    class_ = a_class()
    class_.press("hayot", "life.cancel-ask")
    (panel,) = panels(class_.now, "hayot")
    (row,) = [i for i in panel.items if isinstance(i, Row)]
    assert [b.text.en for b in row.buttons] == ["Really cancel?", "No, keep the class"]
    class_.press("hayot", "life.keep")
    assert class_.now.asked == ""
    class_.press("hayot", "life.cancel-ask")
    class_.press("hayot", "life.cancel")
    assert class_.now.life == "cancelled"


def test_page_up_goes_back_on_a_question_unless_its_vote_is_open(a_class_at_the_question) -> None:
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


def test_the_teachers_panel_has_a_clock_that_stands_still_while_the_class_is_held_and_the_code(
    a_class_at_the_question,
) -> None:
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


def test_the_rooms_screen_shows_the_code_until_the_class_starts(a_class) -> None:
    class_ = a_class()
    shown = screen(class_.now)
    assert isinstance(shown, Panel)
    assert "Code: ABCDEF" in [i.text.en for i in shown.items if isinstance(i, Heading)]
