"""An exit ticket: one to three prompts, written before one leaves; read by the teacher alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from campus.learning.activities._base import Activity
from campus.learning.activities._writing import WritingRunning
from campus.learning.words import say
from campus.text import Text

if TYPE_CHECKING:
    from campus.learning.unit import Unit


class ExitTicket(Activity, frozen=True, kw_only=True, tag="exit-ticket"):
    """One to three prompts of the teacher's own.

    Example:
        {type: exit-ticket, id: out, title: {fr: Billet, en: Ticket}, prompts: [{fr: "Demain, je…", en: Tomorrow I…}]}

    Attributes:
        prompts: what people finish or answer, one to three.
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("open",)

    prompts: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=3)]

    def begin(self, unit: Unit) -> ExitTicketRunning:
        """Ready, and not yet open."""
        title = say("Billet de sortie", "Exit ticket")
        return ExitTicketRunning(id=self.id, title=title, prompts=self.prompts)

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Distribuer le billet de sortie", "Hand out the exit ticket")


class ExitTicketRunning(WritingRunning, frozen=True, kw_only=True):
    """The ticket, and what was written on it."""
