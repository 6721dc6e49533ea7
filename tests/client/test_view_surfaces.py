"""Patterns that are what they are called, letters that fit, backdrops that are whole; without a window."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.client.view.backdrop import anterooms, backdrops
from campus.client.view.far_land import MATERIALS, over_a_court
from campus.client.view.lettering import lettering
from campus.client.view.patterns import pattern
from campus.components import LabelAnchor, Placed
from campus.mesh import Mesh
from campus.space.model import Space
from campus.space.typesetting import blocks, typeset, wrapped
from campus.text import Text
from campus.tools.render import measured

HERE = Placed((0.0, 0.0, 0.0))


def test_limestone_stands_in_courses_of_a_third_of_a_metre() -> None:
    made = pattern("courses")
    rows = made.tint.mean(axis=(1, 2))
    dark = np.nonzero(rows < np.median(rows) - 0.08)[0]
    heights = np.unique(np.round((dark + 1) / made.tint.shape[0] * made.size[1] / 0.33))
    assert len(heights) >= 8


def test_faience_is_cobalt_on_white() -> None:
    colour = pattern("faience").tint.reshape(-1, 3)
    white = (colour.min(axis=1) > 0.55).mean()
    cobalt = ((colour[:, 2] > 2 * colour[:, 0]) & (colour[:, 2] < 0.45)).mean()
    assert white > 0.25
    assert cobalt > 0.15


def test_an_unknown_pattern_is_plain() -> None:
    assert pattern("no-such-pattern") is pattern("plain")


def ink(label: LabelAnchor, language: str) -> np.ndarray:
    return lettering(label, language)[..., 0] > 90  # type: ignore[arg-type]


def test_a_sign_sets_the_viewer_s_language_first_and_larger() -> None:
    label = LabelAnchor(Text(fr="Vers le hall", en="To the hall"), HERE, (1.2, 0.4), "sign", 0.08, "#FAF6EC", "#1F4E8C")
    rows = ink(label, "fr").any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(int), [0]])))
    lines = [(low, high) for low, high in edges.reshape(-1, 2) if high - low > 4]
    assert len(lines) == 2
    (top, top_end), (low, low_end) = lines
    assert (low_end - low) == pytest.approx(0.75 * (top_end - top), rel=0.12)
    assert not np.array_equal(ink(label, "fr"), ink(label, "en"))


def test_a_name_that_is_the_same_in_both_is_written_once() -> None:
    label = LabelAnchor(
        Text(fr="CHU de Montpellier", en="CHU de Montpellier"), HERE, (0.8, 0.3), "plaque", 0.04, "#FAF6EC", "#1F4E8C"
    )
    rows = ink(label, "fr").any(axis=1)
    assert (np.diff(rows.astype(int)) == 1).sum() == 1


def test_carved_letters_catch_light_at_their_own_edges_alone() -> None:
    label = LabelAnchor(Text(fr="Jardin", en="Jardin"), HERE, (1.0, 0.13), "carved", 0.12, "#3A342A", None)
    marks = lettering(label, "fr")
    foot = np.flatnonzero(marks[..., 0].any(axis=1))[-1]
    assert foot > marks.shape[0] - 8, "the letters reach down to where the picture ends"
    assert not marks[:2, :, 1].any(), "nothing of their feet comes in at the top"


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.characters(codec="latin-1", exclude_categories=("Cc",)), min_size=1, max_size=60),
    st.floats(0.3, 4.0),
    st.floats(0.1, 1.0),
    st.sampled_from(["sign", "plaque", "carved"]),
)
def test_words_never_leave_their_plate(words: str, width: float, height: float, style: str) -> None:
    label = LabelAnchor(Text(fr=words, en="x"), HERE, (width, height), style, 0.05, "#FAF6EC", "#1F4E8C")  # type: ignore[arg-type]
    seen = ink(label, "fr")
    assert seen.shape[1] / seen.shape[0] == pytest.approx(width / height, rel=0.25)
    if len(words.split()) == 1 and len(words) > 24:
        return  # one endless word is nobody's sign
    assert not seen[:, 0].any()
    assert not seen[:, -1].any()


def test_a_board_shrinks_until_all_of_it_is_there() -> None:
    text = "# Titre\n\n" + "\n".join(
        f"- Une ligne qui compte, la {i}ᵉ, et assez longue pour tourner" for i in range(24)
    )
    label = LabelAnchor(Text(fr=text, en="x"), HERE, (1.6, 1.2), "board", 0.05, "#16232B", "#FAF6EC")
    seen = ink(label, "fr")
    assert seen[: seen.shape[0] // 3].any()
    assert seen[-seen.shape[0] // 3 :].any()
    assert not seen[-4:].any()


def notice(title: str, words: str) -> LabelAnchor:
    text = f"# {title}\n{words}"
    return LabelAnchor(Text(fr=text, en=text), HERE, (0.86, 1.1), "board", 0.04, "#16232B", "#FAF6EC")


def test_no_short_word_stands_alone_in_a_line_of_a_title() -> None:
    set_ = typeset(notice("Spécialiste de la transformation clinique", "Accompagne les équipes."), "fr")
    title = [line.text for line in set_.lines if line.face == "bold"]
    assert title == ["Spécialiste de la", "transformation", "clinique"]


def test_no_word_of_a_title_runs_past_its_rule() -> None:
    label = notice("Clinical transformation specialist", "Stands beside care teams.")
    seen, rule = ink(label, "en"), next(mark for mark in typeset(label, "en").marks if mark.kind == "rule")
    assert np.flatnonzero(seen.any(axis=0))[-1] <= seen.shape[1] - rule.x + 1


def test_the_rule_under_a_title_runs_below_the_tails_of_its_letters() -> None:
    label = notice("Formateur aux applications cliniques", "Met chaque soignant à l’aise.")
    rule = next(mark for mark in typeset(label, "fr").marks if mark.kind == "rule")
    at, seen = round(rule.y), ink(label, "fr")
    assert seen[at].any()
    assert not seen[at - 4].any(), "the q ends above it"


def test_the_few_words_of_a_notice_are_larger_than_those_of_a_full_board() -> None:
    few = typeset(notice("Métier", "Protège les patients."), "fr")
    many = typeset(notice("Métier", "Protège les patients en protégeant leurs systèmes. " * 5), "fr")
    assert few.cap == pytest.approx(1.25 * many.cap)
    assert few.lines[0].cap == many.lines[0].cap, "titles of boards that hang in a row are alike"


def test_a_paragraph_s_lines_are_joined_and_bullets_are_not() -> None:
    assert blocks("# A\n\nun\ndeux\n\n- x\n  suite\n- y\n## B") == [
        ("#", "A"),
        ("", "un deux"),
        ("-", "x suite"),
        ("-", "y"),
        ("##", "B"),
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_stands_at_the_margin_or_after_an_empty_line_is_no_longer_the_list(between: str) -> None:
    assert blocks(f"- x\n- y, au CHU{between}Une école nouvelle,\nhors les murs.") == [
        ("-", "x"),
        ("-", "y, au CHU"),
        ("", "Une école nouvelle, hors les murs."),
    ]


def test_a_line_never_breaks_at_a_space_that_must_not_break() -> None:
    lines = wrapped("Vraiment\u202f? Oui, vraiment\u202f!", "regular", 20, 160)
    assert len(lines) > 1
    assert not any(line.startswith(("?", "!")) for line in lines)


def test_what_lies_beyond_is_drawn_once_for_each_side(room: Space) -> None:
    found = backdrops(room)
    assert len(found) == 1
    mesh = found[0].mesh
    assert np.isfinite(mesh.positions).all()
    assert set(mesh.materials) <= set(MATERIALS)
    # The garden lies out of the window, to the west, beyond the wall.
    assert np.median(mesh.positions[:, 0]) < -3
    garden = mesh.of("far-water")
    assert len(garden.triangles) > 8
    assert garden.positions[:, 0].max() < -5


def test_over_the_walls_of_a_court_one_sees_the_roofs_of_the_buildings_that_carry_them() -> None:
    sides = (((0.0, 28.0), 0.0, 24.0, 8.4), ((24.0, 28.0), 270.0, 28.0, 8.4))
    roofs = over_a_court(sides)
    low, high = roofs.of("far-tile").bounds()
    assert low[2] > 8.4, "it begins over the wall"
    assert high[0] > 30, "it covers the building behind the wall"
    assert high[1] > 34
    assert low[0] > -2, "no roof over a side that has no building"
    assert roofs.bounds()[0][2] >= 8.4, "behind the walls are rooms that one sees into"
    far = roofs.corners()[(roofs.corners()[..., 0] > 30).all(axis=1)]
    assert far[..., 2].min() > 8.9, "a hall whose ceiling is half a metre higher than the wall shows no house's floor"
    assert set(roofs.materials) <= set(MATERIALS)


def test_a_window_over_ones_head_shows_what_stands_higher_than_its_sill(make_space: object) -> None:
    from campus.space.model import View

    def roofs(height: float) -> Mesh:
        view = View("strip", (3.0, 8.0, height), 0.0, (4.0, 1.0), "roofs")
        space: Space = make_space(views=(view,))  # type: ignore[operator]
        return backdrops(space)[0].mesh.of("far-tile")

    level, lifted = roofs(1.6), roofs(6.0)
    eye = np.array([3.0, -6.0, 2.4])  # a seat across the room
    slopes = [(m.positions[:, 2] - eye[2]) / (m.positions[:, 1] - eye[1]) for m in (level, lifted)]
    sill = (5.5 - eye[2]) / (8.0 - eye[1])
    # Of what is drawn at all: faces that nobody within ever sees are left out.
    assert (slopes[0] > sill).mean() < 0.1
    assert (slopes[1] > sill).mean() > 0.2


def test_a_door_to_a_space_opens_on_a_room_not_on_nothing(make_space: object) -> None:
    from campus.space.model import View

    space: Space = make_space(views=(View("door", (3.0, 8.0, 1.05), 0.0, (1.0, 2.1), "hall"),))  # type: ignore[operator]
    behind = anterooms(space)
    assert len(behind.triangles) == 10
    assert behind.positions[:, 1].min() > 8.2
    assert behind.positions[:, 1].max() < 12
    assert backdrops(space) == []


def test_measures_of_a_picture() -> None:
    picture = np.full((10, 10, 3), 120, np.uint8)
    picture[0, :, 0] = 255
    picture[1] = 3
    clipped, dark, mean = measured(picture)
    assert clipped == pytest.approx(0.10)
    assert dark == pytest.approx(0.10)
    assert 0.3 < mean < 0.6
