"""Small help to write French and English side by side. Owns French spacing; knows no panel and no unit."""

from __future__ import annotations

import re

from campus.text import Text

NO_BREAK = "\u00a0"
"""Stands before ? ! ; : % and inside « » in French: U+00A0, which every font of ours has, and not U+202F."""

_BEFORE = re.compile(r"[ \u202f](?=[?!;:%»])")
_AFTER = re.compile(r"(?<=«)[ \u202f]")


def french(words: str) -> str:
    """French as it is typeset: no-break spaces where the rules want them, typographic apostrophes.

    Example:
        ``french("Qu'en dites-vous ?")`` is ``"Qu’en dites-vous\u00a0?"``.
    """
    return _AFTER.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, words)).replace("'", "’")


def english(words: str) -> str:
    """English as it is typeset: typographic apostrophes."""
    return words.replace("'", "’")


def say(fr: str, en: str) -> Text:
    """What a person reads, in both languages, typeset."""
    return Text(fr=french(fr), en=english(en))


def typeset(text: Text) -> Text:
    """A text as somebody typed it, typeset."""
    return Text(fr=french(text.fr), en=english(text.en))


def plural(count: int, one: Text, many: Text) -> Text:
    """`one` or `many`, with `{n}` replaced; zero is singular in French and plural in English."""
    fr = one.fr if count < 2 else many.fr
    en = one.en if count == 1 else many.en
    return Text(fr=fr.replace("{n}", str(count)), en=en.replace("{n}", str(count)))
