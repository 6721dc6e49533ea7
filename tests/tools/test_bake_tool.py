"""`campus bake`: what is old is baked, what is fresh is left alone, what is stopped leaves nothing half written."""

import io
import shutil
from pathlib import Path

import pytest

from campus.bake import baker, bakes_of, load
from campus.errors import CampusError
from campus.scene import load_campus
from campus.space import compile_space
from campus.tools import bake as tool
from campus.tools.bake import bake_spaces, notes

REPOSITORY = Path(__file__).parents[2]
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell:
  room: {size: [4, 3, 2.6], plinth: 0}
  openings:
    - {type: window, id: daylight, wall: west, at: 1.5, size: [1.4, 1.2], sill: 0.9, view: horizon}
layouts: {open: [], close: [{move: bench, at: [1, 1]}]}
nodes:
  - {type: spawn, id: entry, at: [2, 1], facing: north, radius: 0.4}
  - {type: bench, id: bench, at: [2, 2.2], facing: south}
  - {type: lamp, id: lamp, kind: standing, at: [3.4, 2.4], height: 1.6}
  - {type: viewpoint, id: view, eye: [0.5, 0.5, 1.6], look: [3, 2, 0.8], fov: 70}
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campus of one small room, baked at the size of a stamp."""
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\nspaces: [{space: lab, at: [0, 0]}]\n"
    )
    (tmp_path / "scenes" / "lab.yaml").write_text(LAB, encoding="utf-8")
    shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
    monkeypatch.setattr(tool, "DRAFT", baker.Quality(2000, 0.2, 2, 2, 16))
    return tmp_path


def run(root: Path, *spaces: str, force: bool = False, look: Path | None = None) -> str:
    out = io.StringIO()
    ticks = iter(range(1000))
    status = bake_spaces(
        root, spaces, out, draft=True, force=force, processes=1, look=look, clock=lambda: float(next(ticks))
    )
    assert status == 0
    return out.getvalue()


def told(root: Path) -> list[str]:
    campus = load_campus(root)
    return [note.en for note in notes(campus, root, [compile_space(campus, "lab")])]


def test_a_room_is_baked_in_every_layout_once(root: Path) -> None:
    assert told(root) == ["lab: its light was never baked; it is drawn by estimate. Run: campus bake lab"]
    said = run(root)
    assert "lab (open): 1 s" in said
    assert "lab (close): 1 s" in said
    assert len(bakes_of(root, "lab")) == 2
    campus = load_campus(root)
    for layout in ("open", "close"):
        assert load(root, compile_space(campus, "lab", layout=layout)) is not None
    assert told(root) == []
    assert run(root, "lab") == "lab (open): fresh, nothing to do.\nlab (close): fresh, nothing to do.\n"


def test_a_lamp_moved_makes_a_bake_old_and_the_next_one_takes_its_place(root: Path) -> None:
    run(root)
    before = {folder.name for folder in bakes_of(root, "lab")}
    scene = root / "scenes" / "lab.yaml"
    scene.write_text(scene.read_text(encoding="utf-8").replace("[3.4, 2.4]", "[3.2, 2.4]"), encoding="utf-8")
    assert told(root) == ["lab: its baked light is old, it has changed since. Run: campus bake lab"]
    run(root)
    after = {folder.name for folder in bakes_of(root, "lab")}
    assert len(after) == 2
    assert not before & after
    assert told(root) == []


def test_a_lamp_moved_bakes_its_own_space_anew_and_no_other(root: Path) -> None:
    (root / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\n"
        "spaces: [{space: lab, at: [0, 0]}, {space: den, at: [-4.45, 0]}]\n"
    )
    lab = LAB.replace("layouts: {open: [], close: [{move: bench, at: [1, 1]}]}\n", "")
    window = "{type: window, id: daylight, wall: east, at: 1.5, size: [1.4, 1.2], sill: 0.9, view: lab}"
    den = lab.replace("space: lab", "space: den").replace(
        "{type: window, id: daylight, wall: west, at: 1.5, size: [1.4, 1.2], sill: 0.9, view: horizon}", window
    )
    assert window in den
    for name, scene in (("lab", lab), ("den", den)):
        (root / "scenes" / f"{name}.yaml").write_text(scene, encoding="utf-8")
    run(root)
    bytes_of = {path: path.read_bytes() for path in (root / "assets" / "baked" / "den").rglob("*.*")}
    moved = lab.replace("[3.4, 2.4]", "[3.2, 2.4]")
    assert moved != lab
    (root / "scenes" / "lab.yaml").write_text(moved, encoding="utf-8")
    said = run(root)
    assert "lab: 1 s" in said
    assert "den: fresh, nothing to do." in said  # though it looks into the other by its window
    assert {path: path.read_bytes() for path in (root / "assets" / "baked" / "den").rglob("*.*")} == bytes_of


def test_a_designer_looks_at_what_was_baked_without_a_window(root: Path) -> None:
    run(root, look=root / "look")
    assert {path.name for path in (root / "look").iterdir()} == {
        "lab-open-view.png", "lab-open-map-day.png", "lab-open-map-lamps.png",
        "lab-close-view.png", "lab-close-map-day.png", "lab-close-map-lamps.png",
    }  # fmt: skip


def test_a_space_that_there_is_not_is_told_in_words(root: Path) -> None:
    with pytest.raises(CampusError, match=r"There is no space 'lap'\. Did you mean 'lab'\?"):
        run(root, "lap")


def test_ctrl_c_leaves_what_was_there_and_nothing_half_written(root: Path) -> None:
    run(root)
    before = sorted((root / "assets" / "baked").rglob("*"))
    ticks = iter(range(1000))

    def clock() -> float:
        if next(ticks):
            raise KeyboardInterrupt  # somebody presses it while the light is finished
        return 0.0

    out = io.StringIO()
    status = bake_spaces(root, (), out, draft=True, force=True, processes=1, clock=clock)
    assert status == tool.STOPPED
    assert out.getvalue().endswith("Stopped. What was baked before is as it was.\n")
    assert sorted((root / "assets" / "baked").rglob("*")) == before
