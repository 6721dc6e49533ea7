"""A class in a test, before it and while it runs: sentences instead of events."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from campus.learning import events
from campus.learning.activities.concept_question import ConceptQuestion, ConceptQuestionRunning
from campus.learning.activities.slides import Slides
from campus.learning.content import Answer, Question
from campus.learning.content import Slides as Document
from campus.learning.deciding import coming, decide, leaving
from campus.learning.fold import apply
from campus.learning.panel import Button, Panel, Paragraph, Row
from campus.learning.panels import panels
from campus.learning.preparation import checks
from campus.learning.preparation_panels import preparing
from campus.learning.session import Session
from campus.learning.unit import Unit
from campus.learning.unit_file import load_unit
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


def at_the_question(*students: str) -> Class:
    class_ = Class()
    for who in students or ("ana", "bo", "cy"):
        class_.come(who)
    class_.press("hayot", "life.start")
    class_.press("hayot", "do.next")
    class_.press("hayot", "next")
    return class_


@pytest.fixture(scope="session")
def a_class() -> Callable[[], Class]:
    """`a_class()`: one that its teacher, hayot, has just opened: two slides, a question, three slides."""
    return Class


@pytest.fixture(scope="session")
def a_class_at_the_question() -> Callable[..., Class]:
    """`a_class_at_the_question("ana", "bo")`: with these students, the question not put yet."""
    return at_the_question


@cache
def the_unit() -> Unit:
    """The shipped unit, read once."""
    return load_unit(Path(__file__).resolve().parents[2], "telehealth-01")


class Before:
    """A class before its doors open: its teacher and its learners are elsewhere. And its log."""

    def __init__(self, unit: Unit | None = None) -> None:
        unit = unit or the_unit()
        self.log: list[tuple[str, events.AnyEvent]] = []
        self.at = 1000.0
        self._session: Session | None = None
        created = events.Created(
            at=self.at, session="s", unit=unit, space="hall", room="", code="ABCDEF", name="Tea", role="teacher"
        )
        self.happen("tea", created)

    @property
    def session(self) -> Session:
        assert self._session is not None
        return self._session

    def happen(self, by: str, *happened: events.AnyEvent) -> None:
        for event in happened:
            self._session = apply(self._session, by, event)
            self.log.append((by, event))

    def enrol(self, *people: str) -> None:
        for who in people:
            self.happen(who, events.Enrolled(at=self.at, name=who.title(), role="student"))

    def draft(self, item: str, value: str = "", who: str = "tea") -> None:
        self.press(who, "draft.s", item, value)

    def press(self, who: str, panel: str, item: str, value: str = "") -> None:
        self.at += 1.0
        self.happen(who, *decide(self.session, who, panel, item, value, self.at))

    def prepare(self, who: str, item: str, value: str = "") -> None:
        self.press(who, "prepare.s", item, value)

    def answer(self, who: str, question: str, *, right: bool = True, sure: str = "2") -> None:
        """One question of the check, to its feedback and on."""
        answers = the_unit().question(question).answers
        chosen = next(a.id for a in answers if a.right is right)
        self.prepare(who, "check", f"{question}/{chosen}")
        self.prepare(who, f"sure-{sure}")
        self.prepare(who, "start")

    def make_ready(self, *people: str) -> None:
        for who in people:
            self.prepare(who, "open-0")
            self.prepare(who, "start")
            for question in checks(the_unit()):
                self.answer(who, question)

    def open_doors(self, *people: str) -> None:
        """The doors open in the amphitheatre, and these people and the teacher are in it."""
        self.happen("tea", events.Housed(at=self.at, space="amphitheatre", room="amphitheatre"))
        self.draft("life.admit")
        self.come("tea", "teacher")
        for who in people:
            self.come(who)

    def come(self, who: str, role: str = "student") -> None:
        self.happen(who, *coming(self.session, who, who.title(), role, self.at))

    def seen(self, who: str, *, catch_up: bool = False) -> Panel:
        return preparing(self.session, who, self.at, catch_up=catch_up)


def being_prepared(*people: str, unit: Unit | None = None) -> Before:
    class_ = Before(unit)
    class_.draft("life.prepare")
    class_.enrol(*people)
    return class_


@pytest.fixture(scope="session")
def before_class() -> Callable[..., Before]:
    """`before_class(unit)`: a draft of the shipped unit, or of another."""
    return Before


@pytest.fixture(scope="session")
def an_open_preparation() -> Callable[..., Before]:
    """`an_open_preparation("ana", "bo")`: these learners are expected and can prepare."""
    return being_prepared
