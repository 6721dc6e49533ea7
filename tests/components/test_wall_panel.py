"""A wall panel: a field of the asked size at the asked height, framed."""

from __future__ import annotations

import pytest

from campus.components.wall_panel import WallPanel
from campus.mesh import is_closed


def test_the_field_has_its_size_and_height() -> None:
    mesh = WallPanel(wall="north", at=8.0, size=(6, 4), height=3.9).mesh()
    field = mesh.of("faience").bounds()
    assert field[1][0] - field[0][0] == pytest.approx(6)
    assert field[0][2] == pytest.approx(3.9)
    assert field[1][2] == pytest.approx(7.9)
    assert field[0][1] == pytest.approx(-0.03, abs=1e-4)
    assert is_closed(mesh)


def test_the_frame_stands_before_the_field_and_can_be_left_out() -> None:
    framed = WallPanel(wall="north", at=8.0, size=(2, 1)).mesh()
    assert framed.of("limestone-smooth").bounds()[0][1] < framed.of("faience").bounds()[0][1]
    assert WallPanel(wall="north", at=8.0, size=(2, 1), frame=None).mesh().materials == ("faience",)
