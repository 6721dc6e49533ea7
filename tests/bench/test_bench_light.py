"""What check believes of the light is what the baker finds: two programs, one room."""

import io
import json
import shutil
from pathlib import Path

import pytest

from campus.bench.light import run

REPOSITORY = Path(__file__).parents[2]
CAMPUS = """\
schema: 1
title: {fr: Campus, en: Campus}
entry: lab
spaces:
  - {space: lab, at: [0, 0]}
"""
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell:
  room: {size: [6, 5, 3]}
  floor: oak-floor
  walls: lime-plaster
nodes:
  - {type: spawn, id: entry, at: [0.6, 0.6], facing: north}
  - LAMP
  - {type: seat, id: seat, name: {fr: Chaise, en: Chair}, at: [1.5, 1.2], facing: north,
     repeat: {count: [4, 3], step: [1.0, 1.2]}}
"""


@pytest.mark.parametrize(
    "lamp",
    [
        "{type: lamp, kind: panel, at: [3, 2.5], height: 2.9, length: 0.6, lumens: 6000}",
        "{type: lamp, kind: pendant, at: [3, 2.5], height: 2.0, ceiling: 3, lumens: 6000}",
    ],
    ids=["panel", "pendant"],
)
def test_check_and_baker_agree_on_what_a_lamp_gives(tmp_path: Path, lamp: str) -> None:
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "campus.yaml").write_text(CAMPUS, encoding="utf-8")
    (tmp_path / "scenes" / "lab.yaml").write_text(LAB.replace("LAMP", lamp), encoding="utf-8")
    shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
    out = io.StringIO()

    run(tmp_path, [], samples=64, most=12, as_json=True, out=out)

    (row,) = json.loads(out.getvalue())["rows"]
    assert row["seats"] == 12
    assert row["baker_median"] > 50
    assert abs(row["apart"]) < 0.25
