"""`on:` rules: when something happens, do something. Owns their words; the rules of presence run them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campus.scene.findings import Findings
from campus.scene.reading import Value, plain


def read_rules(value: Value | None, known: Mapping[str, Any], findings: Findings) -> tuple[object, ...]:
    """The rules as plain data."""
    return () if value is None else tuple(plain(value))
