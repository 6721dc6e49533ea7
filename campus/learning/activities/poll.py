"""A poll: what people think, do or prefer. No answer is right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import msgspec
from msgspec import Meta

from campus.learning.activities._base import Activity, Deed, View
from campus.learning.activities._collecting import LETTERS, Collecting, lettered, unknown
from campus.learning.panel import AnyItem, Bar, Bars, Choices, Panel, Paragraph
from campus.learning.words import say
from campus.text import Text

if TYPE_CHECKING:
    from campus.learning.unit import Unit


class Poll(Activity, frozen=True, kw_only=True, tag="poll"):
    """A question and what one may answer; `several` lets people choose more than one.

    Example:
        {type: poll, id: tried, title: {fr: Sondage, en: Poll}, text: {fr: Déjà fait ?, en: Done it?},
        options: [{fr: Oui, en: Yes}, {fr: Non, en: No}]}

    Attributes:
        text: the question.
        options: what one may answer, two to eight.
        several: whether one may choose more than one.
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("open",)

    text: Text
    options: Annotated[tuple[Text, ...], Meta(min_length=2, max_length=8)]
    several: bool = False

    def begin(self, unit: Unit) -> PollRunning:
        """Ready, and not yet open."""
        return PollRunning(id=self.id, text=self.text, options=self.options, several=self.several)

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Ouvrir le sondage", "Open the poll")


class PollRunning(Collecting, frozen=True, kw_only=True):
    """The poll, and who chose what: person -> letters."""

    PARTICIPANTS_DO: ClassVar[frozenset[str]] = frozenset({"answer"})

    text: Text
    options: tuple[Text, ...]
    several: bool
    votes: Mapping[str, str] = {}

    def taken(self, deed: Deed) -> Self:
        """A letter chosen; where several may be, one more or, once more, not."""
        if len(deed.value) != 1 or deed.value not in LETTERS[: len(self.options)]:
            raise unknown(deed.value)
        mine = self.votes.get(deed.by, "")
        if not self.several:
            chosen = deed.value
        elif deed.value in mine:
            chosen = mine.replace(deed.value, "")
        else:
            chosen = "".join(sorted(mine + deed.value))
        if chosen == mine:
            return self
        votes = {who: letters for who, letters in {**self.votes, deed.by: chosen}.items() if letters}
        return msgspec.structs.replace(self, votes=votes)

    @property
    def heard(self) -> Collection[str]:
        """Who has chosen anything."""
        return self.votes.keys()

    def bars(self) -> Bars:
        """How many people chose each option, of those who chose any."""
        counted = [sum(letter in chosen for chosen in self.votes.values()) for letter in LETTERS]
        bars = tuple(Bar(label=text, count=n) for text, n in zip(self.options, counted, strict=False))
        return Bars(bars=bars, total=len(self.votes))

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The next step, the question, and what came in so far."""
        return (*self.steps(), Paragraph(text=self.text), self.bars(), *self.missing(view))

    def panel(self, view: View, viewer: str) -> Panel | None:
        """The options while it is open; the result once it is shown."""
        if self.phase == "armed":
            return None
        mine = self.votes.get(viewer, "")
        items: list[AnyItem] = [Paragraph(text=self.text)]
        if self.phase == "shown":
            items.append(self.bars())
        else:
            items.append(
                Choices(
                    id="answer",
                    options=lettered(self.options),
                    selected=tuple(mine),
                    multiple=self.several,
                    enabled=self.phase == "open",
                )
            )
        title = say("Sondage", "Poll")
        return Panel(id=self.panel_id, title=title, note=self.note(view), items=tuple(items))

    def screen(self, view: View) -> Panel | None:
        """The question; its result once it is shown."""
        if self.phase == "armed":
            return None
        items: tuple[AnyItem, ...] = (self.bars(),) if self.phase == "shown" else ()
        return Panel(id=f"screen.{self.id}", title=self.text, side="screen", note=self.note(view), items=items)
