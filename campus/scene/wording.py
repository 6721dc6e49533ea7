"""What messages call a type, a value, a bound: `two numbers in m`, `'big'`, `10,000`. Knows no scene."""

from __future__ import annotations

from msgspec import inspect

from campus.ids import ID_PATTERN
from campus.scene.values import Excused, Fields, Items, Value

_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
SEQUENCES = (inspect.TupleType, inspect.VarTupleType, inspect.ListType, inspect.SetType, inspect.FrozenSetType)
"""The types that are written as a list."""


def bare(wanted: inspect.Type) -> inspect.Type:
    """The type that matters of `Metadata` and of an optional one."""
    while isinstance(wanted, inspect.Metadata):
        wanted = wanted.type
    if isinstance(wanted, inspect.UnionType):
        real = [t for t in wanted.types if not isinstance(t, inspect.NoneType)]
        if len(real) == 1:
            return bare(real[0])
    return wanted


def in_words(wanted: inspect.Type, unit: str = "") -> str:
    """What a value of this type is: `two numbers in m`."""
    if isinstance(wanted, inspect.Metadata):
        return in_words(wanted.type, (wanted.extra_json_schema or {}).get("unit", unit))
    suffix = f" in {unit}" if unit else ""
    if isinstance(wanted, inspect.UnionType):
        return " or ".join(in_words(t, unit) for t in wanted.types if not isinstance(t, inspect.NoneType))
    if isinstance(wanted, inspect.IntType):
        return "a whole number" + suffix
    if isinstance(wanted, inspect.FloatType):
        return "a number" + suffix
    if isinstance(wanted, inspect.StrType):
        return "a name" if wanted.pattern and wanted.pattern.startswith("^[a-z]") else "text"
    if isinstance(wanted, inspect.LiteralType):
        return "one of " + ", ".join(map(str, wanted.values))
    if isinstance(wanted, inspect.BoolType):
        return "true or false"
    if isinstance(wanted, inspect.TupleType):
        words = {in_words(t, unit) for t in wanted.item_types}
        count = _COUNTS.get(len(wanted.item_types), str(len(wanted.item_types)))
        if len(words) == 1:
            return f"a list of {count} {_plural(words.pop())}"
        return "a list of " + ", ".join(in_words(t, unit) for t in wanted.item_types)
    if isinstance(wanted, (inspect.VarTupleType, inspect.ListType, inspect.SetType, inspect.FrozenSetType)):
        low, high = wanted.min_length, wanted.max_length
        count = f"{_COUNTS.get(low, low)} or {_COUNTS.get(high, high)} " if low and high and high == low + 1 else ""
        return f"a list of {count}{_plural(in_words(wanted.item_type, unit))}"
    if isinstance(wanted, inspect.StructType):
        required = [f.encode_name for f in wanted.fields if f.required] or [f.encode_name for f in wanted.fields][:3]
        return "a mapping {" + ", ".join(f"{name}: …" for name in required) + "}"
    if isinstance(wanted, inspect.DictType):
        return "a mapping"
    return "nothing" if isinstance(wanted, inspect.NoneType) else "a value"


def _plural(words: str) -> str:
    for article, noun in (("a number", "numbers"), ("a whole number", "whole numbers"), ("a name", "names")):
        if words.startswith(article):
            return noun + words[len(article) :]
    if words.startswith("a list"):
        return "lists" + words[len("a list") :]
    if words.startswith("a mapping"):
        return "mappings" + words[len("a mapping") :]
    return "texts" if words == "text" else words


def as_written(value: Value) -> str:
    """How a message quotes what was written: text in quotes, numbers bare, lists and mappings by their kind."""
    if isinstance(value, Items):
        return "a list"
    if isinstance(value, Fields):
        return "a mapping"
    if isinstance(value, Excused):
        return "something wrong"
    meaning = value.meaning()
    if meaning is None:
        return "nothing"
    return f"'{clipped(value.text)}'" if isinstance(meaning, str) else clipped(value.text)


def clipped(text: str) -> str:
    """At most forty characters of it, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def figure(limit: float) -> str:
    """A bound: `0`, `10,000`, `0.25`."""
    return f"{limit:,.0f}" if float(limit).is_integer() else f"{limit:g}"


def pattern_in_words(pattern: str) -> str:
    """What to do about a word that does not match."""
    if pattern == ID_PATTERN or pattern.startswith("^[a-z]"):
        return "Use lower-case letters, digits and hyphens, and begin with a letter."
    if "#" in pattern:
        return "Write a colour as '#RRGGBB'."
    if "s)" in pattern:
        return "Write seconds, as in '0.9 s'."
    return f"It must match {pattern}."
