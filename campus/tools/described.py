"""What the schemas say of a field: its sentence, its unit, an example; from types and docstrings. Writes no schema."""

from __future__ import annotations

import inspect as python
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import inspect

from campus.scene.findings import Findings
from campus.scene.reading import read
from campus.scene.values import plain

NONE = "none"
"""The `unit` of what is not measured."""
_UNIT_WORDS = (
    (r"\bsquare metres?\b", "m2"),
    (r"\bmetres?\b|\blength\b|\bheight\b|\bradius\b", "m"),
    (r"\bdegrees?\b|\bheading", "deg"),
    (r"\blumens?\b", "lm"),
    (r"\bkelvins?\b", "K"),
    (r"\bminutes?\b", "min"),
    (r"\bseconds?\b", "s"),
    (r"\bdecibels?\b", "dB"),
)
SAMPLES: Mapping[str, Any] = {
    "number": 1.5,
    "integer": 3,
    "boolean": True,
    "string": "window-bench",
}
EXAMPLES: Mapping[str, Any] = {
    "id": "window-bench",
    "name": {"fr": "Banc de la fenêtre", "en": "Window bench"},
    "at": [2.0, 1.5],
    "facing": "north",
    "wall": "west",
    "group": "table",
    "to": "hall/to-reading-room",
    "view": "garden",
    "sill": 0.9,
    "accent": "#1F4E8C",
    "colour": "#B98B5C",
    "text": {"fr": "Bienvenue", "en": "Welcome"},
    "title": {"fr": "Salle de lecture", "en": "Reading room"},
    "notes": {"fr": "Laissez dix secondes.", "en": "Leave ten seconds."},
    "hint": {"fr": "Relisez la définition.", "en": "Read the definition again."},
    "misconception": {"fr": "Confondre l’outil et l’acte.", "en": "Confusing the tool with the act."},
    "feedback": {"fr": "Oui : c’est un acte.", "en": "Yes: it is an act."},
    "explanation": {"fr": "Le décret en nomme cinq.", "en": "The decree names five."},
    "summary": {"fr": "Les cinq actes.", "en": "The five acts."},
    "kind": {"fr": "Soins", "en": "Care"},
    "sound": {"ambience": "quiet-room"},
    "faces": {"north": "limestone"},
    "permission": ["teacher"],
    "enter": ["teacher", "student"],
    "ambience": "quiet-room",
    "fr": "Salle de lecture",
    "en": "Reading room",
    "unit": "telehealth-01",
    "use": "table-of-four",
    "default": 1.4,
    "spaces": [{"space": "hall", "at": [0, 0]}],
    "planned": [{"space": "garden", "title": {"fr": "Jardin", "en": "Garden"}}],
    "sun": {"azimuth": 235, "elevation": 31},
    "partners": [{"id": "icm", "name": {"fr": "ICM", "en": "ICM"}, "kind": {"fr": "Soins", "en": "Care"}}],
    "absorption": [0.1, 0.08, 0.07, 0.06, 0.06, 0.06],
    "source": "table of absorption coefficients, solid wood",
    "competencies": ["telehealth"],
    "competency": "telehealth",
    "objectives": [{"text": {"fr": "Nommer l’acte.", "en": "Name the act."}, "competency": "telehealth"}],
    "preparation": [{"title": {"fr": "Lire", "en": "Read"}, "text": {"fr": "…", "en": "…"}, "minutes": 10}],
    "slides": {"document": "slides.{lang}.pdf", "pages": 10},
    "document": "slides.{lang}.pdf",
    "valid_on": "2026-11-21",
    "check": ["two-halves"],
    "question": "two-halves",
    "audience": [1],
    "space": "reading-room",
    "prefab": "table-of-four",
    "material": "oak",
    "entry": "hall",
    "model": "laptop",
    "count": [3, 2],
    "step": [2.0, 1.5],
    "from_": [1.0, 1.0],
    "from": [1.0, 1.0],
    "arc": {"centre": [0, 0], "radius": 1.2, "start": 0, "end": 270, "facing": "in"},
    "centre": [0.0, 0.0],
}
"""For fields that no docstring's example shows."""


@cache
def documented(struct: type) -> Mapping[str, str]:
    """What the `Attributes:` of a class and of its bases say of each field, each on one line."""
    found: dict[str, str] = {}
    for class_ in reversed(struct.__mro__):
        section = re.search(r"^Attributes:\n((?:[ ]{4}.*\n?|\n)*)", python.cleandoc(class_.__doc__ or ""), re.M)
        names: list[str] = []
        for line in section[1].splitlines() if section else ():
            if begun := re.match(r"    ([a-z_]+(?:, [a-z_]+)*): (.*)", line):
                names = begun[1].split(", ")
                found.update(dict.fromkeys(names, begun[2]))
            else:
                found.update({name: f"{found[name]} {line.strip()}".strip() for name in names})
    return {name: f"{text[:1].upper()}{text[1:]}".replace("`", "'") for name, text in found.items()}


def summary(struct: type) -> str:
    """The first paragraph of a class's docstring, on one line."""
    return " ".join(python.cleandoc(struct.__doc__ or struct.__name__).split("\n\n")[0].split()).replace("`", "'")


@cache
def example_of(struct: type) -> Mapping[str, Any]:
    """The fields of the docstring's example."""
    section = re.search(r"^Example:\n((?:[ ]{4}.*\n?|\n)*)", python.cleandoc(struct.__doc__ or ""), re.M)
    loaded = plain(read(python.cleandoc(section[1]).encode(), struct.__name__, Findings())) if section else None
    return loaded if isinstance(loaded, dict) else {}


def _unit_in(described: inspect.Type) -> str | None:
    """The unit that a type carries, also of what it holds."""
    if isinstance(described, inspect.Metadata):
        own = (described.extra_json_schema or {}).get("unit")
        return str(own) if own else _unit_in(described.type)
    if isinstance(described, inspect.UnionType):
        return next((unit for t in described.types if (unit := _unit_in(t))), None)
    if isinstance(described, inspect.TupleType):
        return next((unit for t in described.item_types if (unit := _unit_in(t))), None)
    if isinstance(described, inspect.VarTupleType | inspect.ListType):
        return _unit_in(described.item_type)
    return None


def _holds_numbers(described: inspect.Type) -> bool:
    if isinstance(described, inspect.Metadata):
        return _holds_numbers(described.type)
    if isinstance(described, inspect.UnionType):
        return any(map(_holds_numbers, described.types))
    if isinstance(described, inspect.TupleType):
        return any(map(_holds_numbers, described.item_types))
    if isinstance(described, inspect.VarTupleType | inspect.ListType):
        return _holds_numbers(described.item_type)
    return isinstance(described, inspect.IntType | inspect.FloatType)


def unit_of(described: inspect.Type, description: str) -> str:
    """The unit of a field: of its type, or as its description says; `count` of whole numbers, `none` of no number."""
    if (unit := _unit_in(described)) is not None:
        return unit
    if not _holds_numbers(described):
        return NONE
    for pattern, unit in _UNIT_WORDS:
        if re.search(pattern, description, re.I):
            return unit
    return "1"


@cache
def fields_of(struct: type) -> Mapping[str, inspect.Field]:
    """The fields of a struct by the names that they are written with."""
    described = inspect.type_info(struct)
    assert isinstance(described, inspect.StructType)
    return {field.encode_name: field for field in described.fields}
