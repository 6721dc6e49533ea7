"""Markdown as a panel shows it: headings, paragraphs, lists. Pure; what it does not know it shows as it was typed."""

from __future__ import annotations

import re
from itertools import zip_longest

from campus.learning.panel import AnyItem, Heading, Paragraph
from campus.learning.words import typeset
from campus.text import Text

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\Z")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)\Z")
_NUMBERED = re.compile(r"\s*(\d{1,3})[.)]\s+(.*)\Z")
_LINK = re.compile(r"!?\[([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`([^`]+)`")

Block = tuple[str, str]
"""`heading` or `paragraph`, and its words."""


def blocks(words: str) -> list[Block]:
    """The blocks of a Markdown text in one language, their marks taken away; a link keeps its address in brackets."""
    found: list[Block] = []
    open_ = False  # Whether the next plain line goes on with the paragraph or the item before it.
    for line in words.splitlines():
        heading, bullet, numbered = _HEADING.match(line), _BULLET.match(line), _NUMBERED.match(line)
        if not line.strip():
            open_ = False
        elif heading is not None:
            found.append(("heading", plain(heading[1])))
            open_ = False
        elif bullet is not None:
            found.append(("paragraph", "• " + plain(bullet[1])))
            open_ = True
        elif numbered is not None:
            found.append(("paragraph", f"{numbered[1]}. {plain(numbered[2])}"))
            open_ = True
        elif open_:
            kind, before = found[-1]
            found[-1] = (kind, f"{before} {plain(line.strip())}")
        else:
            found.append(("paragraph", plain(line.strip())))
            open_ = True
    return found


def plain(words: str) -> str:
    """Words without Markdown's marks for emphasis, code and links."""
    words = _LINK.sub(lambda link: f"{link[1]} ({link[2]})" if link[1] and link[1] != link[2] else link[2], words)
    words = _CODE.sub(r"\1", words)
    return _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", words))


def shown(text: Text) -> tuple[AnyItem, ...]:
    """The items of a Markdown text in both languages.

    A block of one language stands with the block of the other that has its place. Where one has more, or they are of
    another kind, each shows its own and the other an empty line less.
    """
    items: list[AnyItem] = []
    nothing: Block = ("paragraph", "")
    for fr, en in zip_longest(blocks(text.fr), blocks(text.en), fillvalue=nothing):
        both = typeset(Text(fr=fr[1], en=en[1]))
        items.append(Heading(text=both) if fr[0] == en[0] == "heading" else Paragraph(text=both))
    return tuple(items)
