"""Kits: folders of prefabs and materials that an institution brings, `assets/kits/NAME/`, each with its licences.

A kit's names stand beside the campus's own: a prefab or a material of either is used by its name alone, so that two of
one name are a mistake. Owns where the files are; reads none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal

from campus.ids import ID_PATTERN

KITS = "assets/kits"
LICENCES = "LICENSES.md"
Part = Literal["prefabs", "materials"]
OWN: Mapping[Part, str] = {"prefabs": "scenes/prefabs", "materials": "assets/materials"}
"""Where the campus's own are."""


def kits(root: Path) -> tuple[str, ...]:
    """The kits that a campus has, sorted: every folder there whose name could be an id."""
    folder = root / KITS
    if not folder.is_dir():
        return ()
    return tuple(sorted(f.name for f in folder.iterdir() if f.is_dir() and re.fullmatch(ID_PATTERN, f.name)))


def files(root: Path, part: Part) -> Iterator[tuple[str, str]]:
    """(name, path under the root) of every prefab or material: the campus's own first, then each kit's."""
    for folder in (OWN[part], *(f"{KITS}/{kit}/{part}" for kit in kits(root))):
        for path in sorted((root / folder).glob("*.yaml")):
            yield path.stem, f"{folder}/{path.name}"


def kit_of(file: str) -> str:
    """The kit that a file (as a path under the root) belongs to; empty for the campus's own."""
    parts = PurePosixPath(file).parts
    return parts[2] if len(parts) > 3 and "/".join(parts[:2]) == KITS else ""


def licences_file(kit: str) -> str:
    """Where a kit says what it is licensed under, as a path under the root."""
    return f"{KITS}/{kit}/{LICENCES}"
