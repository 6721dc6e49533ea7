"""The muddiest point: what is least clear, from everybody; shown without names, to begin from (Mosteller 1989)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from campus.learning.activities._base import Activity
from campus.learning.activities._writing import WritingRunning
from campus.learning.words import say
from campus.text import Text

if TYPE_CHECKING:
    from campus.learning.unit import Unit

PROMPTS = (say("Qu'est-ce qui reste le moins clair ?", "What is least clear to you?"),)


class MuddiestPoint(Activity, frozen=True, kw_only=True, tag="muddiest-point"):
    """One question, the same for everybody.

    Example:
        {type: muddiest-point, id: mud, title: {fr: Ce qui reste obscur, en: What is unclear}, minutes: 3}
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("open",)

    def begin(self, unit: Unit) -> MuddiestPointRunning:
        """Ready, and not yet open."""
        title = say("Le point le plus obscur", "The muddiest point")
        return MuddiestPointRunning(id=self.id, title=title, prompts=PROMPTS, shares=True)

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Demander ce qui reste obscur", "Ask what is unclear")


class MuddiestPointRunning(WritingRunning, frozen=True, kw_only=True):
    """The question, and what is unclear to whom."""
