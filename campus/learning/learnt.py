"""What the log tells of learners: the estimates of the model, and what comes back for review. A fold; knows no store.

It takes the events of classes and of learners one by one, in the order of the log, and is the same however often it is
rebuilt. Answers count once: what somebody first answered alone, when the vote or the quiz was closed, and the first
answer to each question of a readiness check. What was answered after a discussion or in a group teaches it nothing.

Unlike a session this is changed in place: a campus has a hundred thousand answers, and copying for each of them what is
known of everybody would make a start take minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from campus.learning.activities import Activity
from campus.learning.activities.concept_question import ConceptQuestion
from campus.learning.activities.quiz import Quiz
from campus.learning.content import Question
from campus.learning.entrusting import TEACHING_ROLES
from campus.learning.events import Added, AnyEvent, Came, Created, Did, Enrolled, Prepares, Revised, TookOver
from campus.learning.model import Difficulty, Kind, Model, Standing, moves
from campus.learning.own_events import Contested, OwnEvent, Reviewed, Settled, Switched
from campus.learning.preparation import CONFIDENCE, checks
from campus.learning.review import Grade, Remembered, due, reviewed
from campus.learning.session import ANSWERING_ROLES
from campus.learning.unit import Unit

TAKES = frozenset({"created", "came", "enrolled", "revised", "added", "did", "prepares", "took-over"})
"""The types of a class's events that tell something of learners; the others need not be read."""


@dataclass
class _Class:
    """What must be known of one class to make sense of its answers."""

    unit: Unit
    activities: dict[str, Activity] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    learners: set[str] = field(default_factory=set)
    teachers: set[str] = field(default_factory=set)
    given: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """(activity, question) -> learner -> the answer that stands."""
    counted: set[tuple[str, str, str]] = field(default_factory=set)
    """(activity or empty, question, learner): this answer has counted."""
    picked: dict[str, str] = field(default_factory=dict)

    def hold(self, unit: Unit) -> None:
        """The class is made from this version of its unit."""
        self.unit = unit
        self.activities.update((activity.id, activity) for activity in unit.plan)
        self.questions.update((question.id, question) for question in unit.questions)


class Learnt:
    """What is known of all learners of a campus.

    Args:
        enabled: whether the campus lets anybody be estimated; review goes on without it.

    Attributes:
        off: the learners who do not want to be estimated.
        questions: `unit/question` -> the question, in the version that a class had last.
        contested: (learner, competency) that a teacher has not looked at yet, the oldest first.
    """

    def __init__(self, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self.off: set[str] = set()
        self._answers: dict[str, dict[str, list[tuple[Grade, float]]]] = {}
        self._cards: dict[str, dict[str, tuple[int, Remembered]]] = {}
        """Learner -> question -> how many of the answers were taken in, and how well it is known after them."""
        self.questions: dict[str, Question] = {}
        self.contested: dict[tuple[str, str], None] = {}
        self._standings: dict[str, dict[str, Standing]] = {}
        self._difficulties: dict[str, Difficulty] = {}
        self._audiences: dict[str, int] = {}
        self._classes: dict[str, _Class] = {}
        self._teachers: dict[str, set[str]] = {}

    # --- what is known ---------------------------------------------------------------------------------------------

    def estimates(self, learner: str) -> Mapping[str, Standing]:
        """Competency -> what is believed of a learner; nothing where they or the campus do not want that."""
        return self._standings.get(learner, {}) if self.enabled and learner not in self.off else {}

    def model(self, learner: str) -> Model:
        """The model as it is about one learner: its bands, and its sentences."""
        enabled = self.enabled and learner not in self.off
        return Model(enabled=enabled, learners={learner: self._standings.get(learner, {})})

    def memory(self, learner: str) -> Mapping[str, Remembered]:
        """`unit/question` -> how well a learner knows it.

        Worked out when somebody asks: of twenty thousand learners a handful review on one day.
        """
        cards = self._cards.setdefault(learner, {})
        for key, answers in self._answers.get(learner, {}).items():
            taken, card = cards.get(key, (0, None))
            for grade, at in answers[taken:]:
                card = reviewed(card, grade, at)
            if card is not None:
                cards[key] = (len(answers), card)
        return {key: card for key, (_, card) in cards.items()}

    def due(self, learner: str, now: float, *, most: int = 10) -> list[str]:
        """What a learner may review now, the most overdue first; where the model may tell, the weakest of equals."""
        known = self.memory(learner)
        model, ratings = self.model(learner), dict[str, float]()
        for key in known:
            question = self.questions.get(key)
            if question is not None and model.band(learner, question.competency) is not None:
                ratings[key] = model.standing(learner, question.competency).theta
        there = {key: card for key, card in known.items() if key in self.questions}
        return list(due(there, now, most=most, weakest=ratings))

    def readiness(self, learner: str, competencies: tuple[str, ...]) -> float | None:
        """0 to 1 for drawing groups, over those competencies that may be told; None where none may. Shown to nobody."""
        model = self.model(learner)
        told = [model.readiness(learner, one) for one in competencies if model.band(learner, one) is not None]
        return sum(told) / len(told) if told else None

    def teaches(self, teacher: str, learner: str) -> bool:
        """Whether somebody has taught a class in which that learner was."""
        return teacher in self._teachers.get(learner, ())

    # --- the fold --------------------------------------------------------------------------------------------------

    def take(self, session: str, by: str, event: AnyEvent) -> None:
        """One event of a class, in the order of its log."""
        if isinstance(event, Created):
            class_ = self._classes[session] = _Class(event.unit)
            self._hold(class_, event.unit)
            class_.teachers.add(by)
            return
        known = self._classes.get(session)
        if known is None:
            return  # The beginning of this class was not read: it is older than what is looked back at.
        match event:
            case Revised(unit=Unit() as unit):
                self._hold(known, unit)
            case Added():
                known.activities[event.activity.id] = event.activity
                if event.question is not None:
                    known.questions[event.question.id] = event.question
            case Came() | Enrolled():
                self._meet(known, by, event.role)
            case TookOver():
                known.teachers.add(by)
                for learner in known.learners:
                    self._teachers.setdefault(learner, set()).add(by)
            case Did():
                self._did(known, by, event)
            case Prepares() if by in known.learners:
                self._prepares(known, by, event)
            case _:
                pass

    def take_own(self, by: str, event: OwnEvent) -> None:
        """One event of a learner's own, in the order of the log."""
        match event:
            case Reviewed():
                question = self.questions.get(event.question)
                if question is not None:
                    right = event.answer in question.key
                    self._remember(by, event.question, _grade(right, event.confidence), event.at)
            case Contested(competency=competency, up=up):
                self._contest(by, competency, up=up)
            case Settled():
                self._contest(event.person, event.competency, up=False)
                if event.anew:
                    self._standings.get(event.person, {}).pop(event.competency, None)
            case Switched(on=on):
                (self.off.discard if on else self.off.add)(by)

    def _hold(self, class_: _Class, unit: Unit) -> None:
        class_.hold(unit)
        self.questions.update((f"{unit.id}/{question.id}", question) for question in unit.questions)

    def _meet(self, class_: _Class, who: str, role: str) -> None:
        if role in TEACHING_ROLES:
            class_.learners.discard(who)
            return
        if role not in ANSWERING_ROLES:
            return
        class_.learners.add(who)
        self._teachers.setdefault(who, set()).update(class_.teachers)
        if len(class_.unit.audience) == 1:
            self._audiences.setdefault(who, class_.unit.audience[0])

    def _did(self, class_: _Class, by: str, event: Did) -> None:
        activity = class_.activities.get(event.activity)
        if isinstance(activity, ConceptQuestion):
            if event.verb == "answer" and by in class_.learners:
                round_, _, answer = event.value.partition("/")
                # The second vote follows a talk with neighbours: it is no longer one person's answer.
                if round_ == "1":
                    class_.given.setdefault((activity.id, activity.question), {})[by] = answer
            elif event.verb == "close" and by not in class_.learners:
                self._count(class_, activity.id, activity.question, "vote1", event.at)
        elif isinstance(activity, Quiz):
            if event.verb == "answer" and by in class_.learners:
                question, _, answer = event.value.partition("/")
                class_.given.setdefault((activity.id, question), {})[by] = answer
            elif event.verb == "close" and by not in class_.learners:
                for question in activity.questions:
                    self._count(class_, activity.id, question, "quiz", event.at)

    def _count(self, class_: _Class, activity: str, question: str, kind: Kind, at: float) -> None:
        """A vote was closed: every answer that stands and has not counted yet counts."""
        for learner, answer in class_.given.get((activity, question), {}).items():
            if (activity, question, learner) not in class_.counted:
                class_.counted.add((activity, question, learner))
                self._answered(class_, learner, question, answer, kind, 2, at)

    def _prepares(self, class_: _Class, by: str, event: Prepares) -> None:
        if event.verb == "check":
            class_.picked[by] = event.value
        elif event.verb == "sure" and by in class_.picked and event.value in CONFIDENCE:
            question, _, answer = class_.picked.pop(by).partition("/")
            if question in checks(class_.unit) and ("", question, by) not in class_.counted:
                class_.counted.add(("", question, by))
                self._answered(class_, by, question, answer, "readiness", CONFIDENCE[event.value], event.at)

    def _answered(
        self, class_: _Class, learner: str, question: str, answer: str, kind: Kind, confidence: int, at: float
    ) -> None:
        asked = class_.questions.get(question)
        if asked is None or asked.answer(answer) is None:
            return
        right = answer in asked.key
        if f"{class_.unit.id}/{question}" in self.questions:  # What was typed in class comes back to nobody.
            self._remember(learner, f"{class_.unit.id}/{question}", _grade(right, confidence), at)
        if not self.enabled or learner in self.off or not asked.competency:
            return
        mine = self._standings.setdefault(learner, {})
        known = mine.get(asked.competency) or Model().standing(learner, asked.competency, self._audiences.get(learner))
        item = self._difficulties.get(asked.version, Difficulty())
        mine[asked.competency], self._difficulties[asked.version] = moves(
            known, item, options=len(asked.answers), right=right
        )

    def _remember(self, learner: str, key: str, grade: Grade, at: float) -> None:
        self._answers.setdefault(learner, {}).setdefault(key, []).append((grade, at))

    def _contest(self, learner: str, competency: str, *, up: bool) -> None:
        mine = self._standings.setdefault(learner, {})
        mine[competency] = (
            Model(learners={learner: mine}).contest(learner, competency, up).standing(learner, competency)
        )
        if up:
            self.contested[learner, competency] = None
        else:
            self.contested.pop((learner, competency), None)


_RIGHT: Mapping[int, Grade] = {1: "hard", 2: "good", 3: "easy"}


def _grade(right: bool, confidence: int) -> Grade:
    """How an answer went, for its next time: right by a guess is hardly known."""
    return _RIGHT.get(confidence, "good") if right else "wrong"
