"""A sound room, and one mistake at a time: exactly the proof that it belongs to fails, and names the thing."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from campus.proofs import NOTE, PROOFS, Proof

REPOSITORY = Path(__file__).parents[2]

Proved = Callable[..., dict[str, Proof]]


def line_of(proof: Proof, text: str) -> list[bool]:
    return [text in failure.message for failure in proof.failures]


def test_the_lab_is_sound_in_all_nine(proved: Proved) -> None:
    proofs = proved()
    assert list(proofs) == list(PROOFS)
    assert len(proofs) == 9
    assert {name: proof.failures for name, proof in proofs.items() if not proof.ok} == {}


def test_a_seat_turned_to_the_wall(failing: Proved) -> None:
    found = failing(("at: [2, 2.2], facing: north", "at: [2, 2.2], facing: south"))
    assert list(found) == ["sight"]
    (failure,) = found["sight"].failures
    assert failure.message.startswith("'guest' cannot see screen 'main': turned away from it by 1")
    assert (failure.file, failure.line, failure.column) == ("scenes/lab.yaml", 19, 5)


def test_a_table_in_front_of_the_door(failing: Proved) -> None:
    table = "  - {type: table, id: table, at: [1.2, 0.55], size: [1.8, 1.0]}\n"
    found = failing(("nodes:\n", "nodes:\n" + table))
    assert list(found) == ["reach"]
    (failure,) = found["reach"].failures
    assert failure.message.startswith("'way-out' cannot be walked to from spawn 'entry': no way 0.6 m wide leads near")
    assert (failure.file, failure.line) == ("scenes/lab.yaml", 10)


def test_a_sign_grey_on_grey(failing: Proved) -> None:
    found = failing(("faces: {east: lime-plaster}", "faces: {east: iron}"))
    assert list(found) == ["contrast"]
    (failure,) = found["contrast"].failures
    assert failure.message.startswith("'name' ('The lab') is hard to read: #16232B on 'iron'")
    assert failure.line == 20


def test_a_sign_too_small_from_where_it_is_read(failing: Proved) -> None:
    found = failing(("style: carved, text", "style: carved, read_from: 8, text"))
    assert list(found) == ["contrast"]
    (failure,) = found["contrast"].failures
    assert failure.message == (
        "'name' ('The lab') is too small to read: its capitals are 6.9 pixels high from 8 m, and need 14"
        " (at 1280 × 720). Write 'cap_height: 0.125, size: [0.92, 0.31]', or 'read_from: 3.9' if one reads it"
        " from there, or use fewer words."
    )
    assert failure.line == 20
    mended = failing(
        ("style: carved, text", "style: carved, read_from: 8, cap_height: 0.125, size: [0.92, 0.31], text")
    )
    assert mended == {}, "what it says to write is enough"


def test_a_sign_whose_words_do_not_fit_its_plate(failing: Proved) -> None:
    found = failing(("style: carved, text", "style: plaque, size: [0.2, 0.2], text"))
    assert list(found) == ["contrast"]
    (failure,) = found["contrast"].failures
    assert "its words do not fit 0.2 × 0.2 m, so that its capitals are set" in failure.message


def test_a_screen_too_small_for_the_back_row(failing: Proved) -> None:
    found = failing(("size: [3.2, 1.8]}", "size: [1.28, 0.72]}"))
    assert list(found) == ["sight"]
    assert all("screen 'main' is too small for" in failure.message for failure in found["sight"].failures)
    assert any("'guest'" in failure.message for failure in found["sight"].failures)


def test_a_lecture_room_of_bare_concrete(failing: Proved) -> None:
    found = failing(
        ("floor: oak-floor", "floor: concrete"),
        ("walls: lime-plaster", "walls: concrete"),
        ("{east: lime-plaster}", "{east: concrete}"),
        ("ceiling: acoustic-ceiling", "ceiling: concrete"),
    )
    assert list(found) == ["hearing"]
    (failure,) = found["hearing"].failures
    assert "'concrete'" in failure.message
    assert (failure.file, failure.line) == ("scenes/lab.yaml", 5)


@pytest.mark.parametrize(("said", "off"), [("0.2 s", "+"), ("2.4 s", "-")])
def test_a_room_that_is_livelier_or_deader_than_it_says(failing: Proved, said: str, off: str) -> None:
    found = failing(("light: {lamps", f"sound: {{reverb: {said}}}\nlight: {{lamps"))
    assert list(found) == ["hearing"]
    (failure,) = found["hearing"].failures
    assert failure.line == 5
    if off == "-":
        assert "that 'reverb' says (-" in failure.message
        assert "Absorb less, or say what it is: 'sound: {reverb: " in failure.message
    else:
        assert failure.message.startswith("sound stays too long at ")


def test_a_prop_without_a_licence(failing: Proved) -> None:
    found = failing(licences=("{jar,jar-blue", "{jar-blue"))
    assert list(found) == ["licences"]
    (failure,) = found["licences"].failures
    assert failure.message.startswith("'vessel' uses 'props/jar', which has no licence.")
    assert failure.line == 23


def test_a_chair_that_nobody_can_name(failing: Proved) -> None:
    found = failing(("id: guest, name: {fr: Chaise, en: Chair}", "id: guest"))
    assert list(found) == ["languages"]
    (failure,) = found["languages"].failures
    assert failure.message.startswith("seat 'guest' can be used, and has no name that a screen reader could say.")
    assert failure.line == 19


def test_a_room_without_light(failing: Proved) -> None:
    found = failing(
        ("light: {lamps: {type: panel, grid: [3, 3], lumens: 3200}}\n", ""),
        ("    - {type: window, id: daylight, wall: west, at: 4, size: [4, 1.6], view: horizon}\n", ""),
    )
    assert list(found) == ["light"]
    assert "sits in the dark: 0 lux" in found["light"].failures[0].message


def test_a_floodlight_that_burns_out_the_ceiling(failing: Proved) -> None:
    lamp = "  - {type: lamp, id: flood, kind: cove, wall: south, at: 5, height: 2.7, length: 3, lumens: 90000}\n"
    found = failing(("nodes:\n", "nodes:\n" + lamp))
    assert list(found) == ["light"]
    assert "burns out: lamp 'flood'" in found["light"].failures[0].message


def test_a_layout_that_puts_a_table_in_front_of_the_door(failing: Proved) -> None:
    table = "  - {type: table, id: table, at: [7.5, 3], size: [1.8, 1.0]}\n"
    layouts = "layouts:\n  rows: []\n  circle:\n    - {move: table, at: [1.2, 0.55]}\n"
    assert failing(("nodes:\n", "nodes:\n" + table)) == {}
    found = failing(("nodes:\n", layouts + "nodes:\n" + table))
    assert list(found) == ["reach"]
    assert found["reach"].failures[0].message.startswith("in the layout 'circle', 'way-out' cannot be walked to")


def test_a_layout_that_puts_a_chair_behind_a_cupboard(failing: Proved) -> None:
    cupboard = "  - {type: shelf, id: cupboard, at: [4.5, 0.9], facing: south, size: [2.0, 2.1]}\n"
    spot = ("at: [4.5, 1.4], facing: north, radius", "at: [1.2, 1.4], facing: north, radius")
    layouts = "layouts:\n  rows: []\n  aside:\n    - {move: guest, at: [4.5, 0.5]}\n"
    assert failing(spot, ("nodes:\n", "nodes:\n" + cupboard)) == {}
    found = failing(spot, ("nodes:\n", layouts + "nodes:\n" + cupboard))
    (failure,) = found["sight"].failures
    assert failure.message.startswith("in the layout 'aside', 'guest' cannot see all of screen 'main'")


def test_a_layout_may_turn_chairs_from_the_screen_and_it_is_told(proved: Proved) -> None:
    layouts = "layouts:\n  rows: []\n  circle:\n    - {move: guest, at: [2, 2.2], facing: south}\n"
    sight = proved(("nodes:\n", layouts + "nodes:\n"), only=("sight",))["sight"]
    assert sight.ok
    assert sight.figures["turned_in_layouts"] == {"circle": 1}
    assert sight.figures["layouts"] == 2


def test_a_room_of_too_many_materials(failing: Proved) -> None:
    """Each panel under the floor is of another one, and what has a pattern costs a draw call of its own."""
    names = sorted(path.stem for path in (REPOSITORY / "assets" / "materials").glob("*.yaml"))
    names = [name for name in names if "glow" not in name and name not in ("glass", "mirror", "water", "screen")]
    panels = "".join(
        f"  - {{type: wall-panel, id: p{i}, wall: north, at: 7.0, height: {-3 - 2 * i},"
        f" size: [1.6, 1.2], frame: null, material: {name}}}\n"
        for i, name in enumerate(names)
    )
    found = failing(("nodes:\n", "nodes:\n" + panels))
    assert list(found) == ["budget"]
    assert "draw calls, 40 at most" in found["budget"].failures[0].message


def test_what_a_space_costs_is_told_apart_for_textures_and_for_light(proved: Proved) -> None:
    figures = proved(only=("budget",))["budget"].figures
    assert {"triangles", "draw_calls", "texture_mb", "light_mb", "tiers_kept"} <= set(figures)
    assert figures["tiers_kept"] == ["medium", "high"] or figures["tiers_kept"] == ["low", "medium", "high"]


def test_what_needs_rays_cannot_pass_without_them_and_the_rest_is_proved(
    proved: Proved, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "embreex.mesh_construction", None)
    proofs = proved()
    unknown = [name for name, proof in proofs.items() if proof.figures.get(NOTE) == "cannot be computed"]
    assert unknown == ["sight", "hearing", "light"]
    assert not any(proofs[name].ok for name in unknown)
    assert all("python -m pip install" in proofs[name].failures[0].message for name in unknown)
    assert all(proof.ok for name, proof in proofs.items() if name not in unknown)


def test_what_is_wrong_with_a_part_of_a_prefab_is_told_where_the_space_uses_it(tmp_path: Path, failing: Proved) -> None:
    (tmp_path / "scenes" / "prefabs").mkdir(parents=True)
    seat = "{type: seat, id: turned, name: {fr: Chaise, en: Chair}, at: [0, 0], facing: south}"
    (tmp_path / "scenes" / "prefabs" / "corner.yaml").write_text(f"prefab: corner\nnodes:\n  - {seat}\n", "utf-8")

    found = failing(("nodes:\n", "nodes:\n  - {type: prefab, use: corner, id: back, at: [6.5, 1.6]}\n"))

    (failure,) = found["sight"].failures
    assert (failure.file, failure.line) == ("scenes/lab.yaml", 14)
    assert failure.message.startswith("'back.turned' cannot see screen 'main'")
    assert "Its line is scenes/prefabs/corner.yaml:3; for this one alone: override: {turned: {…}}." in failure.message


def test_seats_outside_the_audiences_zone_need_not_see_the_screen(failing: Proved) -> None:
    guest = "at: [2, 2.2], facing: north}"
    turned = ("nodes:\n", "nodes:\n"), (guest, "at: [2, 2.2], facing: south}")
    assert list(failing(*turned)) == ["sight"]

    zone = "  - {type: zone, id: audience, box: [[2.5, 2.5, 0], [9, 8, 3]], role: audience}\n"
    assert failing(("nodes:\n", "nodes:\n" + zone), turned[1]) == {}
