"""The teacher of a rehearsal, who goes by their panel alone: what has no button there cannot be taught."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campus.errors import CampusError
from campus.learning.activities.slides import Slides
from campus.learning.panel import Panel, Table
from campus.learning.panels import CLASS, OPEN
from campus.text import Text, bilingual
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
            raise CampusError(bilingual(f"The class cannot go on: {why}", f"Le cours ne peut pas continuer : {why}"))

    async def plan(self) -> None:
        """Days before: make a draft of the unit, say who is expected, open the preparation, and leave."""
        await self.come()
        await self.press(OPEN, "how", "first")
        await self.press(OPEN, "draft", self.rehearsal.unit.id)
        await self.press(self._draft.id, "roster", "\n".join(self.rehearsal.names))
        await self._press_shown("life.prepare")
        self.rehearsal.after(60.0, self, self.cut)

    async def open(self) -> None:
        """The day of the class: see who is ready, let somebody off, open the doors; later, when all arrived, start."""
        await self.come()
        begun = next((who for who, cells in self._people() if cells[1].fr.startswith("…")), None)
        if begun is not None:
            # Somebody always has a reason.
            self.rehearsal.show(self._draft)
            await self.press(self._draft.id, "waive", begun)
            self.rehearsal.totals.waived += 1
        self.rehearsal.totals.ready = sum(cells[1].fr.startswith("✓") for _, cells in self._people())
        await self._press_shown("life.admit")
        self.rehearsal.has_begun = True
        self.rehearsal.after(ARRIVING_S, self, self.go_on)

    @property
    def _draft(self) -> Panel:
        """The panel of the class before its doors.

        Raises:
            CampusError: there is none.
        """
        found = next((p for p in self.panels if p.id.startswith("draft.")), None)
        if found is None:
            raise CampusError(
                bilingual(
                    "The teacher sees no class in preparation.", "L'enseignant ne voit aucun cours en préparation."
                )
            )
        return found

    def _people(self) -> tuple[tuple[str, tuple[Text, ...]], ...]:
        """Who has come to prepare, and how far they are, as the panel shows it."""
        return next((i.rows for i in self._draft.items if isinstance(i, Table) and i.id == "waive"), ())

    async def _press_shown(self, item: str) -> None:
        """Press a button of the class's panel before its doors, and keep what was seen then."""
        panel = self._draft
        self.rehearsal.show(panel, next(button for button in buttons(panel) if button.id == item))
        self.rehearsal.totals.presses += 1
        await self.press(panel.id, item)

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
            raise CampusError(
                bilingual(
                    f"The class goes in a circle at '{primary.id}'.", f"Le cours tourne en rond à « {primary.id} »."
                )
            )
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
