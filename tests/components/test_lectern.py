"""A lectern: the speaker stands behind it and looks over it at the audience."""

from __future__ import annotations

import pytest

from campus.components.lectern import Lectern


def test_the_speaker_stands_behind_it_and_looks_ahead() -> None:
    place = Lectern().anchors().reach[0]
    assert place.at[1] < -0.25 - 0.25
    assert place.heading == 0


def test_its_board_leans_towards_the_speaker_at_reading_height() -> None:
    lectern = Lectern(height=1.1)
    board = lectern.mesh().of("walnut")
    top = board.positions[board.positions[:, 2] > 1.0]
    near, far = top[top[:, 1] < -0.15], top[top[:, 1] > 0.15]
    assert near[:, 2].max() < far[:, 2].max()
    assert near[:, 2].max() < 1.15 < 1.3


def test_a_body_bumps_into_it_and_not_into_its_microphone() -> None:
    mesh = Lectern().mesh()
    assert mesh.collides.any()
    assert mesh.only(mesh.collides).bounds()[1][2] < 1.05
    assert mesh.bounds()[1][2] == pytest.approx(1.45, abs=0.05)
