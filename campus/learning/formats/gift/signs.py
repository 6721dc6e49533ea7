"""The signs that GIFT gives a meaning, how they are escaped, and how words are marked up."""

from __future__ import annotations

import re

from campus.learning.formats.bank import (
    MARKUPS,
    NOTHING,
    Markup,
    Words,
    tidy,
)

_ESCAPED = "\\~=#{}:n"
# While a question is taken apart, an escaped character is one of Unicode's noncharacters, which no text may contain.
HIDDEN = {escaped: chr(0xFDD0 + i) for i, escaped in enumerate(_ESCAPED)}
_SHOWN = str.maketrans({hidden: "\n" if e == "n" else e for e, hidden in HIDDEN.items()})
NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_FORMULA = re.compile(r"(\$\$?)(?!\$)(?:(?!\1).)+\1|\\\(.+?\\\)", re.DOTALL)
# Commands of TeX that begin like a line break, without their n.
_TEX = re.compile(
    f"{HIDDEN['n']}(?=(?:abla|atural|cong|e|earrow|eg|eq|exists|geq|leq|mid|ot|otin|prec|sim|subseteq|u|warrow)"
    "(?![A-Za-z]))"
)
_MARKUP = re.compile(r"\s*\[(\w+)\]")
LINE_SIGN = re.compile(r"^\s*[~=]", re.MULTILINE)


def hide(text: str) -> str:
    """Words with their escapes hidden, as `read_gap` wants them."""
    return ESCAPE.sub(lambda found: HIDDEN[found[1]], NONCHARACTERS.sub("\ufffd", text))


def unescaped(text: str) -> str:
    """Words whose escapes are hidden, as a person reads them.

    In a formula a command of TeX that begins with an n is what its author wrote, though Moodle makes a line break.
    """
    text = _FORMULA.sub(lambda found: _TEX.sub(r"\\n", found[0]), text)
    return tidy(text.translate(_SHOWN))


def markup_of(text: str, otherwise: Markup) -> tuple[Markup, str]:
    """The markup that `[html]` at the beginning says, and what follows it."""
    found = _MARKUP.match(text)
    for markup in MARKUPS:
        if found and found[1] == markup:
            return markup, text[found.end() :]
    return otherwise, text


def marked_words(text: str, markup: Markup) -> Words:
    """Words with the markup that they name themselves, or `markup`."""
    markup, text = markup_of(text, markup)
    plain = unescaped(text)
    return Words(plain, markup) if plain else NOTHING
