"""Whatever one uses has a name that a screen reader can say: given by its author, or said by where it leads."""

import json
from collections.abc import Callable

import msgspec
import pytest

from campus.components import Component, Opening, component_named, component_types
from campus.proofs import Proof
from campus.space.anchoring import seat_name
from campus.text import Text
from campus.tools.described import example_of

Proved = Callable[..., dict[str, Proof]]

LAB = """\
schema: 1
space: lab
title: {{fr: Labo, en: Lab}}
shell: {{room: {{size: [30, 30, 6]}}, openings: [{opening}]}}
nodes:
  - {{type: spawn, id: entry, at: [1, 1], facing: north}}
{node}
"""


def is_used(type_: str) -> bool:
    """Whether one of that type, as its own example has it, is something that people use."""
    fields = {key: value for key, value in example_of(component_named(type_)).items() if key != "type"}
    spec: Component = msgspec.convert(fields, component_named(type_))
    anchors = spec.anchors()
    return bool(spec.verbs() or anchors.seats or anchors.screens)


USED = [t for t in component_types() if is_used(t) and t != "portal" and not issubclass(component_named(t), Opening)]


@pytest.mark.parametrize("type_", USED)
def test_what_one_uses_and_cannot_name_is_told_in_its_place(type_: str, proved: Proved) -> None:
    fields = {**example_of(component_named(type_)), "type": type_, "id": "thing"}
    fields.pop("name", None)
    written = "  - " + json.dumps(fields)
    found = proved(scene=LAB.format(opening="", node=written), only=("languages",))["languages"]
    assert [(f.message, f.line) for f in found.failures] == [
        (
            f"{type_} 'thing' can be used, and has no name that a screen reader could say."
            " Give it 'name: {fr: …, en: …}'.",
            7,
        )
    ]
    named = "  - " + json.dumps({**fields, "name": {"fr": "Chose", "en": "Thing"}})
    assert proved(scene=LAB.format(opening="", node=named), only=("languages",))["languages"].ok


def test_a_way_is_called_what_it_leads_to(proved: Proved) -> None:
    door = "{type: door, id: out, wall: south, at: 3, to: garden/lab}"
    assert proved(scene=LAB.format(opening=door, node=""), only=("languages",))["languages"].ok
    nowhere = door.replace(", to: garden/lab", "")
    (failure,) = proved(scene=LAB.format(opening=nowhere, node=""), only=("languages",))["languages"].failures
    assert failure.message.startswith("door 'out' can be used, and has no name")


@pytest.mark.parametrize(
    ("local", "said"),
    [
        ("", Text(fr="Gradins", en="Tiers")),
        ("3", Text(fr="Gradins, place 3", en="Tiers, seat 3")),
        ("row-6.13", Text(fr="Gradins, rang 6, place 13", en="Tiers, row 6, seat 13")),
        ("left", Text(fr="Gradins", en="Tiers")),
    ],
)
def test_a_seat_is_called_by_its_row_and_number(local: str, said: Text) -> None:
    assert seat_name(Text(fr="Gradins", en="Tiers"), local) == said
    assert seat_name(None, local) is None
