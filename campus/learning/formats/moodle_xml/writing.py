"""Moodle XML written: entries of a bank in, a document out that is read as these very entries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from campus.learning.formats import gift
from campus.learning.formats.bank import (
    GAP,
    AnyEntry,
    Category,
    Description,
    Essay,
    Gaps,
    Markup,
    Matching,
    MultipleChoice,
    Numerical,
    ShortAnswer,
    TrueFalse,
    Words,
    digits,
    share,
)
from campus.text import Text, bilingual

_WRITTEN: Mapping[Markup, str] = {
    "html": "html",
    "moodle": "moodle_auto_format",
    "plain": "plain_text",
    "markdown": "markdown",
}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_moodle_xml(entries: Sequence[AnyEntry]) -> str:
    """A Moodle XML document that `read_moodle_xml` reads as these very entries (their lines apart)."""
    root = Element("quiz")
    for entry in entries:
        _write(root, entry)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def unsaid(entries: Sequence[AnyEntry]) -> tuple[Text, ...]:
    """What Moodle XML cannot say of these entries, one sentence each."""
    return tuple(
        bilingual(
            f"'{entry.name}': Moodle XML has no text after a gap; it follows the question.",
            f"« {entry.name} » : Moodle XML n'a pas de texte après un trou ; il suit la question.",
        )
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
