"""Prefabs: parameters, nesting, overrides, names and places."""

from collections.abc import Callable
from pathlib import Path

import pytest

from campus.errors import SceneErrors
from campus.scene import Scene, load_campus
from campus.scene.composing import node_frame
from campus.text import Text

WriteCampus = Callable[..., Path]
TABLE = """\
prefab: island
parameters:
  seat: {type: text, default: chair-light}
  length: {type: length, default: 1.4}
  fabric: {type: material, default: blue-fabric}
  label: {type: text-both, default: {fr: Îlot, en: Island}}
nodes:
  - {type: table, id: table, at: [0, 0], size: ["${length}", 0.7], name: "${label}"}
  - {type: seat, id: south, at: [0, -0.8], facing: table, style: "${seat}", fabric: "${fabric}"}
  - {type: seat, id: north, at: [0, 0.8], facing: table, style: "${seat}"}
"""


def lab_of(root: Path) -> Scene:
    return load_campus(root).scenes["lab"]


def refusal_of(root: Path) -> list[str]:
    with pytest.raises(SceneErrors) as refused:
        load_campus(root)
    return str(refused.value).splitlines()


def test_a_prefab_brings_its_nodes_named_after_the_instance(write_campus: WriteCampus) -> None:
    lab = lab_of(write_campus("nodes: [{type: prefab, use: island, id: first}]", prefabs={"island": TABLE}))
    assert [node.id for node in lab.nodes] == ["first.table", "first.south", "first.north"]
    assert lab.node("first.south").spec.style == "chair-light"
    assert lab.node("first.table").spec.name == Text(fr="Îlot", en="Island")
    assert lab.node("first.south").source.file == "scenes/prefabs/island.yaml"


def test_arguments_take_the_place_of_parameters(write_campus: WriteCampus) -> None:
    lab = lab_of(
        write_campus(
            "nodes: [{type: prefab, use: island, with: {seat: stool, length: 2, label: {fr: Ici, en: Here}}}]",
            prefabs={"island": TABLE},
        )
    )
    assert [node.id for node in lab.nodes] == ["island-1.table", "island-1.south", "island-1.north"]
    assert lab.nodes[1].spec.style == "stool"
    assert lab.nodes[0].spec.size[0] == 2.0
    assert lab.nodes[0].spec.name.fr == "Ici"


def test_a_parameter_with_a_minus_stands_on_the_other_side(write_campus: WriteCampus) -> None:
    pair = (
        "prefab: pair\nparameters: {apart: {type: number, default: 0.5}}\n"
        'nodes:\n  - {type: prop, id: left, at: ["-${apart}", 0]}\n  - {type: prop, id: right, at: ["${apart}", 0]}\n'
    )
    for given, left, right in (("", -0.5, 0.5), (", with: {apart: -2}", 2, -2), (", with: {apart: 0}", 0, 0)):
        lab = lab_of(write_campus(f"nodes: [{{type: prefab, use: pair, id: it{given}}}]", prefabs={"pair": pair}))
        assert [node.spec.at[0] for node in lab.nodes] == [left, right]


def test_a_minus_before_what_is_no_number_is_told_where_it_was_given(write_campus: WriteCampus) -> None:
    pair = 'prefab: pair\nparameters: {apart: {type: text}}\nnodes:\n  - {type: prop, id: left, at: ["-${apart}", 0]}\n'
    root = write_campus("nodes: [{type: prefab, use: pair, id: it, with: {apart: far}}]", prefabs={"pair": pair})
    (told,) = refusal_of(root)
    assert told.startswith("scenes/lab.yaml:")
    assert "got '-far'" in told


def test_a_wrong_argument_is_told_where_it_was_given(write_campus: WriteCampus) -> None:
    root = write_campus(
        "nodes:\n"
        "  - type: prefab\n"
        "    use: island\n"
        "    with: {seat: stol, length: -1, fabrik: wool, fabric: bleu-fabric}\n",
        prefabs={"island": TABLE},
    )
    assert refusal_of(root) == [
        "scenes/lab.yaml:7:18: seat.style cannot be 'stol'. Did you mean 'stool'?",
        "scenes/lab.yaml:7:32: parameter 'length' must be greater than 0 m, got -1.",
        "scenes/lab.yaml:7:36: prefab 'island' has no parameter 'fabrik'. Did you mean 'fabric'?",
        "scenes/lab.yaml:7:58: parameter 'fabric' is 'bleu-fabric', which no file of assets/materials defines. "
        "Did you mean 'blue-fabric'?",
    ]


def test_an_instance_is_turned_and_moved_as_a_whole(write_campus: WriteCampus) -> None:
    lab = lab_of(
        write_campus("nodes: [{type: prefab, use: island, id: i, at: [5, 4], facing: west}]", prefabs={"island": TABLE})
    )
    south = node_frame(lab.node("i.south"), None)
    assert south[:3] == pytest.approx((5.8, 4.0, 0.0)), "what was south of the table is east of it, turned to the west"
    assert south.heading == pytest.approx(90.0), "and still faces the table"


def test_a_prefab_on_a_wall_stands_in_the_walls_frame(write_campus: WriteCampus) -> None:
    prefab = "prefab: plaque\nnodes: [{type: seat, id: seat, at: [0.5, -1.0]}]\n"
    lab = lab_of(
        write_campus(
            "shell: {room: {size: [9, 7, 3.2]}}\nnodes: [{type: prefab, use: plaque, id: p, wall: east, at: 2}]\n",
            prefabs={"plaque": prefab},
        )
    )
    assert node_frame(lab.node("p.seat"), (9, 7, 3.2))[:3] == pytest.approx((8.0, 1.5, 0.0))


def test_repeated_prefabs_are_numbered_and_grouped(write_campus: WriteCampus) -> None:
    lab = lab_of(
        write_campus(
            "nodes:\n"
            "  - type: prefab\n"
            "    use: island\n"
            "    repeat: {count: [2, 2], step: [3.0, 2.6], from: [2.6, 2.0]}\n"
            "    group: table\n",
            prefabs={"island": TABLE},
        )
    )
    assert lab.groups["table"] == ("table-1", "table-2", "table-3", "table-4")
    assert len(lab.nodes) == 12
    assert node_frame(lab.node("table-4.table"), None)[:3] == pytest.approx((5.6, 4.6, 0.0))


def test_prefabs_nest_and_are_overridden_by_id(write_campus: WriteCampus) -> None:
    outer = """\
prefab: corner
nodes:
  - {type: prefab, use: island, id: big, at: [1, 0], override: {south: {style: stool}}}
  - {type: lamp, id: lamp}
"""
    lab = lab_of(
        write_campus(
            "nodes:\n"
            "  - type: prefab\n"
            "    use: corner\n"
            "    id: c\n"
            "    override: {lamp: {lumens: 900}, big.north: {style: armchair}, big: {at: [2, 0]}}\n",
            prefabs={"island": TABLE, "corner": outer},
        )
    )
    assert [node.id for node in lab.nodes] == ["c.big.table", "c.big.south", "c.big.north", "c.lamp"]
    assert lab.node("c.big.south").spec.style == "stool"
    assert lab.node("c.big.north").spec.style == "armchair"
    assert lab.node("c.lamp").spec.lumens == 900
    assert lab.node("c.big.table").origin[:3] == (2.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (
            "{type: prefab, use: iland}",
            ["scenes/lab.yaml:4:29: there is no prefab 'iland'. Did you mean 'island'?"],
        ),
        (
            "{type: prefab}",
            ["scenes/lab.yaml:4:9: prefab needs a field 'use'. It is text."],
        ),
        (
            "{type: prefab, use: island, override: {soth: {style: stool}}}",
            ["scenes/lab.yaml:4:48: prefab 'island' has no node 'soth'. Did you mean 'south'?"],
        ),
        (
            "{type: prefab, use: island, override: {south: {stile: stool}}}",
            ["scenes/lab.yaml:4:56: seat has no field 'stile'. Did you mean 'style'?"],
        ),
        (
            "{type: prefab, use: endless}",
            [
                "scenes/prefabs/endless.yaml:2:29: prefabs nest without end or too deep: "
                "'endless' uses 'endless'. At most 8 within each other."
            ],
        ),
        (
            "{type: prefab, use: needy}",
            [
                "scenes/lab.yaml:4:9: prefab 'needy' needs its parameter 'model'. "
                "Add it under 'with'; its type is text.",
            ],
        ),
        (
            "{type: prefab, use: hung}",
            [
                "scenes/prefabs/hung.yaml:2:30: screen is part of a prefab and cannot hang on a wall of the shell by "
                "itself. Give 'wall' where the prefab is used; its nodes then stand in the wall's frame.",
            ],
        ),
        (
            "{type: prefab, use: mistaken}",
            [
                "scenes/prefabs/mistaken.yaml:1:9: this file must hold prefab 'mistaken', not 'other'. "
                "A prefab is named as its file is.",
                "scenes/prefabs/mistaken.yaml:2:24: parameter 'a'.type cannot be 'txt'. Did you mean 'text'?",
                "scenes/prefabs/mistaken.yaml:3:29: prefab 'mistaken' has no parameter 'b'.",
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_prefab_is_told_once(node: str, expected: list[str], write_campus: WriteCampus) -> None:
    prefabs = {
        "island": TABLE,
        "endless": "prefab: endless\nnodes: [{type: prefab, use: endless}]\n",
        "needy": "prefab: needy\nparameters: {model: {type: text}}\nnodes: [{type: prop, model: '${model}'}]\n",
        "hung": "prefab: hung\nnodes: [{type: screen, wall: north}]\n",
        "mistaken": "prefab: other\nparameters: {a: {type: txt}}\nnodes: [{type: seat, style: '${b}'}]\n",
    }
    assert refusal_of(write_campus(f"nodes: [{node}]", prefabs=prefabs)) == expected


@pytest.mark.parametrize("bomb", ["repeats", "uses"])
def test_a_bomb_of_prefabs_is_refused(bomb: str, write_campus: WriteCampus) -> None:
    def nodes(level: int) -> str:
        use = f"{{type: prefab, use: level-{level}"
        return f"{use}, repeat: {{count: 50, step: 1}}}}" if bomb == "repeats" else ", ".join([use + "}"] * 20)

    prefabs = {f"level-{i}": f"prefab: level-{i}\nnodes: [{nodes(i + 1)}]\n" for i in range(6)}
    prefabs["level-6"] = "prefab: level-6\nnodes: [{type: seat}]\n"
    messages = refusal_of(write_campus("nodes: [{type: prefab, use: level-0}]", prefabs=prefabs))
    assert messages
    assert all("the space has more than 20,000 nodes here." in message for message in messages)
    assert len(messages) < 20
