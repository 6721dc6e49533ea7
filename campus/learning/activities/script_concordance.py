"""A script-concordance question: judging under uncertainty, beside a panel of experts who did not all agree.

A situation, an idea, then a new fact: does it make the idea less or more likely, from -2 to +2? An answer earns the
share of the experts who gave it, of those who gave the commonest one (Charlin & van der Vleuten 2004): no one key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import msgspec
from msgspec import Meta

from campus.learning.activities._base import Activity, Contents, Deed, View
from campus.learning.activities._collecting import Collecting, unknown
from campus.learning.panel import AnyItem, Bar, Bars, Choices, Heading, Option, Panel, Paragraph
from campus.learning.words import say
from campus.text import Text, bilingual

if TYPE_CHECKING:
    from campus.learning.unit import Unit

SCALE: Mapping[str, Text] = {
    "-2": say("−2 : bien moins probable", "−2: much less likely"),
    "-1": say("−1 : un peu moins probable", "−1: a little less likely"),
    "0": say("0 : ni plus ni moins", "0: neither more nor less"),
    "+1": say("+1 : un peu plus probable", "+1: a little more likely"),
    "+2": say("+2 : bien plus probable", "+2: much more likely"),
}
"""What one may answer."""


class ScriptConcordance(Activity, frozen=True, kw_only=True, tag="script-concordance"):
    """A situation, what one thinks of, what one then learns; `experts` counts a panel's answers from -2 to +2.

    Example:
        {type: script-concordance, id: judge, title: {fr: Juger, en: Judging}, situation: {fr: …, en: …},
        idea: {fr: …, en: …}, finding: {fr: …, en: …}, experts: [0, 1, 2, 6, 3]}

    Attributes:
        situation: what is known at first.
        idea: what one thinks of.
        finding: what one then learns.
        experts: how many of a panel answered -2, -1, 0, +1, +2.
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("open",)

    situation: Text
    idea: Text
    finding: Text
    experts: Annotated[tuple[Annotated[int, Meta(ge=0, le=1000)], ...], Meta(min_length=5, max_length=5)]

    def begin(self, unit: Unit) -> ScriptConcordanceRunning:
        """Ready, and not yet open."""
        return ScriptConcordanceRunning(
            id=self.id, situation=self.situation, idea=self.idea, finding=self.finding, experts=self.experts
        )

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Poser la situation", "Put the situation")

    def mistakes(self, contents: Contents) -> tuple[tuple[str, Text, Text | None], ...]:
        """A panel without anybody: there would be no key."""
        if any(self.experts):
            return ()
        message = bilingual("experts must count at least one answer.", "experts doit compter au moins une réponse.")
        hint = bilingual(
            "Ask a panel first: ten people are enough.", "Interrogez d'abord un panel : dix personnes suffisent."
        )
        return (("experts", message, hint),)


class ScriptConcordanceRunning(Collecting, frozen=True, kw_only=True):
    """The situation, and who judged how."""

    PARTICIPANTS_DO: ClassVar[frozenset[str]] = frozenset({"answer"})

    situation: Text
    idea: Text
    finding: Text
    experts: tuple[int, ...]
    votes: Mapping[str, str] = {}

    def taken(self, deed: Deed) -> Self:
        """A judgement from `-2` to `+2`."""
        if deed.value not in SCALE:
            raise unknown(deed.value)
        if self.votes.get(deed.by) == deed.value:
            return self
        return msgspec.structs.replace(self, votes={**self.votes, deed.by: deed.value})

    @property
    def heard(self) -> Collection[str]:
        """Who has judged."""
        return self.votes.keys()

    def credit(self, judgement: str) -> float:
        """What a judgement earns, 0 to 1."""
        return self.experts[list(SCALE).index(judgement)] / max(self.experts)

    def _bars(self, counts: Mapping[str, int]) -> Bars:
        return Bars(bars=tuple(Bar(label=SCALE[j], count=n) for j, n in counts.items()), total=sum(counts.values()))

    def _class(self) -> Bars:
        given = list(self.votes.values())
        return self._bars({judgement: given.count(judgement) for judgement in SCALE})

    def _panel_of_experts(self) -> Bars:
        return self._bars(dict(zip(SCALE, self.experts, strict=True)))

    def _words(self) -> tuple[AnyItem, ...]:
        idea = say(f"Vous pensez à : {self.idea.fr}", f"You are thinking of: {self.idea.en}")
        finding = say(f"Vous apprenez alors : {self.finding.fr}", f"You then learn: {self.finding.en}")
        return Paragraph(text=self.situation), Paragraph(text=idea), Paragraph(text=finding)

    def _results(self) -> tuple[AnyItem, ...]:
        return (
            Heading(text=say("Les experts", "The experts")),
            self._panel_of_experts(),
            Heading(text=say("Vous", "You")),
            self._class(),
        )

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The next step, the situation, the experts and the class."""
        return (*self.steps(), *self._words(), *self._results(), *self.missing(view))

    def panel(self, view: View, viewer: str) -> Panel | None:
        """The situation and the scale; the experts beside the class once they are shown."""
        if self.phase == "armed":
            return None
        mine = self.votes.get(viewer)
        items = list(self._words())
        if self.phase == "shown":
            items += self._results()
            if (said := self.outcome(viewer)) is not None:
                items.append(Paragraph(text=said))
        else:
            options = tuple(Option(id=judgement, text=text) for judgement, text in SCALE.items())
            chosen = (mine,) if mine else ()
            items.append(Choices(id="answer", options=options, selected=chosen, enabled=self.phase == "open"))
        title = say("Cette hypothèse devient…", "This idea becomes…")
        return Panel(id=self.panel_id, title=title, note=self.note(view), items=tuple(items))

    def screen(self, view: View) -> Panel | None:
        """The situation; the experts and the class once they are shown."""
        if self.phase == "armed":
            return None
        items = (*self._words(), *(self._results() if self.phase == "shown" else ()))
        title = say("Cette hypothèse devient…", "This idea becomes…")
        return Panel(id=f"screen.{self.id}", title=title, side="screen", note=self.note(view), items=items)

    def outcome(self, viewer: str) -> Text | None:
        """How near the experts, once they are shown."""
        mine = self.votes.get(viewer)
        if self.phase != "shown" or mine is None:
            return None
        agree = self.experts[list(SCALE).index(mine)]
        return say(
            f"{agree} experts sur {sum(self.experts)} ont jugé comme vous ({self.credit(mine):.0%}).".replace(
                "%", " %"
            ),
            f"{agree} of {sum(self.experts)} experts judged as you did ({self.credit(mine):.0%}).",
        )
