"""How a teacher furnishes and lights the room: the panel, and what a press on it asks for. Pure; moves no chair."""

from __future__ import annotations

from collections.abc import Mapping

from campus.errors import Refused
from campus.learning.panel import AnyItem, Choice, Option, Panel
from campus.learning.words import say
from campus.text import Text

ROOM = "room"
"""The panel's id."""
LAYOUT, LIGHT = "layout", "light"


def room_panel(layouts: Mapping[str, Text], layout: str | None, lights: Mapping[str, Text], light: str | None) -> Panel:
    """What whoever teaches in a room sees of its layouts and light states.

    Args:
        layouts: the words of each layout by id, the first as the room opens.
        layout: how it stands; None for the first.
        lights: the words of each light state by id, the first as the room opens.
        light: how it is lit; None for the first.

    Returns:
        The panel; one without items where there is nothing to choose.
    """
    items: list[AnyItem] = []
    if len(layouts) > 1:
        items.append(_choice(LAYOUT, say("Disposition", "Layout"), layouts, layout))
    if len(lights) > 1:
        items.append(_choice(LIGHT, say("Lumière", "Light"), lights, light))
    return Panel(id=ROOM, title=say("La salle", "The room"), items=tuple(items), folds=True)


def chosen(
    item: str,
    value: str,
    layouts: Mapping[str, Text],
    layout: str | None,
    lights: Mapping[str, Text],
    light: str | None,
) -> tuple[str | None, str | None]:
    """The layout and the light state that the room has after a press.

    Raises:
        Refused: `unknown`, where the room has no such thing to choose.
    """
    if item == LAYOUT and value in layouts:
        return value, light
    if item == LIGHT and value in lights:
        return layout, value
    raise Refused(
        "unknown",
        f"This room has no '{value}' to choose. Take one of those on its panel.",
        f"Cette salle n’a pas de «\u00a0{value}\u00a0» à choisir. Prenez l’un de ceux du panneau.",
    )


def _choice(id_: str, label: Text, words: Mapping[str, Text], selected: str | None) -> Choice:
    options = tuple(Option(id=name, text=text) for name, text in words.items())
    return Choice(id=id_, label=label, options=options, selected=selected or next(iter(words)))
