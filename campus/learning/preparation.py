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
CONFIDENCE: Mapping[str, Confidence] = {"1": 1, "2": 2, "3": 3}
_GATES: Mapping[str, Gate] = {"off": "off", "soft": "soft"}
"""What a whole class can have; `hard` belongs to one activity."""
State = Literal["nothing", "begun", "ready", "waived"]
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
        picked: `question/answer` that they chose and have not handed in yet; saying how sure one is hands it in.
        last: the question that they answered last, while they read what to make of it; else empty.
        reading: the index of the resource that they have before them, else None.
        started: whether they went on to the check.
        waived_by: the teacher who let them in all the same, or empty.
    """

    opened: frozenset[int] = frozenset()
    attempts: Mapping[str, Attempt] = {}
    muddiest: str = ""
    picked: str = ""
    last: str = ""
    reading: int | None = None
    started: bool = False
    waived_by: str = ""

    def opening(self, resource: int) -> Prepared:
        """Once a resource was opened: it lies before them."""
        return msgspec.structs.replace(self, opened=self.opened | {resource}, reading=resource, last="")

    def answering(self, unit: Unit, question: str, answer: str, confidence: Confidence) -> Prepared:
        """Once a question of the check was answered; the first answer stays.

        Raises:
            Refused: `unknown` for a question that is not in the check, or an answer that it does not have.
        """
        if question not in checks(unit) or unit.question(question).answer(answer) is None:
            raise _not_asked()
        if question in self.attempts:
            return self
        attempt = Attempt(answer=answer, right=answer in unit.question(question).key, confidence=confidence)
        return msgspec.structs.replace(self, attempts={**self.attempts, question: attempt}, last=question, picked="")

    def picking(self, unit: Unit, question: str, answer: str) -> Prepared:
        """Once an answer was chosen, which can be changed until it is handed in.

        Raises:
            Refused: `unknown` for a question that is not in the check, or an answer that it does not have.
        """
        if question not in checks(unit) or unit.question(question).answer(answer) is None:
            raise _not_asked()
        return self if question in self.attempts else msgspec.structs.replace(self, picked=f"{question}/{answer}")

    def wondering(self, words: str) -> Prepared:
        """Once the muddiest point was written, or written anew."""
        return msgspec.structs.replace(self, muddiest=" ".join(words.split())[:600])

    def after(self, unit: Unit, verb: str, value: str) -> Prepared:
        """Once they pressed something of the preparation's panel.

        Raises:
            Refused: `unknown` for what is not there.
        """
        match verb:
            case "start":
                return msgspec.structs.replace(self, reading=None, last="", started=True)
            case "check":
                question, _, answer = value.partition("/")
                return self.picking(unit, question, answer)
            case "sure" if value in CONFIDENCE:
                if not self.picked:
                    raise Refused("not_now", "Choose an answer first.", "Choisissez d’abord une réponse.")
                question, _, answer = self.picked.partition("/")
                return self.answering(unit, question, answer, CONFIDENCE[value])
            case "muddiest":
                return self.wondering(value)
        if verb.startswith("open-") and verb[5:] in {str(index) for index in range(len(unit.preparation))}:
            return self.opening(int(verb[5:]))
        raise Refused("unknown", f"There is no '{verb}' here.", f"Il n’y a pas de «\u00a0{verb}\u00a0» ici.")

    def waived(self, teacher: str) -> Prepared:
        """Once a teacher waived what is missing."""
        return msgspec.structs.replace(self, waived_by=teacher)


def _not_asked() -> Refused:
    return Refused("unknown", "The check does not ask that.", "Ce n’est pas une question du contrôle de préparation.")


def gate_of(word: str) -> Gate:
    """The gate of that name.

    Raises:
        Refused: `unknown`, when there is none.
    """
    found = _GATES.get(word)
    if found is None:
        raise Refused("unknown", f"There is no gate '{word}'.", f"Il n’y a pas de seuil «\u00a0{word}\u00a0».")
    return found


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


def state(unit: Unit, prepared: Prepared) -> State:
    """How far somebody is, in a word."""
    if prepared.waived_by:
        return "waived"
    if not unmet(unit, prepared):
        return "ready"
    return "begun" if prepared.opened or prepared.attempts or prepared.muddiest else "nothing"


def is_stuck(unit: Unit, prepared: Prepared) -> bool:
    """Whether somebody needs a word from the teacher: certain of something wrong, or wrong on half of what they said.

    One wrong answer of several is how one learns; it makes nobody stuck.
    """
    wrong = sum(not attempt.right for attempt in prepared.attempts.values())
    enough = min(2, len(checks(unit)))
    return bool(overconfident(prepared)) or (
        len(prepared.attempts) >= enough > 0 and 2 * wrong >= len(prepared.attempts)
    )


def done(unit: Unit, prepared: Prepared) -> tuple[int, int]:
    """How many steps of the preparation are done, and how many there are: each resource and each question is one."""
    asked = checks(unit)
    opened = sum(index in prepared.opened for index in range(len(unit.preparation)))
    return opened + sum(question in prepared.attempts for question in asked), len(unit.preparation) + len(asked)
