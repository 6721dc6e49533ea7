"""What activities share in which everybody writes: some prompts, one field each. Knows none of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar, Self

import msgspec

from campus.learning.activities._base import Deed, View
from campus.learning.activities._collecting import Collecting, unknown, written
from campus.learning.panel import AnyItem, Heading, Input, Panel, Paragraph
from campus.learning.words import say
from campus.text import Text, same

MOST = 600
"""Characters of one answer."""


class WritingRunning(Collecting, frozen=True, kw_only=True):
    """Prompts, and what each person wrote: person -> index of the prompt -> words. Nobody's words replace another's.

    Attributes:
        shares: whether the room's screen may show what was written, without names.
    """

    PARTICIPANTS_DO: ClassVar[frozenset[str]] = frozenset({"write-1", "write-2", "write-3"})

    title: Text
    prompts: tuple[Text, ...]
    shares: bool = False
    words: Mapping[str, Mapping[int, str]] = {}

    def taken(self, deed: Deed) -> Self:
        """Words for a prompt; nothing takes them back."""
        index = int(deed.verb[-1]) - 1
        if index >= len(self.prompts):
            raise unknown(deed.verb)
        mine = dict(self.words.get(deed.by, {}))
        before = mine.pop(index, None)
        if deed.value.strip():
            mine[index] = written(deed.value, MOST)
        if mine.get(index) == before:
            return self
        others = {who: theirs for who, theirs in self.words.items() if who != deed.by}
        return msgspec.structs.replace(self, words={**others, deed.by: dict(sorted(mine.items()))} if mine else others)

    @property
    def heard(self) -> Collection[str]:
        """Who has written anything."""
        return self.words.keys()

    @property
    def is_finished(self) -> bool:
        """Whether it is closed: there is no key to show."""
        return self.phase in ("closed", "shown") and (self.phase == "shown" or not self.shares)

    def steps(self) -> tuple[AnyItem, ...]:
        """Without the step to the screen where nothing is shared."""
        steps = Collecting.steps(self)
        return steps[1:] if self.phase == "closed" and not self.shares else steps

    def _lines(self, index: int) -> list[str]:
        return [theirs[index] for theirs in self.words.values() if index in theirs]

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The next step, and what was written so far, by prompt."""
        items: list[AnyItem] = [*self.steps()]
        for index, prompt in enumerate(self.prompts):
            items.append(Heading(text=prompt))
            items += [Paragraph(text=same(line)) for line in self._lines(index)[-30:]]
        return (*items, *self.missing(view))

    def panel(self, view: View, viewer: str) -> Panel | None:
        """A field for each prompt while it is open; one's own words afterwards."""
        if self.phase == "armed":
            return None
        mine = self.words.get(viewer, {})
        items: list[AnyItem] = []
        for index, prompt in enumerate(self.prompts):
            if self.phase == "open":
                items.append(
                    Input(id=f"write-{index + 1}", label=prompt, value=mine.get(index, ""), lines=3, most=MOST)
                )
            elif index in mine:
                items += [Heading(text=prompt), Paragraph(text=same(mine[index]))]
        if self.phase == "open":
            kept = say("Ce que vous écrivez est gardé à chaque envoi.", "What you write is kept each time you send it.")
            items.append(Paragraph(text=kept, tone="quiet"))
        return Panel(id=self.panel_id, title=self.title, note=self.note(view), items=tuple(items))

    def screen(self, view: View) -> Panel | None:
        """The prompts; what was written, without names, where it is shared and shown."""
        if self.phase == "armed":
            return None
        items: list[AnyItem] = []
        for index, prompt in enumerate(self.prompts):
            items.append(Heading(text=prompt))
            if self.phase == "shown" and self.shares:
                items += [Paragraph(text=same(line)) for line in sorted(self._lines(index))[:8]]
        return Panel(id=f"screen.{self.id}", title=self.title, side="screen", note=self.note(view), items=tuple(items))
