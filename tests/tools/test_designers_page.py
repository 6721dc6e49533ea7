"""docs/designers.md, done as it is written: the commands, the lines to add, the slip, what they answer."""

import io
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from campus.cli import app
from campus.scene import load_campus
from campus.space import compile_space
from campus.tools.check import check
from campus.tools.preview import Watch

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs" / "designers.md").read_text(encoding="utf-8").split("## The file")[0]


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
    told, shown = out.getvalue().splitlines(), answers[1].splitlines()
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
