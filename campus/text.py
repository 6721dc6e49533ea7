"""Words in the campus's two languages, and words that people type. Owns nothing of how they are drawn."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Literal

import msgspec

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person reads, in French and in English; every viewer sees their own language.

    Example:
        {fr: Le grand amphithéâtre, en: The great amphitheatre}

    Attributes:
        fr: in French.
        en: in English.
    """

    fr: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in the viewer's language."""
        return self.fr if language == "fr" else self.en

    def other(self, language: Language) -> str:
        """The text in the language that the viewer did not choose (the second line of a sign)."""
        return self.en if language == "fr" else self.fr


def same(words: str) -> Text:
    """Words that are the same in both languages: a name, or what somebody wrote."""
    return Text(fr=words, en=words)


_THIN, _BROAD = "\u202f", "\u00a0"
_QUOTED = re.compile(r"«[ \u00a0](.*?)[ \u00a0]»(?=[^«»]*(?:«|\Z))", re.DOTALL)
"""What is quoted, without the one space on each side; it ends with the last » before the next quote begins."""


def bilingual(en: str, fr: str) -> Text:
    """A sentence for a terminal or an editor, both languages side by side where it is said.

    The French one is typed with ordinary spaces and apostrophes, and typeset here: narrow no-break spaces before
    ``; ! ? %``, broad ones before ``:``, within « » and between a number and its unit. What stands between « » is the
    person's own word or a piece of their file, and stays as it is, its own spaces and » too. English quotes words in
    straight quotes.

    Example:
        ``bilingual(f"there is no room '{name}'.", f"il n'y a pas de salle « {name} ».")``
    """
    parts = _QUOTED.split(fr)  # sentence and quoted word by turns
    said = (f"«{_BROAD}{part}{_BROAD}»" if place % 2 else _typeset(part) for place, part in enumerate(parts))
    return Text(fr="".join(said), en=en)


def _typeset(fr: str) -> str:
    fr = re.sub(r" (?=[;!?%])", _THIN, fr.replace("'", "’"))
    fr = re.sub(r"(?<=\d) (?=(?:m|mm|cm|s|lm|K|lux|Hz|dB|Mo|Ko|Kio|degrés|pixels)\b)", _BROAD, fr)
    return fr.replace(" :", f"{_BROAD}:")


def comma(number: float | Decimal, form: str = "g") -> str:
    """A number as French writes it: ``2,5`` and ``10 000`` with a narrow no-break space; `form` is that of `format`."""
    return f"{number:{form}}".replace(",", _THIN).replace(".", ",")


def counted(number: int, one: Text, many: Text | None = None) -> Text:
    """So many of something, as in `10,000 seats`; zero is singular in French and plural in English.

    Args:
        number: how many.
        one: the word for one.
        many: the word for several; `one` with an s otherwise, in both languages.
    """
    many = many or Text(fr=f"{one.fr}s", en=f"{one.en}s")
    fr, en = (one if number < 2 else many).fr, (one if number == 1 else many).en
    return Text(fr=f"{comma(number, ',')} {fr}", en=f"{number:,} {en}")


def follows(words: Text, more: str | Text) -> Text:
    """Words with more words right behind them, in both languages."""
    more = same(more) if isinstance(more, str) else more
    return Text(fr=words.fr + more.fr, en=words.en + more.en)


MARKS_AT_MOST = 4
"""So many accents may stand on one letter: enough for every script, too few to climb over the lines above."""
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Drawn as nothing, though Unicode calls them letters, marks or symbols."""
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_UNBREAKABLE = ("\u00a0", "\u202f")


def plain_words(typed: str) -> str:
    """What somebody typed, as one line without anything that is not seen or that turns the line about.

    Control, format (right-to-left overrides, zero-width spaces), surrogate and private characters go; white space runs
    together, but the unbreakable spaces of French stay. Accents and emoji stay, joined ones too.

    Returns:
        The words; empty where nothing of them can be seen.
    """
    kept: list[str] = []
    marks = 0
    for char in _one_space(typed):
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
            if char in _FILLERS or not kept or kept[-1] in (" ", *_UNBREAKABLE) or marks > MARKS_AT_MOST:
                continue
        elif char == _JOINER:
            if not kept or not _may_be_joined(kept[-1]):
                continue
        elif category in ("Cc", "Cf", "Cs", "Co") or char in _FILLERS:
            continue
        else:
            marks = 0
        kept.append(char)
    words = _one_space("".join(kept)).strip().rstrip(_JOINER)
    return words if any(unicodedata.category(char)[0] not in "MZC" for char in words) else ""


def _one_space(text: str) -> str:
    return re.sub(r"\s+", lambda run: run[0] if run[0] in _UNBREAKABLE else " ", text)


def _may_be_joined(char: str) -> bool:
    """Whether an emoji can end with this: a joiner after anything else joins nothing."""
    return char == _EMOJI_STYLE or unicodedata.category(char) in ("So", "Sk")
