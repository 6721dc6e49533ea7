"""Learners, as the model has them: who prepares, who knows, who comes late, and what they then press.

How they answer is `Learner.answers_right`, and no more than that: P = g + (1-g)·σ(ability - difficulty).
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from campus.learning.content import Question
from campus.learning.panel import Choices, Input
from campus.tools.rehearsal.person import Person, buttons
from campus.tools.rehearsal.preparing import BEGINS, CATCHES_UP, Preparing

if TYPE_CHECKING:
    from campus.tools.rehearsal.course import Rehearsal

ARRIVING_S = 600.0
"""The doors are open for so long before the class starts."""
VOTE_S = 90.0
"""A teacher lets people vote for so long."""
PREPARED = 0.3
"""The share of those who prepare: 20 to 30 % do, and every plan must work for the others."""
PREPARED_HELPS = 0.8
LATE, LOST, HANDS, SILENT, CHANGES = 0.1, 0.12, 0.1, 0.05, 0.08
"""The shares of those who come late, lose their connection, raise a hand; of answers never given, of those changed."""
CONCEPT_DIFFICULTY, PLAIN_DIFFICULTY = 0.4, -0.6


class Learner(Person):
    """Somebody who learns, as the model has it."""

    def __init__(self, rehearsal: Rehearsal, number: int, name: str, code: str, rng: random.Random) -> None:
        super().__init__(rehearsal, number, name, code, None)
        self.rng = rng
        self.prepared = rng.random() < PREPARED
        self.ability = rng.gauss(0.0, 1.0) + (PREPARED_HELPS if self.prepared else 0.0)
        self.is_late = rng.random() < LATE
        self.loses = rng.random() < LOST
        self.asks = rng.random() < HANDS
        self.chosen: dict[str, str] = {}
        self._seen: set[tuple[str, ...]] = set()
        self.begins = self.prepared or rng.random() < BEGINS
        self._catching_up = False

    def arrives_at(self) -> float:
        """When they come in, seconds after the doors opened."""
        if self.is_late:
            return ARRIVING_S + self.rng.uniform(60.0, 600.0)
        return self.rng.uniform(5.0, ARRIVING_S - 5.0)

    def answers_right(self, question: Question) -> bool:
        """Whether they know: P = g + (1-g)·σ(ability - difficulty), g the chance of guessing it."""
        guess = 1.0 / len(question.answers)
        difficulty = CONCEPT_DIFFICULTY if question.concept else PLAIN_DIFFICULTY
        return self.rng.random() < guess + (1.0 - guess) / (1.0 + math.exp(difficulty - self.ability))

    async def prepare(self) -> None:
        """Before class: come in, prepare as far as they do, and leave again."""
        await self.come()
        self._goes_on(Preparing(self, far=self.prepared), 20.0, leaves=True)

    def _goes_on(self, preparing: Preparing, after_s: float, *, leaves: bool) -> None:
        async def step() -> None:
            wait = await preparing.step()
            if wait is not None:
                self._goes_on(preparing, wait, leaves=leaves)
            elif leaves:
                await self.cut()

        self.rehearsal.after(after_s, self, step)

    def _catch_up(self) -> None:
        """Led to the catch-up for the first time in class, some do it."""
        if not self._catching_up and self.rehearsal.has_begun:
            self._catching_up = True
            if self.rng.random() < CATCHES_UP:
                self.rehearsal.totals.caught_up += 1
                self._goes_on(Preparing(self, far=True), self.rng.uniform(5.0, 40.0), leaves=False)

    def look(self) -> None:
        """Whatever is open now for the first time, think about it, then answer."""
        for panel in self.panels:
            if panel.id.startswith("prepare."):
                self._catch_up()
            if not panel.id.startswith("answer."):
                continue  # Preparing and reviewing are not done in passing.
            for item in panel.items:
                if not isinstance(item, Choices | Input):
                    continue
                # In a quiz one panel puts one question after the other: its answers tell which.
                what = (
                    (panel.id, item.id, *(o.id for o in item.options)) if isinstance(item, Choices) else ("", item.id)
                )
                what = (panel.id, *what)
                if what in self._seen:
                    continue
                if isinstance(item, Choices) and not item.enabled:
                    continue
                self._seen.add(what)
                if self.rng.random() < SILENT:
                    continue
                thinks = min(max(self.rng.lognormvariate(math.log(25.0), 0.5), 4.0), VOTE_S - 5.0)
                self.rehearsal.after(thinks, self, lambda p=panel.id, i=item: self._answer(p, i))  # type: ignore[misc]
                if self.rng.random() < CHANGES:
                    later = thinks + self.rng.uniform(2.0, 10.0)
                    self.rehearsal.after(later, self, lambda p=panel.id, i=item: self._answer(p, i))  # type: ignore[misc]

    async def _answer(self, panel: str, item: Choices | Input) -> None:
        if not any(p.id == panel for p in self.panels):
            return  # It was closed while they thought: they saw it go.
        value = self._choose(panel, item) if isinstance(item, Choices) else self.rng.choice(_WRITTEN)
        totals = self.rehearsal.totals
        totals.answers += 1
        if await self.press(panel, item.id, value):
            totals.acknowledged += 1
        else:
            totals.refused += 1
        shown = next((p for p in self.panels if p.id == panel), None)
        if shown is not None and any(button.id == "onward" and button.enabled for button in buttons(shown)):
            await self.press(panel, "onward")

    def refused(self, why: str) -> None:
        """An answer that came too late, or that the class does not take now."""
        self.rehearsal.refusals += 1

    def _choose(self, panel: str, item: Choices) -> str:
        options = [option.id for option in item.options]
        question = self.rehearsal.question_of(panel, options[0])
        if question is None:
            return self.rng.choice(options)
        keys = {option: _last(option) in question.key for option in options}
        right, wrong = [o for o in options if keys[o]], [o for o in options if not keys[o]]
        knows = self.answers_right(question)
        before = self.chosen.get(question.id)
        if before is not None:
            # A second vote follows a talk with neighbours: what many hold persuades, what is right a little more.
            persuaded = 0.2 + 0.6 * self.rehearsal.share_right(question)
            knows = self.rng.random() < (0.95 if before in question.key else persuaded)
        value = self.rng.choice(right if knows and right else wrong or right)
        self.chosen[question.id] = _last(value)
        self.rehearsal.note_answer(panel, question, knows, self.number)
        return value


def _last(option: str) -> str:
    """An option's own id where it is sent with its round, as in `2/b`."""
    return option.rpartition("/")[2]


_WRITTEN = (
    "L’avis demandé à distance à un confrère, je ne vois pas encore où il commence.",
    "Le dossier du patient, et qui le relit.",
    "Je vérifierai l’identité avant d’envoyer quoi que ce soit.",
    "Rien de nouveau pour moi aujourd’hui.",
)
