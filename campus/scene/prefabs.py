"""Prefabs: a list of nodes with parameters, used many times. Owns parameters and overrides; places nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from campus.ids import MaterialId, did_you_mean
from campus.quantities import Length
from campus.scene.convert import to_struct, to_type
from campus.scene.findings import Findings
from campus.scene.forms import Parameter, PrefabForm
from campus.scene.model import Source
from campus.scene.scalars import WRONG
from campus.scene.values import Excused, Fields, Items, Scalar, Value
from campus.scene.wording import must_be_mapping, needs_field
from campus.text import Text, bilingual

_KINDS = {
    "text": str,
    "number": float,
    "integer": int,
    "truth": bool,
    "length": Length,
    "material": MaterialId,
    "text-both": Text,
}
_NAMED = re.compile(r"\$\{([^{}]*)\}")
_NEGATED = re.compile(r"-\$\{([^{}]*)\}")


@dataclass(frozen=True)
class Prefab:
    """A prefab as its file has it.

    Attributes:
        parameters: by name; and `defaults`, the values of those that have one.
        nodes: not yet converted, parameters not yet filled in.
    """

    name: str
    parameters: Mapping[str, Parameter]
    defaults: Mapping[str, Value]
    nodes: Items


def read_prefab(value: Value, name: str, findings: Findings) -> Prefab | None:
    """The prefab that a file holds, or None when it is not one (every mistake is noted)."""
    if not isinstance(value, Fields):
        what = Text(fr="le fichier d’un préfabriqué", en="a prefab's file")
        findings.add(value.source, must_be_mapping(what, "{prefab: …, nodes: …}"), code="wrong-type")
        return None
    form = to_struct(value, PrefabForm, "prefab", findings, also=("parameters", "nodes"))
    if form is not None:
        findings.expect_name(value.place("prefab"), Text(fr="le préfabriqué", en="prefab"), name, form.prefab)
    nodes = value.get("nodes")
    if not isinstance(nodes, Items):
        message = (
            needs_field("prefab", "nodes")
            if nodes is None
            else bilingual("prefab.nodes must be a list of nodes.", "prefab.nodes doit être une liste de nœuds.")
        )
        findings.add(value.place("nodes"), message, code="missing-field" if nodes is None else "wrong-type")
        nodes = Items([], value.source)
    parameters: dict[str, Parameter] = {}
    defaults: dict[str, Value] = {}
    given = value.get("parameters")
    if isinstance(given, Fields):
        for key, (_, entry) in given.entries.items():
            if not isinstance(entry, Fields):
                message = must_be_mapping(_parameter(key), "{type: …, default: …}")
                findings.add(entry.source, message, code="wrong-type")
                continue
            parameter = to_struct(entry, Parameter, _parameter(key), findings)
            if parameter is None:
                continue
            parameters[key] = parameter
            if (default := entry.get("default")) is not None:
                defaults[key] = default
                _check(default, key, parameter, findings)
    elif given is not None:
        message = must_be_mapping("prefab.parameters", "{name: {type: …, default: …}}")
        findings.add(given.source, message, code="wrong-type")
    return Prefab(name, parameters, defaults, nodes)


def _check(value: Value, name: str, parameter: Parameter, findings: Findings) -> bool:
    return to_type(value, _KINDS[parameter.type], _parameter(name), findings) is not WRONG


def _parameter(name: str) -> Text:
    return bilingual(f"parameter '{name}'", f"le paramètre « {name} »")


def arguments(prefab: Prefab, given: Value | None, place: Source, findings: Findings) -> dict[str, Value]:
    """The value of every parameter: what `with` gives, else the default.

    Args:
        prefab: whose parameters.
        given: what stands under `with`, or None.
        place: of the node that uses the prefab, for a parameter that is missing.
        findings: takes unknown, missing and wrong ones.
    """
    values = dict(prefab.defaults)
    if isinstance(given, Fields):
        for key, (written, entry) in given.entries.items():
            if key not in prefab.parameters:
                findings.add(
                    written.source,
                    bilingual(
                        f"prefab '{prefab.name}' has no parameter '{key}'.",
                        f"le préfabriqué « {prefab.name} » n'a pas de paramètre « {key} ».",
                    ),
                    code="unknown-field",
                    hint=did_you_mean(key, prefab.parameters),
                )
            else:
                sound = _check(entry, key, prefab.parameters[key], findings)
                values[key] = entry if sound else Excused(entry.source)
    elif given is not None:
        findings.add(given.source, must_be_mapping("prefab.with", "{parameter: value}"), code="wrong-type")
    for key, parameter in prefab.parameters.items():
        if key not in values:
            findings.add(
                place,
                bilingual(
                    f"prefab '{prefab.name}' needs its parameter '{key}'.",
                    f"le préfabriqué « {prefab.name} » demande son paramètre « {key} ».",
                ),
                code="missing-field",
                hint=bilingual(
                    f"Add it under 'with'; its type is {parameter.type}.",
                    f"Ajoutez-le sous « with » ; son type est « {parameter.type} ».",
                ),
            )
            values[key] = Excused(place)
    return values


def filled(value: Value, values: Mapping[str, Value], unknown: Callable[[str, Source], None]) -> Value:
    """The value with every `${name}` replaced.

    A parameter that is the whole scalar is replaced by its value, whatever that is; `-${name}` is the same on the other
    side of zero; inside text, a parameter is replaced by its words. Values
    keep the place where they were written: a wrong one is told where somebody gave it, not inside the prefab.

    Args:
        value: of the prefab's file.
        values: of the parameters.
        unknown: told of names that the prefab has no parameter for, or none that can stand inside text.
    """
    if isinstance(value, Items):
        return Items([filled(item, values, unknown) for item in value.items], value.source)
    if isinstance(value, Fields):
        entries = {k: (key, filled(v, values, unknown)) for k, (key, v) in value.entries.items()}
        return Fields(entries, value.source)
    if isinstance(value, Excused) or "${" not in value.text:
        return value
    if (negated := _NEGATED.fullmatch(value.text)) is not None and isinstance(number := values.get(negated[1]), Scalar):
        text = number.text[1:] if number.text.startswith("-") else f"-{number.text}"
        return Scalar(text, number.plain, number.source)
    if (whole := _NAMED.fullmatch(value.text)) is not None:
        if whole[1] in values:
            return values[whole[1]]
        unknown(whole[1], value.source)
        return Excused(value.source)
    words = {name: values.get(name) for name in _NAMED.findall(value.text)}
    for name, word in words.items():
        if not isinstance(word, Scalar):
            if not isinstance(word, Excused):
                unknown(name, value.source)
            return Excused(value.source)
    text = _NAMED.sub(lambda match: getattr(words[match[1]], "text", ""), value.text)
    return Scalar(text, False, value.source)


def overridden(nodes: dict[str, Fields], given: Value | None, prefab: str, findings: Findings) -> dict[str, Fields]:
    """The nodes by id, with the fields that `override: {id: {field: value}}` gives in place of their own."""
    if given is None:
        return nodes
    if not isinstance(given, Fields):
        findings.add(given.source, must_be_mapping("prefab.override", "{node: {field: value}}"), code="wrong-type")
        return nodes
    result = dict(nodes)
    for id_, (written, change) in given.entries.items():
        outer, _, inner = id_.partition(".")
        if isinstance(change, Excused):
            continue
        if not isinstance(change, Fields):
            findings.add(change.source, must_be_mapping(f"override.{id_}", "{field: value}"), code="wrong-type")
        elif id_ in nodes:
            kept = result[id_]
            result[id_] = Fields({**kept.entries, **change.entries}, kept.source)
        elif inner and outer in nodes and "use" in nodes[outer].entries:
            result[outer] = _passed_on(result[outer], inner, written, change)
        else:
            hint = did_you_mean(id_, nodes)
            message = bilingual(
                f"prefab '{prefab}' has no node '{id_}'.", f"le préfabriqué « {prefab} » n'a pas de nœud « {id_} »."
            )
            findings.add(written.source, message, code="unknown-node", hint=hint)
    return result


def _passed_on(node: Fields, inner: str, written: Scalar, change: Fields) -> Fields:
    """A nested prefab's node, whose own `override` also gets what the outer one says of its node `inner`."""
    own = node.get("override")
    entries = dict(own.entries) if isinstance(own, Fields) else {}
    before = entries[inner][1] if inner in entries else None
    merged = Fields({**before.entries, **change.entries}, change.source) if isinstance(before, Fields) else change
    entries[inner] = (written, merged)
    overrides = Fields(entries, change.source)
    return Fields({**node.entries, "override": (written, overrides)}, node.source)
