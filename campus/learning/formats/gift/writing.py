"""Entries of a bank written as GIFT, so that reading gives these very entries again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from campus.learning.formats.bank import (
    GAP,
    Amount,
    AnyEntry,
    AnyQuestion,
    Category,
    Description,
    Gap,
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

_RESERVED = re.compile(r"[\\~=#{}:\n]")


def write_gift(entries: Sequence[AnyEntry]) -> str:
    """A GIFT text that `read_gift` reads as these very entries (their lines apart).

    What GIFT cannot say is left out: see `unsaid`.
    """
    text = "\n\n".join(_written(entry) for entry in entries) + "\n" if entries else ""
    # A text may begin as a byte-order mark does; on a first line it would be passed over as one.
    return "\n" + text if text.startswith("\ufeff") else text


def unsaid(entries: Sequence[AnyEntry]) -> tuple[Text, ...]:
    """What GIFT, or Moodle reading it, does not know of these entries, one sentence each."""
    found = []
    for entry in entries:
        if isinstance(entry, ShortAnswer) and entry.cased:
            found.append(
                bilingual(
                    f"'{entry.name}': GIFT cannot say that capitals count.",
                    f"« {entry.name} » : GIFT ne sait pas dire que les majuscules comptent.",
                )
            )
        if isinstance(entry, Gaps) and entry.feedback:
            found.append(
                bilingual(
                    f"'{entry.name}': GIFT has no feedback for a text with gaps.",
                    f"« {entry.name} » : GIFT n'a pas de commentaire pour un texte à trous.",
                )
            )
        if isinstance(entry, Gaps):
            found.append(
                bilingual(
                    f"'{entry.name}': Moodle reads texts with gaps from Moodle XML only.",
                    f"« {entry.name} » : Moodle ne lit les textes à trous qu'en Moodle XML.",
                )
            )
    return tuple(found)


def _written(entry: AnyEntry) -> str:
    if isinstance(entry, Category):
        return f"$CATEGORY: {' '.join(entry.path.split())}"
    labels = [f"[id:{_label(entry.mark)}]"] if entry.mark else []
    labels += [f"[tag:{_label(tag)}]" for tag in entry.tags]
    head = f"// {' '.join(labels)}\n" if labels else ""
    if entry.name:
        head += f"::{_escaped(entry.name)}:: "
    markup = entry.text.markup
    # Also before no words at all: what follows the braces is marked up in the same way.
    prefix = f"[{markup}]" if markup != "moodle" or entry.text.text.startswith("[") else ""
    if not prefix and not entry.name and entry.text.text[:1] in ("/", "$"):
        prefix = "[moodle]"
    text = prefix + _escaped(entry.text.text)
    if isinstance(entry, Description):
        return head + text
    if isinstance(entry, Gaps):
        parts = text.split(GAP)
        written = (write_gap(gap, markup) for gap in entry.gaps)
        return head + "".join(part + next(written, "") for part in parts)
    lines = _answers(entry, markup)
    if entry.feedback:
        lines.append("####" + _said(entry.feedback, markup))
    tail = getattr(entry, "tail", None)
    braces = "{" + "\n".join(lines) + "}" if len(lines) < 2 else "{\n" + "\n".join(lines) + "\n}"
    return f"{head}{text} {braces}" + (f" {_escaped(tail)}" if tail else "")


def _answers(entry: AnyQuestion, markup: Markup) -> list[str]:
    match entry:
        case TrueFalse():
            line = "TRUE" if entry.right else "FALSE"
            if entry.wrong_feedback or entry.right_feedback:
                line += f"#{_said(entry.wrong_feedback, markup)}#{_said(entry.right_feedback, markup)}"
            return [line]
        case MultipleChoice():
            return _choices(entry, markup)
        case ShortAnswer():
            written = ((offer, _escaped(offer.text.text)) for offer in entry.offers)
            return [f"={_weight(o.percent, 100.0, text)}{text}{_hash(o.feedback, markup)}" for o, text in written]
        case Numerical():
            return ["#", *(f"{_amount(amount)}{_hash(amount.feedback, markup)}" for amount in entry.amounts)]
        case Matching():
            return [f"={_said(pair.left, markup)} -> {_escaped(pair.right)}" for pair in entry.pairs]
    return []


def _choices(asked: MultipleChoice, markup: Markup) -> list[str]:
    """`=` makes it a choice of one: the best answers have it; `~` makes it a choice at all: one answer must have it."""
    best = max(offer.percent for offer in asked.offers)
    signs = ["=" if asked.single and offer.percent == best else "~" for offer in asked.offers]
    if "~" not in signs:
        signs[0] = "~"
    written = []
    for sign, offer in zip(signs, asked.offers, strict=True):
        text = _said(offer.text, markup)
        weight = _weight(offer.percent, 100.0 if sign == "=" else 0.0, text)
        written.append(f"{sign}{weight}{text}{_hash(offer.feedback, markup)}")
    return written


def _amount(amount: Amount) -> str:
    sign, usual = ("=", 100.0) if amount.percent == 100.0 else ("~", 0.0)
    value = "*" if amount.value is None else digits(amount.value)
    around = f":{digits(amount.tolerance)}" if amount.tolerance and amount.value is not None else ""
    return f"{sign}{_weight(amount.percent, usual)}{value}{around}"


def write_gap(gap: Gap, markup: Markup = "moodle") -> str:
    """A gap as `read_gap` reads it, in its braces."""
    lines = [_amount(a) + _hash(a.feedback, markup) for a in gap.amounts]
    for offer in gap.offers:
        sign, usual = ("=", 100.0) if offer.percent == 100.0 else ("~", 0.0)
        text = _escaped(offer.text.text)
        lines.append(f"{sign}{_weight(offer.percent, usual, text)}{text}{_hash(offer.feedback, markup)}")
    return f"{{{gap.weight}:{gap.kind}:{' '.join(lines)}}}"


def _weight(percent: float, usual: float, text: str = "") -> str:
    return "" if percent == usual and not text.startswith("%") else f"%{share(percent)}%"


def _hash(said: Words, markup: Markup) -> str:
    return f"#{_said(said, markup)}" if said else ""


def _said(words: Words, around: Markup) -> str:
    return _prefix(words, around) + _escaped(words.text)


def _prefix(words: Words, around: Markup) -> str:
    """`[html]` where the reader would think otherwise."""
    if not words:
        return ""
    return f"[{words.markup}]" if words.markup != around or words.text.startswith("[") else ""


def _escaped(text: str) -> str:
    return _RESERVED.sub(lambda found: "\\n" if found[0] == "\n" else "\\" + found[0], text)


def _label(text: str) -> str:
    return re.sub(r"([\\\]])", r"\\\1", text)
