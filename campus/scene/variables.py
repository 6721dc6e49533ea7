"""Typed state: which variables a node has, and which values fit them. Pure words; runs no rule."""

from __future__ import annotations

from collections.abc import Mapping

from campus.components import Component
from campus.text import Text, same

Variable = bool | float | tuple[str, ...]
"""How a variable is declared: true or false, a number, or the words that it can be; what it begins with tells which."""
OWN: Mapping[str, bool] = {"open": False, "shown": True, "playing": False}
"""Variables that need no declaration, on nodes that have such a thing, and how they begin."""


def variables_of(spec: Component) -> dict[str, Variable]:
    """Every variable that a node may have, as it was declared; those of `OWN` among them."""
    return {**OWN, **(spec.state or {})}


def begins(declared: Variable) -> bool | float | str:
    """The value that a variable has when the room opens."""
    return declared[0] if isinstance(declared, tuple) else declared


def fits(value: object, declared: Variable) -> bool:
    """Whether a value is one that the variable can have."""
    if isinstance(declared, bool):
        return isinstance(value, bool)
    if isinstance(declared, tuple):
        return isinstance(value, str) and value in declared
    return isinstance(value, int | float) and not isinstance(value, bool)


def kind_of(declared: Variable) -> Text:
    """What the values of a variable are, in words."""
    if isinstance(declared, bool):
        return Text(fr="true ou false", en="true or false")
    if isinstance(declared, tuple):
        every = ", ".join(declared)
        return Text(fr=f"l’un des mots {every}", en=f"one of {every}")
    return Text(fr="un nombre", en="a number")


def check_value(value: object) -> Text:
    """A value as its author wrote it."""
    if isinstance(value, bool):
        return same("true" if value else "false")
    if isinstance(value, str | Text):
        return Text(fr=f"« {value} »", en=f"'{value}'")
    return same(f"{value:g}" if isinstance(value, float) else str(value))
