"""The rights of every role, as one table without an empty cell: role, deed, one's own or another's.

It decides nothing: it says what `rights` and `entrusting` decide, so that a person can read it and a test can hold
every cell of it against a class that runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from campus.learning.entrusting import OPENING_ROLES, TEACHING_ROLES
from campus.learning.rights import Action, Standing, may
from campus.learning.words import say
from campus.text import Text

ROLES: tuple[str, ...] = ("teacher", "co-teacher", "student", "guest", "designer", "admin")
Whose = Literal["own", "other"]
Deed = Literal[
    "open",
    "run",
    "arrange",
    "plan",
    "waive",
    "entrust",
    "give-time",
    "seat-everyone",
    "lower-hand",
    "take-over",
    "look",
    "answer",
    "take-back",
    "raise-hand",
    "prepare",
]
ASKS: Mapping[Deed, Action] = {
    "run": "run",
    "arrange": "arrange",
    "plan": "plan",
    "waive": "waive",
    "entrust": "run",
    "give-time": "run",
    "seat-everyone": "run",
    "lower-hand": "run",
    "look": "look",
    "answer": "answer",
    "take-back": "answer",
    "raise-hand": "raise-hand",
    "prepare": "prepare",
}
"""What each deed in a class asks `rights` for; opening one and taking one over are decided by the role."""
OF_A_PERSON: frozenset[Deed] = frozenset({"answer", "take-back", "raise-hand", "prepare"})
"""Deeds to a thing of one's own or of another; all others are done in one's own class or in another's."""
SAID: Mapping[Deed, Text] = {
    "open": say("ouvrir un cours", "open a class"),
    "run": say("mener le cours", "run the class"),
    "arrange": say("disposer la salle", "arrange the room"),
    "plan": say("préparer le cours", "plan the class"),
    "waive": say("dispenser de ce qui manque", "waive what is missing"),
    "entrust": say("confier le cours", "entrust the class"),
    "give-time": say("donner du temps", "give time"),
    "seat-everyone": say("asseoir tout le monde", "seat everyone"),
    "lower-hand": say("baisser une main", "lower a hand"),
    "take-over": say("reprendre un cours sans enseignant", "take over a class without its teacher"),
    "look": say("assister", "look on"),
    "answer": say("répondre", "answer"),
    "take-back": say("reprendre une note", "take back a note"),
    "raise-hand": say("lever la main", "raise a hand"),
    "prepare": say("se préparer", "prepare"),
}


class Cell(NamedTuple):
    """One cell: whether that role may do that to its own, or in its own class, or to another's."""

    role: str
    deed: Deed
    whose: Whose
    allowed: bool


def standing_of(role: str, *, own: bool) -> Standing:
    """How somebody of that role stands to a class that they are in; `own` is one of theirs, or entrusted to them."""
    if role in TEACHING_ROLES and own:
        return "facilitator"
    return "participant" if role in ("student", "guest") else "visitor"


def allowed(role: str, deed: Deed, whose: Whose) -> bool:
    """Whether somebody of that role, in the room, may do that."""
    own = whose == "own"
    if deed == "open":
        return own and role in OPENING_ROLES
    if deed == "take-over":
        return not own and role in OPENING_ROLES
    if deed in OF_A_PERSON:
        # Whose class it is makes no difference: who runs it answers nothing in it, and nobody answers for another.
        mine = role in TEACHING_ROLES
        return own and may(standing_of(role, own=mine), ASKS[deed], own=own)
    return may(standing_of(role, own=own), ASKS[deed])


def matrix() -> Iterator[Cell]:
    """Every cell, deed by deed."""
    for deed in SAID:
        for role in ROLES:
            for whose in ("own", "other"):
                one: Whose = "own" if whose == "own" else "other"
                yield Cell(role, deed, one, allowed(role, deed, one))


def table() -> list[str]:
    """The matrix as lines of Markdown, in English: own / another's in each cell."""
    signs = {True: "yes", False: "–"}
    found = {(cell.role, cell.deed, cell.whose): cell.allowed for cell in matrix()}
    lines = ["| deed: own / another’s | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
    for deed, words in SAID.items():
        cells = (f"{signs[found[role, deed, 'own']]} / {signs[found[role, deed, 'other']]}" for role in ROLES)
        lines.append(f"| {words.en} | " + " | ".join(cells) + " |")
    return lines
