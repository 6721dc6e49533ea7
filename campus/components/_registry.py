"""The folder read as a registry: file name = type name. Nothing is registered by hand."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from campus.components._base import Component


@cache
def component_types() -> tuple[str, ...]:
    """Every `type` that a scene may name, sorted: the files of this folder that do not begin with an underscore."""
    names = (m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return tuple(sorted(n.replace("_", "-") for n in names if not n.startswith("_")))


@cache
def component_named(type_: str) -> type[Component]:
    """The component class of a type.

    Raises:
        KeyError: when no file of this folder has that name.
    """
    if type_ not in component_types():
        raise KeyError(type_)
    module = importlib.import_module(f"campus.components.{type_.replace('-', '_')}")
    wanted = type_.replace("-", "").lower()
    for name, value in vars(module).items():
        if name.lower() == wanted and isinstance(value, type) and issubclass(value, Component):
            return value
    raise KeyError(type_)
