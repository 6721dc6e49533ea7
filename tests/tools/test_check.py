"""`campus check` as people and as machines read it."""

import io
import json
import shutil
from pathlib import Path

import pytest

from campus.tools.check import check

REPOSITORY = Path(__file__).parents[2]


def checked(root: Path, *spaces: str, as_json: bool = False) -> tuple[int, str]:
    out = io.StringIO()
    return check(root, spaces, as_json, out), out.getvalue()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The shipped campus with one misspelt field in the hall."""
    shutil.copytree(REPOSITORY / "scenes", tmp_path / "scenes")
    shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
    hall = tmp_path / "scenes" / "hall.yaml"
    hall.write_text(hall.read_text(encoding="utf-8").replace("title: {fr:", "titel: {fr:", 1), encoding="utf-8")
    return tmp_path


def test_the_shipped_campus_is_sound() -> None:
    status, said = checked(REPOSITORY)
    assert status == 0
    assert "amphitheatre: " in said
    assert "307 seats" in said
    assert said.endswith(" spaces checked: sound.\n")


def test_machines_read_that_it_is_sound() -> None:
    status, said = checked(REPOSITORY, "hall", as_json=True)
    assert status == 0
    assert json.loads(said) == {"ok": True, "errors": []}


def test_people_read_where_what_and_what_to_do(broken: Path) -> None:
    status, said = checked(broken)
    assert status == 3
    assert "scenes/hall.yaml:5:1: space has no field 'titel'. Did you mean 'title'?\n" in said
    assert said.endswith("1 mistake in 1 file.\n")


def test_machines_read_the_same_field_by_field(broken: Path) -> None:
    status, said = checked(broken, as_json=True)
    assert status == 3
    assert json.loads(said) == {
        "ok": False,
        "errors": [
            {
                "file": "scenes/hall.yaml",
                "line": 5,
                "column": 1,
                "code": "unknown-field",
                "message": "space has no field 'titel'.",
                "hint": "Did you mean 'title'?",
            }
        ],
    }


def test_one_space_is_checked_without_the_others(broken: Path) -> None:
    status, said = checked(broken, "amphitheatre")
    assert status == 0
    assert said.endswith("1 space checked: sound.\n")


def test_a_space_that_there_is_not_is_told(broken: Path) -> None:
    status, said = checked(broken, "amfitheatre")
    assert status == 3
    assert "the campus has no space 'amfitheatre'. Did you mean 'amphitheatre'?" in said


def test_a_folder_without_a_campus_is_told(tmp_path: Path) -> None:
    status, said = checked(tmp_path)
    assert status == 3
    assert said.startswith("scenes/campus.yaml:1:1: there is no file scenes/campus.yaml.")
