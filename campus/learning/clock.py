"""Time that runs out beside whatever the class does, and how what is left of it is shown. Pure; `now` is an argument.

A countdown travels as three numbers and is worked out where it is seen, so that nothing is sent while it runs. Nobody
is cut off by it: it tells the time, and no answer is refused because of it.
"""

from __future__ import annotations

import math

import msgspec

from campus.errors import Refused
from campus.learning.panel import AnyItem, Countdown, Heading, Panel, Progress
from campus.learning.words import say
from campus.text import Text

MOST_MINUTES = 120
OFFERED = (2, 5, 10)
"""Minutes that a press sets."""


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time that was given.

    Attributes:
        whole_s: how long it is.
        passed_s: how much of it had gone by at `since`, or while it stands still.
        since: the server's clock when it went on last.
        going: whether it runs.
    """

    whole_s: float
    passed_s: float = 0.0
    since: float = 0.0
    going: bool = True

    def passed(self, now: float) -> float:
        """How much has gone by; a clock that is set back takes nothing away."""
        return self.passed_s + (max(0.0, now - self.since) if self.going else 0.0)

    def still(self, at: float) -> Clock:
        """It stands: the class is held."""
        return msgspec.structs.replace(self, passed_s=self.passed(at), since=at, going=False)

    def on(self, at: float) -> Clock:
        """It goes on."""
        return self if self.going else msgspec.structs.replace(self, since=at, going=True)

    def countdown(self, factor: float = 1.0) -> Countdown:
        """What is seen of it by somebody who has so many times the others' time."""
        left = self.whole_s * factor - self.passed_s
        return Countdown(whole_s=self.whole_s * factor, left_s=left, since=self.since if self.going else None)


def set_clock(clock: Clock | None, minutes: str, at: float) -> Clock | None:
    """The clock once it is set to so many minutes, or a minute more (`+1`), or taken away (`0`).

    Raises:
        Refused: `unknown`, for what is no number of minutes.
    """
    if minutes == "+1" and clock is not None:
        return msgspec.structs.replace(clock, whole_s=clock.whole_s + 60.0)
    if not (minutes.isascii() and minutes.isdigit() and int(minutes[:4]) <= MOST_MINUTES):
        raise Refused(
            "unknown",
            f"'{minutes}' is no number of minutes up to {MOST_MINUTES}.",
            f"«\u00a0{minutes}\u00a0» n’est pas un nombre de minutes jusqu’à {MOST_MINUTES}.",
        )
    return Clock(whole_s=int(minutes) * 60.0, since=at) if int(minutes) else None


def ticking(panel: Panel, now: float) -> Panel:
    """The panel as it is seen now: each countdown as its figures, to the second, and how far it is.

    Args:
        panel: as it was told.
        now: the server's clock, seconds since the epoch.
    """
    if not any(isinstance(item, Countdown) for item in panel.items):
        return panel
    items: list[AnyItem] = []
    for item in panel.items:
        if not isinstance(item, Countdown):
            items.append(item)
            continue
        figures, progress = shown(item, now)
        # On the room's screen as large as a heading; beside what one works on, a line.
        items += (figures, progress) if panel.side == "screen" else (progress,)
    return msgspec.structs.replace(panel, items=tuple(items))


def shown(countdown: Countdown, now: float) -> tuple[Heading, Progress]:
    """The figures of a countdown, and how far it is."""
    gone = max(0.0, now - countdown.since) if countdown.since is not None else 0.0
    left = max(0, math.ceil(countdown.left_s - gone))
    minutes, seconds = divmod(left, 60)
    figures = Text(fr=f"{minutes}:{seconds:02d}", en=f"{minutes}:{seconds:02d}")
    if left == 0:
        words = say("Le temps est écoulé ; vous pouvez finir.", "The time is over; you may finish.")
    elif countdown.since is None:
        words = say("Le temps est arrêté.", "The time stands still.")
    else:
        words = say(f"Il reste {_said(minutes, seconds, 'et')}", f"{_said(minutes, seconds, 'and')} left")
    fraction = 1.0 - left / countdown.whole_s if countdown.whole_s > 0 else 1.0
    return Heading(text=figures), Progress(fraction=min(1.0, max(0.0, fraction)), text=words)


def _said(minutes: int, seconds: int, word: str) -> str:
    """As "2 min and 5 s", for whoever hears it."""
    if not minutes:
        return f"{seconds} s"
    return f"{minutes} min {word} {seconds} s" if seconds else f"{minutes} min"
