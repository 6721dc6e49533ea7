"""The teacher of a rehearsal, who goes by their panel alone: what has no button there cannot be taught."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campus.errors import CampusError
from campus.learning.activities.slides import Slides
from campus.learning.panel import Panel, Table
from campus.learning.panels import CLASS, OPEN
from campus.tools.rehearsal.clock import TICK_S
from campus.tools.rehearsal.learner import ARRIVING_S, VOTE_S
from campus.tools.rehearsal.person import Person, buttons

if TYPE_CHECKING:
    from campus.tools.rehearsal.course import Rehearsal

MOST_PRESSES = 2000
"""A teacher who needs more than this goes in a circle."""


class Teacher(Person):
    """Whoever runs the class: opens it, and presses what their panel offers first, when its time has come."""

    def __init__(self, rehearsal: Rehearsal, key: str) -> None:
        super().__init__(rehearsal, 0, "Mme Hayot", None, key)
        self._refusals = 0
        self.over = False

    def refused(self, why: str) -> None:
        """Something that the panel offered was refused: tell it, and try again in a moment."""
        self.rehearsal.refusals += 1
        self._refusals += 1
        self.rehearsal.say(f"! {why}")
        if self._refusals > 20:
            raise CampusError(f"The class cannot go on: {why}")

    async def open(self) -> None:
        """Come in and open the unit; the class starts when all had time to arrive."""
        await self.come()
        await self.press(OPEN, "open", self.rehearsal.unit.id)
        self.rehearsal.after(ARRIVING_S, self, self.go_on)

    async def go_on(self) -> None:
        """One more step, and when the next is due."""
        totals = self.rehearsal.totals
        panel = next((p for p in self.panels if p.id == CLASS), None)
        if self.line is None or panel is None:
            if not self.over:
                self.rehearsal.after(5.0, self, self.go_on)
            return
        primary = next((b for b in buttons(panel) if b.primary and b.enabled), None)
        if primary is None:
            return
        for item in panel.items:
            if isinstance(item, Table) and item.id == "hand":
                for who, _ in item.rows:
                    await self.press(CLASS, "hand", who)
        self.rehearsal.show(panel, primary)
        totals.presses += 1
        if totals.presses > MOST_PRESSES:
            raise CampusError(f"The class goes in a circle at '{primary.id}'.")
        self.over = primary.id == "life.end"
        if await self.press(CLASS, primary.id) and self.over:
            return
        self.over = False
        self.rehearsal.after(TICK_S * 2, self, self._wait)

    async def _wait(self) -> None:
        """Now that the panel shows what the press did: how long this lasts."""
        panel = next((p for p in self.panels if p.id == CLASS), None)
        self.rehearsal.after(self._lasts(panel) if panel is not None else 5.0, self, self.go_on)

    def _lasts(self, panel: Panel) -> float:
        primary = next((b.id for b in buttons(panel) if b.primary), "")
        if primary == "do.close":
            return VOTE_S
        if primary in ("life.resume", "life.end-ask", "life.end"):
            return 15.0
        activity = next((a for a in self.rehearsal.unit.plan if a.id == _standing_at(panel)), None)
        if activity is None:
            return 30.0
        steps = activity.last - activity.first + 1 if isinstance(activity, Slides) else 6
        return max(5.0, activity.minutes * 60.0 / steps)


def _standing_at(panel: Panel) -> str | None:
    """The activity that the class is at, as the plan in the teacher's panel shows it."""
    for item in panel.items:
        if isinstance(item, Table) and item.id == "go":
            return next((row for row, cells in item.rows if cells and cells[0].fr.startswith("▶")), None)
    return None
