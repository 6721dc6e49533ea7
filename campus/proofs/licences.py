"""Licences: every asset that a space uses has a line in `assets/LICENSES.md`, and that line names a licence.

The table's first column holds patterns of paths under `assets/`, in backquotes: `materials/*.yaml`, `props/{jar,cup}`.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from campus.components.prop import Prop
from campus.proofs._base import Case, Finding, Verdict
from campus.scene.kits import kit_of
from campus.space.model import Space
from campus.text import Text, bilingual

FONTS = {"carved": "fonts/EBGaramond12-Regular.otf"}
"""The fonts that a label of a style is set in; every other style in `SIGN_FONT`."""
SIGN_FONT = "fonts/AtkinsonHyperlegible-Bold.ttf"
_FILE = re.compile(r"^[\w.@-]+(?:/[\w.@-]+)*\.(?:glb|gltf|png|jpe?g|ktx2|ogg|wav|flac|mp3|svg|ttf|otf|pdf|hdr|exr)$")
"""What in a component's fields is a file of `assets/`."""


def prove(case: Case) -> Verdict:
    """Every asset has a licence: materials, fonts of the signs, props, and every file that a node names."""
    known = licences(case.licences)
    findings: dict[tuple[str | None, str], Finding] = {}
    assets = 0
    for node, asset in used(case.space):
        assets += 1
        licence = licence_of(asset, known)
        if licence is None:
            who = Text(f"« {node} » emploie", f"'{node}' uses") if node else Text("il emploie", "it uses")
            message = bilingual(
                f"{who.en} '{asset}', which has no licence. Give it a line in assets/LICENSES.md, or leave it out.",
                f"{who.fr} « {asset} », qui n'a pas de licence. Donnez-lui une ligne dans assets/LICENSES.md,"
                " ou enlevez-le.",
            )
            findings[node, asset] = Finding(node, message)
        elif node and case.assets and asset not in case.assets and _FILE.match(asset) and "fonts/" not in asset:
            message = bilingual(
                f"'{node}' uses assets/{asset}, which is not there.",
                f"« {node} » emploie assets/{asset}, qui n'existe pas.",
            )
            findings[node, asset] = Finding(node, message)
    return Verdict({"assets": assets, "lines": len(known)}, tuple(findings.values()))


def licences(text: str) -> Mapping[str, str]:
    """Pattern -> licence, of every line of the table that names one."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.lstrip().startswith("|") or len(cells) < 2 or not cells[-1] or set(cells[-1]) <= {"-", ":", " "}:
            continue
        for pattern in re.findall(r"`([^`]+)`", cells[0]):
            for one in _alternatives(pattern):
                found[one] = cells[-1]
    return found


def of_kit(kit: str, text: str) -> str:
    """A kit's own table as lines of the campus's: its patterns are paths under the kit's folder."""
    return re.sub(r"`([^`]+)`", lambda match: f"`kits/{kit}/{match[1]}`", text)


def licence_of(asset: str, known: Mapping[str, str]) -> str | None:
    """The licence of the first pattern that covers a path under `assets/`, or None."""
    for pattern, licence in known.items():
        if fnmatch.fnmatchcase(asset, pattern.removeprefix("assets/")):
            return licence
    return None


def _alternatives(pattern: str) -> list[str]:
    """`props/{jar,cup}` means both."""
    match = re.search(r"\{([^{}]*)\}", pattern)
    if match is None:
        return [pattern]
    return [
        whole
        for one in match[1].split(",")
        for whole in _alternatives(pattern[: match.start()] + one.strip() + pattern[match.end() :])
    ]


def used(space: Space) -> Iterator[tuple[str | None, str]]:
    """(node, path under `assets/`) of everything that the space is made of, each pair once."""
    for name, material in space.materials.items():
        yield None, f"kits/{material.kit}/materials/{name}.yaml" if material.kit else f"materials/{name}.yaml"
    told: set[tuple[str | None, str]] = set()
    pairs: list[tuple[str | None, str]] = [
        (label.node, FONTS.get(label.anchor.style, SIGN_FONT)) for label in space.labels
    ]
    for node in space.scene.nodes:
        if isinstance(node.spec, Prop) and not _FILE.match(node.spec.model):
            pairs.append((node.id, f"props/{node.spec.model}"))
        pairs += [(node.id, path) for path in _files_in(msgspec.structs.asdict(node.spec))]
        if kit_of(node.source.file):  # a kit's prefab is its author's work, as a model is
            pairs.append((None, node.source.file.removeprefix("assets/")))
    for pair in pairs:
        if pair not in told:
            told.add(pair)
            yield pair


def _files_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if _FILE.match(value):
            yield value.removeprefix("assets/")
    elif isinstance(value, msgspec.Struct):
        yield from _files_in(msgspec.structs.asdict(value))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _files_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _files_in(inner)
