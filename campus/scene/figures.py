"""Numbers as people write them and YAML does not read them: `3,6`, `3200 lm`, `360 cm`. Owns the hints for them."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import inspect

from campus.scene.values import Fields, Items, Scalar
from campus.text import Text, bilingual

_FIGURE = re.compile(r"([-+]?[0-9]{1,12}(?:[.,][0-9]{1,12})?)\s*([^\W\d_]+|°)?\Z")
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3},[0-9]{3}\Z")
"""`3,200` may be three thousand or three and a fifth: nobody can say."""

_IN: dict[str, dict[str, Decimal]] = {
    "m": {
        **dict.fromkeys(("m", "metre", "metres", "meter", "meters", "mètre", "mètres"), Decimal(1)),
        "dm": Decimal("0.1"),
        "cm": Decimal("0.01"),
        "mm": Decimal("0.001"),
        "km": Decimal(1000),
    },
    "s": {
        **dict.fromkeys(("s", "sec", "second", "seconds", "seconde", "secondes"), Decimal(1)),
        "ms": Decimal("0.001"),
        "min": Decimal(60),
        "h": Decimal(3600),
    },
    "deg": dict.fromkeys(("deg", "°", "degree", "degrees", "degré", "degrés"), Decimal(1)),
    "lm": dict.fromkeys(("lm", "lumen", "lumens"), Decimal(1)),
    "K": dict.fromkeys(("k", "kelvin", "kelvins"), Decimal(1)),
    "dB": dict.fromkeys(("db",), Decimal(1)),
}
"""By unit of a field: what people write behind a number, in small letters, and how much of the unit that is."""
_NAMES = {
    "m": Text("mètres", "metres"),
    "s": Text("secondes", "seconds"),
    "deg": Text("degrés", "degrees"),
}
"""What sentences call a unit whose sign they would not put behind `in`."""


def unit_of(wanted: inspect.Type, unit: str) -> str | None:
    """The unit of a field that takes a number, empty where it has none; None where it takes no number."""
    if isinstance(wanted, inspect.Metadata):
        return unit_of(wanted.type, (wanted.extra_json_schema or {}).get("unit", unit))
    if isinstance(wanted, inspect.UnionType):
        return next((found for type_ in wanted.types if (found := unit_of(type_, unit)) is not None), None)
    return unit if isinstance(wanted, (inspect.FloatType, inspect.IntType)) else None


def written_with_unit(text: str, unit: str) -> Text | None:
    """What to write in place of a number with its unit or with a decimal comma; None where `text` is neither."""
    found = _FIGURE.match(text.strip())
    if not found or _THOUSANDS.match(found[1]):
        return None
    number, sign = found[1].replace(",", "."), found[2]
    if sign is None:
        return _with_a_point(number) if "," in found[1] else None
    times = _IN.get(unit, {}).get(sign.lower())
    if times is None:
        return None
    if times == 1:
        name = Text(unit, unit) if unit not in _NAMES else _NAMES[unit]
        return bilingual(f"Write {number}; it is in {name.en}.", f"Écrivez « {number} » ; c'est en {name.fr}.")
    amount = f"{(Decimal(number) * times).normalize():f}"
    name = _NAMES[unit]
    return bilingual(f"In {name.en} that is {amount}.", f"En {name.fr}, cela s'écrit « {amount} ».")


def _with_a_point(number: str) -> Text:
    return bilingual(f"A decimal point, please: {number}.", f"Un point décimal, s'il vous plaît : « {number} ».")


def after_a_comma(fields: Fields, before: str, key: str) -> Text | None:
    """A hint for an unknown field that is what stands behind a decimal comma: YAML reads `{at: 5,2}` as two fields."""
    number = fields.get(before)
    if not (cut_short(fields, before, key) and isinstance(number, Scalar)):
        return None
    return _with_a_point(f"{number.text}.{key}")


def cut_short(fields: Fields, before: str, key: str) -> bool:
    """Whether `key` is what a decimal comma has cut from the number of the field right before it."""
    if not (key.isascii() and key.isdecimal()):
        return False
    number, (written, nothing) = fields.get(before), fields.entries[key]
    if not (isinstance(nothing, Scalar) and nothing.plain and not nothing.text and isinstance(number, Scalar)):
        return False
    return _is_whole(number) and _follows(number, written)


def split_by_commas(value: Items, wanted: inspect.Type) -> Text | None:
    """A hint for a list with too many values, some of which are halves of one: `[5,2, 3]` for two numbers.

    Only where the halves are told from the rest by the space behind a comma, and the numbers then are as many as asked.
    """
    if isinstance(wanted, inspect.TupleType):
        low = high = len(wanted.item_types)
    elif isinstance(wanted, (inspect.VarTupleType, inspect.ListType)):
        low, high = wanted.min_length or 0, wanted.max_length or 0
    else:
        return None
    numbers: list[str] = []
    halves = 0
    last: Scalar | None = None
    for item in value.items:
        if not (isinstance(item, Scalar) and item.plain and isinstance(item.meaning(), (int, float))):
            return None
        if last is not None and _is_whole(last) and item.text.isdecimal() and _follows(last, item):
            if "." in numbers[-1]:
                return None  # three in a row: nobody can say
            numbers[-1] += f".{item.text}"
            halves += 1
        else:
            numbers.append(item.text)
        last = item
    if not halves or not max(low, 2) <= len(numbers) <= high:
        return None
    return _with_a_point(f"[{', '.join(numbers)}]")


def _is_whole(number: Scalar) -> bool:
    return number.plain and number.text.lstrip("-+").isdecimal() and number.text.isascii()


def _follows(before: Scalar, after: Scalar) -> bool:
    """Whether only a comma stands between them."""
    here, there = before.source, after.source
    return here.file == there.file and here.line == there.line and here.column + len(before.text) + 1 == there.column
