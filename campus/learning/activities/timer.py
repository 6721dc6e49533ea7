"""A timer that everybody sees. It stands still while the class is held; no answer is ever refused because of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import msgspec

from campus.errors import Refused
from campus.learning.activities._base import Activity, Deed, Running, View, not_now
from campus.learning.activities._collecting import primary
from campus.learning.panel import AnyItem, Button, Countdown, Panel, Paragraph, Row
from campus.learning.words import say, typeset
from campus.text import Text

if TYPE_CHECKING:
    from campus.learning.unit import Unit

Phase = Literal["ready", "going", "paused", "over"]
STEPS: Mapping[tuple[Phase, str], Phase] = {
    ("ready", "start"): "going",
    ("going", "pause"): "paused",
    ("paused", "start"): "going",
    ("going", "finish"): "over",
    ("paused", "finish"): "over",
    ("going", "reset"): "ready",
    ("paused", "reset"): "ready",
    ("over", "reset"): "ready",
}
"""What the teacher may do when, and where it leads."""
LONGER_S = 60.0
_SAID: Mapping[Phase, Text] = {
    "ready": say("le minuteur n'est pas lancé", "the timer has not been started"),
    "going": say("le minuteur est lancé", "the timer is going"),
    "paused": say("le minuteur est en pause", "the timer is paused"),
    "over": say("le temps est écoulé", "the time is over"),
}


class Timer(Activity, frozen=True, kw_only=True, tag="timer"):
    """As long as `minutes` says; `text` tells what the time is for.

    Example:
        {type: timer, id: think, title: {fr: Réfléchir, en: Think}, text: {fr: Seul, en: Alone}, minutes: 2}

    Attributes:
        text: what the time is for.
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("start",)

    text: Text

    def begin(self, unit: Unit) -> TimerRunning:
        """Ready, and not yet going."""
        return TimerRunning(id=self.id, title=self.title, text=self.text, left_s=self.minutes * 60.0)

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Lancer le minuteur", "Start the timer")


class TimerRunning(Running, frozen=True, kw_only=True):
    """How much is left.

    Attributes:
        left_s: what was left at `since` while it goes, and what is left while it does not, in seconds.
        since: the server's clock when it was started last.
        passed_s: what has gone by since it was ready.
        is_held: whether it stands still because the class does, and goes on with it.
    """

    id: str
    title: Text
    text: Text
    left_s: float
    phase: Phase = "ready"
    since: float = 0.0
    passed_s: float = 0.0
    is_held: bool = False

    def after(self, deed: Deed) -> Self:
        """`start`, `pause`, `finish`, `reset`, or `longer`: a minute more.

        Raises:
            Refused: `not_now` when the table has no such step, `unknown` for another verb.
        """
        if deed.verb == "longer":
            if self.phase == "over":
                raise not_now(say("Ajouter une minute", "Adding a minute"), _SAID["over"])
            return msgspec.structs.replace(self, left_s=self.left_s + LONGER_S)
        if deed.verb not in {verb for _, verb in STEPS}:
            raise Refused(
                "unknown", f"A timer cannot '{deed.verb}'.", f"Un minuteur ne sait pas «\u00a0{deed.verb}\u00a0»."
            )
        to = STEPS.get((self.phase, deed.verb))
        if to is None:
            raise not_now(say("Régler le minuteur", "Setting the timer"), _SAID[self.phase])
        still = self._still(deed.at)
        if to == "going":
            return msgspec.structs.replace(self, phase=to, since=deed.at, is_held=False)
        if to == "ready":
            whole = still.left_s + still.passed_s
            return msgspec.structs.replace(self, phase=to, left_s=whole, passed_s=0.0, is_held=False)
        return msgspec.structs.replace(still, phase=to)

    def held(self, at: float) -> Self:
        """It stands still: the class is held. A clock that went back takes nothing away."""
        if self.phase != "going":
            return self
        return msgspec.structs.replace(self._still(at), is_held=True)

    def resumed(self, at: float) -> Self:
        """It goes on, where it was going when the class was held."""
        if not self.is_held:
            return self
        return msgspec.structs.replace(self, phase="going", since=at, is_held=False)

    def _still(self, at: float) -> Self:
        if self.phase != "going":
            return self
        gone = max(0.0, min(self.left_s, at - self.since))
        left, passed = self.left_s - gone, self.passed_s + gone
        return msgspec.structs.replace(self, phase="paused", left_s=left, passed_s=passed)

    def left(self, now: float) -> float:
        """How many seconds are left."""
        return self._still(now).left_s

    @property
    def is_finished(self) -> bool:
        """Whether it was ended, by somebody."""
        return self.phase == "over"

    def note(self, view: View) -> Text:
        """Whether it goes; how much is left is told by its countdown, wherever that is seen."""
        return _SAID[self.phase]

    def countdown(self, factor: float = 1.0) -> Countdown:
        """What is left of it, for somebody who has so many times the others' time."""
        more = (factor - 1.0) * (self.left_s + self.passed_s)
        left = 0.0 if self.phase == "over" else self.left_s + more
        since = self.since if self.phase == "going" else None
        return Countdown(whole_s=self.left_s + self.passed_s + more, left_s=left, since=since)

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """Start, pause, a minute more, the end, and from the beginning."""
        reset = Button(id="do.reset", text=say("Remettre au début", "Back to the beginning"))
        longer = Button(id="do.longer", text=say("Une minute de plus", "A minute more"))
        finish = Button(id="do.finish", text=say("Terminer", "Finish"))
        start = say("Lancer le minuteur", "Start the timer")
        match self.phase:
            case "ready":
                return (primary("do.start", start), self.countdown(), Row(buttons=(longer,)))
            case "going":
                pause = Button(id="do.pause", text=say("Mettre en pause", "Pause"))
                over = primary("do.finish", say("Terminer", "Finish"))
                return (over, self.countdown(), Row(buttons=(pause, longer)), Row(buttons=(reset,)))
            case "paused":
                return (
                    primary("do.start", say("Relancer", "Go on")),
                    self.countdown(),
                    Row(buttons=(finish, longer)),
                    Row(buttons=(reset,)),
                )
            case "over":
                return (self.countdown(), Row(buttons=(reset,)))

    def panel(self, view: View, viewer: str) -> Panel | None:
        """What the time is for, and how much of it this person has left."""
        if self.phase == "ready":
            return None
        factor = view.extra.get(viewer, 1.0)
        items: list[AnyItem] = [Paragraph(text=self.text), self.countdown(factor)]
        if factor != 1.0:
            words = Text(fr=f"Votre temps : × {factor:g}".replace(".", ","), en=f"Your time: × {factor:g}")
            items.append(Paragraph(text=typeset(words), tone="quiet"))
        return Panel(id=f"answer.{self.id}.1", title=self.title, note=self.note(view), items=tuple(items))

    def screen(self, view: View) -> Panel:
        """What the time is for, and how much is left."""
        items = (self.countdown(),)
        return Panel(id=f"screen.{self.id}", title=self.text, side="screen", note=_SAID[self.phase], items=items)
