"""Who may do what in a session. One table, one question; everything that changes a session asks it first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from campus.errors import Refused
from campus.text import Text

Standing = Literal["facilitator", "participant", "visitor", "outsider"]
"""How a person stands to a session: runs it; takes part and answers; is there and only watches (another teacher, a
designer); is not there at all."""

Action = Literal["run", "answer", "raise-hand", "lower-hand", "take-over", "look"]

RIGHTS: Mapping[Action, frozenset[Standing]] = {
    "run": frozenset({"facilitator"}),
    "lower-hand": frozenset({"facilitator"}),
    "answer": frozenset({"participant"}),
    "raise-hand": frozenset({"facilitator", "participant", "visitor"}),
    "take-over": frozenset({"visitor"}),
    "look": frozenset({"facilitator", "participant", "visitor"}),
}

_WHY: Mapping[Action, Text] = {
    "run": Text(fr="Seul l’enseignant mène le cours.", en="Only the teacher runs the class."),
    "lower-hand": Text(fr="Seul l’enseignant baisse la main d’un autre.", en="Only the teacher lowers another’s hand."),
    "answer": Text(fr="Seuls les participants répondent.", en="Only participants answer."),
    "raise-hand": Text(fr="Il faut être dans la salle.", en="You must be in the room."),
    "take-over": Text(fr="Seul un enseignant peut reprendre ce cours.", en="Only a teacher can take this class over."),
    "look": Text(fr="Il faut être dans la salle.", en="You must be in the room."),
}


def may(standing: Standing, action: Action, *, own: bool = True) -> bool:
    """Whether somebody of that standing may do that; `own` tells whether to a thing of theirs."""
    if action == "raise-hand" and not own:
        return False
    return standing in RIGHTS[action]


def authorise(standing: Standing, action: Action, *, own: bool = True) -> None:
    """Nothing, when somebody of that standing may do that.

    Raises:
        Refused: `not_allowed`, with the reason; nothing has changed.
    """
    if standing == "outsider":
        raise Refused("not_allowed", "Come into the class’s room first.", "Entrez d’abord dans la salle du cours.")
    if not may(standing, action, own=own):
        raise Refused("not_allowed", _WHY[action].en, _WHY[action].fr)
