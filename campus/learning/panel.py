"""A panel: what a person sees and can press, as data.

One description; the client, a terminal, a page and a screen reader each render it. Owns no behaviour and no layout in
pixels.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from campus.text import Text

Tone = Literal["plain", "good", "bad", "now", "quiet"]
"""How a thing is meant: `now` is saffron (now, you), `good` and `bad` always come with a sign or a word as well."""


class Item(msgspec.Struct, frozen=True, tag_field="item", tag=str.lower, forbid_unknown_fields=True, kw_only=True):
    """What a panel is a list of."""


class Heading(Item, frozen=True, kw_only=True):
    """A heading inside a panel."""

    text: Text


class Paragraph(Item, frozen=True, kw_only=True):
    """A paragraph of plain words."""

    text: Text
    tone: Tone = "plain"


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One answer; `mark` tells, once it may be told, that it is the right one or a wrong one."""

    id: str
    text: Text
    mark: Literal["", "right", "wrong"] = ""


class Choices(Item, frozen=True, kw_only=True):
    """Numbered cards to choose from. Choosing sends `Pressed(item=id, value=option id)`."""

    id: str
    options: tuple[Option, ...]
    selected: tuple[str, ...] = ()
    multiple: bool = False
    enabled: bool = True


class Button(Item, frozen=True, kw_only=True):
    """A button. Pressing sends `Pressed(item=id)`. A panel has at most one primary button."""

    id: str
    text: Text
    primary: bool = False
    enabled: bool = True
    why_not: Text | None = None
    """Said where it is not enabled."""
    key: str = ""
    """A keyboard shortcut to show, such as `Space`."""


class Row(Item, frozen=True, kw_only=True):
    """Buttons side by side."""

    buttons: tuple[Button, ...]


class Bar(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One bar of a histogram."""

    label: Text
    count: int
    mark: Literal["", "right", "wrong"] = ""


class Bars(Item, frozen=True, kw_only=True):
    """A histogram: how many of `total` voters chose what."""

    bars: tuple[Bar, ...]
    total: int


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table's column."""

    title: Text
    numeric: bool = False


class Table(Item, frozen=True, kw_only=True):
    """Rows of cells; a row's id is sent as `Pressed(item=id, value=row id)` when it can be pressed."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[Text, ...]], ...]
    pressable: bool = False


class Input(Item, frozen=True, kw_only=True):
    """A line or a field to write in. Enter (or leaving it) sends `Pressed(item=id, value=words)`."""

    id: str
    label: Text
    value: str = ""
    hint: Text | None = None
    lines: int = 1
    most: int = 500
    clears: bool = False
    """Whether it empties itself once it is sent, as a chat's field does."""
    grows: bool = False
    """Whether it is one line high until somebody writes in it."""
    enters: str = ""
    """The button that Enter presses in it, once its words are sent: a name and a password are given in one go."""
    secret: bool = False
    """Whether what is written in it is not to be seen, nor kept: a password."""


class Progress(Item, frozen=True, kw_only=True):
    """How far something is, 0 to 1, with words that say so."""

    fraction: float
    text: Text


class Countdown(Item, frozen=True, kw_only=True):
    """Time that runs out; `clock.ticking` tells its figures at any moment.

    Attributes:
        whole_s: how long it is in all, seconds.
        left_s: what was left at `since`, or is left while it stands still; below 0 it is over for longer.
        since: the server's clock, seconds since the epoch, while it runs; None while it stands still.
    """

    whole_s: float
    left_s: float
    since: float | None = None


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line that somebody said."""

    who: str
    words: str
    at: str = ""
    tone: Tone = "plain"


class Log(Item, frozen=True, kw_only=True):
    """What was said, oldest first; the renderer keeps its end in view."""

    id: str
    lines: tuple[Line, ...]


class Choice(Item, frozen=True, kw_only=True):
    """A small either-or (a language, a setting) as one line of segments; sends `Pressed(item=id, value=option id)`."""

    id: str
    label: Text
    options: tuple[Option, ...]
    selected: str


class Slider(Item, frozen=True, kw_only=True):
    """A number between two bounds; sends `Pressed(item=id, value=number as text)`."""

    id: str
    label: Text
    value: float
    low: float
    high: float


AnyItem = (
    Heading | Paragraph | Choices | Button | Row | Bars | Table | Input | Progress | Countdown | Log | Choice | Slider
)


class Panel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A panel. `id` stays the same while it is the same panel to its reader, so that a field keeps what was typed.

    Attributes:
        side: `right` is the working column (at most 28 % of the width); `left` is talk and people; `centre` is a
            dialogue that asks for an answer; `screen` is drawn on the room's own screen.
        note: a short line under the title: "14 of 20 have answered".
        folds: whether it is a line with its title until somebody opens it: of use now and then, and never in the way.
    """

    id: str
    title: Text
    items: tuple[AnyItem, ...] = ()
    side: Literal["right", "left", "centre", "screen"] = "right"
    note: Text | None = None
    closable: bool = False
    folds: bool = False


class Pressed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a person did to a panel; closing sends `item="close"`."""

    panel: str
    item: str
    value: str = ""
