"""Moodle XML, in which Moodle exports its question banks. Text in, a bank out, and back; reads no file.

Source: https://docs.moodle.org/en/Moodle_XML_format. Read through `defusedxml`: a document with entities of its own is
refused. Pictures that a question carries are not kept; a remark says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, TreeBuilder, indent, tostring
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from campus.learning.formats import gift
from campus.learning.formats.bank import (
    GAP,
    NOTHING,
    Amount,
    AnyEntry,
    AnyQuestion,
    Bank,
    Category,
    Description,
    Essay,
    Gaps,
    Markup,
    Matching,
    MultipleChoice,
    Numerical,
    Offer,
    Pair,
    Remark,
    ShortAnswer,
    TrueFalse,
    Words,
    digits,
    number,
    share,
    tidy,
)

_MARKUPS: Mapping[str, Markup] = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "plain": "plain",
    "markdown": "markdown",
}
_WRITTEN: Mapping[Markup, str] = {
    "html": "html",
    "moodle": "moodle_auto_format",
    "plain": "plain_text",
    "markdown": "markdown",
}
_CLOZE = re.compile(r"\{(\d*:[A-Z][A-Z_]*:(?:\\.|[^}\\])*)\}", re.DOTALL)
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Puzzled(Exception):
    """A question is not understood; the message says why."""


class _Placed(TreeBuilder):
    """Builds the tree and remembers in which line each element began."""

    def __init__(self) -> None:
        super().__init__()
        self.line: Callable[[], int] = lambda: 0

    def start(self, tag: Any, attrs: Any) -> Element:
        element = super().start(tag, attrs)
        element.set("\0line", str(self.line()))
        return element


def read_moodle_xml(text: str | bytes) -> Bank:
    """Every question of a Moodle XML document that can be understood, in its order, and a remark on what cannot.

    Args:
        text: the whole file; bytes are decoded as the document itself says.
    """
    builder = _Placed()
    parser: Any = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.line = lambda: int(parser.parser.CurrentLineNumber)
    if isinstance(text, str):
        # The declaration may name an encoding that was true of the bytes.
        text = re.sub(r"^\ufeff?\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL)
    else:
        text = text.lstrip()
    try:
        parser.feed(text)
        root = parser.close()
    except (ParseError, ExpatError) as error:
        line = getattr(error, "lineno", None) or getattr(error, "position", (1, 0))[0]
        return Bank(entries=(), remarks=(Remark(line, "This is no well-formed XML from here on; nothing is read."),))
    except DefusedXmlException:
        return Bank(entries=(), remarks=(Remark(1, "The document declares entities of its own; nothing is read."),))
    except (ValueError, LookupError) as error:
        return Bank(entries=(), remarks=(Remark(1, f"The document cannot be decoded ({error})."),))
    if root.tag != "quiz":
        return Bank(entries=(), remarks=(Remark(1, f"'{root.tag}' is no 'quiz'; nothing is read."),))
    entries: list[AnyEntry] = []
    remarks: list[Remark] = []
    for element in root:
        if element.tag != "question":
            continue
        line = int(element.get("\0line", "0"))
        try:
            entries.append(_entry(element, line))
        except _Puzzled as why:
            remarks.append(Remark(line, str(why)))
            continue
        if element.find(".//file") is not None or element.find(".//image_base64") is not None:
            remarks.append(Remark(line, "The files that this question carries are not kept.", lost=False))
    return Bank(entries=tuple(entries), remarks=tuple(remarks))


def _entry(element: Element, line: int) -> AnyEntry:
    kind = element.get("type", "")
    if kind == "category":
        return Category(line=line, path=" ".join(_text(element.find("category")).split()))
    common: dict[str, Any] = {
        "line": line,
        "name": " ".join(_text(element.find("name")).split()),
        "text": _words(element.find("questiontext")),
        "feedback": _words(element.find("generalfeedback")),
        "mark": _text(element.find("idnumber")),
        "tags": tuple(dict.fromkeys(filter(None, (_text(tag) for tag in element.findall("tags/tag"))))),
    }
    read = _KINDS.get(kind)
    if read is None:
        raise _Puzzled(f"Questions of type '{kind}' are not understood. Known: {', '.join(_KINDS)}.")
    return read(element, common)


# --- the kinds -------------------------------------------------------------------------------------------------------


def _description(element: Element, common: dict[str, Any]) -> AnyQuestion:
    return Description(**common)


def _essay(element: Element, common: dict[str, Any]) -> AnyQuestion:
    return Essay(**common)


def _true_false(element: Element, common: dict[str, Any]) -> AnyQuestion:
    answers = {_text(answer).strip().lower(): answer for answer in element.findall("answer")}
    right = next((word for word, answer in answers.items() if _percent(answer) > 0), None)
    if right not in ("true", "false"):
        raise _Puzzled("Neither true nor false brings points.")
    wrong = "false" if right == "true" else "true"
    return TrueFalse(
        right=right == "true",
        right_feedback=_words(answers[right].find("feedback")),
        wrong_feedback=_words(answers[wrong].find("feedback")) if wrong in answers else NOTHING,
        **common,
    )


def _multiple_choice(element: Element, common: dict[str, Any]) -> AnyQuestion:
    offers = tuple(_offer(answer) for answer in element.findall("answer"))
    if not offers:
        raise _Puzzled("There is no answer to choose.")
    single = (element.findtext("single") or "true").strip().lower() not in ("false", "0")
    return MultipleChoice(offers=offers, single=single, **common)


def _short_answer(element: Element, common: dict[str, Any]) -> AnyQuestion:
    offers = tuple(_offer(answer, plain=True) for answer in element.findall("answer"))
    if not any(offer.text for offer in offers):
        raise _Puzzled("There is no answer.")
    cased = (element.findtext("usecase") or "0").strip().lower() in ("1", "true")
    return ShortAnswer(offers=offers, cased=cased, **common)


def _numerical(element: Element, common: dict[str, Any]) -> AnyQuestion:
    amounts = []
    for answer in element.findall("answer"):
        word = _text(answer)
        value = number(word)
        tolerance = number(element.findtext("tolerance") or answer.findtext("tolerance") or "0")
        if (value is None and word not in ("", "*")) or tolerance is None:
            raise _Puzzled(f"'{word}' is no number.")
        around = abs(tolerance) if value is not None else 0.0
        feedback = _words(answer.find("feedback"))
        amounts.append(Amount(value=value, tolerance=around, percent=_percent(answer), feedback=feedback))
    if not amounts:
        raise _Puzzled("There is no answer.")
    return Numerical(amounts=tuple(amounts), **common)


def _matching(element: Element, common: dict[str, Any]) -> AnyQuestion:
    pairs = tuple(
        Pair(left=_words(pair), right=right)
        for pair in element.findall("subquestion")
        if (right := _text(pair.find("answer")))
    )
    if not pairs:
        raise _Puzzled("There is nothing to match.")
    return Matching(pairs=pairs, **common)


def _cloze(element: Element, common: dict[str, Any]) -> AnyQuestion:
    words: Words = common["text"]
    found = _CLOZE.findall(words.text)
    if not found:
        raise _Puzzled("The text has no gap that is understood.")
    if GAP in words.text:
        raise _Puzzled("The text holds the character U+FFFC, which stands for a gap.")
    try:
        gaps = tuple(gift.read_gap(gift.hide(body.replace("\\n", "\\\\n"))) for body in found)
    except gift.PuzzledError as why:
        raise _Puzzled(str(why)) from None
    common["text"] = Words(_CLOZE.sub(GAP, words.text), words.markup)
    return Gaps(gaps=gaps, **common)


_KINDS: Mapping[str, Callable[[Element, dict[str, Any]], AnyQuestion]] = {
    "description": _description,
    "essay": _essay,
    "truefalse": _true_false,
    "multichoice": _multiple_choice,
    "multichoiceset": _multiple_choice,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "cloze": _cloze,
    "multianswer": _cloze,
}


def _offer(answer: Element, *, plain: bool = False) -> Offer:
    text = Words(_text(answer)) if plain else _words(answer)
    return Offer(text=text, percent=_percent(answer), feedback=_words(answer.find("feedback")))


def _percent(answer: Element) -> float:
    found = number(answer.get("fraction", "0"))
    return 0.0 if found is None else round(found, 5) + 0.0


def _words(element: Element | None) -> Words:
    if element is None:
        return NOTHING
    text = _text(element)
    return Words(text, _MARKUPS.get(element.get("format", "moodle_auto_format"), "html")) if text else NOTHING


def _text(element: Element | None) -> str:
    """What `<x><text>…</text></x>` says, or `<x>…</x>` as old files have it."""
    if element is None:
        return ""
    inner = element.find("text")
    if inner is None:
        return tidy(element.text or "")
    return tidy("".join(inner.itertext()))


# --- and back --------------------------------------------------------------------------------------------------------


def write_moodle_xml(entries: Sequence[AnyEntry]) -> str:
    """A Moodle XML document that `read_moodle_xml` reads as these very entries (their lines apart)."""
    root = Element("quiz")
    for entry in entries:
        _write(root, entry)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def unsaid(entries: Sequence[AnyEntry]) -> tuple[str, ...]:
    """What Moodle XML cannot say of these entries, one sentence each."""
    return tuple(
        f"'{entry.name}': Moodle XML has no text after a gap; it follows the question."
        for entry in entries
        if not isinstance(entry, Category) and getattr(entry, "tail", None)
    )


def _write(root: Element, entry: AnyEntry) -> None:
    if isinstance(entry, Category):
        _say(SubElement(SubElement(root, "question", type="category"), "category"), entry.path)
        return
    kinds = {
        Description: "description",
        Essay: "essay",
        TrueFalse: "truefalse",
        MultipleChoice: "multichoice",
        ShortAnswer: "shortanswer",
        Numerical: "numerical",
        Matching: "matching",
        Gaps: "cloze",
    }
    element = SubElement(root, "question", type=kinds[type(entry)])
    _say(SubElement(element, "name"), entry.name)
    text, tail = entry.text, getattr(entry, "tail", None)
    if tail:
        text = Words(f"{text.text} _____ {tail}", text.markup)
    if isinstance(entry, Gaps):
        written = iter(entry.gaps)
        text = Words(re.sub(GAP, lambda _: gift.write_gap(next(written)), text.text), text.markup)
    _mark_up(element, "questiontext", text)
    _mark_up(element, "generalfeedback", entry.feedback)
    if entry.mark:
        SubElement(element, "idnumber").text = _clean(entry.mark)
    match entry:
        case TrueFalse():
            for right, feedback in ((True, entry.right_feedback), (False, entry.wrong_feedback)):
                word = "true" if entry.right is right else "false"
                _answer(element, Words(word), 100.0 if right else 0.0, feedback)
        case MultipleChoice():
            SubElement(element, "single").text = "true" if entry.single else "false"
            for offer in entry.offers:
                _answer(element, offer.text, offer.percent, offer.feedback)
        case ShortAnswer():
            SubElement(element, "usecase").text = "1" if entry.cased else "0"
            for offer in entry.offers:
                _answer(element, offer.text, offer.percent, offer.feedback)
        case Numerical():
            for amount in entry.amounts:
                value = "*" if amount.value is None else digits(amount.value)
                answer = _answer(element, Words(value), amount.percent, amount.feedback)
                SubElement(answer, "tolerance").text = digits(amount.tolerance)
        case Matching():
            for pair in entry.pairs:
                _say(SubElement(_mark_up(element, "subquestion", pair.left), "answer"), pair.right)
        case _:
            pass
    if entry.tags:
        tags = SubElement(element, "tags")
        for tag in entry.tags:
            _say(SubElement(tags, "tag"), tag)


def _answer(element: Element, text: Words, percent: float, feedback: Words) -> Element:
    answer = _mark_up(element, "answer", text)
    answer.set("fraction", share(percent))
    _mark_up(answer, "feedback", feedback)
    return answer


def _mark_up(element: Element, tag: str, words: Words) -> Element:
    made = SubElement(element, tag, format=_WRITTEN[words.markup])
    _say(made, words.text)
    return made


def _say(element: Element, text: str) -> None:
    SubElement(element, "text").text = _clean(text)


def _clean(text: str) -> str:
    """Words without the control characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
