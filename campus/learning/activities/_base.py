"""What every activity is made of. Owns the contract; knows no activity, no session, no socket.

An activity is two things: what a teacher wrote into the plan (an `Activity`), and how it stands in a class (a
`Running`: its phase and what people did). A `Running` is frozen: `after` gives the next one or raises `Refused` and
nothing has changed. What each person sees is computed from it and is never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, NamedTuple, Self

import msgspec
from msgspec import Meta

from campus.errors import Refused
from campus.ids import ID_PATTERN
from campus.learning.panel import AnyItem, Panel
from campus.text import Text, bilingual

if TYPE_CHECKING:
    from campus.learning.unit import Unit

ActivityId = Annotated[str, Meta(pattern=ID_PATTERN, max_length=48)]


class Deed(NamedTuple):
    """What somebody did to an activity: press, choose, write. `at` is the server's clock, seconds."""

    by: str
    verb: str
    value: str
    at: float


class Page(NamedTuple):
    """A page of a document for the room's screen, counted from 0."""

    document: str
    page: int


class Contents(NamedTuple):
    """What a plan can name of its unit: the questions' ids, and how many pages the slides have, if that is known."""

    questions: tuple[str, ...]
    pages: int | None


@dataclass(frozen=True)
class View:
    """What an activity may know of the class when it is drawn.

    Attributes:
        names: everybody who ever took part: person id -> name.
        students: those of them who are expected to answer and are here now, in the order in which they came.
        first: what each of them answered to the last concept question before any discussion.
        readiness: 0 to 1, how well each of them prepared; for drawing groups, and shown to nobody.
        now: the server's clock in seconds, where whoever draws knows it.
        languages: in which language each of them reads, where it is known; groups share one where they can.
        groups: who was together last in this class, before the present activity.
        late: who came when the class had begun; what a discussion changed is told without them.
        extra: how much longer than the others' the time of some is, as 1.5; told to them and to the teacher alone.
    """

    names: Mapping[str, str]
    students: tuple[str, ...]
    first: Mapping[str, str] = field(default_factory=dict)
    readiness: Mapping[str, float] = field(default_factory=dict)
    now: float | None = None
    languages: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[tuple[str, ...], ...] = ()
    extra: Mapping[str, float] = field(default_factory=dict)
    late: frozenset[str] = frozenset()


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """An activity as it stands in one class."""

    PARTICIPANTS_DO: ClassVar[frozenset[str]] = frozenset()
    """The verbs that a student may do; all others are the teacher's."""
    AHEAD: ClassVar[frozenset[str]] = frozenset()
    """The verbs that the teacher may do while people are still coming in, before the class starts."""
    SERVER_DOES: ClassVar[frozenset[str]] = frozenset()
    """The verbs that nobody presses: the server notes what it did."""

    def after(self, deed: Deed) -> Self:
        """The activity after a deed.

        Raises:
            Refused: `not_now` when the present phase has no such step, `unknown` when there is no such thing.
        """
        raise NotImplementedError

    def fill(self, verb: str, value: str, view: View) -> str:
        """What a teacher's deed is to carry, where the press itself cannot know it (groups of those who are here)."""
        return value

    def arriving(self, person: str) -> str:
        """What somebody who takes part does by coming in, or coming back: one of their verbs, or nothing."""
        return ""

    def without(self, person: str) -> Self:
        """The activity once somebody has left for good, or their place was held long enough."""
        return self

    @property
    def was_reached(self) -> bool:
        """Whether the class has been here; what was only got ready beforehand is still to come."""
        return True

    def held(self, at: float) -> Self:
        """The activity once the class is held: what runs on the clock stands still."""
        return self

    def resumed(self, at: float) -> Self:
        """The activity once the class goes on after it was held."""
        return self

    @property
    def first_votes(self) -> Mapping[str, str]:
        """What people answered alone, before any discussion: groups bring different answers together."""
        return {}

    @property
    def together(self) -> tuple[tuple[str, ...], ...]:
        """Who was in a group with whom here; a later round may go on with the same groups."""
        return ()

    @property
    def is_finished(self) -> bool:
        """Whether moving on to the next activity is the sensible next step."""
        raise NotImplementedError

    @property
    def may_leave(self) -> bool:
        """Whether the class may go to another activity now (not while a vote is running)."""
        return True

    def is_hasty(self, verb: str) -> bool:
        """Whether this step of the teacher's, within a second of the one before it, is likelier a double press."""
        return False

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """What the teacher sees and can do; items that do something are called `do.<verb>`."""
        raise NotImplementedError

    def note(self, view: View) -> Text:
        """One line that says where the activity stands."""
        raise NotImplementedError

    def panel(self, view: View, viewer: str) -> Panel | None:
        """What a participant sees; None when the room's screen says it all. Items are called by their verb."""
        return None

    def screen(self, view: View) -> Panel | Page | None:
        """What the room's screen shows; None leaves what was there."""
        return None

    def outcome(self, viewer: str) -> Text | None:
        """How it went for one participant, in a few words, once they may know; for their own record alone."""
        return None


class Activity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="type"):
    """A step of a plan, as its author wrote it.

    Attributes:
        id: unique in the plan.
        title: what the plan calls it.
        minutes: how long it is meant to take.
        notes: what only the teacher reads.
        gate: `hard` keeps it to those who are ready, or for whom the teacher waived what is missing.
    """

    ENTERS: ClassVar[tuple[str, ...]] = ()
    """What the teacher's "next" does at once on arriving here (a question opens)."""

    id: ActivityId
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=240)] = 5
    notes: Text | None = None
    gate: Literal["off", "hard"] = "off"

    def begin(self, unit: Unit) -> Running:
        """The activity before anything has happened.

        Raises:
            KeyError: when the unit lacks what it names; the unit's loader has said so before.
        """
        raise NotImplementedError

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it: "Put the question"."""
        raise NotImplementedError

    def mistakes(self, contents: Contents) -> tuple[tuple[str, Text, Text | None], ...]:
        """(field, message, hint) for each thing that it names and the unit lacks."""
        return ()


def unknown_question(name: str) -> Text:
    """What is said of a question that the unit does not have."""
    return bilingual(f"question '{name}' is not in this unit.", f"la question « {name} » n'est pas dans cette unité.")


def not_now(what: Text, phase: Text) -> Refused:
    """The refusal of a step that the present phase does not have."""
    return Refused(
        "not_now",
        f"{what.en} is not possible while {phase.en}.",
        f"{what.fr}\u00a0: ce n’est pas possible tant que {phase.fr}.",
    )
