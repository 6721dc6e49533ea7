"""Layouts: the same furniture, placed differently; whoever names a thing wrongly is told, and nothing is guessed."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from campus.errors import SceneErrors
from campus.scene import load_campus
from campus.scene.titles import title_of
from campus.space import compile_space
from campus.space.model import Space

CAMPUS = """
schema: 1
title: {fr: Campus, en: Campus}
entry: lab
spaces: [{space: lab, at: [0, 0]}]
"""
LAB = """
schema: 1
space: lab
title: {fr: Labo, en: Lab}
nodes:
  - {type: spawn, id: entry, at: [0, 0]}
  - {type: table, id: desk, at: [2, 1], facing: north}
  - {type: seat, id: chair, at: [1, 1], repeat: {count: 3, step: [1, 0]}}
  - {type: prefab, use: island, id: island, at: [5, 5], facing: east}
"""
ISLAND = """
prefab: island
nodes:
  - {type: table, id: table, at: [0, 0]}
  - {type: seat, id: seat, at: [0, 1], facing: south}
"""


def load(root: Path, layouts: str, light: str = "") -> Space:
    (root / "scenes" / "prefabs").mkdir(parents=True)
    (root / "assets" / "materials").mkdir(parents=True)
    for name in ("oak", "blue-fabric"):
        (root / "assets" / "materials" / f"{name}.yaml").write_text(
            f"material: {name}\ntitle: {{fr: Bois, en: Wood}}\ncolour: '#B98B5C'\nroughness: 0.5\n"
            "absorption: [0, 0, 0, 0, 0, 0]\nsource: test\n"
        )
    (root / "scenes" / "campus.yaml").write_text(CAMPUS)
    (root / "scenes" / "prefabs" / "island.yaml").write_text(ISLAND)
    (root / "scenes" / "lab.yaml").write_text(LAB + textwrap.dedent(light) + textwrap.dedent(layouts))
    return compile_space(load_campus(root), "lab")


def test_the_first_layout_is_how_the_space_opens(tmp_path: Path) -> None:
    space = load(tmp_path, "layouts:\n  far: [{move: desk, at: [9, 9], facing: east}]\n  near: []\n")
    assert space.where["desk"] == pytest.approx((9, 9, 0, 270))
    near = compile_space(load_campus(tmp_path), "lab", layout="near")
    assert near.where["desk"] == pytest.approx((2, 1, 0, 0))


def test_there_is_no_layout_that_nobody_wrote(tmp_path: Path) -> None:
    load(tmp_path, "layouts: {near: []}\n")
    with pytest.raises(KeyError):
        compile_space(load_campus(tmp_path), "lab", layout="nowhere")


def test_what_a_repeat_numbered_moves_in_order(tmp_path: Path) -> None:
    space = load(
        tmp_path, "layouts: {line: [{move: chair, facing: desk, repeat: {count: 3, step: [0, 1], from: [2, 4]}}]}"
    )
    assert [space.where[f"chair-{i}"][:2] for i in (1, 2, 3)] == [(2, 4), (2, 5), (2, 6)]
    assert space.where["chair-1"][3] == pytest.approx(180)  # the desk stands south of it


def test_an_instance_of_a_prefab_takes_what_is_in_it_along(tmp_path: Path) -> None:
    space = load(tmp_path, "layouts: {turned: [{move: island, at: [1, 8], facing: north}]}")
    assert space.where["island.table"] == pytest.approx((1, 8, 0, 0))
    assert space.where["island.seat"] == pytest.approx((1, 9, 0, 180))


def test_a_part_of_a_prefab_can_go_its_own_way(tmp_path: Path) -> None:
    space = load(tmp_path, "layouts: {apart: [{move: island.*, repeat: {count: 2, step: [3, 0], from: [0, 3]}}]}")
    assert space.where["island.table"][:2] == (0, 3)
    assert space.where["island.seat"] == pytest.approx((3, 3, 0, 90))  # looks where it looked


@pytest.mark.parametrize(
    ("layouts", "sentence"),
    [
        ("layouts: [x]", "layouts must be a mapping {name: [{move: …}]}."),
        ("layouts: {a: 3}", "layouts.a must be a list of moves [{move: …}]."),
        ("layouts: {a: [{move: dask, at: [0, 0]}]}", "layouts.a moves 'dask', which is no node of this space."),
        ("layouts: {a: [{move: desk}]}", "layouts.a needs a field 'at' or 'repeat'."),
        ("layouts: {a: [{move: desk, at: [0, 0], facing: chairs}]}", "layouts.a.facing cannot be 'chairs'"),
        ("layouts: {a: [{move: chair, at: [0, 0]}]}", "layouts.a puts 3 things ('chair') in one place."),
        (
            "layouts: {a: [{move: chair, repeat: {count: 2, step: [1, 0]}}]}",
            "layouts.a has 2 places for 3 things ('chair').",
        ),
        (
            "layouts: {a: [{move: desk, at: [0, 0]}, {move: desk, at: [1, 1]}]}",
            "layouts.a moves 'desk' twice.",
        ),
        ("layouts: {a: [{mov: desk, at: [0, 0]}]}", "layouts.a has no field 'mov'. Did you mean 'move'?"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(tmp_path: Path, layouts: str, sentence: str) -> None:
    with pytest.raises(SceneErrors) as refused:
        load(tmp_path, layouts)
    assert len(refused.value.errors) == 1
    assert sentence in str(refused.value)


def test_what_was_meant_is_named(tmp_path: Path) -> None:
    with pytest.raises(SceneErrors) as refused:
        load(tmp_path, "layouts: {a: [{move: chiar, repeat: {count: 3, step: [1, 0]}}]}")
    assert "Did you mean 'chair'?" in str(refused.value)


def test_light_states_dim_lamps_and_what_is_no_share_is_refused(tmp_path: Path) -> None:
    space = load(tmp_path, "", "light: {states: {day: {lamps: 1}, lecture: {lamps: 0.25}}}\n")
    assert space.scene.lights == {"day": 1.0, "lecture": 0.25}


@pytest.mark.parametrize(
    ("light", "sentence"),
    [
        ("light: {states: {lecture: {lamps: 3}}}", "light.states.lecture.lamps"),
        ("light: {states: {lecture: 0.2}}", "light.states.lecture must be a mapping {lamps: …}."),
        ("light: {state: {lecture: {lamps: 0.2}}}", "light has no field 'state'. Did you mean 'states'?"),
    ],
)
def test_a_light_state_is_read_as_strictly(tmp_path: Path, light: str, sentence: str) -> None:
    with pytest.raises(SceneErrors) as refused:
        load(tmp_path, "", light + "\n")
    assert sentence in str(refused.value)


def test_a_layout_can_say_what_people_call_it(tmp_path: Path) -> None:
    bowl = "layouts: {near: [], bowl: {title: {fr: Bocal, en: Fishbowl}, moves: [{move: desk, at: [9, 9]}]}}\n"
    light = "light: {states: {day: {lamps: 1}, film: {lamps: 0, daylight: 0.1, title: {fr: Film, en: Film}}}}\n"
    scene = load(tmp_path, bowl, light).scene
    assert list(scene.layouts) == ["near", "bowl"]
    assert scene.layouts["bowl"]["desk"][:2] == (9, 9)
    assert title_of("bowl", scene.layout_titles).en == "Fishbowl"
    assert title_of("circle", scene.layout_titles).fr == "Cercle", "a common name needs no title"
    assert (scene.daylight, scene.light_titles["film"].fr) == ({"film": 0.1}, "Film")


def test_a_layout_with_a_title_is_read_as_strictly(tmp_path: Path) -> None:
    with pytest.raises(SceneErrors) as refused:
        load(tmp_path, "layouts: {near: [], bowl: {titel: {fr: Bocal, en: Fishbowl}, moves: []}}\n")
    assert "layouts.bowl has no field 'titel'. Did you mean 'title'?" in str(refused.value)
