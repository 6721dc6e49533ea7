"""A board: its frame around its surface, its words in front of it, at a contrast that one can read."""

from __future__ import annotations

import pytest

from campus.components.board import INK_ON, Board
from campus.text import Text

WORDS = Text(fr="# Bienvenue", en="# Welcome")


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", INK_ON)
def test_letters_and_ground_differ_by_4_5_or_more(ground: str) -> None:
    dark, light = sorted(map(luminance, INK_ON[ground]))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_its_surface_lies_at_its_height_and_its_words_just_in_front() -> None:
    board = Board(wall="west", text=WORDS, size=(2.4, 1.2), height=0.9)
    label = board.anchors().labels[0]
    assert label.text == WORDS
    assert label.place.at[2] == pytest.approx(1.5)
    assert label.place.heading == 180  # into the room
    surface = board.mesh().of("paper").bounds()
    assert surface[:, 2] == pytest.approx([0.9, 2.1])
    assert -0.01 < label.place.at[1] - surface[0][1] < 0


def test_free_it_faces_north() -> None:
    label = Board(text=WORDS).anchors().labels[0]
    assert label.place.heading == 0
    assert label.place.at[1] > 0


def test_an_empty_board_says_nothing_and_cannot_be_read() -> None:
    assert Board().anchors().labels == ()
    assert Board().verbs() == ()
    assert Board(text=WORDS).verbs() == ("read",)
