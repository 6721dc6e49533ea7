"""The schemas that an editor completes from: whole, fresh, and of one mind with the loaders."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from campus.components import component_named, component_types
from campus.scene.findings import Findings
from campus.scene.reading import read
from campus.scene.values import plain
from campus.tools.described import example_of
from campus.tools.schema import FOLDER, as_text, properties_of, schemas, write

REPOSITORY = Path(__file__).parents[2]
FILES = {
    "space.json": [p for p in sorted((REPOSITORY / "scenes").glob("*.yaml")) if p.stem != "campus"],
    "campus.json": [REPOSITORY / "scenes" / "campus.yaml"],
    "prefab.json": sorted((REPOSITORY / "scenes" / "prefabs").glob("*.yaml")),
    "material.json": sorted((REPOSITORY / "assets" / "materials").glob("*.yaml")),
    "unit.json": sorted((REPOSITORY / "assets" / "units").glob("*/unit.yaml")),
    "questions.json": sorted((REPOSITORY / "assets" / "units").glob("*/questions.yaml")),
}


@cache
def validator(name: str) -> Any:
    return fastjsonschema.compile(schemas()[name], use_default=False)


def loaded(text: str) -> Any:
    return plain(read(text.encode(), "file.yaml", Findings()))


def a_space(**fields: Any) -> dict[str, Any]:
    return {"schema": 1, "space": "lab", "title": {"fr": "Labo", "en": "Lab"}, "nodes": [], **fields}


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_schema_that_is_checked_in_is_the_one_that_the_types_give(name: str) -> None:
    kept = (REPOSITORY / FOLDER / name).read_text(encoding="utf-8")
    assert kept == as_text(schemas()[name]), "the language has changed: run 'campus schema', and commit config/schema"


@pytest.mark.parametrize("name", [name for name in sorted(schemas()) if name != "scenes.json"])
def test_every_field_has_a_description_a_unit_and_an_example(name: str) -> None:
    fields = list(properties_of(schemas()[name]))
    assert len(fields) > 5
    bare = [path for path, f in fields if not (f.get("description") and f.get("unit") and f.get("examples"))]
    assert bare == []


def test_lengths_angles_and_light_have_their_unit() -> None:
    definitions = schemas()["space.json"]["definitions"]
    assert definitions["node-bench"]["properties"]["length"]["unit"] == "m"
    assert definitions["node-viewpoint"]["properties"]["fov"]["unit"] == "deg"
    assert definitions["node-lamp"]["properties"]["lumens"]["unit"] == "lm"
    assert definitions["node-bench"]["properties"]["material"]["unit"] == "none"


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_shipped_file_is_valid(name: str) -> None:
    assert FILES[name]
    for path in FILES[name]:
        validator(name)(loaded(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("type_", component_types())
def test_every_component_s_example_is_valid(type_: str) -> None:
    class_ = component_named(type_)
    example = dict(example_of(class_))
    assert example.pop("type") == type_
    shell = callable(getattr(class_, "shell", None))
    validator("space.json")(a_space(shell={type_: example}) if shell else a_space(nodes=[{"type": type_, **example}]))


@pytest.mark.parametrize(
    "mistake",
    [
        "{type: screen, slide: 3}",
        "{type: screeen}",
        "{type: screen, size: [3.2, -2]}",
        "{type: bench, facing: true}",
        "{type: spawn, at: [1]}",
        "{type: prefab, at: [1, 1]}",
        "{at: [1, 1]}",
        "{type: bench, name: {fr: Banc}}",
        "{type: bench, repeat: {step: 1.0}}",
    ],
)
def test_what_the_loader_refuses_an_editor_underlines(mistake: str) -> None:
    with pytest.raises(fastjsonschema.JsonSchemaException):
        validator("space.json")(a_space(nodes=[loaded(mistake)]))


def test_a_parameter_may_stand_in_a_prefab_and_nowhere_else() -> None:
    node = {"type": "bench", "length": "${length}"}
    validator("prefab.json")({"prefab": "row", "nodes": [node]})
    with pytest.raises(fastjsonschema.JsonSchemaException):
        validator("space.json")(a_space(nodes=[node]))


def test_the_editor_s_settings_name_schemas_that_there_are() -> None:
    settings = json.loads((REPOSITORY / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    for schema, pattern in settings["yaml.schemas"].items():
        assert (REPOSITORY / schema).is_file()
        assert list(REPOSITORY.glob(pattern))


def test_the_schemas_are_written_where_one_says(tmp_path: Path) -> None:
    written = write(tmp_path / "schema")
    assert {path.name for path in written} == set(schemas())
    assert json.loads((tmp_path / "schema" / "space.json").read_text(encoding="utf-8"))["$schema"].endswith(
        "draft-07/schema#"
    )
