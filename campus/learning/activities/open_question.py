"""An open question: everybody writes, and the words that came up most are listed, by how many people said them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from campus.learning.activities._base import Activity, View
from campus.learning.activities._writing import WritingRunning
from campus.learning.panel import AnyItem, Bar, Bars, Panel
from campus.learning.words import say
from campus.text import Text, same

if TYPE_CHECKING:
    from campus.learning.unit import Unit

_FRENCH = (
    "alors ainsi au aussi autre aux avec avoir car ce cela ces cet cette comme dans de des donc du elle elles en "
    "entre est et être eux faire fait il ils je la le les leur leurs lui ma mais me mes mon ne nos notre nous on "
    "ont ou où par pas peut plus pour qu que qui quoi sa sans se ses si son sont sur ta te tes tu un une vos "
    "votre vous été très tout tous "
)
_ENGLISH = (
    "a about all also an and any are as at be been but by can could did do does for from had has have he her his "
    "how i if in into is it its just may me more my no not of on or our out she should so some than that the "
    "their them then there these they this to too up us very was we were what when where which who will with "
    "would you your "
)
_COMMON = frozenset(f"{_FRENCH} {_ENGLISH}".split())
_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")


class OpenQuestion(Activity, frozen=True, kw_only=True, tag="open-question"):
    """A question without options.

    Example:
        {type: open-question, id: why, title: {fr: Pourquoi ?, en: Why?}, text: {fr: Pourquoi ?, en: Why?}, minutes: 5}

    Attributes:
        text: the question.
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("open",)

    text: Text

    def begin(self, unit: Unit) -> OpenQuestionRunning:
        """Ready, and not yet open."""
        title = say("Question ouverte", "Open question")
        return OpenQuestionRunning(id=self.id, title=title, prompts=(self.text,), shares=True)

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Poser la question", "Put the question")


class OpenQuestionRunning(WritingRunning, frozen=True, kw_only=True):
    """The question, and what each person wrote."""

    def word_list(self) -> tuple[tuple[str, int], ...]:
        """(word, how many people wrote it), the commonest first; the small words of both languages are left out."""
        counted: Counter[str] = Counter()
        for theirs in self.words.values():
            said = {word for words in theirs.values() for word in _WORD.findall(words.casefold().replace("’", "'"))}
            counted.update(said - _COMMON)
        return tuple(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])))

    def _listed(self) -> tuple[AnyItem, ...]:
        bars = tuple(Bar(label=same(word), count=count) for word, count in self.word_list()[:12])
        return (Bars(bars=bars, total=len(self.words)),) if bars else ()

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The next step, the word list, and what was written."""
        steps = len(self.steps())
        items = WritingRunning.run_panel(self, view)
        return (*items[:steps], *self._listed(), *items[steps:])

    def screen(self, view: View) -> Panel | None:
        """The question; its word list once it is shown, and nobody's sentences."""
        if self.phase == "armed":
            return None
        items = self._listed() if self.phase == "shown" else ()
        (question,) = self.prompts
        return Panel(id=f"screen.{self.id}", title=question, side="screen", note=self.note(view), items=items)
