"""The folder read as a registry: nothing is registered by hand."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Union

from campus.learning.activities._base import Activity


@cache
def activity_types() -> dict[str, type[Activity]]:
    """Every `type` that a plan may name, and its class: the files of this folder that do not begin with `_`."""
    found: dict[str, type[Activity]] = {}
    for name in sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)])):
        if not name.startswith("_"):
            module = importlib.import_module(f"campus.learning.activities.{name}")
            wanted = name.replace("_", "")
            found[name.replace("_", "-")] = next(
                value
                for key, value in vars(module).items()
                if key.lower() == wanted and isinstance(value, type) and issubclass(value, Activity)
            )
    return found


if TYPE_CHECKING:
    AnyActivity = Activity
else:
    # msgspec wants the union spelt out; the folder spells it.
    AnyActivity = Union[tuple(activity_types().values())]  # noqa: UP007
