"""The ids of the panels of one's own, and how to tell them from the server's. Owns nothing that is shown."""

from __future__ import annotations

CHAT = "local.chat"
PEOPLE = "local.people"
SETTINGS = "local.settings"
WELCOME = "local.welcome"
APPEARANCE = "local.appearance"
HELP = "local.help"
PLACES = "local.places"
LOST = "local.lost"
FAULT = "local.fault"
SAY = "say"
"""The chat's field: `Pressed(panel=CHAT, item=SAY, value=words)`; `Interface.write_in(CHAT, SAY)` goes there."""


def is_local(panel: str) -> bool:
    """Whether a panel's id is one of ours rather than the server's."""
    return panel.startswith("local.")
