"""A whole tree of dataclasses kept for the next start: its arrays in one file, and how it is put together.

What of it is the same as in what it was made from is not kept twice: it is taken from there. Knows no light.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np

import campus
from campus.client.view.kept import Arrays, kept

Whole = TypeVar("Whole")

_FOLDERS = ("client/view", "client/view/patterns", "bake", "mesh", "space")
"""Of the package: whatever is changed in them, what was made by it is old."""
_NEWEST = 1
"""So many of a name are kept: a space is some thirty megabytes."""


def kept_whole(name: str, made_from: Any, classes: tuple[type, ...], make: Callable[[], Whole]) -> Whole:
    """What `make` gives, or gave at an earlier start of the same program with the same `made_from`.

    Args:
        name: what it is, for the file's name.
        made_from: a tree of dataclasses, all that it follows from.
        classes: the dataclasses that it is made of.
        make: works it out, in dataclasses, mappings, tuples, arrays, numbers and words.
    """
    made: list[Whole] = []

    def arrays() -> Arrays:
        made.append(make())
        return _taken_apart(made[0], made_from)

    known = {class_.__name__: class_ for class_ in classes}
    found = kept(name, (_code(), *told(made_from)), arrays, newest=_NEWEST)
    if made:
        return made[0]
    try:
        whole: Whole = _Put(found, made_from, known).whole()
    except (KeyError, ValueError, TypeError, AttributeError):  # a file of somebody else's
        return make()
    return whole


@cache
def _code() -> bytes:
    package = Path(campus.__file__).parent
    files = chain.from_iterable(sorted((package / folder).glob("*.py")) for folder in _FOLDERS)
    return b"\0".join(
        (campus.__version__.encode(), *(file.name.encode() + b"\0" + file.read_bytes() for file in files))
    )


def told(value: Any) -> list[bytes]:
    """A tree of dataclasses as words, alike for alike trees: a hundredth of a second for thirty megabytes."""
    if isinstance(value, np.ndarray):
        exact = np.ascontiguousarray(value)
        return [f"{exact.dtype}{exact.shape}{zlib.crc32(exact.data) if exact.size else 0}".encode()]
    if is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return [word for key, part in value.items() for word in (str(key).encode(), *told(part))]
    if isinstance(value, tuple):
        return [b"(", *(word for part in value for word in told(part)), b")"]
    return [msgspec.json.encode(value)]


def _taken_apart(whole: Any, made_from: Any) -> Arrays:
    arrays: dict[str, Any] = {}
    leaves = _walk(made_from)
    originals = {_look(leaf): (at, leaf) for at, leaf in leaves if isinstance(leaf, np.ndarray)}
    structs = {id(leaf): at for at, leaf in leaves if isinstance(leaf, msgspec.Struct)}

    def part(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            at, original = originals.get(_look(value), ("", None))
            if original is not None and np.array_equal(original, value):
                return {"same": at}
            arrays[f"a{len(arrays)}"] = value
            return {"array": f"a{len(arrays) - 1}"}
        if is_dataclass(value):
            parts = {field.name: part(getattr(value, field.name)) for field in fields(value)}
            return {"is": type(value).__name__, "of": parts}
        if isinstance(value, Mapping):
            return {"map": {key: part(one) for key, one in value.items()}}
        if isinstance(value, tuple):
            return {"tuple": [part(one) for one in value]}
        if isinstance(value, msgspec.Struct):
            return {"same": structs[id(value)]}
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError("JSON has no such number.")
        return {"plain": value}

    try:
        index = msgspec.json.encode(part(whole))
    except (KeyError, TypeError, ValueError):  # it is made of what cannot be told: it is made anew each time
        return {}
    return {**arrays, "index": np.frombuffer(index, np.uint8)}


def _look(array: Any) -> tuple[Any, ...]:
    exact = np.ascontiguousarray(array)
    return exact.dtype.str, exact.shape, zlib.crc32(exact.data) if exact.size else 0


def _walk(value: Any, at: str = "") -> list[tuple[str, Any]]:
    """Every leaf of a tree, and the way there."""
    if is_dataclass(value) and not isinstance(value, type):
        return [leaf for field in fields(value) for leaf in _walk(getattr(value, field.name), f"{at}/{field.name}")]
    if isinstance(value, Mapping):
        return [leaf for key, part in value.items() for leaf in _walk(part, f"{at}/{key}")]
    if isinstance(value, tuple):
        return [leaf for number, part in enumerate(value) for leaf in _walk(part, f"{at}/{number}")]
    return [(at, value)]


class _Put:
    """Puts together what was taken apart."""

    def __init__(self, found: Arrays, made_from: Any, classes: Mapping[str, type]) -> None:
        self._found, self._classes = found, classes
        self._leaves = dict(_walk(made_from))

    def whole(self) -> Any:
        return self._part(msgspec.json.decode(self._found["index"].tobytes()))

    def _part(self, told: Mapping[str, Any]) -> Any:
        ((kind, value),) = ((k, v) for k, v in told.items() if k != "of")
        match kind:
            case "array":
                return self._found[value]
            case "same":
                return self._leaves[value]
            case "is":
                return self._classes[value](**{name: self._part(one) for name, one in told["of"].items()})
            case "map":
                return {key: self._part(one) for key, one in value.items()}
            case "tuple":
                return tuple(self._part(one) for one in value)
        return value
