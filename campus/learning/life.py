"""The life of a session: the table of its steps, and what its states are called. Owns no session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from campus.errors import Refused
from campus.learning.words import say
from campus.text import Text

Life = Literal["draft", "prep_open", "lobby", "live", "held", "wrap_up", "ended", "archived", "purged", "cancelled"]
LIFE: Mapping[tuple[Life, str], Life] = {
    ("draft", "prepare"): "prep_open",
    ("draft", "admit"): "lobby",
    ("prep_open", "admit"): "lobby",
    ("lobby", "start"): "live",
    ("live", "hold"): "held",
    ("held", "resume"): "live",
    ("live", "wrap-up"): "wrap_up",
    ("held", "wrap-up"): "wrap_up",
    ("wrap_up", "back"): "live",
    ("wrap_up", "end"): "ended",
    ("ended", "archive"): "archived",
    ("archived", "purge"): "purged",
    ("draft", "cancel"): "cancelled",
    ("prep_open", "cancel"): "cancelled",
    ("lobby", "cancel"): "cancelled",
    # What cannot be taken back is asked for first, and done by a second press.
    ("wrap_up", "end-ask"): "wrap_up",
    ("wrap_up", "keep"): "wrap_up",
    ("draft", "cancel-ask"): "draft",
    ("draft", "keep"): "draft",
    ("prep_open", "cancel-ask"): "prep_open",
    ("prep_open", "keep"): "prep_open",
    ("lobby", "cancel-ask"): "lobby",
    ("lobby", "keep"): "lobby",
}
"""Every step of a session's life, and where it leads."""

OVER: frozenset[Life] = frozenset({"ended", "archived", "purged", "cancelled"})
"""Nothing more happens in these."""
LIFE_SAID: Mapping[Life, Text] = {
    "draft": say("le cours est en préparation", "the class is a draft"),
    "prep_open": say("le cours n'a pas ouvert ses portes", "the class has not opened its doors"),
    "lobby": say("le cours n'a pas commencé", "the class has not started"),
    "live": say("le cours est en marche", "the class is running"),
    "held": say("le cours est en pause", "the class is held"),
    "wrap_up": say("le cours se conclut", "the class is wrapping up"),
    "ended": say("le cours est terminé", "the class has ended"),
    "archived": say("le cours est archivé", "the class is archived"),
    "purged": say("le cours est effacé", "the class is erased"),
    "cancelled": say("le cours est annulé", "the class is cancelled"),
}


def not_while(life: Life) -> Refused:
    """The refusal of what a session's state does not allow."""
    said = LIFE_SAID[life]
    return Refused("not_now", f"Not possible: {said.en}.", f"Ce n’est pas possible\u00a0: {said.fr}.")
