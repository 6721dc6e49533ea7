"""What messages call a type, a value, a bound: `two numbers in m`, `'big'`, `10,000`. Knows no scene."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import inspect

from campus.ids import ID_PATTERN
from campus.scene.values import Excused, Fields, Items, Value
from campus.text import Text, bilingual, comma, same

_COUNTS = {
    2: Text("deux", "two"),
    3: Text("trois", "three"),
    4: Text("quatre", "four"),
    5: Text("cinq", "five"),
    6: Text("six", "six"),
}
_DECIMAL = re.compile(r"-?[0-9]+([.][0-9]+)?")
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


def in_words(wanted: inspect.Type, unit: str = "") -> Text:
    """What a value of this type is: `two numbers in m`, `deux nombres en m`."""
    if isinstance(wanted, inspect.Metadata):
        return in_words(wanted.type, (wanted.extra_json_schema or {}).get("unit", unit))
    if isinstance(wanted, inspect.UnionType):
        several = [in_words(t, unit) for t in wanted.types if not isinstance(t, inspect.NoneType)]
        return Text(fr=" ou ".join(t.fr for t in several), en=" or ".join(t.en for t in several))
    if isinstance(wanted, inspect.TupleType):
        words = [in_words(t, unit) for t in wanted.item_types]
        if len(set(words)) == 1:
            return _list_of(_many(words[0]), _counted(len(words)))
        return _list_of(Text(fr=", ".join(t.fr for t in words), en=", ".join(t.en for t in words)))
    if isinstance(wanted, (inspect.VarTupleType, inspect.ListType, inspect.SetType, inspect.FrozenSetType)):
        low, high = wanted.min_length, wanted.max_length
        count = None
        if low and high and high == low + 1:
            fewer, more = _counted(low), _counted(high)
            count = Text(fr=f"{fewer.fr} ou {more.fr}", en=f"{fewer.en} or {more.en}")
        return _list_of(_many(in_words(wanted.item_type, unit)), count)
    if isinstance(wanted, inspect.StructType):
        required = [f.encode_name for f in wanted.fields if f.required] or [f.encode_name for f in wanted.fields][:3]
        form = "{" + ", ".join(f"{name}: …" for name in required) + "}"
        return Text(fr=f"un dictionnaire {form}", en=f"a mapping {form}")
    if isinstance(wanted, inspect.LiteralType):
        several_ = ", ".join(map(str, wanted.values))
        return Text(fr=f"l’un des mots {several_}", en=f"one of {several_}")
    if isinstance(wanted, inspect.IntType):
        return _measured(Text("un nombre entier", "a whole number"), unit)
    if isinstance(wanted, inspect.FloatType):
        return _measured(Text("un nombre", "a number"), unit)
    if isinstance(wanted, inspect.StrType):
        return Text("un nom", "a name") if wanted.pattern and wanted.pattern.startswith("^[a-z]") else _TEXT
    if isinstance(wanted, inspect.BoolType):
        return TRUTH
    if isinstance(wanted, inspect.DictType):
        return Text("un dictionnaire", "a mapping")
    return Text("rien", "nothing") if isinstance(wanted, inspect.NoneType) else Text("une valeur", "a value")


TRUTH = Text("true ou false", "true or false")
"""What the values of a truth are: words of the file in both languages."""
_TEXT = Text("du texte", "text")
_MANY = (
    (Text("un nombre entier", "a whole number"), Text("nombres entiers", "whole numbers")),
    (Text("un nombre", "a number"), Text("nombres", "numbers")),
    (Text("un nom", "a name"), Text("noms", "names")),
    (Text("une liste", "a list"), Text("listes", "lists")),
    (Text("un dictionnaire", "a mapping"), Text("dictionnaires", "mappings")),
    (Text("l’un des mots", "one of"), Text("mots parmi", "one of")),
    (_TEXT, Text("textes", "texts")),
)
"""What one is called, and what several of it are; longer words first."""


_UNITS = {"deg": "degrés"}
"""What French calls a unit that it does not write as the types do."""


def _measured(number: Text, unit: str, fr: str = " en ", en: str = " in ") -> Text:
    return Text(number.fr + fr + _UNITS.get(unit, unit), number.en + en + unit) if unit else number


def _counted(count: int) -> Text:
    return _COUNTS.get(count, same(str(count)))


def _list_of(items: Text, count: Text | None = None) -> Text:
    of = "d’" if count is None and items.fr[:1] in "aeiou" else "de "
    if count is not None:
        return Text(fr=f"une liste de {count.fr} {items.fr}", en=f"a list of {count.en} {items.en}")
    return Text(fr=f"une liste {of}{items.fr}", en=f"a list of {items.en}")


def _many(words: Text) -> Text:
    for one, many in _MANY:
        if words.en.startswith(one.en):
            return Text(fr=many.fr + words.fr[len(one.fr) :], en=many.en + words.en[len(one.en) :])
    return words


def as_written(value: Value) -> Text:
    """How a message quotes what was written: text in quotes, numbers bare, lists and mappings by their kind."""
    if isinstance(value, Items):
        return Text("une liste", "a list")
    if isinstance(value, Fields):
        return Text("un dictionnaire", "a mapping")
    if isinstance(value, Excused):
        return Text("quelque chose de faux", "something wrong")
    meaning = value.meaning()
    if meaning is None:
        return Text("rien", "nothing")
    word = clipped(value.text)
    return Text(fr=f"« {word} »", en=f"'{word}'") if isinstance(meaning, str) else digits(word)


def digits(word: str) -> Text:
    """A number of a file as sentences write it, digit for digit: `99,000`, `99 000`; `.nan` and `1e9` stay."""
    if not _DECIMAL.fullmatch(word):
        return same(word)
    number = Decimal(word)
    return Text(fr=comma(number, ",f"), en=f"{number:,f}")


def clipped(text: str) -> str:
    """At most forty characters of it, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def must_be_mapping(name: str | Text, form: str) -> Text:
    """What is said of anything but a mapping; `form` shows what it looks like: `{type: …}`."""
    name = same(name) if isinstance(name, str) else name
    return bilingual(f"{name.en} must be a mapping {form}.", f"{name.fr} doit être un dictionnaire {form}.")


def no_field(name: str | Text, key: str) -> Text:
    """What is said of a key that nobody knows."""
    name = same(name) if isinstance(name, str) else name
    return bilingual(f"{name.en} has no field '{key}'.", f"{name.fr} n'a pas de champ « {key} ».")


def needs_field(name: str | Text, key: str) -> Text:
    """What is said where a field is missing."""
    name = same(name) if isinstance(name, str) else name
    return bilingual(f"{name.en} needs a field '{key}'.", f"{name.fr} demande un champ « {key} ».")


def unreadable(file: str, error: OSError) -> Text:
    """What is said of a file that the system does not let us read; its own word for why is the system's."""
    why = (error.strerror or "input error").lower()
    return bilingual(f"{file} cannot be read ({why}).", f"{file} ne peut pas être lu (« {why} »).")


def step_or_arc(name: str) -> Text:
    """What is said of a `repeat` that has neither, or both."""
    return bilingual(f"{name} needs either 'step' or 'arc'.", f"{name} demande soit « step », soit « arc ».")


def quoted(type_: str, id_: str) -> Text:
    """A node in a message: its type, which is a word of the file in both languages, and its id."""
    return Text(fr=f"{type_} « {id_} »", en=f"{type_} '{id_}'")


def figure(limit: float, unit: str = "") -> Text:
    """A bound: `0`, `10,000 m`, `0.25`; in French `10 000 m`, `0,25`; `1e+30` where nobody would count the digits."""
    form = ",.0f" if float(limit).is_integer() and abs(limit) < 1e15 else "g"
    return _measured(Text(fr=comma(limit, form), en=f"{limit:{form}}"), unit, " ", " ")


def pattern_in_words(pattern: str) -> Text:
    """What to do about a word that does not match."""
    if pattern == ID_PATTERN or pattern.startswith("^[a-z]"):
        return bilingual(
            "Use lower-case letters, digits and hyphens, and begin with a letter.",
            "Employez des minuscules, des chiffres et des traits d'union, et commencez par une lettre.",
        )
    if "#" in pattern:
        return bilingual("Write a colour as '#RRGGBB'.", "Écrivez une couleur sous la forme « #RRGGBB ».")
    if "s)" in pattern:
        return bilingual("Write seconds, as in '0.9 s'.", "Écrivez des secondes, comme « 0.9 s ».")
    return bilingual(f"It must match {pattern}.", f"L'expression à respecter est « {pattern} ».")
