"""Small campuses written for one test."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
CAMPUS = """\
schema: 1
title: {fr: Campus, en: Campus}
entry: lab
spaces:
  - {space: lab, at: [0, 0]}
planned:
  - {space: garden, title: {fr: Jardin, en: Garden}}
"""
HEAD = "schema: 1\nspace: lab\ntitle: {fr: Labo, en: Lab}\n"

WriteCampus = Callable[..., Path]


@pytest.fixture
def write_campus(tmp_path: Path) -> WriteCampus:
    """Write `scenes/campus.yaml`, spaces and prefabs; a space `lab` gets its first three lines by itself."""

    def write(
        lab: str = "",
        *,
        campus: str = CAMPUS,
        spaces: Mapping[str, str] | None = None,
        prefabs: Mapping[str, str] | None = None,
    ) -> Path:
        scenes = tmp_path / "scenes"
        (scenes / "prefabs").mkdir(parents=True, exist_ok=True)
        if not (tmp_path / "assets").exists():
            shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
        (scenes / "campus.yaml").write_text(campus, encoding="utf-8")
        for name, text in {"lab": HEAD + lab, **(spaces or {})}.items():
            (scenes / f"{name}.yaml").write_text(text, encoding="utf-8")
        for name, text in (prefabs or {}).items():
            (scenes / "prefabs" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write
