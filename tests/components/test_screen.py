"""A screen: its picture has the size and height that it says, and nothing of the mesh stands before it."""

from __future__ import annotations

import pytest

from campus.components.screen import Screen


def test_its_picture_is_where_it_says_and_looks_into_the_room() -> None:
    screen = Screen(id="main", wall="north", size=(8, 4.5), height=1.5)
    anchor = screen.anchors().screens[0]
    assert anchor.id == "main"
    assert anchor.size == (8, 4.5)
    assert anchor.shows == "session"
    assert anchor.place.at[0] == 0
    assert anchor.place.at[2] == pytest.approx(1.5 + 2.25)
    assert anchor.place.heading == 180


def test_the_picture_lies_before_the_surface_and_behind_the_frames_face() -> None:
    screen = Screen(wall="north", size=(3.2, 1.8))
    mesh = screen.mesh()
    picture = screen.anchors().screens[0].place.at[1]
    assert mesh.of("ink").bounds()[0][1] < picture < mesh.of("screen").bounds()[0][1]


def test_the_frame_does_not_cover_the_picture() -> None:
    surface = Screen(wall="north", size=(3.2, 1.8), height=1.1).mesh().of("screen").bounds()
    assert surface[:, 0] == pytest.approx([-1.6, 1.6])
    assert surface[:, 2] == pytest.approx([1.1, 2.9])


def test_free_it_faces_north() -> None:
    anchor = Screen().anchors().screens[0]
    assert anchor.place.heading == 0
    assert anchor.place.at[1] > 0
