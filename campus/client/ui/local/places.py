"""The map: where one can go at once. Knows the names of spaces, not where they lie."""

from __future__ import annotations

from collections.abc import Sequence

from campus.client.ui.local.ids import PLACES
from campus.learning.panel import (
    Column,
    Panel,
    Table,
)
from campus.text import Text


def places_panel(spaces: Sequence[tuple[str, Text]], here: str) -> Panel:
    """Where one can go at once: `Pressed(item="go", value=space id)`."""
    rows = tuple(
        (space, (Text(fr=title.fr + " (vous y êtes)", en=title.en + " (you are here)") if space == here else title,))
        for space, title in spaces
    )
    columns = (Column(title=Text(fr="Espace", en="Space")),)
    return Panel(
        id=PLACES,
        title=Text(fr="Plan du campus", en="Campus map"),
        items=(Table(id="go", columns=columns, rows=rows, pressable=True),),
        side="left",
        closable=True,
    )
