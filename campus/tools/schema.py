"""`campus schema`: what every file may hold, as JSON Schema (draft 7), so that an editor completes and explains it.

Everything comes from the types that the loaders themselves read with, and from their docstrings: a bound, a choice or
a sentence is written once. Reads no scene and opens no window.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from campus.errors import CampusError
from campus.learning.activities import activity_types
from campus.learning.unit_file import UnitForm
from campus.learning.yaml_questions import AnswerForm, QuestionForm
from campus.scene.forms import CampusForm, Parameter, PrefabForm, SceneForm
from campus.scene.model import Material
from campus.text import bilingual
from campus.tools.described import EXAMPLES, NONE, example_of, summary
from campus.tools.schema_space import SpaceWriter
from campus.tools.schema_types import Schema

FOLDER = "config/schema"
"""Where the schemas of a checkout are, under its root."""
DRAFT = "http://json-schema.org/draft-07/schema#"


def schemas() -> dict[str, Schema]:
    """Every schema by file name: `space.json`, `campus.json`, `prefab.json`, `material.json`, `unit.json`, ..."""
    return {
        "scenes.json": {
            "$schema": DRAFT,
            "title": "A file of scenes/",
            "description": "scenes/campus.yaml names the spaces; every other file is a space.",
            "if": {"required": ["spaces"]},
            "then": {"$ref": "campus.json"},
            "else": {"$ref": "space.json"},
        },
        "space.json": _Writer().space(),
        "campus.json": _Writer().of(CampusForm, "The campus: scenes/campus.yaml"),
        "prefab.json": _Writer(templated=True).prefab(),
        "material.json": _Writer().of(Material, "A material: assets/materials/NAME.yaml"),
        "unit.json": _Writer().unit(),
        "questions.json": _Writer().questions(),
    }


def as_text(schema: Schema) -> str:
    """The schema as it is kept in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write(folder: Path) -> list[Path]:
    """Write every schema into a folder, made when it is missing.

    Raises:
        CampusError: when the folder cannot be written to.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas().items():
            path = folder / name
            path.write_text(as_text(schema), encoding="utf-8")
            written.append(path)
    except OSError as error:
        why = (error.strerror or "error").lower()
        raise CampusError(
            bilingual(
                f"{folder} cannot be written to ({why}). Name another folder with --out.",
                f"On ne peut pas écrire dans « {folder} » (« {why} »). Nommez un autre dossier avec --out.",
            )
        ) from error
    return written


class _Writer(SpaceWriter):
    """Writes one schema of a whole file."""

    def of(self, struct: type, title: str) -> Schema:
        """The schema of a file that one struct describes."""
        return self._file(title, self._fields(struct))

    def space(self) -> Schema:
        """A space's file."""
        fields = self._fields(SceneForm)
        fields["properties"] |= {
            "shell": self.shell(),
            "light": self.light(),
            "nodes": self.nodes("What stands in the space, in reading order."),
            "layouts": self.layouts(),
            "on": self.rules(),
        }
        return self._file("A space: scenes/NAME.yaml", fields)

    def prefab(self) -> Schema:
        """A prefab's file; only its nodes may name its parameters."""
        nodes = self.nodes("The nodes that it is made of, placed about its own origin.")
        self.templated = False
        fields = self._fields(PrefabForm)
        fields["properties"] |= {
            "parameters": {
                "type": "object",
                "description": "What may be said where it is used; '${name}' in its nodes stands for the value.",
                "unit": NONE,
                "examples": [{"seat": {"type": "text", "default": "chair-light"}}],
                "additionalProperties": self._struct(Parameter, "parameter"),
            },
            "nodes": nodes,
        }
        fields["required"] = sorted({*fields["required"], "nodes"})
        return self._file("A prefab: scenes/prefabs/NAME.yaml", fields)

    def unit(self) -> Schema:
        """A unit's file."""
        fields = self._fields(UnitForm)
        kinds = activity_types()
        for name, struct in kinds.items():
            self.definitions[f"activity-{name}"] = self._typed(struct, name, {})
        fields["properties"]["plan"] = {
            "type": "array",
            "description": "What happens in class, in order.",
            "unit": NONE,
            "examples": [[dict(example_of(struct)) for struct in kinds.values()]],
            "items": self._choice(kinds, "activity-"),
        }
        fields["required"] = sorted({*fields["required"], "plan"})
        return self._file("A unit: assets/units/NAME/unit.yaml", fields)

    def questions(self) -> Schema:
        """A unit's questions."""
        question = self._fields(QuestionForm)
        question["properties"]["answers"] = {
            "type": "array",
            "description": "The answers to choose from, two to eight, one of them right.",
            "unit": NONE,
            "examples": [[{"text": EXAMPLES["text"], "right": True, "feedback": EXAMPLES["feedback"]}]],
            "minItems": 2,
            "maxItems": 8,
            "items": self._struct(AnswerForm, "answer"),
        }
        question["required"] = sorted({*question["required"], "answers"})
        self.definitions["question"] = {"description": summary(QuestionForm), **question}
        return {
            "$schema": DRAFT,
            "title": "The questions of a unit: assets/units/NAME/questions.yaml",
            "type": "object",
            "additionalProperties": False,
            "required": ["questions", "schema"],
            "properties": {
                "schema": {"const": 1, "description": "Version of the language.", "unit": NONE, "examples": [1]},
                "questions": {
                    "type": "array",
                    "description": "Each with one right answer.",
                    "unit": NONE,
                    "examples": [[]],
                    "items": {"$ref": "#/definitions/question"},
                },
            },
            "definitions": self.definitions,
        }

    def _file(self, title: str, fields: Schema) -> Schema:
        return {
            "$schema": DRAFT,
            "title": title,
            **fields,
            "definitions": dict(sorted(self.definitions.items())),
        }


def properties_of(schema: Schema) -> Iterable[tuple[str, Schema]]:
    """Every property of a schema and of its definitions, each with its dotted path."""
    for name, property_ in (schema.get("properties") or {}).items():
        yield name, property_
        yield from ((f"{name}.{path}", inner) for path, inner in properties_of(property_))
    for name, definition in (schema.get("definitions") or {}).items():
        yield from ((f"{name}.{path}", inner) for path, inner in properties_of(definition))
    items = schema.get("items")
    if isinstance(items, dict):
        yield from properties_of(items)
