"""What people call layouts and light states. Owns the words of common names; a designer gives others a `title`."""

from __future__ import annotations

from collections.abc import Mapping

from campus.text import Text, same

KNOWN: Mapping[str, Text] = {
    "islands": Text(fr="Îlots", en="Islands"),
    "circle": Text(fr="Cercle", en="Circle"),
    "rows": Text(fr="Rangs", en="Rows"),
    "u-shape": Text(fr="En U", en="U-shape"),
    "theatre": Text(fr="Théâtre", en="Theatre"),
    "pairs": Text(fr="Par deux", en="Pairs"),
    "empty": Text(fr="Salle vide", en="Empty"),
    "lecture": Text(fr="Cours", en="Lecture"),
    "discussion": same("Discussion"),
    "projection": same("Projection"),
    "work": Text(fr="Travail", en="Work"),
    "day": Text(fr="Jour", en="Day"),
    "evening": Text(fr="Soir", en="Evening"),
    "night": Text(fr="Nuit", en="Night"),
    "full": Text(fr="Pleine lumière", en="Full light"),
    "dim": Text(fr="Tamisée", en="Dimmed"),
    "dark": Text(fr="Dans le noir", en="Dark"),
}
"""Names that need no `title`."""


def title_of(name: str, given: Mapping[str, Text]) -> Text:
    """What people call a layout or a light state: the designer's title, the common word, or the name itself."""
    return given.get(name) or KNOWN.get(name) or same(name)
