"""How the learners of a rehearsal prepare: before class, on some day of the three before it; or in the catch-up.

They go by their panel alone, as the teacher does: what has no button there cannot be prepared.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING

from campus.learning.panel import Choices, Input, Panel
from campus.tools.rehearsal.person import buttons

if TYPE_CHECKING:
    from campus.tools.rehearsal.learner import Learner

OPENS_S = 3 * 86_400.0
"""The preparation is open for three days before the doors are."""
BEGINS, WONDERS, CATCHES_UP = 0.2, 0.6, 0.6
"""The shares of those who do not prepare and look at it all the same; of those who say what is unclear; of those who
are led to the catch-up and do it."""
READS_S, ANSWERS_S = (90.0, 420.0), (15.0, 60.0)
"""How long somebody reads the resource, and thinks about a question."""
_UNCLEAR: Mapping[bool, tuple[str, ...]] = {
    True: ("Qui a le droit de demander l’avis, et à qui ?", "La frontière entre téléexpertise et téléconsultation."),
    False: ("Tout le vocabulaire se ressemble.", "À quoi sert de nommer l’acte ?", "Je n’ai pas compris le cadre."),
}


def comes_at(rng: random.Random) -> float:
    """When somebody sits down to prepare, seconds after the preparation was opened: between eight and twenty-two."""
    day, hour = rng.randrange(3), rng.uniform(0.0, 14.0)
    return day * 86_400.0 + hour * 3_600.0 + 120.0


class Preparing:
    """One learner's way through their preparation, a press at a time.

    Args:
        learner: whose.
        far: whether to go to the end; else they only look at what there is to read.
    """

    def __init__(self, learner: Learner, *, far: bool) -> None:
        self._learner, self._far = learner, far
        self._wondered = False

    async def step(self) -> float | None:
        """One press of what the panel offers; after how many seconds comes the next, or None when that was the end."""
        learner = self._learner
        panel = next((p for p in learner.panels if p.id.startswith("prepare.")), None)
        if panel is None or learner.line is None:
            return None
        rng = learner.rng
        primary = next((b.id for b in buttons(panel) if b.primary and b.enabled), "")
        if primary:
            if not self._far and primary == "start":
                return None
            await learner.press(panel.id, primary)
            return rng.uniform(*READS_S) if primary.startswith("open-") else 3.0
        if any(button.id.startswith("sure-") for button in buttons(panel)):
            await learner.press(panel.id, f"sure-{self._confidence()}")
            return 8.0
        choices = next((item for item in panel.items if isinstance(item, Choices)), None)
        if choices is not None:
            await self._choose(panel, choices)
            return rng.uniform(*ANSWERS_S)
        field = next((item for item in panel.items if isinstance(item, Input)), None)
        if field is not None and not self._wondered and rng.random() < WONDERS:
            self._wondered = True
            await learner.press(panel.id, field.id, rng.choice(_UNCLEAR[self._knew]))
            return 5.0
        return None

    _knew = True

    async def _choose(self, panel: Panel, item: Choices) -> None:
        """An answer as the model has it: `Learner.answers_right`."""
        learner = self._learner
        question = learner.rehearsal.question_of(panel.id, item.options[0].id)
        assert question is not None
        self._knew = learner.answers_right(question)
        fitting = [o.id for o in item.options if (o.id.rpartition("/")[2] in question.key) == self._knew]
        await learner.press(panel.id, item.id, learner.rng.choice(fitting))

    def _confidence(self) -> str:
        """Who knows is surer; one in five who does not is certain all the same."""
        weights = (1, 4, 5) if self._knew else (5, 3, 2)
        return self._learner.rng.choices(("1", "2", "3"), weights)[0]
