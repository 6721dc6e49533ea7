"""What a key means to the panels that are open, apart from moving the focus. Pure: panels in, what was pressed out."""

from __future__ import annotations

from collections.abc import Sequence

from campus.client.ui.focus import Key
from campus.client.ui.keyboard import same_key
from campus.learning.panel import Button, Choices, Panel, Pressed, Row


def pressable(panels: Sequence[Panel]) -> list[Panel]:
    """The panels that can be pressed now; a dialogue leaves no other."""
    flat = [panel for panel in panels if panel.side != "screen"]
    return [panel for panel in flat if panel.side == "centre"][-1:] or flat


def buttons(panels: Sequence[Panel]) -> list[tuple[Panel, Button]]:
    """Every button that can be pressed now, in reading order."""
    found: list[tuple[Panel, Button]] = []
    for panel in pressable(panels):
        for item in panel.items:
            if isinstance(item, Button):
                found.append((panel, item))
            elif isinstance(item, Row):
                found.extend((panel, button) for button in item.buttons)
    return [(panel, button) for panel, button in found if button.enabled]


def primary(panels: Sequence[Panel]) -> Pressed | None:
    """What Enter does with nothing in focus: a dialogue's primary button, as everywhere else."""
    for panel, button in buttons(panels):
        if panel.side == "centre" and button.primary:
            return Pressed(panel=panel.id, item=button.id)
    return None


def by_key(panels: Sequence[Panel], name: str) -> Pressed | None:
    """The button that shows this key (by Panda3D's name of it)."""
    for panel, button in buttons(panels):
        if button.key and same_key(button.key, name):
            return Pressed(panel=panel.id, item=button.id)
    return None


def by_digit(panels: Sequence[Panel], digit: int, focus: Key | None) -> Pressed | None:
    """The card that a digit chooses: of the question with the focus, else of the first one without an answer.

    Args:
        panels: all of them.
        digit: 1 to 9, as it stands on the cards.
        focus: what has the focus ring, if anything.
    """
    asked = [
        (panel, item)
        for panel in pressable(panels)
        for item in panel.items
        if isinstance(item, Choices) and item.enabled and len(item.options) >= digit
    ]
    if not asked:
        return None
    here = next((pair for pair in asked if focus is not None and focus[:2] == (pair[0].id, pair[1].id)), None)
    panel, item = here or next((pair for pair in asked if not pair[1].selected), asked[0])
    return Pressed(panel=panel.id, item=item.id, value=item.options[digit - 1].id)
