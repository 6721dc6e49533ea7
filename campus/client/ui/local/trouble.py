"""Trouble: a connection that is gone, or something that went wrong, each in one sentence and with what can be done."""

from __future__ import annotations

from campus.client.ui.hud import Connection
from campus.client.ui.local.ids import FAULT, LOST
from campus.learning.panel import (
    Button,
    Panel,
    Paragraph,
    Row,
)
from campus.text import Text


def disconnected_panel(connection: Connection) -> Panel:
    """When the connection has ended and will not come back by itself: why, and what can be done."""
    reason = connection.reason or Text(fr="Le serveur ne répond plus.", en="The server no longer answers.")
    return Panel(
        id=LOST,
        title=Text(fr="Hors ligne", en="Offline"),
        items=(
            Paragraph(text=reason),
            Row(
                buttons=(
                    Button(id="leave", text=Text(fr="Quitter", en="Leave")),
                    Button(id="retry", text=Text(fr="Réessayer", en="Try again"), primary=True),
                )
            ),
        ),
        side="centre",
    )


def fault_panel(sentence: Text) -> Panel:
    """Something went wrong, in one sentence."""
    return Panel(
        id=FAULT,
        title=Text(fr="Un problème est survenu", en="Something went wrong"),
        items=(
            Paragraph(text=sentence),
            Button(id="close", text=Text(fr="Compris", en="Got it"), primary=True),
        ),
        side="centre",
        closable=True,
    )
