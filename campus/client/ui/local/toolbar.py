"""The toolbar as things stand. Owns which tools there are and when; an id is the name of what it asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from campus.client.ui.hud import Tool
from campus.text import Text

WINDOWS = (
    ("chat", "chat", Text(fr="Discussion", en="Chat"), "t"),
    ("people", "people", Text(fr="Qui est là", en="Who is here"), "p"),
    ("places", "map", Text(fr="Plan du campus", en="Campus map"), "m"),
    ("settings", "settings", Text(fr="Réglages", en="Settings"), "o"),
)
"""The tools that open a window of the interface: id, icon, label, the place of the key."""


def toolbar(
    *,
    hand: bool = False,
    seated: bool = False,
    focused: bool = False,
    opened: Collection[str] = (),
    unread: int = 0,
    labels: Mapping[str, str] | None = None,
) -> tuple[Tool, ...]:
    """The toolbar as things stand; each tool's id is the name of what it asks for.

    Args:
        hand: whether one's hand is raised.
        seated: whether one sits; then one can stand up, and see the screen closely.
        focused: whether the screen is seen closely now.
        opened: which of `chat`, `people`, `places`, `settings`, `help` are open.
        unread: lines said since the chat was last open.
        labels: key by its place on a US keyboard -> what is written on it on this one.
    """
    # It is asked for in every frame, and hardly ever another.
    return _toolbar(hand, seated, focused, frozenset(opened), unread, tuple((labels or {}).items()))


@lru_cache(maxsize=4)
def _toolbar(
    hand: bool, seated: bool, focused: bool, opened: frozenset[str], unread: int, labels: tuple[tuple[str, str], ...]
) -> tuple[Tool, ...]:
    written = dict(labels)

    def key(place: str) -> str:
        return written.get(place, place)

    up = Text(fr="Baisser la main", en="Lower your hand") if hand else Text(fr="Lever la main", en="Raise your hand")
    tools = [
        Tool(id="hand", icon="hand", label=up, key=key("h"), on=hand),
        Tool(id="wave", icon="wave", label=Text(fr="Saluer", en="Wave"), key=key("g")),
    ]
    if seated:
        close = (
            Text(fr="Quitter la vue rapprochée", en="Leave the close view")
            if focused
            else Text(fr="Voir l’écran de près", en="See the screen closely")
        )
        tools.append(Tool(id="focus", icon="focus", label=close, key=key("f"), on=focused))
        tools.append(Tool(id="stand", icon="stand", label=Text(fr="Se lever", en="Stand up"), key=key("x")))
    for id_, icon, label, position in WINDOWS:
        badge = unread if id_ == "chat" and id_ not in opened else 0
        tools.append(Tool(id=id_, icon=icon, label=label, key=key(position), on=id_ in opened, badge=badge))
    tools.append(Tool(id="help", icon="help", label=Text(fr="Aide", en="Help"), key="F1", on="help" in opened))
    return tuple(tools)
