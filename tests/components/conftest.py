"""What tests of components share: a component as its own docstring shows it, and the materials that there are."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import yaml

from campus.components import Component, component_named

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def example() -> Callable[..., Component]:
    """The component of a type as the example in its docstring has it; further fields replace the example's."""

    def made(type_: str, **fields: object) -> Component:
        class_ = component_named(type_)
        written = re.search(r"Example:\n\s+(\{.*?\})\s*(?:\n\s*\n|$)", inspect.getdoc(class_) or "", re.DOTALL)
        assert written, f"the docstring of {type_} has no example"
        data = yaml.safe_load(written[1])
        assert data.pop("type") == type_
        return msgspec.convert({**data, **fields}, class_)

    return made


@pytest.fixture(scope="session")
def known_materials() -> frozenset[str]:
    return frozenset(file.stem for file in (ROOT / "assets" / "materials").glob("*.yaml"))
