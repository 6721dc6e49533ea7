"""Help: every key, as it is written on this keyboard. Says what a key does; `campus.client.input` makes it so."""

from __future__ import annotations

from collections.abc import Mapping

from campus.client.ui.keyboard import cap
from campus.client.ui.local.arriving import walking_keys
from campus.client.ui.local.ids import HELP
from campus.learning.panel import (
    Column,
    Panel,
    Table,
)
from campus.text import Text, same

KEYS: tuple[tuple[str, Text], ...] = (
    ("e", Text(fr="S’asseoir, se lever, ouvrir, lire", en="Sit, stand up, open, read")),
    ("x", Text(fr="Se lever", en="Stand up")),
    ("f", Text(fr="Voir l’écran de près (une fois assis)", en="See the screen closely (once seated)")),
    ("h", Text(fr="Lever ou baisser la main", en="Raise or lower your hand")),
    ("g", Text(fr="Saluer", en="Wave")),
    ("t", Text(fr="Écrire à la salle", en="Write to the room")),
    ("p", Text(fr="Voir qui est là", en="See who is here")),
    ("m", Text(fr="Plan du campus", en="Campus map")),
    ("v", Text(fr="Vue par les yeux ou par l’épaule", en="Own eyes or over the shoulder")),
    ("o", Text(fr="Réglages", en="Settings")),
    ("f11", Text(fr="Plein écran", en="Full screen")),
)
"""Key by its place on a US keyboard, and what it does."""


def help_panel(labels: Mapping[str, str]) -> Panel:
    """The keys, as they are written on this person's keyboard.

    Args:
        labels: key by its place on a US keyboard -> what is written on it on this one.
    """
    keys = walking_keys(labels)
    walking: list[tuple[str, Text]] = [
        (f"{keys} · ↑ ↓ ← →", Text(fr="Marcher", en="Walk")),
        ("⇧", Text(fr="Courir", en="Run")),
    ]
    mouse = (
        (Text(fr="Glisser", en="Drag"), Text(fr="Regarder autour de soi", en="Look around")),
        (Text(fr="Clic sur le sol", en="Click the floor"), Text(fr="Y aller à pied", en="Walk there")),
        (Text(fr="Molette", en="Wheel"), Text(fr="S’approcher ou reculer la vue", en="Bring the view closer or back")),
    )
    panels = (
        ("Tab", Text(fr="Passer d’un bouton à l’autre", en="Go from button to button")),
        ("1 – 9", Text(fr="Choisir une réponse", en="Choose an answer")),
        ("Esc", Text(fr="Quitter un champ, fermer", en="Leave a field, close")),
    )
    rows: list[tuple[str, tuple[Text, ...]]] = [(f"walk{n}", (same(k), does)) for n, (k, does) in enumerate(walking)]
    rows += [(key, (same(cap(labels.get(key, key))), does)) for key, does in KEYS]
    rows += [(f"panel{n}", (same(k), does)) for n, (k, does) in enumerate(panels)]
    rows += [(f"mouse{n}", pair) for n, pair in enumerate(mouse)]
    columns = (Column(title=Text(fr="Touche", en="Key")), Column(title=Text(fr="Effet", en="What it does")))
    return Panel(
        id=HELP,
        title=Text(fr="Aide", en="Help"),
        items=(Table(id="keys", columns=columns, rows=tuple(rows)),),
        side="left",
        closable=True,
    )
