"""An XML document as other people's programs write it: read safely, and mended where it can be. Knows no question.

Read through `defusedxml`: a document with entities of its own is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.entities import html5
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from campus.learning.formats.bank import Remark
from campus.text import bilingual

_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml.*?\?>", re.DOTALL)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w.-]+)")
_AS_IT_STANDS = re.compile(r"(<!\[CDATA\[.*?\]\]>|<!--.*?-->)", re.DOTALL)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*;)")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_UNQUOTED = re.compile(r"(\s[\w:-]+)=([^\s\"'<>/]+)")


def read_document(text: str | bytes, remarks: list[Remark]) -> Element | None:
    """The root of a document, each of whose elements knows its line; None where there is nothing to be read.

    Args:
        text: the whole of it; bytes are decoded as the document itself says.
        remarks: gets what is to be said of it: why nothing can be read, or that something was read as it was meant.
    """
    try:
        try:
            return _parsed(text)
        except (ParseError, ExpatError) as error:
            mended = _mended(text)
            if mended is None:
                raise
            root = _parsed(mended)
            said = bilingual(
                "This is no well-formed XML; signs and attributes are read as they were meant. Check it.",
                "Ce n'est pas du XML bien formé ; signes et attributs sont lus comme ils étaient voulus. Vérifiez-le.",
            )
            remarks.append(Remark(_place(error), said, lost=False))
            return root
    except (ParseError, ExpatError) as error:
        remarks.append(
            Remark(
                _place(error),
                bilingual(
                    "This is no well-formed XML from here on; nothing is read.",
                    "Ce n'est plus du XML bien formé à partir d'ici ; rien n'est lu.",
                ),
            )
        )
    except DefusedXmlException:
        remarks.append(
            Remark(
                1,
                bilingual(
                    "The document declares entities of its own; nothing is read.",
                    "Le document déclare ses propres entités ; rien n'est lu.",
                ),
            )
        )
    except (ValueError, LookupError) as error:
        remarks.append(
            Remark(
                1,
                bilingual(
                    f"The document cannot be decoded ({error}).", f"Le document ne peut pas être décodé (« {error} »)."
                ),
            )
        )
    return None


def line_of(element: Element) -> int:
    """The line in which an element of such a document began, counted from 1."""
    return int(element.get("\0line", "0"))


class _Placed(TreeBuilder):
    """Builds the tree and remembers in which line each element began."""

    def __init__(self) -> None:
        super().__init__()
        self.line: Callable[[], int] = lambda: 0

    def start(self, tag: Any, attrs: Any) -> Element:
        element = super().start(tag, attrs)
        element.set("\0line", str(self.line()))
        return element


def _parsed(text: str | bytes) -> Element:
    builder = _Placed()
    parser: Any = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.line = lambda: int(parser.parser.CurrentLineNumber)
    # The declaration of decoded text may name an encoding that was true of the bytes.
    parser.feed(_DECLARATION.sub("", text, count=1) if isinstance(text, str) else text.lstrip())
    root: Element = parser.close()
    return root


def _place(error: ParseError | ExpatError) -> int:
    return int(getattr(error, "lineno", None) or getattr(error, "position", (1, 0))[0])


def _mended(text: str | bytes) -> str | None:
    """A document with what people's own programs get wrong put right, in its lines; None where there is nothing such.

    That is: HTML's names for letters (`&eacute;`), an `&` that stands for itself, attributes without quotation marks.
    """
    if isinstance(text, bytes):
        named = _ENCODING.match(text.lstrip())
        text = text.decode(named[1].decode() if named else "utf-8-sig")
    parts = _AS_IT_STANDS.split(_DECLARATION.sub("", text, count=1))
    for at in range(0, len(parts), 2):
        part = _NAMED.sub(lambda name: escape(html5.get(name[1], name[0])), parts[at])
        part = _BARE_AMPERSAND.sub("&amp;", part)
        parts[at] = _TAG.sub(lambda tag: _UNQUOTED.sub(r'\1="\2"', tag[0]), part)
    mended = "".join(parts)
    return mended if mended != _DECLARATION.sub("", text, count=1) else None
