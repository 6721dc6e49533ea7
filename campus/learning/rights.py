"""Who may do what in a session. One table, one question; everything that changes a session asks it first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from campus.errors import Refused
from campus.text import Text

Standing = Literal["facilitator", "participant", "visitor", "convenor", "expected", "outsider"]
"""How a person stands to a session: runs it; takes part and answers; is there and only watches (another teacher, a
designer); runs it and is elsewhere now; is on its list and not in its room; has nothing to do with it."""

Action = Literal[
    "run", "arrange", "answer", "raise-hand", "lower-hand", "take-over", "look", "plan", "waive", "prepare"
]

RIGHTS: Mapping[Action, frozenset[Standing]] = {
    "run": frozenset({"facilitator"}),
    "arrange": frozenset({"facilitator"}),
    "lower-hand": frozenset({"facilitator"}),
    "answer": frozenset({"participant"}),
    "raise-hand": frozenset({"facilitator", "participant", "visitor"}),
    "take-over": frozenset({"visitor"}),
    "look": frozenset({"facilitator", "participant", "visitor"}),
    # Before class nobody is in its room: it is planned and prepared for from wherever one stands.
    "plan": frozenset({"facilitator", "convenor"}),
    "waive": frozenset({"facilitator", "convenor"}),
    "prepare": frozenset({"participant", "expected"}),
}

_WHY: Mapping[Action, Text] = {
    "run": Text(fr="Seul l’enseignant mène le cours.", en="Only the teacher runs the class."),
    "arrange": Text(
        fr="Seul l’enseignant change la disposition et la lumière de la salle.",
        en="Only the teacher changes the room’s layout and light.",
    ),
    "lower-hand": Text(fr="Seul l’enseignant baisse la main d’un autre.", en="Only the teacher lowers another’s hand."),
    "answer": Text(fr="Seuls les participants répondent.", en="Only participants answer."),
    "raise-hand": Text(fr="Il faut être dans la salle.", en="You must be in the room."),
    "take-over": Text(fr="Seul un enseignant peut reprendre ce cours.", en="Only a teacher can take this class over."),
    "look": Text(fr="Il faut être dans la salle.", en="You must be in the room."),
    "plan": Text(fr="Seul l’enseignant de ce cours le prépare.", en="Only this class’s teacher plans it."),
    "waive": Text(
        fr="Seul l’enseignant dispense de ce qui manque à un autre.", en="Only the teacher waives what another lacks."
    ),
    "prepare": Text(
        fr="Seul qui est attendu à ce cours s’y prépare\u00a0: donnez son code.",
        en="Only who is expected in this class prepares for it: give its code.",
    ),
}
ANYWHERE: frozenset[Action] = frozenset({"plan", "waive", "prepare"})
"""What is done without being in the class's room."""


def may(standing: Standing, action: Action, *, own: bool = True) -> bool:
    """Whether somebody of that standing may do that; `own` tells whether to a thing of theirs."""
    if action in ("raise-hand", "prepare") and not own:
        return False
    return standing in RIGHTS[action]


def authorise(standing: Standing, action: Action, *, own: bool = True) -> None:
    """Nothing, when somebody of that standing may do that.

    Raises:
        Refused: `not_allowed`, with the reason; nothing has changed.
    """
    if standing in ("outsider", "convenor", "expected") and action not in ANYWHERE:
        raise Refused("not_allowed", "Come into the class’s room first.", "Entrez d’abord dans la salle du cours.")
    if not may(standing, action, own=own):
        raise Refused("not_allowed", _WHY[action].en, _WHY[action].fr)
