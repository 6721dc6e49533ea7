"""Whether a sign's capitals are high enough where it is read from: in pixels, as its words are really set."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from campus.components import LabelAnchor
from campus.proofs._base import Finding
from campus.proofs.sight import WINDOW
from campus.space.model import Label, Space
from campus.space.typesetting import typeset
from campus.text import LANGUAGES, Text, bilingual, comma

CAPITAL_PIXELS = 14.0
"""Of a capital of the viewer's language, from where the sign is read, in a window of `WINDOW`."""
FIELD_OF_VIEW_DEG = 70.0
"""Horizontal: the client's own unless a person chose another; held equal by a test."""
_WRITTEN = ("sign", "board")
"""Types whose author writes the size and the capitals; any other component sees to them itself."""


def capital_pixels(cap: float, distance: float) -> float:
    """How high a capital of `cap` metres is on the screen from `distance` metres, seen straight on."""
    return WINDOW[0] / 2 / math.tan(math.radians(FIELD_OF_VIEW_DEG / 2)) * cap / distance


def set_capitals(anchor: LabelAnchor) -> float:
    """Metres of a capital as it is really set: smaller than asked for where the words do not fit their plate.

    Of the two languages, the one that fares worse.
    """
    settings = [typeset(anchor, language) for language in LANGUAGES]
    return min(anchor.cap_height, *(setting.cap / setting.per_metre for setting in settings))


def pixels_of(label: Label) -> float:
    """How high the sign's capitals are on the screen from where it is read."""
    return capital_pixels(set_capitals(label.anchor), label.anchor.distance)


def called(label: Label) -> Text:
    """What messages call a sign: its node, and the first line of what it says in the reader's language."""
    words = label.anchor.text
    fr, en = (words.in_(language).strip().partition("\n")[0].lstrip("# ") for language in LANGUAGES)
    return Text(fr=f"« {label.node} » (« {fr} »)", en=f"'{label.node}' ('{en}')")


def too_small(space: Space) -> Iterator[Finding]:
    """Every sign and board whose capitals are too small, with what to write instead."""
    types = {node.id: node.type for node in space.scene.nodes}
    for label in space.labels:
        pixels = pixels_of(label)
        if pixels >= CAPITAL_PIXELS:
            continue
        anchor = label.anchor
        asked = capital_pixels(anchor.cap_height, anchor.distance)
        told = Text(
            fr=f"{comma(pixels, '.1f')} pixels de haut à {comma(anchor.distance)} m, et il en faut {CAPITAL_PIXELS:g}",
            en=f"{pixels:.1f} pixels high from {anchor.distance:g} m, and need {CAPITAL_PIXELS:g}",
        )
        window = f"{WINDOW[0]} × {WINDOW[1]}"
        if asked >= CAPITAL_PIXELS:
            wide, tall = anchor.size
            why = Text(
                fr=f"ses mots ne tiennent pas dans {comma(wide)} × {comma(tall)} m, si bien que ses capitales ont"
                f" {told.fr} (à {window}).",
                en=f"its words do not fit {wide:g} × {tall:g} m, so that its capitals are set {told.en} (at {window}).",
            )
        else:
            why = Text(fr=f"ses capitales ont {told.fr} (à {window}).", en=f"its capitals are {told.en} (at {window}).")
        fewer = Text(fr="Donnez-lui moins de mots.", en="Give it fewer words.")
        advice = _advice(anchor) if types.get(label.node) in _WRITTEN else fewer
        who = called(label)
        message = bilingual(
            f"{who.en} is too small to read: {why.en} {advice.en}",
            f"{who.fr} est trop petit pour être lu : {why.fr} {advice.fr}",
        )
        yield Finding(label.node, message)


def _advice(anchor: LabelAnchor) -> Text:
    """What to write so that it can be read: capitals, or the size of what they stand on, or both."""
    least = CAPITAL_PIXELS / capital_pixels(1.0, anchor.distance)
    cap = max(anchor.cap_height, math.ceil(least * 200) / 200)
    changed = [f"cap_height: {cap:g}"] if cap > anchor.cap_height else []
    grown = replace(anchor, cap_height=cap)
    if set_capitals(grown) < least:
        wide, tall = _room_for(grown, least)
        changed.append(f"size: [{wide:g}, {tall:g}]")
    nearer = math.floor(capital_pixels(set_capitals(anchor), 1.0) / CAPITAL_PIXELS * 10) / 10
    write = ", ".join(changed)
    return Text(
        fr=f"Écrivez « {write} », ou « read_from: {nearer:g} » si on le lit de là, ou mettez moins de mots.",
        en=f"Write '{write}', or 'read_from: {nearer:g}' if one reads it from there, or use fewer words.",
    )


def _room_for(anchor: LabelAnchor, least: float) -> tuple[float, float]:
    """The smallest size, in steps of a tenth, on which the words are set with capitals of `least` metres."""
    wide, tall = anchor.size
    steps = [1 + n / 10 for n in range(11)]
    shapes = sorted(((x, y) for x in steps for y in steps), key=math.prod) + [(n / 2, n / 2) for n in range(5, 13)]
    for x, y in shapes:
        size = (math.ceil(wide * x * 100 - 1e-6) / 100, math.ceil(tall * y * 100 - 1e-6) / 100)
        if set_capitals(replace(anchor, size=size)) >= least:
            return size
    return wide * 6, tall * 6
