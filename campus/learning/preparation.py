"""The preparation gate: what a learner has done before class, what is missing, and who waived it. Pure.

Soft, it leads to a catch-up and shuts nobody out; hard, it keeps one activity to those who are ready. What is missing
is always said; the teacher waives it in one step, and the waiver is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from campus.errors import Refused
from campus.learning.unit import Unit
from campus.learning.words import plural, say
from campus.text import Text

Gate = Literal["off", "soft", "hard"]
Confidence = Literal[1, 2, 3]
"""How sure somebody was: guessing, rather sure, certain."""
_CONFIDENCE: Mapping[str, Confidence] = {"1": 1, "2": 2, "3": 3}
CATCH_UP_MINUTES = 5
"""How long the catch-up of who is not ready takes."""


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """The first answer to a question of the readiness check; later ones teach and do not count."""

    answer: str
    right: bool
    confidence: Confidence


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What one learner has done before class.

    Attributes:
        opened: indices of the resources that they opened.
        attempts: question id -> first attempt.
        muddiest: what remained unclear, in their words.
        sure: how sure they said they are of what they answer next.
        last: the question that they answered last, to read what to make of it.
        waived_by: the teacher who let them in all the same, or empty.
    """

    opened: frozenset[int] = frozenset()
    attempts: Mapping[str, Attempt] = {}
    muddiest: str = ""
    sure: Confidence = 2
    last: str = ""
    waived_by: str = ""

    def opening(self, resource: int) -> Prepared:
        """Once a resource was opened."""
        return msgspec.structs.replace(self, opened=self.opened | {resource})

    def answering(self, unit: Unit, question: str, answer: str, confidence: Confidence) -> Prepared:
        """Once a question of the check was answered; the first answer stays.

        Raises:
            Refused: `unknown` for a question that is not in the check, or an answer that it does not have.
        """
        if question not in checks(unit) or unit.question(question).answer(answer) is None:
            raise Refused(
                "unknown", "The check does not ask that.", "Ce n’est pas une question du contrôle de préparation."
            )
        if question in self.attempts:
            return self
        attempt = Attempt(answer=answer, right=answer in unit.question(question).key, confidence=confidence)
        return msgspec.structs.replace(self, attempts={**self.attempts, question: attempt}, last=question)

    def wondering(self, words: str) -> Prepared:
        """Once the muddiest point was written, or written anew."""
        return msgspec.structs.replace(self, muddiest=" ".join(words.split())[:600])

    def after(self, unit: Unit, verb: str, value: str) -> Prepared:
        """Once they pressed something of the preparation's panel.

        Raises:
            Refused: `unknown` for what is not there.
        """
        match verb:
            case "open" if value.isascii() and value.isdigit() and int(value[:3]) < len(unit.preparation):
                return self.opening(int(value[:3]))
            case "sure" if value in ("1", "2", "3"):
                return msgspec.structs.replace(self, sure=_CONFIDENCE[value])
            case "check":
                question, _, answer = value.partition("/")
                return self.answering(unit, question, answer, self.sure)
            case "muddiest":
                return self.wondering(value)
        raise Refused("unknown", f"There is no '{verb}' here.", f"Il n’y a pas de «\u00a0{verb}\u00a0» ici.")

    def waived(self, teacher: str) -> Prepared:
        """Once a teacher waived what is missing."""
        return msgspec.structs.replace(self, waived_by=teacher)


def checks(unit: Unit) -> tuple[str, ...]:
    """The questions of the readiness check, in their order."""
    return tuple(dict.fromkeys(question for material in unit.preparation for question in material.check))


def readiness(unit: Unit, prepared: Prepared) -> float:
    """0 to 1, for drawing groups: the share of the check that was right; 0.5 without a check."""
    asked = checks(unit)
    return sum(a.right for q, a in prepared.attempts.items() if q in asked) / len(asked) if asked else 0.5


def unmet(unit: Unit, prepared: Prepared) -> tuple[Text, ...]:
    """What is missing, one sentence each; nothing once it was waived."""
    if prepared.waived_by:
        return ()
    missing = [
        say(f"À ouvrir : {material.title.fr}", f"To open: {material.title.en}")
        for index, material in enumerate(unit.preparation)
        if index not in prepared.opened
    ]
    left = sum(question not in prepared.attempts for question in checks(unit))
    if left:
        missing.append(
            plural(
                left,
                say(
                    "Il reste {n} question du contrôle de préparation.", "{n} question of the readiness check is left."
                ),
                say(
                    "Il reste {n} questions du contrôle de préparation.",
                    "{n} questions of the readiness check are left.",
                ),
            )
        )
    return tuple(missing)


def admits(gate: Gate, unit: Unit, prepared: Prepared) -> bool:
    """Whether a learner may take part in what the gate stands before; a soft one lets everybody in."""
    return gate != "hard" or not unmet(unit, prepared)


def require(gate: Gate, unit: Unit, prepared: Prepared) -> None:
    """Nothing, where the gate lets them in.

    Raises:
        Refused: `not_ready`, with everything that is missing.
    """
    if not admits(gate, unit, prepared):
        missing = unmet(unit, prepared)
        raise Refused("not_ready", " ".join(t.en for t in missing), " ".join(t.fr for t in missing))


def needs_catch_up(gate: Gate, unit: Unit, prepared: Prepared) -> bool:
    """Whether they are led to the catch-up on coming in."""
    return gate != "off" and bool(unmet(unit, prepared))


def overconfident(prepared: Prepared) -> tuple[str, ...]:
    """The questions answered wrongly and with certainty: what the class had better begin with."""
    return tuple(q for q, a in prepared.attempts.items() if not a.right and a.confidence == 3)
