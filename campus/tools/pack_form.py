"""What a room pack is: the files that have a place in it, its limits, and its manifest `pack.json`.

A pack is a zip: `pack.json`, `report.json`, the spaces, the prefabs and the materials that they use, the assets that
they name, and the lines of `assets/LICENSES.md` for those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from campus.errors import CampusError
from campus.ids import NodeId
from campus.quantities import Point
from campus.scene.model import Partner
from campus.text import Text, bilingual

MANIFEST, REPORT, LICENCES = "pack.json", "report.json", "assets/LICENSES.md"
TABLE_HEAD = ("| Files | What it is | Source | Author | Licence |", "|---|---|---|---|---|")
"""Of the table of licences."""
_NAME = r"[a-z0-9][\w.-]*"
_ASSET = rf"(?:props|textures|sounds|models)/(?:{_NAME}/)*{_NAME}\.(?:png|jpg|jpeg|glb|ogg|wav)"
_KIT = r"kits/[a-z][a-z0-9-]*/"
ALLOWED = re.compile(
    "|".join(
        (
            r"pack\.json|report\.json|assets/LICENSES\.md",
            r"scenes/(?!campus\.yaml)[a-z][a-z0-9-]*\.yaml",
            r"scenes/prefabs/[a-z][a-z0-9-]*\.yaml",
            r"assets/materials/[a-z][a-z0-9-]*\.yaml",
            rf"assets/{_KIT}(?:LICENSES\.md|(?:prefabs|materials)/[a-z][a-z0-9-]*\.yaml|{_ASSET})",
            rf"assets/{_ASSET}",
        )
    )
)
"""Names that have a place in a pack."""
_FILE = re.compile(rf"(?:assets/)?((?:{_KIT})?{_ASSET})\Z")
"""What in a component's fields is a file of `assets/`."""


class Packed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One space of a pack.

    Attributes:
        space: its id.
        title: what people call it.
        at: of its origin on the plan of the campus that it was packed in, metres.
        north: heading of true north in it, degrees.
        partner: the institution that it belongs to.
    """

    space: str
    title: Text
    at: Point
    north: float = 0.0
    partner: NodeId | None = None


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`pack.json`: what a pack holds.

    Attributes:
        pack: version of the form of packs.
        spaces: those in it.
        beyond: the titles of the spaces that its doors lead to and its windows show.
        files: path -> hex of the SHA-256 of its content.
        partners: the institutions that its spaces belong to.
    """

    pack: int
    spaces: tuple[Packed, ...]
    beyond: dict[str, Text]
    files: dict[str, str]
    partners: tuple[Partner, ...] = ()


def assets_in(value: Any) -> Iterator[str]:
    """The files of `assets/` that a component's fields name, as paths under `assets/`; `value` as builtins."""
    if isinstance(value, str):
        if match := _FILE.match(value):
            yield match[1]
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from assets_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from assets_in(inner)


def put(files: Mapping[Path, bytes]) -> None:
    """Write files, all or none: each beside its place first, then all into it; what went wrong is undone.

    Raises:
        CampusError: when one cannot be written; then none is.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    parts: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            parts[path] = path.with_name(path.name + ".part")
            parts[path].write_bytes(data)
        for path, part in parts.items():
            part.replace(path)
            done.append(path)
    except OSError as error:
        for path in done:
            content = before[path]
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
        for part in parts.values():
            part.unlink(missing_ok=True)
        why = (error.strerror or "error").lower()
        raise CampusError(
            bilingual(
                f"{error.filename} cannot be written ({why}).",
                f"« {error.filename} » ne peut pas être écrit (« {why} »).",
            )
        ) from error
