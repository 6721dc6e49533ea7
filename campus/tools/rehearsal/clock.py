"""Virtual time: it moves when it is told to. Owns the day on which every rehearsal begins."""

from __future__ import annotations

import datetime

BEGINS = datetime.datetime(2026, 9, 7, 8, 0, tzinfo=datetime.UTC).timestamp()
"""A Monday in term: the doors of every rehearsed class open then, so that its files say the same each time."""
TICK_S = 0.5
"""How finely virtual time passes between what people do; panels go out at most this often."""

TICK_BEFORE_S = 5.0
"""Before class."""


class Clock:
    """Virtual time, in seconds since it all began; it moves when it is told to.

    Args:
        doors_s: how long after the beginning the doors open, seconds.

    Attributes:
        set_back: by how much the calendar's clock has been set back meanwhile, seconds.
    """

    def __init__(self, doors_s: float = 0.0) -> None:
        self.seconds = 0.0
        self.set_back = 0.0
        self.doors_s = doors_s

    def now(self) -> float:
        """The steady clock."""
        return self.seconds

    def wall(self) -> float:
        """Seconds since the epoch."""
        return BEGINS - self.doors_s + self.seconds - self.set_back
