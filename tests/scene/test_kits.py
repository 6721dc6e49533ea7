"""Kits: names beside the campus's own, each told where it clashes, licences proved, packed and unpacked with a room."""

import shutil
from pathlib import Path

import pytest

from campus.errors import CampusError, SceneErrors
from campus.proofs import Case, judge
from campus.protocol.content import is_campus_file
from campus.scene import load_campus
from campus.scene.kits import kits
from campus.space import compile_space
from campus.tools.check import all_licences
from campus.tools.pack import pack
from campus.tools.unpack import unpack

REPOSITORY = Path(__file__).parents[2]
CAMPUS = "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\nspaces: [{space: lab, at: [0, 0]}]\n"
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell: {room: {size: [5, 4, 3]}, floor: carpet, walls: lime-plaster, ceiling: acoustic-ceiling}
light: {lamps: {type: panel, grid: [2, 2], lumens: 2400}}
nodes:
  - {type: spawn, id: entry, at: [1, 1], facing: north, radius: 0.3}
  - {type: prefab, use: stand, id: stand, at: [3, 2.6], with: {title: {fr: Socle, en: Stand}}}
"""
STAND = """\
prefab: stand
parameters:
  title: {type: text-both}
  skin: {type: material, default: birch}
nodes:
  - {type: table, id: top, at: [0, 0], size: [0.8, 0.5], top: "${skin}"}
  - {type: sign, id: name, at: [0, 0.3], facing: north, text: "${title}"}
"""
BIRCH = """\
material: birch
kit: north
title: {fr: Bouleau, en: Birch}
colour: "#D9C6A0"
roughness: 0.6
absorption: [0.1, 0.08, 0.07, 0.06, 0.06, 0.06]
source: typical values for solid wood
"""
TABLE = "| Files | What | Licence |\n|---|---|---|\n| `prefabs/*.yaml` | p | MIT |\n| `materials/*.yaml` | m | MIT |\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A campus of one room, whose kit `north` brings a prefab and what it is made of."""
    root = tmp_path / "campus"
    shutil.copytree(REPOSITORY / "assets" / "materials", root / "assets" / "materials")
    shutil.copy(REPOSITORY / "assets" / "LICENSES.md", root / "assets" / "LICENSES.md")
    for name, text in {
        "scenes/campus.yaml": CAMPUS,
        "scenes/lab.yaml": LAB,
        "assets/kits/north/prefabs/stand.yaml": STAND,
        "assets/kits/north/materials/birch.yaml": BIRCH,
        "assets/kits/north/LICENSES.md": TABLE,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "scenes" / "prefabs").mkdir()
    return root


def mistakes(root: Path) -> list[str]:
    with pytest.raises(SceneErrors) as raised:
        load_campus(root)
    return [str(error) for error in raised.value.errors]


def unlicensed(root: Path) -> list[str]:
    campus = load_campus(root)
    verdict, _ = judge("licences", Case(campus, compile_space(campus, "lab"), all_licences(root)))
    return [finding.message.en for finding in verdict.findings]


def test_a_kits_prefab_and_material_are_used_by_their_names(root: Path) -> None:
    assert kits(root) == ("north",)
    campus = load_campus(root)
    space = compile_space(campus, "lab")
    assert "birch" in space.materials
    assert [label.node for label in space.labels] == ["stand.name"]
    assert campus.scenes["lab"].node("stand.top").source.file == "assets/kits/north/prefabs/stand.yaml"


def test_parts_are_overridden_by_id(root: Path) -> None:
    use = "{type: prefab, use: stand, id: stand, "
    text = LAB.replace(use, use + "override: {top: {size: [1.2, 0.6]}}, ")
    (root / "scenes" / "lab.yaml").write_text(text, encoding="utf-8")
    spec = load_campus(root).scenes["lab"].node("stand.top").spec
    assert spec.size == (1.2, 0.6)  # type: ignore[attr-defined]


def test_two_of_one_name_are_told(root: Path) -> None:
    shutil.copy(root / "assets/kits/north/prefabs/stand.yaml", root / "scenes/prefabs/stand.yaml")
    (message,) = mistakes(root)
    assert message.startswith(
        "assets/kits/north/prefabs/stand.yaml:1:1: prefab 'stand' is there already: scenes/prefabs/stand.yaml."
    )


def test_a_material_says_which_kit_it_belongs_to(root: Path) -> None:
    birch = root / "assets/kits/north/materials/birch.yaml"
    birch.write_text(BIRCH.replace("kit: north", "kit: south"), encoding="utf-8")
    (message,) = mistakes(root)
    assert message == (
        "assets/kits/north/materials/birch.yaml:2:6: material 'birch' belongs to kit 'north', not 'south'."
        " Write 'kit: north'."
    )


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ("| `prefabs/*.yaml` | p | MIT |\n", "'kits/north/prefabs/stand.yaml'"),
        ("| `materials/*.yaml` | m | MIT |\n", "'kits/north/materials/birch.yaml'"),
    ],
)
def test_what_a_kit_brings_without_a_licence_is_not_sound(root: Path, row: str, missing: str) -> None:
    assert unlicensed(root) == []
    (root / "assets/kits/north/LICENSES.md").write_text(TABLE.replace(row, ""), encoding="utf-8")
    (message,) = unlicensed(root)
    assert missing in message
    assert "has no licence" in message


def test_a_room_is_packed_with_its_kit_and_unpacked_into_an_empty_folder(root: Path, tmp_path: Path) -> None:
    names = pack(root, ["lab"], tmp_path / "lab.zip")
    assert [name for name in names if "kits" in name] == [
        "assets/kits/north/LICENSES.md",
        "assets/kits/north/materials/birch.yaml",
        "assets/kits/north/prefabs/stand.yaml",
    ]
    there = tmp_path / "empty"
    there.mkdir()
    unpack(there, tmp_path / "lab.zip")
    assert "birch" in compile_space(load_campus(there), "lab").materials
    assert unlicensed(there) == []


def test_a_kit_that_is_here_already_and_another_is_refused(root: Path, tmp_path: Path) -> None:
    pack(root, ["lab"], tmp_path / "lab.zip")
    there = tmp_path / "other"
    (there / "assets/kits/north/prefabs").mkdir(parents=True)
    (there / "assets/kits/north/prefabs/stand.yaml").write_text(STAND.replace("0.8", "0.9"), encoding="utf-8")
    with pytest.raises(CampusError, match=r"stand\.yaml is here already, and is not the same"):
        unpack(there, tmp_path / "lab.zip")


def test_a_sound_of_a_kit_is_packed_with_what_plays_it(root: Path, tmp_path: Path) -> None:
    sound = root / "assets/kits/north/sounds/wind.ogg"
    sound.parent.mkdir()
    sound.write_bytes(b"OggS")
    line = "  - {type: speaker, id: wind, wall: north, at: 1, plays: kits/north/sounds/wind.ogg}\n"
    (root / "scenes" / "lab.yaml").write_text(LAB + line, encoding="utf-8")
    (message,) = unlicensed(root)
    assert message.startswith("'wind' uses 'kits/north/sounds/wind.ogg', which has no licence.")
    table = TABLE + "| `sounds/*.ogg` | w | CC0 |\n"
    (root / "assets/kits/north/LICENSES.md").write_text(table, encoding="utf-8")
    campus = load_campus(root)
    case = Case(campus, compile_space(campus, "lab"), all_licences(root), frozenset({"LICENSES.md"}))
    (finding,) = judge("licences", case)[0].findings
    assert finding.message.en == "'wind' uses assets/kits/north/sounds/wind.ogg, which is not there."
    assert "assets/kits/north/sounds/wind.ogg" in pack(root, ["lab"], tmp_path / "lab.zip")


def test_whoever_joins_gets_a_servers_kits() -> None:
    assert is_campus_file("assets/kits/north/prefabs/stand.yaml")
    assert not is_campus_file("assets/kits/north/../stand.yaml")


@pytest.mark.parametrize("kit", kits(REPOSITORY))
def test_shipped_kits_are_whole(kit: str, root: Path) -> None:
    folder = f"assets/kits/{kit}"
    shutil.copytree(REPOSITORY / folder, root / folder)
    for number, prefab in enumerate(sorted((REPOSITORY / folder / "prefabs").glob("*.yaml"))):
        given = "with: {name: {fr: A, en: A}}"
        line = f"  - {{type: prefab, use: {prefab.stem}, id: shown-{number}, at: [2, 3], {given}}}\n"
        (root / "scenes" / "lab.yaml").write_text(LAB + line, encoding="utf-8")
        assert unlicensed(root) == []
