"""Animals that call now and then: when, for how long, and where they are meanwhile. Makes no sound.

Everything follows from a word (the space and the emitter) and the time. Who counts from the same clock, as all do who
are in one campus, hears the same call at the same moment, whenever they came; no quarter of an hour is like another.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

Point3 = tuple[float, float, float]

ANEW_S = 900.0
"""So often the row of calls begins anew: whoever comes in works out those that they missed of it, and no more."""


class Calls(NamedTuple):
    """How something calls.

    Attributes:
        variants: how many calls of it there are.
        seconds: how long each is heard, with what rings on.
        rests: seconds of silence between two calls, at least and at most.
        speed: metres a second at which it passes meanwhile; 0 sits where it is.
        aside: metres by which it may pass beside its place, and `climb` above or below it.
    """

    variants: int
    seconds: float
    rests: tuple[float, float]
    speed: float = 0.0
    aside: float = 0.0
    climb: float = 0.0


class Call(NamedTuple):
    """A call that is heard now: which one, and how far from its place, metres."""

    variant: int
    offset: Point3


CALLS: Mapping[str, Calls] = {
    "swifts": Calls(4, 5.0, (3.0, 14.0), speed=13.0, aside=7.0, climb=2.0),
    "cicada": Calls(3, 9.0, (4.0, 13.0)),
}
"""By the name that an emitter has them by; `campus.sound.sources` makes each variant, as `swifts-2`."""


class Caller:
    """One that calls, for as long as one listens.

    Args:
        word: what tells it from others; the same word calls at the same moments.
        calls: how it does.
    """

    def __init__(self, word: str, calls: Calls) -> None:
        self._word, self._calls = word, calls
        self._now = 0.0
        self._begin(0)

    def at(self, now: float) -> Call | None:
        """What is heard of it at a moment; None while it is silent.

        Args:
            now: seconds of a clock; it may begin anywhere, and should not go back much.
        """
        row, within = divmod(now, ANEW_S)
        if row != self._row or now < self._now:
            self._begin(int(row))
        self._now = now
        while within >= self._begins + self._calls.seconds:
            self._next(self._begins + self._calls.seconds + self._random.uniform(*self._calls.rests))
        # The next row would cut off what has not ended by then.
        if within < self._begins or self._begins + self._calls.seconds > ANEW_S:
            return None
        along = (within - self._begins - self._calls.seconds / 2) * self._calls.speed
        east, north = math.cos(self._heading), math.sin(self._heading)
        return Call(
            self._variant,
            (along * east - self._aside * north, along * north + self._aside * east, self._climb),
        )

    def _begin(self, row: int) -> None:
        self._row = row
        self._random = np.random.default_rng(list(hashlib.sha256(f"{self._word} {row}".encode()).digest()[:16]))
        self._begins, self._variant, self._heading, self._aside, self._climb = 0.0, -1, 0.0, 0.0, 0.0
        self._next(self._random.uniform(0.0, self._calls.rests[1]))

    def _next(self, begins: float) -> None:
        calls, random = self._calls, self._random
        self._begins = begins
        # Never the same one twice running.
        step = 1 if self._variant < 0 else int(random.integers(1, max(calls.variants, 2)))
        self._variant = (max(self._variant, 0) + step) % calls.variants
        self._heading = float(random.uniform(0, 2 * math.pi))
        self._aside = float(random.uniform(-calls.aside, calls.aside))
        self._climb = float(random.uniform(-calls.climb, calls.climb))
