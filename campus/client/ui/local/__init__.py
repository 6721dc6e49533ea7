"""Panels of one's own, that no server sends; one file for each family of them.

Pure functions from what the client knows to `Panel` data; they own their words, and what a press on the settings means.
Every id begins with `local.`, so that whoever takes presses can tell them from the server's (`is_local`).
"""

from campus.client.ui.local.appearance import appearance_panel, changed
from campus.client.ui.local.arriving import hint, welcome_panel
from campus.client.ui.local.chat import chat_panel
from campus.client.ui.local.help import help_panel
from campus.client.ui.local.ids import (
    APPEARANCE,
    CHAT,
    FAULT,
    HELP,
    LOST,
    PEOPLE,
    PLACES,
    SAY,
    SETTINGS,
    WELCOME,
    is_local,
)
from campus.client.ui.local.people import ROLES, people_panel
from campus.client.ui.local.places import places_panel
from campus.client.ui.local.settings import setting, settings_panel
from campus.client.ui.local.toolbar import toolbar
from campus.client.ui.local.trouble import disconnected_panel, fault_panel

__all__ = [
    "APPEARANCE",
    "CHAT",
    "FAULT",
    "HELP",
    "LOST",
    "PEOPLE",
    "PLACES",
    "ROLES",
    "SAY",
    "SETTINGS",
    "WELCOME",
    "appearance_panel",
    "changed",
    "chat_panel",
    "disconnected_panel",
    "fault_panel",
    "help_panel",
    "hint",
    "is_local",
    "people_panel",
    "places_panel",
    "setting",
    "settings_panel",
    "toolbar",
    "welcome_panel",
]
