"""The learner model: one Elo rating for each learner and competency, one difficulty for each question. Pure.

It is advisory: it orders review and proposes groups, and that is all. Whoever it is about reads why in a sentence, can
contest it, and it can be switched off; then it tells nothing and learns nothing.

    P(right) = g + (1 - g) / (1 + exp(-(theta - b))), g = 1 / number of answers to choose from

After an answer theta moves by K (right - P) and b by as much the other way; K shrinks with the number of answers
(Pelánek 2016, "Applications of the Elo rating system in adaptive educational systems"). Answers given alone, before any
discussion, count; what was answered after a discussion or in a group does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

import msgspec

from campus.learning.competencies import COMPETENCIES
from campus.learning.words import say
from campus.text import Text

Kind = Literal["vote1", "quiz", "readiness", "vote2", "group"]
"""How an answer was given."""
COUNTS: frozenset[Kind] = frozenset({"vote1", "quiz", "readiness"})
"""Those that were given alone and before any discussion."""
Band = Literal["discovering", "building", "sound", "assured"]
NEEDED = 5
"""No band is told before so many answers."""
BOUNDS = (-0.75, 0.25, 1.25)
"""Between the four bands: a chance of about 1 in 3, 1 in 2 and 3 in 4 to know an average question without guessing."""
K_FIRST, K_SHRINKS = 0.8, 0.08
"""The first answer moves a rating by at most 0.8; the tenth by at most half of that."""
PRIORS: Mapping[tuple[int, str], float] = {
    (1, "telehealth"): 0.2,
    (1, "health-communication"): 0.2,
    (2, "digital-tools"): 0.3,
    (2, "health-cybersecurity"): 0.2,
    (3, "health-data"): 0.1,
    (4, "health-data"): 0.3,
    (5, "digital-tools"): 0.3,
}
"""(the school's Action, competency) -> where its people begin; 0 elsewhere. Small: a few answers outweigh it."""
_BANDS: Mapping[Band, Text] = {
    "discovering": say("en découverte", "discovering"),
    "building": say("en construction", "building up"),
    "sound": say("solide", "sound"),
    "assured": say("assurée", "assured"),
}


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is believed of one learner in one competency, and what it rests on.

    Attributes:
        theta: the rating; 0 is as able as an average question is difficult.
        answers: how many answers it rests on; `right` of them were right, `hard` of these to difficult questions.
        contested: the learner says that it is wrong: it is then used for nothing until the teacher has looked.
    """

    theta: float = 0.0
    answers: int = 0
    right: int = 0
    hard: int = 0
    contested: bool = False


class Difficulty(msgspec.Struct, frozen=True, kw_only=True):
    """How difficult one version of a question is, and how many answers that rests on."""

    b: float = 0.0
    answers: int = 0


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """What is believed of all learners and questions.

    Attributes:
        enabled: switched off, it learns nothing and tells nothing.
        learners: learner -> competency -> standing.
        questions: question version -> difficulty.
    """

    enabled: bool = True
    learners: Mapping[str, Mapping[str, Standing]] = {}
    questions: Mapping[str, Difficulty] = {}

    def standing(self, learner: str, competency: str, audience: int | None = None) -> Standing:
        """What is believed of a learner in a competency; the audience's prior where nothing is known."""
        prior = PRIORS.get((audience or 0, competency), 0.0)
        return self.learners.get(learner, {}).get(competency, Standing(theta=prior))

    def with_diagnostic(self, learner: str, competency: str, share: float, audience: int | None = None) -> Model:
        """The model once a diagnostic told what share of it was right; only before the first answer counts."""
        known = self.standing(learner, competency, audience)
        if not self.enabled or known.answers:
            return self
        clipped = min(0.95, max(0.05, share))
        theta = (known.theta + math.log(clipped / (1 - clipped))) / 2
        return self._with(learner, competency, msgspec.structs.replace(known, theta=theta))

    def after(
        self,
        learner: str,
        competency: str,
        question: str,
        *,
        options: int,
        right: bool,
        kind: Kind,
        audience: int | None = None,
    ) -> Model:
        """The model after an answer; the very same one where the answer does not count.

        Args:
            learner: who answered.
            competency: what the question trains.
            question: the question's version.
            options: how many answers there were to choose from.
            right: whether it was.
            kind: how it was given.
            audience: the school's Action that the learner belongs to, 1 to 5, where it is known.
        """
        if not self.enabled or kind not in COUNTS:
            return self
        known, item = self.standing(learner, competency, audience), self.questions.get(question, Difficulty())
        moved, harder = moves(known, item, options=options, right=right)
        after = self._with(learner, competency, moved)
        return msgspec.structs.replace(after, questions={**self.questions, question: harder})

    def contest(self, learner: str, competency: str, contested: bool = True) -> Model:
        """The model once a learner says that it is wrong about them, or takes that back."""
        known = msgspec.structs.replace(self.standing(learner, competency), contested=contested)
        return self._with(learner, competency, known)

    def switched(self, on: bool) -> Model:
        """The model switched on or off; what it knew is kept."""
        return msgspec.structs.replace(self, enabled=on)

    def without(self, learner: str) -> Model:
        """The model once a learner is forgotten."""
        return msgspec.structs.replace(self, learners={k: v for k, v in self.learners.items() if k != learner})

    def band(self, learner: str, competency: str) -> Band | None:
        """The band that may be told, or None: switched off, contested, or fewer than five answers."""
        known = self.standing(learner, competency)
        if not self.enabled or known.contested or known.answers < NEEDED:
            return None
        bands: tuple[Band, ...] = ("discovering", "building", "sound", "assured")
        return bands[sum(known.theta >= bound for bound in BOUNDS)]

    def readiness(self, learner: str, competency: str) -> float:
        """0 to 1 for drawing groups; 0.5 where nothing may be told. It is shown to nobody."""
        if self.band(learner, competency) is None:
            return 0.5
        return 1.0 / (1.0 + math.exp(-self.standing(learner, competency).theta))

    def explain(self, learner: str, competency: str) -> Text:
        """What is believed of a learner and why, in a sentence for them."""
        known, name = self.standing(learner, competency), COMPETENCIES.get(competency, say(competency, competency))
        if not self.enabled:
            return say(
                "Le modèle est désactivé : il n'estime rien.", "The model is switched off: it estimates nothing."
            )
        if known.contested:
            return say(
                f"{name.fr} : vous avez contesté cette estimation ; elle ne sert à rien tant que l'enseignant ne l'a "
                "pas revue avec vous.",
                f"{name.en}: you have contested this estimate; it is used for nothing until your teacher has looked at "
                "it with you.",
            )
        band = self.band(learner, competency)
        if band is None:
            left = NEEDED - known.answers
            return say(
                f"{name.fr} : pas encore d'estimation ; il y manque {left} réponse{'s' if left > 1 else ''} "
                "donnée" + ("s" if left > 1 else "") + " par vous seul.",
                f"{name.en}: no estimate yet; it needs {left} more answer{'s' if left > 1 else ''} of your own.",
            )
        hard = (
            (
                f", dont {known.hard} à des questions difficiles pour vous",
                f", {known.hard} of them to questions hard for you",
            )
            if known.hard
            else ("", "")
        )
        return say(
            f"{name.fr} : {_BANDS[band].fr}, d'après vos {known.answers} réponses données seul : {known.right} justes"
            f"{hard[0]}. C'est une estimation, que vous pouvez contester.",
            f"{name.en}: {_BANDS[band].en}, from the {known.answers} answers that you gave alone: {known.right} right"
            f"{hard[1]}. This is an estimate, and you can contest it.",
        )

    def _with(self, learner: str, competency: str, standing: Standing) -> Model:
        mine = {**self.learners.get(learner, {}), competency: standing}
        return msgspec.structs.replace(self, learners={**self.learners, learner: mine})


def moves(known: Standing, item: Difficulty, *, options: int, right: bool) -> tuple[Standing, Difficulty]:
    """What is believed of a learner and of a question once the one has answered the other."""
    miss = right - chance(known.theta, item.b, options)
    moved = Standing(
        theta=known.theta + _step(known.answers) * miss,
        answers=known.answers + 1,
        right=known.right + right,
        hard=known.hard + (right and item.b > known.theta),
        contested=known.contested,
    )
    return moved, Difficulty(b=item.b - _step(item.answers) * miss, answers=item.answers + 1)


def chance(theta: float, b: float, options: int) -> float:
    """The chance that somebody rated `theta` is right on a question of difficulty `b`, guessing included."""
    guess = 1.0 / options if options > 1 else 0.0
    return guess + (1.0 - guess) / (1.0 + math.exp(-max(-30.0, min(30.0, theta - b))))


def _step(answers: int) -> float:
    return K_FIRST / (1.0 + K_SHRINKS * answers)
