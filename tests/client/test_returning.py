"""Who came with a code on Monday is the same person on Thursday; no other server and nobody else is shown the token."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from campus.client.returning import FILE, KEPT, Returning

SERVER = "ws://campus.example:8765"


def test_the_token_of_a_server_is_found_again_by_the_same_person(tmp_path: Path) -> None:
    assert Returning(tmp_path / "new", SERVER, "Ana").token() is None
    Returning(tmp_path / "new", SERVER, "Ana").keep("monday")
    Returning(tmp_path / "new", SERVER, "Ana").keep("tuesday")
    assert Returning(tmp_path / "new", f"{SERVER}/", " ana ").token() == "tuesday"


def test_no_other_server_and_no_other_person_is_given_it(tmp_path: Path) -> None:
    Returning(tmp_path, SERVER, "Ana").keep("hers")
    assert Returning(tmp_path, "ws://campus.example:8766", "Ana").token() is None
    assert Returning(tmp_path, "wss://campus.example:8765", "Ana").token() is None
    assert Returning(tmp_path, SERVER, "Bo").token() is None


@pytest.mark.skipif(sys.platform == "win32", reason="a folder of one's own is what protects it there")
def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    (tmp_path / f"{FILE}.new").write_text("left by a crash")
    Returning(tmp_path, SERVER, "Ana").keep("hers")
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_the_newest_are_kept_and_a_damaged_file_keeps_nobody_out(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        Returning(tmp_path, f"{SERVER}{number}", "Ana").keep(str(number))
    assert Returning(tmp_path, f"{SERVER}2", "Ana").token() is None
    assert Returning(tmp_path, f"{SERVER}3", "Ana").token() == "3"
    assert Returning(tmp_path, f"{SERVER}{KEPT + 2}", "Ana").token() == str(KEPT + 2)
    (tmp_path / FILE).write_text('[{"server": ')
    assert Returning(tmp_path, f"{SERVER}3", "Ana").token() is None
    Returning(tmp_path, SERVER, "Ana").keep("anew")
    assert Returning(tmp_path, SERVER, "Ana").token() == "anew"


def test_a_disk_that_takes_nothing_keeps_nobody_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Returning(tmp_path / "file", SERVER, "Ana").keep("hers")
    assert Returning(tmp_path / "file", SERVER, "Ana").token() is None
