"""Moodle XML read: text in, a bank out. Pictures that a question carries are not kept; a remark says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

import msgspec

from campus.learning.formats import gift
from campus.learning.formats.bank import (
    GAP,
    NO_GAP_SIGN,
    NOTHING,
    Amount,
    AnyEntry,
    AnyQuestion,
    Bank,
    Category,
    Description,
    Essay,
    Gap,
    Gaps,
    Markup,
    Matching,
    MultipleChoice,
    Numerical,
    Offer,
    Pair,
    PuzzledError,
    Remark,
    ShortAnswer,
    TrueFalse,
    Words,
    bank_of,
    number,
    tidy,
)
from campus.learning.formats.xml_document import line_of, read_document
from campus.text import Text, bilingual

_MARKUPS: Mapping[str, Markup] = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "plain": "plain",
    "markdown": "markdown",
}
_CLOZE = re.compile(r"\{(\d*:[A-Z][A-Z_]*:(?:\\.|[^}\\])*)\}", re.DOTALL)
_NUMBERED = re.compile(r"\[\[(\d{1,3})\]\]")


_NO_ANSWER = bilingual("There is no answer.", "Il n'y a pas de réponse.")


def read_moodle_xml(text: str | bytes) -> Bank:
    """Every question of a Moodle XML document that can be understood, in its order, and a remark on what cannot.

    Args:
        text: the whole file; bytes are decoded as the document itself says.
    """
    remarks: list[Remark] = []
    root = read_document(text, remarks)
    if root is None:
        return Bank(entries=(), remarks=tuple(remarks))
    if root.tag != "quiz":
        return Bank(
            entries=(),
            remarks=(
                Remark(
                    1,
                    bilingual(
                        f"'{root.tag}' is no 'quiz'; nothing is read.",
                        f"« {root.tag} » n'est pas un « quiz » ; rien n'est lu.",
                    ),
                ),
            ),
        )
    questions = [(line_of(element), element) for element in root if element.tag == "question"]
    return bank_of(((line, partial(_entry, element, line, remarks)) for line, element in questions), remarks)


def _entry(element: Element, line: int, remarks: list[Remark]) -> AnyEntry:
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
        every = ", ".join(_KINDS)
        because = _NOT_HERE.get(kind, bilingual(f"Known: {every}.", f"Existent : {every}."))
        raise PuzzledError(
            bilingual(
                f"Questions of type '{kind}' are not understood. {because.en}",
                f"Les questions de type « {kind} » ne sont pas comprises. {because.fr}",
            )
        )
    question = read(element, common)
    if kind in _OTHERWISE:
        remarks.append(Remark(line, _OTHERWISE[kind], lost=False))
    if element.find(".//file") is not None or element.find(".//image_base64") is not None:
        remarks.append(
            Remark(
                line,
                bilingual(
                    "The files that this question carries are not kept.",
                    "Les fichiers que porte cette question ne sont pas gardés.",
                ),
                lost=False,
            )
        )
    return question


# --- the kinds -------------------------------------------------------------------------------------------------------


def _description(element: Element, common: dict[str, Any]) -> AnyQuestion:
    return Description(**common)


def _essay(element: Element, common: dict[str, Any]) -> AnyQuestion:
    return Essay(**common)


def _true_false(element: Element, common: dict[str, Any]) -> AnyQuestion:
    answers = {_text(answer).strip().lower(): answer for answer in element.findall("answer")}
    right = next((word for word, answer in answers.items() if _percent(answer) > 0), None)
    if right not in ("true", "false"):
        raise PuzzledError(bilingual("Neither true nor false brings points.", "Ni vrai ni faux n'apporte de points."))
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
        raise PuzzledError(bilingual("There is no answer to choose.", "Il n'y a pas de réponse à choisir."))
    single = (element.findtext("single") or "true").strip().lower() not in ("false", "0")
    return MultipleChoice(offers=offers, single=single, **common)


def _short_answer(element: Element, common: dict[str, Any]) -> AnyQuestion:
    offers = tuple(_offer(answer, plain=True) for answer in element.findall("answer"))
    if not any(offer.text for offer in offers):
        raise PuzzledError(_NO_ANSWER)
    cased = (element.findtext("usecase") or "0").strip().lower() in ("1", "true")
    return ShortAnswer(offers=offers, cased=cased, **common)


def _numerical(element: Element, common: dict[str, Any]) -> AnyQuestion:
    amounts = []
    for answer in element.findall("answer"):
        word = _text(answer)
        value = number(word)
        tolerance = number(element.findtext("tolerance") or answer.findtext("tolerance") or "0")
        if (value is None and word not in ("", "*")) or tolerance is None:
            raise PuzzledError(bilingual(f"'{word}' is no number.", f"« {word} » n'est pas un nombre."))
        around = abs(tolerance) if value is not None else 0.0
        feedback = _words(answer.find("feedback"))
        amounts.append(Amount(value=value, tolerance=around, percent=_percent(answer), feedback=feedback))
    if not amounts:
        raise PuzzledError(_NO_ANSWER)
    return Numerical(amounts=tuple(amounts), **common)


def _matching(element: Element, common: dict[str, Any]) -> AnyQuestion:
    pairs = tuple(
        Pair(left=_words(pair), right=right)
        for pair in element.findall("subquestion")
        if (right := _text(pair.find("answer")))
    )
    if not pairs:
        raise PuzzledError(bilingual("There is nothing to match.", "Il n'y a rien à apparier."))
    return Matching(pairs=pairs, **common)


def _cloze(element: Element, common: dict[str, Any]) -> AnyQuestion:
    words: Words = common["text"]
    found = _CLOZE.findall(words.text)
    if not found:
        raise PuzzledError(
            bilingual("The text has no gap that is understood.", "Le texte n'a pas de trou que l'on comprenne.")
        )
    if GAP in words.text:
        raise PuzzledError(NO_GAP_SIGN)
    gaps = tuple(gift.read_gap(gift.hide(body.replace("\\n", "\\\\n"))) for body in found)
    common["text"] = Words(_CLOZE.sub(GAP, words.text), words.markup)
    return Gaps(gaps=gaps, **common)


def _word_gaps(element: Element, common: dict[str, Any]) -> AnyQuestion:
    """A text with `[[1]]`, `[[2]]`: each is filled by the option of that number, offered among those of its group."""
    options = [
        (_text(option), (option.findtext("group") or "1").strip())
        for option in (*element.findall("selectoption"), *element.findall("dragbox"))
    ]
    text: Words = common["text"]
    if GAP in text.text:
        raise PuzzledError(NO_GAP_SIGN)
    numbers = [int(n) for n in _NUMBERED.findall(text.text)]
    if not numbers:
        raise PuzzledError(
            bilingual(
                "The text has no gap. Write [[1]] where the first answer belongs.",
                "Le texte n'a pas de trou. Écrivez [[1]] là où va la première réponse.",
            )
        )
    if wrong := next((n for n in numbers if not 0 < n <= len(options)), None):
        raise PuzzledError(
            bilingual(
                f"The gap [[{wrong}]] has no answer: there are {len(options)}.",
                f"Le trou [[{wrong}]] n'a pas de réponse : il y en a {len(options)}.",
            )
        )
    common["text"] = Words(_NUMBERED.sub(GAP, text.text), text.markup)
    gaps = []
    for right, group in (options[n - 1] for n in numbers):
        words = dict.fromkeys(word for word, other in options if other == group)
        offers = tuple(Offer(text=Words(word), percent=100.0 if word == right else 0.0) for word in words)
        gaps.append(Gap(kind="MULTICHOICE", offers=offers))
    return Gaps(gaps=tuple(gaps), **common)


def _ordering(element: Element, common: dict[str, Any]) -> AnyQuestion:
    """Things in their order, as a matching of places and things."""
    things = [text for answer in element.findall("answer") if (text := _text(answer))]
    if not things:
        raise PuzzledError(bilingual("There is nothing to put in order.", "Il n'y a rien à mettre en ordre."))
    pairs = tuple(Pair(left=Words(str(place)), right=thing) for place, thing in enumerate(things, 1))
    return Matching(pairs=pairs, **common)


def _several(element: Element, common: dict[str, Any]) -> AnyQuestion:
    """A choice of several whose right answers all have the fraction 100: each brings its share."""
    offers = tuple(_offer(answer) for answer in element.findall("answer"))
    right = sum(offer.percent > 0 for offer in offers)
    if not right:
        raise PuzzledError(bilingual("There is no right answer.", "Il n'y a pas de réponse juste."))
    share_of = round(100.0 / right, 5)
    shared = (msgspec.structs.replace(offer, percent=share_of if offer.percent > 0 else 0.0) for offer in offers)
    return MultipleChoice(offers=tuple(shared), single=False, **common)


_KINDS: Mapping[str, Callable[[Element, dict[str, Any]], AnyQuestion]] = {
    "description": _description,
    "essay": _essay,
    "truefalse": _true_false,
    "multichoice": _multiple_choice,
    "multichoiceset": _multiple_choice,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "pairmatching": _matching,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _word_gaps,
    "ddwtos": _word_gaps,
    "ordering": _ordering,
    "oumultiresponse": _several,
}
_OTHERWISE: Mapping[str, Text] = {
    "ordering": bilingual(
        "An ordering is read as a matching of places and things.",
        "Une mise en ordre est lue comme un appariement de rangs et de choses.",
    ),
    "ddwtos": bilingual(
        "Words to be dragged are read as words to be chosen.", "Des mots à glisser sont lus comme des mots à choisir."
    ),
}
_COMPUTED = bilingual(
    "Its numbers are drawn by Moodle each time; write it as 'numerical', with numbers of your own.",
    "Moodle tire ses nombres à chaque fois ; écrivez-la comme « numerical », avec des nombres à vous.",
)
_DRAWN = bilingual(
    "It is no question of its own: Moodle draws others in its place.",
    "Ce n'est pas une question en soi : Moodle en tire d'autres à sa place.",
)
_NOT_HERE: Mapping[str, Text] = {
    "calculated": _COMPUTED,
    "calculatedsimple": _COMPUTED,
    "calculatedmulti": _COMPUTED,
    "random": _DRAWN,
    "randomsamatch": _DRAWN,
}
"""Why Moodle's own types are not understood, and what can be done."""


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
