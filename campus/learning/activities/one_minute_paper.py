"""The one-minute paper: what mattered most, and what question remains (Angelo & Cross 1993)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from campus.learning.activities._base import Activity
from campus.learning.activities._writing import WritingRunning
from campus.learning.words import say
from campus.text import Text

if TYPE_CHECKING:
    from campus.learning.unit import Unit

PROMPTS = (
    say("Qu'avez-vous appris de plus important ?", "What was the most important thing you learnt?"),
    say("Quelle question reste pour vous sans réponse ?", "What question remains unanswered for you?"),
)


class OneMinutePaper(Activity, frozen=True, kw_only=True, tag="one-minute-paper"):
    """Its two questions are always the same; a minute or two is enough.

    Example:
        {type: one-minute-paper, id: paper, title: {fr: Une minute, en: One minute}, minutes: 2}
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("open",)

    def begin(self, unit: Unit) -> OneMinutePaperRunning:
        """Ready, and not yet open."""
        title = say("Une minute par écrit", "One-minute paper")
        return OneMinutePaperRunning(id=self.id, title=title, prompts=PROMPTS)

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Une minute par écrit", "One-minute paper")


class OneMinutePaperRunning(WritingRunning, frozen=True, kw_only=True):
    """The two questions, and what was written."""
