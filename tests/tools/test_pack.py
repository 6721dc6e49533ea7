"""Room packs: what goes in comes out, and nothing else ever does."""

import hashlib
import io
import json
import shutil
import stat
import struct
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campus.errors import CampusError
from campus.scene import load_campus
from campus.text import Text
from campus.tools.door_places import place_of
from campus.tools.new import new
from campus.tools.pack import pack
from campus.tools.pack_reading import contents
from campus.tools.unpack import unpack

REPOSITORY = Path(__file__).parents[2]
TABLE = "| Files | What it is | Source | Author | Licence |\n|---|---|---|---|---|\n"


def a_root(folder: Path) -> Path:
    shutil.copytree(REPOSITORY / "scenes", folder / "scenes")
    shutil.copytree(REPOSITORY / "assets", folder / "assets")
    return folder


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack with one room, and the campus it was made in beside it."""
    folder = tmp_path_factory.mktemp("packed")
    root = a_root(folder / "root")
    title = Text(fr="Salle de lecture", en="Reading room")
    new(root, "reading-room", title=title, place=place_of("west:1.6"))
    pack(root, ["reading-room"], folder / "room.zip")
    return folder / "room.zip"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return a_root(tmp_path / "root")


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def content(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def a_zip(path: Path, entries: Mapping[str, bytes], mend: bool = True, **attributes: int) -> Path:
    """A pack of these entries; `mend` makes its manifest tell the truth about them."""
    held = dict(entries)
    if mend and "pack.json" in held:
        manifest = json.loads(held["pack.json"])
        manifest["files"] = {n: hashlib.sha256(d).hexdigest() for n, d in held.items() if n != "pack.json"}
        held["pack.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = attributes.get(name.replace("/", "_").replace(".", "_"), 0)
            archive.writestr(info, data)
    return path


def a_model(uri: str | None) -> bytes:
    described = json.dumps(
        {"asset": {"version": "2.0"}, "buffers": [{"byteLength": 0, **({"uri": uri} if uri else {})}]}
    )
    chunk = described.encode().ljust((len(described) + 3) // 4 * 4)
    return struct.pack("<4sIII4s", b"glTF", 2, 20 + len(chunk), len(chunk), b"JSON") + chunk


def a_picture(width: int, height: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def test_what_is_unpacked_is_what_was_packed_linked_and_sound(packed: Path, root: Path) -> None:
    added = unpack(root, packed)
    assert added.spaces == ("reading-room",)
    assert files(root) == files(packed.parent / "root")
    assert "reading-room" in load_campus(root).scenes


def test_the_same_room_always_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    pack(packed.parent / "root", ["reading-room"], tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_a_pack_holds_the_room_its_licences_and_its_report(packed: Path) -> None:
    held = content(packed)
    assert {"pack.json", "report.json", "assets/LICENSES.md", "scenes/reading-room.yaml"} <= set(held)
    assert "scenes/hall.yaml" not in held
    assert json.loads(held["report.json"])["ok"] is True
    assert b"materials/*.yaml" in held["assets/LICENSES.md"]


def test_a_prefab_goes_with_the_room_that_uses_it(root: Path, tmp_path: Path) -> None:
    assert "scenes/prefabs/slat-bay.yaml" in pack(root, ["amphitheatre"], tmp_path / "a.zip")


def test_a_room_with_a_mistake_is_not_packed(packed: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(packed.parent / "root", root)
    room = root / "scenes" / "reading-room.yaml"
    text = room.read_text(encoding="utf-8").replace("id: front, name", "id: front, lift: 9, name")
    room.write_text(text, encoding="utf-8")
    with pytest.raises(CampusError, match="has no field 'lift'"):
        pack(root, ["reading-room"], tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/etc/passwd", "is an absolute path"),
        ("C:/x.yaml", "is an absolute path"),
        ("scenes/../../x.yaml", "leads out of its folder"),
        ("scenes\\..\\x.yaml", "leads out of its folder"),
        ("scenes/campus.yaml", "a pack has no place for 'scenes/campus.yaml'"),
        ("scenes/run.py", "a pack has no place for"),
        ("assets/props/a.exe", "a pack has no place for"),
        ("assets/props/model.gltf", "a pack has no place for"),
        ("campus/cli.py", "a pack has no place for"),
        ("scenes/Reading-Room.yaml", "a pack has no place for"),
        ("assets/fonts/x.ttf", "a pack has no place for"),
        ("evil/", "a pack has no folder"),
    ],
)
def test_a_name_that_has_no_place_is_refused_and_nothing_is_written(
    packed: Path, root: Path, tmp_path: Path, name: str, said: str
) -> None:
    before = files(root)
    bad = a_zip(tmp_path / "bad.zip", {**content(packed), name: b"x"})
    with pytest.raises(CampusError, match=r"^bad\.zip is refused: ") as told:
        unpack(root, bad)
    assert said in str(told.value)
    assert str(told.value).endswith("Nothing was written.")
    assert files(root) == before


def test_a_link_is_refused(packed: Path, tmp_path: Path) -> None:
    entries = {**content(packed), "assets/props/a.png": b"/etc/passwd"}
    bad = a_zip(tmp_path / "bad.zip", entries, assets_props_a_png=(stat.S_IFLNK | 0o777) << 16)
    with pytest.raises(CampusError, match=r"'assets/props/a\.png' is a link"):
        contents(bad)


def test_a_bomb_is_refused_before_it_unfolds(packed: Path, tmp_path: Path) -> None:
    bad = a_zip(tmp_path / "bad.zip", {**content(packed), "assets/props/a.png": bytes(32 << 20)})
    with pytest.raises(CampusError, match=r"unfolds to [0-9,]+ times its size"):
        contents(bad)


def test_the_same_name_twice_is_refused(packed: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    shutil.copy(packed, bad)
    with zipfile.ZipFile(bad, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("scenes/reading-room.yaml", b"x")
    with pytest.raises(CampusError, match="is in it twice"):
        contents(bad)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("assets/props/a.glb", a_model("https://example.org/x.bin"), "names something outside itself"),
        ("assets/props/a.glb", b"glTF", "is no glTF 2.0 binary"),
        ("assets/textures/a.png", b"no picture", "is no picture"),
        ("assets/textures/a.png", a_picture(20_000, 1), "has 20,000 × 1 pixels, 8,192 at most"),
        ("assets/sounds/a.ogg", b"RIFF", "is no Ogg sound"),
        ("assets/props/a.glb", a_model(None), "has no licence in its assets/LICENSES.md"),
    ],
)
def test_an_asset_that_is_not_what_it_says_or_has_no_licence_is_refused(
    packed: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    bad = a_zip(tmp_path / "bad.zip", {**content(packed), name: data})
    with pytest.raises(CampusError) as told:
        contents(bad)
    assert said in str(told.value)


def test_an_asset_with_a_licence_comes_in_and_its_line_with_it(packed: Path, root: Path, tmp_path: Path) -> None:
    held = content(packed)
    row = "| `props/clinic/*.glb` | A chair | made here | A partner | CC-BY-4.0 |\n"
    held["assets/LICENSES.md"] += row.encode()
    held["assets/props/clinic/chair.glb"] = a_model(None)
    unpack(root, a_zip(tmp_path / "room.zip", held))
    assert (root / "assets/props/clinic/chair.glb").read_bytes() == a_model(None)
    assert row.strip() in (root / "assets" / "LICENSES.md").read_text(encoding="utf-8")


def test_a_file_that_changed_on_its_way_is_refused(packed: Path, tmp_path: Path) -> None:
    held = content(packed)
    held["scenes/reading-room.yaml"] += b"# more\n"
    with pytest.raises(CampusError, match=r"scenes/reading-room\.yaml is not what pack\.json says"):
        contents(a_zip(tmp_path / "bad.zip", held, mend=False))


def test_a_room_that_does_not_check_is_refused_with_its_mistake_and_nothing_is_written(
    packed: Path, root: Path, tmp_path: Path
) -> None:
    before = files(root)
    held = content(packed)
    held["scenes/reading-room.yaml"] = held["scenes/reading-room.yaml"].replace(b"type: screen", b"type: screeen")
    with pytest.raises(CampusError, match="Did you mean 'screen'"):
        unpack(root, a_zip(tmp_path / "bad.zip", held))
    assert files(root) == before


def test_what_is_here_already_is_not_written_over(packed: Path, root: Path) -> None:
    unpack(root, packed)
    before = files(root)
    with pytest.raises(CampusError, match=r"there is a file scenes/reading-room\.yaml here already"):
        unpack(root, packed)
    assert files(root) == before
    (root / "scenes" / "reading-room.yaml").unlink()
    (root / "assets" / "materials" / "oak.yaml").write_bytes(b"# mine\n")
    with pytest.raises(CampusError, match=r"assets/materials/oak\.yaml is here already, and is not the same"):
        unpack(root, packed)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_broken_zip_is_refused_and_never_anything_else(packed: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(packed.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    bad = tmp_path / "bad.zip"
    bad.write_bytes(bytes(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole))
    if bad.read_bytes() == packed.read_bytes():
        return
    with suppress(CampusError):  # a byte may change in a date, which nobody reads
        assert contents(bad) == contents(packed)
