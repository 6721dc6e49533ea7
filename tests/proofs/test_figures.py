"""The figures of the proofs against known values, and the client's numbers that they repeat."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from campus.client.camera import FOCUS_FILLS
from campus.client.profile import Profile
from campus.client.ui.columns import Frame
from campus.client.view.copies import MOST
from campus.client.view.lettering import lettering
from campus.client.view.signs import SIDE, packed
from campus.components import LabelAnchor, Placed
from campus.proofs import NOTE, Proof, budget, legible, sight
from campus.proofs._base import NOTE_FR
from campus.proofs.acoustics import AIR_PER_M, reverberation
from campus.proofs.contrast import contrast
from campus.proofs.hearing import speech_index
from campus.proofs.licences import licence_of, licences
from campus.proofs.light import clear_sky
from campus.scene.model import Sun
from campus.space.model import Screen
from campus.space.sky import towards_sun
from campus.text import Text

REPOSITORY = Path(__file__).parents[2]
NOBODY = np.zeros(6)


def a_screen(size: tuple[float, float]) -> Screen:
    return Screen("main", (0.0, 0.0, 2.0), 0.0, size, "session")


# --- the client's numbers ------------------------------------------------------------------------------------------


def test_focus_view_is_the_clients() -> None:
    frame = Frame(1280, 720, 1.0)
    low, high = frame.middle(left=False, right=True)
    assert sight.FOCUS_FILLS == FOCUS_FILLS
    assert pytest.approx((high - low) / 1280) == 1 - sight.PANEL_SHARE


def test_the_smallest_text_is_the_slide_makers() -> None:
    made = (REPOSITORY / "assets" / "units" / "make_slides.py").read_text(encoding="utf-8")
    smallest = re.search(r"^SMALLEST = ([\d.]+)$", made, re.MULTILINE)
    assert smallest is not None
    assert float(smallest[1]) == sight.SMALLEST_PT


def test_draw_calls_and_sheets_are_counted_as_the_client_makes_them() -> None:
    assert budget.COPIES_A_CALL == MOST
    assert budget.SHEET_PIXELS <= SIDE * SIDE


def test_signs_are_packed_apart_from_each_other() -> None:
    random = np.random.default_rng(7)
    sizes = [(int(w), int(h)) for w, h in zip(random.integers(8, 900, 60), random.integers(8, 400, 60), strict=True)]
    places, sheets = packed(sizes)
    taken = [np.zeros((tall, wide), np.int32) for wide, tall in sheets]
    for (on, left, top), (wide, tall) in zip(places, sizes, strict=True):
        assert left + wide <= sheets[on][0]
        assert top + tall <= sheets[on][1]
        taken[on][top : top + tall, left : left + wide] += 1
    assert all(sheet.max() == 1 for sheet in taken)


def test_a_picture_too_large_for_one_sheet_gets_another() -> None:
    places, sheets = packed([(3000, 3000)] * 3)
    assert sorted(place[0] for place in places) == [0, 1, 2]
    assert all(max(size) <= SIDE for size in sheets)


# --- sight ---------------------------------------------------------------------------------------------------------


def test_a_screen_of_16_by_9_shows_the_smallest_text_nine_pixels_high() -> None:
    assert sight.x_height_pixels(a_screen((8.0, 4.5))) >= 9.0
    assert sight.x_height_pixels(a_screen((8.0, 4.5))) == pytest.approx(sight.x_height_pixels(a_screen((3.2, 1.8))))


def test_a_tall_screen_leaves_its_text_too_small() -> None:
    assert sight.x_height_pixels(a_screen((1.8, 3.2))) < 6.0


# --- signs ---------------------------------------------------------------------------------------------------------


def test_capitals_of_a_sixtieth_of_the_distance_are_15_pixels_high() -> None:
    # A focal length of 640 / tan 35° = 914 pixels, and a sixtieth of that.
    assert legible.capital_pixels(0.1, 6.0) == pytest.approx(15.23, abs=0.01)
    assert legible.capital_pixels(0.1, 12.0) == pytest.approx(15.23 / 2, abs=0.01)
    assert Profile().field_of_view == legible.FIELD_OF_VIEW_DEG


def test_words_that_do_not_fit_count_as_small_as_they_are_set() -> None:
    text = Text(fr="Fonds de dotation Pfizer Innovation France", en="Short")
    roomy = LabelAnchor(text, Placed((0.0, 0.0, 0.0)), (3.0, 0.3), "plaque", 0.06, "#FAF6EC", "#1F4E8C")
    assert legible.set_capitals(roomy) == pytest.approx(0.06)
    tight = replace(roomy, size=(0.8, 0.3))
    assert legible.set_capitals(tight) < 0.05
    drawn = lettering(replace(tight, text=Text(fr=text.fr, en=text.fr)), "fr")
    rows = np.flatnonzero((drawn[..., 0] > 150).any(axis=1))
    assert len(rows) < drawn.shape[0], "what is measured is what is drawn: inside its plate"


# --- hearing -------------------------------------------------------------------------------------------------------


def test_reverberation_is_eyrings() -> None:
    # A cube of 10 m: volume 1000 m³, surface 600 m², mean free path 4 V / S; every face takes 0.3.
    times = reverberation(1000.0, 4 * 1000 / 600, np.full(6, 0.3), NOBODY)
    assert times[0] == pytest.approx(0.161 * 1000 / (600 * -np.log(0.7)), rel=0.01)
    assert times[5] < times[0], "air takes the high bands"


def test_free_paths_that_differ_lead_from_eyring_to_sabine() -> None:
    path, a = 4 * 1000 / 600, 0.4
    air = 4 * AIR_PER_M[0] * 1000
    eyring, between, sabine = (reverberation(1000.0, path, np.full(6, a), NOBODY, g)[0] for g in (0.0, 0.4, 1.0))
    assert eyring == pytest.approx(161 / (600 * -np.log(1 - a) + air))
    assert sabine == pytest.approx(161 / (600 * a + air))
    assert eyring < between < sabine
    # Kuttruff's own expansion, where absorption is small.
    small, log = 0.1, np.log(0.9)
    kuttruff = 161 / (600 * -log * (1 + 0.4 / 2 * log) + air)
    assert reverberation(1000.0, path, np.full(6, small), NOBODY, 0.4)[0] == pytest.approx(kuttruff, rel=0.002)


def test_people_shorten_the_reverberation() -> None:
    empty = reverberation(1000.0, 6.67, np.full(6, 0.1), NOBODY)
    full = reverberation(1000.0, 6.67, np.full(6, 0.1), np.full(6, 60.0))
    assert all(b < a * 0.6 for a, b in zip(empty, full, strict=True))


@pytest.mark.parametrize(("seconds", "low", "high"), [(0.4, 0.72, 1.0), (1.0, 0.5, 0.68), (4.0, 0.2, 0.42)])
def test_speech_far_off_is_understood_as_far_as_the_room_lets_it(seconds: float, low: float, high: float) -> None:
    volume, surface = 2000.0, 1000.0
    absorption = np.full(6, 0.161 * volume / surface / seconds)
    index = speech_index(np.array([12.0]), np.array([True]), [seconds] * 6, surface, absorption, 12.0)
    assert low <= float(index[0]) <= high


def test_near_the_speaker_one_understands_in_any_room() -> None:
    index = speech_index(np.array([0.5, 15.0]), np.array([True, True]), [3.0] * 6, 1000.0, np.full(6, 0.1), 0.0)
    assert index[0] > 0.75 > 0.45 > index[1]


# --- light, contrast, licences ----------------------------------------------------------------------------------------


def test_a_clear_sky_is_as_bright_as_skies_are() -> None:
    beam, sky, _ = clear_sky(Sun(elevation=31.0))
    assert 70_000 < beam < 95_000
    assert 9_000 < sky * np.pi < 14_000
    assert clear_sky(Sun(elevation=-5.0))[0] == 0.0


def test_the_sun_stands_where_the_compass_says() -> None:
    east, north, up = towards_sun(Sun(azimuth=235.0, elevation=31.0), 0.0)
    assert east < 0 > north
    assert up == pytest.approx(np.sin(np.deg2rad(31)))


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#808080", "#808080") == 1.0


def test_a_line_without_a_licence_covers_nothing() -> None:
    known = licences(
        "| Files | Licence |\n|---|---|\n| `fonts/*.ttf` | OFL |\n| `models/{a,b}.glb` | |\n| `props/{x,y}` | MIT |"
    )
    assert licence_of("fonts/One.ttf", known) == "OFL"
    assert licence_of("props/y", known) == "MIT"
    assert licence_of("models/a.glb", known) is None
    assert licence_of("props/z", known) is None


# --- what there is nothing to judge of -------------------------------------------------------------------------------

BARE = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell: {room: {size: [5, 4, 3]}, floor: carpet, walls: lime-plaster, ceiling: acoustic-ceiling}
nodes:
  - {type: spawn, id: entry, at: [1, 1], facing: north, radius: 0.3}
"""


def test_a_bare_room_has_nothing_to_judge_and_is_sound(proved: Callable[..., dict[str, Proof]]) -> None:
    proofs = proved(scene=BARE)
    assert all(proof.ok for proof in proofs.values())
    nothing = [name for name, proof in proofs.items() if str(proof.figures.get(NOTE, "")).startswith("not applicable")]
    assert nothing == ["portals", "reach", "sight", "light", "contrast"]


def test_sound_does_not_come_back_under_the_open_sky(proved: Callable[..., dict[str, Proof]]) -> None:
    scene = re.sub("^shell: .*\n", "", BARE, flags=re.MULTILINE)
    proofs = proved(scene=scene, only=("hearing",))
    assert proofs["hearing"].ok
    assert proofs["hearing"].figures == {
        NOTE: "not applicable: open sky",
        NOTE_FR: "sans objet\u00a0: à ciel ouvert",
    }


def test_a_wheelchair_that_cannot_come_is_told_and_fails_nothing(proved: Callable[..., dict[str, Proof]]) -> None:
    # Two walls leave a gap of 0.7 m, which a body of 0.6 m passes and a wheelchair of 0.9 m does not.
    walls = (
        "  - {type: wall, id: left, at: [1.075, 2], facing: north, length: 2.15, height: 2.4, thickness: 0.1}\n"
        "  - {type: wall, id: right, at: [3.925, 2], facing: north, length: 2.15, height: 2.4, thickness: 0.1}\n"
        "  - {type: bench, id: bench, name: {fr: Banc, en: Bench}, at: [2.5, 3.4], facing: south, length: 0.6}\n"
    )
    reach = proved(scene=BARE + walls, only=("reach",))["reach"]
    assert reach.failures == ()
    assert reach.figures["wheelchair_cannot_reach"] == ["bench.1"]
    wide = walls.replace("length: 2.15", "length: 1.9").replace("1.075", "0.95").replace("3.925", "4.05")
    reach = proved(scene=BARE + wide, only=("reach",))["reach"]
    assert reach.figures["wheelchair_cannot_reach"] == []
