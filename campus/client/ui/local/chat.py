"""The chat: what was said in the room, and the field to say something. Knows nothing of how a line travels."""

from __future__ import annotations

from collections.abc import Sequence

from campus.client.ui.local.ids import CHAT, SAY
from campus.learning.panel import (
    AnyItem,
    Input,
    Line,
    Log,
    Panel,
    Paragraph,
)
from campus.text import Text


def chat_panel(lines: Sequence[Line], *, writable: bool = True) -> Panel:
    """What was said in the room, and the field to say something.

    Args:
        lines: oldest first.
        writable: False while there is no connection; what is being written is kept meanwhile.
    """
    items: list[AnyItem] = []
    if lines:
        items.append(Log(id="log", lines=tuple(lines)))
    else:
        text = Text(fr="Personne n’a encore écrit ici.", en="Nobody has written here yet.")
        items.append(Paragraph(text=text, tone="quiet"))
    if writable:
        items.append(Input(id=SAY, label=Text(fr="Écrire à la salle", en="Write to the room"), most=500, clears=True))
    else:
        text = Text(
            fr="Vous pourrez écrire dès le retour de la connexion.", en="You can write once you are back online."
        )
        items.append(Paragraph(text=text, tone="now"))
    return Panel(id=CHAT, title=Text(fr="Discussion", en="Chat"), items=tuple(items), side="left", closable=True)
