"""Pictures of patterns: kept, lighter for a processor that draws, and made ahead in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from campus.client.view.looks import Ahead, halved, look_arrays
from campus.client.view.patterns import pattern

SMALL = ("mirror", "plain")


@pytest.fixture
def folder(tmp_path: Path, keeps_in: Callable[[Path], None]) -> Path:
    keeps_in(tmp_path)
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(path.name.rsplit("-", 1)[0] for path in folder.glob("*.npz"))


def test_a_processor_that_draws_gets_fewer_pixels_and_no_relief(folder: Path) -> None:
    fine, plain = look_arrays("plaster", plain=False), look_arrays("plaster", plain=True)
    assert "slopes" in fine
    assert "slopes" not in plain
    assert np.array_equal(plain["data"], halved(fine["data"]))
    assert plain["data"].shape[0] * 2 == fine["data"].shape[0]
    assert np.array_equal(plain["size"], fine["size"])
    slopes = pattern("plaster").slopes()
    assert fine["slopes"].shape == (*slopes.shape[:2], 2)
    level = np.abs(slopes) < 1e-9
    assert (fine["slopes"][level] == 128).all() if level.any() else True
    assert files(folder) == ["pattern-plain-plaster", "pattern-plaster"]


def test_a_picture_is_the_same_whether_it_was_made_now_or_halved_from_what_was_kept(folder: Path) -> None:
    alone = look_arrays("linen", plain=True)
    for path in folder.glob("*"):
        path.unlink()
    look_arrays("linen", plain=False)
    assert np.array_equal(look_arrays("linen", plain=True)["data"], alone["data"])


def test_what_is_made_ahead_is_there_when_it_is_wanted_and_nothing_is_made_twice(folder: Path) -> None:
    ahead = Ahead(folder, [*SMALL, "no such pattern"], "plain")
    try:
        for name in SMALL:
            ahead.wait(name)
            look_arrays(name, plain=True)
        assert files(folder) == [f"pattern-plain-{name}" for name in SMALL]
    finally:
        ahead.close()
    again = Ahead(folder, SMALL, "plain")
    again.wait("plain")  # nothing is missing: no process, and nobody to wait for
    again.close()


def test_whoever_needs_what_was_not_begun_makes_it_at_once(folder: Path) -> None:
    ahead = Ahead(folder, [*SMALL, "weave"], "plain")
    ahead.wait("weave")  # after the others in the order of the alphabet: it is taken off the list
    ahead.close()
    ahead.wait("mirror")
    assert "data" in look_arrays("weave", plain=True)


@pytest.mark.parametrize("interpreter", ["/no/such/python", ""])
def test_where_no_other_process_can_be_had_pictures_are_made_in_this_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, interpreter: str
) -> None:
    monkeypatch.setattr(sys, "executable", interpreter)
    ahead = Ahead(folder, SMALL, "plain")
    ahead.wait("plain")
    assert files(folder) == []
    assert "data" in look_arrays("plain", plain=True)
    assert files(folder) == ["pattern-plain-plain"]
    ahead.close()


def test_a_program_that_is_its_own_interpreter_does_not_open_itself_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho > {begun}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    ahead = Ahead(folder, SMALL, "plain")
    ahead.wait("mirror")
    assert "data" in look_arrays("mirror", plain=True)
    ahead.close()
    assert not begun.exists()
