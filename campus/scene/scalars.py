"""Single words and numbers of a file into values of a type, and what is told of one that is none.

As in `convert`, msgspec's own description of a type is the only place where a bound or a choice is written.
"""

from __future__ import annotations

import math
import operator
import re
from typing import Any, Final

from msgspec import inspect

from campus.ids import did_you_mean
from campus.scene.figures import split_by_commas, unit_of, written_with_unit
from campus.scene.findings import Findings
from campus.scene.values import Items, Scalar, Value
from campus.scene.wording import SEQUENCES, as_written, bare, clipped, digits, figure, in_words, pattern_in_words
from campus.text import Text, bilingual, comma

WRONG: Final[Any] = object()
"""What a conversion gives instead of a value where a mistake was found (and noted)."""


def scalar(value: Scalar, wanted: inspect.Type, name: Text, findings: Findings, unit: str) -> Any:
    """One word or number as what is `wanted`, or `WRONG` where it is none and that was noted.

    Args:
        value: as it is written.
        wanted: msgspec's description of the type.
        name: what it is, for a message.
        findings: notes what is wrong.
        unit: of a number, such as ``m``; empty where there is none.
    """
    meaning = value.meaning()
    if isinstance(wanted, (inspect.FloatType, inspect.IntType)):
        if isinstance(meaning, bool) or not isinstance(meaning, (int, float)):
            return mistaken(value, wanted, name, findings, unit)
        if isinstance(wanted, inspect.IntType) and not isinstance(meaning, int):
            return mistaken(value, wanted, name, findings, unit)
        return _number(value, meaning, wanted, name, findings, unit)
    if isinstance(wanted, inspect.StrType):
        if not isinstance(meaning, str):
            return mistaken(value, wanted, name, findings, unit)
        return _text(value, wanted, name, findings)
    if isinstance(wanted, inspect.LiteralType):
        if meaning in wanted.values and type(meaning) in {type(v) for v in wanted.values}:
            return meaning
        known = [str(v) for v in wanted.values]
        got, every = as_written(value), ", ".join(known)
        only = bilingual(f"It must be {every}.", f"La seule valeur est {every}.") if len(known) == 1 else None
        findings.add(
            value.source,
            bilingual(f"{name.en} cannot be {got.en}.", f"{name.fr} ne peut pas être {got.fr}."),
            code="unknown-word",
            hint=only
            or did_you_mean(value.text, known)
            or bilingual(f"It is one of {every}.", f"Les valeurs sont {every}."),
        )
        return WRONG
    if isinstance(wanted, inspect.BoolType) and isinstance(meaning, bool):
        return meaning
    if isinstance(wanted, inspect.NoneType) and meaning is None:
        return None
    return mistaken(value, wanted, name, findings, unit)


def _number(
    value: Scalar,
    number: int | float,
    wanted: inspect.FloatType | inspect.IntType,
    name: Text,
    findings: Findings,
    unit: str,
) -> Any:
    try:
        number = float(number) if isinstance(wanted, inspect.FloatType) else number
    except OverflowError:
        number = math.inf
    bounds = (
        (wanted.gt, operator.gt, Text("supérieur à", "greater than")),
        (wanted.ge, operator.ge, Text("d’au moins", "at least")),
        (wanted.lt, operator.lt, Text("inférieur à", "less than")),
        (wanted.le, operator.le, Text("d’au plus", "at most")),
    )
    for limit, holds, words in bounds:
        if limit is not None and not holds(number, limit):
            least, got = figure(limit, unit), digits(value.text)
            findings.add(
                value.source,
                bilingual(
                    f"{name.en} must be {words.en} {least.en}, got {got.en}.",
                    f"{name.fr} doit être {words.fr} {least.fr}, et non {got.fr}.",
                ),
                code="out-of-range",
            )
            return WRONG
    if not math.isfinite(number):
        findings.add(
            value.source,
            bilingual(
                f"{name.en} must be a finite number, got {value.text}.",
                f"{name.fr} doit être un nombre fini, et non {value.text}.",
            ),
            code="out-of-range",
        )
        return WRONG
    return number


def _text(value: Scalar, wanted: inspect.StrType, name: Text, findings: Findings) -> Any:
    text = value.text
    if wanted.max_length is not None and len(text) > wanted.max_length:
        findings.add(
            value.source,
            bilingual(
                f"{name.en} has {len(text)} characters; at most {wanted.max_length} are allowed.",
                f"{name.fr} a {comma(len(text), ',')} caractères ; {comma(wanted.max_length, ',')} au plus.",
            ),
            code="too-long",
        )
        return WRONG
    if wanted.min_length is not None and len(text) < wanted.min_length:
        findings.add(
            value.source,
            bilingual(f"{name.en} must not be empty.", f"{name.fr} ne doit pas être vide."),
            code="empty-text",
        )
        return WRONG
    # A `$` of Python's also stands before a last line break; no word of ours has one.
    if wanted.pattern and ("\n" in text or not re.search(wanted.pattern, text)):
        findings.add(
            value.source,
            bilingual(f"{name.en} cannot be '{clipped(text)}'.", f"{name.fr} ne peut pas être « {clipped(text)} »."),
            code="bad-word",
            hint=pattern_in_words(wanted.pattern),
        )
        return WRONG
    return text


def mistaken(value: Value, wanted: inspect.Type, name: Text, findings: Findings, unit: str) -> Any:
    """Note that this is nothing of the kind that is `wanted`, and how it is written; gives `WRONG`."""
    got = as_written(value)
    if isinstance(value, Items) and isinstance(wanted, SEQUENCES):
        count = len(value.items)
        got = Text(f"{count} valeurs" if count else "une liste vide", f"{count} values")
        got = Text("une seule valeur", "one value") if count == 1 else got
    hint = split_by_commas(value, wanted) if isinstance(value, Items) else None
    if isinstance(value, Scalar) and (measure := unit_of(wanted, unit)) is not None:
        hint = written_with_unit(value.text, measure)
    if isinstance(value, Scalar) and isinstance(bare(wanted), inspect.StrType) and value.plain and value.text:
        word = clipped(value.text)
        hint = bilingual(f"Put it in quotes: '{word}'.", f"Mettez des guillemets : « '{word}' ».")
    what = in_words(wanted, unit)
    findings.add(
        value.source,
        bilingual(f"{name.en} must be {what.en}, got {got.en}.", f"{name.fr} doit être {what.fr}, et non {got.fr}."),
        code="wrong-type",
        hint=hint,
    )
    return WRONG
