"""The types that the loaders read with, as pieces of JSON Schema: structs, choices, bounds, sentences.

Knows no file and no space; `schema` puts the pieces together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import inspect

from campus.tools.described import EXAMPLES, NONE, SAMPLES, documented, example_of, fields_of, summary, unit_of

Schema = dict[str, Any]


class TypeWriter:
    """Writes types; structs become definitions.

    Args:
        templated: whether `${name}` may stand in place of any value, as in a prefab.
    """

    def __init__(self, *, templated: bool = False) -> None:
        self.templated = templated
        self.definitions: dict[str, Schema] = {}

    # --- structs and their fields ----------------------------------------------------------------------------------

    def _choice(self, kinds: Mapping[str, type], prefix: str) -> Schema:
        """A mapping whose `type` says which definition it follows."""
        names = sorted(kinds)
        return {
            "type": "object",
            "required": ["type"],
            "properties": {
                "type": {
                    "enum": names,
                    "enumDescriptions": [summary(kinds[name]) for name in names],
                    "description": "What it is, a word of the vocabulary.",
                    "unit": NONE,
                    "examples": names[:3],
                }
            },
            "allOf": [
                {
                    "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                    "then": {"$ref": f"#/definitions/{prefix}{name}"},
                }
                for name in names
            ],
        }

    def _typed(self, struct: type, name: str, extra: Schema) -> Schema:
        """A struct that is written with a `type`."""
        fields = self._fields(struct)
        own = {"const": name, "description": summary(struct), "unit": NONE, "examples": [name]}
        fields["properties"] = {"type": own, **fields["properties"], **extra}
        fields["required"] = sorted({*fields["required"], "type"})
        return {"description": summary(struct), **fields}

    def _struct(self, struct: type, key: str) -> Schema:
        """A reference to a struct's definition, written once."""
        if key not in self.definitions:
            self.definitions[key] = {}  # it may hold itself
            self.definitions[key] = {"description": summary(struct), **self._fields(struct)}
        return {"$ref": f"#/definitions/{key}"}

    def _fields(self, struct: type) -> Schema:
        told, shown = documented(struct), example_of(struct)
        properties: Schema = {}
        required = []
        for field in fields_of(struct).values():
            description = told.get(field.name) or told.get(field.encode_name) or ""
            example = shown.get(field.encode_name, EXAMPLES.get(field.encode_name, msgspec.UNSET))
            if example is msgspec.UNSET and field.default not in (msgspec.NODEFAULT, None, msgspec.UNSET):
                example = msgspec.to_builtins(field.default)
            property_ = self._property(field.type, description, field.encode_name, example)
            if not field.required and field.default not in (msgspec.NODEFAULT, None, msgspec.UNSET):
                property_["default"] = msgspec.to_builtins(field.default)
            properties[field.encode_name] = property_
            if field.required:
                required.append(field.encode_name)
        return {
            "type": "object",
            "properties": properties,
            "required": sorted(required),
            "additionalProperties": False,
        }

    def _property(self, described: inspect.Type, description: str, name: str, example: Any) -> Schema:
        shape = self._shape(described)
        if example is msgspec.UNSET or example is None:
            example = self._sample(shape)
        return {
            **shape,
            "description": description,
            "unit": unit_of(described, f"{description} {name.replace('_', ' ')}"),
            "examples": [example],
        }

    def _sample(self, shape: Schema) -> Any:
        """Some value of a shape."""
        if "$ref" in shape:
            known = self.definitions[shape["$ref"].rpartition("/")[2]]
            properties = known.get("properties", {})
            return {name: properties[name]["examples"][0] for name in known.get("required", ()) or list(properties)[:1]}
        if "anyOf" in shape:
            return self._sample(shape["anyOf"][0])
        for word in ("const", "enum"):
            if word in shape:
                return shape[word] if word == "const" else shape[word][0]
        if shape.get("type") == "array":
            items = shape.get("items", {})
            parts = items if isinstance(items, list) else [items] * max(shape.get("minItems", 1), 1)
            return [self._sample(part) for part in parts]
        if shape.get("type") == "object":
            inner = shape.get("additionalProperties")
            return {"north": self._sample(inner)} if isinstance(inner, dict) and inner else {}
        sample = SAMPLES.get(shape.get("type", ""), 1)
        low, high = shape.get("minimum"), shape.get("maximum")
        if isinstance(sample, int | float) and not isinstance(sample, bool):
            sample = max(sample, low) if low is not None else sample
            sample = min(sample, high) if high is not None else sample
        return sample

    def _shape(self, described: inspect.Type) -> Schema:
        """What a value of a type may be; in a prefab also `${name}`."""
        shape = self._plain_shape(described)
        if not self.templated or (shape.get("type") == "string" and "pattern" not in shape) or not shape:
            return shape
        self.definitions["parameter-name"] = {
            "type": "string",
            "pattern": r"\$\{[^{}]*\}",
            "description": "A parameter of the prefab, as in '${width}'.",
        }
        return {"anyOf": [shape, {"$ref": "#/definitions/parameter-name"}]}

    def _plain_shape(self, described: inspect.Type) -> Schema:
        match described:
            case inspect.Metadata():
                return self._plain_shape(described.type)
            case inspect.IntType() | inspect.FloatType():
                kind = "integer" if isinstance(described, inspect.IntType) else "number"
                bounds = {
                    "minimum": described.ge,
                    "exclusiveMinimum": described.gt,
                    "maximum": described.le,
                    "exclusiveMaximum": described.lt,
                }
                return {"type": kind, **_given(bounds)}
            case inspect.StrType():
                limits = {
                    "pattern": described.pattern,
                    "minLength": described.min_length,
                    "maxLength": described.max_length,
                }
                return {"type": "string", **_given(limits)}
            case inspect.BoolType():
                return {"type": "boolean"}
            case inspect.NoneType():
                return {"type": "null"}
            case inspect.LiteralType():
                return {"enum": list(described.values)} if len(described.values) > 1 else {"const": described.values[0]}
            case inspect.TupleType():
                count = len(described.item_types)
                items = [self._shape(t) for t in described.item_types]
                return {
                    "type": "array",
                    "items": items,
                    "minItems": count,
                    "maxItems": count,
                    "additionalItems": False,
                }
            case inspect.VarTupleType() | inspect.ListType():
                limits = {"minItems": described.min_length, "maxItems": described.max_length}
                return {"type": "array", "items": self._shape(described.item_type), **_given(limits)}
            case inspect.DictType():
                shape: Schema = {"type": "object", "additionalProperties": self._shape(described.value_type)}
                keys = self._plain_shape(described.key_type)
                return {**shape, "propertyNames": keys} if keys != {"type": "string"} else shape
            case inspect.StructType():
                return self._struct(described.cls, _kebab(described.cls.__name__))
            case inspect.UnionType():
                return {"anyOf": [self._plain_shape(t) for t in described.types]}
            case _:
                return {}


def _given(values: Mapping[str, Any]) -> Schema:
    return {key: value for key, value in values.items() if value is not None}


def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
