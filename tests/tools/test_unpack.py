"""A partner's suite: packed from its source, unpacked into nothing or into the campus, linked where one says."""

from __future__ import annotations

import io
import json
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from campus.errors import CampusError, SceneErrors
from campus.scene import load_campus
from campus.space import compile_space
from campus.tools.check import SOUND, check
from campus.tools.linking import Link, link_of
from campus.tools.pack import pack_source
from campus.tools.pack_reading import contents
from campus.tools.unpack import root_to_unpack_into, tell, unpack
from campus.tools.yaml_edit import with_field

REPOSITORY = Path(__file__).parents[2]
SUITE = REPOSITORY / "assets" / "packs" / "teleconsultation"


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The teleconsultation suite as its partner would send it."""
    archive = tmp_path_factory.mktemp("suite") / "room.zip"
    pack_source(REPOSITORY, SUITE, [], archive)
    return archive


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The campus, its spaces and what they are made of."""
    folder = tmp_path / "campus"
    shutil.copytree(REPOSITORY / "scenes", folder / "scenes")
    shutil.copytree(REPOSITORY / "assets" / "materials", folder / "assets" / "materials")
    shutil.copy(REPOSITORY / "assets" / "LICENSES.md", folder / "assets" / "LICENSES.md")
    return folder


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_in_an_empty_folder_the_suite_begins_a_campus_that_checks_with_its_door_closed(
    suite: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    added = unpack(empty, suite)
    assert added.spaces == ("teleconsultation",)
    assert added.closed == ("teleconsultation/to-hall",)
    assert "stays closed until" in tell(added)
    out = io.StringIO()
    assert check(empty, [], True, out) == SOUND, out.getvalue()
    campus = load_campus(empty)
    assert campus.entry == "teleconsultation"
    assert campus.planned["hall"].title.fr == "Le grand hall"
    assert not compile_space(campus, "teleconsultation").portals["to-hall"].built
    assert campus.placements["teleconsultation"].partner == campus.partners[0].id == "partner-institution"


def test_in_the_campus_it_is_linked_both_ways_where_one_says_and_stays_where_it_is_put(suite: Path, root: Path) -> None:
    added = unpack(root, suite, link_of("garden:north:12"))
    assert added.closed == added.over == ()
    campus = load_campus(root)
    there, back = campus.scenes["garden"].node("to-teleconsultation"), campus.scenes["teleconsultation"].node("to-hall")
    assert there.spec.at == 12
    assert (there.spec.to, back.spec.to) == ("teleconsultation/to-hall", "garden/to-teleconsultation")  # type: ignore[attr-defined]
    assert "partner-institution" in {partner.id for partner in campus.partners}
    before = files(root)
    with pytest.raises(CampusError, match="here already"):
        unpack(root, suite)
    assert files(root) == before


def test_a_suite_that_would_lie_over_another_space_is_told_where_there_is_room(suite: Path, root: Path) -> None:
    before = files(root)
    with pytest.raises(CampusError, match="Beside hall there is no room for teleconsultation") as refused:
        unpack(root, suite)
    assert files(root) == before
    link = str(refused.value).rpartition("--link ")[2]
    assert unpack(root, suite, link_of(link)).over == ()


def test_a_door_that_waits_gets_its_way_and_keeps_its_comment(suite: Path, root: Path) -> None:
    garden = root / "scenes" / "garden.yaml"
    waiting = "    - {type: door, id: partners-door, wall: north, at: 20, size: [1.1, 2.2]}  # for a partner\n"
    text = garden.read_text(encoding="utf-8")
    garden.write_text(text.replace("  openings:\n", "  openings:\n" + waiting, 1), encoding="utf-8")
    unpack(root, suite, link_of("garden/partners-door"))
    campus = load_campus(root)
    door = campus.scenes["garden"].node("partners-door")
    assert door.spec.to == "teleconsultation/to-hall"  # type: ignore[attr-defined]
    assert "to: teleconsultation/to-hall}  # for a partner\n" in garden.read_text(encoding="utf-8")
    # Door stands before door: 20 m along a garden that lies at -24.45, the suite's own door at 5.2 m.
    assert campus.placements["teleconsultation"].at[0] == pytest.approx(-24.45 + 20 - 5.2)


def test_a_way_that_is_to_stay_closed_leads_outside(suite: Path, root: Path) -> None:
    added = unpack(root, suite, link_of("none"))
    campus = load_campus(root)
    assert added.closed == ("teleconsultation/to-hall",)
    assert campus.planned["outside"].title.en == "Outside"
    assert "to-teleconsultation" not in {node.id for node in campus.scenes["hall"].nodes}


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("gardn", "there is no space 'gardn'. Did you mean 'garden'?"),
        ("garden/west-gate", "'west-gate' is a gate, which nobody walks through"),
        ("hall/seminar", "'seminar' leads to seminar-room already"),
        ("hall/seminor", "hall has no node 'seminor'. Did you mean 'seminar'?"),
        ("hall:west:99", "--door west:99 is not on a wall of hall"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_and_nothing_is_written(
    suite: Path, root: Path, link: str, said: str
) -> None:
    before = files(root)
    with pytest.raises(CampusError) as told:
        unpack(root, suite, link_of(link))
    assert said in str(told.value)
    assert files(root) == before


def test_a_link_is_read_as_it_is_written() -> None:
    assert link_of(None) is None
    assert link_of("none") == Link(None)
    assert link_of("hall") == Link("hall")
    assert link_of("hall:west:9.5") == Link("hall", None, ("west", 9.5))
    assert link_of("garden/a-door") == Link("garden", "a-door")
    with pytest.raises(CampusError, match="is no place"):
        link_of("Hall!")


def test_there_is_nothing_to_link_to_in_an_empty_folder(suite: Path, tmp_path: Path) -> None:
    with pytest.raises(CampusError, match="Leave --link out"):
        unpack(tmp_path, suite, link_of("hall"))
    assert list(tmp_path.iterdir()) == []


def test_whoever_unpacks_in_an_empty_folder_gets_a_campus_there_and_not_in_the_programs_own(tmp_path: Path) -> None:
    assert root_to_unpack_into(None, tmp_path) == tmp_path
    inner = tmp_path / "scenes" / "prefabs"
    inner.mkdir(parents=True)
    (tmp_path / "scenes" / "campus.yaml").write_text("schema: 1\n", encoding="utf-8")
    assert root_to_unpack_into(None, inner) == tmp_path
    assert root_to_unpack_into(inner, tmp_path) == inner


def test_what_the_suite_adds_to_the_campus_is_its_own_accent_alone(suite: Path) -> None:
    _, held = contents(suite)
    materials = {name for name in held if name.startswith("assets/materials/")}
    here = {f"assets/materials/{path.name}" for path in (REPOSITORY / "assets" / "materials").glob("*.yaml")}
    assert materials - here == {"assets/materials/gallery-cloth.yaml", "assets/materials/sage-wool.yaml"}
    table = held["assets/LICENSES.md"].decode()
    for part in ("`fonts/AtkinsonHyperlegible-*.ttf`", "`fonts/EBGaramond12-*.otf`", "`materials/*.yaml`", "camera}`"):
        assert part in table


def test_a_source_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(CampusError, match=r"There is no scenes/campus\.yaml in"):
        pack_source(REPOSITORY, tmp_path, [], tmp_path / "a.zip")


def a_huge_picture(width: int, height: int) -> bytes:
    """A PNG's head that claims a size, and nothing after it."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("assets/textures/a.png", a_huge_picture(20_000, 20_000), "has 20,000 × 20,000 pixels, 8,192 at most"),
        ("scenes/prefabs/long.yaml", b"# long\n" * 60_000, "'scenes/prefabs/long.yaml' is larger than 256 KB"),
    ],
)
def test_what_is_too_large_is_refused_by_its_head(
    suite: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    bad = tmp_path / "bad.zip"
    shutil.copy(suite, bad)
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr(name, data)
    with pytest.raises(CampusError) as told:
        contents(bad)
    assert said in str(told.value)


def test_many_small_files_that_unfold_to_much_are_a_bomb(tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"assets/textures/t{number}.png", bytes(1 << 20))
    with pytest.raises(CampusError, match=r"it unfolds to [0-9,]+ times its size"):
        contents(bad)


def test_a_space_of_an_unknown_partner_is_told_at_its_word(root: Path) -> None:
    own = root / "scenes" / "campus.yaml"
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace("{space: garden,", "{space: garden, partner: chu-nime,"), encoding="utf-8")
    with pytest.raises(SceneErrors) as told:
        load_campus(root)
    (error,) = told.value.errors
    assert "partner 'chu-nime' is not one of the campus's partners" in error.message
    assert error.hint == "Did you mean 'chu-nimes'?"
    assert text.splitlines()[error.line - 1].strip().startswith("- {space: garden,")


def test_a_field_is_set_where_the_item_stands() -> None:
    flow = "shell:\n  openings:\n    - {type: door, id: a}  # mine\n    - {type: door, id: b, to: x/y}\n"
    assert with_field(flow, ("shell", "openings"), "a", "to", "p/q") == flow.replace("id: a}", "id: a, to: p/q}")
    assert with_field(flow, ("shell", "openings"), "b", "to", "p/q") == flow.replace("x/y", "p/q")
    block = "nodes:\n  - type: portal\n    id: a\n  - type: spawn\n    id: b\n"
    assert with_field(block, ("nodes",), "a", "to", "p/q") == block.replace("id: a\n", "id: a\n    to: p/q\n")
    with pytest.raises(CampusError, match="by hand: to: p/q"):
        with_field(block, ("nodes",), "c", "to", "p/q")


def test_an_older_pack_without_partners_is_read(suite: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.zip"
    with zipfile.ZipFile(suite) as archive, zipfile.ZipFile(old, "w") as written:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "pack.json":
                manifest = json.loads(data)
                del manifest["partners"], manifest["spaces"][0]["partner"]
                data = json.dumps(manifest).encode()
            written.writestr(name, data)
    assert contents(old)[0].partners == ()
