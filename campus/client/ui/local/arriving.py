"""Arriving: what to be called, and how to begin. Knows no keys but the four that walk."""

from __future__ import annotations

from collections.abc import Mapping

from campus.client.ui.local.ids import WELCOME
from campus.client.ui.local.settings import LANGUAGE_OPTIONS
from campus.learning.panel import (
    Button,
    Choice,
    Input,
    Panel,
)
from campus.text import Language, Text


def welcome_panel(name: str, language: Language) -> Panel:
    """At the first start: what to be called, and in which language. It stands at the side; one can walk meanwhile.

    `Pressed(item="name", value=words)` comes as the name is written, `item="enter"` when the person is ready.
    """
    return Panel(
        id=WELCOME,
        title=Text(fr="Bienvenue sur le campus", en="Welcome to the campus"),
        items=(
            Choice(id="language", label=Text(fr="Langue", en="Language"), options=LANGUAGE_OPTIONS, selected=language),
            Input(
                id="name",
                label=Text(fr="Votre nom, tel que les autres le verront", en="Your name, as others will see it"),
                value=name,
                hint=Text(fr="Prénom Nom", en="First and last name"),
                most=48,
            ),
            Button(id="enter", text=Text(fr="C’est parti", en="Let’s go"), primary=True),
        ),
        side="right",
    )


def walking_keys(labels: Mapping[str, str]) -> str:
    """The four walking keys as this person's keyboard has them written on: `ZQSD` on an AZERTY one."""
    return "".join(labels.get(place, place).upper() for place in "wasd")


def hint(labels: Mapping[str, str]) -> Text:
    """How to begin, for somebody who has not walked yet.

    Args:
        labels: key by its place on a US keyboard -> what is written on it on this one.
    """
    keys = walking_keys(labels)
    # A remote desktop says that it has a US keyboard, whatever is under the person's hands.
    french = f"{keys} (ZQSD en AZERTY)" if keys == "WASD" else keys
    return Text(
        fr=f"{french} ou flèches pour marcher. Glissez la souris pour regarder, cliquez sur le sol pour y aller.",
        en=f"{keys} or arrows to walk. Drag the mouse to look around, click the floor to go there.",
    )
