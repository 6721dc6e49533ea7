"""What the interface shows in one frame, as data. Owns the shapes; whoever composes the client fills them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from campus.learning.panel import Panel
from campus.text import Text

TOOLBAR = "toolbar"
"""The panel id of what is pressed in the toolbar: `Pressed(panel="toolbar", item=tool id)`."""
SLOW_S = 0.25
"""There and back: what takes longer is told."""


@dataclass(frozen=True, kw_only=True)
class Connection:
    """How the connection to the server is; shown as a light with words.

    Attributes:
        phase: where it stands.
        reason: why it was lost, one sentence.
        retry_in_s: seconds until the next attempt, where there is one.
        latency_s: there and back.
    """

    phase: Literal["connecting", "online", "lost", "closed"] = "online"
    reason: Text | None = None
    retry_in_s: float | None = None
    latency_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A name over a head.

    Attributes:
        id: who it is; a name may be given to two people.
        x: of the middle, pixels from the left.
        y: of its lower edge, pixels from the top: a little above the head.
        distance: metres from the eye; the nearer name wins where two overlap.
        detail: a second line, such as a role.
    """

    id: str
    name: str
    x: float
    y: float
    distance: float
    hand: bool = False
    away: bool = False
    speaking: bool = False
    detail: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What the key (or a click) does now: `Prompt(text=Text(fr="S’asseoir", en="Sit down"), key="e")`."""

    text: Text
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A sentence that shows for a while and fades. `id` tells two notices of the same words apart."""

    id: str
    text: Text
    tone: Literal["plain", "good", "bad", "now"] = "plain"


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One icon of the toolbar.

    Attributes:
        id: sent as the item of `Pressed`.
        icon: one of `icons.NAMES`.
        label: what it does, in words; shown with the pointer or the focus on it.
        key: its key, by Panda3D's name of it.
        on: whether it is on now (a raised hand, an open panel).
        badge: how many things wait there (unread words).
    """

    id: str
    icon: str
    label: Text
    key: str = ""
    on: bool = False
    badge: int = 0
    enabled: bool = True


@dataclass(frozen=True, kw_only=True)
class Veil:
    """What covers the window while a space is being made ready.

    Attributes:
        title: where one is going.
        text: what is being done.
        fraction: 0 to 1, or `None` where nobody knows.
    """

    title: Text
    text: Text
    fraction: float | None = None


@dataclass(frozen=True, kw_only=True)
class Hud:
    """Everything that the interface shows now.

    Attributes:
        panels: the person's panels, the server's and the local ones (`local.py`), in reading order. Those of side
            `screen` are not drawn here: they hang in the room.
        place: the name of the space, beside the light.
        prompt: what the key does now.
        hint: how to begin, shown to somebody who has not walked yet; it takes no click.
        caption: words of a space's rule for this person ("Bienvenue…"), under the middle of the view.
        tools: the toolbar's icons, from the left.
        veil: while a space is being made ready.
        crosshair: whether to show where one looks (first person).
    """

    panels: tuple[Panel, ...] = ()
    connection: Connection = Connection()
    place: Text | None = None
    tags: tuple[Tag, ...] = ()
    prompt: Prompt | None = None
    notices: tuple[Notice, ...] = ()
    hint: Text | None = None
    caption: Text | None = None
    tools: tuple[Tool, ...] = ()
    veil: Veil | None = None
    crosshair: bool = False


class FreeRect(NamedTuple):
    """The part of the window that no panel covers: fractions of it, counted from its lower left corner."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """As a fraction of the window's width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """As a fraction of the window's height."""
        return self.top - self.bottom
