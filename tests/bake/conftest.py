"""A small room whose light can be worked out, compiled from a few lines."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from campus.scene import load_campus
from campus.scene.model import Campus
from campus.space import Space, compile_space

REPOSITORY = Path(__file__).parents[2]
ROOM = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell:
  room: {size: [4, 3, 2.6], plinth: 0}
  floor: oak-floor
  walls: lime-plaster
  ceiling: lime-plaster
  openings:
    - {type: window, id: daylight, wall: west, at: 1.5, size: [1.4, 1.2], sill: 0.9, view: horizon}
light: {lamps: {type: panel, grid: [1, 1], lumens: 3000}, states: {full: {lamps: 1}, dim: {lamps: 0.2}}}
nodes:
  - {type: spawn, id: entry, at: [2, 1], facing: north, radius: 0.4}
  - {type: bench, id: bench, at: [2, 2.2], facing: south, length: 1.4}
  - {type: screen, id: main, name: {fr: Écran, en: Screen}, wall: north, at: 2, size: [1.2, 0.8], height: 1.2}
"""
Room = Callable[..., tuple[Campus, Space]]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """The campus and its only space, after some words were replaced."""

    def make(*changes: tuple[str, str], light: str | None = None) -> tuple[Campus, Space]:
        scene = ROOM
        for old, new in changes:
            assert old in scene
            scene = scene.replace(old, new)
        (tmp_path / "scenes").mkdir(exist_ok=True)
        (tmp_path / "scenes" / "campus.yaml").write_text(
            "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\nspaces: [{space: lab, at: [0, 0]}]\n"
        )
        (tmp_path / "scenes" / "lab.yaml").write_text(scene, encoding="utf-8")
        shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials", dirs_exist_ok=True)
        campus = load_campus(tmp_path)
        return campus, compile_space(campus, "lab", light=light)

    return make
