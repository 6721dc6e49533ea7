"""What activities work with: questions, answers, slides. Owns their shape; knows no activity and no session."""

from __future__ import annotations

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta

from campus.ids import ID_PATTERN
from campus.text import Text

QuestionId = Annotated[str, Meta(pattern=ID_PATTERN, max_length=64)]
Date = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
LETTERS = "abcdefgh"
"""What a question's answers are called, in their order."""


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a unit's author writes."""


class Answer(Content, frozen=True, kw_only=True):
    """One answer to choose.

    Attributes:
        id: a letter, stable within one version of the question.
        misconception: what somebody who chooses it believes; every wrong answer names one.
        feedback: what they read after the reveal.
    """

    id: str
    text: Text
    right: bool = False
    misconception: Text | None = None
    feedback: Text


class Question(Content, frozen=True, kw_only=True):
    """One question with one right answer.

    Attributes:
        concept: whether it is worth a discussion: hard to guess, and its wrong answers are what people believe.
        explanation: why the right answer is right.
        hint: said before a second vote when few were right.
        source: where the fact stands that the key rests on.
        valid_on: the day on which that was checked.
    """

    id: QuestionId
    text: Text
    answers: Annotated[tuple[Answer, ...], Meta(min_length=2, max_length=8)]
    explanation: Text
    competency: str
    source: Annotated[str, Meta(min_length=1)]
    valid_on: Date
    concept: bool = False
    hint: Text | None = None

    @property
    def version(self) -> str:
        """Twelve letters that change with any change to the question: part of every vote's key."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()[:12]

    @property
    def key(self) -> frozenset[str]:
        """The ids of the right answers."""
        return frozenset(answer.id for answer in self.answers if answer.right)

    def answer(self, answer: str) -> Answer | None:
        """The answer of that id, or None."""
        return next((a for a in self.answers if a.id == answer), None)


class Slides(Content, frozen=True, kw_only=True):
    """The document that the room's screen shows.

    Attributes:
        document: a content path; `{lang}` stands for the viewer's language.
        pages: how many pages, the same in both languages.
    """

    document: str
    pages: Annotated[int, Meta(ge=1, le=500)]
