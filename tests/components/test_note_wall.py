"""A note wall: cork in a frame, on which the class's notes show; one reads it from where one stands."""

from __future__ import annotations

import pytest

from campus.components.note_wall import NoteWall
from campus.mesh import is_closed


def test_the_notes_show_over_all_of_its_cork() -> None:
    note_wall = NoteWall(id="notes", wall="south", at=4, size=(3.2, 1.8), height=0.8)
    (screen,) = note_wall.anchors().screens
    assert (screen.shows, screen.size) == ("notes", (3.2, 1.8))
    assert screen.place.at[2] == pytest.approx(0.8 + 0.9)
    cork = note_wall.mesh().of("cork").bounds()
    assert cork[:, 2] == pytest.approx([0.8, 2.6])
    assert screen.place.at[1] < cork[0][1]
    assert is_closed(note_wall.mesh())


def test_one_stands_before_it_to_read() -> None:
    (reach,) = NoteWall(wall="south").anchors().reach
    assert reach.at[1] == pytest.approx(-1.8)
