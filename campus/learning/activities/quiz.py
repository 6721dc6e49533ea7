"""A quiz: some of the unit's questions, each answered alone and at one's own pace, then corrected together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import msgspec
from msgspec import Meta

from campus.ids import did_you_mean
from campus.learning.activities._base import Activity, Contents, Deed, View, not_now, unknown_question
from campus.learning.activities._collecting import Collecting, unknown
from campus.learning.content import Question, QuestionId
from campus.learning.panel import (
    AnyItem,
    Bar,
    Bars,
    Button,
    Choices,
    Column,
    Heading,
    Option,
    Panel,
    Paragraph,
    Row,
    Table,
)
from campus.learning.words import say
from campus.text import Text, bilingual, same

if TYPE_CHECKING:
    from campus.learning.unit import Unit


class Quiz(Activity, frozen=True, kw_only=True, tag="quiz"):
    """Questions of the unit, in this order. No points for speed.

    Example:
        {type: quiz, id: check, title: {fr: Quiz, en: Quiz}, questions: [acts, words], minutes: 6}

    Attributes:
        questions: their ids in questions.yaml, in the order in which they are put.
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("open",)

    questions: Annotated[tuple[QuestionId, ...], Meta(min_length=1, max_length=20)]

    def begin(self, unit: Unit) -> QuizRunning:
        """Ready, and not yet open."""
        return QuizRunning(id=self.id, questions=tuple(unit.question(question) for question in self.questions))

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Ouvrir le quiz", "Open the quiz")

    def mistakes(self, contents: Contents) -> tuple[tuple[str, Text, Text | None], ...]:
        """Questions that the unit does not have, or that are named twice."""
        found: list[tuple[str, Text, Text | None]] = [
            ("questions", unknown_question(name), did_you_mean(name, contents.questions))
            for name in self.questions
            if name not in contents.questions
        ]
        if len(set(self.questions)) < len(self.questions):
            twice = bilingual("a question is named twice.", "une question est nommée deux fois.")
            found.append(("questions", twice, None))
        return tuple(found)


class QuizRunning(Collecting, frozen=True, kw_only=True):
    """The questions, who answered what, and where each person is.

    Attributes:
        answers: person -> question id -> answer id.
        at: person -> index of the question before their eyes.
    """

    PARTICIPANTS_DO: ClassVar[frozenset[str]] = frozenset({"answer", "onward", "backward"})

    questions: tuple[Question, ...]
    answers: Mapping[str, Mapping[str, str]] = {}
    at: Mapping[str, int] = {}

    def must_be_open(self) -> None:
        """Turning the pages is possible after the correction, too: see `taken`."""

    def taken(self, deed: Deed) -> Self:
        """An answer `question/letter`, or a page turned."""
        if deed.verb == "answer":
            Collecting.must_be_open(self)
            question, _, letter = deed.value.partition("/")
            asked = next((q for q in self.questions if q.id == question), None)
            if asked is None or asked.answer(letter) is None:
                raise unknown(deed.value)
            mine = self.answers.get(deed.by, {})
            if mine.get(question) == letter:
                return self
            return msgspec.structs.replace(self, answers={**self.answers, deed.by: {**mine, question: letter}})
        if self.phase == "armed":
            Collecting.must_be_open(self)
        page = self.at.get(deed.by, 0) + (1 if deed.verb == "onward" else -1)
        if not 0 <= page < len(self.questions):
            raise not_now(say("Tourner la page", "Turning the page"), say("c'est la dernière", "this is the last"))
        return msgspec.structs.replace(self, at={**self.at, deed.by: page})

    @property
    def heard(self) -> Collection[str]:
        """Who has answered every question."""
        return [who for who, mine in self.answers.items() if len(mine) == len(self.questions)]

    def right(self, who: str) -> int:
        """How many of their answers are right."""
        mine = self.answers.get(who, {})
        return sum(mine.get(q.id) in q.key for q in self.questions)

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The next step; for each question how many were right, of those who answered it."""
        rows = []
        for question in self.questions:
            given = [mine[question.id] for mine in self.answers.values() if question.id in mine]
            share = f"{sum(g in question.key for g in given)}/{len(given)}"
            rows.append((question.id, (question.text, same(share))))
        columns = (Column(title=say("Question", "Question")), Column(title=say("Justes", "Right"), numeric=True))
        table = Table(id="questions", columns=columns, rows=tuple(rows))
        return (*self.steps(), table, *self.missing(view))

    def panel(self, view: View, viewer: str) -> Panel | None:
        """One question at a time, with one's own answer; its key and what to make of it once it is corrected."""
        if self.phase == "armed":
            return None
        page = self.at.get(viewer, 0)
        question, count = self.questions[page], len(self.questions)
        mine = self.answers.get(viewer, {}).get(question.id)
        told = self.phase == "shown"
        options = tuple(
            Option(
                id=f"{question.id}/{a.id}",
                text=a.text,
                mark=("right" if a.right else "wrong" if a.id == mine else "") if told else "",
            )
            for a in question.answers
        )
        selected = (f"{question.id}/{mine}",) if mine else ()
        items: list[AnyItem] = [
            Paragraph(text=question.text),
            Choices(id="answer", options=options, selected=selected, enabled=self.phase == "open"),
        ]
        if told:
            chosen = question.answer(mine) if mine else None
            if chosen is not None:
                items.append(Paragraph(text=chosen.feedback, tone="good" if chosen.right else "bad"))
            items += [Heading(text=say("Pourquoi", "Why")), Paragraph(text=question.explanation)]
        turn = []
        if page > 0:
            turn.append(Button(id="backward", text=say("Question précédente", "Previous question")))
        if page < count - 1:
            turn.append(Button(id="onward", text=say("Question suivante", "Next question")))
        if turn:
            items.append(Row(buttons=tuple(turn)))
        done = len(self.answers.get(viewer, {}))
        note = say(
            f"Question {page + 1} sur {count} ; {done} sur {count} répondues",
            f"Question {page + 1} of {count}; {done} of {count} answered",
        )
        return Panel(id=self.panel_id, title=say("Quiz", "Quiz"), note=note, items=tuple(items))

    def screen(self, view: View) -> Panel | None:
        """How many are done; the share of right answers once it is corrected."""
        if self.phase == "armed":
            return None
        title, items = say("Quiz", "Quiz"), list[AnyItem]()
        if self.phase == "shown":
            bars = tuple(
                Bar(label=q.text, count=sum(mine.get(q.id) in q.key for mine in self.answers.values()))
                for q in self.questions
            )
            items = [Heading(text=say("Réponses justes", "Right answers")), Bars(bars=bars, total=len(self.answers))]
        return Panel(id=f"screen.{self.id}", title=title, side="screen", note=self.note(view), items=tuple(items))

    def outcome(self, viewer: str) -> Text | None:
        """How many were right, once it is corrected."""
        if self.phase != "shown" or viewer not in self.answers:
            return None
        return say(f"{self.right(viewer)} sur {len(self.questions)}", f"{self.right(viewer)} of {len(self.questions)}")
