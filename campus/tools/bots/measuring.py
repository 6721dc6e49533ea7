"""How well everybody sees everybody, and what goes through: what fills the figures of a run."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np

from campus.tools.bots.figures import Figures
from campus.tools.bots.person import Bot
from campus.world.ground import WALK_MPS
from campus.world.pose import PLAYOUT_S

WATCHED_AT_MOST = 2500
"""So many pairs of one who sees and one who is seen are measured: all of them among fifty people."""
KEPT_ERRORS = 200_000
"""Of a run without an end, so many errors are kept, each with the same chance; the largest is never lost."""
SETTLED_S = 2.0
"""Nobody measures in their first moments: the others are still coming in."""


class Measure:
    """How well everybody sees everybody."""

    def __init__(self, bots: Sequence[Bot], figures: Figures, rng: random.Random) -> None:
        self._bots, self.figures = bots, figures
        self._errors: list[float] = []
        self._most, self._rng = 0.0, rng
        self._looked_at = [0.0] * len(bots)
        self._turn = 0
        share = min(1.0, WATCHED_AT_MOST / max(len(bots) * (len(bots) - 1), 1))
        ids = range(len(bots))
        self._watched = [{j for j in ids if j != i and rng.random() < share} for i in ids]

    def look(self, now: float) -> None:
        """One drawn frame of every second bot, the others the next time: drawing is most of the work here."""
        self._turn = 1 - self._turn
        index = {bot.id: i for i, bot in enumerate(self._bots) if bot.walker is not None}
        truths = [bot.truth.at(now - PLAYOUT_S) for bot in self._bots]
        settled = [now - bot.entered_at > SETTLED_S if bot.entered_at is not None else False for bot in self._bots]
        for here, (viewer, watched) in enumerate(zip(self._bots, self._watched, strict=True)):
            sight = viewer.sight
            moment = sight.moment(now)
            if here % 2 != self._turn or viewer.entered_at is None or moment is None:
                continue
            passed, self._looked_at[here] = now - self._looked_at[here], now
            for slot, buffer in sight.buffers.items():
                person = sight.people.get(slot)
                other = index.get(person.id) if person is not None else None
                if other is None or other not in watched:
                    continue
                x, y, z = buffer.at(moment)[:3]
                before = sight.drawn.get(slot)
                sight.drawn[slot] = (x, y, z)
                true = truths[other]
                if not settled[here] or not settled[other] or true is None or before is None:
                    continue
                self._note(math.dist((x, y, z), true))
                step = math.dist((x, y, z), before)
                self.figures.largest_step_m = max(self.figures.largest_step_m, step)
                self.figures.largest_jump_m = max(self.figures.largest_jump_m, step - WALK_MPS * passed)

    def _note(self, error: float) -> None:
        self.figures.samples += 1
        self._most = max(self._most, error)
        if len(self._errors) < KEPT_ERRORS:
            self._errors.append(error)
        elif (place := self._rng.randrange(self.figures.samples)) < KEPT_ERRORS:
            self._errors[place] = error

    def finish(self) -> None:
        """Put the errors into the figures."""
        if self._errors:
            p50, p95, p99 = np.percentile(self._errors, (50, 95, 99)).tolist()
            self.figures.error_m = {
                name: round(value, 4)
                for name, value in zip(("p50", "p95", "p99", "max"), (p50, p95, p99, self._most), strict=True)
            }
        self.figures.largest_step_m = round(self.figures.largest_step_m, 4)
        self.figures.largest_jump_m = round(self.figures.largest_jump_m, 4)


def count_traffic(bots: Sequence[Bot], before: Sequence[Mapping[str, int]], passed: float, figures: Figures) -> None:
    """Put into the figures what went through all connections each second since `before`."""
    total = {
        key: sum(asdict(bot.caller.traffic)[key] - old[key] for bot, old in zip(bots, before, strict=True)) / passed
        for key in ("frames_in", "bytes_in", "frames_out", "bytes_out")
    }
    figures.messages_in_per_s, figures.bytes_in_per_s = round(total["frames_in"], 1), round(total["bytes_in"], 1)
    figures.messages_out_per_s, figures.bytes_out_per_s = round(total["frames_out"], 1), round(total["bytes_out"], 1)
