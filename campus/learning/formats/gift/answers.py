"""What stands between the braces of a question: answers of every kind, and gaps. Text in, data out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from campus.learning.formats.bank import (
    GAP,
    NO_GAP_SIGN,
    NOTHING,
    Amount,
    AnyQuestion,
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
    ShortAnswer,
    TrueFalse,
    Words,
    number,
)
from campus.learning.formats.gift.signs import LINE_SIGN, marked_words, unescaped
from campus.text import bilingual

_WEIGHT = re.compile(r"\s*%\s*([-+]?[\d.,]+)\s*%")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
# A separator is not inside an HTML attribute (`<a href="…">`), which many write without escaping.
_SEPARATOR = re.compile(r"~=|~|=(?!\"|')|(?<![A-Za-z-])=")
_GAP_KIND = re.compile(r"\s*(\d*)\s*:\s*([A-Z][A-Z_]*)\s*:(.*)", re.DOTALL)


def answered(body: str, tail: str | None, markup: Markup, common: dict[str, object]) -> AnyQuestion:
    """The question that the words between its braces make it; `common` has its name and text."""
    if not body:
        return Essay(**common)  # type: ignore[arg-type]
    if body.startswith("#"):
        return Numerical(amounts=_amounts(body[1:], markup), tail=tail, **common)  # type: ignore[arg-type]
    if is_true_false(body):
        word, *said = body.split("#", 2)
        feedback = [marked_words(words, markup) for words in said] + [NOTHING, NOTHING]
        return TrueFalse(
            right=word.strip().upper() in _TRUE,
            wrong_feedback=feedback[0],
            right_feedback=feedback[1],
            **common,  # type: ignore[arg-type]
        )
    offered = _offered(body)
    if any(sign == "~" for sign, _ in offered):
        offers = tuple(_offer(words, 100.0 if sign == "=" else 0.0, markup) for sign, words in offered)
        single = any(sign == "=" for sign, _ in offered)
        return MultipleChoice(offers=offers, single=single, tail=tail, **common)  # type: ignore[arg-type]
    if any("->" in words for _, words in offered):
        if missing := next((words for _, words in offered if "->" not in words), None):
            raise PuzzledError(
                bilingual(
                    f"'{unescaped(missing)}' belongs to nothing. Write '= this -> that' for every pair.",
                    f"« {unescaped(missing)} » ne va avec rien. Écrivez « = ceci -> cela » pour chaque paire.",
                )
            )
        if tail is not None:
            common["text"] = Words(f"{common['text'].text} {tail}".strip(), markup)  # type: ignore[attr-defined]
        return Matching(pairs=tuple(_pair(words, markup) for _, words in offered), **common)  # type: ignore[arg-type]
    offers = tuple(_offer(words, 100.0, markup, plain=True) for _, words in offered)
    if not any(offer.text for offer in offers):
        raise PuzzledError(
            bilingual("The answer is empty. Write it after '='.", "La réponse est vide. Écrivez-la après « = ».")
        )
    return ShortAnswer(offers=offers, tail=tail, **common)  # type: ignore[arg-type]


def is_answer(body: str) -> bool:
    """Whether what stands in braces begins as answers do; other braces belong to the text."""
    body = body.strip()
    return not body or body[0] in "=~#" or is_true_false(body) or is_gap(body)


def is_gap(body: str) -> bool:
    """Whether it is a gap as cloze writes it, which nothing else is: `1:MULTICHOICE:~no~=yes`."""
    return _GAP_KIND.match(body) is not None


def is_true_false(body: str) -> bool:
    """Whether it is `TRUE`, `F`, or one of these with feedback."""
    return body.partition("#")[0].strip().upper() in (*_TRUE, *_FALSE)


def _offered(body: str) -> list[tuple[str, str]]:
    """(`=` or `~`, what follows it) for each answer; what stands before the first sign is an answer, too."""
    cuts = list(_SEPARATOR.finditer(body))
    if len(LINE_SIGN.findall(body)) > 1:
        # One answer a line: an equals sign within a line is the writer's own (`header=True`, `x = 2`), unless it stands
        # as signs do, after a space and before a word.
        cuts = [cut for cut in cuts if cut[0] != "=" or _is_sign(body, cut.start())]
    if not cuts:
        return [("=", body)]
    first = body[: cuts[0].start()].strip()
    ends = [cut.start() for cut in cuts[1:]] + [len(body)]
    pieces = [(cut[0][-1], body[cut.end() : end]) for cut, end in zip(cuts, ends, strict=True)]
    return [("=", first), *pieces] if first else pieces


def _is_sign(body: str, at: int) -> bool:
    """Whether an equals sign, where each answer has its line, begins one: first in its line, or as in `~a =b`."""
    before = body[body.rfind("\n", 0, at) + 1 : at]
    return not before.strip() or (before[-1].isspace() and not body[at + 1 : at + 2].isspace())


def _offer(words: str, percent: float, markup: Markup, *, plain: bool = False) -> Offer:
    weighed = _WEIGHT.match(words)
    if weighed and (part := number(weighed[1])) is not None:
        percent, words = round(part, 5), words[weighed.end() :]
    text, _, said = words.partition("#")
    answer = Words(unescaped(text)) if plain else marked_words(text, markup)
    return Offer(text=answer, percent=percent, feedback=marked_words(said, markup))


def _amounts(body: str, markup: Markup) -> tuple[Amount, ...]:
    offered = _offered(body) if _SEPARATOR.search(body.partition("#")[0]) else [("=", body)]
    found = []
    for sign, words in offered:
        offer = _offer(words, 100.0 if sign == "=" else 0.0, markup)
        value, tolerance = _span(offer.text.text)
        found.append(Amount(value=value, tolerance=tolerance, percent=offer.percent, feedback=offer.feedback))
    return tuple(found)


def _span(words: str) -> tuple[float | None, float]:
    """A number and its tolerance: `3`, `3:0.5`, `2.5..3.5`; nothing or `*` is any number."""
    if words in ("", "*"):
        return None, 0.0
    low, dots, high = words.partition("..")
    value, _, tolerance = words.partition(":")
    if dots:
        ends = number(low), number(high)
        if ends[0] is not None and ends[1] is not None:
            a, b = (Decimal(repr(end)) for end in ends)
            return float((a + b) / 2), abs(float((b - a) / 2))
    elif (centre := number(value)) is not None:
        around = number(tolerance) if tolerance.strip() else 0.0
        if around is not None:
            return centre, abs(around)
    raise PuzzledError(
        bilingual(
            f"'{words}' is no number. Write it as 3.14, 3.14:0.01 or 3.1..3.2.",
            f"« {words} » n'est pas un nombre. Écrivez 3.14, 3.14:0.01 ou 3.1..3.2.",
        )
    )


def _pair(words: str, markup: Markup) -> Pair:
    left, _, right = words.partition("->")
    if not (right := unescaped(right)):
        raise PuzzledError(
            bilingual(
                f"'{unescaped(left)}' is matched with nothing. Write what belongs to it after '->'.",
                f"« {unescaped(left)} » n'est apparié à rien. Écrivez ce qui va avec après « -> ».",
            )
        )
    return Pair(left=marked_words(left, markup), right=right)


def gaps(text: str, blocks: Sequence[tuple[int, int]], markup: Markup, common: dict[str, object]) -> Gaps:
    """A text with several gaps: not Moodle's GIFT, but common in the wild, also with cloze's `{1:MC:~no~=yes}`."""
    if GAP in text:
        raise PuzzledError(NO_GAP_SIGN)
    shown, at, gaps = "", 0, []
    for start, stop in blocks:
        shown, at = shown + text[at:start] + GAP, stop + 1
        gaps.append(read_gap(text[start + 1 : stop], markup))
    return Gaps(text=Words(unescaped(shown + text[at:]), markup), gaps=tuple(gaps), **common)  # type: ignore[arg-type]


def read_gap(body: str, markup: Markup = "moodle") -> Gap:
    """One gap: cloze's `1:MULTICHOICE:~no~=yes` or GIFT's `~no =yes`; escapes are hidden already."""
    typed = _GAP_KIND.match(body)
    weight, kind, rest = (int((typed[1] or "1")[:4]), typed[2], typed[3]) if typed else (1, "", body.strip())
    if not kind:
        if rest.startswith("#"):
            kind, rest = "NUMERICAL", rest[1:]
        elif is_true_false(rest):
            right = rest.partition("#")[0].strip().upper() in _TRUE
            kind, rest = "MULTICHOICE", "=T~F" if right else "~T=F"
        else:
            kind = "MULTICHOICE" if any(sign == "~" for sign, _ in _offered(rest)) else "SHORTANSWER"
    if kind.startswith("N"):
        return Gap(kind=kind, weight=weight, amounts=_amounts(rest, markup))
    if not rest.strip():
        raise PuzzledError(
            bilingual(
                "A gap is empty. Write its answers between its braces.",
                "Un trou est vide. Écrivez ses réponses entre ses accolades.",
            )
        )
    first = not _SEPARATOR.match(rest.lstrip())
    offers = tuple(
        _offer(words, 100.0 if sign == "=" and not (typed and first and i == 0) else 0.0, markup, plain=True)
        for i, (sign, words) in enumerate(_offered(rest))
    )
    return Gap(kind=kind, weight=weight, offers=offers)
