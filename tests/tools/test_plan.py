"""`campus plan`: a drawing to scale of what is really there."""

import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

from campus.errors import CampusError, SceneErrors
from campus.mesh import box
from campus.mesh.meeting import first_met
from campus.proofs.sight import sights_of
from campus.scene import load_campus
from campus.scene.frames import Frame
from campus.space import compile_space
from campus.tools.outlines import outlines_of, sections_at
from campus.tools.plan import plan, storeys

REPOSITORY = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
ROOM = """\
schema: 1
space: lab
title: {fr: Laboratoire, en: Laboratory}
shell:
  room: {size: [6, 5, 3.0], thickness: 0.3}
  openings:
    - {type: window, wall: west, at: 2.5, size: [2, 1.4], sill: 0.9, view: garden}
    - {type: door, id: out, wall: south, at: 1.2, size: [1.0, 2.1], to: hall/to-lab}
nodes:
  - {type: spawn, id: entry, at: [1.2, 1.2], facing: north}
  - {type: screen, id: main, name: {fr: Écran, en: Screen}, wall: north, at: 3, size: [3, 1.7], height: 0.9}
  - {type: seat, id: left, name: {fr: Chaise, en: Chair}, at: [2, 2], facing: north}
  - {type: seat, id: right, name: {fr: Chaise, en: Chair}, at: [4.5, 2], facing: north}
  - {type: zone, id: quiet, name: {fr: Coin calme, en: Quiet corner}, box: [[4, 0, 0], [6, 1.4, 3]]}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\nentry: lab\nspaces: [{space: lab, at: [0, 0], north: 30}]\n"
        "planned: [{space: hall, title: {fr: Le hall, en: The hall}}]\n",
        encoding="utf-8",
    )
    (tmp_path / "scenes" / "lab.yaml").write_text(ROOM, encoding="utf-8")
    return tmp_path


def drawn(root: Path, space: str = "lab") -> ElementTree.Element:
    return ElementTree.fromstring(plan(root, space))


def of_class(drawing: ElementTree.Element, class_: str) -> list[ElementTree.Element]:
    return [element for element in drawing.iter() if element.get("class") == class_]


def words(drawing: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in drawing.iter(f"{SVG}text")]


def test_a_plan_says_what_it_is_and_at_which_scale(root: Path) -> None:
    said = words(drawn(root))
    assert {"Laboratoire", "Laboratory", "N", "6.00 m", "5.00 m"} <= set(said)
    assert "1:25 · 30 m² · 2 places assises" in said
    assert "1:25 · 30 m² · 2 seats" in said
    assert "→ Le hall" in said
    assert "Quiet corner" in said


def test_paper_is_to_scale_and_walls_have_their_thickness(root: Path) -> None:
    drawing = drawn(root)
    assert drawing.get("width", "").removesuffix("mm") == f"{float(drawing.get('viewBox', '').split()[2]):.1f}"
    walls = [p.get("d", "") for p in drawing.iter(f"{SVG}path") if p.get("fill") == "#2C3442"]
    sizes = []
    for d in walls:
        points = np.array([[float(n) for n in pair] for pair in re.findall(r"([\d.-]+) ([\d.-]+)", d)])
        sizes.append(sorted((np.ptp(points, axis=0) * 25 / 1000).round(3).tolist()))
    assert [0.3, 6.6] in sizes  # the north wall, from corner to corner
    assert [0.3, 5.6] in sizes  # the east wall
    assert [0.3, 1.0] in sizes  # south, from its outer corner to the door: 0.7 and the wall's own 0.3
    assert [0.3, 1.8] in sizes  # west, to the window


def test_a_door_swings_and_seats_screen_and_north_are_there(root: Path) -> None:
    drawing = drawn(root)
    assert len(of_class(drawing, "swing")) == 1
    assert len(of_class(drawing, "seat")) == 2
    assert len(of_class(drawing, "screen")) == 1
    assert len(of_class(drawing, "spawn")) == 1
    assert "rotate(-30.00)" in of_class(drawing, "north")[0].get("transform", "")


def test_nothing_is_red_where_every_seat_sees(root: Path) -> None:
    assert of_class(drawn(root), "blocked") == []


def test_a_column_before_a_seat_turns_that_seat_s_line_red_and_no_other(root: Path) -> None:
    lab = root / "scenes" / "lab.yaml"
    column = "  - {type: column, id: pillar, at: [2.35, 3.2], height: 3.0, radius: 0.3}\n"
    lab.write_text(lab.read_text(encoding="utf-8") + column, encoding="utf-8")
    (line,) = of_class(drawn(root), "blocked")
    assert line.findtext(f"{SVG}title") == "left → main: masqué / hidden"
    red = [seat.get("id") for seat in of_class(drawn(root), "seat") if seat.get("stroke") == "#C4281C"]
    assert red == ["seat-left"]


def test_a_seat_behind_its_screen_does_not_see_it(root: Path) -> None:
    lab = root / "scenes" / "lab.yaml"
    text = lab.read_text(encoding="utf-8").replace("wall: north, at: 3, size", "at: [3, 1.5], facing: south, size")
    lab.write_text(text, encoding="utf-8")
    assert len(of_class(drawn(root), "blocked")) == 2


@pytest.mark.parametrize("space", ["hall", "amphitheatre"])
def test_the_shipped_spaces_are_drawn_whole_and_the_same_every_time(space: str) -> None:
    first = plan(REPOSITORY, space)
    compiled = compile_space(load_campus(REPOSITORY, only=[space]), space)
    drawing = ElementTree.fromstring(first)
    assert len(of_class(drawing, "seat")) == len(compiled.seats)
    leaves = sum(moving.part.motion == "turn" for moving in compiled.moving)
    assert len(of_class(drawing, "swing")) == leaves
    assert of_class(drawing, "blocked") == []
    assert plan(REPOSITORY, space) == first


def test_a_gallery_is_a_floor_of_its_own() -> None:
    hall = compile_space(load_campus(REPOSITORY, only=["hall"]), "hall")
    assert [storey.low for storey in storeys(hall)] == [0.0, 3.6]


def test_a_solid_is_cut_and_seen_from_above_where_it_stands() -> None:
    mesh, frame = box((2.0, 1.0, 3.0), at=(0, 0, 0)), Frame(5.0, 5.0, 0.0, 90.0)
    (cut,) = sections_at(mesh, frame, 1.2)
    assert np.allclose(np.sort(np.ptp(cut, axis=0)), [1.0, 2.0])
    assert np.allclose(cut.min(axis=0), [4.5, 4.0])
    ((height, (top,)),) = outlines_of(mesh, frame)
    assert height == pytest.approx(3.0)
    assert np.allclose(np.ptp(top, axis=0), [1.0, 2.0])


def test_a_ray_meets_what_stands_first_and_nothing_beyond_its_reach() -> None:
    wall = np.array([[[-1, y, 0], [1, y, 0], [0, y, 2]] for y in (7, 5)], float)
    north = np.array((0.0, 1.0, 0.0))
    met = first_met(wall, np.array((0, 0, 0.5)), north, 10.0)
    assert met is not None
    assert met[0] == 1
    assert met[1] == pytest.approx(5.0)
    assert first_met(wall, np.array((0, 0, 0.5)), north, 4.0) is None
    assert first_met(wall, np.array((3, 0, 0.5)), north, 10.0) is None
    assert first_met(wall[:0], np.array((0, 0, 0.5)), north, 10.0) is None


def test_furniture_is_drawn_as_a_layout_has_it_and_the_layout_is_named() -> None:
    islands, rows = plan(REPOSITORY, "seminar-room"), plan(REPOSITORY, "seminar-room", "rows")
    assert islands != rows
    assert any(said.startswith("Rangs · 1:") for said in words(ElementTree.fromstring(rows)))
    with pytest.raises(CampusError, match=r"seminar-room has no layout 'row'\. Did you mean 'rows'\?"):
        plan(REPOSITORY, "seminar-room", "row")


def test_who_does_not_see_is_who_the_proof_names() -> None:
    circle = ElementTree.fromstring(plan(REPOSITORY, "seminar-room", "circle"))
    compiled = compile_space(load_campus(REPOSITORY, only=["seminar-room"]), "seminar-room", layout="circle")
    unseen = [sight.sitter.seat.id for sight in sights_of(compiled) if sight.problems]
    assert len(of_class(circle, "blocked")) == len(unseen) > 0
    assert f"Mal vu / Badly seen ({len(unseen)})" in words(circle)


def test_a_door_says_how_wide_it_is(root: Path) -> None:
    assert "1.00" in words(drawn(root))


def test_mistakes_are_told_and_nothing_is_drawn(root: Path) -> None:
    with pytest.raises(CampusError, match=r"There is no space 'lap'\. Did you mean 'lab'\?"):
        plan(root, "lap")
    lab = root / "scenes" / "lab.yaml"
    lab.write_text(lab.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    with pytest.raises(SceneErrors, match="Did you mean 'title'"):
        plan(root, "lab")
