"""docs/designers.md, done as it is written: the commands, the lines to add, the slip, what they answer."""

import io
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from campus.cli import app
from campus.components.prop import Model
from campus.scene import load_campus
from campus.space import compile_space
from campus.tools.check import check
from campus.tools.watch import Watch

REPOSITORY = Path(__file__).parents[2]
WHOLE = (REPOSITORY / "docs" / "designers.md").read_text(encoding="utf-8")
PAGE = WHOLE.split("## A room from prefabs")[0]
PREFABS = WHOLE.split("## A room from prefabs")[1].split("## Props")[0]
PACKS = WHOLE.split("## Packs")[1].split("\n## ")[0]
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(REPOSITORY / "scenes", tmp_path / "scenes")
    shutil.copytree(REPOSITORY / "assets", tmp_path / "assets")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str) -> tuple[int, str]:
    """A command as the page writes it; gives its status and what it says."""
    words = re.findall(r'"[^"]*"|\S+', command)
    assert words[0] == "campus"
    done = CliRunner().invoke(app, [word.strip('"') for word in words[1:]])
    return done.exit_code, done.output


def test_the_page_is_true_from_nothing_to_a_checked_room_that_another_campus_takes(root: Path) -> None:
    blocks = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.S)
    commands = [text.strip() for kind, text in blocks if not kind and text.startswith("campus ")]
    answers = [text for kind, text in blocks if not kind and not text.startswith("campus ")]
    (added,) = [text for kind, text in blocks if kind == "yaml"]
    make, see, prove = commands
    clean = shutil.copytree(root, root.parent / "another")

    status, said = run(make)
    assert (status, said) == (0, answers[0])
    assert see == "campus preview reading-room"
    watch = Watch(root)
    room = root / "scenes" / "reading-room.yaml"
    room.write_text(room.read_text(encoding="utf-8") + added, encoding="utf-8")
    assert watch.changed() is not None
    room.write_text(room.read_text(encoding="utf-8").replace("bench,", "bensh,", 1), encoding="utf-8")
    status, said = run(prove)
    assert status == 3
    assert "Did you mean 'bench'?" in said
    room.write_text(room.read_text(encoding="utf-8").replace("bensh,", "bench,", 1), encoding="utf-8")

    out = io.StringIO()
    assert check(root, ["reading-room"], False, out) == 0, out.getvalue()
    # That a new room's light is an estimate until it is baked is said beside, and not by every step of the page.
    told, shown = [
        [line for line in said.splitlines() if "campus bake" not in line] for said in (out.getvalue(), answers[1])
    ]
    assert [line.split()[0] for line in told] == [line.split()[0] for line in shown]
    assert told[-1] == shown[-1]
    assert load_campus(root).scenes["hall"].node("to-reading-room").type == "door"

    for command in ("campus plan reading-room", "campus pack reading-room -o room.zip"):
        assert command in PAGE
        status, said = run(command)
        assert status == 0, said
    assert (root / "reading-room-plan.svg").is_file()
    assert "campus unpack room.zip" in PAGE
    status, said = run(f"campus unpack room.zip --root {clean}")
    assert status == 0, said
    assert compile_space(load_campus(clean), "reading-room").portals["to-hall"].node == "to-reading-room"


def test_every_command_of_the_page_is_one() -> None:
    named = set(re.findall(r"`campus ([a-z]+)", PAGE))
    assert {"new", "preview", "check", "plan", "render", "config", "pack", "unpack", "schema"} <= named
    for command in named:
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


def test_the_second_room_is_made_of_prefabs_as_the_page_says_linked_both_ways_to_the_hall(root: Path) -> None:
    blocks = BLOCK.findall(PREFABS)
    make, prove = [text.strip() for kind, text in blocks if not kind]
    (nodes,) = [text for kind, text in blocks if kind == "yaml"]
    status, said = run(make)
    assert status == 0, said
    room = root / "scenes" / "pharmacy.yaml"
    text = room.read_text(encoding="utf-8")
    kept = text[text.index("  # Where pictures are taken from") :]
    room.write_text(text[: text.index("nodes:")] + nodes + kept, encoding="utf-8")
    assert prove == "campus check hall pharmacy"
    out = io.StringIO()
    assert check(root, ["pharmacy"], False, out) == 0, out.getvalue()
    campus = load_campus(root)
    assert campus.scenes["hall"].node("to-pharmacy").spec.to == "pharmacy/to-hall"  # type: ignore[attr-defined]
    assert campus.scenes["pharmacy"].node("to-hall").spec.to == "hall/to-pharmacy"  # type: ignore[attr-defined]


def test_every_prefab_is_in_the_pages_table_and_every_word_of_the_table_is_a_prefab() -> None:
    rows = [line for line in PREFABS.splitlines() if line.startswith("| `")]
    named = {word for row in rows for word in re.findall(r"`([a-z-]+)`", row)} - {"prop"}
    assert named == {path.stem for path in (REPOSITORY / "scenes" / "prefabs").glob("*.yaml")}


def test_every_prop_is_in_the_pages_table_and_every_word_of_the_table_is_a_prop() -> None:
    table = WHOLE[WHOLE.index("## Props") : WHOLE.index("## Packs")]
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    named = [word for row in rows for word in re.findall(r"`([a-z-]+)`", row)]
    assert sorted(named) == sorted(get_args(Model))


def test_the_partners_suite_is_packed_and_unpacked_as_the_page_says(root: Path) -> None:
    blocks = BLOCK.findall(PACKS)
    (commands,) = [text for kind, text in blocks if not kind]
    (lines,) = [text for kind, text in blocks if kind == "yaml"]
    source = (REPOSITORY / "assets" / "packs" / "teleconsultation" / "scenes" / "campus.yaml").read_text(
        encoding="utf-8"
    )
    for line in lines.splitlines():
        assert line in source or line == "partners:"
    for command in commands.strip().splitlines():
        status, said = run(command)
        assert status == 0, said
    assert load_campus(root).scenes["garden"].node("to-teleconsultation").type == "door"


def test_every_picture_of_the_page_is_there() -> None:
    for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", WHOLE):
        assert (REPOSITORY / "docs" / path).stat().st_size < 400_000, path
