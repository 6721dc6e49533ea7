"""A small lecture room that is sound in every way, and what the proofs say of it when one thing is changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from campus.proofs import PROOFS, Case, Proof, judge, told
from campus.scene import load_campus
from campus.space import compile_space
from campus.text import Text

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
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell:
  room: {size: [9, 8, 3.2], faces: {east: lime-plaster}}
  floor: oak-floor
  walls: lime-plaster
  ceiling: acoustic-ceiling
  openings:
    - {type: door, id: way-out, wall: south, at: 1.2, to: garden/lab}
    - {type: window, id: daylight, wall: west, at: 4, size: [4, 1.6], view: horizon}
light: {lamps: {type: panel, grid: [3, 3], lumens: 3200}}
nodes:
  - {type: spawn, id: entry, at: [4.5, 1.4], facing: north, radius: 0.4}
  - {type: screen, id: main, name: {fr: Écran, en: Screen}, wall: north, at: 4.5, size: [3.2, 1.8]}
  - {type: lectern, id: lectern, at: [7.2, 6.6], facing: south}
  - {type: seat, id: seat, name: {fr: Chaise, en: Chair}, at: [3, 3], facing: north,
     repeat: {count: [4, 2], step: [1.0, 1.2]}}
  - {type: seat, id: guest, name: {fr: Chaise, en: Chair}, at: [2, 2.2], facing: north}
  - {type: sign, id: name, wall: east, at: 4, style: carved, text: {fr: Le labo, en: The lab}}
  - {type: wall-panel, id: felt-panel, wall: south, at: 5.5, size: [6, 2.8], height: 0.2, material: oak-slats}
  - {type: wall-panel, id: wood-panel, wall: north, at: 1.3, size: [2, 2.8], height: 0.2, material: oak-slats}
  - {type: prop, id: vessel, model: jar, at: [8.5, 0.6]}
"""

Proved = Callable[..., dict[str, Proof]]


@pytest.fixture
def proved(tmp_path: Path, in_sound_french: Callable[[Text], None]) -> Proved:
    """Prove the lab, after some words of it were replaced; all nine, or those that are named.

    Whatever fails is told in French as well.
    """

    def prove(
        *changes: tuple[str, str],
        only: tuple[str, ...] = tuple(PROOFS),
        licences: tuple[str, str] = ("", ""),
        scene: str = LAB,
    ) -> dict[str, Proof]:
        for old, new in changes:
            assert old in scene
            scene = scene.replace(old, new)
        (tmp_path / "scenes").mkdir(exist_ok=True)
        (tmp_path / "scenes" / "campus.yaml").write_text(CAMPUS, encoding="utf-8")
        (tmp_path / "scenes" / "lab.yaml").write_text(scene, encoding="utf-8")
        shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials", dirs_exist_ok=True)
        text = (REPOSITORY / "assets" / "LICENSES.md").read_text(encoding="utf-8").replace(*licences)
        campus = load_campus(tmp_path)
        others = list(campus.scenes["lab"].layouts)[1:]
        arranged = {name: compile_space(campus, "lab", layout=name) for name in others}
        case = Case(campus, compile_space(campus, "lab"), text, arranged=arranged)
        verdicts = {name: judge(name, case)[0] for name in only}
        for finding in (finding for verdict in verdicts.values() for finding in verdict.findings):
            in_sound_french(finding.message)
        return {name: told(name, verdict, case.space.scene) for name, verdict in verdicts.items()}

    return prove


@pytest.fixture
def failing(proved: Proved) -> Callable[..., dict[str, Proof]]:
    """The proofs that fail after a change."""

    def fail(*changes: tuple[str, str], **more: tuple[str, str]) -> dict[str, Proof]:
        return {name: proof for name, proof in proved(*changes, **more).items() if not proof.ok}

    return fail
