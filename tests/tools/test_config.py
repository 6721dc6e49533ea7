"""`campus config`: what it writes is the same space."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.errors import CampusError
from campus.scene import Scene, load_campus
from campus.scene.findings import Findings
from campus.scene.reading import read
from campus.scene.values import plain
from campus.space import compile_space
from campus.tools.config import as_yaml, config, flow
from campus.tools.pack import laid_over

REPOSITORY = Path(__file__).parents[2]
SHIPPED = [p.stem for p in sorted((REPOSITORY / "scenes").glob("*.yaml")) if p.stem != "campus"]
ODD = """\
schema: 1
space: odd
title: {fr: "Bizarre : oui", en: "no"}
nodes:
  - {type: spawn, id: entry, at: [1, 1]}
  - {type: prefab, use: nest, id: nest, at: [4, 4, 0.5], facing: east, group: nest,
     repeat: {count: [2, 2], step: [3, 3]}}
  - {type: bench, id: seat, at: [1, 2], facing: nest-1.table, repeat: {count: 3, step: 2.0}, group: seat}
on:
  - {when: {enter: nest-1.corner}, do: [{caption: {fr: "12:30", en: "# quiet"}}]}
"""
NEST = """\
prefab: nest
nodes:
  - {type: prefab, use: table-of-four, id: four, at: [0.1, 0.2], facing: 30, override: {table: {size: [1.1, 1.1]}}}
  - {type: table, id: table, at: [1, 0], facing: four.seat-2}
  - {type: zone, id: corner, box: [[-1, -1, 0], [1, 2, 3]], audio: {isolate: true}}
  - {type: viewpoint, id: eye, eye: [0, -1, 1.6], look: [0, 2, 1]}
  - type: board
    id: words
    at: [0, 1]
    name: {fr: Mots, en: Words}
    text: {fr: "# Un\\n- deux : trois\\n\\n  quatre", en: "# One\\n- two: three #4\\n- 'five'"}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "scenes", tmp_path / "scenes")
    shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
    return tmp_path


def told(scene: Scene) -> dict[str, Any]:
    """What a scene says beside its nodes, prefabs' instances in groups left out: their names are in no file."""
    ids = {node.id for node in scene.nodes}
    plainly = {name: getattr(scene, name, None) for name in ("id", "title", "sound", "rules", "accent", "lights")}
    plainly["layouts"] = {
        name: {id_: tuple(round(number, 6) for number in place) for id_, place in places.items()}
        for name, places in getattr(scene, "layouts", {}).items()
    }
    groups = {name: members for name, members in scene.groups.items() if set(members) <= ids}
    return {**plainly, "groups": groups, "nodes": [(node.id, node.type, node.spec.name) for node in scene.nodes]}


@pytest.mark.parametrize("space", SHIPPED)
def test_a_shipped_space_written_out_loads_to_the_same_space(root: Path, space: str) -> None:
    before = load_campus(root, only=[space])
    (root / "scenes" / f"{space}.yaml").write_text(config(root, space), encoding="utf-8")
    after = load_campus(root, only=[space])
    assert told(after.scenes[space]) == told(before.scenes[space])
    assert compile_space(after, space).digest == compile_space(before, space).digest


def test_the_partners_suite_written_out_loads_to_the_same_space(tmp_path: Path) -> None:
    laid_over(REPOSITORY, REPOSITORY / "assets" / "packs" / "teleconsultation", tmp_path)
    before = load_campus(tmp_path)
    written = config(tmp_path, "teleconsultation")
    (tmp_path / "scenes" / "teleconsultation.yaml").write_text(written, encoding="utf-8")
    after = load_campus(tmp_path)
    assert told(after.scenes["teleconsultation"]) == told(before.scenes["teleconsultation"])
    digests = [compile_space(campus, "teleconsultation").digest for campus in (before, after)]
    assert digests[0] == digests[1]


def test_prefabs_within_prefabs_and_what_lies_in_them_come_out_where_they_were(root: Path) -> None:
    (root / "scenes" / "prefabs" / "nest.yaml").write_text(NEST, encoding="utf-8")
    (root / "scenes" / "odd.yaml").write_text(ODD, encoding="utf-8")
    campus_file = root / "scenes" / "campus.yaml"
    text = campus_file.read_text(encoding="utf-8").replace("spaces:", "spaces:\n  - {space: odd, at: [50, 50]}", 1)
    campus_file.write_text(text, encoding="utf-8")
    before = load_campus(root, only=["odd"])
    written = config(root, "odd")
    assert "use:" not in written
    assert "repeat:" not in written
    assert "# group nest: nest-1, nest-2, nest-3, nest-4" in written
    (root / "scenes" / "odd.yaml").write_text(written, encoding="utf-8")
    after = load_campus(root, only=["odd"])
    assert told(after.scenes["odd"]) == told(before.scenes["odd"])
    assert compile_space(after, "odd").digest == compile_space(before, "odd").digest
    assert as_yaml(after.scenes["odd"]).splitlines()[1:-1] == written.splitlines()[1:-2]


def test_a_space_that_there_is_not_is_told(root: Path) -> None:
    with pytest.raises(CampusError, match=r"There is no space 'hal'\. Did you mean 'hall'\?"):
        config(root, "hal")


@settings(max_examples=150)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**9), 10**9)
        | st.floats(-1e6, 1e6).map(lambda x: round(x, 9))
        | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=12)
        | st.sampled_from(
            ["no", "12:30", "# a", "a: b", "- x", "~", "1e3", "0x1F", "true", "{a}", " é ", "l’eau", "a, b"]
        ),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("abc-", min_size=1, max_size=4), inner, max_size=3)
        ),
        max_leaves=6,
    )
)
def test_every_value_reads_back_as_it_was(value: Any) -> None:
    written = read(f"v: {flow(value)}\n".encode(), "v.yaml", Findings())
    assert msgspec.to_builtins(plain(written))["v"] == value
