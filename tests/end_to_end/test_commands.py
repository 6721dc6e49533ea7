"""The commands as a person gives them: what they print, how they end, and what they say when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def campus(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `campus` to its end."""
    plain = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "campus", *arguments],
        cwd=cwd,
        env=plain | environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_without_a_display_it_says_so_in_one_sentence(tmp_path: Path) -> None:
    ended = campus("--root", str(ROOT), "--data", str(tmp_path / "data"), cwd=tmp_path)
    if sys.platform.startswith("linux"):
        assert ended.returncode == 4
        assert ended.stderr.startswith("There is no display")
        assert len(ended.stderr.strip().splitlines()) == 1
        assert "Traceback" not in ended.stdout + ended.stderr


def test_machines_read_that_a_shipped_space_is_sound(tmp_path: Path) -> None:
    ended = campus("check", "seminar-room", "--json", "--root", str(ROOT), cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout
    told = json.loads(ended.stdout)
    assert told["ok"] is True
    assert told["errors"] == []
    assert {proof["space"] for proof in told["proofs"]} == {"seminar-room"}


def test_a_wrong_scene_is_refused_before_anything_opens(tmp_path: Path) -> None:
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "campus.yaml").write_text("schema: 1\ntitel: {fr: a, en: b}\n")
    checked = campus("check", "--root", str(tmp_path), cwd=tmp_path)
    assert checked.returncode == 3
    assert "scenes/campus.yaml:2:1" in checked.stdout
    opened = campus("--offscreen", "--root", str(tmp_path), "--data", str(tmp_path / "data"), cwd=tmp_path)
    assert opened.returncode == 3
    assert "scenes/campus.yaml:2:1" in opened.stderr
    assert "Traceback" not in opened.stderr


def test_an_unreachable_server_is_said_and_kept_trying(tmp_path: Path) -> None:
    ended = campus(
        "join",
        "ws://127.0.0.1:9",
        "--lang",
        "en",
        "--screenshot",
        str(tmp_path / "waiting.png"),
        "--offscreen",
        "--size",
        "320x180",
        "--seconds",
        "6",
        "--profile",
        str(tmp_path / "p.json"),
        "--root",
        str(ROOT),
        cwd=tmp_path,
    )
    assert ended.returncode == 0
    assert "Cannot reach ws://127.0.0.1:9 (connection refused)" in ended.stderr
    assert (tmp_path / "waiting.png").stat().st_size > 1000, "meanwhile the window says so"
    assert "Traceback" not in ended.stderr


def test_a_size_that_is_none_is_refused(tmp_path: Path) -> None:
    ended = campus("--size", "wide", cwd=tmp_path)
    assert ended.returncode == 2
    assert "'wide' is not a size" in ended.stderr


def test_the_server_never_loads_the_graphics() -> None:
    code = "import server.main, sys; assert 'panda3d.core' not in sys.modules; assert 'direct' not in sys.modules"
    ended = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
