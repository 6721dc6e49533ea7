"""What a space's file may hold, as pieces of JSON Schema: its nodes, shell, light, layouts and rules.

Knows no other file; `schema` puts the pieces together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import inspect

from campus.components import Opening, component_named, component_types
from campus.components.lamp import Lamp
from campus.scene.forms import PrefabUse, Repeat
from campus.scene.light import Lamps
from campus.scene.rules import DO, WHEN
from campus.text import Text
from campus.tools.described import NONE, fields_of, summary, unit_of
from campus.tools.schema_types import Schema, TypeWriter


class SpaceWriter(TypeWriter):
    """Writes the parts of a space's file; what they are made of become definitions."""

    def nodes(self, description: str) -> Schema:
        """A list of nodes: every component, and uses of prefabs; `description` says what the list is for."""
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

    def shell(self) -> Schema:
        """The form of a space, its surfaces and its openings."""
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

    def light(self) -> Schema:
        """Lamps in a grid, and the light states."""
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

    def layouts(self) -> Schema:
        """The same furniture placed differently, by name."""
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

    def rules(self) -> Schema:
        """What happens when something happens."""
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
