"""A sign: its words on its plate, at their height, in colours that one can read."""

from __future__ import annotations

import pytest

from campus.components.sign import STYLES, Sign
from campus.text import Text

WORDS = Text(fr="Vers le hall", en="To the hall")


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("style", STYLES)
def test_letters_and_ground_differ_by_4_5_or_more(style: str) -> None:
    _, colour, ground, _ = STYLES[style]
    dark, light = sorted(map(luminance, (colour, ground or "#E6D3AC")))  # carved letters stand on limestone
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_its_middle_is_at_its_height_and_its_words_before_its_plate() -> None:
    sign = Sign(text=WORDS, wall="south", height=1.5)
    label = sign.anchors().labels[0]
    assert label.place.at[2] == 1.5
    low, high = sign.mesh().bounds()
    assert (low[2] + high[2]) / 2 == pytest.approx(1.5)
    assert label.place.at[1] < low[1]


def test_its_plate_grows_with_its_words_unless_its_size_is_given() -> None:
    short, long = Sign(text=WORDS), Sign(text=Text(fr="Vers le grand amphithéâtre", en="To the great amphitheatre"))
    assert long.extent()[0] > short.extent()[0]
    assert Sign(text=WORDS, size=(2, 0.5)).extent() == (2, 0.5)


def test_carved_words_have_no_plate_and_a_free_sign_has_a_post() -> None:
    assert len(Sign(text=WORDS, wall="north", style="carved").mesh().triangles) == 0
    assert Sign(text=WORDS).mesh().bounds()[0][2] == 0
    assert Sign(text=WORDS, post=False).mesh().bounds()[0][2] > 1
