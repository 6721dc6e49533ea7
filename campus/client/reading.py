"""What one reads up close: boards, exhibits, guides. From a node's words to a panel, and what a press on it means.

Knows no drawing and no network: nobody else need know what somebody reads.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from campus.components import Told
from campus.learning.panel import AnyItem, Button, Heading, Panel, Paragraph
from campus.space.model import Space
from campus.space.typesetting import blocks
from campus.text import LANGUAGES, Text
from campus.world.pose import turn_between

READING = "local.reading"
WITHIN_M = 1.3
"""Of the place where one stands to read: so near one may."""
SAME_FLOOR_M = 0.7
IN_VIEW_DEG = 75.0
_DOES: Mapping[str, Text] = {
    "read": Text(fr="Lire", en="Read"),
    "look": Text(fr="Regarder de près", en="Look closely at"),
    "ask": Text(fr="Demander", en="Ask"),
}


@lru_cache(maxsize=8)
def readable(space: Space) -> Mapping[str, tuple[Text, tuple[tuple[float, float, float], ...]]]:
    """What can be read up close in a space: node id -> what the key says, and the places where one stands."""
    found = {}
    for node in space.scene.nodes:
        if not node.spec.reading() or node.id not in space.where or node.id not in space.names:
            continue
        verb = next((_DOES[v] for v in node.spec.verbs() if v in _DOES), _DOES["read"])
        name = space.names[node.id]
        words = Text(fr=f"{verb.fr}\u00a0: {name.fr}", en=f"{verb.en}: {name.en}")
        x, y, z, heading = space.where[node.id]
        cos, sin = math.cos(math.radians(heading)), math.sin(math.radians(heading))
        places = [p.at for p in node.spec.anchors().reach] or [(0.0, 0.0, 0.0)]
        found[node.id] = (words, tuple((x + cos * a - sin * b, y + sin * a + cos * b, z + c) for a, b, c in places))
    return found


def to_read(space: Space, at: tuple[float, float, float], heading: float) -> tuple[str, Text, float] | None:
    """The nearest thing that one could read from where one stands: its id, what the key says, how far it is."""
    best: tuple[str, Text, float] | None = None
    for node, (words, places) in readable(space).items():
        for x, y, z in places:
            distance = math.hypot(x - at[0], y - at[1])
            if distance > WITHIN_M or abs(z - at[2]) > SAME_FLOOR_M or (best is not None and distance >= best[2]):
                continue
            thing = space.where[node]
            towards = math.degrees(math.atan2(-(thing[0] - at[0]), thing[1] - at[1]))
            if abs(turn_between(heading, towards)) <= IN_VIEW_DEG:
                best = (node, words, distance)
    return best


def reading_panel(space: Space, node: str, spot: str = "") -> Panel | None:
    """The panel of what one reads; None where there is no such thing in the space.

    Args:
        space: where one is.
        node: what is read.
        spot: of an exhibit's spots, the one that is open: `1`, `2`, …
    """
    spec = next((n.spec for n in space.scene.nodes if n.id == node), None)
    if spec is None or node not in space.names:
        return None
    items: list[AnyItem] = []
    number = 0
    for told in spec.reading():
        match told:
            case Told(kind="markdown", text=Text() as text):
                items += _paragraphs(text)
            case Told(kind="spot", text=Text() as text, more=more):
                number += 1
                label = Text(fr=f"{number}. {text.fr}", en=f"{number}. {text.en}")
                items.append(Button(id=f"spot:{number}", text=label, primary=spot == str(number)))
                if spot == str(number) and more is not None:
                    items.append(Paragraph(text=more))
            case Told(kind="route", to=to) if to in space.names:
                items.append(Button(id=f"go:{to}", text=space.names[to]))
            case _:
                pass
    return Panel(id=READING, title=space.names[node], items=tuple(items), side="left", closable=True)


def _paragraphs(text: Text) -> list[AnyItem]:
    """Markdown as a panel's headings and paragraphs; whole where the two languages are not built alike."""
    fr, en = (blocks(text.in_(language)) for language in LANGUAGES)
    if [kind for kind, _ in fr] != [kind for kind, _ in en]:
        return [Paragraph(text=text)]
    items: list[AnyItem] = []
    for (kind, one), (_, other) in zip(fr, en, strict=True):
        mark = "• " if kind == "-" else ""
        words = Text(fr=mark + one.replace("**", ""), en=mark + other.replace("**", ""))
        items.append(Heading(text=words) if kind.startswith("#") else Paragraph(text=words))
    return items
