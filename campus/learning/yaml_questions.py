"""A unit's questions from `questions.yaml`: how a question is written there, and what must hold of it.

GIFT and Moodle XML are `unit_questions`.
"""

from __future__ import annotations

import datetime

from campus.ids import did_you_mean
from campus.learning.content import LETTERS, Answer, Content, Question, QuestionId
from campus.learning.unit_folder import UnitFolder
from campus.scene.convert import to_struct
from campus.scene.model import Source
from campus.scene.values import Fields, Value
from campus.scene.wording import must_be_mapping, needs_field, no_field
from campus.text import Text, bilingual, same

FILE = "questions.yaml"


class AnswerForm(Content, frozen=True, kw_only=True):
    """An answer as it is written: its letter comes from its place.

    Attributes:
        text: what one chooses.
        right: whether it is the right one; exactly one is.
        misconception: what somebody who chooses it believes; every wrong answer names one.
        feedback: what they read after the reveal.
    """

    text: Text
    right: bool = False
    misconception: Text | None = None
    feedback: Text


class QuestionForm(Content, frozen=True, kw_only=True):
    """A question as it is written, without its answers.

    Attributes:
        id: how the plan names it.
        text: the question.
        explanation: why the right answer is right.
        competency: the domain that it trains, one of the unit’s.
        source: where the fact stands that the key rests on.
        valid_on: the day on which that was checked, as in 2026-11-21.
        concept: whether it is worth a discussion and a second vote.
        hint: said before a second vote when few were right.
    """

    id: QuestionId
    text: Text
    explanation: Text
    competency: str
    source: str
    valid_on: str
    concept: bool = False
    hint: Text | None = None


QUESTION = Text(fr="la question", en="question")
"""What messages call one."""


def read_yaml_questions(folder: UnitFolder) -> tuple[list[Question], dict[str, Source]]:
    """The questions of a unit's `questions.yaml`, and where each stands; mistakes are noted. None without that file."""
    return _Reader(folder).questions()


class _Reader:
    """One file; notes every mistake that it meets."""

    def __init__(self, folder: UnitFolder) -> None:
        self.folder, self.findings = folder, folder.findings

    def questions(self) -> tuple[list[Question], dict[str, Source]]:
        if not (self.folder.path / FILE).is_file():
            return [], {}
        value = self.folder.mapping(FILE, must_be_mapping("questions", "{schema: 1, questions: […]}"))
        if value is None:
            return [], {}
        for key, (word, _) in value.entries.items():
            if key not in ("schema", "questions"):
                hint = did_you_mean(key, ("schema", "questions"))
                self.findings.add(word.source, no_field("questions", key), code="unknown-field", hint=hint)
        written = value.get("questions")
        questions: list[Question] = []
        places: dict[str, Source] = {}
        for i, fields in enumerate(self.folder.items(written, "questions") if written else []):
            question = self._question(fields, f"questions[{i}]")
            if question is not None:
                questions.append(question)
                places.setdefault(question.id, fields.source)
        self.folder.check_once([(q.id, places[q.id]) for q in questions], QUESTION)
        return questions, places

    def _question(self, fields: Fields, name: str) -> Question | None:
        form = to_struct(fields.without("answers"), QuestionForm, name, self.findings, also=("answers",))
        written = fields.get("answers")
        if written is None:
            hint = bilingual("It is a list of {text: …, feedback: …}.", "C'est une liste de {text: …, feedback: …}.")
            self.findings.add(fields.source, needs_field(name, "answers"), code="missing-field", hint=hint)
            return None
        items = self.folder.items(written, f"{name}.answers")
        answers = [to_struct(item, AnswerForm, f"{name}.answers[{i}]", self.findings) for i, item in enumerate(items)]
        label = bilingual(f"question '{form.id}'", f"la question « {form.id} »") if form else same(name)
        known = [answer for answer in answers if answer is not None]
        if len(known) == len(items):
            self._check_answers(label, written, items, known)
        if form is None or len(known) != len(items) or not 2 <= len(known) <= len(LETTERS):
            return None
        self._check_question(label, form, fields)
        return Question(
            id=form.id,
            text=form.text,
            answers=tuple(
                Answer(id=letter, text=a.text, right=a.right, misconception=a.misconception, feedback=a.feedback)
                for letter, a in zip(LETTERS, known, strict=False)
            ),
            explanation=form.explanation,
            competency=form.competency,
            source=form.source,
            valid_on=form.valid_on,
            concept=form.concept,
            hint=form.hint,
        )

    def _check_answers(self, label: Text, written: Value, items: list[Fields], answers: list[AnswerForm]) -> None:
        if not 2 <= len(answers) <= len(LETTERS):
            message = bilingual(
                f"{label.en} must have 2 to {len(LETTERS)} answers, got {len(answers)}.",
                f"{label.fr} doit avoir de 2 à {len(LETTERS)} réponses, et non {len(answers)}.",
            )
            self.findings.add(written.source, message, code="out-of-range")
        right = sum(answer.right for answer in answers)
        if right != 1:
            message = bilingual(
                f"{label.en} must have one right answer, got {right}.",
                f"{label.fr} doit avoir une seule réponse juste, et non {right}.",
            )
            none = bilingual("Write 'right: true' on the right one.", "Écrivez « right: true » à la réponse juste.")
            several = bilingual("Keep one 'right: true'.", "Gardez un seul « right: true ».")
            hint = several if right else none
            self.findings.add(written.source, message, code="key", hint=hint)
        for item, answer in zip(items, answers, strict=True):
            if not answer.right and answer.misconception is None:
                message = bilingual(
                    f"{label.en}: this wrong answer names no misconception.",
                    f"{label.fr} : cette réponse fausse ne nomme pas d'idée fausse.",
                )
                hint = bilingual(
                    "Say in 'misconception' what somebody who chooses it believes.",
                    "Dites dans « misconception » ce que croit qui la choisit.",
                )
                self.findings.add(item.source, message, code="missing-field", hint=hint)

    def _check_question(self, label: Text, form: QuestionForm, fields: Fields) -> None:
        self.folder.check_competency(form.competency, fields.place("competency"))
        if not form.source.strip():
            message = bilingual(f"{label.en} must name its source.", f"{label.fr} doit nommer sa source.")
            self.findings.add(fields.place("source"), message, code="empty-text")
        try:
            datetime.date.fromisoformat(form.valid_on)
        except ValueError:
            message = bilingual(
                f"{label.en}: valid_on must be a date like 2026-11-21, got '{form.valid_on}'.",
                f"{label.fr} : valid_on doit être une date comme 2026-11-21, et non « {form.valid_on} ».",
            )
            self.findings.add(fields.place("valid_on"), message, code="bad-word")
