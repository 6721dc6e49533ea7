"""Values with places into the frozen Structs that say what is allowed, all mistakes at once, each at its place.

Reads msgspec's own description of the types, so that a component's annotations are the only place where a bound, a
choice or a unit is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import inspect

from campus.errors import why_not
from campus.ids import ID_PATTERN, closest, did_you_mean, slips
from campus.scene.everyday import names_a_material
from campus.scene.figures import after_a_comma, cut_short
from campus.scene.findings import Findings, Reference
from campus.scene.scalars import WRONG, mistaken, scalar
from campus.scene.values import Excused, Fields, Items, Scalar, Value, plain
from campus.scene.wording import (
    SEQUENCES,
    in_words,
    needs_field,
    no_field,
)
from campus.text import Text, bilingual, same

Struct = TypeVar("Struct", bound=msgspec.Struct)

BOTH_LANGUAGES = bilingual(
    "Every text is in both languages, as in {fr: Salle, en: Room}.",
    "Tout texte est dans les deux langues, comme {fr: Salle, en: Room}.",
)


def to_struct(
    fields: Fields,
    struct: type[Struct],
    name: str | Text,
    findings: Findings,
    *,
    also: tuple[str, ...] = (),
    written_in: Mapping[str, str] | None = None,
) -> Struct | None:
    """The mapping as a `struct`.

    Args:
        fields: what the author wrote.
        struct: says which fields there are.
        name: what messages call it: a word of the file, as `screen` or `space`, or words in both languages.
        findings: takes every mistake.
        also: fields that the caller reads itself: left out here, but known to "did you mean".
        written_in: for fields that the author wrote elsewhere: what messages call that place.

    Returns:
        None when there was a mistake.
    """
    name = same(name) if isinstance(name, str) else name
    converted = _struct(fields, _fields_of(struct), struct, name, findings, also, written_in or {})
    return None if converted is WRONG else converted


def to_type(value: Value, type_: Any, name: str | Text, findings: Findings) -> Any:
    """The value as any type that msgspec can describe; `WRONG` when there was a mistake."""
    name = same(name) if isinstance(name, str) else name
    return _converted(value, _described(type_), name, findings, "")


class Sound(NamedTuple):
    """What of a mapping with mistakes is sound.

    Attributes:
        struct: made of the fields that are; None where that is impossible.
        given: their names.
        wrong: the names of fields that are not, or are misspelt.
        unknown: whether there are fields of which nobody can say what they mean.
    """

    struct: Any
    given: frozenset[str]
    wrong: frozenset[str]
    unknown: bool


def sound_of(fields: Fields, struct: type[msgspec.Struct], also: tuple[str, ...] = ()) -> Sound:
    """What is sound of a mapping whose mistakes are told already; arguments as for `to_struct`."""
    known = _fields_of(struct)
    given: dict[str, Any] = {}
    wrong: set[str] = set()
    unknown = False
    before = ""
    for key, (_, entry) in fields.entries.items():
        if key in known:
            converted = _converted(entry, known[key].type, same(key), Findings(), "")
            if converted is WRONG:
                wrong.add(key)
            else:
                given[key] = converted
        elif cut_short(fields, before, key):
            wrong.add(before)
        elif key not in also and (match := _meant(key, (*known, *also), fields)):
            wrong.add(match)
        else:
            unknown = unknown or key not in also
        before = key
    given = {key: value for key, value in given.items() if key not in wrong}
    made = None
    if all(key in given for key, field in known.items() if field.required):
        with suppress(ValueError):
            made = struct(**{known[key].name: value for key, value in given.items()})
    return Sound(made, frozenset(given), frozenset(wrong), unknown)


@cache
def _described(type_: Any) -> inspect.Type:
    return inspect.type_info(type_)


@cache
def _fields_of(struct: type) -> Mapping[str, inspect.Field]:
    described = inspect.type_info(struct)
    assert isinstance(described, inspect.StructType)
    return {field.encode_name: field for field in described.fields}


def _struct(
    value: Fields,
    known: Mapping[str, inspect.Field],
    struct: type,
    name: Text,
    findings: Findings,
    also: tuple[str, ...] = (),
    written_in: Mapping[str, str] = {},
) -> Any:
    wrong = False
    given: dict[str, Any] = {}
    meant: set[str] = set()  # a misspelt field is one mistake: it is not missing as well
    before = ""
    for key, (written, entry) in value.entries.items():
        if field := known.get(key):
            given[field.name] = _converted(
                entry, field.type, _inner(same(written_in[key]) if key in written_in else name, f".{key}"), findings, ""
            )
        elif key not in also:
            wrong = True
            match = _meant(key, (*known, *also), value)
            meant.add(match or "")
            hint = after_a_comma(value, before, key) or did_you_mean(
                match or key, [match] if match else (*known, *also)
            )
            findings.add(written.source, no_field(name, key), code="unknown-field", hint=hint)
        before = key
    for key, field in known.items():
        if field.required and key not in value.entries:
            wrong = True
        if field.required and key not in value.entries and key not in meant:
            findings.add(
                value.source,
                needs_field(name, key),
                code="missing-field",
                hint=BOTH_LANGUAGES if struct is Text else _it_is(in_words(field.type)),
            )
    if struct is Text:
        for key, text in given.items():
            if isinstance(text, str) and not text.strip():
                wrong = True
                findings.add(
                    value.place(key),
                    bilingual(f"{name.en}.{key} is empty.", f"{name.fr}.{key} est vide."),
                    code="empty-text",
                    hint=BOTH_LANGUAGES,
                )
    if wrong or any(v is WRONG for v in given.values()):
        return WRONG
    try:
        return struct(**given)
    except ValueError as error:  # a Struct's own __post_init__ says what does not fit together
        why = why_not(error)
        findings.add(value.source, bilingual(f"{name.en}: {why.en}.", f"{name.fr} : {why.fr}."), code="invalid")
        return WRONG


def _inner(name: Text, path: str) -> Text:
    """What messages call a part of what they call `name`."""
    return Text(name.fr + path, name.en + path)


def _it_is(what: Text) -> Text:
    return bilingual(f"It is {what.en}.", f"C'est {what.fr}.")


def _meant(key: str, known: Sequence[str], value: Fields) -> str | None:
    """The field that a misspelt one stands for: rather one that is not given yet, when it is as near."""
    nearest = closest(key, known)
    if nearest in value.entries:
        free = closest(key, [k for k in known if k not in value.entries])
        if free is not None and slips(key, free) <= slips(key, nearest):
            return free
    return nearest


def _converted(value: Value, wanted: inspect.Type, name: Text, findings: Findings, unit: str) -> Any:
    """The value as `wanted`, or `WRONG` once the mistake is noted."""
    if isinstance(value, Excused):
        return WRONG
    if isinstance(wanted, inspect.Metadata):
        extra = wanted.extra_json_schema or {}
        if extra.get("refers-to") == "material" and _is_called_otherwise(value):
            assert isinstance(value, Scalar)
            findings.references.append(Reference("material", value.text, value.source, name))
            return WRONG  # told with its name once the materials are known, not with the letters of a name
        converted = _converted(value, wanted.type, name, findings, extra.get("unit", unit))
        if (kind_of_name := extra.get("refers-to")) and isinstance(converted, str):
            findings.references.append(Reference(kind_of_name, converted, value.source, name))
        return converted
    if isinstance(wanted, inspect.UnionType):
        return _union(value, wanted, name, findings, unit)
    if isinstance(wanted, inspect.AnyType):
        return plain(value)
    if isinstance(wanted, inspect.StructType):
        if isinstance(value, Fields):
            return _struct(value, _fields_of(wanted.cls), wanted.cls, name, findings)
    elif isinstance(wanted, SEQUENCES):
        if isinstance(value, Items):
            return _sequence(value, wanted, name, findings, unit)
    elif isinstance(wanted, inspect.DictType):
        if isinstance(value, Fields):
            return _dict(value, wanted, name, findings, unit)
    elif isinstance(value, Scalar):
        return scalar(value, wanted, name, findings, unit)
    return mistaken(value, wanted, name, findings, unit)


def _is_called_otherwise(value: Value) -> bool:
    """Whether this is an everyday word for a material that cannot be the name of one: `chêne`."""
    return isinstance(value, Scalar) and not re.search(ID_PATTERN, value.text) and names_a_material(value.text)


def _sequence(value: Items, wanted: Any, name: Text, findings: Findings, unit: str) -> Any:
    if isinstance(wanted, inspect.TupleType):
        if len(value.items) != len(wanted.item_types):
            return mistaken(value, wanted, name, findings, unit)
        types = wanted.item_types
    else:
        low, high = wanted.min_length or 0, wanted.max_length
        if len(value.items) < low or (high is not None and len(value.items) > high):
            return mistaken(value, wanted, name, findings, unit)
        types = (wanted.item_type,) * len(value.items)
    items = [
        _converted(item, type_, _inner(name, f"[{i}]"), findings, unit)
        for i, (item, type_) in enumerate(zip(value.items, types, strict=True))
    ]
    if any(item is WRONG for item in items):
        return WRONG
    if isinstance(wanted, inspect.ListType):
        return items
    return frozenset(items) if isinstance(wanted, (inspect.SetType, inspect.FrozenSetType)) else tuple(items)


def _dict(value: Fields, wanted: inspect.DictType, name: Text, findings: Findings, unit: str) -> Any:
    result = {}
    for key, (written, entry) in value.entries.items():
        word = _converted(written, wanted.key_type, Text(f"la clé de {name.fr}", f"{name.en}'s key"), findings, "")
        result[word] = _converted(entry, wanted.value_type, _inner(name, f".{key}"), findings, unit)
    return WRONG if WRONG in result or any(v is WRONG for v in result.values()) else result


def _union(value: Value, wanted: inspect.UnionType, name: Text, findings: Findings, unit: str) -> Any:
    """Convert to the one alternative whose kind fits what was written; only then do its own rules count."""
    fitting = [t for t in wanted.types if _fits(value, t)]
    if not fitting:
        return mistaken(value, wanted, name, findings, unit)
    if len(fitting) > 1:  # e.g. a choice of words or an id: try silently, then tell of the first
        for type_ in fitting:
            trial = Findings()
            converted = _converted(value, type_, name, trial, unit)
            if not len(trial) and converted is not WRONG:
                findings.references.extend(trial.references)
                return converted
    return _converted(value, fitting[0], name, findings, unit)


def _fits(value: Value, wanted: inspect.Type) -> bool:
    if isinstance(wanted, inspect.Metadata):
        return _fits(value, wanted.type)
    if isinstance(wanted, inspect.AnyType):
        return True
    if isinstance(value, Fields):
        return isinstance(wanted, (inspect.StructType, inspect.DictType))
    if isinstance(value, Items):
        return isinstance(wanted, SEQUENCES)
    if isinstance(value, Excused):
        return True
    meaning = value.meaning()
    if meaning is None:
        return isinstance(wanted, inspect.NoneType)
    if isinstance(wanted, inspect.LiteralType):
        return type(meaning) in {type(v) for v in wanted.values}
    if isinstance(meaning, bool):
        return isinstance(wanted, inspect.BoolType)
    if isinstance(meaning, str):
        return isinstance(wanted, inspect.StrType)
    if isinstance(meaning, int):
        return isinstance(wanted, (inspect.IntType, inspect.FloatType))
    return isinstance(wanted, inspect.FloatType)
