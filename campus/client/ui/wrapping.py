"""Words into lines. Pure: measuring is passed in, so the same rules serve the window and a picture of a panel."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

Measure = Callable[[str], float]

_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode's categories of what is no letter or sign: control, format, surrogate, private, unassigned. Format marks can
reorder what stands around them: in a name they make one person look like another."""

_JOINERS = "\u200c\u200d"
"""The two format marks that letters of some alphabets need."""


@lru_cache(maxsize=8192)
def plain(words: str) -> str:
    """`words` with nothing in it that is not a word: no control characters but line ends, no marks that reorder."""
    if words.isascii() and words.isprintable():
        return words
    kept = (
        " " if one == "\t" else one
        for one in words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
        if one in "\n\t" or one in _JOINERS or unicodedata.category(one) not in _UNSAFE
    )
    return "".join(kept)


_STAYS = frozenset("?!;:»%€")
"""Signs that French writes after a space and that must not begin a line; people type a plain space before them."""


@lru_cache(maxsize=8192)
def one_line(words: str) -> str:
    """The same, its line ends as spaces."""
    return plain(words).replace("\n", " ")


def _pieces(line: str) -> Iterator[str]:
    """The parts between which a line may be broken: after a space, and after a hyphen or slash inside a word."""
    start = 0
    for place, one in enumerate(line):
        following = line[place + 1 : place + 2]
        if one == " " and (following in _STAYS or line[place - 1 : place] == "«"):
            continue
        if (one == " " and following != " ") or (one in "-/–—" and following not in (" ", "") and place > start):
            yield line[start : place + 1]
            start = place + 1
    if start < len(line):
        yield line[start:]


def _fitting(word: str, width: float, measure: Measure) -> int:
    """How many of the word's characters fit, at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(word[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def lines_of(words: str, width: float, measure: Measure) -> tuple[str, ...]:
    """`words` as lines no wider than `width`; a word that is wider than a line is broken where it has to be.

    No-break spaces do not break, so that French punctuation stays with its word.

    Args:
        words: text; line ends in it are kept.
        width: in the unit that `measure` answers in.
        measure: how wide a string is.
    """
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and measure((line + piece).rstrip(" ")) > width:
                lines.append(line.rstrip(" "))
                line = ""
            line += piece
            while measure(line.rstrip(" ")) > width and len(line.rstrip(" ")) > 1:
                fits = _fitting(line, width, measure)
                lines.append(line[:fits])
                line = line[fits:]
        lines.append(line.rstrip(" "))
    return tuple(lines)


def shortened(words: str, width: float, measure: Measure) -> str:
    """`words` on one line, ended by `…` where they do not fit."""
    words = words.replace("\n", " ")
    if measure(words) <= width:
        return words
    fits = _fitting(words + " ", max(width - measure("…"), 0.0), measure)
    return words[:fits].rstrip() + "…"
