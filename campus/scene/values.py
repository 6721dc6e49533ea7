"""What stands in a YAML file, values with their places. Scalars follow the core schema of YAML 1.2.2 (section 10.3)."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from campus.scene.model import Source

_INTEGER = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL = re.compile(r"([-+]?)\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_TRUTHS = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}


class Scalar(msgspec.Struct, eq=False):
    """A single word or number as it is written.

    Attributes:
        text: as written, without quotes.
        plain: whether it stood without quotes, so that `3` is a number and `'3'` is text.
        source: where it begins.
    """

    text: str
    plain: bool
    source: Source

    def meaning(self) -> bool | int | float | str | None:
        """The scalar by the core schema of YAML 1.2."""
        text = self.text
        if not self.plain:
            return text
        if text in _NULLS:
            return None
        if text in _TRUTHS:
            return _TRUTHS[text]
        if len(text) > 64 or text[0] not in "-+.0123456789":
            return text
        if _INTEGER.match(text):
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        if _FLOAT.match(text):
            return float(text)
        if special := _SPECIAL.match(text):
            return float(special[1] + "inf") if special[2] else float("nan")
        return text


class Items(msgspec.Struct, eq=False):
    """A list."""

    items: list[Value]
    source: Source


class Fields(msgspec.Struct, eq=False):
    """A mapping: keys in reading order, each once."""

    entries: dict[str, tuple[Scalar, Value]]
    source: Source

    def get(self, key: str) -> Value | None:
        """The value of a key, or None where it is not given."""
        entry = self.entries.get(key)
        return entry[1] if entry else None

    def place(self, key: str) -> Source:
        """Where the value of `key` stands; the mapping itself where it is not given."""
        entry = self.entries.get(key)
        return entry[1].source if entry else self.source

    def without(self, *keys: str) -> Fields:
        """The same mapping, some keys left out."""
        return Fields({k: e for k, e in self.entries.items() if k not in keys}, self.source)


class Excused(msgspec.Struct, eq=False):
    """A value that is wrong, and has been told: whoever meets it says nothing more."""

    source: Source


Value = Scalar | Items | Fields | Excused


def plain(value: Value) -> Any:
    """The value as dictionaries, lists and scalars, without places."""
    if isinstance(value, Scalar):
        return value.meaning()
    if isinstance(value, Items):
        return [plain(item) for item in value.items]
    if isinstance(value, Excused):
        return None
    return {key: plain(entry) for key, (_, entry) in value.entries.items()}
