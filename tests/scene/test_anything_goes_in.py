"""Whatever stands in a file, the loader reads it or says in sentences why not; nothing else ever comes out."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campus.errors import SceneError, SceneErrors
from campus.scene import load_campus
from campus.scene.findings import Findings
from campus.scene.reading import read
from campus.scene.values import Fields, Items, Scalar, Value
from campus.space import compile_space

REPOSITORY = Path(__file__).parents[2]
SCENE = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
accent: "#1E6F78"
shell:
  room: {size: [9, 7, 3.2], thickness: 0.3}
  floor: oak
  openings:
    - {type: window, id: west-light, wall: west, at: 3.5, size: [5, 1.9], sill: 0.9, view: garden}
    - {type: door, id: out, wall: south, at: 2, to: garden/gate}
light: {lamps: {type: panel, grid: [3, 2], lumens: 3200}}
sound: {ambience: quiet-room}
nodes:
  - {type: spawn, id: entry, at: [1.2, 1.0], facing: north}
  - {type: screen, id: main, wall: north, size: [3.2, 1.8], height: 1.1, shows: session}
  - {type: portal, id: up, at: [1, 1], to: lab/down}
  - {type: portal, id: down, at: [2, 1], facing: up, to: lab/up}
  - type: prefab
    use: island
    with: {seat: chair-light}
    repeat: {count: [2, 2], step: [3.0, 2.6], from: [2.6, 2.0]}
    override: {north: {style: stool}}
    group: table
  - {type: seat, id: round, repeat: {count: 3, arc: {centre: [4, 4], radius: 1, start: 0, end: 180}}}
  - {type: zone, id: corner, box: [[7, 0, 0], [9, 2.2, 3.2]], audio: {isolate: true}, capacity: 4}
on:
  - {when: {enter: corner}, do: [{caption: {fr: Calme, en: Quiet}}]}
"""
ISLAND = """\
prefab: island
parameters: {seat: {type: text, default: chair}}
nodes:
  - {type: table, id: table, at: [0, 0]}
  - {type: seat, id: north, at: [0, 0.8], facing: table, style: "${seat}"}
"""
ANYTHING = (
    "~", "true", "-1", "0", "3", "1e400", ".nan", "word", "''", "[]", "{}", "[1, 2]", "[[1]]", "{a: b}", "{a: 1}",
    "{fr: a, en: b}", "lab", "main", "prefab", "north", "seat", "'${seat}'", "lab/up", "[{type: seat}]",
    "{type: seat, at: [1, 1]}", "*no", "{use: island}", "!tag 3", "[a, {b: [c]}]", "99999999999999999999", "é’\u00a0x",
)  # fmt: skip


def values(value: Value) -> list[Value]:
    """Every value within a value, itself included."""
    inner = value.items if isinstance(value, Items) else []
    if isinstance(value, Fields):
        inner = [entry for _, entry in value.entries.values()]
    return [value, *(v for i in inner for v in values(i))]


def with_another(text: str, index: int, other: str) -> str:
    """The text with one of its scalars replaced."""
    scalars = [v for v in values(read(text.encode(), "f", Findings())) if isinstance(v, Scalar)]
    chosen = scalars[index % len(scalars)]
    lines = text.splitlines(keepends=True)
    line, start = lines[chosen.source.line - 1], chosen.source.column - 1
    quoted = 0 if chosen.plain else 2
    lines[chosen.source.line - 1] = line[:start] + other + line[start + len(chosen.text) + quoted :]
    return "".join(lines)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("campus")
    (folder / "scenes" / "prefabs").mkdir(parents=True)
    shutil.copytree(REPOSITORY / "assets" / "materials", folder / "assets" / "materials")
    (folder / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\nspaces: [{space: lab, at: [0, 0]}]\n"
        "planned: [{space: garden, title: {fr: Jardin, en: Garden}}]\n"
    )
    return folder


def opened(root: Path, scene: str, prefab: str) -> bool:
    """Whether the campus opens; what else than SceneErrors is raised is raised here."""
    (root / "scenes" / "lab.yaml").write_text(scene, encoding="utf-8")
    (root / "scenes" / "prefabs" / "island.yaml").write_text(prefab, encoding="utf-8")
    told: tuple[SceneError, ...] = ()
    try:
        compile_space(load_campus(root), "lab")
    except SceneErrors as errors:
        told = errors.errors
        if not told:
            raise
    assert all(error.line >= 1 and error.column >= 1 and error.message.endswith(".") for error in told)
    return not told


def test_the_scene_that_is_changed_below_opens(root: Path) -> None:
    assert opened(root, SCENE, ISLAND)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(index=st.integers(0, 10_000), other=st.sampled_from(ANYTHING), where=st.booleans())
def test_any_value_in_place_of_any_other_is_read_or_told(index: int, other: str, where: bool, root: Path) -> None:
    if where:
        opened(root, with_another(SCENE, index, other), ISLAND)
    else:
        opened(root, SCENE, with_another(ISLAND, index, other))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, len(SCENE)), length=st.integers(0, 40), other=st.sampled_from((*ANYTHING, "\n", ":", "- ")))
def test_any_piece_cut_out_or_put_in_is_read_or_told(start: int, length: int, other: str, root: Path) -> None:
    opened(root, SCENE[:start] + other + SCENE[start + length :], ISLAND)
