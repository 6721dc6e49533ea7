"""Slides on the room's screen: some pages of the unit's document, stepped by the teacher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

import msgspec
from msgspec import Meta

from campus.errors import Refused
from campus.learning.activities._base import Activity, Contents, Deed, Page, Running, View, not_now
from campus.learning.panel import AnyItem, Button, Row
from campus.learning.words import say
from campus.text import Text, bilingual

if TYPE_CHECKING:
    from campus.learning.unit import Unit

PageNumber = Annotated[int, Meta(ge=1, le=500)]


class Slides(Activity, frozen=True, kw_only=True, tag="slides"):
    """Pages `first` to `last` of the unit's slides, counted from 1.

    Example:
        {type: slides, id: words, title: {fr: Les mots, en: The words}, first: 1, last: 4, minutes: 6}

    Attributes:
        first: the first page, counted from 1.
        last: the last page.
    """

    first: PageNumber
    last: PageNumber

    def begin(self, unit: Unit) -> SlidesRunning:
        """The first of its pages."""
        return SlidesRunning(
            document=unit.slides.document, pages=unit.slides.pages, first=self.first, last=self.last, page=self.first
        )

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Diapositive suivante", "Next slide")

    def mistakes(self, contents: Contents) -> tuple[tuple[str, Text, Text | None], ...]:
        """Pages that the document does not have."""
        found = []
        if self.last < self.first:
            message = bilingual(
                f"last must be at least first ({self.first}), got {self.last}.",
                f"last doit être au moins first ({self.first}), et non {self.last}.",
            )
            found.append(("last", message, None))
        if contents.pages is not None and self.last > contents.pages:
            message = bilingual(
                f"last is {self.last}, and the slides have {contents.pages} pages.",
                f"last est {self.last}, et les diapositives ont {contents.pages} pages.",
            )
            found.append(("last", message, None))
        return tuple(found)


class SlidesRunning(Running, frozen=True, kw_only=True):
    """Which page is on the screen, counted from 1."""

    document: str
    pages: int
    first: int
    last: int
    page: int

    def after(self, deed: Deed) -> Self:
        """`next`, `previous`, or `go` to the page that `value` names.

        Raises:
            Refused: `not_now` beyond the first or the last page; `unknown` for a page that is no page of these.
        """
        if deed.verb == "next":
            page = self.page + 1
        elif deed.verb == "previous":
            page = self.page - 1
        elif deed.verb == "go" and deed.value.isascii() and deed.value.isdigit():
            page = int(deed.value[:4])
            if not self.first <= page <= self.last:
                raise Refused(
                    "unknown",
                    f"There is no slide {page} here: these are slides {self.first} to {self.last}.",
                    f"Pas de diapositive {page} ici\u00a0: cette partie va de {self.first} à {self.last}.",
                )
        else:
            raise Refused(
                "unknown", f"Slides cannot '{deed.verb}'.", f"Les diapositives ne savent pas «\u00a0{deed.verb}\u00a0»."
            )
        if not self.first <= page <= self.last:
            edge = say(
                "la dernière diapositive de cette partie est à l'écran", "the last slide of this part is on the screen"
            )
            if page < self.first:
                edge = say(
                    "la première diapositive de cette partie est à l'écran",
                    "the first slide of this part is on the screen",
                )
            raise not_now(say("Changer de diapositive", "Changing the slide"), edge)
        return msgspec.structs.replace(self, page=page)

    @property
    def is_finished(self) -> bool:
        """Whether the last page is on the screen."""
        return self.page == self.last

    def note(self, view: View) -> Text:
        """Which slide."""
        return say(f"Diapositive {self.page} sur {self.pages}", f"Slide {self.page} of {self.pages}")

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """Back and forth."""
        buttons = []
        if self.page > self.first:
            buttons.append(Button(id="do.previous", text=say("Précédente", "Previous"), key="PageUp"))
        if not self.is_finished:
            buttons.append(
                Button(id="do.next", text=say("Diapositive suivante", "Next slide"), primary=True, key="PageDown")
            )
        return (Row(buttons=tuple(buttons)),) if buttons else ()

    def screen(self, view: View) -> Page:
        """The page."""
        return Page(self.document, self.page - 1)
