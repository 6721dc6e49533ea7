"""`campus schema`: what every file may hold, as JSON Schema (draft 7), so that an editor completes and explains it.

Everything comes from the types that the loaders themselves read with, and from their docstrings: a bound, a choice or
a sentence is written once. Reads no scene and opens no window.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import inspect

from campus.components import Opening, component_named, component_types
from campus.components.lamp import Lamp
from campus.errors import CampusError
from campus.learning.activities import activity_types
from campus.learning.unit_file import UnitForm
from campus.learning.yaml_questions import AnswerForm, QuestionForm
from campus.scene.forms import CampusForm, Parameter, PrefabForm, PrefabUse, Repeat, SceneForm
from campus.scene.light import Lamps
from campus.scene.model import Material
from campus.scene.rules import DO, WHEN
from campus.text import Text
from campus.tools.described import EXAMPLES, NONE, example_of, fields_of, summary, unit_of
from campus.tools.schema_types import Schema, TypeWriter

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
        raise CampusError(
            f"{folder} cannot be written to ({(error.strerror or 'error').lower()}). Name another folder with --out."
        ) from error
    return written


class _Writer(TypeWriter):
    """Writes one schema of a whole file."""

    # --- whole files -----------------------------------------------------------------------------------------------

    def of(self, struct: type, title: str) -> Schema:
        """The schema of a file that one struct describes."""
        return self._file(title, self._fields(struct))

    def space(self) -> Schema:
        """A space's file."""
        fields = self._fields(SceneForm)
        fields["properties"] |= {
            "shell": self._shell(),
            "light": self._light(),
            "nodes": self._nodes("What stands in the space, in reading order."),
            "layouts": self._layouts(),
            "on": self._rules(),
        }
        return self._file("A space: scenes/NAME.yaml", fields)

    def prefab(self) -> Schema:
        """A prefab's file; only its nodes may name its parameters."""
        nodes = self._nodes("The nodes that it is made of, placed about its own origin.")
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

    # --- what a space is made of -----------------------------------------------------------------------------------

    def _nodes(self, description: str) -> Schema:
        kinds = {name: component_named(name) for name in component_types()}
        known = {name: struct for name, struct in kinds.items() if not callable(getattr(struct, "shell", None))}
        for name, struct in known.items():
            self._component(name, struct)
        use = self._typed(PrefabUse, "prefab", {"repeat": self._repeat()})
        use["properties"] |= {
            "with": {
                "type": "object",
                "description": "Values for the prefab's parameters, by name.",
                "unit": NONE,
                "examples": [{"seat": "chair-light"}],
            },
            "override": {
                "type": "object",
                "description": "Fields of the prefab's nodes, by the node's id, in place of its own.",
                "unit": NONE,
                "examples": [{"seat-2": {"fabric": "linen"}}],
                "additionalProperties": {"type": "object"},
            },
        }
        self.definitions["node-prefab"] = use
        return {
            "type": "array",
            "description": description,
            "unit": NONE,
            "examples": [[{"type": "spawn", "id": "entry", "at": [1.2, 1.2], "facing": "north"}]],
            "items": self._choice({**known, "prefab": PrefabUse}, "node-"),
        }

    def _component(self, name: str, struct: type) -> Schema:
        key = f"node-{name}"
        if key not in self.definitions:
            extra = {} if "repeat" in fields_of(struct) else {"repeat": self._repeat()}
            self.definitions[key] = {}
            self.definitions[key] = self._typed(struct, name, extra)
        return {"$ref": f"#/definitions/{key}"}

    def _repeat(self) -> Schema:
        return {
            **self._struct(Repeat, "repeat"),
            "description": "The same thing many times: in a row, in a grid (x fastest) or on an arc.",
            "unit": NONE,
            "examples": [{"count": [3, 2], "step": [2.0, 1.5], "from": [1, 1]}],
        }

    def _shell(self) -> Schema:
        openings = [n for n in component_types() if issubclass(component_named(n), Opening)]
        forms = {n: component_named(n) for n in component_types() if callable(getattr(component_named(n), "shell", 0))}
        properties: Schema = {}
        for name, struct in forms.items():
            fields = self._fields(struct)
            # The surfaces may stand beside the form, and what a node's place says has no meaning for a shell.
            self.definitions[f"shell-{name}"] = {"description": summary(struct), **fields}
            properties[name] = {
                "$ref": f"#/definitions/shell-{name}",
                "description": summary(struct),
                "unit": NONE,
                "examples": [{"size": [6, 5, 3.2]}],
            }
            for surface in ("floor", "walls", "ceiling"):
                if surface in fields["properties"]:
                    properties[surface] = fields["properties"][surface]
        for name in openings:
            self._component(name, component_named(name))
        properties["openings"] = {
            "type": "array",
            "description": "Doors, windows and other holes in the walls.",
            "unit": NONE,
            "examples": [[{"type": "window", "wall": "west", "at": 2.5, "size": [3, 1.6], "sill": 0.9}]],
            "items": self._choice({n: component_named(n) for n in openings}, "node-"),
        }
        return {
            "type": "object",
            "description": "The architecture: the form of the space, its surfaces, its openings.",
            "unit": NONE,
            "examples": [{"room": {"size": [6, 5, 3.2]}, "floor": "oak", "walls": "lime-plaster"}],
            "properties": properties,
            "additionalProperties": False,
        }

    def _light(self) -> Schema:
        lamp = self._fields(Lamp)
        for key in ("id", "at", "facing", "wall", "group", "kind"):
            lamp["properties"].pop(key, None)
        kind = self._fields(Lamp)["properties"]["kind"]
        grid = self._property(
            inspect.type_info(tuple[Lamps, Lamps]), "How many lamps east, and how many north.", "grid", [3, 2]
        )
        lamp["properties"] = {"type": kind, "grid": {**grid, "unit": "count"}, **lamp["properties"]}
        lamp["required"] = ["grid"]
        return {
            "type": "object",
            "description": "The artificial light of the space.",
            "unit": NONE,
            "examples": [{"lamps": {"type": "panel", "grid": [3, 2], "lumens": 3200}}],
            "additionalProperties": False,
            "properties": {
                "lamps": {
                    "description": "Equal lamps in a regular grid under the ceiling; further fields are those of lamp.",
                    "unit": NONE,
                    "examples": [{"type": "panel", "grid": [3, 2], "lumens": 3200}],
                    **lamp,
                },
                "states": {
                    "type": "object",
                    "description": "What share of their light the lamps give in each state; the first one is how the "
                    "space opens.",
                    "unit": "1",
                    "examples": [{"discussion": {"lamps": 1}, "lecture": {"lamps": 0.3}}],
                    "additionalProperties": {
                        "type": "object",
                        "properties": {
                            "lamps": {
                                "type": "number",
                                "minimum": 0,
                                "maximum": 1,
                                "description": "The share of their light that all lamps give: 0 is out, 1 is full.",
                                "unit": "1",
                                "examples": [0.3],
                            },
                            "daylight": {
                                "type": "number",
                                "minimum": 0,
                                "maximum": 1,
                                "description": "The share of the daylight that the blinds let in: 0 is closed, 1 is "
                                "open.",
                                "unit": "1",
                                "examples": [0.25],
                            },
                            "title": self._title_of_a_choice("What people call this state of the light."),
                        },
                        "required": ["lamps"],
                        "additionalProperties": False,
                    },
                },
            },
        }

    def _layouts(self) -> Schema:
        use = self._fields(PrefabUse)["properties"]
        move = {
            "type": "string",
            "description": "A node, a prefab's instance, a group, or a pattern with '*'.",
            "unit": NONE,
            "examples": ["chair-*"],
        }
        moves: Schema = {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["move"],
                "properties": {"move": move, "at": use["at"], "facing": use["facing"], "repeat": self._repeat()},
                "additionalProperties": False,
            },
        }
        return {
            "type": "object",
            "description": "The same furniture placed differently, by name; the first is how the space opens.",
            "unit": NONE,
            "examples": [{"islands": [], "line": [{"move": "table", "repeat": {"count": 4, "step": 2.0}}]}],
            "additionalProperties": {
                "anyOf": [
                    moves,
                    {
                        "type": "object",
                        "required": ["title", "moves"],
                        "properties": {
                            "title": self._title_of_a_choice("What people call this layout."),
                            "moves": {
                                **moves,
                                "description": "What it moves, and where to.",
                                "unit": NONE,
                                "examples": [[{"move": "table", "at": [1.0, 2.0]}]],
                            },
                        },
                        "additionalProperties": False,
                    },
                ]
            },
        }

    def _title_of_a_choice(self, description: str) -> Schema:
        example = {"fr": "Bocal", "en": "Fishbowl"}
        return self._property(inspect.type_info(Text), description, "title", example)

    def _rules(self) -> Schema:
        when = self._phrase(WHEN, "When something happens: one word, and what it is about.", {"enter": "corner"})
        effect = {"caption": {"fr": "Espace calme", "en": "Quiet corner"}}
        do = self._phrase(DO, "What is done about it: one word, and what it takes.", effect)
        rule = {
            "type": "object",
            "additionalProperties": False,
            "required": ["do", "when"],
            "properties": {
                "when": when,
                "do": {
                    "type": "array",
                    "description": "What is done about it, in order.",
                    "unit": NONE,
                    "examples": [[effect]],
                    "minItems": 1,
                    "items": do,
                },
            },
        }
        return {
            "type": "array",
            "description": "Rules: when something happens, do something. Data from a closed vocabulary, never code.",
            "unit": NONE,
            "examples": [[{"when": {"enter": "corner"}, "do": [effect]}]],
            "items": rule,
        }

    def _phrase(self, words: Mapping[str, Any], description: str, example: object) -> Schema:
        properties = {
            word: {
                **self._shape(inspect.type_info(type_)),
                "description": f"What '{word}' is about.",
                "unit": unit_of(inspect.type_info(type_), "seconds"),
                "examples": [self._sample(self._shape(inspect.type_info(type_)))],
            }
            for word, type_ in words.items()
        }
        return {
            "type": "object",
            "description": description,
            "unit": NONE,
            "examples": [example],
            "properties": properties,
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
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
