"""One's own server: started once, joined by the next, ended with the program, and a sentence when it cannot start."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filelock
import pytest

from campus.errors import CampusError
from campus.remote.embedded import ADDRESS_FILE, LOCK_FILE, LOG_FILE, start_or_join

REPOSITORY = Path(__file__).parents[2]
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell: {room: {size: [4, 3, 3]}, floor: oak, walls: lime-plaster, ceiling: acoustic-panel}
nodes:
  - {type: spawn, id: entry, at: [2, 1], facing: north, name: {fr: Entrée, en: Entry}}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("campus")
    (root / "scenes").mkdir()
    shutil.copytree(REPOSITORY / "assets" / "materials", root / "assets" / "materials")
    (root / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\nentry: lab\nspaces:\n  - {space: lab, at: [0, 0]}\n", "utf-8"
    )
    (root / "scenes" / "lab.yaml").write_text(LAB, "utf-8")
    return root


def test_the_first_starts_a_server_and_the_second_joins_it(root, tmp_path) -> None:
    data = tmp_path / "data"
    with ThreadPoolExecutor(2) as both:
        one, two = both.map(lambda _: start_or_join(root=root, data=data), range(2))
    try:
        assert (one.url, one.key) == (two.url, two.key)
        assert sorted([one.process is None, two.process is None]) == [False, True]
        assert one.url.startswith("ws://127.0.0.1:")
    finally:
        for embedded in (one, two):
            embedded.stop()
    started = one.process or two.process
    assert started is not None
    assert started.returncode == 0
    assert not (data / ADDRESS_FILE).exists()


def test_what_a_killed_server_left_behind_does_not_keep_the_next_from_starting(root, tmp_path) -> None:
    data = tmp_path / "data"
    first = start_or_join(root=root, data=data)
    assert first.process is not None
    first.process.kill()
    first.stop()
    assert (data / ADDRESS_FILE).exists()
    second = start_or_join(root=root, data=data)
    try:
        assert second.process is not None
        assert second.key != first.key
    finally:
        second.stop()


def test_a_server_that_cannot_start_says_why_in_its_own_words(root, tmp_path) -> None:
    wrong = tmp_path / "wrong"
    shutil.copytree(root, wrong)
    (wrong / "scenes" / "lab.yaml").write_text(LAB.replace("floor: oak", "floor: oka"), "utf-8")
    with pytest.raises(CampusError, match=r"scenes/lab.yaml:4:\d+: .*'oka'"):
        start_or_join(root=wrong, data=tmp_path / "data")
    assert "Traceback" not in (tmp_path / "data" / LOG_FILE).read_text("utf-8")


PROGRAM = """
import os, sys
from pathlib import Path
from campus.remote.embedded import start_or_join
embedded = start_or_join(root=Path(sys.argv[1]), data=Path(sys.argv[2]))
print(embedded.process.pid, flush=True)
os._exit(1)
"""


def test_the_server_ends_with_the_program_that_started_it_however_that_ends(root, tmp_path) -> None:
    data = tmp_path / "data"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root), str(data)], stdout=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.strip().isdigit()
    with filelock.FileLock(data / LOCK_FILE).acquire(timeout=30):  # It holds the lock until it has ended.
        assert not (data / ADDRESS_FILE).exists()
        assert (data / LOG_FILE).read_text("utf-8").endswith("stopped\n")
