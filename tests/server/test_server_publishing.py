"""Panels and screens: at once for who pressed, at most twice a second for the others, and only what has changed."""

from __future__ import annotations

import pytest

from campus.learning.panel import Panel, Paragraph
from campus.protocol.messages import Figure, Panels, Shows
from campus.text import same
from campus.world import Ground, Referee
from server.publishing import AT_ONCE, EVERY_S, Publisher
from server.room import Room


class Noticeboard:
    """Classes that show everybody the same sentence, and a page on one screen."""

    def __init__(self) -> None:
        self.sentence, self.page, self.asked = "one", 0, 0
        self.for_whom: set[str] | None = None

    def panels(self, room, person, now) -> tuple[Panel, ...]:
        self.asked += 1
        if self.for_whom is not None and person.id not in self.for_whom:
            return ()
        return (Panel(id="p", title=same("Panel"), items=(Paragraph(text=same(self.sentence)),)),)

    def screens(self, room) -> tuple[Shows, ...]:
        return (Shows(screen="main", document="slides.{lang}.pdf", page=self.page),)


class Published:
    """A room with people, a noticeboard, and what each was sent."""

    def __init__(self, space, people) -> None:
        self.board, self.sent, self.now = Noticeboard(), [], 100.0
        self.room = Room("hall", space, Referee(Ground.of_space(space)), lambda people, message: None)
        self.publisher = Publisher(self.board, self._post, lambda: 0.0)
        for name in people:
            self.room.enter(name, name, "student", Figure(), (10.0, 10.0, 0.0, 0.0), self.now)
            self.publisher.introduce(self.room, name)
        self.clear()

    def _post(self, people, message, encoded) -> None:
        self.sent += [(person, message) for person in people]

    def clear(self) -> None:
        self.sent.clear()
        self.board.asked = 0

    def ticks(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.now += 0.1
            self.publisher.tick(self.room, self.now)

    def panels_to(self, person: str) -> list[str]:
        sent = [m for to, m in self.sent if to == person and isinstance(m, Panels)]
        return [m.panels[0].items[0].text.en if m.panels else "" for m in sent]


@pytest.fixture
def published(hall):
    return lambda *people: Published(hall, people)


def test_whoever_comes_in_gets_the_screens_and_their_panels_even_none(published) -> None:
    board = published("ana")
    board.board.for_whom = set()
    board.publisher.introduce(board.room, "ana")
    assert [type(m) for _, m in board.sent] == [Shows, Panels]
    assert board.panels_to("ana") == [""]


def test_nothing_is_sent_and_nobody_is_asked_while_nothing_happens(published) -> None:
    board = published("ana", "bo")
    board.ticks(10.0)
    assert board.sent == []
    assert board.board.asked == 0


def test_the_others_hear_of_many_changes_twice_a_second_and_of_the_last_for_certain(published) -> None:
    board = published("ana", "bo")
    for number in range(30):
        board.board.sentence = str(number)
        board.publisher.touch("hall")
        board.publisher.show(board.room, "ana")
        board.ticks(0.1)
    board.ticks(1.0)
    assert board.panels_to("ana") == [str(n) for n in range(30)]
    assert 6 <= len(board.panels_to("bo")) <= 3.0 / EVERY_S + 2
    assert board.panels_to("bo")[-1] == "29"


def test_only_those_for_whom_something_changed_are_sent_anything(published) -> None:
    board = published("ana", "bo")
    board.board.for_whom = {"ana"}
    board.publisher.touch("hall")
    board.ticks(1.0)
    assert board.panels_to("ana") == []
    assert board.panels_to("bo") == [""]


def test_a_screen_that_changes_is_told_to_the_whole_room_at_once_and_once(published) -> None:
    board = published("ana", "bo")
    board.board.page = 1
    board.publisher.show(board.room, "ana")
    board.publisher.show(board.room, "bo")
    assert [(to, m.page) for to, m in board.sent if isinstance(m, Shows)] == [("ana", 1), ("bo", 1)]


def test_a_full_room_is_looked_at_in_parts_and_everybody_is_reached(published) -> None:
    names = [f"p{n}" for n in range(150)]
    board = published(*names)
    board.board.sentence = "two"
    board.publisher.touch("hall")
    board.ticks(0.1)
    assert board.board.asked == AT_ONCE
    board.ticks(0.4)
    assert all(board.panels_to(name) == ["two"] for name in names)


def test_whoever_left_meanwhile_is_passed_over(published) -> None:
    board = published("ana", "bo")
    board.publisher.touch("hall")
    board.board.sentence = "two"
    board.room.leave("bo")
    board.publisher.forget("hall", "bo")
    board.ticks(1.0)
    assert board.panels_to("ana") == ["two"]
    assert board.panels_to("bo") == []
