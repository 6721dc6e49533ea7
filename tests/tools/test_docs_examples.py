"""What the pages show runs: every space of README.md and docs/designers.md, and the sentences that they promise."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from campus.cli import app
from campus.errors import SceneErrors
from campus.scene import load_campus
from campus.space import compile_space

REPOSITORY = Path(__file__).parents[2]
README, DESIGNERS = (REPOSITORY / name for name in ("README.md", "docs/designers.md"))
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
nodes:
  - type: screen
    show: session
  - {type: screen, size: [3, -2]}
  - {type: portal, id: north, to: libary/south}
"""
LIBRARY = """\
schema: 1
space: library
title: {fr: Bibliothèque, en: Library}
nodes: [{type: spawn, id: entry, at: [1, 1]}]
"""


def fenced(page: Path, word: str) -> list[str]:
    """The blocks of a page between fences, by the word behind the first fence."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [block for said, block in blocks if said == word]


def spaces_of(page: Path) -> list[str]:
    return [block for block in fenced(page, "yaml") if block.startswith("schema: 1\nspace: ")]


SHOWN = [(page, block) for page in (README, DESIGNERS) for block in spaces_of(page)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped campus that may be changed."""
    shutil.copytree(REPOSITORY / "scenes", tmp_path / "scenes")
    shutil.copytree(REPOSITORY / "assets", tmp_path / "assets")
    return tmp_path


def begin_list(file: Path, key: str, line: str) -> None:
    """Put a line first into the list under `key`."""
    text, times = re.subn(
        rf"^( *){key}:(.*)\n",
        lambda found: f"{found[0]}{found[1]}  {line}\n",
        file.read_text(encoding="utf-8"),
        count=1,
        flags=re.MULTILINE,
    )
    assert times == 1
    file.write_text(text, encoding="utf-8")


def test_both_pages_show_a_space() -> None:
    assert {page for page, _ in SHOWN} == {README, DESIGNERS}


@pytest.mark.parametrize(("page", "block"), SHOWN, ids=[page.stem for page, _ in SHOWN])
def test_a_space_that_a_page_shows_runs_with_the_lines_that_the_readme_gives(
    root: Path, page: Path, block: str
) -> None:
    name = block.split("\n")[1].removeprefix("space: ").split("#")[0].strip()
    (root / "scenes" / f"{name}.yaml").write_text(block, encoding="utf-8")
    words = README.read_text(encoding="utf-8")
    (entry,) = re.findall(r"`(- \{space: .*?\})`", words)
    (door,) = re.findall(r"`(- \{type: door, .*?\})`", words)
    begin_list(root / "scenes" / "campus.yaml", "spaces", entry)
    begin_list(root / "scenes" / "hall.yaml", "openings", door)
    space = compile_space(load_campus(root), name)
    assert len(space.mesh.triangles)
    assert len(space.portals) == 1


def test_a_designer_s_first_room_is_made_as_the_page_says_and_takes_what_it_says_to_add(root: Path) -> None:
    words = DESIGNERS.read_text(encoding="utf-8")
    (command,) = re.findall(r"^campus (new reading-room .*)$", words, re.MULTILINE)
    made = CliRunner().invoke(app, [*shlex.split(command), "--root", str(root)])
    assert made.exit_code == 0, made.output
    for line in re.findall(r"^scenes/\S+: added .*$", words, re.MULTILINE):
        assert line in made.output
    added = [block for block in fenced(DESIGNERS, "yaml") if block.startswith("  - ")]
    assert added
    file = root / "scenes" / "reading-room.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "".join(added), encoding="utf-8")
    compile_space(load_campus(root), "reading-room")


def test_the_mistakes_that_the_page_shows_are_told_in_just_these_words(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\nentry: lab\n"
        "spaces:\n  - {space: lab, at: [0, 0]}\n  - {space: library, at: [20, 0]}\n",
        encoding="utf-8",
    )
    (tmp_path / "scenes" / "lab.yaml").write_text(LAB, encoding="utf-8")
    (tmp_path / "scenes" / "library.yaml").write_text(LIBRARY, encoding="utf-8")
    with pytest.raises(SceneErrors) as refused:
        load_campus(tmp_path)
    english, french = (block for block in fenced(DESIGNERS, "") if block.startswith("scenes/lab.yaml:"))
    assert refused.value.in_("en") + "\n" == english
    assert refused.value.in_("fr") + "\n" == french
