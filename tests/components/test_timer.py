"""A wall timer: its face shows the countdown, just before its case."""

from __future__ import annotations

import pytest

from campus.components.timer import Timer
from campus.mesh import is_closed


def test_its_face_shows_the_countdown_and_lies_just_before_the_case() -> None:
    timer = Timer(id="timer", wall="north", at=4, height=2.3)
    (screen,) = timer.anchors().screens
    assert (screen.shows, screen.size, screen.place.at[2]) == ("clock", (0.96, 0.54), 2.3)
    face = timer.mesh().of("ink").bounds()
    assert screen.place.at[1] < face[0][1]
    assert screen.place.at[1] > timer.mesh().of("oak").bounds()[0][1], "the case stands round it"
    assert is_closed(timer.mesh())


def test_one_that_hangs_on_no_wall_stands_on_the_floor() -> None:
    mesh = Timer(id="timer", height=1.6).mesh()
    assert mesh.bounds()[0][2] == pytest.approx(0)
    assert mesh.collides.any()
