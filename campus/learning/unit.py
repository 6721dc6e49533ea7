"""A unit: the material that a session is made from. Owns its shape; `unit_file` reads it, `session` runs it."""

from __future__ import annotations

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta

from campus.ids import ID_PATTERN
from campus.learning.activities import AnyActivity
from campus.learning.content import Answer, Question, Slides
from campus.text import Text

__all__ = ["Answer", "Material", "Objective", "Question", "Slides", "Unit"]

UnitId = Annotated[str, Meta(pattern=ID_PATTERN, max_length=64)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What units are written with."""


class Objective(Part, frozen=True, kw_only=True):
    """What a learner can do afterwards, and the competency that it belongs to.

    Attributes:
        text: what the learner can do.
        competency: one of the unit’s.
    """

    text: Text
    competency: str


class Material(Part, frozen=True, kw_only=True):
    """What a learner prepares with: one resource, and the questions of the readiness check.

    Attributes:
        title: what it is called.
        text: what the learner reads, in Markdown: headings, paragraphs and lists.
        document: a Markdown file of the unit’s folder in its place, `{lang}` standing for fr and en.
        minutes: how long it takes.
        check: ids of the questions that check it.
    """

    title: Text
    text: Text = Text(fr="", en="")
    document: Annotated[str, Meta(max_length=120)] = ""
    minutes: Annotated[int, Meta(ge=1, le=120)]
    check: tuple[str, ...] = ()


class Unit(Part, frozen=True, kw_only=True):
    """A unit as it is taught. Frozen into the session that runs it, so that a later edit never changes a running class.

    Attributes:
        id: its folder's name.
        audience: the school's Actions that it is for, 1 to 5.
        competencies: the domains of the arrêté of 10 November 2022 that it trains.
        slides: the document that the room's screen shows.
        plan: what happens in class, in order.
    """

    id: UnitId
    title: Text
    summary: Text
    audience: tuple[Annotated[int, Meta(ge=1, le=5)], ...]
    competencies: tuple[str, ...]
    objectives: tuple[Objective, ...]
    preparation: tuple[Material, ...]
    questions: tuple[Question, ...]
    slides: Slides
    plan: tuple[AnyActivity, ...]

    @property
    def minutes(self) -> int:
        """How long the plan takes."""
        return sum(activity.minutes for activity in self.plan)

    def question(self, question: str) -> Question:
        """The question of that id.

        Raises:
            KeyError: when the unit has none.
        """
        return next((q for q in self.questions if q.id == question), None) or _missing(question)

    @property
    def version(self) -> str:
        """Twelve letters that change with any change to the unit."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()[:12]


def _missing(question: str) -> Question:
    raise KeyError(question)
