"""`campus new`: a room linked both ways, in files whose comments stay, or nothing at all."""

import io
import json
import shutil
from pathlib import Path

import pytest

from campus.errors import CampusError
from campus.scene import load_campus
from campus.space import compile_space
from campus.text import Text
from campus.tools.check import check
from campus.tools.door_places import place_of
from campus.tools.new import new, size_of_room, titled
from campus.tools.plan_notes import plan_notes
from campus.tools.yaml_edit import replaced, with_item, without_item

REPOSITORY = Path(__file__).parents[2]
TITLE = Text(fr="Salle de lecture", en="Reading room")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "scenes", tmp_path / "scenes")
    shutil.copytree(REPOSITORY / "assets", tmp_path / "assets")
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted((root / "scenes").rglob("*")) if p.is_file()}


def test_a_room_from_the_template_is_linked_both_ways_and_nothing_else_changes(root: Path) -> None:
    before = files(root)
    made = new(root, "reading-room", title=TITLE)
    after = files(root)
    assert set(after) - set(before) == {"scenes/reading-room.yaml"}
    changed = {file for file in before if before[file] != after[file]}
    assert changed == {"scenes/campus.yaml", "scenes/hall.yaml"}
    for file in changed:
        lines, were = after[file].decode().splitlines(), before[file].decode().splitlines()
        (added,) = [line for line in lines if line not in were]
        assert added.strip() == f"- {made.lines[file]}"
        assert [line for line in lines if line != added] == were
    campus = load_campus(root)
    room = compile_space(campus, "reading-room")
    (way,) = room.portals.values()
    back = compile_space(campus, "hall").portals[way.node]
    assert (back.space, back.node) == ("reading-room", way.id)
    assert room.title == TITLE


@pytest.mark.parametrize("door", ["north:3.0", "west:1.6"])
def test_the_template_passes_every_proof_whichever_way_its_door_looks(root: Path, door: str) -> None:
    new(root, "reading-room", title=TITLE, place=place_of(door))
    out = io.StringIO()
    assert check(root, ["reading-room"], True, out) == 0, out.getvalue()
    proofs = json.loads(out.getvalue())["proofs"]
    assert len(proofs) == 9
    assert all(proof["ok"] for proof in proofs)


def test_the_room_s_door_and_the_hall_s_stand_in_one_line_on_the_plan(root: Path) -> None:
    new(root, "reading-room", title=TITLE, place=place_of("north:3.0"))
    campus = load_campus(root)
    hall, room = compile_space(campus, "hall"), compile_space(campus, "reading-room")
    there, here = hall.portals["to-reading-room"].at, room.portals["to-hall"].at
    (hx, hy), (rx, ry) = campus.placements["hall"].at[:2], campus.placements["reading-room"].at[:2]
    assert hx + there[0] == pytest.approx(rx + here[0], abs=0.01)
    assert ry + here[1] - hy - there[1] == pytest.approx(0.45, abs=0.01)


def test_a_copy_keeps_its_layout_and_leads_where_it_says(root: Path) -> None:
    new(root, "first", title=TITLE)
    new(root, "second", source="first", title=Text(fr="Deuxième : salle", en="Second room"))
    first = (root / "scenes" / "first.yaml").read_text(encoding="utf-8").splitlines()
    second = (root / "scenes" / "second.yaml").read_text(encoding="utf-8").splitlines()
    assert len(first) == len(second)
    assert 3 <= sum(a != b for a, b in zip(first, second, strict=True)) <= 4
    campus = load_campus(root)
    assert campus.scenes["second"].title.fr == "Deuxième : salle"
    assert compile_space(campus, "second").portals["to-hall"].node == "to-second"


def test_a_planned_room_takes_the_door_that_waits_for_it(root: Path) -> None:
    campus_file = root / "scenes" / "campus.yaml"
    text = without_item(campus_file.read_text(encoding="utf-8"), ("planned",), "space", "library")
    planned = "planned:\n  - {space: library, title: {fr: Bibliothèque, en: Library}}\n"
    if "planned:" in text:
        text = with_item(text, ("planned",), "{space: library, title: {fr: Bibliothèque, en: Library}}")
    campus_file.write_text(text if "space: library" in text else text + planned, encoding="utf-8")
    hall = root / "scenes" / "hall.yaml"
    door = "{type: door, id: books, wall: north, at: 3.0, size: [1.0, 2.2], to: library/to-hall}"
    hall.write_text(with_item(hall.read_text(encoding="utf-8"), ("shell", "openings"), door), encoding="utf-8")
    before = hall.read_bytes()
    new(root, "library")
    assert hall.read_bytes() == before
    campus = load_campus(root)
    assert "library" not in campus.planned
    assert compile_space(campus, "library").portals["to-hall"].node == "books"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"name": "Reading Room"}, "'Reading Room' cannot name a space"),
        ({"name": "hall"}, "There is a file scenes/hall.yaml already"),
        ({"name": "lab", "source": "hal"}, "There is no space 'hal' to begin from. Did you mean 'hall'?"),
        ({"name": "lab", "near": "hal"}, "There is no space 'hal' to lead to. Did you mean 'hall'?"),
        ({"name": "lab", "place": ("north", 99.0)}, "--door north:99 is not on a wall of hall"),
        ({"name": "lab", "place": ("east", 20.0)}, "meets door 'to-amphitheatre'"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(
    root: Path, arguments: dict[str, object], said: str
) -> None:
    before = files(root)
    with pytest.raises(CampusError) as told:
        new(root, **arguments)  # type: ignore[arg-type]
    assert said in str(told.value)
    assert files(root) == before


def test_a_title_is_in_both_languages() -> None:
    assert titled("lab", None, None) is None
    assert titled("lab", "Labo", "Lab") == Text(fr="Labo", en="Lab")
    with pytest.raises(CampusError, match="needs both languages"):
        titled("lab", "Labo", None)


@pytest.mark.parametrize("door", ["up:3", "north", "north:far", "north:-1"])
def test_a_place_on_a_wall_is_read_or_told(door: str) -> None:
    with pytest.raises(CampusError, match=r"is no place on a wall\. Write it as north:3\.5"):
        place_of(door)


def test_lines_are_put_in_where_the_list_ends_and_comments_stay() -> None:
    text = "a:  # one\n  - {x: 1}  # first\n  - x: 2\n    y: |\n      word\n\n# about b\nb: [1, 2]\n"
    added = with_item(text, ("a",), "{x: 3}")
    assert (
        added == "a:  # one\n  - {x: 1}  # first\n  - x: 2\n    y: |\n      word\n  - {x: 3}\n\n# about b\nb: [1, 2]\n"
    )
    assert with_item(text, ("b",), "3").endswith("b: [1, 2, 3]\n")
    assert without_item(added, ("a",), "x", "3") == text
    assert without_item("a: 1\nb:\n  - {x: 1}\nc: 2\n", ("b",), "x", "1") == "a: 1\nc: 2\n"
    assert replaced("to: 'a/b'  # way\n", {(1, 5): ("a/b", "c/d")}) == "to: c/d  # way\n"
    with pytest.raises(CampusError, match="Add this to it by hand"):
        with_item("a: {}\n", ("a", "b"), "{x: 1}")


def test_a_room_is_begun_as_large_as_one_asks_and_where_it_grew_it_is_told_where_it_must_lie(root: Path) -> None:
    new(root, "ward", title=TITLE, place=place_of("west:1.6"), size=size_of_room("9x5x3.2"))
    campus = load_campus(root)
    assert compile_space(campus, "ward").scene.shell.spec.size == (9.0, 5.0, 3.2)  # type: ignore[union-attr]
    assert plan_notes(campus, ["ward"]) == []

    file = root / "scenes" / "ward.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("size: [9.0, 5.0, 3.2]", "size: [10, 5, 3.2]"), "utf-8")
    over, apart = (note.en for note in plan_notes(load_campus(root), ["ward"]))

    assert over == "ward: on the plan it lies over hall, by 0.6 × 2.8 m. Move it: 'at' in scenes/campus.yaml."
    assert apart.startswith("ward: on the plan its door 'to-hall' lies 1.0 m off 'hall/to-ward'. They meet with")
    mended = apart.split("They meet with {")[1].split("}")[0]
    plan = root / "scenes" / "campus.yaml"
    lines = [f"  - {{{mended}}}" if "space: ward" in line else line for line in plan.read_text("utf-8").splitlines()]
    plan.write_text("\n".join(lines) + "\n", "utf-8")
    assert plan_notes(load_campus(root), ["ward"]) == []


@pytest.mark.parametrize("size", ["9", "9x", "3x3", "9x7x30", "neuf"])
def test_what_is_no_size_of_a_room_is_told(size: str) -> None:
    with pytest.raises(CampusError, match="is no size of a room"):
        size_of_room(size)
